package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// normsInFacts is how many norms are named above an act's text.
const normsInFacts = 8

// findRoute is what stands before the words to look for in "acts/find/<words>".
const findRoute = "find/"

// findText looks for acts as if the text had been typed.
func (p *page) findText(text string) {
	p.clearFilters()
	p.entry.SetText(text)
	p.focusList()
}

// linkNorms makes the norms that an act cites links, in its text.
func linkNorms(c civic.Content, blocks []kit.Block) {
	for i := range blocks {
		b := &blocks[i]
		for _, n := range drafting.NormsIn(c, b.Text) {
			b.Spans = append(b.Spans, kit.Span{From: n.From, To: n.To, Kind: kit.Linked, Link: n.Key})
		}
	}
}

// norms names what the act cites, each a link.
func (t *textBuilder) norms(l *kit.Lang, c civic.Content) {
	list := drafting.NormsOnce(c)
	if len(list) == 0 {
		return
	}
	t.line(l.T("reader.norms")+": ", "")
	for i, n := range list {
		if i == normsInFacts {
			t.b.WriteString(" · " + l.T("reader.norms_more", "n", l.Number(len(list)-i)))
			break
		}
		if i > 0 {
			t.b.WriteString(" · ")
		}
		from := t.b.Len()
		t.b.WriteString(n.Label)
		t.spans = append(t.spans, kit.Span{From: from, To: t.b.Len(), Kind: kit.Linked, Link: n.Key})
		if n.Abrogated() {
			t.b.WriteString(" (" + l.T("reader.norm_old") + ")")
		}
	}
}

// followNorm offers what one can do with the norm that was tapped.
func (r *reader) followNorm(key string) {
	if r.known == nil {
		return
	}
	for _, n := range drafting.Norms(r.known.view.Act.Content) {
		if n.Key == key {
			r.menu(r.p.h.CitedItems(cited(n)), r.paper.Tap)
			return
		}
	}
}

func (r *reader) menu(items []*fyne.MenuItem, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), r.p.h.Window.Canvas(), at)
}

func cited(n drafting.Norm) kit.Cited {
	return kit.Cited{Label: n.Label, Link: n.Link, Site: n.Site, Act: n.Act, One: n.One}
}

// showNorms offers the norms that the act on show cites, for the keyboard.
func (p *page) showNorms() {
	x, ok := p.reading()
	if !ok {
		return
	}
	list := drafting.NormsOnce(x.view.Act.Content)
	if len(list) == 0 {
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("reader.norms_none")})
		return
	}
	items := make([]*fyne.MenuItem, len(list))
	for i, n := range list {
		items[i] = fyne.NewMenuItem(n.Label, nil)
		items[i].ChildMenu = fyne.NewMenu("", p.h.CitedItems(cited(n))...)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.reader.body)
	p.reader.menu(items, at.AddXY(24, 24))
}
