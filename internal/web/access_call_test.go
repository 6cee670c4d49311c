package web_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/assessment"
	"aktsom/internal/enquiry"
	"aktsom/internal/evidence"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
	"aktsom/internal/questionnaire"
	"aktsom/internal/review"
	"aktsom/static"
)

// call is what is sent to a route, so that its answer speaks of access and not
// of what was sent. The zero call sends nothing, in an open assessment.
type call struct {
	stage  stage
	fields url.Values
	json   string // sent instead of fields
	file   bool   // a small PDF goes with the fields
}

// stage is how far the assessment has come that a route is asked for.
type stage int

const (
	atEdition   stage = iota - 2 // a published questionnaire, and nothing else
	atEntry                      // the same as a draft
	atOpen                       // may be answered
	atPlan                       // the procurement is a draft
	atAnswered                   // may be submitted
	atSubmitted                  // given, with a file
	atReviewed                   // finished by an evaluator
	atDrafted                    // and a draft of the result is with the supplier
	atReleased                   // and the supplier may read it
	atListed                     // given, a question listed for correction and commented on by an evaluator
	atSentBack                   // and sent back to the supplier
)

// calls are the routes that need something sent, or another stage. A value in
// braces is an id of the scene.
var calls = map[string]call{
	"POST /language":         {fields: url.Values{"lang": {"en"}}},
	"POST /sign-in":          {fields: url.Values{"email": {"somebody@example.com"}}},
	"POST /sign-in/password": {fields: url.Values{"email": {"reader@Fjord.example"}, "password": {housetest.Password}}},

	"POST /sign-in/forgotten": {fields: url.Values{"email": {"somebody@example.com"}}},
	"POST /me":                {fields: url.Values{"name": {"Kari"}, "language": {"nb"}}},
	"POST /me/password":       {fields: url.Values{"old": {housetest.Password}, "password": {housetest.Password}}},
	"POST /people":            {fields: url.Values{"name": {"Liv"}, "email": {"{people/email}"}, "role": {"reader"}, "language": {"nb"}}},
	"POST /people/:id":        {fields: url.Values{"role": {"evaluator"}}},

	"POST /procurements":                         {fields: plan},
	"GET /questionnaires/:id":                    {stage: atEntry},
	"POST /questionnaires":                       {fields: url.Values{"definition": {"[]"}}},
	"POST /questionnaires/:id":                   {stage: atEntry, fields: url.Values{"definition": {"[]"}, "revision": {"1"}}},
	"GET /questionnaires/:id/edit":               {stage: atEntry},
	"GET /questionnaires/:id/try":                {stage: atEntry},
	"POST /questionnaires/:id/try":               {stage: atEntry, fields: url.Values{"q": {"oversight"}, "a.oversight": {"named"}}},
	"GET /questionnaires/:id/cases":              {stage: atEntry},
	"POST /questionnaires/:id/cases":             {stage: atEntry, fields: url.Values{"cases": {"[]"}, "revision": {"1"}}},
	"GET /questionnaires/:id/compare":            {stage: atEntry},
	"GET /questionnaires/:id/definition.json":    {stage: atEntry},
	"GET /questionnaires/:id/questionnaire.xlsx": {stage: atEntry},
	"GET /questionnaires/:id/questionnaire.html": {stage: atEntry},
	"GET /questionnaires/:id/skeletons.json":     {stage: atEntry},
	"GET /questionnaires/:id/publish":            {stage: atEntry},
	"POST /questionnaires/:id/publish":           {stage: atEntry, fields: url.Values{"revision": {"1"}}},
	"GET /questionnaires/:id/discard":            {stage: atEntry},
	"POST /questionnaires/:id/discard":           {stage: atEntry},
	"GET /questionnaires/:id/retire":             {stage: atEdition},
	"POST /questionnaires/:id/retire":            {stage: atEdition},
	"POST /questionnaires/:id/copy":              {stage: atEdition},

	"POST /procurements/:id/edit":               {stage: atPlan, fields: plan},
	"GET /procurements/:id/publish":             {stage: atPlan},
	"POST /procurements/:id/publish":            {stage: atPlan},
	"POST /procurements/:id/deadline":           {fields: url.Values{"closing_date": {"2027-03-01"}, "closing_clock": {"12:00"}}},
	"POST /procurements/:id/requirements":       {stage: atPlan, fields: url.Values{"revision": {"1"}, "level-policy": {"2"}}},
	"POST /procurements/:id/clarification":      {fields: url.Values{"text": {"Hva gjelder det?"}}},
	"POST /procurements/:id/enquiries":          {fields: url.Values{"text": {"Vi svarer på spørsmål til og med fredag."}}},
	"POST /procurements/:id/enquiries/:enquiry": {fields: url.Values{"wording": {"Gjelder det oss?"}, "text": {"Ja."}}},
	"POST /assessments/:id/enquiries":           {fields: url.Values{"text": {"Gjelder det også underleverandører?"}}},
	"POST /procurements/:id/suppliers": {fields: url.Values{
		"supplier": {"Ny leverandør AS"}, "name": {"Liv Moe"}, "email": {"liv@ny.example"}, "language": {"nb"},
	}},
	"POST /procurements/:id/suppliers/many":     {fields: url.Values{"lines": {"Ny leverandør AS;;Liv Moe;liv@ny.example;nb"}}},
	"POST /procurements/:id/suppliers/export":   {fields: url.Values{"assessment": {"{suppliers/assessment}"}}},
	"POST /procurements/:id/suppliers/deadline": {fields: url.Values{"assessment": {"{suppliers/assessment}"}}},
	"POST /procurements/:id/suppliers/remind":   {fields: url.Values{"assessment": {"{suppliers/assessment}"}}},
	"POST /procurements/:id/suppliers/:assessment/contact": {fields: url.Values{
		"name": {"Liv Moe"}, "email": {"liv@leverandor.example"}, "language": {"nb"},
	}},

	"POST /assessments/:id/pages/:page": {fields: url.Values{"q": {"oversight"}, "r.oversight": {"0"}, "a.oversight": {"named"}}},
	"POST /link/:token/decline":         {fields: url.Values{"kind": {"wrong_person"}}},
	"POST /assessments/:id/decline":     {fields: url.Values{"kind": {"wrong_person"}}},
	"POST /assessments/:id/answers":     {json: `{"save":"1","question":"oversight","page":"embed","value":{"a.oversight":["named"]},"parts":{}}`},
	"POST /assessments/:id/files":       {file: true, fields: url.Values{"question": {"policy"}}},
	"POST /assessments/:id/uploads":     {json: `{"question":"policy","name":"policy.pdf","size":1000}`},
	"POST /files/:id/use":               {stage: atAnswered, fields: url.Values{"question": {"policy"}}},
	"POST /files/:id":                   {stage: atAnswered, fields: url.Values{"kind": {"policy"}, "issuer": {"Styret"}, "issued": {"2026-01-31"}}},
	"GET /files/:id/remove":             {stage: atAnswered},
	"POST /files/:id/remove":            {stage: atAnswered},
	"GET /files/:id":                    {stage: atSubmitted},

	"POST /assessments/:id/submit": {stage: atAnswered, fields: url.Values{
		"name": {"Ola Nordmann"}, "role": {"daglig leder"}, "confirmed": {"on"},
	}},
	"GET /assessments/:id/receipt":      {stage: atSubmitted},
	"GET /assessments/:id/receipt.json": {stage: atSubmitted},
	"GET /assessments/:id/withdraw":     {stage: atSubmitted},
	"POST /assessments/:id/withdraw":    {stage: atSubmitted},
	"POST /assessments/:id/hand-over": {fields: url.Values{
		"name": {"Liv Moe"}, "email": {"liv@leverandor.example"}, "language": {"nb"},
	}},

	"POST /assessments/:id/colleagues": {fields: url.Values{
		"name": {"Liv Moe"}, "email": {"liv@leverandor.example"}, "language": {"nb"}, "page": {"embed"},
	}},
	"POST /assessments/:id/colleagues/:person": {fields: url.Values{"page": {"track"}}},

	"GET /assessments/:id/review": {stage: atSubmitted},
	"POST /assessments/:id/review/mark": {stage: atSubmitted, fields: url.Values{
		"question": {"policy"}, "level": {"1"}, "reason": {"Gjelder bare egne ansatte."},
	}},
	"POST /assessments/:id/review/judge": {stage: atSubmitted, fields: url.Values{
		"question": {"policy"}, "file": {"{files/id}"}, "verdict": {"generic"}, "reason": {"En mal uten eget innhold."},
	}},
	"POST /assessments/:id/review/comment": {stage: atSubmitted, fields: url.Values{
		"question": {"policy"}, "audience": {"internal"}, "comment": {"Se på datoen."},
	}},
	"POST /assessments/:id/review/comment/remove": {stage: atListed, fields: url.Values{"question": {"policy"}, "comment": {"{comments/id}"}}},
	"POST /assessments/:id/review/correction": {stage: atSubmitted, fields: url.Values{
		"question": {"policy"}, "correction": {"Hvem har vedtatt dem?"},
	}},
	"POST /assessments/:id/review/correction/drop": {stage: atListed, fields: url.Values{"question": {"policy"}}},
	"GET /assessments/:id/review/corrections":      {stage: atListed},
	"POST /assessments/:id/review/corrections": {stage: atListed, fields: url.Values{
		"until_date": {"2027-01-20"}, "until_clock": {"12:00"},
	}},
	"POST /assessments/:id/review/corrections/extend": {stage: atSentBack, fields: url.Values{
		"until_date": {"2027-03-20"}, "until_clock": {"12:00"},
	}},
	"POST /assessments/:id/review/corrections/take-back": {stage: atSentBack},
	"GET /assessments/:id/review/finish":                 {stage: atSubmitted},
	"POST /assessments/:id/review/finish":                {stage: atSubmitted},
	"POST /assessments/:id/review/reopen":                {stage: atReviewed},
	"GET /assessments/:id/review/release":                {stage: atReviewed},
	"POST /assessments/:id/review/release":               {stage: atReviewed},
	"GET /assessments/:id/review/draft":                  {stage: atReviewed},
	"POST /assessments/:id/review/decide":                {stage: atSubmitted, fields: url.Values{"question": {"policy"}, "finding": {"met"}, "reason": {"Det står i vedtaket."}}},
	"POST /assessments/:id/review/draft": {stage: atReviewed, fields: url.Values{
		"until_date": {"2027-01-15"}, "until_clock": {"12:00"},
	}},
	"GET /assessments/:id/comments.ics": {stage: atDrafted},
	"POST /assessments/:id/remarks":     {stage: atDrafted, fields: url.Values{"question": {"policy"}, "text": {"Vedtaket kom i mars."}}},
	"GET /assessments/:id/result":       {stage: atReleased},
	"GET /assessments/:id/result.pdf":   {stage: atReleased},
	"GET /assessments/:id/receipt.pdf":  {stage: atSubmitted},
	"GET /assessments/:id/result.json":  {stage: atReleased},
}

// plan is a procurement as the form sends it.
var plan = url.Values{
	"revision": {"1"}, "title": {"Renhold"}, "reference": {"2026/77"}, "stage": {"before_bids"}, "questionnaire": {"oecd-short 1.0"},
	"closing_date": {"2027-03-01"}, "closing_clock": {"12:00"}, "plan": {"7, 2"},
	"contact_name": {"Kari"}, "contact_email": {"kari@fjord.example"},
}

// crowd is a house with somebody of every role in it, all signed in.
type crowd struct {
	*housetest.House
	people map[string]*housetest.Person
	shown  map[stage]map[string]string // holes of scenes that are only looked at

	colleagues int // who have been invited
}

const (
	self  = 1 // the supplier whose assessment is asked for
	rival = 2
)

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	w := &crowd{House: housetest.New(t), people: map[string]*housetest.Person{}, shown: map[stage]map[string]string{}}
	w.Actor(account.Reader) // whose password is tried
	w.shown[atOpen] = w.scene(t, atOpen)
	return w
}

// person is somebody in the role, signed in.
func (w *crowd) person(t *testing.T, role string) *housetest.Person {
	t.Helper()
	if who, known := w.people[role]; known {
		return who
	}
	w.Clock.Pass(2 * time.Minute) // the brakes on signing in let go
	switch role {
	case "anyone":
		w.people[role] = w.Anonymous()
	case "supplier":
		w.people[role] = w.Supplier(self)
	case "rival":
		w.people[role] = w.Supplier(rival)
	case "colleague":
		w.people[role] = w.ByLink(helperEmail)
	case "other":
		w.people[role] = w.OtherMember(account.Administrator)
	default:
		w.people[role] = w.Member(account.Role(role))
	}
	return w.people[role]
}

// ask sends one role's request to one route, as calls say.
func (w *crowd) ask(t *testing.T, r row, role string, headers ...string) *housetest.View {
	t.Helper()
	return w.send(t, r, role, calls[r.String()], headers...)
}

// send is ask with something else than usual.
func (w *crowd) send(t *testing.T, r row, role string, c call, headers ...string) *housetest.View {
	t.Helper()
	holes, shown := w.shown[c.stage]
	// Who may post changes something, and so has a scene of their own.
	changes := r.method != http.MethodGet && r.gets[role] == "yes" || strings.Contains(r.route, ":token")
	if !shown || changes {
		holes = w.scene(t, c.stage)
	}
	if !changes {
		w.shown[c.stage] = holes
	}
	if strings.HasPrefix(r.route, "/uploads/") && holes["uploads/id"] == "" {
		holes["uploads/id"] = w.upload(t, assessment.ID(holes["assessments/id"]))
	}
	if changesSession(r) {
		delete(w.people, role)
		defer delete(w.people, role)
	}
	who := w.person(t, role)
	usual := who.Header.Clone()
	defer func() { who.Header = usual }()
	for i := 0; i < len(headers); i += 2 {
		who.Header.Set(headers[i], headers[i+1])
	}
	path := fill(t, r.route, holes)
	switch {
	case r.method == http.MethodGet:
		return who.Open(path)
	case r.method == http.MethodPatch:
		return who.Patch(path, 0, bytes.NewReader(pdf))
	case c.file:
		return who.Upload(path, c.filled(holes), "policy.pdf", pdf)
	case c.json != "":
		return who.PostJSON(path, c.json)
	default:
		return who.Post(path, c.filled(holes))
	}
}

// filled are the fields with the scene's ids in place of their names.
func (c call) filled(holes map[string]string) url.Values {
	fields := url.Values{}
	for name, values := range c.fields {
		for _, value := range values {
			if hole, isHole := strings.CutPrefix(value, "{"); isHole {
				value = holes[strings.TrimSuffix(hole, "}")]
			}
			fields.Add(name, value)
		}
	}
	return fields
}

// changesSession tells of routes after which somebody is signed in as another,
// or not at all.
func changesSession(r row) bool {
	return r.method == http.MethodPost && (strings.HasPrefix(r.route, "/sign-") || strings.HasPrefix(r.route, "/link/"))
}

// scene is a procurement with an assessment of self and one of rival, brought
// to a stage: what stands in each hole of a route, by the part before it.
func (w *crowd) scene(t *testing.T, at stage) map[string]string {
	t.Helper()
	assets, err := static.Load()
	if assets == nil {
		t.Fatal(err)
	}
	holes := map[string]string{"static/build": assets.Build, ":build/folder": "css", ":folder/name": "aktsom.css", "pages/page": "embed"}
	holes["people/id"], holes["people/email"] = w.colleague(t), fmt.Sprintf("new%d@fjord.example", w.colleagues)
	holes["sessions/id"], holes["letters/kind"], holes[":kind/language"] = "somebody else's", "reminder", "nb"
	if at < atOpen {
		holes["questionnaires/id"] = w.entry(t, at)
		return holes
	}
	if at == atPlan {
		p, err := w.Procurements.Create(t.Context(), w.Actor(account.Officer), w.draft())
		if err != nil {
			t.Fatal(err)
		}
		holes["procurements/id"] = string(p.ID)
		return holes
	}
	// In contract follow-up answers open when they are given, so that the clock
	// need not move past everybody's session.
	p := w.Publish(func(p *procurement.Procurement) { p.Stage = procurement.Contract })
	a := w.Invite(p, self)
	w.Invite(p, rival)
	holes["procurements/id"], holes["assessments/id"], holes["suppliers/assessment"] = string(p.ID), string(a.ID), string(a.ID)
	holes["enquiries/enquiry"] = w.enquiry(t, a)
	holes["link/token"] = w.link(t, a)
	holes["colleagues/person"] = string(helped(t, w.House, a, self, "embed").Person)
	holes["letters/id"] = w.letter(t, p.ID)
	if at >= atAnswered {
		holes["files/id"] = w.answer(t, a)
	}
	evaluator, officer := w.Actor(account.Evaluator), w.Actor(account.Officer)
	for _, step := range []struct {
		from stage
		take func() error
	}{
		{atSubmitted, func() error {
			_, err := w.Assessments.Submit(t.Context(), w.Contact(self), a.ID, assessment.Declaration{Name: "Ola", Role: "leder", Confirmed: true})
			return err
		}},
		{atReviewed, func() error { return w.Reviews.Finish(t.Context(), evaluator, a.ID) }},
		{atDrafted, func() error {
			return w.Reviews.SendDraft(t.Context(), officer, a.ID, w.Clock.Now().AddDate(0, 0, 30))
		}},
		{atReleased, func() error { return w.Reviews.Release(t.Context(), officer, a.ID) }},
	} {
		if at < step.from || at >= atListed && step.from > atSubmitted {
			break
		}
		if err := step.take(); err != nil {
			t.Fatal(err)
		}
	}
	if at >= atListed {
		holes["comments/id"] = w.sendsBack(t, a.ID, at == atSentBack)
	}
	return holes
}

// entry is a questionnaire of the first buyer's own.
func (w *crowd) entry(t *testing.T, at stage) string {
	t.Helper()
	officer := w.Actor(account.Officer)
	e, err := w.Catalogue.Copy(t.Context(), officer, "oecd-short@1.0")
	if err == nil && at == atEdition {
		e, err = w.Catalogue.Publish(t.Context(), officer, e.ID, e.Revision)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(e.ID)
}

// sendsBack lists a question for correction with a comment, whose id it
// returns, and sends it back.
func (w *crowd) sendsBack(t *testing.T, id assessment.ID, send bool) string {
	t.Helper()
	evaluator := w.Actor(account.Evaluator)
	err := errors.Join(
		w.Reviews.AskCorrection(t.Context(), evaluator, id, "policy", "Hvem har vedtatt dem?"),
		w.Reviews.Comment(t.Context(), evaluator, id, review.Comment{Question: "policy", Audience: review.Internal, Text: "Tviler."}),
	)
	desk, err2 := w.Reviews.Open(t.Context(), evaluator, id)
	if err = errors.Join(err, err2); err == nil && send {
		err = w.Reviews.SendCorrections(t.Context(), evaluator, id, w.Clock.Now().AddDate(0, 0, 30))
	}
	if err != nil {
		t.Fatal(err)
	}
	return desk.Comments[0].ID
}

// colleague is somebody new at the buyer, whom nobody else acts as.
func (w *crowd) colleague(t *testing.T) string {
	t.Helper()
	w.colleagues++
	email := fmt.Sprintf("colleague%d@fjord.example", w.colleagues)
	administrator := w.Actor(account.Administrator)
	if err := w.Accounts.Invite(t.Context(), administrator, account.Newcomer{Name: "Nina", Email: email, Language: "nb", Role: account.Reader}); err != nil {
		t.Fatal(err)
	}
	return memberAt(t, w.House, administrator, email)
}

// memberAt is the id of the actor's colleague with the address.
func memberAt(t *testing.T, h *housetest.House, actor account.Actor, email string) string {
	t.Helper()
	members, err := h.Accounts.People(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.Person.Email == email {
			return string(m.Person.ID)
		}
	}
	t.Fatalf("nobody has the address %s", email)
	return ""
}

// answer answers an assessment as a small shop does, with one file, and returns
// the file's id.
func (w *crowd) answer(t *testing.T, a assessment.Assessment) string {
	t.Helper()
	source, err := os.ReadFile("../../questionnaires/oecd-short/1.0/cases/small-shop.json")
	if err != nil {
		t.Fatal(err)
	}
	var shop questionnaire.Sheet
	if err := json.Unmarshal(source, &shop); err != nil {
		t.Fatal(err)
	}
	var given []assessment.Given
	for question, value := range shop.Answers {
		given = append(given, assessment.Given{Question: question, Value: value})
	}
	if _, err := w.Assessments.Answer(t.Context(), w.Contact(self), a.ID, given); err != nil {
		t.Fatal(err)
	}
	file, err := w.Evidence.Receive(t.Context(), w.Contact(self), evidence.Upload{
		Assessment: a.ID, Question: "policy", Details: evidence.Details{Name: "policy.pdf", Kind: "policy"},
	}, bytes.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Evidence.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return string(file.ID)
}

// upload is a file of the assessment's contact that is on its way.
func (w *crowd) upload(t *testing.T, a assessment.ID) string {
	t.Helper()
	up := evidence.Upload{Assessment: a, Question: "policy", Details: evidence.Details{Name: "policy.pdf"}}
	file, err := w.Evidence.Begin(t.Context(), w.Contact(self), up, int64(len(pdf)), "")
	if err != nil {
		t.Fatal(err)
	}
	return string(file.ID)
}

func (w *crowd) draft() procurement.Procurement {
	p := w.Procurements.Draft(w.Actor(account.Officer))
	p.Title, p.Reference = "Renhold", "2026/77"
	return p
}

// enquiry is one by the assessment's contact that waits for a reply.
func (w *crowd) enquiry(t *testing.T, a assessment.Assessment) string {
	t.Helper()
	if err := w.Enquiries.Ask(t.Context(), w.Contact(self), a.ID, enquiry.Asked{Text: "Gjelder det oss?"}); err != nil {
		t.Fatal(err)
	}
	_, x, err := w.Enquiries.Exchange(t.Context(), w.Actor(account.Officer), a.Procurement.ID)
	if err != nil {
		t.Fatal(err)
	}
	return string(x.Enquiries[0].ID)
}

// link is a fresh sign-in link of the assessment's contact.
func (w *crowd) link(t *testing.T, a assessment.Assessment) string {
	t.Helper()
	person, err := w.DB.Accounts().PersonByEmail(t.Context(), a.Contact.Email)
	if err != nil {
		t.Fatal(err)
	}
	token, err := w.Accounts.MakeLink(t.Context(), letter.Letter{
		Person: string(person.ID), LinkPurpose: string(account.Invitation), LinkPath: "/requests", Assessment: string(a.ID),
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(token)
}

// letter is one of a procurement's letters.
func (w *crowd) letter(t *testing.T, id procurement.ID) string {
	t.Helper()
	letters, err := w.Reminders.Letters(t.Context(), w.Actor(account.Officer), id)
	if err != nil || len(letters) == 0 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	return letters[0].ID
}
