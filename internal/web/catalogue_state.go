package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"aktsom/internal/catalogue"
	"aktsom/internal/fault"
)

// stateView is the question whether to publish, retire or delete.
type stateView struct {
	catalogue.Entry
	Action  string // where the form goes
	Text    []string
	Button  string
	Refused string // why it cannot be done; empty when it can
}

// GET /questionnaires/:id/publish asks whether to publish.
func (s *Site) askPublishEntry(c *gin.Context) error {
	_, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	return s.showPublishEntry(c, e, http.StatusOK, s.services.Catalogue.Publishable(c.Request.Context(), e))
}

func (s *Site) showPublishEntry(c *gin.Context, e catalogue.Entry, status int, refused error) error {
	page := s.entryPage(c, e, "catalogue.publish_question", "version", e.Version)
	v := stateView{
		Entry: e, Action: entryPath(e.ID, "/publish"), Button: page.Say("catalogue.publish"),
		Text: []string{page.Say("catalogue.publish_fixes"), page.Say("catalogue.publish_new")},
	}
	if refused != nil {
		if explain(refused).status != http.StatusConflict {
			return refused
		}
		v.Refused = s.sentence(c, explain(refused), refused)
	}
	return s.show(c, status, statePage(page, v))
}

// POST /questionnaires/:id/publish makes a draft choosable, for ever as it is.
func (s *Site) publishEntry(c *gin.Context) error {
	actor, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	sent, err := readDefinition(c, "definition")
	if err != nil {
		return err
	}
	_, err = s.services.Catalogue.Publish(c.Request.Context(), actor, e.ID, sent.revision())
	if err != nil {
		return s.showPublishEntry(c, e, explain(err).status, err)
	}
	s.flash(c, Done, "catalogue.published_done")
	return seeOther(c, entryPath(e.ID, ""))
}

// GET /questionnaires/:id/retire asks whether to take it out of use.
func (s *Site) askRetire(c *gin.Context) error {
	_, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	if e.Shipped() || e.State != catalogue.Published {
		return fault.New(fault.Conflict, "catalogue.not_published")
	}
	page := s.entryPage(c, e, "catalogue.retire_question", "version", e.Version)
	return s.show(c, http.StatusOK, statePage(page, stateView{
		Entry: e, Action: entryPath(e.ID, "/retire"), Button: page.Say("catalogue.retire"),
		Text: []string{page.Say("catalogue.retire_keeps"), page.Say("catalogue.retire_ends")},
	}))
}

// POST /questionnaires/:id/retire takes a questionnaire out of use.
func (s *Site) retireEntry(c *gin.Context) error {
	e, err := s.services.Catalogue.Retire(c.Request.Context(), actorOf(c), catalogue.ID(c.Param("id")))
	if err != nil {
		return err
	}
	s.flash(c, Done, "catalogue.retired_done")
	return seeOther(c, entryPath(e.ID, ""))
}

// GET /questionnaires/:id/discard asks whether to delete a draft.
func (s *Site) askDiscard(c *gin.Context) error {
	_, e, err := s.changerOf(c)
	if err != nil {
		return err
	}
	if e.State != catalogue.Draft {
		return fault.New(fault.Conflict, "catalogue.already_published")
	}
	page := s.entryPage(c, e, "catalogue.discard_question")
	return s.show(c, http.StatusOK, statePage(page, stateView{
		Entry: e, Action: entryPath(e.ID, "/discard"), Button: page.Say("catalogue.discard"),
		Text: []string{page.Say("catalogue.discard_gone")},
	}))
}

// POST /questionnaires/:id/discard deletes a draft.
func (s *Site) discardEntry(c *gin.Context) error {
	e, err := s.services.Catalogue.Discard(c.Request.Context(), actorOf(c), catalogue.ID(c.Param("id")))
	if err != nil {
		return err
	}
	page := s.quietPage(c, "catalogue.title")
	s.flash(c, Done, "catalogue.discarded", "name", entryTitle(page, e))
	return seeOther(c, "/questionnaires")
}

// POST /questionnaires/:id/copy begins the next version as a draft.
func (s *Site) copyEntry(c *gin.Context) error {
	e, err := s.services.Catalogue.Copy(c.Request.Context(), actorOf(c), catalogue.ID(c.Param("id")))
	if err != nil {
		return err
	}
	s.flash(c, Done, "catalogue.copied", "version", e.Version)
	return seeOther(c, entryPath(e.ID, ""))
}
