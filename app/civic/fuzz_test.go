package civic_test

import (
	"context"
	"encoding/json"
	"testing"

	"scranno/app/civic"
)

// No arguments make a rule crash, fail otherwise than by a refusal, or touch
// what is not theirs: each effect can be applied alone, in a channel there may
// be.
func FuzzCommands(f *testing.F) {
	names := civic.CommandNames()
	act, thread := uid("act", "fuzzed"), uid("thread", "fuzzed")
	seed := func(name civic.CommandName, args any) {
		raw, err := json.Marshal(args)
		if err != nil {
			f.Fatal(err)
		}
		for i, n := range names {
			if n == name {
				f.Add(i, int64(1), false, raw)
			}
		}
	}
	for i := range names {
		f.Add(i, int64(0), i%2 == 0, []byte(`{}`))
	}
	seed(civic.CmdPublish, publish(uid("act", "another")))
	seed(civic.CmdRevise, civic.ReviseArgs{Act: act, Content: motion("Ponti")})
	seed(civic.CmdUndo, civic.ActArgs{Act: act})
	seed(civic.CmdRedact, civic.RedactArgs{Act: act, Clauses: []civic.ID{act}, Reason: civic.RedactReasons()[0]})
	seed(civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnLanguage})
	seed(civic.CmdPost, civic.PostArgs{ID: uid("post"), Thread: thread, Text: "Sì\x00"})
	seed(civic.CmdRead, civic.ReadArgs{Thread: thread, Spans: []civic.Span{{9, 1}, {-1, 1 << 62}}})
	seed(civic.CmdSealDraft, map[string]any{"id": uid("sealed"), "body": civic.SealedBody{Keys: []string{"x"}, Data: []byte("age")}})
	seedGroups(seed)
	f.Fuzz(func(t *testing.T, which int, base int64, partial bool, args []byte) {
		w := newWorld(t)
		ada := w.person("Ada", valchiara, "08", civic.Role{Name: civic.RoleModerator, Scope: civic.RegionScope("08")})
		withGroup(w, ada)
		if r := w.run(civic.CmdPublish, ada, 0, publish(act)); r != "" {
			t.Fatal(r)
		}
		w.put(civic.KindThread, thread, civic.TalkChannel("08"), ada, civic.Thread{Title: "Strade", Act: act})
		w.partial = partial
		c := civic.Command{
			ID: uid("command", "fuzzed"), Name: names[uint(which)%uint(len(names))], Author: ada, Base: base, Args: args, Schema: civic.SchemaVersion,
		}
		d, err := civic.Decide(context.Background(), w, c, now)
		if err != nil {
			if k := civic.KindOf(err); k != civic.Unknown && k != civic.NotFound {
				t.Fatalf("%s: %v", c.Name, err)
			}
			return
		}
		if d.Refusal != nil && len(d.Effects) > 0 {
			t.Fatalf("%s is refused and does %d things", c.Name, len(d.Effects))
		}
		for _, e := range d.Effects {
			var former *civic.Record
			if r, ok := w.records[e.ID]; ok {
				former = &r
			}
			if !e.ID.Valid() || !e.Channel.Valid() {
				t.Fatalf("%s: %+v", c.Name, e)
			}
			next, err := e.Apply(former, ada, now)
			if err != nil || !next.Deleted && !json.Valid(next.Body) {
				t.Fatalf("%s: %+v: %v", c.Name, e, err)
			}
		}
	})
}

// seedGroups are commands upon the group that withGroup makes.
func seedGroups(seed func(name civic.CommandName, args any)) {
	id, draft, ada, bea := uid("group"), uid("shared"), uid("person", "Ada"), uid("person", "Bea")
	key := civic.GroupKeyArgs{Group: id, Person: bea, Key: uid("key", "bea"), Device: deviceKey("bea")}
	key.Device.Certs = []civic.KeyCert{{By: uid("key", "ada"), Sig: make([]byte, 64)}}
	seed(civic.CmdGroup, civic.GroupArgs{ID: uid("another"), Name: "Scuole"})
	seed(civic.CmdRenameGroup, civic.GroupArgs{ID: id, Name: "Mense"})
	seed(civic.CmdInvite, civic.InviteArgs{Group: id, ID: civic.InvitationID(codeOf("due")), Key: uid("k"), Proof: proof(1), Part: civic.PartCollaborator})
	seed(civic.CmdUninvite, civic.UninviteArgs{Group: id, ID: civic.InvitationID(codeOf("uno"))})
	seed(civic.CmdJoinGroup, joins("uno", "ada"))
	seed(civic.CmdLeaveGroup, civic.LeaveArgs{Group: id, Person: ada})
	seed(civic.CmdLeaveGroup, civic.LeaveArgs{Group: id, Person: bea})
	seed(civic.CmdGroupKey, key)
	seed(civic.CmdGroupSeal, civic.GroupSealArgs{Group: id, ID: draft, Sealed: sealed(2)})
	seed(civic.CmdGroupDrop, civic.GroupDropArgs{Group: id, ID: draft})
	seed(civic.CmdGroupMark, civic.GroupMarkArgs{Group: id, Draft: draft, Sealed: sealed(3)})
}

// withGroup puts a group of two with an open seat, keys and a draft into a world.
func withGroup(w *world, ada civic.ID) {
	c := &circle{world: w, id: uid("group"), giulia: ada}
	bea := w.person("Bea", "", "")
	c.must(civic.CmdGroup, ada, civic.GroupArgs{ID: c.id, Name: "Scuole"})
	c.must(civic.CmdGroupKey, ada, civic.GroupKeyArgs{Group: c.id, Person: ada, Key: uid("key", "ada"), Device: deviceKey("ada")})
	c.letIn(bea, "bea", civic.PartMember)
	c.must(civic.CmdInvite, ada, c.invitation("uno", civic.PartMember))
	c.must(civic.CmdGroupSeal, ada, civic.GroupSealArgs{Group: c.id, ID: uid("shared"), Sealed: sealed(1)})
}
