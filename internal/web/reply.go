package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"aktsom/internal/enquiry"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

// replyView is the form in which an officer replies to an enquiry, says
// something unasked, or corrects an earlier reply.
type replyView struct {
	exchangeView

	Asked     *enquiry.Enquiry // nil: nobody asked
	Corrected *enquiry.Reply   // nil: it takes the place of none
	Typed     enquiry.Typed
	Readers   int // suppliers who get a letter of a reply to all
	Topics    []Option
	Refused   string // why what was typed could not be sent any more; empty: nothing was refused
	Mistakes  []Mistake
}

// ForAll tells whether the reply can go to nobody but all.
func (v replyView) ForAll() bool {
	return v.Corrected == nil && (v.Asked == nil || v.Asked.Withdrawn) || v.Corrected != nil && v.Corrected.ForAll()
}

// Action is where the form is sent.
func (v replyView) Action() string {
	if v.Asked != nil {
		return replyPath(v.ID, v.Asked.ID)
	}
	return procurementPath(v.ID, tabEnquiries)
}

// GET /procurements/:id/enquiries/:enquiry is the form to reply in.
func (s *Site) askReply(c *gin.Context) error {
	return s.showReply(c, http.StatusOK, replyView{Typed: enquiry.Typed{Enquiry: enquiry.ID(c.Param("enquiry"))}})
}

// GET /procurements/:id/enquiries/new is the form for what nobody asked;
// ?corrects= takes the place of a reply.
func (s *Site) newAnnouncement(c *gin.Context) error {
	return s.showReply(c, http.StatusOK, replyView{Typed: enquiry.Typed{Corrects: enquiry.ReplyID(c.Query("corrects"))}})
}

// POST /procurements/:id/enquiries/:enquiry replies to an enquiry.
func (s *Site) reply(c *gin.Context) error {
	return s.sendReply(c, enquiry.ID(c.Param("enquiry")))
}

// POST /procurements/:id/enquiries tells all suppliers something unasked, or
// corrects a reply.
func (s *Site) announce(c *gin.Context) error { return s.sendReply(c, "") }

func (s *Site) sendReply(c *gin.Context, to enquiry.ID) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	id, typed := procurement.ID(c.Param("id")), typedReply(form, to)
	told, refused := s.services.Enquiries.Reply(c.Request.Context(), actorOf(c), id, typed)
	if refused == nil {
		s.flash(c, Done, "enquiry.reply_sent", "count", told)
		return seeOther(c, procurementPath(id, tabEnquiries))
	}
	mistakes, wrong := mistakesOf(s.quietPage(c, "enquiry.tab"), refused)
	key, _, _ := fault.Key(refused)
	switch {
	case wrong:
		return s.showReply(c, http.StatusUnprocessableEntity, replyView{Typed: typed, Mistakes: mistakes})
	case errors.Is(refused, fault.Conflict) && key != "enquiry.not_published":
		return s.showReply(c, http.StatusConflict, replyView{Typed: typed, Refused: s.quietPage(c, "enquiry.tab").Say(key)})
	default:
		return refused
	}
}

func typedReply(form url.Values, to enquiry.ID) enquiry.Typed {
	return enquiry.Typed{
		Enquiry: to, Corrects: enquiry.ReplyID(form.Get("corrects")), Topic: enquiry.Topic(form.Get("topic")),
		Wording: form.Get("wording"), Text: form.Get("text"), Only: form.Get("to") == toOne, Reason: form.Get("reason"), Sending: form.Get("sending"),
	}
}

// Whom a reply is for, as the form sends it.
const (
	toAll = "all"
	toOne = "one"
)

// showReply shows the form. Opened, it has the supplier's own words to begin
// with. An enquiry that has a reply leads to it.
func (s *Site) showReply(c *gin.Context, status int, view replyView) error {
	exchange, err := s.exchangeOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	view.exchangeView = exchange
	if view.State != procurement.Published {
		return fault.New(fault.Conflict, "enquiry.not_published")
	}
	if view, err = view.found(s.services.Enquiries.NewID); err != nil {
		return err
	}
	if _, replied := view.ReplyTo(view.Typed.Enquiry); replied && view.Refused == "" {
		return seeOther(c, procurementPath(view.ID, tabEnquiries))
	}
	readers, err := s.services.Enquiries.Recipients(c.Request.Context(), actorOf(c), view.ID)
	if err != nil {
		return err
	}
	for _, a := range readers {
		if !a.Declines() {
			view.Readers++
		}
	}
	page := s.replyPage(c, view)
	view.Topics = topicOptions(page, view.Questionnaire, view.Typed.Topic, func(string) bool { return true })
	return s.show(c, status, replyPage(page, view))
}

// found is the view with the enquiry or reply that it names.
func (v replyView) found(newID func() string) (replyView, error) {
	asked, was := v.Enquiry(v.Typed.Enquiry)
	corrected, is := v.Reply(v.Typed.Corrects)
	switch {
	case v.Typed.Enquiry != "" && !was, v.Typed.Corrects != "" && !is:
		return v, fault.New(fault.NotFound, "enquiry.not_found")
	case was:
		v.Asked = &asked
	case is:
		v.Corrected = &corrected
	}
	if v.Typed.Sending == "" {
		v.Typed.Sending, v.Typed.Wording, v.Typed.Topic = newID(), asked.Text, asked.Topic
	}
	return v, nil
}

// replyPage begins the form's page, with the way to it.
func (s *Site) replyPage(c *gin.Context, v replyView) Page {
	title := "enquiry.announce"
	switch {
	case v.Asked != nil:
		title = "enquiry.reply_title"
	case v.Corrected != nil:
		title = "enquiry.correct_title"
	}
	page := s.procurementPage(c, v.Procurement, title)
	page.Crumbs = []Crumb{page.Crumbs[0], page.Crumbs[1], {page.Say("enquiry.tab"), procurementPath(v.ID, tabEnquiries)}, {Text: page.Title}}
	if len(v.Mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return page
}

// whomOptions are whom a reply to an enquiry may be for.
func whomOptions(p Page, v replyView) []Option {
	help := p.Say("enquiry.to_one_help_contract")
	if v.Stage.Seals() {
		help = p.Say("enquiry.to_one_help")
	}
	return []Option{
		{Value: toAll, Text: p.Say("enquiry.to_all", "count", v.Readers), Help: p.Say("enquiry.to_all_help"), Chosen: !v.Typed.Only},
		{Value: toOne, Text: p.Say("enquiry.to_one", "supplier", v.Asked.Supplier), Help: help, Chosen: v.Typed.Only},
	}
}

// replyLabel is what the text is called.
func replyLabel(p Page, v replyView) string {
	switch {
	case v.Asked != nil:
		return p.Say("enquiry.reply_text")
	case v.Corrected != nil:
		return p.Say("enquiry.correct_text")
	default:
		return p.Say("enquiry.announce_text")
	}
}

// sendLabel is what sending is called.
func sendLabel(p Page, v replyView) string {
	switch {
	case v.Asked != nil:
		return p.Say("enquiry.send_reply")
	case v.Corrected != nil:
		return p.Say("enquiry.send_correction")
	default:
		return p.Say("enquiry.send_announcement")
	}
}
