package sqlstore_test

import (
	"testing"

	"aktsom/internal/adapter/sqlstore/storetest"
)

func BenchmarkSQLite(b *testing.B) { storetest.Bench(b, storetest.SQLite) }

// BenchmarkPostgreSQL measures without fsync, as tests run: compare it with
// itself only.
func BenchmarkPostgreSQL(b *testing.B) { storetest.Bench(b, storetest.Postgres) }
