package questionnaire

import (
	"errors"
	"reflect"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// rowTypeName and procurementType name types that no condition can spell.
const procurementType = "@procurement"

func rowTypeName(question string) string { return "@row_" + question }

// errAbsent is what a condition meets where a question was not asked or a
// piece of context was not given.
var errAbsent = errors.New("absent")

// unknown is the value of what has not been answered yet.
func unknown() ref.Val { return types.NewUnknown(1, nil) }

// absent is the value of what was not asked.
func absent() ref.Val { return types.NewErrWithNodeID(1, "absent") }

// rowValue is one row of a table. A nil cell is empty; one about which nothing
// is asked is absent.
type rowValue struct {
	typeName string
	key      string // of a row that follow-ups ask about
	cells    []ref.Val
}

// ConvertToNative implements ref.Val; rows stay inside conditions.
func (r *rowValue) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("a row has no other form")
}

// ConvertToType implements ref.Val.
func (r *rowValue) ConvertToType(ref.Type) ref.Val { return types.NewErr("a row has no other form") }

// Equal implements ref.Val: two rows are equal when all their cells are.
func (r *rowValue) Equal(other ref.Val) ref.Val {
	o, ok := other.(*rowValue)
	if !ok || o.typeName != r.typeName {
		return types.False
	}
	for i, cell := range r.cells {
		if cell == nil || o.cells[i] == nil {
			if cell != o.cells[i] {
				return types.False
			}
			continue
		}
		if cell.Equal(o.cells[i]) != types.True {
			return types.False
		}
	}
	return types.True
}

// Type implements ref.Val.
func (r *rowValue) Type() ref.Type { return types.NewObjectType(r.typeName) }

// Value implements ref.Val.
func (r *rowValue) Value() any { return r }

// procurementValue is the procurement of a context.
type procurementValue struct{ fields map[string]ref.Val }

// ConvertToNative implements ref.Val.
func (p *procurementValue) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("a procurement has no other form")
}

// ConvertToType implements ref.Val.
func (p *procurementValue) ConvertToType(ref.Type) ref.Val {
	return types.NewErr("a procurement has no other form")
}

// Equal implements ref.Val.
func (p *procurementValue) Equal(other ref.Val) ref.Val { return types.Bool(ref.Val(p) == other) }

// Type implements ref.Val.
func (p *procurementValue) Type() ref.Type { return types.NewObjectType(procurementType) }

// Value implements ref.Val.
func (p *procurementValue) Value() any { return p }

// procurementFields are the parts of `procurement` and their types.
func procurementFields() map[string]*cel.Type {
	return map[string]*cel.Type{
		"stage":      cel.StringType,
		"value":      cel.DoubleType,
		"currency":   cel.StringType,
		"categories": cel.ListType(cel.StringType),
		"deadline":   cel.TimestampType,
	}
}

// typeProvider teaches CEL the rows of this definition's tables, so that an
// unknown column is a type error when the definition is checked.
type typeProvider struct {
	types.Provider
	tables map[string]*Question // and follow-ups, by row type
}

// FindStructType implements types.Provider.
func (p *typeProvider) FindStructType(name string) (*types.Type, bool) {
	if name == procurementType || p.tables[name] != nil {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p *typeProvider) FindStructFieldNames(name string) ([]string, bool) {
	if name == procurementType {
		return sortedKeys(procurementFields()), true
	}
	table := p.tables[name]
	if table == nil {
		return p.Provider.FindStructFieldNames(name)
	}
	var names []string
	for _, c := range table.cells() {
		names = append(names, c.ID)
	}
	return names, true
}

// FindStructFieldType implements types.Provider.
func (p *typeProvider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if name == procurementType {
		return procurementField(field)
	}
	table := p.tables[name]
	if table == nil {
		return p.Provider.FindStructFieldType(name, field)
	}
	for i, c := range table.cells() {
		if c.ID == field && c.kind.celType(c) != nil {
			return columnField(c.kind.celType(c), i), true
		}
	}
	return nil, false
}

func columnField(t *cel.Type, i int) *types.FieldType {
	cell := func(row any) ref.Val { return row.(*rowValue).cells[i] }
	return &types.FieldType{
		Type:  t,
		IsSet: func(row any) bool { return cell(row) != nil && !absentCell(cell(row)) },
		GetFrom: func(row any) (any, error) {
			switch value := cell(row); {
			case absentCell(value):
				return nil, errAbsent
			case value != nil:
				return value, nil
			}
			return unknown(), nil
		},
	}
}

func procurementField(field string) (*types.FieldType, bool) {
	t, ok := procurementFields()[field]
	part := func(p any) (ref.Val, bool) { v, ok := p.(*procurementValue).fields[field]; return v, ok }
	return &types.FieldType{
		Type:  t,
		IsSet: func(p any) bool { _, ok := part(p); return ok },
		GetFrom: func(p any) (any, error) {
			if v, ok := part(p); ok {
				return v, nil
			}
			return nil, errAbsent
		},
	}, ok
}

// addMonths moves a date by whole months; a day the month does not have
// becomes its last.
func addMonths(date time.Time, months int) time.Time {
	first := time.Date(date.Year(), date.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return time.Date(first.Year(), first.Month(), min(date.Day(), last), date.Hour(), date.Minute(), date.Second(), date.Nanosecond(), time.UTC)
}

// native turns a value of a condition into a Go value: string, float64, bool,
// time.Time; nil for anything else.
func native(v ref.Val) any {
	switch v := v.(type) {
	case types.String:
		return string(v)
	case types.Double:
		return float64(v)
	case types.Int:
		return float64(v)
	case types.Bool:
		return bool(v)
	case types.Timestamp:
		return v.Time
	}
	return nil
}
