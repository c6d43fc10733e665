package drafts

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// fakeDesk keeps drafts in memory by the rules of the desk. All of it runs on
// the test's goroutine: work asks for its turn.
type fakeDesk struct {
	drafts   []civic.Draft
	bin      []civic.Draft
	versions []civic.DraftVersion
	queue    []civic.Queued
	shared   map[civic.ID]civic.SharedDraft
	newer    desk.Suggested
	profile  civic.Profile
	actor    civic.Actor
	amended  desk.AmendNews
	saves    int
	remarks  []civic.Comment
	circle   fakeCircle
	how      civic.SubmitHow // of the last submission
	words    []string        // one's own
	mailbox  string          // of the council
	due      int             // acts that are not prepared
	ids      func() civic.ID
	turns    chan func()
	over     chan struct{}
}

// turn runs a func on the test's goroutine and gives what it gave.
func turn[T any](f *fakeDesk, do func() (T, error)) (v T, err error) {
	done := make(chan struct{})
	select {
	case f.turns <- func() { v, err = do(); close(done) }:
	case <-f.over:
		return v, civic.NewError(civic.Busy, "fake", "")
	}
	select {
	case <-done:
		return v, err
	case <-f.over:
		var none T
		return none, civic.NewError(civic.Busy, "fake", "")
	}
}

func turn0(f *fakeDesk, do func() error) error {
	_, err := turn(f, func() (struct{}, error) { return struct{}{}, do() })
	return err
}

func (f *fakeDesk) at(id civic.ID) (*civic.Draft, error) {
	i := slices.IndexFunc(f.drafts, func(d civic.Draft) bool { return d.ID == id })
	if i < 0 {
		return nil, civic.NewError(civic.NotFound, "fake", "")
	}
	return &f.drafts[i], nil
}

func (f *fakeDesk) add(c civic.Content) civic.Draft {
	d := civic.Draft{ID: f.ids(), State: civic.DraftOpen, Revision: 1, Plain: &c}
	f.drafts = append([]civic.Draft{d}, f.drafts...)
	return d
}

func (f *fakeDesk) NewDraft(_ context.Context, c civic.Content) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) { return f.add(c), nil })
}

func (f *fakeDesk) Drafts(context.Context) ([]civic.Draft, error) {
	return turn(f, func() ([]civic.Draft, error) { return slices.Clone(f.drafts), nil })
}

func (f *fakeDesk) Bin(context.Context) ([]civic.Draft, error) {
	return turn(f, func() ([]civic.Draft, error) { return slices.Clone(f.bin), nil })
}

func (f *fakeDesk) Draft(_ context.Context, id civic.ID) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		return *d, nil
	})
}

func (f *fakeDesk) SaveDraft(_ context.Context, id civic.ID, base int64, c civic.Content) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		f.saves++
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		if d.Revision != base {
			f.versions = append(f.versions, civic.DraftVersion{Draft: id, Revision: base, Stale: true, Content: c})
			return *d, civic.NewError(civic.Conflict, "fake", "draft.stale")
		}
		d.Plain, d.Revision = &c, d.Revision+1
		return *d, nil
	})
}

func (f *fakeDesk) ShareDraft(_ context.Context, id civic.ID, on bool) error {
	return turn0(f, func() error {
		state := civic.ShareOff
		if on {
			state = civic.ShareOn
		}
		f.shared[id] = civic.SharedDraft{Draft: id, State: state}
		return nil
	})
}

func (f *fakeDesk) Shared(context.Context) (map[civic.ID]civic.SharedDraft, error) {
	return turn(f, func() (map[civic.ID]civic.SharedDraft, error) { return maps.Clone(f.shared), nil })
}

func (f *fakeDesk) Looked(_ context.Context, id civic.ID) (civic.Draft, error) {
	return turn(f, func() (civic.Draft, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Draft{}, err
		}
		d.Doubts = nil
		return *d, nil
	})
}

func (f *fakeDesk) DeleteDraft(_ context.Context, id civic.ID) error {
	return turn0(f, func() error {
		d, err := f.at(id)
		if err != nil {
			return err
		}
		f.bin = append(f.bin, *d)
		f.drafts = slices.DeleteFunc(f.drafts, func(d civic.Draft) bool { return d.ID == id })
		return nil
	})
}

func (f *fakeDesk) RestoreDraft(_ context.Context, id civic.ID) error {
	return turn0(f, func() error {
		i := slices.IndexFunc(f.bin, func(d civic.Draft) bool { return d.ID == id })
		f.drafts = append(f.drafts, f.bin[i])
		f.bin = slices.Delete(f.bin, i, i+1)
		return nil
	})
}

func (f *fakeDesk) NameVersion(_ context.Context, id civic.ID, name string) (civic.DraftVersion, error) {
	return turn(f, func() (civic.DraftVersion, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.DraftVersion{}, err
		}
		v := civic.DraftVersion{Draft: id, Revision: d.Revision, Name: name, Content: *d.Plain}
		f.versions = append(f.versions, v)
		return v, nil
	})
}

func (f *fakeDesk) Versions(context.Context, civic.ID) ([]civic.DraftVersion, error) {
	return turn(f, func() ([]civic.DraftVersion, error) { return slices.Clone(f.versions), nil })
}

func (f *fakeDesk) CheckDraft(_ context.Context, id civic.ID) ([]civic.Finding, error) {
	return turn(f, func() ([]civic.Finding, error) {
		d, err := f.at(id)
		if err != nil {
			return nil, err
		}
		return drafting.Check(*d.Plain, drafting.Context{}), nil
	})
}

func (f *fakeDesk) Rebase(ctx context.Context, id civic.ID) (civic.Draft, error) {
	return f.Draft(ctx, id)
}

func (f *fakeDesk) Submit(_ context.Context, id civic.ID, how civic.SubmitHow) (civic.Queued, error) {
	return turn(f, func() (civic.Queued, error) {
		d, err := f.at(id)
		if err != nil {
			return civic.Queued{}, err
		}
		if f.how = how; how.Visibility == civic.GroupOnly {
			d.State = civic.DraftKept
			return civic.Queued{State: civic.QueueDone, Draft: id}, nil
		}
		d.State, d.Act = civic.DraftSubmitted, f.ids()
		c := civic.Command{ID: f.ids(), Name: civic.CmdPublish, Args: fmt.Appendf(nil, `{"id":%q,"visibility":%q}`, d.Act, how.Visibility)}
		q := civic.Queued{Command: c, State: civic.QueueWaiting, Subject: d.Plain.Subject}
		if how.Hold {
			q.State = civic.QueueHeld
		}
		f.queue = append(f.queue, q)
		return q, nil
	})
}

func (f *fakeDesk) MarkFiled(_ context.Context, id civic.ID, protocol string, on civic.Date, papers ...string) error {
	return turn0(f, func() error {
		d, err := f.at(id)
		if err == nil {
			d.State, d.Protocol, d.FiledOn = civic.DraftFiled, protocol, on
			for _, path := range papers {
				d.Papers = append(d.Papers, fakePaper(path))
			}
		}
		return err
	})
}

func (f *fakeDesk) Outbox(context.Context) ([]civic.Queued, error) {
	return turn(f, func() ([]civic.Queued, error) { return slices.Clone(f.queue), nil })
}

func (f *fakeDesk) Cancel(_ context.Context, id civic.ID) (civic.Queued, error) {
	return turn(f, func() (civic.Queued, error) {
		i := slices.IndexFunc(f.queue, func(q civic.Queued) bool { return q.Command.ID == id })
		if i < 0 {
			return civic.Queued{}, civic.NewError(civic.NotFound, "fake", "")
		}
		q := f.queue[i]
		f.queue = slices.Delete(f.queue, i, i+1)
		for k := range f.drafts {
			if f.drafts[k].Act == civic.Concerns(q.Command) {
				f.drafts[k].State, f.drafts[k].Act = civic.DraftOpen, ""
			}
		}
		return q, nil
	})
}

func (f *fakeDesk) Edit(ctx context.Context, id civic.ID) (desk.Given, error) {
	_, err := f.Cancel(ctx, id)
	return desk.Given{}, err
}

func (f *fakeDesk) ReviseAct(_ context.Context, act civic.ID) (civic.Draft, error) {
	return civic.Draft{Revises: act}, nil
}

func (f *fakeDesk) Heading(_ context.Context, body civic.BodyCode) (string, error) {
	m, _ := f.actor.MandateIn(body)
	return m.Group, nil
}

func (f *fakeDesk) Paper(_ context.Context, c civic.Content) (document.Document, error) {
	return document.Build(c), nil
}

func (f *fakeDesk) Formats() []string { return []string{"pdf", "docx"} }

func (f *fakeDesk) Export(_ context.Context, id civic.ID, format string, w io.Writer) error {
	_, err := io.WriteString(w, format+" of "+string(id))
	return err
}

func (f *fakeDesk) Profile(context.Context) (civic.Profile, error) { return f.profile, nil }

func (f *fakeDesk) Actor(context.Context) (civic.Actor, error) { return f.actor, nil }

// story is a page in a window, with work that ends before one looks.
type story struct {
	t      *testing.T
	d      *fakeDesk
	p      *page
	h      *kit.Host
	win    fyne.Window
	todo   chan func()
	clock  []func() // what waits for its time
	toasts []kit.Toast
	opened []string
	gone   []string
}

func newStory(t *testing.T, contents ...civic.Content) *story {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.ThemeOptions{Variant: kit.Light, Fonts: kit.PaperFonts()}))
	l, err := kit.NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	s := &story{t: t, todo: make(chan func())}
	s.d = &fakeDesk{shared: map[civic.ID]civic.SharedDraft{}, turns: s.todo, over: make(chan struct{}), ids: counter(), profile: civic.Profile{Central: "https://esempio", Person: civic.DerivedID("anna"), Name: "Anna Bianchi"}}
	s.d.actor = civic.Actor{Mandates: []civic.Mandate{{Body: "demo:908001", BodyName: "Valchiara", Level: civic.Municipal, Region: "08", Group: "Insieme"}}}
	s.d.circle = fakeCircle{code: "AAAA-BBBB-CCCC-DDDD", of: map[civic.ID]desk.GroupDraft{}, marks: map[civic.ID][]desk.DraftMark{}}
	for _, c := range contents {
		s.d.add(c)
	}
	s.win = test.NewTempWindow(t, widget.NewLabel(""))
	s.h = &kit.Host{
		Lang: l, Window: s.win, Now: func() time.Time { return time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC) },
		Work:  kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver}),
		Toast: func(x kit.Toast) { s.toasts = append(s.toasts, x) }, Changed: func() {}, Renamed: func() {},
		OpenURL:  func(u string) error { s.opened = append(s.opened, u); return nil },
		OpenFile: func(p string) error { s.opened = append(s.opened, p); return nil },
		Exports:  filepath.Join(t.TempDir(), "Documenti", "Scranno"),
	}
	t.Cleanup(func() {
		close(s.d.over)
		s.h.Work.Close()
	})
	s.p = newPage(s.d, s.h)
	s.p.after = func(_ time.Duration, f func()) func() {
		at := len(s.clock)
		s.clock = append(s.clock, f)
		return func() { s.clock[at] = func() {} }
	}
	page := s.p.page()
	s.h.Go = func(route string) {
		if rest, ok := strings.CutPrefix(route, "drafts/"); ok {
			page.Open(rest)
			page.Focus()
			return
		}
		s.gone = append(s.gone, route)
	}
	s.win.SetPadded(false)
	s.win.SetContent(container.NewStack(page.Build()))
	s.win.Resize(fyne.NewSize(1280, 760))
	page.Shown()
	s.until("the list", func() bool { return s.p.loaded })
	return s
}

// deliver brings a result to the test's goroutine, while it lasts.
func (s *story) deliver(f func()) {
	select {
	case s.todo <- f:
	case <-s.d.over:
	}
}

// until delivers results until what is looked for is there.
func (s *story) until(what string, there func() bool) {
	s.t.Helper()
	for deadline := time.After(time.Minute); !there(); {
		select {
		case f := <-s.todo:
			f()
		case <-deadline:
			s.t.Fatalf("never came: %s", what)
		}
	}
}

// tick lets the time pass that something waits for.
func (s *story) tick() {
	due := s.clock
	s.clock = nil
	for _, f := range due {
		f()
	}
}

func (s *story) run(id string) {
	s.t.Helper()
	c, ok := kit.Find(s.p.commands(), id)
	if !ok || !c.Can() {
		s.t.Fatalf("the command %s cannot run", id)
	}
	c.Run()
}

// open shows a draft with the keyboard in its text.
func (s *story) open(i int) *editor {
	s.t.Helper()
	s.h.Go("drafts/" + string(s.d.drafts[i].ID))
	s.until("the editor", func() bool { return s.p.ed != nil })
	return s.p.ed
}

// focused is the field that has the keyboard.
func (s *story) focused() *clauseEntry {
	s.t.Helper()
	e, ok := s.win.Canvas().Focused().(*clauseEntry)
	if !ok {
		s.t.Fatalf("the keyboard is not in a clause but in %T", s.win.Canvas().Focused())
	}
	return e
}

func (s *story) typeText(text string) {
	for _, r := range text {
		if r == '\n' {
			s.press(fyne.KeyReturn)
			continue
		}
		s.focused().TypedRune(r)
	}
}

func (s *story) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		s.focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func motion(subject string, clauses ...civic.Clause) civic.Content {
	ids := counter()
	for i := range clauses {
		clauses[i].ID = ids()
	}
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "istat:037006", BodyName: "Bologna", Region: "08", Subject: subject,
		Clauses: clauses, Themes: []civic.Theme{"roads"}, Date: "2026-03-12", Signatories: []civic.Signatory{{Name: "Anna Bianchi"}},
	}
}

func readDir(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range list {
		out = append(out, f.Name())
	}
	return out
}
