package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"aktsom/internal/account"
	"aktsom/internal/oecd"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// reviewView is one question of a review, and where it stands among all.
type reviewView struct {
	Desk    review.Desk
	Draft   *review.Draft // that was sent to the supplier; nil: none
	Items   []reviewItem
	At      int
	MayMark bool // the reader's role reviews, and the review is not finished

	Reader string    // the person's id
	Filter workState // which questions the work list shows

	// What was typed, when it came back with mistakes.
	Asking   *string         // what is to be corrected
	Comment  *review.Comment // what is said of the question
	Level    string
	Reason   string
	Judging  *review.Judgement
	Mistakes []Mistake
}

// reviewItem is one line of the work list.
type reviewItem struct {
	Question *questionnaire.Question
	Counts   bool // it gives a level, so it can be marked
	Skipped  bool // "not relevant", says the supplier
	Level    questionnaire.Level
	Mark     *review.Mark
	stands
}

func newReviewView(desk review.Desk, role account.Role) *reviewView {
	v := &reviewView{Desk: desk, MayMark: role.MayReview() && desk.Review.Finished == nil}
	for _, s := range sectionsOf(desk.Questionnaire, desk.Evaluation) {
		for _, q := range s.Questions {
			v.Items = append(v.Items, reviewItemOf(desk, q))
		}
	}
	v.setStands()
	return v
}

func reviewItemOf(desk review.Desk, q *questionnaire.Question) reviewItem {
	item := reviewItem{Question: q}
	item.Level, item.Counts = desk.Evaluation.Levels[q.ID]
	item.Skipped = desk.Evaluation.Skipped(q.ID)
	item.Counts = item.Counts || item.Skipped
	if mark, marked := desk.Review.Marks[q.ID]; marked {
		item.Mark = &mark
	}
	return item
}

// goTo chooses the question to look at; none chosen is the first that is left.
// false: there is no such question.
func (v *reviewView) goTo(question string) bool {
	is := func(i reviewItem) bool { return i.Question.ID == question }
	if left := v.waiting(); question == "" && v.qualifies() && len(left) > 0 {
		is = func(i reviewItem) bool { return i.Question.ID == left[0].Question.ID }
	} else if question == "" {
		is = func(i reviewItem) bool { return i.Counts && i.Mark == nil }
	}
	v.At = slices.IndexFunc(v.Items, is)
	if v.At < 0 && question == "" {
		v.At = slices.IndexFunc(v.Items, func(i reviewItem) bool { return i.Counts })
	}
	return v.At >= 0
}

// now is the question that is looked at.
func (v *reviewView) now() reviewItem { return v.Items[v.At] }

// next is the question after this one, or nil after the last.
func (v *reviewView) next() *reviewItem {
	for i := v.At + 1; i < len(v.Items); i++ {
		if v.Items[i].is(v.Filter) {
			return &v.Items[i]
		}
	}
	return nil
}

// nextToMark is the next question that gives a level, or nil after the last.
func (v *reviewView) nextToMark() *reviewItem {
	for i := v.At + 1; i < len(v.Items); i++ {
		if v.Items[i].Counts && v.Items[i].is(v.Filter) {
			return &v.Items[i]
		}
	}
	return nil
}

// previous is the question before this one, or nil before the first.
func (v *reviewView) previous() *reviewItem {
	for i := v.At - 1; i >= 0; i-- {
		if v.Items[i].is(v.Filter) {
			return &v.Items[i]
		}
	}
	return nil
}

func (v *reviewView) href(i *reviewItem) string {
	query := url.Values{"question": {i.Question.ID}}
	if v.Filter != workAll {
		query.Set("state", string(v.Filter))
	}
	return assessmentPath(v.Desk.Assessment.ID, "review?"+query.Encode())
}

// counted is how many questions can be marked, and how many are.
func (v *reviewView) counted() (marked, all int) {
	for _, i := range v.Items {
		if i.Counts {
			all++
			if i.Mark != nil {
				marked++
			}
		}
	}
	return marked, all
}

// unmarked are the questions that nobody has given a level.
func (v *reviewView) unmarked() []reviewItem {
	return slices.DeleteFunc(slices.Clone(v.Items), func(i reviewItem) bool { return !i.Counts || i.Mark != nil })
}

// reviewGroup is the part of the work list under one step.
type reviewGroup struct {
	Title string
	Items []int
}

// groups are the work list by OECD step; pages without a step stand under
// their own title.
func (v *reviewView) groups(p Page) []reviewGroup {
	var groups []reviewGroup
	for i, item := range v.Items {
		if !item.is(v.Filter) {
			continue
		}
		page, _ := v.Desk.Questionnaire.Page(item.Question.Page)
		title := p.Text(page.Title)
		if page.Step != "" {
			title = p.Step(page.Step)
		}
		if len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, reviewGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.Items = append(last.Items, i)
	}
	return groups
}

// Step is the name of an OECD step, in plain words.
func (p Page) Step(step string) string { return p.Say("result.step." + step) }

// stepNumber is the place of a step among the six.
func stepNumber(step string) int { return oecd.Step(step).Number() }

// crumbs lead from the procurement to the supplier.
func (v *reviewView) crumbs(p Page) []Crumb {
	return append(buyerCrumbs(p, v.Desk), Crumb{Text: p.Say("review.crumb")})
}

func buyerCrumbs(p Page, desk review.Desk) []Crumb {
	procurement := desk.Assessment.Procurement
	here := "/procurements/" + string(procurement.ID)
	return []Crumb{
		{Text: p.Say("buyer.procurements"), Href: "/procurements"},
		{Text: procurement.Title, Href: here},
		{Text: desk.Assessment.Supplier.Name, Href: here + "/suppliers/" + string(desk.Assessment.ID)},
	}
}

// files are those that were submitted with the question.
func (v *reviewView) files() []shownFile {
	return filesThen(v.Desk.Frozen.Files[v.now().Question.ID], v.Desk.Files)
}

// levelRow is one level of the rubric.
type levelRow struct {
	Value    string
	Number   string
	Text     string
	Declared bool
	Chosen   bool
}

// rubric lists the levels in the words of the options. Where the answer is no
// choice, the words are the same for every question.
func (v *reviewView) rubric(p Page) []levelRow {
	item, chosen := v.now(), v.chosen()
	var rows []levelRow
	if item.Skipped {
		rows = append(rows, levelRow{Value: acceptSkip, Number: "–", Text: p.Say("review.accept_skip"), Chosen: chosen == acceptSkip})
	}
	for level := range 5 {
		number := string(rune('0' + level))
		rows = append(rows, levelRow{
			Value: number, Number: number, Text: p.levelText(item.Question, level),
			Declared: item.Level.Declared == level && !item.Skipped, Chosen: chosen == number,
		})
	}
	return rows
}

// levelText is what a level means for a question.
func (p Page) levelText(q *questionnaire.Question, level int) string {
	var texts []string
	for _, o := range q.Options {
		if o.Level != nil && *o.Level == level {
			texts = append(texts, p.Text(o.Text))
		}
	}
	if len(texts) == 0 {
		return p.Say("review.level." + string(rune('0'+level)))
	}
	return strings.Join(texts, " / ")
}

// chosen is the level as typed, or else as marked.
func (v *reviewView) chosen() string {
	mark := v.now().Mark
	switch {
	case v.markAgain():
		return v.Level
	case mark == nil:
		return ""
	case mark.AcceptSkip:
		return acceptSkip
	case mark.Level != nil:
		return string(rune('0' + *mark.Level))
	default:
		return ""
	}
}

// markAgain tells whether the mark's own form came back with mistakes.
func (v *reviewView) markAgain() bool {
	return len(v.Mistakes) > 0 && v.Judging == nil && v.Asking == nil && v.Comment == nil
}

// reason is the reason as typed, or else as given.
func (v *reviewView) reason() string {
	if v.markAgain() {
		return v.Reason
	}
	if mark := v.now().Mark; mark != nil {
		return mark.Reason
	}
	return ""
}

// judgementOf is what is said of a file, or is being said.
func (v *reviewView) judgementOf(f shownFile) review.Judgement {
	if v.Judging != nil && v.Judging.File == f.ID {
		return *v.Judging
	}
	return v.Desk.Review.Judgements[f.ID]
}

// judges reports whether the file's form has come back with mistakes.
func (v *reviewView) judges(f shownFile) bool { return v.Judging != nil && v.Judging.File == f.ID }

// verdictOptions are what can be said of a file.
func verdictOptions(p Page, chosen review.Verdict) []Option {
	var options []Option
	for _, verdict := range review.Verdicts() {
		options = append(options, Option{Value: string(verdict), Text: p.Verdict(verdict), Chosen: verdict == chosen})
	}
	return options
}

// Verdict is what was said of a file, in words.
func (p Page) Verdict(v review.Verdict) string { return p.Say("review.verdict." + string(v)) }

// levelWhy is why the verified level differs from the declared one; empty when
// it does not.
func (p Page) levelWhy(l questionnaire.Level) string {
	switch l.Reason {
	case questionnaire.ReasonNoEvidence:
		return p.Say("review.why_no_evidence", "cap", l.Cap)
	case questionnaire.ReasonWeakEvidence:
		return p.Say("review.why_weak_evidence", "cap", l.Cap)
	case questionnaire.ReasonStaleEvidence:
		return p.Say("review.why_stale_evidence", "cap", l.Cap)
	case questionnaire.ReasonSkipped:
		return p.Say("review.why_skipped")
	case questionnaire.ReasonMark:
		return p.Say("review.why_mark")
	default:
		return ""
	}
}

// itemWhy is why a question has the level it has; a skip that nobody has judged
// is always explained.
func (p Page) itemWhy(item reviewItem) string {
	if item.Skipped && item.Mark == nil {
		return p.Say("review.why_skipped")
	}
	return p.levelWhy(item.Level)
}

// levelID gives the first level the field's own id, so that a link from the
// error summary lands there.
func levelID(i int) string {
	if i == 0 {
		return "level"
	}
	return "level-" + strconv.Itoa(i)
}

// levelName is what the second number is called: a mark, or what the files
// allow as long as nobody has marked.
func (p Page) levelName(item reviewItem) string {
	if item.Mark != nil {
		return p.Say("review.marked_level")
	}
	return p.Say("review.provisional_level")
}

// stateOf is the state of a question in the work list: of a requirement, in a
// qualification.
func (v *reviewView) stateOf(p Page, item reviewItem) string {
	if v.qualifies() {
		return v.judgedState(p, item)
	}
	return p.queueState(item)
}

// queueState is the state of a question in the work list, in a few words.
func (p Page) queueState(item reviewItem) string {
	var more []string
	if item.Correction != nil && item.Correction.Sent != nil {
		more = append(more, p.Say("correction.state_sent"))
	} else if item.Correction != nil {
		more = append(more, p.Say("correction.state_listed"))
	}
	if item.Changed {
		more = append(more, p.Say("correction.state_changed"))
	}
	if item.Flagged {
		more = append(more, p.Say("correction.state_flagged"))
	}
	return strings.Join(append([]string{p.markState(item)}, more...), " · ")
}

// markState is how far the mark of a question has come.
func (p Page) markState(item reviewItem) string {
	switch {
	case !item.Counts:
		return p.Say("review.state_plain")
	case item.Mark == nil && item.Skipped:
		return p.Say("review.state_skipped")
	case item.Mark == nil:
		return p.Say("review.state_left", "declared", item.Level.Declared)
	case item.Mark.AcceptSkip:
		return p.Say("review.state_left_out")
	default:
		return p.Say("review.state_marked", "declared", item.Level.Declared, "verified", item.Level.Verified)
	}
}

func verdictColour(v review.Verdict) Colour {
	if v == review.Accepted {
		return Good
	}
	return Look
}

// saidIn is what a submission says to a question: worked out, or given.
func saidIn(desk review.Desk, q *questionnaire.Question) any {
	return said(desk.Evaluation, q, desk.Frozen.Answers[q.ID])
}
