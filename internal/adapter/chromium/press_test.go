package chromium_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/adapter/chromium"
	"aktsom/internal/housetest"
)

func newPress(t *testing.T) *chromium.Press {
	t.Helper()
	path, err := housetest.Chromium()
	if err != nil {
		t.Fatal(err)
	}
	press, err := chromium.New(path)
	if err != nil {
		t.Fatal(err)
	}
	return press
}

func TestAPageBecomesATaggedPaperWithAnOutlineAndFetchesNothing(t *testing.T) {
	t.Parallel()
	var fetched atomic.Int64
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fetched.Add(1) }))
	defer outside.Close()
	html := `<!doctype html><html lang="nb"><head><title>Resultat for Berg</title>
		<link rel="stylesheet" href="` + outside.URL + `/style.css"><style>h2 { break-before: page; }</style></head>
		<body><h1>Forste side</h1><img alt="" src="` + outside.URL + `/picture.png"><p>Hei</p><h2>Andre side</h2>
		<script>fetch("` + outside.URL + `/script"); document.title = "Skrevet om"</script></body></html>`
	pdf, err := newPress(t).Print(t.Context(), []byte(html))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("this is no PDF: %.40q", pdf)
	}
	for what, mark := range map[string]string{
		"a title": "/Title (Resultat for Berg)", "a language": "/Lang (nb)", "tags": "/StructTreeRoot", "two pages": "/Count 2",
		"its first heading in the outline": "(Forste side)", "its second": "(Andre side)",
	} {
		if !bytes.Contains(pdf, []byte(mark)) {
			t.Errorf("the paper lacks %s: %s", what, mark)
		}
	}
	if fetched.Load() > 0 {
		t.Errorf("printing fetched %d things", fetched.Load())
	}
}

func TestManyAtOnceWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if pdf, err := press.Print(t.Context(), []byte("<!doctype html><title>T</title><p>Hei")); err != nil || len(pdf) == 0 {
				t.Errorf("%d bytes, %v", len(pdf), err)
			}
		})
	}
	all.Wait()
}

func TestWhoGoesAwayLeavesNoBrowserBehind(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithTimeout(t.Context(), time.Millisecond)
	defer leave()
	if _, err := newPress(t).Print(ctx, []byte("<p>Hei")); err == nil {
		t.Error("a page was printed in a millisecond")
	}
}

func TestABrowserThatIsNotThereIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	if _, err := chromium.New("/nowhere/chromium"); err == nil || !strings.Contains(err.Error(), "find Chromium") {
		t.Errorf("%v", err)
	}
}
