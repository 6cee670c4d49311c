package questionnaire

import (
	"slices"

	"cel.dev/cel-go/common/cost"
)

// What the estimate of a condition's cost takes for granted where the
// definition sets no limit of its own.
const (
	usualRows       = 500
	usualCharacters = 2000
	usualOptions    = 250 // all countries
)

// maxEstimatedCost is how many CEL cost units a condition may take at worst.
// Two loops over a table within each other stay below it, three do not.
const maxEstimatedCost = 500_000_000

// costHolds refuses a condition that could take too long, before anybody has
// answered anything.
func (k *compiler) costHolds(c *condition) bool {
	if !costly(c.checked.Expr()) {
		return true
	}
	estimate, err := cost.Cost(c.checked, sizes{k.byID})
	if err != nil {
		return true
	}
	rows := uint64(1)
	if c.block != nil {
		rows = max(1, uint64(mostOf(c.block))) //nolint:gosec // a count, never negative
	}
	if estimate.Max <= maxEstimatedCost/rows {
		return true
	}
	k.refuseAt(c, c.node.start, CodeCost, "loop less, or limit the answers with `max_rows` and `max_length`",
		"the condition could take %.0e steps; %.0e are allowed", float64(estimate.Max)*float64(rows), float64(maxEstimatedCost))
	return false
}

// sizes tells how large answers can be.
type sizes struct{ byID map[string]*Question }

// EstimateSize implements cost.Estimator.
func (s sizes) EstimateSize(element cost.AstNode) *cost.SizeEstimate {
	path := element.Path()
	if len(path) == 0 {
		return nil
	}
	id, _ := questionOf(path[0])
	q := s.byID[id]
	if q == nil {
		return upTo(usualOptions)
	}
	last := path[len(path)-1]
	for _, column := range q.cells() {
		if column.ID == last {
			return upTo(mostOf(column))
		}
	}
	if last == "@items" || last == "@values" || last == "@keys" {
		return upTo(usualCharacters)
	}
	return upTo(mostOf(q))
}

// EstimateCallCost implements cost.Estimator. CEL knows its own calls; of these,
// what they make is no longer than what they were given.
func (s sizes) EstimateCallCost(function, _ string, target *cost.AstNode, _ []cost.AstNode) *cost.CallEstimate {
	if target == nil || !slices.Contains([]string{"lowerAscii", "upperAscii", "trim", "substring", "reverse"}, function) {
		return nil
	}
	size := (*target).ComputedSize()
	if size == nil {
		size = s.EstimateSize(*target)
	}
	if size == nil {
		return nil
	}
	return cost.NewCallEstimate(size.AsCost(), &cost.SizeEstimate{Max: size.Max})
}

func upTo(n int) *cost.SizeEstimate {
	return &cost.SizeEstimate{Max: uint64(n)}
}

// mostOf is how many rows, options or characters an answer can have.
func mostOf(q *Question) int {
	limit, usual := q.MaxLength, usualCharacters
	switch q.Kind {
	case "table":
		limit, usual = q.MaxRows, usualRows
	case "each":
		if q.of != nil {
			return mostOf(q.of)
		}
	case "choices", "countries":
		usual = usualOptions
		if len(q.Options) > 0 {
			usual = len(q.Options)
		}
	case "matrix":
		usual = len(q.Rows)
	}
	if limit != nil {
		return *limit
	}
	return usual
}
