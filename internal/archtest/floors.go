package archtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Floors lists every package, ground floor first. A package may import only
// packages of floors below its own, so two packages of one floor do not know
// each other: that is how web never imports an adapter.
var Floors = [][]string{
	// The ground: words, rules and data, without I/O and without a clock.
	{"internal/fault", "internal/audit", "internal/oecd", "internal/risk", "migrations", "static", "questionnaires"},
	{"internal/questionnaire", "internal/message", "internal/spreadsheet"},
	// Definitions as they are written, in our words and in others'.
	{"internal/draft", "internal/formula"},
	{"internal/xlsform", "internal/surveyjs", "internal/printout"},
	// The story, left to right.
	{"internal/letter"},
	{"internal/account"},
	{"internal/catalogue"},
	{"internal/evidence", "internal/procurement"},
	{"internal/assessment"},
	{"internal/review", "internal/reminder", "internal/enquiry"},
	// What carries the story: pages, databases, files, letters, scanners.
	{
		"internal/web",
		"internal/adapter/sqlstore", "internal/adapter/sqlstore/pgtest",
		"internal/adapter/diskblob", "internal/adapter/s3blob", "internal/adapter/blobtest",
		"internal/adapter/clamav", "internal/adapter/chromium", "internal/adapter/smtpmail", "internal/adapter/tray",
	},
	{"internal/adapter/sqlstore/litetest"},
	{"internal/adapter/sqlstore/storetest", "internal/web/webtest"},
	// The composition, and what is made of all of it.
	{"internal/demo"},
	{"internal/app"},
	{"internal/housetest", "cmd/aktsom"},
	{"internal/archtest"},
}

// testers hold what tests of several packages share: contracts, servers and
// people. No package that runs may import them.
var testers = []string{
	"internal/adapter/sqlstore/pgtest", "internal/adapter/sqlstore/litetest", "internal/adapter/sqlstore/storetest", "internal/adapter/blobtest",
	"internal/web/webtest", "internal/housetest",
}

// Keepers names, for a library, the packages that may import it. Nobody else
// has to know that it is there, or notice when it goes.
var Keepers = map[string][]string{
	"gorm.io/":                              {"internal/adapter/sqlstore"},
	"github.com/glebarez/":                  {"internal/adapter/sqlstore"},
	"github.com/pressly/goose/":             {"migrations"},
	"github.com/gin-gonic/":                 {"internal/web"},
	"github.com/a-h/templ":                  {"internal/web"},
	"github.com/alexedwards/scs/":           {"internal/web", "internal/adapter/sqlstore"},
	"github.com/alexedwards/argon2id":       {"internal/account"},
	"github.com/minio/":                     {"internal/adapter/s3blob"},
	"github.com/wneessen/go-mail":           {"internal/adapter/smtpmail"},
	"cel.dev/":                              {"internal/questionnaire", "internal/surveyjs"},
	"github.com/xuri/excelize/":             {"internal/xlsform", "internal/printout", "internal/spreadsheet"},
	"github.com/google/cel-go":              {}, // the module moved to cel.dev
	"github.com/santhosh-tekuri/jsonschema": {"internal/questionnaire"},
	"github.com/nicksnyder/go-i18n/":        {"internal/message"},
	"github.com/gabriel-vasile/mimetype":    {"internal/evidence"},
	"github.com/gowebpki/jcs":               {"internal/assessment", "internal/audit"},
	"github.com/alecthomas/kong":            {"internal/app"},
	"github.com/chromedp/":                  {"internal/adapter/chromium"},
	"github.com/emersion/":                  {}, // tests only
	"github.com/arran4/golang-ical":         {}, // tests only
	"github.com/sergi/go-diff/":             {"internal/web"},
	"testing":                               testers,
}

// Imports finds imports that point up or sideways, packages that stand on no
// floor, and libraries in other hands than their keeper's. Tests may import
// what they like.
func Imports(sources []Source) []string {
	floor := map[string]int{}
	for i, names := range Floors {
		for _, name := range names {
			floor[name] = i
		}
	}
	var found []string
	for _, s := range sources {
		if s.Test {
			continue
		}
		on, known := floor[s.Folder]
		if !known {
			found = append(found, fmt.Sprintf("%s stands on no floor: add %s to Floors in internal/archtest/floors.go", s.Path, s.Folder))
			continue
		}
		for _, spec := range s.File.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			to, ours := strings.CutPrefix(name, module)
			if ours && floor[to] >= on {
				found = append(found, fmt.Sprintf("%s imports %s, which does not stand below it: declare an interface where it is used, and let internal/app join the two", s.Path, to))
			}
			if slices.Contains(testers, to) && !slices.Contains(testers, s.Folder) {
				found = append(found, fmt.Sprintf("%s imports %s: only tests may", s.Path, to))
			}
			found = append(found, kept(s, name)...)
		}
	}
	return found
}

// kept finds a library that is imported by somebody who may not.
func kept(s Source, name string) []string {
	for _, library := range slices.Sorted(maps.Keys(Keepers)) {
		if !strings.HasPrefix(name, library) || slices.Contains(Keepers[library], s.Folder) {
			continue
		}
		if len(Keepers[library]) == 0 {
			return []string{fmt.Sprintf("%s imports %s: only tests may", s.Path, name)}
		}
		return []string{fmt.Sprintf("%s imports %s: ask %s instead, which keeps it", s.Path, name, strings.Join(Keepers[library], ", "))}
	}
	return nil
}

// Empty finds packages on a floor that are not there any more.
func Empty(sources []Source) []string {
	there := map[string]bool{}
	for _, s := range sources {
		there[s.Folder] = true
	}
	var found []string
	for _, names := range Floors {
		for _, name := range names {
			if !there[name] {
				found = append(found, name+" is on a floor but has no Go file: take it out of Floors in internal/archtest/floors.go")
			}
		}
	}
	return found
}
