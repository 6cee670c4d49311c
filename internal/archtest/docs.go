package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var (
	markdownLink = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]+)\)`)
	codeSpan     = regexp.MustCompile("`([^`\n]+)`")
	identifier   = regexp.MustCompile("^`(?:([A-Z]\\w*)\\.)?(\\w+)`$")
	ownPath      = regexp.MustCompile(`^(?:internal|cmd|docs|static|migrations|questionnaires|\.ci)/[\w./-]*$`)
)

// Docs finds what the documents name and the house does not have: files behind
// links, paths in code letters, and functions or types named by a link to the
// file they should stand in. What is named in a history is left alone.
func Docs(root fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && outside(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".md" || name == "CHANGELOG.md":
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		found = append(found, links(root, name, string(text))...)
		found = append(found, paths(root, name, string(text))...)
		return nil
	})
	return found, err
}

// links checks the targets of links, which lie beside the document.
func links(root fs.FS, doc, text string) []string {
	var found []string
	for _, link := range markdownLink.FindAllStringSubmatch(text, -1) {
		target, _, _ := strings.Cut(link[2], "#")
		if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
			continue
		}
		target = path.Join(path.Dir(doc), target)
		if _, err := fs.Stat(root, target); err != nil {
			found = append(found, fmt.Sprintf("%s leads to %s, which is not there", doc, target))
			continue
		}
		named := identifier.FindStringSubmatch(link[1])
		if named == nil || path.Ext(target) != ".go" {
			continue
		}
		if !declares(root, target, named[1], named[2]) {
			found = append(found, fmt.Sprintf("%s says that %s stands in %s, which does not declare it", doc, link[1], target))
		}
	}
	return found
}

// paths checks what looks like a path from the root of the repository.
func paths(root fs.FS, doc, text string) []string {
	var found []string
	for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
		if !ownPath.MatchString(span[1]) {
			continue
		}
		if _, err := fs.Stat(root, strings.TrimSuffix(span[1], "/")); err != nil {
			found = append(found, fmt.Sprintf("%s names %s, which is not there", doc, span[1]))
		}
	}
	return found
}

// declares tells whether a Go file declares a function, a method of a receiver,
// a type, a constant or a variable at its top.
func declares(root fs.FS, file, receiver, name string) bool {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return false
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	for _, each := range parsed.Decls {
		switch d := each.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == name && (receiver == "" || receiver == receiverOf(d)) {
				return true
			}
		case *ast.GenDecl:
			if receiver == "" && namesIn(d, name) {
				return true
			}
		}
	}
	return false
}

func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	of := f.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if id, ok := of.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func namesIn(d *ast.GenDecl, name string) bool {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.Name == name {
				return true
			}
		case *ast.ValueSpec:
			for _, id := range s.Names {
				if id.Name == name {
					return true
				}
			}
		}
	}
	return false
}
