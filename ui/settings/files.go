package settings

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// fetchSteps are the sizes up to which files may come by themselves, in bytes:
// from none to all.
func fetchSteps() []int64 { return []int64{0, 1 << 20, 5 << 20, civic.MaxAttachment} }

func (p *page) files() { load(p, p.d.Profile, p.showFiles) }

func (p *page) showFiles(who civic.Profile) {
	l := p.h.Lang
	steps := fetchSteps()
	if up := who.Files.UpTo; up > 0 && !slices.Contains(steps, up) { // chosen in a terminal
		steps = append(steps, up)
		slices.Sort(steps)
	}
	var options []string
	for _, n := range steps {
		switch n {
		case 0:
			options = append(options, l.T("settings.files_never"))
		case civic.MaxAttachment:
			options = append(options, l.T("settings.files_always"))
		default:
			options = append(options, l.T("settings.files_up_to", "limit", strconv.FormatInt(max(1, n>>20), 10)))
		}
	}
	up := kit.NewSelect(l, options, nil)
	up.SetSelected(options[max(0, slices.Index(steps, who.Files.UpTo))])
	metered := widget.NewCheck(l.T("settings.files_metered"), nil)
	metered.SetChecked(who.Files.Metered)
	save := kit.NewPrimaryButton(l.T("button.save"), nil, func() {
		rule := civic.FetchRule{UpTo: steps[max(0, slices.Index(options, up.Selected))], Metered: metered.Checked}
		p.do(func(ctx context.Context) error { return p.d.FetchRule(ctx, rule) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("settings.files_saved")})
		})
	})
	p.put(
		text(l.T("settings.files_help")), widget.NewForm(widget.NewFormItem(l.T("settings.files_rule"), up)),
		metered, text(l.T("settings.files_metered_help")), container.NewHBox(save),
	)
}
