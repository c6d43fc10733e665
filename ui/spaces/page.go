package spaces

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// Desk is what the screen asks of the desk.
type Desk interface {
	Conversations
	kit.FileAdder
}

// Conversations reads and writes them.
type Conversations interface {
	Spaces(ctx context.Context) ([]civic.SpaceHit, error)
	JoinSpace(ctx context.Context, space civic.ID) error
	LeaveSpace(ctx context.Context, space civic.ID) error
	Threads(ctx context.Context, space civic.ID) ([]civic.ThreadHit, error)
	Posts(ctx context.Context, thread civic.ID) ([]civic.PostView, civic.ThreadHit, error)
	OpenThread(ctx context.Context, a civic.OpenThreadArgs) (civic.Queued, error)
	AddPost(ctx context.Context, thread civic.ID, text string, replyTo civic.ID, files ...civic.Attachment) (civic.Queued, error)
	EditPost(ctx context.Context, post civic.ID, text string) (civic.Queued, error)
	WithdrawPost(ctx context.Context, post civic.ID) (civic.Queued, error)
	MarkRead(ctx context.Context, thread civic.ID) error
	// Compose keeps what is being written in a conversation, or begun in a space;
	// Composed gives it.
	Compose(ctx context.Context, at civic.ID, c civic.Composed) error
	Composed(ctx context.Context, at civic.ID) (civic.Composed, error)
}

type page struct {
	d Desk
	h *kit.Host

	spaces  []civic.SpaceHit
	threads []civic.ThreadHit
	space   civic.ID // on show; empty: none
	thread  civic.ID

	begun *beginning

	spaceList  *kit.KeyList
	threadList *kit.KeyList
	threadPane *fyne.Container
	talk       *conversation
	main       *fyne.Container
	columns    fyne.CanvasObject
}

// New makes the page. Routes: "spaces", "spaces/<space>", "spaces/thread/<id>".
func New(d Desk, h *kit.Host) kit.Page {
	p := &page{d: d, h: h}
	p.talk, p.begun = newConversation(p), newBeginning(p)
	inThread := func() bool { return p.thread != "" }
	inSpace := func() bool { return p.space != "" }
	return kit.Page{
		Route: "spaces", Title: func() string { return h.Lang.T("nav.spaces") },
		Build: p.build, Reload: p.reload, Open: p.open,
		Focus: func() {
			if p.thread == "" {
				h.Window.Canvas().Focus(p.spaceList)
			}
		},
		Save: func() string { return string(p.space) + " " + string(p.thread) },
		Restore: func(s string) {
			space, thread, _ := strings.Cut(s, " ")
			p.space, p.thread = civic.ID(space), civic.ID(thread)
			p.reload()
		},
		Commands: []kit.Command{
			{ID: "post.send", TitleKey: "button.send", Shortcut: kit.Ctrl(fyne.KeyReturn), Run: p.talk.send, Enabled: inThread},
			{ID: "post.attach", TitleKey: "cmd.attach", Run: p.talk.attach, Enabled: inThread},
			{ID: "thread.new", TitleKey: "spaces.new_thread", Run: p.newThread, Enabled: inSpace},
			{ID: "thread.compose", TitleKey: "spaces.write", Run: p.talk.focus, Enabled: inThread},
			{ID: "space.toggle", TitleKey: "spaces.toggle", Run: p.toggle, Enabled: inSpace},
		},
	}
}

func (p *page) build() fyne.CanvasObject {
	p.spaceList = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.spaces) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.spaceRow(p.spaces[i])) },
		Label:     func(i int) string { return p.spaces[i].Space.Title },
		OnCurrent: func(i int) { p.openSpace(p.spaces[i].ID) },
		OnOpen:    func(int) { p.h.Window.Canvas().Focus(p.threadList) },
	})
	p.threadList = kit.NewKeyList(kit.ListOptions{
		Len:       func() int { return len(p.threads) },
		New:       func() fyne.CanvasObject { return kit.NewRow(2) },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.threadRow(p.threads[i])) },
		Label:     func(i int) string { return p.threads[i].Thread.Title },
		OnCurrent: func(i int) { p.openThread(p.threads[i].ID) },
		OnOpen:    func(int) { p.talk.focus() },
	})
	p.threadPane = container.NewStack()
	p.main = container.NewStack()
	inner := p.h.Split("threads", p.threadPane, p.talk.view(), 300, nil)
	p.columns = p.h.Split("spaces", p.spaceList, inner, 230, nil)
	p.main.Objects = []fyne.CanvasObject{p.columns}
	p.reload()
	return p.main
}

func (p *page) spaceRow(s civic.SpaceHit) kit.RowView {
	v := kit.RowView{Icon: kit.Icon("spaces"), Title: s.Space.Title, Detail: p.h.Lang.N("spaces.threads", s.Threads), Unread: s.Unread > 0, Pending: !s.Joined}
	if !s.Joined {
		v.Detail = p.h.Lang.T("spaces.not_joined")
	}
	return v
}

func (p *page) threadRow(t civic.ThreadHit) kit.RowView {
	l := p.h.Lang
	v := kit.RowView{
		Title: t.Thread.Title, Detail: l.N("spaces.posts", t.Posts), Right: l.ShortTime(t.Last, p.h.Now()),
		Unread: t.Unread > 0, Pending: t.Pending,
	}
	if t.Unread > 0 {
		v.Detail = l.N("thread.unread", t.Unread)
	}
	return v
}

// open follows a route within the page.
func (p *page) open(rest string) {
	kind, id, deep := strings.Cut(rest, "/")
	switch {
	case deep && kind == "thread":
		p.thread = civic.ID(id)
		p.space = ""
		p.reload()
	case rest != "":
		p.space, p.thread = civic.ID(rest), ""
		p.reload()
	}
}

// shelf is what one reading of the page gathers.
type shelf struct {
	spaces  []civic.SpaceHit
	threads []civic.ThreadHit
	posts   []civic.PostView
	thread  civic.ThreadHit
	space   civic.ID
	open    civic.ID
}

// reload reads what is on show again and keeps the choice and what is being
// typed.
func (p *page) reload() {
	if p.main == nil {
		return
	}
	space, thread := p.space, p.thread
	kit.Do(context.Background(), p.h.Work, kit.Job[shelf]{
		Slot: "spaces",
		Run:  func(ctx context.Context, _ kit.Progress) (shelf, error) { return p.gather(ctx, space, thread) },
		Done: func(s shelf, err error) {
			if err != nil {
				p.put(kit.NewErrorPane(p.h.Lang, err, p.reload))
				return
			}
			p.show(s)
		},
	})
}

func (p *page) gather(ctx context.Context, space, thread civic.ID) (s shelf, err error) {
	s.space, s.open = space, thread
	if s.spaces, err = p.d.Spaces(ctx); err != nil {
		return s, err
	}
	if thread != "" {
		s.posts, s.thread, err = p.d.Posts(ctx, thread)
		switch {
		case civic.Is(err, civic.NotFound):
			s.open = ""
		case err != nil:
			return s, err
		case s.thread.Thread.Space != "":
			s.space = s.thread.Thread.Space
		}
	}
	if s.space == "" && len(s.spaces) > 0 && s.thread.Thread.Act == "" {
		s.space = s.spaces[0].ID
	}
	if s.space != "" {
		s.threads, err = p.d.Threads(ctx, s.space)
	}
	return s, err
}

func (p *page) put(o fyne.CanvasObject) {
	p.main.Objects = []fyne.CanvasObject{o}
	p.main.Refresh()
}

func (p *page) show(s shelf) {
	l := p.h.Lang
	p.spaces, p.threads, p.space, p.thread = s.spaces, s.threads, s.space, s.open
	if len(p.spaces) == 0 && p.thread == "" {
		p.put(kit.NewEmptyState(kit.EmptyView{
			Icon: "spaces", Text: l.T("spaces.empty"), Hint: l.T("spaces.empty_hint"),
			Button: l.T("nav.settings"), OnPress: func() { p.h.Go("settings/account") },
		}))
		return
	}
	p.put(p.columns)
	p.spaceList.Reload()
	for i, x := range p.spaces {
		if x.ID == p.space {
			p.spaceList.SetCurrent(i)
		}
	}
	p.threadList.Reload()
	for i, x := range p.threads {
		if x.ID == p.thread {
			p.threadList.SetCurrent(i)
		}
	}
	p.showThreads()
	p.talk.set(s)
	if text, ok := p.h.Take("open:" + string(p.space)); ok {
		title, words, _ := strings.Cut(text, "\n")
		p.begun.again(p.space, title, words)
	}
}

// showThreads puts the list of threads, or what to do where there are none.
func (p *page) showThreads() {
	l := p.h.Lang
	begin := kit.NewButton(l.T("spaces.new_thread"), nil, p.newThread)
	switch hit, ok := p.current(); {
	case ok && !hit.Joined:
		p.threadPane.Objects = []fyne.CanvasObject{kit.NewEmptyState(kit.EmptyView{
			Icon: "spaces", Text: hit.Space.Summary, Hint: l.T("spaces.join_hint"), Button: l.T("spaces.join"), OnPress: p.toggle,
		})}
	case ok && len(p.threads) == 0:
		p.threadPane.Objects = []fyne.CanvasObject{kit.NewEmptyState(kit.EmptyView{
			Icon: "thread", Text: l.T("spaces.threads_empty"), Hint: hit.Space.Summary, Button: l.T("spaces.new_thread"), OnPress: p.newThread,
		})}
	default:
		p.threadPane.Objects = []fyne.CanvasObject{kit.NewFrame(nil, container.NewPadded(begin), nil, nil, p.threadList)}
	}
	p.threadPane.Refresh()
}

func (p *page) current() (civic.SpaceHit, bool) {
	for _, s := range p.spaces {
		if s.ID == p.space {
			return s, true
		}
	}
	return civic.SpaceHit{}, false
}

func (p *page) openSpace(id civic.ID) {
	if id != p.space {
		p.space, p.thread = id, ""
		p.reload()
	}
}

func (p *page) openThread(id civic.ID) {
	if id != p.thread {
		p.thread = id
		p.reload()
	}
}

// toggle keeps the space's conversations on this computer, or drops them.
func (p *page) toggle() {
	hit, ok := p.current()
	if !ok {
		return
	}
	change := func() {
		p.change(func(ctx context.Context) error {
			if hit.Joined {
				return p.d.LeaveSpace(ctx, hit.ID)
			}
			return p.d.JoinSpace(ctx, hit.ID)
		}, nil)
	}
	if !hit.Joined {
		change()
		return
	}
	l := p.h.Lang
	p.h.Ask(l.T("spaces.leave_title"), l.T("spaces.leave_text", "title", hit.Space.Title), l.T("spaces.leave"), change)
}

// newThread begins a conversation in the space on show.
func (p *page) newThread() {
	if p.space != "" {
		p.begun.write(p.space)
	}
}

// change does something to a conversation, then reads the page again; done
// hears how it went.
func (p *page) change(do func(context.Context) error, done func(error)) {
	kit.Do(context.Background(), p.h.Work, kit.Job[struct{}]{
		Run: func(ctx context.Context, _ kit.Progress) (struct{}, error) { return struct{}{}, do(ctx) },
		Done: func(_ struct{}, err error) {
			if done != nil {
				done(err)
			}
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.reload()
			p.h.Changed()
		},
	})
}
