package sqlstore

import (
	"context"

	"aktsom/internal/account"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

var _ review.CaseStore = Reviews{}

var casesQuery = "SELECT " + caseColumns + ` FROM procurements p JOIN organisations o ON o.id = p.organisation_id
	LEFT JOIN assessments a ON a.procurement_id = p.id AND a.state <> 'withdrawn'` + caseJoins + `
	WHERE p.organisation_id = ? AND p.id = ? ORDER BY a.supplier_name, a.id`

// Cases implements review.CaseStore: four statements, one
// more for a qualification, however many suppliers.
func (s Reviews) Cases(ctx context.Context, org account.OrganisationID, id procurement.ID) (procurement.Procurement, []review.Case, error) {
	var rows []caseRow
	if err := one(s.db.from(ctx).Raw(casesQuery, org, id).Scan(&rows)); err != nil {
		return procurement.Procurement{}, nil, failure(err, "load the cases of procurement %s", id)
	}
	p, err := rows[0].Parts.Procurement.procurement(rows[0].Parts.BuyerName)
	if err != nil {
		return p, nil, err
	}
	cases := []review.Case{}
	for _, row := range rows {
		if row.Parts.Assessment.ID == "" { // nobody is asked yet
			continue
		}
		c, err := row.bare()
		if err != nil {
			return p, nil, err
		}
		cases = append(cases, c)
	}
	if err := s.fill(ctx, id, cases); err != nil || p.Stage != procurement.Qualification {
		return p, cases, failure(err, "load the cases of procurement %s", id)
	}
	return p, cases, failure(s.decided(ctx, casesDecisionsQuery, []any{id}, submittedOf(cases)), "load the decisions of procurement %s", id)
}

// bare is a case before its files, marks and judgements are read.
func (r caseRow) bare() (review.Case, error) {
	a, err := r.Parts.assessment()
	if err != nil || r.Submission.AssessmentID == "" {
		return review.Case{Assessment: a}, err
	}
	c := review.Case{Assessment: a, Submission: r.Submission.submission(), Review: r.Review.review()}
	c.Review.BegunBy = r.BegunBy
	return c, nil
}

var (
	casesFilesQuery = "SELECT " + fileColumns + fileGiver + `JOIN assessments a ON a.id = f.assessment_id AND a.state = 'submitted'
	WHERE a.procurement_id = ? AND f.submitted > 0 AND f.state <> 'removed' ORDER BY f.given, f.id`
	casesMarksQuery = "SELECT w.name AS person_name, " + columns("m", markRow{}) + `
	FROM marks m JOIN people w ON w.id = m.person_id JOIN assessments a ON a.id = m.assessment_id AND a.round = m.round
	WHERE a.procurement_id = ?`
	casesJudgementsQuery = "SELECT w.name AS person_name, " + columns("j", judgementRow{}) + `
	FROM judgements j JOIN people w ON w.id = j.person_id JOIN assessments a ON a.id = j.assessment_id AND a.round = j.round
	WHERE a.procurement_id = ?`
)

// submittedOf are the cases with a submission, by assessment.
func submittedOf(cases []review.Case) map[string]*review.Case {
	of := map[string]*review.Case{}
	for i := range cases {
		if cases[i].Submission.Round > 0 {
			of[string(cases[i].Assessment.ID)] = &cases[i]
		}
	}
	return of
}

// fill reads what belongs to the submissions of a procurement.
func (s Reviews) fill(ctx context.Context, id procurement.ID, cases []review.Case) error {
	of := submittedOf(cases)
	if len(of) == 0 {
		return nil
	}
	var files []filePart
	if err := s.db.from(ctx).Raw(casesFilesQuery, id).Scan(&files).Error; err != nil {
		return err
	}
	for _, f := range filesOf(files) {
		if c := of[string(f.Assessment)]; c != nil {
			c.Files = append(c.Files, f)
		}
	}
	return s.fillFindings(ctx, id, of)
}

func (s Reviews) fillFindings(ctx context.Context, id procurement.ID, of map[string]*review.Case) error {
	var marks []namedMark
	if err := s.db.from(ctx).Raw(casesMarksQuery, id).Scan(&marks).Error; err != nil {
		return err
	}
	for _, m := range marks {
		if c := of[m.Mark.AssessmentID]; c != nil {
			c.Review.Marks[m.Mark.Question] = m.Mark.mark(m.PersonName)
		}
	}
	var judgements []namedJudgement
	if err := s.db.from(ctx).Raw(casesJudgementsQuery, id).Scan(&judgements).Error; err != nil {
		return err
	}
	for _, j := range judgements {
		if c := of[j.Judgement.AssessmentID]; c != nil {
			c.Review.Judgements[evidence.ID(j.Judgement.FileID)] = j.Judgement.judgement(j.PersonName)
		}
	}
	return nil
}
