// Package chromium turns pages into PDF with a Chromium that is installed on
// the machine. It implements web.Press.
//
// Each page gets a browser of its own that ends with it: an empty profile, no
// cookie, scripts off, and no way to any network. What is printed is handed in
// whole; nothing is fetched.
package chromium

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Bounds of a press: a browser takes some 200 MB while it prints, and a page
// that is not printed by then never will be.
const (
	atOnce   = 2
	patience = 30 * time.Second
)

// Press prints pages, a few at a time.
type Press struct {
	path  string
	turns chan struct{}
}

// New returns a press over the browser at path: a file, or a name that is
// looked up as the shell does.
func New(path string) (*Press, error) {
	found, err := exec.LookPath(path)
	if err != nil {
		return nil, fmt.Errorf("find Chromium: %w", err)
	}
	return &Press{path: found, turns: make(chan struct{}, atOnce)}, nil
}

// Print returns an HTML document as a tagged PDF with an outline, on A4 unless
// its styles say otherwise. Everything it shows must stand in it.
func (p *Press) Print(ctx context.Context, html []byte) ([]byte, error) {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a turn to print: %w", ctx.Err())
	}
	ctx, end := chromedp.NewExecAllocator(ctx, p.options()...)
	defer end()
	ctx, leave := chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // what matters is returned
	defer leave()
	return printed(ctx, string(html))
}

// options keep the browser from every network. Chromium refuses its own sandbox
// to root.
func (p *Press) options() []chromedp.ExecAllocatorOption {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(p.path), chromedp.DisableGPU,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("proxy-server", "socks5://127.0.0.1:1"), // where nobody listens
		chromedp.Flag("proxy-bypass-list", "<-loopback>"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	return options
}

func printed(ctx context.Context, html string) ([]byte, error) {
	if err := quiet(ctx); err != nil {
		return nil, err
	}
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, fmt.Errorf("open an empty page: %w", err)
	}
	_, err = chromedp.Call(ctx, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: html})
	if err != nil {
		return nil, fmt.Errorf("lay out the page: %w", err)
	}
	yes := true
	paper, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{
		PrintBackground: &yes, PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes, GenerateDocumentOutline: &yes,
		PaperWidth: 8.27, PaperHeight: 11.69, // A4, in inches
	})
	if err != nil {
		return nil, fmt.Errorf("print the page: %w", err)
	}
	return paper.Data, nil
}

// quiet opens an empty page without scripts, and offline.
func quiet(ctx context.Context) error {
	if err := chromedp.Do(ctx); err != nil {
		return fmt.Errorf("start Chromium: %w", err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		return fmt.Errorf("switch scripts off: %w", err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		return fmt.Errorf("watch the network: %w", err)
	}
	blocked := network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{
		{URLPattern: "http://*:*/*", Block: true}, {URLPattern: "https://*:*/*", Block: true}, {URLPattern: "file:///*", Block: true},
	}}
	if _, err := chromedp.Call(ctx, network.SetBlockedURLs, blocked); err != nil {
		return fmt.Errorf("switch the network off: %w", err)
	}
	return nil
}
