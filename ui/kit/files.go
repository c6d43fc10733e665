package kit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
)

// FileDesk is what showing attachments asks of the desk.
type FileDesk interface {
	Files(ctx context.Context, list []civic.Attachment) ([]civic.FileView, error)
	Fetch(ctx context.Context, record civic.ID, a civic.Attachment, progress func(civic.Progress)) error
	CopyFile(ctx context.Context, a civic.Attachment, w io.Writer) error
}

// FileRow is an attachment in a list: its name, its size, and where it is.
func FileRow(l *Lang, v civic.FileView) RowView {
	r := RowView{
		Title: v.Name, Detail: l.Size(v.Size) + " · " + l.T("file.state."+string(v.State)),
		Icon: theme.NewColoredResource(theme.FileIcon(), ColorMuted),
	}
	switch v.State {
	case civic.FileComing:
		r.Detail += percent(l, v)
	case civic.FileHere:
		r.Icon = theme.NewColoredResource(theme.FileIcon(), theme.ColorNamePrimary)
	case civic.FilePartly:
		r.Detail += percent(l, v)
	case civic.FileFailed:
		r.Icon = theme.NewWarningThemedResource(theme.WarningIcon())
		r.Detail += ". " + l.Explain(civic.NewError(v.Why, "kit.file", "")).What
	}
	return r
}

func percent(l *Lang, v civic.FileView) string {
	if v.Size <= 0 {
		return ""
	}
	return " (" + l.Number(int(100*v.Held/v.Size)) + " %)"
}

// FileWatch is told how a file that was asked for fares, on the main goroutine.
// Each may be nil.
type FileWatch struct {
	Moved func(civic.FileView) // some of it has come
	Done  func()               // its state may have changed
}

// OpenAttachment opens a copy of an attachment in the system's viewer, fetching
// it first where it is not here, by the right to the record. The copy is the
// person's own to keep: it is in the folder of exports, and nobody else may read
// it. What is given back stops it; then the watch is told no more.
func (h *Host) OpenAttachment(d FileDesk, record civic.ID, v civic.FileView, w FileWatch) context.CancelFunc {
	l, dir := h.Lang, filepath.Join(h.Exports, h.Lang.T("attach.folder"))
	moved := func(held, total int64) {
		if w.Moved == nil || total <= 0 {
			return
		}
		x := v
		x.State, x.Held = civic.FileComing, v.Size*held/total // what travels may be larger than the file
		h.Work.deliver(func() { w.Moved(x) })
	}
	return Do(context.Background(), h.Work, Job[string]{
		Title: l.T("status.fetching_file"),
		Run: func(ctx context.Context, progress Progress) (string, error) {
			if v.State != civic.FileHere && v.State != civic.FileSending {
				if err := d.Fetch(ctx, record, v.Attachment, fileProgress(progress, moved)); err != nil {
					return "", err
				}
			}
			return copyOf(ctx, d, v.Attachment, dir)
		},
		Done: func(path string, err error) {
			if w.Done != nil {
				w.Done()
			}
			if err == nil {
				err = h.OpenFile(path)
			}
			if err != nil {
				h.Fail(err)
			}
		},
	})
}

// fileProgress says on the status line and to who watches how much of a file has
// come.
func fileProgress(to Progress, moved func(held, total int64)) func(civic.Progress) {
	last := int64(-1)
	return func(p civic.Progress) {
		if p.Total <= 0 {
			return
		}
		if part := 100 * p.Done / p.Total; part != last {
			last = part
			to(int(part), 100)
			moved(p.Done, p.Total)
		}
	}
}

// copyOf writes the copy, unless the same is there already.
func copyOf(ctx context.Context, d FileDesk, a civic.Attachment, dir string) (string, error) {
	ext := filepath.Ext(a.Name)
	name := strings.TrimSuffix(a.Name, ext)
	if data, err := os.ReadFile(filepath.Join(dir, a.Name)); err == nil { //nolint:gosec // a name that civic made safe
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) == a.Hash {
			return filepath.Join(dir, a.Name), nil
		}
	}
	var b bytes.Buffer // a copy that is not what it should be is never written
	if err := d.CopyFile(ctx, a, &b); err != nil {
		return "", err
	}
	return WriteExport(dir, name, ext, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}
