package settings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// kept is what the section "offline" reads.
type kept struct {
	profile  civic.Profile
	channels []civic.ChannelState
	pins     []civic.PinState
}

func (p *page) offline() {
	load(p, func(ctx context.Context) (k kept, err error) {
		if k.profile, err = p.d.Profile(ctx); err != nil {
			return k, err
		}
		if k.channels, err = p.d.Channels(ctx); err != nil {
			return k, err
		}
		k.pins, err = p.d.Pins(ctx)
		return k, err
	}, p.showKept)
}

func (p *page) showKept(k kept) {
	l := p.h.Lang
	var size, count int64
	missing := 0
	for _, c := range k.channels {
		size, count = size+c.Bytes, count+c.Count
		if !c.Complete {
			missing++
		}
	}
	grid := container.NewGridWithColumns(3)
	var boxes []*widget.Check
	for _, r := range civic.Regions() {
		box := widget.NewCheck(l.T("region."+string(r)), nil)
		box.SetChecked(slices.Contains(k.profile.Regions, r))
		boxes = append(boxes, box)
		grid.Add(box)
	}
	years := kit.NewSelect(l, []string{"1", "2", "3", "5", "10"}, nil)
	years.SetSelected(strconv.Itoa(max(k.profile.Years, 1)))
	if k.profile.Years == 0 {
		years.SetSelected("3")
	}
	save := kit.NewPrimaryButton(l.T("button.save"), nil, func() {
		var chosen []civic.Region
		for i, r := range civic.Regions() {
			if boxes[i].Checked {
				chosen = append(chosen, r)
			}
		}
		n, err := strconv.Atoi(years.Selected)
		if err != nil {
			n = 0
		}
		p.do(func(ctx context.Context) error { return p.d.Keep(ctx, chosen, n) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("settings.kept")})
		})
	})
	state := l.T("settings.kept_complete")
	if missing > 0 {
		state = l.N("settings.kept_missing", missing)
	}
	parts := p.held(k.channels)
	parts = append(parts, text(l.T("settings.kept_size", "size", l.Size(size), "count", l.Number(int(count)))+" "+state))
	if k.profile.Small {
		parts = append(parts, text(l.T("settings.small")))
	}
	parts = append(parts, text(l.T("settings.regions_help")), grid,
		container.NewHBox(widget.NewLabel(l.T("settings.years")), years), container.NewHBox(save))
	p.put(append(parts, p.pinned(k.pins)...)...)
}

// percent stands after a text size.
const percent = " %"

func (p *page) appearance() {
	load(p, p.d.Settings, p.showLook)
}

func (p *page) showLook(s civic.Settings) {
	l := p.h.Lang
	if s.Theme == "" {
		s.Theme = string(kit.System)
	}
	change := func(f func(*civic.Settings)) {
		kit.Do(context.Background(), p.h.Work, kit.Job[civic.Settings]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Settings, error) {
				return p.d.ChangeSettings(ctx, func(s *civic.Settings) error {
					f(s)
					return nil
				})
			},
			Done: func(s civic.Settings, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.program.Look(s)
			},
		})
	}
	choice := func(keys []string, prefix, now string, set func(string)) fyne.CanvasObject {
		var options []string
		at := ""
		for _, k := range keys {
			options = append(options, l.T(prefix+k))
			if k == now {
				at = l.T(prefix + k)
			}
		}
		sel := kit.NewSelect(l, options, nil)
		sel.SetSelected(at)
		sel.OnChanged = func(v string) {
			if i := slices.Index(options, v); i >= 0 {
				set(keys[i])
			}
		}
		return sel
	}
	var variants []string
	for _, v := range kit.Variants() {
		variants = append(variants, string(v))
	}
	sizes := []string{"90 %", "100 %", "110 %", "125 %", "150 %", "175 %", "200 %"}
	size := kit.NewSelect(l, sizes, nil)
	size.SetSelected(strconv.Itoa(max(s.TextSize, 90)) + percent)
	if s.TextSize == 0 {
		size.SetSelected("100" + percent)
	}
	size.OnChanged = func(v string) {
		if n, err := strconv.Atoi(strings.TrimSuffix(v, percent)); err == nil {
			change(func(s *civic.Settings) { s.TextSize = n })
		}
	}
	language := s.Language
	if language == "" {
		language = l.Code()
	}
	p.put(widget.NewForm(
		widget.NewFormItem(l.T("settings.theme"), choice(variants, "settings.theme.", s.Theme, func(v string) { change(func(s *civic.Settings) { s.Theme = v }) })),
		widget.NewFormItem(l.T("settings.text_size"), size),
		widget.NewFormItem(l.T("settings.language"), choice(p.program.Languages, "settings.language.", language, func(v string) { change(func(s *civic.Settings) { s.Language = v }) })),
	), text(l.T("settings.restart")))
}

func (p *page) diagnostics() {
	l := p.h.Lang
	load(p, p.d.Doctor, func(found []civic.Finding) {
		parts := []fyne.CanvasObject{}
		if len(found) == 0 {
			parts = append(parts, text(l.T("settings.doctor_fine")))
		}
		for _, f := range found {
			var kv []any
			for k, v := range f.Params {
				kv = append(kv, k, v)
			}
			line := text(l.T("finding."+f.Code, kv...))
			if f.Severity == civic.Blocking {
				line.Importance = widget.DangerImportance
			}
			parts = append(parts, line)
		}
		parts = append(parts, container.NewHBox(kit.NewButton(l.T("settings.doctor_again"), nil, p.diagnostics)))
		p.put(parts...)
	})
}

func (p *page) about() {
	l := p.h.Lang
	p.put(text(l.T("about.version", "version", civic.Version)), text(l.T("about.licence")),
		text(l.T("about.credit_istat", "credit", p.program.Credit)), text(l.T("about.credit_fonts")), text(l.T("about.credit_spelling")), text(l.T("about.privacy")))
}
