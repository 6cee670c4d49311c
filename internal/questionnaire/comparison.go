package questionnaire

import (
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// comparison holds a value against a literal.
func comparison(op string, get operand, literal ref.Val) claim {
	if get == nil {
		return nil
	}
	switch want := literal.(type) {
	case types.String:
		return equality(op, get, func(v ref.Val) (bool, bool) { s, ok := v.(types.String); return s == want, ok })
	case types.Bool:
		return equality(op, get, func(v ref.Val) (bool, bool) { b, ok := v.(types.Bool); return b == want, ok })
	case types.Double:
		return ordering(op, get, float64(want))
	case types.Int:
		if want < 1<<53 && want > -1<<53 {
			return ordering(op, get, float64(want))
		}
	}
	return nil
}

func equality(op string, get operand, equal func(ref.Val) (is, ok bool)) claim {
	if op != operators.Equals && op != operators.NotEquals {
		return nil
	}
	return func(e *Evaluation, row *rowValue) truth {
		v := get(e, row)
		is, ok := equal(v)
		if !ok {
			return without(v)
		}
		return boolean(is == (op == operators.Equals))
	}
}

func ordering(op string, get operand, want float64) claim {
	return func(e *Evaluation, row *rowValue) truth {
		var f float64
		switch v := get(e, row).(type) {
		case types.Double:
			f = float64(v)
		case types.Int:
			f = float64(v)
		default:
			return without(v)
		}
		return ordered(op, f, want)
	}
}

func ordered(op string, f, want float64) truth {
	switch op {
	case operators.Equals:
		return boolean(f == want)
	case operators.NotEquals:
		return boolean(f != want)
	case operators.Less:
		return boolean(f < want)
	case operators.LessEquals:
		return boolean(f <= want)
	case operators.Greater:
		return boolean(f > want)
	}
	return boolean(f >= want)
}

// dates compares two days.
func (d director) dates(op string, left, right ast.Expr) claim {
	l, r := d.date(left), d.date(right)
	if l == nil || r == nil {
		return nil
	}
	return func(e *Evaluation, row *rowValue) truth {
		a, b := l(e, row), r(e, row)
		from, isDate := a.(types.Timestamp)
		to, isDateToo := b.(types.Timestamp)
		switch {
		case isDate && isDateToo:
			return ordered(op, float64(from.Time.Compare(to.Time)), 0)
		case isDate:
			return without(b)
		case isDateToo:
			return without(a)
		}
		return without(a).and(without(b))
	}
}

// date is a name that stands for a day, or addMonths of one and a number.
func (d director) date(x ast.Expr) operand {
	if t := d.tree.GetType(x.ID()); t == nil || !t.IsExactType(types.TimestampType) {
		return nil
	}
	if x.Kind() != ast.CallKind || x.AsCall().FunctionName() != "addMonths" {
		return d.writtenDay(x)
	}
	months := x.AsCall().Args()[1]
	get := d.date(x.AsCall().Args()[0])
	if get == nil || months.Kind() != ast.LiteralKind {
		return nil
	}
	n, whole := months.AsLiteral().(types.Int)
	if !whole || n > 1200 || n < -1200 {
		return nil
	}
	return func(e *Evaluation, row *rowValue) ref.Val {
		v := get(e, row)
		day, ok := v.(types.Timestamp)
		if !ok {
			return v
		}
		moved := addMonths(day.Time, int(n))
		if moved.Year() < 1 || moved.Year() > 9999 {
			return e.absent
		}
		return types.Timestamp{Time: moved}
	}
}

// writtenDay is a name that stands for a day, or a day that is written out.
func (d director) writtenDay(x ast.Expr) operand {
	if x.Kind() != ast.CallKind || x.AsCall().FunctionName() != "timestamp" || !isStringLiteral(x.AsCall().Args()[0]) {
		return d.operand(x)
	}
	written, err := time.Parse(time.RFC3339, string(x.AsCall().Args()[0].AsLiteral().(types.String)))
	if err != nil {
		return nil
	}
	day := types.Timestamp{Time: written.UTC()}
	return func(*Evaluation, *rowValue) ref.Val { return day }
}
