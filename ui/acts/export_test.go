package acts

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

// answer chooses a format in the dialog on top, and presses its button.
func answer(t *testing.T, s *stage, format, verb string) {
	t.Helper()
	uitest.Press(t, s.h.Window.Canvas(), format)
	uitest.Press(t, s.h.Window.Canvas(), verb)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		out = append(out, f.Name())
	}
	return out
}

func TestAnActIsExportedInTheFormatThatIsChosen(t *testing.T) {
	s := newStage(t, library(1), wide())
	s.read(actID(0))
	s.run("acts.export")
	answer(t, s, "Word (DOCX)", "Esporta")
	s.until(func() bool { return len(s.opened) == 1 })
	if filepath.Ext(s.opened[0]) != ".docx" {
		t.Errorf("opened %s", s.opened[0])
	}
	if raw, err := os.ReadFile(s.opened[0]); err != nil || string(raw) != "docx "+string(actID(0)) {
		t.Errorf("wrote %q, %v", raw, err)
	}
}

func TestSeveralActsAreExportedAtOnce(t *testing.T) {
	s := newStage(t, library(3), wide())
	s.read(actID(0))
	if s.can("acts.dossier") {
		t.Error("a dossier of nothing")
	}
	s.p.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if len(s.p.chosen) != 3 || s.p.above.export.Hidden {
		t.Fatalf("chosen %v", s.p.chosen)
	}
	s.run("acts.export")
	answer(t, s, "LibreOffice (ODT)", "Esporta")
	unfinished := func(name string) bool { return !strings.HasSuffix(name, ".odt") }
	s.until(func() bool { // each file is written under another name first
		all := names(t, s.h.Exports)
		return len(all) == 3 && !slices.ContainsFunc(all, unfinished)
	})
}

func TestADossierOfTheChosenActs(t *testing.T) {
	s := newStage(t, library(3), wide())
	s.read(actID(0))
	s.run("acts.choose_all")
	s.until(func() bool { return len(s.p.chosen) == 3 })
	ids := slices.Clone(s.p.chosen)
	s.run("acts.dossier")
	uitest.Press(t, s.h.Window.Canvas(), "Crea il fascicolo")
	s.until(func() bool { return len(s.opened) == 1 })
	if got := filepath.Base(s.opened[0]); got != "2026-03-20 Fascicolo di atti.pdf" {
		t.Errorf("opened %s", got)
	}
	raw, err := os.ReadFile(s.opened[0])
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for _, id := range ids {
		i := strings.Index(string(raw), string(id))
		if i <= at {
			t.Errorf("%s stands at %d in %s", id, i, raw)
		}
		at = i
	}
}

func TestAChoiceFollowsItsActs(t *testing.T) {
	s := newStage(t, library(3), wide())
	s.read(actID(1))
	s.run("acts.choose")
	if !slices.Equal(s.p.chosen, []civic.ID{actID(1)}) || len(s.p.list.Chosen()) != 1 || s.p.rows[s.p.list.Chosen()[0]].hit.ID != actID(1) {
		t.Fatalf("chosen %v, rows %v", s.p.chosen, s.p.list.Chosen())
	}
	s.p.reload()
	s.until(func() bool { return len(s.p.list.Chosen()) == 1 })
	s.run("acts.choose_none")
	if len(s.p.chosen) != 0 || len(s.p.list.Chosen()) != 0 {
		t.Error("something is chosen still")
	}
}

func TestAChoiceReachesBeyondTheRowsThatWereRead(t *testing.T) {
	s := newStage(t, library(pageSize+20), wide())
	s.read(actID(0))
	s.run("acts.choose_all")
	s.until(func() bool { return len(s.p.chosen) == pageSize+20 })
	s.p.list.SetCurrent(0)
	s.p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if len(s.p.chosen) != pageSize+19 {
		t.Errorf("%d are chosen after one was let go", len(s.p.chosen))
	}
}

func TestAnExportOfSeveralActsCanBeStopped(t *testing.T) {
	s := newStage(t, library(30), wide())
	s.read(actID(0))
	s.run("acts.choose_all")
	s.until(func() bool { return len(s.p.chosen) == 30 })
	ctx, stop := context.WithCancel(context.Background())
	s.d.exported = func(n int) {
		if n == 3 {
			stop()
		}
	}
	n, err := s.p.writeEach(ctx, s.p.chosen, "odt", func(int, int) {})
	if err == nil || n > 4 {
		t.Errorf("%d were written, %v", n, err)
	}
	if got := len(names(t, s.h.Exports)); got != 3 {
		t.Errorf("%d files", got)
	}
}
