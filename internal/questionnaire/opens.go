package questionnaire

import "fmt"

// opens warns where a better answer can lower the score of its step, since it
// opens another question there: whoever has nothing to say to that one scores
// less than with the lower answer.
func (c *critic) opens(q *Question) {
	if q.level != nil || q.Kind != "choice" || !q.scored {
		return
	}
	for _, i := range q.dependents.questions {
		opened := c.q.questions[i]
		if opened == q || opened.when == nil || !opened.scored || opened.Step != q.Step {
			continue
		}
		asked, counted := c.askedWith(q, opened)
		if low, high, found := c.lowers(q, opened, asked); counted && found {
			c.r.warn(opened.when.node, CodeLowers, "mean it, or give `"+opened.ID+"` weight 0",
				"%s", fmt.Sprintf("%q opens `%s` and %q does not: whoever gives the better answer to `%s` and scores 0 here has less in the step %s",
					high.Value, opened.ID, low.Value, q.ID, q.Step))
		}
	}
}

// askedWith tells with which answers to q another question can be asked, or
// that the ways to answer cannot be counted.
func (c *critic) askedWith(q, other *Question) (asked map[string]bool, counted bool) {
	s := &space{q: c.q, answers: map[*Question][]any{}}
	page := c.q.pages[other.Page].when
	if !s.include(other.when) || !s.include(page) || s.answers[q] == nil {
		return nil, false
	}
	cost := s.ways() * max(1, len(s.questions))
	if s.ways() > maxWays || cost > c.left {
		return nil, false
	}
	c.left -= cost
	asked = map[string]bool{}
	s.each(func(e *Evaluation) bool {
		if value, ok := e.states[q.index].raw.(string); ok && e.holds(page) && e.holds(other.when) {
			asked[value] = true
		}
		return true
	})
	return asked, true
}

// lowers finds two options of which the better one opens the other question,
// at the price of a lower step: with everything else there at its best, or with
// nothing else there.
func (c *critic) lowers(q, opened *Question, asked map[string]bool) (low, high Option, found bool) {
	rest := 0.0
	for _, other := range c.q.scored {
		if other.Step == q.Step && other != q && other != opened {
			rest += other.Weight
		}
	}
	for _, low = range q.Options {
		for _, high = range q.Options {
			if asked[low.Value] || !asked[high.Value] || levelOf(low) >= levelOf(high) {
				continue
			}
			for _, others := range []float64{0, rest} {
				before := (q.Weight*float64(levelOf(low)) + maxLevel*others) * (q.Weight + opened.Weight + others)
				after := (q.Weight*float64(levelOf(high)) + maxLevel*others) * (q.Weight + others)
				if after < before {
					return low, high, true
				}
			}
		}
	}
	return low, high, false
}

func levelOf(o Option) int {
	if o.Level == nil {
		return 0
	}
	return *o.Level
}
