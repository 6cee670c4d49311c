package web_test

import (
	"testing"

	"golang.org/x/net/html"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

// TestHelpBeginsWithOnesOwnSideAndItsContentsLeadThere: what the list of
// contents names stands on the page, once.
func TestHelpBeginsWithOnesOwnSideAndItsContentsLeadThere(t *testing.T) {
	t.Parallel()
	house := housetest.New(t)
	house.Invite(house.Publish(), 1)
	for _, reader := range []struct {
		name  string
		page  *housetest.View
		first string
	}{
		{"a stranger", house.Anonymous().Open("/help"), "For leverandører"},
		{"a supplier", house.Supplier(1).Open("/help"), "For leverandører"},
		{"a buyer's officer", house.Member(account.Officer).Open("/help"), "For innkjøpere"},
	} {
		chapters := reader.page.All("main > h2")
		if len(chapters) != 2 || housetest.TextOf(chapters[0]) != reader.first {
			t.Errorf("%s reads first %q, want %q", reader.name, housetest.TextOf(chapters[0]), reader.first)
		}
		contents := reader.page.All("main nav a")
		if len(contents) < 15 {
			t.Fatalf("%s sees %d contents", reader.name, len(contents))
		}
		for _, link := range contents {
			place := reader.page.All(hrefOf(link))
			if len(place) != 1 || housetest.TextOf(place[0]) != housetest.TextOf(link) {
				t.Errorf("%s: %q leads to no heading with these words", reader.name, housetest.TextOf(link))
			}
		}
	}
}

// hrefOf is where a link leads; within the page it is a selector too.
func hrefOf(link *html.Node) string {
	for _, a := range link.Attr {
		if a.Key == "href" {
			return a.Val
		}
	}
	return ""
}
