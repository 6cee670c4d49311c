package questionnaire

import (
	"math/big"
	"slices"

	"cel.dev/cel-go/common/types"

	"aktsom/internal/oecd"
)

// Reasons why a verified level differs from the declared one.
const (
	ReasonMark          = "mark"
	ReasonNoEvidence    = "no_evidence"
	ReasonWeakEvidence  = "weak_evidence"
	ReasonStaleEvidence = "stale_evidence"
	ReasonSkipped       = "skipped"
)

// maxLevel is the best level there is.
const maxLevel = 4

// Level is what one scored question counts.
type Level struct {
	Declared int    `json:"declared"`
	Verified int    `json:"verified"`
	Reason   string `json:"reason,omitempty"` // only where the two differ
	Cap      int    `json:"-"`                // what evidence allows; 4 is no cap
}

// declared is the level that an asked question's answer claims.
func (e *Evaluation) declared(q *Question, st *state) int {
	if !st.answered && q.Kind != "calculated" && q.Kind != "note" {
		return 0
	}
	if q.of != nil && q.level == nil {
		level, _ := lowestOf(st.follow)
		return level
	}
	return e.levelOfAnswer(q, st.raw)
}

// levelOfAnswer is the level of an answer that can be read.
func (e *Evaluation) levelOfAnswer(q *Question, raw any) int {
	if q.level != nil {
		level, _ := e.eval(q.level).(types.Int)
		return int(level)
	}
	highest := 0
	for _, value := range chosen(raw) {
		if option, _ := q.option(value); option.Level != nil {
			highest = max(highest, *option.Level)
		}
	}
	return highest
}

// chosen lists the values of a choice, or of several.
func chosen(raw any) []string {
	if one, ok := raw.(string); ok {
		return []string{one}
	}
	return valuesIn(raw)
}

// rated reports whether a scored question has anything to score: a block of
// follow-ups has not where no row is asked a scored question.
func (st *state) rated(q *Question) bool {
	if q.of == nil || q.level != nil {
		return true
	}
	_, scored := lowestOf(st.follow)
	return scored
}

// leftOut reports whether an evaluator accepted that a question is not
// relevant.
func (e *Evaluation) leftOut(q *Question) bool {
	return e.states[q.index].skipped && e.sheet.Marks[q.ID].AcceptSkip
}

// level is the level of an asked, scored question, declared and verified.
func (e *Evaluation) level(q *Question) Level {
	st := e.states[q.index]
	l := Level{Declared: st.declared, Cap: maxLevel}
	reason := ""
	if e.evidenceWanted(q) {
		l.Cap, reason = e.evidenceCap(q)
	}
	l.Verified = min(l.Declared, l.Cap)
	if st.skipped {
		l.Verified, reason = 0, ReasonSkipped
	}
	if mark := e.sheet.Marks[q.ID].Level; mark != nil && *mark >= 0 && *mark <= maxLevel {
		l.Verified, reason = *mark, ReasonMark
	}
	if l.Verified != l.Declared {
		l.Reason = reason
	}
	return l
}

// evidenceCap is the highest cap that any of a question's files earns.
func (e *Evaluation) evidenceCap(q *Question) (highest int, reason string) {
	highest, reason = e.questionnaire.definition.Caps.None, ReasonNoEvidence
	first := true
	for _, f := range e.sheet.Files[q.ID] {
		if !f.counts() {
			continue
		}
		if limit, why := e.fileCap(q, f); first || limit > highest {
			highest, reason, first = limit, why, false
		}
	}
	return highest, reason
}

// fileCap is what one file allows, and why no more.
func (e *Evaluation) fileCap(q *Question, f File) (int, string) {
	caps := e.questionnaire.definition.Caps
	issued, dated := day(f.Issued)
	limit := q.Evidence.MaxAgeMonths
	weak := []string{VerdictRefused, VerdictGeneric, VerdictUndated, VerdictNotCovering}
	if slices.Contains(weak, f.Verdict) || limit > 0 && !dated {
		return caps.Weak, ReasonWeakEvidence
	}
	if e.today.IsZero() {
		return maxLevel, ""
	}
	until, ends := day(f.ValidUntil)
	if ends && until.Before(e.today) || limit > 0 && issued.Before(addMonths(e.today, -limit)) {
		return caps.Stale, ReasonStaleEvidence
	}
	return maxLevel, ""
}

// sum adds up weight·level and weight of one step, exactly. Weights are whole
// multiples of one unit, which cancels in the end; unusual ones need more than
// 64 bits.
type sum struct {
	small                      [3]int64 // declared, verified, weight of ordinary weights
	declared, verified, weight big.Int  // of the others, and in the end of all
	room                       big.Int  // to calculate in
	stop                       bool
}

// maxOrdinary keeps sums over 5,000 questions far below 64 bits.
const maxOrdinary = 1 << 30

func (s *sum) add(weight *big.Int, l Level) {
	if weight.IsInt64() && weight.Int64() < maxOrdinary {
		w := weight.Int64()
		s.small[0] += w * int64(l.Declared)
		s.small[1] += w * int64(l.Verified)
		s.small[2] += w
		return
	}
	s.declared.Add(&s.declared, new(big.Int).Mul(weight, s.room.SetInt64(int64(l.Declared))))
	s.verified.Add(&s.verified, new(big.Int).Mul(weight, s.room.SetInt64(int64(l.Verified))))
	s.weight.Add(&s.weight, weight)
}

// close brings ordinary and unusual weights together.
func (s *sum) close() {
	for i, total := range []*big.Int{&s.declared, &s.verified, &s.weight} {
		total.Add(total, s.room.SetInt64(s.small[i]))
	}
}

// below reports whether the verified score of s is the lower one.
func (s *sum) below(other *sum) bool {
	return new(big.Int).Mul(&s.verified, &other.weight).Cmp(new(big.Int).Mul(&other.verified, &s.weight)) < 0
}

// join adds the fraction of one step to that of others, over one denominator.
func (s *sum) join(step *sum) {
	s.declared.Add(s.declared.Mul(&s.declared, &step.weight), s.room.Mul(&step.declared, &s.weight))
	s.verified.Add(s.verified.Mul(&s.verified, &step.weight), s.room.Mul(&step.verified, &s.weight))
	s.weight.Mul(&s.weight, &step.weight)
}

// shareUnit writes the weights of a definition as multiples of one unit.
func shareUnit(questions []*Question) {
	unit := big.NewInt(1)
	for _, q := range questions {
		d := q.weight.Denom()
		unit.Mul(unit, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, unit, d)))
	}
	for _, q := range questions {
		q.units = new(big.Int).Mul(q.weight.Num(), new(big.Int).Quo(unit, q.weight.Denom()))
	}
}

// score fills the card: levels, steps, overall, weakest, stops and advice.
func (e *Evaluation) score() {
	e.Levels = make(map[string]Level, len(e.questionnaire.scored))
	for _, q := range e.questionnaire.scored {
		e.weigh(q)
		if st := e.states[q.index]; st.counts {
			e.Levels[q.ID] = st.level
		}
	}
	e.sum()
}

// weigh finds the level of a scored question, if it counts.
func (e *Evaluation) weigh(q *Question) {
	st := e.states[q.index]
	st.counts = st.asked == isTrue && !e.leftOut(q) && st.rated(q)
	st.level = Level{}
	if st.counts {
		st.level = e.level(q)
	}
}

// sum adds up the levels that count.
func (e *Evaluation) sum() {
	e.Steps, e.Overall, e.Weakest = make(map[string]StepScore, 6), nil, ""
	e.Stops, e.Advice = []string{}, []string{}
	sums := make([]sum, len(oecd.Steps()))
	for _, q := range e.questionnaire.scored {
		st := e.states[q.index]
		if !st.counts {
			continue
		}
		sums[q.stepNumber-1].add(q.units, st.level)
		if q.Lead && st.level.Verified == 0 {
			e.Stops = append(e.Stops, q.ID)
			sums[q.stepNumber-1].stop = true
		}
		if slices.ContainsFunc(q.Advice, func(a Advice) bool { return a.Below > st.level.Verified }) {
			e.Advice = append(e.Advice, q.ID)
		}
	}
	e.total(sums)
}

// total turns sums into step scores and their plain mean.
func (e *Evaluation) total(sums []sum) {
	var lowest *sum
	var mean sum
	mean.weight.SetInt64(1)
	scored := int64(0)
	for i, step := range oecd.Steps() {
		s := &sums[i]
		if s.close(); s.weight.Sign() == 0 {
			continue
		}
		e.Steps[string(step)] = StepScore{Scores: s.scores(1), Stop: s.stop}
		if lowest == nil || s.below(lowest) {
			lowest, e.Weakest = s, string(step)
		}
		mean.join(s)
		scored++
	}
	if scored > 0 {
		overall := mean.scores(scored)
		e.Overall = &overall
	}
}

// scores are the percentages of a sum of n fractions, each of 4 at most.
func (s *sum) scores(n int64) Scores {
	full := new(big.Int).Mul(&s.weight, big.NewInt(maxLevel*n))
	return Scores{rounded(&s.declared, full), rounded(&s.verified, full)}
}
