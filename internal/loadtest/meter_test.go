package loadtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"aktsom/internal/adapter/sqlstore/pgtest"
)

// meter reads what the portal and the database have spent so far.
type meter struct {
	portal, postgres int // process ids
	statements       func(testing.TB) int64
}

// spent is a reading.
type spent struct {
	cpu        time.Duration
	statements int64
}

func (m meter) read(b *testing.B) spent {
	b.Helper()
	return spent{cpu: cpuOf(m.portal) + cpuOf(m.postgres), statements: m.statements(b)}
}

// report tells requests a second, and CPU and statements a request, and returns
// the first.
func (m meter) report(b *testing.B, before spent) float64 {
	b.Helper()
	after := m.read(b)
	n, reached := float64(b.N), float64(b.N)/b.Elapsed().Seconds()
	b.ReportMetric(reached, "req/s")
	b.ReportMetric(float64((after.cpu-before.cpu).Microseconds())/1000/n, "cpu-ms/req")
	b.ReportMetric(float64(after.statements-before.statements)/n, "stmts/req")
	return reached
}

// report tells how long requests took: half, 95 and 99 of a hundred at most so
// many milliseconds.
func report(b *testing.B, took [][]time.Duration) {
	b.Helper()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	for _, percent := range []int{50, 95, 99} {
		at := all[min(len(all)-1, len(all)*percent/100)]
		b.ReportMetric(float64(at.Microseconds())/1000, "p"+strconv.Itoa(percent)+"-ms")
	}
}

// tick is the unit of CPU time in /proc on Linux, wherever it runs.
const tick = 10 * time.Millisecond

// cpuOf is the CPU time of a process and its children, those that have ended
// included, as Linux tells it; elsewhere 0.
func cpuOf(pid int) time.Duration {
	total := time.Duration(0)
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well formed
	for _, path := range stats {
		content, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended meanwhile
		}
		if filepath.Base(filepath.Dir(path)) == strconv.Itoa(pid) {
			total += ticks(content, 13, 14, 15, 16) // user and system, its own and its ended children's
		} else if field(content, 3) == pid {
			total += ticks(content, 13, 14)
		}
	}
	return total
}

// field is a number in a line of /proc/PID/stat, counted from 0. The name of
// the program stands in brackets before the third and may hold spaces.
func field(stat []byte, n int) int {
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
	fields := strings.Fields(rest)
	if n-2 >= len(fields) {
		return 0
	}
	value, _ := strconv.Atoi(fields[n-2]) // a state letter counts as 0
	return value
}

func ticks(stat []byte, fields ...int) time.Duration {
	total := time.Duration(0)
	for _, n := range fields {
		total += time.Duration(field(stat, n)) * tick
	}
	return total
}

// statementsOf returns how to read the number of statements that the server
// was sent, this reading left out.
func statementsOf(b *testing.B, server pgtest.Server) func(testing.TB) int64 {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), server.URL)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close(b.Context()) }) // the server is about to stop
	return func(t testing.TB) int64 {
		t.Helper()
		var calls int64
		err := conn.QueryRow(t.Context(),
			"SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'").Scan(&calls)
		if err != nil {
			t.Fatal(err)
		}
		return calls
	}
}
