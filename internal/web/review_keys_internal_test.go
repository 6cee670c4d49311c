package web

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"aktsom/internal/account"
)

// pressed sends keys to the page and tells what an expression is afterwards.
func pressed(t *testing.T, page func(...chromedp.Action[chromedp.Void]) error, ask func(string) string, keys, expression string) string {
	t.Helper()
	if err := page(chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
	return ask(expression)
}

func TestKeysChooseALevelAndGoOnButRestWhileSomebodyWrites(t *testing.T) {
	server := galleryServer(t, func(p Page) map[string][]byte {
		p.Scripts = []string{"review"}
		text, err := render(t.Context(), reviewPage(p, sampleReview(newSampleCase("medium-importer").judged(nil), account.Evaluator, "policy")))
		if err != nil {
			t.Fatal(err)
		}
		return map[string][]byte{"review": text}
	})
	ctx, stop := context.WithTimeout(browser(t), perPage)
	defer stop()
	page := func(actions ...chromedp.Action[chromedp.Void]) error { return chromedp.Do(ctx, actions...) }
	ask := func(expression string) string {
		t.Helper()
		said, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	const level = `(document.querySelector("[name=level]:checked")?.value ?? "none")`
	if err := page(chromedp.Navigate(server.URL + "/review")); err != nil {
		t.Fatal(err)
	}
	if got := pressed(t, page, ask, "2", level); got != "2" {
		t.Errorf("2 chooses %s", got)
	}
	if got := pressed(t, page, ask, "3", level); got != "3" {
		t.Errorf("3, with the focus on a level, chooses %s", got)
	}
	ask(`document.getElementById("reason").focus(), ""`)
	if got := pressed(t, page, ask, "1 j", level+` + document.getElementById("reason").value`); got != "31 j" {
		t.Errorf("while writing a reason the level and the reason are %q", got)
	}
	ask(`document.activeElement.blur(), ""`)
	if got := pressed(t, page, ask, "?", `String(document.getElementById("keys").open)`); got != "true" {
		t.Error("? does not tell of the keys")
	}
	ask(`document.getElementById("keys-on").click(), document.activeElement.blur(), ""`)
	if got := pressed(t, page, ask, "0", level); got != "3" {
		t.Errorf("with the keys turned off, 0 chooses %s", got)
	}
	ask(`document.getElementById("keys-on").click(), document.activeElement.blur(), ""`)
	pressed(t, page, ask, "j", `""`)
	if err := page(chromedp.WaitReady("body")); err != nil {
		t.Fatal(err)
	}
	if got := ask(`location.search`); got != "?question=oversight" {
		t.Errorf("j leads to %s", got)
	}
}
