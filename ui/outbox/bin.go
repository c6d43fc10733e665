package outbox

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// BinDesk is what the bin asks of the desk.
type BinDesk interface {
	Binned(ctx context.Context) ([]civic.Binned, error)
	RestoreBinned(ctx context.Context, num int64) (desk.Given, error)
	DropBinned(ctx context.Context, num int64) error
	EmptyBin(ctx context.Context) error
}

// bin is the screen's state.
type bin struct {
	d    BinDesk
	h    *kit.Host
	all  []civic.Binned
	list *kit.KeyList
	side *fyne.Container
	main *fyne.Container
	body fyne.CanvasObject
}

// NewBin makes the page "Cestino": what the person deleted or took out of the
// queue, and what the central no longer has, for thirty days.
func NewBin(d BinDesk, h *kit.Host) kit.Page {
	b := &bin{d: d, h: h}
	chosen := func() bool { _, ok := b.current(); return ok }
	return kit.Page{
		Route: "bin", Title: func() string { return h.Lang.T("nav.bin") },
		Build: b.build, Reload: b.reload, Shown: b.reload,
		Focus: func() {
			if b.list != nil && len(b.all) > 0 {
				h.Window.Canvas().Focus(b.list)
			}
		},
		Commands: []kit.Command{
			{ID: "bin.restore", TitleKey: "bin.restore", Run: b.restore, Enabled: chosen},
			{ID: "bin.drop", TitleKey: "bin.drop", Run: b.drop, Enabled: chosen},
			{ID: "bin.empty", TitleKey: "bin.empty_all", Run: b.empty, Enabled: func() bool { return len(b.all) > 0 }},
		},
	}
}

func (b *bin) build() fyne.CanvasObject {
	b.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(b.all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(b.view(b.all[i])) },
		Label:     func(i int) string { return b.title(b.all[i]) },
		OnCurrent: func(int) { b.show() },
	})
	b.side = container.NewStack()
	b.body = b.h.Split("bin", b.list, b.side, 460, nil)
	b.main = container.NewStack(b.body)
	return b.main
}

func (b *bin) reload() {
	if b.list == nil {
		return
	}
	kit.Do(context.Background(), b.h.Work, kit.Job[[]civic.Binned]{
		Slot: "bin.list",
		Run:  func(ctx context.Context, _ kit.Progress) ([]civic.Binned, error) { return b.d.Binned(ctx) },
		Done: func(all []civic.Binned, err error) {
			if err != nil {
				b.put(kit.NewErrorPane(b.h.Lang, err, b.reload))
				return
			}
			b.set(all)
		},
	})
}

func (b *bin) put(o fyne.CanvasObject) {
	b.main.Objects = []fyne.CanvasObject{o}
	b.main.Refresh()
}

func (b *bin) set(all []civic.Binned) {
	was, _ := b.current()
	b.all = all
	if len(all) == 0 {
		b.put(kit.NewEmptyState(kit.EmptyView{Icon: "outbox", Text: b.h.Lang.T("bin.empty"), Hint: b.h.Lang.T("bin.empty_hint")}))
		return
	}
	b.put(b.body)
	b.list.Reload()
	at := 0
	for i, x := range all {
		if x.Num == was.Num {
			at = i
		}
	}
	b.list.SetCurrent(at)
	b.show()
}

func (b *bin) current() (civic.Binned, bool) {
	if b.list == nil || b.list.Current() < 0 || b.list.Current() >= len(b.all) {
		return civic.Binned{}, false
	}
	return b.all[b.list.Current()], true
}

func (b *bin) title(x civic.Binned) string {
	l := b.h.Lang
	what := l.T("bin.record")
	switch {
	case x.Name != "":
		what = l.T("command." + string(x.Name))
	case x.Kind == civic.KindAct:
		what = l.T("bin.act")
	case x.Kind == civic.KindPost:
		what = l.T("bin.post")
	case x.Kind == civic.KindThread:
		what = l.T("bin.thread")
	}
	if x.Title == "" {
		return what
	}
	return l.T("outbox.line", "what", what, "title", x.Title)
}

func (b *bin) view(x civic.Binned) kit.RowView {
	return kit.RowView{Title: b.title(x), Detail: b.h.Lang.N("bin.left", x.Left)}
}

func (b *bin) show() {
	x, ok := b.current()
	if !ok {
		b.side.Objects = nil
		b.side.Refresh()
		return
	}
	l := b.h.Lang
	title := widget.NewLabelWithStyle(b.title(x), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.Wrapping = fyne.TextWrapWord
	key := "bin.note_swept"
	switch {
	case x.Name != "":
		key = "bin.note_queue"
	case x.Mine:
		key = "bin.note_mine"
	}
	note := widget.NewLabel(l.T(key) + " " + l.N("bin.left", x.Left) + ".")
	note.Wrapping = fyne.TextWrapWord
	text := widget.NewLabel(x.Text)
	text.Wrapping, text.Selectable = fyne.TextWrapWord, true
	row := container.NewHBox()
	if x.Text != "" || x.Title != "" {
		row.Add(kit.NewPrimaryButton(l.T("bin.restore"), nil, b.restore))
	}
	row.Add(kit.NewButton(l.T("bin.drop"), nil, b.drop))
	column := container.NewVBox(title, note, text, container.New(layout.NewCustomPaddedLayout(0, 0, theme.InnerPadding(), 0), row))
	b.side.Objects = []fyne.CanvasObject{container.NewVScroll(kit.NewColumn(sideWidth, container.NewPadded(column)))}
	b.side.Refresh()
}

// restore brings an act back as a draft; any other text goes to the clipboard,
// to be written where it belongs now.
func (b *bin) restore() {
	x, ok := b.current()
	if !ok {
		return
	}
	b.do(func(ctx context.Context) (desk.Given, error) { return b.d.RestoreBinned(ctx, x.Num) }, func(g desk.Given) {
		if g.Draft != nil {
			b.h.Toast(kit.Toast{Text: b.h.Lang.T("bin.toast.draft")})
			b.h.Go("drafts/" + string(g.Draft.ID))
			return
		}
		text := g.Text
		if g.Title != "" {
			text = g.Title + "\n" + text
		}
		fyne.CurrentApp().Clipboard().SetContent(text)
		b.h.Toast(kit.Toast{Text: b.h.Lang.T("outbox.toast.copied")})
	})
}

func (b *bin) drop() {
	x, ok := b.current()
	if !ok {
		return
	}
	l := b.h.Lang
	b.h.Ask(l.T("bin.drop_title"), l.T("bin.drop_text", "what", b.title(x)), l.T("bin.drop"), func() {
		b.do(func(ctx context.Context) (desk.Given, error) { return desk.Given{}, b.d.DropBinned(ctx, x.Num) }, nil)
	})
}

func (b *bin) empty() {
	l := b.h.Lang
	b.h.Ask(l.T("bin.drop_title"), l.N("bin.empty_text", len(b.all)), l.T("bin.empty_all"), func() {
		b.do(func(ctx context.Context) (desk.Given, error) { return desk.Given{}, b.d.EmptyBin(ctx) }, nil)
	})
}

func (b *bin) do(run func(context.Context) (desk.Given, error), done func(desk.Given)) {
	kit.Do(context.Background(), b.h.Work, kit.Job[desk.Given]{
		Run: func(ctx context.Context, _ kit.Progress) (desk.Given, error) { return run(ctx) },
		Done: func(g desk.Given, err error) {
			if err != nil {
				b.h.Fail(err)
			} else if done != nil {
				done(g)
			}
			b.reload()
			b.h.Changed()
		},
	})
}
