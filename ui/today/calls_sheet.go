package today

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// sheet is an invitation with what it says and how it went.
func (p *calls) sheet(c called) fyne.CanvasObject {
	l, x := p.h.Lang, c.view
	column := container.NewVBox()
	say := func(s string, look kit.TextLook) {
		look.MaxLines = -1
		column.Add(kit.NewHighlightText(s, look))
	}
	gap := func() { column.Add(container.New(layout.NewCustomPaddedLayout(theme.Padding(), 0, 0, 0))) }
	say(l.T("call.type."+string(x.Call.Type))+" – "+p.state(x), kit.TextLook{Color: kit.ColorMuted})
	title := l.T("call.act_away")
	if x.Act != nil {
		title = x.Act.Subject
	}
	say(title, kit.TextLook{Size: 18, Bold: true})
	if x.Act != nil {
		say(l.T("act.kind."+string(x.Act.Kind))+" · "+x.Act.BodyName, kit.TextLook{Color: kit.ColorMuted})
	}
	gap()
	say(caller(x), kit.TextLook{Bold: true})
	say(l.T("call.facts", "to", territory(l, x.Call.To), "date", l.Day(x.Call.Until)), kit.TextLook{})
	if r := x.Call.Returned; r != nil {
		gap()
		say(l.T("call.returned", "date", l.Date(r.At.In(p.h.Now().Location())), "reason", l.T("call.return."+string(r.Reason))), kit.TextLook{Bold: true})
		if r.Note != "" {
			column.Add(selectable(r.Note))
		}
		say(l.T("call.returned_do"), kit.TextLook{Color: kit.ColorMuted})
	}
	if s := x.Silence; s != nil && x.Call.State(p.today()) == civic.CallOpen {
		gap()
		say(l.T("call.quiet.sheet", "region", territory(l, s.Region), "date", l.Day(s.To)), kit.TextLook{Bold: true})
		if s.Why != "" {
			say(l.T("call.quiet.why", "why", s.Why), kit.TextLook{Color: kit.ColorMuted})
		}
	}
	gap()
	column.Add(selectable(x.Call.Note))
	column.Add(p.buttons(c))
	if x.Call.Synthesis != "" {
		gap()
		say(l.T("call.synthesis"), kit.TextLook{Bold: true})
		say(l.T("call.closed_on", "date", l.Date(x.Call.Closed.In(p.h.Now().Location()))), kit.TextLook{Color: kit.ColorMuted})
		column.Add(selectable(x.Call.Synthesis))
	}
	gap()
	how := "call.uptake"
	if x.Call.State(p.today()) != civic.CallOpen {
		how = "call.uptake_past"
	}
	say(l.T(how), kit.TextLook{Bold: true})
	for _, line := range uptakeLines(l, x, c.uptake) {
		say(line, kit.TextLook{})
	}
	return container.NewVScroll(kit.NewColumn(pageWidth, container.New(layout.NewCustomPaddedLayout(14, 14, 18, 18), column)))
}

// selectable is a text of people that can be copied.
func selectable(s string) fyne.CanvasObject {
	label := widget.NewLabel(s)
	label.Wrapping = fyne.TextWrapWord
	label.Selectable = true
	in := theme.InnerPadding() // stands where the other texts do
	return container.New(layout.NewCustomPaddedLayout(0, 0, -in, -in), label)
}

// uptakeLines say how an invitation was answered: councils and outcomes by
// territory, never people.
func uptakeLines(l *kit.Lang, x civic.CallView, u desk.Uptake) []string {
	var out []string
	switch {
	case u.Bodies > 0:
		out = append(out, l.T("call.uptake.reuse", "bodies", l.N("call.bodies", u.Bodies), "approved", l.N("call.approved", u.Approved))+".")
	case x.Call.Type == civic.CallReuse:
		out = append(out, l.T("call.uptake.none"))
	}
	for _, r := range u.Regions {
		names := make([]string, len(r.Acts))
		for i, a := range r.Acts {
			names[i] = a.BodyName
			if a.Outcome != "" && a.Outcome != civic.Pending && a.Outcome != civic.NoOutcome {
				names[i] += " (" + strings.ToLower(l.T("act.outcome."+string(a.Outcome))) + ")"
			}
		}
		out = append(out, "• "+l.T("region."+string(r.Region))+": "+strings.Join(names, ", "))
	}
	if x.Call.Thread == "" {
		return out
	}
	if u.Posts == 0 {
		return append(out, l.T("call.uptake.silent"))
	}
	out = append(out, l.T("call.uptake.debate", "posts", l.N("call.posts", u.Posts), "councils", l.N("call.councils", len(u.Councils)))+".")
	if len(u.Councils) > 0 {
		out = append(out, "• "+strings.Join(u.Councils, ", "))
	}
	if u.Others > 0 {
		out = append(out, "• "+l.N("call.others", u.Others))
	}
	return out
}

// buttons are what one may do with the invitation, the first thing first.
func (p *calls) buttons(c called) fyne.CanvasObject {
	l := p.h.Lang
	rows := container.New(layout.NewRowWrapLayout())
	first := "calls.act"
	if c.view.Call.Thread != "" && c.view.Act != nil {
		first = "calls.debate"
	}
	for _, cmd := range p.commands() {
		if !cmd.Can() || cmd.ID == "calls.settings" || cmd.ID == "calls.taken" {
			continue
		}
		title := l.T(cmd.TitleKey)
		if cmd.ID == "calls.close" && !c.view.Call.Closed.IsZero() {
			title = l.T("call.mend_synthesis")
		}
		b := kit.NewButton(title, nil, cmd.Run)
		if cmd.ID == first && !c.view.Mine {
			b = kit.NewPrimaryButton(title, nil, cmd.Run)
		}
		rows.Add(b)
	}
	return container.New(layout.NewCustomPaddedLayout(theme.InnerPadding(), 0, 0, 0), rows)
}
