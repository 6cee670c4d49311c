package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/procurement"
)

// story is the world being lived through.
type story struct {
	Portal
	today     time.Time // midnight at the buyers', before the first scene
	zone      *time.Location
	documents map[string]document
	staff     map[string]account.Actor // by address, once signed in
	scenes    []scene
}

// scene is something that somebody does at a time in the past.
type scene struct {
	at   time.Time
	what string
	do   func(context.Context) error
}

func newStory(p Portal) (*story, error) {
	zone, err := time.LoadLocation(procurement.DefaultZone)
	if err != nil {
		return nil, fmt.Errorf("load time zone: %w", err)
	}
	documents, err := readDocuments()
	if err != nil {
		return nil, err
	}
	now := p.Clock.Now().In(zone)
	return &story{
		Portal: p, zone: zone, documents: documents, staff: map[string]account.Actor{},
		today: time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone),
	}, nil
}

// day is a time of day so many days ago; a negative number lies ahead.
func (s *story) day(ago, hour, minute int) time.Time {
	return time.Date(s.today.Year(), s.today.Month(), s.today.Day()-ago, hour, minute, 0, 0, s.zone)
}

// on puts a scene into the story. Scenes end yesterday, so that none lies in
// the future of somebody who starts the demo early in the morning.
func (s *story) on(ago, hour, minute int, what string, do func(context.Context) error) {
	s.scenes = append(s.scenes, scene{s.day(ago, hour, minute), what, do})
}

// play lives through the scenes in the order of time. Every morning reminders
// are written, and after every scene letters are carried and files scanned.
func (s *story) play(ctx context.Context) error {
	slices.SortStableFunc(s.scenes, func(a, b scene) int { return a.at.Compare(b.at) })
	defer s.Clock.LetGo()
	morning := s.morningOf(s.scenes[0].at)
	for _, each := range s.scenes {
		for ; morning.Before(each.at); morning = s.morningOf(morning.AddDate(0, 0, 1)) {
			s.Clock.Set(morning)
			if err := s.work(ctx); err != nil {
				return err
			}
		}
		s.Clock.Set(each.at)
		if err := each.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", each.what, err)
		}
		if err := s.work(ctx); err != nil {
			return fmt.Errorf("after %s: %w", each.what, err)
		}
	}
	return nil
}

// morningOf is a minute after reminders are due. No scene is earlier in a day.
func (s *story) morningOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 8, 1, 0, 0, s.zone)
}

// work is the worker's round at the time the clock shows.
func (s *story) work(ctx context.Context) error {
	if _, err := s.Reminders.WriteDue(ctx); err != nil {
		return err
	}
	for {
		carried, err := s.Reminders.Deliver(ctx)
		if err != nil {
			return err
		}
		if carried == 0 {
			break
		}
	}
	for {
		scanned, err := s.Evidence.Scan(ctx)
		if err != nil {
			return err
		}
		if scanned == 0 {
			return nil
		}
	}
}

// hire adds the buyers' people and signs them in.
func (s *story) hire(ctx context.Context) error {
	for _, b := range buyers() {
		for _, m := range b.members {
			err := s.Accounts.AddMember(ctx, account.Member{
				Person:       account.Person{Name: m.name, Email: m.email, Language: "nb"},
				Organisation: account.Organisation{Name: b.name, Number: b.number},
				Role:         m.role,
			}, Password)
			if err != nil {
				return fmt.Errorf("add %s: %w", m.email, err)
			}
			if s.staff[m.email], err = s.Accounts.SignIn(ctx, m.email, Password); err != nil {
				return fmt.Errorf("sign in %s: %w", m.email, err)
			}
		}
	}
	return nil
}
