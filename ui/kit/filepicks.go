package kit

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
)

// FileAdder takes copies of the person's files.
type FileAdder interface {
	FileDesk
	AddFile(ctx context.Context, path string) (civic.Attachment, error)
}

// FilePicks are the files that go with what is being written: a button to add
// one, and for each a button that takes it off again. It keeps a list for each
// of several texts.
type FilePicks struct {
	h     *Host
	d     FileAdder
	key   string
	lists map[string][]civic.Attachment
	box   *fyne.Container
	add   *Button

	OnChanged func(key string) // nil: nobody asks; the person added or took off a file, or the text left
}

// NewFilePicks makes an empty one.
func NewFilePicks(h *Host, d FileAdder) *FilePicks {
	p := &FilePicks{h: h, d: d, lists: map[string][]civic.Attachment{}, box: container.New(layout.NewRowWrapLayout())}
	p.add = NewQuietButton(h.Lang.T("attach.add"), theme.NewThemedResource(theme.MailAttachmentIcon()), p.Choose)
	return p
}

// Chosen is where the files stand; hidden where there are none.
func (p *FilePicks) Chosen() fyne.CanvasObject { return p.box }

// Button is the one that adds a file.
func (p *FilePicks) Button() *Button { return p.add }

// Turn shows the files of another text.
func (p *FilePicks) Turn(key string) {
	p.key = key
	p.draw()
}

// Files gives those of a text.
func (p *FilePicks) Files(key string) []civic.Attachment { return slices.Clone(p.lists[key]) }

// Put gives a text the files that it had.
func (p *FilePicks) Put(key string, files []civic.Attachment) {
	p.lists[key] = slices.Clone(files)
	p.draw()
}

// Join gives a text files that come back to it, beside those that it has.
func (p *FilePicks) Join(key string, files []civic.Attachment) {
	for _, a := range files {
		if all, err := civic.WithFile(p.lists[key], a); err == nil {
			p.lists[key] = all
		}
	}
	p.changed(key)
}

// Clear forgets those of a text, which left.
func (p *FilePicks) Clear(key string) {
	delete(p.lists, key)
	p.changed(key)
}

func (p *FilePicks) changed(key string) {
	p.draw()
	if p.OnChanged != nil {
		p.OnChanged(key)
	}
}

// Choose asks for a file.
func (p *FilePicks) Choose() {
	key := p.key
	p.h.ChooseFile(FileEndings(), func(path string) { p.Add(key, path) })
}

// Add takes a copy of a file for a text.
func (p *FilePicks) Add(key, path string) {
	Do(context.Background(), p.h.Work, Job[civic.Attachment]{
		Title: p.h.Lang.T("cmd.attach"),
		Run:   func(ctx context.Context, _ Progress) (civic.Attachment, error) { return p.d.AddFile(ctx, path) },
		Done: func(a civic.Attachment, err error) {
			if err == nil {
				p.lists[key], err = civic.WithFile(p.lists[key], a)
			}
			if err != nil {
				p.h.Fail(err)
			}
			p.changed(key)
		},
	})
}

func (p *FilePicks) draw() {
	p.box.RemoveAll()
	l := p.h.Lang
	for _, a := range p.lists[p.key] {
		name := []rune(a.Name)
		if len(name) > mostPickName {
			name = append(append(name[:mostPickName-9:mostPickName-9], '…'), name[len(name)-8:]...)
		}
		b := NewButton(string(name)+" · "+l.Size(a.Size), theme.NewThemedResource(theme.CancelIcon()), func() {
			p.lists[p.key] = slices.DeleteFunc(p.lists[p.key], func(x civic.Attachment) bool { return x.Hash == a.Hash })
			p.changed(p.key)
		})
		b.IconPlacement = widget.ButtonIconTrailingText
		p.box.Add(b)
	}
	if len(p.box.Objects) == 0 {
		p.box.Hide()
	} else {
		p.box.Show()
	}
	p.box.Refresh()
}

// mostPickName is how many letters of a file's name a button shows.
const mostPickName = 34
