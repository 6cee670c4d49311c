package assessment

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// MaxInvitations is how many suppliers one list may have: ten times what the
// largest procurement is expected to ask, and few enough that each table takes
// them in one statement.
const MaxInvitations = 1000

// Line is one line of a list of suppliers to invite.
type Line struct {
	Number int // where it stands in the list, from 1
	Invitation
	Wrong fault.Fields // what keeps it from being invited; empty: nothing
}

// Asked is an invitation with all that goes with it.
type Asked struct {
	Assessment Assessment
	Letter     letter.Letter
	Event      audit.Event
}

// CheckMany judges each line of a list: by itself, beside the lines before it
// and beside those who are invited already. fault.Conflict when the procurement
// takes no answers, fault.TooLarge when the list is longer than MaxInvitations.
func (s *Service) CheckMany(ctx context.Context, actor account.Actor, id procurement.ID, list []Line) (procurement.Procurement, []Line, error) {
	p, err := s.managed(ctx, actor, id)
	if err != nil {
		return p, nil, err
	}
	if !p.TakesAnswers(s.Now()) {
		return p, nil, fault.New(fault.Conflict, "assessment.procurement_not_open")
	}
	if len(list) > MaxInvitations {
		return p, nil, fault.New(fault.TooLarge, "bulk.too_many_lines", "most", MaxInvitations)
	}
	rows, err := s.Boards.Board(ctx, actor.Organisation, id)
	if err != nil {
		return p, nil, fmt.Errorf("load board of %s: %w", id, err)
	}
	return p, judged(list, rows), nil
}

// judged is the list with what is wrong with each line. Of lines about the same
// supplier the first one without a mistake of its own counts.
func judged(list []Line, rows []Row) []Line {
	invited := map[string]bool{}
	for _, r := range rows {
		if r.State != Withdrawn {
			for _, name := range r.identities() {
				invited[name] = true
			}
		}
	}
	seen, result := map[string]Line{}, make([]Line, len(list))
	for i, line := range list {
		line.Invitation = line.tidy()
		line.Wrong = line.check()
		name := line.identity()
		switch first, twice := seen[name]; {
		case len(line.Wrong) > 0:
		case invited[name]:
			line.Wrong.Add("supplier", "bulk.invited_already")
		case twice:
			line.Wrong.Add("supplier", "bulk.twice", "line", first.Number, "name", first.Supplier.Name)
		default:
			seen[name] = line
		}
		result[i] = line
	}
	return result
}

// tidy also takes an address out of what mail programs copy: Ola <ola@as.no>.
func (l Line) tidy() Invitation {
	if address, err := mail.ParseAddress(strings.TrimSpace(l.Email)); err == nil {
		l.Email = address.Address
	}
	return l.Invitation.tidy()
}

// identity tells suppliers of a list apart: by number, and those without one by
// name and address.
func (in Invitation) identity() string {
	if in.Supplier.Number != "" {
		return in.Supplier.Number
	}
	return nameAt(in.Supplier.Name, in.Email)
}

// identities are what a new line may not have.
func (r Row) identities() []string {
	return []string{r.Supplier.Number, nameAt(r.Supplier.Name, r.Contact.Email)}
}

func nameAt(name, email string) string { return strings.ToLower(name) + " " + account.Address(email) }

// InviteMany invites everybody on the list whom nothing keeps from it, in one
// transaction, and returns the list as CheckMany judges it now. fault.Conflict
// when somebody else invited one of them at the same moment: then nobody is.
func (s *Service) InviteMany(ctx context.Context, actor account.Actor, id procurement.ID, list []Line) ([]Line, error) {
	p, list, err := s.CheckMany(ctx, actor, id, list)
	if err != nil {
		return nil, err
	}
	all, err := s.asked(ctx, actor, p, list)
	if err != nil || len(all) == 0 {
		return list, err
	}
	err = s.Boards.InviteMany(ctx, p, all)
	if errors.Is(err, fault.Conflict) {
		return nil, fault.New(fault.Conflict, "assessment.changed_meanwhile")
	}
	if err != nil {
		return nil, fmt.Errorf("invite %d suppliers to %s: %w", len(all), id, err)
	}
	return list, nil
}

// asked writes the invitations of the good lines. How many questions the
// letters speak of is counted once.
func (s *Service) asked(ctx context.Context, actor account.Actor, p procurement.Procurement, list []Line) ([]Asked, error) {
	q, err := s.Shelf.Take(ctx, p.Questionnaire)
	if err != nil {
		return nil, fmt.Errorf("write the invitations to %s: %w", p.ID, err)
	}
	now := s.Now()
	size := s.facts(Assessment{Procurement: p}, q)
	var all []Asked
	for _, line := range list {
		if len(line.Wrong) > 0 {
			continue
		}
		a := s.newcomer(p, line.Invitation, now)
		facts := s.facts(a, nil)
		facts.Questions, facts.Minutes, facts.Key = size.Questions, size.Minutes, invitationKey(a, "first")
		all = append(all, Asked{a, s.Writer.Write(letter.Invitation, facts), s.event(actor, a, "supplier.invited", now)})
	}
	return all, nil
}
