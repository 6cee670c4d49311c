package loadtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/app"
	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
)

// suppliers is how many the board shows. The first of them answer.
const suppliers = 400

// twentyQuestions is a questionnaire of two pages with ten questions each;
// every other one asks for evidence.
func twentyQuestions() (*questionnaire.Questionnaire, error) {
	text := func(s string) map[string]string { return map[string]string{"nb": s} }
	ask := func(n int) map[string]any {
		q := map[string]any{
			"id": fmt.Sprintf("q%d", n), "kind": "choice", "text": text(fmt.Sprintf("Spørsmål %d?", n)),
			"options": []map[string]any{
				{"value": "no", "level": 0, "text": text("Nei")}, {"value": "yes", "level": 4, "text": text("Ja")},
			},
		}
		if n%2 == 0 {
			q["evidence"] = map[string]any{"accept": text("Et dokument")}
		}
		return q
	}
	var pages []map[string]any
	for i, id := range []string{"first", "second"} {
		var questions []map[string]any
		for n := range 10 {
			questions = append(questions, ask(10*i+n+1))
		}
		pages = append(pages, map[string]any{"id": id, "step": "embed", "title": text("Side " + id), "questions": questions})
	}
	source, err := json.Marshal(map[string]any{
		"id": "load", "version": "1.0", "languages": []string{"nb"}, "minutes": 5, "title": text("Tjue spørsmål"), "pages": pages,
	})
	if err != nil {
		return nil, err
	}
	q, findings := questionnaire.Compile("load.json", source)
	if q == nil || findings.Errors() {
		return nil, fmt.Errorf("compile the questionnaire: %v", findings)
	}
	return q, nil
}

// world is a procurement with its suppliers, and those who are signed in.
type world struct {
	board   string // path of the procurement's suppliers
	officer *http.Client
	answers []*client
}

// furnish fills the database and signs an officer and so many suppliers in.
func furnish(b *testing.B, p portal, database string, clients int) world {
	b.Helper()
	definition, err := twentyQuestions()
	if err != nil {
		b.Fatal(err)
	}
	h := housetest.Build(b, housetest.Setup{
		Database: database, URL: p.base, Questionnaires: []*questionnaire.Questionnaire{definition},
	})
	h.Clock.Set(app.Now()) // the running portal's clock is the real one
	bought := h.Publish(func(p *procurement.Procurement) {
		p.Questionnaire = procurement.Edition{ID: "load", Version: "1.0"}
	})
	w := world{board: p.base + "/procurements/" + string(bought.ID) + "/suppliers", officer: browser(b)}
	invited := make([]assessment.Assessment, suppliers)
	for n := range invited {
		invited[n] = h.Invite(bought, n+1)
	}
	send(b, w.officer, p.base+"/sign-in/password", url.Values{
		"email": {address(h.Actor(account.Officer))}, "password": {housetest.Password},
	})
	for n := range clients {
		token, err := h.Accounts.PrintLink(b.Context(), invited[n].Contact.Email)
		if err != nil {
			b.Fatal(err)
		}
		c := &client{Client: browser(b), base: p.base + "/assessments/" + string(invited[n].ID), parts: map[string]string{}}
		send(b, c.Client, p.base+"/link/"+string(token), nil)
		if _, err := c.sendTen(); err != nil { // an answered page gains no boxes for files any more
			b.Fatal(err)
		}
		w.answers = append(w.answers, c)
	}
	return w
}

// address is where the house's members sign in.
func address(account.Actor) string { return string(account.Officer) + "@Fjord.example" }

func browser(b *testing.B) *http.Client {
	b.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	b.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute}
}

func send(b *testing.B, c *http.Client, to string, fields url.Values) {
	b.Helper()
	answer, err := c.PostForm(to, fields)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(answer.Body) // whatever came helps
		b.Fatalf("%s answers %s:\n%s", to, answer.Status, beginning(body))
	}
}

// client is a supplier's contact at a browser: what it shows, and what it has
// saved.
type client struct {
	*http.Client
	base      string
	saves     int
	revisions [10]int64         // of the first page's answers
	yes       [10]bool          // what they are
	parts     map[string]string // the pieces of the first page that are shown
}

// other is another answer to a question than the last, so that every save
// writes.
func (c *client) other(n int) string {
	c.yes[n] = !c.yes[n]
	return map[bool]string{true: "yes", false: "no"}[c.yes[n]]
}

// saveOne saves one answer as the script of a page does.
func (c *client) saveOne() error {
	c.saves++
	sent, err := json.Marshal(map[string]any{
		"save": fmt.Sprintf("s%d", c.saves), "question": "q1", "base": c.revisions[0], "page": "first",
		"value": url.Values{"a.q1": {c.other(0)}}, "parts": c.parts,
	})
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, c.base+"/answers", strings.NewReader(string(sent)))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	body, err := ask(c.Client, request)
	if err != nil {
		return err
	}
	var answer struct {
		Revision int64
		Collides bool
		Parts    []struct{ Name, Mark string }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return err
	}
	if answer.Collides || answer.Revision != c.revisions[0]+1 {
		return fmt.Errorf("revision %d was saved over, the answer is %s", c.revisions[0], beginning(body))
	}
	c.revisions[0] = answer.Revision
	for _, piece := range answer.Parts {
		c.parts[piece.Name] = piece.Mark
	}
	return nil
}

// saveTen saves a page of ten answers and shows the next.
func (c *client) saveTen() error {
	body, err := c.sendTen()
	if err == nil && !strings.Contains(string(body), "Spørsmål 20?") {
		err = fmt.Errorf("saving the first page does not show the second:\n%s", beginning(body))
	}
	return err
}

// sendTen sends the first page, and returns the page that is shown then.
func (c *client) sendTen() ([]byte, error) {
	c.saves++
	fields := url.Values{"then": {"next"}}
	for n := range c.revisions {
		id := fmt.Sprintf("q%d", n+1)
		fields.Add("q", id)
		fields.Add("box", "files:"+id) // the boxes for files that are shown
		fields.Set("a."+id, c.other(n))
		fields.Set("r."+id, strconv.FormatInt(c.revisions[n], 10))
	}
	request, err := http.NewRequest(http.MethodPost, c.base+"/pages/first", strings.NewReader(fields.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	body, err := ask(c.Client, request)
	if err == nil {
		for n := range c.revisions {
			c.revisions[n]++
		}
	}
	return body, err
}

// open shows a page of ten questions.
func (c *client) open() error { return see(c.Client, c.base+"/pages/second", "Spørsmål 20?") }

// see opens a page and expects it to say something.
func see(c *http.Client, address, words string) error {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	body, err := ask(c, request)
	if err == nil && !strings.Contains(string(body), words) {
		err = fmt.Errorf("%s does not say %q:\n%s", address, words, beginning(body))
	}
	return err
}

func ask(c *http.Client, request *http.Request) ([]byte, error) {
	answer, err := c.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s:\n%s", request.URL, answer.Status, beginning(body))
	}
	return body, err
}

// beginning is enough of a page to know it by.
func beginning(body []byte) []byte {
	if at := bytes.Index(body, []byte(`class="flash"`)); at > 0 {
		body = body[at:]
	}
	return body[:min(len(body), 600)]
}
