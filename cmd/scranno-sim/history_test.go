package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/cmd/assemble"
	"scranno/sync/faultlink"
)

// history is what people did, and what must therefore be there.
type history struct {
	*system
	t       *rapid.T
	ctx     context.Context
	n       int
	writers []int // desks that write
	acts    map[civic.ID]*wrote
	posts   map[civic.ID]*wrote
	life    *life // nil: nobody told of an act's life
}

// wrote is one thing that someone wrote.
type wrote struct {
	desk int
	text string
	gone bool // taken back
	two  bool // waited in a profile that was copied: what one copy takes back the other may send
}

func (h *history) text() string {
	h.n++
	return fmt.Sprintf("testo numero %d", h.n)
}

// writerDesk draws one of the desks that write.
func (h *history) writerDesk() int { return rapid.SampledFrom(h.writers).Draw(h.t, "desk") }

// pick draws one of the things that this desk wrote and did not take back.
func (h *history) pick(of map[civic.ID]*wrote, desk int) (civic.ID, bool) {
	var ids []civic.ID
	for id, w := range of {
		if w.desk == desk && !w.gone && !w.two {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return "", false
	}
	// By text, for ids differ from run to run.
	least := ids[0]
	skip := rapid.IntRange(0, 1<<20).Draw(h.t, "which")
	for _, id := range ids {
		if mixed(of[id].text, skip) < mixed(of[least].text, skip) {
			least = id
		}
	}
	return least, true
}

func mixed(s string, with int) uint32 {
	sum := uint32(with)
	for i := range len(s) {
		sum = (sum ^ uint32(s[i])) * 16777619
	}
	return sum
}

func (h *history) publish() {
	i := h.writerDesk()
	d, text := h.desks[i].Desk, h.text()
	x, err := d.NewDraft(h.ctx, civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", Region: "08", Subject: text, Themes: []civic.Theme{"school"},
		Clauses:     []civic.Clause{{ID: civic.DerivedID("clause", text), Section: civic.Operative, Opener: "impegna", Text: text}},
		Signatories: []civic.Signatory{{Name: "Prova"}},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	how := civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY}
	q, err := d.Submit(h.ctx, x.ID, how)
	if err != nil {
		h.t.Fatal(err)
	}
	h.acts[civic.Concerns(q.Command)] = &wrote{desk: i, text: text}
}

func (h *history) withdraw() { h.takeBack((*desk.Desk).WithdrawAct) }

// takeBack takes an act of the drawn desk back, in one way or the other.
func (h *history) takeBack(how func(*desk.Desk, context.Context, civic.ID) (civic.Queued, error)) {
	i := h.writerDesk()
	id, ok := h.pick(h.acts, i)
	if !ok {
		return
	}
	if _, err := how(h.desks[i].Desk, h.ctx, id); err != nil {
		h.t.Fatalf("taking back: %v", err)
	}
	h.acts[id].gone = true
}

func (h *history) post() {
	i := h.writerDesk()
	text := h.text()
	q, err := h.desks[i].Desk.AddPost(h.ctx, threadID(), text, "")
	if err != nil {
		h.t.Fatal(err)
	}
	h.posts[civic.Concerns(q.Command)] = &wrote{desk: i, text: text}
}

func (h *history) editPost() {
	i := h.writerDesk()
	id, ok := h.pick(h.posts, i)
	if !ok {
		return
	}
	text := h.text()
	if _, err := h.desks[i].Desk.EditPost(h.ctx, id, text); err != nil {
		h.t.Fatalf("edit: %v", err)
	}
	h.posts[id].text = text
}

func (h *history) withdrawPost() {
	i := h.writerDesk()
	id, ok := h.pick(h.posts, i)
	if !ok {
		return
	}
	if _, err := h.desks[i].Desk.WithdrawPost(h.ctx, id); err != nil {
		h.t.Fatalf("withdraw post: %v", err)
	}
	h.posts[id].gone = true
}

func (h *history) useful() {
	i := h.writerDesk()
	id, ok := h.pick(h.acts, i)
	if !ok {
		return
	}
	if _, err := h.desks[i].Desk.MarkUseful(h.ctx, id, rapid.Bool().Draw(h.t, "on")); err != nil {
		h.t.Fatalf("useful: %v", err)
	}
}

// trouble draws what happens to the next requests of a desk's line.
func (h *history) trouble(i int) {
	n := rapid.IntRange(0, 4).Draw(h.t, "faults")
	faults := make([]faultlink.Fault, n)
	for k := range faults {
		if rapid.Bool().Draw(h.t, "good") {
			continue
		}
		faults[k].Kind = rapid.SampledFrom(faultlink.Kinds()).Draw(h.t, "fault")
		if faults[k].Kind == faultlink.CutReply {
			faults[k].After = rapid.Int64Range(0, 3_000).Draw(h.t, "after")
		}
		if rapid.IntRange(0, 3).Draw(h.t, "slow") == 0 {
			faults[k].Wait = time.Duration(rapid.IntRange(0, 40).Draw(h.t, "wait")) * time.Second
		}
	}
	h.links[i].Use(faultlink.Sequence(faults...))
	h.lines[i].cutNext(rapid.Int64Range(-1_000, 3_000).Draw(h.t, "cut"))
}

// sync may fail; it must only fail as a network does.
func (h *history) sync(i int) error {
	_, err := h.desks[i].Desk.Sync(h.ctx, nil)
	switch civic.KindOf(err) {
	case "", civic.Offline, civic.Busy:
		return nil
	}
	return fmt.Errorf("%s: %w", h.names[i], err)
}

func (h *history) syncOne() {
	i := rapid.IntRange(0, len(h.desks)-1).Draw(h.t, "desk")
	h.trouble(i)
	if err := h.sync(i); err != nil {
		h.t.Fatal(err)
	}
}

// syncAll syncs all desks at once; the second person's two desks push and pull
// together.
func (h *history) syncAll() {
	errs := make([]error, len(h.desks))
	var wg sync.WaitGroup
	for i := range h.desks {
		h.trouble(i)
	}
	for i := range h.desks {
		wg.Go(func() { errs[i] = h.sync(i) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) rest() {
	time.Sleep(time.Duration(rapid.IntRange(1, 1_500).Draw(h.t, "seconds")) * time.Second)
}

func (h *history) reopen() {
	if err := h.reopenDesk(rapid.IntRange(0, len(h.desks)-1).Draw(h.t, "desk")); err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) restart() {
	if err := h.stopCentral(); err != nil {
		h.t.Fatal(err)
	}
	if err := h.startCentral(); err != nil {
		h.t.Fatal(err)
	}
}

// heal mends the lines and syncs until all desks hold the same; few rounds must
// be enough.
func (h *history) heal() {
	for i := range h.desks {
		h.links[i].Heal()
		h.lines[i].cutNext(-1)
	}
	time.Sleep(time.Minute)
	for range 2 {
		for i, d := range h.desks {
			if r, err := d.Desk.Sync(h.ctx, nil); err != nil || !r.Complete || r.Pending > 0 {
				box, _ := d.Desk.Outbox(h.ctx) // for the message alone
				h.t.Fatalf("after healing %s: %+v, %v; waiting: %+v", h.names[i], r, err, box)
			}
		}
	}
}

// judge compares what each desk shows with what people did.
func (h *history) judge() {
	for i, set := range h.desks {
		d := set.Desk
		box, err := d.Outbox(h.ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, q := range box {
			if !h.mayStay(q) {
				h.t.Fatalf("%s: in the outbox %s, %s, %s", h.names[i], q.Command.Name, q.State, q.Reason)
			}
		}
		found, err := d.Doctor(h.ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, f := range found {
			if f.Severity != civic.Hint {
				h.t.Fatalf("%s: the doctor says %+v", h.names[i], f)
			}
		}
		h.judgeActs(i, set)
		h.judgePosts(i, set)
		h.judgeLife(i, set)
	}
}

// mayStay tells whether a refusal is owed to the person's own change of mind: a
// mark on an act that they took back before it was sent.
func (h *history) mayStay(q civic.Queued) bool {
	if q.State == civic.QueueRefused && (q.Reason == civic.ReasonDependent || q.Reason == civic.ReasonGone) && h.aboutGone(q.Command) {
		return true
	}
	w := h.acts[civic.Concerns(q.Command)]
	return q.State == civic.QueueRefused && q.Reason == civic.ReasonDependent && w != nil && w.gone
}

func (h *history) judgeActs(i int, set *assemble.DeskSet) {
	r, err := set.Desk.Acts(h.ctx, civic.ActQuery{Limit: 1_000})
	if err != nil {
		h.t.Fatal(err)
	}
	shown := map[civic.ID]int{}
	for _, a := range r.Hits {
		shown[a.ID]++
		w := h.acts[a.ID]
		switch {
		case w == nil || w.gone:
			h.t.Fatalf("%s shows the act %q, which is nowhere", h.names[i], a.Subject)
		case a.Pending || a.Subject != w.text:
			h.t.Fatalf("%s shows %q (pending %v) for %q", h.names[i], a.Subject, a.Pending, w.text)
		}
	}
	for id, w := range h.acts {
		if want := map[bool]int{false: 1}[w.gone]; shown[id] != want {
			h.t.Fatalf("%s shows the act %q %d times, want %d", h.names[i], w.text, shown[id], want)
		}
	}
	if r.Total != len(r.Hits) {
		h.t.Fatalf("%s counts %d acts and shows %d", h.names[i], r.Total, len(r.Hits))
	}
}

func (h *history) judgePosts(i int, set *assemble.DeskSet) {
	posts, _, err := set.Desk.Posts(h.ctx, threadID())
	if err != nil {
		h.t.Fatal(err)
	}
	shown := map[civic.ID]int{}
	var born int64
	for _, p := range posts {
		shown[p.ID]++
		if p.Born <= born || p.Pending {
			h.t.Fatalf("%s: post %q born %d after %d, pending %v", h.names[i], p.Post.Text, p.Born, born, p.Pending)
		}
		born = p.Born
		if w := h.posts[p.ID]; w != nil && p.Post.Text != w.text {
			h.t.Fatalf("%s shows %q for the post %q", h.names[i], p.Post.Text, w.text)
		}
	}
	for id, w := range h.posts {
		if want := map[bool]int{false: 1}[w.gone]; shown[id] != want {
			h.t.Fatalf("%s shows the post %q %d times, want %d", h.names[i], w.text, shown[id], want)
		}
	}
}

func newHistory(rt *rapid.T, s *system) *history {
	return &history{
		system: s, t: rt, ctx: context.Background(), writers: []int{0, 1},
		acts: map[civic.ID]*wrote{}, posts: map[civic.ID]*wrote{},
	}
}

func (h *history) ok(err error) {
	if err != nil {
		h.t.Helper()
		h.t.Fatal(err)
	}
}

// inHistories runs fn in many bubbles, each with folders of its own.
func inHistories(t *testing.T, fn func(h *history)) {
	t.Helper()
	inChanged(t, nil, desks(), fn)
}

// inChanged does so with folders that were changed first.
func inChanged(t *testing.T, change func(dir string) error, names []string, fn func(h *history)) {
	t.Helper()
	inCopies(t, template(t), change, names, func(rt *rapid.T, s *system) { fn(newHistory(rt, s)) })
}

// TestHistories: whatever people do, and whatever happens to the lines, nothing
// is lost, nothing is doubled, and all desks end up showing the same.
func TestHistories(t *testing.T) {
	inHistories(t, func(h *history) {
		steps := []func(){
			h.publish, h.publish, h.withdraw, h.post, h.post, h.editPost, h.withdrawPost, h.useful,
			h.tell, h.untell, h.prove,
			h.syncOne, h.syncOne, h.syncOne, h.syncAll, h.rest, h.reopen, h.restart,
		}
		for range rapid.IntRange(3, 20).Draw(h.t, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(h.t, "step")]()
		}
		h.heal()
		h.judge()
	})
}

// TestReplyCutAtEveryOffset cuts the answer to a push after every so many bytes,
// first of its body and then of the whole reply.
func TestReplyCutAtEveryOffset(t *testing.T) {
	inHistories(t, func(h *history) {
		h.publish()
		h.post()
		i := h.writerDesk()
		after := rapid.Int64Range(0, 1_500).Draw(h.t, "after")
		nth := rapid.IntRange(0, 4).Draw(h.t, "request")
		h.links[i].Use(func() faultlink.Plan {
			seen := 0
			return func(*http.Request) faultlink.Fault {
				seen++
				if seen-1 == nth {
					return faultlink.Fault{Kind: faultlink.CutReply, After: after}
				}
				return faultlink.Fault{}
			}
		}())
		if err := h.sync(i); err != nil {
			h.t.Fatal(err)
		}
		h.heal()
		h.judge()
	})
}

// TestWatchHeals leaves the desks to themselves on bad lines: within ten minutes
// of healing the queues are empty and all show the same.
func TestWatchHeals(t *testing.T) {
	inHistories(t, func(h *history) {
		ctx, cancel := context.WithCancel(h.ctx)
		var wg sync.WaitGroup
		for i, d := range h.desks {
			h.links[i].Use(faultlink.Random(rapid.Uint64().Draw(h.t, "seed"), 2))
			wg.Go(func() { d.Desk.Watch(ctx, nil) })
		}
		defer wg.Wait()
		defer cancel()
		for range rapid.IntRange(1, 8).Draw(h.t, "steps") {
			[]func(){h.publish, h.post, h.editPost, h.rest}[rapid.IntRange(0, 3).Draw(h.t, "step")]()
		}
		for i := range h.desks {
			h.links[i].Heal()
		}
		time.Sleep(10 * time.Minute)
		h.judge()
	})
}
