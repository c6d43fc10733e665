package acts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/kit"
)

// most is how high a menu may be in a window of 600.
const most = 470

// TestTheMenusLeaveMostOfASmallWindowInSight measures the menu of the page and
// "Altro…" with all that they may ever hold.
func TestTheMenusLeaveMostOfASmallWindowInSight(t *testing.T) {
	s := newStage(t, library(1), fyne.NewSize(960, 600))
	all := func(c kit.Command) *fyne.MenuItem { return fyne.NewMenuItem(s.h.Lang.T(c.TitleKey), nil) }
	if h := widget.NewMenu(fyne.NewMenu("", kit.MenuItems(s.h.Lang, s.page.Commands, s.page.Groups, all)...)).MinSize().Height; h > most {
		t.Errorf("the menu of the page is %v high", h)
	}
	s.read(actID(0))
	if h := widget.NewMenu(fyne.NewMenu("", s.p.reader.bar.items()...)).MinSize().Height; h > most || h < 100 {
		t.Errorf("Altro… is %v high", h)
	}
	for _, g := range s.page.Groups {
		for _, id := range g.IDs {
			if _, ok := kit.Find(s.page.Commands, id); !ok && id != "" {
				t.Errorf("%s has no command %s", g.TitleKey, id)
			}
		}
	}
}

// TestTheTabsCanBeAskedForByName turns the reader by its commands, as the palette
// does.
func TestTheTabsCanBeAskedForByName(t *testing.T) {
	s := newStage(t, library(1), fyne.NewSize(960, 600))
	if s.can("acts.tab_" + tabHistory) {
		t.Error("there is a tab without an act")
	}
	s.read(actID(0))
	s.run("acts.tab_" + tabHistory)
	if s.p.reader.tab != tabHistory || s.p.h.Window.Canvas().Focused() == nil {
		t.Errorf("on show is %s, the keyboard on %v", s.p.reader.tab, s.p.h.Window.Canvas().Focused())
	}
}
