package browsertest_test

import (
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
)

// windows are how people sit: at a desk, with a phone, and with a browser that
// runs no scripts.
var windows = map[string]window{
	"at a desk":       {width: 1280},
	"with a phone":    {width: 390},
	"without scripts": {width: 1280, noScripts: true},
}

func TestBothWaysWithTheKeyboardAlone(t *testing.T) {
	for name, at := range windows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walk(t, serve(t, housetest.Setup{}), at)
		})
	}
}

func TestBothWaysOverRealNeighbours(t *testing.T) {
	t.Parallel()
	walk(t, serveForReal(t), windows["without scripts"])
}

// walk goes both ways whole: from planning to a result that the supplier reads.
func walk(t *testing.T, w *world, at window) {
	t.Helper()
	kari := w.signIn(t, account.Officer, at)
	plan(kari)
	document := kari.document()
	w.WorkOnce(t.Context())
	ola := visit(t, "supplier", w.base, at)
	answer(w, ola, document)

	w.Clock.Pass(43 * 24 * time.Hour) // past closing; everybody signs in again
	review(w.signIn(t, account.Evaluator, at))
	release(w.signIn(t, account.Officer, at))
	w.WorkOnce(t.Context())
	read(w, visit(t, "supplier", w.base, at))
}

const supplierEmail = "ola@as.example"

// plan makes a procurement, publishes it and asks a supplier.
func plan(kari *visitor) {
	kari.t.Helper()
	kari.follow("Ny anskaffelse")
	kari.fill("title", "Arbeidsklær til hjemmetjenesten")
	kari.fill("reference", "2026/77")
	kari.choose("categories", "textiles")
	kari.press("Lagre utkastet")
	kari.see("Utkastet er lagret")
	kari.follow("Publiser")
	kari.press("Publiser")
	kari.see("Anskaffelsen er publisert")
	kari.follow("Inviter en leverandør")
	kari.fill("supplier", "Ås Arbeidsklær AS")
	kari.fill("number", "974 760 673")
	kari.fill("name", "Ola Nordmann")
	kari.fill("email", supplierEmail)
	kari.press("Send invitasjon")
	kari.see("Ås Arbeidsklær AS")
}

// answer is the supplier's way from the letter to the receipt.
func answer(w *world, ola *visitor, document string) {
	ola.t.Helper()
	ola.open(w.link(supplierEmail))
	ola.see("Fjordvik kommune")
	ola.press("Fortsett")
	ola.see("Arbeidsklær til hjemmetjenesten", "Hvem er dere?")
	ola.follow("Begynn")
	ola.answerAll(smallShop(ola.t, document))
	ola.see("Sjekk svarene", "Retningslinjer for innkjøp.pdf")
	ola.fill("name", "Ola Nordmann")
	ola.fill("role", "Daglig leder")
	ola.choose("confirmed", "yes")
	ola.press("Lever svarene")
	ola.see("Svarene er levert")
	ola.unfold("Én fil fulgte med")
	ola.see("Retningslinjer for innkjøp.pdf")
}

// toSupplier is the way from the list of procurements to the line of a supplier.
func toSupplier(v *visitor) {
	v.t.Helper()
	v.follow("Arbeidsklær til hjemmetjenesten")
	v.follow("Leverandører")
	v.follow("Ås Arbeidsklær AS")
}

// review marks one question, judges the file, and finishes.
func review(eva *visitor) {
	eva.t.Helper()
	toSupplier(eva)
	eva.follow("Vurder svarene")
	eva.follow("Har dere skrevet ned")
	eva.see("Retningslinjer for innkjøp.pdf")
	eva.unfold("Vurder filen")
	eva.choose("verdict", "generic")
	eva.fill("reason", "En mal som ikke er fylt ut.")
	eva.press("Lagre vurderingen av filen")
	eva.see("En mal som ikke er fylt ut.")
	eva.choose("level", "1")
	eva.fill("reason", "Gjelder bare egne ansatte.")
	eva.press("Lagre og gå til neste")
	eva.follow("Avslutt vurderingen")
	eva.press("Avslutt vurderingen")
	eva.see("Vurderingen er ferdig.", "Gjelder bare egne ansatte.")
}

// release lets the supplier read the result.
func release(kari *visitor) {
	kari.t.Helper()
	toSupplier(kari)
	kari.follow("Se resultatet")
	kari.follow("Del")
	kari.press("Del resultatet")
	kari.see("Resultatet er delt")
}

// read is the supplier's way from the letter to the result.
func read(w *world, ola *visitor) {
	ola.t.Helper()
	ola.open(w.link(supplierEmail))
	ola.press("Fortsett")
	ola.see("Gjelder bare egne ansatte.", "av 100")
}
