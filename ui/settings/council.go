package settings

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// Council is what the screen asks of the person's own council.
type Council interface {
	Home(ctx context.Context) (civic.BodyCode, error)
	Profile(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error)
	Keep(ctx context.Context, p civic.CouncilProfile) (civic.CouncilProfile, error)
	Reset(ctx context.Context, body civic.BodyCode, base string) (civic.CouncilProfile, error)
	SetArms(ctx context.Context, body civic.BodyCode, path string) (civic.CouncilProfile, error)
	ImportFile(ctx context.Context, path string) (civic.CouncilProfile, error)
	Export(ctx context.Context, body civic.BodyCode) ([]byte, error)
	FindBodies(ctx context.Context, typed string, limit int) ([]civic.Body, error)
}

// mostBodies is how many bodies are offered for what was typed.
const mostBodies = 8

// profileEnding is of a council profile's file.
const profileEnding = ".json"

func (p *page) council() {
	c := p.program.Council
	if c == nil {
		p.put(text(p.h.Lang.T("council.none")))
		return
	}
	load(p, func(ctx context.Context) (civic.CouncilProfile, error) {
		home, err := c.Home(ctx)
		if civic.Is(err, civic.NotFound) {
			return civic.CouncilProfile{}, nil
		}
		if err != nil {
			return civic.CouncilProfile{}, err
		}
		return c.Profile(ctx, home)
	}, p.showCouncil)
}

// councilForm is the fields of a profile that is being changed.
type councilForm struct {
	profile                               civic.CouncilProfile
	name, forms, seats, heading, day, who *kit.Field
	offices                               map[civic.OfficeName][2]*kit.Field
}

func (p *page) showCouncil(x civic.CouncilProfile) {
	l := p.h.Lang
	if x.Body == "" {
		p.put(append([]fyne.CanvasObject{text(l.T("council.choose_help"))}, p.chooser()...)...)
		return
	}
	f := &councilForm{profile: x, offices: map[civic.OfficeName][2]*kit.Field{}}
	f.heading = kit.NewProse(2)
	f.heading.SetText(x.Heading)
	f.heading.SetPlaceHolder(l.T("council.heading_hint"))
	field := func(to **kit.Field, value, hint string) *kit.Field {
		*to = kit.NewField()
		(*to).SetText(value)
		(*to).SetPlaceHolder(hint)
		return *to
	}
	seats := ""
	if x.Seats > 0 {
		seats = strconv.Itoa(x.Seats)
	}
	form := widget.NewForm(
		widget.NewFormItem(l.T("council.name"), field(&f.name, x.Name, "")),
		widget.NewFormItem(l.T("council.forms"), field(&f.forms, strings.Join(x.Forms, "; "), l.T("council.forms_hint"))),
		widget.NewFormItem(l.T("council.seats_label"), field(&f.seats, seats, l.T("council.seats_hint"))),
		widget.NewFormItem(l.T("council.heading"), f.heading),
		widget.NewFormItem(l.T("council.patron_label"), field(&f.day, italianDay(x.Patron), l.T("council.patron_hint"))),
		widget.NewFormItem(l.T("council.saint"), field(&f.who, x.Saint, "")),
	)
	offices := widget.NewForm()
	for _, o := range civic.OfficeNames() {
		holder, address := kit.NewField(), kit.NewField()
		holder.SetPlaceHolder(l.T("council.holder_hint"))
		address.SetPlaceHolder(l.T("council.address_hint"))
		for _, have := range x.Offices {
			if have.Office == o {
				holder.SetText(have.Holder)
				address.SetText(have.Address)
			}
		}
		f.offices[o] = [2]*kit.Field{holder, address}
		offices.Append(l.T("council.office."+string(o)), container.NewGridWithColumns(2, holder, address))
	}
	save := kit.NewPrimaryButton(l.T("button.save"), nil, func() { p.keepCouncil(f) })
	other := kit.NewButton(l.T("council.other"), nil, func() { p.askBody() })
	parts := []fyne.CanvasObject{
		text(x.Name + " · " + l.T("council.base."+x.Base) + ". " + l.T("council.about")), container.NewHBox(other),
		form, heading(l.T("council.offices")), offices, container.NewHBox(save),
	}
	parts = append(parts, p.rules(x)...)
	parts = append(parts, p.arms(x)...)
	p.put(append(parts, p.fileOf(x)...)...)
}

// italianDay writes "06-24" as "24/06"; councilDay the other way round.
func italianDay(s string) string {
	m, d, ok := strings.Cut(s, "-")
	if !ok {
		return s
	}
	return d + "/" + m
}

func councilDay(typed string) string {
	d, m, ok := strings.Cut(strings.TrimSpace(typed), "/")
	if !ok {
		return strings.TrimSpace(typed)
	}
	two := func(s string) string {
		if s = strings.TrimSpace(s); len(s) == 1 {
			return "0" + s
		}
		return s
	}
	return two(m) + "-" + two(d)
}

// keepCouncil keeps what the fields say.
func (p *page) keepCouncil(f *councilForm) {
	x := f.profile
	x.Name, x.Heading, x.Saint, x.Patron = f.name.Text, f.heading.Text, f.who.Text, councilDay(f.day.Text)
	x.Forms = nil
	for _, s := range strings.Split(f.forms.Text, ";") {
		if s = strings.TrimSpace(s); s != "" {
			x.Forms = append(x.Forms, s)
		}
	}
	n, err := strconv.Atoi(strings.TrimSpace(f.seats.Text))
	if x.Seats = n; err != nil && strings.TrimSpace(f.seats.Text) != "" {
		x.Seats = -1 // said to be wrong by the rules
	}
	x.Offices = nil
	for _, o := range civic.OfficeNames() {
		x.Offices = append(x.Offices, civic.CouncilOffice{
			Office: o, Holder: strings.TrimSpace(f.offices[o][0].Text), Address: strings.TrimSpace(f.offices[o][1].Text),
		})
	}
	p.change(func(ctx context.Context) error {
		_, err := p.program.Council.Keep(ctx, x)
		return err
	}, p.h.Lang.T("council.kept"))
}

// change runs a change of the profile and says that it is kept.
func (p *page) change(run func(context.Context) error, said string) {
	p.do(run, func() { p.h.Toast(kit.Toast{Text: said}) })
}

// rules lists the rules with their articles, and takes more.
func (p *page) rules(x civic.CouncilProfile) []fyne.CanvasObject {
	l := p.h.Lang
	parts := []fyne.CanvasObject{heading(l.T("council.rules")), text(l.T("council.rules_help"))}
	for i, r := range x.Rules {
		line := widget.NewLabel(p.ruleText(r))
		line.Wrapping = fyne.TextWrapWord
		drop := kit.NewQuietButton(l.T("button.remove"), nil, func() {
			next := x
			next.Rules = slices.Delete(slices.Clone(x.Rules), i, i+1)
			p.change(func(ctx context.Context) error { _, err := p.program.Council.Keep(ctx, next); return err }, l.T("council.kept"))
		})
		parts = append(parts, container.NewBorder(nil, nil, nil, container.NewVBox(drop), line))
	}
	add := kit.NewButton(l.T("council.rule_add"), nil, func() { p.askRule(x) })
	bases := container.NewHBox(add)
	for _, base := range []string{civic.BaseTUEL, civic.BaseBlank} {
		bases.Add(kit.NewQuietButton(l.T("council.reset."+base), nil, func() {
			p.h.Ask(l.T("council.reset."+base), l.T("council.reset_text"), l.T("council.reset_do"), func() {
				p.change(func(ctx context.Context) error {
					_, err := p.program.Council.Reset(ctx, x.Body, base)
					return err
				}, l.T("council.kept"))
			})
		}))
	}
	return append(parts, bases)
}

func (p *page) ruleText(r civic.CouncilRule) string {
	l := p.h.Lang
	value := l.Number(r.Value)
	switch {
	case r.Name == civic.RuleForm:
		value = r.Text
	case r.Of > 0:
		value = l.T("council.part", "n", r.Value, "of", r.Of)
	}
	whom := l.T("council.every_kind")
	if len(r.Kinds) > 0 {
		names := make([]string, len(r.Kinds))
		for i, k := range r.Kinds {
			names[i] = l.T("act.kind." + string(k))
		}
		whom = strings.Join(names, ", ")
	}
	if r.Subkind != "" {
		whom += " (" + r.Subkind + ")"
	}
	return l.T("council.rule."+string(r.Name)) + ": " + value + " · " + whom + " · " + r.Source
}

// askRule asks for one rule with its article.
func (p *page) askRule(x civic.CouncilProfile) {
	l := p.h.Lang
	var names []string
	for _, n := range civic.RuleNames() {
		names = append(names, l.T("council.rule."+string(n)))
	}
	kinds := []string{l.T("council.every_kind")}
	for _, k := range civic.ActKinds() {
		kinds = append(kinds, l.T("act.kind."+string(k)))
	}
	name, kind := kit.NewSelect(l, names, nil), kit.NewSelect(l, kinds, nil)
	name.SetSelectedIndex(0)
	kind.SetSelectedIndex(0)
	value, source := kit.NewField(), kit.NewField()
	value.SetPlaceHolder(l.T("council.value_hint"))
	source.SetPlaceHolder(l.T("council.source_hint"))
	form := widget.NewForm(
		widget.NewFormItem(l.T("council.rule_label"), name), widget.NewFormItem(l.T("council.kind_label"), kind),
		widget.NewFormItem(l.T("council.value"), value), widget.NewFormItem(l.T("council.source"), source),
	)
	p.h.AskWith(l.T("council.rule_add"), form, l.T("button.add"), func() {
		r := civic.CouncilRule{Name: civic.RuleNames()[max(0, name.SelectedIndex())], Source: strings.TrimSpace(source.Text)}
		if i := kind.SelectedIndex(); i > 0 {
			r.Kinds = []civic.ActKind{civic.ActKinds()[i-1]}
		}
		typed := strings.TrimSpace(value.Text)
		if r.Name == civic.RuleForm {
			r.Text = typed
		} else if n, of, part := strings.Cut(typed, "/"); part {
			r.Value, r.Of = atoi(n), atoi(of)
		} else {
			r.Value = atoi(typed)
		}
		next := x
		next.Rules = append(slices.Clone(x.Rules), r)
		p.change(func(ctx context.Context) error { _, err := p.program.Council.Keep(ctx, next); return err }, l.T("council.kept"))
	})
	p.h.Window.Canvas().Focus(value)
}

// atoi reads a number; 0, which no rule has, for what is none.
func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}

// arms shows the coat of arms, and takes one.
func (p *page) arms(x civic.CouncilProfile) []fyne.CanvasObject {
	l := p.h.Lang
	set := func(path string) {
		p.change(func(ctx context.Context) error {
			_, err := p.program.Council.SetArms(ctx, x.Body, path)
			return err
		}, l.T("council.kept"))
	}
	buttons := container.NewHBox(kit.NewButton(l.T("council.arms_choose"), nil, func() {
		p.h.ChooseFile([]string{".png", ".jpg", ".jpeg"}, set)
	}))
	parts := []fyne.CanvasObject{heading(l.T("council.arms")), text(l.T("council.arms_help"))}
	if len(x.Arms) > 0 {
		img := canvas.NewImageFromResource(fyne.NewStaticResource("stemma", x.Arms))
		img.FillMode = canvas.ImageFillContain
		img.SetMinSize(fyne.NewSize(72, 90))
		parts = append(parts, container.NewHBox(img))
		buttons.Add(kit.NewQuietButton(l.T("council.arms_drop"), nil, func() { set("") }))
	}
	return append(parts, buttons)
}

// fileOf writes the profile out, and reads one in.
func (p *page) fileOf(x civic.CouncilProfile) []fyne.CanvasObject {
	l := p.h.Lang
	out := kit.NewButton(l.T("council.export"), nil, func() {
		kit.Do(context.Background(), p.h.Work, kit.Job[string]{
			Run: func(ctx context.Context, _ kit.Progress) (string, error) {
				data, err := p.program.Council.Export(ctx, x.Body)
				if err != nil {
					return "", err
				}
				return kit.WriteExport(p.h.Exports, l.T("council.file_name", "name", x.Name), profileEnding, func(w io.Writer) error {
					_, err := w.Write(data)
					return err
				})
			},
			Done: func(path string, err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.h.Toast(kit.Toast{Text: l.T("ctl.written", "file", path)})
			},
		})
	})
	in := kit.NewButton(l.T("council.import"), nil, p.importCouncil)
	return []fyne.CanvasObject{heading(l.T("council.file_title")), text(l.T("council.file_help")), container.NewHBox(out, in)}
}

func (p *page) importCouncil() {
	p.h.ChooseFile([]string{profileEnding}, func(path string) {
		p.change(func(ctx context.Context) error {
			_, err := p.program.Council.ImportFile(ctx, path)
			return err
		}, p.h.Lang.T("council.kept"))
	})
}
