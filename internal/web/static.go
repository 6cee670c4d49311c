package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"aktsom/internal/fault"
	"aktsom/static"
)

// asset is one style or script, as it is and compressed once at the start.
type asset struct {
	plain, gzipped []byte
	kind           string
}

func compressed(from *static.Assets) map[string]asset {
	all := make(map[string]asset, len(from.Files))
	for name, content := range from.Files {
		all[name] = asset{plain: content, gzipped: gzipped(content), kind: contentType(name)}
	}
	return all
}

func contentType(name string) string {
	if path.Ext(name) == ".css" {
		return "text/css; charset=utf-8"
	}
	return "text/javascript; charset=utf-8"
}

func gzipped(content []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := w.Close(); err != nil {
		panic(err) // as above
	}
	return packed.Bytes()
}

// asset sends a style or script. With this build's hash in the address it may
// be kept for ever; with another's, from a page that is older than a new
// release, it is sent all the same but not kept.
func (s *Site) asset(c *gin.Context) error {
	found, ok := s.assets[c.Param("folder")+"/"+c.Param("name")]
	if !ok {
		return fault.NotFound
	}
	if c.Param("build") == s.options.Assets.Build {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Header("Vary", "Accept-Encoding")
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, found.kind, found.gzipped)
		return nil
	}
	c.Data(http.StatusOK, found.kind, found.plain)
	return nil
}

// health answers GET /healthz: whether what the portal stands on answers too.
func (s *Site) health(c *gin.Context) error {
	if s.options.Ready != nil {
		if err := s.options.Ready(c.Request.Context()); err != nil {
			return fmt.Errorf("%w: %w", fault.Unavailable, err)
		}
	}
	c.String(http.StatusOK, "ok\n")
	return nil
}
