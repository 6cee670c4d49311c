// Package draft is a definition as it is written down: the keys of
// docs/format.md as Go fields, conditions still text, nothing checked.
//
// Whoever makes a definition (an importer) fills one in and encodes it; whoever
// shows one to people (an export) decodes it. What a definition means is not
// known here: that is questionnaire.Compile's to say.
package draft

import (
	"bytes"
	"encoding/json"
	"fmt"

	"aktsom/internal/questionnaire"
)

// Text is one sentence in several languages.
type Text = questionnaire.Text

// Definition is a whole questionnaire.
type Definition struct {
	Schema    string   `json:"$schema,omitempty"`
	ID        string   `json:"id"`
	Version   string   `json:"version"`
	Languages []string `json:"languages,omitempty"`
	Minutes   int      `json:"minutes,omitempty"`
	Title     Text     `json:"title,omitempty"`
	Intro     Text     `json:"intro,omitempty"`
	Caps      *Caps    `json:"caps,omitempty"`

	Constants  map[string]any    `json:"constants,omitempty"`
	Conditions map[string]string `json:"conditions,omitempty"`

	Pages []*Page `json:"pages"`
}

// Caps are the highest verified levels by evidence; a nil one has its default.
type Caps struct {
	None  *int `json:"none,omitempty"`
	Weak  *int `json:"weak,omitempty"`
	Stale *int `json:"stale,omitempty"`
}

// Page is a group of questions shown together.
type Page struct {
	ID        string      `json:"id"`
	Step      string      `json:"step,omitempty"`
	Title     Text        `json:"title,omitempty"`
	Intro     Text        `json:"intro,omitempty"`
	When      string      `json:"when,omitempty"`
	Questions []*Question `json:"questions,omitempty"`
	Checks    []Check     `json:"checks,omitempty"`
}

// Question is a question of a page, a column of a table, or a question about
// each of its rows.
type Question struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	Action   string `json:"action,omitempty"`
	Lead     bool   `json:"lead,omitempty"`
	Weight   any    `json:"weight,omitempty"` // a number
	When     string `json:"when,omitempty"`
	Required any    `json:"required,omitempty"` // true, or a condition
	MaySkip  bool   `json:"may_skip,omitempty"`
	Comment  bool   `json:"comment,omitempty"`
	Text     Text   `json:"text,omitempty"`
	Help     Text   `json:"help,omitempty"`
	Why      Text   `json:"why,omitempty"`

	Country    string      `json:"country,omitempty"`
	Currency   string      `json:"currency,omitempty"`
	Unit       any         `json:"unit,omitempty"` // a text, or one word
	Min        any         `json:"min,omitempty"`  // a number or a date
	Max        any         `json:"max,omitempty"`
	Decimals   *int        `json:"decimals,omitempty"`
	MinLength  *int        `json:"min_length,omitempty"`
	MaxLength  *int        `json:"max_length,omitempty"`
	MaxWords   *int        `json:"max_words,omitempty"`
	Pattern    string      `json:"pattern,omitempty"`
	Options    []*Option   `json:"options,omitempty"`
	MinOptions *int        `json:"min_options,omitempty"`
	MaxOptions *int        `json:"max_options,omitempty"`
	Rows       []Row       `json:"rows,omitempty"`
	Columns    []*Question `json:"columns,omitempty"`
	MinRows    *int        `json:"min_rows,omitempty"`
	MaxRows    *int        `json:"max_rows,omitempty"`
	Type       string      `json:"type,omitempty"`
	Value      string      `json:"value,omitempty"`
	Of         string      `json:"of,omitempty"`
	Label      string      `json:"label,omitempty"`
	Questions  []*Question `json:"questions,omitempty"` // about each row of a table

	Level    any       `json:"level,omitempty"` // a whole number, or a condition
	Evidence *Evidence `json:"evidence,omitempty"`
	Checks   []Check   `json:"checks,omitempty"`
	Advice   []Advice  `json:"advice,omitempty"`
	Flags    []Flag    `json:"flags,omitempty"`
	Key      string    `json:"key,omitempty"`
}

// Option is one answer that can be chosen.
type Option struct {
	Value     string `json:"value"`
	Level     *int   `json:"level,omitempty"`
	When      string `json:"when,omitempty"`
	Exclusive bool   `json:"exclusive,omitempty"`
	Say       bool   `json:"say,omitempty"`
	Text      Text   `json:"text,omitempty"`
}

// Row is one line of a matrix; its name may be written either way.
type Row struct {
	ID    string `json:"id,omitempty"`
	Value string `json:"value,omitempty"`
	Text  Text   `json:"text,omitempty"`
}

// Name is the row's name, however it was written.
func (r Row) Name() string {
	if r.ID == "" {
		return r.Value
	}
	return r.ID
}

// Evidence says when a question asks for files.
type Evidence struct {
	When         string `json:"when,omitempty"`
	Required     any    `json:"required,omitempty"` // true, or a condition
	Accept       Text   `json:"accept,omitempty"`
	MaxAgeMonths int    `json:"max_age_months,omitempty"`
}

// Check is a rule over answers.
type Check struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity,omitempty"`
	Message  Text   `json:"message,omitempty"`
}

// Advice is what lifts an answer verified below a level.
type Advice struct {
	Below int  `json:"below"`
	Text  Text `json:"text,omitempty"`
}

// Flag is a finding raised by answers.
type Flag struct {
	When     string `json:"when"`
	Severity string `json:"severity,omitempty"`
	Text     Text   `json:"text,omitempty"`
	Advice   Text   `json:"advice,omitempty"`
	Show     string `json:"show,omitempty"`
}

// Decode reads a definition that questionnaire.Compile accepts. The remarks
// name, by JSON pointer, the keys a draft has no field for.
func Decode(source []byte) (*Definition, []Remark, error) {
	d := &Definition{}
	decoder := json.NewDecoder(bytes.NewReader(source))
	decoder.UseNumber()
	if err := decoder.Decode(d); err != nil {
		return nil, nil, fmt.Errorf("read definition: %w", err)
	}
	again, err := d.Encode()
	if err != nil {
		return nil, nil, err
	}
	lost, err := lostBetween(source, again)
	return d, lost, err
}

// Encode writes the definition as an author would: indented, keys in the order
// of the format's description, < > & as they are.
func (d *Definition) Encode() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(d); err != nil {
		return nil, fmt.Errorf("write definition: %w", err)
	}
	return b.Bytes(), nil
}

// Questions lists all questions in definition order.
func (d *Definition) Questions() []*Question {
	var all []*Question
	for _, p := range d.Pages {
		all = append(all, p.Questions...)
	}
	return all
}
