package sqlstore

import "database/sql"

// Writer and Reader are the pools, for tests of how they were opened.
func Writer(d *DB) *sql.DB { return d.writer() }

func Reader(d *DB) *sql.DB { return d.pools[0] }
