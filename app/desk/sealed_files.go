package desk

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"filippo.io/age"

	"scranno/app/civic"
)

// A file of a shared draft travels sealed, under the hash of what it was sealed
// to: one byte that says how, eight of its length, its bytes, and zeros up to
// the next step.
const (
	fileVersion = 1
	fileHead    = 1 + 8
)

func sealFile(plain []byte, to []civic.TrustedKey) ([]byte, error) {
	size := bucket(fileHead + len(plain))
	text := make([]byte, 0, size)
	text = append(text, fileVersion)
	text = binary.BigEndian.AppendUint64(text, uint64(len(plain)))
	text = append(text, plain...)
	return encrypt(text[:size], to)
}

// openFile gives the bytes inside a sealed file. NotFound: none of the identities
// opens it; Damaged: it is not what a desk of ours seals.
func openFile(data []byte, with []*identity) ([]byte, error) {
	const op = "desk.open_file"
	var ids []age.Identity
	for _, i := range with {
		ids = append(ids, i.open)
	}
	r, err := age.Decrypt(bytes.NewReader(data), ids...)
	if err != nil {
		return nil, civic.WrapError(civic.NotFound, op, err)
	}
	text, err := io.ReadAll(io.LimitReader(r, civic.MaxBlob))
	if err != nil {
		return nil, civic.WrapError(civic.Damaged, op, err)
	}
	if len(text) < fileHead || text[0] != fileVersion {
		return nil, civic.NewError(civic.Damaged, op, "")
	}
	size := binary.BigEndian.Uint64(text[1:fileHead])
	if size > uint64(len(text)-fileHead) {
		return nil, civic.NewError(civic.Damaged, op, "")
	}
	return text[fileHead:][:size], nil
}

// sealFiles gives how the draft's files travel: as before, where they were
// sealed to the same keys; sealed now, where the file is here. What is not here
// stays as another device sealed it. With stuck the central asks for bytes that
// are gone: those are sealed anew.
func (t *tending) sealFiles(ctx context.Context, row *civic.SharedDraft, list []civic.Attachment, stuck bool) ([]civic.SharedFile, error) {
	var out []civic.SharedFile
	ring, theirs := ringOf(t.toIDs()), t.ringOfOthers(row)
	for _, a := range list {
		at := slices.IndexFunc(row.Files, func(f civic.SharedFile) bool { return f.Plain == a.Hash })
		keep := at >= 0 && (theirs || row.Files[at].Ring == ring)
		if keep && stuck {
			_, whole, err := t.d.o.Blobs.Held(ctx, row.Files[at].Hash, "")
			if err != nil {
				return nil, err
			}
			keep = whole
		}
		if keep {
			out = append(out, row.Files[at])
			continue
		}
		f, err := t.sealOne(ctx, a, ring)
		switch {
		case err == nil:
			out = append(out, f)
		case !civic.Is(err, civic.NotFound):
			return nil, err
		case at >= 0:
			out = append(out, row.Files[at])
		}
	}
	return out, nil
}

// sealOne seals a file that is here and keeps what came of it. NotFound: it is
// not here.
func (t *tending) sealOne(ctx context.Context, a civic.Attachment, ring string) (civic.SharedFile, error) {
	out := civic.SharedFile{Plain: a.Hash, Ring: ring}
	if t.d.o.Blobs == nil {
		return out, civic.NewError(civic.NotFound, "desk.seal", "")
	}
	var plain bytes.Buffer
	err := t.d.CopyFile(ctx, a, &plain)
	if civic.Is(err, civic.Damaged) {
		err = civic.WrapError(civic.NotFound, "desk.seal", err)
	}
	if err != nil {
		return out, err
	}
	data, err := sealFile(plain.Bytes(), t.to)
	if err != nil {
		return out, err
	}
	out.Hash, out.Size = fullHashOf(data), int64(len(data))
	return out, t.d.keepBytes(ctx, out.Hash, data)
}

// filesOf joins how the draft's files travel as this desk knows it with what
// came: of two ways to the same file the one for the newer keys.
func (t *tending) filesOf(row *civic.SharedDraft, a arrival) []civic.SharedFile {
	ring := ringOf(t.toIDs())
	out := slices.Clone(a.text.Files)
	for _, f := range row.Files {
		at := slices.IndexFunc(out, func(x civic.SharedFile) bool { return x.Plain == f.Plain })
		switch {
		case at < 0:
			out = append(out, f)
		case f.Ring == ring && out[at].Ring != ring:
			out[at] = f
		}
	}
	if !slices.Equal(out, row.Files) {
		t.sent++ // there may be files to fetch
	}
	return out
}

// openFiles opens the sealed files that have come. One that does not open is
// passed over: another device seals it anew.
func (t *tending) openFiles(ctx context.Context, row *civic.SharedDraft) error {
	if t.d.o.Blobs == nil {
		return nil
	}
	for _, f := range row.Files {
		_, whole, err := t.d.o.Blobs.Held(ctx, f.Plain, "")
		if err != nil {
			return err
		}
		if whole {
			continue
		}
		if _, whole, err = t.d.o.Blobs.Held(ctx, f.Hash, ""); err != nil {
			return err
		}
		if !whole {
			continue
		}
		err = t.d.unsealFile(ctx, f, t.open)
		switch {
		case err == nil:
			t.d.changed()
		case civic.Is(err, civic.NotFound):
		case civic.Is(err, civic.Damaged), civic.Is(err, civic.Invalid):
			t.d.o.Log.Warn("a sealed file does not open", "kind", string(civic.KindOf(err)))
		default:
			return err
		}
	}
	return nil
}

// unsealFile makes the plain file of a sealed one that is here, and lets the
// sealed one go. Invalid: what it holds is not the file that the draft names.
func (d *Desk) unsealFile(ctx context.Context, f civic.SharedFile, with []*identity) (err error) {
	in, _, err := d.o.Blobs.Open(ctx, f.Hash)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(in)
	if err = errors.Join(civic.WrapError(civic.Internal, "desk.open_file", err), in.Close()); err != nil {
		return err
	}
	plain, err := openFile(data, with)
	if err != nil {
		return err
	}
	if fullHashOf(plain) != f.Plain {
		return civic.NewError(civic.Invalid, "desk.open_file", "attach.hash")
	}
	if err := d.keepBytes(ctx, f.Plain, plain); err != nil {
		return err
	}
	return d.o.Blobs.Remove(ctx, f.Hash)
}

// sealedFiles tells how the files of shared drafts travel, by their plain hash.
func (d *Desk) sealedFiles(ctx context.Context) (map[string]civic.SharedFile, error) {
	rows, err := d.o.Store.SharedDrafts(ctx)
	out := map[string]civic.SharedFile{}
	for _, r := range rows {
		for _, f := range r.Files {
			out[f.Plain] = f
		}
	}
	return out, err
}

// sealedFile finds a file of a shared draft; nil: it has no such file.
func (d *Desk) sealedFile(ctx context.Context, draft civic.ID, plain string) (*civic.SharedDraft, civic.SharedFile, error) {
	row, err := d.sharedDraft(ctx, draft)
	if err != nil || row == nil || row.State != civic.ShareOn {
		return nil, civic.SharedFile{}, err
	}
	for _, f := range row.Files {
		if f.Plain == plain {
			return row, f, nil
		}
	}
	return nil, civic.SharedFile{}, nil
}

// fetchSealed brings a file of a shared draft here and opens it.
func (d *Desk) fetchSealed(
	ctx context.Context, row civic.SharedDraft, f civic.SharedFile, a civic.Attachment, progress func(civic.Progress),
) error {
	if _, whole, err := d.o.Blobs.Held(ctx, a.Hash, ""); err != nil || whole {
		return err
	}
	if err := d.o.Carrier.Fetch(ctx, row.Record, f.Attachment(), progress); err != nil {
		return err
	}
	own, err := d.identity(ctx)
	if err != nil {
		return err
	}
	return d.unsealFile(ctx, f, d.opens(own))
}

// fileRight gives the record that gives the right to a file: of a draft, the act
// that it became or revises.
func (d *Desk) fileRight(ctx context.Context, id civic.ID) civic.ID {
	x, err := d.o.Store.Draft(ctx, id)
	switch {
	case err != nil:
		return id
	case x.Act != "":
		return x.Act
	case x.Revises != "":
		return x.Revises
	}
	return id
}

// filesHere refuses to publish a draft whose files are still on another device
// alone: nobody could read them.
func (d *Desk) filesHere(ctx context.Context, x civic.Draft) error {
	if d.o.Blobs == nil {
		return nil
	}
	for _, a := range x.Plain.Attachments {
		row, _, err := d.sealedFile(ctx, x.ID, a.Hash)
		if err != nil {
			return err
		}
		if row == nil {
			continue
		}
		_, whole, err := d.o.Blobs.Held(ctx, a.Hash, "")
		if err == nil && !whole {
			err = civic.NewError(civic.Conflict, "desk.submit", "attach.not_here", "name", a.Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
