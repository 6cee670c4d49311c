package questionnaire

import (
	"slices"

	"cel.dev/cel-go/common/types/ref"
)

// Limits of what is proved by trying every way to answer. Beyond them nothing
// is claimed.
const (
	maxWays      = 20_000    // ways to answer what one condition depends on
	maxWaysInAll = 2_000_000 // ways × questions, over a whole definition
	maxSubsetsOf = 8         // options of a `choices` question
)

// space is every way to answer the questions that some conditions depend on,
// directly or through the conditions under which those are asked. It exists
// only where these are finitely many: choices, yes and no, and whether
// something was answered at all.
type space struct {
	q         *Questionnaire
	questions []*Question
	answers   map[*Question][]any // nil among them is no answer
}

// include adds what c depends on, or reports that it cannot be counted.
func (s *space) include(c *condition) bool {
	if c == nil {
		return true
	}
	for _, u := range c.uses {
		id, prefix := questionOf(u.name)
		q := s.q.byID[id]
		if q == nil || prefix == filesPrefix || !s.ask(q, prefix) {
			return false
		}
	}
	return true
}

// ask adds a question. prefix is how it is used: a macro's, or none for its
// value.
func (s *space) ask(q *Question, prefix string) bool {
	if prefix == levelPrefix && !s.include(q.level) && q.level != nil {
		return false
	}
	if s.answers[q] != nil {
		return prefix == answeredPrefix || countable(q) || q.Kind == "calculated"
	}
	answers := waysToAnswer(q)
	if answers == nil && prefix == answeredPrefix {
		answers = answeredOrNot(q)
	}
	if answers == nil {
		return false
	}
	s.answers[q] = answers
	s.questions = append(s.questions, q)
	return s.settleable(q)
}

// settleable adds what the asking and the value of a question depend on.
func (s *space) settleable(q *Question) bool {
	good := s.include(s.q.pages[q.Page].when) && s.include(q.when) && s.include(q.value)
	for _, o := range q.Options {
		good = good && s.include(o.when)
	}
	return good
}

// countable reports whether the answers of a question can be counted.
func countable(q *Question) bool {
	switch q.Kind {
	case "choice", "yesno":
		return true
	case "choices":
		return len(q.Options) <= maxSubsetsOf
	}
	return false
}

// waysToAnswer lists every answer of a question, or nil when there is no end.
func waysToAnswer(q *Question) []any {
	answers := []any{nil}
	switch {
	case q.Kind == "calculated" || q.Kind == "note":
		return answers
	case !countable(q):
		return nil
	case q.Kind == "yesno":
		return append(answers, true, false)
	case q.Kind == "choice":
		for _, o := range q.Options {
			answers = append(answers, o.Value)
		}
		return answers
	}
	for subset := 1; subset < 1<<len(q.Options); subset++ {
		chosen := []any{}
		for i, o := range q.Options {
			if subset>>i&1 == 1 {
				chosen = append(chosen, o.Value)
			}
		}
		answers = append(answers, chosen)
	}
	return answers
}

// answeredOrNot has one readable answer for a question of which only this
// matters.
func answeredOrNot(q *Question) []any {
	switch {
	case (q.Kind == "text" || q.Kind == "longtext") && q.pattern == nil:
		return []any{nil, "x"}
	case q.Kind == "number" || q.Kind == "percent" || q.Kind == "money":
		return []any{nil, 1.0}
	case q.Kind == "date":
		return []any{nil, "2026-01-31"}
	case q.Kind == "table":
		return []any{nil, []any{map[string]any{}}}
	}
	return nil
}

// ways is how many ways there are, or more than maxWays.
func (s *space) ways() int {
	n := 1
	for _, q := range s.questions {
		if n *= len(s.answers[q]); n > maxWays {
			return maxWays + 1
		}
	}
	return n
}

// each visits every way to answer until visit returns false. The evaluation
// has settled the questions of the space and nothing else; it is the same one
// every time.
func (s *space) each(visit func(*Evaluation) bool) {
	slices.SortFunc(s.questions, func(a, b *Question) int { return a.index - b.index })
	e := s.q.blank(Sheet{})
	for _, st := range e.states {
		st.values = [slotsEach]ref.Val{e.unknown, e.unknown, e.unknown, e.unknown}
	}
	at := make([]int, len(s.questions))
	for {
		for i, q := range s.questions {
			e.states[q.index].raw = s.answers[q][at[i]]
		}
		for _, q := range s.questions {
			*e.states[q.index] = state{raw: e.states[q.index].raw}
			e.settle(q, e.truth(s.q.pages[q.Page].when))
		}
		if !visit(e) || !s.next(at) {
			return
		}
	}
}

// next moves on to the next way, or reports that there is none.
func (s *space) next(at []int) bool {
	for i, q := range s.questions {
		if at[i]++; at[i] < len(s.answers[q]) {
			return true
		}
		at[i] = 0
	}
	return false
}
