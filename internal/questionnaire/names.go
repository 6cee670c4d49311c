package questionnaire

import (
	"regexp"
	"slices"
	"strings"
)

// idPattern is what question, page and column ids look like; questionnaire
// ids may also hold hyphens.
const (
	idPattern   = `^[a-z][a-z0-9_]*$`
	namePattern = `^[a-z][a-z0-9_-]*$`
)

// reservedNames would mean something else in a condition: our own variables
// and macros, then CEL's words, types, functions and macros.
const reservedNames = ` procurement today answered files level
	true false null in as break const continue else for function if import let loop package namespace return var void while
	bool bytes double duration dyn int list map null_type string timestamp type uint
	all exists exists_one filter has matches size
	math strings google `

// reserved reports whether id is a name conditions already use.
func reserved(id string) bool {
	return slices.Contains(strings.Fields(reservedNames), id)
}

func matches(pattern, s string) bool {
	return regexp.MustCompile(pattern).MatchString(s)
}

// suggest returns "did you mean …?" for the candidate nearest to name, or "".
func suggest(name string, candidates []string) string {
	best, distance := "", max(1, len(name)/3)+1
	for _, c := range candidates {
		if d := editDistance(name, c); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean `" + best + "`?"
}

// editDistance counts the insertions, deletions and replacements between a and b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
