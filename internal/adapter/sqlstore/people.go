package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

// memberParts is a member as one line of memberColumns.
type memberParts struct {
	Role         string
	Person       personRow       `gorm:"embedded;embeddedPrefix:p_"`
	Organisation organisationRow `gorm:"embedded;embeddedPrefix:o_"`
}

func (r memberParts) member() account.Member {
	return account.Member{
		Person: r.Person.person(), Organisation: r.Organisation.organisation(), Role: account.Role(r.Role),
	}
}

// memberColumns are all of a member, from every member there is.
var memberColumns = "SELECT m.role AS role, " + columns("p", personRow{}) + ", " + columns("o", organisationRow{}) + `
	FROM members m JOIN people p ON p.id = m.person_id JOIN organisations o ON o.id = m.organisation_id `

// Members implements account.Store.
func (s Accounts) Members(ctx context.Context, organisation account.OrganisationID) ([]account.Member, error) {
	var rows []memberParts
	err := s.db.from(ctx).Raw(memberColumns+"WHERE o.id = ? ORDER BY p.name, p.email", organisation).Scan(&rows).Error
	members := make([]account.Member, len(rows))
	for i, row := range rows {
		members[i] = row.member()
	}
	return members, failure(err, "list members of %s", organisation)
}

// Member implements account.Store.
func (s Accounts) Member(ctx context.Context, organisation account.OrganisationID, person account.PersonID) (account.Member, error) {
	var row memberParts
	err := one(s.db.from(ctx).Raw(memberColumns+"WHERE o.id = ? AND p.id = ?", organisation, person).Scan(&row))
	return row.member(), failure(err, "load member %s of %s", person, organisation)
}

// InviteMember implements account.Store.
func (s Accounts) InviteMember(ctx context.Context, m account.Member, invitation letter.Letter, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		person, err := findOrAddPerson(tx, personRow{
			ID: string(m.Person.ID), Name: m.Person.Name, Email: m.Person.Email,
			Language: m.Person.Language, Created: instant(m.Person.Created),
		})
		if err != nil {
			return err
		}
		if err := worksNowhere(tx, person); err != nil {
			return err
		}
		row := memberRow{OrganisationID: string(m.Organisation.ID), PersonID: person, Role: string(m.Role)}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		invitation.Person = person
		mail := rowOfLetter(invitation)
		if err := tx.Create(&mail).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "invite %s to %s", m.Person.Email, m.Organisation.ID)
}

// worksNowhere is fault.Conflict for somebody's member. It holds the person's
// row, so that of two buyers who invite them at once one is refused.
func worksNowhere(tx *gorm.DB, person string) error {
	if err := tx.Model(&personRow{}).Where("id = ?", person).Update("name", gorm.Expr("name")).Error; err != nil {
		return err
	}
	var at int64
	if err := tx.Model(&memberRow{}).Where("person_id = ?", person).Count(&at).Error; err != nil {
		return err
	}
	if at > 0 {
		return fault.Conflict
	}
	return nil
}

// ChangeRole implements account.Store.
func (s Accounts) ChangeRole(ctx context.Context, m account.Member, role account.Role, event audit.Event) error {
	return s.changeMember(ctx, m, role == account.Administrator, event, func(row *gorm.DB) *gorm.DB {
		return row.Update("role", string(role))
	})
}

// RemoveMember implements account.Store.
func (s Accounts) RemoveMember(ctx context.Context, m account.Member, event audit.Event) error {
	return s.changeMember(ctx, m, false, event, func(row *gorm.DB) *gorm.DB { return row.Delete(&memberRow{}) })
}

// changeMember changes a member's row and ends the person's sessions, if
// somebody administers the organisation afterwards: stays says that this person
// does. The organisation's row is held meanwhile, so that of two administrators
// who remove each other one is refused.
func (s Accounts) changeMember(ctx context.Context, m account.Member, stays bool, event audit.Event, change func(*gorm.DB) *gorm.DB) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Model(&organisationRow{}).Where("id = ?", m.Organisation.ID).Update("name", gorm.Expr("name")).Error; err != nil {
			return err
		}
		row := tx.Model(&memberRow{}).Where("organisation_id = ? AND person_id = ?", m.Organisation.ID, m.Person.ID)
		result := change(row)
		if result.Error == nil && result.RowsAffected == 0 {
			return fault.NotFound
		}
		if result.Error != nil {
			return result.Error
		}
		var administrators int64
		err := tx.Model(&memberRow{}).Where("organisation_id = ? AND role = ?", m.Organisation.ID, account.Administrator).Count(&administrators).Error
		if err != nil {
			return err
		}
		if administrators == 0 && !stays {
			return fault.Conflict
		}
		if err := endSessions(tx, m.Person.ID); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "change member %s of %s", m.Person.ID, m.Organisation.ID)
}

// endSessions signs a person out everywhere.
func endSessions(tx *gorm.DB, person account.PersonID) error {
	return tx.Where("person_id = ?", person).Delete(&sessionRow{}).Error
}

// SetPassword implements account.Store.
func (s Accounts) SetPassword(ctx context.Context, person account.PersonID, password, link string, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		open := tx.Model(&linkRow{}).Where("used IS NULL AND expires > ?", instant(event.At)).Session(&gorm.Session{})
		if link != "" {
			if err := changed(open.Where("hash = ?", link).Update("used", instant(event.At))); err != nil {
				return err
			}
		}
		rest := open.Where("person_id = ? AND purpose IN ?", person, []string{string(account.Colleague), string(account.Password)})
		if err := rest.Update("used", instant(event.At)).Error; err != nil {
			return err
		}
		if err := tx.Model(&personRow{}).Where("id = ?", person).Update("password", password).Error; err != nil {
			return err
		}
		if err := endSessions(tx, person); err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "set the password of %s", person)
}

// Rename implements account.Store.
func (s Accounts) Rename(ctx context.Context, person account.PersonID, name, language string, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		row := tx.Model(&personRow{}).Where("id = ?", person)
		if err := row.Updates(map[string]any{"name": name, "language": language}).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "rename person %s", person)
}

// Sessions implements account.Store.
func (s Accounts) Sessions(ctx context.Context, person account.PersonID, now time.Time) ([]account.Session, error) {
	var rows []sessionRow
	err := s.db.from(ctx).Where("person_id = ? AND expires > ?", person, instant(now)).Order("seen DESC, id").Find(&rows).Error
	sessions := make([]account.Session, len(rows))
	for i, r := range rows {
		sessions[i] = account.Session{
			ID: r.ID, Person: account.PersonID(r.PersonID), Begun: r.Begun.at(), Seen: r.Seen.at(), Browser: r.Browser,
		}
	}
	return sessions, failure(err, "list sessions of person %s", person)
}

// EndSession implements account.Store.
func (s Accounts) EndSession(ctx context.Context, person account.PersonID, id string, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		ended := tx.Where("person_id = ? AND id = ?", person, id).Delete(&sessionRow{})
		if ended.Error == nil && ended.RowsAffected == 0 {
			return fault.NotFound
		}
		if ended.Error != nil {
			return ended.Error
		}
		return record(tx, event)
	})
	return failure(err, "end a session of person %s", person)
}

// EndOtherSessions implements account.Store.
func (s Accounts) EndOtherSessions(ctx context.Context, person account.PersonID, kept string, event audit.Event) error {
	err := s.db.change(ctx, func(tx *gorm.DB) error {
		if err := tx.Where("person_id = ? AND id <> ?", person, kept).Delete(&sessionRow{}).Error; err != nil {
			return err
		}
		return record(tx, event)
	})
	return failure(err, "end sessions of person %s", person)
}
