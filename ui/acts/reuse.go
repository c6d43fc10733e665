package acts

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/ui/kit"
)

// Reusing takes an act up elsewhere.
type Reusing interface {
	ReuseTargets(ctx context.Context) ([]desk.ReuseTarget, error)
	ReusePlan(ctx context.Context, act civic.ID, how desk.ReuseHow) (desk.Reused, error)
	Reuse(ctx context.Context, act civic.ID, how desk.ReuseHow) (desk.Reused, error)
	Kinship(ctx context.Context, act civic.ID) (desk.Kinship, error)
	Suggestions(ctx context.Context, child civic.ID) (desk.Suggested, error)
	TakeSuggestions(ctx context.Context, child civic.ID, s desk.Suggested, chosen []int) (civic.Draft, error)
	AmendNews(ctx context.Context, id civic.ID) (desk.AmendNews, error)
	RenewAmendment(ctx context.Context, id civic.ID, keepAs string) (civic.Draft, error)
}

// reuseForm says what becomes of an act elsewhere, and makes a draft of it.
type reuseForm struct {
	p       *page
	act     civic.ActView
	targets []desk.ReuseTarget
	modes   []civic.ReuseMode
	body    *kit.Select
	mode    *kit.Select
	report  *fyne.Container
	words   []*widget.Check // one for each rewrite that the plan offers
	form    *kit.Form
}

// reuse asks for whom, and in which way; without a council of one's own it says
// where to name it.
func (p *page) reuse(carry bool) {
	x, ok := p.reading()
	if !ok {
		return
	}
	l := p.h.Lang
	kit.Do(context.Background(), p.h.Work, kit.Job[[]desk.ReuseTarget]{
		Slot: "acts.reuse",
		Run:  func(ctx context.Context, _ kit.Progress) ([]desk.ReuseTarget, error) { return p.d.ReuseTargets(ctx) },
		Done: func(targets []desk.ReuseTarget, err error) {
			switch {
			case err != nil:
				p.h.Fail(err)
			case len(targets) == 0:
				p.h.Ask(l.T("cmd.reuse"), l.T("reuse.no_council"), l.T("reuse.name_council"), func() { p.h.Go("settings/council") })
			default:
				f := newReuseForm(p, x.view, targets, carry)
				f.form.Show(f.body)
			}
		},
	})
}

func newReuseForm(p *page, v civic.ActView, targets []desk.ReuseTarget, carry bool) *reuseForm {
	l := p.h.Lang
	f := &reuseForm{p: p, act: v, targets: targets, report: container.NewVBox()}
	var names []string
	at := 0
	for i, t := range targets {
		names = append(names, t.Body.Name)
		if carry && at == 0 && !t.Own && t.Body.Code() != v.Act.Body {
			at = i
		}
	}
	f.body = kit.NewSelect(l, names, nil)
	f.body.SetSelectedIndex(at)
	f.mode = kit.NewSelect(l, nil, nil)
	f.fit()
	f.body.OnChanged = func(string) { f.fit(); f.plan() }
	f.mode.OnChanged = func(string) { f.plan() }
	title := l.T("cmd.reuse")
	if carry {
		title = l.T("cmd.carry")
	}
	f.form = kit.NewForm(p.h, title, l.T("reuse.make"), f.submit,
		container.NewGridWithColumns(2, kit.Labelled(l.T("reuse.for"), f.body), kit.Labelled(l.T("reuse.how"), f.mode)), f.report)
	f.plan()
	return f
}

// fit offers the ways that suit the chosen body.
func (f *reuseForm) fit() {
	l, to := f.p.h.Lang, f.targets[max(0, f.body.SelectedIndex())].Body
	f.modes = []civic.ReuseMode{civic.Adapted, civic.Inspired, civic.Copied}
	switch {
	case to.Level != f.act.Act.Level:
		f.modes = []civic.ReuseMode{civic.FromLevel, civic.Inspired}
	case to.Code() == f.act.Act.Body:
		f.modes = []civic.ReuseMode{civic.Copied, civic.FollowUp, civic.Inspired}
	}
	var names []string
	for _, m := range f.modes {
		names = append(names, l.T("reuse.how."+string(m)))
	}
	f.mode.Options = names
	changed := f.mode.OnChanged
	f.mode.OnChanged = nil
	f.mode.SetSelectedIndex(0)
	f.mode.OnChanged = changed
	f.mode.Refresh()
}

func (f *reuseForm) how() desk.ReuseHow {
	how := desk.ReuseHow{Body: f.targets[max(0, f.body.SelectedIndex())].Body.Code(), Mode: f.modes[max(0, f.mode.SelectedIndex())]}
	for i, w := range f.words {
		if w.Checked {
			how.Words = append(how.Words, i)
		}
	}
	return how
}

// plan says what the chosen way would make.
func (f *reuseForm) plan() {
	f.words = nil // of the plan before
	id, how := f.act.Record.ID, f.how()
	kit.Do(context.Background(), f.p.h.Work, kit.Job[desk.Reused]{
		Slot: "acts.reuse.plan",
		Run:  func(ctx context.Context, _ kit.Progress) (desk.Reused, error) { return f.p.d.ReusePlan(ctx, id, how) },
		Done: func(r desk.Reused, err error) {
			f.report.RemoveAll()
			if err != nil {
				f.report.Add(weighted(f.p.h.Lang.Explain(err).What, widget.DangerImportance))
				return
			}
			for _, o := range f.tell(r) {
				f.report.Add(o)
			}
			f.form.Fit()
		},
	})
}

// tell lists what is filled, what is left to fill and what to look at.
func (f *reuseForm) tell(r desk.Reused) []fyne.CanvasObject {
	l := f.p.h.Lang
	out := []fyne.CanvasObject{weighted(r.Content.Subject, widget.HighImportance)}
	filled, gaps := sums(r)
	if len(filled) > 0 {
		out = append(out, caption(l.T("reuse.filled")))
		for _, s := range filled {
			out = append(out, weighted(times(s.was+" → "+s.now, s.n), widget.MediumImportance))
		}
	}
	if len(gaps) > 0 {
		out = append(out, caption(l.T("reuse.to_fill")))
		for _, s := range gaps {
			out = append(out, weighted(times(s.now+"  ("+s.was+")", s.n), widget.WarningImportance))
		}
	} else {
		out = append(out, weighted(l.T("reuse.no_gaps"), widget.MediumImportance))
	}
	out = append(out, f.offer(r.Rewrites)...)
	if len(r.Flags) > 0 {
		out = append(out, caption(l.T("reuse.look")))
		for _, x := range r.Flags {
			out = append(out, weighted(l.T("finding."+x.Code, "text", x.Params["text"], "level", x.Params["level"], "name", x.Params["name"]), widget.MediumImportance))
		}
	}
	if r.Files > 0 {
		out = append(out, weighted(l.N("reuse.files", r.Files), widget.LowImportance))
	}
	return out
}

// offer lists the organs of the other level, each to be taken on its own or all at
// once.
func (f *reuseForm) offer(all []drafting.Rewrite) []fyne.CanvasObject {
	if len(all) == 0 {
		return nil
	}
	l := f.p.h.Lang
	f.words = make([]*widget.Check, len(all))
	out := []fyne.CanvasObject{caption(l.T("reuse.words"))}
	if len(all) > 1 {
		out = append(out, widget.NewCheck(l.T("reuse.words_all"), func(on bool) {
			for _, w := range f.words {
				w.SetChecked(on)
			}
		}))
	}
	for i, x := range all {
		f.words[i] = widget.NewCheck(x.Was+" → "+x.Now, nil)
		out = append(out, f.words[i])
	}
	return out
}

// sum is a passage that was put otherwise so many times.
type sum struct {
	was, now string
	n        int
}

func sums(r desk.Reused) (filled, gaps []sum) {
	add := func(list []sum, x drafting.Replacement) []sum {
		for i := range list {
			if list[i].was == x.Was && list[i].now == x.Now {
				list[i].n++
				return list
			}
		}
		return append(list, sum{x.Was, x.Now, 1})
	}
	for _, x := range r.Replaced {
		if x.Filled {
			filled = add(filled, x)
		} else {
			gaps = add(gaps, x)
		}
	}
	return filled, gaps
}

func times(text string, n int) string {
	if n > 1 {
		text += "  ×" + strconv.Itoa(n)
	}
	return text
}

func caption(text string) fyne.CanvasObject {
	return kit.NewHighlightText(text, kit.TextLook{Color: kit.ColorMuted})
}

func weighted(text string, importance widget.Importance) fyne.CanvasObject {
	w := widget.NewLabel(text)
	w.Wrapping, w.Importance = fyne.TextWrapWord, importance
	return w
}

// submit makes the draft and opens it.
func (f *reuseForm) submit() string {
	p, id, how := f.p, f.act.Record.ID, f.how()
	kit.Do(context.Background(), p.h.Work, kit.Job[desk.Reused]{
		Run: func(ctx context.Context, _ kit.Progress) (desk.Reused, error) { return p.d.Reuse(ctx, id, how) },
		Done: func(r desk.Reused, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Go("drafts/" + string(r.Draft))
			if n := len(r.Gaps); n > 0 {
				p.h.Toast(kit.Toast{Text: p.h.Lang.N("reuse.gaps", n)})
			}
			p.h.Changed()
		},
	})
	return ""
}
