package questionnaire

import (
	"math"
	"slices"
	"strings"
)

// What answering is taken to cost. Reading is 238 words a minute (Brysbaert
// 2019, over 190 studies); seconds for an answer are our own estimate.
const (
	wordsPerMinute  = 238.0
	secondsToChoose = 10
	secondsToType   = 30
	secondsToWrite  = 120
	secondsToList   = 180
	secondsToAttach = 60
)

// PageStats is what one page asks of a supplier.
type PageStats struct {
	Page    string  `json:"page"`
	Always  int     `json:"always"` // questions asked whatever is answered
	Asked   int     `json:"asked"`  // questions at most
	Words   int     `json:"words"`
	Minutes float64 `json:"minutes"` // when everything on it is asked
}

// Way is the length of one way through a questionnaire.
type Way struct {
	Questions int     `json:"questions"`
	Minutes   float64 `json:"minutes"`
}

// Stats is the size of a questionnaire in one language.
type Stats struct {
	Language  string      `json:"language"`
	Questions int         `json:"questions"`
	Words     int         `json:"words"`
	Minutes   float64     `json:"minutes"`
	Pages     []PageStats `json:"pages"`
	Shortest  Way         `json:"shortest"`
	Longest   Way         `json:"longest"`
	// Exact is false when some way could not be counted; then nobody is asked
	// less than the shortest or more than the longest way.
	Exact bool `json:"exact"`
}

// Stats measures the questionnaire. Questions are those somebody answers.
func (q *Questionnaire) Stats(lang string) Stats {
	s := Stats{Language: lang, Pages: []PageStats{}, Exact: true}
	total := 0.0
	for _, p := range q.definition.Pages {
		page := PageStats{Page: p.ID, Words: words(p.Title.In(lang)) + words(p.Intro.In(lang))}
		seconds := float64(page.Words) * 60 / wordsPerMinute
		for _, question := range p.Questions {
			n := question.words(lang)
			page.Words += n
			seconds += question.seconds(lang)
			if !question.answerable() {
				continue
			}
			page.Asked++
			if p.when == nil && question.when == nil && question.of == nil {
				page.Always++
			}
		}
		page.Minutes = minutes(seconds)
		s.Questions, s.Words = s.Questions+page.Asked, s.Words+page.Words
		total += seconds
		s.Pages = append(s.Pages, page)
	}
	s.Minutes = minutes(total)
	q.ways(&s, lang)
	return s
}

// ways adds up the shortest and longest way over groups of questions that do
// not depend on each other, so that few ways need be tried.
func (q *Questionnaire) ways(s *Stats, lang string) {
	var least, most float64
	for _, group := range q.groups() {
		shortest, longest, exact := q.wayThrough(group, lang)
		s.Shortest.Questions += shortest.Questions
		s.Longest.Questions += longest.Questions
		least, most = least+shortest.Minutes, most+longest.Minutes
		s.Exact = s.Exact && exact
	}
	s.Shortest.Minutes, s.Longest.Minutes = minutes(least), minutes(most)
}

// wayThrough finds the least and the most that is asked of a group; minutes in
// it are seconds.
func (q *Questionnaire) wayThrough(group []*Question, lang string) (shortest, longest Way, exact bool) {
	s := &space{q: q, answers: map[*Question][]any{}}
	exact = true
	for _, question := range group {
		exact = exact && question.of == nil && s.include(q.pages[question.Page].when) && s.include(question.when)
	}
	if exact = exact && s.ways() <= maxWays; !exact {
		return q.lengthOf(group, lang, func(question *Question) bool {
			return question.when == nil && question.of == nil && q.pages[question.Page].when == nil
		}), q.lengthOf(group, lang, func(*Question) bool { return true }), false
	}
	shortest = q.lengthOf(group, lang, func(*Question) bool { return true })
	s.each(func(e *Evaluation) bool {
		if !e.complete(s.questions) {
			return true
		}
		way := q.lengthOf(group, lang, func(question *Question) bool {
			return e.holds(q.pages[question.Page].when) && e.holds(question.when)
		})
		shortest = Way{min(shortest.Questions, way.Questions), math.Min(shortest.Minutes, way.Minutes)}
		longest = Way{max(longest.Questions, way.Questions), math.Max(longest.Minutes, way.Minutes)}
		return true
	})
	return shortest, longest, longest.Minutes > 0
}

// complete reports whether whoever answers so is through with the questions.
func (e *Evaluation) complete(questions []*Question) bool {
	return !slices.ContainsFunc(questions, func(q *Question) bool {
		st := e.states[q.index]
		return st.asked == isUnknown || st.asked == isTrue && q.answerable() && !st.answered
	})
}

func (q *Questionnaire) lengthOf(group []*Question, lang string, asked func(*Question) bool) Way {
	var w Way
	for _, question := range group {
		if !asked(question) {
			continue
		}
		w.Minutes += question.seconds(lang)
		if question.answerable() {
			w.Questions++
		}
	}
	return w
}

// groups divides the questions into those that depend on each other.
func (q *Questionnaire) groups() [][]*Question {
	head := make([]int, len(q.questions))
	for i := range head {
		head[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if head[i] != i {
			head[i] = find(head[i])
		}
		return head[i]
	}
	for _, e := range q.Edges() {
		if e.Role == "asked" || e.Role == "value" || e.Role == "level" || e.Role == "option" {
			head[find(q.byID[e.To].index)] = find(q.byID[e.From].index)
		}
	}
	var order []int
	members := map[int][]*Question{}
	for i, question := range q.questions {
		at := find(i)
		if members[at] == nil {
			order = append(order, at)
		}
		members[at] = append(members[at], question)
	}
	var groups [][]*Question
	for _, at := range order {
		groups = append(groups, members[at])
	}
	return groups
}

// words counts what stands in the question, its help, options, rows and columns.
func (q *Question) words(lang string) int {
	n := words(q.Text.In(lang)) + words(q.Help.In(lang)) + words(q.Why.In(lang))
	for _, o := range q.Options {
		n += words(o.Text.In(lang))
	}
	for _, row := range q.Rows {
		n += words(row.Text.In(lang))
	}
	for _, c := range q.Columns {
		n += c.words(lang)
	}
	return n
}

// seconds is how long reading and answering the question takes.
func (q *Question) seconds(lang string) float64 {
	s := float64(q.words(lang)) * 60 / wordsPerMinute
	switch q.Kind {
	case "note", "calculated":
	case "longtext":
		s += secondsToWrite
	case "table":
		s += secondsToList
	case "each": // about one row
		for _, c := range q.Columns {
			s += c.seconds(lang) - float64(c.words(lang))*60/wordsPerMinute
		}
	case "files":
		s += secondsToAttach
	case "matrix":
		s += float64(secondsToChoose * len(q.Rows))
	case "choice", "choices", "yesno", "country", "countries":
		s += secondsToChoose
	default:
		s += secondsToType
	}
	if q.Evidence != nil {
		s += secondsToAttach
	}
	return s
}

func words(s string) int { return len(strings.Fields(s)) }

// minutes rounds to a tenth.
func minutes(seconds float64) float64 { return math.Round(seconds/6) / 10 }
