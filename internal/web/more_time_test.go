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
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// followUp is a published procurement in contract follow-up, due 15 January
// 2027 at noon.
func followUp(h *housetest.House) procurement.Procurement {
	return h.Publish(func(p *procurement.Procurement) {
		p.Stage, p.Closing = procurement.Contract, time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	})
}

func TestAnOfficerGivesTwoOfThreeSuppliersMoreTime(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := followUp(h)
	for n := 1; n <= 3; n++ {
		h.Invite(p, n)
	}
	h.WorkOnce(t.Context())
	kari := officer(h, "nb")
	kari.Open("/procurements/" + string(p.ID) + "/suppliers")
	kari.See("Skal bare noen få mer tid, krysser du dem av i listen.")
	kari.Press("Gi de valgte mer tid")
	kari.See("Kryss av for minst én leverandør som skal få mer tid.")
	kari.Choose("Velg Leverandør 1 AS")
	kari.Choose("Velg Leverandør 2 AS")
	kari.Press("Gi de valgte mer tid")
	kari.See("2 leverandører får mer tid", "Leverandør 1 AS", "Leverandør 2 AS", "15. jan. 2027 kl. 12.00")
	kari.NotSee("Leverandør 3 AS")

	kari.Fill("Hvorfor får de mer tid? (kan stå tomt)", "Fabrikken deres er stengt.")
	kari.Press("Fortsett")
	kari.See("Det er én ting å rette", "senere enn fristen Leverandør 1 AS har nå", "Fabrikken deres er stengt.")
	kari.Fill("Dato", "2027-01-29")
	kari.Press("Fortsett")
	kari.See("Ny frist", "fredag 29. januar 2027 kl. 12.00", "Fabrikken deres er stengt.", "Påminnelsene regnes på nytt")
	kari.Press("Velg et annet tidspunkt")
	kari.See("Hvorfor får de mer tid?")
	kari.Fill("Klokkeslett", "15:00")
	kari.Press("Fortsett")
	kari.Press("Gi 2 leverandører mer tid, og send brevene")
	kari.See("2 leverandører har fått mer tid og får brev om det.", "Egen frist:", "29. jan. 2027 kl. 15.00", "fredag 15. januar 2027 kl. 12.00")
	if got := strings.Count(kari.Words(), "Egen frist"); got != 2 {
		t.Errorf("the board shows %d due dates of their own, want 2", got)
	}
	kari.Follow("Leverandør 2 AS")
	kari.See("fredag 29. januar 2027 kl. 15.00", "Leverandøren har en egen frist, senere enn de andre.")
	kari.Open("/procurements/" + string(p.ID) + "/log")
	kari.See("Ga Leverandør 1 AS mer tid, til fredag 29. januar 2027 kl. 15.00 (norsk tid). Begrunnelse: Fabrikken deres er stengt.", "Ga Leverandør 2 AS mer tid")

	h.WorkOnce(t.Context())
	for n, want := range map[int]int{1: 2, 2: 2, 3: 1} {
		letters := h.Tray.To(h.Contact(n).Email)
		if len(letters) != want {
			t.Errorf("supplier %d has %d letters, want %d", n, len(letters), want)
			continue
		}
		if moved := letters[want-1]; want == 2 && (moved.Kind != letter.Moved || !strings.Contains(moved.Text, "29. januar 2027 kl. 15.00") ||
			strings.Contains(moved.Text, "alle som er spurt") || strings.Contains(moved.Text, "Fabrikken")) {
			t.Errorf("supplier %d reads\n%s", n, moved.Text)
		}
	}
	ola := h.Visit("nb")
	ola.Open(housetest.LinkIn(h.Tray.To(h.Contact(1).Email)[1]))
	ola.Press("Fortsett")
	ola.See("fredag 29. januar 2027 kl. 15.00")
	ola.NotSee("15. januar")
}

func TestTheEntryInTheCalendarMovesWithTheOwnDueTime(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := followUp(h)
	a := h.Invite(p, 1)
	h.WorkOnce(t.Context())
	until := p.Closing.AddDate(0, 0, 7)
	if _, err := h.Assessments.GiveTime(t.Context(), h.Actor(account.Officer), p.ID, []assessment.ID{a.ID}, assessment.MoreTime{Until: until}); err != nil {
		t.Fatal(err)
	}
	h.WorkOnce(t.Context())
	letters := h.Tray.To(h.Contact(1).Email)
	id, first, _ := entryIn(t, letters[0].Calendar)
	same, second, at := entryIn(t, letters[1].Calendar)
	_, fresh, downloaded := entryIn(t, h.Supplier(1).Open("/assessments/"+string(a.ID)+"/deadline.ics").Body)
	if same != id || second <= first || !at.Equal(until) || fresh != second || !downloaded.Equal(until) {
		t.Errorf("%s sequence %s became %s sequence %s at %v; the page gives %s at %v", id, first, same, second, at, fresh, downloaded)
	}
}

func TestWhoHasSubmittedIsNamedAndGetsNoMoreTime(t *testing.T) {
	t.Parallel()
	h := housetest.Build(t, housetest.Setup{Questionnaires: []*questionnaire.Questionnaire{asking(t, 2)}})
	p := h.Publish(func(p *procurement.Procurement) {
		p.Stage, p.Questionnaire = procurement.Contract, procurement.Edition{ID: "asking", Version: "1.0"}
	})
	a, done := h.Invite(p, 1), h.Invite(p, 2)
	submit(t, h, 2, done.ID)
	kari := h.Member(account.Officer)
	ids := url.Values{"assessment": {string(a.ID), string(done.ID)}}
	kari.Post(timeOf(p), ids).Is(t, http.StatusOK).Sees(t, "1 leverandør får mer tid", "Leverandør 2 AS – har levert")
	kari.Post(timeOf(p), url.Values{"assessment": {string(done.ID)}}).Is(t, http.StatusUnprocessableEntity).Sees(t, "Ingen av dem du valgte, kan få mer tid.")

	// Both have submitted when it is confirmed: nobody gets any, and it is said.
	submit(t, h, 1, a.ID)
	give := url.Values{"assessment": {string(a.ID)}, "closing_date": {"2027-01-29"}, "closing_clock": {"12:00"}, "then": {"give"}}
	kari.Post(timeOf(p), give).Is(t, http.StatusUnprocessableEntity).Sees(t, "Ingen av dem du valgte, kan få mer tid.")
}

func timeOf(p procurement.Procurement) string { return board(p) + "/deadline" }

func submit(t *testing.T, h *housetest.House, n int, id assessment.ID) {
	t.Helper()
	if _, err := h.Assessments.Submit(t.Context(), h.Contact(n), id, assessment.Declaration{Name: "Ola", Role: "leder", Confirmed: true}); err != nil {
		t.Fatal(err)
	}
}

func TestWhereAllMustHaveTheSameTimeTheButtonLeadsToAll(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	for _, stage := range []procurement.Stage{procurement.BeforeBids, procurement.Qualification} {
		p := h.Publish(func(p *procurement.Procurement) {
			p.Stage, p.Requirements = stage, []procurement.Requirement{{Question: "policy", Level: 2}}
		})
		h.Invite(p, 1)
		kari := officer(h, "nb")
		kari.Open("/procurements/" + string(p.ID) + "/suppliers")
		kari.Choose("Velg Leverandør 1 AS")
		kari.Press("Gi de valgte mer tid")
		kari.See("Utsett fristen for alle", "Før tilbud og i en kvalifisering skal alle ha like lang tid. Derfor kan fristen bare flyttes for alle samtidig.")
	}
}

func TestThePageOfOneSupplierLeadsToMoreTimeInAnyLanguage(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := followUp(h)
	a := h.Invite(p, 1)
	kari := officer(h, "nb")
	kari.Open("/procurements/" + string(p.ID) + "/suppliers/" + string(a.ID))
	kari.Follow("Gi mer tid")
	kari.See("1 leverandør får mer tid", "Leverandør 1 AS")
	who := h.Member(account.Officer)
	form := who.Post(timeOf(p), url.Values{"assessment": {string(a.ID)}}).Is(t, http.StatusOK)
	inEnglish(t, who, form, url.Values{"assessment": {string(a.ID)}, "closing_date": {"2027-02-01"}, "reason": {"Ny daglig leder."}}).
		Is(t, http.StatusOK).Sees(t, "1 supplier gets more time", "Ny daglig leder.").Has(t, `input[name="closing_date"][value="2027-02-01"]`)
	kari.Fill("Dato", "2027-02-01")
	kari.Fill("Hvorfor får de mer tid? (kan stå tomt)", "Ny daglig leder.")
	kari.Press("Fortsett")
	kari.Follow("Nynorsk")
	kari.See("måndag 1. februar 2027", "Grunngiving", "Ny daglig leder.")
	kari.Press("Gi 1 leverandør meir tid, og send brevet")
	kari.See("1 leverandør har fått meir tid", "Eigen frist")
}

func TestTheBoardAndItsFilesGoByTheOwnDueTime(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := followUp(h)
	a := h.Invite(p, 1)
	h.Invite(p, 2)
	until := p.Closing.AddDate(0, 0, 10)
	if _, err := h.Assessments.GiveTime(t.Context(), h.Actor(account.Officer), p.ID, []assessment.ID{a.ID}, assessment.MoreTime{Until: until}); err != nil {
		t.Fatal(err)
	}
	h.Clock.Set(p.Closing.Add(-24 * time.Hour))
	kari := h.Member(account.Officer)
	kari.Open("/procurements").Sees(t, "1 leverandør har ikke levert: Arbeidsklær")
	h.Clock.Set(until.Add(-24 * time.Hour))
	kari = h.Member(account.Officer)
	kari.Open("/procurements").Sees(t, "1 leverandør med egen frist har ikke levert, og fristen går ut i morgen")
	kari.Open(board(p)+"?state=overdue").Sees(t, "Leverandør 2 AS", "Viser 1 av 2.").Misses(t, "Leverandør 1 AS")
	csv := kari.Open(board(p) + ".csv").Body
	for _, want := range []string{";Frist;", "2027-01-25 12:00", "2027-01-15 12:00"} {
		if !strings.Contains(csv, want) {
			t.Errorf("%s is not in the file:\n%s", want, csv)
		}
	}
	h.Clock.Set(until)
	kari = h.Member(account.Officer)
	kari.Open(board(p)+"?state=overdue").Sees(t, "Leverandør 1 AS", "Viser 2 av 2.")
}

func TestGivingFourHundredMoreTimeTakesFewStatements(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	taken := map[int][2]int{}
	for _, count := range []int{2, 400} {
		p := followUp(h)
		list := make([]assessment.Line, count)
		for i := range list {
			list[i] = assessment.Line{Number: i + 1, Invitation: assessment.Invitation{
				Supplier: assessment.Supplier{Name: fmt.Sprintf("Leverandør %d", i)}, Name: "Ola", Email: fmt.Sprintf("ola%d@mange.example", i), Language: "nb",
			}}
		}
		if _, err := h.Assessments.InviteMany(t.Context(), h.Actor(account.Officer), p.ID, list); err != nil {
			t.Fatal(err)
		}
		_, rows, err := h.Assessments.Board(t.Context(), h.Actor(account.Officer), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{"closing_date": {"2027-01-29"}, "closing_clock": {"12:00"}, "then": {"check"}}
		for _, r := range rows {
			form.Add("assessment", string(r.ID))
		}
		kari := h.Member(account.Officer)
		check := kari.Post(timeOf(p), form).Is(t, http.StatusOK).Sees(t, fmt.Sprintf("Gi %d leverandører mer tid", count))
		form.Set("then", "give")
		give := kari.Post(timeOf(p), form)
		give.Leads(t)
		taken[count] = [2]int{check.Statements, give.Statements}
		if count == 400 {
			kari.Open("/procurements/"+string(p.ID)+"/letters?kind=moved").Sees(t, "Viser 400 av 800.")
			if give.Statements > 18 {
				t.Errorf("giving 400 more time takes %d statements:\n%s", give.Statements, give.SQL)
			}
		}
	}
	if few, many := taken[2], taken[400]; few[0] != many[0] || many[1] > few[1]+3 {
		t.Errorf("for 2: %v statements, for 400: %v", few, many)
	}
}
