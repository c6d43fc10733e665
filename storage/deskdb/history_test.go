package deskdb_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// history is a desk and a central through which random things happen.
type history struct {
	*rapid.T
	ctx   context.Context
	tb    *testing.T
	c     *central
	s     *deskdb.Store
	home  string
	me    civic.ID
	other civic.ID
	n     int
	acts  []civic.ID
	talks []civic.ID
	posts []civic.ID
	saved *central          // a backup
	drawn map[civic.ID]bool // what this desk once showed of its own
	// restless: a channel was left or walked anew, so that what was confirmed
	// may rightly be missing for a while.
	restless bool
}

var ground = []civic.Channel{
	civic.PeoplePublic, civic.PublicChannel(region), civic.TalkChannel(region), civic.SpaceChannel(space),
	civic.ActChannel(civic.Everyone, region, 2026), civic.ActChannel(civic.Councillors, region, 2026),
}

func newHistory(t *testing.T, rt *rapid.T) *history {
	home, err := os.MkdirTemp(t.TempDir(), "h")
	if err != nil {
		t.Fatal(err)
	}
	h := &history{
		T: rt, ctx: t.Context(), tb: t, c: newCentral(), home: home,
		me: civic.DerivedID("person", "ada"), other: civic.DerivedID("person", "bruno"), drawn: map[civic.ID]bool{},
	}
	m := civic.Mandate{Body: body, BodyName: "Valchiara", Level: civic.Municipal, Region: region, Office: "consigliere", Verified: h.c.now}
	h.c.person(h.me, "Ada", m)
	h.c.person(h.other, "Bruno", m)
	h.c.put(civic.KindSpace, space, civic.PublicChannel(region), h.me, civic.Space{Title: "Acqua", Access: civic.AccessPublic, Region: region})
	h.open()
	h.must(h.s.SaveProfile(h.ctx, civic.Profile{Central: "x", Person: h.me, Device: civic.DerivedID("device")}))
	_, err = h.s.Join(h.ctx, append([]civic.Channel{civic.UserChannel(h.me)}, ground...), true)
	h.must(err)
	for range len(ground) + 1 { // a first sync: who I am, and the channels' heads
		wants, err := h.s.Wants(h.ctx)
		h.must(err)
		_, err = h.s.ApplyPage(h.ctx, h.c.feed(wants, 100), h.c.now)
		h.must(err)
	}
	return h
}

func (h *history) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *history) open() {
	s, err := deskdb.Open(h.ctx, deskdb.Options{Home: h.home})
	h.must(err)
	h.s = s
}

func (h *history) id() civic.ID {
	h.n++
	return uid("history", h.n)
}

func (h *history) pick(ids []civic.ID) civic.ID {
	if len(ids) == 0 {
		return h.id()
	}
	return rapid.SampledFrom(ids).Draw(h.T, "of")
}

// anything is one command of a person, upon what the version function says.
func (h *history) anything(author civic.ID, version func(civic.ID) int64) civic.Command {
	var name civic.CommandName
	var args any
	var base int64
	switch rapid.IntRange(0, 9).Draw(h.T, "command") {
	case 0:
		v := rapid.SampledFrom([]civic.Visibility{civic.Everyone, civic.Councillors}).Draw(h.T, "visibility")
		id := h.id()
		h.acts = append(h.acts, id)
		name, args = civic.CmdPublish, civic.PublishArgs{ID: id, Content: content(fmt.Sprint("atto ", h.n), "acqua"), Visibility: v, Licence: civic.LicenceCCBY}
	case 1:
		id, post := h.id(), h.id()
		a := civic.OpenThreadArgs{ID: id, Post: post, Title: "titolo", Text: "testo"}
		if a.Space = space; rapid.Bool().Draw(h.T, "on an act") {
			a.Space, a.Act = "", h.pick(h.acts)
		}
		h.talks, h.posts = append(h.talks, id), append(h.posts, post)
		name, args = civic.CmdOpenThread, a
	case 2, 3:
		id := h.id()
		h.posts = append(h.posts, id)
		name, args = civic.CmdPost, civic.PostArgs{ID: id, Thread: h.pick(h.talks), Text: "risposta"}
	case 4:
		p := h.pick(h.posts)
		name, args, base = civic.CmdEditPost, civic.EditPostArgs{Post: p, Text: fmt.Sprint("nuovo ", h.n)}, version(p)
	case 5:
		name, args = civic.CmdWithdrawPost, civic.EditPostArgs{Post: h.pick(h.posts)}
	case 6:
		a := h.pick(h.acts)
		name, args, base = civic.CmdRevise, civic.ReviseArgs{Act: a, Content: content(fmt.Sprint("rivisto ", h.n), "vento")}, version(a)
	case 7:
		name, args = civic.CmdUseful, civic.UsefulArgs{Act: h.pick(h.acts), On: rapid.Bool().Draw(h.T, "on")}
	case 8:
		e := civic.ActEvent{Act: h.pick(h.acts), Type: civic.OutcomeEvent, Date: "2026-11-21", Outcome: civic.Approved}
		name, args = civic.CmdActEvent, civic.ActEventArgs{ID: h.id(), Event: e}
	case 9:
		name, args = civic.CmdWithdraw, civic.ActArgs{Act: h.pick(h.acts)}
	}
	raw, err := civic.CanonicalOf(args)
	h.must(err)
	return civic.Command{ID: h.id(), Name: name, Schema: 1, Args: raw, Base: base, Author: author}
}

func (h *history) write(*rapid.T) {
	c := h.anything(h.me, func(id civic.ID) int64 {
		r, err := h.s.Record(h.ctx, id)
		if err != nil {
			return 0
		}
		return r.Version
	})
	q := civic.Queued{Command: c, State: civic.QueueWaiting, Queued: h.c.now}
	q, err := h.s.Enqueue(h.ctx, q, "", func(civic.CommandDrawing) error { return nil })
	h.must(err)
	for _, id := range made(c) {
		h.drawn[id] = q.Drawing == civic.Drawn
	}
}

func (h *history) others(*rapid.T) {
	h.c.run(h.tb, h.anything(h.other, func(id civic.ID) int64 { return h.c.versions[id] }))
}

func (h *history) send(*rapid.T) {
	h.must(h.s.Unsent(h.ctx, civic.Offline, h.c.now)) // as a sync begins
	cmds, err := h.s.Outgoing(h.ctx, rapid.IntRange(1, 5).Draw(h.T, "push"))
	h.must(err)
	if len(cmds) == 0 || rapid.IntRange(0, 3).Draw(h.T, "request lost") == 0 {
		h.must(h.s.Unsent(h.ctx, civic.Offline, h.c.now))
		return
	}
	answers := h.c.push(h.tb, cmds)
	if rapid.IntRange(0, 2).Draw(h.T, "reply lost") == 0 {
		h.must(h.s.Unsent(h.ctx, civic.Offline, h.c.now))
		return
	}
	_, _, err = h.s.Answered(h.ctx, answers, h.c.now)
	h.must(err)
}

func (h *history) page(*rapid.T) {
	wants, err := h.s.Wants(h.ctx)
	h.must(err)
	_, err = h.s.ApplyPage(h.ctx, h.c.feed(wants, rapid.IntRange(1, 6).Draw(h.T, "ops")), h.c.now)
	h.must(err)
}

func (h *history) leave(*rapid.T) {
	h.restless = true
	err := h.s.Leave(h.ctx, rapid.SampledFrom(ground).Draw(h.T, "channel"))
	if !civic.Is(err, civic.NotFound) {
		h.must(err)
	}
}

func (h *history) rejoin(*rapid.T) {
	_, err := h.s.Join(h.ctx, ground, true)
	h.must(err)
}

func (h *history) reopen(*rapid.T) {
	h.must(h.s.Close())
	h.open()
}

func (h *history) backup(*rapid.T) { h.saved = h.c.clone() }

// restore puts the backup back: everything since is lost at the central.
func (h *history) restore(*rapid.T) {
	if h.saved == nil {
		return
	}
	h.restless = true
	shift := h.c.shift
	h.c = h.saved.clone()
	h.c.shift = shift + 1<<32
	h.c.epoch = string(h.id())
	h.must(h.s.NewEpoch(h.ctx, h.c.epoch, h.c.now))
}

// heal exchanges everything until nothing moves.
func (h *history) heal() {
	h.rejoin(nil)
	for round := range 200 {
		wants, err := h.s.Wants(h.ctx)
		h.must(err)
		p := h.c.feed(wants, 1000)
		_, err = h.s.ApplyPage(h.ctx, p, h.c.now)
		h.must(err)
		h.must(h.s.Unsent(h.ctx, "", h.c.now))
		cmds, err := h.s.Outgoing(h.ctx, 50)
		h.must(err)
		if len(cmds) == 0 && !p.More && len(p.Cursors) == 0 {
			return
		}
		h.c.patient = round < 20
		_, _, err = h.s.Answered(h.ctx, h.c.push(h.tb, cmds), h.c.now)
		h.must(err)
	}
	h.Fatal("the queue does not drain")
}

// once: nothing is shown twice, and what is listed is what is shown.
func (h *history) once(*rapid.T) {
	shown, err := h.s.Shown(h.ctx)
	h.must(err)
	listed, err := h.s.Listed(h.ctx)
	h.must(err)
	for id, all := range shown {
		if len(all) > 1 {
			h.Fatalf("%s is shown %d times", all[0].Kind, len(all))
		}
		if all[0].Kind == civic.KindAct && !listed[id] {
			h.Fatal("an act is shown and not listed")
		}
	}
	for id := range listed {
		if len(shown[id]) == 0 {
			h.Fatal("an act is listed and not shown")
		}
	}
	h.must(h.s.CheckFacets(h.ctx))
	h.mine(shown)
}

// mine: one reads what one wrote: what waits and is drawn, and what the central
// accepted, for as long as no channel was given up meanwhile.
func (h *history) mine(shown map[civic.ID][]civic.Record) {
	queue, err := h.s.Outbox(h.ctx)
	h.must(err)
	for _, q := range queue {
		if q.Command.Name == civic.CmdWithdraw || q.Command.Name == civic.CmdWithdrawPost {
			return // it may take anything away, and what hangs on it
		}
	}
	for _, q := range queue {
		if q.State == civic.QueueRefused || q.Drawing != civic.Drawn {
			continue
		}
		for _, id := range made(q.Command) {
			if len(shown[id]) == 0 {
				h.Fatalf("%s waits and is not shown", q.Command.Name)
			}
		}
	}
	if h.restless {
		return
	}
	for id, r := range h.c.records {
		if h.drawn[id] && !r.Deleted && len(shown[id]) == 0 {
			h.Fatalf("%s was accepted and is not shown", r.Kind)
		}
	}
}

func made(c civic.Command) []civic.ID {
	var a struct {
		ID   civic.ID `json:"id"`
		Post civic.ID `json:"post"`
	}
	if c.Decode(&a) != nil {
		return nil
	}
	switch c.Name {
	case civic.CmdPublish, civic.CmdPost, civic.CmdActEvent:
		return []civic.ID{a.ID}
	case civic.CmdOpenThread:
		return []civic.ID{a.ID, a.Post}
	}
	return nil
}

// whole: after healing the screen is the central's state, and nothing waits.
func (h *history) whole() {
	shown, err := h.s.Shown(h.ctx)
	h.must(err)
	kept := map[civic.Channel]bool{civic.UserChannel(h.me): true}
	for _, c := range ground {
		kept[c] = true
	}
	live := 0
	for id, r := range h.c.records {
		if r.Deleted || !kept[r.Channel] {
			continue
		}
		live++
		got := shown[id]
		if len(got) != 1 || got[0].Version != r.Version || string(got[0].Body) != string(r.Body) || got[0].Channel != r.Channel {
			h.Fatalf("%s differs: central %d in %s, here %+v", r.Kind, r.Version, r.Channel, got)
		}
	}
	if live != len(shown) {
		h.Fatalf("central has %d, the screen %d", live, len(shown))
	}
	if n, err := h.s.Overlaid(h.ctx); err != nil || n != 0 {
		h.Fatalf("%d still drawn, %v", n, err)
	}
	sums, err := h.s.Sums(h.ctx)
	h.must(err)
	for c, s := range sums {
		if w := h.c.head(c); s[0] != w.Count || s[1] != int64(w.Sum) {
			h.Fatalf("%s: %v, central %+v", c, s, w)
		}
	}
	h.must(h.s.Check(h.ctx))
}

func TestHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(t, rt)
		defer func() { h.must(h.s.Close()) }()
		rt.Repeat(map[string]func(*rapid.T){
			"write": h.write, "write again": h.write, "others": h.others, "send": h.send, "page": h.page,
			"leave": h.leave, "rejoin": h.rejoin, "reopen": h.reopen, "backup": h.backup, "restore": h.restore, "": h.once,
		})
		h.heal()
		h.once(nil)
		h.whole()
	})
}
