package web

import (
	"encoding/json"
	"os"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// sampleCase is a shipped questionnaire answered as one of its cases is.
type sampleCase struct {
	sheet questionnaire.Sheet
	q     *questionnaire.Questionnaire
	a     assessment.Assessment
	sub   assessment.Submission
	files []evidence.File
}

func newSampleCase(name string) sampleCase {
	folder := "../../questionnaires/oecd-short/1.0/"
	definition, err := os.ReadFile(folder + "definition.json")
	answers, err2 := os.ReadFile(folder + "cases/" + name + ".json")
	if err != nil || err2 != nil {
		panic("the shipped questionnaire is not where it was")
	}
	s := sampleCase{}
	s.q, _ = questionnaire.Compile("definition.json", definition)
	if err := json.Unmarshal(answers, &s.sheet); err != nil {
		panic(err)
	}
	at := time.Date(2027, 1, 9, 10, 30, 0, 0, time.UTC)
	s.a = assessment.Assessment{
		ID: "a7", Supplier: assessment.Supplier{Name: strings.Repeat("Berghammerstøperi", 7)}, State: assessment.Submitted, Round: 2, Submitted: &at,
		Contact: assessment.Contact{Name: "Anne Berg", Email: "anne@berg.example"},
		Procurement: procurement.Procurement{
			ID: "p7", Title: "Arbeidsklær til hjemmetjenesten", BuyerName: "Fjordvik kommune", Stage: procurement.BeforeBids,
			State: procurement.Published, Closing: at.Add(6 * 24 * time.Hour), Zone: "Europe/Oslo",
		},
	}
	s.sub = assessment.Submission{
		Assessment: "a7", Round: 2, SHA256: strings.Repeat("0123456789abcdef", 4), DeclaredName: "Anne Berg", DeclaredRole: "Daglig leder", At: at,
	}
	for question, files := range s.sheet.Files {
		for _, f := range files {
			s.files = append(s.files, evidence.File{
				ID: evidence.ID("f-" + question), Question: question, Name: question + ".pdf", Kind: "report", Issued: f.Issued,
				Size: 12_345, SHA256: s.sub.SHA256, State: evidence.Clean,
			})
		}
	}
	return s
}

// open is the supplier's desk.
func (s sampleCase) open(state assessment.State) assessment.Desk {
	desk := assessment.Desk{Questionnaire: s.q, Evaluation: s.q.Evaluate(s.sheet)}
	desk.Assessment, desk.Files, desk.Answers = s.a, s.files, map[string]assessment.Answer{}
	desk.Assessment.State = state
	for question, value := range s.sheet.Answers {
		desk.Answers[question] = assessment.Answer{Question: question, Value: value, Comment: "Vi deler gjerne mer."}
	}
	return desk
}

func (s sampleCase) frozen() assessment.Frozen {
	frozen := assessment.Frozen{
		Buyer: "Fjordvik kommune", Supplier: assessment.FrozenSupplier{Name: s.a.Supplier.Name},
		Answers: s.sheet.Answers, Skipped: s.sheet.Skipped, Files: map[string][]assessment.FrozenFile{},
	}
	for _, f := range s.files {
		frozen.Files[f.Question] = append(frozen.Files[f.Question], assessment.FrozenFile{ID: f.ID, Name: f.Name, Issued: f.Issued, Size: f.Size, SHA256: f.SHA256})
	}
	return frozen
}

// judged is the evaluator's desk: a level given, a file found too general.
func (s sampleCase) judged(finished *time.Time) review.Desk {
	level := 0
	sheet := s.sheet
	sheet.Marks = map[string]questionnaire.Mark{"routine": {Level: &level, Reason: "En tom mal"}}
	desk := review.Desk{Frozen: s.frozen(), Questionnaire: s.q, Sheet: sheet, Evaluation: s.q.Evaluate(sheet)}
	desk.Assessment, desk.Submission, desk.Files = s.a, s.sub, s.files
	desk.Review = review.Review{
		Finished:   finished,
		Marks:      map[string]review.Mark{"routine": {Question: "routine", Level: &level, Reason: "En tom mal", PersonName: "Kari Nordmann", At: s.sub.At}},
		Judgements: map[evidence.ID]review.Judgement{"f-policy": {File: "f-policy", Verdict: review.Generic, Reason: "Gjelder konsernet", PersonName: "Kari Nordmann"}},
	}
	return desk
}

// reviewGallery is the pages from check to result.
func reviewGallery(p Page) map[string]templ.Component {
	medium, strong := newSampleCase("medium-importer"), newSampleCase("strong-supplier")
	open, submitted := medium.open(assessment.Open), medium.open(assessment.Submitted)
	wrong := []Mistake{{"name", "Skriv navnet."}, {"confirmed", "Kryss av."}}
	withdrawn := medium.sub
	withdrawn.Withdrawn = &withdrawn.At
	officer := account.Actor{Organisation: "o7", Role: account.Officer}
	qualification := medium.judged(nil)
	qualification.Assessment.Procurement.Stage = procurement.Qualification
	finished := medium.judged(&p.Now)
	qualification.Assessment.Procurement.Requirements = sampleRequirements()
	qualification.Frozen.Requirements = sampleRequirements()
	return map[string]templ.Component{
		"check":                checkPage(p, checkView{Desk: newSampleCase("nothing-answered").open(assessment.Open), Open: true}),
		"check-wrong":          checkPage(p, checkView{Desk: open, Open: true, Mistakes: wrong}),
		"check-read":           checkPage(p, checkView{Desk: submitted}),
		"receipt":              receiptPage(p, receiptView{Desk: submitted, Receipt: medium.sub, Frozen: medium.frozen(), Stands: true, MayUndo: true, Others: []assessment.Submission{withdrawn}}),
		"receipt-old":          receiptPage(p, receiptView{Desk: open, Receipt: withdrawn, Frozen: medium.frozen()}),
		"withdraw":             withdrawPage(p, medium.a),
		"hand-over":            handOverPage(p, handOverView{Assessment: medium.a, Mistakes: []Mistake{{"email", "Skriv en adresse."}}}),
		"earlier":              earlierPage(p, sampleEarlier(open)),
		"earlier-none":         earlierPage(p, earlierView{Desk: open}),
		"requirements":         requirementsPage(p, sampleRequiring(qualification, procurement.Draft)),
		"requirements-fixed":   requirementsPage(p, sampleRequiring(qualification, procurement.Published)),
		"qualification":        qualificationPage(p, sampleQualification(p, qualification, medium.a)),
		"clarification":        clarificationPage(p, sampleClarification(qualification)),
		"review-qualification": reviewPage(p, sampleReview(qualification, account.Evaluator, "policy")),
		"finish-qualification": finishPage(p, sampleReview(qualification, account.Evaluator, "")),
		"sealed":               sealedPage(p, medium.a),
		"review":               reviewPage(p, sampleReview(medium.judged(nil), account.Evaluator, "policy")),
		"review-table":         reviewPage(p, sampleReview(strong.judged(nil), account.Evaluator, "risks")),
		"review-marked":        reviewPage(p, sampleReview(finished, account.Reader, "routine")),
		"finish":               finishPage(p, sampleReview(medium.judged(nil), account.Evaluator, "")),
		"release":              releasePage(p, finished, sampleDraft(p)),
		"result":               resultPage(p, newResultView(medium.judged(nil), officer)),
		"result-done":          resultPage(p, newResultView(finished, officer)),
		"result-given":         resultPage(p, newResultView(finished, account.Actor{Person: "anne"})),
		"compare":              comparePage(p, sampleCompare(p, medium.judged(nil), strong.judged(&p.Now))),
		"reviews":              reviewsPage(p, sampleReviews(p, medium.judged(nil), strong.judged(&p.Now))),
		"gaps":                 gapsPage(p, sampleGaps(medium.judged(nil), strong.judged(&p.Now))),
		"draft":                draftPage(p, draftView{Desk: finished, Before: sampleDraft(p), Mistakes: []Mistake{{"until", "Skriv en dag."}}}),
		"draft-read":           resultPage(p, sampleReadDraft(p, finished)),
		"draft-over":           resultPage(p, sampleRemarked(p, finished, officer)),
		"result-levels":        resultPage(p, newResultView(qualification, officer)),
	}
}

func sampleReview(desk review.Desk, role account.Role, question string) *reviewView {
	v := newReviewView(desk, role)
	v.goTo(question)
	return v
}

// sampleEarlier is a desk's own answers as if they were given the year before,
// the first of them to a question that read otherwise.
func sampleEarlier(desk assessment.Desk) earlierView {
	carries := []questionnaire.Carry{questionnaire.CarryConfirm, questionnaire.CarryVoid, questionnaire.CarryKeep}
	then := assessment.Earlier{Assessment: "then", Buyer: longName, Title: "Arbeidsklær", Removed: 1}
	for _, page := range desk.Questionnaire.Definition().Pages {
		for _, q := range page.Questions {
			if value := desk.Answers[q.ID].Value; value != nil {
				then.Answers = append(then.Answers, assessment.EarlierAnswer{
					Question: q, Was: q, Value: value, Carry: carries[min(len(then.Answers), 2)], Changes: []string{"reworded", "kind"},
				})
			}
		}
	}
	return earlierView{Desk: desk, All: []assessment.Earlier{then, {Assessment: "other", Buyer: "Storvik", Title: "Møbler"}}, Chosen: then}
}

// sampleLines are suppliers of whom one has not submitted.
func sampleLines(desks []review.Desk) []review.Line {
	lines := []review.Line{{Case: review.Case{Assessment: assessment.Assessment{Supplier: assessment.Supplier{Name: "Ås AS"}}}}}
	for i := range desks {
		lines = append(lines, review.Line{Case: desks[i].Case, Desk: &desks[i]})
	}
	return lines
}

// sampleReviews are reviews of which the first corrects and the last is finished.
func sampleReviews(p Page, desks ...review.Desk) reviewsView {
	v := reviewsView{Procurement: desks[0].Assessment.Procurement, Submitted: len(desks), MayReview: true}
	v.Closing = p.Now.Add(-1)
	for i, desk := range desks {
		row := assessment.Row{Assessment: desk.Assessment}
		if i == 0 {
			row.CorrectBy = &p.Now
		}
		v.Lines = append(v.Lines, newReviewsLine(p, desk, row, account.Evaluator))
	}
	v.States = reviewStateOptions(p, v.Lines, "")
	return v
}

func sampleCompare(p Page, desks ...review.Desk) compareView {
	v := compareView{Procurement: desks[0].Assessment.Procurement, Lines: compareLines(p, sampleLines(desks)), Sort: compareSort{By: "name"}}
	v.Steps = stepsIn(v.Lines)
	return v
}

func sampleGaps(desks ...review.Desk) gapsView {
	v := gapsView{
		Procurement: desks[0].Assessment.Procurement, Filter: gapFilter{Page: 2}, Pages: 3, Compared: len(desks),
		Suppliers: []Option{{Value: "a7", Text: desks[0].Assessment.Supplier.Name}},
	}
	v.Gaps, v.All = gapsOf(sampleLines(desks), gapFilter{})
	v.Shown = len(v.Gaps)
	return v
}

// sampleDraft is a draft with something said of a question and of the whole.
func sampleDraft(p Page) *review.Draft {
	return &review.Draft{Sent: p.Now.Add(-time.Hour), CommentBy: p.Now.Add(48 * time.Hour), Remarks: []review.Remark{
		{Question: "routine", Text: longName, PersonName: "Anne Berg", At: p.Now}, {Text: "Takk.\nFint.", PersonName: "Anne Berg", At: p.Now},
	}}
}

func sampleReadDraft(p Page, desk review.Desk) resultView {
	v := newResultView(desk, account.Actor{Person: "anne"})
	v.Draft, v.AsDraft, v.MayRemark, v.Typed = sampleDraft(p), true, true, remarked{"policy", "", "Skriv noe."}
	return v
}

func sampleRemarked(p Page, desk review.Desk, reader account.Actor) resultView {
	v := newResultView(desk, reader)
	v.Draft = sampleDraft(p)
	return v
}
