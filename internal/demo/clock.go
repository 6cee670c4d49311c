package demo

import (
	"sync"
	"time"
)

// Clock is a clock that can be set to the past, and stands still there until
// it is set again or let go.
type Clock struct {
	real func() time.Time
	mu   sync.Mutex
	set  time.Time // zero: it goes by itself
}

// NewClock returns a clock that goes like real.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now is the time it was set to, or the real time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set.IsZero() {
		return c.real()
	}
	return c.set
}

// Set stops the clock at a time.
func (c *Clock) Set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set = to.UTC()
}

// Pass moves a stopped clock on.
func (c *Clock) Pass(d time.Duration) { c.Set(c.Now().Add(d)) }

// LetGo lets it go like the real one again.
func (c *Clock) LetGo() { c.Set(time.Time{}) }
