package web

import (
	"time"

	"aktsom/internal/procurement"
)

// closingSoon is how near a deadline must be to stand among what needs somebody.
const closingSoon = 7 * 24 * time.Hour

// need is one thing that waits for the buyer in a procurement, and where it is
// done. The zero need is nothing.
type need struct {
	Text string
	Href string
}

// needsOf lists what waits for the buyer in all procurements, the most pressing
// kind first: letters that did not arrive, since somebody may not know that they
// are asked.
func needsOf(p Page, rows []procurement.Listed) []need {
	var all []need
	for _, look := range []func(Page, procurement.Listed) need{
		lettersFailed, enquiriesWaiting, askedWrongly, correctionsBack, correctionsLapsed, toReview, draftRemarked,
		overdue, overdueWithMoreTime, closesSoon, moreTimeEndsSoon, filesExpiring,
	} {
		for _, r := range rows {
			if found := look(p, r); found != (need{}) {
				all = append(all, found)
			}
		}
	}
	return all
}

func lettersFailed(p Page, r procurement.Listed) need {
	if r.FailedLetters == 0 {
		return need{}
	}
	return need{p.Say("buyer.need_letters", "count", r.FailedLetters, "title", r.Title), procurementPath(r.ID, tabLetters)}
}

func enquiriesWaiting(p Page, r procurement.Listed) need {
	if r.Enquiries == 0 {
		return need{}
	}
	return need{p.Say("enquiry.need", "count", r.Enquiries, "title", r.Title), procurementPath(r.ID, tabEnquiries)}
}

func askedWrongly(p Page, r procurement.Listed) need {
	if r.Objections == 0 || !r.TakesAnswers(p.Now) {
		return need{}
	}
	return need{p.Say("decline.need", "count", r.Objections, "title", r.Title), procurementPath(r.ID, tabSuppliers+"?sort=state")}
}

func correctionsBack(p Page, r procurement.Listed) need {
	if r.Corrected == 0 {
		return need{}
	}
	return need{p.Say("correction.need_back", "count", r.Corrected, "title", r.Title), reviewsHref(r.ID, reviewCorrected)}
}

func correctionsLapsed(p Page, r procurement.Listed) need {
	if r.CorrectBy == nil || p.Now.Before(*r.CorrectBy) {
		return need{}
	}
	return need{p.Say("correction.need_lapsed", "title", r.Title), reviewsHref(r.ID, reviewUncorrected)}
}

func toReview(p Page, r procurement.Listed) need {
	if r.Unreviewed == 0 || !r.OpenToBuyer(p.Now) {
		return need{}
	}
	return need{p.Say("buyer.need_review", "count", r.Unreviewed, "title", r.Title), procurementPath(r.ID, tabReviews)}
}

func draftRemarked(p Page, r procurement.Listed) need {
	if r.Remarked == 0 {
		return need{}
	}
	return need{p.Say("draft.need", "count", r.Remarked, "title", r.Title), reviewsHref(r.ID, reviewRemarked)}
}

// overdue is about those who have everybody's time.
func overdue(p Page, r procurement.Listed) need {
	left := r.Invited - r.Submitted - r.Spared
	if left <= 0 || !r.Passed(p.Now) || !r.TakesAnswers(p.Now) {
		return need{}
	}
	when := p.Relative(r.Closing, p.Now, r.Location())
	return need{p.Say("buyer.need_overdue", "count", left, "title", r.Title, "when", when), procurementPath(r.ID, tabSuppliers+"?sort=state")}
}

func overdueWithMoreTime(p Page, r procurement.Listed) need {
	if r.SparedUntil == nil || p.Now.Before(*r.SparedUntil) {
		return need{}
	}
	when := p.Relative(*r.SparedUntil, p.Now, r.Location())
	return need{p.Say("due.need_overdue", "title", r.Title, "when", when), procurementPath(r.ID, tabSuppliers+"?sort=state")}
}

func closesSoon(p Page, r procurement.Listed) need {
	left := r.Invited - r.Submitted - r.Spared
	if r.State != procurement.Published || left <= 0 || r.Passed(p.Now) || r.Closing.Sub(p.Now) > closingSoon {
		return need{}
	}
	when := p.Relative(r.Closing, p.Now, r.Location())
	return need{p.Say("buyer.need_closing", "count", left, "title", r.Title, "when", when), procurementPath(r.ID, tabSuppliers)}
}

func moreTimeEndsSoon(p Page, r procurement.Listed) need {
	until := r.SparedUntil
	if until == nil || !p.Now.Before(*until) || until.Sub(p.Now) > closingSoon {
		return need{}
	}
	when := p.Relative(*until, p.Now, r.Location())
	return need{p.Say("due.need", "count", r.Spared, "title", r.Title, "when", when), procurementPath(r.ID, tabSuppliers)}
}

func filesExpiring(p Page, r procurement.Listed) need {
	if r.Expiring == 0 {
		return need{}
	}
	return need{p.Say("buyer.need_expiring", "count", r.Expiring, "title", r.Title), procurementPath(r.ID, tabReviews)}
}
