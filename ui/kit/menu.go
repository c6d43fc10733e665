package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Group is a menu within the menu: commands of one sort, under a name.
type Group struct {
	TitleKey string   // in the locale
	IDs      []string // of its commands, in their order; an empty one is a line between
}

// MenuItems makes what a menu of commands holds: the commands of a group stand
// in a menu of their own where the group's first one would, all others by
// themselves. item makes one, nil to leave it out; a group with one item left
// is that item.
func MenuItems(l *Lang, commands []Command, groups []Group, item func(Command) *fyne.MenuItem) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	done := make([]bool, len(groups))
	for _, c := range commands {
		g := slices.IndexFunc(groups, func(g Group) bool { return c.ID != "" && slices.Contains(g.IDs, c.ID) })
		if g < 0 {
			if m := item(c); m != nil {
				out = append(out, m)
			}
			continue
		}
		if done[g] {
			continue
		}
		done[g] = true
		var within []*fyne.MenuItem
		for _, id := range groups[g].IDs {
			if id == "" {
				within = append(within, fyne.NewMenuItemSeparator())
			} else if c, ok := Find(commands, id); ok {
				if m := item(c); m != nil {
					within = append(within, m)
				}
			}
		}
		if within = Tidy(within); len(within) < 2 {
			out = append(out, within...)
			continue
		}
		m := fyne.NewMenuItem(l.T(groups[g].TitleKey), nil)
		m.ChildMenu = fyne.NewMenu("", within...)
		out = append(out, m)
	}
	return out
}

// Tidy takes away lines that part nothing.
func Tidy(items []*fyne.MenuItem) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	for _, m := range items {
		if m.IsSeparator && (len(out) == 0 || out[len(out)-1].IsSeparator) {
			continue
		}
		out = append(out, m)
	}
	if n := len(out); n > 0 && out[n-1].IsSeparator {
		out = out[:n-1]
	}
	return out
}

// MenuBelow shows a menu at the foot of the button that asks for it.
func (h *Host) MenuBelow(b fyne.CanvasObject, items []*fyne.MenuItem) {
	h.MenuAt(fyne.CurrentApp().Driver().AbsolutePositionForObject(b).AddXY(0, b.Size().Height), items)
}

// MenuAt shows a menu at a place of the canvas; where it holds nothing, none.
func (h *Host) MenuAt(at fyne.Position, items []*fyne.MenuItem) {
	if len(items) > 0 {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), h.Window.Canvas(), at)
	}
}
