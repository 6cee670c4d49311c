package demo

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"testing"
	"time"
)

func TestADocumentIsAPDFThatReadersOpen(t *testing.T) {
	t.Parallel()
	made := paper{
		title: "Krav (utkast) til leverandører", issuer: "Fagklær Vest AS", dated: time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC),
		body: []string{"Æ, ø og å står som de skal, og en lang linje blir brutt mellom ord slik at ingenting går utenfor høyre marg på arket."},
	}.pdf()
	start, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(made)[1]))
	if err != nil || !bytes.HasPrefix(made[start:], []byte("xref\n0 8\n")) {
		t.Fatalf("startxref leads to %q", made[start:min(start+20, len(made))])
	}
	for i, entry := range regexp.MustCompile(`(\d{10}) 00000 n `).FindAllSubmatch(made, -1) {
		at, _ := strconv.Atoi(string(entry[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(made[at:], []byte(want)) {
			t.Errorf("entry %d leads to %q, want %q", i+1, made[at:at+10], want)
		}
	}
	declared := regexp.MustCompile(`/Length (\d+) >>\nstream\n`).FindSubmatchIndex(made)
	length, _ := strconv.Atoi(string(made[declared[2]:declared[3]]))
	if end := made[declared[1]+length:]; !bytes.HasPrefix(end, []byte("\nendstream")) {
		t.Errorf("the stream ends at %q", end[:12])
	}
	if !bytes.Contains(made, []byte("(Krav \\(utkast\\) til leverand\xf8rer)")) {
		t.Error("the title is not there in the letters of the font")
	}
	if lines := bytes.Count(made, []byte(" Tj ET")); lines != 5 {
		t.Errorf("%d lines, want 5: issuer, title, date, and two of text", lines)
	}
}

func TestAStoppedClockStandsStillUntilItIsLetGo(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	c := NewClock(func() time.Time { return today })
	c.Set(today.AddDate(0, 0, -10))
	c.Pass(time.Hour)
	if want := today.AddDate(0, 0, -10).Add(time.Hour); !c.Now().Equal(want) {
		t.Errorf("it is %v, want %v", c.Now(), want)
	}
	c.LetGo()
	if !c.Now().Equal(today) {
		t.Errorf("let go, it is %v, want %v", c.Now(), today)
	}
}
