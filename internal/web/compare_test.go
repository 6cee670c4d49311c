package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
)

// side is a procurement with a supplier that is finished, one that waits for
// its review, and one that has not submitted.
func side(t *testing.T, stage procurement.Stage) (w *town, strong, medium *request) {
	t.Helper()
	w = newTown(t, stage)
	strong, medium = w.invite("Åsen Tekstil AS", "anne@asen.example"), w.invite("Berg & Sønn AS", "bo@berg.example")
	w.invite("Cato Sko AS", "cato@sko.example")
	strong.answerAs("strong-supplier")
	medium.answerAs("medium-importer")
	for _, r := range []*request{strong, medium} {
		r.submit()
	}
	return w, strong, medium
}

func (w *town) page(under string) string { return "/procurements/" + string(w.buys.ID) + under }

func TestSuppliersStandSideBySideWithTheEnginesNumbers(t *testing.T) {
	t.Parallel()
	w, strong, medium := side(t, procurement.BeforeBids)
	w.closed()
	mark(t, strong, "policy", 0, "Filen er en tom mal")
	if err := w.Reviews.Finish(t.Context(), w.Actor(account.Evaluator), strong.id); err != nil {
		t.Fatal(err)
	}
	kari := w.buyer(w.Actor(account.Reader))
	kari.Open(w.page("/compare"))
	kari.See("Leverandørene side om side", "2 av 3 leverandører har tall. Ferdig vurdert: 1.", "Ikke levert", "Ikke vurdert ennå · foreløpig", "Ferdig vurdert", "Svakest", "Stoppmerke")
	desk, err := w.Reviews.Open(t.Context(), w.Actor(account.Officer), medium.id)
	if err != nil {
		t.Fatal(err)
	}
	for step, s := range desk.Evaluation.Steps {
		cell := fmt.Sprintf(`class="heat heat--%d" `, desk.Questionnaire.BandOf(s.Verified).Number)
		href := `href="/assessments/` + string(medium.id) + `/result#step-` + step + `">` + norwegian(s.Verified.String()) + "<"
		if !strings.Contains(kari.Source, href) || !strings.Contains(kari.Source, cell) {
			t.Errorf("no cell of step %s says %s in its colour", step, s.Verified)
		}
	}
	order := func() string {
		var names []string
		for _, name := range []string{"Åsen", "Berg", "Cato"} {
			names = append(names, fmt.Sprintf("%06d %s", strings.Index(kari.Source, ">"+name), name))
		}
		return namesByPlace(names)
	}
	if got := order(); got != "Berg Cato Åsen" {
		t.Errorf("by name: %s", got)
	}
	kari.Open(w.page("/compare?sort=overall&dir=desc"))
	if got := order(); got != "Åsen Berg Cato" {
		t.Errorf("the highest first: %s", got)
	}
	kari.Open(w.page("/compare?sort=track"))
	if got := order(); got != "Berg Åsen Cato" {
		t.Errorf("the lowest in a step first, without a number last: %s", got)
	}
}

func norwegian(number string) string { return strings.Replace(number, ".", ",", 1) }

// namesByPlace sorts "place name" by place and leaves the names.
func namesByPlace(placed []string) string {
	for i := range placed {
		for j := i + 1; j < len(placed); j++ {
			if placed[j] < placed[i] {
				placed[i], placed[j] = placed[j], placed[i]
			}
		}
	}
	names := make([]string, len(placed))
	for i, p := range placed {
		names[i] = p[7:]
	}
	return strings.Join(names, " ")
}

func TestNothingIsComparedBeforeAnswersOpen(t *testing.T) {
	t.Parallel()
	w, strong, _ := side(t, procurement.BeforeBids)
	kari := w.buyer(w.Actor(account.Officer))
	for _, page := range []string{"/compare", "/gaps"} {
		kari.Open(w.page(page))
		kari.See("Svarene er lukket")
		kari.NotSee("oppgitt", "av 100")
		if strings.Contains(kari.Source, string(strong.id)+"/result") {
			t.Errorf("%s leads to a sealed answer", page)
		}
	}
	kari.Open(w.page("/compare.xlsx"))
	if cells := cellsOf(t, []byte(kari.Source)); len(cells[1]) > 3 {
		t.Errorf("the workbook has numbers of sealed answers: %v", cells)
	}
}

func TestAQualificationIsNotCompared(t *testing.T) {
	t.Parallel()
	w, _, _ := side(t, procurement.Qualification)
	w.closed()
	kari := w.buyer(w.Actor(account.Officer))
	kari.Open(w.page(""))
	kari.See("Krav", "Kvalifisering")
	kari.NotSee("Sammenlign", "Sprik")
	kari.Open(w.page("/compare"))
	if kari.Status != http.StatusNotFound {
		t.Errorf("the comparison of a qualification answers %d", kari.Status)
	}
	kari.See("Leverandørene rangeres ikke")
	kari.NotSee("oppgitt")
	kari.Open(w.page("/compare.xlsx"))
	if kari.Status != http.StatusNotFound {
		t.Errorf("its workbook answers %d", kari.Status)
	}
	kari.Open(w.page("/gaps"))
	kari.See("Kvalifisert: 0. Ikke kvalifisert: 0. Ikke avgjort: 2.")
	kari.NotSee("høyst 1", "Vekt × nivåer", "tyngst")
}

func TestGapsOfAllSuppliersStandByWeight(t *testing.T) {
	t.Parallel()
	w, strong, medium := side(t, procurement.Contract)
	mark(t, medium, "supplier_checks", 4, "Rapporten viser mer")
	desk, err := w.Reviews.Open(t.Context(), w.Actor(account.Evaluator), strong.id)
	if err != nil {
		t.Fatal(err)
	}
	j := review.Judgement{File: desk.Frozen.Files["policy"][0].ID, Verdict: review.Generic, Reason: "Gjelder konsernet"}
	if err := w.Reviews.Judge(t.Context(), w.Actor(account.Evaluator), strong.id, j); err != nil {
		t.Fatal(err)
	}
	kari := w.buyer(w.Actor(account.Officer))
	kari.Open(w.page("/gaps"))
	kari.See("Vist mer enn oppgitt", "Rapporten viser mer", "Filen viser ikke nok: høyst 2.", "policy.pdf: Gjelder konsernet")
	if !strings.Contains(kari.Source, `href="`+medium.path("review?question=supplier_checks")+`"`) {
		t.Error("a gap does not lead to its question")
	}
	kari.Open(w.page("/gaps.xlsx"))
	rows, last := cellsOf(t, []byte(kari.Source)), 1e9
	for _, row := range rows[1:] {
		var weight float64
		if _, err := fmt.Sscan(row[7], &weight); err != nil || weight > last {
			t.Errorf("%v stands after %v", row, last)
		}
		last = weight
	}
	query := url.Values{"kind": {"declaration"}, "step": {"identify"}, "supplier": {string(medium.id)}}
	kari.Open(w.page("/gaps?" + query.Encode()))
	kari.See("Ett sprik av", "Rapporten viser mer")
	kari.NotSee("Gjelder konsernet")
	kari.Open(w.page("/gaps?kind=declaration&supplier=" + string(strong.id)))
	kari.See("0 sprik av")
}

// cellsOf are the texts of a workbook's one sheet.
func cellsOf(t *testing.T, workbook []byte) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows
}

func TestTheComparisonIsAWorkbookOfNumbers(t *testing.T) {
	t.Parallel()
	w, _, medium := side(t, procurement.Contract)
	kari := w.buyer(w.Actor(account.Officer))
	kari.Open(w.page("/compare.xlsx"))
	book, err := excelize.OpenReader(strings.NewReader(kari.Source))
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	kind, err := book.GetCellType(sheet, "D2")
	if err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("a score is kept as text: %v, %v", kind, err)
	}
	desk, err := w.Reviews.Open(t.Context(), w.Actor(account.Officer), medium.id)
	if err != nil {
		t.Fatal(err)
	}
	rows := cellsOf(t, []byte(kari.Source))
	if want := desk.Evaluation.Steps["embed"].Verified.String(); rows[1][0] != "Berg & Sønn AS" || rows[1][3] != want {
		t.Errorf("the first row is %v, want embed %s", rows[1], want)
	}
}

// Whether three suppliers are asked or fifteen: the same number of statements.
func TestComparingCostsAFixedNumberOfStatements(t *testing.T) {
	t.Parallel()
	w, _, _ := side(t, procurement.Contract)
	cost := func() (statements int) {
		kari := w.Member(account.Officer)
		for _, page := range []string{"/compare", "/compare.xlsx", "/gaps", "/gaps.xlsx"} {
			statements += kari.Open(w.page(page)).Is(t, http.StatusOK).Statements
		}
		return statements
	}
	before := cost()
	for n := range 12 {
		r := &request{town: w, id: w.Invite(w.buys, n+1).ID, actor: w.Contact(n + 1)}
		r.answerAs("medium-importer")
		r.submit()
	}
	if after := cost(); after != before || before > 4*6 {
		t.Errorf("%d statements for two suppliers, %d for fourteen", before, after)
	}
}

// BenchmarkCompareOf400 lays four hundred suppliers side by side, none of them
// reviewed: every number is worked out.
func BenchmarkCompareOf400(b *testing.B) {
	h := housetest.New(b)
	p := h.Publish(func(p *procurement.Procurement) { p.Stage = procurement.Contract })
	sheet := caseNamed(b, "small-shop")
	for n := range 400 {
		a, contact := h.Invite(p, n+1), h.Contact(n+1)
		var given []assessment.Given
		for question, value := range sheet.Answers {
			given = append(given, assessment.Given{Question: question, Value: value})
		}
		if _, err := h.Assessments.Answer(b.Context(), contact, a.ID, given); err != nil {
			b.Fatal(err)
		}
		if _, err := h.Assessments.Submit(b.Context(), contact, a.ID, assessment.Declaration{Name: "Ola", Role: "leder", Confirmed: true}); err != nil {
			b.Fatal(err)
		}
	}
	kari := h.Member(account.Officer)
	benchmark(b, func() *housetest.View { return kari.Open("/procurements/" + string(p.ID) + "/compare") })
}

// caseNamed is a sheet of the shipped questionnaire's cases.
func caseNamed(t testing.TB, name string) questionnaire.Sheet {
	t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var kase questionnaire.Sheet
	if err := json.Unmarshal(source, &kase); err != nil {
		t.Fatal(err)
	}
	return kase
}
