package acts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// kin is the tab of where an act comes from and what came from it: as a tree, or
// by region.
type kin struct {
	r       *reader
	shown   *reading
	line    desk.Kinship
	rows    []kinEntry
	regions bool
	list    *kit.KeyList
	tree    *kit.FilterChip
	table   *kit.FilterChip
	summary *kit.HighlightText
	remark  *kit.HighlightText
	head    *fyne.Container
	body    *fyne.Container
	root    fyne.CanvasObject
}

// kinEntry is a line of the list: an act, or the heading of a region.
type kinEntry struct {
	heading string
	depth   int
	act     desk.Kin
}

func newKin(r *reader) *kin {
	l := r.p.h.Lang
	k := &kin{r: r, body: container.NewStack()}
	k.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(k.rows) },
		New:       func() fyne.CanvasObject { return newKinRow() },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kinRow).set(k.view(k.rows[i]), k.rows[i].depth) },
		Label:     func(i int) string { return k.rows[i].act.BodyName },
		Skip:      func(i int) bool { return k.rows[i].heading != "" },
		Low:       func(i int) bool { return k.rows[i].heading != "" },
		OnOpen:    func(i int) { r.p.h.Go("acts/" + string(k.rows[i].act.ID)) },
		OpenOnTap: true,
		Now:       r.p.h.Now,
	})
	k.summary = kit.NewHighlightText("", kit.TextLook{MaxLines: 1})
	k.remark = kit.NewHighlightText("", kit.TextLook{MaxLines: 3, Color: kit.ColorMuted})
	k.tree = kit.NewFilterChip(l.T("kin.tree"), kit.Neutral, func() { k.turn(false) })
	k.table = kit.NewFilterChip(l.T("kin.regions"), kit.Neutral, func() { k.turn(true) })
	k.head = container.NewVBox(padded(newLine(k.summary, k.tree, gap(k.table, 6, 0)), 14, 6), padded(k.remark, 14, 4))
	k.root = k.body
	return k
}

// set reads the line of an act, which may be long, when the tab is first opened
// for it.
func (k *kin) set(x *reading) {
	if k.shown == x {
		return
	}
	fresh := k.shown == nil || k.shown.view.Record.ID != x.view.Record.ID
	k.shown = x
	p, id := k.r.p, x.view.Record.ID
	if fresh {
		k.line, k.rows = desk.Kinship{}, nil
		k.list.Reload()
		k.list.SetCurrent(-1)
		k.list.SetOffset(0)
		k.put(container.NewStack())
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[desk.Kinship]{
		Title: p.h.Lang.T("kin.reading"), Slot: "acts.kin",
		Run: func(ctx context.Context, _ kit.Progress) (desk.Kinship, error) {
			line, err := p.d.Kinship(ctx, id)
			if ctx.Err() != nil {
				p.h.Work.Deliver(func() { k.stopped(x) })
			}
			return line, err
		},
		Done: func(line desk.Kinship, err error) {
			if k.shown != x {
				return
			}
			if err != nil && !civic.Is(err, civic.NotFound) {
				k.put(kit.NewErrorPane(p.h.Lang, err, func() { k.shown = nil; k.set(x) }))
				return
			}
			k.line = line
			k.fill()
		},
	})
}

// stopped says that the reading was ended by hand, and lets it begin again.
func (k *kin) stopped(x *reading) {
	if k.shown != x {
		return // it was for another act
	}
	l := k.r.p.h.Lang
	k.put(kit.NewEmptyState(kit.EmptyView{Icon: "acts", Text: l.T("kin.stopped"), Button: l.T("button.retry"), OnPress: func() {
		k.shown = nil
		k.set(x)
	}}))
}

// turn shows the line as a tree or by region.
func (k *kin) turn(regions bool) {
	k.regions = regions
	k.fill()
}

// fill puts on the screen what is known.
func (k *kin) fill() {
	l := k.r.p.h.Lang
	k.rows = nil
	if k.regions {
		for _, g := range k.line.ByRegion() {
			head := l.T("region."+string(g.Region)) + " · " + l.N("kin.acts", len(g.Acts))
			if g.Approved > 0 {
				head += ", " + l.N("kin.approved", g.Approved)
			}
			k.rows = append(k.rows, kinEntry{heading: head})
			for _, n := range g.Acts {
				k.rows = append(k.rows, kinEntry{act: n})
			}
		}
	} else {
		for _, n := range k.line.Tree {
			k.rows = append(k.rows, kinEntry{act: n, depth: min(n.Depth, 8)})
		}
	}
	k.list.Reload()
	k.summary.Set(summary(l, k.line), nil)
	k.remark.Set(k.missing(), nil)
	k.remark.Hidden = k.missing() == ""
	k.tree.Set(l.T("kin.tree"), chosenTone(!k.regions))
	k.table.Set(l.T("kin.regions"), chosenTone(k.regions))
	switch {
	case len(k.line.Tree) > 1:
		k.put(kit.NewFrame(k.head, nil, nil, nil, k.list))
	case k.missing() != "":
		k.put(kit.NewEmptyState(kit.EmptyView{Icon: "acts", Text: k.missing(), Hint: l.T("acts.parent_away_do")}))
	default:
		k.put(kit.NewEmptyState(kit.EmptyView{
			Icon: "acts", Text: l.T("acts.kin_none"), Hint: l.T("acts.kin_none_do"), Button: l.T("cmd.reuse"), OnPress: func() { k.r.p.reuse(false) },
		}))
	}
}

func chosenTone(on bool) kit.Tone {
	if on {
		return kit.Good
	}
	return kit.Neutral
}

func (k *kin) put(o fyne.CanvasObject) {
	k.body.Objects = []fyne.CanvasObject{o}
	k.body.Refresh()
}

// missing says what of the line is not on this computer.
func (k *kin) missing() string {
	l := k.r.p.h.Lang
	var out string
	if o := k.line.Origin; o != nil {
		how := l.T("act.reuse." + string(o.Mode))
		if o.BodyName != "" {
			how += " " + o.BodyName
		}
		out = l.T("acts.parent_away", "how", how)
	}
	if k.line.Away > 0 {
		out = joined(" ", out, l.N("reuse.away", k.line.Away)+".")
	}
	if k.line.More {
		out = joined(" ", out, l.T("kin.more"))
	}
	return out
}

// view is what a line says of an act.
func (k *kin) view(e kinEntry) kit.RowView {
	if e.heading != "" {
		return kit.RowView{Title: e.heading, Marks: []kit.Span{{From: 0, To: len(e.heading), Kind: kit.Strong}}}
	}
	n, p := e.act, k.r.p
	v := p.view(row{hit: hit{ActHit: n.ActHit}})
	v.Title, v.Detail, v.Right = n.BodyName, joined(" · ", p.h.Lang.ShortDay(n.Date, p.h.Now()), k.did(n)), ""
	if n.Self {
		v.Title += " · " + p.h.Lang.T("kin.self")
		v.Marks = []kit.Span{{From: 0, To: len(v.Title), Kind: kit.Strong}}
	}
	return v
}

// did says what an act made of the one that it came from.
func (k *kin) did(n desk.Kin) string {
	l := k.r.p.h.Lang
	switch {
	case n.Compared:
		return l.T("reuse.mode."+string(n.Mode)) + ": " + l.T("reuse.changes", "kept", n.Kept, "changed", n.Changed, "new", n.New, "gone", n.Gone)
	case n.Mode != "":
		return l.T("reuse.mode." + string(n.Mode))
	}
	return l.T("kin.first")
}

// summary says how many councils took an act up, and in how many it was
// approved.
func summary(l *kit.Lang, k desk.Kinship) string {
	if k.Bodies == 0 {
		return l.T("reuse.nobody")
	}
	text := l.N("act.reused", k.Bodies)
	if k.Approved > 0 {
		text += ", " + passedIn(l, k.Approved, k.Near)
	}
	return text
}

// passedIn says in how many councils what came from an act was approved, and in
// how many of them it came from it straight.
func passedIn(l *kit.Lang, all, near int) string {
	text := l.N("acts.children_approved", all)
	if near < all {
		text += " (" + l.N("acts.passed_near", near) + ")"
	}
	return text
}

// kinRow is the kit's row, as far from the left as its act is from the first.
type kinRow struct {
	widget.BaseWidget
	row   *kit.Row
	depth int
}

const kinIndent = 20

func newKinRow() *kinRow {
	r := &kinRow{row: kit.NewRow(1)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *kinRow) set(v kit.RowView, depth int) {
	r.depth = depth
	r.row.Set(v)
	r.Refresh()
}

// CreateRenderer is for the toolkit.
func (r *kinRow) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	return &kinRowRenderer{r}
}

type kinRowRenderer struct{ r *kinRow }

func (x *kinRowRenderer) MinSize() fyne.Size { return x.r.row.MinSize() }

func (x *kinRowRenderer) Layout(s fyne.Size) {
	left := float32(x.r.depth * kinIndent)
	x.r.row.Move(fyne.NewPos(left, 0))
	x.r.row.Resize(fyne.NewSize(max(0, s.Width-left), s.Height))
}

func (x *kinRowRenderer) Refresh() {
	x.Layout(x.r.Size())
	x.r.row.Refresh()
}

func (x *kinRowRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{x.r.row} }

func (x *kinRowRenderer) Destroy() {}
