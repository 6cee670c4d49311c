package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

func TestASupplierChecksAndSubmits(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	anne := r.answers()
	anne.Open(r.path("check"))
	anne.See("Sjekk svarene", "Ja, det gjelder leverandørene også", "policy.pdf", "Endre")
	anne.NotSee("ting igjen")

	anne.Fill("Navn på den som står inne for svarene", "Anne Berg")
	anne.Fill("Stilling eller rolle", "Daglig leder")
	anne.Choose("Svarene er riktige så langt jeg vet, og jeg kan levere dem på vegne av Berg & Sønn AS.")
	anne.Press("Lever svarene")
	if anne.Status != http.StatusOK || anne.Place != r.path("receipt") {
		t.Fatalf("submitting leads to %s (%d)\n%s", anne.Place, anne.Status, anne.Words())
	}
	anne.See("Svarene er levert", "mandag 5. oktober 2026 kl. 11.00 (norsk tid)", "Levering nummer", "Daglig leder",
		"forseglet", "mandag 19. oktober 2026 kl. 11.00 (norsk tid)", "filer fulgte med")

	hash := hashOn(t, anne.Source)
	anne.Open(r.path("receipt.json"))
	sum := sha256.Sum256([]byte(anne.Source))
	if hex.EncodeToString(sum[:]) != hash {
		t.Errorf("the receipt shows %s, the file it hands out is %x", hash, sum)
	}
	if !strings.Contains(anne.Source, `"format":"aktsom-submission-1"`) {
		t.Errorf("the file is no submission: %.200s", anne.Source)
	}
}

// hashOn finds the SHA-256 that a receipt shows for its contents.
func hashOn(t *testing.T, page string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "(SHA-256):")
	_, rest, code := strings.Cut(rest, "<code>")
	hash, _, end := strings.Cut(rest, "</code>")
	if !found || !code || !end || len(hash) != 64 {
		t.Fatalf("no hash in\n%s", page)
	}
	return hash
}

func TestWhatIsLeftStandsOnTopAndBlocksSubmitting(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.say(assessment.Given{Question: "remedy_rule"})
	r.say(assessment.Given{Question: "staff"})
	anne := r.answers()
	anne.Open(r.path("check"))
	anne.See("Det er 2 ting igjen", "Hvor mange ansatte har dere?")
	if !strings.Contains(anne.Source, `href="`+r.path("pages/profile#q-staff")+`"`) {
		t.Errorf("what is left does not lead to its question in\n%s", anne.Source)
	}
	anne.Fill("Stilling eller rolle", "Daglig leder")
	anne.Choose("Svarene er riktige så langt jeg vet, og jeg kan levere dem på vegne av Berg & Sønn AS.")
	anne.Press("Lever svarene")
	if anne.Status != http.StatusConflict {
		t.Errorf("submitting with questions left answers %d", anne.Status)
	}
	anne.See("Det er 2 ting igjen")
	if !strings.Contains(anne.Source, `value="Daglig leder"`) {
		t.Error("the role is not kept")
	}
}

func TestADeclarationThatLacksSomethingIsKept(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	anne := r.answers()
	anne.Open(r.path("check?lang=en"))
	anne.Fill("Name of the person who stands by the answers", "Berit <Berg>")
	anne.Press("Submit the answers")
	if anne.Status != http.StatusUnprocessableEntity {
		t.Errorf("a declaration without role and tick answers %d", anne.Status)
	}
	for _, want := range []string{`href="#role"`, `href="#confirmed"`, `value="Berit &lt;Berg&gt;"`, `aria-invalid="true"`} {
		if !strings.Contains(anne.Source, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	anne.Fill("Position or role", "Manager")
	anne.Choose("The answers are true to the best of my knowledge, and I may submit them on behalf of Berg & Sønn AS.")
	anne.Press("Submit the answers")
	anne.See("Your answers are submitted", "Berit <Berg>, Manager")
}

func TestALeadQuestionAnsweredNoIsPointedOutBeforeSubmitting(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	anne := r.answers()
	anne.Open(r.path("check"))
	anne.NotSee("stoppmerke")
	r.say(assessment.Given{Question: "policy", Value: "none"})
	anne.Open(r.path("check"))
	anne.See("Ett viktig spørsmål er besvart med at det ikke er på plass", "stoppmerke")
}

func TestASubmissionIsWithdrawnAndMadeAgain(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.submit()
	anne := r.answers()
	anne.Open(r.path("receipt"))
	first := hashOn(t, anne.Source)
	_, err := r.Assessments.Answer(t.Context(), r.actor, r.id, []assessment.Given{{Question: "staff", Value: "1-9", Base: 1}})
	if !errors.Is(err, fault.Conflict) {
		t.Errorf("saving after submission gives %v", err)
	}
	anne.Open(r.path("check"))
	anne.See("Svarene deres", "Her kan dere lese dem, men ikke endre dem")
	anne.NotSee("Endre", "Stilling eller rolle")

	anne.Open(r.path("receipt"))
	anne.Follow("Trekk leveringen tilbake")
	anne.See("Vil dere trekke leveringen tilbake?", "Kvitteringen for denne leveringen blir tatt vare på")
	anne.Press("Trekk tilbake")
	anne.See("Leveringen er trukket tilbake", "Sjekk svarene")
	r.say(assessment.Given{Question: "staff", Value: "1-9"})
	r.submit()

	anne.Open(r.path("receipt"))
	anne.See("Andre kvitteringer", "Levering nummer 1", "Trukket tilbake")
	if second := hashOn(t, anne.Source); second == first {
		t.Error("another answer, the same hash")
	}
	anne.Follow("Levering nummer 1")
	anne.See("Denne leveringen ble trukket tilbake")
	if hashOn(t, anne.Source) != first {
		t.Error("the first receipt has changed")
	}
	anne.Open(r.path("receipt.json?round=1"))
	if sum := sha256.Sum256([]byte(anne.Source)); hex.EncodeToString(sum[:]) != first {
		t.Error("the first submission has changed")
	}
	anne.Open(r.path("receipt?round=3"))
	if anne.Status != http.StatusNotFound {
		t.Errorf("a round that was never there answers %d", anne.Status)
	}
}

func TestAfterClosingNothingIsSubmittedOrWithdrawn(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.BeforeBids)
	late, early := w.invite("Sen AS", "sen@sen.example"), w.invite("Berg & Sønn AS", "anne@berg.example")
	for _, r := range []*request{late, early} {
		r.answerAs("strong-supplier")
	}
	early.submit()
	w.Clock.Set(w.buys.Closing.Add(-time.Minute))
	atWork := late.answers()
	atWork.Open(late.path("check"))
	atWork.Fill("Stilling eller rolle", "Daglig leder")
	atWork.Choose("Svarene er riktige så langt jeg vet, og jeg kan levere dem på vegne av Sen AS.")
	w.Clock.Set(w.buys.Closing) // closing is exclusive
	atWork.Press("Lever svarene")
	if atWork.Status != http.StatusConflict {
		t.Errorf("submitting at closing answers %d", atWork.Status)
	}
	atWork.See("Fristen er ute")
	anne := early.answers()
	anne.Open(early.path("receipt"))
	anne.NotSee("Vil dere endre noe?")
	anne.Open(early.path("withdraw"))
	if anne.Status != http.StatusConflict {
		t.Errorf("withdrawing after closing answers %d", anne.Status)
	}
}

func TestARequestIsHandedToAColleague(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.BeforeBids).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	anne := r.answers()
	anne.Open(r.path("hand-over"))
	anne.Fill("Kollegaens navn", "Berit Berg")
	anne.Fill("Kollegaens e-postadresse", "berit@")
	anne.Press("Gi videre")
	if anne.Status != http.StatusUnprocessableEntity || !strings.Contains(anne.Source, `value="Berit Berg"`) {
		t.Errorf("half an address answers %d, and the name is not kept", anne.Status)
	}
	anne.Fill("Kollegaens e-postadresse", "berit@berg.example")
	anne.Press("Gi videre")
	anne.Open(r.path("check"))
	if anne.Status != http.StatusNotFound {
		t.Errorf("whoever gave the request away still gets %d", anne.Status)
	}
	berit := (&request{town: r.town, id: r.id, email: "berit@berg.example"}).answers()
	berit.Open(r.path("check"))
	berit.See("Sjekk svarene", "policy.pdf")
}

func TestSomebodyElsesPagesAreNotThere(t *testing.T) {
	t.Parallel()
	w := newTown(t, procurement.BeforeBids)
	mine, theirs := w.invite("Berg & Sønn AS", "anne@berg.example"), w.invite("Fjell AS", "liv@fjell.example")
	theirs.answerAs("strong-supplier")
	theirs.submit()
	w.closed()
	anne := mine.answers()
	for _, page := range []string{"check", "receipt", "receipt.json", "withdraw", "hand-over", "result"} {
		anne.Open(theirs.path(page))
		if anne.Status != http.StatusNotFound {
			t.Errorf("another supplier's %s answers %d", page, anne.Status)
		}
	}
	other := w.buyer(w.OtherActor(account.Officer))
	for _, page := range []string{"review", "review/finish", "review/release", "result"} {
		other.Open(theirs.path(page))
		if other.Status != http.StatusNotFound {
			t.Errorf("another buyer's %s answers %d", page, other.Status)
		}
	}
	kari := w.buyer(w.Actor(account.Administrator))
	kari.Open(theirs.path("check"))
	if kari.Status != http.StatusForbidden {
		t.Errorf("a buyer on the supplier's page gets %d", kari.Status)
	}
	nobody := w.buyer(w.Actor(account.Reader))
	nobody.Press("Logg ut")
	nobody.Open(theirs.path("result"))
	if !strings.HasPrefix(nobody.Place, "/sign-in?next="+url.QueryEscape(theirs.path("result"))) {
		t.Errorf("somebody unknown is sent to %s", nobody.Place)
	}
}
