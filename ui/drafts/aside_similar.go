package drafts

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// tabSimilar is its place among the tabs of the side.
const tabSimilar = "similar"

// similarTab lists who has written something like the draft, as one writes.
type similarTab struct {
	e *editor
	*asideList
	found     desk.Similar
	asked     bool
	preparing bool
}

func newSimilarTab(e *editor) *similarTab { return &similarTab{e: e, asideList: newAsideList(e)} }

func (*similarTab) id() string { return tabSimilar }

func (*similarTab) title() string { return "drafts.tab.similar" }

func (t *similarTab) badge() int { return len(t.found.Acts) + len(t.found.Drafts) }

func (t *similarTab) view() fyne.CanvasObject { return t.list }

func (t *similarTab) focus() fyne.Focusable { return t.list }

// changed asks anew; what was asked before is given up.
func (t *similarTab) changed() {
	t.asked = true
	id, text := t.e.draft.ID, t.e.written()
	readAside(t.e, tabSimilar, func(ctx context.Context) (desk.Similar, error) {
		return t.e.p.d.SimilarToDraft(ctx, id, &text)
	}, func(s desk.Similar) {
		t.found = s
		t.e.aside.came(t)
		if s.Due > 0 {
			t.prepare()
		}
	})
}

// prepare looks at acts that have come since, in the background, and asks again.
func (t *similarTab) prepare() {
	if t.preparing {
		return
	}
	t.preparing = true
	kit.Do(context.Background(), t.e.p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			for {
				if more, err := t.e.p.d.PrepareSimilar(ctx); err != nil || !more {
					return struct{}{}, err
				}
			}
		},
		Done: func(_ struct{}, err error) {
			if err == nil && t.e.on() {
				t.preparing = false // else not again: it would fail at every key
				t.changed()
			}
		},
	})
}

func (t *similarTab) update() {
	if !t.asked {
		t.changed()
	}
	l := t.e.p.h.Lang
	said := func(text string) asideRow { return asideRow{view: kit.RowView{Title: text, Pending: true}} }
	var rows []asideRow
	s := t.found
	switch {
	case s.Short:
		rows = append(rows, said(l.T("similar.short")))
	case s.Voted > 0:
		rows = append(rows, said(l.N("similar.voted_words", s.Voted, "count", inWords(l, s.Voted))))
	case s.Bodies > 0:
		rows = append(rows, said(l.N("similar.bodies_words", s.Bodies, "count", inWords(l, s.Bodies))))
	case len(s.Acts) == 0 && len(s.Drafts) == 0 && (t.preparing || s.Due > 0):
		rows = append(rows, said(l.T("similar.preparing")))
	case len(s.Acts) == 0 && len(s.Drafts) == 0:
		rows = append(rows, said(l.T("similar.none")))
	}
	for i, x := range s.Acts {
		rows = append(rows, asideRow{view: t.act(x), open: func() { t.menu(x, i+1) }})
	}
	if len(s.Drafts) > 0 {
		rows = append(rows, asideRow{view: kit.RowView{Title: l.T("similar.drafts"), Heading: true}})
	}
	for _, x := range s.Drafts {
		title := x.Subject
		if title == "" {
			title = l.T("drafts.untitled")
		}
		v := kit.RowView{Title: title, Detail: l.T("similar.in_common", "n", percent(x.Overlap)), Icon: likeIcon(x.Likeness)}
		rows = append(rows, asideRow{view: v, open: func() { t.e.p.h.Go("drafts/" + string(x.ID)) }})
	}
	t.set(rows)
}

// inWords writes a number as a sentence begins with it; above ten as a number.
func inWords(l *kit.Lang, n int) string {
	if n > 10 {
		return l.Number(n)
	}
	return l.T("similar.number." + strconv.Itoa(n))
}

func percent(overlap float64) string { return strconv.Itoa(int(overlap*100)) + "%" }

func likeIcon(x drafting.Likeness) fyne.Resource {
	if x == drafting.NearlyTheSame {
		return theme.NewWarningThemedResource(theme.ContentCopyIcon())
	}
	return theme.NewColoredResource(theme.ContentCopyIcon(), kit.ColorMuted)
}

func (t *similarTab) act(x desk.SimilarAct) kit.RowView {
	l := t.e.p.h.Lang
	parts := []string{percent(x.Overlap), x.Act.BodyName, l.T("act.outcome." + string(x.Act.Outcome)), l.ShortDay(x.Act.Date, t.e.p.h.Now())}
	if x.Bond != desk.Unbound {
		parts = append(parts, l.T("similar.bond."+string(x.Bond)))
	}
	return kit.RowView{Title: x.Act.Subject, Detail: strings.Join(parts, " · "), Icon: likeIcon(x.Likeness)}
}

// menu offers what one can do with an act that is like the draft.
func (t *similarTab) menu(x desk.SimilarAct, _ int) {
	e, l := t.e, t.e.p.h.Lang
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(l.T("similar.open"), func() { e.p.h.Go("acts/" + string(x.Act.ID)) }),
		fyne.NewMenuItem(l.T("similar.compare"), func() { e.compareWith(x) }),
		fyne.NewMenuItem(l.T("cmd.reuse"), func() { e.reuseInstead(x.Act.ID) }),
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), e.p.h.Window.Canvas(), t.list.MenuPlace())
}

// compareWith shows in the place of the text what the draft changes of an act.
func (e *editor) compareWith(x desk.SimilarAct) {
	l, mine := e.p.h.Lang, e.written()
	kit.Do(context.Background(), e.p.h.Work, kit.Job[drafting.Comparison]{
		Slot: "drafts.compare",
		Run: func(context.Context, kit.Progress) (drafting.Comparison, error) {
			return drafting.Compare(x.Content, mine), nil
		},
		Done: func(c drafting.Comparison, err error) {
			if err != nil || !e.on() {
				return
			}
			reader := kit.NewReader()
			reader.SetBlocks(compareBlocks(c, sideBoth, l))
			head := kit.NewHighlightText(l.T("similar.compared", "body", x.Act.BodyName, "subject", x.Act.Subject), kit.TextLook{MaxLines: 2, Color: kit.ColorMuted})
			e.show(&preview{e: e, root: kit.NewFrame(container.NewPadded(head), nil, nil, nil, reader)})
		},
	})
}

// reuseInstead begins another draft made of the act; this one stays as it is.
func (e *editor) reuseInstead(act civic.ID) {
	kit.Do(context.Background(), e.p.h.Work, kit.Job[desk.Reused]{
		Run: func(ctx context.Context, _ kit.Progress) (desk.Reused, error) {
			return e.p.d.Reuse(ctx, act, desk.ReuseHow{})
		},
		Done: func(r desk.Reused, err error) {
			if err != nil {
				e.p.h.Fail(err)
				return
			}
			e.p.h.Go("drafts/" + string(r.Draft))
		},
	})
}
