# What one does with this repository. `make` alone tells.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

CACHE := $(CURDIR)/.cache/bin
# A checkout that git does not trust, as in a container, cannot be asked for its commit.
VCS   := $(shell git status >/dev/null 2>&1 || echo -buildvcs=false)
NPM   := static/node_modules/.package-lock.json
RIVAL := .ci/survey-core/node_modules/.package-lock.json
DS    := static/node_modules/@digdir

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: assets generate ## fetch the design system and htmx, generate the pages, compile bin/aktsom
	go build $(VCS) -o bin/aktsom ./cmd/aktsom

.PHONY: demo
demo: build ## build, then run with made-up buyers and suppliers on this machine
	bin/aktsom demo

.PHONY: generate
generate: ## write the Go code of the templ pages
	go tool templ generate -path internal -log-level warn

# --- what comes from npm ------------------------------------------------------

.PHONY: assets
assets: static/dist/designsystem.css static/dist/htmx.min.js

$(NPM): static/package.json static/package-lock.json
	npm ci --prefix static --no-audit --no-fund --loglevel error
	@touch $@

# One stylesheet: the theme's colours and sizes, then the components. A notice
# must go with each.
static/dist/designsystem.css: $(NPM)
	{ echo "/*!"; cat $(DS)/designsystemet-css/LICENSE; echo "*/"; \
	  cat $(DS)/designsystemet-theme/src/themes/designsystemet.css $(DS)/designsystemet-css/dist/src/index.css; } > $@

static/dist/htmx.min.js: $(NPM)
	cp static/node_modules/htmx.org/dist/htmx.min.js $@

# --- tests --------------------------------------------------------------------

# The browser tests come by themselves: a browser and a portal fill two processors.
.PHONY: test
test: needs build current ## everything, with what it needs installed first; what CI runs
	go test -race -timeout 40m $$(go list ./... | grep -v /internal/browsertest)
	go test -race -timeout 40m ./internal/browsertest
	$(MAKE) lint

.PHONY: needs
needs: $(CACHE)/versitygw $(RIVAL)
	.ci/needs

.PHONY: current
current: ## fail when generated files are not those of their sources
	.ci/current

.PHONY: lint
lint: $(CACHE)/golangci-lint ## the linters of .golangci.yml
	$(CACHE)/golangci-lint run --allow-parallel-runners ./...

.PHONY: bench
bench: $(RIVAL) assets needs ## benchmarks: compile, evaluate, score, render, and a portal under load beside pgbench
	go test -run '^$$' -bench . -benchmem ./...

# How long each fuzz test runs: make fuzz FUZZTIME=5m
FUZZTIME ?= 60s

.PHONY: fuzz
fuzz: ## each fuzz test for FUZZTIME
	@grep -rl --include='*_test.go' '^func Fuzz' internal | while read -r file; do \
	  for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$$file"); do \
	    go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")"; \
	  done; \
	done

# Another questionnaire engine, which ours is checked against.
$(RIVAL): .ci/survey-core/package.json .ci/survey-core/package-lock.json
	npm ci --prefix .ci/survey-core --no-audit --no-fund --loglevel error
	@touch $@

# Tools with many dependencies have a module of their own under .ci, so that the
# portal's own module stays small. They are compiled once.
$(CACHE)/versitygw: .ci/versitygw/go.sum
	@mkdir -p $(CACHE)
	cd .ci/versitygw && GOFLAGS= go build -buildvcs=false -o $@ github.com/versity/versitygw/cmd/versitygw

$(CACHE)/golangci-lint: .ci/golangci-lint/go.sum
	@mkdir -p $(CACHE)
	cd .ci/golangci-lint && GOFLAGS= go build -buildvcs=false -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
