package questionnaire

import (
	"slices"

	"aktsom/internal/oecd"
)

// key is one key that an object of the format can have. The reader refuses
// whatever stands in no table of keys, and the JSON Schema is written from the
// same tables.
type key struct {
	name string
	is   fragment
	what string // one sentence for the author
	need bool
}

// fragment is a part of a JSON Schema: what a value looks like.
type fragment map[string]any

func aString() fragment         { return fragment{"type": "string"} }
func aBool() fragment           { return fragment{"type": "boolean"} }
func aNumber() fragment         { return fragment{"type": "number"} }
func aText() fragment           { return named("text") }
func aCondition() fragment      { return named("condition") }
func named(def string) fragment { return fragment{"$ref": "#/$defs/" + def} }

// listOf is a list of what def describes.
func listOf(def string) fragment { return fragment{"type": "array", "items": named(def)} }

func someOf(def string) fragment {
	return fragment{"type": "array", "items": named(def), "minItems": 1}
}

func oneOf(words ...string) fragment { return fragment{"type": "string", "enum": words} }

func between(low, high int) fragment {
	return fragment{"type": "integer", "minimum": low, "maximum": high}
}

func aCount() fragment { return between(0, maxCount) }

func boolOr() fragment {
	return fragment{"anyOf": []any{aBool(), aCondition()}}
}

func anID(also string) fragment {
	return fragment{"type": "string", "pattern": "^[a-z][a-z0-9_" + also + "]*$"}
}

// namesOf is an object whose keys are names that the author chooses.
func namesOf(is fragment) fragment {
	return fragment{
		"type": "object", "properties": fragment{commentKey: fragment{}}, "additionalProperties": is,
		"propertyNames": fragment{"pattern": `^([a-z][a-z0-9_]*|\$comment)$`},
	}
}

func aDay() fragment {
	return fragment{"type": "string", "pattern": `^(today|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$`}
}

func definitionKeys() []key {
	return []key{
		{"$schema", aString(), "Where the JSON Schema lies; editors read it.", false},
		{"id", anID("-"), "Name of the questionnaire; with the version it names what is published.", true},
		{"version", fragment{"type": "string", "pattern": `\S`}, "Version of the questionnaire. A published version never changes.", true},
		{"languages", fragment{"type": "array", "items": aString(), "uniqueItems": true}, "Language tags every text must speak.", false},
		{"minutes", aCount(), "How long answering takes.", false},
		{"title", aText(), "Name that people read.", false},
		{"intro", aText(), "What to know before beginning.", false},
		{"caps", named("caps"), "Highest verified levels by evidence; 1, 2 and 3 by default.", false},
		{"constants", namesOf(fragment{"anyOf": []any{aNumber(), aBool(), fragment{"type": "string", "minLength": 1, "maxLength": maxConstant}}}), "Values that conditions and texts use by name: {\"min_staff\": 50}.", false},
		{"conditions", namesOf(aCondition()), "Conditions that others use by name: {\"high_risk\": \"…\"}.", false},
		{"pages", someOf("page"), "The pages, in the order in which they are shown.", true},
	}
}

func capsKeys() []key {
	return []key{
		{"none", between(0, maxLevel), "Highest level without any file.", false},
		{"weak", between(0, maxLevel), "Highest level with a file that does not prove the claim.", false},
		{"stale", between(0, maxLevel), "Highest level with a file that is too old.", false},
	}
}

func pageKeys() []key {
	return []key{
		{"id", anID(""), "Name of the page, unique among pages.", true},
		{"step", oneOf(stepNames()...), "The OECD step its scores count in.", false},
		{"title", aText(), "Heading of the page.", false},
		{"intro", aText(), "What to know before answering the page.", false},
		{"when", aCondition(), "Condition; a page that is not shown asks none of its questions.", false},
		{"questions", listOf("question"), "The questions, in order.", false},
		{"checks", listOf("check"), "Rules over the page's own and earlier questions.", false},
	}
}

// fieldKeys are what questions and columns of a table have in common.
func fieldKeys() []key {
	return []key{
		{"id", anID(""), "Name of the question or column in conditions and answers.", true},
		{"kind", oneOf(kindNames()...), "What sort of answer it takes.", true},
		{"text", aText(), "What is asked.", false},
		{"help", aText(), "What a good answer looks like.", false},
		{"required", boolOr(), "Whether it must be answered: true, or a condition.", false},
	}
}

// questionKeys are what only a question of a page has, whatever its kind.
func questionKeys() []key {
	return []key{
		{"when", aCondition(), "Condition; without it the question is always asked.", false},
		{"why", aText(), "Why it is asked.", false},
		{"key", aString(), "Name of what is asked that stays the same across versions.", false},
		{"action", oneOf(actionNames()...), "The OECD practical action it belongs to.", false},
		{"lead", aBool(), "At level 0 it puts a stop mark on the step.", false},
		{"may_skip", aBool(), "“Not relevant, because …” is offered.", false},
		{"comment", aBool(), "A comment is offered beside the answer.", false},
		{"weight", fragment{"type": "number", "minimum": 0}, "Weight in the score of its step; 1, and 2 for lead questions.", false},
		{"checks", listOf("check"), "Rules over this and earlier questions.", false},
		{"level", fragment{"anyOf": []any{between(0, maxLevel), aCondition()}}, "Level 0–4, or an expression that gives one.", false},
		{"evidence", named("evidence"), "When the question asks for files, and which.", false},
		{"advice", listOf("advice"), "What lifts an answer that was verified low.", false},
		{"flags", listOf("flag"), "Findings that answers raise.", false},
	}
}

func checkKeys() []key {
	return []key{
		{"rule", aCondition(), "Condition; the check fails when it is false.", true},
		{"severity", oneOf(SeverityError, SeverityWarning), "Whether a broken rule stops submission; error by default.", false},
		{"message", aText(), "What to say when the rule is broken.", false},
	}
}

func evidenceKeys() []key {
	return []key{
		{"when", aCondition(), "Condition; without it the question always asks for files.", false},
		{"required", boolOr(), "Whether a file is needed: true, or a condition.", false},
		{"accept", aText(), "Which files are accepted.", false},
		{"max_age_months", between(1, 1200), "How old a file may be; it must then be dated.", false},
	}
}

func adviceKeys() []key {
	return []key{
		{"below", between(1, maxLevel), "The advice stands while the verified level lies below this.", true},
		{"text", aText(), "What lifts the answer.", false},
	}
}

func flagSeverities() []string {
	return []string{"info", "warning", "error", "low", "medium", "high", "critical"}
}

// flagReaders are who a finding can be meant for; whoever reviews sees them all.
func flagReaders() []string { return []string{"reviewer", "supplier"} }

func flagKeys() []key {
	return []key{
		{"when", aCondition(), "Condition; the finding is raised while it holds.", true},
		{"severity", oneOf(flagSeverities()...), "How grave the finding is; warning by default.", false},
		{"text", aText(), "The finding.", false},
		{"advice", aText(), "What to do about it.", false},
		{"show", oneOf(flagReaders()...), "Who sees the finding: the reviewer, or the supplier too; reviewer by default.", false},
	}
}

// matrixOptionKeys are those of an option that has no level of its own.
func matrixOptionKeys() []key {
	return []key{
		{"value", fragment{"type": "string", "minLength": 1}, "What the answer holds when it is chosen.", true},
		{"text", aText(), "What the option says.", false},
		{"when", aCondition(), "Condition; the option is offered only while it holds.", false},
	}
}

func countryOptionKeys() []key {
	return append(matrixOptionKeys(),
		key{"level", between(0, maxLevel), "Level 0–4 of the option.", false},
		key{"exclusive", aBool(), "Cannot be chosen together with another: “none of these”.", false})
}

func optionKeys() []key {
	return append(countryOptionKeys(),
		key{"say", aBool(), "Whoever chooses it says in a few words what is meant: “other, please say”.", false})
}

func matrixRowKeys() []key {
	return []key{
		{"id", fragment{"type": "string", "minLength": 1}, "Name of the row in answers.", false},
		{"value", fragment{"type": "string", "minLength": 1}, "Another way to write `id`.", false},
		{"text", aText(), "What the row says.", false},
	}
}

// kindShape stands before the name of a kind in shapes.
const kindShape = "kind_"

// shapes are the tables of keys by the name of what they describe. A question
// has the keys of field, question and its kind; a column those of field and
// its kind.
func shapes() map[string][]key {
	tables := map[string][]key{
		"definition": definitionKeys(), "caps": capsKeys(), "page": pageKeys(), "field": fieldKeys(),
		"question": questionKeys(), "follow_up": followUpKeys(), "check": checkKeys(), "evidence": evidenceKeys(), "advice": adviceKeys(),
		"flag": flagKeys(), plainOption: optionKeys(), countryOption: countryOptionKeys(), matrixOption: matrixOptionKeys(), "matrix_row": matrixRowKeys(),
	}
	for _, k := range kinds() {
		tables[kindShape+k.name()] = k.keys()
	}
	return tables
}

// keysNamed picks the names out of tables of keys.
func keysNamed(tables ...[]key) []string {
	var names []string
	for _, k := range slices.Concat(tables...) {
		names = append(names, k.name)
	}
	return names
}

func actionNames() []string {
	var names []string
	for _, a := range oecd.Actions() {
		names = append(names, a.ID)
	}
	return names
}
