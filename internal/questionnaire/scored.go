package questionnaire

// Scored reports whether an answer to the question has a level.
func (q *Question) Scored() bool { return q.scored }

// AtLevel lists the options of the lowest level that is not below the given
// one; none where no option reaches it.
func (q *Question) AtLevel(level int) []Option {
	for ; level <= maxLevel; level++ {
		var found []Option
		for _, o := range q.Options {
			if o.Level != nil && *o.Level == level {
				found = append(found, o)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
