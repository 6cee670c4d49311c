package web

import (
	"cmp"
	"slices"
	"strings"

	"aktsom/internal/account"
	"aktsom/internal/oecd"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// resultView is a result, opened to its parts.
type resultView struct {
	Desk       review.Desk
	Steps      []resultStep
	Lifts      []questionnaire.Lift // what would lift the result, the greatest effect first
	Buyer      bool                 // a buyer's staff reads it; else the supplier
	MayReview  bool
	MayRelease bool
	Numbers    bool          // scores are shown: not where the law forbids ranking
	Provisory  bool          // the review is not finished
	Draft      *review.Draft // that was sent, with what the supplier said of it; nil: none
	AsDraft    bool          // the supplier reads the draft, not the result
	MayRemark  bool          // and may comment on it
	Paper      bool          // it is printed: everything stands open
	Typed      remarked      // a comment that came back with a mistake
}

// resultStep is one step with its score and what it was made of.
type resultStep struct {
	ID     string
	Score  questionnaire.StepScore
	Scored bool
	Parts  []questionnaire.Part
}

func newResultView(desk review.Desk, reader account.Actor) resultView {
	v := resultOf(desk)
	v.Buyer, v.Lifts = reader.Buyer(), desk.Evaluation.Lifts()
	v.MayReview, v.MayRelease = v.Buyer && reader.Role.MayReview(), v.Buyer && reader.Role.MayManage()
	return v
}

// resultOf is a result without its advice, and whoever reads it.
func resultOf(desk review.Desk) resultView {
	v := resultView{
		Desk: desk, Provisory: desk.Review.Finished == nil,
		Numbers: desk.Assessment.Procurement.Stage != procurement.Qualification && desk.Evaluation.Overall != nil,
	}
	for _, step := range oecd.Steps() {
		s := resultStep{ID: string(step), Parts: desk.Evaluation.Parts(string(step))}
		s.Score, s.Scored = desk.Evaluation.Steps[s.ID]
		if len(s.Parts) > 0 {
			v.Steps = append(v.Steps, s)
		}
	}
	return v
}

// weakest is the step that the sentence names.
func (v resultView) weakest() string { return v.Desk.Evaluation.Weakest }

// gap is a question whose two levels differ.
type gap struct {
	Part   questionnaire.Part
	Points float64 // weight × difference; positive where less was proved than claimed
}

// gaps lists where claim and proof differ: the heaviest first.
func (v resultView) gaps() []gap {
	var all []gap
	for _, part := range v.parts() {
		if part.Level.Declared != part.Level.Verified {
			all = append(all, gap{part, part.DeclaredPoints - part.VerifiedPoints})
		}
	}
	slices.SortStableFunc(all, func(a, b gap) int { return cmp.Compare(b.size(), a.size()) })
	return all
}

// parts are those of all steps.
func (v resultView) parts() []questionnaire.Part {
	var all []questionnaire.Part
	for _, step := range v.Steps {
		all = append(all, step.Parts...)
	}
	return all
}

func (g gap) size() float64 { return max(g.Points, -g.Points) }

// stops are the lead questions at level 0.
func (v resultView) stops() []*questionnaire.Question {
	var all []*questionnaire.Question
	for _, id := range v.Desk.Evaluation.Stops {
		q, _ := v.Desk.Questionnaire.Question(id)
		all = append(all, q)
	}
	return all
}

// leftOut are the questions an evaluator accepted as not relevant.
func (v resultView) leftOut() []*questionnaire.Question {
	var all []*questionnaire.Question
	for _, s := range sectionsOf(v.Desk.Questionnaire, v.Desk.Evaluation) {
		for _, q := range s.Questions {
			if v.Desk.Sheet.Marks[q.ID].AcceptSkip && v.Desk.Evaluation.Skipped(q.ID) {
				all = append(all, q)
			}
		}
	}
	return all
}

// files are those that were submitted with a question.
func (v resultView) files(question string) []shownFile {
	return filesThen(v.Desk.Frozen.Files[question], v.Desk.Files)
}

// mark is what an evaluator said of a question; nil where nobody did.
func (v resultView) mark(question string) *review.Mark {
	if m, marked := v.Desk.Review.Marks[question]; marked {
		return &m
	}
	return nil
}

// sumOf writes Σ weight·level ÷ (4·Σ weight) with its numbers.
type sumOf struct {
	Products string // 2·3 + 1·2
	Weights  string // 2 + 1
	Points   string
	Most     string
}

// verifiedSum is how the verified score of a step came about.
func (s resultStep) verifiedSum(p Page) sumOf {
	return s.sum(p, func(part questionnaire.Part) (int, float64) { return part.Level.Verified, part.VerifiedPoints })
}

// declaredSum is the same for what was claimed.
func (s resultStep) declaredSum(p Page) sumOf {
	return s.sum(p, func(part questionnaire.Part) (int, float64) { return part.Level.Declared, part.DeclaredPoints })
}

func (s resultStep) sum(p Page, of func(questionnaire.Part) (int, float64)) sumOf {
	var products, weights []string
	var points, most float64
	for _, part := range s.Parts {
		level, earned := of(part)
		weight := p.Number(part.Weight, maxDecimals)
		products = append(products, weight+"·"+p.Integer(int64(level)))
		weights = append(weights, weight)
		points, most = points+earned, most+part.MaxPoints
	}
	return sumOf{
		Products: strings.Join(products, " + "), Weights: strings.Join(weights, " + "),
		Points: p.Number(points, maxDecimals), Most: p.Number(most, maxDecimals),
	}
}

// Points writes a score with its decimal in the reader's language.
func (p Page) Points(s questionnaire.Score) string { return p.Score(float64(s)) }

// difference is declared less verified, with its sign.
func (p Page) difference(s questionnaire.Scores) string {
	switch d := float64(s.Verified) - float64(s.Declared); {
	case d > 0.04:
		return "+" + p.Score(d)
	case d < -0.04:
		return "−" + p.Score(-d)
	default:
		return p.Score(0)
	}
}

// Band is the name of the band a score lies in.
func (v resultView) band(p Page, s questionnaire.Score) string {
	return p.Say("result.band." + string(rune('0'+v.Desk.Questionnaire.BandOf(s).Number)))
}

// meanOf writes the overall score as the plain mean of the steps.
func (v resultView) meanOf(p Page, of func(questionnaire.StepScore) questionnaire.Score) string {
	var terms []string
	for _, s := range v.Steps {
		if s.Scored {
			terms = append(terms, p.Points(of(s.Score)))
		}
	}
	return "(" + strings.Join(terms, " + ") + ") ÷ " + p.Integer(int64(len(terms)))
}

func verifiedOf(s questionnaire.StepScore) questionnaire.Score { return s.Verified }
func declaredOf(s questionnaire.StepScore) questionnaire.Score { return s.Declared }
