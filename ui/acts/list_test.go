package acts

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

func wide() fyne.Size { return fyne.NewSize(1290, 700) }

func TestTheFirstActIsReadAndTheListCounts(t *testing.T) {
	s := newStage(t, library(3), wide())
	s.until(func() bool { return s.p.reader.known != nil && len(s.p.counts) > 0 })
	for _, want := range []string{"3 atti", "Mozione numero 2 sulle aree verdi", "Valchiara · 01/02", "Tipo"} {
		if !s.shows(s.root, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
	if s.p.reader.id != actID(0) || s.p.list.Current() != 0 {
		t.Errorf("reads %q with the cursor on %d", s.p.reader.id, s.p.list.Current())
	}
}

func TestALongListIsReadByPages(t *testing.T) {
	s := newStage(t, library(230), wide())
	if len(s.p.rows) != pageSize || s.p.total != 230 {
		t.Fatalf("%d rows of %d", len(s.p.rows), s.p.total)
	}
	s.p.list.ScrollTo(pageSize - 1)
	s.until(func() bool { return len(s.p.rows) == 200 })
	s.p.list.ScrollTo(199)
	s.until(func() bool { return len(s.p.rows) == 230 })
	seen := map[civic.ID]bool{}
	for _, r := range s.p.rows {
		seen[r.hit.ID] = true
	}
	if len(seen) != 230 {
		t.Errorf("%d different acts of 230", len(seen))
	}
}

func TestTypingSearchesAndMarks(t *testing.T) {
	s := newStage(t, library(30), wide())
	s.p.entry.SetText("numero 7")
	s.until(func() bool { return s.p.total == 1 })
	h := s.p.rows[0].hit
	if h.ID != actID(7) || len(h.marks) != 1 || h.snippet == "" || len(h.snippetMarks) != 1 {
		t.Errorf("found %+v", h)
	}
	if s.p.reader.id != actID(0) {
		t.Errorf("searching changed what is read to %q", s.p.reader.id)
	}
	s.p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.until(func() bool { return s.p.total == 30 })
	if s.p.entry.Text != "" {
		t.Error("Escape left the text")
	}
}

func TestTheCursorMovesTheReaderAndEnterOpensIt(t *testing.T) {
	s := newStage(t, library(5), wide())
	s.until(func() bool { return s.p.reader.known != nil })
	s.h.Window.Canvas().Focus(s.p.list)
	s.p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.until(func() bool { return s.p.reader.known.view.Record.ID == actID(1) })
	s.p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s.h.Window.Canvas().Focused() != fyne.Focusable(s.p.reader.paper) {
		t.Error("Enter did not go to the page")
	}
	s.run("acts.pane")
	if s.h.Window.Canvas().Focused() != fyne.Focusable(s.p.facets.List()) {
		t.Error("from the page one does not come to the filters")
	}
	s.run("acts.pane")
	if s.h.Window.Canvas().Focused() != fyne.Focusable(s.p.entry) {
		t.Error("from the filters one does not come to the search")
	}
	s.run("acts.pane")
	if s.h.Window.Canvas().Focused() != fyne.Focusable(s.p.list) {
		t.Error("from the search one does not come to the list")
	}
}

func TestFacetsNarrowAndAreCleared(t *testing.T) {
	d := library(6)
	d.acts[2].Kind = civic.Question
	s := newStage(t, d, wide())
	s.until(func() bool { return len(s.p.counts) > 0 })
	s.p.filter(facetKind, "question", true)
	s.until(func() bool { return s.p.total == 1 })
	s.p.filter(facetYear, "2025", true)
	s.p.filter(facetYear, "2026", true)
	if got := s.p.query.Chosen[facetYear]; len(got) != 1 || got[0] != "2026" {
		t.Errorf("years %v", got)
	}
	s.until(func() bool { return s.p.total == 1 && s.shows(s.p.above.root, "Filtri (2)") })
	if ask := s.p.query.ask(0, 1); ask.Since != "2026-01-01" || ask.Until != "2026-12-31" || ask.Kinds[0] != civic.Question {
		t.Errorf("asks %+v", ask)
	}
	s.run("acts.clear")
	s.until(func() bool { return s.p.total == 6 })
	if s.can("acts.clear") {
		t.Error("no filters, and they can be cleared")
	}
}

func TestAFilterOnABodySaysItsName(t *testing.T) {
	s := newStage(t, library(2), wide())
	s.until(func() bool { return s.shows(s.p.facets, "Ente") })
	if got := s.p.facetLabel(facetBody, "demo:908001"); got != "Valchiara" {
		t.Errorf("the body is called %q", got)
	}
}

func TestReloadKeepsWhereOneIs(t *testing.T) {
	s := newStage(t, library(230), wide())
	s.p.list.ScrollTo(99)
	s.until(func() bool { return len(s.p.rows) == 200 })
	s.p.list.SetCurrent(60)
	s.p.current(60)
	s.until(func() bool { return s.p.reader.known != nil && s.p.reader.known.view.Record.ID == actID(60) })
	s.p.list.SetOffset(4000)
	s.d.mu.Lock()
	s.d.acts = append([]civic.ActHit{{ID: "new", Kind: civic.Motion, Subject: "Nuova mozione"}}, s.d.acts...)
	s.d.mu.Unlock()
	s.page.Reload()
	s.until(func() bool { return s.p.total == 231 })
	if s.p.list.Current() != 61 || len(s.p.rows) != 200 {
		t.Errorf("cursor on %d of %d rows", s.p.list.Current(), len(s.p.rows))
	}
	if s.p.list.Offset() != 4000 {
		t.Errorf("scrolled to %v", s.p.list.Offset())
	}
}

func TestSaveAndRestore(t *testing.T) {
	s := newStage(t, library(150), wide())
	s.p.entry.SetText("numero 1")
	s.until(func() bool { return s.p.total == 61 })
	s.read(actID(13))
	s.p.list.SetOffset(300)
	saved := s.page.Save()
	s.p.entry.SetText("")
	s.until(func() bool { return s.p.total == 150 })
	s.read(actID(2))
	s.page.Restore(saved)
	s.until(func() bool { return s.p.total == 61 && s.p.reader.known.view.Record.ID == actID(13) })
	if s.p.entry.Text != "numero 1" || s.p.list.Offset() != 300 || s.p.rows[s.p.list.Current()].hit.ID != actID(13) {
		t.Errorf("text %q, offset %v, cursor %d", s.p.entry.Text, s.p.list.Offset(), s.p.list.Current())
	}
	s.page.Restore("not ours")
	if s.p.entry.Text != "numero 1" {
		t.Error("a state that is not ours changed the page")
	}
}

func TestDidYouMean(t *testing.T) {
	d := library(3)
	d.words = []string{"mozione", "verdi", "aree"}
	s := newStage(t, d, wide())
	s.p.entry.SetText("aree vedri")
	s.until(func() bool { return s.p.hint != "" })
	if s.p.hint != "aree verdi" || !s.shows(s.p.body, "aree verdi") {
		t.Errorf("meant %q", s.p.hint)
	}
}

func TestDistanceCountsSlips(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want int
	}{{"verdi", "verdi", 0}, {"vedri", "verdi", 1}, {"ciclabbile", "ciclabile", 1}, {"", "ab", 2}, {"mensa", "mense", 1}, {"acqua", "aqcu", 2}} {
		if got := distance([]rune(x.a), []rune(x.b)); got != x.want {
			t.Errorf("%q to %q: %d", x.a, x.b, got)
		}
	}
}

func TestTheCentralIsAskedToo(t *testing.T) {
	d := library(3)
	d.central = []civic.ActHit{{ID: actID(1), Subject: "Mozione numero 1 sulle aree verdi"}, {ID: "far", Subject: "Mozione lontana"}}
	s := newStage(t, d, wide())
	if s.can("acts.central") {
		t.Error("the central can be searched for nothing")
	}
	s.p.entry.SetText("mozione")
	s.until(func() bool {
		return !s.p.below.Hidden && s.p.total == 3 && len(s.p.rows) == 3 && s.p.query.Text != "" && s.p.above.snippets
	})
	s.run("acts.central")
	s.until(func() bool { return len(s.p.rows) == 5 })
	if s.p.rows[3].heading == "" || s.p.rows[4].hit.ID != "far" || !s.p.rows[4].hit.away {
		t.Errorf("rows %+v", s.p.rows[3:])
	}
	s.p.list.SetCurrent(4)
	s.p.current(4)
	s.until(func() bool { return s.shows(s.p.reader.body, "non ha più questo atto") })
	// The line is down: it is said, and opening it again with a line brings it.
	d.with(func() { d.offline = true })
	s.p.reader.load("far")
	s.until(func() bool { return s.shows(s.p.reader.body, "non su questo computer") })
	v := d.views[actID(1)]
	v.Record.ID = "far"
	d.with(func() { d.offline, d.far = false, map[civic.ID]civic.ActView{"far": v} })
	s.p.reader.load("far")
	s.until(func() bool { return s.p.reader.known != nil && s.p.reader.known.view.Record.ID == "far" })
	s.run("acts.pin")
	s.until(func() (ok bool) {
		d.with(func() { ok = slices.Contains(d.done, "pin far") })
		return ok
	})
}

func TestTheCentralThatDoesNotAnswerIsSaid(t *testing.T) {
	d := library(1)
	d.offline = true
	s := newStage(t, d, wide())
	s.p.entry.SetText("niente di simile")
	s.until(func() bool { return s.shows(s.p.body, "Nessun atto corrisponde") })
	s.run("acts.central")
	s.until(func() bool { return len(s.toasts) > 0 })
	if !strings.Contains(s.toasts[0], "non risponde") || !s.can("acts.central") {
		t.Errorf("toasts %q", s.toasts)
	}
}

func TestEmptyLibrariesSayWhatToDo(t *testing.T) {
	for name, x := range map[string]struct {
		status civic.Status
		want   string
	}{
		"alone":   {civic.Status{}, "Collegati al servizio"},
		"first":   {civic.Status{Profile: civic.Profile{Central: "https://x"}}, "stanno arrivando"},
		"nothing": {civic.Status{Profile: civic.Profile{Central: "https://x", Synced: now()}}, "Scegli le regioni"},
	} {
		d := library(0)
		d.status = x.status
		s := newStage(t, d, wide())
		if !s.shows(s.p.body, x.want) {
			t.Errorf("%s: %q", name, shownTexts(s.p.body))
		}
	}
}

func TestAnErrorIsShownWithAWayOn(t *testing.T) {
	s := newStage(t, library(3), wide())
	s.d.mu.Lock()
	s.d.err = civic.NewError(civic.Damaged, "fake", "")
	s.d.mu.Unlock()
	s.p.entry.SetText("aree")
	s.until(func() bool { return s.shows(s.p.body, "è rovinato") })
}

func TestPanesFollowTheWidth(t *testing.T) {
	s := newStage(t, library(3), fyne.NewSize(884, 540))
	if s.p.panes.filters() || !s.p.panes.narrow {
		t.Error("filters are open on a narrow page")
	}
	s.run("acts.filters")
	if !s.p.panes.filtering || !s.shows(s.root, "Mostra gli atti") {
		t.Error("the button does not open the filters")
	}
	s.p.facets.List().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.p.panes.filtering {
		t.Error("Esc does not close the filters")
	}
	s.run("acts.filters")
	s.p.entry.OnEnter()
	if s.p.panes.filtering {
		t.Error("Enter in the search leaves the list behind the filters")
	}
	s.h.Window.Resize(fyne.NewSize(500, 540))
	if !s.p.panes.single() {
		t.Fatal("list and reader side by side in 500 pixels")
	}
	s.read(actID(1))
	if !s.p.panes.reading || s.p.reader.bar.back.Hidden {
		t.Error("an act that was asked for is not on the screen")
	}
	s.p.reader.bar.back.OnTapped()
	if s.p.panes.reading {
		t.Error("the way back to the list leads nowhere")
	}
	s.h.Window.Resize(wide())
	if !s.p.panes.filters() || s.p.panes.single() {
		t.Error("a wide page does not show everything")
	}
}
