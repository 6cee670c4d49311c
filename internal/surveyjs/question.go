package surveyjs

import (
	"fmt"
	"slices"

	"aktsom/internal/draft"
	"aktsom/internal/formula"
)

// sort is what a type of SurveyJS becomes.
type sort struct {
	kind  string       // empty: it has no counterpart
	see   formula.Type // what conditions see
	loses string       // what does not come along
}

func (im *importer) kindOf(o *object) sort {
	typ := o.str("type")
	if typ == "" { // a column of a table
		typ = o.str("cellType")
		if typ == "" || typ == "default" {
			typ = im.defaultCell(o)
		}
	}
	switch typ {
	case "text":
		return inputKind(o.str("inputType"))
	case "comment":
		return sort{kind: "longtext", see: formula.Words}
	case "boolean":
		return sort{kind: "yesno", see: formula.Truth}
	case "radiogroup", "dropdown", "buttongroup":
		return sort{kind: "choice", see: formula.Words}
	case "checkbox", "tagbox":
		return sort{kind: "choices", see: formula.Many}
	case "ranking":
		return sort{kind: "choices", see: formula.Many, loses: "several options may be chosen; their order is not kept"}
	case "imagepicker":
		if o.bool("multiSelect") {
			return sort{kind: "choices", see: formula.Many}
		}
		return sort{kind: "choice", see: formula.Words}
	case "rating":
		return sort{kind: "number", see: formula.Double}
	case "matrix":
		return sort{kind: "matrix", see: formula.Matrix}
	case "matrixdynamic", "paneldynamic":
		return sort{kind: "table", see: formula.Rows}
	case "file":
		return sort{kind: "files", see: formula.Nothing}
	case "html":
		return sort{kind: "note", see: formula.Nothing}
	case "expression":
		return sort{kind: "calculated"}
	}
	return sort{}
}

// defaultCell is the type of a column that names none.
func (im *importer) defaultCell(o *object) string {
	if o.members["choices"] != nil {
		return "dropdown"
	}
	return "text"
}

func inputKind(input string) sort {
	switch input {
	case "", "text", "tel", "password":
		return sort{kind: "text", see: formula.Words}
	case "email", "url":
		return sort{kind: input, see: formula.Words}
	case "number", "range":
		return sort{kind: "number", see: formula.Double}
	case "date":
		return sort{kind: "date", see: formula.Date}
	case "datetime", "datetime-local":
		return sort{kind: "date", see: formula.Date, loses: "the day is asked for, without the time"}
	}
	return sort{kind: "text", see: formula.Words, loses: fmt.Sprintf("%q is asked for as text", input)}
}

// question reads a question or column; nil is one without a counterpart.
func (im *importer) question(o *object) *draft.Question {
	what := im.kindOf(o)
	inside := im.table != nil
	if what.kind == "" || inside && slices.Contains([]string{"table", "matrix", "files", "calculated", "note"}, what.kind) {
		im.remark(o.pointer, o.members, fmt.Sprintf("left out: a question of type %q has no counterpart %s", o.str("type")+o.str("cellType"), map[bool]string{true: "in a table", false: "here"}[inside]))
		for key := range o.members {
			o.used[key] = true
		}
		delete(im.named, o.str("name"))
		return nil
	}
	if what.loses != "" {
		im.remark(o.pointer, o.members["type"], what.loses)
	}
	q := &draft.Question{ID: im.ids[o.pointer], Kind: what.kind, Text: o.text("title"), Help: o.text("description")}
	if name := o.str("name"); q.Text == nil && q.Kind != "note" {
		q.Text = im.everywhere(name)
	}
	if o.bool("isRequired") {
		q.Required = true
	} else if condition := im.condition(o, "requiredIf"); condition != "" {
		q.Required = condition
	}
	im.own(o, q)
	if inside {
		if o.members["visibleIf"] != nil {
			im.remark(o.at("visibleIf"), o.get("visibleIf"), "left out: a column is in every row")
		}
		return q
	}
	q.When = im.condition(o, "visibleIf")
	q.Comment = o.bool("showCommentArea")
	if q.Kind == "calculated" && q.Value == "" {
		return nil
	}
	return q
}

// own reads the keys of a kind.
func (im *importer) own(o *object, q *draft.Question) {
	switch q.Kind {
	case "note":
		q.Text = o.text("html")
		q.Required = nil
	case "number":
		q.Min, q.Max = o.number("min"), o.number("max")
		if o.str("type") == "rating" {
			im.rating(o, q)
		}
	case "date":
		q.Min, q.Max = day(o, "min"), day(o, "max")
	case "text", "longtext":
		q.MaxLength = o.count("maxLength")
	case "choice", "choices":
		im.choices(o, q)
		q.MinOptions, q.MaxOptions = o.count("minSelectedChoices"), o.count("maxSelectedChoices")
	case "matrix":
		im.matrix(o, q)
	case "table":
		im.columns(o, q)
	case "calculated":
		im.calculation(o, q)
	}
	im.validators(o, q)
}

// day is a limit of a date, which may be the day itself.
func day(o *object, key string) any {
	if o.members[key+"ValueExpression"] == "today()" {
		o.get(key + "ValueExpression")
		return "today"
	}
	if s := o.str(key); s != "" {
		return s
	}
	return nil
}

func (im *importer) rating(o *object, q *draft.Question) {
	q.Min, q.Max, q.Decimals = 1.0, 5.0, new(int)
	if low := o.number("rateMin"); low != nil {
		q.Min = low
	}
	if high := o.number("rateMax"); high != nil {
		q.Max = high
	}
}

// choices reads options, each a value or an object.
func (im *importer) choices(o *object, q *draft.Question) {
	q.Options = im.items(o, "choices", q.ID)
	if o.bool("hasNone") || o.bool("showNoneItem") {
		none := &draft.Option{Value: "none", Exclusive: true, Text: o.text("noneText")}
		if none.Text == nil {
			none.Text = im.everywhere("None")
		}
		q.Options = append(q.Options, none)
	}
	im.other(o, q)
	if len(q.Options) == 0 {
		im.remark(o.pointer, q.ID, "has no choices of its own: write its options")
	}
}

// other is the option that asks what is meant.
func (im *importer) other(o *object, q *draft.Question) {
	text, shown := o.text("otherText"), o.bool("hasOther")
	if shown = o.bool("showOtherItem") || shown; !shown {
		return
	}
	if text == nil {
		text = im.everywhere("Other")
	}
	o.get("otherErrorText") // the portal has its own sentence
	for _, option := range q.Options {
		if option.Value == "other" {
			option.Say = true
			return
		}
	}
	q.Options = append(q.Options, &draft.Option{Value: "other", Say: true, Text: text})
}

func (im *importer) items(o *object, key, of string) []*draft.Option {
	values, _ := o.get(key).([]any)
	var options []*draft.Option
	for i, value := range values {
		option := &draft.Option{Value: fmt.Sprint(value), Text: im.everywhere(fmt.Sprint(value))}
		if members, ok := value.(map[string]any); ok {
			item := im.object(fmt.Sprintf("%s/%d", o.at(key), i), members)
			option.Value = item.str("value")
			option.Text = im.everywhere(option.Value)
			if said := item.text("text"); said != nil {
				option.Text = said
			}
			option.When = im.condition(item, "visibleIf")
			option.Say = item.bool("showCommentArea")
			item.get("isCommentRequired") // whoever chooses it says what is meant
			item.leftOver()
		}
		if slices.ContainsFunc(options, func(other *draft.Option) bool { return other.Value == option.Value }) {
			im.remark(o.at(key), value, "left out of `"+of+"`: the option stands twice")
			continue
		}
		options = append(options, option)
	}
	return options
}

func (im *importer) matrix(o *object, q *draft.Question) {
	q.Options = im.items(o, "columns", q.ID)
	for _, row := range im.items(o, "rows", q.ID) {
		q.Rows = append(q.Rows, draft.Row{ID: row.Value, Text: row.Text})
		if row.When != "" {
			im.remark(o.at("rows"), row.Value, "left out: a row is in every matrix, whatever was answered")
		}
	}
	if all := o.bool("isAllRowRequired") || o.bool("eachRowRequired"); q.Required == true && !all {
		im.remark(o.at("isRequired"), true, "every row is needed here, not only one of them")
	} else if all {
		q.Required = true
	}
}

// columns reads the columns of a table.
func (im *importer) columns(o *object, q *draft.Question) {
	key := "columns"
	if o.str("type") == "paneldynamic" {
		key = "templateElements"
	}
	im.table = q
	for _, column := range o.objects(key) {
		if c := im.question(column); c != nil {
			q.Columns = append(q.Columns, c)
		}
		column.leftOver()
	}
	im.table = nil
	q.MinRows, q.MaxRows = o.count("minRowCount"), o.count("maxRowCount")
	if key == "templateElements" {
		q.MinRows, q.MaxRows = o.count("minPanelCount"), o.count("maxPanelCount")
	}
	o.get("rowCount") // how many empty rows are drawn to begin with
	o.get("panelCount")
}
