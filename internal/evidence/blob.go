package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"iter"
	"regexp"
)

// Blobs keeps bytes under keys. A key is what ValidKey accepts; others are
// refused. Every method may be called from many processes at once.
type Blobs interface {
	// Put keeps all of r under key and says what it was. Memory does not grow
	// with r. When r or the store fails nothing can be opened under key.
	Put(ctx context.Context, key string, r io.Reader) (Stored, error)

	// Open reads what was put. fault.NotFound when nothing was.
	Open(ctx context.Context, key string) (io.ReadCloser, error)

	// Delete forgets the bytes. Deleting what is not there is success.
	Delete(ctx context.Context, key string) error

	// List yields every key, in no particular order, and stops after an error.
	List(ctx context.Context) iter.Seq2[string, error]
}

// Stored is what a store has kept.
type Stored struct {
	Size   int64
	SHA256 string // hex
}

var keyPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*$`)

// maxKey is far below what file systems and S3 allow.
const maxKey = 200

// ValidKey reports whether key may name bytes: lower-case words, digits and
// hyphens between slashes, so that no key leaves a folder or hides in it.
func ValidKey(key string) bool { return len(key) <= maxKey && keyPattern.MatchString(key) }

// Meter counts and hashes what is read through it, for stores that stream.
type Meter struct {
	from io.Reader
	size int64
	hash hash.Hash
}

// NewMeter measures what is read from r.
func NewMeter(r io.Reader) *Meter { return &Meter{from: r, hash: sha256.New()} }

// Read reads on.
func (m *Meter) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.size += int64(n)
	m.hash.Write(p[:n])
	return n, err
}

// Stored is what was read so far.
func (m *Meter) Stored() Stored {
	return Stored{Size: m.size, SHA256: hex.EncodeToString(m.hash.Sum(nil))}
}
