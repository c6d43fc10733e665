package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/sync/faultlink"
	"scranno/sync/wire"
)

// undoable publishes at one desk and lets the others have it.
func (s *stage) undoable() (act civic.ID, draft civic.Draft) {
	s.t.Helper()
	draft = s.draft(ada, content("Errore", s.clause(secret)))
	q, err := s.desks[ada].Desk.Submit(s.ctx, draft.ID, everyone)
	s.ok(err)
	s.sync(ada)
	s.sync(bruno)
	act = civic.Concerns(q.Command)
	if _, err := s.desks[bruno].Desk.Act(s.ctx, act); err != nil {
		s.t.Fatalf("it was not there to be undone: %v", err)
	}
	return act, draft
}

// outcome is how the last command about an act ended, as its author sees it.
func (s *stage) outcome() civic.Queued {
	s.t.Helper()
	left, err := s.desks[ada].Desk.Outbox(s.ctx)
	s.ok(err)
	if len(left) > 0 {
		s.t.Errorf("left in the outbox: %+v", left)
	}
	all, err := s.desks[ada].Desk.History(s.ctx, 10)
	s.ok(err)
	for _, q := range all {
		if q.Command.Name == civic.CmdUndo {
			return q
		}
	}
	s.t.Fatal("the history does not have it")
	return civic.Queued{}
}

func TestUndoAtNineAndAtElevenMinutes(t *testing.T) {
	for _, x := range []struct {
		name      string
		after     time.Duration // when the author presses
		offline   time.Duration // and how long until it leaves
		withdrawn bool
	}{
		{"at nine minutes", 9 * time.Minute, 0, false},
		{"at eleven", 11 * time.Minute, 0, true},
		{"offline at nine, sent in the evening", 9 * time.Minute, 9 * time.Hour, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			onStage(t, func(t *testing.T, s *stage) {
				act, draft := s.undoable()
				time.Sleep(x.after)
				v, err := s.desks[ada].Desk.Act(s.ctx, act)
				s.ok(err)
				if can, err := s.desks[ada].Desk.Undoable(s.ctx, v); err != nil || can != (x.after < civic.UndoWindow) {
					t.Errorf("undoable: %v %v", can, err)
				}
				_, err = s.desks[ada].Desk.UndoAct(s.ctx, act)
				s.ok(err)
				if _, err := s.desks[ada].Desk.Act(s.ctx, act); !civic.Is(err, civic.NotFound) {
					t.Errorf("it is still on the author's screen: %v", err)
				}
				time.Sleep(x.offline)
				s.syncAll()
				s.nowhere("afterwards", "central", "bruno", "anna")
				if q := s.outcome(); (q.Params[civic.ParamAs] == civic.AsWithdrawal) != x.withdrawn {
					t.Errorf("the history says %v", q.Params)
				}
				list, err := os.ReadFile(filepath.Join(s.dir, "central", "redactions.jsonl"))
				if strings.Contains(string(list), string(act)) == x.withdrawn {
					t.Errorf("the list has %s (%v)", list, err)
				}
				s.backAsDraft(draft.ID)
			})
		})
	}
}

// backAsDraft looks whether the author can go on with the text, and publish it
// again with every word.
func (s *stage) backAsDraft(id civic.ID) {
	s.t.Helper()
	d, err := s.desks[ada].Desk.Draft(s.ctx, id)
	s.ok(err)
	if d.State != civic.DraftOpen || d.Plain.Clauses[0].Text != secret || d.Obscured != nil {
		s.t.Fatalf("%+v", d)
	}
	q, err := s.desks[ada].Desk.Submit(s.ctx, id, everyone)
	s.ok(err)
	s.syncAll()
	v, err := s.desks[bruno].Desk.Act(s.ctx, civic.Concerns(q.Command))
	s.ok(err)
	if v.Act.Clauses[0].Text != secret {
		s.t.Errorf("published again it reads %q", v.Act.Clauses[0].Text)
	}
}

// An undone act does not come back by a backup that was made while it was there,
// whichever desk still offers what.
func TestAnUndoneActStaysAwayAfterARestore(t *testing.T) {
	for _, between := range []bool{false, true} {
		onStage(t, func(t *testing.T, s *stage) {
			backup := s.dir + "/backup.db"
			if !between {
				s.ok(s.set.Service.Backup(s.ctx, backup))
			}
			act, _ := s.undoable()
			if between {
				s.ok(s.set.Service.Backup(s.ctx, backup))
			}
			_, err := s.desks[ada].Desk.MarkUseful(s.ctx, act, true)
			s.ok(err)
			_, err = s.desks[ada].Desk.UndoAct(s.ctx, act)
			s.ok(err)
			s.syncAll()
			s.ok(s.stopCentral())
			s.ok(putBack(s.dir+"/central", backup))
			s.ok(s.startCentral())
			s.syncAll()
			s.syncAll()
			s.nowhere("after the restore", "central", "bruno", "anna")
			if _, err := s.desks[bruno].Desk.Act(s.ctx, act); !civic.Is(err, civic.NotFound) {
				t.Errorf("it came back: %v", err)
			}
			s.outcome()
		})
	}
}

// breakPush breaks what the author sends, until the line is healed.
func (s *stage) breakPush(kind faultlink.Kind) {
	s.links[ada].Use(func(r *http.Request) faultlink.Fault {
		if strings.HasSuffix(r.URL.Path, wire.PathCommands) {
			return faultlink.Fault{Kind: kind}
		}
		return faultlink.Fault{}
	})
}

// Cancelling while the first send is in the air: whether the request was lost or
// only its answer, nothing is published in the end and nothing is left to do.
func TestCancelWhileTheFirstSendIsInTheAir(t *testing.T) {
	for name, kind := range map[string]faultlink.Kind{"the answer is lost": faultlink.LoseReply, "the request is lost": faultlink.Drop} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(t *testing.T, s *stage) {
				d := s.draft(ada, content("In volo", s.clause(secret)))
				q, err := s.desks[ada].Desk.Submit(s.ctx, d.ID, everyone)
				s.ok(err)
				s.breakPush(kind)
				if _, err := s.desks[ada].Desk.Sync(s.ctx, nil); err == nil {
					t.Fatal("the line did not break")
				}
				s.links[ada].Heal()
				back, err := s.desks[ada].Desk.Cancel(s.ctx, q.Command.ID)
				s.ok(err)
				if back.Command.Name != civic.CmdUndo || back.Command.After != q.Command.ID {
					t.Fatalf("%+v", back.Command)
				}
				if _, err := s.desks[ada].Desk.Act(s.ctx, civic.Concerns(q.Command)); !civic.Is(err, civic.NotFound) {
					t.Errorf("it is still shown: %v", err)
				}
				s.syncAll()
				s.nowhere("afterwards", "central", "bruno", "anna")
				if _, err := s.desks[bruno].Desk.Act(s.ctx, civic.Concerns(q.Command)); !civic.Is(err, civic.NotFound) {
					t.Errorf("it was published: %v", err)
				}
				s.outcome()
				s.backAsDraft(d.ID)
			})
		})
	}
}

// An open conversation that is cancelled in the air leaves no title.
func TestACancelledConversationLeavesNoTitle(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		q, err := s.desks[ada].Desk.OpenThread(s.ctx, civic.OpenThreadArgs{Space: spaceID(), Title: "Chi è " + marked, Text: "lo sapete?"})
		s.ok(err)
		s.breakPush(faultlink.LoseReply)
		if _, err := s.desks[ada].Desk.Sync(s.ctx, nil); err == nil {
			t.Fatal("the line did not break")
		}
		s.links[ada].Heal()
		_, err = s.desks[ada].Desk.Cancel(s.ctx, q.Command.ID)
		s.ok(err)
		s.syncAll()
		for _, i := range []int{ada, bruno} {
			threads, err := s.desks[i].Desk.Threads(s.ctx, spaceID())
			s.ok(err)
			if len(threads) != 1 {
				t.Errorf("%s sees %d conversations", s.names[i], len(threads))
			}
		}
		s.nowhere("on the other desks", "bruno", "anna")

		// The only contribution taken back takes the title along.
		q, err = s.desks[ada].Desk.OpenThread(s.ctx, civic.OpenThreadArgs{Space: spaceID(), Title: "Ancora " + marked, Text: "chi?"})
		s.ok(err)
		s.syncAll()
		posts, _, err := s.desks[ada].Desk.Posts(s.ctx, civic.Concerns(q.Command))
		s.ok(err)
		_, err = s.desks[ada].Desk.WithdrawPost(s.ctx, posts[0].ID)
		s.ok(err)
		s.syncAll()
		if threads, err := s.desks[bruno].Desk.Threads(s.ctx, spaceID()); err != nil || len(threads) != 1 {
			t.Errorf("%d conversations, %v", len(threads), err)
		}
		time.Sleep(6 * time.Minute) // the background sweeps
		s.nowhere("after the last contribution went", "central", "bruno", "anna")
	})
}

// Until ten minutes have passed the act is on no public page.
func TestAnActIsNotPublicBeforeItCanNoLongerBeUndone(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		act, _ := s.undoable()
		time.Sleep(9 * time.Minute)
		s.nowherePublic(act, true)
		time.Sleep(2 * time.Minute)
		s.nowherePublic(act, false)
	})
}

func (s *stage) nowherePublic(act civic.ID, hidden bool) {
	s.t.Helper()
	ctx := context.WithoutCancel(s.ctx)
	_, err := s.set.Service.PublicAct(ctx, act)
	if civic.Is(err, civic.NotFound) != hidden {
		s.t.Errorf("the public page: %v", err)
	}
	hits, err := s.set.Service.PublicActs(ctx, 10)
	s.ok(err)
	if (len(hits) == 0) != hidden {
		s.t.Errorf("%d acts in the public list", len(hits))
	}
}
