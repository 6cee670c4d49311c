// Package s3blob keeps bytes in a bucket of any S3 server, so that any number
// of portals share them.
package s3blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"aktsom/internal/evidence"
	"aktsom/internal/fault"
)

// part is how much of a file is held in memory at a time: the least that S3
// allows. A file of one part, as most are, is one request.
const part = 5 << 20

// Store implements evidence.Blobs in a bucket.
type Store struct {
	client *minio.Client
	bucket string
}

var _ evidence.Blobs = (*Store)(nil)

// Open connects to s3://KEY:SECRET@HOST:PORT/BUCKET and makes the bucket if it
// is not there. ?tls=false speaks plain HTTP, ?region=NAME names the region.
// Without KEY and SECRET those of the environment (AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY) or of the machine's role are used.
func Open(ctx context.Context, address string) (*Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("open S3: the address cannot be read; write s3://KEY:SECRET@HOST:PORT/BUCKET, with / + and the like in SECRET as %2F and %2B")
	}
	bucket := strings.Trim(u.Path, "/")
	if u.Scheme != "s3" || u.Host == "" || bucket == "" || strings.Contains(bucket, "/") {
		return nil, fmt.Errorf("open S3: %s is not s3://KEY:SECRET@HOST:PORT/BUCKET", u.Redacted())
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: keys(u.User), Secure: u.Query().Get("tls") != "false", Region: u.Query().Get("region"),
	})
	if err != nil {
		return nil, fmt.Errorf("open S3 at %s: %w", u.Host, err)
	}
	s := &Store{client: client, bucket: bucket}
	if err := s.makeBucket(ctx); err != nil {
		return nil, fmt.Errorf("open bucket %s at %s: %w", bucket, u.Host, err)
	}
	return s, nil
}

func keys(user *url.Userinfo) *credentials.Credentials {
	if user == nil {
		return credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.IAM{}})
	}
	secret, _ := user.Password()
	return credentials.NewStaticV4(user.Username(), secret, "")
}

func (s *Store) makeBucket(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil || there {
		return err
	}
	err = s.client.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{})
	if code := minio.ToErrorResponse(err).Code; code == minio.BucketAlreadyOwnedByYou || code == minio.BucketAlreadyExists {
		return nil // another portal made it in the same moment
	}
	return err
}

// Put sends a file part by part; an upload that breaks is aborted, so that its
// parts are not kept either.
func (s *Store) Put(ctx context.Context, key string, r io.Reader) (evidence.Stored, error) {
	if !evidence.ValidKey(key) {
		return evidence.Stored{}, fmt.Errorf("blob key %q: %w", key, fault.Invalid)
	}
	meter := evidence.NewMeter(r)
	if err := s.put(ctx, key, meter); err != nil {
		return evidence.Stored{}, fmt.Errorf("put blob %s: %w", key, err)
	}
	return meter.Stored(), nil
}

func (s *Store) put(ctx context.Context, key string, r io.Reader) error {
	head, err := io.ReadAll(io.LimitReader(r, part))
	if err != nil {
		return err
	}
	size, all := int64(len(head)), io.Reader(bytes.NewReader(head))
	if size == part {
		size, all = -1, io.MultiReader(all, r)
	}
	// The type is ours to tell at download; a bucket never serves a file itself.
	_, err = s.client.PutObject(ctx, s.bucket, key, all, size, minio.PutObjectOptions{
		PartSize: part, ContentType: "application/octet-stream",
	})
	return err
}

// Open asks for the file's first bytes at once, so that what is missing is
// known here and not while reading.
func (s *Store) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	if !evidence.ValidKey(key) {
		return nil, fmt.Errorf("blob key %q: %w", key, fault.Invalid)
	}
	object, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("open blob %s: %w", key, err)
	}
	if _, err = object.Stat(); err == nil {
		return object, nil
	}
	if answer := minio.ToErrorResponse(err); answer.Code == minio.NoSuchKey || answer.StatusCode == http.StatusNotFound {
		err = fault.NotFound
	}
	return nil, errors.Join(fmt.Errorf("open blob %s: %w", key, err), object.Close())
}

// Delete removes the file.
func (s *Store) Delete(ctx context.Context, key string) error {
	if !evidence.ValidKey(key) {
		return fmt.Errorf("blob key %q: %w", key, fault.Invalid)
	}
	err := s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).Code != minio.NoSuchKey {
		return fmt.Errorf("delete blob %s: %w", key, err)
	}
	return nil
}

// List asks the server page by page.
func (s *Store) List(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Recursive: true}) {
			if object.Err != nil {
				yield("", fmt.Errorf("list blobs: %w", object.Err))
				return
			}
			if evidence.ValidKey(object.Key) && !yield(object.Key, nil) {
				return
			}
		}
	}
}
