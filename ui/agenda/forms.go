package agenda

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// dayForm and hourForm are how a day and an hour are typed.
const (
	dayForm  = "2/1/2006"
	hourForm = "15:04"
)

// form asks for what a sitting is.
type form struct {
	organ, day, hour, place, link, amendDay, amendHour *kit.Field
	secondDay, secondHour                              *kit.Field // of the second convocation
	kind, call                                         *kit.Select
}

func (p *page) newForm(s civic.Sitting) (*form, fyne.CanvasObject) {
	l, f := p.h.Lang, &form{}
	field := func(to **kit.Field, value, hint string) *kit.Field {
		*to = kit.NewField()
		(*to).SetText(value)
		(*to).SetPlaceHolder(hint)
		return *to
	}
	when := func(t time.Time) (day, hour string) {
		if t.IsZero() {
			return "", ""
		}
		t = p.local(t)
		return t.Format("02/01/2006"), t.Format(hourForm)
	}
	day, hour := when(s.At)
	amendDay, amendHour := when(s.AmendBy)
	secondDay, secondHour := when(s.Second)
	kinds := []string{""}
	for _, k := range civic.SittingKinds() {
		kinds = append(kinds, l.T("sitting.kind."+string(k)))
	}
	f.kind, f.call = kit.NewSelect(l, kinds, nil), kit.NewSelect(l, []string{"", l.T("sitting.call_first"), l.T("sitting.call_second")}, nil)
	f.kind.PlaceHolder, f.call.PlaceHolder = l.T("sitting.kind_hint"), l.T("sitting.call_hint")
	f.kind.SetSelectedIndex(slices.Index(civic.SittingKinds(), s.Kind) + 1)
	f.call.SetSelectedIndex(s.Call)
	box := widget.NewForm(
		widget.NewFormItem(l.T("sitting.organ"), field(&f.organ, s.Organ, l.T("sitting.organ_hint"))),
		widget.NewFormItem(l.T("sitting.day"), container.NewGridWithColumns(2, field(&f.day, day, l.T("sitting.day_hint")), field(&f.hour, hour, l.T("sitting.hour_hint")))),
		widget.NewFormItem(l.T("sitting.convocation"), container.NewGridWithColumns(2, f.kind, f.call)),
		widget.NewFormItem(l.T("sitting.second"), container.NewGridWithColumns(2, field(&f.secondDay, secondDay, l.T("sitting.second_hint")), field(&f.secondHour, secondHour, l.T("sitting.hour_hint")))),
		widget.NewFormItem(l.T("sitting.place"), field(&f.place, s.Place, "")),
		widget.NewFormItem(l.T("sitting.link_label"), field(&f.link, s.Link, "https://")),
		widget.NewFormItem(l.T("sitting.amend_label"), container.NewGridWithColumns(2, field(&f.amendDay, amendDay, l.T("sitting.amend_hint")), field(&f.amendHour, amendHour, l.T("sitting.hour_hint")))),
	)
	return f, box
}

// fill writes what was typed over a sitting. What is no day is left out, and the
// rules say so.
func (f *form) fill(s *civic.Sitting, loc *time.Location) {
	s.Organ, s.Place, s.Link = strings.TrimSpace(f.organ.Text), strings.TrimSpace(f.place.Text), strings.TrimSpace(f.link.Text)
	s.At, s.AmendBy = momentOf(f.day.Text, f.hour.Text, loc), momentOf(f.amendDay.Text, f.amendHour.Text, loc)
	s.Second = momentOf(f.secondDay.Text, f.secondHour.Text, loc)
	s.Kind, s.Call = "", max(0, f.call.SelectedIndex())
	if i := f.kind.SelectedIndex(); i > 0 {
		s.Kind = civic.SittingKinds()[i-1]
	}
}

// momentOf reads a day and an hour as Italians type them; the zero time for what
// is none.
func momentOf(day, hour string, loc *time.Location) time.Time {
	hour = strings.NewReplacer(".", ":", ",", ":").Replace(strings.TrimSpace(hour))
	if hour == "" {
		hour = "00:00"
	}
	if !strings.Contains(hour, ":") {
		hour += ":00"
	}
	day = strings.NewReplacer(".", "/", "-", "/").Replace(strings.TrimSpace(day))
	at, err := time.ParseInLocation(dayForm+" "+hourForm, day+" "+hour, loc)
	if err != nil {
		return time.Time{}
	}
	return at
}

func (p *page) create() { p.createFrom(civic.Sitting{}) }

// createFrom asks for the rest of a sitting and keeps it; what was typed comes
// back where it would not do.
func (p *page) createFrom(s civic.Sitting) {
	l := p.h.Lang
	f, box := p.newForm(s)
	content := container.NewVBox(container.New(wide{640}, box))
	if n := len(s.Items); n > 0 {
		content.Objects = append([]fyne.CanvasObject{widget.NewLabel(l.N("sitting.items", n))}, content.Objects...)
	}
	p.h.AskWith(l.T("cmd.sitting_new"), content, l.T("button.save"), func() {
		f.fill(&s, p.h.Now().Location())
		kit.Do(context.Background(), p.h.Work, kit.Job[civic.Sitting]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Sitting, error) { return p.c.AddSitting(ctx, s) },
			Done: func(made civic.Sitting, err error) {
				if err != nil {
					p.h.Fail(err)
					p.createFrom(s)
					return
				}
				p.want, p.paper = made.ID, nil
				p.reload()
				p.h.Changed()
			},
		})
	})
	p.h.Window.Canvas().Focus(f.day)
}

// edit changes what the sitting on show is.
func (p *page) edit() {
	if p.view.ID == "" {
		return
	}
	l, id := p.h.Lang, p.view.ID
	f, box := p.newForm(p.view.Sitting)
	p.h.AskWith(l.T("sitting.edit"), container.New(wide{640}, box), l.T("button.save"), func() {
		p.do(l.T("sitting.saved"), func(ctx context.Context) (civic.Sitting, error) {
			return p.c.ChangeSitting(ctx, id, func(s *civic.Sitting) error {
				f.fill(s, p.h.Now().Location())
				return nil
			})
		})
	})
	p.h.Window.Canvas().Focus(f.day)
}

// paste makes a sitting of the text of a convocation.
func (p *page) paste() {
	l := p.h.Lang
	prose := kit.NewProse(12)
	prose.SetPlaceHolder(l.T("sitting.paste_hint"))
	p.h.AskWith(l.T("cmd.sitting_paste"), container.NewGridWrap(fyne.NewSize(560, 300), prose), l.T("sitting.paste_read"), func() {
		p.convoked(func(ctx context.Context) (civic.Sitting, error) { return p.c.ReadConvocation(ctx, prose.Text, "") })
	})
	p.h.Window.Canvas().Focus(prose)
}

// fromFile makes a sitting of a convocation's file.
func (p *page) fromFile() {
	p.h.ChooseFile([]string{".pdf", ".docx", ".odt", ".txt"}, func(path string) {
		p.convoked(func(ctx context.Context) (civic.Sitting, error) { return p.c.ReadConvocationFile(ctx, path, "") })
	})
}

func (p *page) convoked(run func(context.Context) (civic.Sitting, error)) {
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Sitting]{
		Title: p.h.Lang.T("sitting.reading"),
		Run:   func(ctx context.Context, _ kit.Progress) (civic.Sitting, error) { return run(ctx) },
		Done: func(s civic.Sitting, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.createFrom(s)
		},
	})
}

// editItem asks for an item of the agenda; a new one without an id.
func (p *page) editItem(it civic.SittingItem) {
	if p.view.ID == "" {
		return
	}
	body := p.view.Body
	kit.Do(context.Background(), p.h.Work, kit.Job[[]council.Own]{
		Slot: "sitting.own",
		Run:  func(ctx context.Context, _ kit.Progress) ([]council.Own, error) { return p.c.Mine(ctx, body) },
		Done: func(own []council.Own, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.askItem(it, own)
		},
	})
}

func (p *page) askItem(it civic.SittingItem, own []council.Own) {
	l := p.h.Lang
	number, subject := kit.NewField(), kit.NewField()
	number.SetText(it.Number)
	subject.SetText(it.Subject)
	acts, at := []string{l.T("sitting.no_act")}, 0
	for i, o := range own {
		acts = append(acts, kindAndSubject(l, o))
		if o.Act != "" && o.Act == it.Act || o.Draft != "" && o.Draft == it.Draft {
			at = i + 1
		}
	}
	act := kit.NewSelect(l, acts, nil)
	act.SetSelectedIndex(at)
	outcomes, chosen := []string{l.T("sitting.no_outcome")}, 0
	for i, o := range civic.Outcomes() {
		outcomes = append(outcomes, l.T("act.outcome."+string(o)))
		if o == it.Outcome {
			chosen = i + 1
		}
	}
	outcome := kit.NewSelect(l, outcomes, nil)
	outcome.SetSelectedIndex(chosen)
	votes := [3]*kit.Field{kit.NewField(), kit.NewField(), kit.NewField()}
	for i, hint := range []string{"sitting.votes_for", "sitting.votes_against", "sitting.votes_abstained"} {
		votes[i].SetPlaceHolder(l.T(hint))
		if it.Votes != nil {
			votes[i].SetText(strconv.Itoa([]int{it.Votes.For, it.Votes.Against, it.Votes.Abstained}[i]))
		}
	}
	box := widget.NewForm(
		widget.NewFormItem(l.T("sitting.number"), number), widget.NewFormItem(l.T("sitting.subject"), subject),
		widget.NewFormItem(l.T("sitting.act"), act), widget.NewFormItem(l.T("sitting.outcome"), outcome),
		widget.NewFormItem(l.T("sitting.votes"), container.NewGridWithColumns(3, votes[0], votes[1], votes[2])),
	)
	title := l.T("cmd.sitting_item")
	if it.ID != "" {
		title = l.T("sitting.item_edit")
	}
	p.h.AskWith(title, container.New(wide{560}, box), l.T("button.save"), func() {
		it.Number, it.Subject = strings.TrimSpace(number.Text), strings.TrimSpace(subject.Text)
		if i := act.SelectedIndex() - 1; i >= 0 && i != at-1 {
			it.Act, it.Draft, it.Mine = own[i].Act, own[i].Draft, true
		} else if i < 0 && at > 0 {
			it.Act, it.Draft, it.Mine = "", "", false
		}
		it.Outcome = ""
		if i := outcome.SelectedIndex() - 1; i >= 0 {
			it.Outcome = civic.Outcomes()[i]
		}
		it.Votes = votesOf(votes)
		p.keepItem(it)
	})
	p.h.Window.Canvas().Focus(subject)
}

func kindAndSubject(l *kit.Lang, o council.Own) string {
	s := l.T("act.kind."+string(o.Kind)) + ": " + o.Subject
	if r := []rune(s); len(r) > 70 {
		s = string(r[:70]) + "…"
	}
	return s
}

// votesOf reads the figures of a vote; nil where none was typed.
func votesOf(f [3]*kit.Field) *civic.Votes {
	var n [3]int
	some := false
	for i, x := range f {
		if v, err := strconv.Atoi(strings.TrimSpace(x.Text)); err == nil {
			n[i], some = v, true
		}
	}
	if !some {
		return nil
	}
	return &civic.Votes{For: n[0], Against: n[1], Abstained: n[2]}
}

// keepItem keeps an item; an outcome of an act of the library may be recorded
// among that act's events, by the person's word.
func (p *page) keepItem(it civic.SittingItem) {
	l, id := p.h.Lang, p.view.ID
	p.do(l.T("sitting.saved"), func(ctx context.Context) (civic.Sitting, error) {
		s, at, err := p.c.KeepItem(ctx, id, it)
		if err == nil {
			it.ID = at
		}
		return s, err
	})
	if it.Act == "" || it.Outcome == "" || it.Outcome == civic.Pending || it.Outcome == civic.NoOutcome || it.Told {
		return
	}
	one := p.view.Sitting
	one.Items = []civic.SittingItem{it}
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Oddity]{
		Run: func(ctx context.Context, _ kit.Progress) ([]civic.Oddity, error) {
			e, err := p.c.EventOf(one, one.Items[0].ID)
			if err != nil {
				return nil, err
			}
			return p.d.Odd(ctx, e, "")
		},
		Done: func(odd []civic.Oddity, err error) {
			text := l.T("sitting.record_text")
			for _, why := range odd { // an act that is not here is recorded all the same
				text += "\n\n" + l.T("act.odd."+string(why))
			}
			p.h.Ask(l.T("sitting.record_title"), text, l.T("sitting.record"), func() { p.record(it.ID) })
		},
	})
}

func (p *page) record(item civic.ID) {
	id := p.view.ID
	p.do("", func(ctx context.Context) (civic.Sitting, error) {
		v, err := p.c.Sitting(ctx, id)
		if err != nil {
			return v.Sitting, err
		}
		e, err := p.c.EventOf(v.Sitting, item)
		if err != nil {
			return v.Sitting, err
		}
		if _, err := p.d.RecordEvent(ctx, e); err != nil {
			return v.Sitting, err
		}
		return p.c.ToldOutcome(ctx, id, item)
	})
}

// wide gives what is in it at least so much width.
type wide struct{ width float32 }

func (w wide) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(w.width, o[0].MinSize().Height)
}

func (w wide) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
}
