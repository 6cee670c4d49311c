package message_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/message"
)

// A sentence is one key's text in one language, with the areas file it lies in.
type sentence struct {
	area string
	text map[string]string // plural form → text; "other" when there is one form
}

func sentences(t *testing.T, lang message.Lang) map[string]sentence {
	t.Helper()
	all := map[string]sentence{}
	names, err := filepath.Glob(filepath.Join(string(lang), "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no sentences in %s: %v", lang, err)
	}
	for _, name := range names {
		for key, raw := range readObject(t, name) {
			if _, twice := all[key]; twice {
				t.Errorf("%s: %q is said in another file too", name, key)
			}
			all[key] = sentence{strings.TrimSuffix(filepath.Base(name), ".json"), forms(t, key, raw)}
		}
	}
	return all
}

// readObject reads a flat JSON object and refuses a key that stands twice,
// which encoding/json would let pass.
func readObject(t *testing.T, name string) map[string]json.RawMessage {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder, object := json.NewDecoder(file), map[string]json.RawMessage{}
	if _, err := decoder.Token(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatalf("%s: after %v: %v", name, key, err)
		}
		if _, twice := object[key.(string)]; twice {
			t.Errorf("%s: %q stands twice", name, key)
		}
		object[key.(string)] = value
	}
	return object
}

func forms(t *testing.T, key string, raw json.RawMessage) map[string]string {
	t.Helper()
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return map[string]string{"other": one}
	}
	var many map[string]string
	if err := json.Unmarshal(raw, &many); err != nil {
		t.Fatalf("%s: neither a sentence nor plural forms: %v", key, err)
	}
	return many
}

func TestEveryLanguageSaysTheSameThings(t *testing.T) {
	t.Parallel()
	nb := sentences(t, message.Bokmal)
	for _, lang := range []message.Lang{message.Nynorsk, message.English} {
		other := sentences(t, lang)
		for _, key := range slices.Sorted(maps.Keys(nb)) {
			if _, ok := other[key]; !ok {
				t.Errorf("%s/%s.json lacks %q", lang, nb[key].area, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(other)) {
			if _, ok := nb[key]; !ok {
				t.Errorf("nb/%s.json lacks %q, which %s says", other[key].area, key, lang)
			}
		}
	}
}

func TestASentenceLiesInTheFileOfItsArea(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)
	for _, lang := range message.Langs() {
		for key, s := range sentences(t, lang) {
			if area, _, _ := strings.Cut(key, "."); area != s.area || !shape.MatchString(key) {
				t.Errorf("%s/%s.json: %q must be written %s.what_is_said", lang, s.area, key, s.area)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

func placeholders(s sentence) []string {
	found := map[string]bool{}
	for _, text := range s.text {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			found[match[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestPlaceholdersAreTheSameInAllLanguages(t *testing.T) {
	t.Parallel()
	nb := sentences(t, message.Bokmal)
	for _, lang := range []message.Lang{message.Nynorsk, message.English} {
		for key, s := range sentences(t, lang) {
			if want, got := placeholders(nb[key]), placeholders(s); !slices.Equal(want, got) {
				t.Errorf("%s %q has placeholders %v, nb has %v", lang, key, got, want)
			}
		}
	}
}

func TestSentencesAreWholeAndWellWritten(t *testing.T) {
	t.Parallel()
	for _, lang := range message.Langs() {
		for key, s := range sentences(t, lang) {
			if _, ok := s.text["other"]; !ok {
				t.Errorf("%s %q lacks the form \"other\"", lang, key)
			}
			if len(s.text) > 1 && s.text["one"] == "" {
				t.Errorf("%s %q lacks the form \"one\"", lang, key)
			}
			for form, text := range s.text {
				if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
					t.Errorf("%s %q (%s) is empty or has stray spaces: %q", lang, key, form, text)
				}
			}
		}
	}
}

func TestEverySentenceCanBeSaid(t *testing.T) {
	t.Parallel()
	catalog := message.New(nil)
	for _, lang := range message.Langs() {
		for key, s := range sentences(t, lang) {
			for _, number := range []int{0, 1, 2, 21} {
				args := map[string]any{"count": number}
				for _, name := range placeholders(s) {
					args[name] = number
				}
				if said := catalog.In(lang).SayMap(key, args); strings.Contains(said, "{{") || strings.Contains(said, "<no value>") {
					t.Errorf("%s %q is said of %d as %q", lang, key, number, said)
				}
			}
		}
	}
}

func TestAMissingSentenceIsReportedAndShownAsItsKey(t *testing.T) {
	t.Parallel()
	var missed []string
	catalog := message.New(func(lang message.Lang, key string) { missed = append(missed, string(lang)+" "+key) })
	if got := catalog.In(message.English).Say("frame.never_said"); got != "frame.never_said" {
		t.Errorf("a missing sentence is shown as %q", got)
	}
	if !slices.Equal(missed, []string{"en frame.never_said"}) {
		t.Errorf("reported: %q", missed)
	}
}
