package reminder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"aktsom/internal/assessment"
	"aktsom/internal/letter"
)

// Reminded tells what reminders are about, while they are being sent.
type Reminded interface {
	// Reminded returns the assessments of those among the letters that somebody
	// still needs to be reminded of at now, by letter.
	Reminded(ctx context.Context, letters []string, now time.Time) (map[string]assessment.Assessment, error)
}

// carry sends what was leased, and returns each letter as it is to be kept.
// Several reminders to one person go as one letter. It is made now and not when
// the reminders were written, so that it never speaks of a request that was
// submitted meanwhile; every reminder stays a row of its own, with its own
// buyer, its own cause and its own place on the board.
func (s *Service) carry(ctx context.Context, leased []letter.Letter) ([]letter.Letter, error) {
	if len(leased) < 2 {
		for i, l := range leased {
			leased[i] = s.attempt(ctx, l)
		}
		return leased, nil
	}
	ids := make([]string, len(leased))
	for i, l := range leased {
		ids[i] = l.ID
	}
	about, err := s.Reminded.Reminded(ctx, ids, s.Now())
	if err != nil {
		return nil, fmt.Errorf("load what %d reminders are about: %w", len(leased), err)
	}
	var needed, kept []letter.Letter
	var all []assessment.Assessment
	for _, l := range leased {
		if a, still := about[l.ID]; still {
			needed, all = append(needed, l), append(all, a)
			continue
		}
		l.State = letter.Cancelled
		kept = append(kept, l)
	}
	if len(needed) < 2 {
		for _, l := range needed {
			kept = append(kept, s.attempt(ctx, l))
		}
		return kept, nil
	}
	return append(kept, s.together(ctx, needed, all)...), nil
}

// together sends one letter in place of several. Whatever becomes of it becomes
// of each.
func (s *Service) together(ctx context.Context, needed []letter.Letter, all []assessment.Assessment) []letter.Letter {
	one := s.Writer.Digest(needed[0], all)
	one.MessageID = digestID(needed)
	for _, l := range needed {
		one.Attempts = max(one.Attempts, l.Attempts)
		one.NotBefore = l.NotBefore // they were written in the same run
	}
	one = s.attempt(ctx, one)
	for i := range needed {
		l := &needed[i]
		l.State, l.Attempts, l.Answer, l.SentAt = one.State, one.Attempts, one.Answer, one.SentAt
		if one.State == letter.Waiting {
			l.NextTry = one.NextTry
		}
		if one.State == letter.Sent {
			l.Together = len(needed)
		}
	}
	return needed
}

// digestID is the Message-ID of a letter that stands for several: the same
// whenever the same ones are tried again, so that a double is seen as one.
func digestID(letters []letter.Letter) string {
	hash := sha256.New()
	for _, l := range letters {
		hash.Write([]byte(l.ID + "\n"))
	}
	_, host, _ := strings.Cut(letters[0].MessageID, "@")
	return hex.EncodeToString(hash.Sum(nil)[:16]) + "@" + host
}
