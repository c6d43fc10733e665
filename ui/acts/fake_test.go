package acts

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/document"
	"scranno/ui/kit"
)

// now is the moment of all tests.
func now() time.Time { return time.Date(2026, 3, 20, 10, 0, 0, 0, time.UTC) }

// fakeDesk holds acts in memory.
type fakeDesk struct {
	mu      sync.Mutex // the page's work calls from several goroutines
	fetched map[string]bool
	acts    []civic.ActHit
	views   map[civic.ID]civic.ActView
	amended desk.AmendNews
	renewed civic.ID
	can     desk.Abilities
	status  civic.Status
	words   []string
	central []civic.ActHit
	far     map[civic.ID]civic.ActView // what only the central has
	offline bool
	posts   map[civic.ID][]civic.PostView
	asked   []civic.ActQuery
	done    []string
	reuse   reuseFake
	begun   map[civic.ID]civic.Composed
	quiets  []civic.Quiet
	err     error

	exports  int
	exported func(n int) // hears of each export
}

func (f *fakeDesk) lock() (unlock func()) {
	f.mu.Lock()
	return f.mu.Unlock
}

func (f *fakeDesk) with(do func()) {
	defer f.lock()()
	do()
}

func (f *fakeDesk) Acts(_ context.Context, q civic.ActQuery) (civic.ActResult, error) {
	defer f.lock()()
	f.asked = append(f.asked, q)
	if f.err != nil {
		return civic.ActResult{}, f.err
	}
	res := civic.ActResult{Facets: map[string][]civic.FacetCount{}}
	kinds := map[string]int{}
	var all []civic.ActHit
	for _, a := range f.acts {
		if q.Text != "" && !strings.Contains(strings.ToLower(a.Subject), strings.ToLower(q.Text)) {
			continue
		}
		if len(q.Bodies) > 0 && !slices.Contains(q.Bodies, a.Body) {
			continue
		}
		kinds[string(a.Kind)]++
		if len(q.Kinds) > 0 && !slices.Contains(q.Kinds, a.Kind) {
			continue
		}
		if q.Since != "" && (a.Date < q.Since || a.Date > q.Until) {
			continue
		}
		a.Excerpt = a.Subject + " e altro testo"
		all = append(all, a)
	}
	for k, n := range kinds {
		res.Facets[facetKind] = append(res.Facets[facetKind], civic.FacetCount{Value: k, Count: n})
	}
	if len(all) > 0 {
		res.Facets[facetBody] = []civic.FacetCount{{Value: string(all[0].Body), Count: len(all)}}
		res.Facets[facetYear] = []civic.FacetCount{{Value: "2025", Count: 1}, {Value: "2026", Count: len(all)}}
	}
	res.Total = len(all)
	res.Hits = all[min(q.Offset, len(all)):min(q.Offset+q.Limit, len(all))]
	return res, nil
}

func (f *fakeDesk) Act(_ context.Context, id civic.ID) (civic.ActView, error) {
	defer f.lock()()
	v, ok := f.views[id]
	if !ok {
		return v, civic.NewError(civic.NotFound, "fake.act", "")
	}
	return v, nil
}

func (f *fakeDesk) FetchAct(_ context.Context, id civic.ID) (civic.ActView, error) {
	defer f.lock()()
	if f.offline {
		return civic.ActView{}, civic.NewError(civic.Offline, "fake.fetch", "")
	}
	v, ok := f.far[id]
	if !ok {
		return v, civic.NewError(civic.NotFound, "fake.fetch", "")
	}
	f.views[id] = v
	return v, nil
}

func (f *fakeDesk) Suggest(_ context.Context, prefix string) ([]string, error) {
	defer f.lock()()
	var out []string
	for _, w := range f.words {
		if strings.HasPrefix(w, prefix) {
			out = append(out, w)
		}
	}
	return out, nil
}

func (f *fakeDesk) Highlights(query, text string) []desk.Span {
	if i := strings.Index(strings.ToLower(text), strings.ToLower(query)); query != "" && i >= 0 {
		return []desk.Span{{From: i, To: i + len(query)}}
	}
	return nil
}

func (f *fakeDesk) Snippet(query, text string, _ int) (string, []desk.Span) {
	return text, f.Highlights(query, text)
}

func (f *fakeDesk) SearchCentral(context.Context, civic.ActQuery) (civic.ActResult, error) {
	defer f.lock()()
	if f.offline {
		return civic.ActResult{}, civic.NewError(civic.Offline, "fake.search", "")
	}
	return civic.ActResult{Total: len(f.central), Hits: f.central}, nil
}

func (f *fakeDesk) Status(context.Context) (civic.Status, error) {
	defer f.lock()()
	return f.status, nil
}

func (f *fakeDesk) Export(_ context.Context, id civic.ID, format string, w io.Writer) error {
	if f.exports++; f.exported != nil {
		f.exported(f.exports)
	}
	_, err := fmt.Fprintf(w, "%s %s", format, id)
	return err
}

func (f *fakeDesk) Paper(_ context.Context, c civic.Content) (document.Document, error) {
	return document.Build(c), nil
}

func (f *fakeDesk) Formats() []string {
	return []string{"pdf", "pdf-1b", "docx", "odt", "md", "html", "txt"}
}

func (f *fakeDesk) ExportDossier(_ context.Context, x desk.Dossier, format string, w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s %s %v", format, x.Title, x.IDs)
	return err
}

func (f *fakeDesk) Abilities(context.Context, civic.ID) (desk.Abilities, error) {
	defer f.lock()()
	return f.can, nil
}

func (f *fakeDesk) note(format string, args ...any) (civic.Queued, error) {
	f.done = append(f.done, fmt.Sprintf(format, args...))
	return civic.Queued{}, f.err
}

func (f *fakeDesk) MarkUseful(_ context.Context, act civic.ID, on bool) (civic.Queued, error) {
	defer f.lock()()
	v := f.views[act]
	v.Useful = on
	f.views[act] = v
	return f.note("useful %v", on)
}

func (f *fakeDesk) Sponsor(_ context.Context, act civic.ID, on bool) (civic.Queued, error) {
	defer f.lock()()
	v := f.views[act]
	v.Sponsors = nil
	if on {
		v.Sponsors = []civic.SponsorView{{Pending: true, Support: civic.Sponsorship{Name: "Ada Neri"}}}
	}
	f.views[act] = v
	return f.note("sponsor %v", on)
}

func (f *fakeDesk) Pin(_ context.Context, act civic.ID) error {
	_, err := f.note("pin %s", act)
	return err
}

func (f *fakeDesk) RecordEvent(_ context.Context, e civic.ActEvent) (civic.Queued, error) {
	defer f.lock()()
	v := f.views[e.Act]
	v.Events = append(v.Events, civic.EventView{Event: e, Pending: true})
	f.views[e.Act] = v
	return f.note("event %s %s %s %+v", e.Type, e.Date, e.Outcome, *cmp.Or(e.Votes, &civic.Votes{}))
}

func (f *fakeDesk) EditEvent(_ context.Context, id civic.ID, base int64, e civic.ActEvent) (civic.Queued, error) {
	defer f.lock()()
	for act, v := range f.views {
		for i := range v.Events {
			if v.Events[i].ID == id {
				v.Events[i].Event = e
				f.views[act] = v
			}
		}
	}
	return f.note("edit %s upon %d %s %s %+v", id, base, e.Date, e.Outcome, *e.Votes)
}

func (f *fakeDesk) DropEvent(_ context.Context, id civic.ID) (civic.Queued, error) {
	defer f.lock()()
	for act, v := range f.views {
		v.Events = slices.DeleteFunc(v.Events, func(e civic.EventView) bool { return e.ID == id })
		f.views[act] = v
	}
	return f.note("drop %s", id)
}

func (f *fakeDesk) SetPoint(_ context.Context, act, clause civic.ID, base int64, s civic.CommitmentSet) (civic.Queued, error) {
	defer f.lock()()
	v := f.views[act]
	v.Points = []civic.CommitmentView{{Commitment: civic.Commitment{Act: act, Clause: clause, State: s.State, Due: s.Due, Office: s.Office}, Version: base + 1, Pending: true}}
	f.views[act] = v
	return f.note("point %s upon %d %+v", clause, base, s)
}

func (f *fakeDesk) AddEvidence(_ context.Context, _, clause civic.ID, e civic.Evidence, files ...civic.Attachment) (civic.Queued, error) {
	defer f.lock()()
	return f.note("evidence %s %s %s %s %d", clause, e.Date, e.Note, e.Link, len(files))
}

func (f *fakeDesk) DropEvidence(_ context.Context, _, clause, evidence civic.ID) (civic.Queued, error) {
	defer f.lock()()
	return f.note("drop evidence %s %s", clause, evidence)
}

func (f *fakeDesk) NewDraft(_ context.Context, c civic.Content) (civic.Draft, error) {
	defer f.lock()()
	_, err := f.note("draft %s", c.Subject)
	return civic.Draft{ID: "fresh"}, err
}

func (f *fakeDesk) AmendAct(_ context.Context, act civic.ID, _ string) (civic.Draft, error) {
	defer f.lock()()
	_, err := f.note("amend %s", act)
	return civic.Draft{ID: "copy"}, err
}

func (f *fakeDesk) ReviseAct(context.Context, civic.ID) (civic.Draft, error) {
	defer f.lock()()
	_, err := f.note("revise")
	return civic.Draft{ID: "draft"}, err
}

func (f *fakeDesk) WithdrawAct(_ context.Context, act civic.ID) (civic.Queued, error) {
	defer f.lock()()
	delete(f.views, act)
	f.acts = slices.DeleteFunc(f.acts, func(a civic.ActHit) bool { return a.ID == act })
	return f.note("withdraw")
}

func (f *fakeDesk) UndoAct(ctx context.Context, act civic.ID) (civic.Queued, error) {
	if _, err := f.WithdrawAct(ctx, act); err != nil {
		return civic.Queued{}, err
	}
	return f.note("undo")
}

func (f *fakeDesk) RedactAct(
	_ context.Context, _ civic.ID, clauses []civic.ID, files []string, r civic.RedactReason,
) (civic.Queued, error) {
	defer f.lock()()
	return f.note("redact %d %d %s", len(clauses), len(files), r)
}

func (f *fakeDesk) RedactPreview(v civic.ActView, clauses []civic.ID, _ []string) (civic.Content, error) {
	c := v.Act.Content
	c.Clauses = slices.Clone(c.Clauses)
	for i := range c.Clauses {
		if slices.Contains(clauses, c.Clauses[i].ID) {
			c.Clauses[i].Text = civic.Obscured
		}
	}
	return c, nil
}

func (f *fakeDesk) ReturnAct(_ context.Context, _ civic.ID, r civic.ReturnReason, text string) (civic.Queued, error) {
	defer f.lock()()
	return f.note("return %s %s", r, text)
}

func (f *fakeDesk) Reinstate(context.Context, civic.ID) (civic.Queued, error) {
	defer f.lock()()
	return f.note("reinstate")
}

func (f *fakeDesk) Posts(_ context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error) {
	defer f.lock()()
	return f.posts[thread], civic.ThreadHit{ID: thread, Thread: civic.Thread{Title: "Come è andata?"}, Unread: 1}, nil
}

func (f *fakeDesk) OpenThread(_ context.Context, a civic.OpenThreadArgs) (civic.Queued, error) {
	defer f.lock()()
	return f.note("open %s: %s", a.Title, a.Text)
}

func (f *fakeDesk) AddPost(
	_ context.Context, thread civic.ID, text string, replyTo civic.ID, _ ...civic.Attachment,
) (civic.Queued, error) {
	defer f.lock()()
	if f.err == nil {
		f.posts[thread] = append(f.posts[thread], civic.PostView{ID: "mine", Post: civic.Post{Text: text, ReplyTo: replyTo}, Mine: true, Pending: true})
	}
	return f.note("post %s > %s", text, replyTo)
}

func (f *fakeDesk) EditPost(_ context.Context, post civic.ID, text string) (civic.Queued, error) {
	defer f.lock()()
	return f.note("edit %s %s", post, text)
}

func (f *fakeDesk) WithdrawPost(_ context.Context, post civic.ID) (civic.Queued, error) {
	defer f.lock()()
	return f.note("withdraw %s", post)
}

func (f *fakeDesk) MarkRead(context.Context, civic.ID) error {
	defer f.lock()()
	_, err := f.note("read")
	return err
}

func (f *fakeDesk) Compose(ctx context.Context, at civic.ID, c civic.Composed) error {
	defer f.lock()()
	if ctx.Err() != nil {
		return ctx.Err() // a newer text has taken its place
	}
	if f.begun == nil {
		f.begun = map[civic.ID]civic.Composed{}
	}
	f.begun[at] = c
	return nil
}

func (f *fakeDesk) Composed(_ context.Context, at civic.ID) (civic.Composed, error) {
	defer f.lock()()
	return f.begun[at], nil
}

// stage is a page in a window, with what its host was told.
type stage struct {
	t       *testing.T
	d       *fakeDesk
	p       *page
	page    kit.Page
	h       *kit.Host
	root    fyne.CanvasObject
	results chan func()
	went    []string
	toasts  []string
	opened  []string
	tasks   []kit.Task // that the status line shows
}

// newStage opens the page at the given size and waits for its first rows.
func newStage(t *testing.T, d *fakeDesk, size fyne.Size) *stage {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.ThemeOptions{Variant: kit.Light}))
	lang, err := kit.NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, d: d, results: make(chan func(), 1000)}
	work := kit.NewWorker(kit.WorkerOptions{Deliver: func(f func()) { s.results <- f }, OnTasks: func(all []kit.Task) { s.tasks = all }})
	t.Cleanup(work.Close)
	w := test.NewTempWindow(t, nil)
	s.h = &kit.Host{
		Lang: lang, Work: work, Window: w, Now: now, Exports: t.TempDir(),
		Go: func(r string) { s.went = append(s.went, r) }, Changed: func() {}, Renamed: func() {},
		Toast:    func(x kit.Toast) { s.toasts = append(s.toasts, x.Text) },
		OpenURL:  func(u string) error { s.opened = append(s.opened, u); return nil },
		OpenFile: func(p string) error { s.opened = append(s.opened, p); return nil },
	}
	s.p = newPage(d, s.h)
	s.page = s.p.page()
	s.root = s.page.Build()
	w.SetContent(s.root)
	w.SetPadded(false)
	w.Resize(size)
	s.until(func() bool { return s.p.seen })
	return s
}

// until takes results until something holds.
func (s *stage) until(holds func() bool) {
	s.t.Helper()
	for !holds() {
		(<-s.results)()
	}
}

// run runs a command that must be possible now.
func (s *stage) run(id string) {
	s.t.Helper()
	c, ok := kit.Find(s.page.Commands, id)
	if !ok || !c.Can() {
		s.t.Fatalf("%s cannot be run (known: %v)", id, ok)
	}
	c.Run()
}

func (s *stage) can(id string) bool {
	c, ok := kit.Find(s.page.Commands, id)
	return ok && c.Can()
}

// read opens an act and waits for it.
func (s *stage) read(id civic.ID) {
	s.t.Helper()
	s.page.Open(string(id))
	s.until(func() bool { return s.p.reader.known != nil && s.p.reader.known.view.Record.ID == id })
}

// actID is the id of the n-th act.
func actID(n int) civic.ID { return civic.ID(fmt.Sprintf("0190d3f0-0000-7000-8000-%012d", n)) }

// library makes a desk with n motions; the first one has all that an act may
// have.
func library(n int) *fakeDesk {
	d := &fakeDesk{
		views: map[civic.ID]civic.ActView{}, posts: map[civic.ID][]civic.PostView{},
		can:    desk.Abilities{Discuss: true, Useful: true},
		status: civic.Status{Profile: civic.Profile{Central: "https://scranno.example.it", Synced: now()}},
	}
	for i := range n {
		id := actID(i)
		subject := fmt.Sprintf("Mozione numero %d sulle aree verdi", i)
		c := civic.Content{
			Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", BodyName: "Valchiara", Region: "08", Subject: subject,
			Date: "2026-02-01", Clauses: []civic.Clause{{ID: "c", Section: civic.Recital, Opener: "Premesso che", Text: "gli alberi fanno ombra"}},
		}
		d.acts = append(d.acts, civic.ActHit{
			ID: id, Kind: c.Kind, Level: c.Level, Subject: subject, Body: c.Body, BodyName: c.BodyName, Region: c.Region, Date: c.Date,
		})
		d.views[id] = civic.ActView{
			Record: civic.Record{ID: id, Version: 3},
			Act: civic.Act{
				Content: c, Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Published: now().Add(-24 * time.Hour),
			},
			Outcome: civic.Pending, Author: "Giulia Conti",
		}
	}
	return d
}

// shownTexts gives every text that an object draws.
func shownTexts(o fyne.CanvasObject) []string {
	if !o.Visible() {
		return nil
	}
	var out []string
	switch x := o.(type) {
	case interface{ Text() string }:
		return []string{x.Text()}
	case *fyne.Container:
		for _, c := range x.Objects {
			out = append(out, shownTexts(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			out = append(out, shownTexts(c)...)
		}
	case *canvas.Text:
		return []string{x.Text}
	}
	return out
}

// shows tells whether something draws a text.
func (s *stage) shows(o fyne.CanvasObject, text string) bool {
	return strings.Contains(strings.Join(shownTexts(o), "\n"), text)
}
