package questionnaire

import (
	"fmt"
	"strings"
)

// IDFrom makes an id that questions, pages and columns may have of any name,
// unlike every id in taken. A name that is an id already stays as it is.
func IDFrom(name string, taken map[string]bool) string {
	id := name
	if !isID(id, "") {
		id = strings.Trim(strings.Map(idLetter, strings.ToLower(name)), "_")
	}
	if !isID(id, "") {
		id = strings.TrimSuffix("q_"+id, "_")
	}
	if reserved(id) {
		id += "_answer"
	}
	unique := id
	for n := 2; taken[unique]; n++ {
		unique = fmt.Sprintf("%s_%d", id, n)
	}
	return unique
}

// idLetter is r where an id may hold it, and else a gap.
func idLetter(r rune) rune {
	if onlyOf(string(r), "abcdefghijklmnopqrstuvwxyz0123456789_") {
		return r
	}
	return '_'
}
