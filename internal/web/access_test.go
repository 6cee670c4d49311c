package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"aktsom/internal/housetest"
)

// access says who gets what, a line for each route. "yes" is what the route
// answers to somebody who may: a page or, after a form, the way to one. "login"
// is being sent to sign in. A record of somebody else's is not there (404); what
// one's role may not do is refused (403).
//
// "supplier" is the contact of the assessment that is asked for, "colleague" helps
// them with one of its pages, and "rival" is the contact of another one in the
// same procurement. "other" administers another buyer.
const access = `
                                                         anyone  supplier  colleague  rival  administrator  officer  evaluator  reader  other

GET  /healthz                                            yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /static/:build/:folder/:name                        yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /                                                   yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /language                                           yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /language                                           yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /help                                               yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /privacy                                            yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /accessibility                                      yes     yes       yes        yes    yes            yes      yes        yes     yes

GET  /sign-in                                            yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /sign-in                                            yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /link/:token                                        yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /link/:token                                        yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /link/:token/renew                                  yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /link/:token/decline                                yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /link/:token/decline                                yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /sign-in/password                                   yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /sign-in/password                                   yes     yes       yes        yes    yes            yes      yes        yes     yes
GET  /sign-in/forgotten                                  yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /sign-in/forgotten                                  yes     yes       yes        yes    yes            yes      yes        yes     yes
POST /sign-out                                           yes     yes       yes        yes    yes            yes      yes        yes     yes

GET  /me                                                 login   yes       yes        yes    yes            yes      yes        yes     yes
POST /me                                                 login   yes       yes        yes    yes            yes      yes        yes     yes
POST /me/password                                        login   404       404        404    yes            yes      yes        yes     yes
POST /me/sessions/:id/end                                login   404       404        404    404            404      404        404     404
POST /me/sessions/end-others                             login   yes       yes        yes    yes            yes      yes        yes     yes

GET  /people                                             login   404       404        404    yes            yes      yes        yes     yes
POST /people                                             login   404       404        404    yes            403      403        403     yes
GET  /people/new                                         login   404       404        404    yes            403      403        403     yes
GET  /people/:id                                         login   404       404        404    yes            403      403        403     404
POST /people/:id                                         login   404       404        404    yes            403      403        403     404
POST /people/:id/remove                                  login   404       404        404    yes            403      403        403     404

GET  /organisation/letters                               login   404       404        404    yes            yes      403        403     yes
GET  /organisation/letters/:kind/:language               login   404       404        404    yes            yes      403        403     yes
POST /organisation/letters/:kind/:language               login   404       404        404    yes            403      403        403     yes

GET  /log                                                login   404       404        404    yes            yes      403        yes     yes
GET  /log.csv                                            login   404       404        404    yes            yes      403        yes     yes

GET  /procurements                                       login   404       404        404    yes            yes      yes        yes     yes
POST /procurements                                       login   404       404        404    yes            yes      403        403     yes
GET  /procurements/new                                   login   404       404        404    yes            yes      403        403     yes
GET  /procurements/:id                                   login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/edit                              login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/edit                              login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/publish                           login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/publish                           login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/deadline                          login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/deadline                          login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/questionnaire                     login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/requirements                      login   404       404        404    yes            yes      yes        yes     404
POST /procurements/:id/requirements                      login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/qualification                     login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/qualification.xlsx                login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/clarification                     login   404       404        404    yes            yes      yes        403     404
POST /procurements/:id/clarification                     login   404       404        404    yes            yes      yes        403     404
GET  /procurements/:id/reviews                           login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/compare                           login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/compare.xlsx                      login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/gaps                              login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/gaps.xlsx                         login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/enquiries                         login   404       404        404    yes            yes      yes        yes     404
POST /procurements/:id/enquiries                         login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/enquiries.xlsx                    login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/enquiries/new                     login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/enquiries/:enquiry                login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/enquiries/:enquiry                login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/letters                           login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/log                               login   404       404        404    yes            yes      yes        yes     404
GET  /letters/:id                                        login   404       404        404    yes            yes      yes        yes     404

GET  /procurements/:id/suppliers                         login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/suppliers.csv                     login   404       404        404    yes            yes      yes        yes     404
GET  /procurements/:id/suppliers.xlsx                    login   404       404        404    yes            yes      yes        yes     404
POST /procurements/:id/suppliers/export                  login   404       404        404    yes            yes      yes        yes     404
POST /procurements/:id/suppliers                         login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/suppliers/new                     login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/suppliers/many                    login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/suppliers/many                    login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/suppliers/deadline                login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/suppliers/deadline                login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/suppliers/remind                  login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/suppliers/:assessment             login   404       404        404    yes            yes      yes        yes     404
POST /procurements/:id/suppliers/:assessment/remind      login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/suppliers/:assessment/resend      login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/suppliers/:assessment/contact     login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/suppliers/:assessment/contact     login   404       404        404    yes            yes      403        403     404
GET  /procurements/:id/suppliers/:assessment/withdraw    login   404       404        404    yes            yes      403        403     404
POST /procurements/:id/suppliers/:assessment/withdraw    login   404       404        404    yes            yes      403        403     404

GET  /questionnaires                                     login   404       404        404    yes            yes      yes        yes     yes
POST /questionnaires                                     login   404       404        404    yes            yes      403        403     yes
GET  /questionnaires/new                                 login   404       404        404    yes            yes      403        403     yes
GET  /questionnaires/:id                                 login   404       404        404    yes            yes      yes        yes     404
POST /questionnaires/:id                                 login   404       404        404    yes            yes      403        403     404
GET  /questionnaires/:id/edit                            login   404       404        404    yes            yes      403        403     404
GET  /questionnaires/:id/try                             login   404       404        404    yes            yes      yes        yes     404
POST /questionnaires/:id/try                             login   404       404        404    yes            yes      yes        yes     404
GET  /questionnaires/:id/cases                           login   404       404        404    yes            yes      yes        yes     404
POST /questionnaires/:id/cases                           login   404       404        404    yes            yes      403        403     404
GET  /questionnaires/:id/compare                         login   404       404        404    yes            yes      yes        yes     404
GET  /questionnaires/:id/definition.json                 login   404       404        404    yes            yes      yes        yes     404
GET  /questionnaires/:id/questionnaire.xlsx              login   404       404        404    yes            yes      yes        yes     404
GET  /questionnaires/:id/questionnaire.html              login   404       404        404    yes            yes      yes        yes     404
GET  /questionnaires/:id/skeletons.json                  login   404       404        404    yes            yes      yes        yes     404
GET  /questionnaires/:id/publish                         login   404       404        404    yes            yes      403        403     404
POST /questionnaires/:id/publish                         login   404       404        404    yes            yes      403        403     404
GET  /questionnaires/:id/retire                          login   404       404        404    yes            yes      403        403     404
POST /questionnaires/:id/retire                          login   404       404        404    yes            yes      403        403     404
GET  /questionnaires/:id/discard                         login   404       404        404    yes            yes      403        403     404
POST /questionnaires/:id/discard                         login   404       404        404    yes            yes      403        403     404
POST /questionnaires/:id/copy                            login   404       404        404    yes            yes      403        403     404

GET  /requests                                           login   yes       yes        yes    403            403      403        403     403
GET  /assessments/:id                                    login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/questions                          login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/enquiries                          login   yes       yes        404    403            403      403        403     403
POST /assessments/:id/enquiries                          login   yes       403        404    403            403      403        403     403
GET  /assessments/:id/deadline.ics                       login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/comments.ics                       login   yes       404        404    403            403      403        403     403
GET  /assessments/:id/earlier                            login   yes       403        404    403            403      403        403     403
POST /assessments/:id/earlier                            login   404       403        404    403            403      403        403     403
GET  /assessments/:id/pages/:page                        login   yes       yes        404    403            403      403        403     403
POST /assessments/:id/pages/:page                        login   yes       yes        404    403            403      403        403     403
POST /assessments/:id/answers                            login   yes       yes        404    403            403      403        403     403
POST /assessments/:id/files                              login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/changes                            login   yes       yes        404    403            403      403        403     403
POST /assessments/:id/uploads                            login   yes       yes        404    403            403      403        403     403
GET  /uploads/:id                                        login   yes       404        404    403            403      403        403     403
PATCH /uploads/:id                                       login   yes       404        404    403            403      403        403     403
POST /uploads/:id/cancel                                 login   yes       404        404    403            403      403        403     403
POST /files/:id/use                                      login   yes       yes        404    403            403      403        403     403
POST /files/:id                                          login   yes       yes        404    403            403      403        403     403
GET  /files/:id/remove                                   login   yes       yes        404    403            403      403        403     403
POST /files/:id/remove                                   login   yes       yes        404    403            403      403        403     403
GET  /files/:id                                          login   yes       yes        404    yes            yes      yes        yes     404

GET  /assessments/:id/colleagues/new                     login   yes       403        404    403            403      403        403     403
POST /assessments/:id/colleagues                         login   yes       403        404    403            403      403        403     403
POST /assessments/:id/colleagues/keep                    login   yes       403        404    403            403      403        403     403
GET  /assessments/:id/colleagues/:person                 login   yes       403        404    403            403      403        403     403
POST /assessments/:id/colleagues/:person                 login   yes       403        404    403            403      403        403     403
GET  /assessments/:id/colleagues/:person/remove          login   yes       403        404    403            403      403        403     403
POST /assessments/:id/colleagues/:person/remove          login   yes       403        404    403            403      403        403     403
POST /assessments/:id/done                               login   403       yes        404    403            403      403        403     403

GET  /assessments/:id/check                              login   yes       yes        404    403            403      403        403     403
POST /assessments/:id/submit                             login   yes       403        404    403            403      403        403     403
GET  /assessments/:id/receipt                            login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/receipt.pdf                        login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/receipt.json                       login   yes       yes        404    403            403      403        403     403
GET  /assessments/:id/withdraw                           login   yes       403        404    403            403      403        403     403
POST /assessments/:id/withdraw                           login   yes       403        404    403            403      403        403     403
GET  /assessments/:id/decline                            login   yes       403        404    403            403      403        403     403
POST /assessments/:id/decline                            login   yes       403        404    403            403      403        403     403
POST /assessments/:id/decline/undo                       login   yes       403        404    403            403      403        403     403
GET  /assessments/:id/hand-over                          login   yes       403        404    403            403      403        403     403
POST /assessments/:id/hand-over                          login   yes       403        404    403            403      403        403     403

GET  /assessments/:id/review                             login   404       404        404    yes            yes      yes        yes     404
POST /assessments/:id/review/mark                        login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/decide                      login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/judge                       login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/comment                     login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/comment/remove              login   404       404        404    404            404      yes        403     404
POST /assessments/:id/review/correction                  login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/correction/drop             login   404       404        404    yes            yes      yes        403     404
GET  /assessments/:id/review/corrections                 login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/corrections                 login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/corrections/extend          login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/corrections/take-back       login   404       404        404    yes            yes      yes        403     404
GET  /assessments/:id/review/finish                      login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/finish                      login   404       404        404    yes            yes      yes        403     404
POST /assessments/:id/review/reopen                      login   404       404        404    yes            yes      yes        403     404
GET  /assessments/:id/review/draft                       login   404       404        404    yes            yes      403        403     404
POST /assessments/:id/review/draft                       login   404       404        404    yes            yes      403        403     404
POST /assessments/:id/remarks                            login   yes       404        404    403            403      403        403     403
GET  /assessments/:id/review/release                     login   404       404        404    yes            yes      403        403     404
POST /assessments/:id/review/release                     login   404       404        404    yes            yes      403        403     404
GET  /assessments/:id/result                             login   yes       yes        404    yes            yes      yes        yes     404
GET  /assessments/:id/result.pdf                         login   yes       yes        404    yes            yes      yes        yes     404
GET  /assessments/:id/result.json                        login   yes       yes        404    yes            yes      yes        yes     404
`

// row is one line of the table: what each role gets, by the role's name.
type row struct {
	method, route string
	gets          map[string]string
}

func (r row) String() string { return r.method + " " + r.route }

// accessRows reads the table.
func accessRows(t *testing.T) (roles []string, rows []row) {
	t.Helper()
	for line := range strings.Lines(access) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case roles == nil:
			roles = words
		case len(words) != len(roles)+2:
			t.Fatalf("a line of the access table needs a method, a route and %d words:%s", len(roles), line)
		default:
			gets := map[string]string{}
			for i, role := range roles {
				gets[role] = words[i+2]
			}
			rows = append(rows, row{words[0], words[1], gets})
		}
	}
	return roles, rows
}

func TestEveryRouteStandsInTheAccessTable(t *testing.T) {
	t.Parallel()
	_, rows := accessRows(t)
	listed, there := map[string]int{}, map[string]bool{}
	for _, r := range rows {
		listed[r.String()]++
	}
	for _, r := range housetest.New(t).Site.Routes() {
		name := r.Method + " " + r.Path
		there[name] = true
		if listed[name] == 0 {
			t.Errorf("%s is in routes.go and not in the access table: add a line to access in internal/web/access_test.go that says who gets what; "+
				"a form also needs what is sent, in calls of access_call_test.go", name)
		}
	}
	for name, times := range listed {
		if !there[name] {
			t.Errorf("%s is in the access table and not in routes.go: take its line out of access in internal/web/access_test.go", name)
		}
		if times > 1 {
			t.Errorf("%s stands %d times in the access table: leave one line", name, times)
		}
	}
}

func TestEverybodyGetsWhatTheAccessTableSays(t *testing.T) {
	t.Parallel()
	roles, rows := accessRows(t)
	crowd := newCrowd(t)
	for _, r := range rows {
		for _, role := range roles {
			v := crowd.ask(t, r, role)
			if got, want := outcome(v), r.gets[role]; got != want {
				t.Errorf("%s: %s gets %s (%d to %q), the access table says %s:\n%.400s", r, role, got, v.Status, v.Header.Get("Location"), want, v.Text())
			}
		}
	}
}

func TestAScriptIsToldToSignInRatherThanSentThere(t *testing.T) {
	t.Parallel()
	_, rows := accessRows(t)
	crowd, asked := newCrowd(t), 0
	for _, r := range rows {
		if r.gets["anyone"] != "login" {
			continue
		}
		asked++
		v := crowd.ask(t, r, "anyone", "Accept", "application/json")
		if v.Status != http.StatusUnauthorized || !strings.HasPrefix(v.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: a script that is not signed in gets %d, %s; want 401 and JSON", r, v.Status, v.Header.Get("Content-Type"))
		}
	}
	if asked == 0 {
		t.Error("no route asks anybody to sign in")
	}
}

// outcome is what an answer means, in the table's words.
func outcome(v *housetest.View) string {
	toSignIn := strings.HasPrefix(v.Header.Get("Location"), "/sign-in")
	switch {
	case v.Status == http.StatusSeeOther && toSignIn, v.Status == http.StatusUnauthorized:
		return "login"
	case slices.Contains([]int{http.StatusOK, http.StatusCreated, http.StatusNoContent, http.StatusSeeOther}, v.Status):
		return "yes"
	default:
		return strconv.Itoa(v.Status)
	}
}

// fill puts a scene's ids in a route's holes.
func fill(t *testing.T, route string, holes map[string]string) string {
	t.Helper()
	var filled []string
	before := ""
	for part := range strings.SplitSeq(route, "/") {
		name, isHole := strings.CutPrefix(part, ":")
		value, known := holes[before+"/"+name]
		if isHole && !known {
			t.Fatalf("%s: nobody says what stands for :%s after %q: add it to what scene returns in internal/web/access_call_test.go", route, name, before)
		}
		before = part
		if isHole {
			part = url.PathEscape(value)
		}
		filled = append(filled, part)
	}
	return strings.Join(filled, "/")
}
