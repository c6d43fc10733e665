package settings

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// held asks about what the central no longer has and this computer still does,
// where that is most of a channel.
func (p *page) held(all []civic.ChannelState) []fyne.CanvasObject {
	l := p.h.Lang
	var parts []fyne.CanvasObject
	for _, c := range all {
		if c.Held == 0 {
			continue
		}
		name := c.Channel
		line := text(l.T("sweep.ask", "channel", p.channel(name), "held", l.Number(int(c.Held)), "count", l.Number(int(c.Count))))
		line.Importance = widget.WarningImportance
		keep := kit.NewPrimaryButton(l.T("sweep.keep"), nil, func() {
			p.do(func(ctx context.Context) error { return p.d.KeepSwept(ctx, name) }, nil)
		})
		let := kit.NewButton(l.T("sweep.let_go"), nil, func() {
			p.h.Ask(l.T("sweep.title"), l.N("sweep.text", int(c.Held)), l.T("sweep.let_go"), func() {
				p.do(func(ctx context.Context) error { return p.d.Sweep(ctx, name) }, nil)
			})
		})
		parts = append(parts, line, container.NewHBox(keep, let))
	}
	return parts
}

// channel names a channel in words.
func (p *page) channel(c civic.Channel) string {
	l := p.h.Lang
	where := l.T("region." + string(c.Region()))
	switch c.Family() {
	case "acts", "councillors":
		return l.T("channel."+c.Family(), "where", where, "year", strconv.Itoa(c.Year()))
	case "talk", "public":
		return l.T("channel."+c.Family(), "where", where)
	}
	return l.T("channel." + c.Family())
}

// pinned lists the acts that are kept beside the chosen channels.
func (p *page) pinned(all []civic.PinState) []fyne.CanvasObject {
	l := p.h.Lang
	if len(all) == 0 {
		return []fyne.CanvasObject{text(l.T("settings.pins_none"))}
	}
	var size int64
	for _, x := range all {
		size += x.Bytes
	}
	parts := []fyne.CanvasObject{text(l.N("settings.pins", len(all), "size", l.Size(size)))}
	for _, x := range all {
		title := x.Subject
		if title == "" {
			title = l.T("settings.pin_coming")
		}
		subject, why := text(title), text(l.T("settings.pin."+string(x.Why))+" · "+l.Size(x.Bytes))
		subject.TextStyle.Bold = true
		open := kit.NewQuietButton(l.T("drafts.open_act"), nil, func() { p.h.Go("acts/" + string(x.ID)) })
		drop := kit.NewQuietButton(l.T("settings.unpin"), nil, func() {
			p.do(func(ctx context.Context) error { return p.d.Unpin(ctx, x.ID) }, nil)
		})
		parts = append(parts, subject, container.NewBorder(nil, nil, nil, container.NewHBox(open, drop), why))
	}
	return parts
}

// onDisk is what the section "data" reads.
type onDisk struct {
	lost  desk.Parting
	found []civic.Finding
}

func (p *page) data() {
	load(p, func(ctx context.Context) (o onDisk, err error) {
		if o.lost, err = p.d.Parting(ctx); err != nil {
			return o, err
		}
		o.found, err = p.d.Doctor(ctx)
		return o, err
	}, p.showData)
}

func (p *page) showData(o onDisk) {
	l := p.h.Lang
	parts := []fyne.CanvasObject{
		text(l.T("settings.folder", "path", p.program.Home)),
		container.NewHBox(kit.NewButton(l.T("button.open_folder"), nil, func() {
			if err := p.h.OpenFile(p.program.Home); err != nil {
				p.h.Fail(err)
			}
		})),
		text(l.T("settings.data_help")),
		container.NewHBox(kit.NewButton(l.T("nav.bin"), nil, func() { p.h.Go("bin") })),
	}
	for _, f := range o.found {
		if f.Code == "doctor.disk_open" || f.Code == "doctor.disk_unknown" || f.Code == "doctor.rights" {
			var kv []any
			for k, v := range f.Params {
				kv = append(kv, k, v)
			}
			parts = append(parts, text(l.T("finding."+f.Code, kv...)))
		}
	}
	if p.program.Wipe != nil {
		wipe := kit.NewButton(l.T("settings.wipe"), nil, func() { p.wipe(o.lost) })
		wipe.Importance = widget.DangerImportance
		parts = append(parts, container.NewHBox(wipe))
	}
	p.put(parts...)
}

// wipe asks twice: first with what would be lost and what cannot be removed,
// then once more.
func (p *page) wipe(lost desk.Parting) {
	l := p.h.Lang
	lines := []fyne.CanvasObject{text(l.T("settings.wipe_text")), text(p.losing(lost)), text(l.T("wipe.elsewhere"))}
	exports := kit.NewCheck(l.T("settings.wipe_exports", "path", p.program.Exports), nil)
	if p.program.Exports != "" {
		lines = append(lines, exports)
	}
	p.h.AskWith(l.T("settings.wipe_title"), container.NewVBox(lines...), l.T("settings.wipe_go_on"), func() {
		p.h.Ask(l.T("settings.wipe_again"), p.losing(lost), l.T("settings.wipe_verb"), func() { p.program.Wipe(exports.Checked) })
	})
}

// losing says what would be lost for good.
func (p *page) losing(lost desk.Parting) string {
	l := p.h.Lang
	if lost.None() {
		return l.T("settings.wipe_nothing")
	}
	out := ""
	add := func(key string, n int) {
		if n > 0 {
			if out != "" {
				out += " "
			}
			out += l.N(key, n)
		}
	}
	add("wipe.drafts", lost.Drafts)
	add("wipe.unsent", lost.Waiting+lost.Refused+lost.Unsent)
	add("wipe.binned", lost.Binned)
	return out
}

func (p *page) lock() { load(p, p.d.Settings, p.showLock) }

func (p *page) showLock(s civic.Settings) {
	l := p.h.Lang
	var options []string
	at := 0
	for i, n := range desk.LockChoices() {
		options = append(options, p.lockChoice(n))
		if n == s.LockAfter {
			at = i
		}
	}
	after := kit.NewSelect(l, options, nil)
	after.SetSelected(options[at])
	former, word, again := kit.NewField(), kit.NewField(), kit.NewField()
	form := widget.NewForm(widget.NewFormItem(l.T("lock.after"), after))
	for _, f := range []*kit.Field{former, word, again} {
		f.Password = true
	}
	if s.LockHash != "" {
		form.Append(l.T("lock.former"), former)
	}
	form.Append(l.T("lock.word"), word)
	form.Append(l.T("lock.word_again"), again)
	save := kit.NewPrimaryButton(l.T("button.save"), nil, func() {
		minutes := desk.LockChoices()[max(slices.Index(options, after.Selected), 0)]
		if minutes > 0 && word.Text != again.Text {
			p.h.Toast(kit.Toast{Text: l.T("lock.differ")})
			return
		}
		old, fresh := former.Text, word.Text
		p.do(func(ctx context.Context) error { return p.d.SetLock(ctx, minutes, old, fresh) }, func() {
			p.h.Toast(kit.Toast{Text: l.T("lock.saved")})
		})
	})
	p.put(text(l.T("lock.help")), form, container.NewHBox(save))
}

func (p *page) lockChoice(minutes int) string {
	if minutes == 0 {
		return p.h.Lang.T("lock.never")
	}
	return p.h.Lang.T("lock.minutes", "n", strconv.Itoa(minutes))
}
