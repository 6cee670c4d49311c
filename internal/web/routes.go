package web

import "github.com/gin-gonic/gin"

// routes is the list of everything the portal can do.
func (s *Site) routes(e *gin.Engine) {
	e.Use(s.reference, s.logged, s.recovered, s.headers)
	e.NoRoute(s.session, s.handle(noSuchPage))
	e.NoMethod(s.session, s.handle(noSuchPage))

	// For machines: no cookie is read.
	e.GET("/healthz", s.handle(s.health))
	e.GET("/static/:build/:folder/:name", s.handle(s.asset))

	people := e.Group("/", s.sameOrigin, s.forms, s.session, s.language)

	// Front page
	people.GET("/", s.handle(s.showFront))

	// Help, from the foot of every page
	people.GET("/help", s.handle(s.showHelp))
	people.GET("/privacy", s.handle(s.showPrivacy))
	people.GET("/accessibility", s.handle(s.showAccessibility))

	// Signing in and out
	people.GET("/sign-in", s.handle(s.showSignIn))
	people.POST("/sign-in", s.handle(s.askForLink))
	people.GET("/link/:token", s.handle(s.showLink))
	people.POST("/link/:token", s.handle(s.useLink))
	people.POST("/link/:token/renew", s.handle(s.renewLink))
	people.GET("/sign-in/password", s.handle(s.showPassword))
	people.POST("/sign-in/password", s.handle(s.signInWithPassword))
	people.POST("/sign-out", s.handle(s.signOut))

	// Letters as they were sent: in the demo, and nowhere else
	if s.options.Outbox != nil {
		people.GET("/outbox", s.handle(s.showOutbox))
		people.GET("/outbox/:id", s.handle(s.showSentLetter))
		people.GET("/outbox/:id/html", s.handle(s.showSentHTML))
	}
}
