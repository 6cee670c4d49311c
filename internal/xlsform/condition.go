package xlsform

import (
	"strconv"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
)

// condition says a cell in CEL, or remarks why it cannot. self is what a
// single dot means.
func (im *importer) condition(c *cell, self *named) string {
	if c == nil {
		return ""
	}
	tree, err := xpath().Parse(c.text)
	if err == nil {
		var v formula.Value
		if v, err = im.translator(self).Truth(tree); err == nil {
			return v.Code
		}
	}
	im.note(c, "left out, since it cannot be said: "+err.Error())
	return ""
}

// translator knows the names of the workbook.
func (im *importer) translator(self *named) *formula.Translator {
	table := ""
	if t := im.table(); t != nil {
		table = t.ID
	}
	return &formula.Translator{Call: call, Name: func(name string) (formula.Value, bool) {
		n := im.named[name]
		if name == "." {
			n = self
		}
		switch {
		case n == nil || n.kind == "":
			return formula.Value{}, false
		case n.table == "":
			return formula.Question(n.id, n.kind), true
		case n.table == table:
			return formula.Cell("each", n.id, n.kind), true
		}
		return formula.Value{}, false
	}}
}

// filter is the condition under which one choice is offered.
func (im *importer) filter(c *cell, choice *record) string {
	tree, err := xpath().Parse(c.text)
	if err == nil {
		im.bareColumns(tree, choice)
		var v formula.Value
		if v, err = im.translator(nil).Truth(tree); err == nil {
			return v.Code
		}
	}
	im.note(c, "left out for the choice "+strconv.Quote(choice.text("name"))+", since it cannot be said: "+err.Error())
	return ""
}

// bareColumns puts in place of a bare word what the choice has in the column
// of that name.
func (im *importer) bareColumns(tree *formula.Tree, choice *record) {
	if tree.Kind == formula.Name && tree.Bare {
		*tree = formula.Tree{Kind: formula.String, Text: choice.text(strings.ToLower(tree.Text)), At: tree.At}
	}
	for _, arg := range tree.Args {
		im.bareColumns(arg, choice)
	}
}

// calculation reads the value of a calculated question; without one there is
// no question.
func (im *importer) calculation(r *record, q *draft.Question) bool {
	c := r.cell("calculation")
	if c == nil {
		r.disclaim(im.remark, "left out: nothing is calculated")
		return false
	}
	tree, err := xpath().Parse(c.text)
	var v formula.Value
	if err == nil {
		v, err = im.translator(nil).Value(tree)
	}
	if err != nil {
		r.disclaim(im.remark, "left out, since it cannot be said: "+err.Error())
		return false
	}
	types := map[formula.Type]string{
		formula.Double: "number", formula.Whole: "number", formula.Count: "number", formula.Words: "text", formula.Truth: "yesno", formula.Date: "date",
	}
	if q.Type = types[v.Type]; q.Type == "" {
		r.disclaim(im.remark, "left out: a value cannot be "+string(v.Type))
		return false
	}
	q.Value = v.Code
	if n := im.named[r.key()]; n != nil {
		if n.kind = v.Type; q.Type == "number" {
			n.kind = formula.Double
		}
	}
	return true
}

// constraint reads the rule of an answer. One without a message of its own is
// said by the limits of the kind where they can say it.
func (im *importer) constraint(r *record, q *draft.Question) {
	c := r.cell("constraint")
	if c == nil {
		return
	}
	message := im.spokenText(r, "constraint_message")
	tree, err := xpath().Parse(c.text)
	if low, high := q.Min, q.Max; err == nil && message == nil {
		if limits(tree, q) {
			return
		}
		q.Min, q.Max = low, high
	}
	if rule := im.condition(c, im.named[r.key()]); rule != "" {
		q.Checks = append(q.Checks, draft.Check{Rule: rule, Message: message})
	}
}

// limits reads . >= 1 and . <= 5 as min and max, and reports whether that was
// all there was to read.
func limits(tree *formula.Tree, q *draft.Question) bool {
	if tree.Kind == "&&" {
		return limits(tree.Args[0], q) && limits(tree.Args[1], q)
	}
	if q.Kind != "number" || tree.Kind != ">=" && tree.Kind != "<=" {
		return false
	}
	left, right := tree.Args[0], tree.Args[1]
	if left.Kind != formula.Name || left.Text != "." || right.Kind != formula.Number {
		return false
	}
	n, err := strconv.ParseFloat(right.Text, 64)
	if err != nil {
		return false
	}
	if tree.Kind == ">=" && q.Min == nil {
		q.Min = n
		return true
	}
	if tree.Kind == "<=" && q.Max == nil {
		q.Max = n
		return true
	}
	return false
}
