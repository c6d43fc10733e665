package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// circle is a working group of the stage: Giulia made it.
type circle struct {
	*stage
	folk
	group, key civic.ID
	ch         civic.Channel
}

func newCircle(s *stage, f folk, name string) *circle {
	s.t.Helper()
	c := &circle{stage: s, folk: f, group: s.id(), key: s.id()}
	c.ch = civic.GroupChannel(c.group)
	s.accept(f.giulia, s.command(f.giulia, civic.CmdGroup, civic.GroupArgs{ID: c.group, Name: name}))
	return c
}

// codeOf is what a code proves, as the invited person shows it.
func codeOf(word string) string { return civic.TextMark(strings.Repeat(word, 24)) }

func (c *circle) invite(who central.Caller, word string) civic.Command {
	return c.command(who, civic.CmdInvite, civic.InviteArgs{
		Group: c.group, ID: civic.InvitationID(codeOf(word)), Key: c.key, Proof: make([]byte, 32), Part: civic.PartMember,
	})
}

func (c *circle) device() civic.DeviceKey {
	return civic.DeviceKey{Recipient: "age1prova", Verify: make([]byte, 32), Made: c.now()}
}

func (c *circle) join(who central.Caller, word string) civic.Command {
	return c.command(who, civic.CmdJoinGroup, civic.JoinArgs{Code: codeOf(word), Key: c.group, Device: c.device(), Proof: make([]byte, 32)})
}

func (c *circle) leave(who, whose central.Caller) civic.Command {
	return c.command(who, civic.CmdLeaveGroup, civic.LeaveArgs{Group: c.group, Person: whose.Person})
}

func (c *circle) seal(who central.Caller, id civic.ID, base int64, files ...civic.SealedFile) civic.Command {
	cmd := c.command(who, civic.CmdGroupSeal, civic.GroupSealArgs{
		Group: c.group, ID: id, Sealed: civic.SealedBody{Keys: []string{string(c.key)}, Data: []byte(c.id()), Attachments: files},
	})
	cmd.Base = base
	return cmd
}

// sees tells whether a person is given the group's channel, in every way that
// there is, and fails where two ways differ.
func (c *circle) sees(who central.Caller) bool {
	c.t.Helper()
	page := c.pull(who, civic.Want{Channel: c.ch, Tail: -1})
	if len(page.Lost)+len(page.Heads) != 1 && who.Person != "" {
		c.t.Fatalf("%+v", page)
	}
	given := len(page.Heads) == 1
	stands, err := c.Standing(c.ctx(), who, []civic.Channel{c.ch})
	c.check(err)
	if _, told := stands.Heads[c.ch]; told != given {
		c.t.Fatalf("given %t, told %t", given, told)
	}
	if _, err := c.Manifest(c.ctx(), who, c.ch, 0); (err == nil) != given || err != nil && !civic.Is(err, civic.NotFound) {
		c.t.Fatalf("given %t, and of what is sealed: %v", given, err)
	}
	return given
}

// A working group: a code lets one person in, once; who is not in it is given
// nothing and cannot tell it from what never was; what ends leaves nothing.
func centralCircle(t *testing.T, open OpenCentral) {
	const word = "Circolo Acquamarina"
	s := newStage(t, open)
	f := s.people()
	before, err := s.store.Heads(s.ctx())
	s.check(err)
	c := newCircle(s, f, word)
	for _, who := range []central.Caller{f.marco, f.luca, f.anna, {}} {
		if c.sees(who) {
			t.Fatal("somebody who is not in it sees it")
		}
	}
	s.accept(f.giulia, c.invite(f.giulia, "uno"))
	s.refused(f.marco, c.join(f.marco, "altro"), civic.ReasonNoInvitation)
	got := s.accept(f.marco, c.join(f.marco, "uno"))
	if got.Params[civic.ParamGroup] != string(c.group) || !c.sees(f.marco) {
		t.Fatalf("%+v", got)
	}
	s.refused(f.luca, c.join(f.luca, "uno"), civic.ReasonNoInvitation)
	own := s.live(civic.MembershipID(c.group, f.marco.Person))
	if own.Channel != civic.UserChannel(f.marco.Person) || own.Parent() != f.marco.Person {
		t.Fatalf("%s below %s", own.Channel, own.Parent())
	}
	c.texts(t)
	s.accept(f.giulia, c.leave(f.giulia, f.marco))
	s.accept(f.giulia, c.invite(f.giulia, "due"))
	s.accept(f.marco, c.join(f.marco, "due"))
	if !c.sees(f.marco) {
		t.Fatal("let in again he does not see it")
	}
	s.accept(f.giulia, c.leave(f.giulia, f.giulia))
	if m, err := civic.DecodeBody[civic.GroupMember](s.live(civic.MemberID(c.group, f.marco.Person))); err != nil || m.Part != civic.PartOwner {
		t.Fatalf("%+v, %v", m, err)
	}
	s.accept(f.marco, c.leave(f.marco, f.marco))
	heads, err := s.store.Heads(s.ctx())
	s.check(err)
	for _, ch := range []civic.Channel{c.ch, civic.UserChannel(f.giulia.Person), civic.UserChannel(f.marco.Person)} {
		if heads[ch].Count != before[ch].Count || heads[ch].Sum != before[ch].Sum {
			t.Errorf("%s: %+v, before it %+v", ch, heads[ch], before[ch])
		}
	}
	s.check(s.store.Sweep(s.ctx()))
	s.check(s.Check(s.ctx()))
	s.absentFromFiles(word)
}

// texts has members write a sealed draft with a file and speak of it, until one
// is taken out: the file is theirs who are in the group.
func (c *circle) texts(t *testing.T) {
	file := civic.SealedFile{Hash: strings.Repeat("ab", 32), Size: 100}
	part := civic.FilePart{Hash: file.Hash, Size: file.Size}
	c.check(c.store.BeginBlob(c.ctx(), c.giulia.Person, part, c.now(), civic.FileQuota{Most: 1000}))
	c.check(c.store.WholeBlob(c.ctx(), c.giulia.Person, file.Hash, civic.TypeSealed, c.now()))
	draft := c.id()
	c.accept(c.giulia, c.seal(c.giulia, draft, 0, file))
	may := func(who central.Caller) error {
		_, ch, err := c.store.BlobOf(c.ctx(), c.now(), file.Hash, draft, rightsOf(who))
		if err == nil && ch != c.ch {
			t.Fatalf("the file is of %s", ch)
		}
		return err
	}
	c.accept(c.marco, c.seal(c.marco, draft, 1, file)) // he may name what he may read
	c.refused(c.giulia, c.seal(c.giulia, draft, 1), civic.ReasonConflict)
	c.refused(c.luca, c.seal(c.luca, draft, 2), civic.ReasonGone)
	mark := func(who central.Caller) civic.Command {
		return c.command(who, civic.CmdGroupMark, civic.GroupMarkArgs{
			Group: c.group, Draft: draft, Sealed: civic.SealedBody{Keys: []string{string(c.key)}, Data: []byte("segno")},
		})
	}
	c.accept(c.marco, mark(c.marco))
	c.refused(c.luca, mark(c.luca), civic.ReasonGone)
	if rec := c.live(draft); rec.Channel != c.ch || rec.Parent() != civic.GroupTextsID(c.group) || len(rec.Attachments()) != 1 {
		t.Fatalf("%+v", rec)
	}
	for who, want := range map[*central.Caller]bool{&c.giulia: true, &c.marco: true, &c.luca: false} {
		if err := may(*who); (err == nil) != want {
			t.Fatalf("the file: %v", err)
		}
	}
	c.accept(c.giulia, c.leave(c.giulia, c.marco))
	if err := may(c.marco); !civic.Is(err, civic.NotFound) || c.sees(c.marco) {
		t.Fatal("who was taken out still reads", err)
	}
	c.gone(civic.GroupMarkID(c.marco.Person, draft))
	c.gone(civic.GroupKeyID(c.group, c.marco.Person, c.group))
	c.refused(c.marco, c.seal(c.marco, draft, 2), civic.ReasonGone)
	c.accept(c.giulia, c.invite(c.giulia, "tre"))
	c.accept(c.marco, c.join(c.marco, "tre"))
	c.accept(c.giulia, c.command(c.giulia, civic.CmdGroupDrop, civic.GroupDropArgs{Group: c.group, ID: draft}))
	var went []string
	_, err := c.store.DropBlobs(c.ctx(), time.Time{}, func(_ context.Context, hash string) error {
		went = append(went, hash)
		return nil
	})
	c.check(err)
	if len(went) != 1 || went[0] != file.Hash {
		t.Fatalf("of the draft that is shared no longer there stays its file: %v", went)
	}
}

// rightsOf tells what a person may read now.
func rightsOf(who central.Caller) civic.ChannelTest {
	return func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error) {
		a, err := w.Actor(ctx, who.Person)
		if err != nil {
			return false, err
		}
		return civic.MayRead(ctx, w, &a, ch)
	}
}

// Who came in by a code in time comes in again after a restore that forgot it,
// though the code has ended meanwhile and others were made since, by a clock that
// was years ahead for a while; where nothing was restored nobody does who only
// says so.
func centralCircleBack(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	c := newCircle(s, f, "Circolo Acquamarina")
	s.accept(f.giulia, c.invite(f.giulia, "uno"))
	s.pass((civic.InvitationDays + 20) * 24 * time.Hour)
	join := c.join(f.marco, "uno")
	join.Again = true
	s.refused(f.marco, join, civic.ReasonNotBack)
	s.check(s.store.NewEpoch(s.ctx(), string(s.id()), s.now()))
	s.refused(f.luca, c.join(f.luca, "uno"), civic.ReasonNoInvitation)
	s.pass(10 * 365 * 24 * time.Hour)
	s.accept(f.giulia, c.invite(f.giulia, "due"))
	s.pass(-10 * 365 * 24 * time.Hour)
	join = c.join(f.marco, "uno")
	join.Again = true
	s.accept(f.marco, join)
	if !c.sees(f.marco) {
		t.Error("he is not in it")
	}
	s.check(s.Check(s.ctx()))
}
