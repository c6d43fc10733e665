package storetest

import (
	"strings"
	"testing"

	"scranno/app/central"
	"scranno/app/civic"
)

// What becomes of an act: events corrected and taken back change its outcome,
// also where it is looked for; what is said of a point goes upon what was read,
// evidence of two is kept from both, and all of it goes with the act.
func centralLife(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	content := s.content(valchiara, "Pensiline")
	content.Clauses = append(content.Clauses, civic.Clause{ID: s.id(), Section: civic.Operative, Opener: "1.", Text: "a ripararle;"})
	act, clause := s.id(), content.Clauses[len(content.Clauses)-1].ID
	s.accept(f.giulia, s.publish(f.giulia, act, content))
	outcome := func(want civic.Outcome) {
		t.Helper()
		res, err := s.Search(s.ctx(), central.Caller{}, civic.ActQuery{Outcomes: []civic.Outcome{want}})
		s.check(err)
		if len(res.Hits) != 1 || res.Hits[0].ID != act || res.Hits[0].Outcome != want {
			t.Fatalf("%s: %+v", want, res.Hits)
		}
	}
	event := civic.ActEventArgs{ID: s.id(), Event: civic.ActEvent{Act: act, Type: civic.OutcomeEvent, Date: "2025-03-09", Outcome: civic.Rejected}}
	s.accept(f.giulia, s.command(f.giulia, civic.CmdActEvent, event))
	outcome(civic.Rejected)
	event.Event.Outcome = civic.Approved
	edit := s.command(f.giulia, civic.CmdEditEvent, event)
	edit.Base = s.live(event.ID).Version
	stale := s.command(f.giulia, civic.CmdEditEvent, event)
	stale.Base = edit.Base
	s.accept(f.giulia, edit)
	outcome(civic.Approved)
	s.refused(f.giulia, stale, civic.ReasonConflict)
	s.refused(f.marco, s.command(f.marco, civic.CmdDropEvent, civic.DropEventArgs{ID: event.ID}), civic.ReasonNotYours)
	s.accept(f.giulia, s.command(f.giulia, civic.CmdDropEvent, civic.DropEventArgs{ID: event.ID}))
	s.gone(event.ID)
	outcome(civic.Pending)
	s.lifeOfAPoint(f, act, clause)
}

func (s *stage) lifeOfAPoint(f folk, act, clause civic.ID) {
	colleague := s.person("sara@esempio.it", valchiara)
	id := civic.CommitmentID(act, clause)
	put := func(who central.Caller, base int64, a civic.CommitmentArgs) civic.Command {
		a.Act, a.Clause = act, clause
		c := s.command(who, civic.CmdCommitment, a)
		c.Base = base
		return c
	}
	set := civic.CommitmentArgs{Set: &civic.CommitmentSet{State: civic.UnderWay, Due: "2025-12-31"}}
	s.refused(f.marco, put(f.marco, 0, set), civic.ReasonNotYourCouncil)
	s.accept(f.giulia, put(f.giulia, 0, set))
	s.refused(colleague, put(colleague, 0, set), civic.ReasonConflict)
	note := func(text string) civic.CommitmentArgs {
		return civic.CommitmentArgs{Add: &civic.Evidence{ID: s.id(), Date: "2025-03-10", Note: text}}
	}
	s.accept(f.giulia, put(f.giulia, 0, note("GRANATO")))
	s.accept(colleague, put(colleague, 0, note("AMETISTA")))
	rec := s.live(id)
	if body := string(rec.Body); rec.Parent() != act || rec.Channel != s.live(act).Channel || !strings.Contains(body, "GRANATO") || !strings.Contains(body, "AMETISTA") {
		s.t.Fatalf("%s in %s: %s", rec.Parent(), rec.Channel, body)
	}
	shown := false
	for _, r := range s.pull(central.Caller{}, civic.Want{Channel: rec.Channel, Tail: -1}).Ops {
		shown = shown || r.ID == id && r.Kind == civic.KindCommitment
	}
	if !shown {
		s.t.Fatal("the point is not in the feed")
	}
	support := s.supported(f, act, colleague)
	s.accept(f.anna, s.command(f.anna, civic.CmdReturn, civic.ReturnArgs{Act: act, Reason: civic.ReturnMistake}))
	if got := s.live(id).Channel; got != civic.UserChannel(f.giulia.Person) {
		s.t.Fatalf("after a return the point is in %s", got)
	}
	s.accept(f.anna, s.command(f.anna, civic.CmdReinstate, civic.ActArgs{Act: act}))
	s.accept(f.giulia, s.command(f.giulia, civic.CmdWithdraw, civic.ActArgs{Act: act}))
	s.gone(id)
	s.gone(support)
}

// supported has a colleague support the act, take that back and support it again.
func (s *stage) supported(f folk, act civic.ID, colleague central.Caller) civic.ID {
	s.t.Helper()
	a, err := civic.DecodeBody[civic.Act](s.live(act))
	s.check(err)
	args := civic.SponsorArgs{Act: act, On: true, Text: civic.TextHash(a.Content)}
	s.refused(f.marco, s.command(f.marco, civic.CmdSponsor, args), civic.ReasonNotYourCouncil)
	id := civic.SponsorshipID(colleague.Person, act)
	for _, on := range []bool{true, false, true} {
		args.On = on
		s.accept(colleague, s.command(colleague, civic.CmdSponsor, args))
		if !on {
			s.gone(id)
		}
	}
	if r := s.live(id); r.Channel != s.live(act).Channel || r.Parent() != act {
		s.t.Fatalf("the support is in %s below %s", r.Channel, r.Parent())
	}
	return id
}
