package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Coverage is what a set of sheets reaches of a questionnaire.
type Coverage struct {
	q       *Questionnaire
	reached map[string]bool
}

// Covered is one sort of thing that cases can reach.
type Covered struct {
	Sort    string   // questions, options, branches or levels
	Reached int      // how many some case reaches
	Total   int      // of how many there are
	Missing []string // the others, in definition order
}

// Percent is the share that is reached; of nothing all is.
func (c Covered) Percent() int {
	if c.Total == 0 {
		return 100
	}
	return 100 * c.Reached / c.Total
}

// NewCoverage has reached nothing yet.
func (q *Questionnaire) NewCoverage() *Coverage {
	return &Coverage{q: q, reached: map[string]bool{}}
}

// Add notes what one evaluation reaches.
func (c *Coverage) Add(e *Evaluation) {
	for _, p := range c.q.definition.Pages {
		shown := e.truth(p.when) == isTrue
		c.branch(p.when, shown)
		for _, check := range p.checks {
			if shown {
				c.branch(check.rule, e.truth(check.rule) != isFalse)
			}
		}
		for _, q := range p.Questions {
			if shown {
				c.branch(q.when, e.IsAsked(q.ID))
			}
			if e.IsAsked(q.ID) {
				c.question(e, q)
			}
		}
	}
}

func (c *Coverage) question(e *Evaluation, q *Question) {
	st := e.states[q.index]
	c.reached["questions "+q.ID] = true
	if st.answered {
		for _, value := range chosen(st.raw) {
			c.reached["options "+optionName(q, value)] = true
		}
		if rows, ok := e.states[q.index].raw.(map[string]any); ok && q.Kind == "matrix" {
			for _, value := range rows {
				c.reached["options "+optionName(q, fmt.Sprint(value))] = true
			}
		}
	}
	if q.scored && (st.answered || !q.answerable()) {
		c.reached["levels "+levelName(q, st.declared)] = true
	}
	for _, condition := range conditionsWhileAsked(q) {
		truth := e.truth(condition)
		c.branch(condition, truth == isTrue || condition.role == roleCheck && truth != isFalse)
	}
}

// conditionsWhileAsked are those that mean something only once a question is
// asked.
func conditionsWhileAsked(q *Question) []*condition {
	all := []*condition{q.required}
	for _, o := range q.Options {
		all = append(all, o.when)
	}
	for _, check := range q.checks {
		all = append(all, check.rule)
	}
	if q.Evidence != nil {
		all = append(all, q.Evidence.when, q.Evidence.required)
	}
	for _, flag := range q.Flags {
		all = append(all, flag.when)
	}
	return slices.DeleteFunc(all, func(c *condition) bool { return c == nil })
}

func (c *Coverage) branch(condition *condition, held bool) {
	if condition != nil {
		c.reached["branches "+branchName(condition, held)] = true
	}
}

func optionName(q *Question, value string) string { return q.ID + "=" + value }
func levelName(q *Question, level int) string     { return fmt.Sprintf("%s at %d", q.ID, level) }

// branchName says which condition it is, and the way it went.
func branchName(c *condition, held bool) string {
	way := "holds"
	if !held {
		way = "does not hold"
	}
	return c.node.pointer() + " " + way
}

// Report counts questions, options, branches and levels. A branch is a
// condition that holds, or one that does not.
func (c *Coverage) Report() []Covered {
	names := map[string][]string{}
	add := func(sort, name string) { names[sort] = append(names[sort], name) }
	branches := func(conditions ...*condition) {
		for _, condition := range conditions {
			if condition != nil {
				add("branches", branchName(condition, true))
				add("branches", branchName(condition, false))
			}
		}
	}
	for _, p := range c.q.definition.Pages {
		branches(p.when)
		for _, q := range p.Questions {
			add("questions", q.ID)
			for _, o := range q.Options {
				add("options", optionName(q, o.Value))
			}
			for _, level := range levelsOf(q) {
				add("levels", levelName(q, level))
			}
			branches(q.when)
			branches(conditionsWhileAsked(q)...)
		}
		for _, check := range p.checks {
			branches(check.rule)
		}
	}
	var report []Covered
	for _, sort := range []string{"questions", "options", "branches", "levels"} {
		report = append(report, c.counted(sort, names[sort]))
	}
	return report
}

func (c *Coverage) counted(sort string, names []string) Covered {
	covered := Covered{Sort: sort, Total: len(names)}
	for _, name := range names {
		if c.reached[sort+" "+name] {
			covered.Reached++
		} else {
			covered.Missing = append(covered.Missing, name)
		}
	}
	return covered
}

// levelsOf are the levels a question's options or expression are written with.
func levelsOf(q *Question) []int {
	if q.level != nil {
		return writtenLevels(q.level.checked.Expr())
	}
	var levels []int
	for _, o := range q.Options {
		if o.Level != nil {
			levels = append(levels, *o.Level)
		}
	}
	slices.Sort(levels)
	return slices.Compact(levels)
}

// Skeleton is the beginning of a case: answers that reach something no case
// reaches yet, and what the questionnaire makes of them today.
type Skeleton struct {
	Name    string         `json:"name"`
	Why     string         `json:"why"`
	Answers map[string]any `json:"answers"`
	Expect  map[string]any `json:"expect"`
}

// Skeletons makes one for every question and option no case reaches. Where the
// way to a question depends on what cannot be counted, its answers are left to
// the author.
func (c *Coverage) Skeletons() []Skeleton {
	var all []Skeleton
	for _, q := range c.q.questions {
		if !c.reached["questions "+q.ID] {
			all = append(all, c.skeleton(q, "", nil))
		}
		for _, o := range q.Options {
			var answer any = o.Value
			switch q.Kind {
			case "choices", "countries":
				answer = []any{o.Value}
			case "matrix":
				answer = map[string]any{q.Rows[0].ID: o.Value}
			}
			if !c.reached["options "+optionName(q, o.Value)] {
				all = append(all, c.skeleton(q, o.Value, answer))
			}
		}
	}
	return all
}

func (c *Coverage) skeleton(q *Question, value string, answer any) Skeleton {
	s := Skeleton{Name: q.ID + " is asked", Why: "say what would be lost without this case", Answers: c.wayTo(q)}
	if answer != nil {
		s.Name = q.ID + " is " + value
		s.Answers[q.ID] = answer
	}
	e := c.q.Evaluate(Sheet{Answers: s.Answers})
	result := map[string]any{"problems": []any{}}
	if l, scored := e.Levels[q.ID]; scored {
		result = map[string]any{"levels": map[string]any{q.ID: l}}
	} else if found := e.ProblemsOf(q.ID); len(found) > 0 || !e.IsAsked(q.ID) {
		result = map[string]any{"asked": e.Asked}
	} else {
		result["problems"] = e.Problems
	}
	s.Expect = result
	return s
}

// wayTo finds answers by which a question is asked.
func (c *Coverage) wayTo(q *Question) map[string]any {
	s := &space{q: c.q, answers: map[*Question][]any{}}
	answers := map[string]any{}
	if !s.include(c.q.pages[q.Page].when) || !s.include(q.when) || s.ways() > maxWays {
		return answers
	}
	s.each(func(e *Evaluation) bool {
		if !e.holds(c.q.pages[q.Page].when) || !e.holds(q.when) {
			return true
		}
		for _, question := range s.questions {
			if answer := e.states[question.index].raw; answer != nil {
				answers[question.ID] = answer
			}
		}
		return false
	})
	return answers
}

// FileName is a name for the case's file, made of its own.
func (s Skeleton) FileName() string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789", r) {
			return r
		}
		return '-'
	}, strings.ToLower(s.Name)) + ".json"
}
