package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// enquiriesView is what a supplier reads of questions to the buyer and its
// replies, with the form to ask in while enquiries are taken.
type enquiriesView struct {
	enquiry.Exchange

	Desk     assessment.Desk
	Takes    bool // of the one who reads
	Typed    enquiry.Asked
	Unsent   bool // what was typed came too late
	Topics   []Option
	Mistakes []Mistake
}

// GET /assessments/:id/enquiries shows what suppliers have asked the buyer and
// what it replied; ?about= is what the next enquiry is about.
func (s *Site) showEnquiries(c *gin.Context) error {
	return s.showEnquiriesAs(c, http.StatusOK, enquiriesView{
		Typed: enquiry.Asked{Topic: enquiry.Topic(c.Query("about")), Sending: s.services.Enquiries.NewID()},
	})
}

func (s *Site) showEnquiriesAs(c *gin.Context, status int, view enquiriesView) error {
	desk, err := s.deskOf(c)
	if err != nil {
		return err
	}
	view.Desk, view.Takes = desk, enquiry.MayAsk(desk, s.options.Clock())
	if view.Exchange, err = s.services.Enquiries.Read(c.Request.Context(), actorOf(c), desk.Assessment.ID); err != nil {
		return err
	}
	page := s.page(c, "enquiry.title").about(desk.Evaluation)
	page.Zone = desk.Assessment.Procurement.Location()
	if len(view.Mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	view.Topics = topicOptions(page, desk.Questionnaire, view.Typed.Topic, desk.Evaluation.IsAsked)
	return s.show(c, status, enquiriesPage(page, view))
}

// POST /assessments/:id/enquiries asks the buyer.
func (s *Site) askBuyer(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	id := assessment.ID(c.Param("id"))
	view := enquiriesView{Typed: enquiry.Asked{
		Topic: enquiry.Topic(form.Get("topic")), Text: form.Get("text"), Sending: form.Get("sending"),
	}}
	refused := s.limits.enquiries.Allow(string(actorOf(c).Person))
	if refused == nil {
		refused = s.services.Enquiries.Ask(c.Request.Context(), actorOf(c), id, view.Typed)
	}
	if refused == nil {
		s.flash(c, Done, "enquiry.sent")
		return seeOther(c, assessmentPath(id, "enquiries"))
	}
	page := s.quietPage(c, "enquiry.title")
	mistakes, wrong := mistakesOf(page, refused)
	switch {
	case wrong:
		view.Mistakes = mistakes
		return s.showEnquiriesAs(c, http.StatusUnprocessableEntity, view)
	case errors.Is(refused, fault.TooMany):
		view.Mistakes = []Mistake{{"text", page.Say("enquiry.too_many")}}
		return s.showEnquiriesAs(c, http.StatusTooManyRequests, view)
	case errors.Is(refused, fault.Conflict):
		view.Unsent = true
		return s.showEnquiriesAs(c, http.StatusConflict, view)
	default:
		return refused
	}
}

// topicOptions are the pages and questions that an enquiry may be about.
func topicOptions(p Page, q *questionnaire.Questionnaire, chosen enquiry.Topic, asked func(id string) bool) []Option {
	options := []Option{{Text: p.Say("enquiry.topic_none"), Chosen: chosen == ""}}
	for _, section := range q.Definition().Pages {
		lines := []Option{topicOption(p, q, enquiry.PageTopic(section.ID), chosen, "")}
		for _, question := range section.Questions {
			if asked(question.ID) && question.Kind != "note" {
				lines = append(lines, topicOption(p, q, enquiry.QuestionTopic(question.ID), chosen, "– "))
			}
		}
		if len(lines) > 1 {
			options = append(options, lines...)
		}
	}
	return options
}

func topicOption(p Page, q *questionnaire.Questionnaire, t, chosen enquiry.Topic, before string) Option {
	return Option{Value: string(t), Text: before + shortened(t.In(q, string(p.Lang()))), Chosen: t == chosen}
}

// replyTitle is what a reply is called.
func replyTitle(p Page, r enquiry.Reply) string {
	switch {
	case r.ForAll() && r.Wording == "" && r.Corrects == "":
		return p.Say("enquiry.announcement", "number", r.Number)
	case r.ForAll():
		return p.Say("enquiry.reply", "number", r.Number)
	default:
		return p.Say("enquiry.reply_alone")
	}
}

// replyName is how another reply speaks of r.
func replyName(p Page, r enquiry.Reply) string {
	if r.Number == 0 {
		return p.Say("enquiry.reply_named")
	}
	return p.Say("enquiry.reply_numbered", "number", r.Number)
}

// replyID is where a reply stands on its page.
func replyID(r enquiry.Reply) string { return "reply-" + string(r.ID) }

// asksAbout is where a supplier asks the buyer about a page.
func asksAbout(id assessment.ID, t enquiry.Topic) string {
	return assessmentPath(id, "enquiries?about="+string(t)+"#ask")
}

// shownReplies is how many replies stand on the overview of a request.
const shownReplies = 3

// replyExcerpt is a reply in a line: what was asked, or else what was said.
func replyExcerpt(r enquiry.Reply) string {
	if r.Wording != "" {
		return shortened(r.Wording)
	}
	return shortened(r.Text)
}

// typing keeps what is typed over a change of language while there is a form.
func (v enquiriesView) typing(p Page) Page {
	if !v.Takes {
		return p
	}
	return p.typing()
}
