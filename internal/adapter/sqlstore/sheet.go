package sqlstore

import (
	"context"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
)

type answerRow struct {
	AssessmentID string
	Question     string
	Revision     int64
	Value        string
	Skipped      string
	Comment      string
	SaveID       string
	PersonID     string
	Saved        instant
}

func (answerRow) TableName() string { return "answers" }

func rowOfAnswer(id assessment.ID, a assessment.Answer) (answerRow, error) {
	value, err := asJSON("the answer to "+a.Question, a.Value)
	return answerRow{
		AssessmentID: string(id), Question: a.Question, Revision: a.Revision, Value: value, Skipped: a.Skipped,
		Comment: a.Comment, SaveID: a.SaveID, PersonID: string(a.Person), Saved: instant(a.At),
	}, err
}

func (r answerRow) answer(person string) (assessment.Answer, error) {
	a := assessment.Answer{
		Question: r.Question, Revision: r.Revision, Skipped: r.Skipped, Comment: r.Comment, SaveID: r.SaveID,
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Saved.at(),
	}
	return a, fromJSON("the answer to "+r.Question, r.Value, &a.Value)
}

// sheetQuery reads a whole sheet in one statement: the assessment's line comes
// four times, once with its procurement, once for each answer, once for each
// file and once for each colleague. A join of all would multiply them.
var sheetQuery = "SELECT part.number AS part, w.name AS person_name, r.role AS role, k.person_id IS NOT NULL AS active, " + ownWords + assessmentColumns + ", " +
	columns("n", answerRow{}) + ", " + columns("f", fileRow{}) + ", " + columns("c", colleagueRow{}) + `
	FROM (SELECT 0 AS number UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) part
	JOIN assessments a ON a.id = ?
	JOIN assessment_people r ON r.assessment_id = a.id AND r.person_id = ?
	LEFT JOIN procurements p ON part.number = 0 AND p.id = a.procurement_id
	LEFT JOIN organisations o ON o.id = p.organisation_id
	LEFT JOIN answers n ON part.number = 1 AND n.assessment_id = a.id
	LEFT JOIN files f ON part.number = 2 AND f.assessment_id = a.id AND f.state <> 'removed'
	LEFT JOIN people w ON w.id = COALESCE(n.person_id, f.person_id)
	LEFT JOIN colleagues c ON part.number = 3 AND c.assessment_id = a.id
	LEFT JOIN assessment_people k ON k.assessment_id = c.assessment_id AND k.person_id = c.person_id
	ORDER BY part.number, f.given, f.id, c.asked, c.person_id`

type sheetRow struct {
	Part       int
	PersonName string
	Parts      assessmentParts `gorm:"embedded"`
	Answer     answerRow       `gorm:"embedded;embeddedPrefix:n_"`
	File       fileRow         `gorm:"embedded;embeddedPrefix:f_"`
	Role       string
	Active     bool
	Colleague  colleagueRow `gorm:"embedded;embeddedPrefix:c_"`
}

// Sheet implements assessment.SupplierStore.
func (s Assessments) Sheet(ctx context.Context, id assessment.ID, person account.PersonID) (assessment.Sheet, error) {
	var rows []sheetRow
	if err := one(s.db.from(ctx).Raw(sheetQuery, id, person).Scan(&rows)); err != nil {
		return assessment.Sheet{}, failure(err, "load assessment %s", id)
	}
	sheet, err := sheetOf(rows)
	if rows[0].Role != leadRole {
		sheet.Helper = helper(sheet.Colleagues, person)
	}
	if err == nil && sheet.Assessment.SentBack > 0 {
		err = s.sentBack(ctx, &sheet)
	}
	return sheet, failure(err, "load assessment %s", id)
}

func sheetOf(rows []sheetRow) (sheet assessment.Sheet, err error) {
	sheet.Answers, sheet.Files = map[string]assessment.Answer{}, []evidence.File{}
	for _, row := range rows {
		switch {
		case row.Part == 0:
			sheet.Assessment, err = row.Parts.assessment()
		case row.Part == 1 && row.Answer.Question != "":
			sheet.Answers[row.Answer.Question], err = row.Answer.answer(row.PersonName)
		case row.Part == 2 && row.File.ID != "":
			sheet.Files = append(sheet.Files, row.File.file(row.PersonName))
		case row.Part == 3 && row.Colleague.PersonID != "":
			var c assessment.Colleague
			c, err = row.Colleague.colleague(row.Active)
			sheet.Colleagues = append(sheet.Colleagues, c)
		}
		if err != nil {
			return sheet, err
		}
	}
	return sheet, nil
}

// helper is the colleague who reads: one who is on no list answers nothing.
func helper(colleagues []assessment.Colleague, person account.PersonID) *assessment.Colleague {
	for _, c := range colleagues {
		if c.Person == person {
			return &c
		}
	}
	return &assessment.Colleague{Person: person}
}

var assessmentQuery = "SELECT " + ownWords + assessmentColumns + " FROM assessments a" + ofPurchase + "WHERE a.id = ?"

// Assessment implements assessment.AlarmStore.
func (s Assessments) Assessment(ctx context.Context, id assessment.ID) (assessment.Assessment, error) {
	var row assessmentParts
	if err := one(s.db.from(ctx).Raw(assessmentQuery, id).Scan(&row)); err != nil {
		return assessment.Assessment{}, failure(err, "load assessment %s", id)
	}
	return row.assessment()
}

var requestsQuery = "SELECT " + assessmentColumns + ", v.released IS NOT NULL AS released, d.comment_by AS draft_until, r.role AS role, c.done AS done FROM assessment_people r JOIN assessments a ON a.id = r.assessment_id" + ofPurchase + `
	LEFT JOIN reviews v ON v.assessment_id = a.id AND v.round = a.round
	LEFT JOIN drafts d ON d.assessment_id = a.id AND d.round = a.round AND a.state = 'submitted' AND r.role = 'lead'
	LEFT JOIN colleagues c ON c.assessment_id = r.assessment_id AND c.person_id = r.person_id
	WHERE r.person_id = ? AND a.state <> 'withdrawn' ORDER BY CASE WHEN a.due > p.closing THEN a.due ELSE p.closing END, a.id`

// Requests implements assessment.SupplierStore.
func (s Assessments) Requests(ctx context.Context, person account.PersonID) ([]assessment.Assessment, error) {
	var rows []struct {
		Parts      assessmentParts `gorm:"embedded"`
		Released   bool
		DraftUntil instant
		Role       string
		Done       instant
	}
	if err := s.db.from(ctx).Raw(requestsQuery, person).Scan(&rows).Error; err != nil {
		return nil, failure(err, "list the assessments of person %s", person)
	}
	list := make([]assessment.Assessment, len(rows))
	for i, row := range rows {
		a, err := row.Parts.assessment()
		if err != nil {
			return nil, err
		}
		a.Released, a.DraftUntil = row.Released, optional(row.DraftUntil)
		a.Helping, a.HelpDone = row.Role != leadRole, optional(row.Done) != nil
		list[i] = a
	}
	return list, nil
}
