package message_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/message"
)

// The sources that may say something: hand-written Go and templ, but not the
// packages that test stores.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !saysThings(path) {
				return err
			}
			text, err := os.ReadFile(path)
			texts[path] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

func saysThings(path string) bool {
	if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") || strings.Contains(path, "test/") {
		return false
	}
	return strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".templ")
}

// keyLike finds string literals such as "frame.sign_in", and "problem." where a
// code of the engine is appended.
var keyLike = regexp.MustCompile(`"([a-z]+\.[a-z0-9_.]*)"`)

// written lists every literal that looks like a key of one of our areas, with
// the file it stands in.
func written(t *testing.T, areas map[string]bool) map[string]string {
	t.Helper()
	found := map[string]string{}
	areas["answer"], areas["file"], areas["member"], areas["questionnaire"] = true, true, true, true // verbs of the log
	for path, text := range sources(t) {
		for _, match := range keyLike.FindAllStringSubmatch(text, -1) {
			if area, _, _ := strings.Cut(match[1], "."); areas[area] {
				found[match[1]] = path
			}
		}
	}
	return found
}

func areasOf(all map[string]sentence) map[string]bool {
	areas := map[string]bool{}
	for _, s := range all {
		areas[s.area] = true
	}
	return areas
}

// spoken finds what is a key wherever it points: the sentence of a fault.
var spoken = regexp.MustCompile(`(?:fault\.New\([\w.]+, |\.Say\()"([^"]+)"`)

func TestEveryKeyInTheSourceHasASentence(t *testing.T) {
	nb := sentences(t, message.Bokmal)
	keys := written(t, areasOf(nb))
	for path, text := range sources(t) {
		for _, match := range spoken.FindAllStringSubmatch(text, -1) {
			keys[match[1]] = path
		}
	}
	for key, path := range keys {
		// The verbs of the log look like keys; their sentences begin with audit.
		_, said := nb[key]
		_, verb := nb["audit."+key]
		if !said && !verb && !strings.HasSuffix(key, ".") {
			t.Errorf("%s says %q: add it to nb, nn and en (a verb of the log as %q)", path, key, "audit."+key)
		}
	}
}

func TestEverySentenceIsSaidSomewhere(t *testing.T) {
	nb := sentences(t, message.Bokmal)
	used := written(t, areasOf(nb))
	for _, key := range slices.Sorted(maps.Keys(nb)) {
		if !saidSomewhere(key, used) {
			t.Errorf("%q is never said: use it or take it out of nb, nn and en", key)
		}
	}
}

// saidSomewhere finds the key itself, or a literal such as "problem." that it
// begins with.
func saidSomewhere(key string, used map[string]string) bool {
	if _, verb, ok := strings.Cut(key, "audit."); ok {
		key = verb // a verb must be written by somebody, not just be readable
	}
	for end := range key {
		if key[end] == '.' && used[key[:end+1]] != "" {
			return true
		}
	}
	return used[key] != ""
}
