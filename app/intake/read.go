package intake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"scranno/app/civic"
)

// Reader reads files. PDF is read in a process of its own where Child says how
// to start one, and that one can be stopped; nil: in this one.
type Reader struct {
	Child Child
}

// Read reads a file that may be attached. Errors: NotFound, Forbidden, Invalid
// ("attach.kind", "attach.empty"), TooLarge, Busy ("attach.changing") where it
// was written to meanwhile.
func (Reader) Read(ctx context.Context, path string) (civic.LocalFile, error) {
	const op = "intake.read"
	data, err := whole(ctx, path)
	if err != nil {
		return civic.LocalFile{}, err
	}
	if wide(data) { // a text of two bytes a letter is kept as UTF-8, which all can read
		data = []byte(decoded(data))
	}
	head := data[:min(len(data), civic.AttachmentSniff)]
	tail := data[len(data)-len(head):]
	base := filepath.Base(path)
	f := civic.LocalFile{Type: civic.FileType(head, tail, base), Data: data}
	if bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) { // a compound file: Word until 2003, or encrypted
		return civic.LocalFile{}, civic.NewError(civic.Invalid, op, "intake.old_word")
	}
	if f.Type == "" || f.Type == civic.TypeSealed {
		return civic.LocalFile{}, civic.NewError(civic.Invalid, op, "attach.kind")
	}
	f.Name = civic.FileName(base, f.Type)
	if f.Data, err = bare(f.Type, data); err != nil {
		return civic.LocalFile{}, err
	}
	return f, nil
}

// whole reads a file that stays the same while it is read.
func whole(ctx context.Context, path string) (data []byte, err error) {
	const op = "intake.read"
	before, err := os.Stat(path)
	if err != nil {
		return nil, fileError(op, err)
	}
	switch {
	case !before.Mode().IsRegular():
		return nil, civic.NewError(civic.Invalid, op, "attach.kind")
	case before.Size() > civic.MaxAttachment:
		return nil, civic.NewError(civic.TooLarge, op, "attach.too_large", "limit", "20")
	case before.Size() == 0:
		return nil, civic.NewError(civic.Invalid, op, "attach.empty")
	}
	in, err := os.Open(path) //nolint:gosec // the person names the file
	if err != nil {
		return nil, fileError(op, err)
	}
	defer func() { _ = in.Close() }() // only read
	data, err = io.ReadAll(stoppable(ctx, io.LimitReader(in, civic.MaxAttachment+1)))
	if err != nil {
		return nil, fileError(op, err)
	}
	after, err := in.Stat()
	if err != nil {
		return nil, fileError(op, err)
	}
	if changed(before, after, int64(len(data))) {
		return nil, civic.NewError(civic.Busy, op, "attach.changing")
	}
	return data, nil
}

// changed tells whether a file moved on while its bytes were read.
func changed(before, after fs.FileInfo, read int64) bool {
	return !os.SameFile(before, after) || after.Size() != before.Size() || read != before.Size() || !after.ModTime().Equal(before.ModTime())
}

// stopping is a reader that ends with its context.
type stopping func(p []byte) (int, error)

func (s stopping) Read(p []byte) (int, error) { return s(p) }

func stoppable(ctx context.Context, r io.Reader) stopping {
	return func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	}
}

func fileError(op string, err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return civic.NewError(civic.NotFound, op, "attach.no_file")
	case errors.Is(err, fs.ErrPermission):
		return civic.NewError(civic.Forbidden, op, "attach.denied")
	}
	return civic.WrapError(civic.Internal, op, err)
}
