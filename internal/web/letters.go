package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// lettersView is the mailbox of a procurement, in the store's order: failed
// ones first.
type lettersView struct {
	procurement.Procurement
	Tabs    []Tab
	Filter  letterFilter
	Kinds   []Option
	States  []Option
	Letters []letter.Letter // one page of them
	Shown   int             // how many the filter lets through
	All     int
	Failed  int
	Before  string // address of the page before; empty on the first
	After   string // address of the page after; empty on the last
}

// GET /procurements/:id/letters is the mailbox of a procurement; the address
// says what of it is shown.
func (s *Site) showLetters(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	all, err := s.services.Letters.Letters(c.Request.Context(), actorOf(c), p.ID)
	if err != nil {
		return err
	}
	view := lettersView{Procurement: p, Filter: readLetterFilter(c.Request.URL.Query())}
	view.narrow(all)
	for _, l := range all {
		if l.State == letter.Failed {
			view.Failed++
		}
	}
	page := s.procurementPage(c, p, "buyer.tab_letters")
	page.Wide, view.Tabs = true, procurementTabs(page, p.ID, tabLetters, 0)
	view.setOptions(page, all)
	return s.show(c, http.StatusOK, lettersPage(page, view))
}

// letterView is one letter with the procurement it is about.
type letterView struct {
	letter.Letter
	In     procurement.Procurement
	Zone   *time.Location
	Text   string // as sent, with words in place of the link
	Sealed bool   // it tells of what the buyer may not read now
}

// GET /letters/:id is a letter exactly as it is sent, but for its link, which
// only the addressee gets.
func (s *Site) showLetter(c *gin.Context) error {
	l, err := s.services.Letters.Letter(c.Request.Context(), actorOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	p, err := s.services.Procurements.Load(c.Request.Context(), actorOf(c), procurement.ID(l.Procurement))
	if err != nil {
		return err
	}
	page := s.procurementPage(c, p, "buyer.letter")
	page.Title = l.Subject
	page.Crumbs = []Crumb{page.Crumbs[0], page.Crumbs[1], {page.Say("buyer.tab_letters"), procurementPath(p.ID, tabLetters)}, {Text: l.Subject}}
	view := letterView{Letter: l, In: p, Zone: p.Location()}
	if view.Sealed, err = s.sealed(c, l); err != nil {
		return err
	}
	link := page.Say("buyer.personal_link")
	if l.LinkPurpose == "" {
		link = s.options.URL.String() + l.LinkPath // to a member, who signs in with a password
	}
	view.Text = strings.ReplaceAll(l.Text, letter.LinkPlaceholder, link)
	return s.show(c, http.StatusOK, letterPage(page, view))
}

// sealed tells whether a letter speaks of what the buyer may not read now: a
// receipt lists the supplier's files.
func (s *Site) sealed(c *gin.Context, l letter.Letter) (bool, error) {
	if l.Kind != letter.Receipt {
		return false, nil
	}
	row, err := s.services.Assessments.Invited(c.Request.Context(), actorOf(c), assessment.ID(l.Assessment))
	return !row.ReceiptOpen(l, s.options.Clock()), err
}

// letterKind is why a letter was written, in words.
func letterKind(p Page, k letter.Kind) string {
	switch k {
	case letter.Invitation:
		return p.Say("buyer.letter_invitation")
	case letter.Reminder:
		return p.Say("buyer.letter_reminder")
	case letter.Receipt:
		return p.Say("buyer.letter_receipt")
	case letter.Moved:
		return p.Say("buyer.letter_moved")
	case letter.Withdrawn:
		return p.Say("buyer.letter_withdrawn")
	case letter.WrongPerson:
		return p.Say("decline.letter_wrong_person")
	case letter.NotUs:
		return p.Say("decline.letter_not_us")
	case letter.Reconsidered:
		return p.Say("decline.letter_reconsidered")
	case letter.Correction:
		return p.Say("words.correction")
	case letter.CorrectionMoved:
		return p.Say("correction.letter_moved")
	case letter.CorrectionOff:
		return p.Say("correction.letter_off")
	case letter.ResultDraft:
		return p.Say("words.result_draft")
	case letter.Infected:
		return p.Say("evidence.letter_infected")
	case letter.Enquired:
		return p.Say("enquiry.letter_enquired")
	case letter.Replied:
		return p.Say("enquiry.letter_replied")
	case letter.RepliedOnly:
		return p.Say("enquiry.letter_replied_only")
	case letter.Announced:
		return p.Say("enquiry.letter_announced")
	case letter.Released:
		return p.Say("buyer.letter_released")
	default:
		return p.Say("buyer.letter")
	}
}

// letterStateOf is where a letter is on its way, in a word and its colour.
func letterStateOf(p Page, l letter.Letter) (string, Colour) {
	switch {
	case l.State == letter.Failed:
		return p.Say("buyer.letter_failed"), Bad
	case l.State == letter.Cancelled:
		return p.Say("buyer.letter_cancelled"), Neutral
	case l.State == letter.Sent:
		return p.Say("buyer.letter_sent"), Good
	case l.Attempts > 0:
		return p.Say("buyer.letter_again"), Look
	default:
		return p.Say("buyer.letter_waiting"), Accent
	}
}

// letterTime is when a letter was sent, or else written.
func letterTime(l letter.Letter) time.Time {
	if l.SentAt != nil {
		return *l.SentAt
	}
	return l.Created
}
