package drafts

import (
	"context"

	"fyne.io/fyne/v2/theme"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// asked tells whether the open draft is a request for access that was filed:
// what became of it is noted here and nowhere else.
func (p *page) asked() bool {
	return p.ed != nil && p.ed.draft.FiledOn != "" && p.ed.content.Kind == civic.AccessRequest
}

// replies are the rows of the side for what became of a request for access.
func (t *checksTab) replies() []asideRow {
	e, l := t.e, t.e.p.h.Lang
	var rows []asideRow
	for _, r := range e.draft.Replies {
		v := kit.RowView{Title: l.T("filing.reply." + string(r.Kind)), Detail: l.Day(r.On)}
		rows = append(rows, asideRow{view: v, open: func() { e.p.dropReply(e.draft.ID, r) }})
	}
	if e.p.asked() {
		rows = append(rows, asideRow{
			view: kit.RowView{Title: l.T("filing.reply"), Icon: theme.NewColoredResource(theme.ContentAddIcon(), kit.ColorMuted)},
			open: e.p.noteReply,
		})
	}
	return rows
}

// replyForm asks what happened, and when.
type replyForm struct {
	what *kit.Select
	day  *kit.Field
	form *kit.Form

	submit func() string // gives what is wrong
}

// noteReply asks what became of the request that is open.
func (p *page) noteReply() {
	if p.asked() {
		f := newReplyForm(p, p.ed.draft.ID)
		f.form.Show(f.what)
	}
}

func newReplyForm(p *page, id civic.ID) *replyForm {
	l := p.h.Lang
	var names []string
	for _, k := range civic.ReplyKinds() {
		names = append(names, l.T("filing.reply."+string(k)))
	}
	f := &replyForm{what: kit.NewSelect(l, names, nil), day: kit.NewField()}
	f.day.SetText(dateText(civic.DateOf(p.h.Now())))
	f.submit = func() string {
		i := f.what.SelectedIndex()
		if i < 0 {
			return l.T("filing.reply_missing")
		}
		on, ok := parseDate(f.day.Text)
		if !ok || on == "" {
			return l.T("drafts.date_wrong")
		}
		p.run(func(ctx context.Context) error {
			_, err := p.d.NoteReply(ctx, id, civic.Reply{Kind: civic.ReplyKinds()[i], On: on})
			return err
		}, func() { p.h.Toast(kit.Toast{Text: l.T("filing.reply_noted")}) })
		return ""
	}
	f.form = kit.NewForm(p.h, l.T("filing.reply_title"), l.T("button.save"), f.submit,
		kit.Labelled(l.T("filing.reply_what"), f.what), kit.Labelled(l.T("acts.event_date"), f.day))
	return f
}

// dropReply takes a note back, and offers it again.
func (p *page) dropReply(id civic.ID, r civic.Reply) {
	l := p.h.Lang
	p.h.Ask(l.T("filing.reply_drop"), l.T("filing.reply."+string(r.Kind))+", "+l.Day(r.On), l.T("button.remove"), func() {
		p.run(func(ctx context.Context) error {
			_, err := p.d.DropReply(ctx, id, r)
			return err
		}, func() {})
	})
}

// replyCommands are what one does with a request for access that was filed.
func (p *page) replyCommands() []kit.Command {
	return []kit.Command{{ID: "drafts.reply", TitleKey: "filing.reply", Run: p.noteReply, Enabled: p.asked}}
}
