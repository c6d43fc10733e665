package drafts

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Filing is what the screen asks of the desk when an act is filed.
type Filing interface {
	// FilingLetter begins the message that takes a file to the council.
	FilingLetter(ctx context.Context, id civic.ID, file string, w desk.Words) (desk.Letter, error)
	MarkFiled(ctx context.Context, id civic.ID, protocol string, on civic.Date, papers ...string) error
	KeepPaper(ctx context.Context, draft civic.ID, path string) (civic.Draft, error)
	DropPaper(ctx context.Context, draft civic.ID, hash string) (civic.Draft, error)
	SayFiled(ctx context.Context, draft civic.ID) (civic.Queued, error)
	NoteReply(ctx context.Context, draft civic.ID, r civic.Reply) (civic.Draft, error)
	DropReply(ctx context.Context, draft civic.ID, r civic.Reply) (civic.Draft, error)
}

// filingForm asks for number and day of the protocol, and for what came back.
type filingForm struct {
	p           *page
	number, day *kit.Field
	wrong       *kit.HighlightText
	paths       []string
	names       *fyne.Container
	root        *fyne.Container
}

func newFilingForm(p *page, d civic.Draft) *filingForm {
	l := p.h.Lang
	f := &filingForm{p: p, number: kit.NewField(), day: kit.NewField(), wrong: kit.NewErrorText(""), names: container.NewVBox()}
	f.number.SetText(d.Protocol)
	on := d.FiledOn
	if on == "" {
		on = civic.DateOf(p.h.Now())
	}
	f.day.SetText(dateText(on))
	f.day.SetPlaceHolder(l.T("drafts.date_hint"))
	f.day.OnChanged = func(string) {
		if _, ok := f.date(); !ok {
			f.wrong.Set(l.T("drafts.date_wrong"), nil)
			return
		}
		f.wrong.Set("", nil)
	}
	label := func(key string) *kit.HighlightText {
		return kit.NewHighlightText(l.T(key), kit.TextLook{Size: 12, Color: kit.ColorMuted})
	}
	add := kit.NewQuietButton(l.T("filing.add"), theme.NewThemedResource(theme.MailAttachmentIcon()), func() {
		p.h.ChooseFile(civic.PaperEndings(), f.add)
	})
	f.root = container.NewVBox(
		kit.NewHighlightText(l.T("drafts.filed_help"), kit.TextLook{MaxLines: 3, Color: kit.ColorMuted}),
		label("file.protocol"), f.number, label("file.protocol_date"), f.day, f.wrong,
		f.names, container.NewHBox(add),
		kit.NewHighlightText(l.T("filing.add_help"), kit.TextLook{Size: 12, MaxLines: 3, Color: kit.ColorMuted}),
	)
	return f
}

// add notes a file that goes with the filing once it is confirmed.
func (f *filingForm) add(path string) {
	if slices.Contains(f.paths, path) {
		return
	}
	f.paths = append(f.paths, path)
	f.names.Add(kit.NewHighlightText(filepath.Base(path), kit.TextLook{}))
	f.root.Refresh()
}

func (f *filingForm) date() (civic.Date, bool) {
	d, ok := parseDate(f.day.Text)
	return d, ok && d != ""
}

// markFiled asks for number and day of the protocol, which may come later.
func (p *page) markFiled() {
	if p.ed == nil {
		return
	}
	if p.shut().File {
		p.askLeave()
		return
	}
	l, f := p.h.Lang, newFilingForm(p, p.ed.draft)
	e := p.ed
	p.h.AskWith(strings.TrimSuffix(l.T("drafts.mark_filed"), "…"), f.root, l.T("drafts.filed_verb"), func() { p.filed(e, f) })
	p.h.Window.Canvas().Focus(f.number)
}

// filed notes the filing, and offers to tell it on the act where that is
// published.
func (p *page) filed(e *editor, f *filingForm) {
	l := p.h.Lang
	on, ok := f.date()
	if !ok {
		p.h.Toast(kit.Toast{Text: l.T("drafts.date_wrong"), Action: l.T("button.retry"), Run: p.markFiled})
		return
	}
	id, protocol, paths := e.draft.ID, oneLine(f.number.Text), f.paths
	p.run(func(ctx context.Context) error {
		return p.d.MarkFiled(ctx, id, protocol, on, paths...)
	}, func() {
		said := kit.Toast{Text: l.T("drafts.filed_toast")}
		if _, waits := p.queuedOf(e.draft); e.draft.Act != "" && !waits && !e.shut().Tell {
			said.Action, said.Run = l.T("filing.tell"), func() { p.tellFiled(id) }
		}
		p.h.Toast(said)
	})
}

// tellFiled adds the filing to the history of the published act.
func (p *page) tellFiled(id civic.ID) {
	p.run(func(ctx context.Context) error {
		_, err := p.d.SayFiled(ctx, id)
		return err
	}, func() { p.h.Toast(kit.Toast{Text: p.h.Lang.T("filing.told")}) })
}

// papers are the rows of the side for what came back from the filing.
func (t *checksTab) papers() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	if e.draft.FiledOn == "" && len(e.draft.Papers) == 0 {
		return nil
	}
	rows := []asideRow{{view: kit.RowView{Title: l.T("filing.title"), Heading: true}}}
	for _, x := range e.draft.Papers {
		v := kit.FileRow(l, civic.FileView{Attachment: x.Attachment, State: civic.FileHere})
		v.Detail = l.T("filing.kind."+string(x.Kind)) + " · " + v.Detail
		rows = append(rows, asideRow{view: v, open: func() { t.paperMenu(x) }})
	}
	rows = append(rows, t.replies()...)
	switch _, waits := e.p.queuedOf(e.draft); {
	case e.draft.FiledOn == "" || e.draft.Act == "" || waits:
	case e.shut().Tell:
		rows = append(rows, asideRow{view: kit.RowView{Title: l.T("drafts.bar.tell"), Pending: true}})
	default: // noted before the publication too
		rows = append(rows, asideRow{
			view: kit.RowView{Title: l.T("filing.tell"), Icon: theme.NewColoredResource(theme.ConfirmIcon(), kit.ColorMuted)},
			open: func() { e.p.tellFiled(e.draft.ID) },
		})
	}
	return append(rows, asideRow{
		view: kit.RowView{Title: l.T("filing.add"), Icon: theme.NewColoredResource(theme.ContentAddIcon(), kit.ColorMuted)},
		open: func() { e.p.h.ChooseFile(civic.PaperEndings(), e.keepPaper) },
	})
}

func (t *checksTab) paperMenu(x civic.FiledPaper) {
	e, l := t.e, t.e.p.h.Lang
	v := civic.FileView{Attachment: x.Attachment, State: civic.FileHere}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(l.T("attach.open"), func() { e.p.h.OpenAttachment(e.p.d, e.draft.ID, v, kit.FileWatch{}) }),
		fyne.NewMenuItem(l.T("attach.remove"), func() { e.dropPaper(x.Hash) }),
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.list.MenuPlace())
}

func (e *editor) keepPaper(path string) {
	p, id := e.p, e.draft.ID
	p.run(func(ctx context.Context) error {
		_, err := p.d.KeepPaper(ctx, id, path)
		return err
	}, func() { p.h.Toast(kit.Toast{Text: p.h.Lang.T("filing.added", "name", filepath.Base(path))}) })
}

func (e *editor) dropPaper(hash string) {
	p, id := e.p, e.draft.ID
	p.run(func(ctx context.Context) error {
		_, err := p.d.DropPaper(ctx, id, hash)
		return err
	}, func() {})
}
