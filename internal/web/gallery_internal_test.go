package web

import (
	"context"
	"io"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/message"
	"aktsom/internal/procurement"
)

// samplePage is a page in a language, looked at by a buyer's officer.
func samplePage(lang message.Lang) Page {
	return Page{
		Printer: message.New(nil).In(lang), Title: "Veiarbeid Nord", Path: "/procurements/7?state=late",
		Visitor: Visitor{Name: "Kari Nordmann", Organisation: "Fjordvik kommune", Buyer: true},
		Now:     time.Date(2027, 1, 10, 8, 0, 0, 0, time.UTC), Zone: time.UTC,
		Crumbs: []Crumb{{"Anskaffelser", "/procurements"}, {"Veiarbeid Nord", "/procurements/7"}, {"Leverandører", ""}},
		Flash:  Flash{Done, "Fristen er flyttet."},
	}
}

// gallery is every component with made-up content: what a newcomer adds a
// component to, and what the tests below look through.
func gallery(p Page) map[string]templ.Component {
	deadline := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	all := reviewGallery(p)
	maps.Copy(all, supplierGallery(p))
	maps.Copy(all, enquiryGallery(p, sampleDesk(p, nil)))
	maps.Copy(all, map[string]templ.Component{
		"front":   frontPage(p),
		"refusal": refusalPage(p, refusalView{Text: "Kanskje er siden fjernet.", Back: "/procurements", Reference: "7KQ2-M9XP"}),
		"sign-in": signInPage(p, signInView{Next: "/requests", Email: "kari@", Mistakes: []Mistake{{"email", "Skriv en adresse."}}}),
		"sent":    linkSentPage(p, signInView{Email: "anne@berg.example"}),
		"renewed": linkSentPage(p, signInView{}),
		"link": linkPage(p, account.Link{Asker: "Fjordvik kommune", About: "Veiarbeid Nord"},
			account.Person{Name: "Anne Berg", Email: "anne@berg.example"}, "token"),
		"old-link":      deadLinkPage(p, "Denne lenken er brukt.", "token"),
		"password":      passwordPage(p, passwordView{Mistakes: []Mistake{{"email", "Stemmer ikke."}}}),
		"forgotten":     forgottenPage(p, forgottenView{Email: "kari@", Mistakes: []Mistake{{"email", "Skriv en adresse."}}}),
		"password-sent": passwordSentPage(p, forgottenView{Email: "kari@fjord.example"}),
		"set-password": setPasswordPage(p, setPasswordView{
			Link: account.Link{Asker: "Fjordvik kommune"}, Person: account.Person{Name: "Nina Moe", Email: "nina@fjord.example"},
			Token: "token", Mistakes: []Mistake{{"password", "Passordet må ha minst 15 tegn."}},
		}),
		"people": peoplePage(p, peopleView{MayReadLog: true, Organisation: "Fjordvik kommune", Me: "1", Manages: true, Members: []account.Member{
			{Person: account.Person{ID: "1", Name: "Kari Nordmann", Email: "kari@fjord.example", Password: "hash"}, Role: account.Administrator},
			{Person: account.Person{ID: "2", Name: strings.Repeat("langtnavn", 14), Email: "nina@fjord.example"}, Role: account.Reader},
		}}),
		"log":       organisationLogPage(p, sampleOrganisationLog(p)),
		"log-empty": organisationLogPage(p, organisationLogView{Filter: logFilter{From: "i går"}, Mistakes: []Mistake{{"from", "Skriv en dag."}}}),
		"colleague": colleaguePage(p, colleagueView{Newcomer: account.Newcomer{Name: "Nina"}, Mistakes: []Mistake{{"email", "Skriv en adresse."}, {"role", "Velg en rolle."}}}),
		"member":    memberPage(p, memberView{Member: account.Member{Person: account.Person{ID: "2", Name: "Nina Moe", Email: "nina@fjord.example"}, Role: account.Reader}}),
		"me": mePage(p, meView{
			Name: "Kari", Language: "nb", Email: "kari@fjord.example", Password: true, This: "a",
			Sessions: []account.Session{{ID: "a", Begun: deadline, Seen: deadline, Browser: "Firefox, Windows"}, {ID: "b", Begun: deadline, Seen: deadline}},
			Mistakes: []Mistake{{"old", "Det gamle passordet stemmer ikke."}},
		}),
		"time":          timePage(p, sampleTime(p, time.Time{})),
		"time-decision": timePage(p, sampleTime(p, deadline.AddDate(0, 0, 14))),
		"words":         inLayout(p, words(p, deadline)...),
		"fields":        inLayout(p, fields(p)...),
		"tables":        inLayout(p, tables(p)...),
		"done":          inLayout(p, with(donePanel("Takk, svarene er levert"), plain("<p>Vi har sendt en kvittering.</p>"))),
		"nobody":        refusalPage(Page{Printer: p.Printer, Title: p.Title, Path: "/", Now: p.Now, Zone: p.Zone, assets: p.assets}, refusalView{}),
	})
	return all
}

// sampleTime is more time for two suppliers, one of whom has some already.
func sampleTime(p Page, until time.Time) timeView {
	row := func(name string, state assessment.State, days int) assessment.Row {
		q := procurement.Procurement{Stage: procurement.Contract, Zone: "UTC", Closing: p.Now.AddDate(0, 0, days)}
		return assessment.Row{Assessment: assessment.Assessment{
			ID: assessment.ID(name), Supplier: assessment.Supplier{Name: name}, State: state, Procurement: q,
			Contact: assessment.Contact{Name: "Anne Berg", Email: strings.Repeat("anne", 9) + "@berg.example"},
		}}
	}
	v := timeView{Day: "2027-01-14", Clock: "12:00", Reason: "Fabrikken er stengt.", New: until}
	v.Rows = []assessment.Row{row("Berg & Sønn AS", assessment.Open, 5), row("Nordlys Elektro AS", assessment.Open, 9)}
	v.Left = []assessment.Row{row("Fjell Tekstil AS", assessment.Submitted, 5), row("Havgløtt Kontor AS", assessment.Withdrawn, 5)}
	if until.IsZero() {
		v.Mistakes = []Mistake{{"closing", "Velg et senere tidspunkt."}}
	}
	return v
}

// plain is made-up content.
func plain(text string) templ.Component { return templ.Raw(text) }

// with gives a component its children.
func with(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

func inLayout(p Page, pieces ...templ.Component) templ.Component { return with(layout(p), pieces...) }

func words(p Page, deadline time.Time) []templ.Component {
	return []templ.Component{
		plain(`<h1 class="ds-heading" data-size="lg">Vet dere hvor risikoen er?</h1>
			<p class="lead">Fjordvik kommune spør hvordan dere følger opp arbeidsforholdene hos dem dere kjøper av.</p>
			<p>Dere kan svare litt om gangen. Alt blir lagret mens dere skriver, og kollegaer kan svare på hver sine spørsmål.</p>`),
		with(alert("info"), plain("<p>Svarene åpnes for kommunen når fristen er ute.</p>")),
		with(alert("warning"), plain("<p>Tre spørsmål står igjen.</p>")),
		with(alert("danger"), plain("<p>Filen kunne ikke åpnes.</p>")),
		plain("<p>"), tag("Ikke begynt", Neutral), tag("2 av 4", Accent), tag("Ferdig", Good), tag("Se på dette", Look),
		tag("Stoppmerke", Bad), plain("</p>"),
		plain(`<dl class="facts">`), with(fact("Frist"), due(p, deadline, p.Zone)), plain("</dl>"),
		facts([]Fact{{"Oppdragsgiver", "Fjordvik kommune"}, {"Gjelder", "Veiarbeid Nord"}}),
		shortMoment(p, deadline, p.Zone), day(p, deadline),
		with(more("Hvordan ser et godt svar ut?"), plain("<p>Det viser til et dokument med dato og underskrift.</p>")),
		with(empty("Ingen leverandører ennå", "Her kommer leverandørene du inviterer."), buttonLink("Inviter en leverandør", "/x", Secondary)),
		plain(`<div class="buttons">`), button("Lagre og fortsett", Primary), button("Tilbake", Secondary),
		namedButton("Lagre og kom tilbake senere", Tertiary, "then", "leave"), plain("</div>"),
	}
}

func fields(p Page) []templ.Component {
	missing := "Skriv en e-postadresse, som kari@firma.no."
	return []templ.Component{
		errorSummary(p, []Mistake{{"email", missing}, {"policy", p.Problem("required")}}),
		plain(`<h1 class="ds-heading" data-size="lg">Inviter en leverandør</h1>`),
		field(Field{Name: "name", Label: "Navn", Help: "Slik det står i Enhetsregisteret.", Value: "Berg & Sønn AS", Autocomplete: "organization"}),
		field(Field{Name: "number", Label: "Organisasjonsnummer", Mode: "numeric", Width: 11, Value: "974 760 673"}),
		field(Field{Name: "email", Label: "E-postadresse", Type: "email", Value: "kari@", Mistake: missing, Required: true}),
		field(Field{Name: "why", Label: "Hvorfor spør dere?", Lines: 4, Help: "Leverandøren leser dette først."}),
		choice(Choice{
			Name: "policy", Legend: "Har dere skrevet ned hva dere krever av dem dere kjøper av?",
			Help: "Kall det policy, retningslinjer eller noe annet.", Mistake: p.Problem("required"),
			Options: []Option{
				{Value: "none", Text: "Nei"},
				{Value: "draft", Text: "Et utkast", Help: "Ikke vedtatt av ledelsen.", Chosen: true},
				{Value: "chain", Text: "Ja, vedtatt av styret og sendt til leverandørene"},
			},
		}),
		choice(Choice{
			Name: "standards", Legend: "Hva bygger det på?", Several: true,
			Options: []Option{{Value: "ilo", Text: "ILOs kjernekonvensjoner", Chosen: true}, {Value: "ungp", Text: "FNs veiledende prinsipper"}},
		}),
		dropDown(DropDown{Name: "edition", Label: "Spørreskjema", Help: "Den nyeste er valgt.", Options: []Option{
			{Value: "1", Text: "Kort egenvurdering", Chosen: true}, {Value: "2", Text: "Full egenvurdering"},
		}}),
		momentField(p, MomentField{
			ID: "closing", Name: "closing", Legend: "Når er fristen?", Help: "Norsk tid.", Mistake: missing, Day: "2027-01-15", Clock: "12:00",
		}),
		plain(`<div class="buttons">`), button("Send invitasjon", Primary), buttonLink("Avbryt", "/x", Tertiary), plain("</div>"),
	}
}

func tables(p Page) []templ.Component {
	row := func(name, contact, state string, colour Colour, done int) templ.Component {
		return templ.Join(plain(`<tr><td><a class="ds-link" href="/x">`+name+"</a></td><td data-label=\"Kontakt\">"+contact+"</td><td data-label=\"Tilstand\">"), tag(state, colour),
			plain(`</td><td data-label="Besvart">`), progress(p, name, done, 21), plain(`</td><td class="table__numbers" data-label="Poeng">`+p.Score(62.5)+"</td></tr>"))
	}
	return []templ.Component{
		plain(`<h1 class="ds-heading" data-size="lg">Veiarbeid Nord</h1>`),
		tabs(p, []Tab{{Text: "Oversikt", Href: "/a"}, {Text: "Leverandører", Href: "/b", Current: true, Count: 4}, {Text: "Brev", Href: "/c"}}),
		stepper(p, "Faser", []Step{
			{Text: "Forankre", Done: true, Href: "/1"},
			{Text: "Planlegge", Done: true},
			{Text: "Gjennomføre", Now: true},
			{Text: "Følge opp"},
			{Text: "Rapportere"},
		}),
		with(table("Leverandører", []Head{
			{Text: "Leverandør", Href: "?sort=name", Sort: "ascending"},
			{Text: "Kontakt"},
			{Text: "Tilstand"},
			{Text: "Besvart"},
			{Text: "Poeng", Numbers: true},
		}),
			row("Berg &amp; Sønn AS", "Anne Berg", "Ikke åpnet", Neutral, 0),
			row("Nordlys Elektro AS", "Per Lie", "Svarer", Accent, 12),
			row("Fjell Tekstil AS", "Liv Moe", "Levert", Good, 21),
			row("Havgløtt Kontor AS", "Ola Vik", "Over fristen", Bad, 4)),
	}
}

func TestEveryPageOfTheGalleryIsSoundInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, lang := range message.Langs() {
		for name, component := range gallery(samplePage(lang)) {
			text, err := render(t.Context(), component)
			if err != nil {
				t.Fatalf("%s in %s: %v", name, lang, err)
			}
			for _, flaw := range flaws(t, string(text)) {
				t.Errorf("%s in %s: %s", name, lang, flaw)
			}
		}
	}
}

// flaws lists what is wrong with a page that a reader of its source can see:
// inputs without a label, ids twice, references to nothing, inline code.
func flaws(t *testing.T, text string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ids, labelled := map[string]int{}, map[string]bool{}
	headings := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" {
			labelled[attribute(n, "for")] = true
		}
		if n.Data == "h1" {
			headings++
		}
		found = append(found, inlineCode(n)...)
	}
	if headings != 1 {
		found = append(found, "a page has one h1")
	}
	for id, times := range ids {
		if times > 1 {
			found = append(found, "the id "+id+" stands twice")
		}
	}
	for n := range root.Descendants() {
		found = append(found, dangling(n, ids, labelled)...)
	}
	return found
}

func inlineCode(n *html.Node) []string {
	var found []string
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			found = append(found, n.Data+" has "+a.Key+", which the content policy refuses")
		}
	}
	if (n.Data == "script" || n.Data == "style") && n.FirstChild != nil {
		found = append(found, n.Data+" stands in the page, which the content policy refuses")
	}
	return found
}

func dangling(n *html.Node, ids map[string]int, labelled map[string]bool) []string {
	if n.Type != html.ElementNode {
		return nil
	}
	var found []string
	for _, key := range []string{"for", "aria-describedby", "aria-labelledby"} {
		for id := range strings.FieldsSeq(attribute(n, key)) {
			if ids[id] == 0 {
				found = append(found, n.Data+": "+key+" names "+id+", which is not there")
			}
		}
	}
	if to := attribute(n, "href"); n.Data == "a" && strings.HasPrefix(to, "#") && ids[to[1:]] == 0 {
		found = append(found, "a link leads to "+to+", which is not there")
	}
	typed := n.Data == "select" || n.Data == "textarea" || n.Data == "input" && attribute(n, "type") != "hidden"
	if typed && !labelled[attribute(n, "id")] && attribute(n, "aria-label") == "" {
		found = append(found, n.Data+" "+attribute(n, "name")+" has no label")
	}
	return found
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
