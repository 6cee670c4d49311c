package web

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aktsom/internal/message"
	"aktsom/internal/questionnaire"
)

// control is the field or fields of one question, or of one cell of a table.
// Each kind has its part in kind_<kind>.templ.
type control struct {
	*questionnaire.Question

	Page     Page
	Name, ID string
	Value    any // decoded JSON, as it stands or as it was typed
	Offered  func(*questionnaire.Question) []questionnaire.Option
	Describe string // ids of help and mistake
	Wrong    bool
	Label    string       // in a cell of a table, which has no label of its own
	Cards    []followCard // of follow-ups: the rows; nil where there is no table to ask about
	Kept     []keptField  // of follow-ups: what is known of rows that are gone
}

// kindPart is the part that shows a kind's fields.
func kindPart(c control) templ.Component {
	parts := map[string]func(control) templ.Component{
		"text": textControl, "longtext": longtextControl, "email": emailControl, "url": urlControl,
		"organisation": organisationControl, "number": numberControl, "percent": percentControl, "money": moneyControl,
		"date": dateControl, "yesno": yesnoControl, "choice": choiceControl, "choices": choicesControl,
		"country": countryControl, "countries": countriesControl, "matrix": matrixControl, "table": tableControl,
		"each":  eachControl,
		"files": filesControl, "note": noteControl, "calculated": calculatedControl,
	}
	return parts[c.Kind](c)
}

// grouped tells whether a kind has several fields, which a legend names; a
// single field has a label.
func grouped(kind string) bool {
	return slices.Contains([]string{"yesno", "choice", "choices", "countries", "matrix", "table", "each", "files"}, kind)
}

// Cell tells whether the control is a cell of a table.
func (c control) Cell() bool { return c.Label != "" }

// options are the options offered now.
func (c control) options() []questionnaire.Option { return c.Offered(c.Question) }

// attributes are those that all fields of a control share.
func (c control) attributes() templ.Attributes {
	set := templ.Attributes{}
	if c.Describe != "" {
		set["aria-describedby"] = c.Describe
	}
	if c.Wrong {
		set["aria-invalid"] = "true"
	}
	if c.Label != "" {
		set["aria-label"] = c.Label
	}
	return set
}

// text is the value as the field shows it.
func (c control) text() string {
	switch value := c.Value.(type) {
	case map[string]any:
		if chosen, ok := choosing(c.Question, value); ok {
			return chosen.Value
		}
		return asTyped(value)
	case string:
		if day, err := time.Parse(time.DateOnly, value); err == nil && c.Kind == "date" {
			return c.Page.typedDate(day)
		}
		return value
	case float64:
		return c.Page.typedNumber(value)
	case nil:
		return ""
	default:
		return asTyped(c.Value)
	}
}

// typedDate writes a date as people here type it; the engine reads it back.
func (p Page) typedDate(day time.Time) string {
	if p.Lang() == message.English {
		return day.Format("02/01/2006")
	}
	return day.Format("02.01.2006")
}

// typedNumber writes a number without marks between thousands, so that what is
// read back is the same number.
func (p Page) typedNumber(f float64) string {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if p.Lang() != message.English {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// is tells whether value is the answer, or one of the answers.
func (c control) is(value string) bool {
	switch given := c.Value.(type) {
	case string:
		return given == value
	case bool:
		return strconv.FormatBool(given) == value
	default:
		all, _ := questionnaire.ChosenIn(given)
		return slices.ContainsFunc(all, func(c questionnaire.Chosen) bool { return c.Value == value })
	}
}

// stray tells whether an answer stands there that is not among the options.
func (c control) stray() bool {
	value := c.text()
	return value != "" && !slices.ContainsFunc(c.options(), func(o questionnaire.Option) bool { return o.Value == value })
}

// optionID gives the first option the question's own id, where a link from the
// summary lands.
func (c control) optionID(i int) string {
	if i == 0 {
		return c.ID
	}
	return c.ID + "-" + strconv.Itoa(i+1)
}

// size is the width of a short field in characters; 0 is the whole line.
func (c control) size() string {
	if c.MaxLength != nil && *c.MaxLength <= 40 {
		return strconv.Itoa(max(4, *c.MaxLength))
	}
	return ""
}

// country is a country to choose.
type country struct{ Code, Name string }

// countries are those offered, by name.
func (c control) countries() []country {
	var all []country
	if len(c.Options) > 0 {
		for _, o := range c.options() {
			all = append(all, country{o.Value, c.Page.Text(o.Text)})
		}
		return all
	}
	for _, code := range questionnaire.Countries() {
		all = append(all, country{code, c.Page.Country(code)})
	}
	slices.SortFunc(all, inAlphabet(c.Page.Lang(), all, func(c country) string { return c.Name }))
	return all
}

// at is the control of one row of a matrix.
func (c control) at(row questionnaire.MatrixRow, i int) control {
	cell := c
	cell.Name, cell.ID = c.Name+"."+row.ID, c.ID
	if i > 0 {
		cell.ID = c.ID + "-" + row.ID
	}
	given, _ := c.Value.(map[string]any)
	cell.Value = given[row.ID]
	return cell
}

// spareRows are offered below the filled ones, so that a table grows without
// a script too.
const spareRows = 2

// rows are the filled rows of a table and some to fill.
func (c control) rows() []map[string]any {
	rows, _ := rowsOf(c.Value)
	filled := len(rows)
	for range spareRows {
		if c.MaxRows == nil || len(rows) < *c.MaxRows {
			rows = append(rows, nil)
		}
	}
	if c.MinRows != nil {
		for len(rows) < *c.MinRows && filled == 0 && len(rows) < 5 {
			rows = append(rows, nil)
		}
	}
	return rows
}

// cell is the control of one cell.
func (c control) cell(row map[string]any, at int, column *questionnaire.Question) control {
	number := strconv.Itoa(at)
	id := c.ID
	if at > 0 || column != c.Columns[0] {
		id = c.ID + "-" + number + "-" + column.ID
	}
	return control{
		Question: column, Page: c.Page, Name: c.Name + "." + number + "." + column.ID, ID: id, Value: row[column.ID],
		Offered: c.Offered, Label: c.Page.Say("supplier.cell", "column", c.Page.Text(column.Text), "row", at+1),
	}
}

// rowKey is the key by which follow-ups know a row again; a new row is given
// one that nobody else has.
func (c control) rowKey(row map[string]any, at int) string {
	if key, ok := row[questionnaire.RowKey].(string); ok {
		return key
	}
	if len(row) > 0 {
		return strconv.Itoa(at + 1)
	}
	return strings.ToLower(rand.Text()[:newKey])
}

// newKey is how long the key of a new row is: 50 bits, for a table of at most
// 500 rows.
const newKey = 10

// mostRows is how many rows the table may have.
func (c control) mostRows() string {
	if c.MaxRows == nil {
		return ""
	}
	return strconv.Itoa(*c.MaxRows)
}
