package drafts

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"scranno/app/civic"
	"scranno/app/desk"
)

// ReadPapers reads text files: the first line is the subject, none is a file that
// cannot be read.
func (f *fakeDesk) ReadPapers(ctx context.Context, paths []string, each func(desk.Paper)) error {
	for _, path := range paths {
		p := desk.Paper{Path: path, Name: filepath.Base(path)}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if len(data) == 0 {
			p.Err = civic.NewError(civic.Unknown, "test", "intake.encrypted")
			each(p)
			continue
		}
		p.Content = civic.Content{Kind: civic.Motion, Subject: strings.TrimSpace(string(data)), Clauses: []civic.Clause{
			{ID: f.ids(), Section: civic.Recital, Opener: "premesso che", Text: "le vie sono strette; e buie;"},
			{ID: f.ids(), Section: civic.Intro, Text: "di notte."},
		}}
		p.Guessed = []string{"kind"}
		if strings.HasPrefix(p.Name, "gemello") {
			p.Twin = &desk.Twin{Draft: f.ids(), Subject: "Lampioni"}
		}
		each(p)
	}
	return ctx.Err()
}

func (f *fakeDesk) DraftOfPaper(ctx context.Context, _ string, c civic.Content, _ bool) (civic.Draft, error) {
	return f.NewDraft(ctx, c)
}

func TestDocumentsComeIn(t *testing.T) {
	s := newStory(t)
	dir := t.TempDir()
	for name, text := range map[string]string{"a.odt": "Piste ciclabili", "b.docx": "Fontane", "c.pdf": "", "gemello.txt": "Lampioni", "nota.jpg": "no"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.p.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(dir)})
	s.until("four documents", func() bool { return s.p.rev != nil && len(s.p.rev.items) == 4 })
	r := s.p.rev
	var badges []string
	for _, it := range r.items {
		badges = append(badges, r.row(it).Badge)
	}
	if got := strings.Join(badges, ", "); got != "Da controllare, Da controllare, Non letto, C’è già" {
		t.Errorf("they stand as %q", got)
	}
	if !s.p.onImport() || r.form.subject.Text != "Piste ciclabili" || r.form.body.Text != "Valchiara" {
		t.Errorf("on show %v: %q of %q", s.p.onImport(), r.form.subject.Text, r.form.body.Text)
	}
	c := r.form.clauses
	c.text.CursorColumn = len("le vie sono strette;")
	c.split()
	if rows := r.items[0].sheet.rows; len(rows) != 3 || rows[0].Text != "le vie sono strette;" || rows[1].Text != "e buie;" {
		t.Fatalf("split into %q", rows)
	}
	c.row = 2
	c.load()
	c.join()
	if rows := r.items[0].sheet.rows; len(rows) != 2 || rows[1].Text != "e buie; di notte." {
		t.Fatalf("joined to %q", rows)
	}
	r.form.subject.SetText("Piste")
	r.makeAll()
	s.until("two drafts", func() bool { return len(s.d.drafts) == 2 && r.items[0].made != "" && r.items[1].made != "" })
	var first civic.Content
	for _, d := range s.d.drafts {
		if d.ID == r.items[0].made {
			first = *d.Plain
		}
	}
	if first.Subject != "Piste" || len(first.Clauses) != 2 || first.Body == "" {
		t.Errorf("the draft is %q of %q", first.Subject, first.Body)
	}
	if r.items[3].made != "" {
		t.Error("what is here already came in again")
	}
}

// An empty screen is left by Esc and by the rail; documents that wait are not.
func TestTheScreenOfImportsIsLeft(t *testing.T) {
	s := newStory(t)
	s.p.open("import")
	if !s.p.onImport() {
		t.Fatal("it did not open")
	}
	s.p.open("")
	if s.p.onImport() {
		t.Error("the rail did not lead out of an empty screen")
	}
	s.p.open("import")
	s.p.rev.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.p.onImport() {
		t.Error("Esc did not lead out")
	}
	path := filepath.Join(t.TempDir(), "a.odt")
	if err := os.WriteFile(path, []byte("Piste ciclabili"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.p.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)})
	s.until("the document", func() bool { return s.p.rev != nil && len(s.p.rev.items) == 1 })
	s.p.open("")
	if !s.p.onImport() {
		t.Error("the rail left a document that waits")
	}
}
