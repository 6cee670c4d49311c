package questionnaire

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Named is a condition that others use by its name. It means what it would
// mean were it written there.
type Named struct {
	Name   string
	Source string

	at        *node // the key
	condition *condition
	used      bool
	state     naming
	size      int // expressions in it, those of other names included
}

// Constant is a value that conditions and texts use by its name.
type Constant struct {
	Name  string
	Value any // string, float64, bool or time.Time

	at      *node
	literal ref.Val // to conditions; nil for a value nobody could read
	source  string  // as it was written
	used    bool
}

// naming is how far a named condition has come.
type naming int

const (
	unnamed naming = iota
	underway
	sound
	unsound // its fault was told
)

// members visits the members of an object of names; a name that stands twice
// is refused.
func (r *reader) members(n *node, visit func(key *node, m member)) {
	if n == nil {
		return
	}
	if _, ok := n.value.(isObject); !ok {
		r.refuse(n, CodeSchema, "write an object: {\"name\": …}", "this must be an object")
		return
	}
	seen := map[string]bool{}
	for _, m := range n.members {
		key := &node{value: m.key, start: m.start, parent: n, step: m.key}
		switch {
		case m.key == commentKey:
		case seen[m.key]:
			r.refuse(key, CodeSchema, "keep one of them", "`%s` is written twice", m.key)
		default:
			visit(key, m)
		}
		seen[m.key] = true
	}
}

// readNames reads conditions and constants that have names.
func (r *reader) readNames(o *object, d *Definition) {
	r.members(o.get("constants"), func(key *node, m member) {
		c := &Constant{Name: m.key, at: key}
		r.readConstant(c, m.value)
		d.Constants = append(d.Constants, c)
	})
	r.members(o.get("conditions"), func(key *node, m member) {
		c := &Named{Name: m.key, at: key}
		if m.value.value == nil {
			r.refuse(m.value, CodeSchema, "leave the name out instead", "`%s` is null", m.key)
		} else if c.condition = r.condition(m.value, roleWhen); c.condition != nil {
			c.Source, c.condition.named = c.condition.source, c
		}
		d.Conditions = append(d.Conditions, c)
	})
}

// maxConstant is how many characters a constant may have.
const maxConstant = 1000

// readConstant reads a number, a text, true or false, or a day.
func (r *reader) readConstant(c *Constant, n *node) {
	switch v := n.value.(type) {
	case bool:
		c.Value, c.literal, c.source = v, types.Bool(v), strconv.FormatBool(v)
	case json.Number:
		c.Value, c.literal = r.constantNumber(n, v)
		c.source = string(v)
	case string:
		c.Value, c.literal, c.source = v, types.String(v), v
		if date, ok := isoDate(v); ok {
			c.Value, c.literal = date, types.Timestamp{Time: date}
		}
		if len(v) == 0 || len(v) > maxConstant {
			r.refuse(n, CodeSchema, "", "a constant has from 1 to %d characters", maxConstant)
		}
	default:
		r.refuse(n, CodeSchema, `write 50, "chain", true or "2026-01-31"`, "a constant is a number, a text, true or false, or a day")
	}
}

// constantNumber is a whole number where it is written as one.
func (r *reader) constantNumber(n *node, written json.Number) (any, ref.Val) {
	exact := r.number(n)
	if exact == nil {
		return nil, nil
	}
	f, _ := exact.Float64()
	if !strings.ContainsAny(string(written), ".eE") && exact.Num().IsInt64() && exact.Cmp(new(big.Rat).SetInt64(exact.Num().Int64())) == 0 {
		return f, types.Int(exact.Num().Int64())
	}
	return f, types.Double(f)
}

// identifyNames refuses names that are malformed, reserved, or a question's.
func (r *reader) identifyNames(d *Definition, seen map[string]bool) {
	check := func(at *node, name string) {
		switch {
		case !isID(name, ""):
			r.refuse(at, CodeID, "use a–z, 0–9 and _, beginning with a letter", "%q cannot be a name", name)
		case reserved(name) || name == rowName:
			r.refuse(at, CodeID, "choose another, such as `is_"+name+"`", "`%s` has a meaning of its own in conditions", name)
		case seen[name]:
			r.refuse(at, CodeID, "choose another", "`%s` is used twice", name)
		}
		seen[name] = true
	}
	for _, c := range d.Constants {
		check(c.at, c.Name)
	}
	for _, c := range d.Conditions {
		check(c.at, c.Name)
	}
}

// unusedNames warns of names that nothing uses.
func (r *reader) unusedNames(d *Definition) {
	for _, c := range d.Constants {
		if !c.used {
			r.warn(c.at, CodeUnused, "take it out", "nothing uses the constant `%s`", c.Name)
		}
	}
	for _, c := range d.Conditions {
		if !c.used {
			r.warn(c.at, CodeUnused, "take it out", "nothing uses the condition `%s`", c.Name)
		}
	}
}

// Constant finds a constant by its name.
func (q *Questionnaire) Constant(name string) (Constant, bool) {
	for _, c := range q.definition.Constants {
		if c.Name == name {
			return *c, true
		}
	}
	return Constant{}, false
}

// String is the constant as a condition would write it, for comparison.
func (c *Constant) String() string {
	if date, ok := c.Value.(time.Time); ok {
		return "timestamp('" + date.Format(time.RFC3339) + "')"
	}
	return fmt.Sprintf("%T(%s)", c.Value, c.source)
}
