package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
)

type organisationRow struct {
	ID      string
	Name    string
	Number  string
	Created instant
}

func (organisationRow) TableName() string { return "organisations" }

func (r organisationRow) organisation() account.Organisation {
	return account.Organisation{ID: account.OrganisationID(r.ID), Name: r.Name, Number: r.Number, Created: r.Created.at()}
}

type personRow struct {
	ID       string
	Name     string
	Email    string
	Language string
	Password string
	Created  instant
}

func (personRow) TableName() string { return "people" }

func (r personRow) person() account.Person {
	return account.Person{
		ID: account.PersonID(r.ID), Name: r.Name, Email: r.Email, Language: r.Language,
		Password: r.Password, Created: r.Created.at(),
	}
}

type memberRow struct {
	OrganisationID string
	PersonID       string
	Role           string
}

func (memberRow) TableName() string { return "members" }

type linkRow struct {
	Hash         string
	Purpose      string
	PersonID     string
	Asker        string
	About        string
	Path         string
	AssessmentID string
	Created      instant
	Expires      instant
	Used         instant
}

func (linkRow) TableName() string { return "links" }

func (r linkRow) link() account.Link {
	return account.Link{
		Hash: r.Hash, Purpose: account.Purpose(r.Purpose), Person: account.PersonID(r.PersonID),
		Asker: r.Asker, About: r.About, Path: r.Path, Assessment: r.AssessmentID,
		Created: r.Created.at(), Expires: r.Expires.at(), Used: optional(r.Used),
	}
}

// Accounts implements account.Store.
type Accounts struct{ db *DB }

var _ account.Store = Accounts{}

// Accounts is the store of people, members and links.
func (d *DB) Accounts() Accounts { return Accounts{d} }

// PersonByEmail implements account.Store.
func (s Accounts) PersonByEmail(ctx context.Context, email string) (account.Person, error) {
	var row personRow
	err := s.db.from(ctx).Where("email = ?", email).Take(&row).Error
	return row.person(), failure(err, "load a person by address")
}

// MemberByEmail implements account.Store.
func (s Accounts) MemberByEmail(ctx context.Context, email string) (account.Member, error) {
	var row memberParts
	err := one(s.db.from(ctx).Raw(memberColumns+"WHERE p.email = ? ORDER BY o.name, o.id LIMIT 1", email).Scan(&row))
	return row.member(), failure(err, "load a member by address")
}

// one makes a raw query that found nothing an error, as Take does.
func one(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return result.Error
}

// AddMember implements account.Store.
func (s Accounts) AddMember(ctx context.Context, m account.Member, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		organisation, err := organisationNamed(tx, m.Organisation)
		if err != nil {
			return err
		}
		person, err := renewPerson(tx, m.Person)
		if err != nil {
			return err
		}
		row := memberRow{OrganisationID: organisation, PersonID: person, Role: string(m.Role)}
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "organisation_id"}, {Name: "person_id"}},
			DoUpdates: clause.AssignmentColumns([]string{"role"}),
		}).Create(&row).Error; err != nil {
			return err
		}
		event.Organisation = organisation
		return record(tx, event)
	})
	return failure(err, "add member %s of %s", m.Person.Email, m.Organisation.Name)
}

// organisationNamed finds or adds the organisation and returns its id.
func organisationNamed(tx *gorm.DB, o account.Organisation) (string, error) {
	var row organisationRow
	err := tx.Where("name = ?", o.Name).Order("created, id").Limit(1).Take(&row).Error
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return row.ID, err
	}
	row = organisationRow{ID: string(o.ID), Name: o.Name, Number: o.Number, Created: instant(o.Created)}
	return row.ID, tx.Create(&row).Error
}

// renewPerson adds the person, or renews the name, language and non-empty
// password of the one with the address, and returns the id.
func renewPerson(tx *gorm.DB, p account.Person) (string, error) {
	row := personRow{
		ID: string(p.ID), Name: p.Name, Email: account.Address(p.Email), Language: p.Language,
		Password: p.Password, Created: instant(p.Created),
	}
	renew := clause.AssignmentColumns([]string{"name", "language"})
	if p.Password != "" {
		renew = clause.AssignmentColumns([]string{"name", "language", "password"})
	}
	err := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoUpdates: renew}).Create(&row).Error
	if err != nil {
		return "", err
	}
	return personAt(tx, row.Email)
}

// personAt is the id of the person with the address.
func personAt(tx *gorm.DB, email string) (string, error) {
	var found personRow
	err := tx.Select("id").Where("email = ?", email).Take(&found).Error
	return found.ID, err
}

// findOrAddPerson returns the id of the person with the address. One who is
// known keeps the name and language they have.
func findOrAddPerson(tx *gorm.DB, p personRow) (string, error) {
	p.Email = account.Address(p.Email)
	err := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoNothing: true}).Create(&p).Error
	if err != nil {
		return "", err
	}
	return personAt(tx, p.Email)
}

// AddLink implements account.Store.
func (s Accounts) AddLink(ctx context.Context, l account.Link) error {
	return failure(s.db.to(ctx).Create(&linkRow{
		Hash: l.Hash, Purpose: string(l.Purpose), PersonID: string(l.Person), Asker: l.Asker, About: l.About, Path: l.Path, AssessmentID: l.Assessment,
		Created: instant(l.Created), Expires: instant(l.Expires), Used: orNull(l.Used),
	}).Error, "add a link for person %s", l.Person)
}

var linkQuery = "SELECT " + columns("l", linkRow{}) + ", " + columns("p", personRow{}) + `
	FROM links l JOIN people p ON p.id = l.person_id WHERE l.hash = ?`

// Link implements account.Store.
func (s Accounts) Link(ctx context.Context, hash string) (account.Link, account.Person, error) {
	var row struct {
		Link   linkRow   `gorm:"embedded;embeddedPrefix:l_"`
		Person personRow `gorm:"embedded;embeddedPrefix:p_"`
	}
	err := one(s.db.from(ctx).Raw(linkQuery, hash).Scan(&row))
	return row.Link.link(), row.Person.person(), failure(err, "load a link")
}

// UseLink implements account.Store.
func (s Accounts) UseLink(ctx context.Context, hash string, now time.Time) error {
	used := s.db.to(ctx).Model(&linkRow{}).
		Where("hash = ? AND used IS NULL AND expires > ?", hash, instant(now)).
		Update("used", instant(now))
	return failure(changed(used), "use a link")
}

// changed makes a guarded change that met no row fault.Conflict.
func changed(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return fault.Conflict
	}
	return result.Error
}
