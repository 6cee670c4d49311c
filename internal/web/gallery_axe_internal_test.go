package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"aktsom/internal/message"
	"aktsom/static"
)

// axeRun asks axe for what breaks WCAG A or AA and gives one line for each.
const axeRun = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(found =>
	found.violations.map(v => v.id + ": " + v.help + " – " + v.nodes.map(n => n.html).join(" | ")))`

// galleryServer serves the gallery as the portal would: same styles, same
// content policy.
func galleryServer(t *testing.T, pages func(Page) map[string][]byte) *httptest.Server {
	t.Helper()
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	page := samplePage(message.Bokmal)
	page.assets = "/static/"
	rendered := pages(page)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", contentPolicy)
		if content, ok := assets.Files[strings.TrimPrefix(r.URL.Path, "/static/")]; ok {
			w.Header().Set("Content-Type", contentType(r.URL.Path))
			_, _ = w.Write(content) // a browser that has gone is no failure
			return
		}
		_, _ = w.Write(rendered[strings.TrimPrefix(r.URL.Path, "/")])
	}))
	t.Cleanup(server.Close)
	return server
}

func renderGallery(t *testing.T, p Page) map[string][]byte {
	t.Helper()
	rendered := map[string][]byte{}
	for name, component := range gallery(p) {
		text, err := render(t.Context(), component)
		if err != nil {
			t.Fatal(err)
		}
		rendered[name] = text
	}
	return rendered
}

// browser is a Chromium that ends with the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(allocator)
	t.Cleanup(stopTab)
	ctx, stopWait := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(stopWait)
	return ctx
}

func TestEveryPageOfTheGalleryIsAccessibleAndFitsAPhone(t *testing.T) {
	axe, err := os.ReadFile("../../static/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe comes from npm: run make assets: %v", err)
	}
	server := galleryServer(t, func(p Page) map[string][]byte { return renderGallery(t, p) })
	ctx := browser(t)
	for _, name := range slices.Sorted(maps.Keys(gallery(samplePage(message.Bokmal)))) {
		for _, width := range []int64{1280, 390} {
			where := fmt.Sprintf("%s at %d px", name, width)
			err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+"/"+name),
				chromedp.Evaluate[chromedp.Void](string(axe)))
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			violations, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](axeRun, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			for _, v := range violations {
				t.Errorf("%s: %s", where, v)
			}
			fits(ctx, t, where)
		}
	}
}

func fits(ctx context.Context, t *testing.T, where string) {
	t.Helper()
	overflow, err := chromedp.Run(ctx, chromedp.Evaluate[int](
		`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	if overflow > 0 {
		t.Errorf("%s: the page is %d px wider than its window", where, overflow)
	}
}
