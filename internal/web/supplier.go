package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
)

// supplierLineView is one supplier in a procurement.
type supplierLineView struct {
	boardLine
	Letters   []letter.Letter
	MayManage bool
}

// lineOf loads the line of the board that the address names.
func (s *Site) lineOf(c *gin.Context) (boardLine, error) {
	row, err := s.services.Assessments.Invited(c.Request.Context(), actorOf(c), assessment.ID(c.Param("assessment")))
	if err != nil {
		return boardLine{}, err
	}
	if row.Procurement.ID != procurement.ID(c.Param("id")) {
		return boardLine{}, fault.New(fault.NotFound, "assessment.not_found")
	}
	return boardLine{Row: row, At: stateOf(row, s.options.Clock())}, nil
}

// linePage begins a page about one supplier. Without a title of its own it is
// the supplier's page.
func (s *Site) linePage(c *gin.Context, line boardLine, titleKey string) Page {
	page := s.procurementPage(c, line.Procurement, titleKey)
	suppliers := Crumb{page.Say("buyer.suppliers"), procurementPath(line.Procurement.ID, tabSuppliers)}
	supplier := Crumb{line.Supplier.Name, supplierPath(line.Assessment, "")}
	page.Crumbs = []Crumb{page.Crumbs[0], page.Crumbs[1], suppliers, supplier, {Text: page.Title}}
	return page
}

// GET /procurements/:id/suppliers/:assessment is one supplier: how far it has
// come, its letters, and what can be done.
func (s *Site) showSupplier(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	all, err := s.services.Letters.Letters(c.Request.Context(), actorOf(c), line.Procurement.ID)
	if err != nil {
		return err
	}
	view := supplierLineView{boardLine: line, MayManage: actorOf(c).Role.MayManage()}
	for _, l := range all {
		if l.Assessment == string(line.ID) {
			view.Letters = append(view.Letters, l)
		}
	}
	page := s.linePage(c, line, "buyer.supplier")
	page.Title, page.Wide = line.Supplier.Name, true
	page.Crumbs = append(page.Crumbs[:3], Crumb{Text: line.Supplier.Name})
	return s.show(c, http.StatusOK, supplierLinePage(page, view))
}

// POST /procurements/:id/suppliers/:assessment/resend writes the invitation once more.
func (s *Site) resendInvitation(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	if err := s.services.Assessments.Resend(c.Request.Context(), actorOf(c), line.ID); err != nil {
		return err
	}
	s.flash(c, Done, "buyer.resent", "email", line.Contact.Email)
	return seeOther(c, supplierPath(line.Assessment, ""))
}

// POST /procurements/:id/suppliers/:assessment/remind writes a reminder at once.
func (s *Site) remindSupplier(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	if err := s.services.Assessments.RemindNow(c.Request.Context(), actorOf(c), line.ID); err != nil {
		return err
	}
	s.flash(c, Done, "buyer.reminded", "count", 1)
	return seeOther(c, supplierPath(line.Assessment, ""))
}

// GET /procurements/:id/suppliers/:assessment/withdraw tells what happens, and asks.
func (s *Site) confirmWithdraw(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	if line.State != assessment.Open {
		return fault.New(fault.Conflict, "buyer.nothing_to_withdraw")
	}
	return s.show(c, http.StatusOK, withdrawInvitationPage(s.linePage(c, line, "buyer.withdraw_question"), line))
}

// POST /procurements/:id/suppliers/:assessment/withdraw takes the invitation back.
func (s *Site) withdrawInvitation(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	if err := s.services.Assessments.WithdrawInvitation(c.Request.Context(), actorOf(c), line.ID); err != nil {
		return err
	}
	s.flash(c, Done, "buyer.withdrawn", "supplier", line.Supplier.Name)
	return seeOther(c, procurementPath(line.Procurement.ID, tabSuppliers))
}

// contactForm is a contact as typed.
type contactForm struct {
	Name, Email, Language string
	Mistakes              []Mistake
}

func readContact(form url.Values) contactForm {
	return contactForm{Name: form.Get("name"), Email: form.Get("email"), Language: form.Get("language")}
}

// GET /procurements/:id/suppliers/:assessment/contact asks for another contact.
func (s *Site) editContact(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	form := contactForm{Language: line.Contact.Language}
	if line.Objection != nil {
		form.Name, form.Email = line.Objection.Name, line.Objection.Email
	}
	return s.showContact(c, http.StatusOK, line, form)
}

func (s *Site) showContact(c *gin.Context, status int, line boardLine, form contactForm) error {
	page := s.linePage(c, line, "buyer.change_contact")
	if len(form.Mistakes) > 0 {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, changeContactPage(page, line, form))
}

// POST /procurements/:id/suppliers/:assessment/contact puts another person in
// the contact's place, where the rule allows it.
func (s *Site) changeContact(c *gin.Context) error {
	line, err := s.lineOf(c)
	if err != nil {
		return err
	}
	fields, err := formOf(c)
	if err != nil {
		return err
	}
	form := readContact(fields)
	err = s.services.Assessments.ChangeContact(c.Request.Context(), actorOf(c), line.ID, assessment.NewContact{
		Name: form.Name, Email: form.Email, Language: form.Language,
	})
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		form.Mistakes, _ = mistakesOf(s.linePage(c, line, "buyer.change_contact"), err)
		return s.showContact(c, http.StatusUnprocessableEntity, line, form)
	}
	if err != nil {
		return err
	}
	s.flash(c, Done, "buyer.contact_changed", "name", form.Name)
	return seeOther(c, supplierPath(line.Assessment, ""))
}

// languageOptions are the languages a letter can be written in.
func languageOptions(chosen string) []Option {
	var all []Option
	for _, lang := range message.Langs() {
		all = append(all, Option{Value: string(lang), Text: lang.Name(), Chosen: string(lang) == chosen})
	}
	return all
}

// languageName is a language's name in itself.
func languageName(tag string) string {
	if lang, known := message.ParseLang(tag); known {
		return lang.Name()
	}
	return tag
}

// languageIn is what a language is called within a sentence of the page.
func (p Page) languageIn(tag string) string {
	switch message.Lang(tag) {
	case message.Bokmal:
		return p.Say("buyer.in_nb")
	case message.Nynorsk:
		return p.Say("buyer.in_nn")
	case message.English:
		return p.Say("buyer.in_en")
	default:
		return tag
	}
}

// numberText is an organisation number as people read it: three by three.
func numberText(number string) string {
	if len(number) != 9 || !onlyDigits(number) {
		return number
	}
	return number[:3] + "\u00a0" + number[3:6] + "\u00a0" + number[6:]
}
