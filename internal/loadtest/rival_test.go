package loadtest_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"aktsom/internal/adapter/sqlstore/pgtest"
)

// save is what saving one answer asks of the database: the assessment's row
// first, then the answer, whose trigger keeps the revision, in one transaction.
const save = `
UPDATE assessments SET active = now(), answered = 1, asked = 20, to_do = 19, version = version + 1
	WHERE id = 'rival-' || :client_id AND state = 'open';
INSERT INTO answers (assessment_id, question, revision, value, skipped, comment, save_id, person_id, saved)
	VALUES ('rival-' || :client_id, 'q1', 1, '"yes"', '', '', 's', (SELECT id FROM people LIMIT 1), now())
	ON CONFLICT (assessment_id, question) DO UPDATE SET revision = answers.revision + 1, value = excluded.value,
		skipped = excluded.skipped, comment = excluded.comment, save_id = excluded.save_id,
		person_id = excluded.person_id, saved = excluded.saved;
`

// rival is pgbench over the same database, in rows of its own.
type rival struct {
	server pgtest.Server
	script string
}

func newRival(b *testing.B, server pgtest.Server) rival {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), server.URL)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(b.Context()) }() // nothing is lost with it
	if _, err := conn.Exec(b.Context(), rows(crowds[len(crowds)-1])); err != nil {
		b.Fatal(err)
	}
	r := rival{server: server, script: filepath.Join(b.TempDir(), "save.sql")}
	if err := os.WriteFile(r.script, []byte("BEGIN;"+save+"COMMIT;\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	return r
}

// rows gives each client an assessment of its own, like one that is there but
// under a withdrawn procurement's eyes: nobody's board shows it.
func rows(clients int) string {
	return fmt.Sprintf(`
CREATE TEMP TABLE rivals AS SELECT * FROM assessments LIMIT 1;
DO $$ BEGIN FOR n IN 0..%d LOOP
	UPDATE rivals SET id = 'rival-' || n, supplier_number = 'rival-' || n;
	INSERT INTO assessments SELECT * FROM rivals;
END LOOP; END $$;`, clients-1)
}

var reachedPattern = regexp.MustCompile(`tps = ([0-9.]+)`)

// run lets pgbench do b.N saves with so many clients, and returns saves a second.
func (r rival) run(b *testing.B, m meter, clients int) float64 {
	b.Helper()
	clients = min(clients, b.N)
	log := filepath.Join(b.TempDir(), "log")
	before := m.read(b)
	b.ResetTimer()
	cmd := exec.Command(r.server.Program("pgbench"), "--no-vacuum", "--protocol=prepared", "--file="+r.script,
		"--client="+strconv.Itoa(clients), "--jobs="+strconv.Itoa(min(clients, 2)), "--transactions="+strconv.Itoa(b.N/clients),
		"--log", "--log-prefix="+log, "--host="+r.server.Socket, "--username="+r.server.User, "postgres")
	out, err := cmd.CombinedOutput()
	b.StopTimer()
	if err != nil {
		b.Fatalf("pgbench (it comes with PostgreSQL): %v\n%s", err, out)
	}
	report(b, [][]time.Duration{tookIn(b, log)})
	m.report(b, before)
	found := reachedPattern.FindSubmatch(out)
	if found == nil {
		b.Fatalf("pgbench does not say what it reached:\n%s", out)
	}
	reached, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(reached, "req/s") // without the time to connect
	return reached
}

// tookIn reads pgbench's logs: the third column is microseconds.
func tookIn(b *testing.B, prefix string) []time.Duration {
	b.Helper()
	logs, _ := filepath.Glob(prefix + ".*") // the pattern is well formed
	var took []time.Duration
	for _, path := range logs {
		content, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		lines := bufio.NewScanner(strings.NewReader(string(content)))
		for lines.Scan() {
			columns := strings.Fields(lines.Text())
			us, err := strconv.Atoi(columns[2])
			if err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Duration(us)*time.Microsecond)
		}
	}
	return took
}
