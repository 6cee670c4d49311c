package questionnaire

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// truth is what a condition came to.
type truth int

// The three truths of CEL and the absence of one. A check fails only on
// isFalse; a condition holds only on isTrue.
const (
	isFalse truth = iota
	isTrue
	isUnknown
	isAbsent
)

// and, or, not are CEL's: what decides absorbs, and unknown outweighs absent.
func (t truth) and(u truth) truth {
	switch {
	case t == isFalse || u == isFalse:
		return isFalse
	case t == isUnknown || u == isUnknown:
		return isUnknown
	case t == isAbsent || u == isAbsent:
		return isAbsent
	}
	return isTrue
}

func (t truth) not() truth {
	switch t {
	case isTrue:
		return isFalse
	case isFalse:
		return isTrue
	}
	return t
}

func (t truth) or(u truth) truth { return t.not().and(u.not()).not() }

// truthOf is what a condition came to that CEL gave this value.
func truthOf(v ref.Val) truth {
	if b, ok := v.(types.Bool); ok {
		return boolean(bool(b))
	}
	return without(v)
}

func boolean(b bool) truth {
	if b {
		return isTrue
	}
	return isFalse
}

// without is what a claim comes to whose value is not there.
func without(v ref.Val) truth {
	if _, ok := v.(*types.Unknown); ok {
		return isUnknown
	}
	return isAbsent
}
