package evidence

import (
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"aktsom/internal/fault"
)

// maxIssuer is longer than the longest name of an authority.
const maxIssuer = 200

// check refuses what no page would have sent: fault.Invalid.
func (d Details) check() error {
	if d.Kind != "" && !slices.Contains(Kinds(), d.Kind) {
		return fault.New(fault.Invalid, "evidence.kind")
	}
	if utf8.RuneCountInString(d.Issuer) > maxIssuer {
		return fault.New(fault.Invalid, "evidence.issuer", "max", maxIssuer)
	}
	for _, date := range []string{d.Issued, d.ValidUntil} {
		if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
			return fault.New(fault.Invalid, "evidence.date")
		}
	}
	if d.Issued != "" && d.ValidUntil != "" && d.ValidUntil < d.Issued {
		return fault.New(fault.Invalid, "evidence.dates")
	}
	return nil
}

// limited reads on until a byte too many comes, which is fault.TooLarge.
type limited struct {
	from io.Reader
	left int64
	max  int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.from.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		return 0, fault.New(fault.TooLarge, "evidence.too_large", "megabytes", l.max>>20)
	}
	return n, err
}
