package agenda

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// line is a row of a sitting: a heading, an item, a paper of it, a note, the
// minutes.
type line struct {
	view  kit.RowView
	item  civic.ID
	paper civic.ID
	note  civic.ID
	open  func() // nil: a heading
}

// show writes the sitting anew; the row that one was on stays.
func (p *page) show(v council.SittingView) {
	if p.paper != nil && p.paper.sitting == v.ID {
		p.view = v
		p.paper.update(v)
		return
	}
	was := line{}
	if p.lines != nil && p.view.ID == v.ID {
		was = p.row()
	} else {
		p.lines = nil
	}
	p.view = v
	p.rows = p.arrange(v)
	if p.lines == nil {
		p.frame()
	}
	p.top.Objects = []fyne.CanvasObject{p.head(v)}
	p.settle()
	p.lines.Reload()
	p.lines.SetCurrent(slices.IndexFunc(p.rows, func(r line) bool {
		return r.open != nil && was.open != nil && r.item == was.item && r.paper == was.paper && r.note == was.note
	}))
}

// settle lays out what is on show twice: texts that break know their height only
// once they have a width.
func (p *page) settle() {
	p.side.Objects[0].Refresh()
	p.side.Objects[0].Refresh()
}

// frame puts an empty sitting on the screen: its head and its rows.
func (p *page) frame() {
	p.lines = kit.NewKeyList(kit.ListOptions{
		Len:    func() int { return len(p.rows) },
		New:    func() fyne.CanvasObject { return kit.NewRow(2) },
		Update: func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.rows[i].view) },
		Label:  func(i int) string { return p.rows[i].view.Title },
		Skip:   func(i int) bool { return p.rows[i].open == nil },
		Low:    func(i int) bool { return p.rows[i].view.Heading },
		OnOpen: func(i int) { p.rows[i].open() },
		OnKey: func(e *fyne.KeyEvent) bool {
			if e.Name == fyne.KeyDelete {
				p.remove()
				return true
			}
			return false
		},
	})
	p.top = container.New(layout.NewCustomPaddedLayout(12, 6, 14, 14))
	p.side.Objects = []fyne.CanvasObject{kit.NewFrame(p.top, nil, nil, nil, p.lines)}
	p.side.Refresh()
}

// row is the row that the cursor is on; the zero line: none.
func (p *page) row() line {
	if p.lines == nil {
		return line{}
	}
	if i := p.lines.Current(); i >= 0 && i < len(p.rows) {
		return p.rows[i]
	}
	return line{}
}

// head says of what body, when and where, and until when one may amend.
func (p *page) head(v council.SittingView) fyne.CanvasObject {
	l, at := p.h.Lang, p.local(v.At)
	title := kit.NewHighlightText(v.Organ+" · "+v.BodyName, kit.TextLook{Size: 20, Bold: true, MaxLines: -1})
	parts := []string{l.Weekday(at.Weekday()) + " " + l.T("sitting.when", "day", l.Date(at), "hour", at.Format("15:04"))}
	if v.Kind != "" {
		parts = append(parts, l.T("sitting.kind."+string(v.Kind)))
	}
	if v.Call > 0 {
		parts = append(parts, l.T(map[int]string{1: "sitting.call_first", 2: "sitting.call_second"}[v.Call]))
	}
	box := container.NewVBox(title, text(strings.Join(parts, " · ")))
	if v.Call != 2 && !v.Second.IsZero() {
		second := p.local(v.Second)
		box.Add(text(l.T("sitting.call_second") + ": " + l.T("sitting.when", "day", l.Date(second), "hour", second.Format("15:04"))))
	}
	if v.Place != "" {
		box.Add(text(v.Place))
	}
	if !v.Amend.At.IsZero() {
		until := p.local(v.Amend.At)
		said := l.T("sitting.amend_until", "when", l.T("sitting.when", "day", l.Date(until), "hour", until.Format("15:04")))
		if v.Amend.Source != "" {
			said += " (" + v.Amend.Source + ")"
		}
		if v.Amend.At.Before(p.h.Now()) {
			said += " · " + l.T("sitting.amend_over")
		}
		box.Add(text(said))
	}
	bar := container.NewHBox(
		kit.NewButton(l.T("button.edit"), nil, p.edit), kit.NewButton(l.T("cmd.sitting_item"), nil, func() { p.editItem(civic.SittingItem{}) }),
		kit.NewButton(l.T("cmd.sitting_note"), nil, p.addNote),
	)
	if v.Link != "" {
		bar.Add(kit.NewButton(l.T("cmd.sitting_live"), nil, p.live))
	}
	box.Add(container.New(layout.NewCustomPaddedLayout(6, 2, 0, 0), bar))
	return box
}

func text(s string) fyne.CanvasObject {
	return kit.NewHighlightText(s, kit.TextLook{MaxLines: -1})
}

// arrange makes the rows: each item with its papers and notes, then what is of
// the sitting as a whole.
func (p *page) arrange(v council.SittingView) []line {
	l := p.h.Lang
	rows := []line{{view: kit.RowView{Title: l.T("sitting.agenda"), Heading: true}}}
	if len(v.Items) == 0 {
		rows[0].view.Title = l.T("sitting.agenda_none")
	}
	for _, it := range v.Items {
		rows = append(rows, line{item: it.ID, view: p.itemRow(it), open: func() { p.editItem(it) }})
		for _, paper := range it.Papers {
			rows = append(rows, line{item: it.ID, paper: paper.ID, view: p.paperRow(paper), open: func() { p.read(it, paper) }})
		}
		rows = append(rows, p.notes(v, it.ID)...)
	}
	if general := p.notes(v, ""); len(general) > 0 {
		rows = append(append(rows, line{view: kit.RowView{Title: l.T("sitting.notes"), Heading: true}}), general...)
	}
	if v.Minutes != nil {
		rows = append(rows, line{view: kit.RowView{Title: l.T("sitting.minutes"), Heading: true}},
			line{view: kit.RowView{Title: v.Minutes.Name, Icon: fileIcon()}, open: func() { p.openFile(*v.Minutes) }})
	}
	return rows
}

func fileIcon() fyne.Resource {
	return theme.NewColoredResource(theme.FileIcon(), theme.ColorNamePrimary)
}

func (p *page) itemRow(it civic.SittingItem) kit.RowView {
	l := p.h.Lang
	v := kit.RowView{Title: it.Subject, Icon: kit.Icon("document")}
	if it.Number != "" {
		v.Title = it.Number + ". " + it.Subject
	}
	var said []string
	if it.Mine {
		said, v.Icon = append(said, l.T("sitting.is_mine")), kit.Icon("motion")
	}
	if it.Act != "" || it.Draft != "" {
		said = append(said, l.T("sitting.has_act"))
	}
	if it.Told {
		said = append(said, l.T("sitting.told"))
	}
	v.Detail = strings.Join(said, " · ")
	if it.Outcome != "" {
		v.Badge, v.Tone = l.T("act.outcome."+string(it.Outcome)), kit.OutcomeTone(string(it.Outcome))
	}
	return v
}

func (p *page) paperRow(x civic.SittingPaper) kit.RowView {
	l := p.h.Lang
	v := kit.RowView{Title: x.Name, Icon: fileIcon(), Detail: l.T("sitting.paper_added", "when", l.ShortTime(x.Added, p.h.Now()))}
	if n := len(x.Former); n > 0 {
		v.Detail += " · " + l.N("sitting.versions", n+1)
	}
	return v
}

// notes are the rows of the notes on an item, or on the sitting.
func (p *page) notes(v council.SittingView, item civic.ID) []line {
	var rows []line
	for _, n := range v.Notes {
		if n.Item != item {
			continue
		}
		r := kit.RowView{Title: n.Text, Icon: theme.NewColoredResource(theme.DocumentCreateIcon(), kit.ColorMuted), Detail: p.noteDetail(n)}
		rows = append(rows, line{item: item, note: n.ID, view: r, open: func() { p.editNote(n) }})
	}
	return rows
}

// mostQuote is how much of a clause stands under a note.
const mostQuote = 90

func (p *page) noteDetail(n civic.SittingNote) string {
	l := p.h.Lang
	quote := strings.Join(strings.Fields(n.Quote), " ")
	if r := []rune(quote); len(r) > mostQuote {
		quote = string(r[:mostQuote]) + "…"
	}
	switch {
	case n.Lost && quote != "":
		return l.T("sitting.note_lost_on", "text", quote)
	case n.Lost:
		return l.T("sitting.note_lost")
	case quote != "":
		return l.T("sitting.note_on", "text", quote)
	}
	return l.T("sitting.note_private")
}
