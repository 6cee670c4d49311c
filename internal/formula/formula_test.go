package formula_test

import (
	"strings"
	"testing"

	"aktsom/internal/formula"
)

func grammar() formula.Grammar {
	return formula.Grammar{
		Infix: map[string]formula.Infix{
			"or": {Kind: "||", Power: 1}, "and": {Kind: "&&", Power: 2}, "=": {Kind: "==", Power: 3}, "<": {Kind: "<", Power: 3},
			"+": {Kind: "+", Power: 5}, "-": {Kind: "-", Power: 5}, "*": {Kind: "*", Power: 6}, "/": {Kind: "/", Power: 6}, "%": {Kind: "%", Power: 6},
			"anyof": {Kind: "anyof", Power: 3}, "contains": {Kind: "contains", Power: 3},
		},
		Prefix: map[string]string{"-": "neg", "!": "!"}, Postfix: map[string]string{"empty": "empty"},
		Open: "{", Close: "}",
	}
}

func translator() *formula.Translator {
	names := map[string]formula.Type{"n": formula.Double, "s": formula.Words, "m": formula.Many, "d": formula.Date, "b": formula.Truth, "t": formula.Rows}
	return &formula.Translator{
		Name: func(name string) (formula.Value, bool) {
			typ, ok := names[name]
			return formula.Question(name, typ), ok
		},
		Call: func(t *formula.Translator, c *formula.Tree) (formula.Value, error) {
			if c.Text == "size" {
				return formula.Atom(formula.Count, "size(%s)", c.Args[0].Text), nil
			}
			return formula.Value{}, formula.Unsupported(c)
		},
	}
}

func say(source string) string {
	tree, err := grammar().Parse(source)
	if err != nil {
		return err.Error()
	}
	v, err := translator().Truth(tree)
	if err != nil {
		return err.Error()
	}
	return v.Code
}

func TestAFormulaIsSaidInCELWithTheSameGrouping(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"{n} < 1 or {b} and {s} = 'x'":   "n < 1 || b && s == 'x'",
		"({n} < 1 or {b}) and {s} = 'x'": "(n < 1 || b) && s == 'x'",
		"{n} - (1 - 2) * 3 = 0":          "n - (1.0 - 2.0) * 3.0 == 0",
		"1 / 2 = {n}":                    "1.0 / 2.0 == n",
		"{n} % 2 = 0":                    "double(int(n) % int(2.0)) == 0",
		"-{n} < -3":                      "-n < -3",
		"!({b} or {b})":                  "!(b || b)",
		"!!{b}":                          "b",
		"{s} = ''":                       "!answered(s)",
		"{s} empty or {m}":               "!answered(s) || answered(m)",
		"{b} = 'no'":                     "!b",
		"{s} = 3":                        "s == '3'",
		"{n} = '3'":                      "n == 3",
		"size(m) < 3":                    "size(m) < 3",
		"size(m) < {n}":                  "double(size(m)) < n",
		"{m} = 'a'":                      "m == ['a']",
		"{m} contains 'a'":               "'a' in m",
		"{m} contains ['a', 'b']":        "['a', 'b'].all(each, each in m)",
		"{m} anyof ['a', 'b']":           "['a', 'b'].exists(each, each in m)",
		"{s} anyof ['it\"s', 'b']":       `s in ['it"s', 'b']`,
		`{s} = "it's"`:                   `s == 'it\'s'`,
		"{d} < '2026-01-31'":             "d < timestamp('2026-01-31T00:00:00Z')",
		"{d} - '2026-01-31' < 5":         "double((d - timestamp('2026-01-31T00:00:00Z')).getHours()) / 24.0 < 5",
		"{d} < {d} + 30":                 "d < d + duration('720h')",
		"{s} + 1 = 'x1'":                 "s + '1' == 'x1'",
		"{nobody} = 1":                   `there is no question "nobody" (character 1)`,
		"{n} = 1 {n}":                    `"n" is not expected here (character 9)`,
		"{n = 1":                         "{ is not closed (character 1)",
		"'x = 1":                         "a text is not closed (character 1)",
		"{t} < 3":                        "t is rows and cannot be held against 3, which is a whole number (character 5)",
		"f({n})":                         "the function f has no counterpart (character 1)",
		"1 = ":                           `"the end" is not expected here (character 5)`,
		strings.Repeat("(", 60) + "{b}":  "this is nested too deeply (character 51)",
		"ø":                              `there is no question "ø" (character 1)`,
		"{b} and \x00":                   `"\x00" is not expected here (character 9)`,
		"[1, 2":                          `"]" was expected, not "the end" (character 6)`,
		"{s} = 'a' and f(1)":             "the function f has no counterpart (character 15)",
		"{n} + 1":                        "n + 1.0 is a number, not a condition (character 5)",
		"{m} < 'a' and {b}":              "m is several options, which has no order (character 5)",
		"{n} contains 'a'":               "n is a number, which contains nothing (character 5)",
		"{b} = true":                     "b",
		"{n} = 1.50":                     "n == 1.5",
	} {
		if got := say(source); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", source, got, want)
		}
	}
}

// FuzzParse looks for a text that hangs or breaks the reader.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"{n} < 1 or {b}", "!({s} = 'x') and {m} anyof ['a']", "((", "'", "-{n}%2", "\xff{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		tree, err := grammar().Parse(source)
		if err != nil {
			return
		}
		if _, err := translator().Truth(tree); err == nil && tree == nil {
			t.Error("said nothing of nothing")
		}
	})
}
