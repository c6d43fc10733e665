package agenda

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

func (p *page) shown() {
	p.h.OnDrop = p.dropped
	p.reload()
}

// hidden lets files that are dropped go where they go elsewhere.
func (p *page) hidden() { p.h.OnDrop = nil }

// what a dropped file may be.
type dropped int

const (
	droppedConvocation dropped = iota
	droppedPaper
	droppedMinutes
)

// dropped takes files that were dropped on the page: a convocation where nothing
// else is on show, else what the person says. Nothing is kept before that.
func (p *page) dropped(paths []string) bool {
	var kinds []dropped
	if len(paths) == 1 {
		kinds = append(kinds, droppedConvocation)
	}
	item := p.row().item
	if p.view.ID != "" && p.paper == nil {
		if item != "" {
			kinds = append([]dropped{droppedPaper}, kinds...)
		}
		if len(paths) == 1 {
			kinds = append(kinds, droppedMinutes)
		}
	}
	switch {
	case len(kinds) == 0:
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("sitting.drop_item")})
	case len(kinds) == 1 && kinds[0] == droppedConvocation:
		p.readDropped(paths[0])
	default:
		p.askDropped(paths, kinds, item)
	}
	return true
}

// askDropped asks what the files are.
func (p *page) askDropped(paths []string, kinds []dropped, item civic.ID) {
	l := p.h.Lang
	names := make([]string, len(kinds))
	for i, k := range kinds {
		switch k {
		case droppedConvocation:
			names[i] = l.T("sitting.drop_convocation")
		case droppedMinutes:
			names[i] = l.T("sitting.drop_minutes")
		case droppedPaper:
			names[i] = l.T("sitting.drop_paper", "subject", p.view.Item(item).Subject)
		}
	}
	choice := widget.NewRadioGroup(names, nil)
	choice.Required = true
	choice.SetSelected(names[0])
	content := container.NewVBox()
	for _, path := range paths {
		content.Add(text(filepath.Base(path)))
	}
	content.Add(choice)
	id := p.view.ID
	p.h.AskWith(l.T("sitting.drop_title"), container.New(wide{480}, content), l.T("button.ok"), func() {
		for i, k := range kinds {
			if names[i] == choice.Selected {
				p.takeDropped(k, paths, id, item)
				return
			}
		}
	})
}

func (p *page) takeDropped(k dropped, paths []string, id, item civic.ID) {
	said := p.h.Lang.T("sitting.saved")
	switch k {
	case droppedConvocation:
		p.readDropped(paths[0])
	case droppedMinutes:
		p.do(said, func(ctx context.Context) (civic.Sitting, error) { return p.c.SetMinutes(ctx, id, paths[0]) })
	case droppedPaper:
		p.do(said, func(ctx context.Context) (s civic.Sitting, err error) {
			for _, path := range paths {
				if s, _, err = p.c.AddPaper(ctx, id, item, path); err != nil {
					return s, err
				}
			}
			return s, nil
		})
	}
}

// readDropped reads a convocation; what was understood is shown before it is kept.
func (p *page) readDropped(path string) {
	p.convoked(func(ctx context.Context) (civic.Sitting, error) { return p.c.ReadConvocationFile(ctx, path, "") })
}
