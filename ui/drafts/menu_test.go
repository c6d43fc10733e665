package drafts

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
	s := newStory(t, motion("Piste ciclabili"))
	s.open(0)
	commands := s.p.commands()
	all := func(c kit.Command) *fyne.MenuItem { return fyne.NewMenuItem(s.h.Lang.T(c.TitleKey), nil) }
	if h := widget.NewMenu(fyne.NewMenu("", kit.MenuItems(s.h.Lang, commands, groups(), all)...)).MinSize().Height; h > most {
		t.Errorf("the menu of the page is %v high", h)
	}
	if h := widget.NewMenu(fyne.NewMenu("", s.p.menu()...)).MinSize().Height; h > most || h < 100 {
		t.Errorf("Altro… is %v high", h)
	}
	for _, g := range groups() {
		for _, id := range g.IDs {
			if _, ok := kit.Find(commands, id); !ok && id != "" {
				t.Errorf("%s has no command %s", g.TitleKey, id)
			}
		}
	}
}
