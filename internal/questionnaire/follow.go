package questionnaire

import (
	"slices"
	"strconv"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// followed is what is known of the follow-ups to one row.
type followed struct {
	key      string
	place    int       // of the row in its table, from 1
	row      *rowValue // the table's cells, and then those asked here
	asked    []truth   // by the place of the question
	answered int
	missing  int // asked, required and without an answer
	scored   bool
	level    int // the lowest of the row's scored questions
	faults   []fault
}

// inRow is the evaluation as conditions about one row see it.
func (e *Evaluation) inRow(row *rowValue) *Evaluation {
	n, s := *e, *e.scope
	s.context[rowSlot] = row
	n.scope = &s
	return &n
}

// follow reads what is asked about every row of the driving table, and says
// whether anything is: a block of which no row has a question is not asked.
func (e *Evaluation) follow(q *Question, st *state) truth {
	table := e.states[q.of.index]
	rows, ok := table.value.(*tableValue)
	switch {
	case table.asked == isUnknown:
		return isUnknown
	case table.asked != isTrue:
		return isAbsent
	case !ok:
		return isUnknown
	}
	given, _ := st.raw.(map[string]any)
	must := e.mustAnswer(q)
	asked := isFalse
	for i, row := range rows.rows[:min(len(rows.rows), *q.of.MaxRows)] {
		if row.key == "" {
			continue // another row has its key; the table says so
		}
		f := followed{key: row.key, place: i + 1, row: row.widened(rowTypeName(q.ID), len(q.Columns)), asked: make([]truth, len(q.Columns))}
		asked = asked.or(e.inRow(f.row).followRow(q, &f, given[row.key], must))
		st.follow = append(st.follow, f)
	}
	return asked
}

// widened is the row with room for n more cells.
func (r *rowValue) widened(typeName string, n int) *rowValue {
	cells := make([]ref.Val, len(r.cells)+n)
	copy(cells, r.cells)
	return &rowValue{typeName: typeName, cells: cells, key: r.key}
}

// followRow settles the questions about one row, in order, so that later ones
// see the answers of earlier ones.
func (e *Evaluation) followRow(q *Question, f *followed, given any, must bool) truth {
	cells, ok := given.(map[string]any)
	if !ok && !empty(given) {
		f.faults = append(f.faults, fault{code: CodeInvalid, row: f.place})
	}
	asked := isFalse
	for i, c := range q.Columns {
		f.asked[i] = e.truth(c.when)
		asked = asked.or(f.asked[i])
		cell := len(q.of.Columns) + i
		switch f.asked[i] {
		case isTrue:
			f.row.cells[cell] = e.followUp(c, f, cells[c.ID], must)
			f.rate(e, c, f.row.cells[cell], cells[c.ID])
			f.check(e, c)
		case isFalse, isAbsent:
			f.row.cells[cell] = e.absent
		case isUnknown:
		}
	}
	for _, id := range sortedKeys(cells) {
		if !slices.ContainsFunc(q.Columns, func(c *Question) bool { return c.ID == id }) {
			f.faults = append(f.faults, fault{code: CodeInvalid, row: f.place, column: id})
		}
	}
	return asked
}

// followUp reads one answer about a row.
func (e *Evaluation) followUp(c *Question, f *followed, raw any, must bool) ref.Val {
	value, wrong := e.readCell(c, raw)
	if empty(raw) && must && len(wrong) == 0 {
		wrong = []fault{{code: CodeRequired}}
	}
	for _, one := range wrong {
		if one.code == CodeRequired {
			f.missing++
		}
		one.row, one.column = f.place, c.ID
		f.faults = append(f.faults, one)
	}
	if value != nil {
		f.answered++
	}
	return value
}

// rate keeps the lowest level among the scored questions of the row.
func (f *followed) rate(e *Evaluation, c *Question, value ref.Val, raw any) {
	if !c.scored {
		return
	}
	level := 0
	if value != nil {
		level = e.levelOfAnswer(c, raw)
	}
	if !f.scored || level < f.level {
		f.level = level
	}
	f.scored = true
}

// check adds a fault for every rule of a question about the row that is broken.
func (f *followed) check(e *Evaluation, c *Question) {
	for _, rule := range c.checks {
		if e.truth(rule.rule) == isFalse {
			f.faults = append(f.faults, fault{code: CodeCheck, row: f.place, column: c.ID, check: rule})
		}
	}
}

// readFollowed makes the value of an asked block, and lists what is wrong.
func (e *Evaluation) readFollowed(st *state) (ref.Val, []fault) {
	var faults []fault
	if _, ok := st.raw.(map[string]any); !ok && !empty(st.raw) {
		faults = append(faults, fault{code: CodeInvalid})
	}
	answered := 0
	rows, typed := make([]ref.Val, len(st.follow)), make([]*rowValue, len(st.follow))
	for i, f := range st.follow {
		rows[i], typed[i] = f.row, f.row
		answered += f.answered
		for _, one := range f.faults {
			if one.code != CodeRequired || !st.skipped {
				faults = append(faults, one)
			}
		}
	}
	if answered == 0 {
		return nil, faults
	}
	return &tableValue{types.NewRefValList(types.DefaultTypeAdapter, rows), typed}, faults
}

// lowestOf is the level of a block without one of its own: that of its lowest
// row. scored is false where no row has a scored question.
func lowestOf(rows []followed) (level int, scored bool) {
	for _, f := range rows {
		if f.scored && (!scored || f.level < level) {
			level, scored = f.level, true
		}
	}
	return level, scored
}

// complete reports whether nothing that must be said about a row is left.
func (st *state) complete() bool {
	return !slices.ContainsFunc(st.follow, func(f followed) bool { return f.missing > 0 })
}

// FollowUp is one row of a table, and what is asked about it.
type FollowUp struct {
	Key   string // by which answers know the row again
	Row   int    // its place in the table, from 1
	Label any    // the cell that names it, as it was given; nil while empty

	e     *Evaluation
	block *Question
	is    followed
	given map[string]any
}

// FollowUps lists the rows a question of kind each asks about, in the order of
// the table.
func (e *Evaluation) FollowUps(id string) []FollowUp {
	st, ok := e.state(id)
	if !ok || st.asked != isTrue && st.asked != isUnknown {
		return nil
	}
	q := e.questionnaire.byID[id]
	answer, _ := st.raw.(map[string]any)
	var all []FollowUp
	for _, f := range st.follow {
		given, _ := answer[f.key].(map[string]any)
		up := FollowUp{Key: f.key, Row: f.place, e: e.inRow(f.row), block: q, is: f, given: given}
		table, _ := e.states[q.of.index].raw.([]any)
		if cells, ok := table[f.place-1].(map[string]any); ok && !empty(cells[q.Label]) {
			up.Label = cells[q.Label]
		}
		all = append(all, up)
	}
	return all
}

// Asked reports whether the question is asked about this row.
func (f FollowUp) Asked(c *Question) bool {
	return c.index < len(f.is.asked) && f.is.asked[c.index] == isTrue
}

// Answer is what was said, as it was given; nil for nothing.
func (f FollowUp) Answer(c *Question) any { return f.given[c.ID] }

// Required reports whether the question is asked about this row and may not be
// left empty.
func (f FollowUp) Required(c *Question) bool {
	return f.Asked(c) && (f.e.mustAnswer(f.block) || c.alwaysRequired || c.required != nil && f.e.holds(c.required))
}

// Offered lists the options that can be chosen about this row.
func (f FollowUp) Offered(c *Question) []Option { return f.e.OfferedBy(c) }

// placeKey is the key of a row that was given none: its place.
func placeKey(i int) string { return strconv.Itoa(i + 1) }
