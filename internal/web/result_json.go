package web

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// resultJSON is a result for other programs. docs/result.md tells its keys,
// which stay; new ones may come beside them.
type resultJSON struct {
	Format        string                 `json:"format"` // "aktsom-result-1"
	Assessment    string                 `json:"assessment"`
	Round         int                    `json:"round"`
	State         string                 `json:"state"`
	Submitted     time.Time              `json:"submitted"`
	Finished      *time.Time             `json:"finished,omitempty"`
	Released      *time.Time             `json:"released,omitempty"`
	Buyer         string                 `json:"buyer"`
	Procurement   resultProcurement      `json:"procurement"`
	Supplier      resultSupplier         `json:"supplier"`
	Questionnaire resultEdition          `json:"questionnaire"`
	Overall       *questionnaire.Scores  `json:"overall,omitempty"`
	Weakest       string                 `json:"weakest,omitempty"`
	Steps         map[string]resultScore `json:"steps,omitempty"`
	Stops         []string               `json:"stops"`
	Questions     []resultQuestion       `json:"questions"`
	LeftOut       []string               `json:"left_out"`
	Gaps          []resultGap            `json:"gaps"`
	Lifts         []resultLift           `json:"lifts"`
	Draft         *resultDraft           `json:"draft,omitempty"`
	Outcome       string                 `json:"outcome,omitempty"`      // of a qualification
	Requirements  []resultRequirement    `json:"requirements,omitempty"` // of a qualification
}

type resultProcurement struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Reference string `json:"reference"`
	Stage     string `json:"stage"`
}

type resultSupplier struct {
	Name   string `json:"name"`
	Number string `json:"number"`
}

type resultEdition struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

type resultScore struct {
	Declared questionnaire.Score `json:"declared"`
	Verified questionnaire.Score `json:"verified"`
	Stop     bool                `json:"stop"`
}

// resultQuestion is one scored question.
type resultQuestion struct {
	ID         string       `json:"id"`
	Step       string       `json:"step"`
	Action     string       `json:"action,omitempty"`
	Lead       bool         `json:"lead"`
	Weight     float64      `json:"weight"`
	Answer     any          `json:"answer"`
	Declared   int          `json:"declared"`
	Verified   int          `json:"verified"`
	Why        string       `json:"why,omitempty"`         // mark, no_evidence, … where the two differ
	MarkReason string       `json:"mark_reason,omitempty"` // in the evaluator's words
	Files      []resultFile `json:"files"`
}

type resultFile struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	SHA256  string `json:"sha256"`
	Verdict string `json:"verdict,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

type resultGap struct {
	Question string `json:"question"`
	Kind     string `json:"kind"` // evidence or declaration
	Levels   int    `json:"levels"`
}

// resultLift is what one question would give; without the scores where there
// is no ranking.
type resultLift struct {
	Question string        `json:"question"`
	From     int           `json:"from"`
	To       int           `json:"to"`
	ByProof  bool          `json:"by_proof"`
	EndsStop bool          `json:"ends_stop"`
	Step     *resultFromTo `json:"step,omitempty"`
	Overall  *resultFromTo `json:"overall,omitempty"`
}

// resultDraft is the draft that was sent before the result, and what the
// supplier said of it.
type resultDraft struct {
	Sent      time.Time      `json:"sent"`
	CommentBy time.Time      `json:"comment_by"`
	Remarks   []resultRemark `json:"remarks"`
}

type resultRemark struct {
	Question string    `json:"question,omitempty"` // absent: of the whole
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
}

func draftJSON(d *review.Draft) *resultDraft {
	if d == nil {
		return nil
	}
	said := resultDraft{Sent: d.Sent, CommentBy: d.CommentBy, Remarks: []resultRemark{}}
	for _, r := range d.Remarks {
		said.Remarks = append(said.Remarks, resultRemark{r.Question, r.Text, r.At})
	}
	return &said
}

type resultFromTo struct {
	From questionnaire.Score `json:"from"`
	To   questionnaire.Score `json:"to"`
}

// GET /assessments/:id/result.json is the result for other programs, to whoever
// may read the page.
func (s *Site) downloadResult(c *gin.Context) error {
	v, err := s.readResult(c)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(newResultJSON(v), "", "  ")
	if err != nil {
		return fmt.Errorf("write the result of %s: %w", v.Desk.Assessment.ID, err)
	}
	name := fileName("result "+v.Desk.Assessment.Supplier.Name) + ".json"
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, "application/json; charset=utf-8", append(text, '\n'))
	return nil
}

func newResultJSON(v resultView) resultJSON {
	d := v.Desk
	p := d.Assessment.Procurement
	r := resultJSON{
		Format: "aktsom-result-1", Assessment: string(d.Assessment.ID), Round: d.Submission.Round, State: stateWord(v),
		Submitted: d.Submission.At, Finished: d.Review.Finished, Released: d.Review.Released, Buyer: p.BuyerName,
		Procurement:   resultProcurement{string(p.ID), p.Title, p.Reference, string(p.Stage)},
		Supplier:      resultSupplier(d.Assessment.Supplier),
		Questionnaire: resultEdition{d.Frozen.Questionnaire.ID, d.Frozen.Questionnaire.Version, d.Frozen.Questionnaire.SHA256},
		Stops:         d.Evaluation.Stops, Questions: []resultQuestion{}, LeftOut: []string{}, Gaps: []resultGap{}, Lifts: []resultLift{},
	}
	if v.Numbers {
		r.scores(d.Evaluation)
	}
	for _, step := range v.Steps {
		for _, part := range step.Parts {
			r.Questions = append(r.Questions, v.questionJSON(part))
		}
	}
	for _, q := range v.leftOut() {
		r.LeftOut = append(r.LeftOut, q.ID)
	}
	for _, g := range v.gaps() {
		r.Gaps = append(r.Gaps, gapJSON(g))
	}
	for _, l := range v.Lifts {
		r.Lifts = append(r.Lifts, v.liftJSON(l))
	}
	if v.qualifies() {
		r.qualifyJSON(v)
	}
	r.Draft = draftJSON(v.Draft)
	return r
}

// stateWord is how far the review has come, in a word.
func stateWord(v resultView) string {
	r := v.Desk.Review
	switch {
	case r.Released != nil:
		return "released"
	case v.AsDraft || v.Draft != nil && r.Finished != nil:
		return "draft"
	case r.Finished != nil:
		return "finished"
	default:
		return "provisional"
	}
}

func (r *resultJSON) scores(e *questionnaire.Evaluation) {
	r.Overall, r.Weakest, r.Steps = e.Overall, e.Weakest, map[string]resultScore{}
	for step, s := range e.Steps {
		r.Steps[step] = resultScore{s.Declared, s.Verified, s.Stop}
	}
}

func (v resultView) questionJSON(part questionnaire.Part) resultQuestion {
	q := part.Question
	said := resultQuestion{
		ID: q.ID, Step: q.Step, Action: q.Action, Lead: q.Lead, Weight: part.Weight, Answer: saidIn(v.Desk, q),
		Declared: part.Level.Declared, Verified: part.Level.Verified, Why: part.Level.Reason, Files: []resultFile{},
	}
	if mark := v.mark(q.ID); mark != nil {
		said.MarkReason = mark.Reason
	}
	for _, f := range v.files(q.ID) {
		judged := v.Desk.Review.Judgements[f.ID]
		said.Files = append(said.Files, resultFile{string(f.ID), f.Name, f.SHA256, string(judged.Verdict), judged.Reason})
	}
	return said
}

func gapJSON(g gap) resultGap {
	l := g.Part.Level
	said := resultGap{Question: g.Part.Question.ID, Kind: "evidence", Levels: l.Declared - l.Verified}
	if said.Levels < 0 {
		said.Kind, said.Levels = "declaration", -said.Levels
	}
	return said
}

func (v resultView) liftJSON(l questionnaire.Lift) resultLift {
	said := resultLift{Question: l.Question.ID, From: l.Level.Verified, To: l.To, ByProof: l.ByProof(), EndsStop: l.EndsStop}
	if v.Numbers {
		said.Step = &resultFromTo{v.before(l), l.Step.Verified}
		said.Overall = &resultFromTo{v.Desk.Evaluation.Overall.Verified, l.Overall.Verified}
	}
	return said
}
