package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Severities of findings, flags and problems.
const (
	SeverityError   = "error"
	SeverityWarning = "warning"
)

// Codes of findings. They are stable: tools and documentation rely on them.
const (
	CodeSyntax      = "syntax"       // the file is not JSON
	CodeSchema      = "schema"       // a key is missing, unknown or holds the wrong thing
	CodeID          = "id"           // an id is malformed, reserved or used twice
	CodeLanguage    = "language"     // a text does not speak every language
	CodeCondition   = "condition"    // a condition is not CEL
	CodeUnknownName = "unknown_name" // a condition names nothing that exists
	CodeLater       = "later"        // a condition refers to a later question
	CodeCycle       = "cycle"        // conditions wait for each other
	CodeNotOption   = "not_option"   // a condition compares with a value nobody can choose
	CodeType        = "type"         // a condition has the wrong type
	CodeLevel       = "level"        // a level can leave 0–4
	CodePipe        = "pipe"         // a text shows what has no words
	CodeUnused      = "unused"       // a name that nothing uses
	CodeConstant    = "constant"     // a condition does not depend on anything
	CodePattern     = "pattern"      // a pattern is not RE2
	CodeBounds      = "bounds"       // a lower bound lies above its upper bound
	CodeStep        = "step"         // something scored stands on no OECD step
	CodePointless   = "pointless"    // a key has no effect where it stands
	CodeCost        = "cost"         // a condition, or the file, could take too long
	CodeNever       = "never"        // a condition never holds, whatever is answered
	CodeAlways      = "always"       // a condition holds, or a check is met, whatever is answered
	CodeLevelUnused = "level_unused" // a level that is written is never reached
	CodeFullScore   = "full_score"   // a step can never score 100
	CodeLowers      = "lowers"       // a better answer opens a question that can cost more than it gains
	CodeSameText    = "same_text"    // a text is the same in two languages
	CodeLongText    = "long_text"    // a question has too many words
	CodeHardText    = "hard_text"    // a text is hard to read
	CodeLongPage    = "long_page"    // a page asks too much at once
)

// Finding is one thing the checker has to say about a definition.
type Finding struct {
	File     string `json:"file"`
	Line     int    `json:"line"`   // from 1
	Column   int    `json:"column"` // from 1, in characters
	Pointer  string `json:"pointer"`
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`

	refused bool
}

// String is the finding on one line: file:line:column, severity, code,
// message, JSON pointer and the fix.
func (f Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s %s: %s", f.File, f.Line, f.Column, f.Severity, f.Code, f.Message)
	if f.Pointer != "" {
		fmt.Fprintf(&b, " (%s)", f.Pointer)
	}
	if f.Hint != "" {
		fmt.Fprintf(&b, " %s", f.Hint)
	}
	return b.String()
}

// excerptWidth is how much of a line an excerpt shows.
const excerptWidth = 100

// Excerpt is the line of the file the finding is about, and under it a caret
// at its place. Of a long line the part around the place is shown. It is empty
// when the file has no such line.
func (f Finding) Excerpt(source []byte) string {
	lines := strings.Split(string(source), "\n")
	if f.Line < 1 || f.Line > len(lines) {
		return ""
	}
	line := []rune(strings.TrimRight(strings.ReplaceAll(lines[f.Line-1], "\t", " "), "\r"))
	at := min(f.Column-1, len(line))
	from := max(0, at-excerptWidth/2)
	if len(line) <= excerptWidth {
		from = 0
	}
	shown := string(line[from:min(len(line), from+excerptWidth)])
	return "    " + shown + "\n    " + strings.Repeat(" ", at-from) + "^"
}

// Findings are ordered by place.
type Findings []Finding

// Errors reports whether anything must be mended before publication.
func (fs Findings) Errors() bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == SeverityError })
}

// refused reports whether the definition has no meaning that could be
// evaluated. A missing translation is an error, and yet it can be scored.
func (fs Findings) refused() bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.refused })
}

// sorted returns the findings by line and column, each said once.
func (fs Findings) sorted() Findings {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.Compact(fs)
}
