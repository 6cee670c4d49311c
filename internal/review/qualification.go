package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/audit"
	"aktsom/internal/evidence"
	"aktsom/internal/fault"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// Finding is what is found of one requirement. A qualification knows no other
// measure: whoever meets all requirements is qualified, and nobody is better
// qualified than another.
type Finding string

// The findings. Unread is the lack of one: a file that proves the answer waits
// for somebody to look at it.
const (
	Met                Finding = "met"
	NotMet             Finding = "not_met"
	NeedsClarification Finding = "needs_clarification"
	Unread             Finding = "unread"
)

// Findings lists what an evaluator can decide.
func Findings() []Finding { return []Finding{Met, NotMet, NeedsClarification} }

// Ground says why a requirement has its finding.
type Ground string

// The grounds.
const (
	GroundAnswered    Ground = "answered" // the answer suffices, and nothing speaks against it
	GroundBelow       Ground = "below"    // the supplier's own answer does not reach the minimum
	GroundMarked      Ground = "marked"
	GroundDecided     Ground = "decided"
	GroundNoEvidence  Ground = "no_evidence"
	GroundWeak        Ground = "weak_evidence"
	GroundStale       Ground = "stale_evidence"
	GroundUnread      Ground = "unread"
	GroundSkipped     Ground = "skipped"
	GroundSkipAllowed Ground = "skip_accepted"
	GroundNotAsked    Ground = "not_asked"
)

// Held is an answer held against a requirement.
type Held struct {
	Minimum      int
	Asked        bool
	Skipped      bool // "not relevant", says the supplier
	SkipAccepted bool
	Level        questionnaire.Level // Cap and Reason as the engine has them
	Mark         *int                // an evaluator's level
	Accepted     bool                // an evaluator accepted a file
	Waiting      bool                // there are files, and nobody has judged one
	Decided      Finding             // what an evaluator decided; empty: nothing
}

// Find says whether a requirement is met. An evaluator's word stands over the
// rules. What the supplier itself says is below the minimum is not met; what it
// says is enough and does not prove needs clarification.
func (h Held) Find() (Finding, Ground) {
	switch {
	case h.Decided != "":
		return h.Decided, GroundDecided
	case h.Skipped && h.SkipAccepted:
		return Met, GroundSkipAllowed
	case h.Mark != nil && *h.Mark < h.Minimum:
		return NotMet, GroundMarked
	case h.Mark != nil:
		return Met, GroundMarked
	case h.Skipped:
		return NeedsClarification, GroundSkipped
	case !h.Asked:
		return NeedsClarification, GroundNotAsked
	case h.Level.Declared < h.Minimum:
		return NotMet, GroundBelow
	case h.Waiting:
		return Unread, GroundUnread
	case h.Level.Reason != "" && (h.Level.Verified < h.Minimum || !h.Accepted):
		return NeedsClarification, Ground(h.Level.Reason)
	default:
		return Met, GroundAnswered
	}
}

// Outcome is what all requirements come to for a supplier.
type Outcome string

// The outcomes.
const (
	Qualified    Outcome = "qualified"
	NotQualified Outcome = "not_qualified"
	Undecided    Outcome = "undecided"
)

// OutcomeOf is what findings come to: nothing is decided as long as one of them
// waits, and all must be met.
func OutcomeOf(all []Judged) Outcome {
	outcome := Qualified
	for _, j := range all {
		switch j.Finding {
		case NeedsClarification, Unread:
			return Undecided
		case NotMet:
			outcome = NotQualified
		}
	}
	return outcome
}

// Judged is a requirement with what is found of it.
type Judged struct {
	procurement.Requirement

	Finding  Finding   `json:"finding"`
	Ground   Ground    `json:"ground"`
	Decision *Decision `json:"decision,omitempty"`
}

// Decision is what an evaluator decided of a requirement, and why.
type Decision struct {
	Question   string
	Finding    Finding
	Reason     string
	Person     account.PersonID
	PersonName string
	At         time.Time
	Carried    int // the round it was made in, when carried over to a newer one
	Shown      int // the round that the evaluator was reading; 0 = the newest. Not kept
}

// DecisionStore keeps decisions.
type DecisionStore interface {
	// Decide writes a decision over the requirement's earlier one. fault.Conflict
	// when the review is finished or superseded.
	Decide(ctx context.Context, review Review, d Decision, event audit.Event) error
}

// Judged lists the requirements that the submission was made under, with what is
// found of each: once the review is finished, what was frozen with it.
func (d Desk) Judged() []Judged {
	if d.Review.Finished != nil {
		return d.settled
	}
	all := make([]Judged, len(d.Frozen.Requirements))
	for i, r := range d.Frozen.Requirements {
		all[i].Requirement = r
		all[i].Finding, all[i].Ground = d.held(r).Find()
		if decision, made := d.Review.Decisions[r.Question]; made {
			all[i].Decision = &decision
		}
	}
	return all
}

// held is an answer with all that is known of it, against its requirement.
func (d Desk) held(r procurement.Requirement) Held {
	h := Held{
		Minimum: r.Level, Asked: d.Evaluation.IsAsked(r.Question), Skipped: d.Evaluation.Skipped(r.Question),
		Level: d.Evaluation.Levels[r.Question], Decided: d.Review.Decisions[r.Question].Finding,
	}
	if mark, marked := d.Review.Marks[r.Question]; marked {
		h.Mark, h.SkipAccepted = mark.Level, mark.AcceptSkip
	}
	verdicts := d.verdicts(r.Question)
	h.Accepted = slices.Contains(verdicts, Accepted)
	judged := slices.ContainsFunc(verdicts, func(v Verdict) bool { return v != "" })
	h.Waiting = len(verdicts) > 0 && !judged && d.Evaluation.EvidenceWanted(r.Question)
	return h
}

// verdicts are those on the files that count for a question; empty where nobody
// has judged one.
func (d Desk) verdicts(question string) []Verdict {
	states := map[evidence.ID]evidence.State{}
	for _, f := range d.Files {
		states[f.ID] = f.State
	}
	var all []Verdict
	for _, f := range d.Frozen.Files[question] {
		if states[f.ID].Counts() {
			all = append(all, d.Review.Judgements[f.ID].Verdict)
		}
	}
	return all
}

// Requirement returns what is found of a question's requirement; false where it
// has none.
func (d Desk) Requirement(question string) (Judged, bool) {
	for _, j := range d.Judged() {
		if j.Question == question {
			return j, true
		}
	}
	return Judged{}, false
}

// requirements are those of a finished qualification in words, for the letter
// to the supplier: in the buyer's own, or else the question in the reader's
// language.
func (d Desk) requirements() []letter.Requirement {
	var all []letter.Requirement
	for _, j := range d.Judged() {
		told := letter.Requirement{Text: j.Text, Met: j.Finding == Met}
		if q, known := d.Questionnaire.Question(j.Question); told.Text == "" && known {
			told.Text = questionnaire.Fill(q.Text.In(d.Assessment.Contact.Language), func(string) string { return "…" })
		}
		all = append(all, told)
	}
	return all
}

// Decide says of a requirement that it is met, is not, or must be clarified;
// a reason is always required.
func (s *Service) Decide(ctx context.Context, actor account.Actor, id assessment.ID, d Decision) error {
	desk, err := s.begin(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := desk.stillShows(d.Shown); err != nil {
		return err
	}
	if _, required := desk.Requirement(d.Question); !required {
		return fault.New(fault.NotFound, "qualification.no_requirement")
	}
	d.Reason = strings.TrimSpace(d.Reason)
	if err := d.check().OrNil(); err != nil {
		return err
	}
	d.Person, d.PersonName, d.At = actor.Person, actor.Name, s.Now()
	event := s.event(actor, desk, "review.decided")
	event.Details["question"], event.Details["finding"], event.Details["reason"] = d.Question, string(d.Finding), d.Reason
	return s.changed(s.Decisions.Decide(ctx, desk.Review, d, event), "decide a requirement of", id)
}

func (d Decision) check() fault.Fields {
	var wrong fault.Fields
	if !slices.Contains(Findings(), d.Finding) {
		wrong.Add("finding", "qualification.choose_finding")
	}
	switch {
	case d.Reason == "":
		wrong.Add("reason", "review.reason_missing")
	case len([]rune(d.Reason)) > maxReason:
		wrong.Add("reason", "procurement.too_long", "most", maxReason)
	}
	return wrong
}

// mayFinish refuses to freeze a qualification in which something waits.
func (d Desk) mayFinish() error {
	if all := d.Judged(); len(all) > 0 && OutcomeOf(all) == Undecided {
		return fault.New(fault.Conflict, "qualification.undecided")
	}
	return nil
}
