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
	facts.CommentBy = until
	return s.Writer.Write(letter.ResultDraft, facts)
}
