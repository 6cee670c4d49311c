package static_test

import (
	"regexp"
	"strings"
	"testing"

	"aktsom/static"
)

func load(t *testing.T) *static.Assets {
	t.Helper()
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	return assets
}

func TestTheStylesAndScriptsAreBuilt(t *testing.T) {
	t.Parallel()
	assets := load(t)
	if styles := string(assets.Files[static.Stylesheet]); !strings.Contains(styles, ".ds-button") || !strings.Contains(styles, ".page") {
		t.Error("the stylesheet lacks the design system or our own styles")
	}
	if len(assets.Files["js/htmx.min.js"]) == 0 || len(assets.Build) != 12 {
		t.Errorf("htmx has %d bytes, the build is called %q", len(assets.Files["js/htmx.min.js"]), assets.Build)
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	t.Parallel()
	elsewhere := regexp.MustCompile(`@import|url\(\s*["']?(?:https?:)?//|from "https?:`)
	for name, content := range load(t).Files {
		if found := elsewhere.Find(content); found != nil {
			t.Errorf("%s has %q", name, found)
		}
	}
}

func TestOurScriptsWriteNoStylesAndRunNoText(t *testing.T) {
	t.Parallel()
	refused := regexp.MustCompile(`setAttribute\("style"|innerHTML|outerHTML|\beval\(|new Function|document\.write`)
	for name, content := range load(t).Files {
		if strings.HasPrefix(name, "js/") && name != "js/htmx.min.js" {
			if found := refused.Find(content); found != nil {
				t.Errorf("%s uses %s, which the content policy or good sense refuses", name, found)
			}
		}
	}
}
