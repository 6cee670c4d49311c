package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"aktsom/internal/account"
	"aktsom/internal/message"
	"aktsom/internal/questionnaire"
)

// Page is what every page knows: who looks at it, in which language, when. It
// speaks: p.Say, p.Moment, p.Number and the rest of message.Printer.
type Page struct {
	*message.Printer
	Title   string // the page's question or noun; the product's name is added
	Visitor Visitor
	Path    string // where the page lies, with its query, so that a change of language keeps the place
	Now     time.Time
	Zone    *time.Location // for moments that belong to no procurement
	Flash   Flash
	Crumbs  []Crumb  // the way here, on buyers' pages
	Form    bool     // there is a form whose words a change of language keeps: see typing
	Saves   bool     // that form saves what stands in it
	Failed  bool     // what was sent has mistakes: the title says so first
	Wide    bool     // the page has columns and may use the whole width
	Scripts []string // the modules of static/js the page wants, without .js

	assets   string                    // the address under which the assets lie
	answers  *questionnaire.Evaluation // what texts show; nil where they show nothing
	press    bool                      // pages can be had as PDF
	compares bool                      // the page is about a procurement whose suppliers may be laid side by side

	enquiries int // of suppliers that wait for a reply in the procurement it is about
}

// Visitor is who looks at the page. The zero value is somebody not signed in.
type Visitor struct {
	Person       account.PersonID
	Name         string
	Organisation string
	Buyer        bool // works for the buyer; else for a supplier
}

// Known tells whether the visitor has signed in.
func (v Visitor) Known() bool { return v.Name != "" }

// Crumb is one step of the way to a page. The last one is the page itself and
// needs no address.
type Crumb struct {
	Text string
	Href string
}

// heading is the title a browser's tab shows.
func (p Page) heading() string {
	title := p.Title
	if p.Failed {
		title = p.Say("frame.error_title", "page", title)
	}
	return p.Say("frame.title", "page", title)
}

// Asset is the address of something in static/: p.Asset("css/aktsom.css").
func (p Page) Asset(name string) string { return p.assets + name }

// InLanguage is the address of this page in another language.
func (p Page) InLanguage(lang message.Lang) string {
	here, err := url.Parse(p.Path)
	if err != nil {
		here = &url.URL{Path: "/"}
	}
	query := here.Query()
	query.Set("lang", string(lang))
	here.RawQuery = query.Encode()
	return here.String()
}

// page begins the page of a request. The title is already in the visitor's
// language: s.page(c, "signin.title").
func (s *Site) page(c *gin.Context, titleKey string, args ...any) Page {
	page := s.quietPage(c, titleKey, args...)
	page.Flash = s.takeFlash(c)
	return page
}

// quietPage is page without the notice that waits for the next page: for what
// is not sent as a page of its own.
func (s *Site) quietPage(c *gin.Context, titleKey string, args ...any) Page {
	printer := s.options.Messages.In(langOf(c))
	return Page{
		Printer: printer,
		Title:   printer.Say(titleKey, args...),
		Visitor: visitorOf(c),
		Path:    placeOf(c),
		Now:     s.options.Clock(),
		Zone:    s.options.Zone,
		press:   s.options.Press != nil,
		assets:  "/static/" + s.options.Assets.Build + "/",
	}
}

// placeOf is the address a visitor comes back to. What was posted has no
// address of its own: there it is the page the form stood on.
func placeOf(c *gin.Context) string {
	if c.Request.Method == http.MethodGet {
		return c.Request.URL.RequestURI()
	}
	from, err := url.Parse(c.Request.Referer())
	if err != nil || from.Host != c.Request.Host {
		return "/"
	}
	if from.Path == languagePath {
		return localPath(from.Query().Get("at"))
	}
	return localPath(from.RequestURI())
}

// withNext is an address that remembers where the visitor wanted to go.
func withNext(to, next string) templ.SafeURL {
	if next == "" || next == "/" {
		return templ.SafeURL(to)
	}
	return templ.SafeURL(to + "?next=" + url.QueryEscape(next))
}

// localPath lets only addresses within the portal pass, so that nobody can be
// sent elsewhere by a link that begins here.
func localPath(to string) string {
	parsed, err := url.Parse(to)
	if err != nil || parsed.IsAbs() || parsed.Host != "" || !strings.HasPrefix(to, "/") ||
		strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}
