package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// chooser is a field for a body's name with the bodies that it may be; the one
// that is pressed becomes the person's own.
func (p *page) chooser() []fyne.CanvasObject {
	found := container.NewVBox()
	typed := p.bodyField(found, func(b civic.Body) { p.takeBody(b.Code()) })
	in := kit.NewButton(p.h.Lang.T("council.import"), nil, p.importCouncil)
	return []fyne.CanvasObject{typed, found, container.NewHBox(in)}
}

// askBody is chooser as a dialog.
func (p *page) askBody() {
	l := p.h.Lang
	found := container.NewVBox()
	var chosen civic.BodyCode
	typed := p.bodyField(found, nil)
	pick := func(b civic.Body) {
		chosen = b.Code()
		typed.SetText(b.Name)
	}
	typed.OnChanged = func(s string) { p.lookBodies(s, found, pick) }
	// The offers want room: a dialog does not grow.
	box := container.NewVBox(typed, container.NewGridWrap(fyne.NewSize(420, 280), container.NewVScroll(found)))
	p.h.AskWith(l.T("council.other"), box, l.T("button.choose"), func() {
		if chosen != "" {
			p.takeBody(chosen)
		}
	})
	p.h.Window.Canvas().Focus(typed)
}

func (p *page) bodyField(found *fyne.Container, pick func(civic.Body)) *kit.Field {
	f := kit.NewField()
	f.SetPlaceHolder(p.h.Lang.T("council.body_hint"))
	f.OnChanged = func(s string) { p.lookBodies(s, found, pick) }
	return f
}

func (p *page) lookBodies(typed string, found *fyne.Container, pick func(civic.Body)) {
	if len(typed) < 2 {
		found.Objects = nil
		found.Refresh()
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Body]{
		Slot: "settings.bodies",
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.Body, error) {
			return p.program.Council.FindBodies(ctx, typed, mostBodies)
		},
		Done: func(list []civic.Body, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			found.Objects = nil
			for _, b := range list {
				name := b.Name
				if b.Province != "" {
					name += " (" + b.Province + ")"
				}
				found.Add(container.NewHBox(kit.NewQuietButton(name, nil, func() { pick(b) })))
			}
			found.Refresh()
		},
	})
}

// takeBody makes a body the person's own: its profile is kept as it begins.
func (p *page) takeBody(code civic.BodyCode) {
	c := p.program.Council
	p.change(func(ctx context.Context) error {
		x, err := c.Profile(ctx, code)
		if err != nil {
			return err
		}
		_, err = c.Keep(ctx, x)
		return err
	}, p.h.Lang.T("council.kept"))
}
