// Package oecd holds the backbone of every assessment: the six steps of the
// OECD Due Diligence Guidance for Responsible Business Conduct (2018) and the
// practical actions under them.
package oecd

// Step is one of the six steps.
type Step string

// The six steps, in order.
const (
	Embed       Step = "embed"
	Identify    Step = "identify"
	Prevent     Step = "prevent"
	Track       Step = "track"
	Communicate Step = "communicate"
	Remedy      Step = "remedy"
)

// Action is a practical action under a step, known by its number.
type Action struct {
	ID   string
	Step Step
}

// Steps returns the six steps in order.
func Steps() []Step {
	return []Step{Embed, Identify, Prevent, Track, Communicate, Remedy}
}

// Actions returns the practical actions in order.
func Actions() []Action {
	return []Action{
		{"1.1", Embed},
		{"1.2", Embed},
		{"1.3", Embed},
		{"2.1", Identify},
		{"2.2", Identify},
		{"2.3", Identify},
		{"2.4", Identify},
		{"3.1", Prevent},
		{"3.2", Prevent},
		{"4.1", Track},
		{"5.1", Communicate},
		{"6.1", Remedy},
		{"6.2", Remedy},
	}
}

// Number is the place of a step, 1 to 6, or 0 when there is no such step.
func (s Step) Number() int {
	for i, step := range Steps() {
		if step == s {
			return i + 1
		}
	}
	return 0
}

// ActionByID finds a practical action by its number.
func ActionByID(id string) (Action, bool) {
	for _, a := range Actions() {
		if a.ID == id {
			return a, true
		}
	}
	return Action{}, false
}
