package web

import (
	"math"
	"strconv"
	"strings"

	"aktsom/internal/questionnaire"
)

// radarSize is the length of an axis, in the units of the drawing.
const radarSize = 100.0

// axis is one step of the radar.
type axis struct {
	Name   string
	Scores questionnaire.Scores
	turn   float64 // clockwise from the top
}

// axesOf are the steps that have a score, spread round the circle.
func axesOf(p Page, v resultView) []axis {
	var axes []axis
	for _, s := range v.Steps {
		if s.Scored {
			axes = append(axes, axis{Name: p.Step(s.ID), Scores: s.Score.Scores})
		}
	}
	for i := range axes {
		axes[i].turn = 2 * math.Pi * float64(i) / float64(len(axes))
	}
	return axes
}

// at is the place on the axis for a score; 100 is the end.
func (a axis) at(score float64) (x, y float64) {
	length := radarSize * score / 100
	return length * math.Sin(a.turn), -length * math.Cos(a.turn)
}

func coordinate(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

// outline joins a score of each axis into a polygon's points.
func outline(axes []axis, of func(axis) float64) string {
	points := make([]string, len(axes))
	for i, a := range axes {
		x, y := a.at(of(a))
		points[i] = coordinate(x) + "," + coordinate(y)
	}
	return strings.Join(points, " ")
}

func declaredScore(a axis) float64 { return float64(a.Scores.Declared) }
func verifiedScore(a axis) float64 { return float64(a.Scores.Verified) }

// ring is the same score on every axis.
func ring(score float64) func(axis) float64 { return func(axis) float64 { return score } }

// label is where an axis' name stands, and how it is anchored.
func (a axis) label() (x, y, anchor string) {
	atX, atY := a.at(112)
	anchor = "middle"
	switch {
	case atX > 1:
		anchor = "start"
	case atX < -1:
		anchor = "end"
	}
	return coordinate(atX), coordinate(atY + 4), anchor
}

func (a axis) endX() string { x, _ := a.at(100); return coordinate(x) }
func (a axis) endY() string { _, y := a.at(100); return coordinate(y) }

// verifiedHead is what the second number is called: provisional until the
// review is finished.
func (p Page) verifiedHead(v resultView) string {
	if v.Provisory {
		return p.Say("result.provisional")
	}
	return p.Say("result.verified")
}

// gapKind says which of the two kinds of gap it is.
func (p Page) gapKind(g gap) string {
	if g.Points > 0 {
		return p.Say("result.evidence_gap")
	}
	return p.Say("result.declaration_gap")
}

// barWidth is a score as a length of the little bar, which is 100 long.
func barWidth(s questionnaire.Score) string { return coordinate(float64(s)) }

// radarText says the drawing in words.
func radarText(p Page, axes []axis, verified string) string {
	parts := make([]string, len(axes))
	for i, a := range axes {
		parts[i] = p.Say("result.radar_axis", "step", a.Name, "declared", p.Points(a.Scores.Declared),
			"verified", p.Points(a.Scores.Verified))
	}
	return p.Say("result.radar_text", "verified", verified, "axes", strings.Join(parts, "; "))
}
