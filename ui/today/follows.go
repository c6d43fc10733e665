package today

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// follows shows what the person follows, and lets them stop.
func (p *page) follows() {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.FollowView]{
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.FollowView, error) { return p.c.Follows(ctx) },
		Done: func(all []civic.FollowView, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.showFollows(all)
		},
	})
}

func (p *page) showFollows(all []civic.FollowView) {
	l := p.h.Lang
	column := container.NewVBox(kit.NewHighlightText(l.T("today.follows_note"), kit.TextLook{MaxLines: -1, Color: kit.ColorMuted}))
	var box dialog.Dialog
	for _, f := range all {
		name := kit.NewHighlightText(followName(l, f), kit.TextLook{MaxLines: 2})
		var stop *kit.Button
		stop = kit.NewButton(l.T("today.unfollow"), nil, func() {
			stop.Disable()
			p.unfollow(f)
		})
		stop.OnEscape = func() { box.Hide() }
		column.Add(container.NewBorder(nil, nil, nil, stop, name))
	}
	if len(all) == 0 {
		column.Add(kit.NewHighlightText(l.T("follow.none"), kit.TextLook{}))
	}
	done := kit.NewPrimaryButton(l.T("button.close"), nil, func() { box.Hide() })
	done.OnEscape = func() { box.Hide() }
	scroll := container.NewVScroll(column)
	box = dialog.NewCustomWithoutButtons(l.T("today.follows_title"), container.NewPadded(scroll), p.h.Window)
	box.(*dialog.CustomDialog).SetButtons([]fyne.CanvasObject{done})
	room := p.h.Window.Canvas().Size()
	box.Resize(fyne.NewSize(min(620, room.Width-40), min(190+float32(len(all))*44, room.Height-40)))
	box.Show()
	p.h.Window.Canvas().Focus(done)
}

func followName(l *kit.Lang, f civic.FollowView) string {
	name := f.Name
	switch {
	case f.What == civic.FollowTheme:
		name = l.T("theme." + f.Target)
	case name == "":
		name = f.Target
	}
	return l.T("follow.kind."+string(f.What)) + ": " + name
}

func (p *page) unfollow(f civic.FollowView) {
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, p.c.Unfollow(ctx, f.What, f.Target)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.reload()
		},
	})
}
