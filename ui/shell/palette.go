package shell

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// palette is the box of Ctrl+K: commands, acts, drafts and spaces.
type palette struct {
	s     *Shell
	box   *kit.Palette
	found []kit.PaletteItem // acts, drafts and spaces
	asked string            // what they were asked for
	runs  map[string]func()
}

func newPalette(s *Shell) *palette {
	p := &palette{s: s}
	l := s.o.Lang
	p.box = kit.NewPalette(s.window.Canvas(), kit.PaletteOptions{
		Placeholder: l.T("palette.placeholder"), None: l.T("palette.none"), Rank: p.rank,
		Run: func(it kit.PaletteItem) {
			if run := p.runs[it.ID]; run != nil {
				run()
			}
		},
	})
	return p
}

func (p *palette) show() {
	if p.box.Visible() {
		p.box.Hide()
		return
	}
	p.found, p.asked = nil, ""
	p.box.Show()
}

// rank gives the commands at once and asks for the rest beside.
func (p *palette) rank(query string) []kit.PaletteItem {
	l := p.s.o.Lang
	p.runs = map[string]func(){}
	commands := p.s.commands()
	if p.s.current >= 0 {
		commands = append(commands, p.s.places[p.s.current].page.Commands...)
	}
	commands = slices.DeleteFunc(commands, func(c kit.Command) bool { return c.ID == "palette" || !c.Can() })
	titles := make([]string, 0, len(commands))
	for _, c := range commands {
		titles = append(titles, l.T(c.Key()))
	}
	var items []kit.PaletteItem
	for _, m := range p.s.o.Desk.Fuzzy(plain(query), titles) {
		c := commands[m.Index]
		it := kit.PaletteItem{ID: "command:" + c.ID, Title: titles[m.Index], Marks: marks(m.Spans), Detail: l.T("palette.command"), Icon: c.Icon}
		if c.Shortcut != nil {
			it.Right = shortcutText(l, c.Shortcut)
		}
		p.runs[it.ID] = p.s.run(c)
		items = append(items, it)
	}
	items = append(items, p.parts(query)...)
	for _, it := range p.fitting(query) {
		route := it.ID
		p.runs[it.ID] = func() { p.s.Go(route) }
		items = append(items, it)
	}
	p.look(query)
	return items
}

// parts gives the places within pages that bear the name that is typed.
func (p *palette) parts(query string) (items []kit.PaletteItem) {
	if query == "" {
		return nil
	}
	l := p.s.o.Lang
	var routes, titles, pages []string
	for _, at := range p.s.places {
		name, _, _ := strings.Cut(at.page.Route, "/") // it may stand on one of them
		for _, part := range at.page.Parts {
			routes, titles, pages = append(routes, name+"/"+part.Route), append(titles, l.T(part.TitleKey)), append(pages, at.page.Title())
		}
	}
	for _, m := range p.s.o.Desk.Fuzzy(plain(query), titles) {
		if scattered(titles[m.Index], m.Spans) {
			continue
		}
		route := routes[m.Index]
		p.runs[route] = func() { p.s.Go(route) }
		items = append(items, kit.PaletteItem{ID: route, Title: titles[m.Index], Marks: marks(m.Spans), Detail: pages[m.Index], Icon: kit.Icon("settings")})
	}
	return items
}

// scattered tells letters found here and there in a title from words of it.
func scattered(title string, spans []desk.Span) bool {
	for i := 1; i < len(spans); i++ {
		if strings.TrimSpace(title[spans[i-1].To:spans[i].From]) != "" {
			return true
		}
	}
	return false
}

// plain leaves out apostrophes: on a keyboard they are straight, on the screen
// they are not.
func plain(query string) string { return strings.NewReplacer("'", "", "’", "").Replace(query) }

func marks(spans []desk.Span) []kit.Span {
	out := make([]kit.Span, len(spans))
	for i, m := range spans {
		out[i] = kit.Span{From: m.From, To: m.To, Kind: kit.Marked}
	}
	return out
}

// shortcutText writes a shortcut as the keys are labelled.
func shortcutText(l *kit.Lang, s *desktop.CustomShortcut) string {
	var b strings.Builder
	for _, m := range []struct {
		mod  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierSuper, "Cmd+"}, {fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, l.T("palette.key.shift") + "+"}} {
		if s.Modifier&m.mod != 0 {
			b.WriteString(m.name)
		}
	}
	switch s.KeyName {
	case fyne.KeyLeft:
		return b.String() + "←"
	case fyne.KeyRight:
		return b.String() + "→"
	case fyne.KeyUp:
		return b.String() + "↑"
	case fyne.KeyDown:
		return b.String() + "↓"
	case fyne.KeyReturn:
		return b.String() + l.T("palette.key.return")
	case fyne.KeyDelete:
		return b.String() + l.T("palette.key.delete")
	}
	return b.String() + string(s.KeyName)
}

// fitting gives what was found: for another query, until its answer is there,
// only what carries the name that is being typed.
func (p *palette) fitting(query string) []kit.PaletteItem {
	if query == p.asked || len(p.found) == 0 {
		return p.found
	}
	titles := make([]string, len(p.found))
	for i, it := range p.found {
		titles[i] = it.Title
	}
	var out []kit.PaletteItem
	if query != "" {
		for _, m := range p.s.o.Desk.Fuzzy(plain(query), titles) {
			out = append(out, p.found[m.Index])
		}
	}
	return out
}

// look asks the desk for things by that name; what comes back is ranked in.
func (p *palette) look(query string) {
	if query == "" {
		return
	}
	kit.Do(context.Background(), p.s.host.Work, kit.Job[[]kit.PaletteItem]{
		Slot: "shell.palette",
		Run: func(ctx context.Context, _ kit.Progress) ([]kit.PaletteItem, error) {
			return p.things(ctx, query)
		},
		Done: func(items []kit.PaletteItem, err error) {
			if err != nil || !p.box.Visible() || p.box.Query() != query || same(items, p.found) && query == p.asked {
				return
			}
			p.found, p.asked = items, query
			p.box.Update()
		},
	})
}

func same(a, b []kit.PaletteItem) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].ID != b[i].ID {
			return false
		}
	}
	return true
}

// things gives drafts and spaces whose name holds what was typed, then the acts
// where it is found, then names that hold its letters here and there.
func (p *palette) things(ctx context.Context, query string) ([]kit.PaletteItem, error) {
	l, d := p.s.o.Lang, p.s.o.Desk
	var near, far []kit.PaletteItem
	add := func(what, icon string, names []string, route func(i int) string) {
		for _, m := range d.Fuzzy(plain(query), names) {
			it := kit.PaletteItem{ID: route(m.Index), Title: names[m.Index], Detail: what, Icon: kit.Icon(icon)}
			if strings.Contains(strings.ToLower(it.Title), strings.ToLower(query)) {
				near = append(near, it)
			} else {
				far = append(far, it)
			}
		}
	}
	drafts, err := d.DraftLines(ctx)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(drafts))
	for i, dr := range drafts {
		if dr.Plain != nil {
			names[i] = dr.Plain.Subject
		}
	}
	add(l.T("palette.draft"), "drafts", names, func(i int) string { return "drafts/" + string(drafts[i].ID) })
	spaces, err := d.Spaces(ctx)
	if err != nil {
		return nil, err
	}
	names = make([]string, len(spaces))
	for i, s := range spaces {
		names[i] = s.Space.Title
	}
	add(l.T("palette.space"), "spaces", names, func(i int) string { return "spaces/" + string(spaces[i].ID) })
	acts, err := d.Acts(ctx, civic.ActQuery{Text: query, Limit: 8})
	if err != nil {
		return nil, err
	}
	for _, a := range acts.Hits {
		near = append(near, kit.PaletteItem{
			ID: "acts/" + string(a.ID), Title: a.Subject, Detail: l.T("act.kind."+string(a.Kind)) + " · " + a.BodyName,
			Right: l.ShortDay(a.Date, p.s.o.Now()), Icon: kit.KindIcon(string(a.Kind)),
		})
	}
	return append(near, far...), nil
}
