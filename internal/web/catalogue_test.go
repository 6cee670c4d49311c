package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/catalogue"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
)

// clothes is a small questionnaire with one thing worth a look: nobody can
// answer below level 1.
const clothes = `{
  "id": "clothes", "version": "1.0", "languages": ["nb", "en"], "minutes": 5,
  "title": {"nb": "Klær", "en": "Clothes"},
  "pages": [{"id": "embed", "step": "embed", "title": {"nb": "Styring", "en": "Control"}, "questions": [
    {"id": "policy", "kind": "choice", "lead": true, "required": true, "text": {"nb": "Har dere regler?", "en": "Do you have rules?"},
     "options": [{"value": "no", "level": 0, "text": {"nb": "Nei", "en": "No"}}, {"value": "yes", "level": 4, "text": {"nb": "Ja", "en": "Yes"}}]},
    {"id": "sites", "kind": "number", "when": "policy == 'yes'", "min": 1, "text": {"nb": "Hvor mange fabrikker?", "en": "How many factories?"}}
  ]}]}
`

func TestAQuestionnaireGoesFromAnUploadWithMistakesToAProcurement(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := officer(h, "nb")
	kari.Open("/questionnaires")
	kari.See("I bruk", "Følger med Aktsom", "Ingen utkast")
	kari.Follow("Last opp et spørreskjema")
	kari.Press("Last opp og sjekk")
	kari.See("Velg en fil, eller lim inn innholdet.")
	kari.Attach("Fil", "klær.json", []byte(strings.Replace(clothes, "policy == 'yes'", "polcy == 'yes'", 1)))
	kari.Press("Last opp og sjekk")
	kari.See("Utkastet er lagret.", "Ett sted må rettes", "Vilkåret viser til noe som ikke finnes.", "Linje 7, tegn 48", "did you mean `policy`", `"when": "polcy`)
	kari.Follow("Rediger eller bytt ut")
	kari.Fill("Definisjonen (JSON)", clothes)
	kari.Press("Lagre og lukk")
	kari.See("Teksten er lagret og sjekket.", "2 spørsmål, omtrent 5 minutter")
	kari.Follow("Publiser")
	kari.See("Vil du publisere versjon 1.0?", "SHA-256")
	kari.Press("Publiser")
	kari.See("Nå kan det velges i nye anskaffelser.", "Dette spørreskjemaet endrer seg aldri.")
	p := h.Publish(func(p *procurement.Procurement) {
		p.Questionnaire = procurement.Edition{Owner: p.Organisation, ID: "clothes", Version: "1.0"}
	})
	a := h.Invite(p, 1)
	kari.Open("/procurements/" + string(p.ID))
	kari.See("Klær")
	kari.Open("/questionnaires")
	kari.Follow("Klær")
	kari.Press("Lag en ny versjon")
	kari.See("Her er versjon 1.1 som utkast.")
	kari.Open("/questionnaires")
	kari.See("Utkast", "1.1", "1.0")
	answered := h.Supplier(1).Open("/assessments/" + string(a.ID) + "/pages/embed")
	if answered.Status != http.StatusOK || !strings.Contains(answered.Text(), "Har dere regler?") {
		t.Errorf("the supplier is asked %d: %.300s", answered.Status, answered.Text())
	}
}

// published is an edition of the actor's organisation.
func published(t *testing.T, h *housetest.House, actor account.Actor, source string) catalogue.Entry {
	t.Helper()
	e, err := h.Catalogue.Add(t.Context(), actor, catalogue.Upload{File: "clothes.json", Body: []byte(source)})
	if err == nil {
		e, err = h.Catalogue.Publish(t.Context(), actor, e.ID, e.Revision)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestARetiredQuestionnaireGoesOnWhereItRunsAndIsNotOfferedAnyMore(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	officer, kari := h.Actor(account.Officer), officer(h, "nb")
	e := published(t, h, officer, clothes)
	use := func(p *procurement.Procurement) {
		p.Questionnaire = catalogue.Edition{Owner: p.Organisation, ID: "clothes", Version: "1.0"}
	}
	running := h.Publish(use)
	a := h.Invite(running, 1)
	draft := h.Procurements.Draft(officer)
	draft.Title = "Nye sko"
	use(&draft)
	draft, err := h.Procurements.Create(t.Context(), officer, draft)
	if err != nil {
		t.Fatal(err)
	}
	kari.Open("/questionnaires/" + string(e.ID))
	kari.See("2") // procurements
	kari.Follow("Ta ut av bruk")
	kari.Press("Ta ut av bruk")
	kari.See("Spørreskjemaet er tatt ut av bruk.")
	kari.Open("/procurements/new")
	kari.NotSee("Klær")
	if err := h.Procurements.Publish(t.Context(), officer, draft.ID); err == nil {
		t.Error("a draft that asks with a retired questionnaire was published")
	}
	if v := h.Supplier(1).Open("/assessments/" + string(a.ID) + "/pages/embed"); v.Status != http.StatusOK {
		t.Errorf("a supplier who answers a retired questionnaire gets %d", v.Status)
	}
}

func TestTwoBuyersUseTheSameIdAndVersionAndNeitherSeesTheOthers(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	ours := published(t, h, h.Actor(account.Officer), clothes)
	theirs := published(t, h, h.OtherActor(account.Officer), strings.ReplaceAll(clothes, "Har dere regler?", "Har dere rutiner?"))
	for _, who := range []struct {
		actor     account.Actor
		sees, not catalogue.Entry
	}{{h.Actor(account.Officer), ours, theirs}, {h.OtherActor(account.Officer), theirs, ours}} {
		q, err := h.Procurements.Questionnaires().Take(t.Context(), who.sees.Edition())
		if err != nil || q.SHA256() != who.sees.SHA256 {
			t.Errorf("%s takes another's questionnaire: %v", who.actor.OrganisationName, err)
		}
		draft := h.Procurements.Draft(who.actor)
		draft.Title, draft.Questionnaire = "Lånt", who.not.Edition()
		if _, err := h.Procurements.Create(t.Context(), who.actor, draft); err == nil {
			t.Errorf("%s asks with another buyer's questionnaire", who.actor.OrganisationName)
		}
		if _, err := h.Catalogue.Open(t.Context(), who.actor, who.not.ID); err == nil {
			t.Errorf("%s opens another buyer's questionnaire", who.actor.OrganisationName)
		}
	}
}

func TestCasesAreRunAndWhatNoneReachesIsNamed(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := officer(h, "nb")
	e, err := h.Catalogue.Add(t.Context(), h.Actor(account.Officer), catalogue.Upload{File: "clothes.json", Body: []byte(clothes)})
	if err != nil {
		t.Fatal(err)
	}
	kari.Open("/questionnaires/" + string(e.ID) + "/cases")
	kari.See("Ingen eksempler ennå", "0 %")
	kari.Fill("Eksempler (JSON)", "[{")
	kari.Press("Lagre og kjør")
	kari.See("Eksemplene er ikke gyldig JSON.")
	kari.Fill("Eksempler (JSON)", `[{"name": "uten regler", "why": "stopp", "answers": {"policy": "no"}, "expect": {"stops": ["policy"], "asked": ["policy"]}},
		{"name": "med regler", "why": "spør videre", "answers": {"policy": "yes"}, "expect": {"asked": ["policy"]}}, {"answers": {}}]`)
	kari.Press("Lagre og kjør")
	kari.See("1 av 3 eksempler stemmer.", "uten regler", "med regler", "asked: expected", "`expect` is missing", "100 %")
	skeletons := h.Member(account.Reader).Open("/questionnaires/" + string(e.ID) + "/skeletons.json")
	if skeletons.Status != http.StatusOK || !strings.HasPrefix(skeletons.Text(), "[") {
		t.Errorf("skeletons: %d %.100s", skeletons.Status, skeletons.Text())
	}
}

func TestAnImportSaysWhatItDidNotBringAlongAndVersionsAreCompared(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := officer(h, "nb")
	kari.Open("/questionnaires/new")
	kari.Attach("Fil", "old.json", []byte(`{"title": "Old", "pages": [{"name": "p", "elements": [
		{"type": "text", "name": "q1", "title": "Name?"}, {"type": "signaturepad", "name": "sign", "title": "Sign"}]}]}`))
	kari.Press("Last opp og sjekk")
	kari.See("kom ikke med som de", "«old.json» hadde dette", "signaturepad")
	before := published(t, h, h.Actor(account.Officer), clothes)
	after, err := h.Catalogue.Copy(t.Context(), h.Actor(account.Officer), before.ID)
	if err == nil {
		_, err = h.Catalogue.Replace(t.Context(), h.Actor(account.Officer), after.ID, after.Revision, catalogue.Upload{
			Body: []byte(strings.Replace(strings.Replace(clothes, `"1.0"`, `"1.1"`, 1), "Hvor mange fabrikker?", "Hvor mange fabrikker eier dere?", 1)),
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	kari.Open("/questionnaires/" + string(after.ID) + "/compare?from=" + url.QueryEscape(string(before.ID)))
	kari.See("Hva er endret?", "Hvor mange fabrikker eier dere?", "ny ordlyd", "Må bekreftes", "1 spørsmål er som før.")
}

func TestAHostileUploadIsRefusedOrKeptAndNeverAFault(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	who := h.Member(account.Officer)
	for name, body := range map[string]string{
		"not UTF-8":        "{\"id\": \"\xff\"}",
		"a zero byte":      "{\"id\": \"a\x00\"}",
		"half a workbook":  "PK\x03\x04 and nothing more",
		"too large":        strings.Repeat(" ", catalogue.MaxFile+1),
		"far too large":    strings.Repeat(" ", 3*catalogue.MaxFile),
		"nothing":          "",
		"deep":             strings.Repeat("[", 200_000),
		"many errors":      `{"id":"x","version":"1","languages":["nb"],"title":{},"pages":[` + strings.Repeat(`{"x":1},`, 5_000) + `{}]}`,
		"SurveyJS, hollow": `{"pages":[{"elements":[null, 3, {"type": {}}]}]}`,
	} {
		v := who.Upload("/questionnaires", url.Values{}, "x.json", []byte(body))
		switch v.Status {
		case http.StatusSeeOther:
			if shown := who.Follow(v); shown.Status != http.StatusOK {
				t.Errorf("%s: kept, and its page is %d", name, shown.Status)
			}
		case http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
			if !strings.Contains(v.Body, `id="error-summary"`) {
				t.Errorf("%s: refused without a summary", name)
			}
		default:
			t.Errorf("%s: %d", name, v.Status)
		}
	}
}

func TestAQuestionnaireIsTriedAsASupplierWithoutAScriptAndNothingIsKept(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	kari := officer(h, "nb")
	e, err := h.Catalogue.Add(t.Context(), h.Actor(account.Officer), catalogue.Upload{File: "clothes.json", Body: []byte(clothes)})
	if err != nil {
		t.Fatal(err)
	}
	kari.Open("/questionnaires/" + string(e.ID))
	kari.Follow("Prøv som leverandør")
	kari.See("Har dere regler?", "Venter på svar")
	kari.NotSee("Hvor mange fabrikker?")
	kari.Choose("Nei")
	kari.Press("Vis hva svarene fører til")
	kari.See("Stilles ikke", "Stoppmerke", "nivå 0", "0,0 oppgitt")
	kari.Choose("Ja")
	kari.Press("Vis hva svarene fører til")
	kari.See("Hvor mange fabrikker?", "Kom nå", "nivå 4", "100,0 oppgitt")
	kari.NotSee("Stoppmerke")
	kari.Fill("Hvor mange fabrikker?", "0")
	kari.Press("English")
	kari.See("Do you have rules?", "How many factories?", "Spørsmål som stilles nå")
	kari.Open("/questionnaires/" + string(e.ID) + "/try")
	kari.NotSee("Hvor mange fabrikker?")
}

func TestAScriptThatTriesAQuestionnaireGetsThePiecesAndOneStatement(t *testing.T) {
	t.Parallel()
	h := housetest.New(t)
	who := h.Member(account.Reader)
	who.Header.Set("Accept", "application/json")
	fields := url.Values{"q": {"policy"}, "a.policy": {"none"}, "section": {"embed"}, "sheet": {"not JSON"}}
	v := who.Post("/questionnaires/oecd-short@1.0/try", fields)
	if v.Status != http.StatusOK || !strings.Contains(v.Body, `"name":"try.panel"`) || !strings.Contains(v.Body, `"sheet":"{`) {
		t.Errorf("%d: %.300s", v.Status, v.Body)
	}
	if v.Statements > 3 {
		t.Errorf("one change took %d statements:\n%s", v.Statements, v.SQL)
	}
	fields.Set("section", "nowhere")
	if v := who.Post("/questionnaires/oecd-short@1.0/try", fields); v.Status != http.StatusNotFound {
		t.Errorf("a page that is not there: %d", v.Status)
	}
}
