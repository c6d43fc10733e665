package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/sync/faultlink"
)

// Everything may begin without a line: the group, its invitation, a shared draft,
// and on the other side the code that is typed.
func TestAGroupBeginsOffline(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group, err := s.desk(atAda).CreateGroup(s.ctx, "Ambiente")
		s.ok(err)
		if v := s.view(atAda, group); !v.Pending || v.Name != "Ambiente" || len(v.Members) != 1 || !v.Members[0].Me || v.Part != civic.PartOwner {
			t.Fatalf("%+v", v)
		}
		code, err := s.desk(atAda).InviteToGroup(s.ctx, group, civic.PartMember)
		s.ok(err)
		if v := s.view(atAda, group); len(v.Invitations) != 1 || v.Invitations[0].Code != code || !v.Invitations[0].ByMe || v.Invitations[0].Expires.IsZero() {
			t.Errorf("%+v", v.Invitations)
		}
		x, err := s.desk(atAda).NewDraft(s.ctx, draftText("Uno."))
		s.ok(err)
		s.ok(s.desk(atAda).ShareInGroup(s.ctx, x.ID, group))
		s.ok(s.desk(atAda).SawDraft(s.ctx, x.ID))
		s.edit(atAda, x.ID, write(0, "Uno e mezzo."))
		if err := s.desk(atBruno).JoinGroup(s.ctx, code[:9]); !civic.Is(err, civic.Invalid) {
			t.Errorf("half a code: %v", err)
		}
		s.ok(s.desk(atBruno).JoinGroup(s.ctx, code))
		all, err := s.desk(atBruno).Groups(s.ctx)
		s.ok(err)
		if len(all) != 1 || !all[0].Pending || all[0].ID != "" || all[0].Code != code {
			t.Errorf("%+v", all)
		}
		s.round(4)
		s.whole(group, atAda, atBruno)
		if got := s.alike(x.ID, atAda, atBruno); !slices.Equal(got, []string{"Uno e mezzo."}) {
			t.Errorf("%q", got)
		}
		if v := s.view(atBruno, group); v.Pending || v.Drafts != 1 || v.Unread != 0 || len(v.Invitations) != 0 {
			t.Errorf("%+v", v)
		}
		// A code is good once, and is forgotten.
		s.ok(s.desk(atBruno).LeaveGroup(s.ctx, group))
		s.sync(atBruno)
		s.ok(s.desk(atBruno).JoinGroup(s.ctx, code))
		s.sync(atBruno)
		q, err := s.desk(atBruno).Outbox(s.ctx)
		s.ok(err)
		if len(q) != 1 || q[0].State != civic.QueueRefused || q[0].Reason != civic.ReasonNoInvitation {
			t.Errorf("%+v", q)
		}
	})
}

// An invitation that was taken back lets nobody in.
func TestAnInvitationTakenBack(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group()
		code, err := s.desk(atAda).InviteToGroup(s.ctx, group, civic.PartMember)
		s.ok(err)
		s.sync(atAda)
		v := s.view(atAda, group)
		if len(v.Invitations) != 1 {
			t.Fatalf("%+v", v)
		}
		s.ok(s.desk(atAda).CancelInvitation(s.ctx, group, v.Invitations[0].ID))
		s.sync(atAda)
		s.ok(s.desk(atBruno).JoinGroup(s.ctx, code))
		s.round(2)
		if v = s.view(atAda, group); len(v.Members) != 1 || len(v.Invitations) != 0 {
			t.Errorf("%+v", v)
		}
		s.ok(s.desk(atAda).RenameGroup(s.ctx, group, "Ambiente e territorio"))
		s.round(1)
		if v = s.view(atAda, group); v.Name != "Ambiente e territorio" {
			t.Errorf("%+v", v)
		}
	})
}

// One's own copy can be deleted, and taken up again; the others go on.
func TestADeletedCopyOfAGroupsDraft(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.", "Due.")
		s.ok(s.desk(atBruno).DeleteDraft(s.ctx, id))
		s.edit(atAda, id, write(0, "Uno di ada."))
		s.round(3)
		if got := s.texts(atBruno); len(got) != 0 {
			t.Errorf("%q", got)
		}
		if row := s.shared(atAda, id); row.State != civic.ShareOn {
			t.Errorf("it ended for the others: %s", row.State)
		}
		s.ok(s.desk(atBruno).RestoreDraft(s.ctx, id))
		s.edit(atBruno, id, write(1, "Due di bruno."))
		s.ok(s.desk(atBruno).ShareInGroup(s.ctx, id, group))
		s.round(3)
		if got := s.alike(id, atAda, atBruno); !slices.Equal(got, []string{"Uno di ada.", "Due di bruno."}) {
			t.Errorf("%q", got)
		}
	})
}

// An act for the group alone is kept there, and is never published.
func TestAnActForTheGroup(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		x, err := s.desk(atAda).NewDraft(s.ctx, draftText("Tre di casa."))
		s.ok(err)
		how := civic.SubmitHow{Visibility: civic.GroupOnly}
		if _, err := s.desk(atAda).Submit(s.ctx, x.ID, how); !civic.Is(err, civic.NotFound) {
			t.Errorf("of no group: %v", err)
		}
		s.ok(s.desk(atAda).ShareInGroup(s.ctx, x.ID, group))
		_, err = s.desk(atAda).Submit(s.ctx, x.ID, how)
		s.ok(err)
		if _, err := s.desk(atAda).Submit(s.ctx, x.ID, civic.SubmitHow{Visibility: civic.OnlyMe}); !civic.Is(err, civic.Conflict) {
			t.Errorf("for oneself alone: %v", err)
		}
		s.round(3)
		s.alike(x.ID, atAda, atBruno)
		if got := s.draft(atBruno, x.ID); got.State != civic.DraftKept {
			t.Errorf("%s", got.State)
		}
		s.nothingAtTheCentral()
	})
}

// A new computer reads the groups' texts by the recovery code.
func TestTheRecoveryCodeInAGroup(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "ada-nuovo"}, func(t *testing.T, s *ring) {
		const fresh = 2
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.")
		code, err := s.desk(atAda).NewRecovery(s.ctx)
		s.ok(err)
		s.sync(atAda, atBruno, atAda)
		s.ok(s.desks[atAda].Close()) // it is lost
		s.sync(fresh)
		s.ok(s.desk(fresh).UseRecovery(s.ctx, code))
		for range 3 {
			s.sync(fresh, atBruno)
		}
		if got := clausesOf(s.draft(fresh, id).Plain); !slices.Equal(got, []string{"Uno."}) {
			t.Fatalf("%q", got)
		}
		s.edit(atBruno, id, write(0, "Uno di bruno."))
		for range 2 {
			s.sync(atBruno, fresh)
		}
		if got := s.alike(id, fresh, atBruno); !slices.Equal(got, []string{"Uno di bruno."}) {
			t.Errorf("%q", got)
		}
		s.edit(fresh, id, write(0, "Uno nuovo."))
		for range 2 {
			s.sync(fresh, atBruno)
		}
		if got := s.alike(id, fresh, atBruno); !slices.Equal(got, []string{"Uno nuovo."}) {
			t.Errorf("%q", got)
		}
		s.ok(s.openDesk(atAda))
	})
}

// A desk whose database is damaged has its group's drafts again, each once.
func TestAGroupsDraftOutlivesTheDatabase(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		id := s.share(atAda, group, "Uno.", "Due.")
		later, err := s.desk(atBruno).InviteToGroup(s.ctx, group, civic.PartMember)
		s.ok(err)
		s.edit(atBruno, id, write(0, "Uno di bruno."))
		s.edit(atAda, id, write(1, "Due di ada."))
		s.sync(atAda)
		s.ok(s.desks[atBruno].Close())
		path := filepath.Join(s.dir, s.names[atBruno], deskdb.FileName)
		raw, err := os.ReadFile(path)
		s.ok(err)
		s.ok(os.WriteFile(path, bytes.Repeat([]byte("x"), len(raw)), 0o600))
		s.ok(s.openDesk(atBruno))
		s.round(4)
		// What both stood on is not known any more: nothing is taken out.
		got := s.alike(id, atAda, atBruno)
		if !slices.Contains(got, "Uno di bruno.") || !slices.Contains(got, "Due di ada.") {
			t.Errorf("%q", got)
		}
		if all, err := s.desk(atBruno).Drafts(s.ctx); err != nil || len(all) != 1 {
			t.Errorf("%d drafts, %v", len(all), err)
		}
		s.whole(group, atAda, atBruno)
		if v := s.view(atBruno, group); len(v.Invitations) != 1 || v.Invitations[0].Code != later {
			t.Errorf("%+v", v.Invitations)
		}
	})
}

// The central is put back from before the last changes, and before a draft.
func TestTheCentralOfAGroupPutBack(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		old := s.share(atAda, group, "Uno.")
		putBack := s.keepCentral()
		s.edit(atAda, old, write(0, "Uno. Due."))
		s.round(2)
		young := s.share(atBruno, group, "Giovane.")
		s.ok(s.desk(atAda).JoinDraft(s.ctx, young, true))
		s.round(2)
		putBack()
		s.round(4)
		if got := s.alike(old, atAda, atBruno); !slices.Equal(got, []string{"Uno. Due."}) {
			t.Errorf("%q", got)
		}
		s.edit(atAda, young, write(0, "Giovane di ada."))
		s.round(3)
		if got := s.alike(young, atAda, atBruno); !slices.Equal(got, []string{"Giovane di ada."}) {
			t.Errorf("%q", got)
		}
		s.whole(group, atAda, atBruno)
		marks, err := s.desk(atBruno).DraftMarks(s.ctx, young)
		s.ok(err)
		if len(marks) != 1 || marks[0].Joined.IsZero() || !marks[0].Stale {
			t.Errorf("%+v", marks)
		}
	})
}

// From a central that was put back texts go on from the number that it has, lower
// than one that was seen.
func TestNumbersGoOnFromWhatThePutBackCentralHas(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		id := s.share(atAda, s.group(atBruno, atCarla), "Uno.")
		putBack := s.keepCentral()
		for _, text := range []string{"Due.", "Tre.", "Uno."} {
			s.edit(atAda, id, write(0, text))
			s.sync(atAda, atBruno)
		}
		putBack()
		for _, text := range []string{"Uno. Carla.", "Uno. Carla. Ancora."} {
			s.edit(atCarla, id, write(0, text))
			s.sync(atCarla, atBruno)
		}
		if x := s.shared(atBruno, id); x.Old || !slices.Contains(s.texts(atBruno), "Uno. Carla. Ancora.") {
			t.Errorf("old: %t, %q", x.Old, s.texts(atBruno))
		}
	})
}

// A desk that has heard of a central put back and has nothing of it yet takes what
// stood here for what it was, not for what that central has.
func TestWhatStoodHereIsNotWhatThePutBackCentralHas(t *testing.T) {
	inRing(t, []string{"ada", "bruno"}, func(t *testing.T, s *ring) {
		id := s.share(atAda, s.group(atBruno), "Uno.")
		putBack := s.keepCentral()
		for _, text := range []string{"Due.", "Tre.", "Quattro."} {
			s.edit(atAda, id, write(0, text))
			s.sync(atAda, atBruno)
		}
		putBack()
		s.sync(atAda)
		p, err := s.desk(atAda).Profile(s.ctx)
		s.ok(err)
		s.ok(s.desks[atBruno].Close())
		store, err := deskdb.Open(s.ctx, deskdb.Options{Home: filepath.Join(s.dir, s.names[atBruno])})
		s.ok(err)
		s.ok(store.NewEpoch(s.ctx, p.Epoch, time.Now()))
		s.ok(store.Close())
		s.ok(s.openDesk(atBruno))
		s.ok(s.desk(atBruno).SawDraft(s.ctx, id))
		s.round(2)
		if x := s.shared(atBruno, id); x.Old {
			t.Errorf("%+v", x)
		}
		s.alike(id, atAda, atBruno)
	})
}

// TestThreeWriteOnBadLines lets three members write at random on bad lines, now and then
// exchanging: in the end all have the same, and every sentence that was typed and
// not written over there is somewhere.
func TestThreeWriteOnBadLines(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno, atCarla)
		for seed := range uint64(6) {
			rng := rand.New(rand.NewPCG(seed, 11))
			id := s.share(int(seed)%3, group, "Uno. Due. Tre.", "Quattro. Cinque.", "Sei.")
			for i := range 3 {
				s.links[i].Use(faultlink.Random(seed*3+uint64(i), 2))
			}
			typed := []string{}
			for n := range 24 {
				i := rng.IntN(3)
				switch rng.IntN(4) {
				case 0:
					if _, err := s.desk(i).Sync(s.ctx, nil); err != nil && rng.IntN(3) == 0 {
						s.ok(s.reopenDesk(i))
					}
					continue
				case 1:
					s.ok(s.desk(i).SawDraft(s.ctx, id))
				}
				word := fmt.Sprintf("Frase%dx%dx%d.", seed, i, n)
				s.edit(i, id, func(c *civic.Content) {
					k := rng.IntN(len(c.Clauses) + 1)
					if k == len(c.Clauses) {
						c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("new", word, string(id)), Section: civic.Operative, Text: word})
					} else {
						c.Clauses[k].Text += " " + word
					}
				})
				typed = append(typed, word)
			}
			for i := range 3 {
				s.links[i].Heal()
			}
			time.Sleep(10 * time.Minute)
			s.round(5)
			all := strings.Join(s.alike(id, atAda, atBruno, atCarla), " ")
			for _, w := range typed {
				if !strings.Contains(all, w) {
					t.Errorf("seed %d: %s is lost: %s", seed, w, all)
				}
			}
			if t.Failed() {
				return
			}
			before := s.recordAt(atAda, s.shared(atAda, id).Record).Version
			s.round(3)
			if after := s.recordAt(atAda, s.shared(atAda, id).Record).Version; after != before {
				t.Errorf("seed %d: it is sealed again and again: %d, %d", seed, before, after)
			}
		}
	})
}

// A text may come before the key of who sealed it, and a key before its seat.
func TestOrderOfArrival(t *testing.T) {
	inRing(t, []string{"ada", "bruno", "carla"}, func(t *testing.T, s *ring) {
		group := s.group(atBruno)
		s.join(group, atBruno, atCarla)
		s.sync(atBruno, atCarla)
		x, err := s.desk(atCarla).NewDraft(s.ctx, draftText("Uno."))
		s.ok(err)
		s.ok(s.desk(atCarla).ShareInGroup(s.ctx, x.ID, group))
		s.sync(atCarla)
		record := s.recordAt(atCarla, s.shared(atCarla, x.ID).Record)
		s.serve(atAda, record) // nothing of carla is known there yet
		if got := s.texts(atAda); len(got) != 0 {
			t.Errorf("%q", got)
		}
		ring, err := s.desk(atCarla).Keys(s.ctx)
		s.ok(err)
		s.serve(atAda, s.recordAt(atCarla, civic.GroupKeyID(group, s.person(atCarla), ring.Keys[0].ID)))
		s.ok(s.reopenDesk(atAda))
		s.round(4)
		if got := s.alike(x.ID, atAda, atBruno, atCarla); !slices.Equal(got, []string{"Uno."}) {
			t.Errorf("%q", got)
		}
		if keys := s.keysOf(atAda, x.ID); len(keys) != 3 {
			t.Errorf("sealed to %v", keys)
		}
	})
}
