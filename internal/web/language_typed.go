package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"aktsom/internal/fault"
	"aktsom/internal/message"
)

// typedForm is the id of the form whose words a change of language keeps.
const typedForm = "typed"

// languagePath is where a form goes to be read in another language.
const languagePath = "/language"

// typing is a page with a form, whose words a change of language keeps. The
// form's id is typedForm.
func (p Page) typing() Page {
	p.Form = true
	return p
}

// A page that shows its form at times is typing only then: the list that is
// not checked yet, the deadline that is not chosen yet, and words for who may
// write them.
func (v manyView) typing(p Page) Page {
	if v.Checked {
		return p
	}
	return p.typing()
}

func (v deadlineView) typing(p Page) Page {
	if !mayExtend(v.Procurement, p.Now) || !v.New.IsZero() {
		return p
	}
	return p.typing()
}

func (v timeView) typing(p Page) Page {
	if !v.New.IsZero() || len(v.Rows)+len(v.Left) > inAddress {
		return p
	}
	return p.typing()
}

func (v wordingView) typing(p Page) Page {
	if !v.Manages {
		return p
	}
	return p.typing()
}

// switchTo makes a button of the page's form ask for another language: the form
// that saves as one goes saves and comes back, any other is only carried over.
func (p Page) switchTo(lang message.Lang) templ.Attributes {
	if p.Saves {
		return templ.Attributes{"name": fieldThen, "value": "lang:" + string(lang)}
	}
	return templ.Attributes{
		"name": "lang", "value": string(lang), "formaction": languagePath + "?at=" + url.QueryEscape(p.Path),
		"formmethod": "post", "formenctype": "application/x-www-form-urlencoded", "formnovalidate": true,
	}
}

// POST /language?at=… shows the page at an address in another language, with
// what was typed into its form on the page before. Nothing else is done with
// what was typed.
func (s *Site) switchLanguage(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	lang, ok := message.ParseLang(form.Get("lang"))
	if !ok {
		return fault.Invalid
	}
	form.Del("lang")
	at := localPath(c.Query("at"))
	s.rememberLanguage(c, lang)
	page, err := s.readPage(c, at, lang)
	if err != nil {
		return err
	}
	if page.status != http.StatusOK || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
		return seeOther(c, at)
	}
	text, err := withTyped(page.body.Bytes(), form)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", text)
	return nil
}

// GET /language?at=… leads back: the address of a page that was carried over
// is nobody's own.
func (s *Site) leaveLanguage(c *gin.Context) error { return seeOther(c, localPath(c.Query("at"))) }

// pageRead is a page that the portal has asked of itself.
type pageRead struct {
	header http.Header
	body   bytes.Buffer
	status int
}

func (p *pageRead) Header() http.Header            { return p.header }
func (p *pageRead) Write(text []byte) (int, error) { return p.body.Write(text) }
func (p *pageRead) WriteHeader(status int)         { p.status = status }
func (s *Site) ask(r *http.Request) (page *pageRead) {
	page = &pageRead{header: http.Header{}, status: http.StatusOK}
	s.ServeHTTP(page, r)
	return page
}

// readPage asks for a page as the visitor would, in a language.
func (s *Site) readPage(c *gin.Context, at string, lang message.Lang) (*pageRead, error) {
	r, err := http.NewRequestWithContext(c.Request.Context(), http.MethodGet, at, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("read page %s: %w", at, err)
	}
	r.Host, r.RemoteAddr, r.Header = c.Request.Host, c.Request.RemoteAddr, c.Request.Header.Clone()
	r.Header.Del("Cookie")
	for _, cookie := range c.Request.Cookies() {
		if cookie.Name != languageCookie {
			r.AddCookie(cookie)
		}
	}
	r.AddCookie(&http.Cookie{Name: languageCookie, Value: string(lang)})
	page := s.ask(r)
	for _, cookie := range page.header.Values("Set-Cookie") {
		c.Writer.Header().Add("Set-Cookie", cookie)
	}
	return page, nil
}

// withTyped is a page with words in its form.
func withTyped(page []byte, words url.Values) ([]byte, error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("read a page of our own: %w", err)
	}
	left := url.Values{}
	for name, values := range words {
		left[name] = slices.Clone(values)
	}
	for form := range doc.Descendants() {
		if form.Data != "form" || attributeOf(form, "id") != typedForm {
			continue
		}
		for field := range form.Descendants() {
			putTyped(field, left)
		}
	}
	var text bytes.Buffer
	if err := html.Render(&text, doc); err != nil {
		return nil, fmt.Errorf("write a page of our own: %w", err)
	}
	return text.Bytes(), nil
}

// putTyped writes into one field what was typed there; what is left of several
// of the same name is for the next. A password is never written into a page.
func putTyped(field *html.Node, left url.Values) {
	name := attributeOf(field, "name")
	switch kind := attributeOf(field, "type"); {
	case field.Data == "input" && (kind == "radio" || kind == "checkbox"):
		set(field, "checked", slices.Contains(left[name], attributeOf(field, "value")))
	case field.Data == "input" && kind != "password" && kind != "file":
		if value, typed := next(left, name); typed {
			set(field, "value", false)
			field.Attr = append(field.Attr, html.Attribute{Key: "value", Val: value})
		}
	case field.Data == "textarea":
		if value, typed := next(left, name); typed {
			for field.FirstChild != nil {
				field.RemoveChild(field.FirstChild)
			}
			field.AppendChild(&html.Node{Type: html.TextNode, Data: value})
		}
	case field.Data == "select":
		value, typed := next(left, name)
		for option := range field.Descendants() {
			if typed && option.Data == "option" {
				set(option, "selected", attributeOf(option, "value") == value)
			}
		}
	}
}

// next takes the first of the values that are left for a name.
func next(left url.Values, name string) (value string, typed bool) {
	values := left[name]
	if name == "" || len(values) == 0 {
		return "", false
	}
	left[name] = values[1:]
	return values[0], true
}

func attributeOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// set gives a field an attribute without a value, or takes one away.
func set(field *html.Node, key string, on bool) {
	field.Attr = slices.DeleteFunc(field.Attr, func(a html.Attribute) bool { return a.Key == key })
	if on {
		field.Attr = append(field.Attr, html.Attribute{Key: key})
	}
}
