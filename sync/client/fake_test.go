package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"scranno/app/civic"
	"scranno/sync/client"
	"scranno/sync/wire"
)

const (
	me     = civic.ID("01890000-0000-7000-8000-000000000001")
	device = civic.ID("01890000-0000-7000-8000-0000000000d1")
	acts   = civic.Channel("acts/08/2025")
	mine   = civic.Channel("user/" + string(me))
)

func idOf(n int) civic.ID { return civic.DerivedID("test", strconv.Itoa(n)) }

// fakeStore is a desk's store in memory, with the promises that the engine
// leans on.
type fakeStore struct {
	mu      sync.Mutex
	profile civic.Profile
	wants   []civic.Want
	ops     map[civic.ID]civic.Op
	lost    []civic.Channel
	pins    []civic.Pin
	pinned  []civic.Pinned
	queue   []civic.Command
	sending map[civic.ID]bool
	done    map[civic.ID]civic.ReceiptOutcome
	unsent  []civic.ErrorKind
	devices []civic.ID
	epochs  []string
}

func newFakeStore(central string) *fakeStore {
	return &fakeStore{
		profile: civic.Profile{Central: central, Person: me, Device: device},
		wants:   []civic.Want{{Channel: acts, Tail: civic.Unopened}, {Channel: mine, Tail: civic.Unopened}},
		ops:     map[civic.ID]civic.Op{}, sending: map[civic.ID]bool{}, done: map[civic.ID]civic.ReceiptOutcome{},
	}
}

func (s *fakeStore) enqueue(n int) civic.ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := idOf(n)
	s.queue = append(s.queue, civic.Command{
		ID: id, Device: s.profile.Device, N: int64(n), Name: civic.CmdNotice, Schema: 1, Args: json.RawMessage(`{"version":"1"}`),
	})
	return id
}

func (s *fakeStore) Profile(context.Context) (civic.Profile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profile, nil
}

func (s *fakeStore) ChangeProfile(_ context.Context, change func(*civic.Profile) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.profile
	err := change(&p)
	if err == nil {
		s.profile = p
	}
	return err
}

func (s *fakeStore) Wants(context.Context) ([]civic.Want, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.wants), nil
}

func (s *fakeStore) AskPins(context.Context) ([]civic.Pin, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.pins), nil
}

func (s *fakeStore) ApplyPage(_ context.Context, p civic.Page, _ time.Time) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range p.Ops {
		s.ops[o.ID] = o
	}
	s.lost = append(s.lost, p.Lost...)
	s.pinned = append(s.pinned, p.Pins...)
	for _, c := range p.Cursors {
		i := slices.IndexFunc(s.wants, func(w civic.Want) bool { return w.Channel == c.Channel })
		s.wants[i] = civic.Want(c)
	}
	return len(p.Ops), nil
}

func (s *fakeStore) Outgoing(_ context.Context, limit int) ([]civic.Command, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []civic.Command
	for _, c := range s.queue {
		if !s.sending[c.ID] && len(out) < limit {
			s.sending[c.ID] = true
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *fakeStore) Answered(_ context.Context, answers []civic.Answer, _ time.Time) (accepted, refused int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range answers {
		delete(s.sending, a.ID)
		if a.State != civic.AnswerReceipt {
			continue
		}
		s.done[a.ID] = a.Receipt.Outcome
		s.queue = slices.DeleteFunc(s.queue, func(c civic.Command) bool { return c.ID == a.ID })
		if a.Receipt.Outcome == civic.Accepted {
			accepted++
		} else {
			refused++
		}
	}
	return accepted, refused, nil
}

func (s *fakeStore) Unsent(ctx context.Context, kind civic.ErrorKind, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sending) > 0 {
		s.unsent = append(s.unsent, kind)
	}
	clear(s.sending)
	return ctx.Err()
}

func (s *fakeStore) NewDevice(_ context.Context, id civic.ID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.devices = append(s.devices, id)
	s.profile.Device = id
	for i := range s.queue {
		s.queue[i].Device, s.queue[i].N = id, int64(i+1)
	}
	return nil
}

func (s *fakeStore) NewEpoch(_ context.Context, epoch string, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epochs = append(s.epochs, epoch)
	s.profile.Epoch = epoch
	for i := range s.wants {
		s.wants[i].Tail, s.wants[i].From, s.wants[i].To = civic.Unopened, 0, 0
	}
	return nil
}

func (s *fakeStore) Pending(context.Context) (waiting, refused int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue), 0, nil
}

// fakeCentral answers as a central does; its hooks bend single answers.
type fakeCentral struct {
	mu     sync.Mutex
	epoch  string
	hello  civic.Hello
	log    map[civic.Channel]int // seqs of each channel; op n of a channel has seq n
	perAsk int                   // operations in one page
	got    map[civic.ID]int      // effects of each command: must end as one
	feeds  []wire.FeedRequest
	pushes []wire.PushRequest
	answer func(c civic.Command) (civic.AnswerState, civic.ReceiptOutcome)
	before func(w http.ResponseWriter, r *http.Request) bool // true: it has answered
}

func newFakeCentral() *fakeCentral {
	return &fakeCentral{
		epoch: "e1", log: map[civic.Channel]int{acts: 7, mine: 2}, perAsk: 3, got: map[civic.ID]int{},
		hello: civic.Hello{Now: time.Date(2025, 5, 1, 9, 0, 0, 0, time.UTC), Schemas: [2]int{1, 1}, MaxPush: 50},
	}
}

func (f *fakeCentral) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err == nil && r.Header.Get("Content-Encoding") == "zstd" {
		body, err = unzstd(body)
	}
	if err != nil {
		return
	}
	if f.before != nil && f.before(w, r) {
		return
	}
	switch r.URL.Path {
	case wire.PathHello:
		h := f.hello
		h.Epoch = f.epoch
		sendJSON(w, h)
	case wire.PathFeed:
		f.feed(w, r, body)
	case wire.PathCommands:
		f.push(w, r, body)
	default:
		problem(w, civic.NewError(civic.NotFound, "", ""))
	}
}

func (f *fakeCentral) feed(w http.ResponseWriter, r *http.Request, body []byte) {
	var q wire.FeedRequest
	if json.Unmarshal(body, &q) != nil {
		problem(w, civic.NewError(civic.Invalid, "", ""))
		return
	}
	f.feeds = append(f.feeds, q)
	p := civic.Page{Epoch: f.epoch, Now: f.hello.Now}
	if len(q.Pins) > 0 {
		p.Pins = f.pinned(q.Pins)
	}
	left := f.perAsk
	for _, want := range q.Wants {
		if !want.Channel.Public() && r.Header.Get("Authorization") == "" {
			p.Lost = append(p.Lost, want.Channel)
			continue
		}
		head := int64(f.log[want.Channel])
		c := civic.Cursor(want)
		if c.Tail == civic.Unopened {
			c.Tail, c.From, c.To = head, 0, head
			p.Heads = append(p.Heads, civic.Head{Channel: want.Channel, Head: head, Count: head})
		}
		for ; c.Tail < head && left > 0; left-- {
			c.Tail++
			p.Ops = append(p.Ops, opAt(want.Channel, c.Tail))
		}
		for ; c.To > c.From && left > 0; left-- {
			p.Ops = append(p.Ops, opAt(want.Channel, c.To))
			c.To--
		}
		p.More = p.More || c.Tail < head || c.From < c.To
		p.Cursors = append(p.Cursors, c)
	}
	var b bytes.Buffer
	if err := wire.WritePage(&b, p); err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", wire.TypePage)
	_, _ = w.Write(b.Bytes())
}

func unzstd(data []byte) ([]byte, error) {
	z, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.DecodeAll(data, nil)
}

func opAt(c civic.Channel, seq int64) civic.Op {
	at := time.UnixMilli(1_746_000_000_000).UTC()
	return civic.Op{Seq: seq, Record: civic.Record{
		Kind: "nota", ID: civic.DerivedID(string(c), strconv.FormatInt(seq, 10)), Channel: c, Version: 1, Born: seq,
		Created: at, Updated: at, Body: json.RawMessage(`{"a":1}`),
	}}
}

func (f *fakeCentral) push(w http.ResponseWriter, r *http.Request, body []byte) {
	var q wire.PushRequest
	if json.Unmarshal(body, &q) != nil || r.Header.Get("Authorization") == "" {
		problem(w, civic.NewError(civic.Unauthenticated, "", ""))
		return
	}
	f.pushes = append(f.pushes, q)
	var answers []civic.Answer
	for _, c := range q.Commands {
		state, outcome := civic.AnswerReceipt, civic.Accepted
		if f.answer != nil {
			state, outcome = f.answer(c)
		}
		a := civic.Answer{ID: c.ID, State: state}
		if state == civic.AnswerReceipt {
			a.Receipt = &civic.Receipt{ID: c.ID, Outcome: outcome, Epoch: f.epoch, At: f.hello.Now}
			f.got[c.ID] = 1 // once, however often it comes
		}
		answers = append(answers, a)
	}
	sendJSON(w, wire.NewPushAnswer(answers))
}

func sendJSON(w http.ResponseWriter, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", wire.TypeJSON)
	_, _ = w.Write(data)
}

func problem(w http.ResponseWriter, err error) {
	p := wire.NewProblem(err)
	w.Header().Set("Content-Type", wire.TypeProblem)
	w.WriteHeader(p.Status)
	_, _ = w.Write(p.Encode())
}

// token is a sign-in that carries a fixed token, or none.
type token struct {
	missing, expired bool
	person           civic.ID
}

func (t *token) State(context.Context) (civic.SignInState, error) {
	return civic.SignInState{SignedIn: !t.missing, Expired: t.expired, Person: t.person}, nil
}

func (t *token) Transport(base http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if t.missing || t.expired {
			return nil, civic.NewError(civic.Unauthenticated, "token", "")
		}
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer segreto")
		return base.RoundTrip(r)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// inMemory answers by calling the handler: no network, so it runs in a bubble.
func inMemory(h http.Handler) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		if r.Body == nil {
			r.Body = http.NoBody
		}
		h.ServeHTTP(w, r)
		return w.Result(), nil
	})
}

type world struct {
	store   *fakeStore
	central *fakeCentral
	token   *token
	client  *client.Client
}

// newWorld joins a desk and a central over real HTTP; wrap may break the line.
func newWorld(t *testing.T, wrap func(http.RoundTripper) http.RoundTripper) *world {
	t.Helper()
	w := &world{central: newFakeCentral(), token: &token{}}
	srv := httptest.NewServer(w.central)
	t.Cleanup(srv.Close)
	w.store = newFakeStore(srv.URL)
	base := client.NewTransport()
	t.Cleanup(base.CloseIdleConnections)
	var rt http.RoundTripper = base
	if wrap != nil {
		rt = wrap(base)
	}
	var err error
	if w.client, err = client.New(client.Options{Store: w.store, SignIn: w.token, Transport: rt}); err != nil {
		t.Fatal(err)
	}
	return w
}
