package kit_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/ui/kit"
)

// outline is a menu as one line: menus within it in brackets, lines as bars.
func outline(items []*fyne.MenuItem) string {
	var words []string
	for _, m := range items {
		switch {
		case m.IsSeparator:
			words = append(words, "|")
		case m.ChildMenu != nil:
			words = append(words, m.Label+"["+outline(m.ChildMenu.Items)+"]")
		default:
			words = append(words, m.Label)
		}
	}
	return strings.Join(words, " ")
}

func TestCommandsOfOneSortStandTogetherInTheMenu(t *testing.T) {
	l := italian(t)
	var commands []kit.Command
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		commands = append(commands, kit.Command{ID: id, TitleKey: id})
	}
	groups := []kit.Group{
		{TitleKey: "menu.export", IDs: []string{"d", "", "b", ""}},
		{TitleKey: "menu.follow", IDs: []string{"e", "x"}},
	}
	gone := ""
	items := func() string {
		return outline(kit.MenuItems(l, commands, groups, func(c kit.Command) *fyne.MenuItem {
			if c.ID != "" && strings.Contains(gone, c.ID) {
				return nil
			}
			return fyne.NewMenuItem(c.ID, nil)
		}))
	}
	if got := items(); got != "a "+l.T("menu.export")+"[d | b] c e f" {
		t.Error(got)
	}
	if gone = "de"; items() != "a b c f" {
		t.Errorf("a menu of one stays: %s", items())
	}
	commands, gone = slices.Insert(commands, 1, kit.Command{}), "" // a line of the page's own
	if got := items(); got != "a  "+l.T("menu.export")+"[d | b] c e f" {
		t.Error(got)
	}
	line := fyne.NewMenuItemSeparator
	if got := outline(kit.Tidy([]*fyne.MenuItem{line(), fyne.NewMenuItem("a", nil), line(), line(), fyne.NewMenuItem("b", nil), line()})); got != "a | b" {
		t.Error(got)
	}
}
