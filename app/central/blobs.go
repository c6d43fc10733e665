package central

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"scranno/app/civic"
)

// Blobs keeps the bytes of attachments, by hash.
type Blobs interface {
	// Held tells whether a file is whole, and else how much of an owner's part is
	// here.
	Held(ctx context.Context, hash string, owner civic.ID) (held int64, whole bool, err error)
	// Append adds to an owner's part; its last byte makes the file whole, if the
	// bytes are those of the hash. What came before r failed stays.
	Append(ctx context.Context, p civic.FilePart, r io.Reader) (held int64, whole bool, err error)
	// Open gives a whole file; NotFound for any other.
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, int64, error)
	// Remove takes a file and its parts away.
	Remove(ctx context.Context, hash string) error
	// Old lists the files that nobody wrote to since a time, whole or not.
	Old(ctx context.Context, before time.Time) ([]string, error)
}

// BlobLedger is what a transaction upon the records knows of attachments.
type BlobLedger = interface {
	// Attached tells whether the person may name the files now, and keeps those
	// that are here from going. Empty: yes.
	Attached(ctx context.Context, person civic.ID, list []civic.Attachment, may civic.ChannelTest) (civic.Reason, error)
}

// BlobIndex knows who brought which file and which record names it.
type BlobIndex interface {
	// BeginBlob notes a file before its first byte comes; TooLarge: over the quota.
	BeginBlob(ctx context.Context, person civic.ID, p civic.FilePart, now time.Time, q civic.FileQuota) error
	// BlobUpload gives the announced size of a person's file, and whether it is
	// whole; NotFound: they began none.
	BlobUpload(ctx context.Context, person civic.ID, hash string) (size int64, whole bool, err error)
	// WholeBlob notes that a person's file is whole and what its bytes say it is.
	WholeBlob(ctx context.Context, person civic.ID, hash, mediaType string, now time.Time) error
	// BlobOf gives the type of a whole file that the record names and the record's
	// channel; NotFound also where may says no.
	BlobOf(ctx context.Context, now time.Time, hash string, record civic.ID, may civic.ChannelTest) (string, civic.Channel, error)
	// DropBlobs takes away files that no record names: those let go by erasing,
	// and those that nobody touched since the given time.
	DropBlobs(ctx context.Context, before time.Time, remove func(ctx context.Context, hash string) error) (int, error)
	// UnknownBlobs gives those of the files that it knows nothing of.
	UnknownBlobs(ctx context.Context, hashes []string) ([]string, error)
}

const (
	blobQuota    = 1 << 30 // bytes that a person may bring
	blobQuotaFor = 30 * 24 * time.Hour
	orphansGo    = 7 * 24 * time.Hour
	// orphansWait is how long after a new epoch no orphan goes: what names it may
	// be offered again.
	orphansWait = 30 * 24 * time.Hour
)

// FileContent is a whole file being read. It must be closed.
type FileContent struct {
	io.ReadSeekCloser
	Type   string
	Size   int64
	Public bool // of a channel that everybody may read
}

// BlobHeld tells a person how much of a file they have brought. What others
// brought is not told: the hash of a file is no right to know that it is here.
func (s *Service) BlobHeld(ctx context.Context, who Caller, hash string) (held int64, whole bool, err error) {
	if err := s.mayBring(ctx, who, hash); err != nil {
		return 0, false, err
	}
	size, done, err := s.store.BlobUpload(ctx, who.Person, hash)
	if civic.Is(err, civic.NotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	held, here, err := s.o.Blobs.Held(ctx, hash, who.Person)
	switch {
	case err != nil:
		return 0, false, err
	case here && done:
		return size, true, nil
	case here:
		return 0, false, nil // another brought it meanwhile
	}
	return held, false, nil
}

// PutBlob keeps the next bytes of a file that a person brings. What came before
// the line was cut stays.
func (s *Service) PutBlob(ctx context.Context, who Caller, p civic.FilePart, r io.Reader) (held int64, whole bool, err error) {
	const op = "central.blob"
	if err := s.mayBring(ctx, who, p.Hash); err != nil {
		return 0, false, err
	}
	if p.Size <= 0 || p.Size > civic.MaxBlob {
		return 0, false, civic.NewError(civic.TooLarge, op, "attach.too_large", "limit", "20")
	}
	p.Owner = who.Person
	now := s.now()
	size, done, err := s.store.BlobUpload(ctx, who.Person, p.Hash)
	switch {
	case civic.Is(err, civic.NotFound), err == nil && size != p.Size, err == nil && p.Offset == 0 && !done:
		if err := s.store.BeginBlob(ctx, who.Person, p, now, civic.FileQuota{Most: blobQuota, Since: now.Add(-blobQuotaFor)}); err != nil {
			return 0, false, err
		}
	case err != nil:
		return 0, false, err
	case done:
		return s.BlobHeld(ctx, who, p.Hash)
	}
	held, whole, err = s.o.Blobs.Append(ctx, p, r)
	if err != nil || !whole {
		return held, whole, err
	}
	found, err := s.fileType(ctx, p.Hash)
	if err != nil {
		return 0, false, err
	}
	if found == "" || found != civic.TypeSealed && p.Size > civic.MaxAttachment {
		return 0, false, civic.NewError(civic.Invalid, op, "attach.kind")
	}
	return held, true, s.store.WholeBlob(ctx, who.Person, p.Hash, found, s.now())
}

// mayBring lets in who is signed in with an account in order.
func (s *Service) mayBring(ctx context.Context, who Caller, hash string) error {
	const op = "central.blob"
	switch {
	case who.Person == "":
		return civic.NewError(civic.Unauthenticated, op, "")
	case s.o.Blobs == nil || !civic.ValidHash(hash):
		return civic.NewError(civic.NotFound, op, "")
	}
	var actor civic.Actor
	err := s.store.View(ctx, s.now(), func(w civic.World) (err error) {
		actor, err = w.Actor(ctx, who.Person)
		return err
	})
	if err == nil && actor.Disabled {
		err = civic.NewError(civic.Unauthenticated, op, "")
	}
	return err
}

// fileType looks at the two ends of a whole file.
func (s *Service) fileType(ctx context.Context, hash string) (found string, err error) {
	in, size, err := s.o.Blobs.Open(ctx, hash)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	read := func(at int64) ([]byte, error) {
		if _, err := in.Seek(at, io.SeekStart); err != nil {
			return nil, civic.WrapError(civic.Internal, "central.blob", err)
		}
		b, err := io.ReadAll(io.LimitReader(in, civic.AttachmentSniff))
		return b, civic.WrapError(civic.Internal, "central.blob", err)
	}
	head, err := read(0)
	if err != nil {
		return "", err
	}
	tail, err := read(max(0, size-civic.AttachmentSniff))
	return civic.FileType(head, tail, ""), err
}

// Blob gives a file to who may read the record that names it. A file that is
// not there, a record that does not name it and one that the caller may not
// read are the same NotFound.
func (s *Service) Blob(ctx context.Context, who Caller, hash string, record civic.ID) (*FileContent, error) {
	const op = "central.blob"
	if s.o.Blobs == nil || !civic.ValidHash(hash) || !record.Valid() {
		return nil, civic.NewError(civic.NotFound, op, "")
	}
	door := &door{person: who.Person}
	mediaType, ch, err := s.store.BlobOf(ctx, s.now(), hash, record, door.may)
	if err != nil {
		return nil, err
	}
	in, size, err := s.o.Blobs.Open(ctx, hash)
	if err != nil {
		return nil, err
	}
	return &FileContent{ReadSeekCloser: in, Type: mediaType, Size: size, Public: ch.Public()}, nil
}

// DropBlobs takes away the files that nothing names any longer: at once those
// that went with what was erased, after a week the others.
func (s *Service) DropBlobs(ctx context.Context) (int, error) {
	if s.o.Blobs == nil {
		return 0, nil
	}
	_, began, err := s.store.Epoch(ctx)
	if err != nil {
		return 0, err
	}
	now := s.now()
	before := now.Add(-orphansGo)
	if now.Before(began.Add(orphansWait)) {
		before = time.Time{}
	}
	n, err := s.store.DropBlobs(ctx, before, s.o.Blobs.Remove)
	if err != nil {
		return n, err
	}
	strays, err := s.dropStrays(ctx, now)
	return n + strays, err
}

// dropStrays takes away files of the folder that the records know nothing of, as
// a restored database leaves them, when they are old.
func (s *Service) dropStrays(ctx context.Context, now time.Time) (int, error) {
	old, err := s.o.Blobs.Old(ctx, now.Add(-orphansWait))
	if err != nil || len(old) == 0 {
		return 0, err
	}
	strays, err := s.store.UnknownBlobs(ctx, old)
	for i, hash := range strays {
		if err := s.o.Blobs.Remove(ctx, hash); err != nil {
			return i, err
		}
	}
	return len(strays), err
}

// Times of keepFiles, by the central's clock.
const (
	filesEvery = time.Hour
	filesSoon  = 2 * time.Second // the erasing commits meanwhile
)

// keepFiles takes away what nothing names: soon after something was erased, and
// every hour.
func (s *Service) keepFiles(ctx context.Context) {
	if s.o.Blobs == nil {
		return
	}
	for wait := time.Duration(0); ; wait = filesEvery {
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-s.let:
			t.Reset(filesSoon)
			select {
			case <-t.C:
			case <-ctx.Done():
			}
		case <-ctx.Done():
		}
		t.Stop()
		if ctx.Err() != nil {
			return
		}
		n, err := s.DropBlobs(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "files could not be taken away", "kind", string(civic.KindOf(err)), "error", err)
		}
		if n > 0 {
			s.log.InfoContext(ctx, "files that nothing names were taken away", "count", n)
		}
	}
}

// letGo wakes keepFiles where effects erase. It never blocks.
func (s *Service) letGo(effects []civic.Effect) {
	if !slices.ContainsFunc(effects, func(e civic.Effect) bool { return e.Erase || e.Forget }) {
		return
	}
	select {
	case s.let <- struct{}{}:
	default:
	}
}

// errFileAwaited ends the trial of a command whose file is not here yet.
var errFileAwaited = errors.New("a file is not here yet")

// enclosed tells what stands against a command for the files that it names: a
// refusal, or errFileAwaited.
func (t *trial) enclosed(ctx context.Context, c civic.Command) (*civic.Refusal, error) {
	list := civic.AttachmentsOf(c)
	if len(list) == 0 {
		return nil, nil
	}
	door := &door{person: c.Author}
	why, err := t.l.Attached(ctx, c.Author, list, door.may)
	switch {
	case err != nil || why == "":
		return nil, err
	case why == civic.ReasonAttachment:
		return nil, errFileAwaited
	}
	return &civic.Refusal{Reason: why, Params: map[string]string{"field": "attachments"}}, nil
}
