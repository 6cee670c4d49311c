package xlsform

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
	"aktsom/internal/questionnaire"
)

// read reads one row of the sheet survey.
func (im *importer) read(r *record) {
	typ, list := typeOf(r)
	switch typ {
	case "":
		r.disclaim(im.remark, "left out: the row has no type")
	case "begin group":
		im.begin(r)
	case "begin repeat":
		im.repeat(r)
	case "end group", "end repeat":
		if len(im.open) > 0 {
			im.open = im.open[:len(im.open)-1]
		}
		r.text("name")
	default:
		im.question(r, typ, list)
	}
}

// begin opens a group: a page on the outside, a heading further in.
func (im *importer) begin(r *record) {
	when := im.condition(r.cell("relevant"), nil)
	g := &group{row: r, when: formula.And(im.when(), when)}
	im.loose = nil
	switch {
	case im.table() != nil:
		r.spoken(im, "left out: a table has no headings between its columns")
		if when != "" {
			im.note(r.cell("relevant"), "left out: a column is in every row")
		}
	case len(im.open) == 0:
		g.page = im.page(cmp.Or(r.text("name"), "page"), im.spokenText(r, "label"), when)
		g.when = "" // the page says it for all
	default:
		im.heading(r, g.when)
	}
	im.open = append(im.open, g)
}

// spoken remarks on the label of a row that cannot show it.
func (r *record) spoken(im *importer, became string) {
	for _, c := range r.cells {
		if c.heading == "label" || c.heading == "hint" {
			c.used = true
			im.note(c, became)
		}
	}
}

// heading says a group's label where its questions begin.
func (im *importer) heading(r *record, when string) {
	text := im.spokenText(r, "label")
	if text == nil {
		return
	}
	id := questionnaire.IDFrom("group", im.taken)
	if n := im.named[r.key()]; n != nil {
		id = n.id
	}
	im.taken[id] = true
	page := im.current()
	page.Questions = append(page.Questions, &draft.Question{ID: id, Kind: "note", When: when, Text: text})
}

// page adds a page.
func (im *importer) page(name string, title draft.Text, when string) *draft.Page {
	p := &draft.Page{ID: questionnaire.IDFrom(name, im.pages), When: when, Title: title}
	if p.Title == nil {
		p.Title = im.def.Title
	}
	im.pages[p.ID] = true
	im.def.Pages = append(im.def.Pages, p)
	return p
}

// current is the page that the next question stands on.
func (im *importer) current() *draft.Page {
	for _, g := range slices.Backward(im.open) {
		if g.page != nil {
			return g.page
		}
	}
	if im.loose == nil {
		im.loose = im.page("page", nil, "")
	}
	return im.loose
}

// when is the condition of the groups around.
func (im *importer) when() string {
	if len(im.open) == 0 {
		return ""
	}
	return im.open[len(im.open)-1].when
}

// table is the table whose columns are being read.
func (im *importer) table() *draft.Question {
	for _, g := range im.open {
		if g.table != nil {
			return g.table
		}
	}
	return nil
}

// repeat opens a table.
func (im *importer) repeat(r *record) {
	g := &group{row: r}
	if im.table() != nil {
		r.disclaim(im.remark, "left out: a table has no tables in it; its questions became columns of the outer one")
		im.open = append(im.open, g)
		return
	}
	q := &draft.Question{ID: im.id(r), Kind: "table", Text: im.spokenText(r, "label"), Help: im.spokenText(r, "hint")}
	q.When = formula.And(im.when(), im.condition(r.cell("relevant"), nil))
	if c := r.cell("repeat_count"); c != nil {
		if n, err := strconv.Atoi(c.text); err == nil && n >= 0 {
			q.MinRows, q.MaxRows = &n, &n
		} else {
			im.note(c, "left out: the number of rows is not reckoned")
		}
	}
	page := im.current()
	page.Questions = append(page.Questions, q)
	g.table = q
	im.open = append(im.open, g)
}

func (im *importer) id(r *record) string {
	if n := im.named[r.key()]; n != nil {
		return n.id
	}
	id := questionnaire.IDFrom("question", im.taken)
	im.taken[id] = true
	im.remark(draft.Remark{Place: r.cells[0].place, What: r.cells[0].text, Became: "has no name: it became `" + id + "`"})
	return id
}

// question reads a row that asks, says or reckons something.
func (im *importer) question(r *record, typ, list string) {
	what := kindOf(typ)
	table := im.table()
	if what.kind == "" || table != nil && slices.Contains([]string{"note", "files", "calculated"}, what.kind) {
		delete(im.named, r.text("name"))
		r.disclaim(im.remark, fmt.Sprintf("left out: %q has no counterpart %s", typ, map[bool]string{true: "in a table", false: "here"}[table != nil]))
		return
	}
	if what.loses != "" {
		im.note(r.cell("type"), what.loses)
	}
	q := &draft.Question{ID: im.id(r), Kind: what.kind, Text: im.spokenText(r, "label"), Help: im.spokenText(r, "hint")}
	if typ == "integer" || typ == "int" {
		q.Decimals = new(int)
	}
	im.appearance(r, q)
	im.parameters(r, q, typ)
	im.options(r, q, list)
	im.required(r, q)
	if table != nil {
		im.column(r, q, table)
		return
	}
	q.Why = im.spokenText(r, "guidance_hint")
	q.When = formula.And(im.when(), im.condition(r.cell("relevant"), nil))
	if q.Kind == "calculated" && !im.calculation(r, q) {
		return
	}
	im.constraint(r, q)
	page := im.current()
	page.Questions = append(page.Questions, q)
	im.earlier[q.ID] = true
}

// column adds q to a table. A rule about a cell becomes one about all rows.
func (im *importer) column(r *record, q, table *draft.Question) {
	if c := r.cell("relevant"); c != nil {
		im.note(c, "left out: a column is in every row")
	}
	if c := r.cell("constraint"); c != nil {
		if rule := im.condition(c, im.named[r.key()]); rule != "" {
			table.Checks = append(table.Checks, draft.Check{
				Rule: fmt.Sprintf("%s.all(each, %s)", table.ID, rule), Message: im.spokenText(r, "constraint_message"),
			})
		}
	}
	table.Columns = append(table.Columns, q)
}

// appearance knows the one look that makes another kind.
func (im *importer) appearance(r *record, q *draft.Question) {
	if c := r.cell("appearance"); c != nil {
		if q.Kind == "text" && strings.Contains(c.text, "multiline") {
			q.Kind = "longtext"
			return
		}
		im.note(c, "left out: how a question looks is not said in a definition")
	}
}

// parameters reads start, end and step of a range.
func (im *importer) parameters(r *record, q *draft.Question, typ string) {
	c := r.cell("parameters")
	if typ == "range" {
		q.Min, q.Max = 0, 10
	}
	if c == nil {
		return
	}
	for _, pair := range strings.FieldsFunc(c.text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		key, value, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseFloat(value, 64)
		switch {
		case typ == "range" && key == "start" && err == nil:
			q.Min = n
		case typ == "range" && key == "end" && err == nil:
			q.Max = n
		case typ == "range" && key == "step" && n == 1:
			q.Decimals = new(int)
		default:
			im.remark(draft.Remark{Place: c.place, What: pair, Became: "left out: this parameter has no counterpart here"})
		}
	}
}

// options offers a list; what its choice_filter says becomes each option's own
// condition.
func (im *importer) options(r *record, q *draft.Question, list string) {
	if q.Kind != "choice" && q.Kind != "choices" {
		return
	}
	list, other := strings.CutSuffix(list, " or_other")
	im.offered[list] = true
	filter := r.cell("choice_filter")
	for _, choice := range im.lists[list] {
		name := choice.text("name")
		if name == "" {
			continue
		}
		option := &draft.Option{Value: name, Text: im.spokenText(choice, "label")}
		if filter != nil {
			option.When = im.filter(filter, choice)
		}
		if slices.ContainsFunc(q.Options, func(o *draft.Option) bool { return o.Value == name }) {
			im.note(choice.cell("name"), "left out of `"+q.ID+"`: the option stands twice")
			continue
		}
		q.Options = append(q.Options, option)
	}
	if other {
		im.other(r, q)
	}
	if len(q.Options) == 0 {
		im.note(r.cell("type"), "the sheet choices has no list "+strconv.Quote(list))
	}
}

// other adds the option that or_other stands for. The workbook has no words for
// it: everybody who reads one makes up their own.
func (im *importer) other(r *record, q *draft.Question) {
	for _, option := range q.Options {
		if option.Value == "other" {
			option.Say = true
			return
		}
	}
	words := map[string]string{"nb": "Annet", "nn": "Anna", "sv": "Annat", "da": "Andet", "de": "Anderes", "fr": "Autre", "es": "Otro"}
	text := draft.Text{}
	for _, language := range im.def.Languages {
		text[language] = cmp.Or(words[language], "Other")
	}
	q.Options = append(q.Options, &draft.Option{Value: "other", Say: true, Text: text})
	im.note(r.cell("type"), "or_other became an option `other` that asks what is meant; look at its text")
}

// required reads yes, no or a condition.
func (im *importer) required(r *record, q *draft.Question) {
	for _, c := range r.cells {
		if c.heading == "required_message" {
			c.used = true
			im.note(c, "left out: the portal has its own sentence for a missing answer")
		}
	}
	c := r.cell("required")
	if c == nil || q.Kind == "note" || q.Kind == "calculated" {
		return
	}
	switch strings.ToLower(c.text) {
	case "yes", "true", "true()", "1":
		q.Required = true
	case "no", "false", "false()", "0":
	default:
		if condition := im.condition(c, nil); condition != "" {
			q.Required = condition
		}
	}
}
