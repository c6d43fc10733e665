package kit

import "fyne.io/fyne/v2"

// Cited is a norm as a menu deals with it.
type Cited struct {
	Label string
	Link  string // empty: it is read nowhere
	Site  string
	Act   string // what norma: asks for it by
	One   string // and for its article; empty: none is named
}

// CitedItems are what one can do with a norm: read it, copy its name, look for the
// acts that cite it.
func (h *Host) CitedItems(c Cited) []*fyne.MenuItem {
	l := h.Lang
	var items []*fyne.MenuItem
	if c.Link != "" {
		items = append(items, fyne.NewMenuItem(l.T("norms.open", "site", c.Site), func() { h.openSite(c.Link) }))
	}
	items = append(items, fyne.NewMenuItem(l.T("norms.copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(c.Label)
		h.Toast(Toast{Text: l.T("norms.copied")})
	}))
	if c.One != "" {
		items = append(items, fyne.NewMenuItem(l.T("norms.citing_article"), func() { h.Go("acts/find/norma:" + c.One) }))
	}
	return append(items, fyne.NewMenuItem(l.T("norms.citing"), func() { h.Go("acts/find/norma:" + c.Act) }))
}

func (h *Host) openSite(link string) {
	if h.OpenURL(link) != nil {
		h.Toast(Toast{Text: h.Lang.T("norms.no_browser", "link", link)})
	}
}
