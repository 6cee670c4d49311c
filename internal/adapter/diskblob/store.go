// Package diskblob keeps bytes as files in a folder, for a portal on one
// machine. A file appears under its key only when all of it is on the disk.
package diskblob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// arriving is the folder of files that are not all there. No key can name it.
const arriving = ".arriving"

// Store implements evidence.Blobs in a folder.
type Store struct{ folder string }

var _ evidence.Blobs = (*Store)(nil)

// abandoned is how long nothing was written to a file before it is given up.
// Another process, the worker's say, may be writing one when we open.
const abandoned = 24 * time.Hour

// Open makes the folder if it is not there, and forgets what was arriving when
// the power went.
func Open(folder string) (*Store, error) {
	half := filepath.Join(folder, arriving)
	if err := os.MkdirAll(half, 0o700); err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	entries, err := os.ReadDir(half)
	if err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || time.Since(info.ModTime()) < abandoned {
			continue // settled meanwhile, or still arriving
		}
		if err := os.Remove(filepath.Join(half, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("open the folder of files: %w", err)
		}
	}
	return &Store{folder: folder}, nil
}

// path is where the bytes of a key lie; fault.Invalid when it is no key.
func (s *Store) path(key string) (string, error) {
	if !evidence.ValidKey(key) {
		return "", fmt.Errorf("blob key %q: %w", key, fault.Invalid)
	}
	return filepath.Join(s.folder, filepath.FromSlash(key)), nil
}

// Put writes to a temporary file, has the disk confirm it, and renames it.
func (s *Store) Put(ctx context.Context, key string, r io.Reader) (evidence.Stored, error) {
	to, err := s.path(key)
	if err != nil {
		return evidence.Stored{}, err
	}
	temporary, err := os.CreateTemp(filepath.Join(s.folder, arriving), "blob-")
	if err != nil {
		return evidence.Stored{}, fmt.Errorf("put blob %s: %w", key, err)
	}
	stored, err := write(ctx, temporary, r)
	if err == nil {
		err = s.settle(temporary.Name(), to)
	}
	if err != nil {
		_ = os.Remove(temporary.Name()) // what stays is removed by a later Open
		return evidence.Stored{}, fmt.Errorf("put blob %s: %w", key, err)
	}
	return stored, nil
}

// write copies r to f until ctx ends, and closes f on the disk.
func write(ctx context.Context, f *os.File, r io.Reader) (evidence.Stored, error) {
	meter := evidence.NewMeter(untilDone{ctx, r})
	_, err := io.Copy(f, meter)
	if err == nil {
		err = f.Sync()
	}
	return meter.Stored(), errors.Join(err, f.Close())
}

type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// settle renames the file and has the disk confirm every folder made for it.
func (s *Store) settle(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	for folder := filepath.Dir(to); ; folder = filepath.Dir(folder) {
		if err := syncFolder(folder); err != nil {
			return err
		}
		if len(folder) <= len(filepath.Clean(s.folder)) {
			return nil
		}
	}
}

func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open opens the file of a key.
func (s *Store) Open(_ context.Context, key string) (io.ReadCloser, error) {
	path, err := s.path(key)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		err = fault.NotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", key, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", key, err)
	}
	return f, nil
}

// Delete removes the file of a key. Its folder stays: another file may be on
// its way there.
func (s *Store) Delete(_ context.Context, key string) error {
	path, err := s.path(key)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete blob %s: %w", key, err)
	}
	return nil
}

// List walks the folder.
func (s *Store) List(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := filepath.WalkDir(s.folder, func(path string, entry fs.DirEntry, err error) error {
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if entry.IsDir() && entry.Name() == arriving {
				return fs.SkipDir
			}
			key := filepath.ToSlash(strings.TrimPrefix(path, filepath.Clean(s.folder)+string(filepath.Separator)))
			if entry.IsDir() || !evidence.ValidKey(key) {
				return nil // somebody else's file is not ours to list, or to sweep
			}
			if !yield(key, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", fmt.Errorf("list blobs: %w", err))
		}
	}
}
