package web

import (
	"slices"
	"strings"
	"testing"
)

func TestAnAddressBreaksAfterItsDotsAndItsAt(t *testing.T) {
	t.Parallel()
	parts := addressParts("anne.berg@innkjop.fjordvik.example")
	if want := []string{"anne.", "berg@", "innkjop.", "fjordvik.", "example"}; !slices.Equal(parts, want) {
		t.Errorf("%q breaks into %q", want, parts)
	}
	for _, email := range []string{"", "kari", "@", "a@b.", ".a@@b"} {
		if whole := strings.Join(addressParts(email), ""); whole != email {
			t.Errorf("%q becomes %q", email, whole)
		}
	}
}
