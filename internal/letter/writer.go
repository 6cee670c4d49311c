package letter

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"aktsom/internal/message"
)

// lineWidth keeps the plain text readable in every mail program (RFC 3676
// asks for less than 78; sixty is what a narrow window holds).
const lineWidth = 60

// Writer writes letters in the reader's language.
type Writer struct {
	catalog *message.Catalog
	host    string // right side of Message-IDs
	page    *template.Template
}

// NewWriter returns a Writer whose Message-IDs end in host.
func NewWriter(catalog *message.Catalog, host string) *Writer {
	return &Writer{catalog: catalog, host: host, page: template.Must(template.New("letter").Funcs(template.FuncMap{"breakable": breakable}).Parse(htmlLetter))}
}

// htmlLetter has no images and no style sheet: the words are the letter.
const htmlLetter = `<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body>
{{range .Paragraphs}}{{if .Link}}<p><a href="{{.Link}}">{{.Text}}</a></p>
{{else if .Items}}<p>{{.Text}}</p>
<ul>{{range .Items}}<li>{{template "words" .}}</li>{{end}}</ul>
{{else if .Lines}}<p>{{range $i, $line := .Lines}}{{if $i}}<br>
{{end}}{{range $j, $part := $line}}{{if $j}}<wbr>{{end}}{{$part}}{{end}}{{end}}</p>
{{else}}<p>{{template "words" .Text}}</p>
{{end}}{{end}}</body></html>
{{define "words"}}{{range $i, $part := breakable .}}{{if $i}}<wbr>{{end}}{{$part}}{{end}}{{end}}`

// A word this long is wider than a phone: a hash, say, or the name of a file. It
// may be broken after so many letters.
const (
	longWord = 40
	piece    = 16
)

// breakable cuts a text where a line may end inside a long word.
func breakable(text string) []string {
	var parts []string
	from := 0
	for _, word := range longWords.FindAllStringIndex(text, -1) {
		for at := word[0] + piece; at < word[1]; at += piece {
			for !utf8.RuneStart(text[at]) {
				at--
			}
			parts, from = append(parts, text[from:at]), at
		}
	}
	return append(parts, text[from:])
}

var longWords = regexp.MustCompile(fmt.Sprintf(`\S{%d,}`, longWord))

// paragraph is a paragraph of a letter; with Link it is the letter's one link.
type paragraph struct {
	Text  string
	Link  string
	Items []string
	Lines [][]string // own words, cut where an address could be recognised
}

// Write returns the letter of a kind, waiting to be sent at once.
func (w *Writer) Write(kind Kind, f Facts) Letter {
	say := w.catalog.In(languageOf(f.Language))
	subject, body := draft(kind, f, say)
	if own := f.Words.Of(kind, string(say.Lang())); own != (Own{}) {
		body = own.spoken(f, say, body)
	}
	return Letter{
		ID: f.ID, Key: f.Key, Kind: kind,
		Person: f.Person, ToName: f.Name, To: f.Email, Language: f.Language,
		Subject: subject, Text: plain(body), HTML: w.html(string(say.Lang()), subject, body),
		Calendar:    w.calendarOf(kind, f, say),
		LinkPurpose: linkPurpose(kind), LinkPath: f.Path, Asker: f.asker(kind), About: f.Title,
		Organisation: f.Organisation, Procurement: f.Procurement, Assessment: f.Assessment,
		State: Waiting, Created: f.Now, NotBefore: f.Now, NextTry: f.Now,
		MessageID: fmt.Sprintf("%s@%s", f.ID, w.host),
	}
}

func languageOf(tag string) message.Lang {
	lang, _ := message.ParseLang(tag)
	return lang
}

// linkPurpose is the purpose of the personal link a kind carries. Members of a
// buyer sign in with a password, so the link in their letters is a plain one. The words are those
// of account.Purpose, which lies above this package in the house.
func linkPurpose(kind Kind) string {
	switch kind {
	case Withdrawn, WrongPerson, NotUs, Reconsidered, Enquired:
		return ""
	case SignIn, Colleague, Password:
		return string(kind)
	default:
		return "invitation"
	}
}

// asker is who asks the reader, as the page behind the link says it.
func (f Facts) asker(kind Kind) string {
	if kind == ColleagueAsked {
		return f.By.Name
	}
	return f.Buyer
}

// plain writes the letter as text, lineWidth wide; a link stands on a line of its own.
func plain(body []paragraph) string {
	parts := make([]string, 0, len(body))
	for _, p := range body {
		lines := []string{wrap(p.Text)}
		if p.Lines != nil {
			lines = nil
		}
		for _, cut := range p.Lines {
			lines = append(lines, wrap(strings.Join(cut, "")))
		}
		if p.Link != "" {
			lines = append(lines, p.Link)
		}
		for _, item := range p.Items {
			lines = append(lines, bullet(item))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// bullet writes an item of a list: what does not fit in one line goes on under
// its first word.
func bullet(item string) string {
	return "- " + strings.ReplaceAll(wrapped(item, lineWidth-len("- ")), "\n", "\n  ")
}

// wrap breaks a text between words so that no line is wider than lineWidth,
// unless a single word is.
func wrap(text string) string { return wrapped(text, lineWidth) }

func wrapped(text string, most int) string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		wide := columns(word)
		if used > 0 && used+1+wide > most {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+wide
	}
	return strings.Join(append(lines, line), "\n")
}

// columns counts the columns a word takes; East Asian letters take two.
func columns(word string) int {
	n := 0
	for _, r := range word {
		n++
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

func (w *Writer) html(lang, subject string, body []paragraph) string {
	var out bytes.Buffer
	err := w.page.Execute(&out, struct {
		Lang, Subject string
		Paragraphs    []paragraph
	}{lang, subject, body})
	if err != nil {
		panic(err) // the template above is wrong
	}
	return out.String()
}
