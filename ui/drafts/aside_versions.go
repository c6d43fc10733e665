package drafts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// versionsTab lists the former texts of the draft.
type versionsTab struct {
	e *editor
	*asideList
	root fyne.CanvasObject
}

func newVersionsTab(e *editor) *versionsTab {
	t := &versionsTab{e: e, asideList: newAsideList(e)}
	keep := kit.NewQuietButton(e.p.h.Lang.T("cmd.save_version"), nil, e.p.saveVersion)
	t.root = kit.NewFrame(nil, container.NewPadded(container.NewHBox(keep)), nil, nil, t.list)
	return t
}

func (*versionsTab) id() string { return tabVersions }

func (*versionsTab) title() string { return "drafts.versions" }

func (*versionsTab) badge() int { return 0 }

func (t *versionsTab) view() fyne.CanvasObject { return t.root }

func (t *versionsTab) focus() fyne.Focusable { return t.list }

// changed has nothing to do: versions are read when the draft is saved.
func (*versionsTab) changed() {}

func (t *versionsTab) update() {
	l := t.e.p.h.Lang
	var rows []asideRow
	if len(t.e.versions) == 0 {
		rows = append(rows, asideRow{view: kit.RowView{Title: l.T("drafts.versions_none"), Pending: true}})
	}
	for _, v := range t.e.versions {
		rows = append(rows, asideRow{view: t.e.versionView(v), open: func() { t.e.p.compare(v) }})
	}
	t.set(rows)
}

func (e *editor) versionView(v civic.DraftVersion) kit.RowView {
	l := e.p.h.Lang
	r := kit.RowView{Title: v.Name, Detail: l.Ago(v.Saved, e.p.h.Now()), Icon: kit.ColoredIcon("versions", kit.ColorMuted)}
	switch {
	case v.Stale:
		r.Title = l.T("drafts.version.stale")
	case v.Name == "":
		r.Title = l.T("drafts.version.auto")
	}
	return r
}
