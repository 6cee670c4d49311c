package assessment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// WithDue is the assessment with a due time of its own, given at a time. It
// counts in contract follow-up, and as long as it is later than everybody's:
// then the assessment's Procurement tells it as its Closing, so that whoever
// asks until when there is time, and from when reminders count, gets the same
// answer. Where a stage seals, all have the same time.
func (a Assessment) WithDue(due, given *time.Time) Assessment {
	a.Due, a.DueGiven = nil, nil
	if due == nil || a.Procurement.Stage.Seals() || !due.After(a.Procurement.Closing) {
		return a
	}
	a.Due, a.DueGiven = due, given
	a.Procurement.Closing, a.Procurement.Extended = *due, given
	return a
}

// MovesTo reports whether a closing that is moved to a time for all gives this
// supplier more time too. It does not, where it has as much already.
func (a Assessment) MovesTo(closing time.Time) bool {
	return a.State != Withdrawn && closing.After(a.Procurement.Closing)
}

// MayGetTime reports whether the supplier can be given more time than others at
// now: in contract follow-up, until it has submitted.
func (a Assessment) MayGetTime(now time.Time) bool {
	return a.TakesAnswers(now) && !a.Procurement.Stage.Seals()
}

// Chosen are the suppliers that a buyer chose to give more time.
type Chosen struct {
	Procurement procurement.Procurement
	Rows        []Row // those who can be given time
	Left        []Row // those who cannot: they submitted, or are not asked any more
}

// Latest is the one who has the most time of all already.
func (c Chosen) Latest() Row {
	return slices.MaxFunc(c.Rows, func(a, b Row) int { return a.Procurement.Closing.Compare(b.Procurement.Closing) })
}

// MoreTime is a due time that some suppliers get, and why. The reason is for
// the log.
type MoreTime struct {
	Until  time.Time
	Reason string
}

// Longer is an assessment with its later due time, and what goes with it.
type Longer struct {
	Assessment Assessment
	Letter     letter.Letter
	Event      audit.Event
}

// DueStore keeps due times that suppliers have of their own.
type DueStore interface {
	// GiveTime writes Due and DueGiven, which are the same for all, takes back
	// the waiting reminders, posts the letters, records the events, and raises
	// p's revision, all in one transaction and in the same few statements for any
	// number. fault.Conflict, and nobody gets more time, when p has another
	// revision or one of the assessments is not open any more. fault.NotFound
	// when one is not of p, or p is not the organisation's.
	GiveTime(ctx context.Context, p procurement.Procurement, all []Longer) error
}

// ForTime parts those among ids who can be given more time from the others.
// fault.NotFound when one of them is not of the procurement; fault.Conflict
// where the stage seals: then closing moves for all, see Extend.
func (s *Service) ForTime(ctx context.Context, actor account.Actor, id procurement.ID, ids []ID) (Chosen, error) {
	p, err := s.managed(ctx, actor, id)
	if err != nil {
		return Chosen{}, err
	}
	c := Chosen{Procurement: p}
	if p.Stage.Seals() {
		return c, fault.New(fault.Conflict, "due.same_for_all")
	}
	rows, err := s.Boards.Board(ctx, actor.Organisation, id)
	if err != nil {
		return c, fmt.Errorf("load board of %s: %w", id, err)
	}
	wanted := map[ID]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	now := s.Now()
	for _, row := range rows {
		switch {
		case !wanted[row.ID]:
		case row.MayGetTime(now):
			c.Rows = append(c.Rows, row)
		default:
			c.Left = append(c.Left, row)
		}
	}
	if len(c.Rows)+len(c.Left) < len(wanted) {
		return c, fault.New(fault.NotFound, "assessment.not_found")
	}
	return c, nil
}

// maxTimeReason is room for a sentence or two in the log.
const maxTimeReason = 500

// Check says what is wrong with more time for those chosen, as fault.Fields;
// fault.Conflict when nobody of them can be given any.
func (c Chosen) Check(m MoreTime, now time.Time) error {
	if len(c.Rows) == 0 {
		return fault.New(fault.Conflict, "due.nobody")
	}
	var wrong fault.Fields
	switch latest := c.Latest(); {
	case !m.Until.After(now):
		wrong.Add("closing", "procurement.closing_passed")
	case !m.Until.After(latest.Procurement.Closing):
		wrong.Add("closing", "due.not_later", "supplier", latest.Supplier.Name)
	}
	if utf8.RuneCountInString(m.Reason) > maxTimeReason {
		wrong.Add("reason", "procurement.too_long", "most", maxTimeReason)
	}
	return wrong.OrNil()
}

// GiveTime gives those among ids who have not submitted until m, tells each of
// them, and returns how many. fault.Fields says what cannot be accepted;
// fault.Conflict when nobody is left to give time to, or one of them submitted,
// or somebody changed the procurement, at the same moment: then nobody gets any.
func (s *Service) GiveTime(ctx context.Context, actor account.Actor, id procurement.ID, ids []ID, m MoreTime) (int, error) {
	chosen, err := s.ForTime(ctx, actor, id, ids)
	if err != nil {
		return 0, err
	}
	m.Reason = strings.Join(strings.Fields(m.Reason), " ")
	now, until := s.Now(), m.Until.UTC()
	if err := chosen.Check(m, now); err != nil {
		return 0, err
	}
	all := make([]Longer, len(chosen.Rows))
	for i, row := range chosen.Rows {
		row.Procurement.Words = chosen.Procurement.Words
		all[i] = s.longer(actor, row.Assessment.WithDue(&until, &now), m.Reason)
	}
	err = s.Dues.GiveTime(ctx, chosen.Procurement, all)
	if errors.Is(err, fault.Conflict) {
		return 0, fault.New(fault.Conflict, "due.changed_meanwhile")
	}
	if err != nil {
		return 0, fmt.Errorf("give %d suppliers of %s more time: %w", len(all), id, err)
	}
	return len(all), nil
}

// longer is an assessment that has its due time, with the letter and the event.
func (s *Service) longer(actor account.Actor, a Assessment, reason string) Longer {
	facts := s.facts(a, nil)
	facts.Alone, facts.Sequence = true, a.Procurement.Revision+1 // as it is once this is kept
	facts.Key = "moved:" + string(a.ID) + ":" + strconv.FormatInt(a.Due.Unix(), 10)
	event := s.event(actor, a, "supplier.given_time", *a.DueGiven)
	event.Details["until"], event.Details["reason"] = a.Due.Format(time.RFC3339), cmp.Or(reason, "–")
	return Longer{Assessment: a, Letter: s.Writer.Write(letter.Moved, facts), Event: event}
}
