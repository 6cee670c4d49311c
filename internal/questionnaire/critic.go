package questionnaire

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// critic warns of what is useless or out of reach. It says only what it has
// proved by trying every way to answer; where there is no end of ways, or they
// are too many, it is silent.
type critic struct {
	q    *Questionnaire
	r    *reader
	left int // of maxWaysInAll
}

// judge adds every warning to the reader's findings.
func (c *critic) judge() {
	for _, p := range c.q.definition.Pages {
		if p.when != nil && !c.claim(nil, p.when, "the page is never shown") {
			continue
		}
		for _, q := range p.Questions {
			c.question(p, q)
		}
		for _, check := range p.checks {
			c.check(nil, p.when, check)
		}
	}
	c.texts()
}

// question warns of one question; what is never asked is said once.
func (c *critic) question(p *Page, q *Question) {
	if !c.claim(nil, q.when, fmt.Sprintf("`%s` is never asked", q.ID), p.when) {
		return
	}
	c.claim(q, q.required, "the condition never holds")
	for _, check := range q.checks {
		c.check(q, nil, check)
	}
	if q.Evidence != nil && c.claim(q, q.Evidence.when, "no answer asks for files") {
		c.claim(q, q.Evidence.required, "no answer needs a file", q.Evidence.when)
	}
	for _, flag := range q.Flags {
		c.claim(q, flag.when, "the finding is never raised")
	}
	reachable := c.options(q)
	if q.level != nil {
		reachable = c.levels(q)
	}
	c.fullScore(p, q, reachable)
	c.opens(q)
}

// outcomes tries every way in which self is asked and the given conditions
// hold, and counts what c comes to. It is nil where nothing can be proved.
func (c *critic) outcomes(self *Question, tried *condition, given []*condition, visit func(*Evaluation)) map[truth]int {
	s := &space{q: c.q, answers: map[*Question][]any{}}
	counted := s.include(tried) && (self == nil || s.ask(self, answeredPrefix))
	for _, g := range given {
		counted = counted && s.include(g)
	}
	cost := s.ways() * max(1, len(s.questions))
	if !counted || s.ways() > maxWays || cost > c.left {
		return nil
	}
	c.left -= cost
	seen := map[truth]int{}
	s.each(func(e *Evaluation) bool {
		if self != nil && e.states[self.index].asked != isTrue || slices.ContainsFunc(given, func(g *condition) bool { return !e.holds(g) }) {
			return true
		}
		if visit != nil {
			visit(e)
		}
		if tried.role != roleLevel {
			seen[e.truth(tried)]++
		}
		return true
	})
	return seen
}

// claim warns of a condition that never holds or that always does. It reports
// whether the condition may hold.
func (c *critic) claim(self *Question, tried *condition, never string, given ...*condition) bool {
	if tried == nil || len(tried.uses) == 0 {
		return true
	}
	seen := c.outcomes(self, tried, given, nil)
	switch {
	case len(seen) == 0:
		return true
	case seen[isTrue] == 0:
		c.r.warn(tried.node, CodeNever, "mend the condition, or take it out", "%s: no way to answer makes this true", never)
		return false
	case seen[isFalse]+seen[isAbsent] == 0:
		c.r.warn(tried.node, CodeAlways, "take it out; to wait for an answer, write answered(…)", "the condition holds whatever is answered")
	}
	return true
}

// check warns of a rule that can never be broken, or never be met.
func (c *critic) check(self *Question, shown *condition, check *Check) {
	if len(check.rule.uses) == 0 {
		return
	}
	seen := c.outcomes(self, check.rule, []*condition{shown}, nil)
	switch {
	case len(seen) == 0:
	case seen[isFalse] == 0:
		c.r.warn(check.rule.node, CodeAlways, "take it out, or mend it", "the check can never fail")
	case seen[isTrue] == 0:
		c.r.warn(check.rule.node, CodeNever, "mend it", "no answer meets the check")
	}
}

// options warns of options that are never offered, and finds the levels of the
// others.
func (c *critic) options(q *Question) map[int]bool {
	reachable := map[int]bool{}
	for _, field := range append([]*Question{q}, q.Columns...) {
		for _, o := range field.Options {
			offered := c.claim(q, o.when, fmt.Sprintf("%q is never offered", o.Value))
			if field == q && o.Level != nil && offered {
				reachable[*o.Level] = true
			}
			if field == q && o.Level != nil && q.level != nil {
				c.r.warn(o.node.get("level"), CodePointless, "take it out", "`level` has no effect: the question has a `level` of its own")
			}
		}
	}
	return reachable
}

// levels warns of levels that stand in an expression and never come out of it.
// What it returns is everything that may; nil is anything.
func (c *critic) levels(q *Question) map[int]bool {
	reachable := map[int]bool{}
	seen := c.outcomes(q, q.level, nil, func(e *Evaluation) {
		if e.states[q.index].answered || !q.answerable() {
			if level, ok := e.eval(q.level).(types.Int); ok {
				reachable[int(level)] = true
			}
		}
	})
	if seen == nil {
		a := &analysis{tree: q.level.checked, byID: c.q.byID, known: map[string]interval{}}
		if highest := a.of(q.level.checked.Expr()).high; highest < maxLevel {
			return map[int]bool{int(highest): true}
		}
		return nil
	}
	for _, level := range writtenLevels(q.level.checked.Expr()) {
		if !reachable[level] {
			c.r.warn(q.level.node, CodeLevelUnused, "mend the expression", "no answer reaches level %d", level)
		}
	}
	return reachable
}

// writtenLevels are the numbers an expression can end in.
func writtenLevels(e ast.Expr) []int {
	switch e.Kind() {
	case ast.LiteralKind:
		if i, ok := e.AsLiteral().(types.Int); ok {
			return []int{int(i)}
		}
	case ast.CallKind:
		if call := e.AsCall(); call.FunctionName() == operators.Conditional {
			levels := append(writtenLevels(call.Args()[1]), writtenLevels(call.Args()[2])...)
			slices.Sort(levels)
			return slices.Compact(levels)
		}
	}
	return nil
}

// fullScore warns where a question that is always asked cannot reach level 4.
func (c *critic) fullScore(p *Page, q *Question, reachable map[int]bool) {
	if !q.scored || q.when != nil || q.of != nil || p.when != nil || q.weight.Sign() == 0 || q.MaySkip || reachable == nil {
		return
	}
	best := 0
	for level := range reachable {
		best = max(best, level)
	}
	if best < maxLevel {
		c.r.warn(q.node, CodeFullScore, "add an answer worth level 4, or give it weight 0",
			"`%s` reaches level %d at most, so the step %s can never score 100", q.ID, best, q.Step)
	}
}
