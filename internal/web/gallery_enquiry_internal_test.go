package web

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/procurement"
)

// sampleExchange has an enquiry of each sort and a reply of each sort.
func sampleExchange(p Page) enquiry.Exchange {
	at := p.Now.Add(-time.Hour)
	long := strings.Repeat("Veldiglangtordutenmellomrom", 6)
	return enquiry.Exchange{
		Enquiries: []enquiry.Enquiry{
			{ID: "a", Assessment: "1", Supplier: longName, PersonName: "Ola", Topic: enquiry.PageTopic("one"), Text: "Vi i Berg spør.\n\nGjelder det oss?", At: at},
			{ID: "b", Assessment: "1", Supplier: longName, PersonName: "Ola", Topic: enquiry.QuestionTopic("policy"), Text: long, At: at},
			{ID: "c", Assessment: "2", Supplier: "Sko AS", PersonName: "Liv", Text: "Lenken virker ikke.", At: at},
			{ID: "d", Assessment: "3", Supplier: "Borte AS", PersonName: "Per", Text: "Er vi med?", At: at, Withdrawn: true},
		},
		Replies: []enquiry.Reply{
			{ID: "1", Number: 1, Enquiry: "a", Topic: enquiry.PageTopic("one"), Wording: "Gjelder det alle?", Text: "Ja.", PersonName: "Kari", At: at},
			{ID: "2", Enquiry: "c", Only: "2", Supplier: "Sko AS", Text: "Vi har sendt en ny.", Reason: "Gjelder bare lenken.", PersonName: "Kari", At: at},
			{ID: "3", Number: 2, Text: long, PersonName: "Kari", At: at},
			{ID: "4", Number: 3, Corrects: "1", Topic: enquiry.PageTopic("one"), Text: "Nei, bare de største.", PersonName: "Kari", At: at},
		},
	}
}

// enquiryGallery are the pages on which suppliers ask and buyers reply.
func enquiryGallery(p Page, desk assessment.Desk) map[string]templ.Component {
	x, wrong := sampleExchange(p), []Mistake{{"wording", "Skriv det om."}, {"text", "Skriv det dere vil svare."}, {"reason", "Skriv hvorfor."}}
	desk.Assessment.Procurement.State, desk.Assessment.Procurement.Closing = procurement.Published, p.Now.Add(time.Hour)
	asks := enquiriesView{Exchange: x, Desk: desk, Takes: true, Topics: []Option{{Text: longName}}, Mistakes: []Mistake{{"text", "Skriv hva dere vil spørre om."}}}
	late := enquiriesView{Desk: desk, Unsent: true, Typed: enquiry.Asked{Text: "For sent"}}
	board := exchangeView{Procurement: desk.Assessment.Procurement, Exchange: x, Questionnaire: desk.Questionnaire, MayManage: true}
	reader := exchangeView{Procurement: board.Procurement, Questionnaire: desk.Questionnaire}
	reply := replyView{exchangeView: board, Asked: &x.Enquiries[1], Typed: enquiry.Typed{Wording: "Gjelder det alle?"}, Readers: 3, Topics: asks.Topics, Mistakes: wrong}
	correct := replyView{exchangeView: board, Corrected: &x.Replies[0], Readers: 1, Refused: "Noen andre har svart på dette i mellomtiden."}
	return map[string]templ.Component{
		"enquiries":        enquiriesPage(p, asks),
		"enquiries-late":   enquiriesPage(p, late),
		"exchange":         exchangePage(p, board),
		"exchange-empty":   exchangePage(p, reader),
		"exchange-draft":   exchangePage(p, exchangeView{Procurement: procurement.Procurement{State: procurement.Draft}}),
		"exchange-reply":   replyPage(p, reply),
		"exchange-correct": replyPage(p, correct),
		"exchange-new":     replyPage(p, replyView{exchangeView: board}),
		"enquiries-fact":   inLayout(p, plain(`<h1>Oversikt</h1><dl class="facts facts--narrow">`), enquiriesFact(p, desk, x), plain("</dl>")),
		"enquiries-wait":   inLayout(p, plain("<h1>Oversikt</h1>"), enquiriesWait(p, procurement.Procurement{Enquiries: 2}), asksLink(p, desk, "one")),
	}
}
