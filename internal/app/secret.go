package app

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// signingKey is what signs the log's batches, made of AKTSOM_SECRET; nil where
// there is no secret: a PostgreSQL has no place beside it to keep one in.
func (c Config) signingKey() (ed25519.PrivateKey, error) {
	secret, err := c.secret()
	if err != nil || secret == "" {
		return nil, err
	}
	seed, err := hkdf.Key(sha256.New, []byte(secret), nil, "aktsom: the log's batches", ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("make the log's key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// secret is AKTSOM_SECRET, or what is kept beside the SQLite file.
func (c Config) secret() (string, error) {
	path, isSQLite := strings.CutPrefix(c.Database, "sqlite:")
	if c.Secret != "" || !isSQLite || strings.HasPrefix(path, ":memory:") {
		return c.Secret, nil
	}
	path += ".secret"
	if err := keepSecret(path); err != nil {
		return "", fmt.Errorf("keep a secret beside the database: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the secret beside the database: %w", err)
	}
	secret := strings.TrimSpace(string(text))
	if len(secret) < minSecret {
		return "", fmt.Errorf("the secret in %s is shorter than %d characters: put back the one that was there", path, minSecret)
	}
	return secret, nil
}

// keepSecret makes a secret in a file that only its owner may read, unless
// there is one. It comes there whole: of two processes that start at once, one
// makes it and the other reads that one.
func keepSecret(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	made, err := os.CreateTemp(filepath.Dir(path), ".secret-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(made.Name())
	_, err = made.WriteString(rand.Text() + rand.Text() + "\n")
	if err := errors.Join(err, made.Sync(), made.Close()); err != nil {
		return err
	}
	if err := os.Link(made.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
