package settings

import (
	"context"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// notices chooses what "Oggi" tells of.
func (p *page) notices() { load(p, p.d.Profile, p.showNotices) }

func (p *page) showNotices(who civic.Profile) {
	l := p.h.Lang
	all := widget.NewCheck(l.T("settings.calls_all"), nil)
	all.SetChecked(who.AllCalls)
	save := kit.NewPrimaryButton(l.T("button.save"), nil, func() {
		p.do(func(ctx context.Context) error { return p.d.TellAllCalls(ctx, all.Checked) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("settings.calls_saved")})
		})
	})
	see := kit.NewButton(l.T("settings.calls_see"), nil, func() { p.h.Go("calls") })
	p.put(text(l.T("settings.calls_help")), all, text(l.T("settings.calls_all_help")), container.NewHBox(save, see))
}
