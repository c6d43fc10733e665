package drafts

import (
	"strings"
	"testing"

	"scranno/app/civic"
)

// The side lists what the text cites as one writes; an abrogated norm gives way to
// its successor in one step that is taken back as any other.
func TestNormsBesideTheText(t *testing.T) {
	s := newStory(t, motion("Acquisti", clause(civic.Recital, "visto", "l'art. 36 del d.lgs. 50/2016 e il TUEL"), clause(civic.Intro, "", "")))
	e := s.open(0)
	s.run("drafts.norms")
	tab := e.aside.tab(tabNorms).(*normsTab)
	if e.aside.now != asideTab(tab) || len(tab.found) != 2 || tab.badge() != 2 {
		t.Fatalf("on the side: %+v", tab.found)
	}
	old := tab.found[0]
	if v := normView(old, e.p.h.Lang); !strings.Contains(v.Detail, "d.lgs. 31 marzo 2023, n. 36") {
		t.Errorf("the abrogated norm says %q", v.Detail)
	}
	e.goToNorm(tab.found[1])
	if e.sheet.at.row != 0 || e.sheet.at.pos != runes(e.sheet.rows[0].Text) {
		t.Errorf("the caret is at %+v", e.sheet.at)
	}
	was := e.sheet.rows[0].Text
	e.replaceNorm(old)
	if got, want := e.sheet.rows[0].Text, "l'art. [articolo da verificare] del d.lgs. 31 marzo 2023, n. 36 e il TUEL"; got != want {
		t.Errorf("the text says %q", got)
	}
	if len(tab.found) != 2 || tab.found[0].Abrogated() {
		t.Errorf("beside it: %+v", tab.found)
	}
	e.replaceNorm(old)
	s.run("drafts.undo")
	if got := e.sheet.rows[0].Text; got != was {
		t.Errorf("undone it says %q", got)
	}
}
