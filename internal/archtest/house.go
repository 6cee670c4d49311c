// Package archtest keeps the house in order: which package may import which,
// which one keeps a library, how files are called, and that what the documents
// name is there. It reads the source itself instead of asking the go command,
// whose answers the test cache would remember after a bad import has come.
//
// Every finding is a sentence that says what to move.
package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// module is the path that our own imports begin with.
const module = "aktsom/"

// Source is one Go file of the house.
type Source struct {
	Path   string // from the root of the repository, with slashes
	Folder string // of Path: the name of the package in Floors
	Test   bool
	File   *ast.File
}

// Read parses every Go file under the root of a repository. Folders that begin
// with a dot, node_modules and testdata are no part of the house.
func Read(root fs.FS) ([]Source, error) {
	var all []Source
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && outside(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse %s: %w", name, err)
		}
		all = append(all, Source{Path: name, Folder: path.Dir(name), Test: strings.HasSuffix(name, "_test.go"), File: file})
		return nil
	})
	return all, err
}

func outside(folder string) bool {
	return folder != "." && strings.HasPrefix(folder, ".") || folder == "node_modules" || folder == "testdata"
}

// generated tells whether a program wrote the file.
func (s Source) generated() bool { return ast.IsGenerated(s.File) }
