package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aktsom/internal/app"
)

const sound = `{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},"pages":[{"id":"p","step":"embed","title":{"en":"P"},"questions":[
	{"id":"policy","kind":"choice","required":true,"text":{"en":"Policy?"},"options":[
		{"value":"no","level":0,"text":{"en":"No"}},{"value":"yes","level":3,"text":{"en":"Yes"}}]}]}]}`

const unsound = `{"id":"t","version":"1","languages":["en"],"title":{"en":"T"},
"pages":[{"id":"p","title":{"en":"P"},"questions":[
	{"id":"n","kind":"note","text":{"en":"N"},"when":"polcy == 'yes'"},
	{"id":"in","kind":"text","text":{"en":"I"}}]}]}`

// faultless is sound, and gives no reason for a warning either.
func faultless() string { return strings.Replace(sound, `"level":3`, `"level":4`, 1) }

// desk is a folder with files, at which a person types commands.
type desk struct {
	*testing.T
	folder string
}

func newDesk(t *testing.T, files map[string]string) desk {
	t.Helper()
	d := desk{t, t.TempDir()}
	for name, content := range files {
		path := d.path(name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d desk) path(name string) string { return filepath.Join(d.folder, name) }

// types runs a command; a word that ends as files do is a file of the desk.
func (d desk) types(command string) (status int, out, errs string) {
	d.Helper()
	args := strings.Fields(command)
	for i, arg := range args {
		if slices.Contains([]string{".json", ".xlsx", ".html"}, filepath.Ext(arg)) {
			args[i] = d.path(arg)
		}
	}
	var o, e strings.Builder
	status = app.Main(d.Context(), args, app.Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return status, strings.ReplaceAll(o.String(), d.folder+"/", ""), strings.ReplaceAll(e.String(), d.folder+"/", "")
}

// sees fails unless the text holds every sentence.
func (d desk) sees(text string, sentences ...string) {
	d.Helper()
	for _, s := range sentences {
		if !strings.Contains(text, s) {
			d.Errorf("no %q in\n%s", s, text)
		}
	}
}

func (d desk) status(got, want int) {
	d.Helper()
	if got != want {
		d.Errorf("status %d, want %d", got, want)
	}
}

func TestCheckSaysEverythingAtOnceWithItsPlace(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"bad.json": unsound, "good.json": faultless(), "torn.json": `{"id": "t",`})
	status, out, _ := d.types("questionnaire check bad.json good.json")
	d.status(status, 1)
	d.sees(out,
		"bad.json:3:52: error unknown_name: there is no question `polcy` (/pages/0/questions/0/when)",
		"bad.json:4:8: error id: `in` has a meaning of its own in conditions (/pages/0/questions/1/id)",
		"\n"+`     {"id":"n","kind":"note","text":{"en":"N"},"when":"polcy == 'yes'"},`+"\n"+strings.Repeat(" ", 55)+"^\n")

	status, out, _ = d.types("questionnaire check good.json")
	d.status(status, 0)
	if out != "" {
		t.Errorf("nothing is wrong, and yet: %s", out)
	}
	status, out, _ = d.types("questionnaire check torn.json")
	d.status(status, 1)
	d.sees(out, "torn.json:1:12: error syntax: the file ends too early")

	status, _, errs := d.types("questionnaire check missing.json good.json")
	d.status(status, 1)
	d.sees(errs, "missing.json")
}

func TestCheckPrintsFindingsAsJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"bad.json": unsound, "good.json": faultless()})
	status, out, _ := d.types("questionnaire check --json bad.json")
	d.status(status, 1)
	var findings []map[string]any
	if err := json.Unmarshal([]byte(out), &findings); err != nil {
		t.Fatal(err)
	}
	if len(findings) != 2 || findings[0]["line"] != 3.0 || findings[0]["column"] != 52.0 || findings[0]["code"] != "unknown_name" ||
		findings[0]["pointer"] != "/pages/0/questions/0/when" || findings[0]["severity"] != "error" {
		t.Errorf("%v", findings)
	}
	_, out, _ = d.types("questionnaire check --json good.json")
	if strings.TrimSpace(out) != "[]" {
		t.Errorf("no findings are an empty list, not %s", out)
	}
}

func TestTwoVersionsAreCompared(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"old.json": sound, "new.json": strings.Replace(sound, "Policy?", "A policy?", 1), "bad.json": unsound})
	status, out, _ := d.types("questionnaire diff old.json new.json")
	d.status(status, 0)
	d.sees(out, "t 1 -> t 1", "confirm", "policy", "reworded")
	status, out, _ = d.types("questionnaire diff --json old.json old.json")
	d.status(status, 0)
	d.sees(out, `"same": true`, `"carry": "keep"`)
	for _, command := range []string{"diff old.json bad.json", "diff missing.json old.json", "graph bad.json", "stats bad.json"} {
		status, out, errs := d.types("questionnaire " + command)
		d.status(status, 2)
		if out != "" || errs == "" {
			t.Errorf("%s: %q and %q", command, out, errs)
		}
	}
}

func TestADefinitionIsDrawnAndCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"d.json": strings.Replace(sound, `]}]}]}`, `]},{"id":"why","kind":"text","when":"policy == 'no'","text":{"en":"Why?"}}]}]}`, 1)})
	_, out, _ := d.types("questionnaire graph d.json")
	d.sees(out, "why <- policy (asked)")
	_, out, _ = d.types("questionnaire graph --dot d.json")
	d.sees(out, "digraph", `"policy" -> "why"`)
	_, out, _ = d.types("questionnaire stats d.json")
	d.sees(out, "shortest way", "longest way", "always asked")
	_, out, _ = d.types("questionnaire stats --json d.json")
	d.sees(out, `"questions": 2`, `"exact": true`)
}

func TestTestSaysWhatNoCaseReachesAndBeginsCasesForIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"definition.json": sound, "cases/a.json": `{"name":"yes","answers":{"policy":"yes"},"expect":{"stops":[]}}`})
	status, out, _ := d.types("questionnaire test --write-skeletons " + d.path("cases") + " definition.json")
	d.status(status, 0)
	d.sees(out, "options    50 % (1 of 2)", "no case reaches policy=no", "levels     50 %", "wrote cases/policy-is-no.json")
	_, out, _ = d.types("questionnaire test definition.json")
	d.sees(out, "2 of 2 cases hold", "options   100 % (2 of 2)")
}

func TestSchemaPrintsWhatEditorsRead(t *testing.T) {
	t.Parallel()
	status, out, _ := newDesk(t, nil).types("questionnaire schema")
	committed, err := os.ReadFile("../../questionnaires/questionnaire.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if status != 0 || out != string(committed) {
		t.Errorf("status %d, %d bytes; committed are %d", status, len(out), len(committed))
	}
}

func TestScorePrintsOneObjectAndEndsWell(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"d.json": sound, "bad.json": unsound, "yes.json": `{"answers":{"policy":"yes"}}`, "odd.json": `{"answers":{"policy":[1e999,{}]}}`,
		"none.json": `{}`, "torn.json": `{"answers":`,
	})
	status, out, _ := d.types("questionnaire score d.json yes.json --json")
	d.status(status, 0)
	var result map[string]any
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	want := `{"asked":["policy"],"pending":[],"problems":[],"levels":{"policy":{"declared":3,"verified":3}},"steps":{"embed":{"declared":75.0,"verified":75.0,"stop":false}},"overall":{"declared":75.0,"verified":75.0},"weakest":"embed","stops":[],"advice":[]}`
	if got := strings.Join(strings.Fields(out), ""); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	status, out, _ = d.types("questionnaire score --json d.json odd.json")
	d.status(status, 0)
	d.sees(out, `"code": "invalid"`)
	status, out, _ = d.types("questionnaire score d.json none.json")
	d.status(status, 0)
	d.sees(out, "0 of 1 answered", "embed", "weakest: embed", "required")

	for _, command := range []string{
		"questionnaire score missing.json yes.json", "questionnaire score d.json missing.json",
		"questionnaire score bad.json yes.json", "questionnaire score d.json torn.json",
	} {
		status, out, errs := d.types(command)
		d.status(status, 2)
		if out != "" || errs == "" {
			t.Errorf("%s: %q and %q", command, out, errs)
		}
	}
}

func TestTestRunsTheCasesBesideADefinition(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"definition.json": sound,
		"cases/a.json":    `{"name":"yes is 75","answers":{"policy":"yes"},"expect":{"overall":{"declared":75},"stops":[]}}`,
	}
	d := newDesk(t, files)
	status, out, _ := d.types("questionnaire test definition.json")
	d.status(status, 0)
	d.sees(out, "1 of 1 cases hold")

	files["cases/b.json"] = `{"name":"no is nothing","answers":{"policy":"no"},"expect":{"overall":{"declared":10},"weakest":null}}`
	d = newDesk(t, files)
	status, out, _ = d.types("questionnaire test definition.json")
	d.status(status, 1)
	d.sees(out, "cases/b.json: no is nothing", "overall.declared: expected 10, got 0", `weakest: expected null, got "embed"`, "1 of 2 cases hold")

	for _, broken := range []string{`{"name":"no expectation"}`, `{"name":"x","answer":{},"expect":{"stops":[]}}`, `{`} {
		files["cases/b.json"] = broken
		d = newDesk(t, files)
		status, _, errs := d.types("questionnaire test definition.json")
		d.status(status, 2)
		d.sees(errs, "cases/b.json")
	}
}
