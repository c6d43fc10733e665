package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// Devices are the computers that come in with the person's account.
type Devices interface {
	Devices(ctx context.Context) ([]civic.Device, error)
	ShutOut(ctx context.Context, device civic.ID) ([]civic.Device, error)
}

// devices asks the central for the person's computers and writes them into box;
// without a network the rest of the section stands alone.
func (p *page) devices(own civic.ID, box *fyne.Container) {
	box.Objects = []fyne.CanvasObject{heading(p.h.Lang.T("devices.title")), text(p.h.Lang.T("devices.asking"))}
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Device]{
		Slot: "settings.devices",
		Run:  func(ctx context.Context, _ kit.Progress) ([]civic.Device, error) { return p.d.Devices(ctx) },
		Done: func(list []civic.Device, err error) {
			if err != nil {
				box.Objects = []fyne.CanvasObject{heading(p.h.Lang.T("devices.title")), text(p.h.Lang.T("devices.offline"))}
				box.Refresh()
				return
			}
			p.showDevices(own, list, box)
		},
	})
}

func (p *page) showDevices(own civic.ID, list []civic.Device, box *fyne.Container) {
	l := p.h.Lang
	rows := []fyne.CanvasObject{heading(l.T("devices.title"))}
	slices.SortStableFunc(list, func(a, b civic.Device) int { return b.Seen.Compare(a.Seen) })
	for _, d := range list {
		name := d.Name
		if name == "" {
			name = l.T("devices.unnamed")
		}
		if d.ID == own {
			rows = append(rows, text(name+" · "+l.T("devices.mine")))
			continue
		}
		if !d.Revoked.IsZero() {
			rows = append(rows, text(name+" · "+l.T("devices.revoked", "when", l.Date(d.Revoked))))
			continue
		}
		out := kit.NewQuietButton(l.T("devices.shut_out"), nil, func() { p.shutOut(own, d, name, box) })
		rows = append(rows, text(name+" · "+l.T("devices.seen", "when", l.Date(d.Seen))), container.NewHBox(out))
	}
	box.Objects = rows
	box.Refresh()
}

func (p *page) shutOut(own civic.ID, d civic.Device, name string, box *fyne.Container) {
	l := p.h.Lang
	p.h.Ask(l.T("devices.shut_out_title", "name", name), l.T("devices.shut_out_text"), l.T("devices.shut_out"), func() {
		kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Device]{
			Slot: "settings.devices",
			Run:  func(ctx context.Context, _ kit.Progress) ([]civic.Device, error) { return p.d.ShutOut(ctx, d.ID) },
			Done: func(list []civic.Device, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.showDevices(own, list, box)
			},
		})
	})
}
