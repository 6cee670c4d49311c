package questionnaire

// Codes of problems: what can be wrong with an answer. The sentences for them
// live with the pages.
const (
	CodeRequired = "required" // nothing was answered
	CodeInvalid  = "invalid"  // the wrong JSON type
	CodeFormat   = "format"   // unreadable as its kind
	CodeOption   = "option"   // not offered
	CodeRange    = "range"    // out of range
	CodeLength   = "length"   // too short, too long, too many words
	CodeRows     = "rows"     // too few or too many rows
	CodeCheck    = "check"    // a rule of the definition is broken
	CodeEvidence = "evidence" // a file is needed
)

// Problem is one thing that is wrong with a sheet. It is not an error: a bad
// answer is ordinary, and the page shows it beside its field.
type Problem struct {
	Page     string         `json:"page,omitempty"` // set for the checks of a page
	Question string         `json:"question,omitempty"`
	Code     string         `json:"code"`
	Severity string         `json:"severity"`
	Row      int            `json:"row,omitempty"` // from 1
	Column   string         `json:"column,omitempty"`
	FollowUp bool           `json:"-"`                // about a row that a follow-up asks about
	Option   string         `json:"option,omitempty"` // whose words are missing or too long
	Args     map[string]any `json:"-"`
	Message  Text           `json:"-"` // the definition's own sentence, for checks
}

// problems collects what is wrong with an asked question, in the order in
// which a reader would mend it.
func (e *Evaluation) problems(q *Question, st *state, faults []fault) {
	for _, f := range faults {
		p := Problem{Question: q.ID, Code: f.code, Severity: SeverityError, Row: f.row, Column: f.column, Option: f.option, Args: f.args, FollowUp: q.of != nil && f.row > 0}
		if f.check != nil {
			p.Severity, p.Message = f.check.Severity, f.check.Message
		}
		e.Problems = append(e.Problems, p)
	}
	if !st.answered && len(faults) == 0 && e.mustAnswer(q) {
		e.Problems = append(e.Problems, Problem{Question: q.ID, Code: CodeRequired, Severity: SeverityError})
	}
	e.check(q.checks, Problem{Question: q.ID})
	if st.files == 0 && e.evidenceRequired(q) {
		e.Problems = append(e.Problems, Problem{Question: q.ID, Code: CodeEvidence, Severity: SeverityError})
	}
}

// checkPage runs the checks of a page, if it is shown.
func (e *Evaluation) checkPage(p *Page, page *pageState) {
	from := len(e.Problems)
	if page.shown == isTrue {
		e.check(p.checks, Problem{Page: p.ID})
	}
	page.problems = e.Problems[from:len(e.Problems):len(e.Problems)]
}

// check adds a problem like the given one for every check that fails.
func (e *Evaluation) check(checks []*Check, like Problem) {
	for _, c := range checks {
		if e.truth(c.rule) == isFalse {
			like.Code, like.Severity, like.Message = CodeCheck, c.Severity, c.Message
			e.Problems = append(e.Problems, like)
		}
	}
}

// mustAnswer reports whether an asked question may not be left empty.
func (e *Evaluation) mustAnswer(q *Question) bool {
	if !q.answerable() || e.skipped(q) {
		return false
	}
	return q.alwaysRequired || q.required != nil && e.holds(q.required)
}

// evidenceWanted reports whether an asked question asks for files now.
func (e *Evaluation) evidenceWanted(q *Question) bool {
	return q.Evidence != nil && e.holds(q.Evidence.when)
}

func (e *Evaluation) evidenceRequired(q *Question) bool {
	if !e.evidenceWanted(q) || e.skipped(q) {
		return false
	}
	return q.Evidence.alwaysRequired || q.Evidence.required != nil && e.holds(q.Evidence.required)
}

// ProblemsOf lists the problems of one question.
func (e *Evaluation) ProblemsOf(id string) []Problem {
	return e.problemsWhere(func(p Problem) bool { return p.Question == id })
}

// ProblemsOfPage lists the problems of a page's own checks.
func (e *Evaluation) ProblemsOfPage(id string) []Problem {
	return e.problemsWhere(func(p Problem) bool { return p.Page == id })
}

func (e *Evaluation) problemsWhere(is func(Problem) bool) []Problem {
	var found []Problem
	for _, p := range e.Problems {
		if is(p) {
			found = append(found, p)
		}
	}
	return found
}

// Required reports whether the question is asked and may not be left empty.
func (e *Evaluation) Required(id string) bool {
	return e.IsAsked(id) && e.mustAnswer(e.questionnaire.byID[id])
}

// EvidenceWanted reports whether the question is asked and asks for files now.
func (e *Evaluation) EvidenceWanted(id string) bool {
	return e.IsAsked(id) && e.evidenceWanted(e.questionnaire.byID[id])
}

// EvidenceRequired reports whether the question is asked and needs a file now.
func (e *Evaluation) EvidenceRequired(id string) bool {
	return e.IsAsked(id) && e.evidenceRequired(e.questionnaire.byID[id])
}

// Progress counts the questions somebody can answer.
type Progress struct {
	Asked    int // asked now
	Answered int // of these, answered or said not to be relevant
	Left     int // the rest
}

// Progress counts over the whole questionnaire.
func (e *Evaluation) Progress() Progress {
	return e.progress(e.questionnaire.questions)
}

// PageProgress counts over one page.
func (e *Evaluation) PageProgress(pageID string) Progress {
	p, ok := e.questionnaire.pages[pageID]
	if !ok {
		return Progress{}
	}
	return e.progress(p.Questions)
}

func (e *Evaluation) progress(questions []*Question) Progress {
	var p Progress
	for _, q := range questions {
		st := e.states[q.index]
		if st.asked != isTrue || !q.answerable() {
			continue
		}
		p.Asked++
		if st.answered && st.complete() || st.skipped {
			p.Answered++
		}
	}
	p.Left = p.Asked - p.Answered
	return p
}
