package tray_test

import (
	"strconv"
	"testing"
	"time"

	"aktsom/internal/adapter/tray"
	"aktsom/internal/letter"
)

func TestTheNewestLetterLiesOnTop(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	lies := tray.New(func() time.Time { return now })
	for i := range 2 {
		if err := lies.Send(t.Context(), letter.Letter{ID: strconv.Itoa(i), Text: "http://127.0.0.1/link/secret"}); err != nil {
			t.Fatal(err)
		}
	}
	all := lies.Letters()
	if len(all) != 2 || all[0].ID != "1" || all[0].Text != "http://127.0.0.1/link/secret" {
		t.Fatalf("on the tray: %+v", all)
	}
	if all[0].SentAt == nil || !all[0].SentAt.Equal(now) {
		t.Errorf("the letter came at %v, want %v", all[0].SentAt, now)
	}
}

func TestTheTrayDoesNotGrowForEver(t *testing.T) {
	t.Parallel()
	lies := tray.New(time.Now)
	for i := range 510 {
		if err := lies.Send(t.Context(), letter.Letter{ID: strconv.Itoa(i)}); err != nil {
			t.Fatal(err)
		}
	}
	all := lies.Letters()
	if len(all) != 500 || all[0].ID != "509" || all[499].ID != "10" {
		t.Fatalf("%d letters, from %s to %s; want the newest 500", len(all), all[0].ID, all[len(all)-1].ID)
	}
}
