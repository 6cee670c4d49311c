package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"aktsom/internal/account"
	"aktsom/internal/audit"
	"aktsom/internal/fault"
)

// Parts are what a Service works with.
type Parts struct {
	Store   Store
	Blobs   Blobs
	Scanner Scanner
	Alarm   Alarm // nil: nobody is told of a virus but by the pages
	MaxSize int64 // of one file; 0 = MaxFileSize
	Now     func() time.Time
	NewID   func() string
}

// Service takes files in and gives them out.
type Service struct{ Parts }

// NewService returns a service over its parts.
func NewService(p Parts) *Service {
	if p.MaxSize == 0 {
		p.MaxSize = MaxFileSize
	}
	return &Service{Parts: p}
}

// Upload is what the supplier says of a file beside its bytes.
type Upload struct {
	Assessment AssessmentID
	Question   string
	Details
}

// Details are what the supplier can say of a file at any time.
type Details struct {
	Name       string // as shown; its ending stays true to the type
	Kind       Kind
	Issuer     string
	Issued     string // "2026-01-31" or empty
	ValidUntil string // "2028-01-31" or empty
}

// cleanupTime bounds the tidying after a broken upload, whose own request is
// likely gone.
const cleanupTime = 10 * time.Second

// Receive takes a file in: a row «arriving», the bytes to the blob store with
// their hash on the way, and then the row «given», from when it counts. No
// transaction is open while bytes move, and memory does not grow with them.
//
// fault.Invalid for a type we do not take, fault.TooLarge as soon as one byte
// too many came, fault.Conflict when the assessment is no longer open;
// whatever had arrived is then forgotten.
func (s *Service) Receive(ctx context.Context, by account.Actor, up Upload, bytesIn io.Reader) (File, error) {
	if !by.Supplier() {
		return File{}, fmt.Errorf("receive a file: %w", fault.NotFound)
	}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(bytesIn, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return File{}, fmt.Errorf("read the first bytes of a file: %w", err)
	}
	is, err := sniff(head[:n])
	if err != nil {
		return File{}, err
	}
	file, err := s.arriving(by, up, is)
	if err != nil {
		return File{}, err
	}
	if err := s.Store.Arrive(ctx, file); err != nil {
		return File{}, fmt.Errorf("announce file %s: %w", file.ID, err)
	}
	given, err := s.store(ctx, file, io.MultiReader(bytes.NewReader(head[:n]), bytesIn))
	if err != nil {
		return File{}, errors.Join(err, s.forget(ctx, file))
	}
	return given, nil
}

// arriving is the row of a file before its bytes.
func (s *Service) arriving(by account.Actor, up Upload, is mediaType) (File, error) {
	if err := up.Details.check(); err != nil {
		return File{}, err
	}
	id := s.NewID()
	return File{
		ID: ID(id), Assessment: up.Assessment, Question: up.Question, Name: cleanName(up.Name, is),
		Kind: up.Kind, Issuer: up.Issuer, Issued: up.Issued, ValidUntil: up.ValidUntil,
		MediaType: is.name, BlobKey: string(up.Assessment) + "/" + id, State: Arriving,
		Person: by.Person, PersonName: by.Name, At: s.Now(),
	}, nil
}

// store moves the bytes and counts the file as given.
func (s *Service) store(ctx context.Context, file File, from io.Reader) (File, error) {
	stored, err := s.Blobs.Put(ctx, file.BlobKey, &limited{from: from, left: s.MaxSize, max: s.MaxSize})
	if err != nil {
		return File{}, fmt.Errorf("store file %s: %w", file.ID, err)
	}
	file.Size, file.SHA256, file.State, file.At = stored.Size, stored.SHA256, Given, s.Now()
	if err := s.Store.Update(ctx, file, s.event(file, "file.given")); err != nil {
		return File{}, fmt.Errorf("count file %s as given: %w", file.ID, err)
	}
	return file, nil
}

// forget removes what a broken upload left. What it cannot remove the sweep will.
func (s *Service) forget(ctx context.Context, file File) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	file.State = Removed
	return errors.Join(
		s.Blobs.Delete(ctx, file.BlobKey),
		s.Store.Update(ctx, file, s.event(file, "file.broken")),
	)
}

// Describe changes what the supplier says of a file, its name too: the log
// keeps the one before. Without a name the file keeps its own.
func (s *Service) Describe(ctx context.Context, by account.Actor, id ID, say Details) (File, error) {
	if err := say.check(); err != nil {
		return File{}, err
	}
	file, err := s.Mine(ctx, by, id)
	if err != nil {
		return File{}, err
	}
	was := file.Name
	file.Kind, file.Issuer, file.Issued, file.ValidUntil = say.Kind, say.Issuer, say.Issued, say.ValidUntil
	if say.Name != "" {
		file.Name = cleanName(say.Name, typeNamed(file.MediaType))
	}
	event := s.event(file, "file.described")
	event.Person = string(by.Person)
	if file.Name != was {
		event.Details["was"] = was
	}
	if err := s.Store.Update(ctx, file, event); err != nil {
		return File{}, fmt.Errorf("describe file %s: %w", id, err)
	}
	return file, nil
}

// Remove takes a file back. Its bytes go with the next sweep, unless a
// submission stands on them.
func (s *Service) Remove(ctx context.Context, by account.Actor, id ID) error {
	file, err := s.Mine(ctx, by, id)
	if err != nil {
		return err
	}
	file.State = Removed
	event := s.event(file, "file.removed")
	event.Person = string(by.Person)
	if err := s.Store.Update(ctx, file, event); err != nil {
		return fmt.Errorf("remove file %s: %w", id, err)
	}
	return nil
}

// Open gives a file out to a person of its supplier, or to a buyer who may
// read the assessment. fault.Conflict while it is not scanned or when it is
// infected. The caller closes the reader.
func (s *Service) Open(ctx context.Context, by account.Actor, id ID) (File, io.ReadCloser, error) {
	file, err := s.visible(ctx, by, id)
	if err != nil {
		return File{}, nil, err
	}
	if !file.State.Opens() {
		return File{}, nil, fault.New(fault.Conflict, "evidence.closed."+string(file.State))
	}
	body, err := s.Blobs.Open(ctx, file.BlobKey)
	if err != nil {
		return File{}, nil, fmt.Errorf("open file %s: %w", id, err)
	}
	return file, body, nil
}

func (s *Service) visible(ctx context.Context, by account.Actor, id ID) (File, error) {
	if !by.Buyer() {
		return s.Mine(ctx, by, id)
	}
	file, err := s.Store.BuyerFile(ctx, id, by.Organisation, s.Now())
	if err == nil && file.State == Removed {
		err = fault.NotFound
	}
	if err != nil {
		return File{}, fmt.Errorf("load file %s: %w", id, err)
	}
	return file, nil
}

// Mine is a file that the person may act on and that is still there;
// fault.NotFound for any other.
func (s *Service) Mine(ctx context.Context, by account.Actor, id ID) (File, error) {
	if !by.Supplier() {
		return File{}, fmt.Errorf("load file %s: %w", id, fault.NotFound)
	}
	file, err := s.Store.File(ctx, id, by.Person)
	if err == nil && file.State == Removed {
		err = fault.NotFound
	}
	if err != nil {
		return File{}, fmt.Errorf("load file %s: %w", id, err)
	}
	return file, nil
}

func (s *Service) event(file File, verb string) audit.Event {
	return audit.Event{
		ID: s.NewID(), At: s.Now(), Person: string(file.Person), Assessment: string(file.Assessment), Verb: verb,
		Details: map[string]string{"file": string(file.ID), "name": file.Name, "question": file.Question, "sha256": file.SHA256},
	}
}
