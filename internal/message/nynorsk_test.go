package message_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"aktsom/internal/message"
)

// oneForm are the words of which Nynorsk allows several forms, and the one that
// we write, here as in our questionnaires and letters.
var oneForm = []struct {
	other *regexp.Regexp
	ours  string
}{
	{regexp.MustCompile(`(?i)\bver(t|te|ta)\b`), "blir, bli (but «vart» for what was)"},
	{regexp.MustCompile(`(?i)\bsvarar\b`), "svarer"},
	{regexp.MustCompile(`(?i)\b(opp)?gj(e|ev|eve|even|evne)\b`), "gi, gir, gitt, oppgitt"},
	{regexp.MustCompile(`(?i)grunngjev`), "grunngiving"},
	{regexp.MustCompile(`(?i)oppdragsgjev`), "oppdragsgivar"},
	{regexp.MustCompile(`(?i)anskaff`), "innkjøp"},
	{regexp.MustCompile(`(?i)\bbed\b`), "ber"},
	{regexp.MustCompile(`(?i)\blyft`), "løfte"},
	{regexp.MustCompile(`(?i)\btrinn`), "steg"},
	{regexp.MustCompile(`(?i)\bgamal`), "gammal"},
	{regexp.MustCompile(`(?i)\boversyn`), "oversikt"},
	{regexp.MustCompile(`(?i)\blat\b`), "la"},
	{regexp.MustCompile(`(?i)\bhenne\b`), "ho, of things"},
	{regexp.MustCompile(`(?i)\bbegynt\b|\bbegynner\b`), "byrja, byrjar"},
}

// Whoever reads one page after another meets one Nynorsk, not two.
func TestNynorskHasOneFormOfEachWord(t *testing.T) {
	t.Parallel()
	said := sentences(t, message.Nynorsk)
	for _, key := range slices.Sorted(maps.Keys(said)) {
		for _, text := range said[key].text {
			for _, word := range oneForm {
				if found := word.other.FindString(text); found != "" {
					t.Errorf("nn %q says %q; we write %s: %s", key, found, word.ours, text)
				}
			}
		}
	}
}
