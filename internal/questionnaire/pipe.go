package questionnaire

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A text may show an earlier answer: "Who keeps {{policy}} up to date?". What
// stands between the braces is a question or a constant; how it is said in the
// reader's language is the page's to know.

// pipe is one place in a text at which something is shown.
type pipe struct {
	node  *node // the sentence
	index int   // of the name, in characters
	name  string
}

var (
	piping = regexp.MustCompile(`\{\{\s*([a-z][a-z0-9_]*)\s*\}\}`)
	braces = regexp.MustCompile(`\{\{[^{}]*(\}\})?`)
)

// Fill puts words in place of every {{name}} of a sentence. What it puts there
// is not looked at again.
func Fill(sentence string, say func(name string) string) string {
	if !strings.Contains(sentence, "{{") {
		return sentence
	}
	return piping.ReplaceAllStringFunc(sentence, func(found string) string {
		return say(strings.Trim(found, "{} \t\r\n"))
	})
}

// Names lists what the text shows, in any of its languages.
func (t Text) Names() []string {
	var names []string
	for _, tag := range sortedKeys(t) {
		for _, found := range piping.FindAllStringSubmatch(t[tag], -1) {
			if !slices.Contains(names, found[1]) {
				names = append(names, found[1])
			}
		}
	}
	return names
}

// pipesIn notes the places of a sentence at which something is shown, and
// refuses braces that show nothing.
func (r *reader) pipesIn(n *node, sentence string) {
	if !strings.Contains(sentence, "{{") {
		return
	}
	for _, at := range braces.FindAllStringIndex(sentence, -1) {
		found := sentence[at[0]:at[1]]
		index := utf8.RuneCountInString(sentence[:at[0]]) + len("{{")
		name := piping.FindStringSubmatch(found)
		if name == nil {
			r.add(insideString(r.source, n, index), n, Finding{
				Code: CodePipe, Severity: SeverityError, refused: true,
				Message: "this shows nothing: " + found, Hint: "write {{policy}} with the id of an earlier question, or take the braces out",
			})
			continue
		}
		r.pipes = append(r.pipes, pipe{n, index + strings.Index(found[2:], name[1]), name[1]})
	}
}

// mayShow reports whether answers of a kind fit into a sentence.
func mayShow(kind string) bool {
	return !slices.Contains([]string{"table", "matrix", "files", "note", "each"}, kind)
}

// place is where a text stands: on a question, on a page, or before all pages.
type place struct {
	question *Question
	page     *Page
	part     string // the key of the question or page it stands under
}

// places knows whose every node is.
type places map[*node]place

func (k *compiler) places() places {
	all := places{}
	for _, p := range k.d.Pages {
		all[p.node] = place{page: p}
		for _, q := range p.Questions {
			all[q.node] = place{question: q, page: p}
		}
	}
	return all
}

func (all places) of(n *node) place {
	part := ""
	for ; n != nil; n = n.parent {
		if at, ok := all[n]; ok {
			at.part = part
			return at
		}
		part = n.step
	}
	return place{}
}

// horizon is the index below which questions come before the text, and whether
// the text may show its own question: what is said once that is answered may.
func (at place) horizon() (before int, self bool) {
	switch {
	case at.question != nil:
		return at.question.index, slices.Contains([]string{"checks", "advice", "flags", "evidence"}, at.part)
	case at.page == nil || len(at.page.Questions) == 0:
		return 0, false
	case at.part == "checks":
		return at.page.Questions[len(at.page.Questions)-1].index + 1, false
	}
	return at.page.Questions[0].index, false
}

// pipesHold refuses texts that show what does not exist, comes later or has no
// words, and lets each question know what its texts show.
func (k *compiler) pipesHold() {
	all := k.places()
	for _, p := range k.r.pipes {
		at := all.of(p.node)
		if k.pipeHolds(p, at) && at.question != nil && !slices.Contains(at.question.shows, p.name) {
			at.question.shows = append(at.question.shows, p.name)
		}
	}
}

func (k *compiler) pipeHolds(p pipe, at place) bool {
	for _, c := range k.d.Constants {
		if c.Name == p.name {
			c.used = true
			return true
		}
	}
	before, self := at.horizon()
	refuse := func(code, hint, message string) bool {
		k.r.add(insideString(k.r.source, p.node, p.index), p.node, Finding{
			Code: code, Severity: SeverityError, Message: message, Hint: hint, refused: true,
		})
		return false
	}
	q := k.byID[p.name]
	switch {
	case q == nil && k.names[p.name]:
		return refuse(CodePipe, "show an answer", "`"+p.name+"` is a condition and has no words")
	case q == nil:
		return refuse(CodeUnknownName, suggest(p.name, append(sortedKeys(k.byID), sortedKeys(k.names)...)), "there is no question `"+p.name+"`")
	case kindNamed(q.Kind) == nil:
		return false // its kind was refused already
	case q == at.question && !self:
		return refuse(CodeCycle, "show an earlier answer", "`"+p.name+"` cannot show its own answer here")
	case q != at.question && q.index >= before:
		return refuse(CodeLater, "move it up, or show an earlier answer", "`"+p.name+"` is asked later")
	case !mayShow(q.Kind):
		return refuse(CodePipe, "show another answer", "`"+p.name+"` is of kind \""+q.Kind+"\", which does not fit into a sentence")
	}
	return true
}

// Shows lists the questions and constants that the texts of a question show.
func (q *Question) Shows() []string { return q.shows }

// Shown is what a text shows: the answer to a question, or a constant.
type Shown struct {
	Question *Question // nil for a constant
	Value    any       // the answer as it was given; of a calculated question and a constant, what it is
}

// Shown finds what a name in a text stands for. ok is false while there is
// nothing to show: nobody has answered, or not in a way that can be read.
func (e *Evaluation) Shown(name string) (shown Shown, ok bool) {
	st, found := e.state(name)
	if !found {
		c, found := e.questionnaire.Constant(name)
		return Shown{Value: c.Value}, found
	}
	q := e.questionnaire.byID[name]
	if st.asked != isTrue || !st.answered {
		return Shown{}, false
	}
	if q.Kind == "calculated" {
		return Shown{q, native(st.value)}, true
	}
	return Shown{q, st.raw}, true
}
