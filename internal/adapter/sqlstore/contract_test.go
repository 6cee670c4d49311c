package sqlstore_test

import (
	"testing"

	"aktsom/internal/adapter/sqlstore/storetest"
)

func TestSQLiteKeepsThePromises(t *testing.T) { storetest.Run(t, storetest.SQLite) }

func TestSQLiteInMemoryKeepsThePromises(t *testing.T) { storetest.Run(t, storetest.Memory) }

func TestPostgreSQLKeepsThePromises(t *testing.T) { storetest.Run(t, storetest.Postgres) }
