package surveyjs

import (
	"encoding/json"
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"

	"aktsom/internal/draft"
)

// exporter writes one definition.
type exporter struct {
	say       *speaker
	languages []string
	remarks   []draft.Remark
}

// Export writes a definition as SurveyJS JSON. The remarks list what SurveyJS
// has no counterpart for.
func Export(d *draft.Definition) ([]byte, []draft.Remark, error) {
	d, err := showing(d)
	if err != nil {
		return nil, nil, err
	}
	x := &exporter{say: newSpeaker(d), languages: d.Languages}
	root := map[string]any{"title": d.Title, "clearInvisibleValues": "onHidden", "pages": x.pages(d)}
	if len(d.Languages) > 0 {
		root["locale"] = d.Languages[0]
	}
	if len(d.Intro) > 0 {
		root["description"] = d.Intro
	}
	if d.Caps != nil {
		x.leave("/caps", "caps")
	}
	source, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, nil, fmt.Errorf("write SurveyJS: %w", err)
	}
	return append(source, '\n'), x.remarks, nil
}

func (x *exporter) leave(place, what string) {
	x.remarks = append(x.remarks, draft.Remark{Place: place, What: what, Became: "left out: SurveyJS has no counterpart"})
}

// element is one JSON object of SurveyJS. A key without a value is left out.
type element map[string]any

func (e element) set(key string, value any) {
	switch v := value.(type) {
	case nil:
		return
	case string:
		if v == "" {
			return
		}
	case bool:
		if !v {
			return
		}
	case draft.Text:
		if len(v) == 0 {
			return
		}
	case *int:
		if v == nil {
			return
		}
		value = *v
	}
	e[key] = value
}

// condition sets a key to when a condition is certainly true.
func (x *exporter) condition(e element, key, condition, place string) {
	if condition == "" {
		return
	}
	said, err := x.say.certain(condition, true)
	if err != nil {
		x.remarks = append(x.remarks, draft.Remark{Place: place, What: condition, Became: "left out: " + err.Error()})
		return
	}
	e[key] = said
}

func (x *exporter) pages(d *draft.Definition) []element {
	var pages []element
	for i, p := range d.Pages {
		at := fmt.Sprintf("/pages/%d", i)
		e := element{"name": p.ID}
		e.set("title", p.Title)
		e.set("description", p.Intro)
		x.condition(e, "visibleIf", p.When, at+"/when")
		if p.Step != "" {
			x.leave(at+"/step", p.Step)
		}
		for j, check := range p.Checks {
			x.leave(fmt.Sprintf("%s/checks/%d", at, j), check.Rule)
		}
		elements := []element{}
		for j, q := range p.Questions {
			if q.Kind == "each" { // a panel there asks about its own rows only
				x.leave(fmt.Sprintf("%s/questions/%d", at, j), q.ID)
				continue
			}
			elements = append(elements, x.question(q, fmt.Sprintf("%s/questions/%d", at, j)))
		}
		e["elements"] = elements
		pages = append(pages, e)
	}
	return pages
}

func (x *exporter) question(q *draft.Question, at string) element {
	e := element{"name": q.ID}
	e.set("title", q.Text)
	e.set("description", q.Help)
	e.set("showCommentArea", q.Comment)
	x.condition(e, "visibleIf", q.When, at+"/when")
	switch required := q.Required.(type) {
	case bool:
		e.set("isRequired", required)
	case string:
		x.condition(e, "requiredIf", required, at+"/required")
	}
	x.kind(e, q, at)
	x.checks(e, q, at)
	x.without(q, at)
	return e
}

// kind writes what is the kind's own.
func (x *exporter) kind(e element, q *draft.Question, at string) {
	switch q.Kind {
	case "text", "organisation":
		x.words(e, q, "text")
	case "longtext":
		x.words(e, q, "comment")
	case "email", "url":
		e["type"], e["inputType"] = "text", q.Kind
	case "number", "percent", "money", "date":
		e["type"], e["inputType"] = "text", "number"
		if q.Kind == "date" {
			e["inputType"] = "date"
		}
		e.bound("min", q.Min)
		e.bound("max", q.Max)
	case "yesno":
		e["type"] = "boolean"
	case "choice", "country":
		e["type"] = "radiogroup"
		x.options(e, q, at)
	case "choices", "countries":
		e["type"] = "checkbox"
		x.options(e, q, at)
		if q.MinOptions != nil || q.MaxOptions != nil {
			limits := element{"type": "answercount"}
			limits.set("minCount", q.MinOptions)
			limits.set("maxCount", q.MaxOptions)
			e.validate(limits)
		}
	case "files":
		e["type"], e["allowMultiple"] = "file", true
	case "note":
		e["type"], e["html"] = "html", escaped(q.Text)
		delete(e, "title")
	case "calculated":
		x.calculated(e, q, at)
	case "matrix":
		x.matrix(e, q)
		if condition, ok := q.Required.(string); ok {
			x.leave(at+"/required", condition+" (one row is required then, not every row)")
		}
	case "table":
		x.table(e, q, at)
	}
}

func (x *exporter) words(e element, q *draft.Question, typ string) {
	e["type"] = typ
	limits := element{"type": "text"}
	limits.set("minLength", q.MinLength)
	limits.set("maxLength", q.MaxLength)
	if len(limits) > 1 {
		e.validate(limits)
	}
	if q.Pattern != "" {
		e.validate(element{"type": "regex", "regex": q.Pattern})
	}
}

func (e element) validate(v element) {
	list, _ := e["validators"].([]element)
	e["validators"] = append(list, v)
}

// bound sets min or max; the day itself is an expression there.
func (e element) bound(key string, limit any) {
	if limit == "today" {
		e[key+"ValueExpression"] = "today()"
		return
	}
	e.set(key, limit)
}

func (x *exporter) options(e element, q *draft.Question, at string) {
	if len(q.Options) == 0 {
		x.leave(at+"/options", "the list of all countries")
		e["type"] = "text"
		return
	}
	var choices []element
	for i, o := range q.Options {
		choice := element{"value": o.Value}
		choice.set("text", o.Text)
		x.condition(choice, "visibleIf", o.When, fmt.Sprintf("%s/options/%d/when", at, i))
		choice.set("showCommentArea", o.Say)
		choice.set("isCommentRequired", o.Say)
		if o.Exclusive {
			x.leave(fmt.Sprintf("%s/options/%d/exclusive", at, i), o.Value)
		}
		choices = append(choices, choice)
	}
	e["choices"] = choices
}

func (x *exporter) matrix(e element, q *draft.Question) {
	e["type"] = "matrix"
	e.set("isAllRowRequired", q.Required == true)
	columns, rows := []element{}, []element{}
	for _, o := range q.Options {
		columns = append(columns, element{"value": o.Value, "text": o.Text})
	}
	for _, r := range q.Rows {
		rows = append(rows, element{"value": r.Name(), "text": r.Text})
	}
	e["columns"], e["rows"] = columns, rows
}

func (x *exporter) table(e element, q *draft.Question, at string) {
	e["type"], e["rowCount"] = "matrixdynamic", 0
	e.set("minRowCount", q.MinRows)
	e.set("maxRowCount", q.MaxRows)
	var columns []element
	for i, c := range q.Columns {
		column := x.question(c, fmt.Sprintf("%s/columns/%d", at, i))
		column["cellType"] = column["type"]
		delete(column, "type")
		delete(column, "description")
		columns = append(columns, column)
	}
	e["columns"] = columns
}

// calculated writes an expression whose value is empty while its question is
// hidden, and until all it needs is answered.
func (x *exporter) calculated(e element, q *draft.Question, at string) {
	e["type"] = "expression"
	tree, err := parse(q.Value)
	said := ""
	if err == nil && q.Type == "yesno" {
		var no string
		if said, err = x.say.claim(tree, true); err == nil {
			no, err = x.say.claim(tree, false)
			said = fmt.Sprintf("iif(%s, 'yes', iif(%s, 'no', ''))", said, no)
		}
	} else if err == nil {
		if said, err = x.say.operand(tree); err == nil {
			if needs := x.say.asked([]ast.Expr{tree}); len(needs) > 0 {
				said = fmt.Sprintf("iif(%s notempty, %s, '')", strings.Join(needs, " notempty and "), said)
			}
		}
	}
	if err != nil {
		x.remarks = append(x.remarks, draft.Remark{Place: at + "/value", What: q.Value, Became: "left out: " + err.Error()})
		return
	}
	e["expression"] = said
	if shown, ok := e["visibleIf"].(string); ok {
		e["expression"] = fmt.Sprintf("iif(%s, %s, '')", shown, said)
	}
}

// checks become validators that a rule passes unless it is certainly false.
func (x *exporter) checks(e element, q *draft.Question, at string) {
	for i, check := range q.Checks {
		place := fmt.Sprintf("%s/checks/%d", at, i)
		broken, err := x.say.certain(check.Rule, false)
		if err != nil || check.Severity == "warning" {
			x.leave(place, check.Rule)
			continue
		}
		v := element{"type": "expression", "expression": "!(" + broken + ")"}
		v.set("text", check.Message)
		e.validate(v)
	}
}

// without remarks on the keys SurveyJS has nothing like.
func (x *exporter) without(q *draft.Question, at string) {
	levels := q.Level != nil
	for _, o := range q.Options {
		levels = levels || o.Level != nil
	}
	for _, key := range []struct {
		is   bool
		name string
	}{
		{levels, "level"},
		{q.Lead, "lead"},
		{q.Weight != nil, "weight"},
		{q.Action != "", "action"},
		{q.MaySkip, "may_skip"},
		{len(q.Why) > 0, "why"},
		{q.Evidence != nil, "evidence"},
		{len(q.Advice) > 0, "advice"},
		{len(q.Flags) > 0, "flags"},
		{q.Key != "", "key"},
		{q.MaxWords != nil, "max_words"},
		{q.Decimals != nil, "decimals"},
		{q.Unit != nil, "unit"},
		{q.Currency != "", "currency"},
		{q.Kind == "organisation", "kind"},
	} {
		if key.is {
			x.leave(at+"/"+key.name, q.ID)
		}
	}
}

// escaped keeps a note's text from being read as HTML.
func escaped(t draft.Text) draft.Text {
	safe := draft.Text{}
	for language, s := range t {
		safe[language] = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
	}
	return safe
}
