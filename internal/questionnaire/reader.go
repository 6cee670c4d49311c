package questionnaire

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// reader turns nodes into a Definition and collects what is wrong on the way.
// It never stops at the first fault.
type reader struct {
	file       string
	source     []byte
	lines      *lines
	languages  []string
	findings   Findings
	conditions []*condition
	shapes     map[string][]key
	texts      []written
	pipes      []pipe
	questions  int // read so far

	dropped                       int // findings beyond maxFindings
	droppedErrors, droppedRefusal bool
}

// written is a text with its place.
type written struct {
	node *node
	text Text
}

// maxFindings is how many findings are told; nobody mends more at once.
const maxFindings = 1000

// all are the findings by place. Those beyond maxFindings are one in the end.
func (r *reader) all() Findings {
	all := r.findings.sorted()
	if r.dropped == 0 {
		return all
	}
	more := Finding{
		File: r.file, Line: 1, Column: 1, Code: CodeCost, Severity: SeverityWarning, refused: r.droppedRefusal,
		Message: fmt.Sprintf("%d more findings are not shown", r.dropped), Hint: "mend these first",
	}
	if r.droppedErrors {
		more.Severity = SeverityError
	}
	return append(all, more)
}

// add records a finding at a byte offset of the file, about n.
func (r *reader) add(offset int, n *node, f Finding) {
	if len(r.findings) < maxFindings {
		f.File, f.Pointer = r.file, n.pointer()
		f.Line, f.Column = r.lines.at(offset)
	}
	r.keep(f)
}

// keep records a finding that has its place.
func (r *reader) keep(f Finding) {
	if len(r.findings) >= maxFindings {
		r.dropped++
		r.droppedErrors = r.droppedErrors || f.Severity == SeverityError
		r.droppedRefusal = r.droppedRefusal || f.refused
		return
	}
	r.findings = append(r.findings, f)
}

// refuse records an error that leaves the definition without a meaning.
func (r *reader) refuse(n *node, code, hint, format string, args ...any) {
	r.add(n.start, n, Finding{
		Code: code, Severity: SeverityError, Message: fmt.Sprintf(format, args...), Hint: hint, refused: true,
	})
}

// warn records a finding that stops nothing.
func (r *reader) warn(n *node, code, hint, format string, args ...any) {
	r.add(n.start, n, Finding{
		Code: code, Severity: SeverityWarning, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// object reads the members of one JSON object. Whatever stands in none of its
// keys is refused by done.
type object struct {
	r    *reader
	node *node
	keys [][]key // tables of what it may have
}

// object opens n, which may have the keys of the named tables, or refuses it.
// The result may be read either way.
func (r *reader) object(n *node, tables ...string) *object {
	if _, ok := n.value.(isObject); !ok {
		r.refuse(n, CodeSchema, "write an object: { … }", "this must be an object")
	}
	if r.shapes == nil {
		r.shapes = shapes()
	}
	o := &object{r: r, node: n}
	for _, table := range tables {
		o.keys = append(o.keys, r.shapes[table])
	}
	return o
}

func (o *object) get(key string) *node {
	n := o.node.get(key)
	if n != nil && n.value == nil {
		o.r.refuse(n, CodeSchema, "leave the key out instead", "`%s` is null", key)
		return nil
	}
	return n
}

// must is get for a key that has to be there.
func (o *object) must(key string) *node {
	n := o.get(key)
	if n == nil && o.node.get(key) == nil {
		o.r.refuse(o.node, CodeSchema, "add it", "`%s` is missing", key)
	}
	return n
}

// commentKey may stand in any object and means nothing.
const commentKey = "$comment"

// maxCount bounds every whole number that counts something.
const maxCount = 1_000_000

// done refuses keys that mean nothing and keys that are written twice.
func (o *object) done() {
	seen := make(map[string]bool, len(o.node.members))
	for _, m := range o.node.members {
		at := &node{start: m.start, parent: o.node, step: m.key}
		if m.key != commentKey && !o.knows(m.key) {
			o.r.refuse(at, CodeSchema, suggest(m.key, keysNamed(o.keys...)), "`%s` means nothing here", m.key)
		}
		if seen[m.key] {
			o.r.refuse(at, CodeSchema, "keep one of them", "`%s` is written twice", m.key)
		}
		seen[m.key] = true
	}
}

// knows reports whether one of the object's tables has the key.
func (o *object) knows(name string) bool {
	return slices.ContainsFunc(o.keys, func(table []key) bool {
		return slices.ContainsFunc(table, func(k key) bool { return k.name == name })
	})
}

func (o *object) str(key string) string   { return o.r.str(o.get(key)) }
func (o *object) bool(key string) bool    { return o.r.bool(o.get(key)) }
func (o *object) count(key string) *int   { return o.r.integer(o.get(key), 0, maxCount) }
func (o *object) list(key string) []*node { return o.r.list(o.get(key)) }

func (r *reader) str(n *node) string {
	if n == nil {
		return ""
	}
	s, ok := n.value.(string)
	if !ok {
		r.refuse(n, CodeSchema, `write a string: "…"`, "this must be a string")
	}
	return s
}

func (r *reader) bool(n *node) bool {
	if n == nil {
		return false
	}
	b, ok := n.value.(bool)
	if !ok {
		r.refuse(n, CodeSchema, "write true or false", "this must be true or false")
	}
	return b
}

func (r *reader) list(n *node) []*node {
	if n == nil {
		return nil
	}
	if _, ok := n.value.(isArray); !ok {
		r.refuse(n, CodeSchema, "write a list: [ … ]", "this must be a list")
	}
	return n.items
}

// integer reads a whole number between low and high.
func (r *reader) integer(n *node, low, high int) *int {
	if n == nil {
		return nil
	}
	number, _ := n.value.(json.Number)
	i, err := strconv.Atoi(string(number))
	if err != nil || i < low || i > high {
		r.refuse(n, CodeSchema, "", "this must be a whole number from %d to %d", low, high)
		return nil
	}
	return &i
}

// number reads a number as written, so that 0.1 stays a tenth.
func (r *reader) number(n *node) *big.Rat {
	if n == nil {
		return nil
	}
	number, ok := n.value.(json.Number)
	if ok && len(number) <= 40 && !hugeExponent(string(number)) {
		if rat, ok := new(big.Rat).SetString(string(number)); ok {
			return rat
		}
	}
	r.refuse(n, CodeSchema, "", "this must be a number of ordinary size")
	return nil
}

// hugeExponent keeps 1e999999999 from being written out in full.
func hugeExponent(s string) bool {
	_, exponent, found := strings.Cut(strings.ToLower(s), "e")
	e, err := strconv.Atoi(exponent)
	return found && (err != nil || e > 30 || e < -30)
}

// text reads a sentence. A reader cannot do without a main text, so a missing
// language is an error there and a warning elsewhere.
func (o *object) text(key string, main bool) Text {
	n := o.get(key)
	if n == nil {
		if main {
			o.r.warn(o.node, CodeLanguage, "add it", "`%s` is missing: there is nothing to read", key)
		}
		return nil
	}
	t := o.r.sentences(n)
	for _, tag := range t.missing(o.r.languages) {
		f := Finding{
			Code: CodeLanguage, Severity: SeverityWarning,
			Message: fmt.Sprintf("`%s` has no sentence in %q", key, tag), Hint: "add it, or take the language out of `languages`",
		}
		if main {
			f.Severity = SeverityError
		}
		o.r.add(n.start, n, f)
	}
	return t
}

// sentences reads an object of strings by language tag.
func (r *reader) sentences(n *node) Text {
	if _, ok := n.value.(isObject); !ok {
		r.refuse(n, CodeSchema, `write an object: {"en": "…"}`, "this must be a text: one sentence per language")
		return nil
	}
	t := Text{}
	for _, m := range n.members {
		if _, twice := t[m.key]; twice {
			r.refuse(m.value, CodeSchema, "keep one of them", "%q is written twice", m.key)
		}
		t[m.key] = r.str(m.value)
		r.pipesIn(m.value, t[m.key])
		if len(r.languages) > 0 && !slices.Contains(r.languages, m.key) {
			r.warn(m.value, CodeLanguage, suggest(m.key, r.languages), "%q is not among `languages`", m.key)
		}
	}
	r.texts = append(r.texts, written{n, t})
	return t
}

// condition reads a CEL expression that will be compiled as role.
func (o *object) condition(key string, role role) *condition {
	return o.r.condition(o.get(key), role)
}

func (r *reader) condition(n *node, role role) *condition {
	if n == nil {
		return nil
	}
	source, ok := n.value.(string)
	if !ok {
		r.refuse(n, CodeSchema, `write a condition: "policy != 'none'"`, "this must be a condition, as a string")
		return nil
	}
	if strings.TrimSpace(source) == "" {
		r.refuse(n, CodeCondition, "write one, or leave the key out", "the condition is empty")
		return nil
	}
	c := &condition{source: source, node: n, role: role}
	r.conditions = append(r.conditions, c)
	return c
}

// boolOrCondition reads what is either decided once or by a condition.
func (o *object) boolOrCondition(key string) (bool, *condition) {
	n := o.get(key)
	if n == nil {
		return false, nil
	}
	if _, ok := n.value.(string); ok {
		return false, o.r.condition(n, roleRequired)
	}
	return o.r.bool(n), nil
}

// severity reads "error" or "warning"; fallback is meant where it is absent.
func (o *object) severity(key, fallback string, allowed ...string) string {
	n := o.get(key)
	if n == nil {
		return fallback
	}
	s := o.r.str(n)
	if !slices.Contains(allowed, s) {
		o.r.refuse(n, CodeSchema, suggest(s, allowed), "%q is not one of %s", s, strings.Join(allowed, ", "))
	}
	return s
}
