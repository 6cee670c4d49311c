package questionnaire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Carry says what becomes of an earlier answer under another version.
type Carry string

// What becomes of an answer.
const (
	CarryKeep    Carry = "keep"    // it means the same
	CarryConfirm Carry = "confirm" // it may still hold, and the supplier must say so
	CarryVoid    Carry = "void"    // it cannot be read as an answer any more
	CarryNew     Carry = "new"     // there was no such question
)

// Change is what became of one question between two versions.
type Change struct {
	Question string   `json:"question"`
	Was      string   `json:"was,omitempty"` // its former id, where that differs
	Carry    Carry    `json:"carry"`
	Changes  []string `json:"changes"` // kind reworded options limits unit help asked required levels weight lead evidence checks moved

	// GoneOptions can no longer be chosen: an answer that holds one is void.
	GoneOptions []string `json:"gone_options,omitempty"`

	matrix bool // its answers are options by row
}

// Difference is what changed for a supplier between two versions.
type Difference struct {
	Old       string   `json:"old"` // id and version
	New       string   `json:"new"`
	Questions []Change `json:"questions"` // of the new version, in its order
	Removed   []string `json:"removed"`   // questions of the old one; their answers are void
	Same      bool     `json:"same"`      // nothing changed at all
}

// Diff compares two versions. Questions are the same when their ids are, or
// else when their keys are.
func Diff(before, after *Questionnaire) Difference {
	d := Difference{Old: before.title(), New: after.title(), Questions: []Change{}, Removed: []string{}, Same: true}
	found := map[string]bool{}
	for _, q := range after.questions {
		was := before.counterpart(q, after)
		if was == nil {
			d.Questions = append(d.Questions, Change{Question: q.ID, Carry: CarryNew, Changes: []string{}})
			d.Same = false
			continue
		}
		found[was.ID] = true
		c := changeOf(before, after, was, q)
		d.Same = d.Same && len(c.Changes) == 0 && c.Was == ""
		d.Questions = append(d.Questions, c)
	}
	for _, q := range before.questions {
		if !found[q.ID] {
			d.Removed, d.Same = append(d.Removed, q.ID), false
		}
	}
	return d
}

func (q *Questionnaire) title() string { return q.definition.ID + " " + q.definition.Version }

// counterpart finds the question that q of another version was.
func (q *Questionnaire) counterpart(of *Question, after *Questionnaire) *Question {
	if same := q.byID[of.ID]; same != nil {
		return same
	}
	for _, old := range q.questions {
		if of.Key != "" && old.Key == of.Key && after.byID[old.ID] == nil {
			return old
		}
	}
	return nil
}

func changeOf(before, after *Questionnaire, was, is *Question) Change {
	c := Change{Question: is.ID, Carry: CarryKeep, Changes: []string{}, matrix: is.Kind == "matrix"}
	if was.ID != is.ID {
		c.Was = was.ID
	}
	note := func(changed bool, what string, carry Carry) {
		if !changed {
			return
		}
		c.Changes = append(c.Changes, what)
		c.Carry = worse(c.Carry, carry)
	}
	note(was.Kind != is.Kind || was.Type != is.Type, "kind", CarryVoid)
	note(was.Currency != is.Currency || was.Country != is.Country, "unit", CarryVoid)
	note(reworded(was.Unit, is.Unit), "unit", CarryConfirm)
	note(reworded(was.Text, is.Text) || wordsOfParts(was, is), "reworded", CarryConfirm)
	c.GoneOptions = gone(was, is)
	note(!slices.Equal(sortedCopy(optionValues(was)), sortedCopy(optionValues(is))), "options", CarryConfirm)
	note(!slices.Equal(rowIDs(was), rowIDs(is)), "rows", CarryConfirm)
	note(columnsGone(was, is), "columns", CarryVoid)
	note(was.Of != is.Of, "rows", CarryVoid)
	note(limits(was) != limits(is), "limits", CarryConfirm)
	note(reworded(was.Help, is.Help), "help", CarryKeep)
	note(askedUnder(before, was) != askedUnder(after, is), "asked", CarryKeep)
	note(requirement(was) != requirement(is), "required", CarryKeep)
	note(levelling(before, was) != levelling(after, is), "levels", CarryKeep)
	note(was.weight.Cmp(is.weight) != 0, "weight", CarryKeep)
	note(was.Lead != is.Lead, "lead", CarryKeep)
	note(proof(was) != proof(is), "evidence", CarryKeep)
	note(rules(was) != rules(is), "checks", CarryKeep)
	note(was.Step != is.Step || was.Page != is.Page, "moved", CarryKeep)
	return c
}

// Of says what becomes of one answer: one that holds an option that is gone is
// void, whatever becomes of the others.
func (c Change) Of(answer any) Carry {
	if c.Carry != CarryConfirm || len(c.GoneOptions) == 0 {
		return c.Carry
	}
	values := valuesIn(answer)
	if cells, ok := answer.(map[string]any); ok && c.matrix {
		for _, cell := range cells {
			values = append(values, fmt.Sprint(cell))
		}
	}
	if slices.ContainsFunc(values, func(v string) bool { return slices.Contains(c.GoneOptions, v) }) {
		return CarryVoid
	}
	return c.Carry
}

func worse(a, b Carry) Carry {
	order := []Carry{CarryKeep, CarryConfirm, CarryVoid}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// reworded compares texts in the languages both speak; a new language is no
// new wording, and no language in common is.
func reworded(a, b Text) bool {
	common := false
	for tag, sentence := range a {
		other, ok := b[tag]
		if ok && other != sentence {
			return true
		}
		common = common || ok
	}
	return !common && len(a)+len(b) > 0
}

// wordsOfParts compares the texts of the options, rows and columns both have.
func wordsOfParts(was, is *Question) bool {
	for _, o := range is.Options {
		if old, ok := was.option(o.Value); ok && reworded(old.Text, o.Text) {
			return true
		}
	}
	for _, row := range is.Rows {
		for _, old := range was.Rows {
			if old.ID == row.ID && reworded(old.Text, row.Text) {
				return true
			}
		}
	}
	for _, column := range is.Columns {
		for _, old := range was.Columns {
			if old.ID == column.ID && (reworded(old.Text, column.Text) || wordsOfParts(old, column)) {
				return true
			}
		}
	}
	return false
}

func gone(was, is *Question) []string {
	if len(is.Options) == 0 {
		return nil
	}
	return slices.DeleteFunc(optionValues(was), func(value string) bool { return slices.Contains(optionValues(is), value) })
}

// columnsGone reports whether cells of an earlier table have lost their place.
func columnsGone(was, is *Question) bool {
	return slices.ContainsFunc(was.Columns, func(old *Question) bool {
		return !slices.ContainsFunc(is.Columns, func(c *Question) bool { return c.ID == old.ID && c.Kind == old.Kind })
	})
}

func sortedCopy(values []string) []string { return slices.Sorted(slices.Values(values)) }

// The following write down what two versions must agree in; only whether they
// are equal matters.

func limits(q *Question) string {
	all := []any{q.Min, q.Max, q.Decimals, q.MinLength, q.MaxLength, q.MaxWords, q.Pattern, q.MinOptions, q.MaxOptions, q.MinRows, q.MaxRows}
	for _, c := range q.Columns {
		all = append(all, c.ID, c.Kind, limits(c), optionValues(c))
	}
	for _, o := range q.Options {
		if o.Exclusive || o.Say {
			all = append(all, o.Value, o.Exclusive, o.Say)
		}
	}
	return inOneLine(all)
}

func askedUnder(of *Questionnaire, q *Question) string {
	all := []any{sourceOf(of.pages[q.Page].when), sourceOf(q.when)}
	for _, c := range q.Columns {
		if c.when != nil {
			all = append(all, c.ID, sourceOf(c.when))
		}
	}
	return inOneLine(all)
}

func requirement(q *Question) string {
	return inOneLine([]any{q.alwaysRequired, sourceOf(q.required), q.MaySkip})
}

func levelling(of *Questionnaire, q *Question) string {
	all := []any{sourceOf(q.level)}
	for _, field := range append([]*Question{q}, q.Columns...) {
		if field != q && field.scored {
			all = append(all, field.ID, sourceOf(field.level))
		}
		for _, o := range field.Options {
			if o.Level != nil {
				all = append(all, o.Value, *o.Level)
			}
		}
	}
	if q.Evidence != nil {
		all = append(all, of.definition.Caps)
	}
	return inOneLine(all)
}

func proof(q *Question) string {
	if q.Evidence == nil {
		return ""
	}
	e := q.Evidence
	return inOneLine([]any{sourceOf(e.when), sourceOf(e.required), e.alwaysRequired, e.MaxAgeMonths, e.Accept})
}

func rules(q *Question) string {
	var all []any
	for _, field := range append([]*Question{q}, q.Columns...) {
		for _, c := range field.checks {
			all = append(all, c.Severity, sourceOf(c.rule))
		}
	}
	return inOneLine(all)
}

func sourceOf(c *condition) string {
	if c == nil {
		return ""
	}
	return strings.TrimSpace(c.source + " " + c.where)
}

// inOneLine is what JSON makes of some facts.
func inOneLine(facts []any) string {
	encoded, err := json.Marshal(facts)
	if err != nil {
		panic(err) // the facts above all have a JSON
	}
	return string(encoded)
}
