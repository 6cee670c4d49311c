package web

// Problem is the sentence for what the engine found wrong with an answer, by
// its code: required, invalid, format, option, range, length, rows, check or
// evidence.
func (p Page) Problem(code string) string { return p.Say("problem." + code) }

// Did says in the log what somebody did, by the verb of an audit.Event.
func (p Page) Did(verb string) string { return p.Say("audit." + verb) }
