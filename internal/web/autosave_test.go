package web_test

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
)

// told is what the script of a page is told.
type told struct {
	SavedAt  string `json:"saved_at"`
	Revision int64
	Collides bool
	Parts    []struct {
		Name, Mark, HTML string
		Force, Newer     bool
	}
	Refused []string
	Message string
}

// part is a piece that is to be drawn anew; ok is false when it stays.
func (s told) part(name string) (html string, ok bool) {
	for _, p := range s.Parts {
		if p.Name == name {
			return p.HTML, true
		}
	}
	return "", false
}

// mark is the mark of a piece that was sent.
func (s told) mark(name string) string {
	for _, p := range s.Parts {
		if p.Name == name {
			return p.Mark
		}
	}
	return ""
}

func save(t *testing.T, p *housetest.Person, a assessment.Assessment, body string) told {
	t.Helper()
	v := p.PostJSON("/assessments/"+string(a.ID)+"/answers", body).Is(t, http.StatusOK)
	var s told
	if err := json.Unmarshal([]byte(v.Body), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASaveIsToldWhenItWasSavedAndWhatHasChanged(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	first := save(t, ola, a, `{"save":"a","question":"rhythm","page":"track","value":{"a.rhythm":["triggered"]},"parts":{}}`)
	if first.SavedAt != "09.30" || first.Revision != 1 {
		t.Errorf("saved at %q as revision %d", first.SavedAt, first.Revision)
	}
	if html, ok := first.part("reassessed_on.ask"); !ok || !strings.Contains(html, "Når gjorde dere det sist?") {
		t.Errorf("the follow-up does not come: %s", html)
	}
	if html, ok := first.part("rhythm.after"); !ok || !strings.Contains(html, "Vis det:") {
		t.Errorf("the place for files does not come: %s", html)
	}
	marks := map[string]string{}
	for _, p := range first.Parts {
		marks[p.Name] = p.Mark
	}
	known, err := json.Marshal(marks)
	if err != nil {
		t.Fatal(err)
	}
	again := save(t, ola, a, `{"save":"b","question":"rhythm","base":1,"page":"track","value":{"a.rhythm":["never"]},"parts":`+string(known)+`}`)
	if again.Revision != 2 {
		t.Errorf("revision %d", again.Revision)
	}
	if html, ok := again.part("reassessed_on.ask"); !ok || strings.TrimSpace(html) != "" {
		t.Errorf("the follow-up does not go: %q", html)
	}
	if _, ok := again.part("effect.ask"); ok {
		t.Error("a question that has not changed is drawn anew")
	}
}

func TestTheSameSaveTwiceCountsOnce(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	body := `{"save":"a","question":"countries","page":"profile","value":{"a.countries":["Norge"]},"parts":{}}`
	save(t, ola, a, body)
	if twice := save(t, ola, a, body); twice.Revision != 1 || twice.Collides {
		t.Errorf("the second time gives revision %d, collides %v", twice.Revision, twice.Collides)
	}
}

func TestAScriptShowsBothAnswersOfACollision(t *testing.T) {
	h, a, _ := asked(t, "nb")
	ola := h.Supplier(1)
	save(t, ola, a, `{"save":"a","question":"countries","page":"profile","value":{"a.countries":["Norge"]},"parts":{}}`)
	both := save(t, ola, a, `{"save":"b","question":"countries","page":"profile","value":{"a.countries":["Kina"]},"parts":{}}`)
	if html, _ := both.part("countries.collision"); !both.Collides || !strings.Contains(html, "Norge") || !strings.Contains(html, "theirs:1") {
		t.Errorf("collides %v: %s", both.Collides, html)
	}
	theirs := save(t, ola, a, `{"save":"c","question":"countries","page":"profile","value":{"a.countries":["Kina"],"keep.countries":["theirs:1"]},"parts":{}}`)
	if html, _ := theirs.part("countries.ask"); !strings.Contains(html, `value="Norge"`) {
		t.Errorf("the other's answer is not shown: %s", html)
	}
	mine := save(t, ola, a, `{"save":"d","question":"countries","page":"profile","value":{"a.countries":["Kina"],"keep.countries":["mine:1"]},"parts":{}}`)
	if mine.Collides || mine.Revision != 2 {
		t.Errorf("one's own answer is not kept: %+v", mine)
	}
}

func TestAScriptIsToldWhyNothingIsSaved(t *testing.T) {
	h := housetest.New(t)
	a := h.Invite(h.Publish(closingSoon(h)), 1)
	ola, at := h.Supplier(1), "/assessments/"+string(a.ID)+"/answers"
	body := `{"save":"a","question":"countries","page":"profile","value":{"a.countries":["Norge"]}}`
	h.Anonymous().PostJSON(at, body).Is(t, http.StatusUnauthorized)
	ola.PostJSON(at, `{"question":"nonsense","value":{}}`).Is(t, http.StatusUnprocessableEntity)
	ola.PostJSON(at, `{`).Is(t, http.StatusUnprocessableEntity)
	ola.PostJSON(at, `{"question":"countries","value":{"a.countries":["`+strings.Repeat("x", 2<<20)+`"]}}`).Is(t, http.StatusRequestEntityTooLarge)
	h.Clock.Set(a.Procurement.Closing)
	if v := ola.PostJSON(at, body).Is(t, http.StatusConflict); !strings.Contains(v.Body, "Fristen er ute") {
		t.Errorf("the script is told %s", v.Body)
	}
}

func TestAFileMayTakeLongerThanTheServerGivesOtherRequests(t *testing.T) {
	h, a := answered(t)
	server := httptest.NewUnstartedServer(h.Site)
	server.Config.ReadTimeout = 200 * time.Millisecond
	server.Config.WriteTimeout = 300 * time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	token, err := h.Accounts.PrintLink(t.Context(), a.Contact.Email)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	in, err := client.Post(server.URL+"/link/"+string(token), "application/x-www-form-urlencoded", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Body.Close()
	body, kind := slowFile(pdf, 700*time.Millisecond)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/assessments/"+string(a.ID)+"/files", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", "application/json")
	for _, c := range in.Cookies() {
		request.AddCookie(c)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var s told
	if err := json.NewDecoder(answer.Body).Decode(&s); err != nil || answer.StatusCode != http.StatusOK || len(s.Refused) > 0 {
		t.Fatalf("status %d, %+v, %v", answer.StatusCode, s, err)
	}
	if html, _ := s.part("policy.after"); !strings.Contains(html, "langsom.pdf") {
		t.Errorf("the file is not in the list: %s", html)
	}
}

// slowFile is an upload whose second half comes after a while.
func slowFile(content []byte, after time.Duration) (body io.Reader, kind string) {
	from, to := io.Pipe()
	w := multipart.NewWriter(to)
	go func() {
		_ = w.WriteField("question", "policy") // what fails here fails the reader
		part, _ := w.CreateFormFile("file", "langsom.pdf")
		_, _ = part.Write(content[:len(content)/2])
		time.Sleep(after)
		_, _ = part.Write(content[len(content)/2:])
		_ = to.CloseWithError(w.Close())
	}()
	return from, w.FormDataContentType()
}
