package web_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/reminder"
	"aktsom/internal/web/webtest"
)

// officer is a procurement officer of the first buyer at a browser.
func officer(h *housetest.House, lang string) *webtest.Person {
	p := h.Visit("nb")
	p.Open("/sign-in/password")
	p.Fill("E-postadresse", h.Actor(account.Officer).Email)
	p.Fill("Passord", housetest.Password)
	p.Press("Logg inn")
	p.Open("/procurements?lang=" + lang)
	return p
}

func TestAnOfficerPlansPublishesInvitesAndExtends(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := officer(h, "nb")
	kari.See("Ingen anskaffelser ennå", "Begynn med å lage et utkast")

	kari.Follow("Ny anskaffelse")
	kari.Fill("Anskaffelse", "Arbeidsklær til hjemmetjenesten")
	kari.Fill("Saksnummer (kan stå tomt)", "2026/77")
	kari.Choose("Oppfølging av kontrakt")
	kari.Fill("Dato", "2027-01-15")
	kari.Fill("Klokkeslett", "12:00")
	kari.Choose("Arbeidsklær, sko og tekstiler")
	kari.Fill("Anslått verdi i NOK, uten merverdiavgift (kan stå tomt)", "kr 5 000 000,-")
	kari.Press("Lagre utkastet")
	kari.See(
		"Utkastet er lagret", "Arbeidsklær til hjemmetjenesten", "fredag 15. januar 2027 kl. 12.00 (norsk tid)", "NOK 5 000 000",
		"mandag 18. januar 2027 kl. 08.00", // three days after: the stage's own plan, since the offered one was left alone
		"Se over planen, og publiser den.",
	)

	kari.Follow("Publiser")
	kari.See("Vil du publisere anskaffelsen?", "ligger dette fast", "Oppfølging av kontrakt")
	kari.Press("Publiser")
	kari.See("Anskaffelsen er publisert.", "Ingen leverandører ennå")

	kari.Follow("Inviter en leverandør")
	kari.Fill("Leverandørens navn", "Ås Arbeidsklær AS")
	kari.Fill("Organisasjonsnummer", "974 760 673")
	kari.Fill("Kontaktpersonens navn", "Ola Nordmann")
	kari.Fill("E-postadresse", "ola@as.example")
	kari.Press("Send, og inviter en til")
	kari.See("Ås Arbeidsklær AS er invitert. Brevet er på vei.")
	kari.Follow("Leverandører")
	kari.See("Ås Arbeidsklær AS", "974 760 673", "Ola Nordmann", "Brevet venter", "Viser 1 av 1.")
	h.WorkOnce(t.Context())
	kari.Open(kari.Place)
	kari.See("Brevet er sendt")

	kari.Follow("Utsett fristen")
	kari.See("Fristen nå", "fredag 15. januar 2027 kl. 12.00")
	kari.Fill("Dato", "2027-01-10")
	kari.Press("Fortsett")
	kari.See("Det er én ting å rette", "bare flyttes til et senere tidspunkt")
	kari.Fill("Dato", "2027-01-29")
	kari.Press("Fortsett")
	kari.See("fredag 15. januar 2027 kl. 12.00", "fredag 29. januar 2027 kl. 12.00", "1 leverandør")
	kari.Press("Flytt fristen og send brevene")
	kari.See("Fristen er flyttet, og 1 leverandør får brev om det.", "fredag 29. januar 2027 kl. 12.00")
	h.WorkOnce(t.Context())
	if letters := h.Tray.To("ola@as.example"); len(letters) != 2 || letters[1].Kind != letter.Moved {
		t.Errorf("the supplier has %d letters: %+v", len(letters), letters)
	}

	kari.Follow("Logg")
	kari.See("Kari officer", "Laget et utkast", "Publiserte anskaffelsen", "Inviterte Ås Arbeidsklær AS", "Flyttet fristen til fredag 29. januar 2027")
	kari.Follow("Spørreskjema")
	kari.See("Dette blir leverandørene spurt om", "Nivå 4 av 4", "Nøkkelspørsmål")
	kari.Open(kari.Place + "?in=en")
	kari.See("Dette blir leverandørene spurt om", "Who are you?")
	kari.Open("/procurements")
	kari.See("0 av 1", "Åpen for svar")
}

func TestWhatWasTypedStaysWhenSomethingIsWrong(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := officer(h, "nb")
	kari.Open("/procurements/new")
	kari.Fill("Saksnummer (kan stå tomt)", "2026/78")
	kari.Fill("Dato", "2027-03-28") // the night the clocks go forward
	kari.Fill("Klokkeslett", "02:30")
	kari.Fill("Når skal vi minne om fristen?", "14, snart")
	kari.Fill("Anslått verdi i NOK, uten merverdiavgift (kan stå tomt)", "fem millioner")
	kari.Choose("IKT-produkter")
	kari.Press("Lagre utkastet")
	if kari.Status != http.StatusUnprocessableEntity {
		t.Errorf("the answer is %d", kari.Status)
	}
	kari.See("Det er 4 ting å rette", "Skriv hva som skal anskaffes.", "klokka stilles fram", "Skriv antall dager før fristen", "Skriv anslått verdi som et tall")
	for _, kept := range []string{`value="2026/78"`, `value="2027-03-28"`, `value="02:30"`, `value="14, snart"`, `value="fem millioner"`, `href="#closing"`} {
		if !strings.Contains(kari.Source, kept) {
			t.Errorf("%s is gone from the page", kept)
		}
	}
	if strings.Index(kari.Source, `href="#title"`) > strings.Index(kari.Source, `href="#value"`) {
		t.Error("the mistakes do not stand in the order of the page")
	}
	kari.Fill("Anskaffelse", "Mobiltelefoner")
	kari.Fill("Klokkeslett", "03:30")
	kari.Fill("Når skal vi minne om fristen?", "14")
	kari.Fill("Anslått verdi i NOK, uten merverdiavgift (kan stå tomt)", "1.200.000,50")
	kari.Press("Lagre utkastet")
	kari.See("Utkastet er lagret", "søndag 28. mars 2027 kl. 03.30", "NOK 1 200 000,5", "IKT-produkter")
}

func TestAnOrganisationNumberIsChecked(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	kari := officer(h, "en")
	kari.Open("/procurements/" + string(p.ID) + "/suppliers/new")
	kari.Fill("Name of the supplier", "Berg & Son")
	kari.Fill("Organisation number", "974760674")
	kari.Fill("Name of the contact person", "Anne Berg")
	kari.Fill("E-mail address", "anne.berg.example")
	kari.Choose("English")
	kari.Press("Send the invitation")
	kari.See("There are 2 things to correct", "The organisation number is not right", "Write an e-mail address")
	if kari.Status != http.StatusUnprocessableEntity || !strings.Contains(kari.Source, `value="Berg &amp; Son"`) {
		t.Errorf("status %d, or what was typed is gone", kari.Status)
	}
	kari.Fill("Organisation number", "974760673")
	kari.Fill("E-mail address", "anne@berg.example")
	kari.Press("Send the invitation")
	kari.See("Berg & Son is invited")

	kari.Open("/procurements/" + string(p.ID) + "/suppliers/new")
	kari.Fill("Name of the supplier", "Berg & Son again")
	kari.Fill("Organisation number", "974760673")
	kari.Fill("Name of the contact person", "Anne Berg")
	kari.Fill("E-mail address", "anne@berg.example")
	kari.Press("Send the invitation")
	kari.See("is invited already")
}

// board is the address of a procurement's suppliers.
func board(p procurement.Procurement) string { return "/procurements/" + string(p.ID) + "/suppliers" }

func TestAfterPublishingWhatAnswersAreJudgedByIsTextAndStaysAsItWas(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	path := "/procurements/" + string(p.ID)
	kari := h.Member(account.Officer)
	kari.Open(path+"/edit").Sees(t, "Dette ligger fast", "Før tilbud")
	if fields := kari.Open(path + "/edit").All("[name=stage], [name=closing_date], [name=value], [name=questionnaire], [name=categories]"); len(fields) > 0 {
		t.Errorf("%d fields of what is fixed can be changed", len(fields))
	}
	kari.Post(path+"/edit", url.Values{
		"revision": {"2"}, "title": {"Ny tittel"}, "plan": {"3"}, "contact_name": {"Per"}, "contact_email": {"per@fjord.example"},
		"stage": {"contract_follow_up"}, "closing_date": {"2028-01-01"}, "closing_clock": {"12:00"}, "value": {"7"},
	}).Leads(t)
	now, err := h.Procurements.Load(t.Context(), h.Actor(account.Officer), p.ID)
	if err != nil || now.Title != "Ny tittel" || now.Stage != p.Stage || !now.Closing.Equal(p.Closing) || now.Value != p.Value {
		t.Errorf("after editing: %+v, %v", now, err)
	}
	again := kari.Post(path+"/edit", url.Values{
		"revision": {"2"}, "title": {"For sen"}, "plan": {"3"}, "contact_name": {"Per"}, "contact_email": {"per@fjord.example"},
	})
	again.Is(t, http.StatusConflict).Sees(t, "Noen andre endret anskaffelsen").
		Has(t, "[name=title][value='For sen']").Has(t, "[name=revision][value='3']")
}

func TestEachRoleSeesAndMayWhatItIsFor(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	h.WorkOnce(t.Context())
	path := "/procurements/" + string(p.ID)
	line := board(p) + "/" + string(a.ID)
	letters, err := h.Reminders.Letters(t.Context(), h.Actor(account.Reader), p.ID)
	if err != nil || len(letters) != 1 {
		t.Fatalf("letters: %v, %v", letters, err)
	}
	reads := []string{
		"/procurements", path, path + "/questionnaire", board(p), board(p) + ".csv", line, path + "/letters",
		"/letters/" + letters[0].ID, path + "/log",
	}
	asks := []string{
		"/procurements/new", path + "/edit", path + "/publish", path + "/deadline", board(p) + "/new", line + "/contact", line + "/withdraw",
	}
	does := []string{
		"/procurements", path + "/edit", path + "/publish", path + "/deadline?x", board(p), board(p) + "/remind",
		line + "/remind", line + "/resend", line + "/contact", line + "/withdraw",
	}
	typed := url.Values{
		"revision": {"2"}, "closing_date": {"2027-03-01"}, "closing_clock": {"12:00"}, "name": {"Liv"}, "email": {"liv@x.example"},
		"language": {"nb"}, "supplier": {"X"}, "assessment": {string(a.ID)},
	}
	for _, role := range account.Roles() {
		person := h.Member(role)
		for _, page := range reads {
			person.Open(page).Is(t, http.StatusOK)
		}
		if role.MayManage() {
			person.Open(board(p)).Sees(t, "Inviter en leverandør", "Utsett fristen")
			continue
		}
		for _, page := range reads {
			person.Open(page).Misses(t, "Inviter en leverandør", "Utsett fristen", "Ny anskaffelse", "Send påminnelse", "Bytt kontaktperson", "Endre anskaffelsen")
		}
		for _, page := range asks {
			person.Open(page).Is(t, http.StatusForbidden)
		}
		for _, action := range does {
			person.Post(action, typed).Is(t, http.StatusForbidden)
		}
	}
	for name, person := range map[string]*housetest.Person{
		"another buyer's officer": h.OtherMember(account.Officer), "the supplier": h.Supplier(1),
	} {
		for _, page := range slices.Concat(reads[1:], asks[1:]) {
			if status := person.Open(page).Status; status != http.StatusNotFound {
				t.Errorf("%s opens %s: %d", name, page, status)
			}
		}
		for _, action := range does[1:] {
			if status := person.Post(action, typed).Status; status != http.StatusNotFound {
				t.Errorf("%s posts to %s: %d", name, action, status)
			}
		}
	}
	if to := h.Anonymous().Open(path).Leads(t); !strings.HasPrefix(to, "/sign-in") {
		t.Errorf("who is not signed in is led to %s", to)
	}
}

func TestALetterIsShownAsSentWithoutItsLink(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	h.Invite(p, 1)
	h.WorkOnce(t.Context())
	sent := h.Tray.Letters()[0]
	link := housetest.LinkIn(sent)
	if link == "" {
		t.Fatal("the letter as sent has no link")
	}
	for lang, words := range map[string][]string{
		"nb": {"[personlig lenke]", "Bare mottakeren får lenken."}, "en": {"[personal link]", "Only the addressee gets the link"},
	} {
		kari := h.Member(account.Reader)
		kari.Open("/?lang=" + lang)
		view := kari.Open("/letters/"+sent.ID).Is(t, http.StatusOK)
		view.Sees(t, append(words, "Hei, Ola Nordmann 1.", "ola1@leverandor.example", sent.Subject)...)
		for _, secret := range []string{strings.TrimPrefix(link, "/link/"), letter.LinkPlaceholder} {
			if strings.Contains(view.Body, secret) {
				t.Errorf("%s: the page holds %s", lang, secret)
			}
		}
	}
}

func TestRefusedLettersStandOnTopWithTheServersWords(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	h.Invite(p, 2)
	h.Tray.Refuse = func(l letter.Letter) error {
		if l.To == "ola1@leverandor.example" {
			return &reminder.Refusal{Permanent: true, Words: "550 5.1.1 no such <mailbox>"}
		}
		return nil
	}
	h.WorkOnce(t.Context())
	kari := h.Member(account.Officer)
	for _, page := range []string{board(p), board(p) + "/" + string(a.ID), "/procurements/" + string(p.ID) + "/letters"} {
		kari.Open(page).Sees(t, "ikke fram", "550 5.1.1 no such <mailbox>")
	}
	list := kari.Open("/procurements/" + string(p.ID) + "/letters").Body
	if strings.Index(list, "ola1@leverandor.example") > strings.Index(list, "ola2@leverandor.example") {
		t.Error("the letter that failed does not stand first")
	}
	kari.Open("/procurements").Sees(t, "Dette venter på deg", "1 brev kom ikke fram")
	kari.Open(board(p)+"?state=refused").Sees(t, "Leverandør 1 AS").Misses(t, "Leverandør 2 AS")

	kari.Post(board(p)+"/"+string(a.ID)+"/contact", url.Values{"name": {"Liv Moe"}, "email": {"liv@leverandor.example"}, "language": {"en"}}).Leads(t)
	h.WorkOnce(t.Context())
	kari.Open(board(p)+"/"+string(a.ID)).Sees(t, "Liv Moe", "Brevet er sendt")
	kari.Open("/procurements").Misses(t, "kom ikke fram")
}

func TestABuyerCannotTakeTheContactsPlaceOnceThereAreAnswers(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	answer(t, h, a)
	kari := h.Member(account.Officer)
	line := board(p) + "/" + string(a.ID)
	kari.Open(line).Sees(t, "har begynt å svare", "Besvart").Misses(t, "Bytt kontaktperson")
	kari.Open(line+"/contact").Sees(t, "har begynt å svare")
	kari.Post(line+"/contact", url.Values{"name": {"Kari"}, "email": {"kari@fjord.example"}, "language": {"nb"}}).
		Is(t, http.StatusConflict).Sees(t, "har begynt å svare")
}

// answer saves an answer as the first supplier's contact.
func answer(t *testing.T, h *housetest.House, a assessment.Assessment) {
	t.Helper()
	desk, err := h.Assessments.Open(t.Context(), h.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range desk.Questionnaire.Definition().Pages {
		for _, q := range page.Questions {
			if q.Kind == "choice" {
				_, err := h.Assessments.Answer(t.Context(), h.Contact(1), a.ID, []assessment.Given{{Question: q.ID, Value: q.Options[0].Value}})
				if err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
}

func TestAnInvitationIsWithdrawnAfterAQuestion(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	kari := officer(h, "nb")
	kari.Open(board(p) + "/" + string(a.ID))
	kari.Follow("Trekk invitasjonen tilbake")
	kari.See("Vil du trekke invitasjonen tilbake?", "Leverandør 1 AS", "får et brev om det")
	kari.Press("Trekk invitasjonen tilbake")
	kari.See("Invitasjonen til Leverandør 1 AS er trukket tilbake.", "Trukket tilbake")
	kari.Open(board(p) + "/" + string(a.ID) + "/withdraw")
	if kari.Status != http.StatusConflict {
		t.Errorf("withdrawing twice is answered %d", kari.Status)
	}
	h.WorkOnce(t.Context())
	if letters := h.Tray.To("ola1@leverandor.example"); len(letters) != 1 || letters[0].Kind != letter.Withdrawn {
		t.Errorf("the supplier got %+v", letters)
	}
}

func TestSeveralAreRemindedAtOnceAndTheOthersAreNot(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	for n := range 3 {
		h.Invite(p, n+1)
	}
	h.WorkOnce(t.Context())
	kari := officer(h, "nb")
	kari.Open(board(p))
	kari.Press("Send påminnelse til de valgte")
	kari.See("Kryss av for minst én leverandør")
	kari.Choose("Velg Leverandør 1 AS")
	kari.Choose("Velg Leverandør 3 AS")
	kari.Press("Send påminnelse til de valgte")
	kari.See("2 påminnelser er på vei.")
	h.WorkOnce(t.Context())
	for n, want := range map[int]int{1: 2, 2: 1, 3: 2} {
		if got := len(h.Tray.To(fmt.Sprintf("ola%d@leverandor.example", n))); got != want {
			t.Errorf("supplier %d has %d letters, want %d", n, got, want)
		}
	}
}

func TestTheBoardIsSearchedFilteredAndSortedByItsAddress(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	for _, name := range []string{"Ås Tekstil", "Berg AS", "Aas & Sønn", "Ødegård"} {
		invite(t, h, p, name, "")
	}
	kari := h.Member(account.Reader)
	inOrder(t, kari.Open(board(p)), "Berg AS", "Ødegård", "Aas & Sønn", "Ås Tekstil")
	inOrder(t, kari.Open(board(p)+"?sort=name&dir=desc"), "Ås Tekstil", "Aas & Sønn", "Ødegård", "Berg AS")
	kari.Open(board(p)+"?q=berg").Sees(t, "Berg AS", "Viser 1 av 4.").Misses(t, "Ødegård")
	kari.Open(board(p)+"?state=submitted").Sees(t, "Ingen passer", "Vis alle")
	kari.Open(board(p)+"?state=nonsense&sort=nonsense").Is(t, http.StatusOK).Sees(t, "Viser 4 av 4.")
}

// inOrder fails the test unless the rows of the page's table begin with these.
func inOrder(t *testing.T, v *housetest.View, names ...string) {
	t.Helper()
	var got []string
	for _, n := range v.All("th[scope=row] a") {
		got = append(got, housetest.TextOf(n))
	}
	if !slices.Equal(got, names) {
		t.Errorf("the rows are %q, want %q", got, names)
	}
}

// invite asks a supplier by name.
func invite(t *testing.T, h *housetest.House, p procurement.Procurement, name, number string) {
	t.Helper()
	_, err := h.Assessments.Invite(context.Background(), h.Actor(account.Officer), p.ID, assessment.Invitation{
		Supplier: assessment.Supplier{Name: name, Number: number}, Name: "Kontakt", Email: "kontakt@leverandor.example", Language: "nb",
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheListOpensInASpreadsheetAndRunsNothing(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	for _, name := range []string{`=HYPERLINK("http://evil.example","x")`, "+47 Vakt", "-minus", "@at", `Berg; "Sønn" AS`} {
		invite(t, h, p, name, "")
	}
	for lang, comma := range map[string]rune{"nb": ';', "nn": ';', "en": ','} {
		kari := h.Member(account.Reader)
		kari.Open("/?lang=" + lang)
		view := kari.Open(board(p)+".csv").Is(t, http.StatusOK)
		text, marked := strings.CutPrefix(view.Body, "\ufeff")
		if !marked || !strings.HasPrefix(view.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: no byte order mark, or %q", lang, view.Header.Get("Content-Disposition"))
		}
		r := csv.NewReader(strings.NewReader(text))
		r.Comma = comma
		records, err := r.ReadAll()
		if err != nil || len(records) != 6 {
			t.Fatalf("%s: %d lines, %v", lang, len(records), err)
		}
		seen := map[string]bool{}
		for _, record := range records[1:] {
			seen[record[0]] = true
			if strings.ContainsAny(record[0][:1], "=+-@") {
				t.Errorf("%s: the cell %q would be run", lang, record[0])
			}
		}
		if !seen[`Berg; "Sønn" AS`] || !seen["'+47 Vakt"] {
			t.Errorf("%s: names are changed: %v", lang, seen)
		}
	}
}

func TestAnswersAreSealedUntilClosingAndTheBoardSaysSo(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish(func(p *procurement.Procurement) { p.Closing = housetest.Start.Add(time.Hour) })
	h.Invite(p, 1)
	kari := h.Member(account.Evaluator)
	kari.Open(board(p)).Sees(t, "Svarene er lukket. De åpnes for dere")
	h.Clock.Set(p.Closing)
	kari.Open(board(p)).Sees(t, "Over fristen").Misses(t, "Svarene er lukket")
	officer := h.Member(account.Officer)
	officer.Open(board(p)).Misses(t, "Utsett fristen", "Inviter en leverandør", "Send påminnelse")
	officer.Open("/procurements/"+string(p.ID)+"/deadline?closing_date=2028-01-01&closing_clock=12:00").Is(t, http.StatusConflict)
	officer.Post("/procurements/"+string(p.ID)+"/deadline", url.Values{"closing_date": {"2028-01-01"}, "closing_clock": {"12:00"}}).Is(t, http.StatusConflict)
}

func TestFourHundredSuppliersTakeNoMoreStatementsThanFour(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	small, large := h.Publish(), h.Publish()
	officer := h.Actor(account.Officer)
	for p, suppliers := range map[procurement.ID]int{small.ID: 4, large.ID: 400} {
		for n := range suppliers {
			_, err := h.Assessments.Invite(t.Context(), officer, p, assessment.Invitation{
				Supplier: assessment.Supplier{Name: fmt.Sprintf("Leverandør %03d %s", n, strings.Repeat("langtnavn", 12))},
				Name:     "Kontakt", Email: fmt.Sprintf("k%d@leverandor.example", n), Language: "nb",
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	kari := h.Member(account.Officer)
	for _, page := range []string{"", "/suppliers", "/suppliers.csv", "/letters", "/log", "/deadline"} {
		few := kari.Open("/procurements/"+string(small.ID)+page).Is(t, http.StatusOK)
		many := kari.Open("/procurements/"+string(large.ID)+page).Is(t, http.StatusOK)
		if few.Statements != many.Statements || many.Statements > 4 {
			t.Errorf("%q takes %d statements for 4 suppliers and %d for 400:\n%s", page, few.Statements, many.Statements, many.SQL)
		}
	}
	list := kari.Open("/procurements/" + string(large.ID) + "/suppliers")
	if rows := strings.Count(list.Body, `scope="row"`); rows != 400 {
		t.Errorf("the board has %d rows", rows)
	}
	remind := url.Values{}
	rows, err := h.DB.Assessments().Board(t.Context(), officer.Organisation, large.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		remind.Add("assessment", string(r.ID))
	}
	view := kari.Post("/procurements/"+string(large.ID)+"/suppliers/remind", remind)
	if view.Leads(t); view.Statements > 12 {
		t.Errorf("reminding 400 takes %d statements:\n%s", view.Statements, view.SQL)
	}
	closing := url.Values{"closing_date": {"2027-03-01"}, "closing_clock": {"12:00"}}
	view = kari.Post("/procurements/"+string(large.ID)+"/deadline", closing)
	if view.Leads(t); view.Statements > 15 {
		t.Errorf("extending for 400 takes %d statements:\n%s", view.Statements, view.SQL)
	}
}

func TestAReceiptIsAsSealedAsTheAnswers(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.BeforeBids)
	r := w.invite("Berg AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.submit()
	letters, err := w.Reminders.Letters(t.Context(), w.Actor(account.Officer), w.buys.ID)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(letters, func(l letter.Letter) bool { return l.Kind == letter.Receipt })
	if i < 0 || !strings.Contains(letters[i].Text, "policy.pdf") {
		t.Fatalf("no receipt with its files among %d letters", len(letters))
	}
	kari := w.buyer(w.Actor(account.Officer))
	receipt, line := "/letters/"+letters[i].ID, board(w.buys)+"/"+string(r.id)
	kari.Open(receipt)
	kari.See("Du kan lese den når svarene er åpnet.")
	kari.NotSee("policy.pdf", "SHA-256")
	kari.Open(line)
	kari.See("Levert", "Svarene er lukket.")
	kari.NotSee("Vurder svarene")

	w.Clock.Set(w.buys.Closing)
	kari = w.buyer(w.Actor(account.Officer))
	kari.Open(receipt)
	kari.See("policy.pdf", "SHA-256")
	kari.Open("/procurements")
	kari.See("1 leverandør har levert og er ikke vurdert")
	kari.Open(line)
	kari.NotSee("Svarene er lukket.")
	kari.Follow("Vurder svarene")
	if kari.Status != http.StatusOK {
		t.Errorf("the way to the review leads to %d", kari.Status)
	}
}
