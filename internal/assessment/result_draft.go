package assessment

import (
	"fmt"
	"time"

	"aktsom/internal/letter"
)

// DraftSent writes the letter that tells the contact of a draft result, and
// until when it can be commented on. Each draft has its own letter.
func (s *Service) DraftSent(a Assessment, until time.Time) letter.Letter {
	facts := s.facts(a, nil)
	facts.Key, facts.Path = fmt.Sprintf("result_draft:%s:%d:%d", a.ID, a.Round, facts.Now.Unix()), fmt.Sprintf("/assessments/%s/result", a.ID)
	facts.CommentBy, facts.Round, facts.Sequence = until, a.Round, draftSequence(facts.Now)
	return s.Writer.Write(letter.ResultDraft, facts)
}

// DraftDeadline is until when a draft that was sent can be commented on, as a
// file for a calendar.
func (s *Service) DraftDeadline(a Assessment, sent, until time.Time, language string) string {
	facts := s.facts(a, nil)
	facts.Language, facts.CommentBy, facts.Round, facts.Sequence = language, until, a.Round, draftSequence(sent)
	return s.Writer.Calendar(letter.ResultDraft, facts)
}

// draftSequence is the sequence of a draft's entry in the calendar: minutes,
// since a draft has no revision and the numbers there end in 2038 when they
// count seconds.
func draftSequence(sent time.Time) int64 { return sent.Unix() / 60 }

// Released writes the letter that tells the contact of a released result: of a
// qualification what was found of each requirement. Where a draft could still be
// commented on, its deadline goes out of the calendar.
func (s *Service) Released(a Assessment, held []letter.Requirement, commentBy *time.Time) letter.Letter {
	facts := s.facts(a, nil)
	facts.Requirements = held
	if commentBy != nil {
		facts.CommentBy, facts.Round, facts.Sequence = *commentBy, a.Round, draftSequence(facts.Now)
	}
	facts.Key, facts.Path = fmt.Sprintf("released:%s:%d", a.ID, a.Round), fmt.Sprintf("/assessments/%s/result", a.ID)
	return s.Writer.Write(letter.Released, facts)
}
