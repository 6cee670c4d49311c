// Package demo makes up a small world to look around in: two buyers, four
// suppliers and four procurements, each at another point of its way.
//
// Nothing is written behind the services' backs. The world is lived through:
// the clock is set to a day in the past, somebody does what a person would do,
// letters are carried and files scanned, and the clock moves on until it is
// today. So every rule of the portal holds for what is shown, and every receipt,
// reminder and reason is a real one.
package demo

import (
	"context"
	"fmt"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/catalogue"
	"aktsom/internal/enquiry"
	"aktsom/internal/evidence"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
	"aktsom/internal/review"
)

// Portal is what the world is lived in. Its services must ask Clock what time
// it is.
type Portal struct {
	Accounts     *account.Service
	Catalogue    *catalogue.Service
	Procurements *procurement.Service
	Assessments  *assessment.Service
	Evidence     *evidence.Service
	Reviews      *review.Service
	Enquiries    *enquiry.Service
	Reminders    *reminder.Service
	Clock        *Clock
}

// Password is every member's password: nobody but this machine can use it.
const Password = "aktsom demo passord"

// Guest is somebody one can sign in as: with an address and a password, or
// with a link.
type Guest struct {
	Name         string
	Email        string
	Organisation string
	Role         account.Role // empty for a supplier's people
	Link         string       // path of a sign-in link; empty for a member
}

// Tell lives through the world's last ten weeks and returns who can sign in.
// Afterwards the clock goes by itself again.
func Tell(ctx context.Context, p Portal) ([]Guest, error) {
	told, err := newStory(p)
	if err != nil {
		return nil, err
	}
	if err := told.plot(ctx); err != nil {
		return nil, err
	}
	if err := told.play(ctx); err != nil {
		return nil, err
	}
	return told.guests(ctx)
}

// guests lists the members, and the contacts with a fresh link each.
func (s *story) guests(ctx context.Context) ([]Guest, error) {
	var all []Guest
	for _, b := range buyers() {
		for _, m := range b.members {
			all = append(all, Guest{Name: m.name, Email: m.email, Organisation: b.name, Role: m.role})
		}
	}
	for _, c := range append(suppliers(), marit) {
		token, err := s.Accounts.PrintLink(ctx, c.email)
		if err != nil {
			return nil, fmt.Errorf("make link of %s: %w", c.email, err)
		}
		all = append(all, Guest{Name: c.person, Email: c.email, Organisation: c.name, Link: "/link/" + string(token)})
	}
	return all, nil
}
