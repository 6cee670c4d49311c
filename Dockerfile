# The portal as an image: one static binary, no shell, not root.

FROM node:22-bookworm-slim AS assets
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /aktsom
COPY Makefile ./
COPY static ./static
RUN make assets

FROM golang:1.26-bookworm AS build
WORKDIR /aktsom
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=assets /aktsom/static/dist ./static/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/aktsom ./cmd/aktsom

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/aktsom /aktsom
EXPOSE 8080
ENTRYPOINT ["/aktsom"]
CMD ["serve"]
