package acts

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

// redaction is the form in which a moderator chooses what to obscure. It is
// asked twice: what is taken out cannot be put back.
type redaction struct {
	p       *page
	act     civic.ActView
	clauses []civic.Clause
	picks   *widget.CheckGroup
	files   *widget.CheckGroup
	reason  *kit.Select
	reasons []civic.RedactReason
	form    *kit.Form
}

func (p *page) redactAct() {
	x, ok := p.reading()
	if !ok || !x.can.Redact {
		return
	}
	r := newRedaction(p, x.view)
	r.form.Show(r.reason)
}

func newRedaction(p *page, v civic.ActView) *redaction {
	l := p.h.Lang
	r := &redaction{p: p, act: v, reasons: civic.RedactReasons()}
	var names, rows []string
	for _, x := range r.reasons {
		names = append(names, l.T("act.redact."+string(x)))
	}
	for _, c := range v.Act.Clauses {
		if c.Text != civic.Obscured {
			r.clauses = append(r.clauses, c)
			rows = append(rows, rowOf(len(r.clauses), c))
		}
	}
	r.picks = widget.NewCheckGroup(rows, nil)
	r.reason = kit.NewSelect(l, names, nil)
	intro := widget.NewLabel(l.T("acts.redact_intro"))
	intro.Wrapping = fyne.TextWrapWord
	fields := []fyne.CanvasObject{intro, kit.Labelled(l.T("acts.redact_reason"), r.reason), kit.Labelled(l.T("acts.redact_what"), r.picks)}
	r.files = widget.NewCheckGroup(nil, nil)
	for _, a := range v.Act.Attachments {
		r.files.Append(a.Name)
	}
	if len(v.Act.Attachments) > 0 {
		fields = append(fields, kit.Labelled(l.T("acts.redact_files"), r.files))
	}
	r.form = kit.NewForm(p.h, l.T("acts.redact_title"), l.T("acts.redact_verb"), r.submit, fields...)
	return r
}

// rowOf is a clause in a line; the number tells apart those that begin alike.
func rowOf(n int, c civic.Clause) string {
	const most = 70
	text := []rune(strings.Join(strings.Fields(c.Opener+" "+c.Text), " "))
	if len(text) > most {
		text = append(text[:most], '…')
	}
	return strconv.Itoa(n) + " · " + string(text) // texts of points begin with a number of their own
}

// chosen gives what was ticked.
func (r *redaction) chosen() (clauses []civic.ID, files []string) {
	for i, row := range r.picks.Options {
		if slices.Contains(r.picks.Selected, row) {
			clauses = append(clauses, r.clauses[i].ID)
		}
	}
	for i, row := range r.files.Options {
		if slices.Contains(r.files.Selected, row) {
			files = append(files, r.act.Act.Attachments[i].Hash)
		}
	}
	return clauses, files
}

// submit shows how the act will read, and asks once more.
func (r *redaction) submit() string {
	l := r.p.h.Lang
	clauses, files := r.chosen()
	i := r.reason.SelectedIndex()
	switch {
	case i < 0:
		return l.T("acts.redact_missing")
	case len(clauses)+len(files) == 0:
		return l.T("acts.redact_none")
	}
	after, err := r.p.d.RedactPreview(r.act, clauses, files)
	if err != nil {
		return l.Explain(err).What
	}
	r.confirm(after, func() {
		deed(r.p, func(ctx context.Context, id civic.ID) (civic.Queued, error) {
			return r.p.d.RedactAct(ctx, id, clauses, files, r.reasons[i])
		}, func(civic.Queued) { r.p.h.Toast(kit.Toast{Text: l.T("acts.redacted")}) })
	})
	return ""
}

// confirm shows the text that will be left.
func (r *redaction) confirm(after civic.Content, yes func()) {
	l := r.p.h.Lang
	text := widget.NewLabel(plain(pageOf(l, r.p.d, after, "")))
	text.Wrapping = fyne.TextWrapWord
	ask := widget.NewLabel(l.T("acts.redact_ask"))
	ask.Wrapping = fyne.TextWrapWord
	ask.Importance = widget.WarningImportance
	f := kit.NewForm(r.p.h, l.T("acts.redact_preview"), l.T("acts.redact_do"), func() string {
		yes()
		return ""
	}, ask, container.NewVBox(text))
	f.Show(nil)
}

// undo takes the publication back, while it can be undone.
func (p *page) undo() {
	l := p.h.Lang
	p.h.Ask(l.T("acts.undo_publish"), l.T("acts.undo_ask"), l.T("acts.undo_publish"), func() {
		deed(p, p.d.UndoAct, func(civic.Queued) { p.h.Toast(kit.Toast{Text: l.T("acts.undo_sent")}) })
	})
}

// moderationNotes are the strips that speak of a redaction, and of the time in
// which a publication can be undone.
func (r *reader) moderationNotes(v civic.ActView) []note {
	l, p := r.p.h.Lang, r.p
	var notes []note
	if x := v.Act.Redacted; x != nil {
		notes = append(notes, note{tone: kit.ColorWarnSoft, text: l.T("acts.redacted_banner",
			"date", l.Date(x.At.In(p.h.Now().Location())), "reason", l.T("act.redact."+string(x.Reason)))})
	}
	if r.known.can.Withdraw && p.undoes(*r.known) && !v.Pending {
		notes = append(notes, note{text: l.T("acts.undo_open"), tone: kit.ColorSoft, button: l.T("acts.undo_publish"), run: p.undo})
	}
	return notes
}
