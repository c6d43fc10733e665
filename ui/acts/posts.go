package acts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// mostPosts is how many posts of a conversation are drawn: a column of all of
// a very long one would be slow.
const mostPosts = 150

// fillPosts draws the posts; fresh goes to the end, where the news is.
func (t *talk) fillPosts(fresh bool) {
	l := t.r.p.h.Lang
	from := max(0, len(t.posts)-mostPosts)
	atEnd := t.scroll.Offset.Y+t.scroll.Size().Height >= t.column.MinSize().Height-8
	var parts []fyne.CanvasObject
	if from > 0 {
		parts = append(parts, muted(l.N("acts.talk_earlier", from)), hairline())
	}
	for i, x := range t.posts[from:] {
		if i > 0 {
			parts = append(parts, hairline())
		}
		parts = append(parts, t.post(x))
	}
	t.column.Objects = parts
	t.column.Refresh()
	t.scroll.Refresh()
	if fresh || atEnd {
		t.scroll.ScrollToBottom()
	}
}

func (t *talk) post(x civic.PostView) fyne.CanvasObject {
	l, now := t.r.p.h.Lang, t.r.p.h.Now()
	who := x.Author
	if who == "" {
		who = l.T("acts.talk_someone")
	}
	when := l.Ago(x.Created, now)
	switch {
	case x.Pending:
		when = l.T("act.pending")
	case !x.Post.Edited.IsZero():
		when += " · " + l.T("spaces.edited")
	}
	time := kit.NewHighlightText(when, kit.TextLook{Size: excerptSize, Color: kit.ColorMuted})
	name := joined(", ", who, x.Office)
	spans := []kit.Span{{From: 0, To: len(who), Kind: kit.Strong}}
	title := kit.NewHighlightText("", kit.TextLook{})
	title.Set(name, spans)
	parts := []fyne.CanvasObject{kit.NewFrame(nil, nil, nil, nil, title), time}
	if x.Post.ReplyTo != "" {
		parts = append(parts, muted(l.T("acts.talk_reply", "name", t.author(x.Post.ReplyTo))))
	}
	parts = append(parts, wrapped(x.Post.Text))
	if len(x.Post.Attachments) > 0 {
		parts = append(parts, kit.NewFileLines(t.r.p.h, t.r.p.d, x.ID, x.Post.Attachments).Object())
	}
	if t.shown != nil && t.shown.can.Discuss {
		parts = append(parts, t.postButtons(x))
	}
	return container.NewVBox(parts...)
}

func (t *talk) postButtons(x civic.PostView) fyne.CanvasObject {
	l := t.r.p.h.Lang
	row := container.NewHBox(kit.NewQuietButton(l.T("button.reply"), nil, func() { t.answer(x.ID) }))
	if x.Mine && !x.Pending {
		row.Add(kit.NewQuietButton(l.T("button.edit"), nil, func() { t.edit(x) }))
		row.Add(kit.NewQuietButton(l.T("acts.talk_withdraw"), nil, func() { t.withdraw(x.ID) }))
	}
	row.Add(layout.NewSpacer())
	return row
}

func (t *talk) author(id civic.ID) string {
	for _, x := range t.posts {
		if x.ID == id && x.Author != "" {
			return x.Author
		}
	}
	return t.r.p.h.Lang.T("acts.talk_someone")
}

// answer aims what is written at a post; at none where id is empty.
func (t *talk) answer(id civic.ID) {
	if t.edits != "" {
		t.edits = ""
		t.take()
	}
	t.reply = id
	t.fill()
	t.r.p.h.Window.Canvas().Focus(t.text)
}

// edit writes one's own post anew.
func (t *talk) edit(x civic.PostView) {
	t.keep()
	t.reply, t.edits = "", x.ID
	t.text.SetText(x.Post.Text)
	t.fill()
	t.r.p.h.Window.Canvas().Focus(t.text)
}

func (t *talk) withdraw(id civic.ID) {
	l := t.r.p.h.Lang
	t.r.p.h.Ask(l.T("acts.talk_withdraw"), l.T("acts.talk_withdraw_ask"), l.T("acts.talk_withdraw"), func() {
		t.do(func(ctx context.Context, d Desk) error {
			_, err := d.WithdrawPost(ctx, id)
			return err
		}, nil)
	})
}

// canSend tells whether there is something to send.
func (t *talk) canSend() bool {
	switch {
	case t.busy || strings.TrimSpace(t.text.Text) == "":
		return false
	case t.begins:
		return strings.TrimSpace(t.title.Text) != ""
	}
	return t.thread != ""
}

// send publishes what was written: it is in the outbox when the field is empty
// again.
func (t *talk) send() {
	if !t.canSend() {
		t.r.p.h.Toast(kit.Toast{Text: t.r.p.h.Lang.T("acts.talk_missing")})
		return
	}
	title, text := strings.Join(strings.Fields(t.title.Text), " "), strings.TrimSpace(t.text.Text)
	thread, reply, edits, begins := t.thread, t.reply, t.edits, t.begins
	act, at := t.shown.view.Record.ID, t.at()
	files := t.picks.Files(string(at))
	t.do(func(ctx context.Context, d Desk) (err error) {
		switch {
		case begins:
			_, err = d.OpenThread(ctx, civic.OpenThreadArgs{Act: act, Title: title, Text: text, Attachments: files})
		case edits != "":
			_, err = d.EditPost(ctx, edits, text)
		default:
			_, err = d.AddPost(ctx, thread, text, reply, files...)
		}
		return err
	}, func() {
		if edits == "" {
			t.sent(at)
		}
		if t.at() != at || t.edits != edits {
			return // one has gone elsewhere meanwhile
		}
		t.reply, t.edits, t.begins = "", "", false
		t.take()
		t.fill()
		t.r.focus()
	})
}

// do runs a change of the conversation and reads it again.
func (t *talk) do(run func(context.Context, Desk) error, done func()) {
	p := t.r.p
	t.busy = true
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, run(ctx, p.d) },
		Done: func(_ struct{}, err error) {
			if t.busy = false; err != nil {
				p.h.Fail(err)
				return
			}
			if done != nil {
				done()
			}
			t.r.reload()
			p.h.Changed()
		},
	})
}
