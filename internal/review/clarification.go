package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

// Offer is the chance to clarify, the same for all: the same words and the same
// deadline. LeftOut are suppliers who do not get it, each with the reason that
// goes into the log.
type Offer struct {
	Text    string
	Until   time.Time
	LeftOut map[assessment.ID]string
}

// Unclear lists the questions whose requirement needs clarification.
func (l Line) Unclear() []string {
	if l.Desk == nil {
		return nil
	}
	var questions []string
	for _, j := range l.Desk.Judged() {
		if j.Finding == NeedsClarification && l.Desk.Evaluation.IsAsked(j.Question) {
			questions = append(questions, j.Question)
		}
	}
	return questions
}

// Offerable reports whether the supplier can be offered to clarify at now.
func (l Line) Offerable() bool {
	return len(l.Unclear()) > 0 && l.Review.Finished == nil && l.Assessment.CorrectBy == nil
}

// Clarify offers every supplier of a procurement with something to clarify to do
// so, all in one transaction or nobody. fault.Fields when a text, a deadline or
// a reason at "reason-ASSESSMENT" is missing; fault.Conflict when there is
// nothing to clarify, or everybody is left out.
func (s *Service) Clarify(ctx context.Context, actor account.Actor, id procurement.ID, o Offer) error {
	p, lines, err := s.Compare(ctx, actor, id)
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l Line) bool { return !l.Offerable() })
	switch {
	case !actor.Role.MayReview():
		return fault.New(fault.Denied, "review.only_evaluators")
	case p.Stage != procurement.Qualification || len(lines) == 0:
		return fault.New(fault.Conflict, "qualification.nothing_unclear")
	}
	o.Text = strings.TrimSpace(o.Text)
	if err := o.check(lines, s.Now()).OrNil(); err != nil {
		return err
	}
	var all []SendBack
	var left []audit.Event
	for _, l := range lines {
		if reason, out := o.LeftOut[l.Assessment.ID]; out {
			event := s.event(actor, *l.Desk, "correction.left_out")
			event.Details["reason"] = strings.TrimSpace(reason)
			left = append(left, event)
			continue
		}
		all = append(all, o.to(l))
	}
	return s.sendBack(ctx, actor, all, o.Until, clarifying(o, left))
}

// to is the offer to one supplier: each of its unclear questions, in the same
// words.
func (o Offer) to(l Line) SendBack {
	back := SendBack{Assessment: l.Assessment.ID}
	for _, question := range l.Unclear() {
		back.Questions = append(back.Questions, assessment.Correction{Question: question, Text: o.Text})
	}
	return back
}

func (o Offer) check(lines []Line, now time.Time) fault.Fields {
	wrong := checkUntil(o.Until, now)
	switch {
	case o.Text == "":
		wrong.Add("text", "qualification.offer_missing")
	case len([]rune(o.Text)) > maxCorrection:
		wrong.Add("text", "procurement.too_long", "most", maxCorrection)
	}
	offered := 0
	for _, l := range lines {
		reason, out := o.LeftOut[l.Assessment.ID]
		switch {
		case !out:
			offered++
		case strings.TrimSpace(reason) == "":
			wrong.Add("reason-"+string(l.Assessment.ID), "qualification.left_out_why", "supplier", l.Assessment.Supplier.Name)
		case len([]rune(reason)) > maxCorrection:
			wrong.Add("reason-"+string(l.Assessment.ID), "procurement.too_long", "most", maxCorrection)
		}
	}
	if offered == 0 {
		wrong.Add("suppliers", "qualification.nobody_offered")
	}
	return wrong
}

// sentAs is how questions sent back are logged.
type sentAs struct {
	verb string
	text string
	also []audit.Event
}

func clarifying(o Offer, left []audit.Event) sentAs {
	return sentAs{verb: "correction.offered", text: o.Text, also: left}
}

// name gives the events of sendings their verb.
func (as sentAs) name(sendings []Sending) {
	if as.verb == "" {
		return
	}
	for i := range sendings {
		event := &sendings[i].Event
		event.Verb, event.Details["text"] = as.verb, as.text
		delete(event.Details, "count")
	}
}
