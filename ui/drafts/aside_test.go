package drafts

import (
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
)

func TestTheSideHasTabs(t *testing.T) {
	s := newStory(t, motion("", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	s.until("what is missing", func() bool { return len(e.findings) > 0 })
	s.run("drafts.versions")
	if !e.asideOn || e.aside.now.id() != tabVersions {
		t.Fatal("the versions are not on show")
	}
	s.run("drafts.check")
	if !e.asideOn || e.aside.now.id() != tabChecks {
		t.Fatal("the checks are not on show")
	}
	if got := e.aside.strip.Word(tabChecks); got == "Controlli" || got[:9] != "Controlli" {
		t.Errorf("the tab says %q", got)
	}
	s.run("drafts.check")
	if e.asideOn {
		t.Error("once more should hide the side")
	}
}

// countingTab notes how often it was asked to look at the text.
type countingTab struct {
	*checksTab
	looks int
}

func (c *countingTab) changed() { c.looks++ }

func TestTheSideLooksAtTheTextOnceOneStopsTyping(t *testing.T) {
	s := newStory(t, motion("Lampioni", clause(civic.Intro, "", "")))
	e := s.open(0)
	c := &countingTab{checksTab: newChecksTab(e)}
	e.aside.tabs = []asideTab{c}
	s.typeText("piove")
	if c.looks != 0 {
		t.Errorf("%d looks while one types", c.looks)
	}
	s.tick()
	if c.looks != 1 {
		t.Errorf("%d looks after it", c.looks)
	}
}

// TestWhatIsAskedForStandsBeforeTheSide is about a small window, where the side
// takes the place of the text: pages, heading and search put it away.
func TestWhatIsAskedForStandsBeforeTheSide(t *testing.T) {
	s := newStory(t, motion("Oggetto", clause(civic.Intro, "", "testo")))
	e := s.open(0)
	s.win.Resize(fyne.NewSize(884, 540))
	for _, command := range []string{"drafts.heading", "drafts.replace", "drafts.write", "drafts.preview"} {
		e.showTab(tabChecks)
		if e.body.Visible() {
			t.Fatal("the side should have taken the place of the text")
		}
		s.run(command)
		if !e.body.Visible() || e.asideOn {
			t.Errorf("%s: the side still stands before it", command)
		}
	}
}

func TestACueBeforeItsPointsAsksForNothing(t *testing.T) {
	s := newStory(t, motion("Oggetto",
		clause(civic.Recital, "Premesso che:", ""), clause(civic.Recital, "-", "il primo punto"),
		clause(civic.Recital, "Considerato che", "")))
	e := s.open(0)
	if got := e.paper.field(0).PlaceHolder; got != "" {
		t.Errorf("before its points it says %q", got)
	}
	if e.paper.field(2).PlaceHolder == "" {
		t.Error("a cue without a text does not ask for one")
	}
}
