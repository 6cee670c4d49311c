package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
)

var tagInName = regexp.MustCompile(`\(([A-Za-z]{2,3}(?:-[A-Za-z]+)?)\)\s*$`)

// tag is the language tag of a language as a heading names it, and whether it
// was said rather than guessed.
func tag(language string) (string, bool) {
	if parts := tagInName.FindStringSubmatch(language); parts != nil {
		return strings.ToLower(parts[1]), true
	}
	name := strings.ToLower(strings.TrimSpace(language))
	known := map[string]string{
		"english": "en", "norsk": "nb", "norwegian": "nb", "bokmål": "nb", "norsk bokmål": "nb", "nynorsk": "nn", "norsk nynorsk": "nn",
		"svenska": "sv", "swedish": "sv", "dansk": "da", "danish": "da", "suomi": "fi", "finnish": "fi", "deutsch": "de", "german": "de",
		"français": "fr", "french": "fr", "español": "es", "spanish": "es", "português": "pt", "portuguese": "pt", "polski": "pl", "polish": "pl",
	}
	if t, ok := known[name]; ok {
		return t, true
	}
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
	return letters[:min(len(letters), 8)], len(letters) == 2
}

// readLanguages finds out which languages the workbook speaks.
func (im *importer) readLanguages(book *workbook) {
	im.plain = "en"
	said := false
	for _, r := range book.settings {
		if c := r.cell("default_language"); c != nil {
			im.plain, said = tag(c.text)
		}
	}
	guessed := map[string]bool{}
	for _, r := range slices.Concat(book.survey, book.choices) {
		for _, c := range r.cells {
			if !slices.Contains([]string{"label", "hint", "guidance_hint", "constraint_message", "required_message"}, c.heading) {
				continue
			}
			t, sure := im.plain, said
			if c.language != "" {
				t, sure = tag(c.language)
			}
			if !sure && !guessed[c.language] {
				guessed[c.language] = true
				im.remark(draft.Remark{Place: c.place, What: c.language, Became: "read as the language `" + t + "`, since none is named: name it as in label::English (en), or in default_language"})
			}
			if !slices.Contains(im.def.Languages, t) {
				im.def.Languages = append(im.def.Languages, t)
			}
		}
	}
	if len(im.def.Languages) == 0 {
		im.def.Languages = []string{im.plain}
	}
}

// spokenText collects the sentences of one row under a heading.
func (im *importer) spokenText(r *record, heading string) draft.Text {
	var t draft.Text
	for _, c := range r.cells {
		if c.heading != heading {
			continue
		}
		c.used = true
		language := im.plain
		if c.language != "" {
			language, _ = tag(c.language)
		}
		if t == nil {
			t = draft.Text{}
		}
		t[language] = im.showing(c)
	}
	return t
}

// shown is the place of an answer inside a text.
var shown = regexp.MustCompile(`\$\{[^{}]+\}`)

// showing is the text of a cell in which the answers to earlier questions are
// shown as a definition writes it.
func (im *importer) showing(c *cell) string {
	kept := false
	text := shown.ReplaceAllStringFunc(c.text, func(found string) string {
		n := im.named[strings.TrimSpace(found[2:len(found)-1])]
		if n == nil || n.table != "" || !im.earlier[n.id] || slices.Contains([]formula.Type{formula.Rows, formula.Nothing, ""}, n.kind) {
			kept = true
			return found
		}
		return "{{" + n.id + "}}"
	})
	if kept {
		im.note(c, "kept as written: only the answer to an earlier question can be shown inside a text")
	}
	return text
}

// everywhere is one sentence for all languages.
func (im *importer) everywhere(s string) draft.Text {
	t := draft.Text{}
	for _, language := range im.def.Languages {
		t[language] = s
	}
	return t
}
