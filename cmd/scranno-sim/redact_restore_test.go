package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// A redaction whose command the restored central forgot reaches the desks that had
// not heard of it, whoever comes back first, and also where its author or its
// moderator never does.
func TestRedactionsReachDesksAfterARestore(t *testing.T) {
	orders := [][]int{{ada, bruno}, {anna, bruno, ada}, {bruno, anna}, {bruno}}
	if raceDetector {
		orders = orders[1:2]
	}
	for _, behind := range []bool{false, true} {
		for _, back := range orders {
			for _, after := range []bool{false, true} { // the backup has the act
				t.Run(fmt.Sprint(behind, after, back), func(t *testing.T) {
					onStage(t, func(_ *testing.T, s *stage) { s.redactedAndPutBack(behind, after, back) })
				})
			}
		}
	}
}

func (s *stage) redactedAndPutBack(behind, after bool, back []int) {
	s.t.Helper()
	backup := filepath.Join(s.dir, "backup.db")
	if !after {
		s.ok(s.set.Service.Backup(s.ctx, backup))
	}
	source := s.clause(secret)
	act := s.publish(ada, content("Fonte", source))
	s.syncAll()
	s.draft(bruno, content("Bozza", s.clause("in breve: "+secret, source.ID)))
	if after {
		s.ok(s.set.Service.Backup(s.ctx, backup))
	}
	_, err := s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactPersonalData)
	s.ok(err)
	s.sync(anna)
	for _, i := range []int{ada, bruno} {
		if len(s.where(s.names[i], stem)) == 0 {
			s.t.Fatal("the desks heard of it before: the test looks for nothing")
		}
	}
	s.ok(s.stopCentral())
	if behind {
		s.ok(putBack(filepath.Join(s.dir, "central"), backup))
	} else {
		s.ok(assemble.RestoreCentral(s.ctx, s.options(), backup, false))
	}
	s.ok(s.startCentral())
	for range 2 {
		for _, i := range back {
			s.sync(i)
		}
	}
	names := []string{"central"}
	for _, i := range back {
		names = append(names, s.names[i])
	}
	when := "back came " + strings.Join(names[1:], ", ")
	if after {
		when += ", to a central that has the act"
	}
	s.nowhere(when, names...)
}

// A desk that holds back what a restored central lacks until its person says so
// does not hold back what was redacted, before or since.
func TestRedactedWordsAreNotHeldBack(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		backup := filepath.Join(s.dir, "backup.db")
		s.ok(s.set.Service.Backup(s.ctx, backup))
		for n := range 60 {
			s.publish(ada, content(fmt.Sprint("Atto ", n), s.clause("un passo che nessuno toglie")))
		}
		source, later := s.clause(secret), "un altro passo, che si toglie soltanto dopo: Ghirindelli"
		act := s.publish(ada, content("Fonte", source))
		s.publish(ada, content("Seconda", s.clause(later)))
		s.syncAll()
		_, err := s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{source.ID}, nil, civic.RedactPersonalData)
		s.ok(err)
		s.sync(anna)
		s.ok(s.stopCentral())
		s.ok(putBack(filepath.Join(s.dir, "central"), backup))
		s.ok(s.startCentral())
		s.sync(bruno)
		s.sync(bruno)
		s.nowhere("while most of the channel is held back", "central", "bruno")

		copied := s.clause(later)
		act = s.publish(bruno, content("Copia", copied))
		s.sync(bruno)
		s.sync(anna)
		_, err = s.desks[anna].Desk.RedactAct(s.ctx, act, []civic.ID{copied.ID}, nil, civic.RedactPersonalData)
		s.ok(err)
		s.sync(anna)
		s.sync(bruno)
		if in := append(s.where("central", "ghirindelli"), s.where("bruno", "ghirindelli")...); len(in) > 0 {
			t.Errorf("what was held back and redacted since is still in %v", in)
		}
		res, err := s.desks[bruno].Desk.Acts(s.ctx, civic.ActQuery{Text: "nessuno toglie"})
		s.ok(err)
		if res.Total != 60 {
			t.Errorf("%d acts are held back, want 60", res.Total)
		}
	})
}
