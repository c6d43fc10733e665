package acts

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// points is what became of each operative point of an act that binds somebody.
func (h *history) points(x *reading) []fyne.CanvasObject {
	l := h.r.p.h.Lang
	if !x.binds && len(x.view.Points) == 0 {
		return nil
	}
	parts := []fyne.CanvasObject{heading(l.T("acts.points"))}
	if len(x.points) == 0 {
		return append(parts, muted(l.T("acts.points_none")))
	}
	for i, v := range x.points {
		if i > 0 {
			parts = append(parts, hairline())
		}
		parts = append(parts, h.point(x, v))
	}
	if h.r.p.c != nil && x.binds && openPoints(x.points) {
		b := kit.NewButton(l.T("deadline.remedy.verification"), theme.NewThemedResource(theme.DocumentCreateIcon()), h.r.p.verify)
		parts = append(parts, container.NewHBox(b, layout.NewSpacer()))
	}
	return parts
}

func (h *history) point(x *reading, v civic.CommitmentView) fyne.CanvasObject {
	l, c := h.r.p.h.Lang, v.Commitment
	text := strings.TrimSpace(v.Clause.Text)
	if text == "" {
		text = l.T("acts.point_gone")
	}
	column := container.NewVBox(container.New(textLayout{}, kit.NewHighlightText(text, kit.TextLook{MaxLines: -1, Serif: true})))
	badges := []fyne.CanvasObject{kit.NewChip(l.T("commitment.state."+string(c.State)), pointTone(c.State))}
	for _, d := range x.terms {
		if d.Clause == c.Clause && d.State.Open() {
			badges = append(badges, gap(termChip(l, d), 6, 0))
		}
	}
	if v.Pending {
		badges = append(badges, gap(kit.NewChip(l.T("act.pending"), kit.Warn), 6, 0))
	}
	column.Add(newLine(kit.NewHighlightText(pointLine(l, c), kit.TextLook{Color: kit.ColorMuted}), badges...))
	for _, e := range c.Evidence {
		column.Add(h.evidence(x, v, e))
	}
	if x.can.Event {
		column.Add(container.NewHBox(
			kit.NewQuietButton(l.T("acts.point_set"), theme.NewThemedResource(theme.DocumentCreateIcon()), func() { h.r.p.setPoint(v) }),
			kit.NewQuietButton(l.T("acts.point_add"), theme.NewThemedResource(theme.ContentAddIcon()), func() { h.r.p.addEvidence(v) }),
			layout.NewSpacer(),
		))
	}
	return column
}

// pointLine says by when and who is responsible.
func pointLine(l *kit.Lang, c civic.Commitment) string {
	var parts []string
	if c.Due != "" {
		parts = append(parts, l.T("acts.point_due", "date", l.Day(c.Due)))
	}
	if c.Office != "" {
		parts = append(parts, l.T("acts.point_office", "office", c.Office))
	}
	if len(parts) == 0 {
		return l.T("acts.point_untold")
	}
	return strings.Join(parts, " · ")
}

func pointTone(s civic.CommitmentState) kit.Tone {
	switch s {
	case civic.Done:
		return kit.Good
	case civic.NotDone:
		return kit.Bad
	}
	return kit.Neutral
}

// evidence is what shows how far a point has come.
func (h *history) evidence(x *reading, v civic.CommitmentView, e civic.Evidence) fyne.CanvasObject {
	l := h.r.p.h.Lang
	line := l.Day(e.Date)
	if e.Note != "" {
		line += " – " + e.Note
	}
	column := container.NewVBox(wrapped(line))
	if e.Link != "" && civic.WebLink(e.Link) {
		column.Add(h.link(e.Link))
	}
	i := slices.IndexFunc(v.Commitment.Attachments, func(a civic.Attachment) bool { return a.Hash == e.File })
	if e.File != "" && i >= 0 {
		record := civic.CommitmentID(v.Commitment.Act, v.Commitment.Clause)
		column.Add(kit.NewFileLines(h.r.p.h, h.r.p.d, record, v.Commitment.Attachments[i:i+1]).Object())
	}
	if e.Author == "" || e.Author != x.me {
		return gap(column, 12, 0)
	}
	drop := kit.NewQuietButton(l.T("acts.event_drop"), theme.NewThemedResource(theme.DeleteIcon()), func() {
		deed(h.r.p, func(ctx context.Context, act civic.ID) (civic.Queued, error) {
			return h.r.p.d.DropEvidence(ctx, act, v.Commitment.Clause, e.ID)
		}, nil)
	})
	return gap(kit.NewFrame(nil, nil, nil, container.NewVBox(drop), column), 12, 0)
}

// setPoint asks how far a point has come, by when and who is responsible.
func (p *page) setPoint(v civic.CommitmentView) {
	l, states, was := p.h.Lang, civic.CommitmentStates(), v.Commitment
	var names []string
	for _, s := range states {
		names = append(names, l.T("commitment.state."+string(s)))
	}
	state, due, office := kit.NewSelect(l, names, nil), kit.NewField(), kit.NewField()
	state.SetSelectedIndex(max(0, slices.Index(states, was.State)))
	office.SetText(was.Office)
	if was.Due != "" {
		due.SetText(numericDay(was.Due))
	}
	f := kit.NewForm(p.h, l.T("acts.point_title"), l.T("button.save"), func() string {
		set := civic.CommitmentSet{State: states[max(0, state.SelectedIndex())], Office: strings.TrimSpace(civic.CleanText(office.Text))}
		if strings.TrimSpace(due.Text) != "" {
			day, ok := kit.ParseDay(due.Text)
			if !ok {
				return l.T("acts.event_date_wrong")
			}
			set.Due = day
		}
		args := civic.CommitmentArgs{Act: was.Act, Clause: was.Clause, Set: &set}
		if err := args.Validate(); err != nil {
			return l.Explain(err).What
		}
		deed(p, func(ctx context.Context, act civic.ID) (civic.Queued, error) {
			return p.d.SetPoint(ctx, act, was.Clause, v.Version, set)
		}, func(civic.Queued) { p.h.Toast(kit.Toast{Text: l.T("acts.point_saved")}) })
		return ""
	}, kit.Labelled(l.T("acts.point_state"), state), kit.Labelled(l.T("acts.point_due_field"), due), kit.Labelled(l.T("acts.point_office_field"), office))
	f.Show(state)
}

// addEvidence asks for a note, a link or a file.
func (p *page) addEvidence(v civic.CommitmentView) {
	l := p.h.Lang
	date, link, note := kit.NewField(), kit.NewField(), kit.NewProse(3)
	date.SetText(p.h.Now().Format("02/01/2006"))
	note.Wrapping = fyne.TextWrapWord
	note.SetMinRowsVisible(3)
	link.SetPlaceHolder("https://")
	files := kit.NewFilePicks(p.h, p.d)
	f := kit.NewForm(p.h, l.T("acts.evidence_title"), l.T("acts.event_save"), func() string {
		e := civic.Evidence{
			Note: strings.TrimSpace(civic.CleanText(note.Text)), Link: strings.TrimSpace(civic.CleanText(link.Text)),
		}
		day, ok := kit.ParseDay(date.Text)
		if !ok {
			return l.T("acts.event_date_wrong")
		}
		e.Date = day
		picked := files.Files("")
		if len(picked) > 1 {
			return l.T("acts.evidence_one")
		}
		if e.Note == "" && e.Link == "" && len(picked) == 0 {
			return l.T("invalid.evidence")
		}
		if !civic.WebLink(e.Link) {
			return l.T("invalid.link")
		}
		deed(p, func(ctx context.Context, act civic.ID) (civic.Queued, error) {
			return p.d.AddEvidence(ctx, act, v.Commitment.Clause, e, picked...)
		}, func(civic.Queued) { p.h.Toast(kit.Toast{Text: l.T("acts.point_saved")}) })
		return ""
	}, kit.Labelled(l.T("acts.event_date"), date), kit.Labelled(l.T("field.note"), note), kit.Labelled(l.T("acts.evidence_link"), link),
		container.NewHBox(files.Button(), files.Chosen()))
	f.Show(note)
}

// remedy begins the draft that a passed term calls for.
func (p *page) remedy(d council.DeadlineView) {
	p.prepare(func(ctx context.Context, _ civic.ID) (civic.Content, error) { return p.c.Remedy(ctx, d) })
}

// editEvent corrects an event of one's own.
func (p *page) editEvent(v civic.EventView) {
	x, ok := p.reading()
	if !ok {
		return
	}
	e := newEventForm(p, x.view)
	e.begin(v)
	e.form.Show(e.kind)
	e.fit()
}

// dropEvent takes an event of one's own back; the toast records it again.
func (p *page) dropEvent(v civic.EventView) {
	l := p.h.Lang
	deed(p, func(ctx context.Context, _ civic.ID) (civic.Queued, error) { return p.d.DropEvent(ctx, v.ID) }, func(civic.Queued) {
		p.h.Toast(kit.Toast{Text: l.T("acts.event_dropped"), Action: l.T("button.undo"), Run: func() {
			deed(p, func(ctx context.Context, _ civic.ID) (civic.Queued, error) { return p.d.RecordEvent(ctx, v.Event) }, nil)
		}})
	})
}

// numericDay writes a day as the forms take it.
func numericDay(d civic.Date) string {
	parts := strings.Split(string(d), "-")
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}
