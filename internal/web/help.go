package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// section is a heading and what it says, by their keys.
type section struct{ heading, text string }

// guide is the sections that concern one side.
type guide struct {
	id, heading string
	sections    []section
}

// place is where a section stands on the page.
func (c guide) place(i int) string { return c.id + "-" + strconv.Itoa(i+1) }

// supplierHelp answers what suppliers ask.
var supplierHelp = guide{"suppliers", "help.for_suppliers", []section{
	{"help.get_in", "help.get_in_text"},
	{"help.letter", "help.letter_text"},
	{"help.saved", "help.saved_text"},
	{"help.colleague", "help.colleague_text"},
	{"help.ask", "help.ask_text"},
	{"help.who_sees", "help.who_sees_text"},
	{"help.files", "help.files_text"},
	{"help.change", "help.change_text"},
	{"help.score", "help.score_text"},
}}

// buyerHelp answers what a buyer's staff ask, in the order of a procurement.
var buyerHelp = guide{"buyers", "help.for_buyers", []section{
	{"help.begin", "help.begin_text"},
	{"help.invite", "help.invite_text"},
	{"help.silent", "help.silent_text"},
	{"help.more_time", "help.more_time_text"},
	{"help.enquiries", "help.enquiries_text"},
	{"help.sealed", "help.sealed_text"},
	{"help.review", "help.review_text"},
	{"help.send_back", "help.send_back_text"},
	{"help.ranking", "help.ranking_text"},
	{"help.share", "help.share_text"},
	{"help.roles", "help.roles_text"},
}}

// GET /help tells in short how the portal works: one's own side first.
func (s *Site) showHelp(c *gin.Context) error {
	guides := []guide{supplierHelp, buyerHelp}
	if visitorOf(c).Buyer {
		guides = []guide{buyerHelp, supplierHelp}
	}
	return s.show(c, http.StatusOK, helpPage(s.page(c, "help.title"), guides))
}

// GET /privacy tells what is kept about a person, and who sees it.
func (s *Site) showPrivacy(c *gin.Context) error {
	return s.show(c, http.StatusOK, statementPage(s.page(c, "help.privacy_title"), "help.privacy_lead", []section{
		{"help.kept", "help.kept_text"},
		{"help.seen", "help.seen_text"},
		{"help.cookies", "help.cookies_text"},
		{"help.rights", "help.rights_text"},
	}))
}

// GET /accessibility is the accessibility statement.
func (s *Site) showAccessibility(c *gin.Context) error {
	return s.show(c, http.StatusOK, statementPage(s.page(c, "help.access_title"), "help.access_lead", []section{
		{"help.goal", "help.goal_text"},
		{"help.limits", "help.limits_text"},
		{"help.tell", "help.tell_text"},
	}))
}
