package outbox

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// left gives the chosen text that was left unsent.
func (p *page) left() (civic.Stranded, bool) {
	if p.list == nil {
		return civic.Stranded{}, false
	}
	i := p.list.Current()
	if i < 0 || i >= len(p.rows) || p.rows[i].left == nil {
		return civic.Stranded{}, false
	}
	return *p.rows[i].left, true
}

func (p *page) hasLeft() bool {
	_, ok := p.left()
	return ok
}

func (p *page) leftTitle(x civic.Stranded) string {
	l := p.h.Lang
	key := "unsent.what." + string(x.What)
	if x.What == civic.StrandedCommand {
		key = "command." + string(x.Command.Name)
	}
	what := l.T(key)
	if x.Title == "" {
		return what
	}
	return l.T("outbox.line", "what", what, "title", x.Title)
}

// where says in words which channel is gone.
func (p *page) where(c civic.Channel) string {
	l := p.h.Lang
	switch c.Family() {
	case "space", "group", "desk":
		return l.T("unsent.where." + c.Family())
	case "councillors":
		return l.T("unsent.where.councillors", "region", l.T("region."+string(c.Region())))
	}
	return l.T("unsent.where.other")
}

func (p *page) leftView(x civic.Stranded) kit.RowView {
	detail := p.where(x.Channel)
	if x.Open {
		detail = p.h.Lang.T("unsent.open")
	}
	return kit.RowView{Title: p.leftTitle(x), Detail: detail, Badge: p.h.Lang.T("unsent.badge"), Tone: kit.Warn}
}

// showLeft writes one out at the side, with its whole text.
func (p *page) showLeft(x civic.Stranded) {
	l := p.h.Lang
	title := widget.NewLabelWithStyle(p.leftTitle(x), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.Wrapping = fyne.TextWrapWord
	why := l.T("unsent.note", "where", p.where(x.Channel), "when", l.ShortTime(x.Lost, p.h.Now()))
	if x.Open {
		why = l.T("unsent.note_open", "when", l.ShortTime(x.Lost, p.h.Now()))
	}
	note := widget.NewLabel(why)
	note.Wrapping = fyne.TextWrapWord
	text := widget.NewLabel(x.Text)
	text.Wrapping, text.Selectable = fyne.TextWrapWord, true
	row := container.NewHBox()
	switch {
	case x.Draft != "":
		row.Add(kit.NewPrimaryButton(l.T("unsent.open_draft"), nil, p.elsewhere))
	case x.Open && x.What == civic.StrandedCommand:
		row.Add(kit.NewPrimaryButton(l.T("unsent.again"), nil, p.resend))
	}
	if x.Text != "" {
		row.Add(kit.NewButton(l.T("unsent.copy"), nil, p.copyLeft))
		if x.Draft == "" {
			row.Add(kit.NewButton(l.T("unsent.elsewhere"), nil, p.elsewhere))
		}
	}
	row.Add(kit.NewButton(l.T("unsent.drop"), nil, p.dropLeft))
	p.aside(title, note, text, row)
}

func (p *page) copyLeft() {
	if x, ok := p.left(); ok {
		fyne.CurrentApp().Clipboard().SetContent(x.Text)
		p.h.Toast(kit.Toast{Text: p.h.Lang.T("outbox.toast.copied")})
	}
}

func (p *page) resend() {
	onLeft(p, p.d.Resend, func(civic.Queued) { p.h.Toast(kit.Toast{Text: p.h.Lang.T("outbox.toast.retry")}) })
}

// dropLeft asks first: these words are nowhere else.
func (p *page) dropLeft() {
	if _, ok := p.left(); !ok {
		return
	}
	l := p.h.Lang
	p.h.Ask(l.T("unsent.drop_title"), l.T("unsent.drop_text"), l.T("unsent.drop"), func() {
		onLeft(p, func(ctx context.Context, id civic.ID) (struct{}, error) { return struct{}{}, p.d.DropStranded(ctx, id) }, nil)
	})
}

// elsewhere opens the text where it can be written anew: the draft of an act,
// or a community that the person chooses.
func (p *page) elsewhere() {
	onLeft(p, p.d.Elsewhere, func(g desk.Given) {
		if g.Draft != nil {
			p.h.Go("drafts/" + string(g.Draft.ID))
			return
		}
		p.chooseSpace(g)
	})
}

func (p *page) chooseSpace(g desk.Given) {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.SpaceHit]{
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.SpaceHit, error) { return p.d.Spaces(ctx) },
		Done: func(all []civic.SpaceHit, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			all = slices.DeleteFunc(all, func(s civic.SpaceHit) bool { return !s.Joined || s.Space.Archived })
			if len(all) == 0 {
				p.h.Toast(kit.Toast{Text: p.h.Lang.T("unsent.no_space")})
				return
			}
			p.askSpace(all, g)
		},
	})
}

func (p *page) askSpace(all []civic.SpaceHit, g desk.Given) {
	l := p.h.Lang
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Space.Title
	}
	choice := kit.NewSelect(l, names, nil)
	choice.SetSelected(names[0])
	p.h.AskWith(l.T("unsent.where_title"), choice, l.T("unsent.write_there"), func() {
		i := slices.Index(names, choice.Selected)
		if i < 0 {
			return
		}
		p.h.Keep("open:"+string(all[i].ID), g.Title+"\n"+g.Text)
		p.h.KeepFiles(string(all[i].ID), g.Files)
		p.h.Go("spaces/" + string(all[i].ID))
	})
}

// onLeft runs a piece of work on the chosen text and reads the page again.
func onLeft[T any](p *page, run func(context.Context, civic.ID) (T, error), done func(T)) {
	if x, ok := p.left(); ok {
		work(p, x.ID, run, done)
	}
}
