package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// drafted is a submitted request whose finished result is with the supplier as
// a draft, for two days.
func drafted(t *testing.T) *request {
	t.Helper()
	r := submitted(t, procurement.BeforeBids)
	mark(t, r, "policy", 0, "Filen er en tom mal")
	r.finish()
	if err := r.Reviews.SendDraft(t.Context(), r.Actor(account.Officer), r.id, r.Clock.Now().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *request) finish() {
	r.t.Helper()
	if err := r.Reviews.Finish(r.t.Context(), r.Actor(account.Evaluator), r.id); err != nil {
		r.t.Fatal(err)
	}
}

func TestADraftIsSentReadAndCommentedOnBeforeItIsFinal(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	mark(t, r, "policy", 0, "Filen er en tom mal")
	r.finish()
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("result"))
	kari.Follow("Send som utkast")
	kari.See("anne@berg.example", "får et brev med lenke til utkastet")
	kari.Fill("Dato", "2026-10-01")
	kari.Press("Send utkastet")
	if kari.Status != http.StatusUnprocessableEntity {
		t.Errorf("a time that has passed answers %d", kari.Status)
	}
	kari.See("Velg et tidspunkt som ikke er passert.")
	kari.Fill("Dato", "2026-10-26")
	kari.Press("Send utkastet")
	kari.See("Utkastet er sendt.", "Leverandøren kan kommentere til", "Ingen kommentarer.")
	r.WorkOnce(t.Context())
	if letters := r.Tray.To("anne@berg.example"); letters[len(letters)-1].Kind != letter.ResultDraft {
		t.Errorf("the contact's last letter is %s", letters[len(letters)-1].Kind)
	}

	anne := r.answers()
	anne.Open("/requests")
	anne.See("Utkast til resultat", "Kommenter innen", "Les utkastet")
	anne.Open(r.path("result"))
	anne.See("Utkast: resultat for Berg & Sønn AS", "Dette er et utkast. Det er ikke endelig", "Filen er en tom mal")
	anne.NotSee("Kari evaluator", "Send som utkast")
	anne.Post(r.path("remarks"), url.Values{"question": {"policy"}, "text": {" "}})
	if anne.Status != http.StatusUnprocessableEntity {
		t.Errorf("an empty comment answers %d", anne.Status)
	}
	anne.See("Skriv en kommentar før du sender den.")
	anne.Post(r.path("remarks"), url.Values{"question": {"policy"}, "text": {"Vedtaket står på side 2."}})
	anne.See("Kommentaren er sendt.", "Vedtaket står på side 2.")
	anne.Post(r.path("remarks"), url.Values{"question": {""}, "text": {"Ellers er vi enige."}})

	kari.Open("/procurements")
	kari.See("Leverandøren har kommentert et utkast i")
	kari.Open(r.page("/suppliers"))
	kari.See("Utkast, 2 kommentarer")
	kari.Open(r.page("/log"))
	kari.See("Berg & Sønn AS kommenterte utkastet til resultat")
	kari.Open(r.path("review?question=policy"))
	kari.See("Vedtaket står på side 2.")
	kari.Open(r.path("result"))
	kari.See("2 kommentarer", "Vedtaket står på side 2.", "Ellers er vi enige.")

	kari.Press("Åpne vurderingen igjen")
	mark(t, r, "policy", 3, "Vedtaket står på side 2")
	anne.Open(r.path("result"))
	anne.See("Filen er en tom mal")
	anne.NotSee("Vedtaket står på side 2 ")
	r.finish()
	kari.Open(r.path("review/release"))
	kari.See("Leverandøren kan fortsatt kommentere utkastet.")
	kari.Press("Del resultatet")
	anne.Open(r.path("result"))
	anne.See("Resultat for Berg & Sønn AS", "Vedtaket står på side 2.", "Ellers er vi enige.")
	anne.NotSee("Filen er en tom mal", "Dette er et utkast", "Send kommentaren")
}

func TestADraftIsReadAsItWasSentAndByItsSupplierAlone(t *testing.T) {
	t.Parallel()
	r := drafted(t)
	r.Invite(r.Publish(), 7)
	token, err := r.Accounts.PrintLink(t.Context(), "ola7@leverandor.example")
	if err != nil {
		t.Fatal(err)
	}
	rival := r.Visit("nb")
	rival.Open("/link/" + string(token))
	rival.Press("Fortsett")
	rival.Open(r.path("result"))
	if rival.Status != http.StatusNotFound {
		t.Errorf("another supplier reading a draft gets %d", rival.Status)
	}
	rival.Post(r.path("remarks"), url.Values{"text": {"Hei"}})
	if rival.Status != http.StatusNotFound {
		t.Errorf("another supplier commenting on it gets %d", rival.Status)
	}
	eva := r.buyer(r.Actor(account.Evaluator))
	eva.Open(r.path("result"))
	eva.NotSee("Send som utkast")
	eva.Open(r.path("review/draft"))
	if eva.Status != http.StatusForbidden {
		t.Errorf("an evaluator about to send a draft gets %d", eva.Status)
	}
	anne := r.answers()
	anne.Open(r.path("result.json"))
	if !strings.Contains(anne.Source, `"state": "draft"`) || !strings.Contains(anne.Source, `"comment_by"`) {
		t.Errorf("the draft as JSON: %s", anne.Source[:400])
	}
}

func TestWhenTheTimeForCommentsIsOutNothingIsTaken(t *testing.T) {
	t.Parallel()
	r := drafted(t)
	r.Clock.Pass(49 * time.Hour)
	anne := r.answers()
	anne.Open(r.path("result"))
	anne.See("Dette er et utkast.", "Det kunne kommenteres til")
	anne.NotSee("Send kommentaren")
	anne.Post(r.path("remarks"), url.Values{"text": {"For sent"}})
	if anne.Status != http.StatusConflict {
		t.Errorf("a comment after the deadline answers %d", anne.Status)
	}
	anne.See("Utkastet kan ikke kommenteres lenger.")
	kari := r.buyer(r.Actor(account.Officer))
	kari.Open(r.path("result"))
	kari.See("Fristen for å kommentere er ute.")
}

func TestADraftOfANewSubmissionGoesBeforeTheResultOfTheOldOne(t *testing.T) {
	t.Parallel()
	r := newTown(t, procurement.Contract).invite("Berg & Sønn AS", "anne@berg.example")
	r.answerAs("strong-supplier")
	r.submit()
	r.finish()
	officer := r.Actor(account.Officer)
	if err := r.Reviews.Release(t.Context(), officer, r.id); err != nil {
		t.Fatal(err)
	}
	if err := r.Assessments.Withdraw(t.Context(), r.actor, r.id); err != nil {
		t.Fatal(err)
	}
	r.submit()
	mark(t, r, "policy", 0, "Vedtaket er trukket tilbake")
	anne := r.answers()
	anne.Open(r.path("result"))
	anne.See("Resultat for Berg & Sønn AS")
	anne.NotSee("Dette er et utkast", "Vedtaket er trukket tilbake")
	r.finish()
	if err := r.Reviews.SendDraft(t.Context(), officer, r.id, r.Clock.Now().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	anne.Open(r.path("result"))
	anne.See("Dette er et utkast", "Vedtaket er trukket tilbake")
}
