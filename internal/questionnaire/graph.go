package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Edge says that something about one question depends on another.
type Edge struct {
	From string // the question that is asked about
	To   string // the question whose condition asks
	Role string // asked, required, level, value, check, evidence, option, flag or text
}

// Edges lists what depends on what, in definition order, each once.
func (q *Questionnaire) Edges() []Edge {
	var edges []Edge
	for _, p := range q.definition.Pages {
		for _, question := range p.Questions {
			edges = append(edges, q.edgesOf(p, question)...)
		}
	}
	return edges
}

func (q *Questionnaire) edgesOf(p *Page, question *Question) []Edge {
	var edges []Edge
	add := func(role string, conditions ...*condition) {
		for _, c := range conditions {
			for _, id := range q.asksAbout(c) {
				e := Edge{id, question.ID, role}
				if id != question.ID && !slices.Contains(edges, e) {
					edges = append(edges, e)
				}
			}
		}
	}
	add("asked", p.when, question.when)
	if question.of != nil {
		edges = append(edges, Edge{question.of.ID, question.ID, "asked"})
	}
	for _, c := range question.Columns {
		add("asked", c.when)
		add("required", c.required)
		add("level", c.level)
		for _, o := range c.Options {
			add("option", o.when)
		}
		for _, check := range c.checks {
			add("check", check.rule)
		}
	}
	add("required", question.required)
	add("level", question.level)
	add("value", question.value)
	for _, o := range question.Options {
		add("option", o.when)
	}
	for _, c := range question.checks {
		add("check", c.rule)
	}
	if e := question.Evidence; e != nil {
		add("evidence", e.when, e.required)
	}
	for _, f := range question.Flags {
		add("flag", f.when)
	}
	for _, name := range question.shows {
		if e := (Edge{name, question.ID, "text"}); q.byID[name] != nil && name != question.ID {
			edges = append(edges, e)
		}
	}
	return edges
}

// asksAbout lists the questions a condition mentions.
func (q *Questionnaire) asksAbout(c *condition) []string {
	if c == nil {
		return nil
	}
	var ids []string
	for _, u := range c.uses {
		if id, _ := questionOf(u.name); q.byID[id] != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// GraphText is one line for every question that depends on others.
func (q *Questionnaire) GraphText() string {
	on := map[string][]string{}
	for _, e := range q.Edges() {
		on[e.To] = append(on[e.To], fmt.Sprintf("%s (%s)", e.From, e.Role))
	}
	var b strings.Builder
	for _, question := range q.questions {
		if len(on[question.ID]) > 0 {
			fmt.Fprintf(&b, "%s <- %s\n", question.ID, strings.Join(on[question.ID], ", "))
		}
	}
	return b.String()
}

// GraphDOT is the graph for Graphviz: one box a page, and dashed edges for
// everything but what decides whether a question is asked.
func (q *Questionnaire) GraphDOT() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %q {\n  rankdir=LR;\n  node [shape=box];\n", q.definition.ID)
	for _, p := range q.definition.Pages {
		fmt.Fprintf(&b, "  subgraph %q {\n    label=%q;\n", "cluster_"+p.ID, p.ID)
		for _, question := range p.Questions {
			fmt.Fprintf(&b, "    %q;\n", question.ID)
		}
		b.WriteString("  }\n")
	}
	for _, e := range q.Edges() {
		style := ""
		if e.Role != "asked" {
			style = fmt.Sprintf(" [style=dashed, label=%q]", e.Role)
		}
		fmt.Fprintf(&b, "  %q -> %q%s;\n", e.From, e.To, style)
	}
	b.WriteString("}\n")
	return b.String()
}
