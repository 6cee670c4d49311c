package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"aktsom/internal/questionnaire"
)

// followCard is one row of a table with what is asked about it.
type followCard struct {
	ID, Title string
	Questions []part
}

// keptField is an answer about a row that is not asked for now. It travels
// with the page, so that it is there when the question comes back.
type keptField struct{ Name, Value string }

// followUp is one question about one row.
type followUp struct {
	*questionnaire.Question

	View questionView
	Row  questionnaire.FollowUp
}

// said is what a page shows as the answer to a question: worked out, gathered
// row by row, or as it was given.
func said(e *questionnaire.Evaluation, q *questionnaire.Question, given any) any {
	switch q.Kind {
	case "calculated":
		return e.Value(q.ID)
	case "each":
		return e.FollowUps(q.ID)
	default:
		return given
	}
}

// rowName is what a row is called: its label, or else its place.
func (p Page) rowName(q *questionnaire.Question, row questionnaire.FollowUp) string {
	if column := q.LabelColumn(); column != nil && !saidNothing(row.Label) {
		return p.answerLine(column, row.Label)
	}
	return p.Say("supplier.follow_unnamed", "row", row.Row)
}

// followSaid names the question about a row that a problem is found in; empty
// where the problem is not about a row.
func (p Page) followSaid(e *questionnaire.Evaluation, q *questionnaire.Question, problem questionnaire.Problem) string {
	for _, row := range e.FollowUps(q.ID) {
		if row.Row != problem.Row {
			continue
		}
		for _, c := range q.Columns {
			if c.ID == problem.Column {
				return p.Say("supplier.follow_place", "row", p.rowName(q, row), "question", p.Text(c.Text))
			}
		}
		return p.rowName(q, row)
	}
	return ""
}

// followID is where the question about a row stands that a problem is found
// in: a link leads there.
func followID(e *questionnaire.Evaluation, problem questionnaire.Problem) string {
	for _, row := range e.FollowUps(problem.Question) {
		if row.Row == problem.Row {
			return "a-" + problem.Question + "-" + row.Key + "-" + problem.Column
		}
	}
	return "a-" + problem.Question
}

// followUps are the questions about every row, asked or not.
func (v questionView) followUps() []followUp {
	var all []followUp
	for _, row := range v.evaluation().FollowUps(v.ID) {
		for _, c := range v.Columns {
			all = append(all, followUp{Question: c, View: v, Row: row})
		}
	}
	return all
}

// cards are the rows with their questions.
func (v questionView) cards() []followCard {
	var cards []followCard
	for _, f := range v.followUps() {
		id := v.FieldID() + "-" + f.Row.Key
		if len(cards) == 0 || cards[len(cards)-1].ID != id {
			cards = append(cards, followCard{ID: id, Title: v.Page.rowName(v.Question, f.Row)})
		}
		last := &cards[len(cards)-1]
		last.Questions = append(last.Questions, f.part())
	}
	return cards
}

// kept are the answers about rows that are gone from the table.
func (v questionView) kept() []keptField {
	given, _ := v.Answer.Value.(map[string]any)
	there := map[string]bool{}
	for _, row := range v.evaluation().FollowUps(v.ID) {
		there[row.Key] = true
	}
	var fields []keptField
	for _, key := range slices.Sorted(maps.Keys(given)) {
		cells, _ := given[key].(map[string]any)
		for _, c := range v.Columns {
			if !there[key] {
				fields = append(fields, v.Page.keptFields(questionnaire.FieldPrefix+v.ID+"."+key+"."+c.ID, cells[c.ID])...)
			}
		}
	}
	return fields
}

// evaluation is what the answers mean as the page shows them: with what was
// typed where somebody else answered meanwhile.
func (v questionView) evaluation() *questionnaire.Evaluation {
	if v.Collision == nil {
		return v.Desk.Evaluation
	}
	return v.Desk.Evaluation.Change(v.ID, v.Answer.Value)
}

// keptFields are the fields that carry an answer as it stands.
func (p Page) keptFields(name string, value any) []keptField {
	switch v := value.(type) {
	case string:
		return []keptField{{name, v}}
	case bool:
		return []keptField{{name, strconv.FormatBool(v)}}
	case float64:
		return []keptField{{name, p.typedNumber(v)}}
	case []any:
		var fields []keptField
		for _, each := range v {
			fields = append(fields, p.keptFields(name, each)...)
		}
		return fields
	case map[string]any: // an option with words beside it
		all, _ := questionnaire.ChosenIn(v)
		var fields []keptField
		for _, c := range all {
			fields = append(fields, keptField{name, c.Value}, keptField{questionnaire.SayField(name, c.Value), c.Say})
		}
		return fields
	default:
		return nil
	}
}

// Asked tells whether the question is asked about the row now.
func (f followUp) Asked() bool { return f.Row.Asked(f.Question) }

// Kept is the answer of a question that is not asked, to be sent along.
func (f followUp) Kept() []keptField {
	return f.View.Page.keptFields(f.name(), f.Row.Answer(f.Question))
}

func (f followUp) name() string {
	return questionnaire.FieldPrefix + f.View.ID + "." + f.Row.Key + "." + f.ID
}

// FieldID is the id of the question's first field.
func (f followUp) FieldID() string { return f.View.FieldID() + "-" + f.Row.Key + "-" + f.ID }

// Box names the question among those that stood on a page that was sent.
func (f followUp) Box() string { return "row:" + f.View.ID + "." + f.Row.Key + "." + f.ID }

// Optional tells whether the question may stay unanswered.
func (f followUp) Optional() bool { return !f.Row.Required(f.Question) }

// Mistake is what is wrong with what was said about the row.
func (f followUp) Mistake() string {
	for _, problem := range f.View.Desk.Evaluation.ProblemsOf(f.View.ID) {
		if problem.Row == f.Row.Row && problem.Column == f.ID && !missing(problem) {
			return f.View.Page.problemOf(f.View.Question, problem)
		}
	}
	return ""
}

func (f followUp) control() control {
	c := control{
		Question: f.Question, Page: f.View.Page, Name: f.name(), ID: f.FieldID(), Value: f.Row.Answer(f.Question),
		Offered: f.Row.Offered, Wrong: f.Mistake() != "",
	}
	c.Describe = describedBy(c.ID, f.View.Page.Text(f.Help), f.Mistake())
	return c
}

// part is the question about the row as a piece that comes and goes.
func (f followUp) part() part {
	var offered []string
	for _, o := range f.Row.Offered(f.Question) {
		offered = append(offered, o.Value)
	}
	name := f.View.ID + "." + f.Row.Key + "." + f.ID + ".ask"
	return part{Name: name, Mark: mark(f.Asked(), f.Optional(), offered), Body: followQuestion(f)}
}

// mistakePart is what is wrong with it, which comes and goes beside the field.
func (f followUp) mistakePart() part {
	return part{Name: f.View.ID + "." + f.Row.Key + "." + f.ID + ".mistake", Mark: mark(f.Mistake()), Body: mistake(f.FieldID(), f.Mistake())}
}

// followParts are the pieces inside a block of follow-ups.
func (v questionView) followParts() []part {
	var parts []part
	for _, f := range v.followUps() {
		parts = append(parts, f.part())
		if f.Asked() {
			parts = append(parts, f.mistakePart())
		}
	}
	return parts
}

// followMistakes are what the summary on top says of rows, each with a link to
// its field.
func (v questionView) followMistakes() []Mistake {
	var all []Mistake
	for _, problem := range v.Desk.Evaluation.ProblemsOf(v.ID) {
		if problem.Row > 0 && unreadable(problem) {
			all = append(all, Mistake{followID(v.Desk.Evaluation, problem), v.sentence(problem)})
		}
	}
	return all
}

// sampleCard shows the questions about a row where there is no row yet, in a
// preview.
func (c control) sampleCard() templ.Component { return followSample(c) }

// sample is one question of a sample card.
func (c control) sample(q *questionnaire.Question) control {
	return control{
		Question: q, Page: c.Page, Name: c.Name + "." + q.ID, ID: c.ID + "-" + q.ID, Offered: c.Offered,
		Describe: describedBy(c.ID+"-"+q.ID, c.Page.Text(q.Help), ""),
	}
}
