package sqlstore

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slowStatement is when a statement is worth a line in the log.
const slowStatement = 200 * time.Millisecond

// Statements are what was sent to the database under one context, without
// BEGIN, COMMIT and ROLLBACK. Tests hold requests to a number of them: a query
// in a loop is a failing test, not a slow page.
type Statements struct {
	mu   sync.Mutex
	sent []string
}

type statementsKey struct{}

// CountStatements returns a context that writes down each statement sent under
// it. With an HTTP server in a test, give it as the server's BaseContext.
func CountStatements(ctx context.Context) (context.Context, *Statements) {
	s := &Statements{}
	return context.WithValue(ctx, statementsKey{}, s), s
}

// Count is how many statements were sent since the last Reset.
func (s *Statements) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// Reset forgets what was sent.
func (s *Statements) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = nil
}

// String is the statements, one a line, without their values.
func (s *Statements) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.sent, "\n")
}

func (s *Statements) add(sql string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, sql)
}

// statementLog is silent, but for slow statements. Errors are returned, and
// logged once by whoever answers for the request.
type statementLog struct{ to *slog.Logger }

var (
	_ logger.Interface  = statementLog{}
	_ gorm.ParamsFilter = statementLog{}
)

func (l statementLog) LogMode(logger.LogLevel) logger.Interface { return l }
func (l statementLog) Info(context.Context, string, ...any)     {}
func (l statementLog) Warn(context.Context, string, ...any)     {}
func (l statementLog) Error(context.Context, string, ...any)    {}
func (l statementLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil // answers are nobody's business in a log
}

// Trace is called by gorm once for each statement it has sent.
func (l statementLog) Trace(ctx context.Context, begin time.Time, sent func() (string, int64), _ error) {
	counted, counting := ctx.Value(statementsKey{}).(*Statements)
	took := time.Since(begin)
	slow := took >= slowStatement && l.to != nil
	if !counting && !slow {
		return
	}
	sql, rows := sent()
	if counting {
		counted.add(sql)
	}
	if slow {
		l.to.WarnContext(ctx, "slow statement", "sql", sql, "rows", rows, "took", took)
	}
}
