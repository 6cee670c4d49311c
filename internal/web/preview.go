package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"aktsom/internal/catalogue"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// previewView is a questionnaire as a supplier will read it, all pages at once.
type previewView struct {
	procurement.Procurement
	Tabs       []Tab
	Definition *questionnaire.Definition
	Reader     Page // as it speaks to a supplier who reads the chosen language
	Count      int  // questions, conditional ones included
}

// GET /procurements/:id/questionnaire shows all that suppliers are asked, in
// any language the questionnaire speaks.
func (s *Site) previewQuestionnaire(c *gin.Context) error {
	p, err := s.procurementOf(c)
	if err != nil {
		return err
	}
	page := s.procurementPage(c, p, "buyer.preview")
	view := previewView{Procurement: p, Tabs: procurementTabs(page, p.ID, tabQuestionnaire, 0)}
	q, err := s.services.Procurements.Questionnaires().Take(c.Request.Context(), p.Questionnaire)
	if errors.Is(err, catalogue.ErrNotOnShelf) {
		return s.show(c, http.StatusOK, noPreviewPage(page, view))
	}
	if err != nil {
		return err
	}
	view.Definition, view.Reader = q.Definition(), page.about(q.Evaluate(questionnaire.Sheet{}))
	if lang, known := message.ParseLang(c.Query("in")); known && slices.Contains(view.Definition.Languages, string(lang)) {
		view.Reader.Printer = s.options.Messages.In(lang)
	}
	for _, each := range view.Definition.Pages {
		view.Count += len(each.Questions)
	}
	return s.show(c, http.StatusOK, previewPage(page, view))
}

// Languages are the languages the questionnaire can be read in.
func (v previewView) Languages() []message.Lang {
	var all []message.Lang
	for _, tag := range v.Definition.Languages {
		if lang, known := message.ParseLang(tag); known {
			all = append(all, lang)
		}
	}
	return all
}

// control is a question's field as the supplier sees it, with every option that
// may be offered.
func (v previewView) control(q *questionnaire.Question) control {
	c := control{
		Question: q, Page: v.Reader, Name: "preview." + q.ID, ID: "preview-" + q.ID,
		Offered: func(q *questionnaire.Question) []questionnaire.Option { return q.Options },
	}
	c.Describe = describedBy(c.ID, v.Reader.Text(q.Help), "")
	return c
}

// scoredOptions are the options that give a level.
func scoredOptions(q *questionnaire.Question) []questionnaire.Option {
	return slices.DeleteFunc(slices.Clone(q.Options), func(o questionnaire.Option) bool { return o.Level == nil })
}
