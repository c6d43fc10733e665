package civic_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
)

// circle is a group of a small world: Giulia made it.
type circle struct {
	*world
	id                 civic.ID
	giulia, luca, sara civic.ID
}

func newCircle(t *testing.T) *circle {
	w := newWorld(t)
	c := &circle{
		world: w, id: uid("group"),
		giulia: w.person("Giulia Conti", valchiara, "08"),
		luca:   w.person("Luca Neri", valchiara, "08"),
		sara:   w.person("Sara Riva", "", ""),
	}
	c.must(civic.CmdGroup, c.giulia, civic.GroupArgs{ID: c.id, Name: "Scuole"})
	return c
}

func (c *circle) must(name civic.CommandName, who civic.ID, args any) {
	c.t.Helper()
	if r := c.run(name, who, 0, args); r != "" {
		c.t.Fatalf("%s: %q", name, r)
	}
}

func codeOf(word string) string { return civic.TextMark(strings.Repeat(word, 24)) }

func proof(n byte) []byte { return append(make([]byte, 31), n) }

func deviceKey(word string) civic.DeviceKey {
	return civic.DeviceKey{Recipient: "age1" + word, Verify: make([]byte, 32), Made: now}
}

func (c *circle) invitation(word string, part civic.GroupPart) civic.InviteArgs {
	return civic.InviteArgs{Group: c.id, ID: civic.InvitationID(codeOf(word)), Key: uid("key", "giulia"), Proof: proof(1), Part: part}
}

func joins(word, device string) civic.JoinArgs {
	return civic.JoinArgs{Code: codeOf(word), Key: uid("key", device), Device: deviceKey(device), Proof: proof(2)}
}

// letIn has somebody join by a code of its own.
func (c *circle) letIn(who civic.ID, word string, part civic.GroupPart) {
	c.t.Helper()
	c.must(civic.CmdInvite, c.giulia, c.invitation(word, part))
	c.must(civic.CmdJoinGroup, who, joins(word, word))
}

func (c *circle) reads(who civic.ID) bool {
	c.t.Helper()
	ok, err := civic.MayRead(context.Background(), c.world, &civic.Actor{Person: who}, civic.GroupChannel(c.id))
	if err != nil {
		c.t.Fatal(err)
	}
	return ok
}

func (c *circle) seat(who civic.ID) civic.GroupMember {
	c.t.Helper()
	rec := c.records[civic.MemberID(c.id, who)]
	if rec.Deleted || rec.Body == nil {
		return civic.GroupMember{}
	}
	m, err := civic.DecodeBody[civic.GroupMember](rec)
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// live counts what stands in the group's channel, and in users' of it.
func (c *circle) live() (n int) {
	for _, r := range c.records {
		if !r.Deleted && (r.Channel == civic.GroupChannel(c.id) || r.Kind == civic.KindMembership) {
			n++
		}
	}
	return n
}

func TestAGroupIsMadeByACouncillor(t *testing.T) {
	c := newCircle(t)
	if m := c.seat(c.giulia); m.Part != civic.PartOwner || m.Name != "Giulia Conti" || m.Office != "consigliere, Valchiara" {
		t.Errorf("%+v", m)
	}
	own, err := civic.DecodeBody[civic.Membership](c.records[civic.MembershipID(c.id, c.giulia)])
	if err != nil || own.Name != "Scuole" || own.Part != civic.PartOwner || own.Group != c.id {
		t.Errorf("%+v, %v", own, err)
	}
	if r := c.run(civic.CmdGroup, c.sara, 0, civic.GroupArgs{ID: uid("g2"), Name: "Altro"}); r != civic.ReasonNotCouncillor {
		t.Errorf("without a mandate: %q", r)
	}
	if r := c.run(civic.CmdGroup, c.luca, 0, civic.GroupArgs{ID: c.id, Name: "Altro"}); r != civic.ReasonDuplicate {
		t.Errorf("an id that is there: %q", r)
	}
	for _, bad := range []civic.GroupArgs{{ID: "x", Name: "Altro"}, {ID: uid("g3"), Name: " "}, {ID: uid("g3"), Name: "a\nb"}} {
		if r := c.run(civic.CmdGroup, c.luca, 0, bad); r != civic.ReasonInvalid {
			t.Errorf("%+v: %q", bad, r)
		}
	}
	if c.reads(c.luca) || !c.reads(c.giulia) {
		t.Error("who reads is not who is in it")
	}
}

func TestACodeLetsOnePersonInOnce(t *testing.T) {
	c := newCircle(t)
	c.must(civic.CmdInvite, c.giulia, c.invitation("uno", civic.PartMember))
	inv := c.invitation("uno", civic.PartMember)
	late := now.AddDate(0, 0, civic.InvitationDays)
	if r := c.runAt(late, civic.CmdJoinGroup, c.luca, 0, joins("uno", "luca")); r != civic.ReasonNoInvitation {
		t.Errorf("an ended code: %q", r)
	}
	if r := c.run(civic.CmdJoinGroup, c.giulia, 0, joins("uno", "giulia")); r != "" || c.records[inv.ID].Deleted {
		t.Errorf("a member with it: %q, or it is gone", r)
	}
	c.must(civic.CmdJoinGroup, c.luca, joins("uno", "luca"))
	for who, word := range map[civic.ID]string{c.sara: "uno", c.luca: "mai"} {
		if r := c.run(civic.CmdJoinGroup, who, 0, joins(word, "x")); r != civic.ReasonNoInvitation {
			t.Errorf("%q: %q", word, r)
		}
	}
	if m := c.seat(c.luca); m.Part != civic.PartMember || m.By != c.giulia || m.Office == "" {
		t.Errorf("%+v", m)
	}
	k, err := civic.DecodeBody[civic.GroupKey](c.records[civic.GroupKeyID(c.id, c.luca, uid("key", "luca"))])
	if err != nil || k.Invite != inv.ID || string(k.Proof) != string(proof(2)) || k.Device.Recipient != "age1luca" {
		t.Errorf("%+v, %v", k, err)
	}
	if k.By != c.giulia || k.ByKey != inv.Key || string(k.ByProof) != string(inv.Proof) {
		t.Errorf("what the invitation proved is lost: %+v", k)
	}
	if !c.reads(c.luca) || c.reads(c.sara) {
		t.Error("who reads is not who is in it")
	}
	c.letIn(c.sara, "due", civic.PartMember)
	if m := c.seat(c.sara); m.Part != civic.PartCollaborator {
		t.Errorf("without a mandate one came as %q", m.Part)
	}
}

func TestWhatAPartAllows(t *testing.T) {
	c := newCircle(t)
	c.letIn(c.luca, "luca", civic.PartMember)
	c.letIn(c.sara, "sara", civic.PartCollaborator)
	inv := c.invitation("altra", civic.PartMember)
	for i, tc := range []struct {
		name civic.CommandName
		who  civic.ID
		args any
		want civic.Reason
	}{
		{civic.CmdInvite, c.sara, inv, civic.ReasonGroupPart},
		{civic.CmdInvite, c.luca, inv, ""},
		{civic.CmdInvite, c.giulia, inv, civic.ReasonDuplicate},
		{civic.CmdUninvite, c.sara, civic.UninviteArgs{Group: c.id, ID: inv.ID}, civic.ReasonGroupPart},
		{civic.CmdUninvite, c.giulia, civic.UninviteArgs{Group: c.id, ID: inv.ID}, ""},
		{civic.CmdUninvite, c.luca, civic.UninviteArgs{Group: c.id, ID: inv.ID}, civic.ReasonGone},
		{civic.CmdRenameGroup, c.luca, civic.GroupArgs{ID: c.id, Name: "Mense"}, civic.ReasonGroupPart},
		{civic.CmdRenameGroup, c.giulia, civic.GroupArgs{ID: c.id, Name: "Mense"}, ""},
		{civic.CmdLeaveGroup, c.luca, civic.LeaveArgs{Group: c.id, Person: c.giulia}, civic.ReasonGroupPart},
		{civic.CmdLeaveGroup, c.sara, civic.LeaveArgs{Group: c.id, Person: c.luca}, civic.ReasonGroupPart},
		{civic.CmdGroupSeal, c.sara, civic.GroupSealArgs{Group: c.id, ID: uid("draft"), Sealed: sealed(1)}, ""},
		{civic.CmdInvite, c.giulia, civic.InviteArgs{Group: c.id, ID: inv.ID, Key: inv.Key, Proof: inv.Proof, Part: civic.PartOwner}, civic.ReasonInvalid},
		{civic.CmdInvite, c.giulia, civic.InviteArgs{Group: c.id, ID: uid("own"), Key: inv.Key, Proof: inv.Proof, Part: civic.PartMember}, civic.ReasonInvalid},
	} {
		if r := c.run(tc.name, tc.who, 0, tc.args); r != tc.want {
			t.Errorf("step %d, %s: %q, want %q", i, tc.name, r, tc.want)
		}
	}
	for _, who := range []civic.ID{c.giulia, c.luca, c.sara} {
		own, err := civic.DecodeBody[civic.Membership](c.records[civic.MembershipID(c.id, who)])
		if err != nil || own.Name != "Mense" || own.Part != c.seat(who).Part {
			t.Errorf("%+v, %v", own, err)
		}
	}
}

// every command of groups on a group and on one that was never there.
func onGroup(id, draft civic.ID) map[civic.CommandName]any {
	return map[civic.CommandName]any{
		civic.CmdRenameGroup: civic.GroupArgs{ID: id, Name: "Mio"},
		civic.CmdInvite:      civic.InviteArgs{Group: id, ID: civic.InvitationID(codeOf("x")), Key: uid("k"), Proof: proof(1), Part: civic.PartMember},
		civic.CmdUninvite:    civic.UninviteArgs{Group: id, ID: civic.InvitationID(codeOf("open"))},
		civic.CmdLeaveGroup:  civic.LeaveArgs{Group: id, Person: uid("person", "Giulia Conti")},
		civic.CmdGroupKey:    civic.GroupKeyArgs{Group: id, Person: uid("person", "Sara Riva"), Key: uid("k"), Device: deviceKey("x")},
		civic.CmdGroupSeal:   civic.GroupSealArgs{Group: id, ID: draft, Sealed: sealed(2)},
		civic.CmdGroupDrop:   civic.GroupDropArgs{Group: id, ID: draft},
		civic.CmdGroupMark:   civic.GroupMarkArgs{Group: id, Draft: draft, Sealed: sealed(3)},
	}
}

func TestAGroupThatOneIsNotInIsAbsent(t *testing.T) {
	c := newCircle(t)
	draft := uid("draft")
	c.must(civic.CmdInvite, c.giulia, c.invitation("open", civic.PartMember))
	c.must(civic.CmdGroupSeal, c.giulia, civic.GroupSealArgs{Group: c.id, ID: draft, Sealed: sealed(1)})
	before := c.live()
	look := func(who civic.ID) {
		t.Helper()
		for name, args := range onGroup(c.id, draft) {
			there, absent := c.run(name, who, 1, args), c.run(name, who, 1, onGroup(uid("nothing"), draft)[name])
			if there != civic.ReasonGone || absent != there {
				t.Errorf("%s: %q, and %q of what is not there", name, there, absent)
			}
		}
		if c.reads(who) {
			t.Error("it is read")
		}
	}
	look(c.luca)
	if c.live() != before {
		t.Error("something was done all the same")
	}
	c.letIn(c.luca, "luca", civic.PartMember)
	c.must(civic.CmdLeaveGroup, c.giulia, civic.LeaveArgs{Group: c.id, Person: c.luca})
	look(c.luca)
	if r := c.run(civic.CmdSealDraft, c.luca, 1, civic.SealArgs{ID: draft, Sealed: sealed(4)}); r != civic.ReasonDuplicate {
		t.Errorf("a group's draft as one's own: %q", r)
	}
	if ok, err := civic.MayRead(context.Background(), c.world, nil, civic.GroupChannel(c.id)); ok || err != nil {
		t.Errorf("read without a name: %v", err)
	}
	if ok, err := civic.MayRead(context.Background(), c.world, &civic.Actor{Person: c.giulia, Disabled: true}, civic.GroupChannel(c.id)); ok || err != nil {
		t.Errorf("read by a closed account: %v", err)
	}
}

func TestWhoIsTakenOutLeavesNothing(t *testing.T) {
	c := newCircle(t)
	c.letIn(c.luca, "luca", civic.PartMember)
	before, draft := c.live()-3, uid("draft") // his seat on both sides and his key
	c.must(civic.CmdGroupSeal, c.giulia, civic.GroupSealArgs{Group: c.id, ID: draft, Sealed: sealed(1)})
	c.must(civic.CmdGroupMark, c.luca, civic.GroupMarkArgs{Group: c.id, Draft: draft, Sealed: sealed(2)})
	c.must(civic.CmdGroupMark, c.giulia, civic.GroupMarkArgs{Group: c.id, Draft: draft, Sealed: sealed(2)})
	c.must(civic.CmdInvite, c.luca, c.invitation("porta", civic.PartMember))
	c.must(civic.CmdLeaveGroup, c.giulia, civic.LeaveArgs{Group: c.id, Person: c.luca})
	if n := c.live(); n != before+2 { // the draft and her mark
		t.Errorf("%d records stand, of %d", n, before+2)
	}
	if r := c.run(civic.CmdJoinGroup, c.luca, 0, joins("porta", "luca")); r != civic.ReasonNoInvitation {
		t.Errorf("by a code of his own: %q", r)
	}
	if r := c.run(civic.CmdLeaveGroup, c.giulia, 0, civic.LeaveArgs{Group: c.id, Person: c.luca}); r != "" {
		t.Errorf("once more: %q", r)
	}
	c.letIn(c.luca, "ancora", civic.PartMember)
	if !c.reads(c.luca) {
		t.Error("invited again he does not read")
	}
}

func TestAGroupIsHandedOnAndEnds(t *testing.T) {
	c := newCircle(t)
	c.letIn(c.sara, "sara", civic.PartCollaborator)
	c.must(civic.CmdInvite, c.giulia, c.invitation("luca", civic.PartMember))
	if r := c.runAt(now.Add(time.Hour), civic.CmdJoinGroup, c.luca, 0, joins("luca", "luca")); r != "" {
		t.Fatal(r)
	}
	draft := uid("draft")
	c.must(civic.CmdGroupSeal, c.sara, civic.GroupSealArgs{Group: c.id, ID: draft, Sealed: sealed(1)})
	c.must(civic.CmdGroupMark, c.sara, civic.GroupMarkArgs{Group: c.id, Draft: draft, Sealed: sealed(2)})
	c.must(civic.CmdLeaveGroup, c.giulia, civic.LeaveArgs{Group: c.id, Person: c.giulia})
	if got := c.seat(c.luca).Part; got != civic.PartOwner {
		t.Errorf("the longest-standing member is %q", got)
	}
	own, err := civic.DecodeBody[civic.Membership](c.records[civic.MembershipID(c.id, c.luca)])
	if err != nil || own.Part != civic.PartOwner {
		t.Errorf("%+v, %v", own, err)
	}
	c.must(civic.CmdLeaveGroup, c.luca, civic.LeaveArgs{Group: c.id, Person: c.luca})
	if got := c.seat(c.sara).Part; got != civic.PartCollaborator {
		t.Errorf("a collaborator alone is %q", got)
	}
	if r := c.run(civic.CmdGroupSeal, c.sara, 1, civic.GroupSealArgs{Group: c.id, ID: draft, Sealed: sealed(3)}); r != "" {
		t.Errorf("she no longer writes: %q", r)
	}
	c.must(civic.CmdLeaveGroup, c.sara, civic.LeaveArgs{Group: c.id, Person: c.sara})
	if n := c.live(); n != 0 {
		t.Errorf("%d records of a group that ended", n)
	}
}

func TestKeysOfAGroup(t *testing.T) {
	c := newCircle(t)
	c.letIn(c.luca, "luca", civic.PartMember)
	c.letIn(c.sara, "sara", civic.PartCollaborator)
	key := func(person civic.ID, name string, certs ...civic.KeyCert) civic.GroupKeyArgs {
		k := deviceKey(name)
		k.Certs = certs
		return civic.GroupKeyArgs{Group: c.id, Person: person, Key: uid("key", name), Device: k}
	}
	by := func(name string) civic.KeyCert { return civic.KeyCert{By: uid("key", name), Sig: make([]byte, 64)} }
	c.must(civic.CmdGroupKey, c.giulia, key(c.giulia, "giulia"))
	other := key(c.luca, "luca")
	other.Device.Recipient = "age1mine"
	cert := by("giulia")
	ended := key(c.luca, "luca")
	ended.Device.Revoked = &cert
	for i, tc := range []struct {
		who  civic.ID
		args civic.GroupKeyArgs
		want civic.Reason
	}{
		{c.giulia, key(c.luca, "luca", by("giulia")), ""},
		{c.giulia, key(c.luca, "luca", by("giulia")), ""},
		{c.sara, key(c.luca, "luca", by("giulia")), ""},                         // what is there already
		{c.sara, key(c.giulia, "giulia", by("luca")), civic.ReasonNotYours},     // by another's key
		{c.sara, key(c.giulia, "giulia", by("nobody's")), civic.ReasonNotYours}, // by none of the group
		{c.sara, key(c.luca, "another"), civic.ReasonGone},                      // a key in his name
		{c.sara, other, civic.ReasonMisuse},                                     // another key under its name
		{c.sara, ended, ""},                                                     // said by who did not put it
		{c.sara, key(c.sara, "luca"), ""},                                       // the same id, under her own name
	} {
		if r := c.run(civic.CmdGroupKey, tc.who, 0, tc.args); r != tc.want {
			t.Errorf("step %d: %q, want %q", i, r, tc.want)
		}
	}
	got, err := civic.DecodeBody[civic.GroupKey](c.records[civic.GroupKeyID(c.id, c.luca, uid("key", "luca"))])
	if err != nil || got.Person != c.luca || len(got.Device.Certs) != 1 || got.Device.Revoked != nil || got.Invite == "" {
		t.Errorf("%+v, %v", got, err)
	}
	c.must(civic.CmdGroupKey, c.luca, ended)
	if got, err = civic.DecodeBody[civic.GroupKey](c.records[civic.GroupKeyID(c.id, c.luca, uid("key", "luca"))]); err != nil || got.Device.Revoked == nil {
		t.Errorf("his own word on his key: %+v, %v", got, err)
	}
	for i := range civic.MaxKeysOf {
		want := civic.Reason("")
		if i == civic.MaxKeysOf-1 {
			want = civic.ReasonGroupFull
		}
		if r := c.run(civic.CmdGroupKey, c.giulia, 0, key(c.giulia, "g"+string(rune('a'+i)))); r != want {
			t.Errorf("key %d: %q, want %q", i, r, want)
		}
	}
}

func TestTextsOfAGroup(t *testing.T) {
	c := newCircle(t)
	c.letIn(c.luca, "luca", civic.PartMember)
	draft := uid("draft")
	seal := func(who civic.ID, base int64, n byte) civic.Reason {
		return c.run(civic.CmdGroupSeal, who, base, civic.GroupSealArgs{Group: c.id, ID: draft, Sealed: sealed(n)})
	}
	for i, tc := range []struct {
		who  civic.ID
		base int64
		want civic.Reason
	}{{c.giulia, 2, civic.ReasonGone}, {c.giulia, 0, ""}, {c.luca, 0, civic.ReasonConflict}, {c.luca, 1, ""}, {c.giulia, 1, civic.ReasonConflict}} {
		if r := seal(tc.who, tc.base, byte(i)); r != tc.want {
			t.Errorf("step %d: %q, want %q", i, r, tc.want)
		}
	}
	rec := c.records[draft]
	if rec.Channel != civic.GroupChannel(c.id) || rec.Parent() != civic.GroupTextsID(c.id) {
		t.Errorf("%s below %s", rec.Channel, rec.Parent())
	}
	if r := c.run(civic.CmdGroupSeal, c.giulia, 0, civic.GroupSealArgs{Group: c.id, ID: c.id, Sealed: sealed(1)}); r != civic.ReasonDuplicate {
		t.Errorf("over the group itself: %q", r)
	}
	if r := c.run(civic.CmdGroupMark, c.luca, 0, civic.GroupMarkArgs{Group: c.id, Draft: c.id, Sealed: sealed(1)}); r != civic.ReasonGone {
		t.Errorf("of what is no draft: %q", r)
	}
	withFile := sealed(1)
	withFile.Attachments = []civic.SealedFile{{Hash: codeOf("f"), Size: 9}}
	if r := c.run(civic.CmdGroupMark, c.luca, 0, civic.GroupMarkArgs{Group: c.id, Draft: draft, Sealed: withFile}); r != civic.ReasonInvalid {
		t.Errorf("a mark with a file: %q", r)
	}
	c.must(civic.CmdGroupMark, c.luca, civic.GroupMarkArgs{Group: c.id, Draft: draft, Sealed: sealed(1)})
	files := civic.AttachmentsOf(command(t, civic.CmdGroupSeal, c.luca, 2, civic.GroupSealArgs{Group: c.id, ID: draft, Sealed: withFile}))
	if len(files) != 1 || files[0].Type != civic.TypeSealed {
		t.Errorf("its files: %+v", files)
	}
	c.must(civic.CmdGroupDrop, c.luca, civic.GroupDropArgs{Group: c.id, ID: draft})
	if mark := c.records[civic.GroupMarkID(c.luca, draft)]; !c.records[draft].Deleted || !mark.Deleted {
		t.Error("a draft that is shared no longer, or what was said of it, stands")
	}
	if r := c.run(civic.CmdGroupDrop, c.luca, 0, civic.GroupDropArgs{Group: c.id, ID: draft}); r != civic.ReasonGone {
		t.Errorf("once more: %q", r)
	}
}

func TestTheLimitsOfGroups(t *testing.T) {
	c := newCircle(t)
	for i := range civic.MaxInvitations {
		c.must(civic.CmdInvite, c.giulia, c.invitation("i"+string(rune('a'+i)), civic.PartMember))
	}
	one := c.invitation("one more", civic.PartMember)
	if r := c.run(civic.CmdInvite, c.giulia, 0, one); r != civic.ReasonGroupFull {
		t.Errorf("an invitation too many: %q", r)
	}
	before := c.live()
	if r := c.runAt(now.AddDate(0, 0, civic.InvitationDays), civic.CmdInvite, c.giulia, 0, one); r != "" || c.live() != before+1 {
		t.Errorf("when the others ended: %q, %d records", r, c.live())
	}
	another := c.invitation("another", civic.PartMember)
	month := now.AddDate(0, 0, civic.InvitationDays+30)
	if r := c.runAt(month, civic.CmdInvite, c.giulia, 0, another); r != "" || c.live() != before+1 {
		t.Errorf("a month later: %q, %d records", r, c.live())
	}
	if r := c.runAt(month, civic.CmdInvite, c.giulia, 0, c.invitation("last", civic.PartMember)); r != "" || c.live() != before+2 {
		t.Errorf("one more: %q, %d records", r, c.live())
	}
	for i := range civic.MaxGroupMembers - 1 {
		p := uid("member", string(rune('a'+i)))
		c.put(civic.KindGroupMember, civic.MemberID(c.id, p), civic.GroupChannel(c.id), p, civic.GroupMember{Group: c.id, Person: p, Part: civic.PartMember})
	}
	if r := c.run(civic.CmdJoinGroup, c.luca, 0, joins("last", "luca")); r != civic.ReasonGroupFull {
		t.Errorf("a member too many: %q", r)
	}
	for i := range civic.MaxGroupsOf {
		g := uid("g", string(rune('A'+i)))
		c.put(civic.KindMembership, civic.MembershipID(g, c.luca), civic.UserChannel(c.luca), c.luca, civic.Membership{Group: g, Person: c.luca})
	}
	if r := c.run(civic.CmdGroup, c.luca, 0, civic.GroupArgs{ID: uid("more"), Name: "Altro"}); r != civic.ReasonGroupFull {
		t.Errorf("a group too many: %q", r)
	}
}

// What waits on a desk is drawn as the central will have it; a code that one
// typed opens a group that this copy does not hold.
func TestWaitingCommandsOfGroupsAreDrawn(t *testing.T) {
	w := newWorld(t)
	p := w.person("Giulia Conti", valchiara, "08")
	w.partial = true
	id, draft := uid("group"), uid("draft")
	wait := []civic.Command{
		command(t, civic.CmdGroup, p, 0, civic.GroupArgs{ID: id, Name: "Scuole"}),
		command(t, civic.CmdGroupKey, p, 0, civic.GroupKeyArgs{Group: id, Person: p, Key: uid("k"), Device: deviceKey("x")}),
		command(t, civic.CmdGroupSeal, p, 0, civic.GroupSealArgs{Group: id, ID: draft, Sealed: sealed(1)}),
		command(t, civic.CmdGroupMark, p, 0, civic.GroupMarkArgs{Group: id, Draft: draft, Sealed: sealed(1)}),
		command(t, civic.CmdJoinGroup, p, 0, joins("code", "x")),
	}
	over, err := civic.Replay(context.Background(), w, wait, now)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range wait {
		want := civic.Drawn
		if c.Name == civic.CmdJoinGroup {
			want = civic.Undrawn
		}
		if got := over.Commands[c.ID].Drawing; got != want {
			t.Errorf("%d, %s: %q, want %q", i, c.Name, got, want)
		}
	}
	for i, want := range []civic.ID{id, civic.GroupKeyID(id, p, uid("k")), draft, civic.GroupMarkID(p, draft), civic.InvitationID(codeOf("code"))} {
		if got := civic.Concerns(wait[i]); got != want || i < 4 && len(over.By[want]) == 0 {
			t.Errorf("%s concerns %s", wait[i].Name, got)
		}
	}
}
