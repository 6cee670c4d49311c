package questionnaire

import (
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// state is what is known of one question in one evaluation.
type state struct {
	raw      any                // the answer as it was given
	values   [slotsEach]ref.Val // what conditions see: answer, answered, files, level
	asked    truth
	value    ref.Val // nil while unanswered or unreadable
	answered bool
	skipped  bool
	files    int
	declared int
	counts   bool       // it is scored, asked and not left out, and
	level    Level      // this is what it counts
	follow   []followed // of a question about every row of a table
	problems []Problem  // a part of the evaluation's
}

// pageState is what is known of one page.
type pageState struct {
	shown    truth
	problems []Problem // of its own checks
}

// Evaluation is what a sheet means: which questions are asked, what is wrong
// with the answers, and what they score. Its exported parts marshal to the
// JSON of `questionnaire score`.
type Evaluation struct {
	Asked    []string             `json:"asked"`
	Pending  []string             `json:"pending"`
	Problems []Problem            `json:"problems"`
	Levels   map[string]Level     `json:"levels"`
	Steps    map[string]StepScore `json:"steps"`
	Overall  *Scores              `json:"overall,omitempty"`
	Weakest  string               `json:"weakest,omitempty"`
	Stops    []string             `json:"stops"`
	Advice   []string             `json:"advice"`

	questionnaire *Questionnaire
	sheet         Sheet
	states        []*state // by the index of the question
	pages         []pageState
	scope         *scope
	today         time.Time
	unknown       ref.Val
	absent        ref.Val
}

// Evaluate works out everything about a sheet at once. It is a pure function:
// nothing but the arguments has a say, and the sheet is not changed. The sheet
// must not be changed either while the evaluation is in use.
func (q *Questionnaire) Evaluate(s Sheet) *Evaluation {
	e := q.blank(s)
	for i, p := range q.definition.Pages {
		page := &e.pages[i]
		page.shown = e.truth(p.when)
		for _, question := range p.Questions {
			e.walk(question, page.shown)
		}
		e.checkPage(p, page)
	}
	e.score()
	return e
}

// blank is an evaluation before any question is settled.
func (q *Questionnaire) blank(s Sheet) *Evaluation {
	e := &Evaluation{
		Asked: make([]string, 0, len(q.questions)), Pending: []string{}, Problems: []Problem{},
		questionnaire: q, sheet: s,
		states: make([]*state, len(q.questions)), pages: make([]pageState, len(q.definition.Pages)),
		scope:   &scope{slots: q.slots},
		unknown: unknown(), absent: absent(),
	}
	states := make([]state, len(q.questions))
	for i, question := range q.questions {
		states[i].raw = s.Answers[question.ID]
		e.states[i] = &states[i]
	}
	e.scope.states = e.states
	e.setContext()
	return e
}

// setContext gives today and procurement their values.
func (e *Evaluation) setContext() {
	e.today, _ = day(e.sheet.Context.Today)
	p := e.sheet.Context.Procurement
	fields := map[string]ref.Val{}
	for name, text := range map[string]string{"stage": p.Stage, "currency": p.Currency} {
		if text != "" {
			fields[name] = types.String(text)
		}
	}
	if p.Value != nil {
		fields["value"] = types.Double(*p.Value)
	}
	if p.Categories != nil {
		fields["categories"] = types.NewStringList(types.DefaultTypeAdapter, p.Categories)
	}
	if deadline, ok := day(p.Deadline); ok {
		fields["deadline"] = midnight(deadline)
	}
	e.scope.context[0] = midnight(e.today)
	e.scope.context[1] = &procurementValue{fields}
	e.scope.context[rowSlot] = e.absent
}

// walk settles a question and collects its problems.
func (e *Evaluation) walk(q *Question, shown truth) {
	faults := e.settle(q, shown)
	switch st := e.states[q.index]; st.asked {
	case isTrue:
		e.Asked = append(e.Asked, q.ID)
		from := len(e.Problems)
		e.problems(q, st, faults)
		st.problems = e.Problems[from:len(e.Problems):len(e.Problems)]
	case isUnknown:
		e.Pending = append(e.Pending, q.ID)
	}
}

// settle decides whether a question is asked, reads its answer, and lets later
// conditions see it.
func (e *Evaluation) settle(q *Question, shown truth) []fault {
	st := e.states[q.index]
	st.asked = shown
	if shown == isTrue || shown == isUnknown {
		st.asked = shown.and(e.truth(q.when))
	}
	if q.of != nil && (st.asked == isTrue || st.asked == isUnknown) {
		st.asked = st.asked.and(e.follow(q, st))
	}
	switch st.asked {
	case isTrue:
		return e.readAnswer(q, st)
	case isUnknown:
		publish(st, e.unknown, e.unknown)
	default:
		publish(st, e.absent, e.absent)
	}
	return nil
}

// readAnswer reads the answer of an asked question, and says what is wrong with
// it.
func (e *Evaluation) readAnswer(q *Question, st *state) []fault {
	for _, f := range e.sheet.Files[q.ID] {
		if f.counts() {
			st.files++
		}
	}
	st.skipped = e.skipped(q)
	faults := e.readValue(q, st)
	value := e.unknown
	if st.value != nil {
		value = st.value
	}
	publish(st, value, e.unknown)
	if q.scored {
		st.declared = e.declared(q, st)
		if st.answered && st.rated(q) {
			st.values[3] = types.Int(st.declared)
		}
	}
	return faults
}

// readValue sets the value of an asked question, and whether it is answered.
func (e *Evaluation) readValue(q *Question, st *state) (faults []fault) {
	raw := st.raw
	switch {
	case q.Kind == "calculated":
		st.value = e.calculate(q)
		st.answered = !types.IsUnknownOrError(st.value)
	case q.Kind == "files":
		st.answered = st.files > 0
	case q.of != nil:
		st.value, faults = e.readFollowed(st)
		st.answered = st.value != nil
	case q.answerable() && !empty(raw):
		st.value, faults = q.kind.read(e, q, raw)
		st.answered = st.value != nil
	}
	return faults
}

// calculate works out a calculated value: unknown, absent, or of its type.
func (e *Evaluation) calculate(q *Question) ref.Val {
	value := finite(e.eval(q.value))
	if i, ok := value.(types.Int); ok {
		return types.Double(i)
	}
	return value
}

// publish lets conditions see a question: its answer, and what the macros ask.
func publish(st *state, value, level ref.Val) {
	st.values = [slotsEach]ref.Val{value, types.Bool(st.answered), types.Int(st.files), level}
}

// skipped reports whether the supplier said, with a reason, that the question
// is not relevant, where that is offered.
func (e *Evaluation) skipped(q *Question) bool {
	return q.MaySkip && !empty(e.sheet.Skipped[q.ID])
}

// IsAsked reports whether the question is asked now.
func (e *Evaluation) IsAsked(id string) bool {
	st, ok := e.state(id)
	return ok && st.asked == isTrue
}

// IsPending reports whether it depends on unanswered questions if it is asked.
func (e *Evaluation) IsPending(id string) bool {
	st, ok := e.state(id)
	return ok && st.asked == isUnknown
}

// Answered reports whether the question is asked and its answer can be read.
func (e *Evaluation) Answered(id string) bool {
	st, ok := e.state(id)
	return ok && st.answered
}

// Skipped reports whether the question is asked and was said not to be
// relevant.
func (e *Evaluation) Skipped(id string) bool {
	st, ok := e.state(id)
	return ok && st.skipped
}

// Value is the value of an asked question as conditions see it: string,
// float64, bool or time.Time. It is nil while there is none, and for kinds
// that hold more than one value.
func (e *Evaluation) Value(id string) any {
	st, ok := e.state(id)
	if !ok || !st.answered || st.value == nil {
		return nil
	}
	return native(st.value)
}

// Offered lists the options of a question, or of a column by
// "question.column", that can be chosen now.
func (e *Evaluation) Offered(id string) []Option {
	q := e.questionnaire.byID[id]
	if q == nil {
		return nil
	}
	return e.OfferedBy(q)
}

// OfferedBy lists the options of a question or column that can be chosen now.
func (e *Evaluation) OfferedBy(q *Question) []Option {
	var offered []Option
	for _, option := range q.Options {
		if e.holds(option.when) {
			offered = append(offered, option)
		}
	}
	return offered
}

func (e *Evaluation) state(id string) (*state, bool) {
	q := e.questionnaire.byID[id]
	if q == nil {
		return nil, false
	}
	return e.states[q.index], true
}
