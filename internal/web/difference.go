package web

import (
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"aktsom/internal/assessment"
	"aktsom/internal/questionnaire"
)

// What became of a piece of an answer.
const (
	pieceSame    = "same"
	pieceAdded   = "added"
	pieceRemoved = "removed"
)

// piece is a part of an answer that stayed, came or went.
type piece struct {
	Text string
	How  string
}

// answerChange is what an earlier submission said to a question, beside what
// is said now.
type answerChange struct {
	Question *questionnaire.Question
	Round    int // of the earlier submission
	Changed  bool
	Skipped  []piece
	Comment  []piece
	Files    []piece
	Shape    string // lines, list, table (a line is a row), or whole
	Lines    [][]piece
	Before   any // for a shape that is shown whole
}

// difference compares what two submissions say to a question.
func difference(p Page, q *questionnaire.Question, before, after assessment.Frozen) answerChange {
	d := answerChange{Question: q, Round: before.Round, Changed: assessment.Changed(before, after)[q.ID], Before: before.Answers[q.ID]}
	if !d.Changed {
		return d
	}
	d.Skipped = textPieces(before.Skipped[q.ID], after.Skipped[q.ID])
	d.Comment = textPieces(before.Comments[q.ID], after.Comments[q.ID])
	d.Files = filePieces(p, before.Files[q.ID], after.Files[q.ID])
	d.Shape, d.Lines = answerPieces(p, q, before.Answers[q.ID], after.Answers[q.ID])
	return d
}

// answerPieces compares two values in the way their kind is read: text by
// words, options and rows one by one.
func answerPieces(p Page, q *questionnaire.Question, before, after any) (shape string, lines [][]piece) {
	was, is := answerShape(q, before), answerShape(q, after)
	switch {
	case was == "each" || is == "each" || q.Kind == "each":
		return "whole", nil
	case was == "nothing" && is == "nothing":
		return "lines", nil
	case was == "list" || is == "list":
		return "list", listPieces(wordsOf(p, q, before), wordsOf(p, q, after))
	case was == "table" || is == "table":
		return "table", rowPieces(listPieces(rowLines(p, q, before), rowLines(p, q, after)))
	case was == "matrix" || is == "matrix":
		return "list", listPieces(matrixLines(p, q, before), matrixLines(p, q, after))
	default:
		return "lines", [][]piece{linePieces(p, q, before, after)}
	}
}

// linePieces compares answers of one value: free text word by word, anything
// else as a whole.
func linePieces(p Page, q *questionnaire.Question, before, after any) []piece {
	was, is := lineOf(p, q, before), lineOf(p, q, after)
	if q.Kind == "text" || q.Kind == "longtext" {
		return textPieces(was, is)
	}
	return wholePieces(was, is)
}

func lineOf(p Page, q *questionnaire.Question, value any) string {
	if saidNothing(value) {
		return ""
	}
	return p.answerLine(q, value)
}

func wholePieces(was, is string) []piece {
	if was == is {
		return pieces(is, pieceSame)
	}
	return append(pieces(was, pieceRemoved), pieces(is, pieceAdded)...)
}

func pieces(text, how string) []piece {
	if text == "" {
		return nil
	}
	return []piece{{text, how}}
}

// textPieces compares two texts in pieces a person can read: small accidental
// likenesses inside words are left out.
func textPieces(was, is string) []piece {
	differ := diffmatchpatch.New()
	var all []piece
	for _, d := range differ.DiffCleanupSemantic(differ.DiffMain(was, is, false)) {
		how := pieceSame
		switch d.Type {
		case diffmatchpatch.DiffInsert:
			how = pieceAdded
		case diffmatchpatch.DiffDelete:
			how = pieceRemoved
		case diffmatchpatch.DiffEqual:
		}
		all = append(all, piece{d.Text, how})
	}
	return all
}

// listPieces compares two lists line by line: what went stands where it was.
func listPieces(was, is []string) [][]piece {
	var lines [][]piece
	i := 0
	for _, line := range is {
		at := slices.Index(was[i:], line)
		if at < 0 {
			lines = append(lines, []piece{{line, pieceAdded}})
			continue
		}
		for ; at > 0; at-- {
			lines = append(lines, []piece{{was[i], pieceRemoved}})
			i++
		}
		lines = append(lines, []piece{{line, pieceSame}})
		i++
	}
	for _, line := range was[i:] {
		lines = append(lines, []piece{{line, pieceRemoved}})
	}
	return lines
}

func wordsOf(p Page, q *questionnaire.Question, value any) []string {
	var words []string
	list, _ := value.([]any)
	for _, each := range list {
		words = append(words, p.answerLine(q, each))
	}
	return words
}

// betweenCells stands between the cells of a row while rows are compared.
const betweenCells = "\x00"

// rowLines writes each row of a table as one line.
func rowLines(p Page, q *questionnaire.Question, value any) []string {
	var lines []string
	rows, _ := rowsOf(value)
	for _, row := range rows {
		cells := make([]string, len(q.Columns))
		for i, column := range q.Columns {
			cells[i] = lineOf(p, column, row[column.ID])
		}
		lines = append(lines, strings.Join(cells, betweenCells))
	}
	return lines
}

// rowPieces parts compared rows into their cells again.
func rowPieces(lines [][]piece) [][]piece {
	rows := make([][]piece, len(lines))
	for i, line := range lines {
		for _, text := range strings.Split(line[0].Text, betweenCells) {
			rows[i] = append(rows[i], piece{text, line[0].How})
		}
	}
	return rows
}

func matrixLines(p Page, q *questionnaire.Question, value any) []string {
	var lines []string
	cells, _ := value.(map[string]any)
	for _, row := range q.Rows {
		if cell := cells[row.ID]; !saidNothing(cell) {
			lines = append(lines, p.Say("correction.cell", "column", p.Text(row.Text), "text", p.answerLine(q, cell)))
		}
	}
	return lines
}

// filePieces compares files with what is said of them.
func filePieces(p Page, before, after []assessment.FrozenFile) []piece {
	var all []piece
	for _, line := range listPieces(fileLinesOf(p, before), fileLinesOf(p, after)) {
		all = append(all, line...)
	}
	if !slices.ContainsFunc(all, func(one piece) bool { return one.How != pieceSame }) {
		return nil // the answer changed, the files did not
	}
	return all
}

func fileLinesOf(p Page, files []assessment.FrozenFile) []string {
	var lines []string
	for _, f := range filesThen(files, nil) {
		lines = append(lines, strings.Join(append([]string{f.Name}, p.fileFacts(f)...), " · "))
	}
	return lines
}
