package acts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// kin is the tab of where an act comes from and what came from it.
type kin struct {
	r     *reader
	shown *reading
	rows  []row
	list  *kit.KeyList
	body  *fyne.Container
	root  fyne.CanvasObject
}

func newKin(r *reader) *kin {
	k := &kin{r: r, body: container.NewStack()}
	k.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(k.rows) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(r.p.view(k.rows[i])) },
		Label:     func(i int) string { return k.rows[i].hit.Subject },
		Skip:      func(i int) bool { return k.rows[i].heading != "" },
		OnOpen:    func(i int) { r.p.h.Go("acts/" + string(k.rows[i].hit.ID)) },
		OpenOnTap: true,
		Now:       r.p.h.Now,
	})
	k.root = k.body
	return k
}

func (k *kin) set(x *reading) {
	if k.shown == x {
		return
	}
	fresh := k.shown == nil || k.shown.view.Record.ID != x.view.Record.ID
	k.shown = x
	l, v := k.r.p.h.Lang, x.view
	k.rows = nil
	remark := ""
	switch {
	case v.Parent != nil:
		k.rows = append(k.rows, row{heading: l.T("act.reuse." + string(v.Act.Lineage.Mode))}, row{hit: hit{ActHit: *v.Parent}})
	case v.Act.Lineage != nil:
		remark = l.T("acts.parent_away", "how", l.T("act.reuse."+string(v.Act.Lineage.Mode)))
	}
	if len(v.Children) > 0 {
		k.rows = append(k.rows, row{heading: k.summary(v.Children)})
		for _, c := range v.Children {
			k.rows = append(k.rows, row{hit: hit{ActHit: c}})
		}
	}
	k.list.Reload()
	if fresh {
		k.list.SetCurrent(-1)
		k.list.SetOffset(0)
	}
	var o fyne.CanvasObject
	switch {
	case len(k.rows) == 0 && remark != "":
		o = kit.NewEmptyState(kit.EmptyView{Icon: "acts", Text: remark, Hint: l.T("acts.parent_away_do")})
	case len(k.rows) == 0:
		o = kit.NewEmptyState(kit.EmptyView{Icon: "acts", Text: l.T("acts.kin_none"), Hint: l.T("acts.kin_none_do")})
	case remark != "":
		o = kit.NewFrame(padded(muted(remark), 14, 10), nil, nil, nil, k.list)
	default:
		o = k.list
	}
	k.body.Objects = []fyne.CanvasObject{o}
	k.body.Refresh()
}

// summary says how many acts came from this one, and how many were approved.
func (k *kin) summary(children []civic.ActHit) string {
	l, good := k.r.p.h.Lang, 0
	for _, c := range children {
		switch c.Outcome {
		case civic.Approved, civic.ApprovedAmended, civic.ApprovedInParts:
			good++
		}
	}
	text := l.N("acts.children", len(children))
	if good > 0 {
		text += ", " + l.N("acts.children_approved", good)
	}
	return text
}
