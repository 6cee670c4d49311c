package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
)

// drawers are names that say nothing about what lies inside.
var drawers = []string{"util", "utils", "common", "helper", "helpers", "misc", "model", "models", "types", "base", "manager", "impl", "shared", "stuff"}

var fileName = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*\.go$`)

// Names finds files and packages that are not called by what they hold.
func Names(sources []Source) []string {
	var found []string
	for _, s := range sources {
		base := path.Base(s.Path)
		if !fileName.MatchString(base) {
			found = append(found, fmt.Sprintf("%s: call it in small letters, with _ between words", s.Path))
		}
		words := strings.Split(strings.TrimSuffix(base, ".go"), "_")
		words = append(words, strings.Split(s.Folder, "/")...)
		for _, word := range words {
			if slices.Contains(drawers, word) {
				found = append(found, fmt.Sprintf("%s: %q says nothing; call it by the noun it holds", s.Path, word))
			}
		}
	}
	return found
}

// PackageComments finds packages that do not say what they are for.
func PackageComments(sources []Source) []string {
	said := map[string]bool{}
	for _, s := range sources {
		if !s.Test {
			said[s.Folder] = said[s.Folder] || s.File.Doc != nil && !s.generated()
		}
	}
	var found []string
	for folder, has := range said {
		if !has {
			found = append(found, folder+" has no package comment: say in one of its files what it is for")
		}
	}
	slices.Sort(found)
	return found
}

// clockKeepers may ask the machine what time it is; everybody else is told by
// their constructor, so that a test can say what day it is.
var clockKeepers = []string{"internal/app", "cmd/aktsom"}

// Clocks finds calls of the machine's clock. The adapters may ask how long ago
// something in the world outside was, since that is not told in our time.
func Clocks(sources []Source) []string {
	var found []string
	for _, s := range sources {
		if s.Test || slices.Contains(clockKeepers, s.Folder) || slices.Contains(testers, s.Folder) {
			continue
		}
		forbidden := []string{"Now", "Since", "Until", "Sleep"}
		if strings.HasPrefix(s.Folder, "internal/adapter/") {
			forbidden = []string{"Now", "Sleep"}
		}
		ast.Inspect(s.File, func(node ast.Node) bool {
			call, ok := node.(*ast.SelectorExpr)
			if !ok || !slices.Contains(forbidden, call.Sel.Name) {
				return true
			}
			if of, ok := call.X.(*ast.Ident); ok && of.Name == "time" {
				found = append(found, fmt.Sprintf("%s uses time.%s: take a clock (func() time.Time) from the constructor", s.Path, call.Sel.Name))
			}
			return true
		})
	}
	return found
}

// Inits finds init functions: start-up is a list in internal/app that can be
// read from top to bottom.
func Inits(sources []Source) []string {
	var found []string
	for _, s := range sources {
		for _, each := range s.File.Decls {
			if f, ok := each.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				found = append(found, s.Path+" has an init: do it in a constructor that internal/app calls")
			}
		}
	}
	return found
}
