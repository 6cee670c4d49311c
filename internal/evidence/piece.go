package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// piece reads what comes of a file until the line breaks, which ends it without
// an error: what came is kept. The beginning of a file is judged as soon as
// enough of it is here, so that nobody sends a hundred megabytes in vain.
type piece struct {
	from  io.Reader
	judge bool   // it begins a file
	whole int64  // how long that file is
	head  []byte // its first bytes, until they are judged
	broke error
}

// Read reads on.
func (p *piece) Read(into []byte) (int, error) {
	n, err := p.from.Read(into)
	if err != nil && !errors.Is(err, io.EOF) {
		p.broke, err = err, io.EOF
	}
	if !p.judge {
		return n, err
	}
	p.head = append(p.head, into[:min(n, sniffed-len(p.head))]...)
	if int64(len(p.head)) < min(sniffed, p.whole) {
		return n, err
	}
	p.judge = false
	if _, refused := sniff(p.head); refused != nil {
		return 0, refused
	}
	return n, err
}

// chain reads the pieces of a file one after the other, each opened when it is
// its turn.
type chain struct {
	ctx   context.Context
	blobs Blobs
	parts []Part
	open  io.ReadCloser
}

// Read reads on.
func (c *chain) Read(into []byte) (int, error) {
	for {
		if c.open == nil {
			if len(c.parts) == 0 {
				return 0, io.EOF
			}
			body, err := c.blobs.Open(c.ctx, c.parts[0].BlobKey)
			if err != nil {
				return 0, fmt.Errorf("open a piece of file %s: %w", c.parts[0].File, err)
			}
			c.open, c.parts = body, c.parts[1:]
		}
		n, err := c.open.Read(into)
		if errors.Is(err, io.EOF) {
			err = c.close()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

func (c *chain) close() error {
	if c.open == nil {
		return nil
	}
	body := c.open
	c.open = nil
	return body.Close()
}
