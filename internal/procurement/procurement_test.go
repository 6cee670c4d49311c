package procurement_test

import (
	"errors"
	"testing"
	"time"

	"aktsom/internal/fault"
	"aktsom/internal/procurement"
)

func TestADeadlineMovesOnlyLaterAndNeverOnceAnswersAreOpen(t *testing.T) {
	t.Parallel()
	closing := time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		stage procurement.Stage
		state procurement.State
		now   time.Time
		to    time.Time
		want  error
	}{
		"later":                               {procurement.BeforeBids, procurement.Published, closing.Add(-1), closing.Add(time.Hour), nil},
		"the same":                            {procurement.BeforeBids, procurement.Published, closing.Add(-1), closing, fault.Invalid},
		"earlier":                             {procurement.Qualification, procurement.Published, closing.Add(-time.Hour), closing.Add(-1), fault.Invalid},
		"at closing":                          {procurement.Qualification, procurement.Published, closing, closing.Add(time.Hour), fault.Conflict},
		"a draft":                             {procurement.BeforeBids, procurement.Draft, closing.Add(-1), closing.Add(time.Hour), fault.Conflict},
		"a due time that has passed":          {procurement.Contract, procurement.Published, closing.Add(time.Hour), closing.Add(2 * time.Hour), nil},
		"a due time, to one that passed also": {procurement.Contract, procurement.Published, closing.Add(2 * time.Hour), closing.Add(time.Hour), fault.Invalid},
	} {
		p := procurement.Procurement{Stage: c.stage, State: c.state, Closing: closing}
		moved, err := p.Moved(c.to, c.now)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if c.want == nil && (!moved.Closing.Equal(c.to) || moved.Extended == nil || !moved.Extended.Equal(c.now)) {
			t.Errorf("%s: moved to %v, extended %v", name, moved.Closing, moved.Extended)
		}
		if c.want != nil && !moved.Closing.Equal(closing) {
			t.Errorf("%s: refused, and moved to %v", name, moved.Closing)
		}
	}
}
