package sqlstore

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"aktsom/internal/fault"
)

// failure says what was being done, and turns gorm's errors into the kinds the
// story knows: nothing found is NotFound, a key that exists or a reference to
// nothing is Conflict. Anything else stays what it is. No error gives none.
func failure(err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		err = fault.NotFound
	case errors.Is(err, gorm.ErrDuplicatedKey), errors.Is(err, gorm.ErrForeignKeyViolated):
		err = fault.Conflict
	}
	return fmt.Errorf(doing+": %w", append(args, err)...)
}
