package app_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ofItsOwn are the flags that give a command a database and files of its own.
func ofItsOwn(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	return []string{"--database=sqlite:" + filepath.Join(folder, "aktsom.db"), "--blobs=dir:" + filepath.Join(folder, "files")}
}

const goodPassword = "riktig hest batteri stift"

func TestTheFirstPersonIsAddedAndGetsALink(t *testing.T) {
	t.Parallel()
	own := ofItsOwn(t)
	status, said := run(t, append([]string{"user", "add", "Kari@Fjordvik.example", "--name=Kari Nygård", "--organisation=Fjordvik kommune", "--password=" + goodPassword}, own...)...)
	if status != 0 || !strings.Contains(said, "administrator at Fjordvik kommune") || strings.Contains(said, goodPassword) {
		t.Fatalf("status %d, said %q", status, said)
	}
	status, said = run(t, append([]string{"user", "link", "kari@fjordvik.example"}, own...)...)
	if link := strings.TrimSpace(said); status != 0 || !regexp.MustCompile(`^http://127\.0\.0\.1:8080/link/[\w-]{43}$`).MatchString(link) {
		t.Errorf("status %d, said %q", status, said)
	}
}

func TestAPersonNobodyKnowsGetsNoLink(t *testing.T) {
	t.Parallel()
	status, said := run(t, append([]string{"user", "link", "nobody@fjordvik.example"}, ofItsOwn(t)...)...)
	if status != 1 || !strings.Contains(said, "nobody has the address nobody@fjordvik.example") {
		t.Errorf("status %d, said %q", status, said)
	}
}

func TestAShortPasswordIsRefusedInASentence(t *testing.T) {
	t.Parallel()
	status, said := run(t, append([]string{"user", "add", "kari@fjordvik.example", "--name=Kari", "--organisation=Fjordvik kommune", "--password=short"}, ofItsOwn(t)...)...)
	if status != 1 || !strings.Contains(said, "15") || strings.Contains(said, "account.") {
		t.Errorf("status %d, said %q", status, said)
	}
}

func TestMigratingTellsWhatIsDone(t *testing.T) {
	t.Parallel()
	database := ofItsOwn(t)[0]
	status, before := run(t, "migrate", "status", database)
	if status != 0 || !strings.Contains(before, "not yet") || !strings.Contains(before, "start") {
		t.Fatalf("before: status %d, said %q", status, before)
	}
	if status, said := run(t, "migrate", "up", database); status != 0 || !strings.Contains(said, "start") || strings.Contains(said, "not yet") {
		t.Fatalf("up: status %d, said %q", status, said)
	}
	status, after := run(t, "migrate", "status", database)
	if status != 0 || strings.Contains(after, "not yet") {
		t.Errorf("after: status %d, said %q", status, after)
	}
	if status, said := run(t, "migrate", "up", database); status != 0 || said != after {
		t.Errorf("a second time: status %d, said %q, want %q", status, said, after)
	}
}

func TestServeLetsNoOtherMachineInWhileFilesGoUnscanned(t *testing.T) {
	t.Parallel()
	status, said := run(t, append([]string{"serve", "--listen=0.0.0.0:0"}, ofItsOwn(t)...)...)
	if status != 1 || !strings.Contains(said, "AKTSOM_SCANNER") || !strings.Contains(said, "AKTSOM_ALLOW_UNSCANNED") {
		t.Errorf("status %d, said %q", status, said)
	}
}

func TestASettingThatCannotBeIsSaidByItsName(t *testing.T) {
	t.Parallel()
	for setting, name := range map[string]string{
		"--url=fjordvik": "AKTSOM_URL", "--zone=Europe/Fjordvik": "AKTSOM_ZONE", "--max-file=0": "AKTSOM_MAX_FILE",
		"--trusted-proxies=proxy": "AKTSOM_TRUSTED_PROXIES", "--scanner=sophos:": "AKTSOM_SCANNER", "--blobs=ftp://x": "AKTSOM_BLOBS",
	} {
		status, said := run(t, append([]string{"worker", setting}, ofItsOwnBut(t, setting)...)...)
		if status != 1 || !strings.Contains(said, name) {
			t.Errorf("%s: status %d, said %q", setting, status, said)
		}
	}
}

// ofItsOwnBut leaves out the flag that the test sets itself.
func ofItsOwnBut(t *testing.T, setting string) []string {
	t.Helper()
	flag, _, _ := strings.Cut(setting, "=")
	var kept []string
	for _, each := range ofItsOwn(t) {
		if !strings.HasPrefix(each, flag+"=") {
			kept = append(kept, each)
		}
	}
	return kept
}

func TestTheVersionIsOneLine(t *testing.T) {
	t.Parallel()
	status, said := run(t, "version")
	if status != 0 || !regexp.MustCompile(`^aktsom \S+.*, go1\.\d+\S* \w+/\w+\n$`).MatchString(said) {
		t.Errorf("status %d, said %q", status, said)
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	status, said := run(t, "--help")
	for _, command := range []string{"serve", "worker", "demo", "migrate up", "migrate status", "user add", "user link", "questionnaire check", "version"} {
		if !regexp.MustCompile(`(?m)^  ` + command + `\b`).MatchString(said) {
			t.Errorf("%s is not there", command)
		}
	}
	if status != 0 {
		t.Errorf("status %d", status)
	}
}
