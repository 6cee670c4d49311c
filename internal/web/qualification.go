package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
	"aktsom/internal/spreadsheet"
)

// qualificationView is requirements by suppliers, in words: suppliers stand by
// name, and in no other order.
type qualificationView struct {
	procurement.Procurement
	Tabs      []Tab
	Lines     []qualificationLine
	Asked     map[string]*questionnaire.Question // the requirements' questions
	MayReview bool
}

// qualificationLine is one supplier: without a desk, there is nothing to judge.
type qualificationLine struct {
	compareLine
	Judged []review.Judged
}

// outcome is what the requirements come to; empty while nothing can be judged.
func (l qualificationLine) outcome() review.Outcome {
	if len(l.Judged) == 0 {
		return ""
	}
	return review.OutcomeOf(l.Judged)
}

// at is what is found of one requirement; false where nothing is.
func (l qualificationLine) at(question string) (review.Judged, bool) {
	i := slices.IndexFunc(l.Judged, func(j review.Judged) bool { return j.Question == question })
	if i < 0 {
		return review.Judged{}, false
	}
	return l.Judged[i], true
}

// counted is how many suppliers have come to an outcome.
func (v qualificationView) counted(o review.Outcome) int {
	n := 0
	for _, l := range v.Lines {
		if l.outcome() == o {
			n++
		}
	}
	return n
}

// unclear is how many suppliers can be offered to clarify.
func (v qualificationView) unclear() int {
	n := 0
	for _, l := range v.Lines {
		if l.Offerable() {
			n++
		}
	}
	return n
}

// GET /procurements/:id/qualification lays requirements by suppliers, in words.
func (s *Site) showQualification(c *gin.Context) error {
	v, page, err := s.qualification(c)
	if err != nil {
		return err
	}
	page.Wide, page.Scripts = true, []string{"print"}
	return s.show(c, http.StatusOK, qualificationPage(page, v))
}

func (s *Site) qualification(c *gin.Context) (qualificationView, Page, error) {
	p, lines, err := s.compared(c)
	if err != nil {
		return qualificationView{}, Page{}, err
	}
	page := s.procurementPage(c, p, "qualification.title")
	v := qualificationView{
		Procurement: p, Tabs: procurementTabs(page, p.ID, tabQualification, len(lines)), MayReview: actorOf(c).Role.MayReview(),
	}
	if v.Asked, err = s.askedBy(c, p); err != nil {
		return v, page, err
	}
	for _, l := range compareLines(page, lines) {
		line := qualificationLine{compareLine: l}
		if l.Desk != nil {
			line.Judged = l.Desk.Judged()
		}
		v.Lines = append(v.Lines, line)
	}
	slices.SortStableFunc(v.Lines, inAlphabet(message.Nynorsk, v.Lines, func(l qualificationLine) string { return l.Assessment.Supplier.Name }))
	return v, page, nil
}

// askedBy are the questions of a procurement's requirements.
func (s *Site) askedBy(c *gin.Context, p procurement.Procurement) (map[string]*questionnaire.Question, error) {
	q, err := s.services.Procurements.Questionnaires().Take(c.Request.Context(), p.Questionnaire)
	if err != nil {
		return nil, err
	}
	asked := map[string]*questionnaire.Question{}
	for _, r := range p.Required() {
		if question, found := q.Question(r.Question); found {
			asked[r.Question] = question
		}
	}
	return asked, nil
}

// GET /procurements/:id/qualification.xlsx is the same as a workbook.
func (s *Site) exportQualification(c *gin.Context) error {
	v, page, err := s.qualification(c)
	if err != nil {
		return err
	}
	return sendTable(c, page, v.Procurement, qualificationSheet(page, v))
}

func qualificationSheet(p Page, v qualificationView) spreadsheet.Table {
	const name, word = 40, 24 // in characters
	t := spreadsheet.Table{Name: p.Title, Columns: []spreadsheet.Column{
		{Head: p.Say("buyer.supplier"), Width: name},
		{Head: p.Say("buyer.number"), Width: word},
		{Head: p.Say("buyer.state"), Width: word},
		{Head: p.Say("qualification.outcome_head"), Width: word},
	}}
	for _, r := range v.Required() {
		text := p.Text(v.Asked[r.Question].Text)
		t.Columns = append(t.Columns, spreadsheet.Column{Head: text, Width: name},
			spreadsheet.Column{Head: p.Say("qualification.why_of", "question", text), Width: name})
	}
	for _, l := range v.Lines {
		row := []any{l.Assessment.Supplier.Name, l.Assessment.Supplier.Number, l.State, p.outcome(l.outcome())}
		for _, r := range v.Required() {
			if j, found := l.at(r.Question); found {
				row = append(row, p.finding(j.Finding), p.why(j))
			} else {
				row = append(row, nil, nil)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// finding is what is found of a requirement, in words.
func (p Page) finding(f review.Finding) string {
	switch f {
	case review.Met:
		return p.Say("qualification.met")
	case review.NotMet:
		return p.Say("qualification.not_met")
	case review.NeedsClarification:
		return p.Say("qualification.needs_clarification")
	default:
		return p.Say("qualification.unread")
	}
}

func findingColour(f review.Finding) Colour {
	switch f {
	case review.Met:
		return Good
	case review.NotMet:
		return Bad
	case review.NeedsClarification:
		return Look
	default:
		return Neutral
	}
}

// outcome is what all requirements come to, in words; empty for nothing.
func (p Page) outcome(o review.Outcome) string {
	switch o {
	case review.Qualified:
		return p.Say("qualification.qualified")
	case review.NotQualified:
		return p.Say("qualification.not_qualified")
	case review.Undecided:
		return p.Say("qualification.undecided_tag")
	default:
		return ""
	}
}

// outcomeSentence is what all requirements come to, in a sentence.
func (p Page) outcomeSentence(o review.Outcome) string {
	switch o {
	case review.Qualified:
		return p.Say("qualification.sentence_qualified")
	case review.NotQualified:
		return p.Say("qualification.sentence_not")
	default:
		return p.Say("qualification.sentence_undecided")
	}
}

func outcomeColour(o review.Outcome) Colour {
	switch o {
	case review.Qualified:
		return Good
	case review.NotQualified:
		return Bad
	default:
		return Neutral
	}
}

// why says how a finding came about; where an evaluator decided, in their words.
func (p Page) why(j review.Judged) string {
	switch j.Ground {
	case review.GroundDecided:
		if j.Decision != nil {
			return j.Decision.Reason
		}
		return ""
	case review.GroundMarked:
		return p.Say("qualification.why_marked")
	case review.GroundBelow:
		return p.Say("qualification.why_below")
	case review.GroundNoEvidence:
		return p.Say("qualification.why_no_evidence")
	case review.GroundWeak:
		return p.Say("qualification.why_weak")
	case review.GroundStale:
		return p.Say("qualification.why_stale")
	case review.GroundUnread:
		return p.Say("qualification.why_unread")
	case review.GroundSkipped:
		return p.Say("qualification.why_skipped")
	case review.GroundSkipAllowed:
		return p.Say("qualification.why_skip_accepted")
	case review.GroundNotAsked:
		return p.Say("qualification.why_not_asked")
	default:
		return p.Say("qualification.why_answered")
	}
}

// qualifies tells whether the review is of a qualification.
func (v *reviewView) qualifies() bool {
	return v.Desk.Assessment.Procurement.Stage == procurement.Qualification
}

func (v resultView) qualifies() bool {
	return v.Desk.Assessment.Procurement.Stage == procurement.Qualification
}

// judgedState is the state of a question in the work list of a qualification.
func (v *reviewView) judgedState(p Page, item reviewItem) string {
	if j, required := v.Desk.Requirement(item.Question.ID); required {
		return p.finding(j.Finding)
	}
	return p.Say("qualification.is_none")
}

// decided is how many requirements there are, and of how many it is settled
// whether they are met.
func (v *reviewView) decided() (done, all int) {
	judged := v.Desk.Judged()
	for _, j := range judged {
		if j.Finding == review.Met || j.Finding == review.NotMet {
			done++
		}
	}
	return done, len(judged)
}

// waiting are the requirements that are not settled.
func (v *reviewView) waiting() []reviewItem {
	return slices.DeleteFunc(slices.Clone(v.Items), func(i reviewItem) bool {
		j, required := v.Desk.Requirement(i.Question.ID)
		return !required || j.Finding == review.Met || j.Finding == review.NotMet
	})
}

// findingOptions are what can be decided of a requirement.
func (v *reviewView) findingOptions(p Page, j review.Judged) []Option {
	chosen := review.Finding("")
	if j.Decision != nil {
		chosen = j.Decision.Finding
	}
	if v.deciding() {
		chosen = review.Finding(v.Level)
	}
	var options []Option
	for _, f := range review.Findings() {
		options = append(options, Option{Value: string(f), Text: p.finding(f), Chosen: f == chosen})
	}
	return options
}

// deciding reports whether the decision has come back with mistakes.
func (v *reviewView) deciding() bool { return len(v.Mistakes) > 0 && v.Judging == nil }

func (v *reviewView) decisionReason(j review.Judged) string {
	if v.deciding() {
		return v.Reason
	}
	if j.Decision != nil {
		return j.Decision.Reason
	}
	return ""
}

// POST /assessments/:id/review/decide says whether a requirement is met.
func (s *Site) decide(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	d := review.Decision{Question: form.Get("question"), Finding: review.Finding(form.Get("finding")), Reason: form.Get("reason")}
	if desk, err := s.openReview(c); err != nil || desk.Assessment.Procurement.Stage != procurement.Qualification {
		return s.nothingToDecide(c, err)
	}
	refused := s.services.Reviews.Decide(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), d)
	if refused != nil {
		return s.reviewAgain(c, d.Question, refused, func(v *reviewView, mistakes []Mistake) {
			v.Level, v.Reason, v.Mistakes = string(d.Finding), d.Reason, mistakes
		})
	}
	desk, err := s.openReview(c)
	if err != nil {
		return err
	}
	s.flash(c, Done, "qualification.decided")
	v := newReviewView(desk, actorOf(c).Role)
	if left := v.waiting(); len(left) > 0 {
		return seeOther(c, v.href(&left[0]))
	}
	return seeOther(c, assessmentPath(desk.Assessment.ID, "review/finish"))
}

// nothingToDecide leads back to a review whose stage has no requirements.
func (s *Site) nothingToDecide(c *gin.Context, err error) error {
	switch {
	case err != nil:
		return err
	case !actorOf(c).Role.MayReview():
		return fault.New(fault.Denied, "review.only_evaluators")
	}
	s.flash(c, Warning, "qualification.no_requirement")
	return seeOther(c, assessmentPath(assessment.ID(c.Param("id")), "review"))
}

// belowRequired are the questions whose answer does not reach its requirement.
func (v checkView) belowRequired() []*questionnaire.Question {
	var below []*questionnaire.Question
	for _, r := range v.Desk.Assessment.Procurement.Required() {
		q, found := v.Desk.Questionnaire.Question(r.Question)
		level, counts := v.Desk.Evaluation.Levels[r.Question]
		answered := v.Desk.Evaluation.Answered(r.Question) && !v.Desk.Evaluation.Skipped(r.Question)
		if found && answered && counts && level.Declared < r.Level {
			below = append(below, q)
		}
	}
	return below
}

// resultRequirement is one requirement of a result, for other programs.
type resultRequirement struct {
	Question string `json:"question"`
	Text     string `json:"text,omitempty"` // the requirement in the buyer's words
	Finding  string `json:"finding"`        // met, not_met, needs_clarification, unread
	Ground   string `json:"ground"`
	Reason   string `json:"reason,omitempty"` // in the evaluator's words
}

// qualifyJSON leaves the requirements and takes every number away.
func (r *resultJSON) qualifyJSON(v resultView) {
	judged := v.Desk.Judged()
	r.Questions, r.Gaps, r.Lifts = []resultQuestion{}, []resultGap{}, []resultLift{}
	if len(judged) > 0 {
		r.Outcome = string(review.OutcomeOf(judged))
	}
	for _, j := range judged {
		said := resultRequirement{Question: j.Question, Text: j.Text, Finding: string(j.Finding), Ground: string(j.Ground)}
		if j.Decision != nil {
			said.Reason = j.Decision.Reason
		}
		r.Requirements = append(r.Requirements, said)
	}
}
