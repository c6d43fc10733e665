package acts

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// history is the tab of what happened to an act: where it stands, its terms, the
// timeline, what became of its points, and its former texts.
type history struct {
	r      *reader
	shown  *reading
	column *fyne.Container
	scroll *container.Scroll
	root   fyne.CanvasObject
}

func newHistory(r *reader) *history {
	h := &history{r: r, column: container.NewVBox()}
	h.scroll = container.NewVScroll(padded(h.column, 18, 12))
	h.root = h.scroll
	return h
}

func (h *history) set(x *reading) {
	if h.shown == x {
		return
	}
	if h.shown == nil || h.shown.view.Record.ID != x.view.Record.ID {
		h.scroll.Offset = fyne.Position{}
	}
	h.shown = x
	parts := []fyne.CanvasObject{subjectOf(x.view), h.state(x)}
	parts = append(parts, h.terms(x)...)
	parts = append(parts, h.timeline(x)...)
	parts = append(parts, h.points(x)...)
	parts = append(parts, h.texts(x.view)...)
	h.column.Objects = parts
	h.column.Refresh()
	h.scroll.Refresh()
}

// state is the line that says where the act stands.
func (h *history) state(x *reading) fyne.CanvasObject {
	l := h.r.p.h.Lang
	text := l.T("act.state." + string(x.life.State))
	if x.life.Since != "" {
		text = l.T("acts.state_since", "state", text, "date", l.Day(x.life.Since))
	}
	chip, tone := "", kit.Neutral
	if o := x.view.Outcome; o != civic.Pending && o != civic.NoOutcome {
		chip, tone = l.T("act.outcome."+string(o)), kit.OutcomeTone(string(o))
	}
	return newLine(kit.NewHighlightText(text, kit.TextLook{}), kit.NewChip(chip, tone))
}

// terms are the deadlines of the act, or why one that might be expected does not
// run.
func (h *history) terms(x *reading) []fyne.CanvasObject {
	l := h.r.p.h.Lang
	var parts []fyne.CanvasObject
	for _, d := range x.terms {
		if d.Kind == civic.ClockCommitment {
			continue // stands with its point
		}
		text := l.T("acts.term", "what", l.T("deadline.kind."+string(d.Kind)), "date", l.Day(d.Due))
		parts = append(parts, newLine(kit.NewHighlightText(text, kit.TextLook{Bold: true}), termChip(l, d)), muted(whence(l, d)))
		if d.Remedy != council.NoRemedy && d.State == civic.ClockOverdue {
			b := kit.NewButton(l.T("deadline.remedy."+string(d.Remedy)), theme.NewThemedResource(theme.DocumentCreateIcon()), func() { h.r.p.remedy(d) })
			parts = append(parts, container.NewHBox(b, layout.NewSpacer()))
		}
	}
	for _, n := range x.notes {
		parts = append(parts, muted(l.T("deadline.note."+n.Code, "need", strconv.Itoa(n.Need), "have", strconv.Itoa(n.Have), "source", n.Source)))
	}
	if len(parts) > 0 {
		parts = append([]fyne.CanvasObject{heading(l.T("nav.deadlines"))}, parts...)
	}
	return parts
}

// termChip says how a term stands.
func termChip(l *kit.Lang, d council.DeadlineView) *kit.Chip { return kit.NewChip(termWords(l, d)) }

func termWords(l *kit.Lang, d council.DeadlineView) (string, kit.Tone) {
	switch {
	case d.State == civic.ClockOverdue:
		return l.N("deadline.over", -d.Left), kit.Warn
	case d.State == civic.ClockRunning && d.Left == 0:
		return l.T("deadline.today"), kit.Warn
	case d.State == civic.ClockRunning:
		return l.N("deadline.left", d.Left), kit.Neutral
	}
	return l.T("deadline.state." + string(d.State)), kit.Neutral
}

// whence says from when a term runs, by which article, and that its day is a
// feast.
func whence(l *kit.Lang, d council.DeadlineView) string {
	text := l.T("deadline.from", "date", l.Day(d.Start), "days", strconv.Itoa(d.Days)) + " (" + d.Source + ")"
	switch {
	case d.Holiday == "" || !d.State.Open():
	case d.Holiday == council.FeastSunday:
		text += "; " + l.T("deadline.sunday")
	case d.Holiday == council.FeastPatron:
		text += "; " + l.T("deadline.patron")
	default:
		text += "; " + l.T("deadline.feast", "name", d.Holiday)
	}
	return text
}

// timeline is what happened, the first thing first.
func (h *history) timeline(x *reading) []fyne.CanvasObject {
	l := h.r.p.h.Lang
	parts := []fyne.CanvasObject{heading(l.T("acts.history_council"))}
	if len(x.events) == 0 {
		parts = append(parts, muted(l.T("acts.history_none")))
	}
	odd := map[int][]civic.Oddity{}
	for _, o := range x.life.Odd {
		odd[o.Index] = append(odd[o.Index], o.Why)
	}
	for i, e := range x.events {
		parts = append(parts, milestone(h.event(x, e, odd[i]), e.Pending, i == len(x.events)-1))
	}
	if x.can.Event {
		b := kit.NewButton(l.T("cmd.record_event"), theme.NewThemedResource(theme.ContentAddIcon()), h.r.p.recordEvent)
		parts = append(parts, container.NewHBox(b, layout.NewSpacer()))
	}
	return parts
}

// event is a dated fact: what happened, with figures and notes below, who told
// of it, and what is odd about it.
func (h *history) event(x *reading, v civic.EventView, odd []civic.Oddity) *fyne.Container {
	l, e := h.r.p.h.Lang, v.Event
	title := l.Day(e.Date) + " – " + l.T("act.event."+string(e.Type))
	chip, tone := "", kit.Neutral
	if e.Outcome != "" {
		chip, tone = outcomeWords(l, e), kit.OutcomeTone(string(e.Outcome))
	}
	badges := []fyne.CanvasObject{kit.NewChip(chip, tone)}
	if v.Pending {
		badges = append(badges, gap(kit.NewChip(l.T("act.pending"), kit.Warn), 6, 0))
	}
	if v.Author != "" && v.Author == x.me {
		badges = append(badges, h.own(v, x.can.Event))
	}
	column := container.NewVBox(newLine(kit.NewHighlightText(title, kit.TextLook{Bold: true}), badges...))
	if lines := eventLines(l, e); len(lines) > 0 {
		column.Add(wrapped(strings.Join(lines, "\n")))
	}
	if e.Source != "" {
		column.Add(h.source(e.Source))
	}
	for _, why := range odd {
		column.Add(container.New(textLayout{}, kit.NewHighlightText(l.T("act.odd."+string(why)), kit.TextLook{MaxLines: -1, Color: theme.ColorNameError})))
	}
	if v.By != "" {
		column.Add(muted(l.T("acts.event_by", "name", v.By, "date", l.Date(v.Told.In(h.r.p.h.Now().Location())))))
	}
	return column
}

// own is the button with what one may do with an event of one's own.
func (h *history) own(v civic.EventView, edit bool) *kit.Button {
	l, p := h.r.p.h.Lang, h.r.p
	var b *kit.Button
	b = kit.NewQuietButton(l.T("button.more"), nil, func() {
		items := []*fyne.MenuItem{fyne.NewMenuItem(l.T("acts.event_drop"), func() { p.dropEvent(v) })}
		if edit {
			items = append([]*fyne.MenuItem{fyne.NewMenuItem(l.T("acts.event_edit"), func() { p.editEvent(v) })}, items...)
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.h.Window.Canvas(), at.AddXY(0, b.Size().Height))
	})
	return b
}

func eventLines(l *kit.Lang, e civic.ActEvent) []string {
	var lines []string
	if e.Votes != nil {
		lines = append(lines, votes(l, *e.Votes))
	}
	if e.Sitting != "" {
		lines = append(lines, l.T("acts.sitting_day", "date", l.Day(e.Sitting)))
	}
	if e.Asker != "" {
		lines = append(lines, l.T("act.asker."+e.Asker))
	}
	if e.Protocol != "" {
		lines = append(lines, l.T("field.protocol")+": "+e.Protocol)
	}
	if e.Note != "" {
		lines = append(lines, e.Note)
	}
	return lines
}

// source is where it can be read that something happened: a link where it is an
// address.
func (h *history) source(text string) fyne.CanvasObject {
	l := h.r.p.h.Lang
	if !civic.WebLink(text) {
		return wrapped(l.T("field.source") + ": " + text)
	}
	return h.link(text)
}

// link is an address that opens in the browser.
func (h *history) link(address string) fyne.CanvasObject {
	shown := []rune(address)
	if len(shown) > 60 {
		shown = append(shown[:59:59], '…')
	}
	return container.NewHBox(kit.NewQuietButton(string(shown), theme.NewThemedResource(theme.ComputerIcon()), func() {
		if err := h.r.p.h.OpenURL(address); err != nil {
			h.r.p.h.Fail(err)
		}
	}))
}

// texts lists the present and the former texts.
func (h *history) texts(v civic.ActView) []fyne.CanvasObject {
	l, loc := h.r.p.h.Lang, h.r.p.h.Now().Location()
	if len(v.Revisions) == 0 {
		return nil
	}
	since := v.Act.Revised
	if since.IsZero() {
		since = v.Act.Published
	}
	parts := []fyne.CanvasObject{
		heading(l.T("acts.history_texts")),
		newLine(
			kit.NewHighlightText(l.T("acts.text_present", "date", l.Date(since.In(loc))), kit.TextLook{}),
			kit.NewButton(l.T("acts.read_text"), nil, func() { h.r.readRevision("") }),
		),
	}
	for _, x := range v.Revisions {
		parts = append(parts, hairline(), newLine(
			kit.NewHighlightText(l.T("acts.text_until", "date", l.Date(x.Revision.At.In(loc))), kit.TextLook{}),
			kit.NewButton(l.T("acts.read_text"), nil, func() { h.r.readRevision(x.ID) }),
		))
		if x.Revision.Note != "" {
			parts = append(parts, muted(x.Revision.Note))
		}
	}
	return parts
}

// subjectOf is the act's subject above what hangs on it.
func subjectOf(v civic.ActView) fyne.CanvasObject {
	return container.New(textLayout{}, kit.NewHighlightText(v.Act.Subject, kit.TextLook{MaxLines: -1, Serif: true, Bold: true, Size: 16}))
}

// heading stands above a part of a tab.
func heading(text string) fyne.CanvasObject {
	t := kit.NewHighlightText(text, kit.TextLook{Bold: true, Color: kit.ColorMuted})
	return container.New(edges{0, 12, 0, 2}, t)
}

// muted is a remark.
func muted(text string) fyne.CanvasObject {
	return container.New(textLayout{}, kit.NewHighlightText(text, kit.TextLook{MaxLines: -1, Color: kit.ColorMuted}))
}

// wrapped is a text of as many lines as it needs.
func wrapped(text string) fyne.CanvasObject {
	return container.New(textLayout{}, kit.NewHighlightText(text, kit.TextLook{MaxLines: -1}))
}
