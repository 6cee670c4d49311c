package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/letter"
	"aktsom/internal/message"
)

// wordsView is which letters an organisation has own words in.
type wordsView struct {
	Words   letter.Words
	Manages bool // may change them
}

// GET /organisation/letters lists the kinds of letters, and in which languages
// the organisation has words of its own.
func (s *Site) showWords(c *gin.Context) error {
	words, _, err := s.services.Letters.OwnWords(c.Request.Context(), actorOf(c))
	if err != nil {
		return err
	}
	page := s.page(c, "words.title")
	page.Crumbs = []Crumb{{page.Say("people.menu"), "/people"}, {page.Title, ""}}
	return s.show(c, http.StatusOK, wordsPage(page, wordsView{words, actorOf(c).Role == account.Administrator}))
}

// wordingView is one kind of letter in one language, with its preview.
type wordingView struct {
	Kind     letter.Kind
	Language string
	Own      letter.Own
	Version  int64
	Manages  bool
	Unsaved  bool // the preview is of what was typed, not of what is kept
	Sample   letter.Letter
	Mistakes []Mistake
}

// Lines is the preview's text as sent, with words in place of the link.
func (v wordingView) Lines(p Page) string {
	return strings.ReplaceAll(v.Sample.Text, letter.LinkPlaceholder, p.Say("buyer.personal_link"))
}

// Document is the preview's HTML, whose link leads nowhere.
func (v wordingView) Document() string {
	return strings.ReplaceAll(v.Sample.HTML, letter.LinkPlaceholder, "#")
}

// wordingPath is the address of a kind in a language.
func wordingPath(kind letter.Kind, language string) string {
	return "/organisation/letters/" + string(kind) + "/" + language
}

// GET /organisation/letters/:kind/:language is the organisation's own words in
// one letter, with the letter as it is sent.
func (s *Site) showWording(c *gin.Context) error {
	words, version, err := s.services.Letters.OwnWords(c.Request.Context(), actorOf(c))
	if err != nil {
		return err
	}
	view := wordingView{Kind: letter.Kind(c.Param("kind")), Language: c.Param("language"), Version: version}
	view.Own = words.Of(view.Kind, view.Language)
	return s.showWordingAs(c, http.StatusOK, view, nil)
}

// POST /organisation/letters/:kind/:language keeps other words, goes back to the
// portal's own, or shows what was typed in the letter without keeping it.
func (s *Site) reword(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	if err := account.Administers(actorOf(c)); err != nil {
		return err
	}
	view := wordingView{Kind: letter.Kind(c.Param("kind")), Language: c.Param("language")}
	view.Version, _ = strconv.ParseInt(form.Get("version"), 10, 64) // a wrong one conflicts
	view.Own = letter.Own{Greeting: form.Get("greeting"), Text: form.Get("text"), Signature: form.Get("signature")}
	done := "words.saved"
	switch form.Get("do") {
	case "preview":
		own, wrong := view.Own.Checked()
		if wrong == nil {
			view.Own, view.Unsaved = own, true
			return s.showWordingAs(c, http.StatusOK, view, nil)
		}
		return s.showWordingAs(c, http.StatusUnprocessableEntity, view, wrong)
	case "reset":
		view.Own, done = letter.Own{}, "words.reset_done"
	}
	refused := s.services.Letters.Reword(c.Request.Context(), actorOf(c), view.Version, view.Kind, view.Language, view.Own)
	if refused != nil {
		return s.showWordingAs(c, http.StatusUnprocessableEntity, view, refused)
	}
	s.flash(c, Done, done)
	return seeOther(c, wordingPath(view.Kind, view.Language))
}

// showWordingAs shows the form with a preview. While something typed cannot be
// written, the preview is of the portal's own words.
func (s *Site) showWordingAs(c *gin.Context, status int, view wordingView, refused error) error {
	page := s.page(c, "words.title")
	view.Manages = actorOf(c).Role == account.Administrator
	shown := view.Own
	if refused != nil {
		mistakes, wrong := mistakesOf(page, refused)
		if !wrong {
			return refused
		}
		page.Failed, page.Scripts, view.Mistakes, shown = true, []string{"focus"}, mistakes, letter.Own{}
	}
	sample, err := s.services.Letters.Sample(actorOf(c), view.Kind, view.Language, shown)
	if err != nil {
		return err
	}
	view.Sample = sample
	page.Title = page.Say("words.wording_title", "letter", letterKind(page, view.Kind), "language", page.languageIn(view.Language))
	page.Crumbs = []Crumb{{page.Say("people.menu"), "/people"}, {page.Say("words.title"), "/organisation/letters"}, {page.Title, ""}}
	page.Wide = true
	return s.show(c, status, wordingPage(page, view))
}

// wordingTabs are the languages of a kind.
func wordingTabs(v wordingView) []Tab {
	var tabs []Tab
	for _, lang := range message.Langs() {
		tabs = append(tabs, Tab{Text: lang.Name(), Href: wordingPath(v.Kind, string(lang)), Current: string(lang) == v.Language})
	}
	return tabs
}
