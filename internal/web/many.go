package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
	"aktsom/internal/spreadsheet"
)

// manyView is a list of suppliers to invite: as it is typed, and once it has
// been checked, sorted in those who can be invited and those who cannot.
type manyView struct {
	procurement.Procurement
	Checked   bool
	Text      string // what stands in the text area
	Good, Bad []assessment.Line
	Mistake   string // what is wrong with the list as a whole
}

// reasons are what is wrong with one line, each a sentence.
func (v manyView) reasons(p Page, l assessment.Line) []string {
	sentences := make([]string, len(l.Wrong))
	for i, f := range l.Wrong {
		sentences[i] = p.Say(manyKey(f.Key), f.Args...)
	}
	return sentences
}

// maxSummary is how many lines the summary names before it only counts them.
const maxSummary = 10

// mistakes are what the summary on top leads to.
func (v manyView) mistakes(p Page) []Mistake {
	switch {
	case v.Mistake != "":
		return []Mistake{{Field: "lines", Text: v.Mistake}}
	case len(v.Bad) > maxSummary:
		return []Mistake{{Field: "lines", Text: p.Say("bulk.wrong", "count", len(v.Bad))}}
	}
	list := make([]Mistake, len(v.Bad))
	for i, line := range v.Bad {
		list[i] = Mistake{Field: lineID(i), Text: lineName(p, line)}
	}
	return list
}

// lineID is the id of what is said about the i-th bad line. Numbers of lines do
// not do: a list and a file have a line 1 each.
func lineID(i int) string { return "line-" + strconv.Itoa(i+1) }

// manyKey is the sentence about a line of a list: where the one for a form
// speaks of a field, the list has its own.
func manyKey(key string) string {
	switch key {
	case "assessment.choose_language":
		return "bulk.language_unknown"
	case "assessment.organisation_number":
		return "bulk.number_wrong"
	case "account.not_an_address":
		return "bulk.email_wrong"
	default:
		return key
	}
}

// lineName is a line's number and what can be recognised of it.
func lineName(p Page, l assessment.Line) string {
	for _, text := range []string{l.Supplier.Name, l.Email, l.Name, l.Supplier.Number} {
		if text != "" {
			return p.Say("bulk.line_named", "number", l.Number, "name", text)
		}
	}
	return p.Say("bulk.line", "number", l.Number)
}

// GET /procurements/:id/suppliers/many asks for a list of suppliers to invite.
func (s *Site) newInvitations(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	if !p.TakesAnswers(s.options.Clock()) {
		return fault.New(fault.Conflict, "assessment.procurement_not_open")
	}
	return s.showMany(c, http.StatusOK, manyView{Procurement: p})
}

func (s *Site) showMany(c *gin.Context, status int, v manyView) error {
	title := "bulk.title"
	if v.Checked {
		title = "bulk.check_title"
	}
	page := s.procurementPage(c, v.Procurement, title)
	last := page.Crumbs[len(page.Crumbs)-1]
	page.Crumbs = append(page.Crumbs[:2], Crumb{page.Say("buyer.suppliers"), procurementPath(v.ID, tabSuppliers)}, last)
	page.Wide = v.Checked
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, []string{"focus"}
	}
	return s.show(c, status, manyPage(page, v))
}

// manySent is what came with a form about a list.
type manySent struct {
	Text   string            // the text area
	Lines  []assessment.Line // of the text area and of the file
	Good   []assessment.Line // those that were found good before
	Invite bool
}

// all is everything that was typed, those found good first.
func (m manySent) all() string { return manyText(m.Good) + m.Text }

// POST /procurements/:id/suppliers/many checks a list and shows what was found;
// sent from there, it invites those who were found good. What is left in the
// text area is checked again, so nothing that was typed is lost.
func (s *Site) inviteMany(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	if _, err := managerOf(c); err != nil {
		return err
	}
	sent, err := readMany(c)
	if text, ok := s.whyNotMany(c, err); ok {
		return s.showMany(c, explain(err).status, manyView{Procurement: p, Text: sent.all(), Mistake: text})
	}
	if err != nil {
		return err
	}
	if !sent.Invite || len(sent.Good) == 0 {
		return s.checkMany(c, p, sent, slices.Concat(sent.Good, sent.Lines))
	}
	list, err := s.services.Assessments.InviteMany(c.Request.Context(), actorOf(c), p.ID, sent.Good)
	if errors.Is(err, fault.Conflict) && p.TakesAnswers(s.options.Clock()) {
		return s.checkMany(c, p, sent, slices.Concat(sent.Good, sent.Lines))
	}
	if err != nil {
		return err
	}
	good, bad := sorted(list)
	if len(good) > 0 {
		s.flash(c, Done, "bulk.invited", "count", len(good))
	}
	if left := slices.Concat(bad, sent.Lines); len(left) > 0 {
		return s.checkMany(c, p, sent, left)
	}
	return seeOther(c, procurementPath(p.ID, tabSuppliers))
}

// checkMany shows what was found in a list.
func (s *Site) checkMany(c *gin.Context, p procurement.Procurement, sent manySent, list []assessment.Line) error {
	view := manyView{Procurement: p, Text: sent.all()}
	_, list, err := s.services.Assessments.CheckMany(c.Request.Context(), actorOf(c), p.ID, list)
	if text, ok := s.whyNotMany(c, err); ok {
		view.Mistake = text
		return s.showMany(c, explain(err).status, view)
	}
	if err != nil {
		return err
	}
	if len(list) == 0 {
		view.Mistake = s.procurementPage(c, p, "bulk.title").Say("bulk.nothing")
		return s.showMany(c, http.StatusUnprocessableEntity, view)
	}
	view.Checked = true
	view.Good, view.Bad = sorted(list)
	view.Text = manyText(view.Bad)
	if len(view.Bad) > 0 {
		return s.showMany(c, http.StatusUnprocessableEntity, view)
	}
	return s.showMany(c, http.StatusOK, view)
}

// sorted parts the lines that can be invited from the others.
func sorted(list []assessment.Line) (good, bad []assessment.Line) {
	for _, line := range list {
		if len(line.Wrong) == 0 {
			good = append(good, line)
		} else {
			bad = append(bad, line)
		}
	}
	return good, bad
}

// whyNotMany is the sentence about a list that cannot be taken as a whole.
func (s *Site) whyNotMany(c *gin.Context, err error) (text string, ok bool) {
	var cut *http.MaxBytesError
	if errors.As(err, &cut) {
		return s.options.Messages.In(langOf(c)).Say("bulk.too_large", "megabytes", maxForm>>20), true
	}
	return s.whyNot(c, err)
}

// readMany reads the form, whether it brings a file or not. What stands in the
// text area is there also when the file cannot be read.
func readMany(c *gin.Context) (sent manySent, err error) {
	if isMultipart(c.Request) {
		// maxForm bounds the body, so all of it stays in memory.
		if err := c.Request.ParseMultipartForm(maxForm); err != nil {
			return sent, fmt.Errorf("read a list of suppliers: %w", err)
		}
	} else if _, err := formOf(c); err != nil {
		return sent, err
	}
	form := c.Request.PostForm
	sent.Text, sent.Invite = form.Get("lines"), form.Get("then") == "invite"
	if sent.Good, err = readGood(form); err != nil {
		return sent, err
	}
	typed, err := spreadsheet.Read([]byte(sent.Text))
	if err != nil {
		return sent, err
	}
	filed, err := readManyFile(c.Request)
	if err != nil {
		return sent, err
	}
	sent.Lines = append(manyLines(typed), manyLines(filed)...)
	return sent, nil
}

// readGood reads the lines that were found good before, with their numbers.
func readGood(form url.Values) ([]assessment.Line, error) {
	read, err := spreadsheet.Read([]byte(form.Get("good")))
	if err != nil {
		return nil, err
	}
	good := manyLines(read)
	for i, number := range form["number"] {
		if at, err := strconv.Atoi(number); err == nil && i < len(good) {
			good[i].Number = at
		}
	}
	return good, nil
}

// readManyFile reads the lines of the file, if one was chosen.
func readManyFile(r *http.Request) ([]spreadsheet.Line, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File["file"]) == 0 {
		return nil, nil
	}
	file, err := r.MultipartForm.File["file"][0].Open()
	if err != nil {
		return nil, fmt.Errorf("open the list of suppliers: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read the list of suppliers: %w", err)
	}
	return spreadsheet.Read(content)
}

// wrongWeight makes checking again the main action where nobody can be invited.
func wrongWeight(v manyView) Weight {
	if len(v.Good) == 0 {
		return Primary
	}
	return Secondary
}
