package risk_test

import (
	"testing"

	"aktsom/internal/risk"
)

func TestTheLongestCPVPrefixDecides(t *testing.T) {
	for code, want := range map[string][]string{
		"18100000": {"textiles"},
		"33141420": {"medical"}, // surgical gloves
		"33169000": {"medical"},
		"03220000": {"food"},
		"03410000": {"construction"}, // wood, though division 03 is food
		"31400000": {"vehicles", "office"},
		"39130000": {"furniture"},
		"37500000": {"toys"},
		"72000000": nil,
	} {
		var got []string
		for _, c := range risk.ByCPV(code) {
			got = append(got, c.ID)
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", code, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", code, got, want)
			}
		}
	}
}

func TestEveryCategoryIsFoundByItsID(t *testing.T) {
	for _, c := range risk.Categories() {
		if found, ok := risk.Find(c.ID); !ok || found.Headline != c.Headline {
			t.Errorf("%s is not found", c.ID)
		}
	}
	if _, ok := risk.Find("nothing"); ok {
		t.Error("what is not on the list was found")
	}
}
