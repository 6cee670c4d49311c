package web

import "github.com/gin-gonic/gin"

// routes is the list of everything the portal can do.
func (s *Site) routes(e *gin.Engine) {
	e.Use(s.reference, s.logged, s.recovered, s.headers)
	e.NoRoute(s.session, s.language, s.handle(noSuchPage))
	e.NoMethod(s.session, s.handle(noSuchPage))

	// For machines: no cookie is read.
	e.GET("/healthz", s.handle(s.health))
	e.GET("/static/:build/:folder/:name", s.handle(s.asset))

	// A page in another language asks for itself, session and all
	e.POST(languagePath, s.sameOrigin, s.forms, s.handle(s.switchLanguage))

	people := e.Group("/", s.sameOrigin, s.forms, s.session, s.language)
	s.anybody(people)
	s.self(people.Group("/me", s.signedInOnly))
	s.buyers(people.Group("/", s.buyersOnly))
	s.board(people.Group("/procurements/:id/suppliers", s.buyersOnly))
	s.exchange(people.Group("/procurements/:id", s.buyersOnly))
	s.members(people.Group("/people", s.buyersOnly))
	s.organisationLog(people.Group("/", s.buyersOnly))
	s.organisation(people.Group("/organisation", s.buyersOnly))
	s.suppliers(people.Group("/", s.suppliersOnly))
	s.colleagues(people.Group("/assessments/:id", s.suppliersOnly))
	s.submitting(people.Group("/assessments/:id", s.suppliersOnly))
	s.reviews(people.Group("/assessments/:id/review", s.buyersOnly))

	s.catalogue(e.Group("/questionnaires", s.sameOrigin, s.definitions, s.session, s.language, s.buyersOnly))

	// Supplier answers with files: these bodies are read as they come
	giving := e.Group("/", s.sameOrigin, s.streams, s.session, s.suppliersOnly)
	giving.POST("/assessments/:id/pages/:page", s.handle(s.saveAnswers))
	giving.POST("/assessments/:id/files", s.handle(s.addFiles))
	e.PATCH("/uploads/:id", s.sameOrigin, s.pieces, s.session, s.suppliersOnly, s.handle(s.appendUpload))
}

// anybody lists what needs no side: the front, help, the way in and out, and
// what buyers and suppliers both see.
func (s *Site) anybody(people *gin.RouterGroup) {
	// Front page
	people.GET("/", s.handle(s.showFront))

	// Help, from the foot of every page
	people.GET(languagePath, s.handle(s.leaveLanguage))
	people.GET("/help", s.handle(s.showHelp))
	people.GET("/privacy", s.handle(s.showPrivacy))
	people.GET("/accessibility", s.handle(s.showAccessibility))

	// Signing in and out
	people.GET("/sign-in", s.handle(s.showSignIn))
	people.POST("/sign-in", s.handle(s.askForLink))
	people.GET("/link/:token", s.handle(s.showLink))
	people.POST("/link/:token", s.handle(s.useLink))
	people.POST("/link/:token/renew", s.handle(s.renewLink))
	people.GET("/link/:token/decline", s.handle(s.askLinkDecline))
	people.POST("/link/:token/decline", s.handle(s.declineByLink))
	people.GET("/sign-in/password", s.handle(s.showPassword))
	people.POST("/sign-in/password", s.handle(s.signInWithPassword))
	people.GET("/sign-in/forgotten", s.handle(s.showForgotten))
	people.POST("/sign-in/forgotten", s.handle(s.askForPassword))
	people.POST("/sign-out", s.handle(s.signOut))

	// Letters as they were sent: in the demo, and nowhere else
	if s.options.Outbox != nil {
		people.GET("/outbox", s.handle(s.showOutbox))
		people.GET("/outbox/:id", s.handle(s.showSentLetter))
		people.GET("/outbox/:id/html", s.handle(s.showSentHTML))
	}

	// Files, and the result, go to suppliers and buyers
	people.GET("/files/:id", s.handle(s.downloadFile))
	people.GET("/assessments/:id/result", s.handle(s.showResult))
	people.GET("/assessments/:id/result.json", s.handle(s.downloadResult))
	if s.options.Press != nil {
		people.GET("/assessments/:id/result.pdf", s.handle(s.printResult))
	}
}

// self lists what is one's own: name, password, and where one is signed in.
func (s *Site) self(self *gin.RouterGroup) {
	self.GET("", s.handle(s.showMe))
	self.POST("", s.handle(s.updateMe))
	self.POST("/password", s.buyersOnly, s.handle(s.changePassword))
	self.POST("/sessions/:id/end", s.handle(s.endSession))
	self.POST("/sessions/end-others", s.handle(s.endOtherSessions))
}

// members lists what is done about the people of a buyer.
func (s *Site) members(members *gin.RouterGroup) {
	members.GET("", s.handle(s.showPeople))
	members.POST("", s.handle(s.inviteColleague))
	members.GET("/new", s.handle(s.newColleague))
	members.GET("/:id", s.handle(s.showMember))
	members.POST("/:id", s.handle(s.changeRole))
	members.POST("/:id/remove", s.handle(s.removeMember))
}

// organisation lists what holds for all procurements of a buyer.
func (s *Site) organisation(organisation *gin.RouterGroup) {
	organisation.GET("/letters", s.handle(s.showWords))
	organisation.GET("/letters/:kind/:language", s.handle(s.showWording))
	organisation.POST("/letters/:kind/:language", s.handle(s.reword))
}

// organisationLog lists who did what in a buyer's organisation.
func (s *Site) organisationLog(log *gin.RouterGroup) {
	log.GET("/log", s.handle(s.showOrganisationLog))
	log.GET("/log.csv", s.handle(s.exportOrganisationLog))
}

// buyers lists what a buyer's staff do with procurements.
func (s *Site) buyers(buyers *gin.RouterGroup) {
	// Buyers: procurements
	buyers.GET("/procurements", s.handle(s.showProcurements))
	buyers.POST("/procurements", s.handle(s.createProcurement))
	buyers.GET("/procurements/new", s.handle(s.newProcurement))
	buyers.GET("/procurements/:id", s.handle(s.showProcurement))
	buyers.GET("/procurements/:id/edit", s.handle(s.editProcurement))
	buyers.POST("/procurements/:id/edit", s.handle(s.updateProcurement))
	buyers.GET("/procurements/:id/publish", s.handle(s.confirmPublish))
	buyers.POST("/procurements/:id/publish", s.handle(s.publish))
	buyers.GET("/procurements/:id/deadline", s.handle(s.showDeadline))
	buyers.POST("/procurements/:id/deadline", s.handle(s.extendDeadline))
	buyers.GET("/procurements/:id/questionnaire", s.handle(s.previewQuestionnaire))
	buyers.GET("/procurements/:id/requirements", s.handle(s.showRequirements))
	buyers.POST("/procurements/:id/requirements", s.handle(s.saveRequirements))
	buyers.GET("/procurements/:id/qualification", s.handle(s.showQualification))
	buyers.GET("/procurements/:id/qualification.xlsx", s.handle(s.exportQualification))
	buyers.GET("/procurements/:id/clarification", s.handle(s.askClarification))
	buyers.POST("/procurements/:id/clarification", s.handle(s.clarify))
	buyers.GET("/procurements/:id/reviews", s.handle(s.showReviews))
	buyers.GET("/procurements/:id/compare", s.handle(s.showCompare))
	buyers.GET("/procurements/:id/compare.xlsx", s.handle(s.exportCompare))
	buyers.GET("/procurements/:id/gaps", s.handle(s.showGaps))
	buyers.GET("/procurements/:id/gaps.xlsx", s.handle(s.exportGaps))
	buyers.GET("/procurements/:id/letters", s.handle(s.showLetters))
	buyers.GET("/procurements/:id/log", s.handle(s.showLog))
	buyers.GET("/letters/:id", s.handle(s.showLetter))
	buyers.GET("/procurements/:id/suppliers.csv", s.handle(s.exportBoard))
	buyers.GET("/procurements/:id/suppliers.xlsx", s.handle(s.exportWorkbook))
}

// board lists what a buyer's staff do with the suppliers of a procurement.
func (s *Site) board(suppliers *gin.RouterGroup) {
	suppliers.GET("", s.handle(s.showBoard))
	suppliers.POST("/export", s.handle(s.exportChosen))
	suppliers.POST("", s.handle(s.invite))
	suppliers.GET("/new", s.handle(s.newInvitation))
	suppliers.GET("/many", s.handle(s.newInvitations))
	suppliers.POST("/many", s.handle(s.inviteMany))
	suppliers.GET("/deadline", s.handle(s.askTime))
	suppliers.POST("/deadline", s.handle(s.giveTime))
	suppliers.POST("/remind", s.handle(s.remindSuppliers))
	suppliers.GET("/:assessment", s.handle(s.showSupplier))
	suppliers.POST("/:assessment/remind", s.handle(s.remindSupplier))
	suppliers.POST("/:assessment/resend", s.handle(s.resendInvitation))
	suppliers.GET("/:assessment/contact", s.handle(s.editContact))
	suppliers.POST("/:assessment/contact", s.handle(s.changeContact))
	suppliers.GET("/:assessment/withdraw", s.handle(s.confirmWithdraw))
	suppliers.POST("/:assessment/withdraw", s.handle(s.withdrawInvitation))
}

// exchange lists what a buyer's staff do with what suppliers ask.
func (s *Site) exchange(exchange *gin.RouterGroup) {
	exchange.GET("/enquiries", s.handle(s.showExchange))
	exchange.POST("/enquiries", s.handle(s.announce))
	exchange.GET("/enquiries.xlsx", s.handle(s.exportExchange))
	exchange.GET("/enquiries/new", s.handle(s.newAnnouncement))
	exchange.GET("/enquiries/:enquiry", s.handle(s.askReply))
	exchange.POST("/enquiries/:enquiry", s.handle(s.reply))
}

// catalogue lists what is done with questionnaires to ask with. Their bodies
// may be larger than other forms.
func (s *Site) catalogue(all *gin.RouterGroup) {
	all.GET("", s.handle(s.showCatalogue))
	all.POST("", s.handle(s.addEntry))
	all.GET("/new", s.handle(s.newEntry))
	one := all.Group("/:id")
	one.GET("", s.handle(s.showEntry))
	one.POST("", s.handle(s.saveEntry))
	one.GET("/edit", s.handle(s.editEntry))
	one.GET("/try", s.handle(s.showTry))
	one.POST("/try", s.handle(s.tryOn))
	one.GET("/cases", s.handle(s.showCases))
	one.POST("/cases", s.handle(s.saveCases))
	one.GET("/compare", s.handle(s.compareEntries))
	one.GET("/definition.json", s.handle(s.downloadDefinition))
	one.GET("/questionnaire.xlsx", s.handle(s.downloadSheet))
	one.GET("/questionnaire.html", s.handle(s.downloadPrintout))
	one.GET("/skeletons.json", s.handle(s.downloadSkeletons))
	one.GET("/publish", s.handle(s.askPublishEntry))
	one.POST("/publish", s.handle(s.publishEntry))
	one.GET("/retire", s.handle(s.askRetire))
	one.POST("/retire", s.handle(s.retireEntry))
	one.GET("/discard", s.handle(s.askDiscard))
	one.POST("/discard", s.handle(s.discardEntry))
	one.POST("/copy", s.handle(s.copyEntry))
}

// suppliers lists what a supplier's people do to answer a request.
func (s *Site) suppliers(supplier *gin.RouterGroup) {
	supplier.GET("/requests", s.handle(s.showRequests))
	supplier.GET("/assessments/:id", s.handle(s.showOverview))
	supplier.GET("/assessments/:id/questions", s.handle(s.showQuestions))
	supplier.GET("/assessments/:id/enquiries", s.handle(s.showEnquiries))
	supplier.POST("/assessments/:id/enquiries", s.handle(s.askBuyer))
	supplier.GET("/assessments/:id/deadline.ics", s.handle(s.downloadDeadline))
	supplier.GET("/assessments/:id/comments.ics", s.handle(s.downloadCommentDeadline))
	supplier.GET("/assessments/:id/earlier", s.handle(s.showEarlier))
	supplier.POST("/assessments/:id/earlier", s.handle(s.useEarlier))
	supplier.GET("/assessments/:id/pages/:page", s.handle(s.showAnswer))
	supplier.POST("/assessments/:id/answers", s.handle(s.autosave))
	supplier.GET("/assessments/:id/changes", s.handle(s.showChanges))
	supplier.POST("/assessments/:id/uploads", s.handle(s.beginUpload))
	supplier.GET("/uploads/:id", s.handle(s.showUpload))
	supplier.POST("/uploads/:id/cancel", s.handle(s.cancelUpload))
	supplier.POST("/files/:id", s.handle(s.describeFile))
	supplier.POST("/files/:id/use", s.handle(s.useFile))
	supplier.GET("/files/:id/remove", s.handle(s.askRemoveFile))
	supplier.POST("/files/:id/remove", s.handle(s.removeFile))
}

// colleagues lists how a contact lets others help, and how they say that they
// have.
func (s *Site) colleagues(helping *gin.RouterGroup) {
	helping.GET("/colleagues/new", s.handle(s.askNewColleague))
	helping.POST("/colleagues", s.handle(s.askColleague))
	helping.POST("/colleagues/keep", s.handle(s.keepColleagues))
	helping.GET("/colleagues/:person", s.handle(s.editColleague))
	helping.POST("/colleagues/:person", s.handle(s.changeColleague))
	helping.GET("/colleagues/:person/remove", s.handle(s.askRemoveColleague))
	helping.POST("/colleagues/:person/remove", s.handle(s.removeColleague))
	helping.POST("/done", s.handle(s.sayDone))
}

// submitting lists how a contact checks and submits, takes that back, or lets
// somebody else do it.
func (s *Site) submitting(submitting *gin.RouterGroup) {
	submitting.GET("/check", s.handle(s.showCheck))
	submitting.POST("/submit", s.handle(s.submit))
	submitting.POST("/remarks", s.handle(s.remark))
	submitting.GET("/receipt", s.handle(s.showReceipt))
	submitting.GET("/receipt.json", s.handle(s.downloadReceipt))
	if s.options.Press != nil {
		submitting.GET("/receipt.pdf", s.handle(s.printReceipt))
	}
	submitting.GET("/withdraw", s.handle(s.askWithdraw))
	submitting.POST("/withdraw", s.handle(s.withdraw))
	submitting.GET("/decline", s.handle(s.askDecline))
	submitting.POST("/decline", s.handle(s.decline))
	submitting.POST("/decline/undo", s.handle(s.undoDecline))
	submitting.GET("/hand-over", s.handle(s.askHandOver))
	submitting.POST("/hand-over", s.handle(s.handOver))
}

// reviews lists what is done with a submitted assessment.
func (s *Site) reviews(reviewing *gin.RouterGroup) {
	reviewing.GET("", s.handle(s.showReview))
	reviewing.POST("/mark", s.handle(s.mark))
	reviewing.POST("/judge", s.handle(s.judge))
	reviewing.POST("/comment", s.handle(s.comment))
	reviewing.POST("/comment/remove", s.handle(s.removeComment))
	reviewing.POST("/correction", s.handle(s.askCorrection))
	reviewing.POST("/correction/drop", s.handle(s.dropCorrection))
	reviewing.GET("/corrections", s.handle(s.showCorrections))
	reviewing.POST("/corrections", s.handle(s.sendCorrections))
	reviewing.POST("/corrections/extend", s.handle(s.extendCorrections))
	reviewing.POST("/corrections/take-back", s.handle(s.takeBackCorrections))
	reviewing.POST("/decide", s.handle(s.decide))
	reviewing.GET("/finish", s.handle(s.askFinish))
	reviewing.POST("/finish", s.handle(s.finish))
	reviewing.POST("/reopen", s.handle(s.reopen))
	reviewing.GET("/draft", s.handle(s.askDraft))
	reviewing.POST("/draft", s.handle(s.sendDraft))
	reviewing.GET("/release", s.handle(s.askRelease))
	reviewing.POST("/release", s.handle(s.release))
}
