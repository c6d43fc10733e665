package acts

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// talk is the tab of the conversations on an act: their list, one of them, or
// the beginning of another.
type talk struct {
	r      *reader
	shown  *reading
	thread civic.ID // open; empty: the list
	begins bool     // a new one is being written
	posts  []civic.PostView
	hit    civic.ThreadHit
	reply  civic.ID // the post that is answered
	edits  civic.ID // one's own post that is being written anew
	busy   bool     // what was written is on its way to the desk

	begun  begun
	list   *kit.KeyList
	title  *widget.Entry
	text   *widget.Entry
	picks  *kit.FilePicks
	column *fyne.Container
	scroll *container.Scroll
	body   *fyne.Container
	root   fyne.CanvasObject
}

func newTalk(r *reader) *talk {
	l := r.p.h.Lang
	t := &talk{r: r, begun: newBegun(), body: container.NewStack(), column: container.NewVBox()}
	t.list = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(t.threads()) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(t.view(t.threads()[i])) },
		Label:     func(i int) string { return t.threads()[i].Thread.Title },
		OnOpen:    func(i int) { t.open(t.threads()[i].ID) },
		OpenOnTap: true,
		Now:       r.p.h.Now,
	})
	t.title = widget.NewEntry()
	t.title.SetPlaceHolder(l.T("spaces.title_hint"))
	t.text = widget.NewMultiLineEntry()
	t.text.Wrapping = fyne.TextWrapWord
	t.text.SetMinRowsVisible(3)
	t.picks = kit.NewFilePicks(r.p.h, r.p.d)
	t.picks.OnChanged = func(string) { t.keep() }
	changed := func(string) { t.keep() }
	t.title.OnChanged, t.text.OnChanged = changed, changed
	t.scroll = container.NewVScroll(padded(t.column, 18, 10))
	t.root = t.body
	return t
}

func (t *talk) threads() []civic.ThreadHit {
	if t.shown == nil {
		return nil
	}
	return t.shown.view.Threads
}

func (t *talk) view(h civic.ThreadHit) kit.RowView {
	l := t.r.p.h.Lang
	v := kit.RowView{
		Icon: kit.Icon("thread"), Title: h.Thread.Title, Detail: joined(" · ", h.Author, l.N("spaces.posts", h.Posts)),
		Right: l.ShortTime(h.Last, t.r.p.h.Now()), Unread: h.Unread > 0, Pending: h.Pending,
	}
	if h.Pending {
		v.Badge, v.Tone = l.T("act.pending"), kit.Warn
	}
	return v
}

// set shows the conversations of an act.
func (t *talk) set(x *reading) {
	if t.shown == x && len(t.body.Objects) > 0 {
		return
	}
	t.shown = x
	t.list.Reload()
	if t.thread == "" && !t.begins {
		t.fill()
	}
}

// leave closes what is open, keeping what was begun.
func (t *talk) leave() {
	t.keep()
	t.thread, t.begins, t.posts, t.reply, t.edits, t.shown = "", false, nil, "", "", nil
	t.fillFields(civic.Composed{})
	t.body.Objects = nil
}

// open shows a conversation.
func (t *talk) open(thread civic.ID) {
	t.keep()
	t.thread, t.begins, t.posts, t.reply, t.edits = thread, false, nil, "", ""
	for _, h := range t.threads() {
		if h.ID == thread {
			t.hit = h
		}
	}
	t.take()
	t.fill()
	t.load(true)
}

// close goes back to the list.
func (t *talk) close() {
	t.keep()
	t.thread, t.begins, t.posts, t.reply, t.edits = "", false, nil, "", ""
	t.fill()
	t.r.focus()
}

// begin writes a new conversation.
func (t *talk) begin() {
	t.keep()
	t.thread, t.begins, t.posts, t.reply, t.edits = "", true, nil, "", ""
	t.take()
	t.fill()
	t.r.p.h.Window.Canvas().Focus(t.title)
}

func (t *talk) reload() {
	if t.thread != "" {
		t.load(false)
	}
}

// load reads the open conversation and notes that it was read.
func (t *talk) load(fresh bool) {
	type talked struct {
		posts []civic.PostView
		hit   civic.ThreadHit
	}
	thread, p := t.thread, t.r.p
	kit.Do(context.Background(), p.h.Work, kit.Job[talked]{
		Slot: "acts.posts",
		Run: func(ctx context.Context, _ kit.Progress) (talked, error) {
			posts, hit, err := p.d.Posts(ctx, thread)
			if err == nil && hit.Unread > 0 {
				err = p.d.MarkRead(ctx, thread)
			}
			return talked{posts, hit}, err
		},
		Done: func(v talked, err error) {
			switch {
			case t.thread != thread:
			case civic.Is(err, civic.NotFound):
				t.close()
			case err != nil:
				p.h.Fail(err)
			default:
				t.posts, t.hit = v.posts, v.hit
				t.fillPosts(fresh)
			}
		},
	})
}

// fill puts the list, the open conversation or the new one on the screen.
func (t *talk) fill() {
	var o fyne.CanvasObject
	switch {
	case t.begins:
		o = t.newForm()
	case t.thread != "":
		o = t.conversation()
	default:
		o = t.overview()
	}
	t.body.Objects = []fyne.CanvasObject{o}
	t.body.Refresh()
}

func (t *talk) overview() fyne.CanvasObject {
	l, can := t.r.p.h.Lang, t.shown != nil && t.shown.can.Discuss
	if len(t.threads()) == 0 {
		v := kit.EmptyView{Icon: "thread", Text: l.T("acts.talk_none"), Hint: l.T("acts.talk_none_do")}
		if can {
			v.Button, v.OnPress = l.T("cmd.new_thread"), t.begin
		}
		return kit.NewEmptyState(v)
	}
	var top fyne.CanvasObject
	if can {
		b := kit.NewButton(l.T("cmd.new_thread"), theme.NewThemedResource(theme.ContentAddIcon()), t.begin)
		top = padded(container.NewHBox(b, layout.NewSpacer()), 14, 8)
	}
	return kit.NewFrame(top, nil, nil, nil, t.list)
}

func (t *talk) newForm() fyne.CanvasObject {
	l := t.r.p.h.Lang
	t.text.SetPlaceHolder(l.T("acts.talk_first"))
	back := kit.NewQuietButton(l.T("button.cancel"), nil, t.close)
	send := kit.NewPrimaryButton(l.T("acts.talk_open"), nil, t.send)
	t.picks.Turn(string(t.at()))
	buttons := container.NewVBox(t.picks.Chosen(), container.NewHBox(t.picks.Button(), layout.NewSpacer(), back, send))
	top := container.NewVBox(heading(l.T("cmd.new_thread")), t.title)
	return padded(container.NewBorder(top, buttons, nil, nil, t.text), 18, 8)
}

// conversation is the open one: its title, its posts, the field to answer in.
func (t *talk) conversation() fyne.CanvasObject {
	back := kit.NewQuietButton("", theme.NewThemedResource(theme.NavigateBackIcon()), t.close)
	title := kit.NewHighlightText(t.hit.Thread.Title, kit.TextLook{Bold: true, MaxLines: -1})
	centred := container.New(textLayout{}, title)
	top := container.NewVBox(padded(kit.NewFrame(nil, nil, container.NewCenter(back), nil, gap(centred, 6, 0)), 8, 4), hairline())
	return kit.NewFrame(top, t.composer(), nil, nil, t.scroll)
}

// composer is the field below a conversation; nothing for who may not write.
func (t *talk) composer() fyne.CanvasObject {
	l := t.r.p.h.Lang
	if t.shown == nil || !t.shown.can.Discuss {
		return nil
	}
	t.text.SetPlaceHolder(l.T("spaces.compose"))
	send := kit.NewPrimaryButton(l.T("button.send"), nil, t.send)
	line := newLine(kit.NewHighlightText("", kit.TextLook{}), send)
	switch {
	case t.edits != "":
		cancel := kit.NewQuietButton(l.T("button.cancel"), nil, func() { t.answer("") })
		line = newLine(muted(l.T("acts.talk_editing")), cancel, kit.NewPrimaryButton(l.T("button.save"), nil, t.send))
	case t.reply != "":
		cancel := kit.NewQuietButton(l.T("button.cancel"), nil, func() { t.answer("") })
		line = newLine(muted(l.T("acts.talk_reply", "name", t.author(t.reply))), cancel, send)
	}
	if t.edits != "" { // a new text has the files of the former
		return container.NewVBox(hairline(), padded(container.NewVBox(t.text, line), 14, 4))
	}
	t.picks.Turn(string(t.at()))
	add := container.NewBorder(nil, nil, t.picks.Button(), nil, line)
	return container.NewVBox(hairline(), padded(container.NewVBox(t.text, t.picks.Chosen(), add), 14, 4))
}

// first is what takes the keyboard.
func (t *talk) first() fyne.Focusable {
	switch {
	case t.begins:
		return t.title
	case t.thread != "" && t.shown != nil && t.shown.can.Discuss:
		return t.text
	case t.thread == "" && len(t.threads()) > 0:
		return t.list
	}
	return nil
}
