package storetest

import (
	"context"
	"os/exec"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// gate has the commit of a transaction that writes a record of kind "slow" wait,
// all its rows held and its numbers given, until the gate's row goes.
const gate = `
	CREATE TABLE gate (closed BIGINT);
	INSERT INTO gate VALUES (1);
	CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		WHILE EXISTS (SELECT 1 FROM gate) LOOP PERFORM pg_sleep(0.01); END LOOP;
		RETURN NULL;
	END $$;
	CREATE CONSTRAINT TRIGGER late AFTER INSERT ON change DEFERRABLE INITIALLY DEFERRED
		FOR EACH ROW WHEN (NEW.kind = 'slow') EXECUTE FUNCTION wait_at_gate()`

// atGate asks how many wait there.
const atGate = `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'scranno' AND wait_event = 'PgSleep' AND datname = current_database()`

// waiting asks how many of ours wait for a row.
const waiting = `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'scranno' AND wait_event_type = 'Lock' AND datname = current_database()`

func (s *stage) put(kind civic.RecordKind, id civic.ID, ch civic.Channel, v string) error {
	return s.store.Update(s.ctx(), s.now(), func(l central.Ledger) error {
		_, err := l.Apply(s.ctx(), "", []civic.Effect{{Kind: kind, ID: id, Channel: ch, Fields: civic.Fields{"v": []byte(v)}}})
		return err
	})
}

// A writer holds its place until the test lets go; others commit meanwhile and
// readers pull. Nobody passes it in its own channel, and it is seen.
func lateCommitIsSeen(t *testing.T, r *replicas) {
	Psql(t, r.address, gate)
	slow, quick := examChannels[0], examChannels[1]
	r.check(r.put("thing", r.id(), slow, "0"))
	reader := newCopy(slow, quick)
	pull := func() { reader.pullAll(r.others[1], central.Caller{}) }
	pull()
	late, behind, beside := r.id(), r.id(), r.id()
	var writers sync.WaitGroup
	writers.Go(func() { r.check(r.put("slow", late, slow, "1")) })
	r.await(atGate, "1")
	r.check(r.others[0].put("thing", beside, quick, "1"))
	writers.Go(func() {
		for err := r.others[0].put("thing", behind, slow, "2"); err != nil; err = r.others[0].put("thing", behind, slow, "2") {
			if !civic.Is(err, civic.Busy) {
				t.Error(err)
				return
			}
		}
	})
	r.await(waiting, "1")
	for range 5 {
		pull()
	}
	if _, ok := reader.records[slow][behind]; ok || len(reader.records[quick]) != 1 {
		t.Fatal("a later number was seen before an earlier one, or another channel waited")
	}
	Psql(t, r.address, `DELETE FROM gate`)
	writers.Wait()
	pull()
	if len(reader.records[slow]) != 3 {
		t.Fatalf("%d of 3 records were seen", len(reader.records[slow]))
	}
	if a, b := reader.records[slow][late].Seq, reader.records[slow][behind].Seq; a != 2 || b != 3 {
		t.Fatalf("numbers %d and %d", a, b)
	}
}

// A transaction that something else leaves open holds a channel: readers pass,
// other channels pass, and who writes there is told to come again within the
// bound.
func transactionLeftOpen(t *testing.T, r *replicas) {
	r.published(r.giulia, valchiara, "Prima")
	ch := civic.ActChannel(civic.Everyone, "08", r.now().Year())
	end := r.leaveOpen(`SELECT 1 FROM channel WHERE id = '` + string(ch) + `' FOR UPDATE`)
	c := r.publish(r.giulia, r.id(), r.content(valchiara, "Dopo"))
	began := time.Now()
	if _, err := r.Push(r.ctx(), r.giulia, pushed(c)); !civic.Is(err, civic.Busy) {
		t.Errorf("%v", err)
	}
	if page := r.others[0].pull(r.giulia, civic.Want{Channel: ch}); len(page.Ops) != 1 {
		t.Errorf("%d operations", len(page.Ops))
	}
	r.check(r.others[0].put("thing", r.id(), examChannels[1], "1"))
	if waited := time.Since(began); waited > 25*time.Second {
		t.Errorf("it took %s", waited)
	}
	end()
	if got := r.insist(r.stage, r.giulia, c); got.Outcome != civic.Accepted {
		t.Errorf("%+v", got)
	}
	// One that holds a whole table stops even readers: they are told so.
	end = r.leaveOpen(`LOCK TABLE record IN ACCESS EXCLUSIVE MODE`)
	_, err := r.Feed(r.ctx(), r.giulia, central.FeedRequest{Wants: []civic.Want{{Channel: ch}}})
	if !civic.Is(err, civic.Busy) {
		t.Errorf("%v", err)
	}
	end()
	if page := r.pull(r.giulia, civic.Want{Channel: ch}); len(page.Ops) != 2 {
		t.Errorf("%d operations", len(page.Ops))
	}
}

// leaveOpen begins a transaction with the statement and leaves it open until end
// is called.
func (r *replicas) leaveOpen(statement string) (end func()) {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.ctx())
	cmd := exec.CommandContext(ctx, tool("psql"), "-X", "-q", "-d", r.address, //nolint:gosec // the tests' own program
		"-c", "SET application_name = 'left open'", "-c", "BEGIN", "-c", statement, "-c", "SELECT pg_sleep(600)")
	r.check(cmd.Start())
	const sleeping = `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'left open' AND wait_event = 'PgSleep' AND datname = current_database()`
	r.await(sleeping, "1")
	return func() {
		r.t.Helper()
		Psql(r.t, r.address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'left open' AND datname = current_database()`)
		cancel()
		_ = cmd.Wait() // it was ended
		r.await(sleeping, "0")
	}
}

// One writer moves a record while another waits for it: the second finds it where
// it is now, and it is live in one place alone.
func movesWhileItWaits(t *testing.T, r *replicas) {
	here, there := examChannels[0], examChannels[1]
	for turn, first := range []civic.Channel{there, here} {
		id := r.id()
		r.check(r.put("thing", id, here, "0"))
		held, letGo := make(chan struct{}), make(chan struct{})
		var both sync.WaitGroup
		both.Go(func() {
			r.check(r.store.Update(r.ctx(), r.now(), func(l central.Ledger) error {
				_, err := l.Apply(r.ctx(), "", []civic.Effect{{Kind: "thing", ID: id, Channel: first, Fields: civic.Fields{"v": []byte("1")}}})
				close(held)
				<-letGo
				return err
			}))
		})
		<-held
		seen := civic.Channel("")
		both.Go(func() {
			r.check(r.others[0].store.Update(r.ctx(), r.now(), func(l central.Ledger) error {
				rec, err := l.Record(r.ctx(), id)
				if err != nil {
					return err
				}
				seen = rec.Channel
				_, err = l.Apply(r.ctx(), "", []civic.Effect{{Kind: "thing", ID: id, Channel: rec.Channel, Fields: civic.Fields{"w": []byte("1")}}})
				return err
			}))
		})
		r.await(waiting, "1")
		close(letGo)
		both.Wait()
		rec := r.live(id)
		if seen != first || rec.Channel != first || string(rec.Body) != `{"v":1,"w":1}` {
			t.Errorf("turn %d: seen in %s, now in %s with %s", turn, seen, rec.Channel, rec.Body)
		}
	}
}

// Who moves a thing takes along all that hangs on it, also what is being hung on
// it by another just then.
func childrenOfWhatMoves(t *testing.T, r *replicas) {
	act := r.published(r.giulia, valchiara, "Pensiline")
	held, letGo := make(chan struct{}), make(chan struct{})
	var both sync.WaitGroup
	event, child := civic.Fields{"act": []byte(`"` + string(act) + `"`), "type": []byte(`"approved"`)}, r.id()
	both.Go(func() {
		r.check(r.store.Update(r.ctx(), r.now(), func(l central.Ledger) error {
			rec, err := l.Record(r.ctx(), act)
			if err != nil {
				return err
			}
			_, err = l.Apply(r.ctx(), "", []civic.Effect{{Kind: civic.KindActEvent, ID: child, Channel: rec.Channel, Fields: event}})
			close(held)
			<-letGo
			return err
		}))
	})
	<-held
	to := civic.UserChannel(r.giulia.Person)
	both.Go(func() {
		r.check(r.others[0].store.Update(r.ctx(), r.now(), func(l central.Ledger) error {
			below, err := l.Children(r.ctx(), act)
			if err != nil {
				return err
			}
			effects := []civic.Effect{{Kind: civic.KindAct, ID: act, Channel: to}}
			for _, b := range below {
				effects = append(effects, civic.Effect{Kind: b.Kind, ID: b.ID, Channel: to})
			}
			_, err = l.Apply(r.ctx(), "", effects)
			return err
		}))
	})
	r.await(waiting, "1")
	close(letGo)
	both.Wait()
	if a, b := r.live(act).Channel, r.live(child).Channel; a != to || b != to {
		t.Errorf("the act is in %s, what hangs on it in %s", a, b)
	}
}

// Figures are counted on one replica while people mark on another: a mark that
// the count did not see is counted the next time.
func figuresMissNothing(t *testing.T, r *replicas) {
	act := r.published(r.giulia, valchiara, "Pensiline")
	for turn := range int64(8) {
		who := central.Caller{Person: r.luca.Person, Device: r.luca.Device}
		if turn%2 == 1 {
			who = r.marco
		}
		on := turn%4 < 2
		var both sync.WaitGroup
		both.Go(func() {
			r.insist(r.others[0], who, r.command(who, civic.CmdUseful, civic.UsefulArgs{Act: act, On: on}))
		})
		both.Go(func() {
			if err := r.FlushTallies(r.ctx()); err != nil && !civic.Is(err, civic.Busy) {
				t.Error(err)
			}
		})
		both.Wait()
		r.pass(6 * time.Minute)
		r.others[0].pass(6 * time.Minute)
		r.check(r.others[0].FlushTallies(r.ctx()))
		tally, err := civic.DecodeBody[civic.Tally](r.live(civic.TallyID(act)))
		r.check(err)
		want := [4]int64{1, 2, 1, 0}[turn%4]
		if tally.Useful != want {
			t.Fatalf("turn %d: %d, want %d", turn, tally.Useful, want)
		}
	}
}
