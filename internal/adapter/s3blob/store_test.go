package s3blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktsom/internal/adapter/blobtest"
	"aktsom/internal/adapter/s3blob"
	"aktsom/internal/evidence"
)

// binaryVariable names the S3 server to test against.
const binaryVariable = "AKTSOM_TEST_VERSITYGW"

// gateway finds the S3 server that the Makefile builds.
func gateway(t *testing.T) string {
	t.Helper()
	path := os.Getenv(binaryVariable)
	if path == "" {
		path = filepath.Join("..", "..", "..", ".cache", "bin", "versitygw")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("a real S3 server is needed for this test: run make needs, which builds versitygw, or set %s to its path: %v", binaryVariable, err)
	}
	return path
}

// start runs a server over a new folder until the test is over and returns the
// address without its bucket.
func start(t *testing.T) url.URL {
	t.Helper()
	binary := gateway(t)
	for try := 0; ; try++ {
		address, err := run(t, binary)
		if err == nil {
			return url.URL{Scheme: "s3", User: url.UserPassword("key", "se/cret+1"), Host: address, RawQuery: "tls=false"}
		}
		if try == 3 { // somebody else takes the port between our asking and using it
			t.Fatal(err)
		}
	}
}

func run(t *testing.T, binary string) (string, error) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	var output bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, "--quiet", "--port", address, "posix", t.TempDir())
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY=key", "ROOT_SECRET_KEY=se/cret+1")
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &output, &output, 5*time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if err := answers(address, ended); err != nil {
		return "", fmt.Errorf("start %s: %w\n%s", binary, err, output.String())
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		t.Logf("versitygw ended: %v", <-ended)
	})
	return address, nil
}

// answers waits until somebody listens, or the server has ended.
func answers(address string, ended <-chan error) error {
	giveUp := time.After(30 * time.Second)
	for {
		if conn, err := net.Dial("tcp", address); err == nil {
			return conn.Close()
		}
		select {
		case err := <-ended:
			return errors.Join(errors.New("it ended"), err)
		case <-giveUp:
			return errors.New("it does not listen")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func open(t *testing.T, server url.URL, bucket string) *s3blob.Store {
	t.Helper()
	server.Path = "/" + bucket
	store, err := s3blob.Open(t.Context(), server.String())
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestABucketKeepsBytes(t *testing.T) {
	server := start(t)
	var buckets atomic.Int64
	blobtest.Run(t, func(t *testing.T) evidence.Blobs {
		return open(t, server, fmt.Sprintf("bucket-%d", buckets.Add(1)))
	})
}

func TestManyPortalsMayStartAtOnceOverANewBucket(t *testing.T) {
	server := start(t)
	server.Path = "/together"
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if _, err := s3blob.Open(context.Background(), server.String()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestAWrongSecretIsRefusedAtStart(t *testing.T) {
	server := start(t)
	open(t, server, "private")
	server.User, server.Path = url.UserPassword("key", "guessed"), "/private"
	if _, err := s3blob.Open(t.Context(), server.String()); err == nil {
		t.Error("a wrong secret opened the bucket")
	} else if strings.Contains(err.Error(), "guessed") {
		t.Errorf("the error tells the secret: %v", err)
	}
}

func TestAnAddressThatIsNoBucketIsRefusedWithoutItsSecret(t *testing.T) {
	for _, address := range []string{
		"", "s3://", "s3://key:hush@host", "s3://key:hush@host/", "s3://key:hush@host/a/b", "http://key:hush@host/bucket", "s3://key:hush/x@host/bucket",
	} {
		_, err := s3blob.Open(t.Context(), address)
		if err == nil {
			t.Errorf("%q opened", address)
		} else if strings.Contains(err.Error(), "hush") {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}
