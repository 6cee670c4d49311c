// Package message holds every sentence the portal says, in Bokmål, Nynorsk and
// English, and the manner in which each language writes dates and numbers.
//
// The sentences lie in nb/, nn/ and en/, one file for each area of the portal;
// the file assessment.json holds the keys "assessment.…". A key is written out
// in full where it is used, so that a search finds it. The tests of this
// package see to it that no language lacks a sentence, that no sentence is
// unused, and that all languages have the same placeholders.
//
// Nothing here reads a clock: the time, and the zone to show it in, are handed in.
package message

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"
)

//go:embed nb/*.json nn/*.json en/*.json
var files embed.FS

// Catalog is all sentences in all languages. It is immutable and shared.
type Catalog struct {
	printers map[Lang]*Printer
}

// New reads the sentences that are built into the program. missing is called
// when a sentence is asked for that does not exist, and the page then shows the
// key; with a nil missing the program panics instead, which is what tests want.
func New(missing func(Lang, string)) *Catalog {
	if missing == nil {
		missing = func(lang Lang, key string) { panic(fmt.Sprintf("message: no sentence %q in %s", key, lang)) }
	}
	bundle := i18n.NewBundle(language.MustParse(string(Bokmal)))
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "*/*.json")
	if err != nil {
		panic(err) // the pattern above is malformed
	}
	said := map[Lang]*sentences{}
	for _, lang := range Langs() {
		said[lang] = &sentences{map[string]string{}, map[string]bool{}}
	}
	for _, name := range names {
		mustAdd(bundle, name, said)
	}
	catalog := &Catalog{printers: map[Lang]*Printer{}}
	for _, lang := range Langs() {
		catalog.printers[lang] = &Printer{
			lang:    lang,
			say:     i18n.NewLocalizer(bundle, string(lang)),
			numbers: xmessage.NewPrinter(language.MustParse(string(lang))),
			of:      said[lang],
			missing: missing,
		}
	}
	return catalog
}

// sentences is what a printer knows of a language's sentences beside the
// library.
type sentences struct {
	plain   map[string]string // those without placeholders: a page says them on every line
	counted map[string]bool   // those with a form for one and a form for several
}

// mustAdd adds nb/frame.json to the bundle and to what is known of its
// sentences. The library reads the language from a name of the
// form frame.nb.json.
func mustAdd(bundle *i18n.Bundle, name string, said map[Lang]*sentences) {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the file is embedded
	}
	lang, area := path.Dir(name), path.Base(name)
	parsed, err := bundle.ParseMessageFileBytes(data, area[:len(area)-len(".json")]+"."+lang+".json")
	if err != nil {
		panic(fmt.Sprintf("message: %s: %v", name, err))
	}
	known := said[Lang(lang)]
	for _, m := range parsed.Messages {
		switch {
		case m.Zero+m.One+m.Two+m.Few+m.Many != "":
			known.counted[m.ID] = true
		case m.LeftDelim == "" && !strings.Contains(m.Other, "{{"):
			known.plain[m.ID] = m.Other
		}
	}
}

// In is the printer of a language, or of Bokmål where we do not speak it.
func (c *Catalog) In(lang Lang) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Bokmal]
}
