package acts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// commands lists what the page can do, with what would be refused disabled.
func (p *page) commands() []kit.Command {
	return slices.Concat(p.tabCommands(), p.readingCommands(), p.deedCommands(), p.lifeCommands(), p.placeCommands(), kit.PageCommands("acts.", p.onShow))
}

// able tells of the act on show whether something may be done.
func (p *page) able(may func(reading) bool) func() bool {
	return func() bool {
		x, ok := p.reading()
		return ok && may(x)
	}
}

// can is able by what the desk would let this person do.
func (p *page) can(pick func(desk.Abilities) bool) func() bool {
	return p.able(func(x reading) bool { return pick(x.can) })
}

// tabCommands show what there is of the act on show.
func (p *page) tabCommands() []kit.Command {
	var out []kit.Command
	for _, t := range []struct{ id, key string }{
		{tabText, "act.tab.text"}, {tabHistory, "act.tab.history"}, {tabKin, "act.tab.lineage"}, {tabTalk, "act.tab.discussion"}, {tabFiles, "act.tab.attachments"},
	} {
		out = append(out, kit.Command{
			ID: "acts.tab_" + t.id, TitleKey: t.key, Enabled: p.able(func(reading) bool { return true }),
			Run: func() {
				p.panes.read()
				p.reader.turn(t.id)
				p.reader.focus()
			},
		})
	}
	return out
}

// readingCommands are those of who reads.
func (p *page) readingCommands() []kit.Command {
	always := p.able(func(reading) bool { return true })
	return []kit.Command{
		{
			ID: "acts.reuse", TitleKey: "cmd.reuse", Icon: icon(theme.ContentRedoIcon()), Run: func() { p.reuse(false) },
			Enabled: p.able(func(x reading) bool { return x.view.Act.Returned == nil }),
		},
		{ID: "acts.amend", TitleKey: "cmd.amend", Icon: icon(theme.DocumentCreateIcon()), Run: p.amend, Enabled: always},
		{
			ID: "acts.carry", TitleKey: "cmd.carry", Icon: icon(theme.MoveUpIcon()), Run: func() { p.reuse(true) },
			Enabled: p.able(func(x reading) bool {
				return x.view.Act.Returned == nil && (x.view.Act.Level == civic.Municipal || x.view.Act.Level == civic.Provincial)
			}),
		},
		{
			ID: "acts.newer", TitleKey: "cmd.newer", Icon: icon(theme.ViewRefreshIcon()), Run: p.newer,
			Enabled: p.able(func(x reading) bool { return len(x.newer.Items) > 0 }),
		},
		{ID: "acts.similar", TitleKey: "cmd.similar", Run: p.similarActs, Enabled: always},
		{
			ID: "acts.sponsor", TitleKey: "cmd.sponsor", Icon: icon(theme.AccountIcon()), Run: p.sponsor,
			Enabled: p.able(func(x reading) bool { return x.can.Sponsor && undecided(x) && !standing(x) }),
		},
		{
			ID: "acts.unsponsor", TitleKey: "cmd.unsponsor", Icon: icon(theme.AccountIcon()), Run: p.unsponsor,
			Enabled: p.able(func(x reading) bool { return ownSponsor(x) != nil }),
		},
		{
			ID: "acts.useful", TitleKey: "cmd.useful", Icon: kit.Icon("useful"), Run: func() { p.markUseful(true) },
			Enabled: p.able(func(x reading) bool { return x.can.Useful && !x.view.Useful }),
		},
		{
			ID: "acts.not_useful", TitleKey: "cmd.not_useful", Icon: kit.ColoredIcon("useful", theme.ColorNamePrimary),
			Run: func() { p.markUseful(false) }, Enabled: p.able(func(x reading) bool { return x.view.Useful }),
		},
		{ID: "acts.copy_text", TitleKey: "cmd.copy_text", Icon: icon(theme.ContentCopyIcon()), Run: p.copyText, Enabled: always},
		{
			ID: "acts.copy_link", TitleKey: "cmd.copy_link", Icon: icon(theme.MailSendIcon()), Run: p.copyLink,
			Enabled: p.able(func(x reading) bool { return link(x) != "" }),
		},
		{
			ID: "acts.export_pdf", TitleKey: "cmd.export_pdf", Icon: icon(theme.DownloadIcon()), Shortcut: kit.Ctrl(fyne.KeyP),
			Run: p.exportPDF, Enabled: always,
		},
		{
			ID: "acts.export", TitleKey: "cmd.export", Icon: icon(theme.DownloadIcon()), Shortcut: kit.CtrlShift(fyne.KeyE),
			Run: p.export, Enabled: func() bool { _, ok := p.reading(); return ok || len(p.chosen) > 1 },
		},
		{
			ID: "acts.dossier", TitleKey: "cmd.dossier", Icon: icon(theme.FolderIcon()), Run: p.dossier,
			Enabled: func() bool { return len(p.chosen) > 0 },
		},
		{
			ID: "acts.preview", TitleKey: "cmd.preview", Icon: icon(theme.VisibilityIcon()), Run: func() { p.reader.preview.open() },
			Enabled: p.able(func(reading) bool { return !p.reader.previews }),
		},
		{
			ID: "acts.close_preview", TitleKey: "acts.close_preview", Icon: icon(theme.VisibilityOffIcon()),
			Run: func() { p.reader.preview.close() }, Enabled: p.able(func(reading) bool { return p.reader.previews }),
		},
		{
			ID: "acts.print", TitleKey: "preview.print", Icon: icon(theme.DocumentPrintIcon()), Run: p.printPDF, Enabled: always,
		},
		{ID: "acts.norms", TitleKey: "cmd.norms", Icon: icon(theme.DocumentIcon()), Run: p.showNorms, Enabled: always},
		{
			ID: "acts.selectable", TitleKey: "cmd.selectable", Run: p.toggleSelectable, Enabled: always,
		},
	}
}

// deedCommands change an act, or what hangs on it.
func (p *page) deedCommands() []kit.Command {
	return []kit.Command{
		{
			ID: "acts.revise", TitleKey: "acts.revise", Icon: icon(theme.DocumentCreateIcon()), Run: p.revise,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Revise || a.Prepare }),
			Becomes: func() string {
				if p.can(func(a desk.Abilities) bool { return a.Prepare })() {
					return "drafts.revise_group"
				}
				return ""
			},
		},
		{
			ID: "acts.undo_publish", TitleKey: "acts.undo_publish", Icon: icon(theme.ContentUndoIcon()), Run: p.undo,
			Enabled: p.able(func(x reading) bool { return x.can.Withdraw && p.undoes(x) }),
		},
		{
			ID: "acts.withdraw", TitleKey: "cmd.withdraw", Icon: icon(theme.DeleteIcon()), Run: p.withdraw,
			Enabled: p.able(func(x reading) bool { return x.can.Withdraw && !p.undoes(x) }),
		},
		{ID: "acts.pin", TitleKey: "acts.pin", Icon: icon(theme.DownloadIcon()), Run: p.pin, Enabled: p.able(func(reading) bool { return true })},
		{
			ID: "acts.event", TitleKey: "cmd.record_event", Icon: icon(theme.ContentAddIcon()), Run: p.recordEvent,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Event }),
		},
		{
			ID: "acts.invite", TitleKey: "call.invite", Icon: icon(theme.MailForwardIcon()), Run: p.invite,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Invite }),
		},
		{
			ID: "acts.return", TitleKey: "cmd.return", Icon: icon(theme.MailReplyIcon()), Run: p.returnAct,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Return }),
		},
		{
			ID: "acts.redact", TitleKey: "acts.redact", Icon: icon(theme.VisibilityOffIcon()), Run: p.redactAct,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Redact }),
		},
		{
			ID: "acts.reinstate", TitleKey: "acts.reinstate", Icon: icon(theme.ContentRedoIcon()), Run: p.reinstate,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Reinstate }),
		},
		{
			ID: "acts.thread_new", TitleKey: "cmd.new_thread", Icon: kit.Icon("thread"), Run: p.newThread,
			Enabled: p.can(func(a desk.Abilities) bool { return a.Discuss }),
		},
		{
			ID: "acts.send", TitleKey: "cmd.send", Shortcut: kit.Ctrl(fyne.KeyReturn), Run: func() { p.reader.talk.send() },
			Enabled: p.able(func(reading) bool { return p.reader.tab == tabTalk && p.reader.talk.canSend() }),
		},
	}
}

// placeCommands go about the page.
func (p *page) placeCommands() []kit.Command {
	return []kit.Command{
		{
			ID: "acts.central", TitleKey: "acts.central", Icon: icon(theme.SearchIcon()), Run: p.searchCentral,
			Enabled: func() bool { return p.list != nil && !p.query.open() && !p.away.asked },
		},
		{ID: "acts.order", TitleKey: "cmd.sort", Icon: icon(theme.MenuDropDownIcon()), Run: p.turnOrder, Enabled: p.built},
		{ID: "acts.filters", TitleKey: "acts.filters", Icon: icon(theme.ListIcon()), Run: func() { p.panes.toggleFacets() }, Enabled: p.built},
		{
			ID: "acts.clear", TitleKey: "facet.clear", Run: p.clearFilters,
			Enabled: func() bool { return p.list != nil && p.query.filters() > 0 },
		},
		{
			ID: "acts.choose", TitleKey: "acts.choose", Run: p.chooseThis,
			Enabled: p.able(func(x reading) bool { return p.rowOf(x.view.Record.ID) >= 0 }),
		},
		{ID: "acts.choose_all", TitleKey: "acts.choose_all", Run: p.chooseAll, Enabled: func() bool { return p.list != nil && p.local > 0 }},
		{ID: "acts.choose_none", TitleKey: "acts.choose_none", Run: p.chooseNone, Enabled: func() bool { return len(p.chosen) > 0 }},
		{
			ID: "acts.pane", TitleKey: "acts.next_pane", Shortcut: kit.Ctrl(fyne.KeyF6), Run: p.nextPane,
			Enabled: p.built,
		},
	}
}

func icon(r fyne.Resource) fyne.Resource { return theme.NewThemedResource(r) }

func (p *page) built() bool { return p.list != nil }

// reading is the act on show.
func (p *page) reading() (reading, bool) {
	if p.reader == nil || p.reader.known == nil {
		return reading{}, false
	}
	return *p.reader.known, true
}

// undoes tells whether taking the act back now is the undo of its publication:
// it has not left yet, or nobody can have read it on a public page.
func (p *page) undoes(x reading) bool {
	return x.view.Record.Version == 0 || p.h.Now().Before(x.view.Act.Published.Add(civic.UndoWindow))
}

// focus is where the keyboard goes when the page is opened: to the act that was
// asked for, else to the list.
func (p *page) focus() {
	if p.reader.id != "" && p.list.Current() < 0 {
		p.h.Window.Canvas().Focus(p.reader.paper)
		return
	}
	p.focusList()
}

func (p *page) focusSearch() {
	if p.panes.single() {
		p.panes.browse()
	}
	p.h.Window.Canvas().Focus(p.entry)
}

func (p *page) focusList() {
	p.panes.browse()
	if len(p.rows) > 0 && !p.panes.filtering {
		p.h.Window.Canvas().Focus(p.list)
	} else {
		p.h.Window.Canvas().Focus(p.entry)
	}
}

// leaveFilters goes from search or filters to the list.
func (p *page) leaveFilters() {
	p.panes.closeFilters()
	p.focusList()
}

// nextPane goes round search, list, reader and filters.
func (p *page) nextPane() {
	c := p.h.Window.Canvas()
	switch c.Focused() {
	case p.entry:
		p.focusList()
	case p.list:
		if p.reader.known == nil {
			p.focusSearch()
			return
		}
		p.panes.read()
		p.reader.focus()
	case p.facets.List():
		p.focusSearch()
	default:
		if p.panes.filters() {
			c.Focus(p.facets.List())
			return
		}
		p.focusSearch()
	}
}
