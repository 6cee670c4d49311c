package web

// DropDown is a question of which one of many options is chosen.
type DropDown struct {
	ID, Name string // ID defaults to Name
	Label    string
	Help     string
	Mistake  string
	Options  []Option
}

func (d DropDown) id() string {
	if d.ID == "" {
		return d.Name
	}
	return d.ID
}

// MomentField is a day and a time of day in a zone that the legend or help names.
type MomentField struct {
	ID         string // of the day, where a mistake leads; the time is ID-clock
	Name       string // the inputs are Name_date and Name_clock
	Legend     string
	Help       string
	Mistake    string
	Day, Clock string // as <input type="date"> and "time" have them, or as typed
}
