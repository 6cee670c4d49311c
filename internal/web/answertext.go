package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"aktsom/internal/assessment"
	"aktsom/internal/evidence"
	"aktsom/internal/message"
	"aktsom/internal/questionnaire"
)

// Country is the name of an ISO 3166 code in the reader's language; what is no
// code is given back as it is.
func (p Page) Country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	tag := language.English
	if p.Lang() != message.English {
		tag = language.Norwegian
	}
	if name := display.Regions(tag).Name(region); name != "" {
		return name
	}
	return code
}

// saidNothing reports whether an answer says nothing at all.
func saidNothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// answerLine writes an answer that is one value: what cannot be read as its
// kind stands as it was typed.
func (p Page) answerLine(q *questionnaire.Question, value any) string {
	kind := q.Kind
	if kind == "calculated" {
		kind = q.Type
	}
	switch v := value.(type) {
	case bool:
		return p.yesNo(v)
	case float64:
		return p.amount(q, kind, v)
	case time.Time:
		return p.Date(v)
	case string:
		return p.word(q, kind, v)
	default:
		if chosen, ok := choosing(q, value); ok {
			return p.chosenText(q, chosen)
		}
		return asTyped(value)
	}
}

func (p Page) yesNo(yes bool) string {
	if yes {
		return p.Say("submit.yes")
	}
	return p.Say("submit.no")
}

// answerList writes several options on one line.
func (p Page) answerList(q *questionnaire.Question, values []any) string {
	var words []string
	for _, value := range values {
		words = append(words, p.answerLine(q, value))
	}
	return strings.Join(words, ", ")
}

// maxDecimals is more than anybody types, so that no digit is lost in reading.
const maxDecimals = 6

func (p Page) amount(q *questionnaire.Question, kind string, v float64) string {
	number := p.Number(v, maxDecimals)
	switch {
	case kind == "percent":
		return p.Say("submit.percent", "number", number)
	case kind == "money" && q.Currency != "":
		return q.Currency + "\u00a0" + number
	case p.Text(q.Unit) != "":
		return number + "\u00a0" + p.Text(q.Unit)
	default:
		return number
	}
}

func (p Page) word(q *questionnaire.Question, kind, v string) string {
	switch kind {
	case "choice", "choices", "matrix":
		return p.optionText(q, v)
	case "country", "countries":
		if len(q.Options) > 0 {
			return p.optionText(q, v)
		}
		return p.Country(v)
	case "date":
		if day, err := time.Parse(time.DateOnly, v); err == nil {
			return p.Date(day)
		}
	}
	return v
}

// optionText is the text of an option; of one that is not offered, its value.
func (p Page) optionText(q *questionnaire.Question, value string) string {
	i := slices.IndexFunc(q.Options, func(o questionnaire.Option) bool { return o.Value == value })
	if i < 0 {
		return value
	}
	return p.Text(q.Options[i].Text)
}

// asTyped writes an answer nobody can read, so that nothing is hidden.
func asTyped(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(raw)
}

// rowsOf are the rows of a table's answer; ok is false when it is not a table.
func rowsOf(value any) (rows []map[string]any, ok bool) {
	list, ok := value.([]any)
	if !ok {
		return nil, false
	}
	for _, item := range list {
		row, ok := item.(map[string]any)
		if !ok {
			return nil, false
		}
		rows = append(rows, row)
	}
	return rows, true
}

// saidOfNone tells whether nothing is said of any row.
func saidOfNone(q *questionnaire.Question, rows []questionnaire.FollowUp) bool {
	return !slices.ContainsFunc(rows, func(row questionnaire.FollowUp) bool {
		return slices.ContainsFunc(q.Columns, func(c *questionnaire.Question) bool { return row.Asked(c) && !saidNothing(row.Answer(c)) })
	})
}

// answerShape is which way an answer is written.
func answerShape(q *questionnaire.Question, value any) string {
	if rows, ok := value.([]questionnaire.FollowUp); ok {
		if saidOfNone(q, rows) {
			return "nothing"
		}
		return "each"
	}
	if saidNothing(value) {
		return "nothing"
	}
	switch v := value.(type) {
	case []any:
		if _, ok := rowsOf(value); ok && q.Kind == "table" {
			return "table"
		}
		if _, chosen := questionnaire.ChosenIn(v); chosen && q.Kind != "table" {
			return "list"
		}
	case map[string]any:
		if q.Kind == "matrix" {
			return "matrix"
		}
	case string:
		if q.Kind == "longtext" {
			return "long"
		}
	}
	return "line"
}

// shownFile is a file as a page lists it, whether as it is now or as it was
// frozen with a submission.
type shownFile struct {
	ID                 evidence.ID
	Name               string
	Kind               evidence.Kind
	Issuer             string
	Issued, ValidUntil string
	Size               int64
	SHA256             string
	State              evidence.State
}

// filesNow lists the files of one question that count or once did.
func filesNow(all []evidence.File, question string) []shownFile {
	var shown []shownFile
	for _, f := range all {
		if f.Question == question && f.State != evidence.Removed {
			shown = append(shown, shownFile{
				ID: f.ID, Name: f.Name, Kind: f.Kind, Issuer: f.Issuer, Issued: f.Issued, ValidUntil: f.ValidUntil,
				Size: f.Size, SHA256: f.SHA256, State: f.State,
			})
		}
	}
	return shown
}

// filesThen lists files as they were submitted, in the state they are in now.
func filesThen(frozen []assessment.FrozenFile, now []evidence.File) []shownFile {
	states := make(map[evidence.ID]evidence.State, len(now))
	for _, f := range now {
		states[f.ID] = f.State
	}
	var shown []shownFile
	for _, f := range frozen {
		shown = append(shown, shownFile{
			ID: f.ID, Name: f.Name, Kind: f.Kind, Issuer: f.Issuer, Issued: f.Issued, ValidUntil: f.ValidUntil,
			Size: f.Size, SHA256: f.SHA256, State: states[f.ID],
		})
	}
	return shown
}

// Href is where the file is downloaded.
func (f shownFile) Href() string { return "/files/" + string(f.ID) }

// fileFacts are what is known of a file, in words: kind, issuer, dates, size.
func (p Page) fileFacts(f shownFile) []string {
	var facts []string
	if f.Kind != "" {
		facts = append(facts, p.Say("submit.file_kind."+string(f.Kind)))
	}
	if f.Issuer != "" {
		facts = append(facts, p.Say("submit.file_issuer", "issuer", f.Issuer))
	}
	if day, err := time.Parse(time.DateOnly, f.Issued); err == nil {
		facts = append(facts, p.Say("submit.file_issued", "date", p.ShortDate(day)))
	} else {
		facts = append(facts, p.Say("submit.file_undated"))
	}
	if day, err := time.Parse(time.DateOnly, f.ValidUntil); err == nil {
		facts = append(facts, p.Say("submit.file_valid_until", "date", p.ShortDate(day)))
	}
	return append(facts, p.Size(f.Size))
}

// fileState is what a reader must know of a file beside its facts, and how bad
// it is; nothing of a clean one.
func (p Page) fileState(f shownFile) (string, Colour) {
	switch f.State {
	case evidence.Clean:
		return "", Neutral
	case evidence.Unchecked:
		return p.Say("submit.file_unchecked"), Look
	case evidence.Infected:
		return p.Say("submit.file_infected"), Bad
	case evidence.Given:
		return p.Say("submit.file_given"), Neutral
	case evidence.Arriving:
		return p.Say("submit.file_arriving"), Neutral
	default:
		return p.Say("submit.file_gone"), Bad
	}
}

// joined puts short facts on one line.
func joined(facts []string) string { return strings.Join(facts, " · ") }
