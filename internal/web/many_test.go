package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

const pasted = `Kontaktperson	E-post	Leverandør	Org.nr.	Merknad	Språk
Ola Nordmann	ola@as.example	Ås Arbeidsklær AS	974 760 673	stor	Nynorsk
Anne Berg	anne@berg.example	Berg & Son Ltd			English
Per	per@fjell.example	Fjell AS	974760674
Ola	ola@as.example	Ås igjen	974760673		nb
Liv Moe	Liv Moe <liv@moe.example>	Moe AS			svensk
		Uten kontakt AS
`

func TestAListIsPastedCorrectedAndInvitedWithoutLosingALine(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	kari := officer(h, "nb")
	kari.Open(board(p))
	kari.See("Ingen leverandører ennå")
	kari.Follow("Inviter mange")
	kari.Fill("Lim inn listen", pasted)
	kari.Press("Sjekk listen")
	if kari.Status != http.StatusUnprocessableEntity {
		t.Errorf("a list with bad lines is answered %d", kari.Status)
	}
	kari.See(
		"Er listen riktig?", "2 leverandører er klare til å bli invitert.", "Ås Arbeidsklær AS", "974 760 673", "Berg & Son Ltd",
		"4 linjer må rettes", "Linje 4: Fjell AS", "Organisasjonsnummeret stemmer ikke.",
		"Linje 5: Ås igjen", "Den samme leverandøren står også på linje 2 (Ås Arbeidsklær AS). Ta bort en av linjene.", "Det er 4 ting å rette",
		"Linje 6: Moe AS", "Vi kjenner ikke språket. Skriv nb, nn eller en", "Linje 7: Uten kontakt AS", "Skriv navnet på kontaktpersonen.", "E-postadressen mangler",
	)
	if invitations(t, h, p) != 0 {
		t.Error("somebody is invited before the officer said so")
	}
	kari.Fill("Rett linjene her", "Fjell AS;974760680;Per;per@fjell.example;nb\nMoe AS;;Liv Moe;liv@moe.example;svensk\n")
	kari.Press("Sjekk linjene på nytt")
	kari.See("2 leverandører er klare", "2 linjer må rettes", "Linje 1: Fjell AS", "Linje 2: Moe AS")
	kari.Fill("Rett linjene her", "Moe AS;;Liv Moe;liv@moe.example;svensk\n")
	kari.Press("Send 2 invitasjoner")
	kari.See("2 leverandører er invitert. Brevene er på vei.", "1 linje må rettes", "Linje 1: Moe AS")
	kari.Fill("Rett linjene her", "Moe AS;;Liv Moe;liv@moe.example;nn\nÅs;974760673;Ola;ola@as.example\n")
	kari.Press("Sjekk linjene på nytt")
	kari.See("1 leverandør er klar", "Linje 2: Ås", "Leverandøren er invitert allerede. Ta bort linjen.")
	kari.Fill("Rett linjene her", "")
	kari.Press("Send 1 invitasjon")
	kari.See("1 leverandør er invitert. Brevet er på vei.", "Viser 3 av 3.", "Moe AS")
	h.WorkOnce(t.Context())
	for address, language := range map[string]string{"ola@as.example": "nn", "anne@berg.example": "en", "liv@moe.example": "nn"} {
		letters := h.Tray.To(address)
		if len(letters) != 1 || letters[0].Language != language || housetest.LinkIn(letters[0]) == "" || !strings.Contains(letters[0].Text, "25") {
			t.Errorf("%s has the letters %+v", address, letters)
		}
	}
	kari.Follow("Logg")
	kari.See("Inviterte Ås Arbeidsklær AS", "Inviterte Berg & Son Ltd", "Inviterte Moe AS")
}

func invitations(t *testing.T, h *housetest.House, p procurement.Procurement) int {
	t.Helper()
	_, rows, err := h.Assessments.Board(t.Context(), h.Actor(account.Reader), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return len(rows)
}

func TestAFileIsReadAndOneThatCannotBeKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	book := excelize.NewFile()
	for at, value := range map[string]any{
		"A1": "Supplier", "B1": "Organisation number", "C1": "Contact", "D1": "E-mail", "A2": "Ash Ltd", "B2": 974760673, "C2": "Ann", "D2": "ann@ash.example",
	} {
		if err := book.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	packed, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	kari := officer(h, "en")
	kari.Open(board(p) + "/many")
	kari.Press("Check the list")
	kari.See("We found no suppliers.")
	kari.Fill("Paste the list", "Typed Ltd;;Tom;tom@typed.example;en")
	kari.Attach("Or choose a file", "list.xls", []byte("\xd0\xcf\x11\xe0 from long ago"))
	kari.Press("Check the list")
	kari.See("The file is in an older Excel format", "Typed Ltd;;Tom;tom@typed.example;en")
	kari.Attach("Or choose a file", "list.csv", bytes.Repeat([]byte("too large;"), 200_000))
	kari.Press("Check the list")
	kari.See("The list is too large. It may have at most 1 MB.")
	if kari.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a file that is too large is answered %d", kari.Status)
	}
	kari.Fill("Paste the list", "Typed Ltd;;Tom;tom@typed.example;en")
	kari.Attach("Or choose a file", "list.xlsx", packed.Bytes())
	kari.Press("Check the list")
	kari.See("2 suppliers are ready", "Typed Ltd", "Ash Ltd", "974 760 673")
	if kari.Status != http.StatusOK {
		t.Errorf("a list without mistakes is answered %d", kari.Status)
	}
	kari.Press("Send 2 invitations")
	kari.See("2 suppliers are invited.")
}

// list is n suppliers as a list, without numbers.
func list(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "Leverandør %03d;;Kontakt %d;k%d@mange.example;nb\n", i, i, i)
	}
	return text.String()
}

func TestFourHundredAreInvitedInFewStatementsAndNeverTwice(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	kari := h.Member(account.Officer)
	check := kari.Post(board(p)+"/many", url.Values{"lines": {list(400)}}).Is(t, http.StatusOK).Sees(t, "400 leverandører er klare")
	if check.Statements > 6 {
		t.Errorf("checking 400 takes %d statements:\n%s", check.Statements, check.SQL)
	}
	send := url.Values{"good": {list(400)}, "then": {"invite"}}
	view := kari.Post(board(p)+"/many", send)
	if view.Leads(t); view.Statements > 20 {
		t.Errorf("inviting 400 takes %d statements:\n%s", view.Statements, view.SQL)
	}
	again := kari.Post(board(p)+"/many", send)
	again.Is(t, http.StatusUnprocessableEntity).Sees(t, "400 linjer må rettes", "Leverandøren er invitert allerede")
	if got := invitations(t, h, p); got != 400 {
		t.Errorf("%d are invited", got)
	}
	kari.Post(board(p)+"/many", url.Values{"lines": {list(1001)}}).
		Is(t, http.StatusRequestEntityTooLarge).Sees(t, "høyst 1\u00a0000 linjer", "Leverandør 1000")
	h.WorkOnce(t.Context())
	if letters := h.Tray.To("k399@mange.example"); len(letters) > 1 {
		t.Errorf("the last one has %d letters", len(letters))
	}
}

func TestNobodyIsInvitedByAListAfterClosing(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish(func(p *procurement.Procurement) { p.Closing = housetest.Start.Add(time.Hour) })
	h.Clock.Set(p.Closing)
	kari := h.Member(account.Officer)
	kari.Open(board(p)+"/many").Is(t, http.StatusConflict)
	kari.Post(board(p)+"/many", url.Values{"lines": {list(1)}}).Is(t, http.StatusConflict)
	kari.Post(board(p)+"/many", url.Values{"good": {list(1)}, "then": {"invite"}}).Is(t, http.StatusConflict)
	if got := invitations(t, h, p); got != 0 {
		t.Errorf("%d are invited", got)
	}
}

func TestTheListOpensInExcelWithNumbersAndTimes(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	a := h.Invite(p, 1)
	answer(t, h, a)
	invite(t, h, p, `=HYPERLINK("http://evil.example","x")`, "974760673")
	kari := h.Member(account.Reader)
	view := kari.Open(board(p)+".xlsx").Is(t, http.StatusOK)
	rows := sheetOf(t, view)
	if len(rows) != 3 || rows[0][0] != "Leverandør" || rows[1][0] != `=HYPERLINK("http://evil.example","x")` || rows[1][1] != "974760673" {
		t.Fatalf("the sheet reads %q", rows)
	}
	if row := rows[2]; row[0] != "Leverandør 1 AS" || row[7] != "2027-01-04 12:00" || !strings.HasSuffix(row[8], "%") ||
		row[11] != "2026-11-23 09:30" || row[10] != "0" {
		t.Errorf("the row reads %q; the time is that of Oslo", row)
	}
	if got := sheetOf(t, kari.Open(board(p)+".xlsx?state=answering")); len(got) != 2 || got[1][0] != "Leverandør 1 AS" {
		t.Errorf("the filtered sheet reads %q", got)
	}
	if got := sheetOf(t, kari.Post(board(p)+"/export", url.Values{"assessment": {string(a.ID)}})); len(got) != 2 || got[1][0] != "Leverandør 1 AS" {
		t.Errorf("the sheet of the chosen reads %q", got)
	}
	kari.Post(board(p)+"/export", nil).Is(t, http.StatusUnprocessableEntity).Sees(t, "Kryss av for minst én leverandør som skal være med i filen.")
}

// sheetOf reads the workbook that a view sends.
func sheetOf(t *testing.T, v *housetest.View) [][]string {
	t.Helper()
	if !strings.HasPrefix(v.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("it is sent as %q", v.Header.Get("Content-Disposition"))
	}
	book, err := excelize.OpenReader(strings.NewReader(v.Body))
	if err != nil {
		t.Fatalf("%d: %v", v.Status, err)
	}
	rows, err := book.GetRows("Leverandører")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAllThatAreShownAreChosenWithoutAScript(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	for n := range 3 {
		h.Invite(p, n+1)
	}
	kari := officer(h, "nb")
	kari.Open(board(p) + "?q=leverandør")
	kari.See("Fristen kan bare utsettes for alle samtidig, så leverandørene behandles likt.")
	kari.Follow("Velg alle som vises")
	kari.Untick("Velg Leverandør 2 AS")
	kari.Press("Send påminnelse til de valgte")
	kari.See("2 påminnelser er på vei.")
	if kari.Place != board(p)+"?q=leverand%C3%B8r" {
		t.Errorf("the board that was shown is left for %s", kari.Place)
	}
	reader := h.Member(account.Reader)
	reader.Open(board(p)).Sees(t, "Last ned de valgte (Excel)").Misses(t, "Send påminnelse", "Inviter mange")
}
