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
	"scranno/app/desk"
	"scranno/ui/kit"
)

// eventForm records what happened to an act in its council.
type eventForm struct {
	p                     *page
	act                   civic.ActView
	types                 []civic.ActEventType
	outcomes              []civic.Outcome
	kind, outcome, asker  *kit.Select
	date, note, protocol  *kit.Field
	source                *kit.Field
	manner                *kit.Select // of the outcome that is chosen
	manners               []civic.Manner
	sitting               *kit.Field
	mannerRow, sittingRow *fyne.Container
	former                *civic.EventView // that is corrected; nil: a new one
	yes, against, neutral *kit.Field
	outcomeRow, askerRow  *fyne.Container
	votesRow              *fyne.Container
	doubt                 *widget.Label // what is odd about what is written
	form                  *kit.Form
}

func (p *page) recordEvent() {
	x, ok := p.reading()
	if !ok || !x.can.Event {
		return
	}
	e := newEventForm(p, x.view)
	e.form.Show(e.kind)
	e.fit()
}

func newEventForm(p *page, v civic.ActView) *eventForm {
	l := p.h.Lang
	e := &eventForm{p: p, act: v, types: civic.ActEventTypesOf(v.Act.Kind), outcomes: civic.OutcomesOf(v.Act.Kind)}
	var types, outcomes []string
	for _, t := range e.types {
		types = append(types, l.T("act.event."+string(t)))
	}
	for _, o := range e.outcomes {
		outcomes = append(outcomes, l.T("act.outcome."+string(o)))
	}
	e.outcome = kit.NewSelect(l, outcomes, nil)
	e.asker = kit.NewSelect(l, []string{l.T("act.asker.satisfied"), l.T("act.asker.partly"), l.T("act.asker.unsatisfied")}, nil)
	e.date, e.protocol, e.source, e.note = kit.NewField(), kit.NewField(), kit.NewField(), kit.NewProse(3)
	e.date.SetText(p.h.Now().Format("02/01/2006"))
	e.note.Wrapping = fyne.TextWrapWord
	e.note.SetMinRowsVisible(3)
	e.yes, e.against, e.neutral = kit.NewField(), kit.NewField(), kit.NewField()
	e.outcomeRow = kit.Labelled(l.T("field.outcome"), e.outcome)
	e.manner, e.sitting = kit.NewSelect(l, nil, func(string) { e.fit() }), kit.NewField()
	e.mannerRow = kit.Labelled(l.T("acts.event_manner"), e.manner)
	e.sittingRow = kit.Labelled(l.T("acts.event_sitting"), e.sitting)
	e.askerRow = kit.Labelled(l.T("acts.event_asker"), e.asker)
	e.votesRow = container.NewGridWithColumns(3, kit.Labelled(l.T("acts.votes_for"), e.yes),
		kit.Labelled(l.T("acts.votes_against"), e.against), kit.Labelled(l.T("acts.votes_abstained"), e.neutral))
	e.doubt = widget.NewLabel("")
	e.doubt.Wrapping, e.doubt.Importance = fyne.TextWrapWord, widget.WarningImportance
	e.doubt.Hide()
	e.kind = kit.NewSelect(l, types, func(string) { e.fit() })
	e.outcome.OnChanged = func(string) { e.fit() }
	for _, f := range []*kit.Field{e.date, e.yes, e.against, e.neutral} {
		f.OnChanged = func(string) { e.fit() }
	}
	e.form = kit.NewForm(p.h, l.T("acts.event_title"), l.T("acts.event_save"), e.submit,
		kit.Labelled(l.T("acts.event_type"), e.kind), kit.Labelled(l.T("acts.event_date"), e.date), e.doubt, e.outcomeRow,
		e.mannerRow, e.sittingRow, e.askerRow,
		e.votesRow, kit.Labelled(l.T("field.protocol"), e.protocol), kit.Labelled(l.T("acts.event_source"), e.source),
		kit.Labelled(l.T("field.note"), e.note))
	return e
}

// begin fills the form with an event that is to be corrected.
func (e *eventForm) begin(v civic.EventView) {
	x := v.Event
	e.former = &v
	e.kind.SetSelectedIndex(slices.Index(e.types, x.Type))
	if i := slices.Index(e.outcomes, x.Outcome); i >= 0 {
		e.outcome.SetSelectedIndex(i)
	}
	if i := slices.Index(e.manners, x.Manner); i >= 0 {
		e.manner.SetSelectedIndex(i)
	}
	if x.Sitting != "" {
		e.sitting.SetText(numericDay(x.Sitting))
	}
	if i := slices.Index(askers(), x.Asker); i >= 0 {
		e.asker.SetSelectedIndex(i)
	}
	e.date.SetText(numericDay(x.Date))
	e.protocol.SetText(x.Protocol)
	e.source.SetText(x.Source)
	e.note.SetText(x.Note)
	if x.Votes != nil {
		e.yes.SetText(strconv.Itoa(x.Votes.For))
		e.against.SetText(strconv.Itoa(x.Votes.Against))
		e.neutral.SetText(strconv.Itoa(x.Votes.Abstained))
	}
}

// chosen is the type that was picked; empty: none yet.
func (e *eventForm) chosen() civic.ActEventType {
	if i := e.kind.SelectedIndex(); i >= 0 {
		return e.types[i]
	}
	return ""
}

// fit shows the fields that the type has.
func (e *eventForm) fit() {
	t := e.chosen()
	ends := t == civic.OutcomeEvent || t == civic.Answered && e.act.Act.Kind.Inspection()
	e.outcomeRow.Hidden = !ends || len(e.outcomes) == 0
	e.fitManner()
	e.votesRow.Hidden = t != civic.OutcomeEvent && t != civic.AmendedEvent && t != civic.EnforceableNow
	e.askerRow.Hidden = t != civic.Answered
	if e.form != nil {
		e.tell()
		e.form.Column.Refresh()
	}
}

// fitManner offers the ways in which the chosen outcome is reached, and the day of
// the sitting where it names one.
func (e *eventForm) fitManner() {
	x := civic.ActEvent{Type: e.chosen()}
	if i := e.outcome.SelectedIndex(); i >= 0 && !e.outcomeRow.Hidden {
		x.Outcome = e.outcomes[i]
	}
	next := civic.MannersOf(x.Outcome)
	if !slices.Equal(next, e.manners) {
		names := make([]string, len(next))
		for i, m := range next {
			names[i] = e.p.h.Lang.T("act.manner." + string(m))
		}
		e.manners = next
		e.manner.ClearSelected()
		e.manner.SetOptions(names)
	}
	if i := e.manner.SelectedIndex(); i >= 0 && i < len(next) {
		x.Manner = next[i]
	}
	e.mannerRow.Hidden, e.sittingRow.Hidden = len(next) == 0, !x.HasSitting()
}

// tell says what is odd about the event as it is written so far; nothing of it
// hinders.
func (e *eventForm) tell() {
	l := e.p.h.Lang
	x, wrong := e.written()
	var lines []string
	if wrong == "" {
		former := civic.ID("")
		if e.former != nil {
			former = e.former.ID
		}
		for _, why := range civic.OddWith(e.act.Act, desk.OtherEvents(e.act, former), x, civic.DateOf(e.p.h.Now())) {
			lines = append(lines, l.T("act.odd."+string(why)))
		}
	}
	e.doubt.Hidden = len(lines) == 0
	if !e.doubt.Hidden {
		e.doubt.SetText(strings.Join(append(lines, l.T("acts.event_odd")), "\n"))
	}
}

// written is the event as the form has it; wrong says what is missing.
func (e *eventForm) written() (x civic.ActEvent, wrong string) {
	l := e.p.h.Lang
	x = civic.ActEvent{
		Act: e.act.Record.ID, Type: e.chosen(), Protocol: strings.TrimSpace(civic.CleanText(e.protocol.Text)),
		Note: strings.TrimSpace(civic.CleanText(e.note.Text)), Source: strings.TrimSpace(civic.CleanText(e.source.Text)),
	}
	if x.Type == "" {
		return x, l.T("acts.event_missing")
	}
	day, ok := kit.ParseDay(e.date.Text)
	if !ok {
		return x, l.T("acts.event_date_wrong")
	}
	x.Date = day
	if i := e.outcome.SelectedIndex(); i >= 0 && !e.outcomeRow.Hidden {
		x.Outcome = e.outcomes[i]
	}
	if i := e.manner.SelectedIndex(); i >= 0 && !e.mannerRow.Hidden {
		x.Manner = e.manners[i]
	}
	if text := strings.TrimSpace(e.sitting.Text); text != "" && !e.sittingRow.Hidden {
		if x.Sitting, ok = kit.ParseDay(text); !ok {
			return x, l.T("acts.event_date_wrong")
		}
	}
	if i := e.asker.SelectedIndex(); i >= 0 && !e.askerRow.Hidden {
		x.Asker = askers()[i]
	}
	if !e.votesRow.Hidden {
		if x.Votes, ok = parseVotes(e.yes.Text, e.against.Text, e.neutral.Text); !ok {
			return x, l.T("acts.votes_wrong")
		}
	}
	return x, ""
}

// submit reads the form; what is wrong in it is said below.
func (e *eventForm) submit() string {
	l := e.p.h.Lang
	x, wrong := e.written()
	if wrong != "" {
		return wrong
	}
	if err := x.Validate(); err != nil {
		return l.Explain(err).What
	}
	deed(e.p, func(ctx context.Context, _ civic.ID) (civic.Queued, error) {
		if e.former != nil {
			return e.p.d.EditEvent(ctx, e.former.ID, e.former.Version, x)
		}
		return e.p.d.RecordEvent(ctx, x)
	}, func(civic.Queued) { e.p.h.Toast(kit.Toast{Text: l.T("acts.event_saved")}) })
	return ""
}

// askers are what the asker may say of an answer.
func askers() []string { return []string{"satisfied", "partly", "unsatisfied"} }

// parseVotes reads the figures of a vote; all empty: none.
func parseVotes(texts ...string) (*civic.Votes, bool) {
	var n [3]int
	any := false
	for i, s := range texts {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		v, err := strconv.Atoi(s)
		if err != nil || v < 0 || v > 100_000 {
			return nil, false
		}
		n[i], any = v, true
	}
	if !any {
		return nil, true
	}
	return &civic.Votes{For: n[0], Against: n[1], Abstained: n[2]}, true
}

// returnAct asks a moderator for one of the closed reasons.
func (p *page) returnAct() {
	x, ok := p.reading()
	if !ok || !x.can.Return {
		return
	}
	l, reasons := p.h.Lang, civic.ReturnReasons()
	var names []string
	for _, r := range reasons {
		names = append(names, l.T("act.return."+string(r)))
	}
	reason, note := kit.NewSelect(l, names, nil), kit.NewProse(3)
	note.Wrapping = fyne.TextWrapWord
	note.SetMinRowsVisible(3)
	intro := widget.NewLabel(l.T("acts.return_intro"))
	intro.Wrapping = fyne.TextWrapWord
	f := kit.NewForm(p.h, l.T("acts.return_title"), l.T("acts.return_verb"), func() string {
		i := reason.SelectedIndex()
		if i < 0 {
			return l.T("acts.return_missing")
		}
		text := strings.TrimSpace(civic.CleanText(note.Text))
		if len(text) > civic.MaxLine {
			return l.T("invalid.too_long", "field", l.T("field.note"))
		}
		deed(p, func(ctx context.Context, id civic.ID) (civic.Queued, error) {
			return p.d.ReturnAct(ctx, id, reasons[i], text)
		},
			func(civic.Queued) { p.h.Toast(kit.Toast{Text: l.T("act.returned")}) })
		return ""
	}, intro, kit.Labelled(l.T("acts.return_reason"), reason), kit.Labelled(l.T("acts.return_note"), note))
	f.Show(reason)
}
