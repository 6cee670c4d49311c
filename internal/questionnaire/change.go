package questionnaire

import (
	"maps"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"aktsom/internal/oecd"
)

// dependents are what must be looked at again when a question changes.
type dependents struct {
	questions []int // whose conditions mention it
	pages     []int // whose showing does
	checks    []int // pages whose checks do
}

// findDependents turns the conditions round: from what they mention to whose
// they are. It also lists what is scored.
func (q *Questionnaire) findDependents() {
	for i, p := range q.definition.Pages {
		p.index = i
		for _, d := range q.mentionedBy(p.when) {
			d.pages = add(d.pages, i)
		}
		for _, check := range p.checks {
			for _, d := range q.mentionedBy(check.rule) {
				d.checks = add(d.checks, i)
			}
		}
		for _, question := range p.Questions {
			q.findDependentsOn(question)
		}
	}
}

func (q *Questionnaire) findDependentsOn(question *Question) {
	if question.scored {
		q.scored = append(q.scored, question)
		question.stepNumber = oecd.Step(question.Step).Number()
	}
	conditions := append(conditionsWhileAsked(question), question.when, question.level, question.value)
	for _, column := range question.Columns {
		conditions = append(conditions, conditionsWhileAsked(column)...)
		conditions = append(conditions, column.when, column.level)
	}
	if question.of != nil {
		d := &question.of.dependents
		d.questions = add(d.questions, question.index)
	}
	for _, d := range q.mentionedBy(conditions...) {
		d.questions = add(d.questions, question.index)
	}
}

func (q *Questionnaire) mentionedBy(conditions ...*condition) []*dependents {
	var all []*dependents
	for _, c := range conditions {
		for _, id := range q.asksAbout(c) {
			all = append(all, &q.byID[id].dependents)
		}
	}
	return all
}

func add(to []int, i int) []int {
	if slices.Contains(to, i) {
		return to
	}
	return append(to, i)
}

// Change is the evaluation of the same sheet with one other answer; nil takes
// the answer back. Only what depends on it is worked out again, and the rest is
// shared. It equals evaluating the changed sheet, and e stays as it was.
func (e *Evaluation) Change(id string, answer any) *Evaluation {
	q := e.questionnaire.byID[id]
	if q == nil {
		return e
	}
	c := &change{Evaluation: e.clone(), questions: make([]bool, len(e.states)), pages: make([]bool, len(e.pages)), checks: make([]bool, len(e.pages)), before: e.Problems, former: e.states}
	c.states[q.index] = &state{raw: answer}
	c.questions[q.index] = true
	for i, p := range e.questionnaire.definition.Pages {
		c.page(i, p)
	}
	c.finish()
	return c.Evaluation
}

// clone is a copy that may be changed; what it shares is never written to.
func (e *Evaluation) clone() *Evaluation {
	n := *e
	n.states, n.pages = slices.Clone(e.states), slices.Clone(e.pages)
	n.scope = &scope{slots: e.scope.slots, context: e.scope.context, states: n.states}
	return &n
}

// change is an evaluation on its way to another: what must be looked at again,
// and what has come out otherwise.
type change struct {
	*Evaluation

	questions, pages, checks []bool
	path, problems           bool
	levels                   []*Question // that count otherwise
	before                   []Problem
	former                   []*state
}

// page looks at what has to be looked at on one page. Conditions look only
// backwards, so one way through is enough.
func (c *change) page(i int, p *Page) {
	page := &c.Evaluation.pages[i]
	shown := page.shown
	if c.pages[i] {
		page.shown = c.truth(p.when)
	}
	for _, q := range p.Questions {
		if c.questions[q.index] || page.shown != shown {
			c.question(q, page.shown)
		}
	}
	if c.checks[i] || page.shown != shown {
		before := page.problems
		c.Problems = nil
		c.checkPage(p, page)
		c.problems = c.problems || len(before)+len(page.problems) > 0
	}
}

// question settles a question again, and marks what depends on it if it comes
// out otherwise.
func (c *change) question(q *Question, shown truth) {
	before := c.former[q.index]
	st := &state{raw: c.states[q.index].raw}
	c.states[q.index] = st
	faults := c.settle(q, shown)
	if st.asked == isTrue {
		c.Problems = nil
		c.Evaluation.problems(q, st, faults)
		st.problems = c.Problems
	}
	c.path = c.path || st.asked != before.asked
	c.problems = c.problems || len(before.problems)+len(st.problems) > 0
	if q.scored {
		c.weigh(q)
		if st.counts != before.counts || st.level != before.level {
			c.levels = append(c.levels, q)
		}
	}
	for i, v := range before.values {
		if !sameValue(v, st.values[i]) {
			c.mark(q.dependents)
			return
		}
	}
}

func (c *change) mark(d dependents) {
	for _, i := range d.questions {
		c.questions[i] = true
	}
	for _, i := range d.pages {
		c.pages[i] = true
	}
	for _, i := range d.checks {
		c.checks[i] = true
	}
}

// sameValue reports whether two values are surely the same to a condition.
func sameValue(a, b ref.Val) bool {
	switch a := a.(type) {
	case types.Bool, types.Int, types.Double, types.String, types.Timestamp, *types.Unknown, *types.Err:
		return a == b
	}
	return false
}

// finish makes the lists and numbers of what has changed.
func (c *change) finish() {
	e := c.Evaluation
	if c.path {
		e.listPath()
	}
	if c.problems {
		e.listProblems()
	} else {
		e.Problems = c.before
	}
	if len(c.levels) == 0 {
		return
	}
	e.Levels = maps.Clone(e.Levels)
	for _, q := range c.levels {
		if delete(e.Levels, q.ID); e.states[q.index].counts {
			e.Levels[q.ID] = e.states[q.index].level
		}
	}
	e.sum()
}

// listPath lists what is asked and what is pending.
func (e *Evaluation) listPath() {
	e.Asked, e.Pending = make([]string, 0, len(e.states)), []string{}
	for i, q := range e.questionnaire.questions {
		switch e.states[i].asked {
		case isTrue:
			e.Asked = append(e.Asked, q.ID)
		case isUnknown:
			e.Pending = append(e.Pending, q.ID)
		}
	}
}

// listProblems lists all problems in the order in which they are found.
func (e *Evaluation) listProblems() {
	n := 0
	for i := range e.states {
		n += len(e.states[i].problems)
	}
	e.Problems = make([]Problem, 0, n)
	for i, p := range e.questionnaire.definition.Pages {
		for _, q := range p.Questions {
			e.Problems = append(e.Problems, e.states[q.index].problems...)
		}
		e.Problems = append(e.Problems, e.pages[i].problems...)
	}
}
