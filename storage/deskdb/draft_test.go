package deskdb_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

func (f *fixture) draft(text string) civic.Draft {
	f.Helper()
	c := content("Bozza", text)
	d := civic.Draft{ID: f.id(), State: civic.DraftOpen, Revision: 1, Created: f.c.now, Updated: f.c.now, Plain: &c}
	f.ok(f.s.AddDraft(f.Context(), d))
	return d
}

func TestStaleSaveKeepsBothTexts(t *testing.T) {
	f := newFixture(t)
	d := f.draft("uno")
	now := f.c.now.Add(time.Second)
	d2, err := f.s.SaveDraft(t.Context(), d.ID, 1, content("Bozza", "due"), now)
	f.ok(err)
	if d2.Revision != 2 {
		t.Fatalf("%+v", d2)
	}
	if _, err = f.s.SaveDraft(t.Context(), d.ID, 1, content("Bozza", "due"), now); err != nil {
		t.Errorf("the same words twice: %v", err)
	}
	_, err = f.s.SaveDraft(t.Context(), d.ID, 1, content("Bozza", "tre"), now)
	if !civic.Is(err, civic.Conflict) {
		t.Fatalf("stale save: %v", err)
	}
	got, err := f.s.Draft(t.Context(), d.ID)
	f.ok(err)
	if got.Plain.Clauses[0].Text != "due" {
		t.Errorf("the draft is %q", got.Plain.Clauses[0].Text)
	}
	signed := content("Bozza", "due")
	signed.Signatories = []civic.Signatory{{Name: "Ada Verdi"}}
	if _, err = f.s.SaveDraft(t.Context(), d.ID, 1, signed, now); !civic.Is(err, civic.Conflict) {
		t.Errorf("a stale save of other signatories: %v", err)
	}
	vs, err := f.s.Versions(t.Context(), d.ID)
	f.ok(err)
	if len(vs) != 2 || !vs[0].Stale || len(vs[0].Content.Signatories) != 1 || vs[1].Content.Clauses[0].Text != "tre" {
		t.Errorf("versions %+v", vs)
	}
}

func TestVersionsAreBoundedButForNamedOnes(t *testing.T) {
	f := newFixture(t)
	d := f.draft("inizio")
	_, err := f.s.NameVersion(t.Context(), d.ID, "prima della commissione", f.c.now)
	f.ok(err)
	rev := d.Revision
	for i := range 60 {
		x, err := f.s.SaveDraft(t.Context(), d.ID, rev, content("Bozza", strings.Repeat("a", i+1)), f.c.now.Add(time.Duration(i+1)*10*time.Minute))
		f.ok(err)
		rev = x.Revision
	}
	vs, err := f.s.Versions(t.Context(), d.ID)
	f.ok(err)
	if len(vs) != 31 || vs[30].Name != "prima della commissione" || vs[30].Content.Clauses[0].Text != "inizio" {
		t.Fatalf("%d versions, the last %+v", len(vs), vs[len(vs)-1])
	}
}

func TestBinOfDrafts(t *testing.T) {
	f := newFixture(t)
	d := f.draft("x")
	f.ok(f.s.BinDraft(t.Context(), d.ID, f.c.now))
	if _, err := f.s.Draft(t.Context(), d.ID); !civic.Is(err, civic.NotFound) {
		t.Errorf("binned: %v", err)
	}
	f.ok(f.s.RestoreDraft(t.Context(), d.ID, f.c.now))
	f.ok(f.s.BinDraft(t.Context(), d.ID, f.c.now))
	for range 40 {
		f.c.now = f.c.now.Add(24 * time.Hour)
		f.pull(100)
		wants, err := f.s.Wants(t.Context())
		f.ok(err)
		_, err = f.s.ApplyPage(t.Context(), f.c.feed(wants, 10), f.c.now)
		f.ok(err)
	}
	binned, err := f.s.BinnedDrafts(t.Context())
	f.ok(err)
	if len(binned) != 0 {
		t.Errorf("after forty days: %+v", binned)
	}
}

func TestAClockYearsAheadDoesNotEmptyTheBin(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	d := f.draft("x")
	f.ok(f.s.BinDraft(t.Context(), d.ID, f.c.now))
	f.c.now = f.c.now.AddDate(73, 0, 0)
	f.pull(100)
	f.ok(f.s.RestoreDraft(t.Context(), d.ID, f.c.now))
}

// damage writes over the middle of the database.
func damage(t *testing.T, home string) {
	t.Helper()
	path := filepath.Join(home, deskdb.FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(raw, bytes.Repeat([]byte{0xff}, 8192))
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedStoreIsADownloadNotALoss(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	thread, _ := f.openThread()
	f.push()
	f.pull(100)
	d := f.draft("parole scritte")
	_, err := f.s.SaveDraft(t.Context(), d.ID, 1, content("Bozza", "parole scritte e corrette"), f.c.now.Add(time.Second))
	f.ok(err)
	gone := f.draft("nel cestino")
	f.ok(f.s.BinDraft(t.Context(), gone.ID, f.c.now))
	kept := f.do(civic.CmdPost, civic.PostArgs{ID: f.id(), Thread: thread, Text: "in attesa"}, 0)
	dropped := f.do(civic.CmdNotice, civic.NoticeArgs{Version: "1"}, 0)
	_, err = f.s.Drop(t.Context(), dropped.Command.ID, f.c.now)
	f.ok(err)
	f.ok(f.s.Close())
	damage(t, f.home)
	f.open()
	o := f.s.Opened()
	if o.SetAside == "" || o.Drafts != 2 || o.Commands != 1 {
		t.Fatalf("%+v", o)
	}
	if _, err := os.Stat(o.SetAside); err != nil {
		t.Error("the damaged file is gone")
	}
	got, err := f.s.Draft(t.Context(), d.ID)
	f.ok(err)
	if got.Plain.Clauses[0].Text != "parole scritte e corrette" || got.Revision != 2 {
		t.Errorf("%+v", got)
	}
	if q := f.outbox(); len(q) != 1 || q[0].Command.ID != kept.Command.ID || q[0].Command.N != kept.Command.N {
		t.Fatalf("%+v", q)
	}
	p, err := f.s.Profile(t.Context())
	f.ok(err)
	if p.Person != f.me {
		t.Errorf("profile %+v", p)
	}
	f.join(civic.UserChannel(f.me), civic.PublicChannel(region), civic.SpaceChannel(space))
	f.pull(100)
	f.push()
	f.pull(100)
	posts, _, err := f.s.Posts(t.Context(), thread)
	f.ok(err)
	if len(posts) != 2 || posts[1].Pending {
		t.Fatalf("%+v", posts)
	}
}

// A cleaner that takes the file, or leaves it empty, takes no draft along, and
// the journal is not written anew from nothing.
func TestAMissingFileLosesNoDraft(t *testing.T) {
	for name, take := range map[string]func(path string) error{
		"gone": os.Remove, "empty": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			d := f.draft("parole scritte")
			f.draft(strings.Repeat("molte parole ", 100_000)) // a journal that would be written anew
			f.ok(f.s.Close())
			f.ok(take(filepath.Join(f.home, deskdb.FileName)))
			for range 2 {
				f.open()
				if _, err := f.s.Draft(t.Context(), d.ID); err != nil {
					t.Fatal(err)
				}
				p, err := f.s.Profile(t.Context())
				f.ok(err)
				if p.Person != f.me {
					t.Errorf("profile %+v", p)
				}
				f.ok(f.s.Close())
			}
			f.open()
		})
	}
}

func TestTheJournalOutlivesTornAndAlteredLines(t *testing.T) {
	f := newFixture(t)
	a, b := f.draft("prima"), f.draft("seconda")
	f.ok(f.s.Close())
	path := filepath.Join(f.home, deskdb.JournalName)
	raw, err := os.ReadFile(path)
	f.ok(err)
	raw = bytes.Replace(raw, []byte("prima"), []byte("prXma"), 1)
	raw = append(raw, `deadbeef {"draft":{"dra`...)
	f.ok(os.WriteFile(path, raw, 0o600))
	damage(t, f.home)
	f.open()
	if _, err := f.s.Draft(t.Context(), a.ID); !civic.Is(err, civic.NotFound) {
		t.Errorf("an altered line was believed: %v", err)
	}
	_, err = f.s.Draft(t.Context(), b.ID)
	f.ok(err)
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	f := newFixture(t)
	f.draft("x")
	f.ok(deskdb.SettingsFile{Home: f.home}.Save(t.Context(), civic.Settings{TextSize: 120, Theme: "dark"}))
	entries, err := os.ReadDir(f.home)
	f.ok(err)
	for _, e := range entries {
		info, err := e.Info()
		f.ok(err)
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", e.Name(), info.Mode())
		}
	}
	got, err := deskdb.SettingsFile{Home: f.home}.Load(t.Context())
	f.ok(err)
	if got.TextSize != 120 || got.Theme != "dark" {
		t.Errorf("%+v", got)
	}
	f.ok(os.WriteFile(filepath.Join(f.home, deskdb.SettingsName), []byte("{"), 0o600))
	if got, err = (deskdb.SettingsFile{Home: f.home}).Load(t.Context()); err != nil || !reflect.DeepEqual(got, civic.Settings{}) {
		t.Errorf("a broken file: %+v %v", got, err)
	}
}

// TestDraftsAreListedWithoutTheirTexts: in the same order, and else the same.
func TestDraftsAreListedWithoutTheirTexts(t *testing.T) {
	f := newFixture(t)
	for i := range 3 {
		f.c.now = f.c.now.Add(time.Minute)
		f.draft(fmt.Sprint("testo ", i))
	}
	want, err := f.s.Drafts(t.Context())
	f.ok(err)
	got, err := f.s.DraftLines(t.Context())
	f.ok(err)
	for i := range want {
		if len(want[i].Plain.Clauses) == 0 {
			t.Fatal("a draft without a text shows nothing")
		}
		want[i].Plain.Clauses = nil
	}
	if _, err = f.s.ChangeDraft(t.Context(), want[1].ID, f.c.now, func(d *civic.Draft) error {
		d.FiledOn = "2026-03-01"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	filed, err := f.s.FiledLines(t.Context())
	f.ok(err)
	if len(filed) != 1 || filed[0].ID != want[1].ID {
		t.Errorf("filed: %+v", filed)
	}
	if len(got) != 3 || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nnot %+v", got, want)
	}
}
