// Package questionnaires holds the questionnaires the program ships with, one
// folder a version, and the LOCK that keeps a published version from changing
// under an assessment that runs on it. README.md beside this file says how to
// write one.
package questionnaires

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed */*/definition.json */*/cases/*.json LOCK
var files embed.FS

// Shipped is one version of one questionnaire, as its file.
type Shipped struct {
	ID      string
	Version string
	Path    string // under questionnaires/
	Source  []byte
	Cases   []byte // its examples as one JSON list
}

// All lists every shipped version, by id and then by version as text.
func All() ([]Shipped, error) {
	paths, err := fs.Glob(files, "*/*/definition.json")
	if err != nil {
		return nil, fmt.Errorf("find questionnaires: %w", err)
	}
	slices.Sort(paths)
	shipped := make([]Shipped, 0, len(paths))
	for _, p := range paths {
		source, err := files.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("read questionnaire: %w", err)
		}
		cases, err := casesOf(path.Dir(p))
		if err != nil {
			return nil, err
		}
		version := path.Dir(p)
		shipped = append(shipped, Shipped{ID: path.Dir(version), Version: path.Base(version), Path: p, Source: source, Cases: cases})
	}
	return shipped, nil
}

// casesOf are the cases of one version, in the order of their names.
func casesOf(version string) ([]byte, error) {
	names, err := fs.Glob(files, path.Join(version, "cases", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("find cases: %w", err)
	}
	slices.Sort(names)
	var all []json.RawMessage
	for _, name := range names {
		source, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read case: %w", err)
		}
		all = append(all, source)
	}
	return json.MarshalIndent(all, "", "  ")
}

// Locked is the SHA-256 of every published version, in hexadecimal, by its
// path under questionnaires/.
func Locked() (map[string]string, error) {
	lock, err := files.ReadFile("LOCK")
	if err != nil {
		return nil, fmt.Errorf("read LOCK: %w", err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(lock)) {
		sum, p, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			return nil, fmt.Errorf("read LOCK: %q is not a sum and a path", line)
		}
		sums[p] = sum
	}
	return sums, nil
}
