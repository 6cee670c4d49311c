package draft

// Texts lists every text of the definition: whoever changes a sentence in one
// of them changes the definition.
func (d *Definition) Texts() []Text {
	all := []Text{d.Title, d.Intro}
	for _, p := range d.Pages {
		all = append(all, p.Title, p.Intro)
		all = append(all, messages(p.Checks)...)
		for _, q := range p.Questions {
			all = append(all, q.texts()...)
		}
	}
	return all
}

func messages(checks []Check) []Text {
	var all []Text
	for _, c := range checks {
		all = append(all, c.Message)
	}
	return all
}

func (q *Question) texts() []Text {
	all := append([]Text{q.Text, q.Help, q.Why}, messages(q.Checks)...)
	for _, o := range q.Options {
		all = append(all, o.Text)
	}
	for _, r := range q.Rows {
		all = append(all, r.Text)
	}
	for _, parts := range [][]*Question{q.Columns, q.Questions} {
		for _, part := range parts {
			all = append(all, part.texts()...)
		}
	}
	for _, a := range q.Advice {
		all = append(all, a.Text)
	}
	for _, f := range q.Flags {
		all = append(all, f.Text, f.Advice)
	}
	if q.Evidence != nil {
		all = append(all, q.Evidence.Accept)
	}
	return all
}
