package questionnaire

import (
	"math"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

// Limits that keep a hostile definition from costing more than a page view.
const (
	maxConditionLength = 4000      // code points of one condition
	maxConditionDepth  = 60        // nesting
	maxConditionCost   = 2_000_000 // CEL cost units of one evaluation
)

// newEnv declares everything a condition of d may say. All questions are
// declared at once; that a condition looks only backwards is checked apart, so
// that the finding can name the later question.
func newEnv(d *Definition) (*cel.Env, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	provider := &typeProvider{Provider: registry, tables: map[string]*Question{}}
	options := []cel.EnvOption{
		cel.CustomTypeProvider(provider),
		cel.CustomTypeAdapter(registry),
		cel.CrossTypeNumericComparisons(true),
		cel.HomogeneousAggregateLiterals(),
		cel.DefaultUTCTimeZone(true),
		cel.ParserExpressionSizeLimit(maxConditionLength),
		cel.ParserRecursionLimit(maxConditionDepth),
		ext.Strings(), ext.Math(),
		cel.Macros(macros()...),
		addMonthsFunction(),
		cel.Variable("today", cel.TimestampType),
		cel.Variable("procurement", cel.ObjectType(procurementType)),
	}
	seen := map[string]bool{}
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			if seen[q.ID] || !isID(q.ID, "") || reserved(q.ID) {
				continue // found and refused elsewhere
			}
			seen[q.ID] = true
			if q.Kind == "table" || q.Kind == "each" {
				provider.tables[rowTypeName(q.ID)] = q
			}
			if q.Kind == "each" {
				options = append(options, cel.Variable(rowPrefix+q.ID, cel.ObjectType(rowTypeName(q.ID))))
			}
			options = append(options, questionVariables(q)...)
		}
	}
	return cel.NewEnv(options...)
}

func questionVariables(q *Question) []cel.EnvOption {
	vars := []cel.EnvOption{
		cel.Variable(answeredPrefix+q.ID, cel.BoolType),
		cel.Variable(filesPrefix+q.ID, cel.IntType),
		cel.Variable(levelPrefix+q.ID, cel.IntType),
	}
	if t := q.kind.celType(q); t != nil {
		vars = append(vars, cel.Variable(q.ID, t))
	}
	return vars
}

// addMonthsFunction is addMonths(date, n).
func addMonthsFunction() cel.EnvOption {
	return cel.Function("addMonths", cel.Overload("addMonths_timestamp_int",
		[]*cel.Type{cel.TimestampType, cel.IntType}, cel.TimestampType,
		cel.BinaryBinding(func(date, months ref.Val) ref.Val {
			t, n := date.(types.Timestamp).Time, months.(types.Int)
			if n > 12*10_000 || n < -12*10_000 {
				return types.NewErr("addMonths: %d months lie outside the calendar", n)
			}
			moved := addMonths(t, int(n))
			if moved.Year() < 1 || moved.Year() > 9999 {
				return types.NewErr("addMonths: year %d lies outside the calendar", moved.Year())
			}
			return types.Timestamp{Time: moved}
		})))
}

// eval runs a compiled condition over the evaluation's values.
func (e *Evaluation) eval(c *condition) ref.Val {
	if c.value != nil {
		return c.value(e, nil)
	}
	value, _, err := c.program.Eval(e.scope)
	switch {
	case types.IsUnknown(value):
		return value
	case err != nil || types.IsError(value):
		return e.absent
	}
	return value
}

// truth runs a condition that is a claim. A missing condition holds.
func (e *Evaluation) truth(c *condition) truth {
	if c == nil {
		return isTrue
	}
	if c.direct != nil {
		return c.direct(e, nil)
	}
	return truthOf(e.eval(c))
}

// holds reports whether a condition is true. A missing condition holds.
func (e *Evaluation) holds(c *condition) bool { return c == nil || e.truth(c) == isTrue }

// scope is what the names of a condition mean in one evaluation.
type scope struct {
	slots   map[string]int
	context [slotsBefore]ref.Val // today, procurement, the row
	states  []*state
}

// at is the value in a slot.
func (s *scope) at(slot int) ref.Val {
	if slot < slotsBefore {
		return s.context[slot]
	}
	slot -= slotsBefore
	return s.states[slot/slotsEach].values[slot%slotsEach]
}

// ResolveName implements cel.Activation.
func (s *scope) ResolveName(name string) (any, bool) {
	i, ok := s.slots[name]
	if !ok {
		return nil, false
	}
	return s.at(i), true
}

// Parent implements cel.Activation.
func (s *scope) Parent() cel.Activation { return nil }

// finite keeps a calculated number that is none from spreading.
func finite(v ref.Val) ref.Val {
	if d, ok := v.(types.Double); ok && (math.IsInf(float64(d), 0) || math.IsNaN(float64(d))) {
		return absent()
	}
	return v
}

// midnight is the value of a day.
func midnight(t time.Time) ref.Val {
	if t.IsZero() {
		return absent()
	}
	return types.Timestamp{Time: t}
}
