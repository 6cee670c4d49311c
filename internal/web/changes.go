package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
)

// GET /assessments/:id/changes tells a page that stands open whether anybody
// has changed the assessment since: 304 while nobody has. It costs the session
// and one short statement, and any server can answer it.
func (s *Site) showChanges(c *gin.Context) error {
	version, err := s.services.Assessments.Version(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return err
	}
	tag := versionTag(version)
	c.Header("ETag", tag)
	if c.GetHeader("If-None-Match") == tag {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.JSON(http.StatusOK, gin.H{"version": tag})
	return nil
}

// versionTag is how a page knows an assessment's version again.
func versionTag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// whoPart says which colleague answered, and when.
func (v questionView) whoPart() part {
	return part{Name: v.ID + ".who", Mark: mark(v.Colleague(), v.Answer.Revision), Body: questionWho(v)}
}

// Colleague is who gave the answer that stands there, if it was not the
// visitor.
func (v questionView) Colleague() string {
	if v.Collision != nil || v.Answer.Revision == 0 || v.Answer.Person == v.Page.Visitor.Person {
		return ""
	}
	return v.Answer.PersonName
}

// ago says how long since something happened: in minutes within the hour, by
// the clock on the same day, and else by the day.
func (p Page) ago(at time.Time) string {
	switch passed := p.Now.Sub(at); {
	case passed < time.Minute:
		return p.Say("autosave.just_now")
	case passed < time.Hour:
		return p.Say("autosave.minutes_ago", "count", int(passed/time.Minute))
	case at.In(p.Zone).YearDay() == p.Now.In(p.Zone).YearDay() && passed < 24*time.Hour:
		return p.Say("autosave.at_clock", "clock", p.Clock(at, p.Zone))
	default:
		return p.ShortMoment(at, p.Zone)
	}
}
