package web

import (
	"github.com/a-h/templ"

	"aktsom/internal/assessment"
)

// colleagueGallery is what a contact and the colleagues they asked see of each
// other.
func colleagueGallery(p, wide Page, filled assessment.Desk) map[string]templ.Component {
	pages := []string{filled.Questionnaire.Definition().Pages[0].ID}
	contact := filled
	contact.Colleagues = []assessment.Colleague{
		{Person: "c1", Name: "Per Hansen", Email: "per@leverandor.example", Pages: pages, Opened: &p.Now, Done: &p.Now, Active: true},
		{Person: "c2", Name: longName, Email: longName + "@leverandor.example", Pages: pages, Active: true},
		{Person: "c3", Name: "Liv Moe", Email: "liv@leverandor.example", Pages: pages},
	}
	helping := contact
	helping.Helper = &assessment.Colleague{Person: "c2", Name: longName, Pages: pages, Message: "Kan du ta dette?\n" + longName, Active: true}
	reading := helping
	reading.Helper = &assessment.Colleague{Person: "c1", Name: "Per Hansen", Pages: []string{"other"}, Done: &p.Now, Active: true}
	asked := helping.Assessment
	asked.ID, asked.Helping = "a3", true
	return map[string]templ.Component{
		"colleagues":        overviewPage(wide, overviewView{Desk: contact, Open: true, Tasks: tasksOf(contact)}),
		"colleague-helping": overviewPage(wide, overviewView{Desk: helping, Open: true, Tasks: tasksOf(helping)}),
		"colleague-done":    overviewPage(wide, overviewView{Desk: reading, Open: true, Tasks: tasksOf(reading)}),
		"colleague-page":    answerPage(sampleView(p, helping, pageState{})),
		"colleague-reading": answerPage(sampleView(p, reading, pageState{})),
		"colleague-check":   checkPage(p.about(helping.Evaluation), checkView{Desk: helping, Open: true}),
		"colleague-list":    requestsPage(p, requestsView{Waiting: []assessment.Assessment{asked}}),
		"colleague-remove":  removeColleaguePage(p, askColleagueView{Desk: contact, Known: &contact.Colleagues[1]}),
		"colleague-change":  askColleaguePage(p, askColleagueView{Desk: contact, Known: &contact.Colleagues[0], Ask: assessment.AskedHelp{Pages: pages}}),
		"colleague-ask": askColleaguePage(p, askColleagueView{
			Desk: contact, Ask: assessment.AskedHelp{NewContact: assessment.NewContact{Name: longName, Email: "per@", Language: "nb"}, Message: longName},
			Mistakes: []Mistake{{"email", "Skriv en adresse."}, {"page", "Velg minst én side."}},
		}),
	}
}
