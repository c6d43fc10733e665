package drafts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// comparing shows two texts of the draft in the place of the sheet: in one
// column with what went and what came, or side by side.
type comparing struct {
	e      *editor
	from   int // index in the versions; -1: the present text
	to     int
	beside bool
	result drafting.Comparison
	sum    *kit.HighlightText
	body   *fyne.Container
	names  []string
	turn   *kit.Button
	back   *kit.Button
	root   fyne.CanvasObject
}

// compare puts a former version beside the present text.
func (p *page) compare(v civic.DraftVersion) {
	e := p.ed
	if e == nil {
		return
	}
	at := -1
	for i, x := range e.versions {
		if x.Num == v.Num && x.Revision == v.Revision && x.Name == v.Name {
			at = i
			break
		}
	}
	if at < 0 {
		return
	}
	c := newComparing(e, at)
	e.show(&preview{e: e, root: c.root, compared: c})
	c.look()
}

// show puts something in the place of the text, until one goes back.
func (e *editor) show(v *preview) {
	if e.root.Size().Width < narrowEditor && e.asideOn {
		e.asideOn = false
	}
	e.preview = v
	e.body.Objects = []fyne.CanvasObject{v.root}
	e.body.Refresh()
	relayout(e.root)
	e.bar.update()
}

func newComparing(e *editor, from int) *comparing {
	l := e.p.h.Lang
	c := &comparing{e: e, from: from, to: -1, sum: kit.NewHighlightText("", kit.TextLook{MaxLines: 2, Color: kit.ColorMuted}), body: container.NewStack()}
	c.names = []string{l.T("drafts.compare.now")}
	for _, v := range e.versions {
		c.names = append(c.names, nameOf(e.versionView(v)))
	}
	before := kit.NewSelect(l, c.names, nil)
	after := kit.NewSelect(l, c.names, nil)
	before.SetSelectedIndex(from + 1)
	after.SetSelectedIndex(0)
	before.OnChanged = func(string) { c.from = before.SelectedIndex() - 1; c.look() }
	after.OnChanged = func(string) { c.to = after.SelectedIndex() - 1; c.look() }
	c.turn = kit.NewQuietButton(l.T("drafts.compare.beside"), nil, func() {
		c.beside = !c.beside
		c.draw()
	})
	c.back = kit.NewButton(l.T("drafts.version.restore"), nil, c.restore)
	label := func(key string) fyne.CanvasObject {
		return kit.NewHighlightText(l.T(key), kit.TextLook{Size: 12, Color: kit.ColorMuted})
	}
	pick := container.New(&gridLayout{wide: 180}, container.New(&fieldLayout{}, label("drafts.compare.from"), before), container.New(&fieldLayout{}, label("drafts.compare.to"), after))
	foot := container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(c.turn, c.back), container.New(middle{}, c.sum)))
	c.root = kit.NewFrame(container.NewPadded(pick), foot, nil, nil, c.body)
	return c
}

func nameOf(v kit.RowView) string { return v.Title + " · " + v.Detail }

func (c *comparing) content(i int) civic.Content {
	if i < 0 || i >= len(c.e.versions) {
		return c.e.written()
	}
	return c.e.versions[i].Content
}

// look compares, away from the screen.
func (c *comparing) look() {
	before, after := c.content(c.from), c.content(c.to)
	c.back.Hidden = c.from < 0 || c.e.locked()
	kit.Do(context.Background(), c.e.p.h.Work, kit.Job[drafting.Comparison]{
		Slot: "drafts.compare",
		Run: func(context.Context, kit.Progress) (drafting.Comparison, error) {
			return drafting.Compare(before, after), nil
		},
		Done: func(x drafting.Comparison, err error) {
			if err != nil {
				c.e.p.h.Fail(err)
				return
			}
			c.result = x
			c.draw()
		},
	})
}

func (c *comparing) draw() {
	l := c.e.p.h.Lang
	sum := l.T("drafts.compare.same")
	if !c.result.Same() {
		sum = strings.Join([]string{
			l.N("drafts.compare.n_changed", c.result.Changed), l.N("drafts.compare.n_added", c.result.Added), l.N("drafts.compare.n_removed", c.result.Removed),
		}, " · ")
	}
	c.sum.Set(sum, nil)
	var readers []*kit.Reader
	reader := func(side int) fyne.CanvasObject {
		r := kit.NewReader()
		r.SetBlocks(compareBlocks(c.result, side, l))
		readers = append(readers, r)
		return r
	}
	if c.beside {
		c.turn.SetText(l.T("drafts.compare.inline"))
		c.body.Objects = []fyne.CanvasObject{container.NewGridWithColumns(2, reader(sideBefore), reader(sideAfter))}
	} else {
		c.turn.SetText(l.T("drafts.compare.beside"))
		c.body.Objects = []fyne.CanvasObject{reader(sideBoth)}
	}
	c.body.Refresh()
	relayout(c.body)
	for _, x := range c.result.Clauses {
		if x.Change == drafting.Kept && !x.Moved {
			continue
		}
		for _, r := range readers { // what differs may be far down
			r.ScrollTo(string(x.Before.ID))
			r.ScrollTo(string(x.After.ID))
		}
		return
	}
}

// canBringBack tells whether a former text is on show that may take the place of
// the present one.
func (p *page) canBringBack() bool {
	if p.ed == nil || p.ed.locked() || p.ed.preview == nil {
		return false
	}
	c := p.ed.preview.compared
	return c != nil && c.from >= 0
}

// restore brings the first of the two texts back; the present one is kept.
func (c *comparing) restore() {
	if c.from < 0 {
		return
	}
	e, text := c.e, c.content(c.from)
	e.saved(func() {
		id, name := e.draft.ID, e.p.h.Lang.T("drafts.version.before")
		e.p.run(func(ctx context.Context) error {
			_, err := e.p.d.NameVersion(ctx, id, name)
			return err
		}, func() {
			if e.on() {
				e.closePreview()
				e.restore(text)
				e.check()
			}
		})
	})
}

const (
	sideBoth = iota
	sideBefore
	sideAfter
)

// compareBlocks writes a comparison as an act is read: all of it, or one of the
// two texts.
func compareBlocks(c drafting.Comparison, side int, l *kit.Lang) []kit.Block {
	var out []kit.Block
	for _, f := range c.Fields {
		text, spans := pieceText(f.Pieces, side)
		out = append(out, kit.Block{Role: kit.BlockSmall, Text: l.T("field."+f.Field) + ": " + text, Spans: shifted(spans, len(l.T("field."+f.Field)+": "))})
	}
	for _, x := range c.Clauses {
		clause := x.After
		if x.Change == drafting.Removed || side == sideBefore && x.Change != drafting.Added {
			clause = x.Before
		}
		if side == sideBefore && x.Change == drafting.Added || side == sideAfter && x.Change == drafting.Removed {
			continue
		}
		text, spans := pieceText(x.Pieces, side)
		b := kit.Block{ID: string(clause.ID), Role: kit.BlockText, Text: text, Spans: spans}
		if drafting.IsPoint(clause) {
			b.Role, b.Marker = kit.BlockPoint, clause.Opener
		}
		if x.Moved {
			out = append(out, kit.Block{Role: kit.BlockSmall, Text: l.T("drafts.compare.moved")})
		}
		if text != "" {
			out = append(out, b)
		}
	}
	return out
}

// pieceText joins pieces, with what went struck through and what came underlined.
func pieceText(pieces []drafting.Piece, side int) (string, []kit.Span) {
	var b strings.Builder
	var spans []kit.Span
	for _, p := range pieces {
		if side == sideBefore && p.Change == drafting.Added || side == sideAfter && p.Change == drafting.Removed {
			continue
		}
		from := b.Len()
		b.WriteString(p.Text)
		switch p.Change {
		case drafting.Removed:
			spans = append(spans, kit.Span{From: from, To: b.Len(), Kind: kit.Gone})
		case drafting.Added:
			spans = append(spans, kit.Span{From: from, To: b.Len(), Kind: kit.Come})
		}
		if side == sideBoth && p.Change == drafting.Removed && !strings.HasSuffix(p.Text, " ") {
			b.WriteString(" ")
		}
	}
	return b.String(), spans
}

func shifted(spans []kit.Span, by int) []kit.Span {
	for i := range spans {
		spans[i].From += by
		spans[i].To += by
	}
	return spans
}

// saveVersion keeps the present text under a name.
func (p *page) saveVersion() {
	if p.ed == nil {
		return
	}
	e, l := p.ed, p.h.Lang
	name := kit.NewField()
	name.SetPlaceHolder(l.T("drafts.version.hint"))
	ask := func() {
		p.h.AskWith(l.T("cmd.save_version"), name, l.T("button.save"), func() { e.name(name.Text) })
		p.h.Window.Canvas().Focus(name)
	}
	e.saved(ask)
}

// compareLast compares the present text with the last version.
func (p *page) compareLast() {
	if p.ed == nil || len(p.ed.versions) == 0 {
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("drafts.versions_none")})
		return
	}
	p.compare(p.ed.versions[0])
}
