package questionnaire

import (
	"cmp"
	"crypto/sha256"
	"fmt"
)

// Questionnaire is a definition that was checked and compiled. It never
// changes and may be used by any number of goroutines at once.
type Questionnaire struct {
	definition *Definition
	questions  []*Question
	scored     []*Question
	pages      map[string]*Page
	byID       map[string]*Question
	slots      map[string]int // name in conditions → place in a scope
	sha256     string         // of the definition's bytes, hex
}

// Compile reads and checks a definition; name stands for the file in findings.
// All findings come at once, ordered by place. The questionnaire is nil when
// the definition has no meaning; a missing translation is an error that must
// be mended before publication, and yet such a definition can be evaluated.
func Compile(name string, source []byte) (*Questionnaire, Findings) {
	q, r := compile(name, source)
	return q, r.all()
}

// CheckDefinition is Compile for authors: where the definition has a meaning it also
// warns of what can be proved to be useless or out of reach, and of texts that
// are hard to read. It takes longer, within a fixed bound.
func CheckDefinition(name string, source []byte) Findings {
	q, r := compile(name, source)
	if q != nil {
		(&critic{q: q, r: r, left: maxWaysInAll}).judge()
	}
	return r.all()
}

// Limits of a definition: 500 questions in three languages take a third of the
// bytes and a twentieth of the questions.
const (
	maxSource    = 4 << 20
	maxQuestions = 10_000
)

func compile(name string, source []byte) (*Questionnaire, *reader) {
	r := &reader{file: name, source: source, lines: newLines(source)}
	if len(source) > maxSource {
		r.add(0, nil, Finding{
			Code: CodeCost, Severity: SeverityError, refused: true, Hint: "divide it",
			Message: fmt.Sprintf("the file has %d bytes; %d are allowed", len(source), maxSource),
		})
		return nil, r
	}
	root, err := parseJSON(source)
	if err != nil {
		fault := err.(*syntaxError) //nolint:errorlint,forcetypeassert // parseJSON promises it
		r.add(fault.offset, nil, Finding{
			Code: CodeSyntax, Severity: SeverityError, Message: fault.message, Hint: "the file must be JSON", refused: true,
		})
		return nil, r
	}
	d := r.definition(root)
	if root.get("pages") != nil {
		r.identify(root, d)
		r.drive(d)
	}
	q := newQuestionnaire(d)
	q.sha256 = fmt.Sprintf("%x", sha256.Sum256(source))
	if err := compileConditions(r, q); err != nil {
		r.refuse(root, CodeCondition, "", "the conditions cannot be compiled: %v", err)
	}
	if r.findings.refused() || r.droppedRefusal {
		return nil, r
	}
	shareUnit(q.questions)
	q.findDependents()
	return q, r
}

func newQuestionnaire(d *Definition) *Questionnaire {
	q := &Questionnaire{
		definition: d, pages: map[string]*Page{}, byID: map[string]*Question{},
		slots: map[string]int{"today": 0, "procurement": 1},
	}
	for _, p := range d.Pages {
		q.pages[p.ID] = cmp.Or(q.pages[p.ID], p)
		for _, question := range p.Questions {
			q.questions = append(q.questions, question)
			q.byID[question.ID] = cmp.Or(q.byID[question.ID], question)
			base := slotsBefore + slotsEach*question.index
			if question.Kind == "each" {
				q.slots[rowPrefix+question.ID] = rowSlot
			}
			for i, prefix := range []string{"", answeredPrefix, filesPrefix, levelPrefix} {
				q.slots[prefix+question.ID] = base + i
			}
		}
	}
	return q
}

// A scope holds today, procurement and the row a condition is about, and then
// four values per question.
const (
	slotsBefore = 3
	rowSlot     = 2
	slotsEach   = 4
)

// compileConditions compiles every condition with what it may see.
func compileConditions(r *reader, q *Questionnaire) error {
	env, err := newEnv(q.definition)
	if err != nil {
		return err
	}
	k := &compiler{r: r, d: q.definition, env: env, byID: q.byID, slots: q.slots, names: map[string]bool{}}
	for _, c := range q.definition.Constants {
		k.names[c.Name] = true
	}
	for _, c := range q.definition.Conditions {
		k.names[c.Name] = true
	}
	k.together(len(r.conditions), func(k *compiler, i int) { k.parse(r.conditions[i]) })
	k.writeOut()
	k.findWaiting()
	works := k.works()
	k.together(len(works), func(k *compiler, i int) { k.compile(works[i].c, works[i].self, works[i].horizon) })
	k.pipesHold()
	r.unusedNames(q.definition)
	return nil
}

// Definition is the typed tree the questionnaire was made of.
func (q *Questionnaire) Definition() *Definition { return q.definition }

// SHA256 is the hash of the definition's bytes, in hex: what a submission pins.
func (q *Questionnaire) SHA256() string { return q.sha256 }

// Question finds a question by its id.
func (q *Questionnaire) Question(id string) (*Question, bool) {
	found, ok := q.byID[id]
	return found, ok
}

// Page finds a page by its id.
func (q *Questionnaire) Page(id string) (*Page, bool) {
	found, ok := q.pages[id]
	return found, ok
}

// Scored reports whether the question has a level and so counts in its step.
func (q *Questionnaire) Scored(id string) bool {
	found, ok := q.byID[id]
	return ok && found.scored
}
