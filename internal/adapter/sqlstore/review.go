package sqlstore

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

type reviewRow struct {
	AssessmentID string
	Round        int
	Evaluator    string
	Started      instant
	Finished     instant
	Released     instant
	Card         string
	Version      int64
	Superseded   instant
}

func (reviewRow) TableName() string { return "reviews" }

func (r reviewRow) review() review.Review {
	v := review.Review{
		Assessment: assessment.ID(r.AssessmentID), Round: r.Round, Evaluator: account.PersonID(r.Evaluator),
		Started: r.Started.at(), Finished: optional(r.Finished), Released: optional(r.Released), Version: r.Version,
		Marks: map[string]review.Mark{}, Judgements: map[evidence.ID]review.Judgement{},
	}
	if r.Card != "" {
		v.Card = []byte(r.Card)
	}
	return v
}

type markRow struct {
	AssessmentID string
	Round        int
	Question     string
	Level        *int
	AcceptSkip   bool
	Reason       string
	PersonID     string
	Marked       instant
	Carried      int
}

func (markRow) TableName() string { return "marks" }

func (r markRow) mark(person string) review.Mark {
	return review.Mark{
		Question: r.Question, Level: r.Level, AcceptSkip: r.AcceptSkip, Reason: r.Reason,
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Marked.at(), Carried: r.Carried,
	}
}

type judgementRow struct {
	AssessmentID string
	Round        int
	FileID       string
	Verdict      string
	Reason       string
	PersonID     string
	Judged       instant
	Carried      int
}

func (judgementRow) TableName() string { return "judgements" }

func (r judgementRow) judgement(person string) review.Judgement {
	return review.Judgement{
		File: evidence.ID(r.FileID), Verdict: review.Verdict(r.Verdict), Reason: r.Reason,
		Person: account.PersonID(r.PersonID), PersonName: person, At: r.Judged.at(), Carried: r.Carried,
	}
}

// Reviews implements review.Store.
type Reviews struct{ db *DB }

var _ review.Store = Reviews{}

// Reviews is the store of reviews.
func (d *DB) Reviews() Reviews { return Reviews{d} }

type caseRow struct {
	Parts      assessmentParts `gorm:"embedded"`
	Submission submissionRow   `gorm:"embedded;embeddedPrefix:s_"`
	Review     reviewRow       `gorm:"embedded;embeddedPrefix:v_"`
	BegunBy    string
}

var caseColumns = assessmentColumns + ", " + columns("s", submissionRow{}) + ", " + columns("v", reviewRow{}) +
	", (SELECT e.name FROM people e WHERE e.id = v.evaluator) AS begun_by"

// caseJoins add the standing submission and its review to assessments a.
const caseJoins = `
	LEFT JOIN submissions s ON a.state = 'submitted' AND s.assessment_id = a.id AND s.round = a.round AND s.withdrawn IS NULL
	LEFT JOIN reviews v ON v.assessment_id = s.assessment_id AND v.round = s.round`

var caseQuery = "SELECT " + ownWords + caseColumns + " FROM assessments a" + ofPurchase + caseJoins + `
	WHERE p.organisation_id = ? AND a.id = ?`

// Load implements review.Store. An assessment that is not submitted has no
// submission and shows no file.
func (s Reviews) Load(ctx context.Context, org account.OrganisationID, id assessment.ID) (review.Case, error) {
	var row caseRow
	if err := one(s.db.from(ctx).Raw(caseQuery, org, id).Scan(&row)); err != nil {
		return review.Case{}, failure(err, "load the review of assessment %s", id)
	}
	c, err := s.caseOf(ctx, row, buyerReads)
	return c, failure(err, "load the review of assessment %s", id)
}

var releasedQuery = "SELECT " + caseColumns + " FROM assessments a" + ofPurchase + `
	JOIN assessment_people r ON r.assessment_id = a.id AND r.person_id = ?
	JOIN reviews v ON v.assessment_id = a.id AND v.finished IS NOT NULL AND v.released IS NOT NULL
	JOIN submissions s ON s.assessment_id = v.assessment_id AND s.round = v.round
	WHERE a.id = ? ORDER BY v.round DESC LIMIT 1`

// Released implements review.Store.
func (s Reviews) Released(ctx context.Context, person account.PersonID, id assessment.ID) (review.Case, error) {
	var row caseRow
	if err := one(s.db.from(ctx).Raw(releasedQuery, person, id).Scan(&row)); err != nil {
		return review.Case{}, failure(err, "load the released result of assessment %s", id)
	}
	c, err := s.caseOf(ctx, row, supplierReads)
	return c, failure(err, "load the released result of assessment %s", id)
}

// caseOf reads what belongs to a submission: five statements, one more where it
// corrects an earlier one, none when nothing is submitted. Only comments that
// the reader may see are read.
func (s Reviews) caseOf(ctx context.Context, row caseRow, reader string) (review.Case, error) {
	c, err := row.bare()
	if err != nil || c.Submission.Round == 0 {
		return c, err
	}
	a := c.Assessment
	if c.Files, err = s.files(ctx, row.Parts.Assessment.ID); err != nil {
		return c, err
	}
	if c.Corrections, err = correctionsOf(s.db.from(ctx), a.ID); err != nil {
		return c, err
	}
	if reader == supplierReads {
		c.Corrections = slices.DeleteFunc(c.Corrections, func(c assessment.Correction) bool { return c.Sent == nil })
	}
	if c.Comments, err = s.comments(ctx, a.ID, reader); err != nil {
		return c, err
	}
	if c.Earlier, err = s.earlier(ctx, a, c.Submission.Round); err != nil || row.Review.Version == 0 {
		return c, err
	}
	if err := s.findings(ctx, &c.Review); err != nil || a.Procurement.Stage != procurement.Qualification {
		return c, err
	}
	return c, s.decided(ctx, decisionsQuery, []any{a.ID, c.Review.Round}, map[string]*review.Case{string(a.ID): &c})
}

var filesQuery = "SELECT " + fileColumns + fileGiver + "WHERE f.assessment_id = ? AND f.submitted > 0 AND f.state <> 'removed' ORDER BY f.given, f.id"

func (s Reviews) files(ctx context.Context, id string) ([]evidence.File, error) {
	var rows []filePart
	err := s.db.from(ctx).Raw(filesQuery, id).Scan(&rows).Error
	return filesOf(rows), err
}

var (
	marksQuery = "SELECT w.name AS person_name, " + columns("m", markRow{}) + `
	FROM marks m JOIN people w ON w.id = m.person_id WHERE m.assessment_id = ? AND m.round = ?`
	judgementsQuery = "SELECT w.name AS person_name, " + columns("j", judgementRow{}) + `
	FROM judgements j JOIN people w ON w.id = j.person_id WHERE j.assessment_id = ? AND j.round = ?`
)

// namedMark and namedJudgement come with the name of whoever gave them.
type namedMark struct {
	PersonName string
	Mark       markRow `gorm:"embedded;embeddedPrefix:m_"`
}

type namedJudgement struct {
	PersonName string
	Judgement  judgementRow `gorm:"embedded;embeddedPrefix:j_"`
}

// findings fills in the marks and judgements of a review.
func (s Reviews) findings(ctx context.Context, v *review.Review) error {
	var marks []namedMark
	if err := s.db.from(ctx).Raw(marksQuery, v.Assessment, v.Round).Scan(&marks).Error; err != nil {
		return err
	}
	for _, m := range marks {
		v.Marks[m.Mark.Question] = m.Mark.mark(m.PersonName)
	}
	var judgements []namedJudgement
	if err := s.db.from(ctx).Raw(judgementsQuery, v.Assessment, v.Round).Scan(&judgements).Error; err != nil {
		return err
	}
	for _, j := range judgements {
		v.Judgements[evidence.ID(j.Judgement.FileID)] = j.Judgement.judgement(j.PersonName)
	}
	return nil
}

func (s Reviews) comments(ctx context.Context, id assessment.ID, reader string) ([]review.Comment, error) {
	return commentsOf(s.db.from(ctx), id, reader)
}

// earlier is the submission that a round corrects.
func (s Reviews) earlier(ctx context.Context, a assessment.Assessment, round int) (*assessment.Submission, error) {
	if a.SentBack == 0 || round < 2 {
		return nil, nil
	}
	var rows []submissionRow
	err := s.db.from(ctx).Where("assessment_id = ? AND round = ? AND withdrawn IS NULL", a.ID, round-1).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	before := rows[0].submission()
	return &before, nil
}

// Begin implements review.Store.
func (s Reviews) Begin(ctx context.Context, v review.Review, event audit.Event) error {
	row := reviewRow{
		AssessmentID: string(v.Assessment), Round: v.Round, Evaluator: string(v.Evaluator),
		Started: instant(v.Started), Version: max(v.Version, 1),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		begun := tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "assessment_id"}, {Name: "round"}}, DoNothing: true,
		}).Create(&row)
		if begun.Error != nil || begun.RowsAffected == 0 {
			return begun.Error
		}
		return record(tx, event)
	})
	return failure(err, "begin the review of assessment %s", v.Assessment)
}

// note holds a review that is neither finished nor superseded by a newer round,
// and raises its version, so that nobody finishes it on marks they have not seen.
func note(tx *gorm.DB, v review.Review) error {
	return changed(tx.Model(&reviewRow{}).
		Where("assessment_id = ? AND round = ? AND finished IS NULL AND superseded IS NULL", v.Assessment, v.Round).
		Update("version", gorm.Expr("version + 1")))
}

// Mark implements review.Store.
func (s Reviews) Mark(ctx context.Context, v review.Review, m review.Mark, event audit.Event) error {
	row := markRow{
		AssessmentID: string(v.Assessment), Round: v.Round, Question: m.Question, Level: m.Level, AcceptSkip: m.AcceptSkip,
		Reason: m.Reason, PersonID: string(m.Person), Marked: instant(m.At),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := note(tx, v); err != nil {
			return err
		}
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "assessment_id"}, {Name: "round"}, {Name: "question"}},
			DoUpdates: clause.AssignmentColumns([]string{"level", "accept_skip", "reason", "person_id", "marked", "carried"}),
		}).Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "mark %s of assessment %s", m.Question, v.Assessment)
}

// Judge implements review.Store. A file of another assessment is fault.NotFound.
func (s Reviews) Judge(ctx context.Context, v review.Review, j review.Judgement, event audit.Event) error {
	row := judgementRow{
		AssessmentID: string(v.Assessment), Round: v.Round, FileID: string(j.File), Verdict: string(j.Verdict),
		Reason: j.Reason, PersonID: string(j.Person), Judged: instant(j.At),
	}
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Select("id").Where("id = ? AND assessment_id = ?", j.File, v.Assessment).Take(&fileRow{}).Error; err != nil {
			return err
		}
		if err := note(tx, v); err != nil {
			return err
		}
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "assessment_id"}, {Name: "round"}, {Name: "file_id"}},
			DoUpdates: clause.AssignmentColumns([]string{"verdict", "reason", "person_id", "judged", "carried"}),
		}).Create(&row).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "judge file %s", j.File)
}

// Close implements review.Store.
func (s Reviews) Close(ctx context.Context, v review.Review, letters []letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := changed(tx.Model(&reviewRow{}).
			Where("assessment_id = ? AND round = ? AND version = ? AND superseded IS NULL", v.Assessment, v.Round, v.Version).
			Updates(map[string]any{
				"finished": orNull(v.Finished), "released": orNull(v.Released), "card": string(v.Card), "version": v.Version + 1,
			})); err != nil {
			return err
		}
		if v.Released != nil {
			if err := showComments(tx, instant(*v.Released), "assessment_id = ?", v.Assessment); err != nil {
				return err
			}
		}
		if _, err := post(tx, letters...); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "close the review of assessment %s", v.Assessment)
}
