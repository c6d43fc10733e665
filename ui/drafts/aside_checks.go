package drafts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// checksTab lists what to look at before the act leaves, and its files.
type checksTab struct {
	e *editor
	*asideList
}

func newChecksTab(e *editor) *checksTab { return &checksTab{e: e, asideList: newAsideList(e)} }

func (*checksTab) id() string { return tabChecks }

func (*checksTab) title() string { return "drafts.tab.checks" }

func (t *checksTab) badge() int { return len(t.e.findings) + t.e.doubtful() }

func (t *checksTab) view() fyne.CanvasObject { return t.list }

func (t *checksTab) focus() fyne.Focusable { return t.list }

// changed has nothing to do: the draft is checked when it is saved.
func (*checksTab) changed() {}

func (t *checksTab) update() {
	l := t.e.p.h.Lang
	rows := append(t.doubts(), asideRow{view: kit.RowView{Title: l.T("cmd.check"), Heading: true}})
	if len(t.e.findings) == 0 {
		rows = append(rows, asideRow{view: kit.RowView{Title: l.T("drafts.check_fine"), Icon: theme.NewSuccessThemedResource(theme.ConfirmIcon())}})
	}
	for _, f := range t.e.findings {
		row := asideRow{view: findingView(f, l), open: func() { t.e.goToFinding(f) }}
		if f.Code == drafting.LevelWord && !t.e.locked() {
			row.open = func() { t.rewrite(f) }
		}
		if f.Code == drafting.AccentWord && !t.e.locked() {
			row.view.Detail, row.open = l.T("drafts.accents_fix"), t.e.correctAccents
		}
		rows = append(rows, row)
	}
	t.set(slices.Concat(rows, t.enclosures(), t.papers()))
}

func findingView(f civic.Finding, l *kit.Lang) kit.RowView {
	v := kit.RowView{Title: findingText(f, l)}
	switch f.Severity {
	case civic.Blocking:
		v.Icon, v.Detail = theme.NewErrorThemedResource(theme.ErrorIcon()), l.T("drafts.severity.blocking")
	case civic.Warning:
		v.Icon, v.Detail = theme.NewWarningThemedResource(theme.WarningIcon()), l.T("drafts.severity.warning")
	default:
		v.Icon, v.Detail = theme.NewColoredResource(theme.InfoIcon(), kit.ColorMuted), l.T("drafts.severity.hint")
	}
	if f.Source != "" {
		v.Detail += " · " + f.Source
	}
	return v
}

// findingText says a finding in words.
func findingText(f civic.Finding, l *kit.Lang) string {
	pairs := make([]any, 0, 2*len(f.Params))
	for k, v := range f.Params {
		pairs = append(pairs, k, v)
	}
	return l.T("finding."+f.Code, pairs...)
}

// rewrite offers what stands on this level for an organ of another one: for that
// passage, or for all of them.
func (t *checksTab) rewrite(f civic.Finding) {
	e, l := t.e, t.e.p.h.Lang
	var all []replacing
	for _, x := range e.findings {
		if x.Code == drafting.LevelWord {
			all = append(all, offered(x))
		}
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem(l.T("reuse.words_put", "now", f.Params["now"]), func() { e.rewrite([]replacing{offered(f)}) })}
	if len(all) > 1 {
		items = append(items, fyne.NewMenuItem(l.N("reuse.words_every", len(all)), func() { e.rewrite(all) }))
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(l.T("spelling.show"), func() { e.goToFinding(f) }))
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.list.MenuPlace())
}

// offered is the passage that a finding offers to write otherwise.
func offered(f civic.Finding) replacing {
	return replacing{desk.Suspect{Clause: f.Clause, From: f.From, To: f.To, Word: f.Params["text"]}, f.Params["now"]}
}
