package today

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// deed changes the chosen invitation, and shows it again.
func (p *calls) deed(run func(ctx context.Context, x civic.CallView) error, done func()) {
	x, ok := p.current()
	if !ok {
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, run(ctx, x) },
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			if done != nil {
				done()
			}
			p.reload()
			p.h.Changed()
		},
	})
}

// openAct goes to the act; one that is not kept here is fetched first.
func (p *calls) openAct() {
	x, ok := p.current()
	if !ok {
		return
	}
	route := "acts/" + string(x.Call.Act)
	if x.Act != nil {
		p.h.Go(route)
		return
	}
	kit.Do(context.Background(), p.h.Work, kit.Job[civic.ActView]{
		Title: p.h.Lang.T("acts.fetching"), Slot: "calls.fetch",
		Run: func(ctx context.Context, _ kit.Progress) (civic.ActView, error) { return p.d.FetchAct(ctx, x.Call.Act) },
		Done: func(_ civic.ActView, err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Go(route)
		},
	})
}

func (p *calls) debate() {
	if x, ok := p.current(); ok && x.Call.Thread != "" {
		p.h.Go("spaces/thread/" + string(x.Call.Thread))
	}
}

// hide puts an invitation away from "Oggi", on this computer alone.
func (p *calls) hide(on bool) {
	l := p.h.Lang
	p.deed(func(ctx context.Context, x civic.CallView) error { return p.d.HideCall(ctx, x.ID, on) }, func() {
		if on {
			p.h.Toast(kit.Toast{Text: l.T("call.hidden"), Action: l.T("button.undo"), Run: func() { p.hide(false) }})
		}
	})
}

func (p *calls) follow(on bool) {
	p.deed(func(ctx context.Context, x civic.CallView) error {
		if on {
			return p.f.Follow(ctx, civic.FollowAuthor, string(x.Author))
		}
		return p.f.Unfollow(ctx, civic.FollowAuthor, string(x.Author))
	}, func() {
		if on {
			p.h.Toast(kit.Toast{Text: p.h.Lang.T("call.followed")})
		}
	})
}

// edit corrects the day and the words of one's own invitation.
func (p *calls) edit() {
	x, ok := p.current()
	if !ok || !x.Mine {
		return
	}
	p.editWith(x, x.Call.Until, x.Call.Note)
}

// anew opens the form of what came back from the queue, filled in.
func (p *calls) anew(x civic.CallView) {
	text, ok := p.h.Take("call:" + string(x.ID))
	if !ok {
		return
	}
	var g desk.GivenCall
	switch err := json.Unmarshal([]byte(text), &g); {
	case err != nil:
		p.h.Fail(civic.WrapError(civic.Damaged, "calls.anew", err))
	case g.Closing:
		p.closeWith(x, g.Text)
	default:
		p.editWith(x, g.Until, g.Text)
	}
}

// editWith opens the form with that day and those words.
func (p *calls) editWith(x civic.CallView, day civic.Date, words string) {
	l := p.h.Lang
	until, note := kit.NewField(), kit.NewProse(6)
	until.SetText(numeric(day))
	note.SetText(words)
	f := kit.NewForm(p.h, l.T("call.edit_title"), l.T("button.save"), func() string {
		day, ok := kit.ParseDay(until.Text)
		if !ok {
			return l.T("acts.event_date_wrong")
		}
		text := strings.TrimSpace(civic.CleanText(note.Text))
		if _, err := x.Call.Corrected(civic.EditCallArgs{ID: x.ID, Until: day, Note: text}, p.h.Now()); err != nil {
			return l.Explain(err).What
		}
		p.deed(func(ctx context.Context, _ civic.CallView) error {
			_, err := p.d.EditCall(ctx, x.ID, x.Version, day, text)
			return err
		}, nil)
		return ""
	}, kit.Labelled(l.T("call.until"), until), kit.Labelled(l.T("call.note"), note))
	f.Show(until)
}

// close ends one's own invitation with its synthesis, or corrects that.
func (p *calls) close() {
	if x, ok := p.current(); ok && x.Mine {
		p.closeWith(x, x.Call.Synthesis)
	}
}

// closeWith opens the form with that synthesis.
func (p *calls) closeWith(x civic.CallView, words string) {
	l := p.h.Lang
	text := kit.NewProse(10)
	text.SetText(words)
	about, verb := l.T("call.close_about."+string(x.Call.Type)), l.T("call.close_verb")
	if !x.Call.Closed.IsZero() {
		verb = l.T("button.save")
	}
	f := kit.NewForm(p.h, l.T("call.close_title"), verb, func() string {
		said := strings.TrimSpace(civic.CleanText(text.Text))
		if _, err := x.Call.Ended(said, p.h.Now()); err != nil {
			return l.Explain(err).What
		}
		p.deed(func(ctx context.Context, _ civic.CallView) error {
			_, err := p.d.CloseCall(ctx, x.ID, x.Version, said)
			return err
		}, nil)
		return ""
	}, kit.NewHighlightText(about, kit.TextLook{MaxLines: -1, Color: kit.ColorMuted}), kit.Labelled(l.T("call.synthesis"), text))
	f.Show(text)
}

// takeOut takes somebody's invitation out, for a reason of the closed list.
func (p *calls) takeOut() {
	x, ok := p.current()
	if !ok || !p.last.out || p.last.view.ID != x.ID {
		return
	}
	l := p.h.Lang
	reasons := civic.CallReturnReasons()
	words := make([]string, len(reasons))
	for i, r := range reasons {
		words[i] = l.T("call.return." + string(r))
	}
	why, note := kit.NewSelect(l, words, nil), kit.NewProse(3)
	f := kit.NewForm(p.h, l.T("call.out_title"), l.T("call.out_verb"), func() string {
		at := why.SelectedIndex()
		if at < 0 {
			return l.T("invalid.reason")
		}
		p.deed(func(ctx context.Context, x civic.CallView) error {
			_, err := p.d.ReturnCall(ctx, x.ID, reasons[at], note.Text)
			return err
		}, func() { p.tookOut(x.ID) })
		return ""
	}, kit.NewHighlightText(l.T("call.out_about"), kit.TextLook{MaxLines: -1, Color: kit.ColorMuted}),
		kit.Labelled(l.T("call.out_reason"), why), kit.Labelled(l.T("call.out_note"), note))
	f.Show(why)
}

// tookOut says it, and lets a slip be mended.
func (p *calls) tookOut(id civic.ID) {
	p.h.Toast(kit.Toast{Text: p.h.Lang.T("call.out_done"), Action: p.h.Lang.T("button.undo"), Run: func() {
		kit.Do(context.Background(), p.h.Work, kit.Job[civic.Queued]{
			Run: func(ctx context.Context, _ kit.Progress) (civic.Queued, error) { return p.d.ReinstateCall(ctx, id) },
			Done: func(_ civic.Queued, err error) {
				if err != nil {
					p.h.Fail(err)
				}
				p.reload()
				p.h.Changed()
			},
		})
	}})
}

// withdraw asks first: it leaves every copy; what others wrote stays.
func (p *calls) withdraw() {
	x, ok := p.current()
	if !ok || !x.Mine {
		return
	}
	l := p.h.Lang
	p.h.Ask(l.T("call.withdraw"), l.T("call.withdraw_ask"), l.T("call.withdraw"), func() {
		p.deed(func(ctx context.Context, _ civic.CallView) error {
			_, err := p.d.WithdrawCall(ctx, x.ID)
			return err
		}, func() { p.h.Toast(kit.Toast{Text: l.T("call.withdrawn")}) })
	})
}

// numeric is a day as one types it.
func numeric(d civic.Date) string {
	s := string(d)
	if len(s) != len("2006-01-02") {
		return s
	}
	return s[8:] + "/" + s[5:7] + "/" + s[:4]
}

// callNotices say that invitations are on hold while an election silence holds,
// and which of one's own were taken out.
func (p *page) callNotices(n desk.CallNotices) []row {
	l := p.h.Lang
	var rows []row
	for _, x := range n.Returned {
		v := callRow(p.h, x)
		v.Detail = l.T("today.call_returned", "reason", l.T("call.return."+string(x.Call.Returned.Reason)))
		v.Badge, v.Tone, v.Right = l.T("call.state.returned"), kit.Warn, ""
		rows = append(rows, row{route: "calls/" + string(x.ID), view: v})
	}
	if n.Silence == nil {
		return rows
	}
	return append(rows, row{route: "calls", view: kit.RowView{
		Icon: kit.Icon("spaces"), Title: l.T("today.quiet", "region", territory(l, n.Silence.Region), "date", l.Day(n.Silence.To)),
		Detail: l.T("today.quiet_detail"),
	}})
}

// callRows is the one line of "Oggi" on invitations.
func (p *page) callRows(list []civic.CallView) []row {
	l := p.h.Lang
	switch len(list) {
	case 0:
		return nil
	case 1:
		return []row{{view: callRow(p.h, list[0]), route: "calls/" + string(list[0].ID)}}
	}
	var who []string
	for _, x := range list {
		if c := caller(x); len(who) < mostCallers && !slices.Contains(who, c) {
			who = append(who, c)
		}
	}
	return []row{{route: "calls", view: kit.RowView{
		Icon: kit.Icon("spaces"), Title: l.N("today.calls_many", len(list)), Detail: strings.Join(who, " · "),
	}}}
}

// mostCallers is how many names the line holds.
const mostCallers = 3
