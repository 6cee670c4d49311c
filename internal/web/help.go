package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// section is a heading and what it says, by their keys.
type section struct{ heading, text string }

// GET /help tells in short how the portal works.
func (s *Site) showHelp(c *gin.Context) error {
	return s.show(c, http.StatusOK, helpPage(s.page(c, "help.title"), "help.lead", []section{
		{"help.get_in", "help.get_in_text"},
		{"help.letter", "help.letter_text"},
		{"help.saved", "help.saved_text"},
		{"help.who_sees", "help.who_sees_text"},
		{"help.files", "help.files_text"},
		{"help.change", "help.change_text"},
		{"help.score", "help.score_text"},
	}))
}

// GET /privacy tells what is kept about a person, and who sees it.
func (s *Site) showPrivacy(c *gin.Context) error {
	return s.show(c, http.StatusOK, helpPage(s.page(c, "help.privacy_title"), "help.privacy_lead", []section{
		{"help.kept", "help.kept_text"},
		{"help.seen", "help.seen_text"},
		{"help.cookies", "help.cookies_text"},
		{"help.rights", "help.rights_text"},
	}))
}

// GET /accessibility is the accessibility statement.
func (s *Site) showAccessibility(c *gin.Context) error {
	return s.show(c, http.StatusOK, helpPage(s.page(c, "help.access_title"), "help.access_lead", []section{
		{"help.goal", "help.goal_text"},
		{"help.limits", "help.limits_text"},
		{"help.tell", "help.tell_text"},
	}))
}
