package today

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// takenOut is what a moderator sees in place of the invitations: those that were
// taken out in their territories, each to be put back.
type takenOut struct {
	p         *calls
	on        bool // in place of the others
	moderates bool
	asked     bool // the keyboard is to come to the list that was turned to
	all       []desk.TakenOut
	check     *kit.Check
	list      *kit.KeyList
}

func newTakenOut(p *calls) *takenOut {
	l := p.h.Lang
	t := &takenOut{p: p}
	t.check = kit.NewCheck(l.T("call.taken"), func(on bool) {
		t.on, t.asked, p.asked = on, on, !on
		p.h.Window.Canvas().Unfocus()
		p.reload()
	})
	t.check.Hidden = true
	t.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(t.all) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(t.row(t.all[i])) },
		Label:     func(i int) string { return t.row(t.all[i]).Title },
		OnOpen:    func(i int) { t.ask(t.all[i]) },
		OpenOnTap: true,
	})
	return t
}

// reload reads them, and whether there is anything to moderate at all.
func (t *takenOut) reload() {
	p := t.p
	type found struct {
		all       []desk.TakenOut
		moderates bool
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[found]{
		Slot: "calls.taken",
		Run: func(ctx context.Context, _ kit.Progress) (f found, err error) {
			f.all, f.moderates, err = p.d.TakenOut(ctx)
			return f, err
		},
		Done: func(f found, err error) {
			t.all, t.moderates = f.all, f.moderates
			if t.check.Hidden == f.moderates {
				t.check.Hidden = !f.moderates
				t.check.Refresh()
				p.main.Refresh()
			}
			switch {
			case !t.on:
			case err != nil:
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
			default:
				t.show()
			}
		},
	})
}

func (t *takenOut) show() {
	p, l := t.p, t.p.h.Lang
	if len(t.all) == 0 {
		p.put(kit.NewEmptyState(kit.EmptyView{Icon: "spaces", Text: l.T("call.taken_none"), Hint: l.T("call.taken_hint")}))
		return
	}
	t.list.Reload()
	p.put(t.list)
	if t.asked {
		t.asked = false
		p.h.Window.Canvas().Focus(t.list)
	}
}

func (t *takenOut) row(x desk.TakenOut) kit.RowView {
	l, now := t.p.h.Lang, t.p.h.Now()
	v := kit.RowView{Icon: kit.Icon("spaces"), Title: x.Subject, Detail: l.T("call.return." + string(x.Reason)), Right: l.ShortTime(x.At, now)}
	if v.Title == "" {
		v.Title = l.T("call.act_away")
	}
	if x.Note != "" {
		v.Detail += " · " + x.Note
	}
	return v
}

// ask says why an invitation was taken out, and puts it back.
func (t *takenOut) ask(x desk.TakenOut) {
	p, l := t.p, t.p.h.Lang
	text := container.NewVBox(
		kit.NewWords(l.T("call.returned", "date", l.Date(x.At.In(p.h.Now().Location())), "reason", l.T("call.return."+string(x.Reason)))),
	)
	if x.Note != "" {
		text.Add(kit.NewWords(x.Note))
	}
	text.Add(kit.NewWords(l.T("call.back_about")))
	p.h.AskWith(l.T("call.back_title"), text, l.T("call.back"), func() {
		kit.Do(context.Background(), p.h.Work, kit.Job[civic.Queued]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Queued, error) {
				return p.d.ReinstateCall(ctx, x.About)
			},
			Done: func(_ civic.Queued, err error) {
				if err != nil {
					p.h.Fail(err)
				} else {
					p.h.Toast(kit.Toast{Text: l.T("call.back_done")})
				}
				p.reload()
				p.h.Changed()
			},
		})
	})
	p.h.Window.Canvas().FocusNext()
}
