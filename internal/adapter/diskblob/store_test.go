package diskblob_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aktsom/internal/adapter/blobtest"
	"aktsom/internal/adapter/diskblob"
	"aktsom/internal/evidence"
)

func TestAFolderKeepsBytes(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) evidence.Blobs {
		store, err := diskblob.Open(filepath.Join(t.TempDir(), "blobs"))
		if err != nil {
			t.Fatal(err)
		}
		return store
	})
}

func TestWhatWasArrivingWhenThePowerWentIsForgotten(t *testing.T) {
	folder := t.TempDir()
	half := filepath.Join(folder, ".arriving", "blob-1")
	if err := os.MkdirAll(filepath.Dir(half), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := diskblob.Open(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); err != nil {
		t.Errorf("a file that another process is writing was removed: %v", err)
	}
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(half, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	if _, err := diskblob.Open(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("half a file is still there: %v", err)
	}
}

func TestSomebodyElsesFilesInTheFolderAreNotListed(t *testing.T) {
	folder := t.TempDir()
	store, err := diskblob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Put(t.Context(), "a/one", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "README.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for key, err := range store.List(t.Context()) {
		if err != nil || key != "a/one" {
			t.Errorf("listed %q, %v", key, err)
		}
	}
}

func TestNobodyElseOnTheMachineReadsTheFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "blobs")
	store, err := diskblob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Put(t.Context(), "a/one", strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(folder, "a"), filepath.Join(folder, "a", "one")} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
