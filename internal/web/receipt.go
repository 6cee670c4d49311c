package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/questionnaire"
)

// receiptView is what was submitted and when, and what comes next.
type receiptView struct {
	Desk    assessment.Desk
	Receipt assessment.Submission
	Frozen  assessment.Frozen
	Others  []assessment.Submission // the other rounds, the newest first
	Stands  bool                    // the receipt is of what stands now
	MayUndo bool                    // it can be withdrawn still
	Reads   bool                    // the buyer can read the answers now
	Now     time.Time
}

// GET /assessments/:id/receipt shows the newest receipt, or that of ?round=n.
func (s *Site) showReceipt(c *gin.Context) error {
	page, v, err := s.readReceipt(c)
	if err != nil {
		return err
	}
	page.Flash, page.Scripts = s.takeFlash(c), []string{"print"}
	return s.show(c, http.StatusOK, receiptPage(page, v))
}

// readReceipt is the receipt that the address names, and the head of its page.
func (s *Site) readReceipt(c *gin.Context) (Page, receiptView, error) {
	all, this, err := s.receiptOf(c)
	if err != nil {
		return Page{}, receiptView{}, err
	}
	desk, err := s.services.Assessments.Open(c.Request.Context(), actorOf(c), assessment.ID(c.Param("id")))
	if err != nil {
		return Page{}, receiptView{}, err
	}
	frozen, err := this.Thaw()
	if err != nil {
		return Page{}, receiptView{}, err
	}
	now := s.options.Clock()
	v := receiptView{Desk: desk, Receipt: this, Frozen: frozen, Now: now, Reads: desk.Assessment.OpenToBuyer(now)}
	v.Others = slices.DeleteFunc(slices.Clone(all), func(o assessment.Submission) bool { return o.Round == this.Round })
	v.Stands = this.Withdrawn == nil && desk.Assessment.State == assessment.Submitted && this.Round == desk.Assessment.Round
	v.MayUndo = v.Stands && desk.Assessment.MayWithdraw(now) && desk.Helper == nil
	title := "submit.receipt_title"
	if !v.Stands {
		title = "submit.receipt_old_title"
	}
	page := s.quietPage(c, title).about(desk.Evaluation)
	page.Zone = desk.Assessment.Procurement.Location()
	return page, v, nil
}

// GET /assessments/:id/receipt.json hands out exactly the bytes whose hash
// stands on the receipt.
func (s *Site) downloadReceipt(c *gin.Context) error {
	_, this, err := s.receiptOf(c)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("receipt-%s-%d.json", this.Assessment, this.Round)
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Data(http.StatusOK, "application/json", this.Canonical)
	return nil
}

// receiptOf finds the round that is asked for; without one, the newest.
func (s *Site) receiptOf(c *gin.Context) (all []assessment.Submission, this assessment.Submission, err error) {
	all, err = s.submissions(c.Request.Context(), c)
	if err != nil {
		return nil, this, err
	}
	want := all[0].Round
	if asked := c.Query("round"); asked != "" {
		want, _ = strconv.Atoi(asked) // what is no number is no round
	}
	i := slices.IndexFunc(all, func(o assessment.Submission) bool { return o.Round == want })
	if i < 0 {
		return nil, this, fault.New(fault.NotFound, "submit.no_receipt")
	}
	return all, all[i], nil
}

func (s *Site) submissions(ctx context.Context, c *gin.Context) ([]assessment.Submission, error) {
	all, err := s.services.Assessments.Submissions(ctx, actorOf(c), assessment.ID(c.Param("id")))
	if err == nil && len(all) == 0 {
		return nil, fault.New(fault.NotFound, "submit.no_receipt")
	}
	return all, err
}

// frozenFile is a file of a submission with the question it stands at.
type frozenFile struct {
	assessment.FrozenFile
	Question string
}

// files are those that were submitted, in the order of the questions.
func (v receiptView) files() []frozenFile {
	var files []frozenFile
	for _, page := range v.Desk.Questionnaire.Definition().Pages {
		for _, q := range page.Questions {
			for _, f := range v.Frozen.Files[q.ID] {
				files = append(files, frozenFile{f, q.ID})
			}
		}
	}
	return files
}

// advised is a question with the next thing that would lift it.
type advised struct {
	Question *questionnaire.Question
	Advice   questionnaire.Advice
}

// advice is what the supplier can improve already now; nothing of a receipt
// that does not stand, since the answers may have changed.
func (v receiptView) advice() []advised {
	if !v.Stands || v.Desk.Assessment.Correcting(v.Now) {
		return nil
	}
	return adviceIn(v.Desk.Questionnaire, v.Desk.Evaluation)
}

func adviceIn(q *questionnaire.Questionnaire, e *questionnaire.Evaluation) []advised {
	var all []advised
	for _, id := range e.Advice {
		question, _ := q.Question(id)
		if next, ok := nextAdvice(e, id); ok {
			all = append(all, advised{question, next})
		}
	}
	return all
}

// nextAdvice is the nearest step up of a question.
func nextAdvice(e *questionnaire.Evaluation, id string) (questionnaire.Advice, bool) {
	all := e.AdviceFor(id)
	if len(all) == 0 {
		return questionnaire.Advice{}, false
	}
	return slices.MinFunc(all, func(a, b questionnaire.Advice) int { return a.Below - b.Below }), true
}

// receiptPath is the address of a round's receipt.
func receiptPath(sub assessment.Submission, page string) string {
	return assessmentPath(sub.Assessment, page) + "?round=" + strconv.Itoa(sub.Round)
}
