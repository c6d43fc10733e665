package deskdb_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// What stood on a seal that another device was quicker than is good upon theirs.
func TestWhatStoodOnASealOutlivesIt(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	record := f.id()
	_, err := f.seal(record, 0, "one")
	f.ok(err)
	raw, err := civic.CanonicalOf(civic.IDArgs{ID: record})
	f.ok(err)
	drop, err := f.s.Enqueue(t.Context(), civic.Queued{State: civic.QueueWaiting, Queued: f.c.now, Command: civic.Command{
		ID: f.id(), Name: civic.CmdDropDraft, Schema: 1, Args: raw, Author: f.me,
	}}, "", func(civic.CommandDrawing) error { return nil })
	f.ok(err)
	if drop.Command.After == "" {
		t.Fatal("it stands on nothing")
	}
	f.c.put(civic.KindDraft, record, civic.UserChannel(f.me), f.me, civic.SealedBody{Keys: []string{string(record)}, Data: []byte("theirs")})
	out, err := f.s.Outgoing(t.Context(), civic.MaxPush)
	f.ok(err)
	var said []civic.Answer
	for i, why := range []civic.Reason{civic.ReasonConflict, civic.ReasonDependent} {
		r := civic.Receipt{ID: out[i].ID, Outcome: civic.Refused, Reason: why}
		said = append(said, civic.Answer{ID: r.ID, State: civic.AnswerReceipt, Receipt: &r})
	}
	_, refused, err := f.s.Answered(t.Context(), said, f.c.now)
	f.ok(err)
	q := f.outbox()
	if refused != 0 || len(q) != 1 || q[0].Command.Name != civic.CmdDropDraft || q[0].State != civic.QueueWaiting || q[0].Command.After != "" {
		t.Fatalf("%+v", q)
	}
	f.push()
	f.pull(100)
	if q := f.outbox(); len(q) != 0 {
		t.Errorf("%+v", q)
	}
	if all, err := f.s.SealedRecords(t.Context()); err != nil || len(all) != 1 || !all[0].Deleted {
		t.Errorf("%+v, %v", all, err)
	}
}

// The codes of invitations, and which group a draft is shared in, are in the
// journal until they are used and ended.
func TestGroupsOutliveTheDatabase(t *testing.T) {
	f := newFixture(t)
	code := func(n string) civic.GroupCode {
		return civic.GroupCode{Invite: civic.InvitationID(n), Code: n, Group: civic.DerivedID("group"), Part: civic.PartMember, At: f.c.now}
	}
	for _, n := range []string{"given", "used"} {
		f.ok(f.s.KeepCode(t.Context(), code(n)))
	}
	f.ok(f.s.DropCodes(t.Context(), code("used").Invite))
	group := civic.DerivedID("group")
	on := civic.SharedDraft{Draft: f.draft("uno").ID, Record: f.id(), Group: group, State: civic.ShareOn}
	gone := civic.SharedDraft{Draft: f.draft("due").ID, Record: f.id(), Group: group, State: civic.ShareOn}
	f.ok(f.s.SaveShared(t.Context(), on))
	f.ok(f.s.SaveShared(t.Context(), gone))
	f.ok(f.s.SaveShared(t.Context(), civic.SharedDraft{Draft: gone.Draft, Record: f.id(), State: civic.ShareOff}))
	asked := civic.Ask{By: f.me, Name: "Carla", To: civic.DerivedID("to"), Text: "x", At: f.c.now}
	as := f.id()
	_, err := f.s.ChangeDraft(t.Context(), on.Draft, f.c.now, func(d *civic.Draft) error {
		d.As, d.Ask = as, &asked
		return nil
	})
	f.ok(err)
	f.ok(f.s.Close())
	path := filepath.Join(f.home, deskdb.FileName)
	raw, err := os.ReadFile(path)
	f.ok(err)
	f.ok(os.WriteFile(path, bytes.Repeat([]byte("x"), len(raw)), 0o600))
	f.open()
	codes, err := f.s.Codes(t.Context())
	f.ok(err)
	if len(codes) != 1 || codes[0].Code != "given" || codes[0].Part != civic.PartMember {
		t.Errorf("%+v", codes)
	}
	rows, err := f.s.SharedDrafts(t.Context())
	f.ok(err)
	if len(rows) != 1 || rows[0].Draft != on.Draft || rows[0].Record != on.Record || rows[0].Group != group || rows[0].State != civic.ShareOn {
		t.Errorf("%+v", rows)
	}
	got, err := f.s.Draft(t.Context(), on.Draft)
	f.ok(err)
	if got.As != as || got.Ask == nil || got.Ask.Name != "Carla" || !got.Ask.At.Equal(f.c.now) {
		t.Errorf("%s %+v", got.As, got.Ask)
	}
}

// The same key is believed, or not, in each place by itself.
func TestAKeyIsBelievedInItsGroup(t *testing.T) {
	f := newFixture(t)
	key := civic.TrustedKey{ID: f.id(), Key: civic.DeviceKey{Recipient: "age1x"}, At: f.c.now}
	there := key
	there.Group, there.Person, there.Revoked = civic.DerivedID("group"), f.me, true
	f.ok(f.s.Believe(t.Context(), []civic.TrustedKey{key, there}))
	all, err := f.s.BelievedKeys(t.Context())
	f.ok(err)
	if len(all) != 2 || all[0].Revoked == all[1].Revoked {
		t.Errorf("%+v", all)
	}
}

// A record that came to another draft is that one's, whatever else the journal
// says of it.
func TestARecordIsOneDraft(t *testing.T) {
	for _, lost := range []bool{false, true} {
		f := newFixture(t)
		row := civic.SharedDraft{Record: f.id(), Group: civic.DerivedID("group"), State: civic.ShareEnded}
		for i := range 12 { // any order of them may be tried
			row.Draft, row.Seen = f.draft(fmt.Sprint("bozza ", i)).ID, int64(i)
			f.ok(f.s.SaveShared(t.Context(), row))
		}
		g := *f
		g.home = remains(t, f.home, walSize(t, f.home))
		if lost {
			f.ok(os.WriteFile(filepath.Join(g.home, deskdb.FileName), bytes.Repeat([]byte("x"), 1<<14), 0o600))
		}
		g.open()
		if o := g.s.Opened(); !o.Unclean && o.SetAside == "" {
			t.Fatalf("%+v", o)
		}
		rows, err := g.s.SharedDrafts(t.Context())
		g.ok(err)
		if len(rows) != 1 || rows[0].Draft != row.Draft || !lost && rows[0].Seen != row.Seen {
			t.Errorf("lost %t: %+v", lost, rows)
		}
		g.ok(g.s.Close())
	}
}
