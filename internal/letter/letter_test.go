package letter_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"aktsom/internal/letter"
	"aktsom/internal/message"
)

var update = flag.Bool("update", false, "write the golden letters anew")

func facts(language string) letter.Facts {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		panic(err)
	}
	return letter.Facts{
		ID: "0190", Key: "test", Person: "p", Name: "Kari Nordmann", Email: "kari@example.org", Language: language,
		Buyer: "Fjordvik kommune", Title: "Arbeidsklær til hjemmetjenesten", Reference: "2026/1234",
		Purpose: "Tekstiler er en risikovare. <b>Derfor</b> spør vi alle.", Supplier: "Tråd & Søm AS",
		Questions: 25, Minutes: 25, Closing: time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC), Zone: oslo, Seals: true,
		Assessment: "0190a", Sequence: 2,
		ContactName: "Ola Innkjøper", ContactEmail: "ola@fjordvik.example", Path: "/assessments/1",
		Submitted: time.Date(2027, 1, 10, 9, 30, 0, 0, time.UTC), Round: 1,
		SHA256: strings.Repeat("0123456789abcdef", 4), Files: []string{"policy.pdf", "kart over leverandører.xlsx"}, File: "policy.pdf",
		Asked: 21, Answered: 3, Together: requests(oslo),
		By: letter.Named{Name: "Ivar Aas", Email: "ivar@example.org"}, Right: letter.Named{Name: "Per Hansen", Email: "per@example.org"},
		Reason: "Vi selger ikke arbeidsklær lenger.\n<a href=\"https://evil.example\">Klikk</a>",
		Pages:  []string{"Hva har dere bestemt?", "Vet dere hvor risikoen er?"},
		Said:   said(), Now: time.Date(2027, 1, 10, 9, 30, 0, 0, time.UTC),
	}
}

// said is an enquiry with its reply. Neither is HTML, and none of them brings a
// link along.
func said() letter.Said {
	return letter.Said{
		ID: "0190b", Topic: func(string) string { return "Har dere skriftlige retningslinjer?" },
		Wording: "Gjelder spørsmålet <b>også</b> underleverandører?\nSe " + letter.LinkPlaceholder + " {{name}}",
		Text:    "Ja, de som syr for denne avtalen.\n\nDe som bare leverer tråd, trenger dere ikke å ta med.", Correction: true, Corrects: 2,
	}
}

// factsOf are the facts of a kind: those of corrections tell of questions.
func factsOf(kind letter.Kind, language string) letter.Facts {
	f := facts(language)
	if kind == letter.ResultDraft {
		f.CommentBy = time.Date(2027, 2, 5, 11, 0, 0, 0, time.UTC)
	}
	if strings.HasPrefix(string(kind), "correction") {
		f.SentBack, f.CorrectBy = f.Now.Add(-time.Hour), f.Closing
		f.ToCorrect, f.Corrections = 2, []string{"Har dere skriftlige retningslinjer? – Hvem har vedtatt dem, og når?", "Når så dere sist over dette? – Skriv datoen."}
	}
	switch kind {
	case letter.Replied, letter.RepliedOnly:
		f.Said.Correction, f.Said.Corrects = false, 0
	case letter.Announced:
		f.Said.Wording, f.Said.Topic = "", nil
	}
	return f
}

func TestAReminderOfCorrectionsTellsTheirDeadline(t *testing.T) {
	l := letter.NewWriter(message.New(nil), "aktsom.example").Write(letter.Reminder, factsOf(letter.Correction, "nb"))
	if !strings.Contains(l.Subject, "rettede svar") || !strings.Contains(l.Text, "15. januar") || strings.Contains(l.Text, "stengt") {
		t.Errorf("%s\n%s", l.Subject, l.Text)
	}
}

// requests are what a digest reminds of.
func requests(zone *time.Location) []letter.Facts {
	return []letter.Facts{
		{
			Buyer: "Fjordvik kommune", Title: "Arbeidsklær til hjemmetjenesten", Reference: "2026/1234", Supplier: "Tråd & Søm AS",
			Closing: time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC), Zone: zone, Seals: true, Asked: 21, Answered: 3,
			ContactName: "Ola Innkjøper", ContactEmail: "ola@fjordvik.example",
		},
		{
			Buyer: "Storelv fylkeskommune", Title: "Gardiner", Supplier: "Tråd & Søm AS",
			Closing: time.Date(2027, 1, 20, 11, 0, 0, 0, time.UTC), Zone: zone, ContactName: "Mona Li", ContactEmail: "mona@storelv.example",
		},
		{
			Buyer: "Storelv fylkeskommune", Title: "Sko", Supplier: "Tråd & Søm AS", ToCorrect: 2, Asked: 21, Answered: 21,
			Closing: time.Date(2027, 1, 22, 11, 0, 0, 0, time.UTC), Zone: zone, Seals: true, ContactName: "Mona Li", ContactEmail: "mona@storelv.example",
		},
	}
}

// kinds reads the constants of the source, so that a new kind has its golden
// letters or the tests say which are missing.
func kinds(t *testing.T) []letter.Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "letter.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []letter.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, is := spec.Type.(*ast.Ident); is && kind.Name == "Kind" {
			word, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, letter.Kind(word))
		}
		return true
	})
	if len(found) < 10 {
		t.Fatalf("letter.go has %d kinds of letters: the test does not read it any more", len(found))
	}
	return found
}

func TestLettersReadAsTheyShould(t *testing.T) {
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	for _, lang := range message.Langs() {
		for name, l := range written(t, writer, string(lang)) {
			name = filepath.Join("testdata", fmt.Sprintf("%s.%s.", name, lang))
			golden(t, name+"txt", "Subject: "+l.Subject+"\n\n"+l.Text)
			if l.Calendar != "" {
				golden(t, name+"ics", l.Calendar)
			}
		}
	}
}

// written are letters of every kind, and of the kinds that read in several ways
// each of them, by the names of their goldens.
func written(t *testing.T, writer *letter.Writer, language string) map[string]letter.Letter {
	t.Helper()
	all := map[string]letter.Letter{}
	for _, kind := range kinds(t) {
		all[string(kind)] = writer.Write(kind, factsOf(kind, language))
	}
	other := func(name string, kind letter.Kind, f letter.Facts, change func(*letter.Facts)) {
		change(&f)
		all[name] = writer.Write(kind, f)
	}
	usual, back := facts(language), factsOf(letter.Correction, language)
	due := func(f *letter.Facts) { f.Seals = false }
	other("invitation_due", letter.Invitation, usual, due)
	other("moved_alone", letter.Moved, usual, func(f *letter.Facts) { f.Seals, f.Alone = false, true })
	other("reminder_overdue", letter.Reminder, usual, func(f *letter.Facts) { f.Seals, f.Now = false, f.Closing.AddDate(0, 0, 3) })
	other("reminder_correction", letter.Reminder, back, due)
	other("receipt_correction", letter.Receipt, back, func(f *letter.Facts) { f.Round, f.Sequence = 2, 9 })
	other("released_qualified", letter.Released, usual, func(f *letter.Facts) { f.Requirements = required(true) })
	other("released_not_qualified", letter.Released, usual, func(f *letter.Facts) { f.Requirements = required(false) })
	other("released_one_requirement", letter.Released, usual, func(f *letter.Facts) { f.Requirements = required(false)[:1] })
	other("released_after_draft", letter.Released, factsOf(letter.ResultDraft, language), func(f *letter.Facts) { f.Sequence = 9 })
	return all
}

// required are the requirements of a qualification, in the buyer's words.
func required(met bool) []letter.Requirement {
	return []letter.Requirement{
		{Text: "ha en skriftlig plan for å stanse og forebygge skade, med tiltak som er i bruk", Met: met},
		{Text: "vise en vedtatt policy", Met: true},
		{Text: "kjenne leverandørene i første ledd", Met: true},
	}
}

// golden compares a letter with how it read when somebody last looked at it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v: write it with go test ./internal/letter -update, and read it", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run go test ./internal/letter -update and read the difference:\n%s", name, got)
	}
}

func TestLinesAreNarrowAndThereIsOneLink(t *testing.T) {
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	for _, lang := range message.Langs() {
		for kind, l := range written(t, writer, string(lang)) {
			for line := range strings.Lines(l.Text) {
				line = strings.TrimSuffix(line, "\n")
				if utf8.RuneCountInString(line) > 60 && strings.Contains(line, " ") {
					t.Errorf("%s in %s: a line of %d: %q", kind, lang, utf8.RuneCountInString(line), line)
				}
			}
			want := 1
			if l.Kind == letter.Withdrawn {
				want = 0
			}
			if text, page := strings.Count(l.Text, letter.LinkPlaceholder), strings.Count(l.HTML, letter.LinkPlaceholder); text != want || page != want {
				t.Errorf("%s in %s: %d links in the text, %d in the HTML, want %d", kind, lang, text, page, want)
			}
		}
	}
}

// A phone shows some forty letters in a line: a longer word may be broken there,
// and reads the same when it is copied.
func TestLongWordsMayBreakOnAPhone(t *testing.T) {
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	f := facts("nb")
	f.Files = []string{strings.Repeat("Ærlighet", 12) + ".pdf", strings.Repeat("x", 63) + "Æ"}
	page := writer.Write(letter.Receipt, f).HTML
	if !strings.Contains(page, "0123456789abcdef<wbr>0123456789abcdef<wbr>") || !strings.Contains(strings.ReplaceAll(page, "<wbr>", ""), f.SHA256) {
		t.Errorf("the hash does not break, or is another:\n%s", page)
	}
	if !strings.Contains(strings.ReplaceAll(page, "<wbr>", ""), "<li>"+f.Files[0]+"</li>") || !utf8.ValidString(page) {
		t.Errorf("the name of the file is another:\n%s", page)
	}
	for word := range strings.FieldsSeq(strings.NewReplacer("<wbr>", " ", "<", " <", ">", "> ").Replace(page)) {
		if utf8.RuneCountInString(word) > 40 && !strings.Contains(word, "=") {
			t.Errorf("%q is wider than a phone", word)
		}
	}
}

func TestWhatABuyerTypesIsNoHTML(t *testing.T) {
	writer := letter.NewWriter(message.New(nil), "aktsom.example")
	l := writer.Write(letter.Invitation, facts("nb"))
	if strings.Contains(l.HTML, "<b>") || !strings.Contains(l.HTML, "Tråd &amp; Søm AS") {
		t.Errorf("the buyer's words are not escaped:\n%s", l.HTML)
	}
	if !strings.Contains(l.Text, "<b>Derfor</b>") {
		t.Errorf("the plain text is not as typed:\n%s", l.Text)
	}
}
