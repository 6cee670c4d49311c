package review_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"aktsom/internal/account"
	"aktsom/internal/letter"
	"aktsom/internal/review"
)

// entry is what a calendar keeps of a letter's file.
type entry struct {
	id, status string
	sequence   int
	at         time.Time
}

func read(t *testing.T, file string) entry {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil || len(c.Events()) != 1 {
		t.Fatalf("%v in\n%s", err, file)
	}
	e := c.Events()[0]
	at, err := e.GetStartAt()
	must(t, err)
	sequence, err := strconv.Atoi(e.GetProperty(ics.ComponentPropertySequence).Value)
	must(t, err)
	return entry{e.Id(), e.GetProperty(ics.ComponentPropertyStatus).Value, sequence, at}
}

// newest is the entry of the newest letter to the supplier, which must be of
// the kind.
func (s *scene) newest(kind letter.Kind) entry {
	s.t.Helper()
	s.WorkOnce(s.t.Context())
	letters := s.Tray.To("ola1@leverandor.example")
	last := letters[len(letters)-1]
	if last.Kind != kind {
		s.t.Fatalf("the newest letter is a %s, want %s", last.Kind, kind)
	}
	return read(s.t, last.Calendar)
}

// downloaded is the entry that the supplier's overview offers.
func (s *scene) downloaded() entry {
	s.t.Helper()
	_, file, err := s.Assessments.Deadline(s.t.Context(), s.ola, s.a.ID, "nb")
	must(s.t, err)
	return read(s.t, file)
}

func TestTheDeadlineOfCorrectionsStandsInTheCalendarUntilTheyComeIn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.WorkOnce(t.Context())
	answers := read(t, s.Tray.To("ola1@leverandor.example")[0].Calendar)
	s.ask("rhythm", "Når?")
	s.send()
	first := s.newest(letter.Correction)
	if first.id == answers.id || first.status != "CONFIRMED" || !first.at.Equal(s.until(7).UTC().Truncate(time.Second)) {
		t.Fatalf("the entry of corrections is %+v, that of answers %+v", first, answers)
	}
	if got := s.downloaded(); got.id != first.id || !got.at.Equal(first.at) || got.sequence < first.sequence {
		t.Errorf("the page gives %+v, the letter %+v", got, first)
	}
	must(t, s.Reviews.ExtendCorrections(t.Context(), s.evaluator, s.a.ID, s.until(9)))
	moved := s.newest(letter.CorrectionMoved)
	if moved.id != first.id || moved.sequence <= first.sequence || !moved.at.Equal(s.until(9).UTC().Truncate(time.Second)) {
		t.Errorf("%+v moved to %+v", first, moved)
	}
	must(t, s.Reviews.TakeBackCorrections(t.Context(), s.evaluator, s.a.ID))
	off := s.newest(letter.CorrectionOff)
	if off.id != first.id || off.sequence <= moved.sequence || off.status != "CANCELLED" || !off.at.Equal(moved.at) {
		t.Errorf("%+v was taken out by %+v", moved, off)
	}

	s.Clock.Pass(time.Minute)
	s.send()
	again := s.newest(letter.Correction)
	if again.id == first.id {
		t.Error("what was taken out of the calendar is put there again under the same id")
	}
	s.Clock.Set(again.at.Add(-36 * time.Hour))
	if reminded := s.newest(letter.Reminder); reminded.id != again.id || !reminded.at.Equal(again.at) || reminded.sequence < again.sequence {
		t.Errorf("the reminder has %+v, the letter before it %+v", reminded, again)
	}
	s.Clock.Pass(time.Minute)
	_, err := s.Assessments.Submit(t.Context(), s.ola, s.a.ID, declared())
	must(t, err)
	if in := s.newest(letter.Receipt); in.id != again.id || in.status != "CANCELLED" || in.sequence <= again.sequence {
		t.Errorf("the receipt of the correction takes out %+v, want %s", in, again.id)
	}
}

func TestTheDeadlineForCommentsStandsInTheCalendarUntilTheResultIsReleased(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	must(t, s.Reviews.Finish(t.Context(), s.evaluator, s.a.ID))
	officer := s.Actor(account.Officer)
	must(t, s.Reviews.SendDraft(t.Context(), officer, s.a.ID, s.until(7)))
	first := s.newest(letter.ResultDraft)
	_, file, err := s.Reviews.CommentDeadline(t.Context(), s.ola, s.a.ID, "en")
	must(t, err)
	if got := read(t, file); got != first || !first.at.Equal(s.until(7).UTC().Truncate(time.Second)) || !strings.Contains(file, "comment on the draft") {
		t.Errorf("the page gives %+v, the letter %+v", got, first)
	}
	s.Clock.Pass(time.Hour)
	must(t, s.Reviews.SendDraft(t.Context(), officer, s.a.ID, s.until(9)))
	moved := s.newest(letter.ResultDraft)
	if moved.id != first.id || moved.sequence <= first.sequence || !moved.at.After(first.at) {
		t.Errorf("%+v moved to %+v", first, moved)
	}
	s.Clock.Pass(time.Hour)
	must(t, s.Reviews.Release(t.Context(), officer, s.a.ID))
	if off := s.newest(letter.Released); off.id != first.id || off.status != "CANCELLED" || off.sequence <= moved.sequence {
		t.Errorf("%+v was taken out by %+v", moved, off)
	}
}

func TestALetterOfAReleaseWithoutADraftHasNoEntryAndNamesNoRequirements(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	must(t, s.Reviews.Finish(t.Context(), s.evaluator, s.a.ID))
	must(t, s.Reviews.Release(t.Context(), s.Actor(account.Officer), s.a.ID))
	s.WorkOnce(t.Context())
	letters := s.Tray.To("ola1@leverandor.example")
	last := letters[len(letters)-1]
	if last.Kind != letter.Released || last.Calendar != "" || strings.Contains(strings.ToLower(last.Text), "oppfyl") {
		t.Errorf("%s with %q\n%s", last.Kind, last.Calendar, last.Text)
	}
}

func TestTheLetterOfAQualificationSaysWhatIsMetAndWhatIsNot(t *testing.T) {
	t.Parallel()
	s, ids := qualifying(t, 2)
	ctx, officer := t.Context(), s.Actor(account.Officer)
	for i, id := range ids {
		for question, finding := range map[string]review.Finding{"policy": review.Met, "rhythm": []review.Finding{review.Met, review.NotMet}[i]} {
			must(t, s.Reviews.Decide(ctx, s.evaluator, id, review.Decision{Question: question, Finding: finding, Reason: "Slik står det."}))
		}
		must(t, s.Reviews.Finish(ctx, s.evaluator, id))
		must(t, s.Reviews.Release(ctx, officer, id))
	}
	s.WorkOnce(ctx)
	for n, want := range map[int][]string{
		1: {"Dere oppfyller alle de 2 kravene, og er kvalifisert:", "- Oppfylt: Hvor ofte", "- Oppfylt: Har dere"},
		2: {"Dere oppfyller 1 av 2 krav.", "er ikke kvalifisert", "- Ikke oppfylt: Hvor ofte", "- Oppfylt: Har dere"},
	} {
		letters := s.Tray.To(s.Contact(n).Email)
		last := letters[len(letters)-1]
		if last.Kind != letter.Released {
			t.Fatalf("supplier %d got a %s", n, last.Kind)
		}
		words := strings.Join(strings.Fields(last.Text), " ")
		for _, w := range want {
			if !strings.Contains(words, w) {
				t.Errorf("supplier %d is not told %q:\n%s", n, w, last.Text)
			}
		}
		for _, never := range []string{"nivå", "poeng", "av 100", "Leverandør " + strconv.Itoa(3-n)} {
			if strings.Contains(last.Text, never) {
				t.Errorf("supplier %d is told %q:\n%s", n, never, last.Text)
			}
		}
	}
}
