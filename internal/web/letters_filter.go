package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"aktsom/internal/letter"
)

// lettersPerPage keeps a mailbox readable: a procurement with many suppliers
// has thousands of letters.
const lettersPerPage = 100

// letterFilter is which letters of a mailbox are shown; all of it stands in the
// address.
type letterFilter struct {
	Kind  letter.Kind  // empty: all
	State letter.State // empty: all; letter.Waiting also when a worker has it just now
	Query string       // in name, address or subject
	Page  int          // from 1
}

func readLetterFilter(q url.Values) letterFilter {
	f := letterFilter{Kind: letter.Kind(q.Get("kind")), State: letter.State(q.Get("state")), Query: strings.TrimSpace(q.Get("q"))}
	if !slices.Contains(letterStates(), f.State) {
		f.State = ""
	}
	f.Page, _ = strconv.Atoi(q.Get("page")) // what is no number is the first page
	f.Page = max(f.Page, 1)
	return f
}

// letterStates are those that can be asked for, the one that needs somebody first.
func letterStates() []letter.State {
	return []letter.State{letter.Failed, letter.Waiting, letter.Sent, letter.Cancelled}
}

// Narrowed tells whether letters may be left out.
func (f letterFilter) Narrowed() bool { return f.Kind != "" || f.State != "" || f.Query != "" }

func (f letterFilter) shows(l letter.Letter) bool {
	if f.Kind != "" && l.Kind != f.Kind || f.State != "" && shownState(l) != f.State {
		return false
	}
	query := strings.ToLower(f.Query)
	return query == "" || strings.Contains(strings.ToLower(l.ToName+"\n"+l.To+"\n"+l.Subject), query)
}

// shownState is where a letter is, as the filter knows it.
func shownState(l letter.Letter) letter.State {
	if l.State == letter.Sending {
		return letter.Waiting
	}
	return l.State
}

// address is a page of the mailbox, so filtered.
func (f letterFilter) address(path string, page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"kind": string(f.Kind), "state": string(f.State), "q": f.Query} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// narrow keeps a page of the letters that the filter lets through, and says
// where the pages beside it are.
func (v *lettersView) narrow(all []letter.Letter) {
	v.All = len(all)
	shown := slices.DeleteFunc(slices.Clone(all), func(l letter.Letter) bool { return !v.Filter.shows(l) })
	v.Shown = len(shown)
	page := min(v.Filter.Page, max((len(shown)+lettersPerPage-1)/lettersPerPage, 1))
	from := (page - 1) * lettersPerPage
	v.Letters = shown[from:min(from+lettersPerPage, len(shown))]
	path := procurementPath(v.ID, tabLetters)
	if page > 1 {
		v.Before = v.Filter.address(path, page-1)
	}
	if from+lettersPerPage < len(shown) {
		v.After = v.Filter.address(path, page+1)
	}
}

// setOptions lists the kinds and states that there are letters of.
func (v *lettersView) setOptions(p Page, all []letter.Letter) {
	kinds, states := map[letter.Kind]bool{}, map[letter.State]int{}
	for _, l := range all {
		kinds[l.Kind] = true
		states[shownState(l)]++
	}
	v.Kinds = []Option{{Text: p.Say("buyer.all_kinds")}}
	for kind := range kinds {
		v.Kinds = append(v.Kinds, Option{Value: string(kind), Text: letterKind(p, kind), Chosen: kind == v.Filter.Kind})
	}
	slices.SortFunc(v.Kinds[1:], func(a, b Option) int { return strings.Compare(a.Text, b.Text) })
	v.States = []Option{{Text: p.Say("buyer.all_states", "count", len(all))}}
	for _, s := range letterStates() {
		if states[s] > 0 || s == v.Filter.State {
			text, _ := letterStateOf(p, letter.Letter{State: s})
			text = p.Say("buyer.state_count", "state", text, "number", states[s])
			v.States = append(v.States, Option{Value: string(s), Text: text, Chosen: s == v.Filter.State})
		}
	}
}
