package assemble_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// circle is a group at a real central, as a program that talks to it by itself
// sees it.
type circle struct {
	*place
	id, key, draft civic.ID
	code           string // of an open invitation
}

// does pushes one command with a number and a device of its own, and gives how it
// ended.
func (a asking) does(name civic.CommandName, base int64, args any) civic.Reason {
	a.t.Helper()
	a.device = newID(a.t)
	got := a.push(civic.Command{ID: newID(a.t), N: 1, Name: name, Base: base, Args: mustJSON(a.t, args)})[0]
	if got.Receipt == nil {
		a.t.Fatalf("%s: %+v", name, got)
	}
	if got.Receipt.Outcome == civic.Accepted {
		return ""
	}
	return got.Receipt.Reason
}

func (c *circle) must(who asking, name civic.CommandName, args any) {
	c.t.Helper()
	if r := who.does(name, 0, args); r != "" {
		c.t.Fatalf("%s: %s", name, r)
	}
}

func proofOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

func sealedText() civic.SealedBody {
	return civic.SealedBody{Keys: []string{"01900000-0000-7000-8000-000000000000"}, Data: []byte("age-encryption.org/v1\nsigillo")}
}

func groupDevice(by ...civic.ID) civic.DeviceKey {
	k := civic.DeviceKey{Recipient: "age1prova", Verify: make([]byte, 32)}
	for _, id := range by {
		k.Certs = append(k.Certs, civic.KeyCert{By: id, Sig: make([]byte, 64)})
	}
	return k
}

// newCircle has somebody make a group with a key, an open invitation and a draft.
func newCircle(p *place, who asking) *circle {
	p.t.Helper()
	c := &circle{place: p, id: newID(p.t), key: newID(p.t), draft: newID(p.t), code: proofOf(string(newID(p.t)))}
	c.must(who, civic.CmdGroup, civic.GroupArgs{ID: c.id, Name: "Circolo Acquamarina"})
	c.must(who, civic.CmdGroupKey, civic.GroupKeyArgs{Group: c.id, Person: p.people["giulia"], Key: c.key, Device: groupDevice()})
	c.must(who, civic.CmdInvite, c.invitation(c.code))
	c.must(who, civic.CmdGroupSeal, civic.GroupSealArgs{Group: c.id, ID: c.draft, Sealed: sealedText()})
	c.must(who, civic.CmdGroupMark, civic.GroupMarkArgs{Group: c.id, Draft: c.draft, Sealed: sealedText()})
	return c
}

func (c *circle) invitation(code string) civic.InviteArgs {
	return civic.InviteArgs{Group: c.id, ID: civic.InvitationID(code), Key: c.key, Proof: make([]byte, 32), Part: civic.PartMember}
}

func joining(code string, key civic.ID, device civic.DeviceKey) civic.JoinArgs {
	return civic.JoinArgs{Code: code, Key: key, Device: device, Proof: make([]byte, 32)}
}

// groupIntrusions are the commands of groups by who is in none.
func groupIntrusions(t *testing.T, s secrets) map[civic.CommandName]intrusion {
	return map[civic.CommandName]intrusion{
		civic.CmdRenameGroup: {s.group, func(id civic.ID) any { return civic.GroupArgs{ID: id, Name: "Mio"} }},
		civic.CmdInvite: {s.group, func(id civic.ID) any {
			return civic.InviteArgs{Group: id, ID: civic.InvitationID(proofOf("x")), Key: newID(t), Proof: make([]byte, 32), Part: civic.PartMember}
		}},
		civic.CmdUninvite:   {s.group, func(id civic.ID) any { return civic.UninviteArgs{Group: id, ID: newID(t)} }},
		civic.CmdLeaveGroup: {s.group, func(id civic.ID) any { return civic.LeaveArgs{Group: id, Person: newID(t)} }},
		civic.CmdGroupKey: {s.group, func(id civic.ID) any {
			return civic.GroupKeyArgs{Group: id, Person: newID(t), Key: newID(t), Device: groupDevice()}
		}},
		civic.CmdGroupSeal: {s.group, func(id civic.ID) any { return civic.GroupSealArgs{Group: id, ID: newID(t), Sealed: sealedText()} }},
		civic.CmdGroupDrop: {s.draft, func(id civic.ID) any { return civic.GroupDropArgs{Group: s.group, ID: id} }},
		civic.CmdGroupMark: {s.draft, func(id civic.ID) any {
			return civic.GroupMarkArgs{Group: s.group, Draft: id, Sealed: sealedText()}
		}},
		civic.CmdJoinGroup: {newID(t), func(id civic.ID) any { return joining(proofOf(string(id)), id, groupDevice()) }},
	}
}

// Somebody who is let in with a part, and tries for more.
func TestAMemberTriesForMore(t *testing.T) {
	p := serving(t)
	giulia, luca, marco := p.signedIn("giulia", newID(t)), p.signedIn("luca", newID(t)), p.signedIn("marco", newID(t))
	c := newCircle(p, giulia)
	lucas := newID(t)
	c.must(luca, civic.CmdJoinGroup, joining(c.code, lucas, groupDevice()))
	if page := luca.pull(civic.GroupChannel(c.id)); len(page.Lost) != 0 || len(page.Ops) == 0 {
		t.Fatalf("a member reads nothing: %+v", page)
	}
	me, her, him := p.people["luca"], p.people["giulia"], p.people["marco"]
	key := func(person, id civic.ID, by ...civic.ID) civic.GroupKeyArgs {
		return civic.GroupKeyArgs{Group: c.id, Person: person, Key: id, Device: groupDevice(by...)}
	}
	for i, x := range []struct {
		name string
		cmd  civic.CommandName
		args any
		want civic.Reason
	}{
		{"a used code", civic.CmdJoinGroup, joining(c.code, newID(t), groupDevice()), civic.ReasonNoInvitation},
		{"he lets others in", civic.CmdInvite, c.invitation(proofOf("porta")), civic.ReasonGroupPart},
		{"he takes her out", civic.CmdLeaveGroup, civic.LeaveArgs{Group: c.id, Person: her}, civic.ReasonGroupPart},
		{"a key in her name", civic.CmdGroupKey, key(her, newID(t)), civic.ReasonGone},
		{"a key in the name of who is not in it", civic.CmdGroupKey, key(him, newID(t)), civic.ReasonGone},
		{"her key with her own word", civic.CmdGroupKey, key(her, c.key, c.key), civic.ReasonNotYours},
		{"her key with the word of none", civic.CmdGroupKey, key(her, c.key, newID(t)), civic.ReasonNotYours},
		{"her key with his word", civic.CmdGroupKey, key(her, c.key, lucas), ""},
		{"the group's draft among his own", civic.CmdSealDraft, civic.SealArgs{ID: c.draft, Sealed: sealedText()}, civic.ReasonDuplicate},
		{"it ends as if it were his", civic.CmdDropDraft, civic.IDArgs{ID: c.draft}, civic.ReasonDuplicate},
		{"over her seat", civic.CmdGroupSeal, civic.GroupSealArgs{Group: c.id, ID: civic.MemberID(c.id, her), Sealed: sealedText()}, civic.ReasonDuplicate},
	} {
		if got := luca.does(x.cmd, 0, x.args); got != x.want {
			t.Errorf("%d, %s: %q, want %q", i, x.name, got, x.want)
		}
	}
	c.must(luca, civic.CmdGroupMark, civic.GroupMarkArgs{Group: c.id, Draft: c.draft, Sealed: sealedText()})
	for _, r := range giulia.pull(civic.GroupChannel(c.id)).Ops {
		if r.Deleted || r.Kind != civic.KindGroupMark && r.Kind != civic.KindGroupKey {
			continue
		}
		var who struct {
			Person civic.ID `json:"person"`
		}
		if err := json.Unmarshal(r.Body, &who); err != nil || who.Person != r.Author {
			t.Errorf("%s of %s by %s, %v", r.Kind, who.Person, r.Author, err)
		}
	}
	c.must(giulia, civic.CmdInvite, c.invitation(proofOf("due")))
	c.must(marco, civic.CmdJoinGroup, joining(proofOf("due"), newID(t), groupDevice()))
	c.must(marco, civic.CmdInvite, c.invitation(proofOf("tre")))
	c.must(giulia, civic.CmdLeaveGroup, civic.LeaveArgs{Group: c.id, Person: him})
	c.must(giulia, civic.CmdLeaveGroup, civic.LeaveArgs{Group: c.id, Person: me})
	c.outside(luca, marco)
}

// outside tries what who was taken out could still have a way to.
func (c *circle) outside(all ...asking) {
	c.t.Helper()
	ch := civic.GroupChannel(c.id)
	for _, who := range all {
		if page := who.pull(ch); len(page.Lost) != 1 || len(page.Ops)+len(page.Heads) != 0 {
			c.t.Errorf("taken out, and reads: %+v", page)
		}
		for cmd, x := range groupIntrusions(c.t, secrets{group: c.id, draft: c.draft}) {
			want := civic.ReasonGone
			if cmd == civic.CmdJoinGroup {
				want = civic.ReasonNoInvitation
			}
			if got := who.does(cmd, 1, x.args(x.there)); got != want {
				c.t.Errorf("taken out, %s: %q", cmd, got)
			}
		}
		if got := who.does(civic.CmdJoinGroup, 0, joining(proofOf("tre"), newID(c.t), groupDevice())); got != civic.ReasonNoInvitation {
			c.t.Errorf("by a code that he had given: %q", got)
		}
		_, data := who.get(wire.PathLive + "?wait=1&channels=" + string(ch))
		if bytes.Contains(data, []byte(`"group/`)) {
			c.t.Errorf("taken out, and told: %s", data)
		}
	}
	if s := c.logged.String(); strings.Contains(s, "Acquamarina") || strings.Contains(s, c.code) || strings.Contains(s, "level=ERROR") {
		c.t.Errorf("the log says %.2000s", s)
	}
}
