package kit

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
)

// FileLines are the files of a post below its text: what each is, where it is,
// and a button to open it, or to stop its coming.
type FileLines struct {
	h      *Host
	d      FileDesk
	record civic.ID
	files  []civic.FileView
	stop   map[string]context.CancelFunc // of those that are coming
	box    *fyne.Container
}

// NewFileLines makes the lines for the attachments of a record, and asks where
// they are.
func NewFileLines(h *Host, d FileDesk, record civic.ID, list []civic.Attachment) *FileLines {
	f := &FileLines{h: h, d: d, record: record, stop: map[string]context.CancelFunc{}, box: container.NewVBox()}
	for _, a := range list {
		f.files = append(f.files, civic.FileView{Attachment: a})
	}
	f.draw()
	f.read()
	return f
}

// Object is what stands on the screen.
func (f *FileLines) Object() fyne.CanvasObject { return f.box }

func (f *FileLines) read() {
	list := make([]civic.Attachment, len(f.files))
	for i, v := range f.files {
		list[i] = v.Attachment
	}
	Do(context.Background(), f.h.Work, Job[[]civic.FileView]{
		Run: func(ctx context.Context, _ Progress) ([]civic.FileView, error) { return f.d.Files(ctx, list) },
		Done: func(all []civic.FileView, err error) {
			if err != nil {
				f.h.Fail(err)
				return
			}
			for _, v := range all {
				if f.stop[v.Hash] == nil {
					f.put(v)
				}
			}
			f.draw()
		},
	})
}

func (f *FileLines) put(v civic.FileView) {
	for i := range f.files {
		if f.files[i].Hash == v.Hash {
			f.files[i] = v
		}
	}
}

func (f *FileLines) draw() {
	f.box.RemoveAll()
	for _, v := range f.files {
		f.box.Add(f.line(v))
	}
	f.box.Refresh()
}

func (f *FileLines) line(v civic.FileView) fyne.CanvasObject {
	l := f.h.Lang
	row := RowView{Title: v.Name, Detail: l.Size(v.Size), Icon: theme.NewColoredResource(theme.FileIcon(), ColorMuted)}
	if v.State != "" {
		row = FileRow(l, v)
	}
	name := NewHighlightText(row.Title, TextLook{})
	look := TextLook{Size: 12, Color: ColorMuted}
	if v.State == civic.FileFailed {
		look.MaxLines = 3 // why
	}
	detail := NewHighlightText(row.Detail, look)
	act := NewQuietButton(l.T("attach.open"), nil, func() { f.open(v) })
	if cancel := f.stop[v.Hash]; cancel != nil {
		act = NewQuietButton(l.T("button.cancel"), nil, func() {
			cancel()
			delete(f.stop, v.Hash)
			f.read()
		})
	}
	icon := container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(rowIcon), widget.NewIcon(row.Icon)))
	texts := container.New(layout.NewCustomPaddedVBoxLayout(2), name, detail)
	return container.NewBorder(nil, nil, icon, container.NewCenter(act), container.NewPadded(texts))
}

func (f *FileLines) open(v civic.FileView) {
	fetched := v.State != civic.FileHere && v.State != civic.FileSending
	cancel := f.h.OpenAttachment(f.d, f.record, v, FileWatch{
		Moved: func(x civic.FileView) {
			if f.stop[v.Hash] != nil {
				f.put(x)
				f.draw()
			}
		},
		Done: func() {
			delete(f.stop, v.Hash)
			f.read()
		},
	})
	if fetched {
		f.stop[v.Hash] = cancel
		v.State, v.Held = civic.FileComing, 0
		f.put(v)
		f.draw()
	}
}

// FileEndings are those of the files that may be attached.
func FileEndings() []string {
	var out []string
	for _, k := range civic.FileKinds() {
		out = append(out, k.Ext...)
	}
	return out
}
