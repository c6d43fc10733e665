package main

import (
	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// life is what people told of the acts that they wrote.
type life struct {
	events, proofs map[civic.ID]*wrote
	of             map[civic.ID]civic.ID // the act of each
}

func (h *history) told() *life {
	if h.life == nil {
		h.life = &life{events: map[civic.ID]*wrote{}, proofs: map[civic.ID]*wrote{}, of: map[civic.ID]civic.ID{}}
	}
	return h.life
}

// tell records an event of an act of the drawn desk.
func (h *history) tell() {
	i := h.writerDesk()
	act, ok := h.pick(h.acts, i)
	if !ok {
		return
	}
	text := h.text()
	q, err := h.desks[i].Desk.RecordEvent(h.ctx, civic.ActEvent{Act: act, Type: civic.Discussed, Date: "1999-05-04", Note: text})
	if err != nil {
		h.t.Fatalf("event: %v", err)
	}
	var a civic.ActEventArgs
	if err := q.Command.Decode(&a); err != nil {
		h.t.Fatal(err)
	}
	h.told().events[a.ID], h.told().of[a.ID] = &wrote{desk: i, text: text}, act
}

// untell takes an event back, whether or not it has left.
func (h *history) untell() {
	i := h.writerDesk()
	live := map[civic.ID]*wrote{}
	for id, w := range h.told().events {
		if !h.acts[h.life.of[id]].gone {
			live[id] = w
		}
	}
	id, ok := h.pick(live, i)
	if !ok {
		return
	}
	if _, err := h.desks[i].Desk.DropEvent(h.ctx, id); err != nil {
		h.t.Fatalf("taking an event back: %v", err)
	}
	h.life.events[id].gone = true
}

// prove adds evidence to the one point of an act of the drawn desk.
func (h *history) prove() {
	i := h.writerDesk()
	act, ok := h.pick(h.acts, i)
	if !ok {
		return
	}
	text := h.text()
	clause := civic.DerivedID("clause", h.acts[act].text)
	q, err := h.desks[i].Desk.AddEvidence(h.ctx, act, clause, civic.Evidence{Date: "2026-05-04", Note: text})
	if err != nil {
		h.t.Fatalf("evidence: %v", err)
	}
	var a civic.CommitmentArgs
	if err := q.Command.Decode(&a); err != nil {
		h.t.Fatal(err)
	}
	h.told().proofs[a.Add.ID], h.life.of[a.Add.ID] = &wrote{desk: i, text: text}, act
}

// aboutGone tells whether a command tells of an act that its author took back.
func (h *history) aboutGone(c civic.Command) bool {
	var act civic.ID
	switch c.Name {
	case civic.CmdActEvent:
		var a civic.ActEventArgs
		if c.Decode(&a) == nil {
			act = a.Event.Act
		}
	case civic.CmdCommitment:
		var a civic.CommitmentArgs
		if c.Decode(&a) == nil {
			act = a.Act
		}
	case civic.CmdDropEvent:
		act = h.told().of[civic.Concerns(c)]
	}
	w := h.acts[act]
	return w != nil && w.gone
}

// judgeLife wants each event and each piece of evidence once, and nothing that
// was taken back.
func (h *history) judgeLife(i int, set *assemble.DeskSet) {
	if h.life == nil {
		return
	}
	shown := map[civic.ID]int{}
	for act, w := range h.acts {
		if w.gone {
			continue
		}
		v, err := set.Desk.Act(h.ctx, act)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, e := range v.Events {
			shown[e.ID]++
			if x := h.life.events[e.ID]; x == nil || e.Pending || e.Event.Note != x.text {
				h.t.Fatalf("%s shows the event %q (pending %v)", h.names[i], e.Event.Note, e.Pending)
			}
		}
		for _, p := range v.Points {
			for _, e := range p.Commitment.Evidence {
				shown[e.ID]++
				if x := h.life.proofs[e.ID]; x == nil || p.Pending || e.Note != x.text {
					h.t.Fatalf("%s shows the evidence %q (pending %v)", h.names[i], e.Note, p.Pending)
				}
			}
		}
	}
	for _, all := range []map[civic.ID]*wrote{h.life.events, h.life.proofs} {
		for id, w := range all {
			if want := map[bool]int{false: 1}[w.gone || h.acts[h.life.of[id]].gone]; shown[id] != want {
				h.t.Fatalf("%s shows %q %d times, want %d", h.names[i], w.text, shown[id], want)
			}
		}
	}
}
