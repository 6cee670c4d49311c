package reminder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// Carrier brings a letter to a mail server. The letter's text holds the real
// link. An error that is a *Refusal carries the server's words.
type Carrier interface {
	Send(ctx context.Context, l letter.Letter) error
}

// Rester is a carrier that keeps its connection from one letter to the next,
// until there is nothing to carry.
type Rester interface{ Rest() }

// Refusal is a mail server's no.
type Refusal struct {
	Permanent bool   // trying again is no use
	Words     string // the server's own
}

// Error returns the server's words.
func (r *Refusal) Error() string { return r.Words }

// Linker makes the link of a letter while it is sent.
type Linker interface {
	MakeLink(ctx context.Context, l letter.Letter) (account.Token, error)
}

// Writer writes the reminder of an assessment, and one letter instead of
// several reminders to the same person.
type Writer interface {
	Reminder(a assessment.Assessment, cause string) letter.Letter
	Digest(first letter.Letter, all []assessment.Assessment) letter.Letter
}

// Deps is what a Service is made of.
type Deps struct {
	Store    Store
	Carrier  Carrier
	Linker   Linker
	Writer   Writer
	Reminded Reminded
	Words    WordStore
	Samples  Sampler
	NewID    func() string
	Log      *slog.Logger
	BaseURL  string // of the portal, without a slash at the end
	Now      func() time.Time
}

// Service writes reminders and carries letters.
type Service struct{ Deps }

// NewService returns a Service over deps.
func NewService(deps Deps) *Service { return &Service{deps} }

// How far from now closing may lie for an assessment to be looked at: the
// longest plan before, and the longest after.
const planSpan = 92 * 24 * time.Hour

// WriteDue writes every reminder that is due and returns how many were written.
func (s *Service) WriteDue(ctx context.Context) (int, error) {
	now := s.Now()
	candidates, err := s.Store.Candidates(ctx, now.Add(-planSpan), now.Add(planSpan))
	if err != nil {
		return 0, fmt.Errorf("list open assessments: %w", err)
	}
	written, words := 0, map[account.OrganisationID]letter.Words{}
	for _, c := range candidates {
		planned, due := Due(c, now)
		if !due {
			continue
		}
		if c.Procurement.Words, err = s.wordsOf(ctx, c.Procurement.Organisation, words); err != nil {
			return written, err
		}
		l := s.Writer.Reminder(c.Assessment, planned.Format(time.RFC3339))
		err := s.Store.Remind(ctx, l, planned)
		if errors.Is(err, fault.Conflict) {
			continue // submitted meanwhile: nobody needs it
		}
		if err != nil {
			return written, fmt.Errorf("write reminder of assessment %s: %w", c.ID, err)
		}
		written++
	}
	return written, nil
}

// A lease outlives the slowest mail server that is still worth waiting for.
// One letter is leased at a time, with what goes along with it: whatever happens while it is on its way, that
// somebody submits say, is known before the next one goes, and no lease runs
// out behind a slow letter.
const (
	leaseLife = 5 * time.Minute
	batch     = 1
)

// Deliver sends the letters that are due and returns how many it tried.
func (s *Service) Deliver(ctx context.Context) (int, error) {
	letters, err := s.Store.Lease(ctx, s.Now(), leaseLife, batch)
	if err != nil {
		return 0, fmt.Errorf("lease letters: %w", err)
	}
	if rester, keeps := s.Carrier.(Rester); keeps && len(letters) == 0 {
		rester.Rest()
	}
	if letters, err = s.carry(ctx, letters); err != nil {
		return 0, err
	}
	for _, l := range letters {
		if err := s.Store.Done(context.WithoutCancel(ctx), l); err != nil {
			return 0, fmt.Errorf("note attempt of letter %s: %w", l.ID, err)
		}
	}
	return len(letters), nil
}

// attempt sends one letter and returns it as it is to be kept: without its link.
func (s *Service) attempt(ctx context.Context, l letter.Letter) letter.Letter {
	err := s.send(ctx, l)
	now := s.Now()
	l.Attempts++
	if err == nil {
		l.State, l.SentAt, l.Answer = letter.Sent, &now, ""
		return l
	}
	l.Answer = "the mail server could not be reached"
	var refusal *Refusal
	if errors.As(err, &refusal) {
		l.Answer = refusal.Words
	}
	s.Log.Warn("letter not sent", "letter", l.ID, "kind", l.Kind, "attempt", l.Attempts, "err", err)
	pause, again := Pause(l.Attempts)
	if !again || refusal != nil && refusal.Permanent {
		l.State = letter.Failed
		return l
	}
	l.State, l.NextTry = letter.Waiting, now.Add(pause)
	return l
}

func (s *Service) send(ctx context.Context, l letter.Letter) error {
	link := s.BaseURL + l.LinkPath // of a letter to a member, who signs in with a password
	if l.LinkPurpose != "" {
		token, err := s.Linker.MakeLink(ctx, l)
		if err != nil {
			return fmt.Errorf("make link: %w", err)
		}
		link = s.BaseURL + "/link/" + string(token)
	}
	l.Text = strings.ReplaceAll(l.Text, letter.LinkPlaceholder, link)
	l.HTML = strings.ReplaceAll(l.HTML, letter.LinkPlaceholder, link)
	return s.Carrier.Send(ctx, l)
}

// Pause returns how long to wait after so many failed attempts, growing from a
// minute (grey-listing servers ask for that) to half a day, and whether to try
// again at all: after about two days nobody is waiting for the letter.
func Pause(attempts int) (time.Duration, bool) {
	pauses := []time.Duration{
		time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour,
		12 * time.Hour, 12 * time.Hour, 12 * time.Hour,
	}
	if attempts > len(pauses) {
		return 0, false
	}
	return pauses[attempts-1], true
}

// Letters lists a procurement's letters, failed ones first.
func (s *Service) Letters(ctx context.Context, actor account.Actor, id procurement.ID) ([]letter.Letter, error) {
	return s.Store.Letters(ctx, actor.Organisation, id)
}

// Letter returns one letter, with the placeholder in place of its link.
func (s *Service) Letter(ctx context.Context, actor account.Actor, id string) (letter.Letter, error) {
	return s.Store.Letter(ctx, actor.Organisation, id)
}
