package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// helperEmail is the address of who helps in these tests.
const helperEmail = "per@leverandor.example"

// helped is an assessment whose contact has asked Per to answer pages.
func helped(t *testing.T, h *housetest.House, a assessment.Assessment, supplier int, pages ...string) assessment.Colleague {
	t.Helper()
	contact := h.Contact(supplier)
	ask := assessment.AskedHelp{
		NewContact: assessment.NewContact{Name: "Per Hansen", Email: helperEmail, Language: "nb"}, Pages: pages, Message: "Kan du ta dette?",
	}
	if err := h.Assessments.AskColleague(t.Context(), contact, a.ID, ask); err != nil {
		t.Fatal(err)
	}
	desk, err := h.Assessments.Open(t.Context(), contact, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range desk.Colleagues {
		if c.Email == helperEmail {
			return c
		}
	}
	t.Fatal("nobody helps")
	return assessment.Colleague{}
}

// helpedBy is a house with an asked supplier, whose contact Per helps with
// pages.
func helpedBy(t *testing.T, pages ...string) (*housetest.House, assessment.Assessment, assessment.Colleague) {
	t.Helper()
	h := housetest.New(t)
	a := h.Invite(h.Publish(), 1)
	return h, a, helped(t, h, a, 1, pages...)
}

func at(a assessment.Assessment, what string) string {
	return strings.TrimSuffix("/assessments/"+string(a.ID)+"/"+what, "/")
}

func TestAContactAsksAColleagueWhoAnswersAndSaysThatTheyAreDone(t *testing.T) {
	t.Parallel()
	h, a, ola := asked(t, "nb")
	ola.Open(page(a, "embed"))
	ola.Choose(optionOf(t, ola, "oversight", "named"))
	ola.Press("Be en kollega svare på denne siden")
	ola.See("Hvem kan hjelpe deg?")
	ola.Press("Send brevet")
	ola.See("Skriv hva kollegaen heter.", "Skriv en e-postadresse")
	ola.Fill("Kollegaens navn", "Per Hansen")
	ola.Fill("Kollegaens e-postadresse", " Per@Leverandor.example ")
	ola.Choose("Sjekker dere at det hjelper?")
	ola.Fill("Melding til kollegaen (frivillig)", "Du kjenner dette best.\nSe https://evil.example/x")
	ola.Press("Send brevet")
	ola.See("Et brev er på vei til Per Hansen, per@leverandor.example.", "Har ikke åpnet",
		"Skal svare på: Hva har dere bestemt? og Sjekker dere at det hjelper?")
	ola.Open(page(a, "embed"))
	ola.See("Per Hansen er bedt om å svare på denne siden.")

	link := lastLinkTo(t, h, helperEmail)
	if word := h.Tray.To(helperEmail)[0]; strings.Contains(word.HTML, "evil.example/x") || !strings.Contains(word.Text, "Hva har dere bestemt?") {
		t.Errorf("the letter: %s\n%s", word.Text, word.HTML)
	}
	per := h.Visit("nb")
	per.Open(link)
	per.See("Ola Nordmann 1 ber om svar.", "Per Hansen")
	per.NotSee("Feil person eller feil bedrift?")
	per.Press("Fortsett")
	per.See("Ola Nordmann 1 ber deg om hjelp", "Du kjenner dette best.", "Dette blir du bedt om å svare på", "Resten kan du lese",
		"Bare Ola Nordmann 1 kan levere, trekke tilbake, gi videre eller svare nei.")
	per.NotSee("Be en kollega om hjelp", "La en kollega svare i stedet", "Feil person", "Se over og lever")
	per.Follow("Hva har dere bestemt?")
	per.See("Del 1 av 2")
	per.NotSee("Be en kollega svare på denne siden")
	per.Choose(optionOf(t, per, "policy", "chain"))
	per.Press("Lagre og fortsett")
	per.Attach("Velg filer, eller slipp dem her", "Retningslinjer.pdf", pdf)
	per.Press("Lagre og fortsett")
	per.See("Del 2 av 2", "Sjekker dere at det hjelper?")
	per.Press("Lagre og fortsett")
	per.See("Ola Nordmann 1 ber deg om hjelp") // no page is left but the overview
	per.Press("Jeg er ferdig")
	per.See("Ola Nordmann 1 har fått vite at du er ferdig.", "Du kan fortsatt endre svarene dine")
	per.Open("/requests")
	per.See("Ola Nordmann 1 svarer for Leverandør 1 AS og har bedt deg om hjelp.")

	ola.Open(at(a, ""))
	ola.See("Ferdig", "Sa fra om at alt er gjort")
	ola.Open(page(a, "embed"))
	ola.See("Per Hansen svarte", "Retningslinjer.pdf")
	lastLinkTo(t, h, a.Contact.Email)
	told := h.Tray.To(a.Contact.Email)
	if last := told[len(told)-1]; last.Kind != letter.ColleagueDone || !strings.Contains(last.Text, "Per Hansen (per@leverandor.example)") {
		t.Errorf("the contact was told %+v", last)
	}
}

func TestAColleagueChangesNothingButWhatTheyWereAsked(t *testing.T) {
	t.Parallel()
	h, a, _ := helpedBy(t, "embed")
	ola, per := h.Supplier(1), h.ByLink(helperEmail)
	ola.Post(page(a, "identify"), url.Values{"q": {"suppliers"}, "a.suppliers": {"full"}}).Leads(t)
	theirs := upload(t, announce(t, ola, a, "suppliers", "liste.pdf", pdf))
	ola.Patch("/uploads/"+theirs.ID, 0, strings.NewReader(string(pdf))).Is(t, http.StatusOK)

	per.Open(page(a, "identify")).Is(t, http.StatusOK).Sees(t, "Ola Nordmann 1 har ikke bedt deg om å svare her", "liste.pdf").Misses(t, "Lagre og fortsett")
	per.Open("/files/"+theirs.ID).Is(t, http.StatusConflict) // not scanned yet, and no secret
	refusals := []*housetest.View{
		per.Post(page(a, "identify"), url.Values{"q": {"suppliers"}, "a.suppliers": {"none"}, "r.suppliers": {"1"}}),
		per.PostJSON(at(a, "answers"), `{"save":"1","question":"suppliers","base":1,"page":"identify","value":{"a.suppliers":["none"]},"parts":{}}`),
		announce(t, per, a, "suppliers", "min.pdf", program),
		per.Upload(at(a, "files"), url.Values{"question": {"suppliers"}}, "min.pdf", pdf),
		per.Post("/files/"+theirs.ID, url.Values{"kind": {"policy"}}),
		per.Post("/files/"+theirs.ID+"/remove", nil),
		per.Post("/files/"+theirs.ID+"/use", url.Values{"question": {"supplier_checks"}}),
		per.Post(at(a, "submit"), url.Values{"name": {"Per"}, "role": {"leder"}, "confirmed": {"on"}}),
		per.Post(at(a, "colleagues"), url.Values{"name": {"Liv"}, "email": {"liv@x.example"}, "language": {"nb"}, "page": {"embed"}}),
	}
	for i, v := range refusals {
		if v.Status != http.StatusForbidden {
			t.Errorf("refusal %d is %d: %.200s", i+1, v.Status, v.Text())
		}
	}
	per.Post("/files/"+theirs.ID+"/use", url.Values{"question": {"policy"}}).Leads(t) // what they read they may show on their own page
	per.Open(at(a, "check")).Is(t, http.StatusOK).Sees(t, "Det er Ola Nordmann 1 som gjør dette.").Misses(t, "Lever svarene")
	per.Post(page(a, "embed"), url.Values{"q": {"policy"}, "a.policy": {"chain"}}).Leads(t)
	ola.Open(page(a, "identify")).Sees(t, "liste.pdf").Has(t, `input[name="a.suppliers"][value="full"][checked]`)
}

func TestARemovedColleagueIsOutAtOnceAndTheirAnswersStay(t *testing.T) {
	t.Parallel()
	h, a, c := helpedBy(t, "embed")
	ola, per := h.Supplier(1), h.ByLink(helperEmail)
	per.Post(page(a, "embed"), url.Values{"q": {"policy"}, "a.policy": {"chain"}}).Leads(t)
	half := upload(t, announce(t, per, a, "policy", "halv.pdf", pdf))
	per.Patch("/uploads/"+half.ID, 0, strings.NewReader(string(pdf[:50]))).Is(t, http.StatusOK)

	remove := at(a, "colleagues/"+string(c.Person)+"/remove")
	ola.Open(remove).Sees(t, "Skal Per Hansen ikke hjelpe lenger?", "Svar og filer de har gitt, blir stående.")
	ola.Follow(ola.Post(remove, nil)).Sees(t, "Per Hansen hjelper ikke lenger.").Misses(t, helperEmail)
	for _, path := range []string{at(a, ""), page(a, "embed"), at(a, "changes"), at(a, "check"), "/uploads/" + half.ID} {
		per.Open(path).Is(t, http.StatusNotFound)
	}
	per.Patch("/uploads/"+half.ID, 50, strings.NewReader(string(pdf[50:]))).Is(t, http.StatusNotFound)
	per.PostJSON(at(a, "answers"), `{"save":"1","question":"policy","base":1,"page":"embed","value":{"a.policy":["none"]},"parts":{}}`).Is(t, http.StatusNotFound)
	per.Open("/requests").Sees(t, "Ingen spørsmål venter på svar")
	ola.Open(page(a, "embed")).Has(t, `input[name="a.policy"][value="chain"][checked]`)
	ola.Post(remove, nil).Is(t, http.StatusNotFound)

	h.Invite(a.Procurement, 2)
	h.Supplier(2).Open(at(a, "colleagues/"+string(helped(t, h, a, 1, "embed").Person))).Is(t, http.StatusNotFound)
}

func TestTheBuyerLearnsNothingOfColleagues(t *testing.T) {
	t.Parallel()
	h, a, c := helpedBy(t, "embed")
	per := h.ByLink(helperEmail)
	per.Post(page(a, "embed"), url.Values{"q": {"policy"}, "a.policy": {"chain"}}).Leads(t)
	per.Post(at(a, "done"), nil).Leads(t)
	if err := h.Assessments.RemoveColleague(t.Context(), h.Contact(1), a.ID, c.Person); err != nil {
		t.Fatal(err)
	}
	kari, procured := h.Member(account.Administrator), "/procurements/"+string(a.Procurement.ID)
	for _, path := range []string{procured + "/log", procured + "/letters", procured + "/suppliers", procured + "/suppliers/" + string(a.ID), "/log", procured} {
		kari.Open(path).Is(t, http.StatusOK).Misses(t, "Per Hansen", helperEmail, "kollega om hjelp")
	}
	var events int
	query := "SELECT COUNT(*) FROM events WHERE assessment_id = '" + string(a.ID) + "' AND verb LIKE 'colleague.%'"
	if err := h.DB.SQL().QueryRowContext(t.Context(), query).Scan(&events); err != nil || events != 3 {
		t.Errorf("%d events are kept (%v), want asked, done and removed", events, err)
	}
}

// A buyer may be the contact, through a mail box of its own, as long as nothing
// is answered. Whom it asks then must not read on once the supplier answers.
func TestNobodyTheBuyerAskedAsTheContactReadsOn(t *testing.T) {
	t.Parallel()
	for name, takeOver := range map[string]func(h *housetest.House, id assessment.ID, to assessment.NewContact) error{
		"the contact hands over": func(h *housetest.House, id assessment.ID, to assessment.NewContact) error {
			return h.Assessments.HandOver(t.Context(), h.Contact(1), id, to)
		},
		"the buyer changes the contact": func(h *housetest.House, id assessment.ID, to assessment.NewContact) error {
			return h.Assessments.ChangeContact(t.Context(), h.Actor(account.Officer), id, to)
		},
	} {
		h, a, _ := helpedBy(t, "embed")
		per := h.ByLink(helperEmail)
		per.Open(at(a, "")).Is(t, http.StatusOK)
		lastLinkTo(t, h, helperEmail)
		if err := takeOver(h, a.ID, assessment.NewContact{Name: "Siri Dahl", Email: "siri@leverandor.example", Language: "nb"}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		siri := h.ByLink("siri@leverandor.example")
		siri.Post(page(a, "embed"), url.Values{"q": {"policy"}, "a.policy": {"chain"}}).Leads(t)
		per.Open(at(a, "")).Is(t, http.StatusNotFound)
		per.Open(at(a, "changes")).Is(t, http.StatusNotFound)

		siri.Open(at(a, "")).Sees(t, "Per Hansen ble bedt om hjelp av den som svarte før deg.", "Venter på deg", helperEmail)
		before := len(h.Tray.To(helperEmail))
		siri.Follow(siri.Post(at(a, "colleagues/keep"), nil)).Sees(t, "Kollegene kan fortsette.").Misses(t, "Venter på deg")
		lastLinkTo(t, h, helperEmail)
		words := h.Tray.To(helperEmail)
		if len(words) != before+1 || !strings.Contains(words[before].Text, "Siri Dahl svarer for Leverandør 1 AS") || strings.Contains(words[before].Text, "Kan du ta dette?") {
			t.Errorf("%s: %d letters, the last: %s", name, len(words), words[len(words)-1].Text)
		}
		per.Open(at(a, "")).Is(t, http.StatusOK).Sees(t, "Siri Dahl ber deg om hjelp")
		siri.Post(at(a, "colleagues/keep"), nil).Leads(t) // again: nothing
		if lastLinkTo(t, h, helperEmail); len(h.Tray.To(helperEmail)) != before+1 {
			t.Errorf("%s: keeping nobody wrote a letter", name)
		}
	}
}

func TestWhoCannotBeAColleague(t *testing.T) {
	t.Parallel()
	h, a, _ := helpedBy(t, "embed")
	ola := h.Supplier(1)
	ask := func(email string, pages ...string) *housetest.View {
		return ola.Post(at(a, "colleagues"), url.Values{"name": {"Liv Moe"}, "email": {email}, "language": {"nb"}, "page": pages, "message": {"Hei!"}})
	}
	ask("OLA1@leverandor.example", "embed").Is(t, http.StatusUnprocessableEntity).Sees(t, "Dette er din egen adresse.", "Hei!")
	ask(h.Actor(account.Officer).Email, "embed").Is(t, http.StatusUnprocessableEntity).Sees(t, "Adressen hører til Fjordvik kommune")
	ask("liv@leverandor.example").Is(t, http.StatusUnprocessableEntity).Sees(t, "Velg minst én side.")
	ask("liv@leverandor.example", "nowhere").Is(t, http.StatusUnprocessableEntity).Sees(t, "Velg minst én side.")
	ask(helperEmail, "track").Leads(t) // asked before: now about something else
	ola.Open(at(a, "")).Sees(t, "Skal svare på: Sjekker dere at det hjelper?").Misses(t, "Hva har dere bestemt? og")
	h.ByLink(helperEmail).Open(page(a, "embed")).Misses(t, "Lagre og fortsett")
	for n := range assessment.MaxColleagues - 1 {
		ask("liv"+string(rune('a'+n))+"@leverandor.example", "embed").Leads(t)
	}
	ask("one.more@leverandor.example", "embed").Is(t, http.StatusUnprocessableEntity).Sees(t, "10 kolleger kan hjelpe samtidig.")
	for range 2 * assessment.MaxColleagues {
		if v := ask(helperEmail, "track"); v.Status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("nobody slows down who writes letter after letter")
}

func TestAWithdrawnInvitationEndsForColleaguesToo(t *testing.T) {
	t.Parallel()
	h, a, _ := helpedBy(t, "embed")
	per := h.ByLink(helperEmail)
	if err := h.Assessments.WithdrawInvitation(t.Context(), h.Actor(account.Officer), a.ID); err != nil {
		t.Fatal(err)
	}
	per.Open(at(a, "")).Is(t, http.StatusGone).Sees(t, "Fjordvik kommune")
	per.Open("/requests").Sees(t, "Ingen spørsmål venter på svar")
	if lastLinkTo(t, h, a.Contact.Email); len(h.Tray.To(helperEmail)) != 0 {
		t.Error("the letter that waited went all the same")
	}
}

func TestOneHelpsInOneRequestAndAnswersAnother(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a, own := h.Invite(p, 1), h.Invite(p, 2)
	err := h.Assessments.AskColleague(t.Context(), h.Contact(1), a.ID, assessment.AskedHelp{
		NewContact: assessment.NewContact{Name: "Ola to", Email: own.Contact.Email, Language: "nb"}, Pages: []string{"embed"},
	})
	if err != nil {
		t.Fatal(err)
	}
	ola := h.Supplier(2)
	ola.Open("/requests").Sees(t, "Dere svarer for Leverandør 2 AS.", "Ola Nordmann 1 svarer for Leverandør 1 AS og har bedt deg om hjelp.")
	ola.Open(at(own, "hand-over")).Is(t, http.StatusOK)
	ola.Open(at(a, "hand-over")).Is(t, http.StatusForbidden)
}

func TestColleaguesAnswerQuestionsThatWereSentBackAndGetNoLetterOfIt(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	r.sendBack("policy", "rhythm")
	contact := r.answers()
	contact.Open(r.path("colleagues/new"))
	contact.Fill("Kollegaens navn", "Per Hansen")
	contact.Fill("Kollegaens e-postadresse", helperEmail)
	contact.Choose("Hva har dere bestemt?")
	contact.Press("Send brevet")
	per := r.ByLink(helperEmail)
	per.Open(r.path("pages/embed")).Sees(t, "Dette ber oppdragsgiveren dere rette:", "Lagre og fortsett")
	per.Post(r.path("pages/embed"), url.Values{"q": {"policy"}, "a.policy": {"own_staff"}, "r.policy": {"1"}}).Leads(t)
	per.Post(r.path("pages/track"), url.Values{"q": {"rhythm"}, "a.rhythm": {"never"}, "r.rhythm": {"1"}}).Is(t, http.StatusForbidden)
	per.Post(r.path("pages/embed"), url.Values{"q": {"oversight"}, "a.oversight": {"none"}, "r.oversight": {"1"}}).Is(t, http.StatusConflict)
	if lastLinkTo(t, r.House, helperEmail); len(r.Tray.To(helperEmail)) != 1 {
		t.Errorf("the colleague got %d letters", len(r.Tray.To(helperEmail)))
	}
}

func TestColleaguesCostNoStatement(t *testing.T) {
	t.Parallel()
	h, a, _ := helpedBy(t, "embed")
	ola, per := h.Supplier(1), h.ByLink(helperEmail)
	per.Open(at(a, "")).Is(t, http.StatusOK)
	alone := ola.Open(at(a, "")).Is(t, http.StatusOK)
	for n := range 8 {
		ola.Post(at(a, "colleagues"), url.Values{"name": {"Liv"}, "email": {"liv" + string(rune('a'+n)) + "@leverandor.example"}, "language": {"nb"}, "page": {"embed"}}).Leads(t)
	}
	ola.Open(at(a, "")).Is(t, http.StatusOK) // shows what was said
	if many := ola.Open(at(a, "")).Is(t, http.StatusOK).Sees(t, "livh@leverandor.example"); many.Statements != alone.Statements {
		t.Errorf("the overview takes %d statements with one colleague and %d with nine:\n%s", alone.Statements, many.Statements, many.SQL)
	}
	if v := per.Open(page(a, "embed")).Is(t, http.StatusOK); v.Statements > 6 {
		t.Errorf("a colleague opens a page in %d statements:\n%s", v.Statements, v.SQL)
	}
	save := `{"save":"1","question":"policy","base":0,"page":"embed","value":{"a.policy":["chain"]},"parts":{}}`
	if v := per.PostJSON(at(a, "answers"), save).Is(t, http.StatusOK); v.Statements > 4 {
		t.Errorf("a colleague saves in %d statements:\n%s", v.Statements, v.SQL)
	}
}

// Everybody's save raises the assessment's version; who asks or removes does not
// stumble over that.
func TestAskingIsNotRefusedSinceOthersAnswer(t *testing.T) {
	t.Parallel()
	h, a, c := helpedBy(t, "embed")
	per, ola := h.ActorByLink(helperEmail), h.Contact(1)
	for n := range 9 {
		var answering sync.WaitGroup
		answering.Go(func() { // fewer saves than there are tries
			for i := range 4 {
				base := int64(4*n + i)
				given := []assessment.Given{{Question: "policy", Value: []any{"chain", "none"}[i%2], Base: base}}
				if _, err := h.Assessments.Answer(t.Context(), per, a.ID, given); err != nil {
					t.Errorf("answer %d: %v", base+1, err)
				}
			}
		})
		ask := assessment.AskedHelp{
			NewContact: assessment.NewContact{Name: "Liv", Email: "liv" + string(rune('a'+n)) + "@leverandor.example", Language: "nb"}, Pages: []string{"track"},
		}
		if err := h.Assessments.AskColleague(t.Context(), ola, a.ID, ask); err != nil {
			t.Errorf("asking the %d. time: %v", n+1, err)
		}
		answering.Wait()
	}
	if err := h.Assessments.RemoveColleague(t.Context(), ola, a.ID, c.Person); err != nil {
		t.Error(err)
	}
}
