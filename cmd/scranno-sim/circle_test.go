package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/storage/deskdb"
)

// ring are several persons with a desk each, who make groups.
type ring struct{ *own }

// The desks of a ring, in the order of their names.
const (
	atAda   = 0
	atBruno = 1
	atCarla = 2 // no councillor
	atDario = 3
)

func inRing(t *testing.T, names []string, play func(t *testing.T, s *ring)) {
	t.Helper()
	dir := inMemory(t)
	synctest.Test(t, func(t *testing.T) {
		s := &ring{&own{t: t, ctx: t.Context()}}
		var err error
		defer func() {
			if err := s.close(); err != nil {
				t.Error(err)
			}
		}()
		s.system, err = openSystem(dir, names...)
		s.ok(err)
		s.ok(s.populate(s.ctx))
		for name, mandates := range map[string][]civic.Mandate{
			"carla": nil, "dario": {{Body: "demo:908001", Office: "consigliere"}},
		} {
			_, err := s.set.AddPerson(s.ctx, central.NewPerson{Email: emailOf(name), Name: name, Mandates: mandates}, password)
			s.ok(err)
		}
		for i, d := range s.desks {
			_, err := d.Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf(s.names[i]), Password: password})
			s.ok(err)
			s.ok(d.Desk.Keep(s.ctx, []civic.Region{"08"}, 1))
			s.sync(i)
		}
		play(t, s)
	})
}

func (s *ring) desk(i int) *desk.Desk { return s.desks[i].Desk }

// round lets all desks exchange until they have heard of each other.
func (s *ring) round(times int) {
	s.t.Helper()
	for range times {
		for i := range s.desks {
			s.sync(i)
		}
	}
}

// group makes one of the first desk's person and lets the others in.
func (s *ring) group(others ...int) civic.ID {
	s.t.Helper()
	id, err := s.desk(atAda).CreateGroup(s.ctx, "Ambiente")
	s.ok(err)
	s.sync(atAda)
	for _, i := range others {
		s.join(id, atAda, i)
	}
	s.round(2)
	return id
}

// join lets a person in by a code of another's.
func (s *ring) join(group civic.ID, by, who int) string {
	s.t.Helper()
	part := civic.PartMember
	if who == atCarla {
		part = civic.PartCollaborator
	}
	code, err := s.desk(by).InviteToGroup(s.ctx, group, part)
	s.ok(err)
	s.sync(by)
	s.ok(s.desk(who).JoinGroup(s.ctx, strings.ToLower(strings.ReplaceAll(code, "-", " "))))
	s.sync(who, by, who)
	return code
}

func (s *ring) view(i int, group civic.ID) desk.GroupView {
	s.t.Helper()
	all, err := s.desk(i).Groups(s.ctx)
	s.ok(err)
	for _, g := range all {
		if g.ID == group {
			return g
		}
	}
	return desk.GroupView{}
}

// whole wants every one of the desks to know all members and to seal to them.
func (s *ring) whole(group civic.ID, desks ...int) {
	s.t.Helper()
	for _, i := range desks {
		if v := s.view(i, group); len(v.Members) != len(desks) || v.Unconfirmed != 0 {
			s.t.Fatalf("%s: %+v", s.names[i], v)
		}
	}
}

// share begins a draft of a person's in a group.
func (s *ring) share(i int, group civic.ID, parts ...string) civic.ID {
	s.t.Helper()
	x, err := s.desk(i).NewDraft(s.ctx, draftText(parts...))
	s.ok(err)
	s.ok(s.desk(i).ShareInGroup(s.ctx, x.ID, group))
	s.round(2)
	return x.ID
}

// alike wants the desks to have the same text, and gives it.
func (s *ring) alike(id civic.ID, desks ...int) []string {
	s.t.Helper()
	first := s.draft(desks[0], id)
	for _, i := range desks {
		x := s.draft(i, id)
		if !slices.Equal(clausesOf(x.Plain), clausesOf(first.Plain)) || x.State != first.State || x.As != first.As {
			s.t.Fatalf("%s has %s %q, %s has %s %q", s.names[i], x.State, clausesOf(x.Plain), s.names[desks[0]], first.State, clausesOf(first.Plain))
		}
		q, err := s.desk(i).Outbox(s.ctx)
		s.ok(err)
		if len(q) != 0 {
			s.t.Fatalf("%s still has %s %s %s", s.names[i], q[0].Command.Name, q[0].State, q[0].Reason)
		}
	}
	return clausesOf(first.Plain)
}

func (s *ring) shared(i int, id civic.ID) civic.SharedDraft {
	s.t.Helper()
	all, err := s.desk(i).Shared(s.ctx)
	s.ok(err)
	return all[id]
}

// texts lists the clauses of all drafts of a desk.
func (s *ring) texts(i int) []string {
	s.t.Helper()
	all, err := s.desk(i).Drafts(s.ctx)
	s.ok(err)
	var out []string
	for _, d := range all {
		if d.Plain != nil {
			out = append(out, clausesOf(d.Plain)...)
		}
	}
	return out
}

func (s *ring) person(i int) civic.ID {
	s.t.Helper()
	p, err := s.desk(i).Profile(s.ctx)
	s.ok(err)
	return p.Person
}

// recordAt reads a record out of a desk's own copy.
func (s *ring) recordAt(i int, id civic.ID) (r civic.Record) {
	s.t.Helper()
	store, err := deskdb.Open(s.ctx, deskdb.Options{Home: filepath.Join(s.dir, s.names[i]), ReadOnly: true})
	s.ok(err)
	r, err = store.Record(s.ctx, id)
	s.ok(errors.Join(err, store.Close()))
	return r
}

// keysOf lists the keys that a desk's copy of a shared draft is sealed to.
func (s *ring) keysOf(i int, id civic.ID) []string {
	s.t.Helper()
	body, err := civic.DecodeBody[civic.SealedBody](s.recordAt(i, s.shared(i, id).Record))
	s.ok(err)
	return body.Keys
}

// pairOwn lets two devices of one person know each other.
func (s *ring) pairOwn(a, b int) {
	s.t.Helper()
	codes := map[int]string{}
	for _, i := range []int{a, b} {
		ring, err := s.desk(i).AddThisDevice(s.ctx, s.names[i])
		s.ok(err)
		codes[i] = ring.Code
		s.sync(i)
	}
	s.sync(a)
	for i, other := range map[int]int{a: b, b: a} {
		ring, err := s.desk(i).Keys(s.ctx)
		s.ok(err)
		for _, k := range ring.Keys {
			if !k.Mine && !k.Believed {
				s.ok(s.desk(i).ConfirmKey(s.ctx, k.ID, codes[other]))
			}
		}
	}
	s.sync(a, b)
}

func write(i int, text string) func(*civic.Content) {
	return func(c *civic.Content) { c.Clauses[i].Text = text }
}

func TestAGroupWritesTogether(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno, atCarla)
		s.whole(group, atAda, atBruno, atCarla)
		id := s.share(atAda, group, "Uno.", "Due.", "Tre.")
		if got := s.alike(id, atAda, atBruno, atCarla); len(got) != 3 {
			t.Fatalf("%q", got)
		}
		// A day apart, each changes a clause; two of them one of the same.
		s.edit(atAda, id, write(0, "Uno di ada."))
		s.edit(atBruno, id, write(1, "Due di bruno."))
		s.edit(atCarla, id, write(1, "Due di carla."))
		s.round(4)
		got := s.alike(id, atAda, atBruno, atCarla)
		for _, want := range []string{"Uno di ada.", "Due di bruno.", "Due di carla.", "Tre."} {
			if !slices.Contains(got, want) {
				t.Errorf("%q is lost: %q", want, got)
			}
		}
		doubts := s.draft(atAda, id).Doubts
		if len(doubts) != 1 || !slices.Contains([]string{"bruno", "carla"}, doubts[0].From) || doubts[0].From == doubts[0].Other {
			t.Errorf("%+v", doubts)
		}
		all, err := s.desk(atAda).GroupDrafts(s.ctx)
		s.ok(err)
		if v := all[id]; v.Group != group || v.Name != "Ambiente" || v.ByName == "" || v.At.IsZero() {
			t.Errorf("%+v", v)
		}
		s.nothingAtTheCentral()
	})
}

// The central gives out another key in the place of the one that came by the
// code: nothing is sealed to it, and the person is told that one is not sure.
func TestASwappedKeyIsNotBelieved(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group()
		code, err := s.desk(atAda).InviteToGroup(s.ctx, group, civic.PartMember)
		s.ok(err)
		s.sync(atAda)
		s.ok(s.desk(atBruno).JoinGroup(s.ctx, code))
		s.sync(atBruno)
		theirs, err := s.desk(atBruno).Keys(s.ctx)
		s.ok(err)
		others, err := s.desk(atAda).Keys(s.ctx)
		s.ok(err)
		rec := s.recordAt(atBruno, civic.GroupKeyID(group, s.person(atBruno), theirs.Keys[0].ID))
		k, err := civic.DecodeBody[civic.GroupKey](rec)
		s.ok(err)
		k.Device.Recipient = others.Keys[0].Key.Recipient
		rec.Body, err = civic.CanonicalOf(k)
		s.ok(err)
		seat := s.recordAt(atBruno, civic.MemberID(group, s.person(atBruno)))
		s.serve(atAda, seat)
		s.serve(atAda, rec)
		x, err := s.desk(atAda).NewDraft(s.ctx, draftText("Uno."))
		s.ok(err)
		s.ok(s.desk(atAda).ShareInGroup(s.ctx, x.ID, group))
		if v := s.view(atAda, group); v.Unconfirmed != 1 || len(v.Members) != 2 {
			t.Errorf("%+v", v)
		}
		q, err := s.desk(atAda).Outbox(s.ctx)
		s.ok(err)
		sealed := false
		for _, c := range q {
			if c.Command.Name != civic.CmdGroupSeal {
				continue
			}
			var a civic.GroupSealArgs
			s.ok(c.Command.Decode(&a))
			if sealed = true; len(a.Sealed.Keys) != 1 || a.Sealed.Keys[0] != string(others.Keys[0].ID) {
				t.Errorf("sealed to %v", a.Sealed.Keys)
			}
		}
		if !sealed {
			t.Error("nothing was sealed")
		}
	})
}

func TestARemovedMemberOpensNothingMore(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno, atCarla)
		id := s.share(atAda, group, "Uno.")
		s.alike(id, atAda, atBruno, atCarla)
		s.ok(s.desk(atAda).RemoveFromGroup(s.ctx, group, s.person(atCarla)))
		s.round(2)
		s.edit(atBruno, id, write(0, "Uno senza di lei."))
		s.round(3)
		s.alike(id, atAda, atBruno)
		if got := clausesOf(s.draft(atCarla, id).Plain); !slices.Equal(got, []string{"Uno."}) {
			t.Errorf("she reads %q", got)
		}
		if keys := s.keysOf(atBruno, id); len(keys) != 2 {
			t.Errorf("sealed to %v", keys)
		}
		all, err := s.desk(atCarla).GroupDrafts(s.ctx)
		s.ok(err)
		if !all[id].Ended {
			t.Errorf("she is not told: %+v", all[id])
		}
		s.ok(s.desk(atCarla).KeepEnded(s.ctx, id))
		if all, err = s.desk(atCarla).GroupDrafts(s.ctx); err != nil || len(all) != 0 {
			t.Errorf("%+v, %v", all, err)
		}
		// What she writes on is hers, and goes nowhere.
		s.edit(atCarla, id, write(0, "Mio."))
		s.round(2)
		if got := s.alike(id, atAda, atBruno); !slices.Equal(got, []string{"Uno senza di lei."}) {
			t.Errorf("%q", got)
		}
		// Invited anew she has theirs beside her own.
		s.join(group, atBruno, atCarla)
		s.round(3)
		s.whole(group, atAda, atBruno, atCarla)
		texts := s.texts(atCarla)
		if !slices.Contains(texts, "Mio.") || !slices.Contains(texts, "Uno senza di lei.") {
			t.Errorf("%q", texts)
		}
		s.alike(id, atAda, atBruno)
	})
}

// Who came by another's code is believed by all, and nobody depends on one who
// has left: neither those who were there nor those who come after.
func TestTrustOutlivesWhoInvited(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla", "dario"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		s.join(group, atBruno, atCarla)
		s.round(2)
		s.whole(group, atAda, atBruno, atCarla)
		id := s.share(atCarla, group, "Uno.")
		s.alike(id, atAda, atBruno, atCarla)
		s.ok(s.desk(atAda).LeaveGroup(s.ctx, group))
		s.round(2)
		if v := s.view(atBruno, group); v.Part != civic.PartOwner {
			t.Fatalf("%+v", v)
		}
		s.join(group, atBruno, atDario)
		s.round(3)
		s.whole(group, atBruno, atCarla, atDario)
		s.edit(atCarla, id, write(0, "Uno di carla."))
		s.round(3)
		if got := s.alike(id, atBruno, atCarla, atDario); !slices.Equal(got, []string{"Uno di carla."}) {
			t.Errorf("%q", got)
		}
		if got := clausesOf(s.draft(atAda, id).Plain); !slices.Equal(got, []string{"Uno."}) {
			t.Errorf("who has left reads %q", got)
		}
	})
}

// All of a person's own devices are in their groups, one that comes later too;
// one that they shut out is not any more.
func TestOwnDevicesInAGroup(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "ada-ufficio"}, func(t *testing.T, s *ring) {
		const office = 2
		group := s.group(atBruno)
		s.whole(group, atAda, atBruno)
		id := s.share(atAda, group, "Uno.")
		s.pairOwn(atAda, office)
		s.round(3)
		s.alike(id, atAda, atBruno, office)
		s.edit(office, id, write(0, "Uno in ufficio."))
		s.round(3)
		if got := s.alike(id, atAda, atBruno, office); !slices.Equal(got, []string{"Uno in ufficio."}) {
			t.Errorf("%q", got)
		}
		if keys := s.keysOf(atBruno, id); len(keys) != 3 {
			t.Errorf("sealed to %v", keys)
		}
		ring, err := s.desk(atAda).Keys(s.ctx)
		s.ok(err)
		for _, k := range ring.Keys {
			if !k.Mine {
				s.ok(s.desk(atAda).RevokeKey(s.ctx, k.ID))
			}
		}
		s.round(2)
		s.edit(atBruno, id, write(0, "Uno senza ufficio."))
		s.round(3)
		s.alike(id, atAda, atBruno)
		if keys := s.keysOf(atBruno, id); len(keys) != 2 {
			t.Errorf("sealed to %v", keys)
		}
		if got := clausesOf(s.draft(office, id).Plain); !slices.Equal(got, []string{"Uno in ufficio."}) {
			t.Errorf("the lost device reads %q", got)
		}
	})
}

// From the own devices a draft goes over to a group, and is the same one on all.
func TestAnOwnDraftGoesToAGroup(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "ada-ufficio"}, func(t *testing.T, s *ring) {
		const office = 2
		s.pairOwn(atAda, office)
		group := s.group(atBruno)
		x, err := s.desk(atAda).NewDraft(s.ctx, draftText("Uno."))
		s.ok(err)
		s.ok(s.desk(atAda).ShareDraft(s.ctx, x.ID, true))
		s.round(2)
		s.alike(x.ID, atAda, office)
		if got := s.texts(atBruno); len(got) != 0 {
			t.Fatalf("%q", got)
		}
		s.ok(s.desk(atAda).ShareInGroup(s.ctx, x.ID, group))
		s.round(3)
		s.alike(x.ID, atAda, atBruno, office)
		s.edit(office, x.ID, write(0, "Uno in ufficio."))
		s.round(3)
		if got := s.alike(x.ID, atAda, atBruno, office); !slices.Equal(got, []string{"Uno in ufficio."}) {
			t.Errorf("%q", got)
		}
		for _, i := range []int{atAda, atBruno, office} {
			if got := s.texts(i); len(got) != 1 {
				t.Errorf("%s has %q", s.names[i], got)
			}
		}
		if err := s.desk(atBruno).ShareDraft(s.ctx, x.ID, true); !civic.Is(err, civic.Conflict) {
			t.Errorf("in two places: %v", err)
		}
		// The sharing ends for all, and each keeps the text.
		s.ok(s.desk(atBruno).EndGroupSharing(s.ctx, x.ID))
		s.round(3)
		s.edit(atBruno, x.ID, write(0, "Solo di bruno."))
		s.round(2)
		if got := s.alike(x.ID, atAda, office); !slices.Equal(got, []string{"Uno in ufficio."}) {
			t.Errorf("%q", got)
		}
	})
}

// A member who knows the id of a private draft of another's cannot have it come
// to the group.
func TestAPrivateTextIsNotDrawnIn(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		mine, err := s.desk(atAda).NewDraft(s.ctx, draftText("Privata."))
		s.ok(err)
		s.ok(s.desks[atBruno].Close())
		store, err := deskdb.Open(s.ctx, deskdb.Options{Home: filepath.Join(s.dir, s.names[atBruno])})
		s.ok(err)
		bait := mine
		c := draftText("Esca.")
		bait.Plain = &c
		s.ok(errors.Join(store.AddDraft(s.ctx, bait), store.Close()))
		s.ok(s.openDesk(atBruno))
		s.ok(s.desk(atBruno).ShareInGroup(s.ctx, mine.ID, group))
		s.round(3)
		if got := clausesOf(s.draft(atAda, mine.ID).Plain); !slices.Equal(got, []string{"Privata."}) {
			t.Errorf("%q", got)
		}
		if got := s.texts(atAda); !slices.Contains(got, "Esca.") {
			t.Errorf("what was shared is not there: %q", got)
		}
		s.edit(atAda, mine.ID, write(0, "Privata ancora."))
		s.round(3)
		if got := s.texts(atBruno); !slices.Equal(got, []string{"Esca."}) {
			t.Errorf("%q", got)
		}
	})
}

func TestMarksOfAGroup(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno, atCarla)
		id := s.share(atAda, group, "Uno.")
		s.ok(s.desk(atBruno).SawDraft(s.ctx, id))
		s.ok(s.desk(atBruno).JoinDraft(s.ctx, id, true))
		s.ok(s.desk(atCarla).SawDraft(s.ctx, id))
		s.ok(s.desk(atCarla).SawDraft(s.ctx, id)) // once a text
		if err := s.desk(atCarla).JoinDraft(s.ctx, id, true); !civic.Is(err, civic.Forbidden) {
			t.Errorf("who prepares supports: %v", err)
		}
		q, err := s.desk(atCarla).Outbox(s.ctx)
		s.ok(err)
		if len(q) != 1 {
			t.Errorf("%d commands", len(q))
		}
		s.round(2)
		marks, err := s.desk(atAda).DraftMarks(s.ctx, id)
		s.ok(err)
		if len(marks) != 2 || marks[0].Name != "bruno" || !marks[0].SeenNow || marks[0].Joined.IsZero() || marks[0].Stale ||
			marks[0].Office == "" || marks[1].Name != "carla" || !marks[1].SeenNow || !marks[1].Joined.IsZero() {
			t.Fatalf("%+v", marks)
		}
		s.edit(atAda, id, write(0, "Uno cambiato."))
		s.round(3)
		if marks, err = s.desk(atCarla).DraftMarks(s.ctx, id); err != nil || len(marks) != 2 || !marks[0].Me || marks[0].SeenNow || !marks[1].Stale {
			t.Errorf("after a change: %+v, %v", marks, err)
		}
		all, err := s.desk(atBruno).GroupDrafts(s.ctx)
		s.ok(err)
		if v := all[id]; v.Joined != 0 || !v.Mine.Stale || v.By != s.person(atAda) {
			t.Errorf("%+v", v)
		}
		s.ok(s.desk(atBruno).JoinDraft(s.ctx, id, true))
		s.round(2)
		if all, err = s.desk(atAda).GroupDrafts(s.ctx); err != nil || all[id].Joined != 1 || all[id].Seen != 1 {
			t.Errorf("%+v, %v", all[id], err)
		}
		s.ok(s.desk(atBruno).JoinDraft(s.ctx, id, false))
		s.round(2)
		if all, err = s.desk(atAda).GroupDrafts(s.ctx); err != nil || all[id].Joined != 0 {
			t.Errorf("taken back: %+v, %v", all[id], err)
		}
	})
}

// Who comes later reads what was said before, and a mark under another's name
// says nothing.
func TestMarksAreTheirMembers(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla", "dario"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.")
		s.ok(s.desk(atBruno).JoinDraft(s.ctx, id, true))
		s.round(2)
		s.join(group, atAda, atDario)
		s.round(4)
		marks, err := s.desk(atDario).DraftMarks(s.ctx, id)
		s.ok(err)
		if len(marks) != 1 || marks[0].Name != "bruno" || marks[0].Joined.IsZero() {
			t.Errorf("who came later reads %+v", marks)
		}
		record := s.shared(atAda, id).Record
		theirs := s.recordAt(atAda, civic.GroupMarkID(s.person(atBruno), record))
		m, err := civic.DecodeBody[civic.GroupMark](theirs)
		s.ok(err)
		m.Person = s.person(atDario)
		theirs.ID = civic.GroupMarkID(m.Person, record)
		theirs.Body, err = civic.CanonicalOf(m)
		s.ok(err)
		s.serve(atAda, theirs)
		if marks, err = s.desk(atAda).DraftMarks(s.ctx, id); err != nil || len(marks) != 1 || marks[0].Name != "bruno" {
			t.Errorf("%+v, %v", marks, err)
		}
	})
}

func TestACollaboratorAsksForConfirmation(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno, atCarla)
		id := s.share(atCarla, group, "Uno.")
		how := civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY}
		if _, err := s.desk(atCarla).Submit(s.ctx, id, how); !civic.Is(err, civic.Forbidden) {
			t.Errorf("she published: %v", err)
		}
		if err := s.desk(atCarla).MarkFiled(s.ctx, id, "12", civic.DateOf(time.Now())); !civic.Is(err, civic.Forbidden) {
			t.Errorf("she filed: %v", err)
		}
		if err := s.desk(atBruno).ConfirmDraft(s.ctx, id); !civic.Is(err, civic.NotFound) {
			t.Errorf("nobody asked: %v", err)
		}
		s.ok(s.desk(atCarla).AskConfirmation(s.ctx, id, s.person(atBruno)))
		s.round(3)
		x := s.draft(atBruno, id)
		if x.Ask == nil || x.Ask.Name != "carla" || x.Ask.To != s.person(atBruno) || x.Ask.Text != civic.TextHash(*x.Plain) || !x.Ask.Done.IsZero() {
			t.Fatalf("%+v", x.Ask)
		}
		s.ok(s.desk(atBruno).ConfirmDraft(s.ctx, id))
		s.round(3)
		if x = s.draft(atCarla, id); x.Ask == nil || x.Ask.Done.IsZero() {
			t.Errorf("%+v", x.Ask)
		}
		marks, err := s.desk(atCarla).DraftMarks(s.ctx, id)
		s.ok(err)
		if len(marks) != 1 || !marks[0].Agreed {
			t.Errorf("%+v", marks)
		}
		_, err = s.desk(atBruno).Submit(s.ctx, id, how)
		s.ok(err)
		s.round(3)
		s.alike(id, atAda, atBruno, atCarla)
		if x = s.draft(atCarla, id); x.State != civic.DraftSubmitted || x.Act != x.As || x.Act == "" {
			t.Errorf("%s %s %s", x.State, x.Act, x.As)
		}
	})
}

// Two who publish the same draft apart publish one act; the second is told, and
// what they had written stands beside.
func TestTwoPublishApart(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "dario"}, func(t *testing.T, s *ring) {
		const third = 2
		group := s.group(atBruno, third)
		how := civic.SubmitHow{Visibility: civic.Everyone, Licence: civic.LicenceCCBY}
		for _, first := range []int{atAda, atBruno} {
			second := atAda + atBruno - first
			id := s.share(atAda, group, "Uno.", "Due.")
			for _, i := range []int{first, second} {
				s.edit(i, id, write(0, "Uno di "+s.names[i]+"."))
				_, err := s.desk(i).Submit(s.ctx, id, how)
				s.ok(err)
			}
			s.sync(first)
			s.sync(second)
			q, err := s.desk(second).Outbox(s.ctx)
			s.ok(err)
			if len(q) != 1 || q[0].State != civic.QueueRefused || q[0].Reason != civic.ReasonDuplicate {
				t.Fatalf("the second is not told: %+v", q)
			}
			_, err = s.desk(second).Cancel(s.ctx, q[0].Command.ID)
			s.ok(err)
			s.round(4)
			got := s.alike(id, atAda, atBruno, third)
			if x := s.draft(third, id); x.State != civic.DraftSubmitted || x.Act != x.As || !slices.Equal(got, []string{"Uno di " + s.names[first] + ".", "Due."}) {
				t.Errorf("%s %q", x.State, got)
			}
			all, err := s.desk(second).Drafts(s.ctx)
			s.ok(err)
			if !slices.ContainsFunc(all, func(d civic.Draft) bool {
				return d.Beside == s.draft(first, id).Act && slices.Contains(clausesOf(d.Plain), "Uno di "+s.names[second]+".")
			}) {
				t.Errorf("what %s wrote is nowhere: %q", s.names[second], s.texts(second))
			}
		}
	})
}
