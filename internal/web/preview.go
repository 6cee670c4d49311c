package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"aktsom/internal/message"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// previewView is a questionnaire as a supplier will read it, all pages at once.
type previewView struct {
	procurement.Procurement
	Tabs       []Tab
	Definition *questionnaire.Definition
	Lang       string // in which it is read
	Count      int    // questions, conditional ones included
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
	q, found := s.services.Procurements.Questionnaires().Take(p.Questionnaire)
	if !found {
		return s.show(c, http.StatusOK, noPreviewPage(page, view))
	}
	view.Definition, view.Lang = q.Definition(), c.Query("in")
	if !slices.Contains(view.Definition.Languages, view.Lang) {
		view.Lang = string(page.Lang())
	}
	for _, each := range view.Definition.Pages {
		view.Count += len(each.Questions)
	}
	return s.show(c, http.StatusOK, previewPage(page, view))
}

// In is a text of the questionnaire in the chosen language.
func (v previewView) In(text questionnaire.Text) string { return text.In(v.Lang) }

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

// kindText is how a question is answered, where no options show it.
func kindText(p Page, q *questionnaire.Question) string {
	switch q.Kind {
	case "choice", "country":
		return p.Say("buyer.kind_choice")
	case "choices", "countries":
		return p.Say("buyer.kind_choices")
	case "text", "email", "url", "organisation":
		return p.Say("buyer.kind_text")
	case "longtext":
		return p.Say("buyer.kind_longtext")
	case "number", "percent", "money":
		return p.Say("buyer.kind_number")
	case "date":
		return p.Say("buyer.kind_date")
	case "yesno":
		return p.Say("buyer.kind_yesno")
	case "table", "matrix":
		return p.Say("buyer.kind_table")
	case "files":
		return p.Say("buyer.kind_files")
	case "calculated":
		return p.Say("buyer.kind_calculated")
	default:
		return ""
	}
}
