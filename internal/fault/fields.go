package fault

import "strings"

// Field is one field of a page that cannot be accepted as it stands.
type Field struct {
	Name string // the field's name in the page
	Key  string // the sentence that says what is wrong and what to do
	Args []any  // its placeholders, name and value by turns
}

// Fields are all the fields of a page that cannot be accepted. As an error it
// is Invalid. The page shows each sentence at its field and all of them on top.
type Fields []Field

// Error lists the fields for a log.
func (f Fields) Error() string {
	parts := make([]string, len(f))
	for i, field := range f {
		parts[i] = field.Name + ": " + field.Key
	}
	return Invalid.Error() + ": " + strings.Join(parts, ", ")
}

// Unwrap makes errors.Is(err, Invalid) true.
func (f Fields) Unwrap() error { return Invalid }

// Add appends a field.
func (f *Fields) Add(name, key string, args ...any) {
	*f = append(*f, Field{Name: name, Key: key, Args: args})
}

// OrNil is f as an error, or nil when nothing is wrong.
func (f Fields) OrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
