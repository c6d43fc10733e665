package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// note is a strip above what is read: what is not as one would expect.
type note struct {
	text   string
	tone   fyne.ThemeColorName
	button string
	run    func()
	// more is a second button; empty: none.
	more     string
	readMore func()
}

// banners says that an act waits, was returned, or is read in a former text.
func (r *reader) banners() []fyne.CanvasObject {
	l, v := r.p.h.Lang, r.known.view
	var notes []note
	if ret := v.Act.Returned; ret != nil {
		text := l.T("acts.returned", "reason", l.T("act.return."+string(ret.Reason)), "date", l.Date(ret.At.In(r.p.h.Now().Location())))
		if ret.Note != "" {
			text += "\n" + ret.Note
		}
		notes = append(notes, note{text: text, tone: kit.ColorBadSoft})
	}
	notes = append(notes, r.moderationNotes(v)...)
	if v.Pending {
		notes = append(notes, note{
			text: l.T("acts.pending"), tone: kit.ColorWarnSoft, button: l.T("nav.outbox"), run: func() { r.p.h.Go("outbox") },
		})
	}
	for _, d := range r.known.terms {
		if d.State == civic.ClockOverdue && r.tab != tabHistory {
			what, _ := termWords(l, d)
			text := l.T("acts.term", "what", l.T("deadline.kind."+string(d.Kind)), "date", l.Day(d.Due)) + " – " + what
			notes = append(notes, note{text: text, tone: kit.ColorWarnSoft, button: l.T("act.tab.history"), run: func() { r.turn(tabHistory) }})
			break // the history has them all
		}
	}
	if x, ok := r.former(); ok {
		notes = append(notes, note{
			text: l.T("acts.former", "date", l.Date(x.Revision.At.In(r.p.h.Now().Location()))), tone: kit.ColorSoft,
			button: l.T("acts.present"), run: func() { r.readRevision("") },
		})
	}
	if len(r.known.newer.Items) > 0 {
		notes = append(notes, note{text: l.T("reuse.newer_line"), tone: kit.ColorSoft, button: l.T("reuse.newer_see"), run: r.p.newer})
	}
	if r.known.amended.Newer() {
		notes = append(notes, r.amendedNote())
	}
	notes = append(notes, r.callNotes(v)...)
	if len(notes) == 0 {
		return nil
	}
	column := container.NewVBox()
	for _, n := range notes {
		column.Add(newBanner(n))
	}
	return []fyne.CanvasObject{column}
}

func newBanner(n note) fyne.CanvasObject {
	var buttons []*kit.Button
	if n.button != "" {
		buttons = append(buttons, kit.NewButton(n.button, nil, n.run))
	}
	if n.more != "" {
		buttons = append(buttons, kit.NewButton(n.more, nil, n.readMore))
	}
	return kit.NewStrip(n.text, n.tone, buttons...)
}

// former is the revision on show.
func (r *reader) former() (civic.RevisionView, bool) {
	for _, x := range r.known.view.Revisions {
		if x.ID == r.revision {
			return x, true
		}
	}
	return civic.RevisionView{}, false
}

// readRevision shows a former text, or the present one where id is empty.
func (r *reader) readRevision(id civic.ID) {
	r.revision, r.tab, r.previews = id, tabText, false
	if x, ok := r.former(); ok {
		r.paper.SetBlocks(pageOf(r.p.h.Lang, r.p.d, x.Revision.Content, ""))
	} else {
		r.revision = ""
		r.paper.SetBlocks(r.known.blocks)
	}
	r.fill()
	r.focus()
}

// textLayout centres texts that know their height once they have a width.
type textLayout struct{}

func (textLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, o[0].MinSize().Height)
}

func (textLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height))
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, max(0, (s.Height-h)/2)))
	o[0].Resize(fyne.NewSize(s.Width, h))
}
