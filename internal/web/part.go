package web

import (
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/a-h/templ"

	"aktsom/internal/questionnaire"
)

// part is a piece of a page that comes, goes or changes as answers do. The
// mark is different whenever the piece must be drawn anew; what is typed is
// not in it.
type part struct {
	Name  string
	Mark  string
	Force bool // draw it even where somebody is writing
	Body  templ.Component
}

// parts are the pieces of a question, the outer ones first.
func (v questionView) parts() []part {
	if !v.Asked() {
		return []part{v.askPart(), v.afterPart()}
	}
	all := []part{v.askPart(), v.collisionPart(), v.mistakePart(), v.whoPart()}
	if v.Kind == "each" && !v.Locked {
		all = append(all, v.followParts()...)
	}
	return append(all, v.afterPart())
}

func (v questionView) askPart() part {
	var offered []string
	if v.Asked() {
		for _, q := range append([]*questionnaire.Question{v.Question}, v.Columns...) {
			for _, o := range v.Desk.Evaluation.OfferedBy(q) {
				offered = append(offered, q.ID+"="+o.Value)
			}
		}
	}
	worked := any(nil)
	switch v.Kind {
	case "calculated":
		worked = v.value()
	case "each":
		offered = nil // each row has pieces of its own
		for _, card := range v.cards() {
			offered = append(offered, card.ID, card.Title)
		}
	}
	return part{Name: v.ID + ".ask", Mark: mark(v.Asked(), v.Locked, v.Optional(), offered, worked, v.shownTexts()), Body: questionAsk(v)}
}

func (v questionView) collisionPart() part {
	revision := int64(0)
	if v.Collision != nil {
		revision = v.Collision.Theirs.Revision
	}
	return part{Name: v.ID + ".collision", Mark: mark(revision), Body: questionCollision(v)}
}

func (v questionView) mistakePart() part {
	return part{Name: v.ID + ".mistake", Mark: mark(v.Mistake(), v.Warnings()), Body: questionMistake(v)}
}

func (v questionView) afterPart() part {
	said, files := "", []any(nil)
	if v.ShowsFiles() {
		said, files = v.Chosen(), v.filesMark()
	}
	return part{
		Name: v.ID + ".after", Mark: mark(v.Boxes(), v.Locked, v.NeedsFile(), said, files, v.Refused, v.shownTexts()),
		Body: questionAfter(v),
	}
}

// mark is a short name for a state.
func mark(state ...any) string {
	sum := fnv.New64a()
	fmt.Fprintf(sum, "%q", state)
	return strconv.FormatUint(sum.Sum64(), 36)
}
