package xlsform

import "aktsom/internal/formula"

// sort is what a type of the workbook becomes.
type sort struct {
	kind  string       // of the question here; empty: it has none
	see   formula.Type // what conditions see
	loses string       // what does not come along
}

// kindOf says what a type becomes.
func kindOf(typ string) sort {
	switch typ {
	case "text", "string", "barcode":
		return sort{kind: "text", see: formula.Words, loses: loss(typ == "barcode", "read as text: nothing is scanned")}
	case "integer", "int", "decimal", "range":
		return sort{kind: "number", see: formula.Double}
	case "select_one":
		return sort{kind: "choice", see: formula.Words}
	case "select_multiple":
		return sort{kind: "choices", see: formula.Many}
	case "rank":
		return sort{kind: "choices", see: formula.Many, loses: "several options may be chosen; their order is not kept"}
	case "date":
		return sort{kind: "date", see: formula.Date}
	case "datetime":
		return sort{kind: "date", see: formula.Date, loses: "the day is asked for, without the time"}
	case "time":
		return sort{kind: "text", see: formula.Words, loses: "a time of day is asked for as text"}
	case "acknowledge", "trigger":
		return sort{kind: "yesno", see: formula.Truth}
	case "note":
		return sort{kind: "note", see: formula.Nothing}
	case "file", "image", "photo", "audio", "video":
		return sort{kind: "files", see: formula.Nothing, loses: loss(typ != "file", "asked for as a file of any sort")}
	case "calculate":
		return sort{kind: "calculated"}
	case "begin repeat":
		return sort{kind: "table", see: formula.Rows}
	case "begin group":
		return sort{kind: "note", see: formula.Nothing}
	}
	return sort{}
}

func loss(is bool, what string) string {
	if is {
		return what
	}
	return ""
}
