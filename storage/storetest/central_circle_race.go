package storetest

import (
	"sync"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
)

// at gives the same circle at another replica.
func (c *circle) at(s *stage) *circle {
	other := *c
	other.stage = s
	return &other
}

// Whatever comes at once to several replicas: a code lets one in, who was taken
// out writes nothing after it, and no group is left with nobody who sees to it.
func seatsAtOnce(t *testing.T, r *replicas) {
	for range 5 {
		oneCodeForThree(t, r)
		takenOutWhileWriting(t, r)
		allLeave(t, r)
		joinsAsTheLastLeaves(t, r)
	}
}

func oneCodeForThree(t *testing.T, r *replicas) {
	c := newCircle(r.stage, r.folk, "Uno")
	r.accept(r.giulia, c.invite(r.giulia, string(c.group)))
	people := []central.Caller{r.marco, r.luca, r.anna}
	got := make([]civic.Receipt, len(people))
	var all sync.WaitGroup
	for i, who := range people {
		join := c.join(who, string(c.group))
		all.Go(func() { got[i] = r.insist(r.all()[i], who, join) })
	}
	all.Wait()
	in := 0
	for i, x := range got {
		if x.Outcome == civic.Accepted {
			in++
		} else if x.Reason != civic.ReasonNoInvitation || c.sees(people[i]) {
			t.Fatalf("%+v", x)
		}
	}
	if in != 1 {
		t.Fatalf("one code let %d in", in)
	}
}

func takenOutWhileWriting(t *testing.T, r *replicas) {
	c := newCircle(r.stage, r.folk, "Due")
	r.accept(r.giulia, c.invite(r.giulia, string(c.group)))
	r.accept(r.marco, c.join(r.marco, string(c.group)))
	first := make(chan struct{})
	var last int64
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := range 1_000 {
			got := r.insist(r.others[0], r.marco, c.seal(r.marco, c.id(), 0))
			if n == 0 {
				close(first)
			}
			if got.Outcome != civic.Accepted {
				if got.Reason != civic.ReasonGone {
					t.Errorf("%+v", got)
				}
				return
			}
			last = got.Effects[0].Seq
		}
		t.Error("who was taken out writes on")
	})
	<-first
	out := r.insist(r.others[1], r.giulia, c.leave(r.giulia, r.marco))
	writer.Wait()
	for _, e := range out.Effects {
		if e.Channel == c.ch && e.Seq < last {
			t.Fatalf("taken out at %d, and wrote at %d", e.Seq, last)
		}
	}
	if out.Outcome != civic.Accepted || c.at(r.others[0]).sees(r.marco) {
		t.Fatalf("%+v", out)
	}
}

func allLeave(t *testing.T, r *replicas) {
	c := newCircle(r.stage, r.folk, "Tre")
	r.accept(r.giulia, c.invite(r.giulia, string(c.group)))
	r.accept(r.marco, c.join(r.marco, string(c.group)))
	var all sync.WaitGroup
	for i, who := range []central.Caller{r.giulia, r.marco} {
		leave := c.leave(who, who)
		all.Go(func() {
			if got := r.insist(r.all()[i], who, leave); got.Outcome != civic.Accepted {
				t.Errorf("%+v", got)
			}
		})
	}
	all.Wait()
	if n := c.count(); n != 0 {
		t.Fatalf("all left, and %d records stand", n)
	}
}

func joinsAsTheLastLeaves(t *testing.T, r *replicas) {
	c := newCircle(r.stage, r.folk, "Quattro")
	r.accept(r.giulia, c.invite(r.giulia, string(c.group)))
	join, leave := c.join(r.marco, string(c.group)), c.leave(r.giulia, r.giulia)
	var joined civic.Receipt
	var all sync.WaitGroup
	all.Go(func() { joined = r.insist(r.others[0], r.marco, join) })
	all.Go(func() {
		if got := r.insist(r.others[1], r.giulia, leave); got.Outcome != civic.Accepted {
			t.Errorf("%+v", got)
		}
	})
	all.Wait()
	if joined.Outcome != civic.Accepted {
		if n := c.count(); n != 0 || joined.Reason != civic.ReasonNoInvitation {
			t.Fatalf("%+v: %d records stand", joined, n)
		}
		return
	}
	m, err := civic.DecodeBody[civic.GroupMember](r.live(civic.MemberID(c.group, r.marco.Person)))
	if err != nil || m.Part != civic.PartOwner || !c.sees(r.marco) || c.sees(r.giulia) {
		t.Fatalf("%+v, %v", m, err)
	}
}

func (c *circle) count() int64 {
	heads, err := c.store.Heads(c.ctx())
	c.check(err)
	return heads[c.ch].Count
}
