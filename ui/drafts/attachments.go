package drafts

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Enclosing is what the screen asks of the desk for files.
type Enclosing interface {
	kit.FileDesk
	AddFile(ctx context.Context, path string) (civic.Attachment, error)
	FromFile(ctx context.Context, known civic.Content, path string) (desk.Filed, error)
	Importing
}

// enclosed are the files of the draft as the side shows them.
type enclosed struct {
	asked []civic.Attachment // that files is about
	files []civic.FileView
	at    time.Time // when they were asked after
}

// fileNews is how old what is known of files may be when the side is drawn.
const fileNews = 2 * time.Second

// enclosures are the rows of the side for the draft's files, with the way to add
// one.
func (t *checksTab) enclosures() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	rows := []asideRow{{view: kit.RowView{Title: l.T("attach.title"), Heading: true}}}
	if !slices.Equal(e.files.asked, e.content.Attachments) || len(e.files.asked) > 0 && e.p.h.Now().Sub(e.files.at) > fileNews {
		e.readFiles()
	}
	for _, x := range e.content.Attachments {
		v := civic.FileView{Attachment: x, State: civic.FileHere}
		for _, f := range e.files.files {
			if f.Hash == x.Hash {
				v = f
			}
		}
		rows = append(rows, asideRow{view: kit.FileRow(l, v), open: func() { t.fileMenu(v) }})
	}
	if e.locked() {
		if len(e.content.Attachments) == 0 {
			return nil
		}
		return rows
	}
	return append(rows, asideRow{
		view: kit.RowView{Title: l.T("attach.add"), Icon: theme.NewColoredResource(theme.ContentAddIcon(), kit.ColorMuted)},
		open: e.p.attach,
	})
}

// fileMenu offers what one can do with a file.
func (t *checksTab) fileMenu(v civic.FileView) {
	e, l := t.e, t.e.p.h.Lang
	items := []*fyne.MenuItem{fyne.NewMenuItem(l.T("attach.open"), func() {
		e.p.h.OpenAttachment(e.p.d, e.draft.ID, v, kit.FileWatch{Moved: e.fileMoved, Done: e.readFiles})
	})}
	if !e.locked() {
		items = append(items, fyne.NewMenuItem(l.T("attach.remove"), func() { e.detach(v.Hash) }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.list.MenuPlace())
}

// fileMoved shows how much of a file has come.
func (e *editor) fileMoved(v civic.FileView) {
	for i := range e.files.files {
		if e.files.files[i].Hash == v.Hash {
			e.files.files[i] = v
		}
	}
	if e.on() {
		e.aside.update()
	}
}

// readFiles asks where the files of the draft are.
func (e *editor) readFiles() {
	list := slices.Clone(e.content.Attachments)
	e.files.asked, e.files.at = list, e.p.h.Now()
	kit.Do(context.Background(), e.p.h.Work, kit.Job[[]civic.FileView]{
		Slot: "drafts.files",
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.FileView, error) {
			return e.p.d.Files(ctx, list)
		},
		Done: func(all []civic.FileView, err error) {
			if err != nil {
				e.p.h.Fail(err)
				return
			}
			e.files.files = all
			if e.on() {
				e.aside.update()
			}
		},
	})
}

// attach asks for a file and adds it to the draft.
func (p *page) attach() {
	if p.ed == nil || p.ed.locked() {
		return
	}
	e := p.ed
	p.h.ChooseFile(kit.FileEndings(), func(path string) { e.attach(path) })
}

func (e *editor) attach(path string) {
	p, l := e.p, e.p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Attachment]{
		Title: l.T("cmd.attach"),
		Run:   func(ctx context.Context, _ kit.Progress) (civic.Attachment, error) { return p.d.AddFile(ctx, path) },
		Done: func(a civic.Attachment, err error) {
			if err == nil {
				e.content.Attachments, err = civic.WithFile(e.content.Attachments, a)
			}
			if err != nil {
				p.h.Fail(err)
				return
			}
			e.changed()
			p.h.Toast(kit.Toast{Text: l.T("attach.added", "name", a.Name)})
			if e.on() {
				e.showTab(tabChecks)
				e.aside.update()
			}
		},
	})
}

func (e *editor) detach(hash string) {
	left := slices.DeleteFunc(slices.Clone(e.content.Attachments), func(a civic.Attachment) bool { return a.Hash == hash })
	if len(left) == 0 {
		left = nil
	}
	e.content.Attachments = left
	e.changed()
	e.aside.update()
}

// fromFile begins a draft of an act that was already filed.
func (p *page) fromFile() {
	known := civic.Content{Kind: civic.Document, Level: civic.Municipal}
	if p.fresh != nil {
		known = p.fresh.content()
	} else if len(p.who.actor.Mandates) > 0 {
		m := p.who.actor.Mandates[0]
		known.Body, known.BodyName, known.Level, known.Region, known.Organ, known.Term = m.Body, m.BodyName, m.Level, m.Region, m.Organ, m.Term
		known.Kind = civic.Motion
	}
	known.Clauses, known.Signatories, known.Date = nil, nil, "" // the document says
	p.h.ChooseFile([]string{".pdf", ".docx", ".odt", ".txt", ".md", ".html", ".htm", ".xml", ".akn"}, func(path string) { p.read(known, path) })
}

func (p *page) read(known civic.Content, path string) {
	l := p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[desk.Filed]{
		Title: l.T("cmd.draft_from_file"),
		Run:   func(ctx context.Context, _ kit.Progress) (desk.Filed, error) { return p.d.FromFile(ctx, known, path) },
		Done: func(f desk.Filed, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.fresh = nil
			p.drafts = append([]civic.Draft{f.Draft}, p.drafts...)
			p.h.Go("drafts/" + string(f.Draft.ID))
			p.reload()
			said := "attach.from_file_text"
			switch {
			case !f.Text:
				said = "intake.no_text_do"
			case f.Short:
				said = "import.shortened"
			}
			p.h.Toast(kit.Toast{Text: l.T(said)})
		},
	})
}
