package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
)

// A redacted attachment leaves the record, the central's folder and the desks
// that had fetched it, and does not come back with another act.
func TestRedactedFilesGo(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		path := filepath.Join(t.TempDir(), "elenco.txt")
		s.ok(os.WriteFile(path, []byte("Elenco: "+secret+"\n"), 0o600))
		attached := func(i int, subject string) civic.ID {
			d := s.draft(i, content(subject, s.clause("un testo che non dice niente di nessuno, e resta")))
			_, err := s.desks[i].Desk.Attach(s.ctx, d.ID, path)
			s.ok(err)
			q, err := s.desks[i].Desk.Submit(s.ctx, d.ID, everyone)
			s.ok(err)
			return civic.Concerns(q.Command)
		}
		act := attached(ada, "Con allegato")
		s.syncAll()
		v, err := s.desks[bruno].Desk.Act(s.ctx, act)
		s.ok(err)
		if len(v.Act.Attachments) != 1 {
			t.Fatalf("%+v", v.Act.Attachments)
		}
		file := v.Act.Attachments[0]
		s.ok(s.desks[bruno].Desk.Fetch(s.ctx, act, file, nil))
		for _, f := range []string{"central", "ada", "bruno"} {
			if len(s.where(f, stem)) == 0 {
				t.Fatalf("the file is not in %s: the test looks for nothing", f)
			}
		}
		again := attached(bruno, "Lo stesso allegato")
		_, err = s.desks[anna].Desk.RedactAct(s.ctx, act, nil, []string{file.Hash}, civic.RedactPersonalData)
		s.ok(err)
		s.sync(anna)
		for range 3 {
			s.syncAll()
			time.Sleep(time.Hour)
		}
		for _, id := range []civic.ID{act, again} {
			v, err := s.desks[anna].Desk.Act(s.ctx, id)
			s.ok(err)
			if len(v.Act.Attachments) != 0 || v.Act.Clauses[0].Text == civic.Obscured {
				t.Errorf("%s: %+v", v.Act.Subject, v.Act.Content)
			}
		}
		s.nowhere("afterwards", s.everywhere()...)
	})
}
