package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/message"
)

const (
	languageCookie = "lang"
	languageLife   = 365 * 24 * time.Hour
)

// language settles which language the visitor reads: the one just chosen, the
// one chosen earlier, or the one the browser asks for.
//
// A choice is a link to the same page with ?lang=, so it works without scripts;
// it is remembered and then taken out of the address.
func (s *Site) language(c *gin.Context) {
	chosen, ok := message.ParseLang(c.Query("lang"))
	if !ok || c.Request.Method != http.MethodGet {
		c.Next()
		return
	}
	s.rememberLanguage(c, chosen)
	here := *c.Request.URL
	query := here.Query()
	query.Del("lang")
	here.RawQuery = query.Encode()
	c.Redirect(http.StatusSeeOther, localPath(here.RequestURI()))
	c.Abort()
}

// languageKey holds a choice that was made in this very request.
const languageKey = "language"

// rememberLanguage keeps a choice in this browser, and answers in it at once.
func (s *Site) rememberLanguage(c *gin.Context, chosen message.Lang) {
	c.Set(languageKey, chosen)
	http.SetCookie(c.Writer, &http.Cookie{
		Name: languageCookie, Value: string(chosen), Path: "/", MaxAge: int(languageLife / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.options.secure(),
	})
}

// langOf is the language to answer in: what the visitor chose here, what their
// letters are written in, or what the browser asks for.
func langOf(c *gin.Context) message.Lang {
	if lang, ok := c.Value(languageKey).(message.Lang); ok {
		return lang
	}
	chosen, err := c.Cookie(languageCookie)
	if lang, ok := message.ParseLang(chosen); ok && err == nil {
		return lang
	}
	if lang, ok := message.ParseLang(actorOf(c).Language); ok {
		return lang
	}
	return message.Match(c.GetHeader("Accept-Language"))
}
