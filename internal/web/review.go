package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/review"
)

// GET /assessments/:id/review?question=… shows question, answer, files and
// levels on one screen; without a question, the first that is left.
func (s *Site) showReview(c *gin.Context) error {
	desk, err := s.openReview(c)
	if err != nil {
		return s.refuseReview(c, err)
	}
	v := newReviewView(desk, actorOf(c).Role)
	v.Filter = workStateOf(c.Query("state"))
	if !v.goTo(c.Query("question")) {
		return fault.New(fault.NotFound, "review.no_such_question")
	}
	return s.review(c, http.StatusOK, v)
}

func (s *Site) openReview(c *gin.Context) (review.Desk, error) {
	return s.services.Reviews.Open(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
}

// refuseReview says when the answers open, where there is nothing to read yet.
func (s *Site) refuseReview(c *gin.Context, err error) error {
	if !errors.Is(err, fault.Conflict) && !errors.Is(err, fault.NotFound) {
		return err
	}
	row, unknown := s.services.Assessments.Invited(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if unknown != nil || row.OpenToBuyer(s.options.Clock()) {
		return err
	}
	return s.show(c, http.StatusConflict, sealedPage(s.page(c, "review.sealed_title"), row.Assessment))
}

func (s *Site) review(c *gin.Context, status int, v *reviewView) error {
	draft, err := s.services.Reviews.DraftOf(c.Request.Context(), v.Desk)
	if err != nil {
		return err
	}
	v.Draft, v.Reader = draft, readerOf(actorOf(c))
	page := s.page(c, "review.title", "supplier", v.Desk.Assessment.Supplier.Name).about(v.Desk.Evaluation)
	page.Wide, page.Scripts = true, []string{"review"}
	page.Crumbs = v.crumbs(page)
	if status != http.StatusOK {
		page.Failed, page.Scripts = true, []string{"focus", "review"}
	}
	return s.show(c, status, reviewPage(page, v))
}

// POST /assessments/:id/review/mark gives a question a level, and goes on to
// the next.
func (s *Site) mark(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	m := markFrom(form)
	refused := s.services.Reviews.Mark(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), m)
	if refused != nil {
		return s.reviewAgain(c, m.Question, refused, func(v *reviewView, mistakes []Mistake) {
			v.Level, v.Reason, v.Mistakes = form.Get("level"), m.Reason, mistakes
		})
	}
	s.flash(c, Done, "review.marked")
	return s.goOn(c, m.Question, workStateOf(form.Get("state")))
}

// acceptSkip is what the page sends for "rightly not relevant".
const acceptSkip = "accept"

func markFrom(form url.Values) review.Mark {
	m := review.Mark{Question: form.Get("question"), Reason: form.Get("reason"), Shown: shownRound(form)}
	if form.Get("level") == acceptSkip {
		m.AcceptSkip = true
	} else if level, err := strconv.Atoi(form.Get("level")); err == nil {
		m.Level = &level
	}
	return m
}

// goOn leads to the next question that can be marked; after the last, to
// finishing.
func (s *Site) goOn(c *gin.Context, question string, filter workState) error {
	desk, err := s.openReview(c)
	if err != nil {
		return err
	}
	v := newReviewView(desk, actorOf(c).Role)
	v.Filter = filter
	if v.goTo(question) && v.nextToMark() == nil {
		v.Filter = workAll // the last of those that were looked for
	}
	if v.goTo(question) && v.nextToMark() != nil {
		return seeOther(c, v.href(v.nextToMark()))
	}
	return seeOther(c, assessmentPath(desk.Assessment.ID, "review/finish"))
}

// reviewAgain shows the screen again with what was typed and what is wrong.
func (s *Site) reviewAgain(c *gin.Context, question string, refused error, keep func(*reviewView, []Mistake)) error {
	mistakes, wrong := mistakesOf(s.page(c, "review.sealed_title"), refused)
	if !wrong {
		return refused
	}
	desk, err := s.openReview(c)
	if err != nil {
		return err
	}
	v := newReviewView(desk, actorOf(c).Role)
	if !v.goTo(question) {
		return fault.New(fault.NotFound, "review.no_such_question")
	}
	keep(v, mistakes)
	return s.review(c, http.StatusUnprocessableEntity, v)
}

// POST /assessments/:id/review/judge says what a file proves, and comes back to
// its question.
func (s *Site) judge(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	j := review.Judgement{
		File: evidence.ID(form.Get("file")), Verdict: review.Verdict(form.Get("verdict")), Reason: form.Get("reason"),
		Shown: shownRound(form),
	}
	refused := s.services.Reviews.Judge(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")), j)
	if refused != nil {
		return s.reviewAgain(c, form.Get("question"), refused, func(v *reviewView, mistakes []Mistake) {
			v.Judging, v.Mistakes = &j, atFile(mistakes, j.File)
		})
	}
	s.flash(c, Done, "review.judged")
	back := url.Values{"question": {form.Get("question")}}
	return seeOther(c, assessmentPath(assessment.ID(c.Param("id")), "review?"+back.Encode()))
}

// atFile points mistakes at the fields of one file: each file has its own.
func atFile(mistakes []Mistake, file evidence.ID) []Mistake {
	for i := range mistakes {
		mistakes[i].Field += "-" + string(file)
	}
	return mistakes
}

// shownRound is the submission that a posted page was showing.
func shownRound(form url.Values) int {
	round, err := strconv.Atoi(form.Get("round"))
	if err != nil {
		return 0
	}
	return round
}
