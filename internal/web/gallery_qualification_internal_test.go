package web

import (
	"aktsom/internal/assessment"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// sampleRequirements are met by nobody in particular.
func sampleRequirements() []procurement.Requirement {
	return []procurement.Requirement{{Question: "policy", Level: 2}, {Question: "plan", Level: 2, Text: "ha en plan som brukes"}, {Question: "rhythm", Level: 4}}
}

// sampleRequiring is the page where requirements are chosen or read.
func sampleRequiring(d review.Desk, state procurement.State) requirementsView {
	v := requirementsView{Procurement: d.Assessment.Procurement, MayManage: true}
	if v.State = state; state == procurement.Draft {
		v.Mistakes = []Mistake{{"level-policy", "Velg et nivå."}}
	}
	for _, q := range procurement.Requirable(d.Questionnaire) {
		r, _ := v.Requires(q.ID)
		v.Lines = append(v.Lines, requirementLine{q, r.Level, r.Text})
	}
	return v
}

func sampleAsked(d review.Desk) map[string]*questionnaire.Question {
	asked := map[string]*questionnaire.Question{}
	for _, r := range d.Frozen.Requirements {
		asked[r.Question], _ = d.Questionnaire.Question(r.Question)
	}
	return asked
}

// sampleQualification has a supplier to judge and one that has not submitted.
func sampleQualification(p Page, d review.Desk, silent assessment.Assessment) qualificationView {
	of := d.Assessment.Procurement
	of.State, of.Closing = procurement.Published, p.Now.Add(-1)
	judged := qualificationLine{compareLine: compareLine{Line: review.Line{Case: d.Case, Desk: &d}, State: "Under vurdering"}, Judged: d.Judged()}
	empty := qualificationLine{compareLine: compareLine{Line: review.Line{Case: review.Case{Assessment: silent}}, State: "Ikke levert"}}
	return qualificationView{Procurement: of, Lines: []qualificationLine{judged, empty}, Asked: sampleAsked(d), MayReview: true}
}

// sampleClarification leaves its only supplier out, without a reason.
func sampleClarification(d review.Desk) clarificationView {
	id := d.Assessment.ID
	return clarificationView{
		Procurement: d.Assessment.Procurement, Lines: []review.Line{{Case: d.Case, Desk: &d}}, Asked: sampleAsked(d),
		Text: "Hvem har vedtatt planen?", Day: "2027-01-15", Clock: "12:00", Offered: map[assessment.ID]bool{},
		Mistakes: []Mistake{{"reason-" + string(id), "Skriv hvorfor."}},
	}
}
