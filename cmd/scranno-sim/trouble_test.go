package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/sync/faultlink"
)

func (s *stage) outbox(i int) []civic.Queued {
	s.t.Helper()
	box, err := s.desks[i].Desk.Outbox(s.ctx)
	s.ok(err)
	return box
}

func (s *stage) posts(i int, thread civic.ID) (texts []string) {
	s.t.Helper()
	posts, _, err := s.desks[i].Desk.Posts(s.ctx, thread)
	s.ok(err)
	for _, p := range posts {
		if !p.Pending {
			texts = append(texts, p.Post.Text)
		}
	}
	return texts
}

func (s *stage) say(i int, text string) civic.Queued {
	s.t.Helper()
	q, err := s.desks[i].Desk.AddPost(s.ctx, threadID(), text, "")
	s.ok(err)
	return q
}

// poisoned queues a publication whose file is gone, a conversation on an act that
// its author takes back meanwhile with an answer in it, and fifty posts.
func (s *stage) poisoned() (file civic.Attachment, waits, refused, dependent civic.Queued) {
	s.t.Helper()
	act := s.publish(bruno, content("Di passaggio", s.clause("che nulla manchi")))
	s.syncAll()
	path := filepath.Join(s.dir, "pianta.pdf")
	s.ok(os.WriteFile(path, []byte("%PDF-1.4\npianta\n%%EOF\n"), 0o600))
	d, err := s.desks[ada].Desk.Attach(s.ctx, s.draft(ada, content("Con allegato", s.clause("come da pianta"))).ID, path)
	s.ok(err)
	waits, err = s.desks[ada].Desk.Submit(s.ctx, d.ID, everyone)
	s.ok(err)
	refused, err = s.desks[ada].Desk.OpenThread(s.ctx, civic.OpenThreadArgs{Act: act, Title: "Su questo atto", Text: "Una domanda."})
	s.ok(err)
	dependent, err = s.desks[ada].Desk.AddPost(s.ctx, civic.Concerns(refused.Command), "E una risposta.", "")
	s.ok(err)
	for n := range 50 {
		s.say(ada, fmt.Sprintf("intervento %d", n))
	}
	_, err = s.desks[bruno].Desk.WithdrawAct(s.ctx, act)
	s.ok(err)
	s.sync(bruno)
	return d.Plain.Attachments[0], waits, refused, dependent
}

// Poison of three kinds stands first, with what hangs on it and fifty others
// behind: the others go at once, it stays in sight with its reason, nothing is
// asked again and again, and no new device is taken.
func TestPoisonLetsFiftyOthersPass(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		file, waits, refused, dependent := s.poisoned()
		kept := s.fileOf(ada, file)
		s.ok(os.Rename(kept, kept+".away"))
		before, err := s.desks[ada].Desk.Profile(s.ctx)
		s.ok(err)
		s.sync(ada)
		s.sync(bruno)
		if got := s.posts(bruno, threadID()); len(got) != 51 || got[50] != "intervento 49" {
			t.Errorf("%d posts went: %q", len(got), got)
		}
		states := map[civic.ID]civic.Queued{}
		for _, q := range s.outbox(ada) {
			states[q.Command.ID] = q
		}
		if len(states) != 3 || states[waits.Command.ID].State == civic.QueueRefused || states[refused.Command.ID].State != civic.QueueRefused ||
			states[refused.Command.ID].Reason == "" || states[dependent.Command.ID].Reason != civic.ReasonDependent {
			t.Errorf("in the outbox: %+v", states)
		}
		passed, _ := s.links[ada].Counts()
		for range 10 {
			s.sync(ada)
		}
		if now, _ := s.links[ada].Counts(); now-passed > 30 {
			t.Errorf("%d requests for ten syncs", now-passed)
		}
		after, err := s.desks[ada].Desk.Profile(s.ctx)
		s.ok(err)
		if after.Device != before.Device {
			t.Error("a new device was taken")
		}
		s.ok(os.Rename(kept+".away", kept))
		time.Sleep(time.Hour)
		s.sync(ada)
		s.sync(ada)
		if box := s.outbox(ada); len(box) != 2 {
			t.Errorf("with the file again: %+v", box)
		}
		s.sync(bruno)
		_, err = s.desks[bruno].Desk.Act(s.ctx, civic.Concerns(waits.Command))
		s.ok(err)
	})
}

// fileOf finds the bytes of an attachment in a profile.
func (s *stage) fileOf(i int, a civic.Attachment) (path string) {
	s.t.Helper()
	s.ok(filepath.WalkDir(filepath.Join(s.dir, s.names[i]), func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(d.Name(), a.Hash[2:]) {
			path = p
		}
		return err
	}))
	if path == "" {
		s.t.Fatal("the file is not in the profile")
	}
	return path
}

// A queue through a closed account, a session that ended and another person at
// the keyboard: nothing is dropped, nothing goes under the wrong name.
func TestAQueueOutlivesItsSession(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		for n := range 3 {
			s.say(ada, fmt.Sprintf("in coda %d", n))
		}
		whole := func(when string) {
			t.Helper()
			if box := s.outbox(ada); len(box) != 3 {
				t.Fatalf("%s: %d commands", when, len(box))
			}
			s.sync(bruno)
			if got := s.posts(bruno, threadID()); len(got) != 1 {
				t.Fatalf("%s: sent: %q", when, got)
			}
		}
		s.ok(s.set.Service.Disable(s.ctx, emailOf("ada"), true))
		if _, err := s.desks[ada].Desk.Sync(s.ctx, nil); err == nil {
			t.Error("a closed account syncs")
		}
		whole("disabled")
		s.ok(s.set.Service.Disable(s.ctx, emailOf("ada"), false))
		_, err := s.desks[ada].Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf("bruno"), Password: password})
		if !civic.Is(err, civic.Conflict) {
			t.Errorf("another person on this profile: %v", err)
		}
		_, _ = s.desks[ada].Desk.Sync(s.ctx, nil) // it may go through or not: under whose name is looked at
		s.sync(bruno)
		s.ok(s.pass(200 * 24 * time.Hour))
		s.syncAll() // signs in again who has to
		if box := s.outbox(ada); len(box) != 0 {
			t.Errorf("left: %+v", box)
		}
		p, err := s.desks[ada].Desk.Profile(s.ctx)
		s.ok(err)
		posts, _, err := s.desks[bruno].Desk.Posts(s.ctx, threadID())
		s.ok(err)
		if len(posts) != 4 {
			t.Fatalf("%d posts", len(posts))
		}
		for n, x := range posts[1:] {
			if x.Post.Text != fmt.Sprintf("in coda %d", n) || x.AuthorID != p.Person {
				t.Errorf("%q by %s", x.Post.Text, x.Author)
			}
		}
	})
}

// Window and terminal find the token about to end at the same moment, and the
// answer to its renewal is lost: nobody is signed out.
func TestTwoProgramsRenewAtOnceAndTheAnswerIsLost(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		terminal, err := assemble.OpenDesk(s.ctx, assemble.DeskOptions{Home: filepath.Join(s.dir, "ada"), Transport: s.links[ada], NoKeychain: true})
		s.ok(err)
		defer func() { s.ok(terminal.Close()) }()
		for round := range 6 {
			time.Sleep(11 * time.Minute)
			if round%2 == 0 {
				s.links[ada].Use(faultlink.Sequence(faultlink.Fault{Kind: faultlink.LoseReply}, faultlink.Fault{Kind: faultlink.LoseReply}))
			}
			var both sync.WaitGroup
			for _, d := range []*assemble.DeskSet{s.desks[ada], terminal} {
				both.Go(func() {
					if _, err := d.Desk.Sync(s.ctx, nil); civic.Is(err, civic.Unauthenticated) {
						t.Errorf("round %d: signed out: %v", round, err)
					}
				})
			}
			both.Wait()
		}
		s.links[ada].Heal()
		s.say(ada, "ancora qui")
		if _, err := terminal.Desk.Sync(s.ctx, nil); err != nil {
			t.Error(err)
		}
		if _, err := s.desks[ada].Desk.Sync(s.ctx, nil); err != nil {
			t.Error(err)
		}
		s.sync(bruno)
		if got := s.posts(bruno, threadID()); !slices.Contains(got, "ancora qui") {
			t.Errorf("%q", got)
		}
	})
}

// An act in a region that this desk does not keep: the pending change clears
// with the receipt, once, and its author can still find it.
func TestEffectsWhereTheDeskDoesNotLook(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		s.ok(s.desks[ada].Desk.Keep(s.ctx, []civic.Region{"09"}, 1))
		s.sync(ada)
		act := s.publish(ada, content("Altrove", s.clause("che si tenga altrove")))
		if _, err := s.desks[ada].Desk.Act(s.ctx, act); err != nil {
			t.Errorf("one's own is not shown while it waits: %v", err)
		}
		s.sync(ada)
		s.sync(ada)
		if box := s.outbox(ada); len(box) != 0 {
			t.Errorf("left: %+v", box)
		}
		r, err := s.desks[ada].Desk.Acts(s.ctx, civic.ActQuery{Limit: 100})
		s.ok(err)
		for _, a := range r.Hits {
			if a.Pending {
				t.Errorf("%q still waits", a.Subject)
			}
		}
		past, err := s.desks[ada].Desk.History(s.ctx, 10)
		s.ok(err)
		if n := len(past); n != 1 {
			t.Errorf("%d in the history", n)
		}
		s.sync(bruno)
		_, err = s.desks[bruno].Desk.Act(s.ctx, act)
		s.ok(err)
		s.ok(s.desks[ada].Desk.Keep(s.ctx, []civic.Region{"08"}, 1))
		s.sync(ada)
		v, err := s.desks[ada].Desk.Act(s.ctx, act)
		s.ok(err)
		if v.Pending {
			t.Error("kept again it waits again")
		}
	})
}

// An act goes to its author alone and comes back public, with its conversation,
// while its author writes a new text offline and another desk joins.
func TestAnActMovesWithItsThread(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		act := s.publish(ada, content("Che si sposta", s.clause("un passo")))
		s.syncAll()
		q, err := s.desks[bruno].Desk.OpenThread(s.ctx, civic.OpenThreadArgs{Act: act, Title: "Sul passo", Text: "Che cosa vuol dire?"})
		s.ok(err)
		thread := civic.Concerns(q.Command)
		s.syncAll()
		d, err := s.desks[ada].Desk.ReviseAct(s.ctx, act)
		s.ok(err)
		_, err = s.desks[anna].Desk.ReturnAct(s.ctx, act, civic.ReturnDuplicate, "è doppio")
		s.ok(err)
		s.sync(anna)
		s.sync(bruno)
		if _, err := s.desks[bruno].Desk.Act(s.ctx, act); !civic.Is(err, civic.NotFound) {
			t.Errorf("bruno still has it: %v", err)
		}
		if _, _, err := s.desks[bruno].Desk.Posts(s.ctx, thread); !civic.Is(err, civic.NotFound) {
			t.Errorf("bruno still has the thread: %v", err)
		}
		c := *d.Plain
		c.Clauses[0].Text = "un passo chiarito"
		_, err = s.desks[ada].Desk.SaveDraft(s.ctx, d.ID, d.Revision, c)
		s.ok(err)
		s.sync(ada)
		if _, err := s.desks[ada].Desk.Act(s.ctx, act); err != nil {
			t.Errorf("its author does not have it: %v", err)
		}
		if got := s.posts(ada, thread); len(got) != 1 {
			t.Errorf("its thread has %q", got)
		}
		// Another desk of bruno's joins now, and again after the way back.
		s.ok(s.addDesk("bruno-nuovo"))
		_, err = s.desks[3].Desk.Connect(s.ctx, publicURL, civic.SignInHow{Email: emailOf("bruno"), Password: password})
		s.ok(err)
		s.sync(3)
		_, err = s.desks[anna].Desk.Reinstate(s.ctx, act)
		s.ok(err)
		s.syncAll()
		for i := range s.desks {
			v, err := s.desks[i].Desk.Act(s.ctx, act)
			if err != nil || v.Pending {
				t.Errorf("%s: %v", s.names[i], err)
			}
			if got := s.posts(i, thread); len(got) != 1 {
				t.Errorf("%s has %q", s.names[i], got)
			}
		}
		x, err := s.desks[ada].Desk.Draft(s.ctx, d.ID)
		s.ok(err)
		if x.Plain.Clauses[0].Text != "un passo chiarito" {
			t.Errorf("the new text is %q", x.Plain.Clauses[0].Text)
		}
		// It moved under the text: that is said, and the text goes on upon what is there.
		if _, err := s.desks[ada].Desk.Submit(s.ctx, d.ID, everyone); !civic.Is(err, civic.Conflict) {
			t.Errorf("sent upon a version that is no more: %v", err)
		}
		_, err = s.desks[ada].Desk.Rebase(s.ctx, d.ID)
		s.ok(err)
		_, err = s.desks[ada].Desk.Submit(s.ctx, d.ID, everyone)
		s.ok(err)
		s.syncAll()
		v, err := s.desks[bruno].Desk.Act(s.ctx, act)
		s.ok(err)
		if v.Act.Clauses[0].Text != "un passo chiarito" {
			t.Errorf("it reads %q", v.Act.Clauses[0].Text)
		}
	})
}

// A redaction that the restored central forgot, and did by its list when the act
// came back: offered again it is done, and does not wait for thirty days.
func TestARedactionComesAgainToWhatIsObscured(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		backup := filepath.Join(s.dir, "backup.db")
		s.ok(s.set.Service.Backup(s.ctx, backup))
		source := s.clause(secret)
		act := s.publish(ada, content("Fonte", source))
		s.syncAll()
		_, err := s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactPersonalData)
		s.ok(err)
		s.sync(anna) // its author has not heard of it yet
		s.ok(s.stopCentral())
		s.ok(putBack(filepath.Join(s.dir, "central"), backup))
		s.ok(s.startCentral())
		for _, i := range []int{anna, ada, anna, bruno, anna} { // before the act is back, and after
			s.sync(i)
			time.Sleep(time.Hour)
		}
		s.syncAll()
		s.nowhere("afterwards", s.everywhere()[:4]...)
		for i := range s.desks {
			if box := s.outbox(i); len(box) != 0 {
				t.Errorf("%s: left: %+v", s.names[i], box)
			}
			v, err := s.desks[i].Desk.Act(s.ctx, act)
			s.ok(err)
			if v.Act.Clauses[0].Text != civic.Obscured || v.Pending {
				t.Errorf("%s: %+v", s.names[i], v.Act.Clauses)
			}
		}
	})
}
