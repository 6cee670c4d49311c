package evidence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aktsom/internal/fault"
	"aktsom/internal/letter"
)

const (
	// batch is how many files one round of the worker takes: more than will ever
	// be unreadable for a scanner, so that those do not keep the others waiting.
	batch = 200
	// arrivalTime is how long an upload may rest before it is given up: somebody
	// whose line broke in the evening goes on in the morning.
	arrivalTime = 24 * time.Hour
	// keysAtOnce is how many keys are asked about in one statement.
	keysAtOnce = 500
)

// Scan judges files that were given and not yet scanned, the oldest first, and
// returns how many it could judge. A file that could not be scanned stays as
// it is and does not keep the others waiting; its error comes back. When the
// scanner is away, which is fault.Unavailable, nobody else is tried.
func (s *Service) Scan(ctx context.Context) (int, error) {
	files, err := s.Store.InState(ctx, Given, s.Now(), batch)
	if err != nil {
		return 0, fmt.Errorf("list files to scan: %w", err)
	}
	judged, errs := 0, []error(nil)
	for _, file := range files {
		err := s.scan(ctx, file)
		if err == nil {
			judged++
			continue
		}
		errs = append(errs, fmt.Errorf("scan file %s: %w", file.ID, err))
		if errors.Is(err, fault.Unavailable) {
			break
		}
	}
	return judged, errors.Join(errs...)
}

func (s *Service) scan(ctx context.Context, file File) error {
	body, err := s.Blobs.Open(ctx, file.BlobKey)
	if err != nil {
		return err
	}
	defer body.Close()
	verdict, err := s.Scanner.Scan(ctx, body)
	if err != nil {
		return err
	}
	file.State = verdict.State
	event := s.event(file, "file."+string(verdict.State))
	event.Person, event.Details["threat"] = "", verdict.Threat
	letters, err := s.alarm(ctx, file)
	if err != nil {
		return err
	}
	err = s.Store.Update(ctx, file, event, letters...)
	if errors.Is(err, fault.Conflict) {
		return nil // the supplier took it back, or another worker was first
	}
	return err
}

// alarm returns the letters that a file's new state calls for.
func (s *Service) alarm(ctx context.Context, file File) ([]letter.Letter, error) {
	if file.State != Infected || s.Alarm == nil {
		return nil, nil
	}
	letters, err := s.Alarm.Infected(ctx, file)
	if err != nil {
		return nil, fmt.Errorf("write of a virus in file %s: %w", file.ID, err)
	}
	return letters, nil
}

// Sweep gives up uploads that never ended, and removes bytes that no row
// stands for. It returns how many keys it deleted.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	stuck, err := s.Store.InState(ctx, Arriving, s.Now().Add(-arrivalTime), batch)
	if err != nil {
		return 0, fmt.Errorf("list uploads that never ended: %w", err)
	}
	for _, file := range stuck {
		if err := s.forget(ctx, file); err != nil {
			return 0, fmt.Errorf("give up file %s: %w", file.ID, err)
		}
	}
	return s.sweepBytes(ctx)
}

func (s *Service) sweepBytes(ctx context.Context) (deleted int, err error) {
	keys := make([]string, 0, keysAtOnce)
	for key, err := range s.Blobs.List(ctx) {
		if err != nil {
			return deleted, fmt.Errorf("list stored bytes: %w", err)
		}
		if keys = append(keys, key); len(keys) < keysAtOnce {
			continue
		}
		n, err := s.deleteUnkept(ctx, keys)
		deleted += n
		if err != nil {
			return deleted, err
		}
		keys = keys[:0]
	}
	n, err := s.deleteUnkept(ctx, keys)
	return deleted + n, err
}

func (s *Service) deleteUnkept(ctx context.Context, keys []string) (int, error) {
	if len(keys) == 0 {
		return 0, nil
	}
	// In this order: a file that is made of its only piece in between is found by
	// the second question.
	arriving, err := s.Store.StillArriving(ctx, filesOfParts(keys))
	if err != nil {
		return 0, fmt.Errorf("ask which files are arriving: %w", err)
	}
	kept, err := s.Store.Kept(ctx, keys)
	if err != nil {
		return 0, fmt.Errorf("ask which bytes are kept: %w", err)
	}
	deleted := 0
	for _, key := range keys {
		if file, isPart := fileOfPart(key); kept[key] || isPart && arriving[file] {
			continue
		}
		if err := s.Blobs.Delete(ctx, key); err != nil {
			return deleted, fmt.Errorf("delete bytes %s: %w", key, err)
		}
		deleted++
	}
	return deleted, nil
}

// fileOfPart is the file that the bytes under a key are a piece of.
func fileOfPart(key string) (ID, bool) {
	rest, isPart := strings.CutPrefix(key, partsFolder+"/")
	file, _, whole := strings.Cut(rest, "/")
	return ID(file), isPart && whole
}

func filesOfParts(keys []string) []ID {
	var files []ID
	for _, key := range keys {
		if file, isPart := fileOfPart(key); isPart && !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	return files
}
