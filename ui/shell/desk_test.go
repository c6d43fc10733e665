package shell_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
	"scranno/ui/shell"
	"scranno/ui/uitest"
)

const (
	someAct    = civic.ID("11111111-1111-4111-8111-111111111111")
	someThread = civic.ID("22222222-2222-4222-8222-222222222222")
	someSpace  = civic.ID("33333333-3333-4333-8333-333333333333")
	me         = civic.ID("44444444-4444-4444-8444-444444444444")
)

// store is as much of a desk's copy as the window itself asks for; what a test
// needs beyond it is a panic, which the test sees as a trouble on the screen.
type store struct {
	desk.Store

	mu      sync.Mutex
	profile civic.Profile
	queue   []civic.Queued
	actor   civic.Actor
	acts    []civic.ActHit
	threads int           // readings of lists of threads
	kind    civic.ActKind // of the draft; empty: a motion
}

func (s *store) with(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *store) Profile(context.Context) (p civic.Profile, err error) {
	s.with(func() { p = s.profile })
	return p, nil
}

func (s *store) ChangeProfile(_ context.Context, change func(*civic.Profile) error) error {
	var err error
	s.with(func() { err = change(&s.profile) })
	return err
}

func (s *store) Stranded(context.Context) ([]civic.Stranded, error)        { return nil, nil }
func (s *store) DataVersion(context.Context) (int64, error)                { return 0, nil }
func (s *store) SharedDrafts(context.Context) ([]civic.SharedDraft, error) { return nil, nil }
func (s *store) BelievedKeys(context.Context) ([]civic.TrustedKey, error)  { return nil, nil }
func (s *store) FileTrouble(context.Context, []string) (map[string]civic.ErrorKind, error) {
	return nil, nil
}
func (s *store) ToSend(context.Context) ([]civic.Parcel, error)        { return nil, nil }
func (s *store) SealedRecords(context.Context) ([]civic.Record, error) { return nil, nil }
func (s *store) DrawnGroups(context.Context) ([]civic.Record, error)   { return nil, nil }
func (s *store) Codes(context.Context) ([]civic.GroupCode, error)      { return nil, nil }
func (s *store) Calls(context.Context, civic.CallQuery) ([]civic.CallView, error) {
	return nil, nil
}
func (s *store) Quiets(context.Context) ([]civic.Quiet, error)  { return nil, nil }
func (s *store) Binned(context.Context) ([]civic.Binned, error) { return nil, nil }

func (s *store) Channels(context.Context) ([]civic.ChannelState, error)   { return nil, nil }
func (s *store) Join(context.Context, []civic.Channel, bool) (int, error) { return 0, nil }
func (s *store) Leave(context.Context, ...civic.Channel) error            { return nil }
func (s *store) Pending(context.Context) (int, int, error)                { return 99, 99, nil }
func (s *store) History(context.Context, int) ([]civic.Queued, error)     { return nil, nil }
func (s *store) Words(context.Context, string, int) ([]string, error)     { return nil, nil }
func (s *store) Doctor(context.Context) ([]civic.Finding, error)          { return nil, nil }
func (s *store) Record(context.Context, civic.ID) (civic.Record, error) {
	return civic.Record{}, nowhere()
}

func (s *store) Act(context.Context, civic.ID) (civic.ActView, error) {
	return civic.ActView{}, nowhere()
}

func (s *store) Draft(context.Context, civic.ID) (civic.Draft, error) {
	return civic.Draft{}, nowhere()
}

func (s *store) BinnedDrafts(context.Context) ([]civic.Draft, error) { return nil, nil }

func (s *store) Versions(context.Context, civic.ID) ([]civic.DraftVersion, error) { return nil, nil }

func (s *store) Threads(context.Context, civic.ID) (out []civic.ThreadHit, err error) {
	return s.list(), nil
}

func (s *store) FindPosts(context.Context, string, int) ([]civic.PostView, error) { return nil, nil }

func (s *store) Look(ctx context.Context, fn func(context.Context, civic.World) error) error {
	return fn(ctx, world{s: s})
}

func nowhere() error { return civic.NewError(civic.NotFound, "test", "") }

func (s *store) list() []civic.ThreadHit {
	s.with(func() { s.threads++ })
	return []civic.ThreadHit{{ID: someThread, Thread: civic.Thread{Space: someSpace, Title: "Mensa scolastica"}, Posts: 1}}
}

func (s *store) Drafts(context.Context) ([]civic.Draft, error) {
	kind := civic.Motion
	s.with(func() { kind = cmp.Or(s.kind, kind) })
	return []civic.Draft{{ID: someAct, State: civic.DraftOpen, Plain: &civic.Content{Kind: kind, Subject: "Palestra comunale"}}}, nil
}

func (s *store) DraftLines(ctx context.Context) ([]civic.Draft, error) { return s.Drafts(ctx) }

func (s *store) Spaces(context.Context) ([]civic.SpaceHit, error) {
	return []civic.SpaceHit{{ID: someSpace, Space: civic.Space{Title: "Scuola", Access: civic.AccessPublic}, Joined: true, Threads: 1}}, nil
}

func (s *store) Announced(ctx context.Context) ([]civic.SpaceHit, error) { return s.Spaces(ctx) }

func (s *store) Posts(context.Context, civic.ID) ([]civic.PostView, civic.ThreadHit, error) {
	return []civic.PostView{{ID: me, Post: civic.Post{Text: "Chi ha un regolamento?"}, Author: "Ada Neri"}}, s.list()[0], nil
}

func (s *store) Acts(_ context.Context, q civic.ActQuery) (civic.ActResult, error) {
	var r civic.ActResult
	s.with(func() {
		for _, a := range s.acts {
			if q.Text == "" || strings.Contains(strings.ToLower(a.Subject), strings.ToLower(q.Text)) {
				r.Hits = append(r.Hits, a)
			}
		}
	})
	r.Total = len(r.Hits)
	return r, nil
}

func (s *store) Outbox(context.Context) (out []civic.Queued, err error) {
	s.with(func() { out = slices.Clone(s.queue) })
	return out, nil
}

// world knows who the person is.
type world struct {
	civic.World
	s *store
}

func (w world) Actor(context.Context, civic.ID) (a civic.Actor, err error) {
	w.s.with(func() { a = w.s.actor })
	if a.Person == "" {
		return a, civic.NewError(civic.Unknown, "test", "")
	}
	return a, nil
}

// central is what the desk reaches over the network.
type central struct {
	mu     sync.Mutex
	fail   error  // of the next sync or sign-in
	learns func() // what a sync brings
	syncs  int
	how    civic.SignInHow
	url    string
}

func (c *central) broken() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.fail
	c.fail = nil
	return err
}

func (c *central) breaks(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fail = err
}

func (c *central) Sync(_ context.Context, progress func(civic.Progress)) (civic.SyncResult, error) {
	if err := c.broken(); err != nil {
		return civic.SyncResult{}, err
	}
	progress(civic.Progress{Done: 1, Total: 1})
	if c.learns != nil {
		c.learns()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.syncs++
	return civic.SyncResult{Complete: true}, nil
}

func (c *central) synced() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.syncs
}

func (c *central) Watch(ctx context.Context, _ func(civic.SyncState)) { <-ctx.Done() }
func (c *central) FetchPins(context.Context) error                    { return nil }

func (c *central) Nudge() {}

func (c *central) Devices(context.Context) ([]civic.Device, error)           { return nil, nil }
func (c *central) ShutOut(context.Context, civic.ID) ([]civic.Device, error) { return nil, nil }
func (c *central) Search(context.Context, civic.ActQuery) (civic.ActResult, error) {
	return civic.ActResult{}, nil
}

func (c *central) Connect(_ context.Context, url string, how civic.SignInHow) (civic.Identity, error) {
	if err := c.broken(); err != nil {
		return civic.Identity{}, err
	}
	if how.OpenBrowser != nil {
		if err := how.OpenBrowser(url + "/login"); err != nil {
			return civic.Identity{}, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.url, c.how = url, how
	return civic.Identity{Person: me, Name: "Ada Neri", Device: how.Device}, nil
}

func (c *central) SignOut(context.Context) error                      { return nil }
func (c *central) Transport(base http.RoundTripper) http.RoundTripper { return base }
func (c *central) State(context.Context) (civic.SignInState, error) {
	return civic.SignInState{SignedIn: true}, nil
}

// settings are kept in memory.
type settings struct {
	mu sync.Mutex
	s  civic.Settings
}

func (s *settings) Load(context.Context) (civic.Settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.s, nil
}

func (s *settings) Save(_ context.Context, v civic.Settings) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.s = v
	return nil
}

// stage is a shell over a desk in memory.
type stage struct {
	*uitest.Loop
	t       *testing.T
	store   *store
	central *central
	desk    *desk.Desk
	shell   *shell.Shell
	canvas  fyne.Canvas
	lang    *kit.Lang
	looks   []civic.Settings
	opened  []string
	ahead   atomic.Int64 // of noon, on the window's clock
}

func connected() civic.Profile {
	return civic.Profile{Central: "https://c.example.it", Person: me, Device: someAct, Name: "Ada Neri"}
}

func open(t *testing.T, p civic.Profile, with ...func(*stage, *shell.Options)) *stage {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.ThemeOptions{Variant: kit.Light}))
	lang, err := kit.NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	g := &stage{Loop: uitest.NewLoop(t), t: t, lang: lang, store: &store{profile: p}, central: &central{}}
	g.store.acts = []civic.ActHit{{ID: someAct, Subject: "Illuminazione delle rotatorie", Kind: civic.Motion, BodyName: "Borgo Lieto", Date: "2026-03-10"}}
	g.desk, err = desk.New(desk.Options{
		Store: g.store, Settings: &settings{}, Engine: g.central, SignIn: g.central,
		Check: func(context.Context, civic.Content) ([]civic.Finding, error) { return nil, nil }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: func() time.Time { return uitest.Noon }, Rand: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	o := shell.Options{
		App: app, Desk: g.desk, Lang: lang, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now:     func() time.Time { return uitest.Noon.Add(time.Duration(g.ahead.Load())) },
		OpenURL: func(url string) error { g.opened = append(g.opened, url); return nil }, OpenFile: func(string) error { return nil },
		Look: func(s civic.Settings) { g.looks = append(g.looks, s) }, Icon: kit.AppIcon(),
		Address: func(typed string) string {
			if typed == "" || strings.Contains(typed, "://") {
				return typed
			}
			return "https://" + typed
		},
		Exports: t.TempDir(), Home: "casa", Deliver: g.Deliver,
	}
	for _, change := range with {
		change(g, &o)
	}
	g.shell = shell.New(o)
	t.Cleanup(g.shell.Close)
	g.canvas = g.shell.Window().Canvas()
	g.shell.Window().Resize(fyne.NewSize(1600, 900))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("in sight: %s", uitest.Words(g.canvas))
		}
	})
	return g
}

// atHome is a shell that shows its first page.
func atHome(t *testing.T) *stage {
	t.Helper()
	g := open(t, connected())
	g.sees("Illuminazione delle rotatorie")
	return g
}

func (g *stage) sees(texts ...string) {
	g.t.Helper()
	for _, text := range texts {
		g.Until("sight of «"+text+"»", func() bool { return uitest.Sees(g.canvas, text) })
	}
}

// title waits for the page of that name.
func (g *stage) title(name string) {
	g.t.Helper()
	g.Until("the page "+name, func() bool { return g.shell.Window().Title() == "Scranno – "+name })
}

// menu runs the item of that label, as its shortcut would.
func (g *stage) menu(label string) {
	g.t.Helper()
	for _, m := range g.shell.Window().MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == label {
				i.Action()
				return
			}
		}
	}
	g.t.Fatalf("no menu item %q", label)
}

// word is a text of the screen by its key.
func (g *stage) word(key string) string { return g.lang.T(key) }

func (g *stage) press(label string) { g.t.Helper(); uitest.Press(g.t, g.canvas, label) }
