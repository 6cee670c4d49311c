package web

import (
	"net/url"
	"strconv"
	"strings"

	"aktsom/internal/assessment"
	"aktsom/internal/questionnaire"
)

// Which of two colliding answers is to stand, before its colon; the newer
// answer's revision follows.
const (
	keepMine   = "mine"
	keepTheirs = "theirs"
)

// keep is the value of a radio button of a collision.
func (v questionView) keep(whose string) string {
	return whose + ":" + strconv.FormatInt(v.Collision.Theirs.Revision, 10)
}

// givenTo reads the answer to one question from what was posted. ok is false
// when the question was not posted, or when somebody else's answer to it was
// chosen.
func givenTo(q *questionnaire.Question, fields url.Values) (given assessment.Given, ok bool) {
	value, present := q.Read(fields)
	if !present {
		return assessment.Given{}, false
	}
	revision := fields.Get(fieldRevision + q.ID)
	whose, newer, chosen := strings.Cut(fields.Get(fieldKeep+q.ID), ":")
	if chosen && whose == keepTheirs {
		return assessment.Given{}, false
	}
	if chosen && whose == keepMine {
		revision = newer
	}
	base, err := strconv.ParseInt(revision, 10, 64)
	if err != nil {
		base = 0
	}
	return assessment.Given{
		Question: q.ID, Value: value, Base: base,
		Skipped: strings.TrimSpace(fields.Get(fieldSkip + q.ID)), Comment: strings.TrimSpace(fields.Get(fieldComment + q.ID)),
	}, true
}

// plainLines makes the line ends of a posted field those that a script reads
// in it, so that the same words are the same answer both ways.
func plainLines(value string) string { return strings.ReplaceAll(value, "\r\n", "\n") }
