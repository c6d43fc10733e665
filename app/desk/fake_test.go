package desk_test

import (
	"context"
	"crypto/rand"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// store is what a desk needs of a store, in memory; what no test asks is left
// to the nil interface.
type store struct {
	desk.Store
	profile   civic.Profile
	records   map[civic.ID]civic.Record
	channels  []civic.Channel
	left      []civic.Channel
	spaces    []civic.SpaceHit
	drafts    map[civic.ID]civic.Draft
	queue     []civic.Queued
	posts     []civic.PostView
	unread    int
	complete  bool
	drawing   civic.CommandDrawing
	leaving   bool // what is queued has begun to leave
	figures   map[civic.Channel]civic.ChannelState
	pins      []civic.ID
	stranded  []civic.Stranded
	bin       []civic.Binned
	version   atomic.Int64
	revisions []civic.RevisionView
	kin       []civic.KinAct
	seen      map[civic.ID]int64
	former    []civic.DraftVersion
	quiets    []civic.Quiet
}

func (s *store) Profile(context.Context) (civic.Profile, error) { return s.profile, nil }

func (s *store) ChangeProfile(_ context.Context, change func(*civic.Profile) error) error {
	p := s.profile
	err := change(&p)
	if err == nil {
		s.profile = p
	}
	return err
}

func (s *store) Channels(context.Context) ([]civic.ChannelState, error) {
	var out []civic.ChannelState
	for _, c := range s.channels {
		x := s.figures[c]
		x.Channel, x.Complete = c, s.complete
		out = append(out, x)
	}
	return out, nil
}

func (s *store) Join(_ context.Context, all []civic.Channel, byHand bool) (int, error) {
	n := 0
	for _, c := range all {
		if slices.Contains(s.channels, c) || !byHand && slices.Contains(s.left, c) {
			continue
		}
		s.channels = append(s.channels, c)
		n++
	}
	return n, nil
}

func (s *store) Leave(_ context.Context, all ...civic.Channel) error {
	before := len(s.channels)
	s.channels = slices.DeleteFunc(s.channels, func(c civic.Channel) bool { return slices.Contains(all, c) })
	s.left = append(s.left, all...)
	if len(s.channels) == before {
		return civic.NewError(civic.NotFound, "fake", "")
	}
	return nil
}

func (s *store) DataVersion(context.Context) (int64, error) { return s.version.Load(), nil }

func (s *store) Pending(context.Context) (int, int, error) { return len(s.queue), 0, nil }

func (s *store) Look(ctx context.Context, fn func(context.Context, civic.World) error) error {
	return fn(ctx, world{s})
}

func (s *store) Announced(context.Context) ([]civic.SpaceHit, error) { return s.spaces, nil }

func (s *store) Record(_ context.Context, id civic.ID) (civic.Record, error) {
	r, ok := s.records[id]
	if !ok {
		return r, civic.NewError(civic.NotFound, "fake", "")
	}
	return r, nil
}

func (s *store) Act(ctx context.Context, id civic.ID) (civic.ActView, error) {
	r, err := s.Record(ctx, id)
	if err != nil {
		return civic.ActView{}, err
	}
	a, err := civic.DecodeBody[civic.Act](r)
	return civic.ActView{Record: r, Act: a, Revisions: s.revisions}, err
}

func (s *store) Posts(context.Context, civic.ID) ([]civic.PostView, civic.ThreadHit, error) {
	return s.posts, civic.ThreadHit{Unread: s.unread, Channel: civic.TalkChannel("08")}, nil
}

func (s *store) AddDraft(_ context.Context, d civic.Draft) error {
	s.drafts[d.ID] = d
	return nil
}

func (s *store) Drafts(context.Context) ([]civic.Draft, error) {
	var out []civic.Draft
	for _, d := range s.drafts {
		out = append(out, d)
	}
	return out, nil
}

func (s *store) DraftLines(ctx context.Context) ([]civic.Draft, error) { return s.Drafts(ctx) }

func (s *store) Draft(_ context.Context, id civic.ID) (civic.Draft, error) {
	d, ok := s.drafts[id]
	if !ok {
		return d, civic.NewError(civic.NotFound, "fake", "")
	}
	return d, nil
}

func (s *store) ChangeDraft(_ context.Context, id civic.ID, _ time.Time, change func(*civic.Draft) error) (civic.Draft, error) {
	d := s.drafts[id]
	err := change(&d)
	s.drafts[id] = d
	return d, err
}

func (s *store) Enqueue(_ context.Context, q civic.Queued, draft civic.ID, judge func(civic.CommandDrawing) error) (civic.Queued, error) {
	if err := judge(s.drawing); err != nil {
		return civic.Queued{}, err
	}
	q.Draft = draft
	if d, ok := s.drafts[draft]; ok {
		d.State = civic.DraftSubmitted
		if q.Command.Name == civic.CmdPublish {
			d.Act = civic.Concerns(q.Command)
		}
		s.drafts[draft] = d
	}
	s.queue = append(s.queue, q)
	return q, nil
}

func (s *store) Outbox(context.Context) ([]civic.Queued, error) { return s.queue, nil }

func (s *store) Queued(_ context.Context, id civic.ID) (civic.Queued, error) {
	i := slices.IndexFunc(s.queue, func(q civic.Queued) bool { return q.Command.ID == id })
	if i < 0 {
		return civic.Queued{}, civic.NewError(civic.NotFound, "fake", "")
	}
	return s.queue[i], nil
}

func (s *store) Drop(ctx context.Context, id civic.ID, _ time.Time) (civic.Queued, error) {
	q, err := s.Queued(ctx, id)
	if err != nil {
		return q, err
	}
	if s.leaving {
		return q, civic.NewError(civic.Conflict, "fake", "outbox.leaving")
	}
	s.queue = slices.DeleteFunc(s.queue, func(x civic.Queued) bool { return x.Command.ID == id })
	return q, nil
}

func (s *store) Hold(_ context.Context, id, fresh civic.ID, why civic.Refusal, _ time.Time) error {
	for i := range s.queue {
		q := &s.queue[i]
		if q.Command.ID != id {
			continue
		}
		if s.leaving {
			return civic.NewError(civic.Conflict, "fake", "outbox.leaving")
		}
		if q.State == civic.QueueRefused {
			q.Command.ID = fresh
		}
		q.State, q.Reason, q.Params = civic.QueueHeld, why.Reason, why.Params
	}
	return nil
}

func (s *store) Quiets(context.Context) ([]civic.Quiet, error) { return s.quiets, nil }

func (s *store) Release(_ context.Context, id civic.ID) error {
	for i := range s.queue {
		if s.queue[i].Command.ID == id {
			s.queue[i].State, s.queue[i].Reason, s.queue[i].Params = civic.QueueWaiting, "", nil
		}
	}
	return nil
}

// world is the store as the rules see it.
type world struct{ s *store }

func (w world) Record(ctx context.Context, id civic.ID) (civic.Record, error) {
	return w.s.Record(ctx, id)
}

func (w world) Children(context.Context, civic.ID) ([]civic.Record, error) { return nil, nil }

func (w world) Actor(_ context.Context, person civic.ID) (civic.Actor, error) {
	var all []civic.Record
	for _, r := range w.s.records {
		all = append(all, r)
	}
	if len(all) == 0 {
		return civic.Actor{}, civic.NewError(civic.Unknown, "fake", "")
	}
	return civic.ActorFrom(person, all, now)
}

// signIn lets anyone in as the given person.
type signIn struct {
	desk.SignIn
	as  civic.Identity
	out int
}

func (s *signIn) Connect(_ context.Context, _ string, how civic.SignInHow) (civic.Identity, error) {
	who := s.as
	who.Device = how.Device
	return who, nil
}

func (s *signIn) SignOut(context.Context) error {
	s.out++
	return nil
}

func (s *signIn) State(context.Context) (civic.SignInState, error) {
	return civic.SignInState{SignedIn: true, Keychain: true}, nil
}

// engine counts, and lets a test change the store while it "pulls".
type engine struct {
	desk.Engine
	syncs, nudges int
	pulled        func(n int)
	watched       int // rounds of Watch
	fetched       func() error
	waits         bool // Watch goes on until it is told to stop
}

func (e *engine) Watch(ctx context.Context, changed func(civic.SyncState)) {
	if e.waits {
		<-ctx.Done()
	}
	for range e.watched {
		changed(civic.SyncState{})
	}
}

func (e *engine) Sync(context.Context, func(civic.Progress)) (civic.SyncResult, error) {
	e.syncs++
	if e.pulled != nil {
		e.pulled(e.syncs)
	}
	return civic.SyncResult{Pulled: 1, Complete: true}, nil
}

func (e *engine) Nudge() { e.nudges++ }

var (
	now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	me  = civic.DerivedID("person", "ada")
)

const valchiara = civic.BodyCode("demo:908001")

type fixture struct {
	*testing.T
	*desk.Desk
	s *store
	e *engine
	i *signIn
	o desk.Options
}

func newFixture(t *testing.T) *fixture {
	f := &fixture{
		T: t, e: &engine{}, i: &signIn{as: civic.Identity{Person: me, Name: "Ada Verdi"}},
		s: &store{
			records: map[civic.ID]civic.Record{}, drafts: map[civic.ID]civic.Draft{},
			profile: civic.Profile{Central: "http://localhost", Person: me, Device: civic.DerivedID("device"), Server: now},
			drawing: civic.CommandDrawing{Drawing: civic.Drawn},
		},
	}
	check := func(_ context.Context, c civic.Content) ([]civic.Finding, error) {
		if c.Subject == "" {
			return []civic.Finding{{Code: "subject", Severity: civic.Blocking}}, nil
		}
		return []civic.Finding{{Code: "place", Severity: civic.Hint}}, nil
	}
	f.o = desk.Options{
		Store: f.s, Engine: f.e, SignIn: f.i, Check: check, Now: func() time.Time { return now }, Rand: rand.Reader,
	}
	f.open()
	return f
}

// open makes the desk of the fixture's options.
func (f *fixture) open() {
	f.Helper()
	var err error
	f.Desk, err = desk.New(f.o)
	f.ok(err)
}

func (f *fixture) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) put(kind civic.RecordKind, id civic.ID, ch civic.Channel, v any) {
	f.Helper()
	raw, err := civic.CanonicalOf(v)
	f.ok(err)
	f.s.records[id] = civic.Record{Kind: kind, ID: id, Channel: ch, Version: 1, Born: 1, Author: me, Body: raw}
}

func (f *fixture) councillor() {
	f.put(civic.KindPerson, "p", civic.UserChannel(me), civic.Person{Name: "Ada Verdi"})
	f.put(civic.KindMandate, "m", civic.UserChannel(me), civic.Mandate{
		Body: valchiara, BodyName: "Valchiara", Level: civic.Municipal, Region: "08", Verified: now,
	})
}

func motion() civic.Content {
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: valchiara, Region: "08", Subject: "Acqua pubblica",
		Clauses: []civic.Clause{{ID: civic.DerivedID("c"), Section: civic.Intro, Text: "x"}},
	}
}
