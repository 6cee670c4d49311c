package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/web/webtest"
)

// enquiring is a house with a procurement and so many suppliers in it.
func enquiring(t *testing.T, stage procurement.Stage, suppliers int) (*housetest.House, []assessment.Assessment) {
	t.Helper()
	h := housetest.New(t)
	p := h.Publish(func(p *procurement.Procurement) {
		p.Stage = stage
		if stage == procurement.Qualification {
			p.Requirements = []procurement.Requirement{{Question: "policy", Level: 2}}
		}
	})
	var all []assessment.Assessment
	for n := range suppliers {
		all = append(all, h.Invite(p, n+1))
	}
	return h, all
}

func enquiriesOf(a assessment.Assessment) string {
	return "/assessments/" + string(a.ID) + "/enquiries"
}

func exchangeOf(a assessment.Assessment) string {
	return "/procurements/" + string(a.Procurement.ID) + "/enquiries"
}

// asksFor asks in the name of the n-th supplier.
func asksFor(t *testing.T, h *housetest.House, a assessment.Assessment, n int, text string) enquiry.ID {
	t.Helper()
	if err := h.Enquiries.Ask(t.Context(), h.Contact(n), a.ID, enquiry.Asked{Text: text}); err != nil {
		t.Fatal(err)
	}
	_, x, err := h.Enquiries.Exchange(t.Context(), h.Actor(account.Officer), a.Procurement.ID)
	if err != nil {
		t.Fatal(err)
	}
	return x.Enquiries[len(x.Enquiries)-1].ID
}

// visitorBy is a supplier's contact at a browser, come by the link in a letter.
func visitorBy(t *testing.T, h *housetest.House, email string) *webtest.Person {
	t.Helper()
	link := lastLinkTo(t, h, email)
	who := h.Visit("nb")
	who.Open(link)
	who.Press("Fortsett")
	return who
}

func TestWhatOneSupplierAsksAllReadTheReplyToAndNoneWhoAsked(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 2)
	ola := visitorBy(t, h, all[0].Contact.Email)
	ola.Open("/assessments/" + string(all[0].ID))
	ola.Follow("Spør Fjordvik kommune")
	ola.See("Fjordvik kommune ser at det er Leverandør 1 AS som spør.", "aldri hvem som spurte", "forretningshemmeligheter")
	ola.Press("Send spørsmålet")
	ola.See("Skriv hva dere vil spørre om")
	ola.Fill("Hva vil dere spørre om?", "Vi i Leverandør 1 AS lurer på om veveriene skal med.")
	ola.Press("Send spørsmålet")
	ola.See("Spørsmålet er sendt.", "1 av spørsmålene deres venter på svar", "Vi i Leverandør 1 AS lurer på")

	rival := visitorBy(t, h, all[1].Contact.Email)
	rival.Open(enquiriesOf(all[1]))
	rival.NotSee("Leverandør 1", "veveriene")

	officer := h.Actor(account.Officer)
	lastLinkTo(t, h, officer.Email)
	if kindsTo(h, officer.Email, letter.Enquired) != 1 {
		t.Error("the buyer's contact person got no letter")
	}
	kari := (&town{House: h, t: t}).buyer(officer)
	kari.Open("/procurements")
	kari.Follow("1 spørsmål venter på svar i «Arbeidsklær til hjemmetjenesten»")
	kari.See("Leverandør 1 AS", "Ola Nordmann 1")
	kari.Follow("Svar på spørsmålet fra Leverandør 1 AS")
	kari.Fill("Svaret", "Ja, så langt dere kjenner dem.")
	kari.Press("Send svaret")
	kari.See("Her står «Leverandør 1 AS», så de andre ser hvem som spør")
	kari.Fill("Spørsmålet slik alle leverandørene leser det", "Skal veveriene med?")
	kari.Press("Send svaret")
	kari.See("Sendt. 2 leverandører får e-post.", "Ingen leverandør venter på svar.", "Slik leverandøren skrev det", "Spurt av Leverandør 1 AS, Ola Nordmann 1")
	kari.Open("/procurements")
	kari.NotSee("venter på svar i")

	for _, a := range all {
		lastLinkTo(t, h, a.Contact.Email)
		if kindsTo(h, a.Contact.Email, letter.Replied) != 1 {
			t.Errorf("%s got no letter", a.Supplier.Name)
		}
	}
	told := h.Tray.To(all[1].Contact.Email)
	if text := told[len(told)-1].Text + told[len(told)-1].HTML; strings.Contains(text, "Leverandør 1") || !strings.Contains(text, "Skal veveriene med?") {
		t.Errorf("the letter to the other supplier:\n%s", text)
	}
	rival.Open("/assessments/" + string(all[1].ID))
	rival.Follow("Les 1 svar")
	rival.See("Svar 1", "Skal veveriene med?", "Ja, så langt dere kjenner dem.")
	rival.NotSee("Leverandør 1", "Ola Nordmann 1", "Kari", "Slik spurte dere")
	ola.Open(enquiriesOf(all[0]))
	ola.See("Svar 1", "Slik spurte dere", "Vi i Leverandør 1 AS lurer på")
	kari.Open("/procurements/" + string(all[0].Procurement.ID) + "/log")
	kari.See("Stilte et spørsmål for Leverandør 1 AS", "Svarte alle på et spørsmål fra Leverandør 1 AS (svar 1, 2 brev)")
}

func TestBeforeClosingOneAloneGetsAReplyOnlyForAReasonThatTheLogKeeps(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.Qualification, 2)
	id := asksFor(t, h, all[0], 1, "Lenken virker ikke hos oss.")
	kari, at := h.Member(account.Officer), exchangeOf(all[0])+"/"+string(id)
	fields := url.Values{"to": {"one"}, "text": {"Vi har sendt en ny."}, "sending": {"1"}}
	kari.Post(at, fields).Is(t, http.StatusUnprocessableEntity).Sees(t, "Skriv hvorfor bare én leverandør skal ha svaret", "Vi har sendt en ny.")
	fields.Set("reason", "Gjelder bare lenken deres.")
	kari.Follow(kari.Post(at, fields)).Sees(t, "Sendt. 1 leverandør får e-post.", "Bare til Leverandør 1 AS", "fordi: Gjelder bare lenken deres.")
	kari.Open(strings.TrimSuffix(exchangeOf(all[0]), "/enquiries")+"/log").Sees(t, "Svarte bare Leverandør 1 AS på et spørsmål, fordi: Gjelder bare lenken deres.")
	lastLinkTo(t, h, all[0].Contact.Email)
	if kindsTo(h, all[0].Contact.Email, letter.RepliedOnly) != 1 || len(h.Tray.To(all[1].Contact.Email)) != 1 {
		t.Error("the letter went to another than the one who asked")
	}
	h.Supplier(1).Open(enquiriesOf(all[0])).Sees(t, "Vi har sendt en ny.").Misses(t, "Gjelder bare lenken")
	h.Supplier(2).Open(enquiriesOf(all[1])).Sees(t, "Svar fra oppdragsgiveren (0)").Misses(t, "sendt en ny", "Lenken")
	h.Supplier(2).Open(enquiriesOf(all[0])).Is(t, http.StatusNotFound)
}

func TestInAContractOneAloneGetsAReplyAndIsAskedAfterTheDueTimeToo(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.Contract, 2)
	h.Clock.Set(all[0].Procurement.Closing.Add(24 * time.Hour))
	ola := h.Supplier(1)
	ola.Follow(ola.Post(enquiriesOf(all[0]), url.Values{"text": {"Kan vi få to uker til?"}, "topic": {"page/embed"}})).Sees(t, "Kan vi få to uker til?", "Gjelder: Hva har dere bestemt?")
	_, x, err := h.Enquiries.Exchange(t.Context(), h.Actor(account.Officer), all[0].Procurement.ID)
	if err != nil {
		t.Fatal(err)
	}
	kari, at := h.Member(account.Officer), exchangeOf(all[0])+"/"+string(x.Enquiries[0].ID)
	kari.Open(at).Misses(t, "Hvorfor?")
	kari.Follow(kari.Post(at, url.Values{"to": {"one"}, "text": {"Ja."}})).Sees(t, "Sendt. 1 leverandør får e-post.")
	h.Supplier(2).Open(enquiriesOf(all[1])).Misses(t, "to uker")
}

func TestAfterClosingNobodyAsksAndWhatWasTypedIsNotLost(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 1)
	id := asksFor(t, h, all[0], 1, "Rakk vi det?")
	h.Clock.Set(all[0].Procurement.Closing)
	ola := h.Supplier(1)
	ola.Open(enquiriesOf(all[0])).Sees(t, "Det kan ikke stilles flere spørsmål her.", "Rakk vi det?").Misses(t, "Send spørsmålet")
	ola.Open("/assessments/"+string(all[0].ID)+"/pages/embed").Misses(t, "uklart")
	ola.Post(enquiriesOf(all[0]), url.Values{"text": {"Ett minutt for sent"}}).Is(t, http.StatusConflict).Sees(t, "er ikke sendt", "Ett minutt for sent")
	kari := h.Member(account.Officer)
	kari.Open(exchangeOf(all[0])+"/"+string(id)).Sees(t, "Fristen er ute, så leverandørene kan ikke endre")
	kari.Follow(kari.Post(exchangeOf(all[0])+"/"+string(id), url.Values{"wording": {"Rakk vi det?"}, "text": {"Ja."}})).Sees(t, "Sendt.")
	ola.Open(enquiriesOf(all[0])).Sees(t, "Svar 1")
}

func TestAnAnnouncementGoesToAllButThoseWhoWillNotAnswerAndIsCorrectedByANewReply(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 3)
	declines := assessment.Objection{Kind: assessment.NotUs, Reason: "Vi selger ikke klær."}
	if err := h.Assessments.Object(t.Context(), h.Contact(3), all[2].ID, declines); err != nil {
		t.Fatal(err)
	}
	kari, at := h.Member(account.Officer), exchangeOf(all[0])
	kari.Open(at+"/new").Sees(t, "2 leverandører får e-post.")
	fields := url.Values{"text": {"Vi svarer til og med fredag."}, "sending": {"once"}}
	kari.Follow(kari.Post(at, fields)).Sees(t, "Sendt. 2 leverandører får e-post.", "Melding 1")
	kari.Follow(kari.Post(at, fields)).Misses(t, "Melding 2") // the same form, sent twice
	correct := kari.Open(at).Value(t, `a[href*="corrects="]`, "href")
	kari.Open(correct).Sees(t, "Melding 1", "Slik skal svaret være")
	_, query, _ := strings.Cut(correct, "?corrects=")
	kari.Follow(kari.Post(at, url.Values{"corrects": {query}, "text": {"Vi svarer til og med torsdag."}})).Sees(t, "Svar 2", "Retter svar 1", "Les heller svar 2").Misses(t, "Rett svar 1")
	h.Supplier(2).Open(enquiriesOf(all[1])).Sees(t, "torsdag", "Les heller svar 2")
	lastLinkTo(t, h, all[0].Contact.Email)
	for n, want := range []int{2, 2, 0} {
		if got := kindsTo(h, all[n].Contact.Email, letter.Announced); got != want {
			t.Errorf("%s got %d letters, want %d", all[n].Supplier.Name, got, want)
		}
	}
}

func TestTheSecondOfficerToReplyLosesNothingAndSeesTheFirstReply(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 1)
	id := asksFor(t, h, all[0], 1, "Skal veveriene med?")
	at := exchangeOf(all[0]) + "/" + string(id)
	kari, liv := h.Member(account.Officer), h.Member(account.Administrator)
	kari.Open(at)
	liv.Post(at, url.Values{"wording": {"Skal veveriene med?"}, "text": {"Ja."}}).Leads(t)
	kari.Post(at, url.Values{"wording": {"Skal veveriene med?"}, "text": {"Nei, bare systuene."}, "sending": {"2"}}).Is(t, http.StatusConflict).
		Sees(t, "Noen andre har svart på dette i mellomtiden", "Nei, bare systuene.")
	if to := kari.Open(at).Leads(t); to != exchangeOf(all[0]) {
		t.Errorf("an enquiry that has a reply leads to %s", to)
	}
}

func TestWithdrawnSuppliersNeitherAskNorReadAndTheirEnquiryDoesNotWait(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 2)
	asksFor(t, h, all[0], 1, "Er vi med?")
	if err := h.Assessments.WithdrawInvitation(t.Context(), h.Actor(account.Officer), all[0].ID); err != nil {
		t.Fatal(err)
	}
	ola := h.Supplier(1)
	ola.Open(enquiriesOf(all[0])).Is(t, http.StatusGone)
	ola.Post(enquiriesOf(all[0]), url.Values{"text": {"Hallo?"}}).Is(t, http.StatusGone)
	kari := h.Member(account.Officer)
	kari.Open("/procurements").Misses(t, "venter på svar i")
	kari.Open(exchangeOf(all[0])).Sees(t, "Ingen leverandør venter på svar.", "Invitasjonen er trukket tilbake", "Er vi med?")
}

func TestWhoAsksOverAndOverIsSlowedDownAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 1)
	ola := h.Supplier(1)
	for n := range 12 {
		ola.Post(enquiriesOf(all[0]), url.Values{"text": {fmt.Sprintf("Spørsmål %d", n)}}).Leads(t)
	}
	ola.Post(enquiriesOf(all[0]), url.Values{"text": {"Ett til"}}).Is(t, http.StatusTooManyRequests).Sees(t, "mange spørsmål på kort tid", "Ett til")
	h.Clock.Pass(11 * time.Minute)
	ola.Post(enquiriesOf(all[0]), url.Values{"text": {"Ett til"}}).Leads(t)
}

func TestAPageOfQuestionsLeadsToAskingAboutIt(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 1)
	ola := h.Supplier(1)
	ola.Open("/assessments/"+string(all[0].ID)+"/pages/embed").Sees(t, "Er noe på denne siden uklart? Spør Fjordvik kommune").
		Has(t, `a[href="`+enquiriesOf(all[0])+`?about=page/embed#ask"]`)
	ola.Open(enquiriesOf(all[0])+"?about=page/embed").Has(t, `option[value="page/embed"][selected]`)
	ola.Post(enquiriesOf(all[0]), url.Values{"text": {strings.Repeat("x", enquiry.MaxEnquiry+1)}, "topic": {"page/none"}}).
		Is(t, http.StatusUnprocessableEntity).Sees(t, "Teksten er for lang", "Velg et sted i skjemaet fra lista")
}

func TestEverythingAskedAndRepliedIsOneWorkbook(t *testing.T) {
	t.Parallel()
	h, all := enquiring(t, procurement.BeforeBids, 2)
	id := asksFor(t, h, all[0], 1, "=SUM(A1) Skal veveriene med?")
	asksFor(t, h, all[1], 2, "Når får vi svar?")
	kari := h.Member(account.Officer)
	kari.Post(exchangeOf(all[0])+"/"+string(id), url.Values{"wording": {"Skal veveriene med?"}, "text": {"Ja."}}).Leads(t)
	v := h.Member(account.Reader).Open(exchangeOf(all[0])+".xlsx").Is(t, http.StatusOK)
	rows := cellsOf(t, []byte(v.Body))
	if len(rows) != 3 || rows[1][1] != "Leverandør 2 AS" || rows[1][5] != "Når får vi svar?" {
		t.Fatalf("the workbook has %v", rows)
	}
	if got := rows[2]; got[0] != "1" || got[1] != "Leverandør 1 AS" || got[5] != "=SUM(A1) Skal veveriene med?" || got[6] != "Skal veveriene med?" || got[7] != "Ja." || got[8] != "Alle" {
		t.Errorf("the reply's line is %v", got)
	}
}
