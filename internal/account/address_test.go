package account_test

import (
	"testing"

	"aktsom/internal/account"
)

func TestAnAddressIsAnAddressAndNothingElse(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]bool{
		"kari@example.org": true, " Kari@Example.ORG ": true, "åse@eksempel.no": true,
		"Kari <kari@example.org>": false, "kari": false, "kari@": false, "": false, "a@b, c@d": false,
	} {
		if got := account.IsAddress(email); got != want {
			t.Errorf("%q: %t, want %t", email, got, want)
		}
	}
}
