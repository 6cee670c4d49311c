package enquiry

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Typed is a reply as an officer types it.
type Typed struct {
	Enquiry  ID      // empty: nobody asked
	Corrects ReplyID // empty: it takes the place of none; else it goes to those who read that one
	Topic    Topic
	Wording  string // the enquiry as other suppliers read it
	Text     string
	Only     bool   // for the one who asked alone
	Reason   string // why, where the stage seals
	Sending  string
}

// Exchange returns a procurement with all that was asked and replied.
func (s *Service) Exchange(ctx context.Context, actor account.Actor, id procurement.ID) (procurement.Procurement, Exchange, error) {
	p, err := s.Procurements.Load(ctx, actor.Organisation, id)
	if err != nil {
		return p, Exchange{}, fmt.Errorf("load procurement %s: %w", id, err)
	}
	x, err := s.Store.Exchange(ctx, actor.Organisation, id)
	if err != nil {
		return p, x, fmt.Errorf("load the enquiries of procurement %s: %w", id, err)
	}
	return p, x, nil
}

// Recipients lists whom a reply to all is for.
func (s *Service) Recipients(ctx context.Context, actor account.Actor, id procurement.ID) ([]assessment.Assessment, error) {
	return s.Store.Recipients(ctx, actor.Organisation, id)
}

// Reply gives a reply and writes to those whom it is for, but for suppliers who
// will not answer; it returns to how many. A reply is for all suppliers alike.
// One for the supplier that asked alone takes a reason where the stage seals,
// which the log keeps. fault.Fields says what cannot be accepted, among it what
// tells the others who asked; fault.Conflict when the enquiry has a reply.
func (s *Service) Reply(ctx context.Context, actor account.Actor, id procurement.ID, typed Typed) (int, error) {
	p, x, err := s.Exchange(ctx, actor, id)
	if err != nil {
		return 0, err
	}
	if !actor.Role.MayManage() {
		return 0, fault.New(fault.Denied, "procurement.only_officers")
	}
	if p.State != procurement.Published {
		return 0, fault.New(fault.Conflict, "enquiry.not_published")
	}
	q, err := s.Shelf.Take(ctx, p.Questionnaire)
	if err != nil {
		return 0, fmt.Errorf("reply in procurement %s: %w", id, err)
	}
	readers, err := s.Recipients(ctx, actor, id)
	if err != nil {
		return 0, fmt.Errorf("list the suppliers of procurement %s: %w", id, err)
	}
	d := drafting{of: p, exchange: x, readers: readers, questionnaire: q}
	r, err := d.reply(typed)
	if err != nil {
		return 0, err
	}
	r.ID, r.Person, r.PersonName, r.At, r.Sending = ReplyID(s.NewID()), actor.Person, actor.Name, s.Now(), s.sending(typed.Sending)
	letters := s.letters(d, r)
	err = s.Store.Reply(ctx, p.Organisation, r, letters, s.replied(actor, d, r, len(letters)))
	if errors.Is(err, fault.Conflict) {
		return 0, fault.New(fault.Conflict, "enquiry.replied_meanwhile")
	}
	return len(letters), err
}

// drafting is what a reply is judged by.
type drafting struct {
	of            procurement.Procurement
	exchange      Exchange
	readers       []assessment.Assessment
	questionnaire *questionnaire.Questionnaire
}

// reply is the reply as it can be given, or why it cannot.
func (d drafting) reply(typed Typed) (Reply, error) {
	r := Reply{Procurement: d.of.ID, Enquiry: typed.Enquiry, Corrects: typed.Corrects, Topic: typed.Topic}
	asked, wasAsked := d.exchange.Enquiry(typed.Enquiry)
	earlier, isThere := d.exchange.Reply(typed.Corrects)
	if typed.Enquiry != "" && !wasAsked || typed.Corrects != "" && !isThere || wasAsked && isThere {
		return r, fault.New(fault.NotFound, "enquiry.not_found")
	}
	switch {
	case isThere:
		r.Only, r.Topic = earlier.Only, earlier.Topic
	case wasAsked && typed.Only:
		r.Only = asked.Assessment
	}
	if r.Only != "" {
		if _, reads := d.reader(r.Only); !reads {
			return r, fault.New(fault.Conflict, "enquiry.nobody_reads")
		}
	}
	return r, d.check(&r, typed, asked, isThere)
}

// check fills in the texts of r, and says what in them cannot be accepted.
func (d drafting) check(r *Reply, typed Typed, asked Enquiry, corrects bool) error {
	var wrong fault.Fields
	if !r.Topic.Known(d.questionnaire) {
		wrong.Add("topic", "enquiry.topic_unknown")
	}
	if asked.ID != "" && r.ForAll() {
		r.Wording = checked(&wrong, "wording", typed.Wording, "enquiry.wording_missing", MaxEnquiry)
		d.checkTells(&wrong, asked, "wording", r.Wording)
	}
	r.Text = checked(&wrong, "text", typed.Text, "enquiry.reply_missing", MaxReply)
	if asked.ID != "" && r.ForAll() {
		d.checkTells(&wrong, asked, "text", r.Text)
	}
	if !r.ForAll() && !corrects && d.of.Stage.Seals() {
		r.Reason = checked(&wrong, "reason", typed.Reason, "enquiry.reason_missing", MaxReason)
	}
	return wrong.OrNil()
}

// reader finds one of those who are asked in the procurement.
func (d drafting) reader(id assessment.ID) (assessment.Assessment, bool) {
	for _, a := range d.readers {
		if a.ID == id {
			return a, true
		}
	}
	return assessment.Assessment{}, false
}

// letters are those that tell of r.
func (s *Service) letters(d drafting, r Reply) []letter.Letter {
	said := letter.Said{
		ID: string(r.ID), Topic: r.Topic.spoken(d.questionnaire), Wording: r.Wording, Text: r.Text, Only: !r.ForAll(),
	}
	if asked, was := d.exchange.Enquiry(r.Enquiry); was && !r.ForAll() {
		said.Wording = asked.Text
	}
	if earlier, is := d.exchange.Reply(r.Corrects); is {
		said.Correction, said.Corrects = true, earlier.Number
	}
	var all []letter.Letter
	for _, a := range d.readers {
		if a.Declines() || !r.ForAll() && a.ID != r.Only {
			continue
		}
		a.Procurement.Words = d.of.Words
		all = append(all, s.Letters.Replied(a, said))
	}
	return all
}

// replied is the event of r: who asked, to how many it went, and why to one.
// The store adds the reply's number.
func (s *Service) replied(actor account.Actor, d drafting, r Reply, told int) audit.Event {
	event := s.event(actor, d.of, "enquiry.announced", r.At)
	event.Details["told"] = strconv.Itoa(told)
	asked, was := d.exchange.Enquiry(r.Enquiry)
	one, _ := d.reader(r.Only)
	switch {
	case r.Corrects != "" && r.ForAll():
		earlier, _ := d.exchange.Reply(r.Corrects)
		event.Verb, event.Details["corrects"] = "enquiry.corrected", strconv.Itoa(earlier.Number)
	case r.Corrects != "":
		event.Verb, event.Assessment, event.Details["supplier"] = "enquiry.corrected_one", string(r.Only), one.Supplier.Name
	case was && r.ForAll():
		event.Verb, event.Assessment, event.Details["supplier"] = "enquiry.replied", string(asked.Assessment), asked.Supplier
	case was && r.Reason == "":
		event.Verb, event.Assessment, event.Details["supplier"] = "enquiry.replied_one", string(r.Only), one.Supplier.Name
	case was:
		event.Verb, event.Assessment, event.Details["supplier"] = "enquiry.replied_because", string(r.Only), one.Supplier.Name
		event.Details["reason"] = r.Reason
	}
	return event
}
