package sqlstore

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// instant is how a row keeps a time: UTC to the microsecond, which both
// databases give back as it was; a zero time is NULL. Use it for arguments of
// conditions too: PostgreSQL would drop the zone of a plain time.Time.
type instant time.Time

// Value writes the time.
func (i instant) Value() (driver.Value, error) {
	t := time.Time(i)
	if t.IsZero() {
		return nil, nil
	}
	return t.UTC().Truncate(time.Microsecond), nil
}

// Scan reads a column, or the text that SQLite gives for an expression.
func (i *instant) Scan(from any) error {
	switch v := from.(type) {
	case nil:
		*i = instant{}
	case time.Time:
		*i = instant(v.UTC())
	case string:
		t, err := time.Parse("2006-01-02 15:04:05.999999999-07:00", v)
		if err != nil {
			return fmt.Errorf("read a time: %w", err)
		}
		*i = instant(t.UTC())
	default:
		return fmt.Errorf("read a time: the database gave a %T", from)
	}
	return nil
}

// GormDataType tells gorm that the column holds a time.
func (instant) GormDataType() string { return "time" }

// at is the time as the story knows it.
func (i instant) at() time.Time { return time.Time(i) }
