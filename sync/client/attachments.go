package client

import (
	"context"
	"errors"
	"io"

	"scranno/app/civic"
)

// Files is what the desk's copy knows of attachments.
type Files interface {
	// ToSend lists the files that waiting commands name and the central has not.
	ToSend(ctx context.Context) ([]civic.Parcel, error)
	// FileSent notes that the central has a command's file by now.
	FileSent(ctx context.Context, p civic.Parcel) error
	// FileStuck says on a waiting command why it stays.
	FileStuck(ctx context.Context, command civic.ID, why civic.Reason) error
	// ToFetch lists files that kept records name, up to a size, the newest first.
	ToFetch(ctx context.Context, upTo int64, limit int) ([]civic.Parcel, error)
	KeepFile(ctx context.Context, hash string, record civic.ID) error
	FileFailed(ctx context.Context, hash string, record civic.ID, why civic.ErrorKind) error
	// UnnamedFiles lists the files that nothing here names any longer.
	UnnamedFiles(ctx context.Context) ([]string, error)
	DropFile(ctx context.Context, hash string) error
}

// Blobs keeps the bytes of attachments, by hash. What it calls whole has the
// bytes of its name.
type Blobs interface {
	Held(ctx context.Context, hash string, owner civic.ID) (held int64, whole bool, err error)
	Append(ctx context.Context, p civic.FilePart, r io.Reader) (held int64, whole bool, err error)
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, int64, error)
	Remove(ctx context.Context, hash string) error
}

const (
	// filesPerSync bounds what one sync sends or fetches of files: what is small
	// must not wait behind what is large.
	filesPerSync = 8 << 20
	// fetchedAtOnce is how many files a sync looks for by the rule.
	fetchedAtOnce = 20
)

// pushAll pushes what is ready, then brings the files that the rest waits for,
// and pushes that.
func (r *run) pushAll(ctx context.Context) (int, error) {
	n, err := r.push(ctx)
	if err != nil || r.c.files == nil {
		return n, err
	}
	brought, err := r.sendFiles(ctx)
	if err != nil || !brought {
		return n, err
	}
	more, err := r.push(ctx)
	return n + more, err
}

// sendFiles brings files until all are there or this sync has done its share. A
// file that cannot be sent keeps its own command alone.
func (r *run) sendFiles(ctx context.Context) (bool, error) {
	list, err := r.c.files.ToSend(ctx)
	if err != nil {
		return false, err
	}
	brought := false
	for _, p := range list {
		if r.stuck[p.Command] {
			continue
		}
		if r.bytes >= filesPerSync {
			r.c.Nudge()
			break
		}
		if err := r.c.files.FileStuck(ctx, p.Command, civic.ReasonAttachment); err != nil {
			return brought, err
		}
		err := r.sendFile(ctx, p)
		switch {
		case errors.Is(err, errShare):
			r.c.Nudge()
			return brought, nil
		case err == nil:
			brought = true
			if err := r.c.files.FileSent(ctx, p); err != nil {
				return brought, err
			}
		case passes(err):
			return brought, err
		default:
			r.stuck[p.Command] = true
			r.c.log.Warn("a file cannot be sent", "kind", string(civic.KindOf(err)))
			if err := r.c.files.FileStuck(ctx, p.Command, reasonOf(err)); err != nil {
				return brought, err
			}
		}
	}
	return brought, nil
}

// passes tells the failures that are of the line or of the person's sign-in, not
// of the file.
func passes(err error) bool {
	switch civic.KindOf(err) {
	case civic.Offline, civic.Unauthenticated, civic.Busy, civic.Internal:
		return true
	}
	return false
}

// reasonOf says why a file does not leave: it is not what it was, or the central
// does not take it, or not yet.
func reasonOf(err error) civic.Reason {
	switch civic.KindOf(err) {
	case civic.NotFound, civic.Damaged:
		return civic.ReasonFileGone
	case civic.TooOld:
		return civic.ReasonAttachment
	}
	return civic.ReasonFileRefused
}

// keepFiles fetches what the person's rule says and takes away what nothing
// names any longer. What fails is tried at another sync: a sync that exchanged
// all records is a good one.
func (r *run) keepFiles(ctx context.Context) {
	if r.c.files == nil {
		return
	}
	if r.result.Pulled > 0 {
		if err := r.c.DropFiles(ctx); err != nil {
			r.c.log.Warn("files could not be taken away", "kind", string(civic.KindOf(err)))
		}
	}
	rule := r.profile.Files
	if rule.UpTo <= 0 || rule.Metered || r.c.metered(ctx) {
		return
	}
	list, err := r.c.files.ToFetch(ctx, rule.UpTo, fetchedAtOnce)
	if err != nil {
		r.c.log.Warn("files to fetch could not be listed", "kind", string(civic.KindOf(err)))
		return
	}
	for _, p := range list {
		if r.bytes >= filesPerSync {
			r.c.Nudge()
			return
		}
		r.bytes += p.Size
		if err := r.c.Fetch(ctx, p.Record, p.Attachment, nil); err != nil && passes(err) {
			return
		}
	}
}

// DropFiles takes away the files that nothing on this desk names any longer.
func (c *Client) DropFiles(ctx context.Context) error {
	if c.files == nil {
		return nil
	}
	list, err := c.files.UnnamedFiles(ctx)
	for _, hash := range list {
		if err == nil {
			err = c.blobs.Remove(ctx, hash)
		}
		if err == nil {
			err = c.files.DropFile(ctx, hash)
		}
	}
	return err
}
