package acts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// Inviting puts an act before councils.
type Inviting interface {
	// InvitesTo lists the territories whose councils the person may invite.
	InvitesTo(ctx context.Context) ([]civic.Region, error)
	// SilenceIn gives the election silence that would hold it back.
	SilenceIn(ctx context.Context, to civic.Region) (civic.Silence, bool, error)
	OpenCall(ctx context.Context, a civic.OpenCallArgs) (civic.Queued, error)
}

// mostCalls is how many invitations stand above an act; the page has them all.
const mostCalls = 2

// callNotes says which invitations are open upon the act, and where the synthesis
// of a debate is.
func (r *reader) callNotes(v civic.ActView) []note {
	if r.tab != tabText {
		return nil
	}
	var notes []note
	today := civic.DateOf(r.p.h.Now())
	for _, c := range v.Calls {
		if len(notes) == mostCalls {
			break
		}
		if s := c.Silence; s != nil && c.Call.State(today) == civic.CallOpen {
			if held := r.silentNote(*s); !slices.ContainsFunc(notes, func(n note) bool { return n.text == held.text }) {
				notes = append(notes, held)
			}
			continue
		}
		if n, ok := r.callNote(c, today); ok {
			notes = append(notes, n)
		}
	}
	return notes
}

// silentNote says that invitations are on hold, and until when.
func (r *reader) silentNote(s civic.Silence) note {
	l := r.p.h.Lang
	return note{
		tone: kit.ColorSoft, text: l.T("call.strip_quiet", "region", silentIn(l, s.Region), "date", l.Day(s.To)),
		more: l.T("call.read"), readMore: func() { r.p.h.Go("calls") },
	}
}

func (r *reader) callNote(c civic.CallView, today civic.Date) (note, bool) {
	l := r.p.h.Lang
	more := func() { r.p.h.Go("calls/" + string(c.ID)) }
	n := note{tone: kit.ColorSoft, more: l.T("call.read"), readMore: more}
	switch {
	case c.Call.State(today) == civic.CallOpen:
		n.text = l.T("call.strip."+string(c.Call.Type), "who", who(c), "date", l.Day(c.Call.Until))
		if c.Mine {
			n.text = l.T("call.strip_mine."+string(c.Call.Type), "date", l.Day(c.Call.Until))
			n.more = l.T("call.how_it_goes")
			return n, true
		}
		if c.Call.Type == civic.CallReuse {
			n.button, n.run = l.T("cmd.reuse"), func() { r.p.reuse(false) }
			return n, true
		}
		n.button, n.run = l.T("call.to_debate"), func() { r.debate(c.Call.Thread) }
		return n, true
	case c.Call.Synthesis != "":
		n.text, n.more = l.T("call.strip_closed."+string(c.Call.Type), "who", who(c)), l.T("call.read_synthesis")
		return n, true
	}
	return n, false
}

// who names the author of an invitation with the office.
func who(c civic.CallView) string {
	if c.Call.Office == "" {
		return c.Call.Name
	}
	return c.Call.Name + " (" + c.Call.Office + ")"
}

// debate opens the thread of an invitation.
func (r *reader) debate(thread civic.ID) {
	r.turn(tabTalk)
	r.talk.open(thread)
}

// callForm is an invitation that is being written.
type callForm struct {
	p                  *page
	act                civic.ID
	to                 []civic.Region
	kind, whom         *kit.Select
	until, title, note *kit.Field
	titleRow           fyne.CanvasObject
	silence            *kit.HighlightText // what an election silence makes of it
	form               *kit.Form
}

// invite opens the dialog, with the councils that the person may invite.
func (p *page) invite() {
	if x, ok := p.reading(); ok && x.can.Invite {
		p.inviteWith(x, nil)
	}
}

// inviteAnew opens the dialog with an invitation that came back from the queue.
func (p *page) inviteAnew(x reading) {
	text, ok := p.h.Take("invite:" + string(x.view.Record.ID))
	if !ok {
		return
	}
	var a civic.OpenCallArgs
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		p.h.Fail(civic.WrapError(civic.Damaged, "acts.invite", err))
		return
	}
	p.inviteWith(x, &a)
}

// inviteWith opens the dialog, filled with what was written where that is given.
func (p *page) inviteWith(x reading, former *civic.OpenCallArgs) {
	kit.Do(context.Background(), p.h.Work, kit.Job[[]civic.Region]{
		Slot: "acts.invite",
		Run:  func(ctx context.Context, _ kit.Progress) ([]civic.Region, error) { return p.d.InvitesTo(ctx) },
		Done: func(to []civic.Region, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			if former != nil && !slices.Contains(to, former.To) {
				to = append(to, former.To) // what became of it is the central's to say
			}
			if len(to) > 0 {
				f := newCallForm(p, x.view, to)
				f.refill(former)
				f.form.Show(f.until)
			}
		},
	})
}

func newCallForm(p *page, v civic.ActView, to []civic.Region) *callForm {
	l := p.h.Lang
	f := &callForm{p: p, act: v.Record.ID, to: to, until: kit.NewField(), title: kit.NewField(), note: kit.NewProse(4)}
	kinds, whom := make([]string, 0, 2), make([]string, 0, len(to))
	for _, t := range civic.CallTypes() {
		kinds = append(kinds, l.T("call.type."+string(t)))
	}
	for _, r := range to {
		whom = append(whom, territory(l, r))
	}
	f.kind = kit.NewSelect(l, kinds, func(string) { f.fit() })
	f.silence = kit.NewHighlightText("", kit.TextLook{MaxLines: -1, Bold: true})
	f.silence.Hide()
	f.whom = kit.NewSelect(l, whom, func(string) { f.hear() })
	f.until.SetPlaceHolder(l.T("call.until_hint"))
	f.titleRow = kit.Labelled(l.T("call.title"), f.title)
	f.form = kit.NewForm(p.h, l.T("call.invite_title"), l.T("call.invite_verb"), f.submit,
		kit.NewHighlightText(l.T("call.invite_about"), kit.TextLook{MaxLines: -1, Color: kit.ColorMuted}),
		kit.Labelled(l.T("call.kind"), f.kind), kit.Labelled(l.T("call.whom"), f.whom), f.silence,
		kit.Labelled(l.T("call.until"), f.until), f.titleRow, kit.Labelled(l.T("call.note"), f.note))
	f.kind.SetSelectedIndex(0)
	f.whom.SetSelectedIndex(0)
	return f
}

// territory names whom an invitation goes to.
func territory(l *kit.Lang, r civic.Region) string {
	if r == civic.NationWide {
		return l.T("call.to.everywhere")
	}
	return l.T("region." + string(r))
}

// silentIn names a territory within a sentence.
func silentIn(l *kit.Lang, r civic.Region) string {
	if r == civic.NationWide {
		return l.T("call.to.national")
	}
	return territory(l, r)
}

// chosen is the type that was picked.
func (f *callForm) chosen() civic.CallType { return civic.CallTypes()[max(0, f.kind.SelectedIndex())] }

// fit shows the title where a discussion is opened.
func (f *callForm) fit() {
	if f.form == nil {
		return
	}
	if f.chosen() == civic.CallDebate {
		f.titleRow.Show()
	} else {
		f.titleRow.Hide()
	}
	f.form.Column.Refresh()
	f.form.Fit()
}

// hear says what an election silence among the chosen councils makes of it.
func (f *callForm) hear() {
	to := f.to[max(0, f.whom.SelectedIndex())]
	kit.Do(context.Background(), f.p.h.Work, kit.Job[*civic.Silence]{
		Slot: "acts.silence",
		Run: func(ctx context.Context, _ kit.Progress) (*civic.Silence, error) {
			s, on, err := f.p.d.SilenceIn(ctx, to)
			if err != nil || !on {
				return nil, err
			}
			return &s, nil
		},
		Done: func(s *civic.Silence, err error) {
			if err != nil || f.form == nil || f.to[max(0, f.whom.SelectedIndex())] != to {
				return // the desk says it again when the invitation is made
			}
			l := f.p.h.Lang
			if f.silence.Hidden = s == nil; s != nil {
				f.silence.Set(l.T("call.quiet.form", "region", silentIn(l, s.Region), "date", l.Day(s.To)), nil)
			}
			f.form.Column.Refresh()
			f.form.Fit()
		},
	})
}

// refill fills in what was written before.
func (f *callForm) refill(a *civic.OpenCallArgs) {
	if a == nil {
		return
	}
	f.kind.SetSelectedIndex(max(0, slices.Index(civic.CallTypes(), a.Type)))
	f.whom.SetSelectedIndex(max(0, slices.Index(f.to, a.To)))
	f.until.SetText(numericDay(a.Until))
	f.title.SetText(a.Title)
	f.note.SetText(a.Note)
}

// submit reads the form; what is wrong in it is said below.
func (f *callForm) submit() string {
	l := f.p.h.Lang
	day, ok := kit.ParseDay(f.until.Text)
	if !ok {
		return l.T("acts.event_date_wrong")
	}
	a := civic.OpenCallArgs{
		Act: f.act, Type: f.chosen(), To: f.to[max(0, f.whom.SelectedIndex())], Until: day, Note: strings.TrimSpace(civic.CleanText(f.note.Text)),
	}
	if a.Type == civic.CallDebate {
		if a.Title = strings.TrimSpace(civic.CleanText(f.title.Text)); a.Title == "" {
			return l.T("call.title_missing")
		}
	}
	c := civic.Call{Act: a.Act, Type: a.Type, To: a.To, Until: a.Until, Note: a.Note}
	err := c.Validate()
	if err == nil {
		err = c.Timely(f.p.h.Now())
	}
	if err != nil {
		return l.Explain(err).What
	}
	deed(f.p, func(ctx context.Context, _ civic.ID) (civic.Queued, error) { return f.p.d.OpenCall(ctx, a) },
		func(civic.Queued) { f.p.h.Toast(kit.Toast{Text: l.T("call.invited")}) })
	return ""
}
