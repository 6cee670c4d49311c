package questionnaire

import "strings"

// reservedNames would mean something else in a condition: our own variables
// and macros, then CEL's words, types, functions and macros.
const reservedNames = " " +
	"procurement today answered files level true false null in as break const continue else for function " +
	"if import let loop package namespace return var void while bool bytes double duration dyn int list " +
	"map null_type string timestamp type uint all exists exists_one filter has matches size math strings " +
	"google "

// reserved reports whether id is a name conditions already use.
func reserved(id string) bool {
	return strings.Contains(reservedNames, " "+id+" ")
}

// isID reports whether id is written as question, page and column ids are:
// a–z, 0–9 and _, beginning with a letter. also names a further character that
// is allowed inside; questionnaires may have hyphens.
func isID(id, also string) bool {
	inside := "abcdefghijklmnopqrstuvwxyz0123456789_" + also
	return id != "" && id[0] >= 'a' && id[0] <= 'z' && onlyOf(id, inside)
}

// onlyOf reports whether every character of s is among allowed.
func onlyOf(s, allowed string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(allowed, r) }) < 0
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

// editDistance counts the insertions, deletions, replacements and exchanges of
// neighbours between a and b.
func editDistance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			replaced := row[j]
			if a[i] != b[j] {
				replaced++
			}
			next[j+1] = min(replaced, next[j]+1, row[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
