package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"aktsom/internal/account"
	"aktsom/internal/procurement"
	"aktsom/internal/review"
)

// released is a submitted request whose result the supplier may read.
func released(t *testing.T, stage procurement.Stage) *request {
	t.Helper()
	r := submitted(t, stage)
	mark(t, r, "policy", 0, "Filen er en tom mal")
	if stage == procurement.Qualification {
		r.decide("routine", review.Met)
		r.decide("plan", review.Met)
	}
	if err := r.Reviews.Finish(t.Context(), r.Actor(account.Evaluator), r.id); err != nil {
		t.Fatal(err)
	}
	if err := r.Reviews.Release(t.Context(), r.Actor(account.Officer), r.id); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheSupplierReadsWhatLiftsMostInOrderOfEffect(t *testing.T) {
	t.Parallel()
	r := released(t, procurement.BeforeBids)
	anne := r.answers()
	anne.Open(r.path("result"))
	anne.See("På plass i", "av 21 spørsmål (nivå 3 eller 4)", "Dette løfter resultatet mest", "Stoppmerket blir borte.")
	desk, err := r.Reviews.Result(t.Context(), r.actor, r.id)
	if err != nil {
		t.Fatal(err)
	}
	lifts := desk.Evaluation.Lifts()
	if len(lifts) == 0 || lifts[0].Question.ID != "policy" {
		t.Fatalf("the first advice is not about the lead question at level 0: %+v", lifts)
	}
	at := 0
	for _, l := range lifts {
		next := strings.Index(anne.Source[at:], `lift__question" href="#q-`+l.Question.ID+`"`)
		if next < 0 {
			t.Fatalf("%s is not among the advice, or not after what gives more", l.Question.ID)
		}
		at += next
	}
	if strings.Count(anne.Source, `class="result__step" open`) != 1 {
		t.Error("not one step, the weakest, stands open")
	}
}

func TestTheResultAsJSONSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	r := released(t, procurement.BeforeBids)
	anne := r.answers()
	anne.Open(r.path("result.json"))
	var said struct {
		Format, State, Weakest string
		Overall                map[string]float64
		Steps                  map[string]struct {
			Verified float64
			Stop     bool
		}
		Stops     []string
		Questions []struct {
			ID         string
			Verified   int
			MarkReason string `json:"mark_reason"`
		}
		Gaps  []struct{ Question, Kind string }
		Lifts []struct {
			Question string
			Overall  map[string]float64
		}
	}
	if err := json.Unmarshal([]byte(anne.Source), &said); err != nil {
		t.Fatalf("%v in %s", err, anne.Source)
	}
	if said.Format != "aktsom-result-1" || said.State != "released" || !said.Steps["embed"].Stop || len(said.Questions) != 21 ||
		said.Questions[0].ID != "policy" || said.Questions[0].MarkReason != "Filen er en tom mal" ||
		said.Gaps[0].Question != "policy" || said.Gaps[0].Kind != "evidence" || said.Lifts[0].Overall["to"] <= said.Overall["verified"] {
		t.Errorf("the result says %+v", said)
	}
	if strings.Contains(anne.Source, "Kari") {
		t.Error("the supplier reads the evaluator's name")
	}
}

func TestAQualificationsResultHasRequirementsAndNoScore(t *testing.T) {
	t.Parallel()
	r := released(t, procurement.Qualification)
	anne := r.answers()
	anne.Open(r.path("result.json"))
	for _, key := range []string{`"overall"`, `"steps"`, `"weakest"`, `"declared"`, `"verified"`, `"from"`, `"level"`} {
		if strings.Contains(anne.Source, key) {
			t.Errorf("a qualification's result has %s", key)
		}
	}
	for _, want := range []string{`"outcome": "not_qualified"`, `"finding": "met"`, `"reason": "Det står i vedtaket."`} {
		if !strings.Contains(anne.Source, want) {
			t.Errorf("a qualification's result lacks %s", want)
		}
	}
	anne.Open(r.path("result"))
	anne.See("Ikke alle kravene er oppfylt: ikke kvalifisert.", "Ikke oppfylt", "Det står i vedtaket.")
	anne.NotSee("Samlet: fra", "av 100", "Nivå", "Kari")
}

func TestAResultThatIsNotReleasedIsNoJSONEither(t *testing.T) {
	t.Parallel()
	r := submitted(t, procurement.BeforeBids)
	anne := r.answers()
	anne.Open(r.path("result.json"))
	if anne.Status != http.StatusNotFound {
		t.Errorf("a result that is not released answers %d", anne.Status)
	}
}
