package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/message"
)

// boardFilter is what of the board is shown, and in which order: all of it
// stands in the address, so that a view can be sent to a colleague.
type boardFilter struct {
	State lineState // empty: all
	Query string    // in name, number or contact
	Sort  string    // name, state, progress, activity or reminders
	Down  bool      // the largest first
}

func readBoardFilter(q url.Values) boardFilter {
	f := boardFilter{State: lineState(q.Get("state")), Query: strings.TrimSpace(q.Get("q")), Sort: q.Get("sort"), Down: q.Get("dir") == "desc"}
	if !slices.Contains(lineStates(), f.State) {
		f.State = ""
	}
	if !slices.Contains([]string{"state", "progress", "activity", "reminders"}, f.Sort) {
		f.Sort = "name"
	}
	return f
}

// query is the filter as it stands in the address, with its question mark;
// empty when nothing is chosen.
func (f boardFilter) query() string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(f.State), "q": f.Query, "sort": f.Sort} {
		if value != "" && (name != "sort" || value != "name") {
			q.Set(name, value)
		}
	}
	if f.Down {
		q.Set("dir", "desc")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// by is the filter sorted by another column, or the other way round when it is
// sorted by it already.
func (f boardFilter) by(column string) boardFilter {
	f.Down = f.Sort == column && !f.Down
	f.Sort = column
	return f
}

// direction is how a column is sorted, as aria-sort has it.
func (f boardFilter) direction(column string) string {
	switch {
	case f.Sort != column:
		return ""
	case f.Down:
		return "descending"
	default:
		return "ascending"
	}
}

// Narrowed tells whether lines may be left out.
func (f boardFilter) Narrowed() bool { return f.State != "" || f.Query != "" }

// lines are the rows with their states, without those the filter leaves out, in
// its order; states counts all of them.
func (f boardFilter) lines(rows []assessment.Row, now time.Time) (lines []boardLine, states map[lineState]int) {
	states = map[lineState]int{}
	for _, r := range rows {
		line := boardLine{Row: r, At: stateOf(r, now)}
		states[line.At]++
		if f.shows(line) {
			lines = append(lines, line)
		}
	}
	f.sort(lines)
	return lines, states
}

func (f boardFilter) shows(l boardLine) bool {
	if f.State != "" && l.At != f.State {
		return false
	}
	wanted := strings.ToLower(f.Query)
	for _, text := range []string{l.Supplier.Name, l.Contact.Name, l.Contact.Email} {
		if strings.Contains(strings.ToLower(text), wanted) {
			return true
		}
	}
	digits := strings.Join(strings.Fields(f.Query), "")
	return digits != "" && strings.Contains(l.Supplier.Number, digits)
}

// sort puts names in the order of a Norwegian telephone book, whoever reads:
// Å comes last.
func (f boardFilter) sort(lines []boardLine) {
	byName := inAlphabet(message.Nynorsk, lines, func(l boardLine) string { return l.Supplier.Name })
	slices.SortStableFunc(lines, byName)
	order := map[string]func(a, b boardLine) int{
		"name":  byName,
		"state": func(a, b boardLine) int { return slices.Index(lineStates(), a.At) - slices.Index(lineStates(), b.At) },
		"progress": func(a, b boardLine) int {
			return cmp.Or(cmp.Compare(a.Progress.Percent(), b.Progress.Percent()), cmp.Compare(a.Round, b.Round))
		},
		"activity":  func(a, b boardLine) int { return a.LastActivity().Compare(b.LastActivity()) },
		"reminders": func(a, b boardLine) int { return cmp.Compare(a.Reminders, b.Reminders) },
	}[f.Sort]
	slices.SortStableFunc(lines, func(a, b boardLine) int {
		if f.Down {
			return order(b, a)
		}
		return order(a, b)
	})
}
