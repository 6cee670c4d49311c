package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
)

func TestAnOrganisationsOwnWordsStandInTheNextLetterAndInNoOther(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	p := h.Publish()
	before := h.Invite(p, 1)
	kari := administrator(t, h)
	kari.Open("/people")
	kari.Follow("Egne ord i brevene")
	kari.Open("/organisation/letters/invitation/nb")
	kari.Fill("Egen tekst", "Ring oss gjerne, {{navn}}.")
	kari.Press("Lagre")
	kari.See("{{navn}} finnes ikke. Bruk en av disse: {{name}}")
	kari.Fill("Egen tekst", "Ring oss gjerne om {{procurement}}.")
	kari.Press("Forhåndsvis uten å lagre")
	kari.See("Ring oss gjerne om Arbeidsklær (2026/1234).", "Det er ikke lagret ennå")
	kari.Press("Lagre")
	kari.See("Ordene er lagret", "Ring oss gjerne om Arbeidsklær (2026/1234).")

	after := h.Invite(p, 2)
	h.WorkOnce(t.Context())
	for email, wants := range map[string]bool{before.Contact.Email: false, after.Contact.Email: true} {
		sent := h.Tray.To(email)
		if len(sent) != 1 || strings.Contains(strings.Join(strings.Fields(sent[0].Text), " "), "Ring oss gjerne om Arbeidsklær til hjemmetjenesten") != wants {
			t.Errorf("the letter to %s reads\n%s", email, sent[0].Text)
		}
	}
	kari.Press("Tilbake til standardteksten")
	kari.See("Standardteksten gjelder igjen")
}

func TestEveryLetterOfAnOrganisationTakesItsWords(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	admin := h.Actor(account.Administrator)
	for i, kind := range []letter.Kind{letter.Reminder, letter.Withdrawn, letter.Moved} {
		own := letter.Own{Signature: "Hilsen oss i innkjøp"}
		if err := h.Reminders.Reword(t.Context(), admin, int64(i), kind, "nb", own); err != nil {
			t.Fatal(err)
		}
	}
	p := h.Publish()
	a, b := h.Invite(p, 1), h.Invite(p, 2)
	h.WorkOnce(t.Context())
	h.Clock.Set(procurementDay(p))
	h.WorkOnce(t.Context())
	if err := h.Assessments.RemindNow(t.Context(), h.Actor(account.Officer), a.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Assessments.WithdrawInvitation(t.Context(), h.Actor(account.Officer), b.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Assessments.Extend(t.Context(), h.Actor(account.Officer), p.ID, p.Closing.AddDate(0, 0, 7)); err != nil {
		t.Fatal(err)
	}
	h.WorkOnce(t.Context())
	said := map[letter.Kind]int{}
	for _, l := range h.Tray.Letters() {
		if l.Kind != letter.Invitation && strings.HasSuffix(l.Text, "\n\nHilsen oss i innkjøp\n") {
			said[l.Kind]++
		} else if l.Kind != letter.Invitation {
			t.Errorf("a letter without the signature, %s:\n%s", l.Kind, l.Text)
		}
	}
	if said[letter.Reminder] < 2 || said[letter.Withdrawn] != 1 || said[letter.Moved] != 1 {
		t.Errorf("signed are %v", said)
	}
}

func TestTwoAdministratorsDoNotWriteOverEachOther(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := h.Member(account.Administrator)
	at := "/organisation/letters/reminder/nn"
	words := url.Values{"version": {"0"}, "signature": {"Helsing"}, "do": {"save"}}
	kari.Post(at, words).Is(t, http.StatusSeeOther)
	kari.Post(at, words).Is(t, http.StatusConflict)
	kari.Open("/organisation/letters/sign_in/nb").Is(t, http.StatusNotFound)
	kari.Open("/organisation/letters/reminder/de").Is(t, http.StatusNotFound)
	h.Member(account.Officer).Open(at).Is(t, http.StatusOK).Sees(t, "Helsing", "En administrator kan endre ordene.").Misses(t, "Lagre")
}
