package main

import (
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/app/desk"
)

// bar tells what is shut of a draft at a desk.
func (s *ring) bar(i int, id civic.ID) desk.Bar {
	s.t.Helper()
	all, err := s.desk(i).Barred(s.ctx)
	s.ok(err)
	return all[id]
}

func (s *ring) submit(i int, id civic.ID) error {
	_, err := s.desk(i).Submit(s.ctx, id, civic.SubmitHow{Visibility: civic.Councillors})
	return err
}

// Who prepares asks; once a councillor has confirmed the text they take it to the
// registry, and note its number. A later change is not confirmed.
func TestACollaboratorFilesWhatWasConfirmed(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno, atCarla)
		id := s.share(atAda, group, "Uno.")
		want := desk.Bar{Why: desk.BarPrepares, Publish: true, File: true, Support: true}
		if b := s.bar(atCarla, id); b != want {
			t.Errorf("%+v", b)
		}
		if b := s.bar(atAda, id); b != (desk.Bar{}) {
			t.Errorf("a councillor: %+v", b)
		}
		on := civic.DateOf(time.Now())
		if err := s.desk(atCarla).MarkFiled(s.ctx, id, "12", on); !civic.Is(err, civic.Forbidden) {
			t.Errorf("not confirmed: %v", err)
		}
		// Another collaborator's word, or one's own, is no councillor's.
		s.ok(s.desk(atCarla).AskConfirmation(s.ctx, id, s.person(atBruno)))
		s.round(2)
		s.ok(s.desk(atBruno).ConfirmDraft(s.ctx, id))
		s.round(2)
		want.File, want.Confirmed = false, true
		if b := s.bar(atCarla, id); b != want {
			t.Errorf("%+v", b)
		}
		s.edit(atCarla, id, write(0, "Uno, ma altro."))
		if b := s.bar(atCarla, id); !b.File || b.Confirmed {
			t.Errorf("a text that nobody confirmed: %+v", b)
		}
		s.edit(atCarla, id, write(0, "Uno."))
		s.ok(s.desk(atCarla).MarkFiled(s.ctx, id, "12", on))
		if err := s.submit(atCarla, id); !civic.Is(err, civic.Forbidden) {
			t.Errorf("published by who prepares: %v", err)
		}
		s.round(3)
		for _, i := range []int{atAda, atBruno} {
			if x := s.draft(i, id); x.Protocol != "12" || x.FiledOn != on || x.State != civic.DraftFiled {
				t.Errorf("%s: %+v", s.names[i], x)
			}
		}
		if b := s.bar(atCarla, id); b.File {
			t.Errorf("what was filed has a number to correct: %+v", b)
		}
		s.ok(s.submit(atAda, id))
		s.round(3)
		// The act's history is told by councillors.
		if b := s.bar(atCarla, id); !b.Tell {
			t.Errorf("%+v", b)
		}
		if b := s.bar(atBruno, id); b.Tell {
			t.Errorf("%+v", b)
		}
	})
}

// out has ada's draft, shared with bruno and carla, published.
func (s *ring) out() civic.ID {
	s.t.Helper()
	id := s.share(atAda, s.group(atBruno, atCarla), "Uno.", "Due.")
	s.ok(s.submit(atAda, id))
	s.round(3)
	return id
}

// The next text of a published act is prepared in the group by who cannot even
// read the act, and by another councillor; its author alone publishes it.
func TestARevisionIsPreparedTogether(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		id := s.out()
		act := s.draft(atAda, id).Act
		for i, here := range map[int]bool{atAda: true, atBruno: true, atCarla: false} {
			all, err := s.desk(i).GroupDrafts(s.ctx)
			s.ok(err)
			if o := all[id].Out; o == nil || o.Act != act || o.Name != "ada" || o.At.IsZero() || o.Here != here || o.By != s.person(atAda) {
				t.Errorf("%s: %+v", s.names[i], o)
			}
		}
		may, err := s.desk(atBruno).Abilities(s.ctx, act)
		s.ok(err)
		if may.Revise || !may.Prepare {
			t.Errorf("%+v", may)
		}
		next, err := s.desk(atCarla).ReviseAct(s.ctx, act)
		s.ok(err)
		s.edit(atCarla, next.ID, write(1, "Due di carla."))
		s.round(3)
		theirs, err := s.desk(atBruno).ReviseAct(s.ctx, act)
		s.ok(err)
		if theirs.Revises != act || !slices.Contains(clausesOf(theirs.Plain), "Due di carla.") {
			t.Fatalf("%+v", theirs)
		}
		s.edit(atBruno, theirs.ID, write(0, "Uno di bruno."))
		want := desk.Bar{Why: desk.BarAuthor, Publish: true, Author: s.person(atAda), Name: "ada"}
		if b := s.bar(atBruno, theirs.ID); b != want {
			t.Errorf("%+v", b)
		}
		if err := s.submit(atBruno, theirs.ID); !civic.Is(err, civic.Forbidden) {
			t.Errorf("by another councillor: %v", err)
		}
		s.ok(s.desk(atBruno).JoinDraft(s.ctx, theirs.ID, true)) // one supports it all the same
		s.ok(s.desk(atCarla).AskConfirmation(s.ctx, next.ID, s.person(atAda)))
		s.round(3)
		mine, err := s.desk(atAda).ReviseAct(s.ctx, act)
		s.ok(err)
		s.ok(s.desk(atAda).ConfirmDraft(s.ctx, mine.ID))
		s.ok(s.submit(atAda, mine.ID))
		s.round(3)
		v, err := s.desk(atBruno).Act(s.ctx, act)
		s.ok(err)
		if got := clausesOf(&v.Act.Content); !slices.Equal(got, []string{"Uno di bruno.", "Due di carla."}) || len(v.Revisions) != 1 {
			t.Errorf("%q, %d revisions", got, len(v.Revisions))
		}
		for _, i := range []int{atBruno, atCarla} {
			d := theirs.ID
			if i == atCarla {
				d = next.ID
			}
			all, err := s.desk(i).GroupDrafts(s.ctx)
			s.ok(err)
			if x := s.draft(i, d); x.State != civic.DraftSubmitted || all[d].Out == nil || all[d].Out.Name != "ada" {
				t.Errorf("%s: %s %+v", s.names[i], x.State, all[d].Out)
			}
		}
		// The next one begins anew, upon the text that stands.
		again, err := s.desk(atCarla).ReviseAct(s.ctx, act)
		s.ok(err)
		if again.ID == next.ID || again.State != civic.DraftOpen {
			t.Errorf("%+v", again)
		}
	})
}

// The act was revised meanwhile: what was prepared stands beside, and is brought
// up to it.
func TestAPreparedRevisionComesLate(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		id := s.out()
		act := s.draft(atAda, id).Act
		own, err := s.desk(atAda).ReviseAct(s.ctx, act)
		s.ok(err)
		next, err := s.desk(atCarla).ReviseAct(s.ctx, act)
		s.ok(err)
		s.edit(atCarla, next.ID, write(1, "Due di carla."))
		s.edit(atAda, own.ID, write(0, "Uno di ada."))
		s.ok(s.submit(atAda, own.ID))
		s.round(4)
		late := s.draft(atAda, next.ID)
		if late.Revises != act || late.State != civic.DraftOpen {
			t.Fatalf("%+v", late)
		}
		if err := s.submit(atAda, late.ID); !civic.Is(err, civic.Conflict) {
			t.Errorf("upon a text that stands no more: %v", err)
		}
		s.round(2)
		if x := s.draft(atCarla, next.ID); x.Beside != act {
			t.Errorf("she is not told: %+v", x)
		}
		_, err = s.desk(atCarla).Rebase(s.ctx, next.ID)
		if err != nil { // the act is not hers to read
			_, err = s.desk(atAda).Rebase(s.ctx, late.ID)
		}
		s.ok(err)
		s.round(2)
		s.ok(s.submit(atAda, late.ID))
		s.round(3)
		v, err := s.desk(atBruno).Act(s.ctx, act)
		s.ok(err)
		if got := clausesOf(&v.Act.Content); !slices.Equal(got, []string{"Uno.", "Due di carla."}) {
			t.Errorf("%q", got)
		}
	})
}

// Two publish apart: the second is told by whom, and its text is not lost.
func TestWhoComesSecondIsTold(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.")
		s.edit(atBruno, id, write(0, "Uno di bruno."))
		s.ok(s.submit(atAda, id))
		s.ok(s.submit(atBruno, id))
		s.round(4)
		box, err := s.desk(atBruno).Outbox(s.ctx)
		s.ok(err)
		if len(box) != 1 || box[0].Reason != civic.ReasonDuplicate || box[0].Params[civic.ParamBy] != "ada" {
			t.Fatalf("%+v", box)
		}
		if !slices.Contains(s.texts(atBruno), "Uno di bruno.") {
			t.Errorf("%q", s.texts(atBruno))
		}
		_, err = s.desk(atBruno).Cancel(s.ctx, box[0].Command.ID)
		s.ok(err)
		s.round(2)
		if x := s.draft(atBruno, id); x.State != civic.DraftSubmitted || x.Act == "" {
			t.Errorf("taken out of the queue it is a draft again: %+v", x)
		}
		if x := s.draft(atAda, id); x.State != civic.DraftSubmitted {
			t.Errorf("%+v", x)
		}
	})
}

// What the others wrote before they heard of the publication, and who published had
// not heard of, stays at its writer's too; what was taken out of the text by whoever
// had seen it does not come back.
func TestWordsThatCameTooLateStay(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "dario"}, func(t *testing.T, s *ring) {
		const atDario = 2
		id := s.share(atAda, s.group(atBruno, atDario), "Uno.", "Due.", "Tre.")
		s.edit(atBruno, id, write(2, "Tre di bruno."))
		s.round(2)
		s.edit(atBruno, id, write(0, "Uno di bruno."))
		s.sync(atBruno, atDario)
		s.edit(atDario, id, write(1, "Due di dario."))
		s.sync(atDario)
		s.edit(atAda, id, write(2, "Tre."))
		s.ok(s.submit(atAda, id))
		s.round(4)
		if got := s.alike(id, atAda, atBruno, atDario); !slices.Equal(got, []string{"Uno.", "Due.", "Tre."}) {
			t.Errorf("published: %q", got)
		}
		for i, want := range map[int][]string{atAda: {"Uno di bruno.", "Due di dario."}, atBruno: {"Uno di bruno."}, atDario: {"Uno di bruno.", "Due di dario."}} {
			for _, x := range want {
				if n := count(s.texts(i), x); n != 1 {
					t.Errorf("%s has %q %d times: %q", s.names[i], x, n, s.texts(i))
				}
			}
		}
		for i := range s.desks {
			all, err := s.desk(i).Drafts(s.ctx)
			s.ok(err)
			if len(all) > 2 {
				t.Errorf("%s: %d drafts: %q", s.names[i], len(all), s.texts(i))
			}
		}
	})
}

func TestWhatWasTakenOutBeforeItWasPublishedIsGone(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		id := s.share(atAda, s.group(atBruno), "Uno.", "Due.")
		s.edit(atBruno, id, write(1, "Due di bruno."))
		s.round(2)
		s.edit(atAda, id, write(1, "Due."))
		s.ok(s.submit(atAda, id))
		s.round(3)
		for i := range s.desks {
			if slices.Contains(s.texts(i), "Due di bruno.") {
				t.Errorf("%s: %q", s.names[i], s.texts(i))
			}
		}
	})
}

func count(all []string, x string) int {
	n := 0
	for _, y := range all {
		if y == x {
			n++
		}
	}
	return n
}
