package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/fault"
)

// A file may come in pieces: Begin announces it, Append takes the next bytes
// from an offset, and a line that breaks costs no more than what was on it. The
// pieces lie beside the files, where nothing opens them; with the last one the
// file is put together, told by its bytes and counted as given. It is tus
// (https://tus.io) without its names and options: POST, HEAD, PATCH.

const (
	// maxOpen is how many uploads a person may have under way: a folder of
	// documents dropped at once, and room for those of a browser that was closed.
	maxOpen = 40
	// maxParts is how many pieces a file may come in: the largest file over a
	// line that breaks every hundred kilobytes.
	maxParts = 1000
	// partTime bounds the keeping of one piece, whose own request may be gone. A
	// browser's piece of some megabytes over the slowest line takes minutes.
	partTime = 15 * time.Minute
)

var sumPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Part is a piece of a file that is arriving.
type Part struct {
	File    ID
	Start   int64 // the offset of its first byte
	Size    int64
	SHA256  string
	BlobKey string
}

// partKey is where a piece lies. Two requests may bring the same piece, so each
// has a key of its own.
func partKey(file ID, id string) string { return partsFolder + "/" + string(file) + "/" + id }

// partsFolder stands before the keys of pieces. No assessment is called so.
const partsFolder = "parts"

// Begin announces a file of length bytes that will come in pieces. sum is its
// SHA-256 in hex, where the browser can tell: then a file that arrives altered
// is refused. fault.TooMany when the person has too many under way.
func (s *Service) Begin(ctx context.Context, by account.Actor, up Upload, length int64, sum string) (File, error) {
	switch {
	case !by.Supplier():
		return File{}, fmt.Errorf("begin a file: %w", fault.NotFound)
	case length <= 0:
		return File{}, fault.New(fault.Invalid, "evidence.empty")
	case length > s.MaxSize:
		return File{}, s.tooLarge()
	case sum != "" && !sumPattern.MatchString(sum):
		return File{}, fmt.Errorf("begin a file: %w", fault.Invalid)
	}
	open, err := s.Store.Arrivals(ctx, by.Person)
	if err != nil {
		return File{}, fmt.Errorf("count the files under way: %w", err)
	}
	if open >= maxOpen {
		return File{}, fault.New(fault.TooMany, "evidence.too_many_open", "count", open)
	}
	file, err := s.arriving(by, up, mediaType{})
	if err != nil {
		return File{}, err
	}
	file.Length, file.SHA256 = length, sum
	if err := s.Store.Arrive(ctx, file); err != nil {
		return File{}, fmt.Errorf("announce file %s: %w", file.ID, err)
	}
	return file, nil
}

func (s *Service) tooLarge() error {
	return fault.New(fault.TooLarge, "evidence.too_large", "megabytes", s.MaxSize>>20)
}

// Arriving is a file of the person's own that comes in pieces, or has come.
func (s *Service) Arriving(ctx context.Context, by account.Actor, id ID) (File, error) {
	file, err := s.Mine(ctx, by, id)
	if err == nil && (file.Person != by.Person || file.Length == 0) {
		err = fmt.Errorf("load upload %s: %w", id, fault.NotFound)
	}
	return file, err
}

// Append takes the bytes that follow at offset, as many as come: those that
// came before a line broke are kept, and the broken line's error comes back
// beside the file. With the last byte the file is given. To append nothing at
// the end of a file is to ask for that once more.
//
// fault.Conflict when the offset is not where the file stands; fault.Invalid
// for a type we do not take, or a file that arrived altered, which is then
// forgotten.
func (s *Service) Append(ctx context.Context, by account.Actor, id ID, offset int64, from io.Reader) (File, error) {
	file, err := s.Arriving(ctx, by, id)
	switch {
	case err != nil:
		return File{}, err
	case file.State.Counts() && offset == file.Length:
		return file, nil // the answer to its last piece was lost
	case file.State != Arriving || offset != file.Size:
		return File{}, fault.New(fault.Conflict, "evidence.offset")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), partTime)
	defer cancel()
	var broke error
	if file.Size < file.Length {
		if file, broke, err = s.appendPart(ctx, file, from); err != nil {
			return file, err
		}
	}
	if file.Size == file.Length {
		return s.whole(ctx, file)
	}
	return file, broke
}

// appendPart keeps one piece, however short it turned out. broke is why no more
// of it came.
func (s *Service) appendPart(ctx context.Context, file File, from io.Reader) (_ File, broke, err error) {
	piece := &piece{from: io.LimitReader(from, file.Length-file.Size), judge: file.Size == 0, whole: file.Length}
	part := Part{File: file.ID, Start: file.Size, BlobKey: partKey(file.ID, s.NewID())}
	stored, err := s.Blobs.Put(ctx, part.BlobKey, piece)
	if errors.Is(err, fault.Invalid) {
		return file, nil, errors.Join(err, s.forget(ctx, file))
	}
	if err != nil {
		return file, nil, fmt.Errorf("store a piece of file %s: %w", file.ID, err)
	}
	part.Size, part.SHA256 = stored.Size, stored.SHA256
	if stored.Size > 0 {
		file.At = s.Now()
		err = s.Store.Append(ctx, file, part, maxParts)
	}
	if err != nil || stored.Size == 0 {
		return file, piece.broke, errors.Join(err, s.Blobs.Delete(ctx, part.BlobKey))
	}
	file.Size += stored.Size
	return file, piece.broke, nil
}

// whole puts the pieces of a file together and counts it as given. What is
// refused is forgotten; what only failed can be asked for once more.
func (s *Service) whole(ctx context.Context, file File) (File, error) {
	given, err := s.puzzle(ctx, file)
	if err == nil {
		err = s.Store.Update(ctx, given, s.event(given, "file.given"))
	}
	if kind, refused := fault.KindOf(err); refused && kind != fault.Unavailable {
		return file, errors.Join(err, s.forget(ctx, file))
	}
	if err != nil {
		return file, fmt.Errorf("count file %s as given: %w", file.ID, err)
	}
	return given, nil
}

// puzzle is the file made of its pieces.
func (s *Service) puzzle(ctx context.Context, file File) (File, error) {
	parts, err := s.Store.Parts(ctx, file.ID)
	if err != nil {
		return file, fmt.Errorf("list the pieces of file %s: %w", file.ID, err)
	}
	is, err := s.typeOf(ctx, parts)
	if err != nil {
		return file, err
	}
	stored, key, err := s.join(ctx, file, parts)
	if err != nil {
		return file, err
	}
	if file.SHA256 != "" && file.SHA256 != stored.SHA256 {
		return file, fault.New(fault.Invalid, "evidence.altered")
	}
	file.Name, file.MediaType, file.BlobKey = cleanName(file.Name, is), is.name, key
	file.Size, file.SHA256, file.State, file.At = stored.Size, stored.SHA256, Given, s.Now()
	return file, nil
}

// typeOf tells the type of a file that lies in pieces.
func (s *Service) typeOf(ctx context.Context, parts []Part) (mediaType, error) {
	from := &chain{ctx: ctx, blobs: s.Blobs, parts: parts}
	defer from.close()
	head, err := io.ReadAll(io.LimitReader(from, sniffed))
	if err != nil {
		return mediaType{}, err
	}
	return sniff(head)
}

// join makes one of the pieces. A file that came in one piece, as most do, lies
// there already; the pieces of another go with the next sweep.
func (s *Service) join(ctx context.Context, file File, parts []Part) (Stored, string, error) {
	if len(parts) == 1 {
		return Stored{Size: parts[0].Size, SHA256: parts[0].SHA256}, parts[0].BlobKey, nil
	}
	from := &chain{ctx: ctx, blobs: s.Blobs, parts: parts}
	defer from.close()
	stored, err := s.Blobs.Put(ctx, file.BlobKey, from)
	if err != nil {
		return Stored{}, "", fmt.Errorf("put file %s together: %w", file.ID, err)
	}
	return stored, file.BlobKey, nil
}

// Cancel gives up a file that is arriving. One that has arrived stays.
func (s *Service) Cancel(ctx context.Context, by account.Actor, id ID) error {
	file, err := s.Arriving(ctx, by, id)
	if err != nil {
		return err
	}
	if file.State != Arriving {
		return fault.New(fault.Conflict, "evidence.arrived")
	}
	return s.forget(ctx, file)
}
