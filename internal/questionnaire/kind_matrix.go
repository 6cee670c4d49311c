package questionnaire

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// matrixKind asks the same choice for several rows.
type matrixKind struct{}

func (matrixKind) name() string                { return "matrix" }
func (matrixKind) celType(*Question) *cel.Type { return cel.MapType(cel.StringType, cel.StringType) }

func (matrixKind) keys() []key {
	return []key{
		{"options", someOf(matrixOption), "What can be chosen in each row.", true},
		{"rows", someOf("matrix_row"), "The rows.", true},
	}
}

func (matrixKind) parse(o *object, q *Question) {
	o.options(q, true, matrixOption)
	n := o.must("rows")
	for _, item := range o.r.list(n) {
		row := o.r.matrixRow(item)
		if slices.ContainsFunc(q.Rows, func(r MatrixRow) bool { return r.ID == row.ID }) {
			o.r.refuse(item, CodeID, "choose another", "the row %q stands twice", row.ID)
		}
		q.Rows = append(q.Rows, row)
	}
	if n != nil && len(q.Rows) == 0 {
		o.r.refuse(n, CodeSchema, "add one", "there are no rows")
	}
}

// matrixRow reads a row; its name is written `id` or, as for options, `value`.
func (r *reader) matrixRow(n *node) MatrixRow {
	o := r.object(n, "matrix_row")
	key := "id"
	if n.get("id") == nil && n.get("value") != nil {
		key = "value"
	}
	row := MatrixRow{ID: r.str(o.must(key)), Text: o.text("text", true)}
	if at := n.get(key); at != nil && isString(at) && row.ID == "" {
		r.refuse(at, CodeID, "give it an id", "a row's id cannot be empty")
	}
	if both := n.get("value"); both != nil && key == "id" {
		r.refuse(both, CodeSchema, "take it out", "`value` is another way to write `id`, and both stand here")
	}
	o.done()
	return row
}

func (matrixKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	given, ok := raw.(map[string]any)
	if !ok {
		return unreadable(CodeInvalid)
	}
	answers := map[string]string{}
	for id, cell := range given {
		if empty(cell) {
			continue
		}
		value, ok := cell.(string)
		if !ok {
			return unreadable(CodeInvalid)
		}
		if !e.offers(q, value) || !slices.ContainsFunc(q.Rows, func(r MatrixRow) bool { return r.ID == id }) {
			return unreadable(CodeOption)
		}
		answers[id] = value
	}
	if len(answers) == 0 {
		return nil, nil
	}
	return newMatrix(q, answers), e.missingRows(q, answers)
}

// missingRows are the rows of a required matrix that nobody filled in.
func (e *Evaluation) missingRows(q *Question, answers map[string]string) []fault {
	if !e.mustAnswer(q) {
		return nil
	}
	var faults []fault
	for i, row := range q.Rows {
		if _, ok := answers[row.ID]; !ok {
			faults = append(faults, fault{code: CodeRequired, row: i + 1})
		}
	}
	return faults
}

func (matrixKind) form(q *Question, in posted) any {
	answer := map[string]any{}
	for _, row := range q.Rows {
		if value := in.under(row.ID).one(); value != "" {
			answer[row.ID] = value
		}
	}
	return answer
}

// matrixValue is a matrix to a condition: a map in which a row that was not
// filled in is unknown rather than missing.
type matrixValue struct {
	traits.Mapper
	q *Question
}

func newMatrix(q *Question, answers map[string]string) ref.Val {
	return matrixValue{types.NewStringStringMap(types.DefaultTypeAdapter, answers), q}
}

// Find implements traits.Mapper.
func (m matrixValue) Find(key ref.Val) (ref.Val, bool) {
	if value, ok := m.Mapper.Find(key); ok {
		return value, true
	}
	id, _ := key.(types.String)
	if slices.ContainsFunc(m.q.Rows, func(r MatrixRow) bool { return r.ID == string(id) }) {
		return unknown(), true
	}
	return nil, false
}

// Get implements traits.Indexer.
func (m matrixValue) Get(key ref.Val) ref.Val {
	if value, ok := m.Find(key); ok {
		return value
	}
	return m.Mapper.Get(key)
}
