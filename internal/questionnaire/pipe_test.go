package questionnaire_test

import (
	"strings"
	"testing"

	"aktsom/internal/questionnaire"
)

func TestACaretPointsAtTheNameInsideAText(t *testing.T) {
	t.Parallel()
	source := []byte(`{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","title":{"en":"P"},"questions":[` + "\n" +
		`{"id":"a","kind":"note","text":{"en":"Så \"mye\" {{ later }} og {{Wrong}}"}},` + "\n" + `{"id":"later","kind":"text","text":{"en":"b"}}]}]}`)
	_, findings := questionnaire.Compile("d.json", source)
	for i, want := range []string{"later }}", "Wrong}}"} {
		lines := strings.Split(findings[i].Excerpt(source), "\n")
		at := strings.Index(lines[1], "^")
		if got := string([]rune(lines[0])[at:]); !strings.HasPrefix(got, want) {
			t.Errorf("the caret stands at %q, not at %q", got, want)
		}
	}
}

func TestATextIsFilledOnce(t *testing.T) {
	t.Parallel()
	words := map[string]string{"a": "{{b}}", "b": "$1 \\"}
	said := questionnaire.Fill("{{a}}, {{ b }} and {{c}} {x}", func(name string) string { return words[name] })
	if said != "{{b}}, $1 \\ and  {x}" {
		t.Errorf("%q", said)
	}
}

func TestWhatATextShowsIsAnsweredAndReadable(t *testing.T) {
	t.Parallel()
	q := compile(t, `[{"id":"a","kind":"yesno"},{"id":"b","kind":"number","when":"a"},{"id":"c","kind":"calculated","type":"number","value":"b * 2"},{"id":"n","kind":"note","text":{"en":"{{b}} {{c}}"}}]`)
	for name, c := range map[string]struct {
		answers map[string]any
		b, c    any
	}{
		"both are there":       {map[string]any{"a": true, "b": 4.0}, 4.0, 8.0},
		"nothing is answered":  {nil, nil, nil},
		"it is not asked":      {map[string]any{"a": false, "b": 4.0}, nil, nil},
		"nobody can read it":   {map[string]any{"a": true, "b": "four"}, nil, nil},
		"out of range or not ": {map[string]any{"a": true, "b": -1.0}, -1.0, -2.0},
	} {
		e := q.Evaluate(questionnaire.Sheet{Answers: c.answers})
		b, _ := e.Shown("b")
		twice, _ := e.Shown("c")
		if b.Value != c.b || twice.Value != c.c {
			t.Errorf("%s: shows %v and %v", name, b.Value, twice.Value)
		}
	}
	if note, _ := q.Question("n"); strings.Join(note.Shows(), " ") != "b c" {
		t.Errorf("the note shows %v", note.Shows())
	}
	if !strings.Contains(q.GraphText(), "n <- b (text), c (text)") {
		t.Errorf("the graph says\n%s", q.GraphText())
	}
}
