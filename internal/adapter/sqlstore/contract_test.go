package sqlstore_test

import (
	"testing"

	"github.com/alexedwards/scs/v2"

	"aktsom/internal/adapter/sqlstore"
	"aktsom/internal/adapter/sqlstore/storetest"
)

func TestSQLiteKeepsThePromises(t *testing.T) { storetest.Run(t, storetest.SQLite) }

func TestSQLiteInMemoryKeepsThePromises(t *testing.T) { storetest.Run(t, storetest.Memory) }

func TestPostgreSQLKeepsThePromises(t *testing.T) { storetest.Run(t, storetest.Postgres) }

var _ scs.CtxStore = sqlstore.Sessions{}
