package questionnaire

import (
	"math/big"
	"time"
)

// Definition is a questionnaire as its author wrote it, typed. It belongs to
// a Questionnaire and must not be changed.
type Definition struct {
	ID        string
	Version   string
	Languages []string
	Minutes   int
	Title     Text
	Intro     Text
	Pages     []*Page
	Caps      Caps

	Conditions []*Named    // in the order in which they are written
	Constants  []*Constant // likewise
}

// questions lists all questions in definition order.
func (d *Definition) questions() []*Question {
	var all []*Question
	for _, p := range d.Pages {
		all = append(all, p.Questions...)
	}
	return all
}

// Caps are the highest verified levels that evidence of a poor sort allows.
type Caps struct{ None, Weak, Stale int }

// Page is a group of questions shown together, usually one OECD step.
type Page struct {
	ID        string
	Step      string
	Title     Text
	Intro     Text
	Questions []*Question

	when   *condition
	checks []*Check
	node   *node
	index  int
}

// Question is one question, or one column of a table: a column is a question
// asked again in every row.
type Question struct {
	ID       string
	Kind     string
	Page     string // id of its page; empty for a column
	Step     string // step of its page
	Action   string // OECD practical action, such as "1.1"
	Key      string // stable name of what is asked, across questionnaires
	Lead     bool
	Weight   float64
	MaySkip  bool
	Comment  bool
	Text     Text
	Help     Text
	Why      Text
	Options  []Option
	Rows     []MatrixRow // matrix
	Columns  []*Question // table; of each, what is asked about a row
	Of       string      // each: the table whose rows are asked about
	Label    string      // each: the column that names a row
	Evidence *Evidence
	Advice   []Advice
	Flags    []Flag

	Country              string // organisation
	Currency             string // money
	Unit                 Text   // number
	Min, Max             *Bound // number, money, date
	Decimals             *int
	MinLength, MaxLength *int // in code points
	MaxWords             *int
	Pattern              string
	MinOptions           *int
	MaxOptions           *int
	MinRows, MaxRows     *int
	Type                 string // calculated: the kind its value is shown as

	kind           kind
	node           *node
	pageNode       *node
	of             *Question // each: the table
	driven         bool      // a table that follow-ups ask about
	index          int       // place in definition order; within a block of follow-ups in that
	weight         *big.Rat
	units          *big.Int // weight as a multiple of the definition's unit
	when           *condition
	required       *condition
	alwaysRequired bool
	checks         []*Check
	level          *condition
	value          *condition
	pattern        matcher
	optionIndex    map[string]int
	scored         bool
	stepNumber     int // from 1, of a scored question
	dependents     dependents
	shows          []string // what its texts show
}

// matcher is a compiled pattern.
type matcher interface{ MatchString(string) bool }

// Option is one answer that can be chosen.
type Option struct {
	Value     string
	Level     *int
	Text      Text
	Exclusive bool
	Say       bool // whoever chooses it says what is meant

	when *condition
	node *node
}

// MatrixRow is one line of a matrix.
type MatrixRow struct {
	ID   string
	Text Text
}

// Bound is a lower or upper limit: a number, a date, or the day itself.
type Bound struct {
	Number float64
	Date   time.Time
	Today  bool
}

// Evidence says when a question asks for files and what they must be like.
type Evidence struct {
	Accept       Text
	MaxAgeMonths int // 0: no limit, and an issue date is not needed

	when           *condition
	required       *condition
	alwaysRequired bool
}

// Advice is what lifts an answer that was verified below a level.
type Advice struct {
	Below int
	Text  Text
}

// Check is a rule over answers; it fails only when it is false.
type Check struct {
	Severity string
	Message  Text

	rule *condition
}

// Flag is a finding raised by answers.
type Flag struct {
	Severity string
	Text     Text
	Advice   Text
	Supplier bool // the supplier sees it too

	when *condition
}

// Conditional reports whether the question is asked only under a condition.
func (q *Question) Conditional() bool { return q.when != nil }

// Conditional reports whether the page is shown only under a condition.
func (p *Page) Conditional() bool { return p.when != nil }

// option finds an option by its value.
func (q *Question) option(value string) (Option, bool) {
	i, ok := q.optionIndex[value]
	if !ok {
		return Option{}, false
	}
	return q.Options[i], true
}
