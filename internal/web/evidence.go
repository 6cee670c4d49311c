package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aktsom/internal/evidence"
)

// accepts are what a file chooser offers: the endings we take, and the picture
// types by name, from which a phone sees that its camera will do.
func (v questionView) accepts() string {
	return strings.Join(append(evidence.Endings(), evidence.Pictures()...), ",")
}

// pictures are what the camera of a phone may bring.
func (v questionView) pictures() string { return strings.Join(evidence.Pictures(), ",") }

// Arrivals are the question's files that are not all here.
func (v questionView) Arrivals() []evidence.File {
	var coming []evidence.File
	for _, f := range v.Desk.Files {
		if f.Question == v.ID && f.State == evidence.Arriving && f.Length > 0 {
			coming = append(coming, f)
		}
	}
	return coming
}

// mine tells whether the visitor began a file that is arriving.
func (v questionView) mine(f evidence.File) bool { return f.Person == v.Page.Visitor.Person }

// percentHere is how much of a file is here.
func percentHere(f evidence.File) string { return strconv.FormatInt(100*f.Size/max(f.Length, 1), 10) }

// Earlier are the files given at other questions, each of the same bytes once,
// that are not at this one.
func (v questionView) Earlier() []evidence.File {
	seen := map[string]bool{}
	for _, f := range v.Files() {
		seen[f.SHA256] = true
	}
	var earlier []evidence.File
	for _, f := range v.Desk.Files {
		if f.State.Counts() && !seen[f.SHA256] {
			seen[f.SHA256] = true
			earlier = append(earlier, f)
		}
	}
	return earlier
}

// also are the other questions at which the same file lies, in words.
func (v questionView) also(f evidence.File) []string {
	var others []string
	for _, other := range v.Desk.Files {
		if other.SHA256 != f.SHA256 || !other.State.Counts() || other.Question == v.ID {
			continue
		}
		if text := v.questionText(other.Question); !slices.Contains(others, text) {
			others = append(others, text)
		}
	}
	return others
}

// questionText is another question of the questionnaire, in words.
func (v questionView) questionText(id string) string {
	q, found := v.Desk.Questionnaire.Question(id)
	if !found {
		return id
	}
	return v.Page.Text(q.Text)
}

// filesMark is what of the place for files must be drawn anew when it changes.
func (v questionView) filesMark() []any {
	var state []any
	for _, f := range v.Files() {
		state = append(state, f.ID, f.State, f.Name, f.Kind, f.Issuer, f.Issued, f.ValidUntil, v.also(f))
	}
	for _, f := range v.Arrivals() {
		state = append(state, f.ID)
	}
	for _, f := range v.Earlier() {
		state = append(state, f.ID, f.Name)
	}
	return state
}

// uploadWords are what the script says of files on their way.
func uploadWords(p Page) templ.Attributes {
	return templ.Attributes{
		"data-waiting":           p.Say("files.waiting", "name", "{name}"),
		"data-paused":            p.Say("files.paused", "name", "{name}", "percent", "{percent}"),
		"data-upload-signed-out": p.Say("files.signed_out", "name", "{name}", "percent", "{percent}"),
		"data-changed":           p.Say("files.changed", "name", "{name}"),
		"data-same":              p.Say("files.same", "name", "{name}", "question", "{question}"),
		"data-same-here":         p.Say("files.same_here", "name", "{name}"),
		"data-use-here":          p.Say("files.use_here"),
		"data-close":             p.Say("files.close"),
		"data-again":             p.Say("files.again"),
		"data-cancelled":         p.Say("files.cancelled", "name", "{name}"),
	}
}
