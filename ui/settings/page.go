package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	Account
	Keyring
	Devices
	Computer
}

// Account is who one is here, and what one chose.
type Account interface {
	Profile(ctx context.Context) (civic.Profile, error)
	Actor(ctx context.Context) (civic.Actor, error)
	SignedIn(ctx context.Context) (civic.SignInState, error)
	Disconnect(ctx context.Context) error
	Channels(ctx context.Context) ([]civic.ChannelState, error)
	Keep(ctx context.Context, regions []civic.Region, years int) error
	Doctor(ctx context.Context) ([]civic.Finding, error)
	Settings(ctx context.Context) (civic.Settings, error)
	ChangeSettings(ctx context.Context, change func(*civic.Settings) error) (civic.Settings, error)
	// TellAllCalls: also of invitations that concern nothing the person follows.
	TellAllCalls(ctx context.Context, on bool) error
}

// Computer is what the screen asks about what stands on this computer.
type Computer interface {
	Parting(ctx context.Context) (desk.Parting, error)
	Pins(ctx context.Context) ([]civic.PinState, error)
	Unpin(ctx context.Context, act civic.ID) error
	Sweep(ctx context.Context, c civic.Channel) error
	KeepSwept(ctx context.Context, c civic.Channel) error
	FetchRule(ctx context.Context, rule civic.FetchRule) error
	SetLock(ctx context.Context, minutes int, former, word string) error
}

// Program is what only the program can do.
type Program struct {
	Look    func(civic.Settings) // applies theme and text size
	Connect func()               // opens the assistant
	Home    string               // the folder of this profile
	// Wipe removes the data, those written out to Exports too where asked, and
	// ends; nil: not offered.
	Wipe    func(exports bool)
	Exports string // the folder for what is written out
	Credit  string // of the gazetteer, as its licence asks
	// Languages are those of the screens.
	Languages []string
	Council   Council // nil: nothing is kept of one's own council
}

type page struct {
	d       Desk
	h       *kit.Host
	program Program
	list    *kit.KeyList
	side    *fyne.Container
	current int
	keysAre []desk.KeyView // as the section of keys shows them
}

// section is a part of the screen, built from what it reads.
type section struct {
	id    string
	title string // key
	build func(p *page)
}

func sections() []section {
	return []section{
		{"profile", "settings.profile", (*page).profile},
		{"council", "settings.council", (*page).council},
		{"account", "settings.account", (*page).account},
		{"keys", "settings.keys", (*page).keys},
		{"offline", "settings.offline", (*page).offline},
		{"files", "settings.files", (*page).files},
		{"notices", "settings.notices", (*page).notices},
		{"appearance", "settings.appearance", (*page).appearance},
		{"lock", "settings.lock", (*page).lock},
		{"data", "settings.data", (*page).data},
		{"diagnostics", "settings.diagnostics", (*page).diagnostics},
		{"about", "settings.about", (*page).about},
	}
}

// New makes the page.
func New(d Desk, h *kit.Host, program Program) kit.Page {
	p := &page{d: d, h: h, program: program}
	return kit.Page{
		Route: "settings", Title: func() string { return h.Lang.T("nav.settings") }, Parts: parts(),
		Build: p.build, Open: p.open, Shown: func() { p.choose(p.current) },
		Focus: func() { h.Window.Canvas().Focus(p.list) }, Reload: p.reload,
	}
}

// parts names the sections for who looks for one.
func parts() (out []kit.Part) {
	for _, s := range sections() {
		out = append(out, kit.Part{Route: s.id, TitleKey: s.title})
	}
	return out
}

func (p *page) build() fyne.CanvasObject {
	all := sections()
	p.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(1) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(kit.RowView{Title: p.h.Lang.T(all[i].title)}) },
		Label:     func(i int) string { return p.h.Lang.T(all[i].title) },
		OnCurrent: p.choose,
		RowHeight: 44,
	})
	p.side = container.NewStack()
	p.list.SetCurrent(p.current)
	return p.h.Split("settings", p.list, p.side, 300, nil)
}

func (p *page) open(rest string) {
	for i, s := range sections() {
		if s.id == rest && i != p.current {
			p.list.SetCurrent(i)
			p.choose(i)
		}
	}
}

func (p *page) choose(i int) {
	if i < 0 || i >= len(sections()) {
		return
	}
	p.current = i
	sections()[i].build(p)
}

// reload shows the keys again where another computer has asked meanwhile; what is
// being typed in other sections stays.
func (p *page) reload() {
	if p.side == nil || sections()[p.current].id != "keys" {
		return
	}
	load(p, p.d.Keys, func(r desk.KeyRing) {
		same := slices.EqualFunc(r.Keys, p.keysAre, func(a, b desk.KeyView) bool {
			return a.ID == b.ID && a.Believed == b.Believed && a.Revoked == b.Revoked
		})
		if !same {
			p.showKeys(r)
		}
	})
}

// put shows a section's parts under its title.
func (p *page) put(parts ...fyne.CanvasObject) {
	title := kit.NewHighlightText(p.h.Lang.T(sections()[p.current].title), kit.TextLook{Size: 20, Bold: true})
	all := []fyne.CanvasObject{indented(title)}
	for _, o := range parts {
		if _, label := o.(*widget.Label); !label {
			o = indented(o) // labels bring their own
		}
		all = append(all, o)
	}
	column := kit.NewColumn(columnWidth, container.New(layout.NewCustomPaddedLayout(12, 12, 8, 8), container.NewVBox(all...)))
	p.side.Objects = []fyne.CanvasObject{container.NewVScroll(column)}
	p.side.Refresh()
}

// columnWidth is as wide as the sections get.
const columnWidth = 720

// indented stands at the edge that the text of labels has.
func indented(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, theme.InnerPadding(), 0), o)
}

func text(s string) *widget.Label {
	l := widget.NewLabel(s)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// load reads what a section shows and shows it, unless another was chosen
// meanwhile.
func load[T any](p *page, run func(context.Context) (T, error), show func(T)) {
	at := p.current
	kit.Do(context.Background(), p.h.Work, kit.Job[T]{
		Slot: "settings",
		Run:  func(ctx context.Context, _ kit.Progress) (T, error) { return run(ctx) },
		Done: func(v T, err error) {
			if at != p.current {
				return
			}
			if err != nil {
				p.side.Objects = []fyne.CanvasObject{kit.NewErrorPane(p.h.Lang, err, func() { p.choose(at) })}
				p.side.Refresh()
				return
			}
			show(v)
		},
	})
}

// do runs a change and shows the section again.
func (p *page) do(run func(context.Context) error, done func()) {
	at := p.current
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, run(ctx) },
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			if done != nil {
				done()
			}
			p.choose(at)
			p.h.Changed()
		},
	})
}
