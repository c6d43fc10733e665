package acts

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Likening finds what is like an act.
type Likening interface {
	SimilarToAct(ctx context.Context, id civic.ID) (desk.Similar, error)
	PrepareSimilar(ctx context.Context) (more bool, err error)
}

// similarActs lists the acts that are like the one on show.
func (p *page) similarActs() {
	x, ok := p.reading()
	if !ok {
		return
	}
	id, l := x.view.Record.ID, p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[desk.Similar]{
		Title: l.T("similar.preparing_short"), Slot: "acts.similar",
		Run: func(ctx context.Context, _ kit.Progress) (desk.Similar, error) {
			for more := true; more; {
				var err error
				if more, err = p.d.PrepareSimilar(ctx); err != nil {
					return desk.Similar{}, err
				}
			}
			return p.d.SimilarToAct(ctx, id)
		},
		Done: func(s desk.Similar, err error) {
			switch {
			case err != nil:
				p.h.Fail(err)
			case s.Short:
				p.h.Toast(kit.Toast{Text: l.T("similar.too_short")})
			case len(s.Acts) == 0:
				p.h.Toast(kit.Toast{Text: l.T("similar.none")})
			default:
				p.showSimilar(s)
			}
		},
	})
}

func (p *page) showSimilar(s desk.Similar) {
	l := p.h.Lang
	var box dialog.Dialog
	list := kit.NewKeyList(kit.ListOptions{
		Len: func() int { return len(s.Acts) },
		New: func() fyne.CanvasObject { return kit.NewRow(2) },
		Update: func(i int, o fyne.CanvasObject) {
			v := p.view(row{hit: hit{ActHit: s.Acts[i].Act}})
			v.Right = strconv.Itoa(int(s.Acts[i].Overlap*100)) + "%"
			o.(*kit.Row).Set(v)
		},
		Label: func(i int) string { return s.Acts[i].Act.Subject },
		OnOpen: func(i int) {
			box.Hide()
			p.h.Go("acts/" + string(s.Acts[i].Act.ID))
		},
		OpenOnTap: true,
		OnKey: func(k *fyne.KeyEvent) bool {
			if k.Name == fyne.KeyEscape {
				box.Hide()
			}
			return k.Name == fyne.KeyEscape
		},
		Now: p.h.Now,
	})
	title := l.N("similar.acts", len(s.Acts))
	if s.Voted > 0 {
		title = l.N("similar.voted", s.Voted)
	}
	room := p.h.Window.Canvas().Size()
	size := fyne.NewSize(min(620, room.Width-80), min(460, room.Height-160))
	box = dialog.NewCustom(title, l.T("button.close"), container.NewGridWrap(size, list), p.h.Window)
	box.Show()
	p.h.Window.Canvas().Focus(list)
}
