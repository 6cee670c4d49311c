package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/message"
)

// inviteColleagues lets an administrator invite colleagues, a day between them.
func inviteColleagues(t *testing.T, h *housetest.House, by account.Actor, emails ...string) {
	t.Helper()
	for _, email := range emails {
		h.Clock.Pass(24 * time.Hour)
		err := h.Accounts.Invite(t.Context(), by, account.Newcomer{Name: "Nina", Email: email, Language: "nb", Role: account.Reader})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheOrganisationsLogTellsWhoDidWhatAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	inviteColleagues(t, h, h.Actor(account.Administrator), "nina@fjord.example")
	inviteColleagues(t, h, h.OtherActor(account.Administrator), "stranger@andre.example")
	err := h.Reminders.Reword(t.Context(), h.Actor(account.Administrator), 0, letter.Invitation, "nn", letter.Own{Greeting: "God dag"})
	if err != nil {
		t.Fatal(err)
	}
	reader := h.Member(account.Reader)
	reader.Open("/people").Has(t, `a[href="/log"]`)
	v := reader.Open("/log").Is(t, http.StatusOK).
		Sees(t, "Inviterte en kollega: nina@fjord.example, Leser", "Endret egne ord i et brev: ", "Nynorsk").
		Misses(t, "stranger@andre.example", "God dag")
	if strings.Index(v.Body, "Endret egne ord") > strings.Index(v.Body, "Inviterte en kollega") {
		t.Error("the oldest stands first")
	}
	evaluator := h.Member(account.Evaluator)
	if len(evaluator.Open("/people").All(`a[href="/log"]`)) != 0 {
		t.Error("an evaluator is led to a log that is closed")
	}
	evaluator.Open("/log").Is(t, http.StatusForbidden)
	reader.Open("/log?person="+string(h.OtherActor(account.Administrator).Person)).Is(t, http.StatusNotFound)
}

func TestTheOrganisationsLogIsNarrowedByPersonAndDays(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := h.Actor(account.Administrator)
	inviteColleagues(t, h, kari, "first@fjord.example")
	day := h.Clock.Now().Format(time.DateOnly)
	inviteColleagues(t, h, kari, "second@fjord.example")
	officer := h.Member(account.Officer)
	officer.Open("/log?from="+day+"&until="+day).Sees(t, "first@").Misses(t, "second@")
	officer.Open("/log?person="+string(kari.Person)).Sees(t, "first@", "second@")
	officer.Open("/log?until=2001-01-01").Is(t, http.StatusOK).Sees(t, "Ingenting i loggen passer", "Vis alle")
	officer.Open("/log?from=snart").Is(t, http.StatusUnprocessableEntity).Sees(t, "Skriv en gyldig dato").Has(t, `input[name="from"][value="snart"]`)
	officer.Open("/log?from=2027-02-02&until=2027-02-01").Is(t, http.StatusUnprocessableEntity).Sees(t, "må komme etter")
	officer.Open("/log.csv?from=snart").Is(t, http.StatusUnprocessableEntity)
}

func TestTheOrganisationsLogHasPagesAndIsAFileWhole(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := h.Actor(account.Administrator)
	var officer *housetest.Person
	var counts []int
	for _, more := range []int{1, 100} {
		for range more {
			counted := strconv.Itoa(len(counts)) + "-" + h.Clock.Now().Format("20060102")
			inviteColleagues(t, h, kari, "=n"+counted+"@fjord.example")
		}
		officer = h.Member(account.Officer) // the days that went by ended the session
		counts = append(counts, officer.Open("/log").Is(t, http.StatusOK).Statements)
	}
	if counts[0] != counts[1] || counts[1] > 4 {
		t.Errorf("the log takes %v statements with one and many events", counts)
	}
	older := officer.Open("/log").Misses(t, "=n0-").Value(t, `a[href*="page=2"]`, "href")
	officer.Open(older).Sees(t, "=n0-").Misses(t, "=n1-").Has(t, `a[href="/log"]`)
	v := officer.Open("/log.csv").Is(t, http.StatusOK)
	if lines := strings.Count(v.Body, "\r\n"); lines < 102 || !strings.HasPrefix(v.Body, "\ufeffTid;Hvem;Hva\r\n") {
		t.Errorf("the file has %d lines:\n%.200s", lines, v.Body)
	}
	if v.Statements > 4 {
		t.Errorf("the file takes %d statements", v.Statements)
	}
	if got := v.Header.Get("Content-Disposition"); !strings.Contains(got, ".csv") {
		t.Errorf("the file is named %s", got)
	}
}

func TestANameInTheLogsFileIsNoFormula(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	admin := h.Member(account.Administrator)
	admin.Post("/me", url.Values{"name": {"=1+1"}, "language": {"nb"}}).Leads(t)
	inviteColleagues(t, h, h.Actor(account.Administrator), "nina@fjord.example")
	admin = h.Member(account.Administrator)
	if v := admin.Open("/log.csv"); !strings.Contains(v.Body, ";'=1+1;") {
		t.Errorf("a name begins as a formula:\n%s", v.Body)
	}
}

func TestEverythingThatCanStandInTheOrganisationsLogHasASentence(t *testing.T) {
	t.Parallel()
	messages := message.New(nil)
	for _, verb := range []string{
		"member.added", "member.invited", "member.role_changed", "member.removed", "member.renamed", "member.password_set",
		"member.password_changed", "member.session_ended", "member.sessions_ended", "letter.reworded", "questionnaire.uploaded",
		"questionnaire.copied", "questionnaire.saved", "questionnaire.cases_saved", "questionnaire.published",
		"questionnaire.retired", "questionnaire.removed",
	} {
		for _, lang := range message.Langs() {
			if said := messages.In(lang).Say("audit." + verb); said == "" || strings.Contains(said, "audit.") {
				t.Errorf("%s in %s is said as %q", verb, lang, said)
			}
		}
	}
}
