package fault_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"aktsom/internal/fault"
)

func TestAFaultIsItsKindHoweverDeepItIsWrapped(t *testing.T) {
	err := fmt.Errorf("open assessment 7: %w", fault.New(fault.NotFound, "assessment.unknown", "id", 7))
	if !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Conflict) {
		t.Errorf("%v is not recognised as not found and nothing else", err)
	}
	if kind, ok := fault.KindOf(err); !ok || kind != fault.NotFound {
		t.Errorf("KindOf = %v, %v", kind, ok)
	}
	if want := "open assessment 7: not found: assessment.unknown id=7"; err.Error() != want {
		t.Errorf("the log reads %q, want %q", err, want)
	}
}

func TestAFaultNamesItsSentenceAndPlaceholders(t *testing.T) {
	err := fmt.Errorf("save: %w", fault.New(fault.Conflict, "assessment.closed", "at", "noon", "days", 3))
	key, args, ok := fault.Key(err)
	if !ok || key != "assessment.closed" || !maps.Equal(args, map[string]any{"at": "noon", "days": 3}) {
		t.Errorf("Key = %q, %v, %v", key, args, ok)
	}
}

func TestABareKindHasNoSentenceOfItsOwn(t *testing.T) {
	if _, _, ok := fault.Key(fmt.Errorf("save: %w", fault.Conflict)); ok {
		t.Error("a bare kind claims to have a sentence")
	}
	if kind, ok := fault.KindOf(fmt.Errorf("save: %w", fault.Conflict)); !ok || kind != fault.Conflict {
		t.Errorf("KindOf = %v, %v", kind, ok)
	}
}

func TestOurOwnMistakesAreNoFaults(t *testing.T) {
	if _, ok := fault.KindOf(errors.New("disk full")); ok {
		t.Error("an ordinary error passes for a fault")
	}
}

func TestEveryKindHasWords(t *testing.T) {
	seen := map[string]bool{}
	for kind := fault.NotFound; kind <= fault.Unavailable; kind++ {
		if word := kind.Error(); word == "" || seen[word] {
			t.Errorf("kind %d has no words of its own: %q", kind, word)
		}
		seen[kind.Error()] = true
	}
}
