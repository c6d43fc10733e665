package shell

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// commands are those of the window itself, whatever page is on show.
func (s *Shell) commands() []kit.Command {
	go1 := func(id, route string, key fyne.KeyName) kit.Command {
		return kit.Command{ID: "go." + id, TitleKey: "nav." + id, Shortcut: kit.Ctrl(key), Run: func() { s.Go(route) }}
	}
	return []kit.Command{
		go1("today", "today", fyne.Key1), go1("acts", "acts", fyne.Key2), go1("drafts", "drafts", fyne.Key3),
		go1("spaces", "spaces", fyne.Key4), go1("outbox", "outbox", fyne.Key5), go1("settings", "settings", fyne.Key6),
		{ID: "draft.new", TitleKey: "cmd.draft_new", Shortcut: kit.Ctrl(fyne.KeyN), Run: func() { s.Go("drafts/new") }},
		{ID: "draft.import", TitleKey: "cmd.import", Shortcut: kit.CtrlShift(fyne.KeyI), Run: func() { s.Go("drafts/import") }},
		{ID: "palette", TitleKey: "cmd.palette", Shortcut: kit.Ctrl(fyne.KeyK), Run: s.palette.show},
		{ID: "search", TitleKey: "cmd.search", Shortcut: kit.Ctrl(fyne.KeyF), Run: s.search},
		{ID: "back", TitleKey: "cmd.back", Shortcut: kit.Alt(fyne.KeyLeft), Run: s.back},
		{ID: "forward", TitleKey: "cmd.forward", Shortcut: kit.Alt(fyne.KeyRight), Run: s.forward},
		{ID: "sync", TitleKey: "cmd.sync", Shortcut: kit.Ctrl(fyne.KeyR), Run: s.syncNow},
		{ID: "undo", TitleKey: "cmd.undo_last", Run: func() { s.toasts.Act() }},
		{ID: "theme", TitleKey: "cmd.theme", Run: s.nextTheme},
		{ID: "go.bin", TitleKey: "nav.bin", Run: func() { s.Go("bin") }, Enabled: func() bool { return !s.at("outbox") }}, // which has it in its menu
		{ID: "go.sittings", TitleKey: "nav.sittings", Run: func() { s.Go("sittings") }, Enabled: func() bool { return s.index("sittings") >= 0 }},
		{ID: "go.deadlines", TitleKey: "nav.deadlines", Run: func() { s.Go("deadlines") }, Enabled: func() bool { return s.index("deadlines") >= 0 }},
		{ID: "go.calls", TitleKey: "nav.calls", Run: func() { s.Go("calls") }},
		{ID: "go.groups", TitleKey: "group.title", Run: func() { s.Go("drafts/groups") }, Enabled: func() bool { return !s.at("drafts") }}, // which has it in its menu
		{ID: "go.keys", TitleKey: "settings.keys", Run: func() { s.Go("settings/keys") }},
		{ID: "go.data", TitleKey: "settings.data", Run: func() { s.Go("settings/data") }},
		{ID: "go.doctor", TitleKey: "cmd.doctor", Run: func() { s.Go("settings/diagnostics") }},
		{ID: "lock", TitleKey: "cmd.lock", Run: s.hide, Enabled: func() bool { return s.lock.after > 0 }},
	}
}

// at tells whether a page is on show, whatever is open in it.
func (s *Shell) at(page string) bool { return s.current >= 0 && s.index(page) == s.current }

// run guards a command: shortcuts of the menu fire even under a dialog. Under
// the assistant none runs; the palette's own shortcut also closes it.
func (s *Shell) run(c kit.Command) func() {
	return func() {
		if !c.Can() || s.assistant != nil || s.lock.on {
			return
		}
		s.used()
		closing := c.ID == "palette" && s.palette.box.Visible()
		if s.window.Canvas().Overlays().Top() != nil && !closing {
			return
		}
		c.Run()
	}
}

// buildMenu makes the menu bar for the page on show. Shortcuts live here: they
// fire whatever has the focus.
func (s *Shell) buildMenu() {
	if s.lock.on {
		return
	}
	l := s.o.Lang
	all := s.commands()
	item := func(id string) *fyne.MenuItem {
		c, _ := kit.Find(all, id)
		return s.menuItem(c)
	}
	sep := fyne.NewMenuItemSeparator
	file := fyne.NewMenu(l.T("menu.file"), item("draft.new"), item("draft.import"), sep(), item("sync"))
	edit := fyne.NewMenu(l.T("menu.edit"), item("undo"), sep(), item("search"))
	view := fyne.NewMenu(l.T("menu.view"), item("theme"), item("lock"))
	move := fyne.NewMenu(l.T("menu.go"),
		item("go.today"), item("go.acts"), item("go.drafts"), item("go.spaces"), item("go.outbox"), item("go.settings"),
		sep(), item("go.sittings"), item("go.deadlines"), item("go.calls"),
		sep(), item("back"), item("forward"), sep(), item("palette"))
	quit := fyne.NewMenuItem(l.T("cmd.quit"), s.Quit)
	quit.IsQuit, quit.Shortcut = true, kit.Ctrl(fyne.KeyQ)
	file.Items = append(file.Items, sep(), quit)
	menus := []*fyne.Menu{file, edit, view, move}
	if s.current >= 0 {
		page := s.places[s.current].page
		s.called = titles(page.Commands)
		if items := kit.MenuItems(l, page.Commands, page.Groups, s.menuItem); len(items) > 0 {
			menus = append(menus, fyne.NewMenu(page.Title(), items...))
		}
	}
	help := fyne.NewMenu(l.T("menu.help"), fyne.NewMenuItem(l.T("cmd.about"), func() { s.Go("settings/about") }),
		fyne.NewMenuItem(l.T("cmd.doctor"), func() { s.Go("settings/diagnostics") }))
	s.window.SetMainMenu(fyne.NewMainMenu(append(menus, help)...))
}

// renamed makes the menu bar anew where the page's commands are called otherwise
// than when it was made.
func (s *Shell) renamed() {
	if s.current >= 0 && !slices.Equal(s.called, titles(s.places[s.current].page.Commands)) {
		s.buildMenu()
	}
}

// titles are the keys of what the menu calls the commands; empty: not listed.
func titles(commands []kit.Command) []string {
	out := make([]string, len(commands))
	for i, c := range commands {
		if c.Listed() {
			out[i] = c.Key()
		}
	}
	return out
}

// menuItem is a command of the menu bar; nil: it is not listed now.
func (s *Shell) menuItem(c kit.Command) *fyne.MenuItem {
	if !c.Listed() {
		return nil
	}
	m := fyne.NewMenuItem(s.o.Lang.T(c.Key()), s.run(c))
	if c.Shortcut != nil {
		m.Shortcut = c.Shortcut
	}
	m.Icon = c.Icon
	return m
}

func (s *Shell) search() {
	if s.current >= 0 && s.places[s.current].page.Search != nil {
		s.places[s.current].page.Search()
		return
	}
	s.Go("acts")
	if s.current < 0 {
		return
	}
	if p := s.places[s.current].page; p.Search != nil {
		p.Search()
	}
}

func (s *Shell) syncNow() {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.SyncResult]{
		Title: s.o.Lang.T("work.sync"), Slot: "shell.sync",
		Run: func(ctx context.Context, progress kit.Progress) (civic.SyncResult, error) {
			return s.o.Desk.Sync(ctx, func(p civic.Progress) { progress(int(p.Done), int(p.Total)) })
		},
		Done: func(r civic.SyncResult, err error) {
			if err != nil {
				s.host.Fail(err)
				return
			}
			s.toasts.Add(kit.Toast{Text: s.o.Lang.T("sync.done")})
		},
	})
}

// nextTheme goes round system, light, dark and high contrast, and keeps it.
func (s *Shell) nextTheme() {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.Settings]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Settings, error) {
			return s.o.Desk.ChangeSettings(ctx, func(set *civic.Settings) error {
				all := kit.Variants()
				at := 0
				for i, v := range all {
					if string(v) == set.Theme {
						at = i
					}
				}
				set.Theme = string(all[(at+1)%len(all)])
				return nil
			})
		},
		Done: func(set civic.Settings, err error) {
			if err != nil {
				s.host.Fail(err)
				return
			}
			s.o.Look(set)
		},
	})
}
