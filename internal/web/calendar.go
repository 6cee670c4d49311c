package web

import (
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
)

// GET /assessments/:id/deadline.ics is the deadline for the supplier's own
// calendar: the entry that came along with the invitation, or with the questions that
// were sent back, as it is now and in the visitor's language.
func (s *Site) downloadDeadline(c *gin.Context) error {
	a, entry, err := s.services.Assessments.Deadline(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), string(langOf(c)))
	return sendEntry(c, a, entry, err)
}

// GET /assessments/:id/comments.ics is until when a draft of the result can be
// commented on, for the same calendar.
func (s *Site) downloadCommentDeadline(c *gin.Context) error {
	a, entry, err := s.services.Reviews.CommentDeadline(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), string(langOf(c)))
	return sendEntry(c, a, entry, err)
}

func sendEntry(c *gin.Context, a assessment.Assessment, entry string, err error) error {
	if err != nil {
		return err
	}
	name := strings.TrimSpace("Aktsom "+fileName(a.Procurement.BuyerName)) + ".ics"
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, "text/calendar; charset=utf-8", []byte(entry))
	return nil
}
