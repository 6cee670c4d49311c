package pgtest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// Empty returns the URL of a new database with nothing in it, dropped when the
// test is over.
func Empty(t testing.TB) string {
	t.Helper()
	return clone(t, "template0")
}

// Template is a database prepared once in a test program and copied for each
// test, which is faster than preparing each.
type Template struct {
	// Prepare fills the database at url, and closes what it opened.
	Prepare func(ctx context.Context, url string) error

	once sync.Once
	err  error
}

const templateName = "prepared"

// Copy returns the URL of a new copy, dropped when the test is over. Only one
// Template may be copied in a test program.
func (p *Template) Copy(t testing.TB) string {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	p.once.Do(func() {
		ctx := context.Background()
		if p.err = s.run(ctx, "postgres", "CREATE DATABASE "+templateName); p.err == nil {
			p.err = p.Prepare(ctx, s.address(templateName))
		}
	})
	if p.err != nil {
		t.Fatalf("prepare the template database: %v", p.err)
	}
	return clone(t, templateName)
}

// copies numbers the databases of this test program.
var copies atomic.Int64

func clone(t testing.TB, template string) string {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d", copies.Add(1))
	if err := s.run(t.Context(), "postgres", "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("create database %s: %v", name, err)
	}
	t.Cleanup(func() {
		if err := s.run(context.Background(), "postgres", "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop database %s: %v", name, err)
		}
	})
	return s.address(name)
}
