// Package fault names the ways in which something a person asked for can be
// refused. A kind is itself an error, so a caller asks
//
//	errors.Is(err, fault.NotFound)
//
// and a fault names a sentence in package message instead of carrying one: the
// same refusal is read in Bokmål, Nynorsk and English.
//
// Whatever is not a fault is our own mistake: the visitor sees a reference
// number, the log sees the cause.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is the sort of refusal, and the error that every fault unwraps to.
type Kind int

// The kinds. Another organisation's record is NotFound, never Denied: that it
// exists is nobody else's business.
const (
	NotFound    Kind = iota + 1 // there is no such thing, or not for you
	Conflict                    // somebody else was first, or it is too late
	Invalid                     // what was sent cannot be understood or accepted
	Denied                      // you are known, and may not
	SignIn                      // we do not know who you are
	Gone                        // it was here and is no more: a used link
	TooLarge                    // more bytes than we take
	TooMany                     // too often in too short a time
	Unavailable                 // something we depend on does not answer
)

var names = [...]string{
	NotFound: "not found", Conflict: "conflict", Invalid: "invalid", Denied: "denied", SignIn: "not signed in",
	Gone: "gone", TooLarge: "too large", TooMany: "too many", Unavailable: "unavailable",
}

// Error is the kind in plain words, for logs.
func (k Kind) Error() string {
	if k <= 0 || int(k) >= len(names) {
		return fmt.Sprintf("unknown fault %d", int(k))
	}
	return names[k]
}

// refusal is a kind with the sentence that explains it.
type refusal struct {
	kind Kind
	key  string
	args []any
}

// New is a fault of a kind whose sentence is message key. args are the
// sentence's placeholders: name, value, name, value.
func New(kind Kind, key string, args ...any) error {
	if len(args)%2 != 0 {
		panic("fault.New(" + key + "): a placeholder has no value")
	}
	return &refusal{kind: kind, key: key, args: args}
}

// Error is for logs: kind, key and the arguments in the order they were given.
func (r *refusal) Error() string {
	var b strings.Builder
	b.WriteString(r.kind.Error() + ": " + r.key)
	for i := 0; i < len(r.args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", r.args[i], r.args[i+1])
	}
	return b.String()
}

// Unwrap lets errors.Is recognise the kind.
func (r *refusal) Unwrap() error { return r.kind }

// KindOf finds the kind of err; ok is false when err is not a fault.
func KindOf(err error) (kind Kind, ok bool) {
	ok = errors.As(err, &kind)
	return kind, ok
}

// Key finds the message key of err and its placeholders. ok is false when err
// carries no sentence of its own: then the page says what the kind says.
func Key(err error) (key string, args map[string]any, ok bool) {
	var r *refusal
	if !errors.As(err, &r) {
		return "", nil, false
	}
	args = make(map[string]any, len(r.args)/2)
	for i := 0; i < len(r.args); i += 2 {
		args[fmt.Sprint(r.args[i])] = r.args[i+1]
	}
	return r.key, args, true
}
