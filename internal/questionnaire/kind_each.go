package questionnaire

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// eachKind asks the same few questions about every row of an earlier table.
// It is one question, with one answer: an object in which every row has its
// own under the row's key.
type eachKind struct{}

// RowKey is the cell of a row by which follow-ups know the row again, however
// the rows are moved. No column can be called so.
const RowKey = "#"

// maxDrivingRows is how many rows a table may have that follow-ups ask about.
const maxDrivingRows = 500

func (eachKind) name() string { return "each" }

func (eachKind) celType(q *Question) *cel.Type {
	return cel.ListType(cel.ObjectType(rowTypeName(q.ID)))
}

func (eachKind) keys() []key {
	return []key{
		{"of", anID(""), "The earlier table; its every row is asked about.", true},
		{"label", anID(""), "The column that names a row; the first by default.", false},
		{"questions", someOf("follow_up"), "What is asked about each row.", true},
	}
}

// followUpKeys are those of a question about a row, beside what all have in
// common and what its kind has.
func followUpKeys() []key {
	return []key{
		{"when", aCondition(), "Condition; `row` is the row it is asked about.", false},
		{"checks", listOf("check"), "Rules over this row.", false},
		{"level", fragment{"anyOf": []any{between(0, maxLevel), aCondition()}}, "Level 0–4 of the row, or an expression that gives one.", false},
	}
}

func (eachKind) parse(o *object, q *Question) {
	q.Of, q.Label = o.r.str(o.must("of")), o.str("label")
	n := o.must("questions")
	for i, item := range o.r.list(n) {
		if o.r.questions++; o.r.questions > maxQuestions {
			o.r.refuse(item, CodeCost, "divide the questionnaire", "there are more than %d questions", maxQuestions)
			break
		}
		q.Columns = append(q.Columns, o.r.followUp(item, q, i))
	}
	if n != nil && len(q.Columns) == 0 {
		o.r.refuse(n, CodeSchema, "add one", "there are no questions")
	}
}

// followUp reads the question at place at of a block: a column with conditions
// of its own.
func (r *reader) followUp(n *node, block *Question, at int) *Question {
	first := len(r.conditions)
	o := r.object(n, "field", "follow_up")
	q := r.field(o)
	q.node, q.index = n, at
	if q.kind.name() == q.Kind && !isColumnKind(q.Kind) {
		r.refuse(n.get("kind"), CodeSchema, "ask it as a question of its own", "a question about a row cannot be of kind %q", q.Kind)
		q.kind = noteKind{}
	}
	q.when = o.condition("when", roleWhen)
	q.checks = r.checks(o, roleCheck)
	q.level = r.condition(levelNode(o), roleLevel)
	q.scored = q.level != nil || hasLevels(q)
	o.done()
	for _, c := range r.conditions[first:] {
		c.block, c.field = block, q
	}
	return q
}

func hasLevels(q *Question) bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Level != nil })
}

// drive finds the table of every follow-up, and refuses what cannot drive one.
func (r *reader) drive(d *Definition) {
	all, tables := map[string]*Question{}, map[string]*Question{}
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			all[q.ID] = q
		}
	}
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			switch q.Kind {
			case "table":
				tables[q.ID] = q
			case "each":
				r.driveOne(q, all, tables)
				if row := all["row"]; row != nil && row.node != nil {
					r.refuse(row.node.get("id"), CodeID, "choose another", "`row` means the row in follow-ups")
				}
			}
		}
	}
}

func (r *reader) driveOne(q *Question, all, tables map[string]*Question) {
	at := q.node.get("of")
	if at == nil || !isString(at) {
		return // said already
	}
	table := tables[q.Of]
	switch later := all[q.Of]; {
	case table != nil:
	case later == nil:
		r.refuse(at, CodeUnknownName, suggest(q.Of, sortedKeys(tables)), "there is no table `%s`", q.Of)
	case later.Kind != "table":
		r.refuse(at, CodeType, suggest(q.Of, sortedKeys(tables)), "`%s` is of kind %q; only a table has rows to ask about", q.Of, later.Kind)
	default:
		r.refuse(at, CodeLater, "move it up", "`%s` is asked later", q.Of)
	}
	if table == nil {
		return
	}
	q.of, table.driven = table, true
	r.labelOf(q, table)
	most := maxDrivingRows
	if table.MaxRows == nil {
		table.MaxRows = &most
	} else if *table.MaxRows > most {
		r.refuse(table.node.get("max_rows"), CodeBounds, "", "follow-ups ask about each row, so at most %d are allowed", most)
	}
	for _, c := range q.Columns {
		if slices.ContainsFunc(table.Columns, func(t *Question) bool { return t.ID == c.ID }) {
			r.refuse(c.node.get("id"), CodeID, "choose another", "`%s` is a column of `%s` already", c.ID, table.ID)
		}
	}
}

// labelOf finds the column that names a row.
func (r *reader) labelOf(q, table *Question) {
	if q.Label == "" && len(table.Columns) > 0 {
		q.Label = table.Columns[0].ID
	}
	var columns []string
	for _, c := range table.Columns {
		columns = append(columns, c.ID)
	}
	if at := q.node.get("label"); at != nil && isString(at) && !slices.Contains(columns, q.Label) {
		r.refuse(at, CodeUnknownName, suggest(q.Label, columns), "`%s` has no column `%s`", table.ID, q.Label)
	}
}

// cells are the columns of a row as conditions see it: those of a table, or
// those of the driving table and then what is asked about the row.
func (q *Question) cells() []*Question {
	if q.of == nil {
		return q.Columns
	}
	return slices.Concat(q.of.Columns, q.Columns)
}

// Driven reports whether follow-ups ask about the rows of this table, so that
// its rows must keep their keys.
func (q *Question) Driven() bool { return q.driven }

// Table is the table whose rows a follow-up asks about; nil for other kinds.
func (q *Question) Table() *Question { return q.of }

// LabelColumn is the column that names a row of a follow-up.
func (q *Question) LabelColumn() *Question {
	if q.of == nil {
		return nil
	}
	for _, c := range q.of.Columns {
		if c.ID == q.Label {
			return c
		}
	}
	return nil
}

// read is never asked: rows are read by follow, which knows the table.
func (eachKind) read(*Evaluation, *Question, any) (ref.Val, []fault) { return nil, nil }

func (eachKind) form(q *Question, in posted) any {
	answer := map[string]any{}
	for _, key := range in.steps() {
		given := map[string]any{}
		for _, c := range q.Columns {
			if value := c.kind.form(c, in.under(key).under(c.ID)); !empty(value) {
				given[c.ID] = value
			}
		}
		if len(given) > 0 {
			answer[key] = given
		}
	}
	return answer
}

// steps are the names that were posted next below in.
func (in posted) steps() []string {
	found := map[string]bool{}
	for name := range in.fields {
		if rest, ok := strings.CutPrefix(name, in.name+"."); ok {
			step, _, _ := strings.Cut(rest, ".")
			if isRowKey(step) && len(found) < maxPostedRows {
				found[step] = true
			}
		}
	}
	return sortedKeys(found)
}

// maxRowKey is room for a UUID and more.
const maxRowKey = 40

// isRowKey reports whether a key can stand in the name of a field.
func isRowKey(key string) bool {
	return key != "" && len(key) <= maxRowKey && onlyOf(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
}

// absentCell reports whether a cell holds nothing because nothing was asked.
func absentCell(cell ref.Val) bool { return cell != nil && types.IsError(cell) }
