package browsertest_test

import (
	"strings"
	"testing"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/housetest"
	"aktsom/internal/letter"
	"aktsom/internal/procurement"
)

// TestTwoOfThreeGetMoreTimeWithTheKeyboardAlone chooses them on the board, gives
// them time, and looks at what the board and their letters say.
func TestTwoOfThreeGetMoreTimeWithTheKeyboardAlone(t *testing.T) {
	for name, at := range windows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, housetest.Setup{})
			p := w.Publish(func(p *procurement.Procurement) {
				p.Stage, p.Closing = procurement.Contract, time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
			})
			for n := 1; n <= 3; n++ {
				w.Invite(p, n)
			}
			w.WorkOnce(t.Context())
			kari := w.signIn(t, account.Officer, at)
			kari.follow("Arbeidsklær til hjemmetjenesten")
			kari.follow("Leverandører")
			for _, supplier := range []string{"Leverandør 1 AS", "Leverandør 3 AS"} {
				kari.tabTo("the box of "+supplier, func(s stop) bool { return s.Type == "checkbox" && strings.HasSuffix(s.Text, supplier) })
				kari.key(" ")
			}
			kari.press("Gi de valgte mer tid")
			kari.see("2 leverandører får mer tid", "Leverandør 1 AS", "Leverandør 3 AS")
			kari.fill("reason", "Fabrikken er stengt.")
			kari.press("Fortsett")
			kari.see("senere enn fristen Leverandør 1 AS har nå")
			kari.until("the reason is still there", `document.querySelector("[name=reason]").value === "Fabrikken er stengt."`)
			kari.tabTo("the day", func(s stop) bool { return s.Name == "closing_date" })
			kari.key("02012027") // 1 February, as the browser's own field takes it
			kari.press("Fortsett")
			kari.see("mandag 1. februar 2027 kl. 12.00", "Fabrikken er stengt.")
			kari.press("Gi 2 leverandører mer tid, og send brevene")
			kari.see("2 leverandører har fått mer tid", "Egen frist: 1. feb. 2027 kl. 12.00")
			w.WorkOnce(t.Context())
			for n, moved := range map[int]bool{1: true, 2: false, 3: true} {
				letters := w.Tray.To(w.Contact(n).Email)
				last := letters[len(letters)-1]
				if (last.Kind == letter.Moved && strings.Contains(last.Text, "1. februar 2027")) != moved {
					t.Errorf("the newest letter of supplier %d is\n%s", n, last.Text)
				}
			}
		})
	}
}
