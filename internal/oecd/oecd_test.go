package oecd_test

import (
	"strings"
	"testing"

	"aktsom/internal/oecd"
)

func TestThirteenActionsStandUnderSixStepsInOrder(t *testing.T) {
	t.Parallel()
	if len(oecd.Steps()) != 6 || len(oecd.Actions()) != 13 {
		t.Fatalf("%d steps and %d actions", len(oecd.Steps()), len(oecd.Actions()))
	}
	last := ""
	for _, a := range oecd.Actions() {
		number, _, _ := strings.Cut(a.ID, ".")
		if want := string(rune('0' + a.Step.Number())); number != want {
			t.Errorf("action %s stands under step %s", a.ID, want)
		}
		if a.ID <= last {
			t.Errorf("action %s comes after %s", a.ID, last)
		}
		last = a.ID
		if found, ok := oecd.ActionByID(a.ID); !ok || found != a {
			t.Errorf("action %s is not found by its number", a.ID)
		}
	}
}

func TestWhatIsNoStepHasNoNumber(t *testing.T) {
	t.Parallel()
	if n := oecd.Step("embedded").Number(); n != 0 {
		t.Errorf("number %d", n)
	}
	if _, ok := oecd.ActionByID("7.1"); ok {
		t.Error("there is no action 7.1")
	}
}
