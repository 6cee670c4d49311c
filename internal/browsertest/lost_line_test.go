package browsertest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"aktsom/internal/assessment"
	"aktsom/internal/housetest"
)

// atFirstPage is a supplier's contact who has opened the first page of
// questions.
func atFirstPage(t *testing.T, w *world) (*visitor, assessment.Assessment) {
	t.Helper()
	a := w.Invite(w.Publish(), 1)
	w.WorkOnce(t.Context())
	ola := visit(t, "supplier", w.base, window{width: 1280})
	ola.open(w.link(a.Contact.Email))
	ola.press("Fortsett")
	ola.open("/assessments/" + string(a.ID) + "/pages/profile")
	return ola, a
}

// saveState is what the page says of the answer to staff.
const saveState = `document.querySelector('[data-save="staff"]').textContent`

// kept fails the test unless the portal has this answer to staff, saved once.
func kept(t *testing.T, w *world, a assessment.Assessment, value any) {
	t.Helper()
	desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if answer := desk.Answers["staff"]; answer.Value != value || answer.Revision != 1 {
		t.Errorf("the portal has %v, revision %d; want %v, saved once", answer.Value, answer.Revision, value)
	}
}

func TestAnAnswerGivenWithoutALineSurvivesAReloadAndIsSavedOnce(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	ola, a := atFirstPage(t, w)
	ola.offline(true)
	ola.tabTo("the first option", func(s stop) bool { return s.Name == "a.staff" })
	ola.key(" ")
	ola.until("the page says that the answer is not saved", saveState+`.startsWith("Ikke lagret")`)
	if desk, err := w.Assessments.Open(t.Context(), w.Contact(1), a.ID); err != nil || len(desk.Answers) != 0 {
		t.Fatalf("the line is cut and the portal has %v, %v", desk.Answers, err)
	}

	ola.do("reload", chromedp.Reload())
	ola.until("the answer stands there again", `document.querySelector('[name="a.staff"][value="1-9"]').checked`)
	ola.until("the page still says that it is not saved", saveState+`.startsWith("Ikke lagret")`)

	ola.offline(false)
	ola.until("the answer is saved", saveState+`.startsWith("Lagret")`)
	kept(t, w, a, "1-9")
	ola.do("reload", chromedp.Reload())
	ola.until("the answer comes from the portal", `document.querySelector('[name="a.staff"][value="1-9"]').checked && localStorage.length === 0`)
}

// offline cuts the line that answers go by, or mends it. Pages can still be
// read, so that a reload shows what the browser has kept.
func (v *visitor) offline(cut bool) {
	v.t.Helper()
	params := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{}}
	if cut {
		params.MatchedNetworkConditions = append(params.MatchedNetworkConditions, &network.Conditions{
			URLPattern: v.base + "/assessments/:id/answers", Offline: true, DownloadThroughput: -1, UploadThroughput: -1,
		})
	}
	_, err := chromedp.Call(v.ctx, network.EmulateNetworkConditionsByRule, params)
	v.must("cut or mend the line", err)
	if !cut { // what a browser tells the page when the line is back
		eval[bool](v, `dispatchEvent(new Event("online"))`)
	}
}

func TestAnAnswerWhoseReceiptIsLostIsSavedOnce(t *testing.T) {
	t.Parallel()
	w := serve(t, housetest.Setup{})
	ola, a := atFirstPage(t, w)
	w.wire.loses(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/answers") })
	ola.tabTo("the first option", func(s stop) bool { return s.Name == "a.staff" })
	ola.key(" ")
	ola.until("the page says that the answer is not saved", saveState+`.startsWith("Ikke lagret")`)
	kept(t, w, a, "1-9") // it has come; only the browser does not know

	w.wire.loses(nil)
	ola.until("the answer is saved", saveState+`.startsWith("Lagret")`) // the page tries again by itself
	kept(t, w, a, "1-9")
}
