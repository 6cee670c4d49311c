// Package browsertest walks through the portal in a real browser, with the
// keyboard alone, and looks at every page it comes to: whether it keeps to its
// own content policy, fits its window, and is accessible.
package browsertest_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"aktsom/internal/housetest"
)

// patience is how long anything on a page may take. It is far more than it
// takes, since other tests may keep the machine busy.
const patience = 20 * time.Second

// chromium is the one browser of this test program; visitors have profiles of
// their own in it. It ends with the program.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path, err := housetest.Chromium()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-US"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	return ctx, chromedp.Do(ctx)
})

// axeSource is the accessibility checker, which comes from npm.
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile("../../static/node_modules/axe-core/axe.min.js")
	if err != nil {
		return "", fmt.Errorf("axe comes from npm: run make assets: %w", err)
	}
	return string(source), nil
})

// visitor is somebody at a keyboard, in a browser window of their own.
type visitor struct {
	t       *testing.T
	name    string
	ctx     context.Context
	base    string
	scripts bool
	width   int64

	mu       sync.Mutex
	troubles []string // what the browser complained of since the last look
	checked  map[string]bool
}

// window is how a visitor sits: how wide the window is, and whether scripts run.
type window struct {
	width     int64
	noScripts bool
}

// visit opens a window on the portal at base, in Norwegian.
func visit(t *testing.T, name, base string, w window) *visitor {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, name: name, base: base, scripts: !w.noScripts, width: w.width, checked: map[string]bool{}}
	ctx, leave := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(v.hear))
	t.Cleanup(leave)
	v.ctx = ctx
	// The window lives as long as the context of the first step.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(w.width, 900)); err != nil {
		t.Fatal(err)
	}
	_, err = chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": "nb"}})
	v.must("speak Norwegian", err)
	if w.noScripts {
		_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		v.must("switch scripts off", err)
	}
	return v
}

// hear notes what the browser complains of: errors of scripts and whatever it
// refused to load or run.
func (v *visitor) hear(event any) {
	var trouble string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		trouble = fmt.Sprintf("a script failed: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			trouble = fmt.Sprintf("a script complained: %v", e.Args)
		}
	case *cdppage.EventJavascriptDialogOpening:
		go v.leaveAnyway() // an event must not wait for a command
	case *log.EventEntryAdded:
		// A page is refused with a status on purpose, and the walk sees it; a style
		// or script never is.
		page := e.Entry.Source == log.EntrySourceNetwork && !strings.Contains(e.Entry.URL, "/static/")
		if e.Entry.Level == log.EntryLevelError && !page {
			trouble = fmt.Sprintf("the browser complained: %s (%s)", e.Entry.Text, e.Entry.URL)
		}
	}
	if trouble != "" {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.troubles = append(v.troubles, trouble)
	}
}

// leaveAnyway says yes when the browser asks whether to leave a page on which
// something is not saved.
func (v *visitor) leaveAnyway() {
	_, err := chromedp.Call(v.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
	if err != nil && v.ctx.Err() == nil {
		v.t.Errorf("%s: leave the page: %v", v.name, err)
	}
}

func (v *visitor) must(what string, err error) {
	v.t.Helper()
	if err != nil {
		v.fail("%s: %v", what, err)
	}
}

// fail ends the walk with what the page says.
func (v *visitor) fail(format string, args ...any) {
	v.t.Helper()
	where, words := eval[string](v, `location.href`), eval[string](v, `document.body ? document.body.innerText : ""`)
	v.t.Fatalf("%s at %s: %s\nthe page says:\n%s", v.name, where, fmt.Sprintf(format, args...), words)
}

func (v *visitor) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		v.t.Fatalf("%s: %s: %v", v.name, what, err)
	}
}

// eval asks the page; what cannot be asked, for instance while a page gives way
// to another, is the zero value.
func eval[T any](v *visitor, expression string, options ...chromedp.EvaluateOption) T {
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		var none T
		return none
	}
	return value
}

// until waits for something to become true of the page.
func (v *visitor) until(what, condition string) {
	v.t.Helper()
	giveUp := time.After(patience)
	for !eval[bool](v, "Boolean("+condition+")") {
		select {
		case <-giveUp:
			v.fail("waits in vain until %s", what)
		case <-time.After(15 * time.Millisecond):
		}
	}
}

// see waits until the words stand on the page.
func (v *visitor) see(words ...string) {
	v.t.Helper()
	for _, w := range words {
		v.until(fmt.Sprintf("the page says %q", w), fmt.Sprintf(`document.body.innerText.replace(/\s+/g, " ").includes(%s)`, quote(w)))
	}
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
