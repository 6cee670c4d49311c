package web

import (
	"slices"
	"strconv"
	"strings"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/questionnaire"
)

// Names of the fields of a question page beside the engine's own.
const (
	fieldRevision = "r."       // the revision of the answer that was shown
	fieldSkip     = "skip."    // why the question is not relevant
	fieldComment  = "comment." // what the supplier adds
	fieldKeep     = "keep."    // which of two colliding answers is to stand
	fieldFile     = "file."    // files for the question
	fieldAbout    = "about."   // what is said of a file: about.<file>.kind
	fieldBox      = "box"      // the boxes that stood under the answers
	fieldThen     = "then"     // what the button asked for
)

// questionView is one question as its page shows it.
type questionView struct {
	*questionnaire.Question

	Page      Page
	Desk      assessment.Desk
	Answer    assessment.Answer     // as it stands; for a collision as it was typed
	Collision *assessment.Collision // somebody else answered meanwhile
	Refused   []string              // why files given just now were not taken
	About     map[evidence.ID]evidence.Details
	MaxFile   int64 // bytes of the largest file
	Locked    bool  // nothing can be changed
}

// pageState is what happened to a page that was just sent.
type pageState struct {
	Collisions []assessment.Collision
	Refused    map[string][]string              // question → why files were not taken
	About      map[evidence.ID]evidence.Details // what was said of files and could not be kept
}

// questionViews are all questions of a page, asked or not, in order.
func (s *Site) questionViews(p Page, desk assessment.Desk, section *questionnaire.Page, state pageState) []questionView {
	var views []questionView
	for _, q := range section.Questions {
		v := questionView{
			Question: q, Page: p, Desk: desk, Answer: desk.Answers[q.ID],
			Refused: state.Refused[q.ID], About: state.About, MaxFile: s.services.Evidence.MaxSize,
			Locked: !desk.Opens(q.ID, p.Now),
		}
		for _, collision := range state.Collisions {
			if collision.Question == q.ID {
				v.Collision = &collision
				yours := collision.Yours
				v.Answer = assessment.Answer{
					Question: q.ID, Revision: yours.Base, Value: yours.Value, Skipped: yours.Skipped, Comment: yours.Comment,
				}
			}
		}
		views = append(views, v)
	}
	return views
}

// Asked tells whether the question is asked now.
func (v questionView) Asked() bool { return v.Desk.Evaluation.IsAsked(v.ID) }

// Optional tells whether the question may stay unanswered. Of follow-ups each
// says so itself.
func (v questionView) Optional() bool {
	return v.TakesAnswer() && v.Kind != "each" && !v.Desk.Evaluation.Required(v.ID) && v.Answer.Skipped == ""
}

// FieldID is the id of the question's first field.
func (v questionView) FieldID() string { return "a-" + v.ID }

// Revision is the revision shown, as its field has it.
func (v questionView) Revision() string { return strconv.FormatInt(v.Answer.Revision, 10) }

// control is the question's field or fields.
func (v questionView) control() control {
	c := control{
		Question: v.Question, Page: v.Page, Name: questionnaire.FieldPrefix + v.ID, ID: v.FieldID(),
		Value: v.value(), Offered: v.Desk.Evaluation.OfferedBy, Wrong: v.Mistake() != "",
		Describe: describedBy(v.FieldID(), v.Hint(), v.Mistake()),
	}
	if v.Kind == "each" {
		c.Cards, c.Kept = v.cards(), v.kept()
	}
	return c
}

// theirs is what a colleague answered meanwhile.
func (v questionView) theirs() any {
	theirs := v.Collision.Theirs.Value
	if v.Kind == "each" {
		return said(v.Desk.Evaluation.Change(v.ID, theirs), v.Question, theirs)
	}
	return theirs
}

// Hint is the line of help under the question, with the limits of its answer.
func (v questionView) Hint() string {
	hints := []string{v.Page.Text(v.Help)}
	switch {
	case v.MaxLength != nil:
		hints = append(hints, v.Page.Say("supplier.limit_length", "most", *v.MaxLength))
	case v.MaxWords != nil:
		hints = append(hints, v.Page.Say("supplier.limit_words", "most", *v.MaxWords))
	case v.Min != nil && v.Max != nil && v.Kind != "date":
		hints = append(hints, v.Page.Say("supplier.limit_between", "least", v.Min.Number, "most", v.Max.Number))
	case v.MaxRows != nil:
		hints = append(hints, v.Page.Say("supplier.limit_rows", "most", *v.MaxRows))
	}
	return strings.TrimSpace(strings.Join(hints, " "))
}

// value is what the field shows: the answer, or what is worked out.
func (v questionView) value() any {
	return said(v.Desk.Evaluation, v.Question, v.Answer.Value)
}

// Mistake is what is wrong with the answer that stands there; that nothing
// stands there is no mistake before submitting.
func (v questionView) Mistake() string {
	var said []string
	for _, problem := range v.Desk.Evaluation.ProblemsOf(v.ID) {
		atRow := v.Kind == "each" && problem.Row > 0 // it stands at its own field
		if !missing(problem) && !atRow && problem.Severity == questionnaire.SeverityError {
			said = append(said, v.sentence(problem))
		}
	}
	return strings.Join(slices.Compact(said), " ")
}

// Warnings are what may be worth a second look.
func (v questionView) Warnings() []string {
	var said []string
	for _, problem := range v.Desk.Evaluation.ProblemsOf(v.ID) {
		if problem.Severity != questionnaire.SeverityError {
			said = append(said, v.sentence(problem))
		}
	}
	return said
}

// sentence is a problem in words: the author's where there are any.
func (v questionView) sentence(problem questionnaire.Problem) string {
	text := v.Page.problemOf(v.Question, problem)
	if problem.Row == 0 {
		return text
	}
	if place := v.Page.followSaid(v.Desk.Evaluation, v.Question, problem); v.Kind == "each" && place != "" {
		return v.Page.Say("submit.left", "question", place, "text", text)
	}
	for _, column := range v.Columns {
		if column.ID == problem.Column {
			return v.Page.Say("supplier.row_column", "row", problem.Row, "column", v.Page.Text(column.Text), "text", text)
		}
	}
	return v.Page.Say("supplier.row", "row", problem.Row, "text", text)
}

// unreadable tells whether something stands in the field that must be looked
// at before one goes on.
func unreadable(problem questionnaire.Problem) bool {
	switch problem.Code {
	case questionnaire.CodeInvalid, questionnaire.CodeFormat, questionnaire.CodeOption,
		questionnaire.CodeRange, questionnaire.CodeLength:
		return problem.Severity == questionnaire.SeverityError
	default:
		return false
	}
}

// Files are the question's files.
func (v questionView) Files() []evidence.File {
	var mine []evidence.File
	for _, f := range v.Desk.Files {
		if f.Question == v.ID && f.State != evidence.Removed && f.State != evidence.Arriving {
			if said, refused := v.About[f.ID]; refused {
				f.Name, f.Kind, f.Issuer, f.Issued, f.ValidUntil = said.Name, said.Kind, said.Issuer, said.Issued, said.ValidUntil
			}
			mine = append(mine, f)
		}
	}
	return mine
}

// ShowsFiles tells whether there is a place for files: where they are asked
// for, and where some lie already.
func (v questionView) ShowsFiles() bool {
	return v.Asked() && (v.Kind == "files" || v.Desk.Evaluation.EvidenceWanted(v.ID) || len(v.Files()) > 0)
}

// NeedsFile tells whether submitting waits for a file.
func (v questionView) NeedsFile() bool {
	return v.Desk.Evaluation.EvidenceRequired(v.ID) || v.Kind == "files" && v.Desk.Evaluation.Required(v.ID)
}

// Chosen is the chosen option in words, for «You said …».
func (v questionView) Chosen() string {
	if chosen, ok := choosing(v.Question, v.Answer.Value); ok && v.Kind == "choice" {
		return v.Page.optionText(v.Question, chosen.Value)
	}
	return ""
}

// Calm tells whether a lead question is answered at level 0: then a box says
// what that means.
func (v questionView) Calm() bool {
	level, scored := v.Desk.Evaluation.Levels[v.ID]
	return v.Lead && scored && level.Declared == 0 && v.Desk.Evaluation.Answered(v.ID)
}

// FirstStep is the advice for who has nothing yet.
func (v questionView) FirstStep() string {
	if len(v.Advice) == 0 {
		return ""
	}
	return v.Page.Text(v.Advice[0].Text)
}

// Best is the option with the highest level; nothing where levels are not by
// option.
func (v questionView) Best() string {
	best, text := 0, ""
	for _, o := range v.Options {
		if o.Level != nil && *o.Level > best {
			best, text = *o.Level, v.Page.Text(o.Text)
		}
	}
	return text
}

// Accept is what the author says proves the answer.
func (v questionView) Accept() string {
	if v.Evidence == nil {
		return ""
	}
	return v.Page.Text(v.Evidence.Accept)
}

// Explains tells whether there is anything to say of a good answer.
func (v questionView) Explains() bool { return v.Best() != "" || v.Accept() != "" || len(v.Advice) > 0 }

// Boxes are the boxes that stand under the answer, by name.
func (v questionView) Boxes() []string {
	var boxes []string
	if v.Asked() && v.Calm() {
		boxes = append(boxes, "calm:"+v.ID)
	}
	if v.ShowsFiles() {
		boxes = append(boxes, "files:"+v.ID)
	}
	if v.Kind == "each" {
		for _, f := range v.followUps() {
			if f.Asked() {
				boxes = append(boxes, f.Box())
			}
		}
	}
	return boxes
}
