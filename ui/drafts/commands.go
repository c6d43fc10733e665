package drafts

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// commands are what one can do here: in the menu, the palette and by key.
func (p *page) commands() []kit.Command {
	open := func() bool { return p.ed != nil }
	writing := func() bool { return p.ed != nil && !p.ed.locked() && p.ed.preview == nil }
	text := func() bool { return p.ed != nil && !p.ed.locked() }
	locked := func() bool { return p.ed != nil && p.ed.locked() }
	waits := func() bool {
		if p.ed == nil {
			return false
		}
		_, ok := p.queuedOf(p.ed.draft)
		return ok
	}
	inBin := func() bool {
		_, binned, ok := p.find(p.chosen)
		return ok && binned
	}
	return slices.Concat([]kit.Command{
		{ID: "drafts.undo", TitleKey: "cmd.undo", Shortcut: kit.Ctrl(fyne.KeyZ), Run: p.undo, Enabled: text},
		{ID: "drafts.redo", TitleKey: "cmd.redo", Shortcut: kit.CtrlShift(fyne.KeyZ), Run: p.redo, Enabled: text},
		{ID: "drafts.write", TitleKey: "drafts.cmd.write", Shortcut: kit.Ctrl(fyne.KeyE), Run: func() { p.ed.write() }, Enabled: text},
		{ID: "drafts.heading", TitleKey: "drafts.cmd.heading", Shortcut: kit.Ctrl(fyne.KeyI), Run: p.toHeading, Enabled: writing},
		{ID: "drafts.clause", TitleKey: "drafts.cmd.clause", Shortcut: kit.Ctrl(fyne.KeyM), Run: p.clauseMenuHere, Enabled: writing},
		{ID: "drafts.up", TitleKey: "cmd.move_up", Shortcut: kit.Alt(fyne.KeyUp), Run: func() { p.ed.move(-1) }, Enabled: writing},
		{ID: "drafts.down", TitleKey: "cmd.move_down", Shortcut: kit.Alt(fyne.KeyDown), Run: func() { p.ed.move(1) }, Enabled: writing},
		{ID: "drafts.split", TitleKey: "cmd.split", Run: func() { p.ed.split() }, Enabled: writing},
		{ID: "drafts.join", TitleKey: "cmd.join", Shortcut: kit.Ctrl(fyne.KeyJ), Run: func() { p.ed.join() }, Enabled: writing},
		{ID: "drafts.find", TitleKey: "cmd.find", Run: func() { p.ed.find(false) }, Enabled: text},
		{ID: "drafts.replace", TitleKey: "cmd.replace", Shortcut: kit.Ctrl(fyne.KeyH), Run: func() { p.ed.find(true) }, Enabled: text},
		{ID: "drafts.nest", TitleKey: "drafts.cmd.nest", Run: func() { p.ed.nest(true) }, Enabled: writing},
		{ID: "drafts.unnest", TitleKey: "drafts.cmd.unnest", Run: func() { p.ed.nest(false) }, Enabled: writing},
		{ID: "drafts.remove", TitleKey: "drafts.cmd.remove", Run: func() { p.ed.remove() }, Enabled: writing},
		{ID: "drafts.version", TitleKey: "cmd.save_version", Shortcut: kit.Ctrl(fyne.KeyS), Run: p.saveVersion, Enabled: open},
		{ID: "drafts.check", TitleKey: "cmd.check", Shortcut: kit.Ctrl(fyne.KeyL), Run: p.showTab(tabChecks), Enabled: open},
		{
			ID: "drafts.next_gap", TitleKey: "drafts.next_gap", Shortcut: kit.Ctrl(fyne.KeyF8), Run: func() { p.ed.nextGap() },
			Enabled: writing,
		},
		{ID: "drafts.newer", TitleKey: "cmd.newer", Run: func() { p.ed.showNewer() }, Enabled: func() bool { return text() && len(p.ed.newer.Items) > 0 }},
		{ID: "drafts.norms", TitleKey: "cmd.norms", Run: p.showTab(tabNorms), Enabled: open},
		{ID: "drafts.similar", TitleKey: "cmd.similar", Run: p.showTab(tabSimilar), Enabled: open},
		{ID: "drafts.spelling", TitleKey: "cmd.spelling", Run: p.showTab(tabSpelling), Enabled: open},
		{ID: "drafts.words", TitleKey: "spelling.words", Run: p.ownWords, Enabled: open},
		{ID: "drafts.accents", TitleKey: "drafts.cmd.accents", Run: func() { p.ed.correctAccents() }, Enabled: text},
		{ID: "drafts.comments", TitleKey: "drafts.tab.comments", Run: p.showTab(tabComments), Enabled: open},
		{ID: "drafts.comment", TitleKey: "comment.add", Shortcut: kit.CtrlShift(fyne.KeyM), Run: func() { p.ed.comment() }, Enabled: writing},
		{ID: "drafts.compare", TitleKey: "drafts.cmd.compare", Run: p.compareLast, Enabled: open},
		{ID: "drafts.version_back", TitleKey: "drafts.version.restore", Run: func() { p.ed.preview.compared.restore() }, Enabled: p.canBringBack},
		{ID: "drafts.amendment", TitleKey: "drafts.cmd.amendment", Run: p.makeAmendment, Enabled: func() bool { return text() && drafting.Amending(p.ed.written()) }},
		{ID: "drafts.renew", TitleKey: "amend.renew", Run: func() { p.ed.renewAmendment() }, Enabled: func() bool { return text() && p.ed.amended.Newer() && p.ed.amended.Applies }},
		{ID: "drafts.versions", TitleKey: "drafts.versions", Run: p.showTab(tabVersions), Enabled: open},
		{ID: "drafts.preview", TitleKey: "cmd.preview", Shortcut: kit.CtrlShift(fyne.KeyP), Run: p.togglePreview, Enabled: open},
		{ID: "drafts.attach", TitleKey: "cmd.attach", Run: p.attach, Enabled: text},
		{ID: "drafts.from_file", TitleKey: "cmd.draft_from_file", Run: p.fromFile, Enabled: func() bool { return p.pane != nil }},
		{ID: "drafts.import_file", TitleKey: "import.add_file", Run: func() { p.rev.chooseFile() }, Enabled: p.onImport},
		{ID: "drafts.import_folder", TitleKey: "import.add_folder", Run: func() { p.rev.chooseFolder() }, Enabled: p.onImport},
		{ID: "drafts.import_make", TitleKey: "cmd.import_make", Run: func() { p.rev.makeAll() }, Enabled: func() bool { return p.onImport() && !p.rev.all.Hidden }},
		{ID: "drafts.publish", TitleKey: "cmd.publish", Shortcut: kit.Ctrl(fyne.KeyReturn), Run: p.publish, Enabled: text, Becomes: p.asks(barsPublish, "together.ask"), Absent: p.stays},
		{ID: "drafts.take_back", TitleKey: "drafts.take_back", Run: p.takeBack, Enabled: waits},
		{ID: "drafts.revise", TitleKey: "drafts.revise", Run: p.revise, Enabled: func() bool { return locked() && !waits() && !p.shut().Revise }, Becomes: p.revises},
		{ID: "drafts.file", TitleKey: "cmd.file", Shortcut: kit.Ctrl(fyne.KeyD), Run: p.file, Enabled: open, Becomes: p.asks(barsFile, "drafts.cmd.file_ask")},
		{ID: "drafts.filed", TitleKey: "drafts.mark_filed", Run: p.markFiled, Enabled: open, Becomes: p.asks(barsFile, "drafts.cmd.filed_ask")},
		{ID: "drafts.pdf", TitleKey: "cmd.export_pdf", Shortcut: kit.Ctrl(fyne.KeyP), Run: p.exportPDF, Enabled: open},
		{ID: "drafts.export", TitleKey: "cmd.export", Shortcut: kit.CtrlShift(fyne.KeyE), Run: p.export, Enabled: open},
		{ID: "drafts.print", TitleKey: "preview.print", Run: p.printPDF, Enabled: open},
		{ID: "drafts.copy", TitleKey: "cmd.copy_text", Shortcut: kit.CtrlShift(fyne.KeyC), Run: p.copyAll, Enabled: open},
		{ID: "drafts.share", TitleKey: "drafts.cmd.share", Run: func() { p.share(true) }, Enabled: func() bool { return open() && !p.sharedNow() && !p.together() && p.ed.content.Kind.Leaves() }},
		{ID: "drafts.unshare", TitleKey: "drafts.cmd.unshare", Run: func() { p.share(false) }, Enabled: func() bool { return open() && p.sharedNow() }},
	}, p.groupCommands(), p.replyCommands(), []kit.Command{
		{ID: "drafts.delete", TitleKey: "cmd.delete_draft", Run: p.remove, Enabled: open},
		{ID: "drafts.restore", TitleKey: "drafts.restore", Run: p.restore, Enabled: inBin},
	}, kit.PageCommands("drafts.", p.onShow))
}

// groups are the menus within the menu of the page.
func groups() []kit.Group {
	return []kit.Group{
		{TitleKey: "menu.edit", IDs: []string{
			"drafts.undo", "drafts.redo", "", "drafts.write", "drafts.heading", "", "drafts.clause", "drafts.up", "drafts.down", "", "drafts.split", "drafts.join", "drafts.nest", "drafts.unnest", "", "drafts.remove",
		}},
		{TitleKey: "menu.review", IDs: []string{
			"drafts.check", "drafts.next_gap", "drafts.norms", "drafts.similar", "drafts.newer", "drafts.renew", "", "drafts.spelling", "drafts.words", "drafts.accents", "", "drafts.find", "drafts.replace",
		}},
		{TitleKey: "menu.versions", IDs: []string{
			"drafts.version", "drafts.versions", "drafts.compare", "drafts.version_back", "", "drafts.comment", "drafts.comments",
		}},
		{TitleKey: "menu.import", IDs: []string{"drafts.from_file", "drafts.import_file", "drafts.import_folder", "drafts.import_make"}},
		{TitleKey: "menu.file_act", IDs: []string{"drafts.publish", "drafts.take_back", "drafts.revise", "drafts.amendment", "", "drafts.file", "drafts.filed", "drafts.reply"}},
		{TitleKey: "menu.export", IDs: []string{"drafts.pdf", "drafts.export", "drafts.print", "drafts.copy"}},
		{TitleKey: "menu.share", IDs: []string{
			"drafts.share", "drafts.unshare", "drafts.share_group", "drafts.together", "drafts.adhere", "drafts.unadhere", "drafts.ask", "drafts.confirm",
			"drafts.unshare_group", "drafts.archive", "", "drafts.groups", "drafts.group_new", "drafts.group_code",
		}},
		{TitleKey: "menu.pages", IDs: []string{"drafts.preview", "", "drafts.zoom_in", "drafts.zoom_out", "drafts.fit_width", "drafts.fit_page"}},
	}
}

// menu is what stands behind "Altro…".
func (p *page) menu() []*fyne.MenuItem {
	return kit.MenuItems(p.h.Lang, p.commands(), groups(), func(c kit.Command) *fyne.MenuItem {
		switch c.ID {
		case "drafts.write", "drafts.groups", "drafts.group_new", "drafts.group_code":
			return nil
		}
		if !c.Can() {
			return nil
		}
		item := fyne.NewMenuItem(p.h.Lang.T(c.Key()), c.Run)
		if c.Shortcut != nil {
			item.Shortcut = c.Shortcut
		}
		return item
	})
}

// undo takes back the last change of the sheet; in another field, the field's.
func (p *page) undo() { p.travel(&fyne.ShortcutUndo{}, p.ed.paper.undo) }

func (p *page) redo() { p.travel(&fyne.ShortcutRedo{}, p.ed.paper.redo) }

func (p *page) travel(s fyne.Shortcut, sheet func()) {
	type field interface {
		fyne.Shortcutable
		SelectedText() string
	}
	f := p.h.Window.Canvas().Focused()
	if _, clause := f.(*clauseEntry); !clause {
		if other, ok := f.(field); ok {
			other.TypedShortcut(s)
			return
		}
	}
	sheet()
}

func (p *page) toHeading() {
	p.ed.clearSide()
	p.ed.form.unfold(true)
	p.ed.paper.scroll.ScrollToTop()
	p.h.Window.Canvas().Focus(p.ed.form.subject)
}

func (p *page) clauseMenuHere() {
	paper := p.ed.paper
	row := paper.row()
	paper.field(row)
	paper.openMenu(row, paper.menuPlace(row))
}

func (e *editor) move(by int) {
	row := e.paper.row()
	e.paper.change(func(s *sheet) { s.move(row, by) })
}

func (e *editor) split() {
	at := e.sheet.at
	e.paper.change(func(s *sheet) { s.split(at.row, at.pos) })
}

func (e *editor) join() {
	row := e.paper.row()
	e.paper.change(func(s *sheet) { s.join(row) })
}

func (e *editor) nest(in bool) {
	row := e.paper.row()
	e.paper.change(func(s *sheet) { s.nest(row, in) })
}

func (e *editor) remove() {
	row := e.paper.row()
	e.paper.change(func(s *sheet) { s.remove(row) })
}

// clauseMenu changes what a clause is: its section, its cue, its place.
func (e *editor) clauseMenu(row int, at fyne.Position) {
	l := e.p.h.Lang
	c := e.sheet.rows[row]
	items := e.clipItems(row)
	formula := drafting.Formula(e.content.Kind, e.content.Subkind, e.content.Addressees, e.p.bodyOf(e.content))
	for _, s := range civic.Sections() {
		item := fyne.NewMenuItem(l.T("act.section."+string(s)), func() {
			e.paper.change(func(x *sheet) { x.recast(row, s, openerIn(x.rows[row], s)) })
		})
		item.Checked = s == c.Section
		var cues []*fyne.MenuItem
		for _, cue := range cuesOf(s, formula) {
			cues = append(cues, fyne.NewMenuItem(cue, func() { e.paper.change(func(x *sheet) { x.recast(row, s, cue) }) }))
		}
		if len(cues) > 0 {
			none := fyne.NewMenuItem(l.T("drafts.cue_none"), item.Action)
			item.ChildMenu = fyne.NewMenu("", append(cues, fyne.NewMenuItemSeparator(), none)...)
			item.Action = nil
		}
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator())
	if c.Opener != "" {
		items = append(items, fyne.NewMenuItem(l.T("drafts.loosen"), func() { e.paper.change(func(x *sheet) { x.loosen(row) }) }))
	}
	items = append(
		items, fyne.NewMenuItem(l.T("cmd.move_up"), func() { e.paper.change(func(x *sheet) { x.move(row, -1) }) }),
		fyne.NewMenuItem(l.T("cmd.move_down"), func() { e.paper.change(func(x *sheet) { x.move(row, 1) }) }),
		fyne.NewMenuItem(l.T("cmd.join"), func() { e.paper.change(func(x *sheet) { x.join(row) }) }),
		fyne.NewMenuItem(l.T("drafts.cmd.remove"), func() { e.paper.change(func(x *sheet) { x.remove(row) }) }),
	)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), at)
}

// clipItems are what any text offers.
func (e *editor) clipItems(row int) []*fyne.MenuItem {
	l, field := e.p.h.Lang, e.paper.field(row)
	if field == nil {
		return nil
	}
	clip := fyne.CurrentApp().Clipboard()
	item := func(text string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(text, func() { field.TypedShortcut(s) })
	}
	return []*fyne.MenuItem{
		item(l.T("toolkit.Cut"), &fyne.ShortcutCut{Clipboard: clip}), item(l.T("toolkit.Copy"), &fyne.ShortcutCopy{Clipboard: clip}),
		item(l.T("toolkit.Paste"), &fyne.ShortcutPaste{Clipboard: clip}), fyne.NewMenuItemSeparator(),
	}
}

// openerIn is the opener that a clause keeps in another section: a point stays
// a point, a cue belongs to its section.
func openerIn(c civic.Clause, s civic.Section) string {
	if _, point := drafting.ParseLabel(c.Opener); point || s == c.Section {
		return c.Opener
	}
	return ""
}

// remove puts the draft into the bin.
func (p *page) remove() {
	e, l := p.ed, p.h.Lang
	e.saved(func() {
		id := e.draft.ID
		p.run(func(ctx context.Context) error { return p.d.DeleteDraft(ctx, id) }, func() {
			if p.ed == e {
				p.ed, p.chosen = nil, ""
				p.showNothing()
				p.h.Window.Canvas().Focus(p.list)
			}
			p.h.Toast(kit.Toast{Text: l.T("drafts.deleted"), Action: l.T("button.undo"), Run: func() { p.bringBack(id) }})
		})
	})
}

// restore takes the chosen draft out of the bin.
func (p *page) restore() { p.bringBack(p.chosen) }

func (p *page) bringBack(id civic.ID) {
	p.run(func(ctx context.Context) error { return p.d.RestoreDraft(ctx, id) }, func() {
		p.chosen = ""
		p.fetch(id)
	})
}

// run does something with the store and reads the list again.
func (p *page) run(do func(context.Context) error, done func()) {
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, do(ctx) },
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			done()
			p.reload()
			p.h.Changed()
		},
	})
}

// name keeps the present text under a name.
func (e *editor) name(text string) {
	id := e.draft.ID
	e.p.run(func(ctx context.Context) error {
		_, err := e.p.d.NameVersion(ctx, id, oneLine(text))
		return err
	}, func() {
		e.p.h.Toast(kit.Toast{Text: e.p.h.Lang.T("drafts.version.saved")})
		if e.on() {
			e.check()
		}
	})
}
