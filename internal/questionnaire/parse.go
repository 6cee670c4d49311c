package questionnaire

import (
	"math/big"
	"slices"
	"strings"

	"aktsom/internal/oecd"
)

// definition reads the whole of a definition.
func (r *reader) definition(n *node) *Definition {
	o := r.object(n, "definition")
	d := &Definition{ID: r.str(o.must("id")), Version: r.str(o.must("version")), Caps: Caps{None: 1, Weak: 2, Stale: 3}}
	o.str("$schema")
	if id := n.get("id"); id != nil && !isID(d.ID, "-") {
		r.refuse(id, CodeID, "use a–z, 0–9, _ and -, beginning with a letter", "%q cannot be a questionnaire's id", d.ID)
	}
	if v := n.get("version"); v != nil && strings.TrimSpace(d.Version) == "" {
		r.refuse(v, CodeSchema, `write a version: "1.0"`, "the version is empty")
	}
	r.readLanguages(o, d)
	if minutes := o.count("minutes"); minutes != nil {
		d.Minutes = *minutes
	}
	d.Title, d.Intro = o.text("title", true), o.text("intro", false)
	r.readCaps(o.get("caps"), &d.Caps)
	r.readNames(o, d)
	pages := o.must("pages")
	if pages != nil && len(r.list(pages)) == 0 {
		r.refuse(pages, CodeSchema, "add a page", "there are no pages")
	}
	for _, page := range r.list(pages) {
		d.Pages = append(d.Pages, r.page(page))
	}
	o.done()
	number(d)
	return d
}

// number gives every question its place in definition order.
func number(d *Definition) {
	i := 0
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			q.index = i
			i++
		}
	}
}

func (r *reader) readLanguages(o *object, d *Definition) {
	n := o.get("languages")
	if n == nil {
		r.warn(o.node, CodeLanguage, `add "languages": ["nb", "en"]`, "`languages` is missing, so translations cannot be checked")
		return
	}
	for _, item := range r.list(n) {
		tag := r.str(item)
		if slices.Contains(d.Languages, tag) {
			r.refuse(item, CodeSchema, "keep one of them", "%q is written twice", tag)
		}
		d.Languages = append(d.Languages, tag)
	}
	r.languages = d.Languages
}

func (r *reader) readCaps(n *node, caps *Caps) {
	if n == nil {
		return
	}
	o := r.object(n, "caps")
	for key, cap := range map[string]*int{"none": &caps.None, "weak": &caps.Weak, "stale": &caps.Stale} {
		if level := r.integer(o.get(key), 0, 4); level != nil {
			*cap = *level
		}
	}
	o.done()
}

func (r *reader) page(n *node) *Page {
	o := r.object(n, "page")
	p := &Page{node: n, ID: r.str(o.must("id")), Step: o.str("step")}
	if p.Step != "" && oecd.Step(p.Step).Number() == 0 {
		r.refuse(n.get("step"), CodeStep, suggest(p.Step, stepNames()), "%q is not an OECD step", p.Step)
	}
	p.Title, p.Intro = o.text("title", true), o.text("intro", false)
	p.when = o.condition("when", roleWhen)
	for _, question := range o.list("questions") {
		if r.questions++; r.questions > maxQuestions {
			r.refuse(question, CodeCost, "divide the questionnaire", "there are more than %d questions", maxQuestions)
			break
		}
		q := r.question(question)
		q.Page, q.Step, q.pageNode = p.ID, p.Step, n
		if q.scored && p.Step == "" {
			r.refuse(question, CodeStep, `give the page a "step"`, "`%s` is scored, but its page stands on no OECD step", q.ID)
		}
		p.Questions = append(p.Questions, q)
	}
	p.checks = r.checks(o, rolePageCheck)
	o.done()
	return p
}

func stepNames() []string {
	var names []string
	for _, s := range oecd.Steps() {
		names = append(names, string(s))
	}
	return names
}

// question reads a question of a page, whatever its kind.
func (r *reader) question(n *node) *Question {
	o := r.object(n, "field", "question")
	q := r.field(o)
	q.node = n
	q.when = o.condition("when", roleWhen)
	q.Why, q.Key, q.Action = o.text("why", false), o.str("key"), o.str("action")
	if _, known := oecd.ActionByID(q.Action); q.Action != "" && !known {
		r.refuse(n.get("action"), CodeSchema, "write 1.1 … 6.2", "%q is not an OECD practical action", q.Action)
	}
	q.Lead, q.MaySkip, q.Comment = o.bool("lead"), o.bool("may_skip"), o.bool("comment")
	r.readWeight(o, q)
	q.checks = r.checks(o, roleCheck)
	q.level = r.condition(levelNode(o), roleLevel)
	q.scored = q.level != nil || hasLevels(q) || q.Kind == "each" && slices.ContainsFunc(q.Columns, func(c *Question) bool { return c.scored })
	q.Evidence = r.evidence(o.get("evidence"))
	q.Advice = r.advice(o)
	q.Flags = r.flags(o)
	o.done()
	r.pointless(n, q)
	return q
}

// levelNode lets a level be a bare number as well as an expression.
func levelNode(o *object) *node {
	n := o.get("level")
	if n == nil {
		return nil
	}
	if level := (*int)(nil); !isString(n) {
		level = o.r.integer(n, 0, 4)
		if level == nil {
			return nil
		}
		return &node{value: string(rune('0' + *level)), start: n.start, end: n.end, parent: n.parent, step: n.step}
	}
	return n
}

func isString(n *node) bool {
	_, ok := n.value.(string)
	return ok
}

// field reads what questions and columns have in common.
func (r *reader) field(o *object) *Question {
	q := &Question{ID: r.str(o.must("id")), Kind: r.str(o.must("kind")), weight: big.NewRat(1, 1), Weight: 1}
	q.Text, q.Help = o.text("text", true), o.text("help", false)
	q.alwaysRequired, q.required = o.boolOrCondition("required")
	q.kind = kindNamed(q.Kind)
	if q.kind == nil {
		if n := o.node.get("kind"); n != nil {
			r.refuse(n, CodeSchema, suggest(q.Kind, kindNames()), "%q is not a kind of question", q.Kind)
		}
		q.kind = noteKind{}
		for _, k := range kinds() { // so that one mistake is said once
			o.keys = append(o.keys, k.keys())
		}
		return q
	}
	o.keys = append(o.keys, r.shapes[kindShape+q.Kind])
	q.kind.parse(o, q)
	return q
}

func (r *reader) readWeight(o *object, q *Question) {
	if q.Lead {
		q.weight = big.NewRat(2, 1)
	}
	n := o.get("weight")
	if weight := r.number(n); weight != nil {
		q.weight = weight
		if weight.Sign() < 0 {
			r.refuse(n, CodeBounds, "", "a weight cannot be negative")
		}
	}
	q.Weight, _ = q.weight.Float64()
}

func (r *reader) checks(o *object, role role) []*Check {
	var checks []*Check
	for _, n := range o.list("checks") {
		c := r.object(n, "check")
		checks = append(checks, &Check{
			rule:     r.condition(c.must("rule"), role),
			Severity: c.severity("severity", SeverityError, SeverityError, SeverityWarning),
			Message:  c.text("message", false),
		})
		c.done()
	}
	return checks
}

func (r *reader) evidence(n *node) *Evidence {
	if n == nil {
		return nil
	}
	o := r.object(n, "evidence")
	e := &Evidence{Accept: o.text("accept", false), when: o.condition("when", roleEvidence)}
	if months := r.integer(o.get("max_age_months"), 1, 1200); months != nil {
		e.MaxAgeMonths = *months
	}
	e.alwaysRequired, e.required = o.boolOrCondition("required")
	if e.required != nil {
		e.required.role = roleEvidence
	}
	o.done()
	return e
}

func (r *reader) advice(o *object) []Advice {
	var advice []Advice
	for _, n := range o.list("advice") {
		a := r.object(n, "advice")
		one := Advice{Text: a.text("text", false)}
		if below := r.integer(a.must("below"), 1, 4); below != nil {
			one.Below = *below
		}
		a.done()
		advice = append(advice, one)
	}
	return advice
}

func (r *reader) flags(o *object) []Flag {
	var flags []Flag
	for _, n := range o.list("flags") {
		f := r.object(n, "flag")
		flags = append(flags, Flag{
			when:     r.condition(f.must("when"), roleFlag),
			Severity: f.severity("severity", "warning", flagSeverities()...),
			Text:     f.text("text", false),
			Advice:   f.text("advice", false),
			Supplier: f.severity("show", "reviewer", flagReaders()...) == "supplier",
		})
		f.done()
	}
	return flags
}

// pointless warns of keys that cannot have an effect on this question.
func (r *reader) pointless(n *node, q *Question) {
	warn := func(key, why string) {
		if at := n.get(key); at != nil {
			r.warn(at, CodePointless, "take it out", "`%s` has no effect: %s", key, why)
		}
	}
	if !q.scored {
		for _, key := range []string{"weight", "advice"} {
			warn(key, "the question is not scored")
		}
		if q.Lead {
			warn("lead", "the question has no level, so it can never raise a stop mark")
		}
	}
	if q.Kind == "note" || q.Kind == "calculated" {
		for _, key := range []string{"required", "may_skip", "comment"} {
			warn(key, "nobody answers this")
		}
	}
}

// identify refuses malformed, reserved and repeated ids.
func (r *reader) identify(root *node, d *Definition) {
	pages, questions := map[string]bool{}, map[string]bool{}
	for i, page := range root.get("pages").items {
		p := d.Pages[i]
		r.identifyOne(page, p.ID, pages)
		for j, question := range itemsOf(page.get("questions")) {
			if j >= len(p.Questions) {
				break // beyond maxQuestions
			}
			q := p.Questions[j]
			r.identifyOne(question, q.ID, questions)
			columns := map[string]bool{}
			for k, column := range append(itemsOf(question.get("columns")), itemsOf(question.get("questions"))...) {
				if k < len(q.Columns) {
					r.identifyOne(column, q.Columns[k].ID, columns)
				}
			}
		}
	}
	r.identifyNames(d, questions)
}

func itemsOf(n *node) []*node {
	if n == nil {
		return nil
	}
	return n.items
}

func (r *reader) identifyOne(n *node, id string, seen map[string]bool) {
	at := n.get("id")
	switch {
	case at == nil || !isString(at):
		return
	case !isID(id, ""):
		r.refuse(at, CodeID, "use a–z, 0–9 and _, beginning with a letter", "%q cannot be an id", id)
	case reserved(id):
		r.refuse(at, CodeID, "choose another, such as `"+id+"_answer`", "`%s` has a meaning of its own in conditions", id)
	case seen[id]:
		r.refuse(at, CodeID, "choose another", "`%s` is used twice", id)
	}
	seen[id] = true
}
