package acts

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// newerForm shows, clause by clause, what changed in the act that one's own came
// from. What is not chosen stays as it is.
type newerForm struct {
	p      *page
	act    civic.ID
	found  desk.Suggested
	checks []*kit.Check
	form   *form
}

func (p *page) newer() {
	x, ok := p.reading()
	if !ok || len(x.newer.Items) == 0 {
		return
	}
	f := newNewerForm(p, x.view.Record.ID, x.newer)
	f.form.show(f.checks[0])
}

func newNewerForm(p *page, act civic.ID, found desk.Suggested) *newerForm {
	l := p.h.Lang
	f := &newerForm{p: p, act: act, found: found}
	fields := []fyne.CanvasObject{weighted(l.T("reuse.newer_intro", "body", found.Parent.BodyName), widget.MediumImportance)}
	for i, x := range found.Items {
		check := kit.NewCheck(strconv.Itoa(i+1)+" · "+l.T("reuse.newer."+string(x.Kind)), nil)
		f.checks = append(f.checks, check)
		fields = append(fields, check)
		if x.Mine != "" {
			fields = append(fields, labelled(l.T("reuse.newer_mine"), weighted(x.Mine, widget.LowImportance)))
		}
		if x.Now != "" {
			fields = append(fields, labelled(l.T("reuse.newer_now"), weighted(x.Now, widget.MediumImportance)))
		}
	}
	f.form = newForm(p.h, l.T("reuse.newer_title"), l.T("reuse.newer_take"), f.submit, container.NewVBox(fields...))
	return f
}

// submit takes what is ticked into a draft of a new text; with nothing ticked it
// is only seen.
func (f *newerForm) submit() string {
	var chosen []int
	for i, c := range f.checks {
		if c.Checked {
			chosen = append(chosen, i)
		}
	}
	p := f.p
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.Draft]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Draft, error) {
			return p.d.TakeSuggestions(ctx, f.act, f.found, chosen)
		},
		Done: func(d civic.Draft, err error) {
			switch {
			case err != nil:
				p.h.Fail(err)
			case len(chosen) > 0:
				p.h.Go("drafts/" + string(d.ID))
			default:
				p.h.Toast(kit.Toast{Text: p.h.Lang.T("reuse.newer_seen")})
			}
			p.reload()
		},
	})
	return ""
}
