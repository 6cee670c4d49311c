package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
)

// requestsView is what a person is asked to answer.
type requestsView struct {
	Waiting []assessment.Assessment // may still be answered, the earliest closing first
	Done    []assessment.Assessment // submitted, or closed without
}

// GET /requests shows what the person is asked to answer.
func (s *Site) showRequests(c *gin.Context) error {
	all, err := s.services.Assessments.Requests(c.Request.Context(), actorOf(c))
	if err != nil {
		return err
	}
	var view requestsView
	for _, a := range all {
		if now := s.options.Clock(); a.TakesAnswers(now) || a.Correcting(now) || commentsOpen(a, now) {
			view.Waiting = append(view.Waiting, a)
		} else {
			view.Done = append(view.Done, a)
		}
	}
	return s.show(c, http.StatusOK, requestsPage(s.page(c, "supplier.requests_title"), view))
}

// commentsOpen tells whether a draft result waits for the supplier's comments.
func commentsOpen(a assessment.Assessment, now time.Time) bool {
	return a.DraftUntil != nil && !a.Released && now.Before(*a.DraftUntil)
}

// requestState is how far an assessment has come, in a word and its colour.
func requestState(p Page, a assessment.Assessment) (string, Colour) {
	switch {
	case a.Released:
		return p.Say("supplier.state_released"), Good
	case a.Helping && a.HelpDone && a.TakesAnswers(p.Now):
		return p.Say("colleague.state_done"), Good
	case a.Correcting(p.Now):
		return p.Say("correction.state"), Look
	case a.DraftUntil != nil:
		return p.Say("draft.state"), Accent
	case a.State == assessment.Submitted:
		return p.Say("supplier.state_submitted"), Good
	case !a.TakesAnswers(p.Now):
		return p.Say("supplier.state_closed"), Neutral
	case a.Late(p.Now):
		return p.Say("supplier.state_late"), Bad
	case a.Progress.Answered == 0:
		return p.Say("supplier.state_new"), Neutral
	case a.Progress.Left == 0:
		return p.Say("supplier.state_ready"), Accent
	default:
		return p.Say("supplier.state_begun"), Accent
	}
}

// requestAction is what the one button of a card says, and where it leads.
func requestAction(p Page, a assessment.Assessment) (text, href string) {
	overview := "/assessments/" + string(a.ID)
	switch {
	case a.Released:
		return p.Say("supplier.see_result"), assessmentPath(a.ID, "result")
	case a.Correcting(p.Now):
		return p.Say("correction.begin"), overview
	case a.DraftUntil != nil:
		return p.Say("draft.read"), assessmentPath(a.ID, "result")
	case a.State == assessment.Submitted:
		return p.Say("supplier.see_receipt"), assessmentPath(a.ID, "receipt")
	case a.Helping && a.HelpDone && a.TakesAnswers(p.Now):
		return p.Say("supplier.see_answers"), overview
	case a.Helping && a.TakesAnswers(p.Now):
		return p.Say("colleague.help"), overview
	case !a.TakesAnswers(p.Now):
		return p.Say("supplier.see_answers"), overview
	case a.Progress.Answered == 0:
		return p.Say("supplier.begin"), overview
	default:
		return p.Say("supplier.go_on"), overview
	}
}
