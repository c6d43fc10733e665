package main

import (
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
)

// push runs a command at the central as a person's desk would bring it.
func (s *own) push(person, device civic.ID, name civic.CommandName, args any) {
	s.t.Helper()
	raw, err := civic.CanonicalOf(args)
	s.ok(err)
	c := civic.Command{ID: civic.DerivedID("push", string(raw)), Device: device, N: 1, Name: name, Args: raw}
	a, err := s.set.Service.Push(s.ctx, central.Caller{Person: person, Device: device}, central.PushRequest{Schema: civic.SchemaVersion, Commands: []civic.Command{c}})
	s.ok(err)
	if a[0].State != civic.AnswerReceipt || a[0].Receipt.Outcome != civic.Accepted {
		s.t.Fatalf("%s: %+v %+v", name, a[0], a[0].Receipt)
	}
}

// A draft on two devices loses the words on both, and in what each remembers of
// it; it is sealed anew, for the last seal holds them.
func TestRedactedWordsLeaveASharedDraft(t *testing.T) {
	ownDevices(t, func(t *testing.T, s *own) {
		s.pair(atHome, atWork)
		id := s.begin(secret, "altro")
		s.settled(id)
		before, _ := s.sealedRecord(id)
		look := &stage{system: s.system, t: t, ctx: s.ctx}
		both := []string{s.names[atHome], s.names[atWork]}
		for _, f := range both {
			if len(look.where(f, stem)) == 0 {
				t.Fatalf("the words are not in %s: the test looks for nothing", f)
			}
		}
		bruno, err := s.set.Service.AccountByEmail(s.ctx, emailOf("bruno"))
		s.ok(err)
		anna, err := s.set.Service.AddPerson(s.ctx, central.NewPerson{
			Email: emailOf("anna"), Name: "anna", Roles: []civic.Role{{Name: civic.RoleModerator, Scope: civic.ScopeAll}},
		})
		s.ok(err)
		name := func(part string) civic.ID { // as a person's program makes ids
			d := civic.DerivedID("shared", part)
			return d[:14] + "7" + d[15:]
		}
		clause := civic.Clause{ID: name("clause"), Section: civic.Recital, Text: secret}
		s.push(bruno.Person, name("bruno"), civic.CmdPublish, civic.PublishArgs{
			ID: name("act"), Content: content("Fonte", clause), Visibility: civic.Everyone, Licence: civic.LicenceCCBY,
		})
		s.push(anna, name("anna"), civic.CmdRedact, civic.RedactArgs{
			Act: name("act"), Clauses: []civic.ID{clause.ID}, Reason: civic.RedactPersonalData,
		})
		if got := s.settled(id); got[0] != civic.Obscured || got[1] != "altro" {
			t.Errorf("the draft reads %q", got)
		}
		look.nowhere("on both devices", append(both, "central")...)
		if after, _ := s.sealedRecord(id); after.Version == before.Version {
			t.Error("the seal that holds the words is still the last one")
		}
		for _, i := range []int{atHome, atWork} {
			if s.draft(i, id).Obscured == nil {
				t.Errorf("%s is not told", s.names[i])
			}
		}
	})
}
