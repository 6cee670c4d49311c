package sqlstore

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/letter"
)

type letterRow struct {
	ID             string
	Cause          string
	Kind           string
	PersonID       string
	ToName         string
	ToEmail        string
	Language       string
	Subject        string
	Text           string
	HTML           string `gorm:"column:html"`
	Calendar       string
	Together       int
	LinkPurpose    string
	LinkPath       string
	Asker          string
	About          string
	OrganisationID string
	ProcurementID  string
	AssessmentID   string
	State          string
	Created        instant
	NotBefore      instant
	NextTry        instant
	Attempts       int
	Answer         string
	MessageID      string
	LeasedUntil    instant
	Sent           instant
}

func (letterRow) TableName() string { return "letters" }

func rowOfLetter(l letter.Letter) letterRow {
	return letterRow{
		ID: l.ID, Cause: l.Key, Kind: string(l.Kind), PersonID: l.Person, ToName: l.ToName, ToEmail: l.To,
		Language: l.Language, Subject: l.Subject, Text: l.Text, HTML: l.HTML, Calendar: l.Calendar, Together: l.Together,
		LinkPurpose: l.LinkPurpose, LinkPath: l.LinkPath, Asker: l.Asker, About: l.About,
		OrganisationID: l.Organisation, ProcurementID: l.Procurement, AssessmentID: l.Assessment,
		State: string(l.State), Created: instant(l.Created), NotBefore: instant(l.NotBefore), NextTry: instant(l.NextTry),
		Attempts: l.Attempts, Answer: l.Answer, MessageID: l.MessageID, Sent: orNull(l.SentAt),
	}
}

func (r letterRow) letter() letter.Letter {
	return letter.Letter{
		ID: r.ID, Key: r.Cause, Kind: letter.Kind(r.Kind), Person: r.PersonID, ToName: r.ToName, To: r.ToEmail,
		Language: r.Language, Subject: r.Subject, Text: r.Text, HTML: r.HTML, Calendar: r.Calendar, Together: r.Together,
		LinkPurpose: r.LinkPurpose, LinkPath: r.LinkPath, Asker: r.Asker, About: r.About,
		Organisation: r.OrganisationID, Procurement: r.ProcurementID, Assessment: r.AssessmentID,
		State: letter.State(r.State), Created: r.Created.at(), NotBefore: r.NotBefore.at(), NextTry: r.NextTry.at(),
		Attempts: r.Attempts, Answer: r.Answer, MessageID: r.MessageID, SentAt: optional(r.Sent),
	}
}

func lettersOf(rows []letterRow) []letter.Letter {
	letters := make([]letter.Letter, len(rows))
	for i, r := range rows {
		letters[i] = r.letter()
	}
	return letters
}

// postBatch is how many letters go into one statement: SQLite takes 32 766
// values, a letter has 28, and a statement of this size is still parsed at once.
const postBatch = 100

// post adds letters to the outbox and returns how many are new: one whose key is
// there already is left out.
func post(tx *gorm.DB, letters ...letter.Letter) (int64, error) {
	if len(letters) == 0 {
		return 0, nil
	}
	rows := make([]letterRow, len(letters))
	for i, l := range letters {
		rows[i] = rowOfLetter(l)
	}
	added := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "cause"}}, DoNothing: true}).CreateInBatches(&rows, postBatch)
	return added.RowsAffected, failure(added.Error, "post %d letters", len(letters))
}

// cancelReminders takes back the reminders of an assessment, and the letters that
// ask colleagues to help with it, that nobody has begun to send.
func cancelReminders(tx *gorm.DB, assessment string) error {
	return failure(tx.Model(&letterRow{}).
		Where("assessment_id = ? AND kind IN ? AND state = ?", assessment, []letter.Kind{letter.Reminder, letter.ColleagueAsked}, letter.Waiting).
		Update("state", letter.Cancelled).Error, "cancel the reminders of assessment %s", assessment)
}

// cancelLetters takes back every letter about an assessment that nobody has
// begun to send.
func cancelLetters(tx *gorm.DB, assessment string) error {
	return failure(tx.Model(&letterRow{}).
		Where("assessment_id = ? AND state = ?", assessment, letter.Waiting).
		Update("state", letter.Cancelled).Error, "cancel the letters of assessment %s", assessment)
}
