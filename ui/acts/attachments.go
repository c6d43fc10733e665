package acts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// attachments is the tab of the files of an act. A file that is not here is
// fetched when one opens it.
type attachments struct {
	r     *reader
	shown *reading
	files []civic.FileView
	list  *kit.KeyList
	body  *fyne.Container
	root  fyne.CanvasObject
}

func newAttachments(r *reader) *attachments {
	a := &attachments{r: r, body: container.NewStack()}
	a.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(a.files) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(kit.FileRow(r.p.h.Lang, a.files[i])) },
		Label:     func(i int) string { return a.files[i].Name },
		OnOpen:    a.open,
		OpenOnTap: true,
		Now:       r.p.h.Now,
	})
	a.root = a.body
	return a
}

func (a *attachments) set(x *reading) {
	if a.shown == x {
		return
	}
	a.shown = x
	l := a.r.p.h.Lang
	var o fyne.CanvasObject = kit.NewFrame(padded(muted(l.T("attach.open_hint")), 14, 10), nil, nil, nil, a.list)
	if len(x.view.Act.Attachments) == 0 {
		o = kit.NewEmptyState(kit.EmptyView{Icon: "acts", Text: l.T("attach.none"), Hint: l.T("attach.none_hint")})
	}
	a.files = nil
	a.list.Reload()
	a.body.Objects = []fyne.CanvasObject{o}
	a.body.Refresh()
	a.read()
}

// read asks the desk where each file is.
func (a *attachments) read() {
	x, p := a.shown, a.r.p
	if x == nil || len(x.view.Act.Attachments) == 0 {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.FileView]{
		Slot: "acts.files",
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.FileView, error) {
			return p.d.Files(ctx, x.view.Act.Attachments)
		},
		Done: func(all []civic.FileView, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			if a.shown == x {
				a.files = all
				a.list.Reload()
			}
		},
	})
}

func (a *attachments) open(i int) {
	if i >= 0 && i < len(a.files) && a.shown != nil {
		a.r.p.h.OpenAttachment(a.r.p.d, a.shown.view.Record.ID, a.files[i], kit.FileWatch{Moved: a.moved, Done: a.read})
	}
}

// moved shows how much of a file has come.
func (a *attachments) moved(v civic.FileView) {
	for i := range a.files {
		if a.files[i].Hash == v.Hash {
			a.files[i] = v
		}
	}
	a.list.Refresh()
}
