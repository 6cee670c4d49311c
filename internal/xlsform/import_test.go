package xlsform_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/draft"
	"aktsom/internal/questionnaire"
	"aktsom/internal/xlsform"
)

// sheet is one sheet as a person would draw it: lines, cells between |.
type sheet map[string]string

func workbook(t *testing.T, sheets sheet) []byte {
	t.Helper()
	file := excelize.NewFile()
	for name, drawn := range sheets {
		if _, err := file.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(drawn), "\n") {
			for j, text := range strings.Split(line, "|") {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if err := file.SetCellStr(name, at, strings.TrimSpace(text)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// imported is a workbook that came through.
type imported struct {
	*testing.T
	*draft.Definition
	remarks string
	q       *questionnaire.Questionnaire
}

func read(t *testing.T, sheets sheet) imported {
	t.Helper()
	d, remarks, err := xlsform.Import("sites", workbook(t, sheets))
	if err != nil {
		t.Fatal(err)
	}
	source, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	q, findings := questionnaire.Compile("definition.json", source)
	if q == nil {
		t.Fatalf("%v\n%s", findings, source)
	}
	lines := []string{}
	for _, r := range remarks {
		lines = append(lines, r.String())
	}
	return imported{t, d, strings.Join(lines, "\n"), q}
}

func (im imported) question(id string) *draft.Question {
	im.Helper()
	for _, q := range im.Questions() {
		if q.ID == id {
			return q
		}
	}
	im.Fatalf("there is no question %s", id)
	return nil
}

func (im imported) sees(sentences ...string) {
	im.Helper()
	for _, s := range sentences {
		if !strings.Contains(im.remarks, s) {
			im.Errorf("no %q among the remarks:\n%s", s, im.remarks)
		}
	}
}

// asked answers a sheet and says what is asked and what is wrong.
func (im imported) asked(answers string) string {
	im.Helper()
	sheet, err := questionnaire.ReadSheet([]byte(`{"answers":` + answers + `,"context":{"today":"2026-11-23"}}`))
	if err != nil {
		im.Fatal(err)
	}
	e := im.q.Evaluate(sheet)
	said := e.Asked
	for _, p := range e.Problems {
		said = append(said, "!"+p.Question+":"+p.Code)
	}
	return strings.Join(said, " ")
}

const choices = `list_name|name|label::English (en)|label::Norsk (nb)|region
yn|yes|Yes|Ja
yn|no|No|Nei
region|north|North|Nord
region|south|South|Sør
town|bodo|Bodø|Bodø|north
town|mandal|Mandal|Mandal|south`

func TestAWorkbookBecomesAQuestionnaireThatPassesCheck(t *testing.T) {
	t.Parallel()
	im := read(t, sheet{
		"survey": `type|name|label::English (en)|label::Norsk (nb)|hint::English (en)|required|relevant|constraint|constraint_message::English (en)|calculation|choice_filter
begin_group|about|About you|Om dere
integer|staff|How many people?|Hvor mange?|Full time|yes||. >= 1 and . <= 5000
select_one yn|policy|A policy?|En policy?||true()|${staff} > 10
text|why|Why not?|Hvorfor ikke?||${staff} > 100|selected(${policy}, 'no')|string-length(.) > 3|Say more
end_group||
select_one region|region|Which region?|Hvilken region?
select_one town|town|Which town?|Hvilken by?|||${region} != ''||||region=${region}
select_multiple yn|both|Both?|Begge?|||not(selected(${region}, 'north'))
begin repeat|site|Sites|Steder
text|place|Place|Sted||yes
decimal|people|People|Folk||||. > 0 and . < 100
end repeat||
calculate|share|||||||| ${staff} div 2
date|since|Since|Siden|||${share} >= 50|. <= today()
note|bye|Good bye|Ha det|||count(${site}) > 1`,
		"choices":  choices,
		"settings": "form_title|form_id|version\nOur sites|sites_2026|3",
	})
	if im.ID != "sites-2026" || im.Version != "3" || im.Title["nb"] != "Our sites" || strings.Join(im.Languages, " ") != "en nb" {
		t.Errorf("%s %s %v %v", im.ID, im.Version, im.Title, im.Languages)
	}
	if im.remarks != "" {
		t.Errorf("nothing was lost, and yet:\n%s", im.remarks)
	}
	for id, want := range map[string]string{
		"policy": `staff > 10`, "why": `policy == 'no'`, "town": `answered(region)`, "both": `!(region == 'north')`,
		"since": `share >= 50`, "bye": `size(site) > 1`,
	} {
		if got := im.question(id).When; got != want {
			t.Errorf("%s is asked when %s, want %s", id, got, want)
		}
	}
	if q := im.question("why"); q.Required != "staff > 100" || q.Checks[0].Rule != "size(why) > 3" || q.Checks[0].Message["en"] != "Say more" {
		t.Errorf("%+v", q)
	}
	if q := im.question("site"); len(q.Columns) != 2 || q.Checks[0].Rule != "site.all(each, each.people > 0 && each.people < 100)" {
		t.Errorf("%+v", q)
	}
	if q := im.question("town"); q.Options[0].When != "region == 'north'" {
		t.Errorf("%+v", q.Options[0])
	}
	for answers, want := range map[string]string{
		`{}`:                          "staff region site share !staff:required",
		`{"staff":11}`:                "staff policy region site share !policy:required",
		`{"staff":200,"policy":"no"}`: "staff policy why region site share since !why:required",
		`{"staff":9000}`:              "staff policy region site share since !staff:range !policy:required",
		`{"staff":1,"region":"south","town":"bodo","site":[{"place":"A","people":200},{"people":1}]}`: "staff region town both site share bye !town:option !site:required !site:check",
	} {
		if got := im.asked(answers); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", answers, got, want)
		}
	}
}

func TestOrOtherBecomesAnOptionThatAsksWhatIsMeant(t *testing.T) {
	t.Parallel()
	im := read(t, sheet{
		"survey":  "type|name|label::English (en)|label::Norsk (nb)\nselect_one region or_other|region|Which region?|Hvilken region?",
		"choices": choices,
	})
	im.sees("survey!A2 (type): select_one region or_other: or_other became an option `other`")
	options := im.question("region").Options
	last := options[len(options)-1]
	if len(options) != 3 || last.Value != "other" || !last.Say || last.Text["en"] != "Other" || last.Text["nb"] != "Annet" {
		t.Errorf("%+v", last)
	}
	if got := im.asked(`{"region":"other"}`); got != "region !region:required" {
		t.Error(got)
	}
}

func TestAnEarlierAnswerIsShownInsideAText(t *testing.T) {
	t.Parallel()
	im := read(t, sheet{
		"survey": `type|name|label::English (en)|label::Norsk (nb)
text|Who|Who?|Hvem?
begin group|g|More on ${Who}|Mer om ${Who}
note|n|Hello ${Who}|Hei ${ Who }
end group`,
	})
	if n := im.question("n"); n.Text["en"] != "Hello {{who}}" || n.Text["nb"] != "Hei {{who}}" || im.Pages[1].Title["en"] != "More on {{who}}" {
		t.Errorf("%v, %v", n.Text, im.Pages[1].Title)
	}
	if strings.Contains(im.remarks, "kept as written") {
		t.Error(im.remarks)
	}
}

func TestWhatHasNoCounterpartIsListedWithItsPlace(t *testing.T) {
	t.Parallel()
	im := read(t, sheet{
		"survey": `type|name|label|relevant|calculation|appearance|media::image|default|constraint
start|start
geopoint|place|Where are you?
text|Full-Name|Name|||numbers
text|answered|Colour|pulldata('a', 'b', 'c', 'd') = 'x'||| red.png|blue
calculate|c|||uuid()
text|in|Hello ${Full-Name} and ${in}|||||1|. = /data/nothing
begin group|g|G|1 +
rank towns|order|Best first
end group`,
		"choices":  "list_name|name|label|population\ntowns|a|A|12\nunused|b|B",
		"settings": "form_title|style\nT|pages",
	})
	im.sees(
		`survey!A2 (type): start · start: left out: "start" has no counterpart here`,
		`survey!A3 (type): geopoint · place · Where are you?: left out`,
		"survey!B4 (name): Full-Name: became the id `full_name`",
		"survey!F4 (appearance): numbers: left out",
		"survey!B5 (name): answered: became the id `answered_answer`",
		`survey!D5 (relevant): pulldata('a', 'b', 'c', 'd') = 'x': left out, since it cannot be said: the function pulldata has no counterpart (character 1)`,
		"survey!G5 (media::image): red.png: left out", "survey!H5 (default): blue: left out",
		"survey!A6 (type): calculate · c · uuid(): left out, since it cannot be said",
		"survey!C7 (label): Hello ${Full-Name} and ${in}: kept as written",
		`survey!I7 (constraint): . = /data/nothing: left out, since it cannot be said: there is no question "nothing" (character 5)`,
		`survey!D8 (relevant): 1 +: left out, since it cannot be said: "the end" is not expected here (character 4)`,
		"survey!A9 (type): rank towns: several options may be chosen; their order is not kept",
		"choices!D2 (population): 12: left out", "choices!A3 (list_name): unused · b · B: left out: no question offers this list",
		"settings!B2 (style): pages: left out", "read as the language `en`",
	)
}

func TestAFileThatIsNoWorkbookIsRefused(t *testing.T) {
	t.Parallel()
	for _, source := range [][]byte{nil, []byte("PK\x03\x04 nonsense"), workbook(t, sheet{"other": "type"})} {
		if _, _, err := xlsform.Import("x", source); err == nil {
			t.Errorf("%.10q was taken for a workbook", source)
		}
	}
}
