package acts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// history is the tab of what happened to an act, and of its former texts.
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
	l, v := h.r.p.h.Lang, x.view
	parts := []fyne.CanvasObject{subjectOf(v)}
	parts = append(parts, heading(l.T("acts.history_council")))
	if len(v.Events) == 0 {
		parts = append(parts, muted(l.T("acts.history_none")))
	}
	for i, e := range slices.Backward(v.Events) {
		if i < len(v.Events)-1 {
			parts = append(parts, hairline())
		}
		parts = append(parts, h.event(e))
	}
	if x.can.Event {
		b := kit.NewButton(l.T("cmd.record_event"), theme.NewThemedResource(theme.ContentAddIcon()), h.r.p.recordEvent)
		parts = append(parts, container.NewHBox(b, layout.NewSpacer()))
	}
	parts = append(parts, h.texts(v)...)
	h.column.Objects = parts
	h.column.Refresh()
	h.scroll.Refresh()
}

// event is a dated fact: what happened, with figures and notes below.
func (h *history) event(e civic.EventView) fyne.CanvasObject {
	l, x := h.r.p.h.Lang, e.Event
	title := l.Day(x.Date) + " – " + l.T("act.event."+string(x.Type))
	chip, tone := "", kit.Neutral
	if x.Outcome != "" {
		chip, tone = l.T("act.outcome."+string(x.Outcome)), kit.OutcomeTone(string(x.Outcome))
	}
	var lines []string
	if x.Votes != nil {
		lines = append(lines, votes(l, *x.Votes))
	}
	if x.Asker != "" {
		lines = append(lines, l.T("act.asker."+x.Asker))
	}
	if x.Protocol != "" {
		lines = append(lines, l.T("field.protocol")+": "+x.Protocol)
	}
	if x.Source != "" {
		lines = append(lines, l.T("field.source")+": "+x.Source)
	}
	if x.Note != "" {
		lines = append(lines, x.Note)
	}
	badges := []fyne.CanvasObject{kit.NewChip(chip, tone)}
	if e.Pending {
		badges = append(badges, kit.NewChip(l.T("act.pending"), kit.Warn))
	}
	head := newLine(kit.NewHighlightText(title, kit.TextLook{Bold: true}), badges...)
	if len(lines) == 0 {
		return head
	}
	return container.NewVBox(head, wrapped(strings.Join(lines, "\n")))
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
