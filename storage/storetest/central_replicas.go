package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// Replicas examines several services over one database of a server. The address
// of a folder's database is what the exam's own statements go to.
func Replicas(t *testing.T, open OpenCentral, address func(dir string) string) {
	t.Helper()
	for _, exam := range []struct {
		name string
		run  func(t *testing.T, r *replicas)
	}{
		{"TheSameCommandAtOnce", sameCommandAtOnce},
		{"ManyWriteManyRead", manyWriteManyRead},
		{"OneIsKilledAgainAndAgain", killedAgainAndAgain},
		{"LateCommitIsSeen", lateCommitIsSeen},
		{"TransactionLeftOpen", transactionLeftOpen},
		{"MovesWhileItWaits", movesWhileItWaits},
		{"ChildrenOfWhatMoves", childrenOfWhatMoves},
		{"SeatsAtOnce", seatsAtOnce},
		{"FiguresMissNothing", figuresMissNothing},
	} {
		t.Run(exam.name, func(t *testing.T) {
			s := newStage(t, open)
			r := &replicas{stage: s, folk: s.people(), address: address(s.dir)}
			for range 2 {
				other := &stage{t: t, dir: s.dir, open: open}
				other.clock.Store(s.clock.Load())
				other.reopen()
				t.Cleanup(func() { s.check(other.store.Close()) })
				r.others = append(r.others, other)
			}
			exam.run(t, r)
			s.check(s.store.Check(s.ctx()))
		})
	}
}

// replicas are three services over one database.
type replicas struct {
	*stage
	folk
	others  []*stage
	address string
}

func (r *replicas) all() []*stage { return append([]*stage{r.stage}, r.others...) }

// insist pushes until the command has a receipt, as a desk does.
func (r *replicas) insist(at *stage, who central.Caller, c civic.Command) civic.Receipt {
	for range 100 {
		answers, err := at.Push(r.ctx(), who, pushed(c))
		switch {
		case err != nil && !civic.Is(err, civic.Busy) && !civic.Is(err, civic.Offline):
			r.t.Errorf("%v", err)
			return civic.Receipt{}
		case err == nil && answers[0].Receipt != nil:
			return *answers[0].Receipt
		}
	}
	r.t.Errorf("%s has no receipt after a hundred tries", c.Name)
	return civic.Receipt{}
}

// await waits until a question to the database has the answer, and fails the test
// when it has not in good time.
func (r *replicas) await(question, answer string) {
	r.t.Helper()
	var got string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if got = Psql(r.t, r.address, question); got == answer {
			return
		}
	}
	r.t.Fatalf("%s: %s, want %s", question, got, answer)
}

// One effect and one receipt, whoever is quicker.
func sameCommandAtOnce(t *testing.T, r *replicas) {
	for turn := range 10 {
		c := r.publish(r.giulia, r.id(), r.content(valchiara, "Pensiline"))
		receipts := make([]civic.Receipt, 6)
		var all sync.WaitGroup
		for i := range receipts {
			all.Go(func() {
				mine := c
				if i%2 == 1 { // a clone brings it under a number of its own
					mine.N += 1_000_000
				}
				receipts[i] = r.insist(r.all()[i%3], r.giulia, mine)
			})
		}
		all.Wait()
		for _, got := range receipts {
			if got.Outcome != civic.Accepted || len(got.Effects) == 0 || fmt.Sprint(got) != fmt.Sprint(receipts[0]) {
				t.Fatalf("%+v, and %+v", got, receipts[0])
			}
		}
		heads, err := r.store.Heads(r.ctx())
		r.check(err)
		if h := heads[receipts[0].Effects[0].Channel]; h.Head != int64(turn+1) || h.Count != int64(turn+1) {
			t.Fatalf("%+v after %d acts", h, turn+1)
		}
	}
}

// writing has each replica's people publish, open threads, mark and withdraw, at
// once, and gives how many commands were accepted.
func (r *replicas) writing(acts int) (accepted int) {
	var mu sync.Mutex
	var writers sync.WaitGroup
	done := func(c civic.Receipt) bool {
		mu.Lock()
		defer mu.Unlock()
		if c.Outcome == civic.Accepted {
			accepted++
		}
		return c.Outcome == civic.Accepted
	}
	shared := r.published(r.giulia, valchiara, "Di tutti")
	for i, at := range r.all() {
		who, body := r.giulia, valchiara
		if i == 1 {
			who, body = r.marco, fontelieta
		}
		writers.Go(func() {
			for k := range acts {
				act, thread := r.id(), r.id()
				done(r.insist(at, who, r.publish(who, act, r.content(body, "Pensiline"))))
				done(r.insist(at, r.luca, r.command(r.luca, civic.CmdOpenThread, civic.OpenThreadArgs{
					ID: thread, Act: shared, Title: "Domanda", Post: r.id(), Text: "quante?",
				})))
				done(r.insist(at, who, r.command(who, civic.CmdUseful, civic.UsefulArgs{Act: shared, On: k%2 == 0})))
				if k%3 == 0 {
					done(r.insist(at, who, r.command(who, civic.CmdWithdraw, civic.ActArgs{Act: act})))
				}
			}
		})
	}
	writers.Wait()
	return accepted
}

// Readers that pull from any replica while others write miss nothing: at the end
// each has what a reader has who begins then.
func manyWriteManyRead(t *testing.T, r *replicas) {
	channels := []civic.Channel{
		civic.ActChannel(civic.Everyone, "08", r.now().Year()), civic.TalkChannel("08"), civic.UserChannel(r.giulia.Person),
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	copies := []*copyOf{newCopy(channels...), newCopy(channels...), newCopy(channels...)}
	for i, c := range copies {
		readers.Go(func() {
			for k := i; ; k++ {
				select {
				case <-stop:
					return
				default:
					c.apply(r.all()[k%3].pull(r.giulia, c.wants()...))
				}
			}
		})
	}
	for _, at := range r.all() {
		r.check(at.Start(r.ctx()))
		defer func() { r.check(at.Close()) }()
	}
	const acts = 15
	accepted := r.writing(acts)
	close(stop)
	readers.Wait()
	if accepted < 3*acts*2 {
		t.Errorf("%d commands were accepted", accepted)
	}
	fresh := newCopy(channels...)
	fresh.pullAll(r.stage, r.giulia)
	for _, c := range copies {
		c.pullAll(r.stage, r.giulia)
		for _, ch := range channels {
			c.sameAs(t, fresh, ch)
		}
	}
}

// pullAll pulls until nothing is left.
func (c *copyOf) pullAll(s *stage, who central.Caller) {
	for range 10_000 {
		p := s.pull(who, c.wants()...)
		c.apply(p)
		if !p.More && len(p.Ops) == 0 {
			return
		}
	}
	s.t.Fatal("a reader never comes to the end")
}

// sameAs compares what is live, and the count and sum that the head tells.
func (c *copyOf) sameAs(t *testing.T, other *copyOf, ch civic.Channel) {
	t.Helper()
	var sum [2]uint64
	var count [2]int64
	for i, from := range []*copyOf{c, other} {
		for _, op := range from.records[ch] {
			if !op.Deleted {
				count[i]++
				sum[i] += op.Digest()
			}
		}
	}
	if h := other.heads[ch]; count[0] != count[1] || sum[0] != sum[1] || h.Count != count[0] || h.Sum != sum[0] {
		t.Errorf("%s: %d records, one who begins now has %d, the head says %d", ch, count[0], count[1], h.Count)
	}
}

// The lines of all replicas are cut while they write. What was acknowledged is
// there, what was not is tried again, nothing is there twice.
func killedAgainAndAgain(t *testing.T, r *replicas) {
	stop := make(chan struct{})
	var killer sync.WaitGroup
	killer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				Psql(t, r.address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'scranno'
					AND state <> 'idle' AND datname = current_database() ORDER BY random() LIMIT 1`)
			}
		}
	})
	cmds := make([][]civic.Command, 3)
	receipts := make([][]civic.Receipt, 3)
	var writers sync.WaitGroup
	for i, at := range r.all() {
		writers.Go(func() {
			for range 20 {
				c := r.publish(r.giulia, r.id(), r.content(valchiara, "Pensiline"))
				cmds[i] = append(cmds[i], c)
				receipts[i] = append(receipts[i], r.insist(at, r.giulia, c))
			}
		})
	}
	writers.Wait()
	close(stop)
	killer.Wait()
	seqs := map[int64]bool{}
	for i, list := range receipts {
		for k, got := range list {
			again := r.insist(r.others[0], r.giulia, cmds[i][k])
			if got.Outcome != civic.Accepted || fmt.Sprint(again.Effects) != fmt.Sprint(got.Effects) {
				t.Fatalf("%+v, then %+v", got, again)
			}
			seqs[got.Effects[0].Seq] = true
			r.live(civic.Concerns(cmds[i][k]))
		}
	}
	heads, err := r.store.Heads(r.ctx())
	r.check(err)
	if h := heads[receipts[0][0].Effects[0].Channel]; len(seqs) != 60 || h.Head != 60 || h.Count != 60 {
		t.Fatalf("%d numbers, %+v", len(seqs), h)
	}
}
