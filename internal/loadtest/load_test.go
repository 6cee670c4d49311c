// Package loadtest measures a running portal over PostgreSQL under 1 to 32
// clients, and beside it the same writes by pgbench in the same run.
// docs/performance.md tells how to read the figures.
package loadtest_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/adapter/sqlstore/pgtest"
)

// crowds are the numbers of clients.
var crowds = []int{1, 2, 4, 8, 16, 32}

// BenchmarkLoad is the load run. Portal, database and clients share the
// machine, so a figure stands for all three.
func BenchmarkLoad(b *testing.B) {
	server := pgtest.Durable(b)
	p := launch(b, server.URL)
	w := furnish(b, p, server.URL, crowds[len(crowds)-1])
	m := meter{portal: p.pid, postgres: server.PID, statements: statementsOf(b, server)}
	rival := newRival(b, server)

	writes := map[int]float64{} // what pgbench reached, by clients
	b.Run("pgbench, save one answer", func(b *testing.B) {
		crowded(b, func(b *testing.B, clients int) { writes[clients] = rival.run(b, m, clients) })
	})
	b.Run("save one answer", func(b *testing.B) {
		crowded(b, func(b *testing.B, clients int) {
			reached := m.run(b, clients, func(n int) error { return w.answers[n].saveOne() })
			if peer := writes[clients]; peer > 0 {
				b.ReportMetric(peer/reached, "pgbench/portal")
			}
		})
	})
	b.Run("save a page of ten and show the next", func(b *testing.B) {
		crowded(b, func(b *testing.B, clients int) {
			m.run(b, clients, func(n int) error { return w.answers[n].saveTen() })
		})
	})
	b.Run("open a page of ten", func(b *testing.B) {
		crowded(b, func(b *testing.B, clients int) {
			m.run(b, clients, func(n int) error { return w.answers[n].open() })
		})
	})
	b.Run("board with 400 suppliers", func(b *testing.B) {
		crowded(b, func(b *testing.B, clients int) {
			m.run(b, clients, func(int) error { return see(w.officer, w.board, "Leverandør 400 AS") })
		})
	})
}

// crowded measures for every number of clients.
func crowded(b *testing.B, measure func(b *testing.B, clients int)) {
	b.Helper()
	for _, clients := range crowds {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) { measure(b, clients) })
	}
}

// run lets so many clients at once do b.N requests in all, and returns requests
// a second. Each client sends its next request when the last is answered.
func (m meter) run(b *testing.B, clients int, request func(client int) error) float64 {
	b.Helper()
	clients = min(clients, b.N)
	took := make([][]time.Duration, clients)
	failed := make([]error, clients)
	var next atomic.Int64
	before := m.read(b)
	b.ResetTimer()
	var crowd sync.WaitGroup
	for n := range clients {
		crowd.Go(func() {
			for failed[n] == nil && next.Add(1) <= int64(b.N) {
				began := time.Now()
				failed[n] = request(n)
				took[n] = append(took[n], time.Since(began))
			}
		})
	}
	crowd.Wait()
	b.StopTimer()
	for _, err := range failed {
		if err != nil {
			b.Fatal(err)
		}
	}
	report(b, took)
	return m.report(b, before)
}
