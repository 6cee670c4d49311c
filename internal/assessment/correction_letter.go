package assessment

import (
	"fmt"

	"aktsom/internal/letter"
	"aktsom/internal/questionnaire"
)

// SentBack writes the letter that asks for corrections of questions.
func (s *Service) SentBack(a Assessment, q *questionnaire.Questionnaire, sent []Correction) letter.Letter {
	facts := s.correctionFacts(a, "sent")
	facts.Sequence++ // as it is once this is kept
	for _, c := range sent {
		if question, known := q.Question(c.Question); known {
			facts.Corrections = append(facts.Corrections, questionnaire.Fill(question.Text.In(a.Contact.Language), func(string) string { return "…" })+" – "+c.Text)
		}
	}
	return s.Writer.Write(letter.Correction, facts)
}

// CorrectionMoved writes the letter that tells of a later deadline for corrections.
func (s *Service) CorrectionMoved(a Assessment) letter.Letter {
	facts := s.correctionFacts(a, "moved")
	facts.Sequence++
	return s.Writer.Write(letter.CorrectionMoved, facts)
}

// CorrectionTakenBack writes the letter that says that nothing need be corrected.
func (s *Service) CorrectionTakenBack(a Assessment) letter.Letter {
	facts := s.correctionFacts(a, "off")
	facts.Sequence++
	return s.Writer.Write(letter.CorrectionOff, facts)
}

// correctionFacts are the facts of a letter about questions that were sent back.
// The entry in the calendar goes by the assessment's version, which grows
// whenever they are sent, moved, taken back or answered.
func (s *Service) correctionFacts(a Assessment, what string) letter.Facts {
	facts := s.facts(a, nil)
	facts.Key = fmt.Sprintf("correction:%s:%s:%d", a.ID, what, a.Version)
	facts.ToCorrect = a.ToCorrect
	if a.CorrectBy != nil {
		facts.Closing, facts.Seals = *a.CorrectBy, true
		facts = corrected(facts, a)
	}
	return facts
}

// corrected adds to facts the entry in the calendar of questions sent back.
func corrected(f letter.Facts, a Assessment) letter.Facts {
	if a.CorrectBy != nil && a.SentBackAt != nil {
		f.SentBack, f.CorrectBy, f.Sequence = *a.SentBackAt, *a.CorrectBy, a.Version
	}
	return f
}
