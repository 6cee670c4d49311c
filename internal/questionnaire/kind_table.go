package questionnaire

import (
	"slices"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// tableKind is a list of rows with typed columns.
type tableKind struct{}

func (tableKind) name() string { return "table" }

func (tableKind) celType(q *Question) *cel.Type {
	return cel.ListType(cel.ObjectType(rowTypeName(q.ID)))
}

func (tableKind) keys() []key {
	return []key{
		{"columns", someOf("column"), "The columns.", true},
		{"min_rows", aCount(), "How many rows there must be at least.", false},
		{"max_rows", aCount(), "How many rows there may be at most.", false},
	}
}

func (tableKind) parse(o *object, q *Question) {
	n := o.must("columns")
	for _, item := range o.r.list(n) {
		q.Columns = append(q.Columns, o.r.column(item))
	}
	if n != nil && len(q.Columns) == 0 {
		o.r.refuse(n, CodeSchema, "add one", "there are no columns")
	}
	q.MinRows, q.MaxRows = o.count("min_rows"), o.count("max_rows")
	o.bounds("min_rows", q.MinRows, q.MaxRows)
}

// isColumnKind reports whether a kind has one value, or several options.
func isColumnKind(kind string) bool {
	return !slices.Contains([]string{"table", "each", "matrix", "files", "calculated", "note"}, kind)
}

// column reads a column: a question without a place of its own.
func (r *reader) column(n *node) *Question {
	o := r.object(n, "field")
	q := r.field(o)
	if q.kind.name() == q.Kind && !isColumnKind(q.Kind) {
		r.refuse(n.get("kind"), CodeSchema, "ask it as a question of its own", "a column cannot be of kind %q", q.Kind)
		q.kind = noteKind{}
	}
	o.done()
	return q
}

func (tableKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	items, ok := raw.([]any)
	if !ok {
		return unreadable(CodeInvalid)
	}
	var faults []fault
	rows, typed := make([]ref.Val, len(items)), make([]*rowValue, len(items))
	keys := map[string]bool{}
	for i, item := range items {
		row, wrong := e.readRow(q, item)
		if q.driven {
			wrong = append(wrong, row.known(item, i, keys)...)
		}
		rows[i], typed[i] = row, row
		for _, f := range wrong {
			f.row = i + 1
			faults = append(faults, f)
		}
	}
	if outside(len(rows), q.MinRows, q.MaxRows) {
		faults = append(faults, fault{code: CodeRows, args: map[string]any{"rows": len(rows)}})
	}
	return &tableValue{types.NewRefValList(types.DefaultTypeAdapter, rows), typed}, faults
}

// known gives a row its key: the one it came with, or else its place. Of two
// rows with one key the later has none, and nothing is asked about it.
func (r *rowValue) known(item any, i int, taken map[string]bool) []fault {
	cells, _ := item.(map[string]any)
	key, given := cells[RowKey]
	said, _ := key.(string)
	var faults []fault
	if given && !isRowKey(said) {
		faults = append(faults, fault{code: CodeInvalid, column: RowKey})
	}
	if !isRowKey(said) {
		said = placeKey(i)
	}
	if taken[said] {
		return []fault{{code: CodeInvalid, column: RowKey}}
	}
	r.key, taken[said] = said, true
	return faults
}

// tableValue is a table to a condition: a list whose rows are at hand.
type tableValue struct {
	traits.Lister
	rows []*rowValue
}

// readRow reads one row cell by cell. A row that is not an object has only
// empty cells.
func (e *Evaluation) readRow(q *Question, item any) (*rowValue, []fault) {
	row := &rowValue{typeName: rowTypeName(q.ID), cells: make([]ref.Val, len(q.Columns))}
	cells, ok := item.(map[string]any)
	if !ok {
		return row, []fault{{code: CodeInvalid}}
	}
	var faults []fault
	for i, column := range q.Columns {
		value, wrong := e.readCell(column, cells[column.ID])
		row.cells[i] = value
		for _, f := range wrong {
			f.column = column.ID
			faults = append(faults, f)
		}
	}
	for _, id := range sortedKeys(cells) {
		if id == RowKey && q.driven {
			continue
		}
		if !slices.ContainsFunc(q.Columns, func(c *Question) bool { return c.ID == id }) {
			faults = append(faults, fault{code: CodeInvalid, column: id})
		}
	}
	return row, faults
}

func (e *Evaluation) readCell(column *Question, raw any) (ref.Val, []fault) {
	if !empty(raw) {
		return column.kind.read(e, column, raw)
	}
	if column.alwaysRequired || column.required != nil && e.holds(column.required) {
		return unreadable(CodeRequired)
	}
	return nil, nil
}

func (tableKind) form(q *Question, in posted) any {
	rows := []any{}
	for i := range in.rows() {
		row := map[string]any{}
		for _, column := range q.Columns {
			cell := in.under(strconv.Itoa(i)).under(column.ID)
			if answer := column.kind.form(column, cell); !empty(answer) {
				row[column.ID] = answer
			}
		}
		if len(row) > 0 {
			if key := in.under(strconv.Itoa(i)).under(RowKey).one(); q.driven && isRowKey(key) {
				row[RowKey] = key
			}
			rows = append(rows, row)
		}
	}
	return rows
}
