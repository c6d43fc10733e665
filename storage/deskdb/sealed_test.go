package deskdb_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// seal queues a sealed text of a shared draft, as the desk does.
func (f *fixture) seal(record civic.ID, base int64, text string) (civic.Queued, error) {
	f.Helper()
	body := civic.SealedBody{Keys: []string{string(record)}, Data: []byte(text)}
	raw, err := civic.CanonicalOf(civic.SealArgs{ID: record, Sealed: body})
	f.ok(err)
	q := civic.Queued{State: civic.QueueWaiting, Queued: f.c.now, Command: civic.Command{
		ID: f.id(), Name: civic.CmdSealDraft, Schema: 1, Args: raw, Base: base, Author: f.me,
	}}
	return q, f.s.EnqueueSeal(f.Context(), q, civic.SharedDraft{
		Draft: civic.DerivedID("draft"), Record: record, State: civic.ShareOn, Over: base, SentHash: text, Line: []string{"a"},
	})
}

func TestASealIsReplacedOnlyWhileItHasNotLeft(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	record := f.id()
	first, err := f.seal(record, 0, "one")
	f.ok(err)
	second, err := f.seal(record, 0, "two")
	f.ok(err)
	q := f.outbox()
	if len(q) != 1 || q[0].Command.ID != second.Command.ID || q[0].Command.ID == first.Command.ID || q[0].Command.N != 1 {
		t.Fatalf("%+v", q)
	}
	out, err := f.s.Outgoing(t.Context(), civic.MaxPush)
	f.ok(err)
	if len(out) != 1 {
		t.Fatalf("%d leave", len(out))
	}
	// The next keystrokes wait for the receipt: it must not clear them.
	if _, err := f.seal(record, 0, "three"); !civic.Is(err, civic.Busy) {
		t.Fatalf("while one leaves: %v", err)
	}
	_, _, err = f.s.Answered(t.Context(), f.c.push(t, out), f.c.now)
	f.ok(err)
	if _, err := f.seal(record, 0, "three"); !civic.Is(err, civic.Busy) {
		t.Fatalf("accepted and not come back: %v", err)
	}
	f.pull(100)
	third, err := f.seal(record, 1, "three")
	f.ok(err)
	if q := f.outbox(); len(q) != 1 || q[0].Command.ID != third.Command.ID || q[0].Command.N != 2 {
		t.Errorf("%+v", q)
	}
	f.push()
	f.pull(100)
	all, err := f.s.SealedRecords(t.Context())
	f.ok(err)
	if len(all) != 1 || all[0].Version != 2 {
		t.Fatalf("%+v", all)
	}
	body, err := civic.DecodeBody[civic.SealedBody](all[0])
	f.ok(err)
	if string(body.Data) != "three" {
		t.Errorf("%q", body.Data)
	}
}

func TestASealThatMovedOnGoesQuietly(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	record := f.id()
	_, err := f.seal(record, 0, "one")
	f.ok(err)
	f.push()
	f.pull(100)
	f.c.put(civic.KindDraft, record, civic.UserChannel(f.me), f.me, civic.SealedBody{Keys: []string{string(record)}, Data: []byte("theirs")})
	_, err = f.seal(record, 1, "two")
	f.ok(err)
	out, err := f.s.Outgoing(t.Context(), civic.MaxPush)
	f.ok(err)
	_, refused, err := f.s.Answered(t.Context(), f.c.push(t, out), f.c.now)
	f.ok(err)
	if q := f.outbox(); refused != 0 || len(q) != 0 {
		t.Errorf("%d refused, %+v", refused, q)
	}
	if h, err := f.s.History(t.Context(), 10); err != nil || len(h) != 0 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestTakeSharedNeedsTheRevisionItRead(t *testing.T) {
	f := newFixture(t)
	d := f.draft("uno")
	row := civic.SharedDraft{Draft: d.ID, Record: f.id(), State: civic.ShareOn, Line: []string{"x"}, Base: []byte(`{"a":1}`)}
	merged := d
	c := content("Bozza", "due")
	merged.Plain, merged.Updated = &c, f.c.now.Add(time.Minute)
	merged.Doubts = []civic.Doubt{{Kind: civic.DoubtBoth, Clause: c.Clauses[0].ID}}
	if err := f.s.TakeShared(t.Context(), merged, 7, row, nil); !civic.Is(err, civic.Conflict) {
		t.Fatalf("upon another revision: %v", err)
	}
	if rows, err := f.s.SharedDrafts(t.Context()); err != nil || len(rows) != 0 {
		t.Fatalf("%+v, %v", rows, err)
	}
	beside := civic.Draft{ID: f.id(), State: civic.DraftOpen, Revision: 1, Plain: &c}
	f.ok(f.s.TakeShared(t.Context(), merged, 1, row, &beside))
	got, err := f.s.Draft(t.Context(), d.ID)
	f.ok(err)
	if got.Revision != 2 || got.Plain.Clauses[0].Text != "due" || len(got.Doubts) != 1 {
		t.Errorf("%+v", got)
	}
	if vs, err := f.s.Versions(t.Context(), d.ID); err != nil || len(vs) != 1 || vs[0].Content.Clauses[0].Text != "uno" {
		t.Errorf("the former text: %+v, %v", vs, err)
	}
	rows, err := f.s.SharedDrafts(t.Context())
	f.ok(err)
	if len(rows) != 1 || rows[0].Record != row.Record || string(rows[0].Base) != `{"a":1}` || rows[0].Line[0] != "x" {
		t.Errorf("%+v", rows)
	}
	_, err = f.s.Draft(t.Context(), beside.ID)
	f.ok(err)
}

func TestBelievedKeysOutliveTheDatabase(t *testing.T) {
	f := newFixture(t)
	key := func(n string, revoked bool) civic.TrustedKey {
		return civic.TrustedKey{ID: civic.DerivedID(n), Key: civic.DeviceKey{Recipient: "age1" + n}, At: f.c.now, Revoked: revoked}
	}
	f.ok(f.s.Believe(t.Context(), []civic.TrustedKey{key("home", false), key("lost", false), key("asked", false)}))
	f.ok(f.s.Believe(t.Context(), []civic.TrustedKey{key("lost", true)}, key("asked", false).ID))
	f.ok(f.s.Close())
	path := filepath.Join(f.home, deskdb.FileName)
	raw, err := os.ReadFile(path)
	f.ok(err)
	f.ok(os.WriteFile(path, bytes.Repeat([]byte("x"), len(raw)), 0o600))
	f.open()
	if f.s.Opened().SetAside == "" {
		t.Fatal("the damage was not noticed")
	}
	all, err := f.s.BelievedKeys(t.Context())
	f.ok(err)
	got := map[civic.ID]bool{}
	for _, k := range all {
		got[k.ID] = k.Revoked
	}
	if len(got) != 2 || got[key("home", false).ID] || !got[key("lost", false).ID] {
		t.Errorf("%+v", all)
	}
}
