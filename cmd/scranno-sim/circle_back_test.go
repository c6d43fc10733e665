package main

import (
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
)

// A seat that a central put back has forgotten comes back with what gave it: until
// then the drafts of the group stay the group's, and what is written meanwhile is
// joined with the others' as ever.
func TestTheSeatThatAPutBackCentralForgot(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		putBack := s.keepCentral()
		group := s.group(atBruno, atCarla)
		id := s.share(atAda, group, "Uno.", "Due.")
		s.alike(id, atAda, atBruno, atCarla)
		putBack()
		s.sync(atBruno, atBruno) // before who made the group
		together, err := s.desk(atBruno).GroupDrafts(s.ctx)
		s.ok(err)
		if x := together[id]; x.Ended || !x.Returning {
			t.Errorf("%+v", x)
		}
		s.edit(atBruno, id, write(0, "Uno, di bruno."))
		s.sync(atBruno)
		s.edit(atAda, id, write(1, "Due, di ada."))
		s.round(6)
		if got := s.alike(id, atAda, atBruno, atCarla); !slices.Equal(got, []string{"Uno, di bruno.", "Due, di ada."}) {
			t.Errorf("%q", got)
		}
		for i := range s.desks {
			if got := s.texts(i); len(got) != 2 {
				t.Errorf("%s has %q", s.names[i], got)
			}
		}
		if together, err = s.desk(atBruno).GroupDrafts(s.ctx); err != nil || together[id].Returning {
			t.Errorf("%+v, %v", together[id], err)
		}
	})
}

// A draft that nobody changes meanwhile is back in its group too.
func TestTheDraftThatAPutBackCentralForgot(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		putBack := s.keepCentral()
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.")
		putBack()
		s.sync(atBruno, atBruno)
		s.round(4)
		s.alike(id, atAda, atBruno)
		s.edit(atBruno, id, write(0, "Due."))
		s.round(2)
		if got := s.alike(id, atAda, atBruno); !slices.Equal(got, []string{"Due."}) {
			t.Errorf("%q", got)
		}
	})
}

// What gave the seat does not come back: then the draft is one's own.
func TestTheSeatThatDoesNotComeBack(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		putBack := s.keepCentral()
		id := s.share(atAda, s.group(atBruno), "Uno.")
		putBack()
		s.sync(atBruno, atBruno)
		time.Sleep(31 * 24 * time.Hour) // longer than a command waits for what may come back
		s.sync(atBruno)
		if x := s.shared(atBruno, id); x.State != civic.ShareEnded {
			t.Errorf("%+v", x)
		}
	})
}

// A mark that a restore forgot is not offered for ever by who was put out since.
func TestTheMarkOfWhoWasPutOut(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.")
		putBack := s.keepCentral()
		s.ok(s.desk(atBruno).JoinDraft(s.ctx, id, true))
		s.round(2)
		s.ok(s.desk(atAda).RemoveFromGroup(s.ctx, group, s.person(atBruno)))
		s.round(2)
		putBack()
		s.sync(atAda, atAda)
		s.round(4)
		q, err := s.desk(atBruno).Outbox(s.ctx)
		s.ok(err)
		if len(q) != 0 {
			t.Errorf("%s %s %s", q[0].Command.Name, q[0].State, q[0].Reason)
		}
	})
}

// Who was put out of a group and let in anew has the group's text beside what they
// wrote on meanwhile, each time, and no text goes into another.
func TestLetInAnewTwice(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		s.share(atAda, group, "Uno.")
		for _, own := range []string{"Mio.", "Mio ancora."} {
			s.ok(s.desk(atAda).RemoveFromGroup(s.ctx, group, s.person(atBruno)))
			s.round(2)
			all, err := s.desk(atBruno).GroupDrafts(s.ctx)
			s.ok(err)
			for at := range all {
				s.edit(atBruno, at, write(0, own))
			}
			s.join(group, atAda, atBruno)
			s.round(3)
		}
		got := s.texts(atBruno)
		slices.Sort(got)
		if !slices.Equal(got, []string{"Mio ancora.", "Mio.", "Uno."}) {
			t.Errorf("%q", got)
		}
		if got := s.texts(atAda); !slices.Equal(got, []string{"Uno."}) {
			t.Errorf("ada has %q", got)
		}
	})
}

// The same where the group's text is by who was put out: a central put back has
// theirs for the newest.
func TestLetInAnewToOnesOwnText(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.")
		s.edit(atBruno, id, write(0, "Uno. Di bruno."))
		s.round(2)
		putBack := s.keepCentral()
		s.ok(s.desk(atAda).RemoveFromGroup(s.ctx, group, s.person(atBruno)))
		s.round(2)
		s.edit(atBruno, id, write(0, "Uno. Di bruno. Ora suo."))
		putBack()
		s.sync(atBruno, atBruno)
		if got := clausesOf(s.draft(atBruno, id).Plain); !slices.Equal(got, []string{"Uno. Di bruno. Ora suo."}) {
			t.Errorf("his own: %q", got)
		}
		if all := s.texts(atBruno); len(all) != 2 || !slices.Contains(all, "Uno. Di bruno.") {
			t.Errorf("%q", all)
		}
	})
}
