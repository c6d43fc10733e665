package spaces

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// mostPosts bounds how many posts are drawn at once; the earlier ones come on
// request.
const mostPosts = 120

// postWidth is as wide as posts and the composer get.
const postWidth = 860

// scrollRoom keeps texts at the right edge clear of the scroll bar.
const scrollRoom = 14

// conversation is the third pane: the posts of a thread and the composer.
type conversation struct {
	p       *page
	thread  civic.ThreadHit
	posts   []civic.PostView
	all     bool
	reply   civic.ID // the post that the composer answers
	editing civic.ID // the post that the composer rewrites
	typed   map[civic.ID]string
	kept    map[civic.ID]civic.Composed // what the desk has been given
	known   map[civic.ID]bool           // what was typed before the program began is here
	sending bool
	sent    bool   // the next drawing shows one's own new post
	titled  string // the title at the head
	shown   bool   // the pane holds the thread, not the hint to choose one

	pane   *fyne.Container
	list   *fyne.Container
	scroll *container.Scroll
	entry  *kit.Field
	note   *widget.Label
	stop   *kit.Button
	picks  *kit.FilePicks
	about  *fyne.Container // what the composer is doing, when not a plain answer
	bar    *fyne.Container
}

func newConversation(p *page) *conversation {
	return &conversation{p: p, typed: map[civic.ID]string{}, kept: map[civic.ID]civic.Composed{}, known: map[civic.ID]bool{}}
}

func (c *conversation) view() fyne.CanvasObject {
	l := c.p.h.Lang
	c.list = container.NewVBox()
	c.scroll = container.NewVScroll(kit.NewColumn(postWidth, c.list))
	c.entry = kit.NewProse(3)
	c.entry.SetPlaceHolder(l.T("spaces.compose"))
	c.entry.OnChanged = func(s string) {
		if c.thread.ID != "" && c.editing == "" {
			c.typed[c.thread.ID] = s
			c.keep(c.thread.ID)
		}
	}
	c.note = widget.NewLabel("")
	c.note.Truncation = fyne.TextTruncateEllipsis
	c.stop = kit.NewQuietButton(l.T("button.cancel"), nil, func() { c.rest() })
	send := kit.NewPrimaryButton(l.T("button.send"), nil, c.send)
	c.about = container.NewBorder(nil, nil, nil, c.stop, c.note)
	c.picks = kit.NewFilePicks(c.p.h, c.p.d)
	c.picks.OnChanged = func(thread string) { c.keep(civic.ID(thread)) }
	bar := container.NewVBox(
		c.about,
		c.entry,
		c.picks.Chosen(),
		container.NewHBox(c.picks.Button(), layout.NewSpacer(), send),
	)
	c.bar = kit.NewColumn(postWidth, bar)
	c.pane = container.NewStack()
	c.empty()
	return c.pane
}

func (c *conversation) empty() {
	c.shown = false
	c.pane.Objects = []fyne.CanvasObject{kit.NewEmptyState(kit.EmptyView{Icon: "thread", Text: c.p.h.Lang.T("spaces.choose_thread")})}
	c.pane.Refresh()
}

// set shows a thread. What is being typed stays; where one reads the end, new
// posts come into sight.
func (c *conversation) set(s shelf) {
	if s.open == "" {
		c.thread = civic.ThreadHit{}
		c.empty()
		return
	}
	changed := s.thread.ID != c.thread.ID
	atEnd := changed || c.scroll.Offset.Y+c.scroll.Size().Height >= c.list.Size().Height-20
	same := !changed && samePosts(c.posts, s.posts)
	c.thread, c.posts = s.thread, s.posts
	if changed {
		c.all = false
		c.rest()
		c.recall(s.thread.ID)
	}
	if text, ok := c.p.h.Take("compose:" + string(s.thread.ID)); ok {
		c.rest()
		c.picks.Join(string(s.thread.ID), c.p.h.TakeFiles(string(s.thread.ID)))
		c.entry.SetText(joined(c.entry.Text, text))
		c.focus()
	}
	if reply, ok := c.p.h.Take("reply:" + string(s.thread.ID)); ok {
		for _, v := range s.posts {
			if string(v.ID) == reply {
				c.answer(v)
			}
		}
	}
	if !same {
		c.draw()
	}
	if title := s.thread.Thread.Title; changed || !c.shown || title != c.titled {
		c.shown, c.titled = true, title
		c.pane.Objects = []fyne.CanvasObject{kit.NewFrame(c.head(), container.NewPadded(c.bar), nil, nil, c.scroll)}
		c.pane.Refresh()
	}
	if !same && (atEnd || c.sent) {
		c.sent = false
		c.scroll.ScrollToBottom()
	}
	if s.thread.Unread > 0 {
		c.p.mark(s.thread.ID)
	}
}

// joined puts a text that comes back after what is being typed.
func joined(typed, back string) string {
	if typed == "" || typed == back {
		return back
	}
	return typed + "\n\n" + back
}

func samePosts(a, b []civic.PostView) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Version != b[i].Version || a[i].Pending != b[i].Pending || a[i].Post.Text != b[i].Post.Text {
			return false
		}
	}
	return true
}

func (c *conversation) head() fyne.CanvasObject {
	title := widget.NewLabelWithStyle(c.thread.Thread.Title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.Wrapping = fyne.TextWrapWord
	if c.thread.Thread.Act == "" {
		return container.NewPadded(title)
	}
	act := "acts/" + string(c.thread.Thread.Act)
	open := kit.NewQuietButton(c.p.h.Lang.T("spaces.to_act"), nil, func() { c.p.h.Go(act) })
	return container.NewPadded(container.NewBorder(nil, nil, nil, open, title))
}

func (c *conversation) draw() {
	l := c.p.h.Lang
	c.list.Objects = nil
	from := 0
	if !c.all && len(c.posts) > mostPosts {
		from = len(c.posts) - mostPosts
		c.list.Add(kit.NewQuietButton(l.N("spaces.earlier", from), nil, func() { c.all = true; c.draw() }))
	}
	byID := make(map[civic.ID]civic.PostView, len(c.posts))
	for _, p := range c.posts {
		byID[p.ID] = p
	}
	for _, p := range c.posts[from:] {
		var answered *civic.PostView
		if to, ok := byID[p.Post.ReplyTo]; ok {
			answered = &to
		}
		c.list.Add(c.card(p, answered))
	}
	c.list.Refresh()
}

// card is one post: who and when, what it answers, the text, what one may do.
func (c *conversation) card(v civic.PostView, answered *civic.PostView) fyne.CanvasObject {
	l := c.p.h.Lang
	name := widget.NewLabelWithStyle(v.Author, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	name.Truncation = fyne.TextTruncateEllipsis
	when := l.ShortTime(v.Created, c.p.h.Now())
	switch {
	case v.Pending:
		when = l.T("spaces.pending")
	case !v.Post.Edited.IsZero():
		when += " · " + l.T("spaces.edited")
	}
	side := widget.NewLabel(when)
	side.SizeName, side.Importance = theme.SizeNameCaptionText, widget.LowImportance
	head := container.NewBorder(nil, nil, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollRoom), side), name)
	parts := []fyne.CanvasObject{head}
	if v.Office != "" {
		office := kit.NewHighlightText(v.Office, kit.TextLook{Size: 12, Color: kit.ColorMuted})
		parts = append(parts, container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), office))
	}
	if answered != nil {
		quote := widget.NewLabel(l.T("spaces.answers", "name", answered.Author, "text", firstLine(answered.Post.Text)))
		quote.Truncation, quote.Importance = fyne.TextTruncateEllipsis, widget.LowImportance
		quote.TextStyle.Italic = true
		parts = append(parts, quote)
	}
	text := widget.NewLabel(v.Post.Text)
	text.Wrapping, text.Selectable = fyne.TextWrapWord, true
	parts = append(parts, text)
	if len(v.Post.Attachments) > 0 {
		files := kit.NewFileLines(c.p.h, c.p.d, v.ID, v.Post.Attachments)
		parts = append(parts, container.New(layout.NewCustomPaddedLayout(0, 0, 8, scrollRoom), files.Object()))
	}
	parts = append(parts, c.actions(v), widget.NewSeparator())
	return container.New(layout.NewCustomPaddedVBoxLayout(0), parts...)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(line); len(r) > 90 {
		line = string(r[:90]) + "…"
	}
	return line
}

func (c *conversation) actions(v civic.PostView) fyne.CanvasObject {
	l := c.p.h.Lang
	row := container.NewHBox(kit.NewQuietButton(l.T("button.reply"), nil, func() { c.answer(v) }))
	if v.Mine {
		row.Add(kit.NewQuietButton(l.T("button.edit"), nil, func() { c.rewrite(v) }))
		row.Add(kit.NewQuietButton(l.T("spaces.withdraw"), nil, func() {
			c.p.h.Ask(l.T("spaces.withdraw_title"), l.T("spaces.withdraw_text"), l.T("spaces.withdraw"), func() {
				c.p.change(func(ctx context.Context) error {
					_, err := c.p.d.WithdrawPost(ctx, v.ID)
					return err
				}, nil)
			})
		}))
	}
	return row
}

func (c *conversation) answer(v civic.PostView) {
	c.rest()
	c.reply = v.ID
	c.note.SetText(c.p.h.Lang.T("spaces.answering", "name", v.Author))
	c.about.Show()
	c.focus()
}

func (c *conversation) rewrite(v civic.PostView) {
	c.editing, c.reply = v.ID, ""
	c.picks.Button().Hide() // a new text has the files of the former
	c.picks.Turn("")
	c.note.SetText(c.p.h.Lang.T("spaces.editing"))
	c.about.Show()
	c.entry.SetText(v.Post.Text)
	c.focus()
}

// rest brings the composer back to a plain answer, with what was typed before.
func (c *conversation) rest() {
	c.editing, c.reply = "", ""
	c.note.SetText("")
	c.about.Hide()
	c.picks.Button().Show()
	c.picks.Turn(string(c.thread.ID))
	c.entry.SetText(c.typed[c.thread.ID])
}

// attach adds a file to what is being written.
func (c *conversation) attach() {
	if c.thread.ID != "" && c.editing == "" {
		c.picks.Choose()
	}
}

func (c *conversation) focus() {
	if c.thread.ID != "" {
		c.p.h.Window.Canvas().Focus(c.entry)
	}
}

// send puts the text into the outbox: it stands in the conversation at once.
func (c *conversation) send() {
	text := strings.TrimSpace(c.entry.Text)
	if c.thread.ID == "" || text == "" || c.sending {
		return
	}
	c.sending = true
	thread, reply, editing := c.thread.ID, c.reply, c.editing
	files := c.picks.Files(string(thread))
	c.p.change(func(ctx context.Context) (err error) {
		if editing != "" {
			_, err = c.p.d.EditPost(ctx, editing, text)
		} else {
			_, err = c.p.d.AddPost(ctx, thread, text, reply, files...)
		}
		return err
	}, func(err error) {
		if c.sending = false; err != nil {
			return
		}
		if editing == "" {
			delete(c.typed, thread)
			c.picks.Clear(string(thread))
		}
		c.sent = editing == ""
		if c.thread.ID == thread {
			c.rest()
		}
	})
}

// mark notes the thread as read once it is on the screen.
func (p *page) mark(thread civic.ID) {
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Slot: "spaces.mark",
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) {
			return struct{}{}, p.d.MarkRead(ctx, thread)
		},
		Done: func(_ struct{}, err error) {
			if err != nil {
				p.h.Fail(err)
			}
		},
	})
}
