package today

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/outfile"
	"scranno/ui/kit"
)

// Drafting begins the act that a passed term calls for.
type Drafting interface {
	NewDraft(ctx context.Context, c civic.Content) (civic.Draft, error)
}

// CalendarFile is the calendar's name in the folder of exports. It is one file,
// written over: a calendar program that reads it follows its changes.
const CalendarFile = "Scadenze Scranno.ics"

// deadlines is the page "Scadenze".
type deadlines struct {
	d    Drafting
	c    Terms
	h    *kit.Host
	q    council.DeadlineQuery
	all  []council.DeadlineView
	list *kit.KeyList
	side *fyne.Container
	main *fyne.Container
	body fyne.CanvasObject
	none fyne.CanvasObject

	asked bool // the keyboard was to come here, and there was nothing yet
}

// NewDeadlines makes the page "Scadenze": every open term with where it comes
// from, what one writes when it has passed, and the calendar.
func NewDeadlines(d Drafting, c Terms, h *kit.Host) kit.Page {
	p := &deadlines{d: d, c: c, h: h}
	has := func(test func(council.DeadlineView) bool) func() bool {
		return func() bool { x, ok := p.current(); return ok && test(x) }
	}
	remedy := func(id string, r council.Remedy) kit.Command {
		return kit.Command{
			ID: "terms." + id, TitleKey: "deadline.remedy." + string(r), Icon: theme.NewThemedResource(theme.DocumentCreateIcon()),
			Run: p.remedy, Enabled: has(func(x council.DeadlineView) bool { return x.Remedy == r }),
		}
	}
	return kit.Page{
		Route: "deadlines", Title: func() string { return h.Lang.T("nav.deadlines") },
		Build: p.build, Reload: p.reload, Shown: p.reload,
		Focus: func() {
			if p.asked = p.list == nil || len(p.all) == 0; !p.asked {
				h.Window.Canvas().Focus(p.list)
			}
		},
		Commands: []kit.Command{
			{ID: "terms.open", TitleKey: "terms.open", Run: p.open, Enabled: has(func(council.DeadlineView) bool { return true })},
			remedy("reminder", council.Reminder), remedy("notice", council.FormalNotice), remedy("verify", council.Verification),
			{ID: "terms.hide", TitleKey: "terms.hide", Run: func() { p.hide(true) }, Enabled: has(func(x council.DeadlineView) bool { return !x.Hidden })},
			{ID: "terms.show", TitleKey: "terms.show", Run: func() { p.hide(false) }, Enabled: has(func(x council.DeadlineView) bool { return x.Hidden })},
			{ID: "terms.calendar", TitleKey: "terms.calendar", Icon: theme.NewThemedResource(theme.DownloadIcon()), Run: p.calendar},
		},
	}
}

func (p *deadlines) build() fyne.CanvasObject {
	l := p.h.Lang
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(termRow(p.h, p.all[i])) },
		Label:     func(i int) string { return p.all[i].Subject },
		OnCurrent: func(int) { p.show() },
		OnOpen:    func(int) { p.open() },
	})
	home := kit.NewCheck(l.T("terms.home"), func(on bool) { p.q.Home = on; p.reload() })
	hidden := kit.NewCheck(l.T("terms.hidden"), func(on bool) { p.q.Hidden = on; p.reload() })
	title := kit.NewHighlightText(l.T("nav.deadlines"), kit.TextLook{Size: 22, Bold: true})
	write := kit.NewButton(l.T("terms.calendar"), theme.NewThemedResource(theme.DownloadIcon()), p.calendar)
	head := container.NewVBox(
		container.NewBorder(nil, nil, nil, write, container.New(layout.NewCustomPaddedLayout(6, 0, 0, 0), title)),
		container.New(layout.NewRowWrapLayout(), home, hidden),
	)
	p.side = container.NewStack()
	p.body = p.h.Split("deadlines", p.list, p.side, 460, nil)
	p.none = kit.NewEmptyState(kit.EmptyView{Icon: "clock", Text: l.T("terms.empty"), Hint: l.T("terms.empty_hint")})
	p.main = container.NewStack()
	return kit.NewFrame(container.New(layout.NewCustomPaddedLayout(12, 4, 14, 14), head), nil, nil, nil, p.main)
}

func (p *deadlines) put(o fyne.CanvasObject) {
	p.main.Objects = []fyne.CanvasObject{o}
	p.main.Refresh()
}

func (p *deadlines) reload() {
	if p.list == nil {
		return
	}
	q := p.q
	kit.Do(context.Background(), p.h.Work, kit.Job[[]council.DeadlineView]{
		Slot: "deadlines",
		Run: func(ctx context.Context, _ kit.Progress) ([]council.DeadlineView, error) {
			if err := renewCalendar(ctx, p.c, p.h); err != nil {
				return nil, err
			}
			all, _, err := p.c.Deadlines(ctx, q)
			return all, err
		},
		Done: func(all []council.DeadlineView, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			p.set(all)
		},
	})
}

func (p *deadlines) set(all []council.DeadlineView) {
	was, _ := p.current()
	p.all = all
	if len(all) == 0 {
		p.put(p.none)
		return
	}
	p.put(p.body)
	p.list.Reload()
	at := 0
	for i, x := range all {
		if x.Key() == was.Key() {
			at = i
		}
	}
	p.list.SetCurrent(at)
	p.show()
	if p.asked && p.h.Window.Canvas().Focused() == nil {
		p.h.Window.Canvas().Focus(p.list)
	}
	p.asked = false
}

func (p *deadlines) current() (council.DeadlineView, bool) {
	if p.list == nil || p.list.Current() < 0 || p.list.Current() >= len(p.all) {
		return council.DeadlineView{}, false
	}
	return p.all[p.list.Current()], true
}

// show puts the chosen term at the side, with what can be done.
func (p *deadlines) show() {
	x, ok := p.current()
	if !ok {
		return
	}
	l := p.h.Lang
	text := func(s string, bold bool) fyne.CanvasObject {
		label := widget.NewLabelWithStyle(s, fyne.TextAlignLeading, fyne.TextStyle{Bold: bold})
		label.Wrapping = fyne.TextWrapWord
		return label
	}
	column := container.NewVBox(
		text(x.Subject, true),
		text(l.T("deadline.kind."+string(x.Kind))+": "+l.Day(x.Due)+" – "+leftWords(l, x), false),
	)
	if x.Source != "" {
		column.Add(text(sentence(fromWords(l, x)), false))
	}
	if feast := feastWords(l, x); feast != "" {
		column.Add(text(sentence(feast), false))
	}
	if x.Point != "" {
		column.Add(text("«"+bare(x.Point)+"»", false))
	}
	buttons := container.NewVBox()
	add := func(b *kit.Button) { buttons.Add(container.NewHBox(b)) }
	if x.Remedy != council.NoRemedy {
		add(kit.NewPrimaryButton(l.T("deadline.remedy."+string(x.Remedy)), nil, p.remedy))
	}
	add(kit.NewButton(l.T("terms.open"), nil, p.open))
	if x.Hidden {
		add(kit.NewButton(l.T("terms.show"), nil, func() { p.hide(false) }))
	} else {
		add(kit.NewButton(l.T("terms.hide"), nil, func() { p.hide(true) }))
	}
	column.Add(container.New(layout.NewCustomPaddedLayout(theme.InnerPadding(), 0, 0, 0), buttons))
	p.side.Objects = []fyne.CanvasObject{container.NewVScroll(kit.NewColumn(pageWidth, container.New(layout.NewCustomPaddedLayout(14, 14, 18, 18), column)))}
	p.side.Refresh()
}

func (p *deadlines) open() {
	if x, ok := p.current(); ok {
		p.h.Go(termRoute(x))
	}
}

// remedy begins the draft that a passed term calls for and opens it.
func (p *deadlines) remedy() {
	x, ok := p.current()
	if !ok {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
			c, err := p.c.Remedy(ctx, x)
			if err != nil {
				return civic.Draft{}, err
			}
			return p.d.NewDraft(ctx, c)
		},
		Done: func(d civic.Draft, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Toast(kit.Toast{Text: p.h.Lang.T("terms.drafted")})
			p.h.Go("drafts/" + string(d.ID))
		},
	})
}

func (p *deadlines) hide(on bool) {
	x, ok := p.current()
	if !ok {
		return
	}
	l := p.h.Lang
	set := func(on bool, after func()) {
		kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
			Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
				return struct{}{}, p.c.HideDeadline(ctx, x.Deadline, on)
			},
			Done: func(_ struct{}, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				after()
				p.reload()
				p.h.Changed()
			},
		})
	}
	set(on, func() {
		if on {
			p.h.Toast(kit.Toast{Text: l.T("terms.hidden_toast"), Action: l.T("button.undo"), Run: func() { set(false, func() {}) }})
		}
	})
}

// calendar writes the file for calendar programs.
func (p *deadlines) calendar() {
	l := p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[string]{
		Title: l.T("terms.calendar"),
		Run:   func(ctx context.Context, _ kit.Progress) (string, error) { return writeCalendar(ctx, p.c, p.h) },
		Done: func(path string, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Toast(kit.Toast{
				Text: l.T("terms.calendar_done", "file", filepath.Base(path)), Action: l.T("button.open_folder"), Run: func() {
					if err := p.h.OpenFile(p.h.Exports); err != nil {
						p.h.Fail(err)
					}
				},
			})
		},
	})
}

func writeCalendar(ctx context.Context, c Terms, h *kit.Host) (string, error) {
	const op = "calendar.write"
	raw, err := c.Calendar(ctx, calendarWords(h.Lang))
	if err != nil {
		return "", err
	}
	path := filepath.Join(h.Exports, CalendarFile)
	if err := os.MkdirAll(h.Exports, 0o700); err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	f, err := outfile.Begin(h.Exports)
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	if _, err := f.Write(raw); err != nil {
		return "", civic.WrapError(civic.Internal, op, errors.Join(err, f.Drop()))
	}
	return path, civic.WrapError(civic.Internal, op, f.End(0o600, path))
}

// renewCalendar writes the calendar again where the person once asked for it.
func renewCalendar(ctx context.Context, c Terms, h *kit.Host) error {
	_, err := os.Stat(filepath.Join(h.Exports, CalendarFile))
	if errors.Is(err, fs.ErrNotExist) || h.Exports == "" {
		return nil
	}
	if err == nil {
		_, err = writeCalendar(ctx, c, h)
	}
	return err
}
