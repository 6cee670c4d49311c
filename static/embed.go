// Package static is everything a browser loads besides pages: the design
// system and htmx, which come from npm, and our own css/ and js/.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

//go:embed css js dist
var files embed.FS

// ErrNotBuilt says that the program was compiled without the parts that come
// from npm, and which command fetches them.
var ErrNotBuilt = errors.New("the styles and scripts are missing from this program: run `make build`")

// Stylesheet is the one stylesheet of every page: the design system and then
// the files of css/ in alphabetical order.
const Stylesheet = "css/aktsom.css"

// fetched are the files that `make build` brings from npm. Their names in dist/
// are also their names in the address.
var fetched = [...]string{"designsystem.css", "htmx.min.js"}

// Assets is what is served under /static/, by name: "css/aktsom.css",
// "js/answer.js".
type Assets struct {
	// Build names this exact content; it stands in every address, so that a
	// browser may keep what it has fetched for ever.
	Build string
	Files map[string][]byte
}

// Load gathers the assets. It returns ErrNotBuilt, and what there is besides,
// when the parts from npm are missing.
func Load() (*Assets, error) {
	assets := &Assets{Files: map[string][]byte{}}
	styles, err := stylesheet()
	if err != nil {
		return nil, err
	}
	assets.Files[Stylesheet] = styles
	scripts, err := fs.Glob(files, "js/*.js")
	if err != nil {
		return nil, fmt.Errorf("list scripts: %w", err)
	}
	for _, name := range scripts {
		if assets.Files[name], err = files.ReadFile(name); err != nil {
			return nil, fmt.Errorf("read script: %w", err)
		}
	}
	htmx, missing := files.ReadFile("dist/htmx.min.js")
	if missing == nil {
		assets.Files["js/htmx.min.js"] = htmx
	}
	assets.Build = assets.hash()
	return assets, built()
}

func built() error {
	for _, name := range fetched {
		if _, err := fs.Stat(files, path.Join("dist", name)); err != nil {
			return ErrNotBuilt
		}
	}
	return nil
}

func stylesheet() ([]byte, error) {
	own, err := fs.Glob(files, "css/*.css")
	if err != nil {
		return nil, fmt.Errorf("list styles: %w", err)
	}
	var all bytes.Buffer
	if system, err := files.ReadFile("dist/designsystem.css"); err == nil {
		all.Write(system)
	}
	for _, name := range own {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read style: %w", err)
		}
		all.WriteByte('\n')
		all.Write(text)
	}
	return all.Bytes(), nil
}

func (a *Assets) hash() string {
	names := make([]string, 0, len(a.Files))
	for name := range a.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		fmt.Fprintf(sum, "%s %d\n", name, len(a.Files[name]))
		sum.Write(a.Files[name])
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}
