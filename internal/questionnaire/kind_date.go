package questionnaire

import (
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// dateKind is a calendar day.
type dateKind struct{}

func (dateKind) name() string                { return "date" }
func (dateKind) celType(*Question) *cel.Type { return cel.TimestampType }

func (dateKind) keys() []key {
	return []key{
		{"min", aDay(), "Earliest day, or \"today\".", false},
		{"max", aDay(), "Latest day, or \"today\".", false},
	}
}

func (dateKind) parse(o *object, q *Question) {
	q.Min, q.Max = o.r.dateBound(o.get("min")), o.r.dateBound(o.get("max"))
	if q.Min != nil && q.Max != nil && !q.Min.Today && !q.Max.Today && q.Min.Date.After(q.Max.Date) {
		o.r.refuse(o.node.get("min"), CodeBounds, "", "`min` lies after `max`")
	}
}

func (r *reader) dateBound(n *node) *Bound {
	if n == nil {
		return nil
	}
	s := r.str(n)
	if s == "today" {
		return &Bound{Today: true}
	}
	date, ok := isoDate(s)
	if !ok && isString(n) {
		r.refuse(n, CodeSchema, `write "2026-01-31" or "today"`, "%q is not a date", s)
	}
	return &Bound{Date: date}
}

func (dateKind) read(e *Evaluation, q *Question, raw any) (ref.Val, []fault) {
	s, ok := raw.(string)
	if !ok {
		return unreadable(CodeInvalid)
	}
	date, ok := isoDate(strings.TrimSpace(s))
	if !ok {
		return unreadable(CodeFormat)
	}
	var faults []fault
	if low, ok := e.day(q.Min); ok && date.Before(low) {
		faults = []fault{{code: CodeRange}}
	}
	if high, ok := e.day(q.Max); ok && date.After(high) {
		faults = []fault{{code: CodeRange}}
	}
	return types.Timestamp{Time: date}, faults
}

// day is the date of a bound, if it has one in this context.
func (e *Evaluation) day(b *Bound) (time.Time, bool) {
	if b == nil {
		return time.Time{}, false
	}
	if b.Today {
		return e.today, !e.today.IsZero()
	}
	return b.Date, true
}

func (dateKind) form(_ *Question, in posted) any {
	typed := in.one()
	if date, ok := parseDate(typed); ok {
		return date
	}
	return typed
}
