package sqlstore

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm/schema"
)

// columns writes "alias.column AS alias_column" for every column of a row, so
// that several rows come back from one statement: a field with the tag
// `gorm:"embedded;embeddedPrefix:alias_"` takes them.
func columns(alias string, row any) string {
	parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
	if err != nil {
		panic(err) // the row's type is wrong
	}
	names := make([]string, len(parsed.DBNames))
	for i, name := range parsed.DBNames {
		names[i] = fmt.Sprintf("%s.%s AS %s_%s", alias, name, alias, name)
	}
	return strings.Join(names, ", ")
}

// optional is a time that may be absent, as the story has it.
func optional(i instant) *time.Time {
	if i.at().IsZero() {
		return nil
	}
	t := i.at()
	return &t
}

// orNull is the other way.
func orNull(t *time.Time) instant {
	if t == nil {
		return instant{}
	}
	return instant(*t)
}

// asJSON writes what is kept as text, and never looked into by SQL.
func asJSON(what string, v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write %s as JSON: %w", what, err)
	}
	return string(b), nil
}

// fromJSON reads it back.
func fromJSON(what, text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read %s from JSON: %w", what, err)
	}
	return nil
}
