package browsertest_test

import (
	"maps"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// widths are a desk and a phone, with scripts.
func widths() map[string]window {
	both := maps.Clone(windows)
	delete(both, "without scripts")
	return both
}

// A pasted list is checked, its bad line corrected in place, and the good ones
// are kept; then some of many are found, chosen and reminded, all by keys.
func TestManySuppliersWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, at := range widths() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			p := w.asked(procurement.BeforeBids)
			kari := w.signIn(t, account.Officer, at)
			kari.follow(p.Title)
			inviteAList(kari)
			w.WorkOnce(t.Context())
			findAndRemind(kari)
			w.WorkOnce(t.Context())
			for email, letters := range map[string]int{"bo@berg.example": 2, "anne@asen.example": 1} {
				if got := len(w.Tray.To(email)); got != letters {
					t.Errorf("%d letters to %s, want %d", got, email, letters)
				}
			}
			readMail(kari)
		})
	}
}

func inviteAList(kari *visitor) {
	kari.t.Helper()
	kari.follow("Leverandører")
	kari.follow("Inviter mange")
	kari.press("Sjekk listen")
	kari.see("Vi fant ingen leverandører.")
	kari.fill("lines", "Åsen Tekstil AS;;Anne Berg;anne@asen.example;nb\nBerg & Sønn AS;;Bo Lie;bo@berg.example;nn\nCato Sko AS;;Cato Moe;ikke en adresse;nb\nDal Klær AS;;Dina Dal;dina@dal.example;en")
	kari.press("Sjekk listen")
	kari.see("3 leverandører er klare til å bli invitert.", "1 linje må rettes", "Linje 3: Cato Sko AS", "E-postadressen mangler eller er ikke riktig skrevet.")
	kari.unfold("Se de 3 som blir invitert")
	kari.press("Send 3 invitasjoner")
	kari.see("3 leverandører er invitert.", "1 linje må rettes")
	kari.fill("lines", "Cato Sko AS;;Cato Moe;cato@sko.example;nb")
	kari.press("Sjekk linjene på nytt")
	kari.see("1 leverandør er klar til å bli invitert.")
	kari.press("Send 1 invitasjon")
	kari.see("1 leverandør er invitert.", "Viser 4 av 4.")
}

func findAndRemind(kari *visitor) {
	kari.t.Helper()
	kari.follow("Oversikt")
	kari.follow("Leverandører")
	kari.fill("q", "sko")
	kari.press("Vis")
	kari.see("Viser 1 av 4.", "Cato Sko AS")
	kari.fill("q", "finnes ikke")
	kari.press("Vis")
	kari.see("Viser 0 av 4.", "Ingen passer")
	kari.follow("Vis alle")
	kari.list("state", "Brevet er sendt")
	kari.press("Vis")
	kari.see("Viser 4 av 4.")
	kari.tabTo("the column of names", func(s stop) bool { return s.Tag == "a" && s.Text == "Leverandør" })
	kari.enter("sort by name")
	first := `document.querySelector("tbody th a").textContent`
	kari.until("the names are turned round", first+` === "Åsen Tekstil AS"`)
	kari.press("Send påminnelse til de valgte")
	kari.see("Kryss av for minst én leverandør som skal minnes om fristen.")
	for _, supplier := range []string{"Berg & Sønn AS", "Cato Sko AS"} {
		kari.tabTo("the box of "+supplier, func(s stop) bool { return s.Type == "checkbox" && s.Text == "Velg "+supplier })
		kari.key(" ")
	}
	kari.press("Send påminnelse til de valgte")
	kari.see("2 påminnelser er på vei.")
	kari.follow("Velg alle som vises")
	kari.until("all are chosen", `document.querySelectorAll("tbody input:checked").length === 4`)
}

// readMail looks at the letters and the log of what was done.
func readMail(kari *visitor) {
	kari.t.Helper()
	kari.follow("Brev")
	kari.see("Påminnelse", "bo@berg.example")
	kari.follow("Fjordvik kommune")
	kari.see("[personlig lenke]")
	kari.follow("Alle brev")
	kari.follow("Logg")
	kari.see("Inviterte Cato Sko AS", "Publiserte anskaffelsen")
}
