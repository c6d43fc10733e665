package shell

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Options is what a window is made of. All but Icon are needed.
type Options struct {
	App      fyne.App
	Desk     *desk.Desk
	Council  *council.Council // nil: nothing of one's own council is shown
	Lang     *kit.Lang
	Log      *slog.Logger
	Now      func() time.Time
	OpenURL  func(url string) error
	OpenFile func(path string) error
	Look     func(civic.Settings) // applies theme and text size
	Icon     fyne.Resource
	Address  func(typed string) string // completes a central's address
	Exports  string                    // the folder for what is written out
	Home     string                    // the folder that holds this profile, for the settings screen
	Wipe     func(exports bool)        // removes the profile and ends; nil: not offered
	Locks    time.Duration             // the window begins hidden, as after so long without use; 0: there is no lock
	Panes    map[string]int            // widths that the person gave to panes
	Deliver  func(func())              // brings work back to the main goroutine; nil: fyne.Do
}

// Shell is the one window of the desktop program. All its methods are called
// on the main goroutine unless they say otherwise.
type Shell struct {
	o        Options
	host     *kit.Host
	window   fyne.Window
	places   []place
	rail     *kit.Rail
	status   *kit.StatusLine
	toasts   *kit.Toasts
	palette  *palette
	frame    *fyne.Container
	body     *fyne.Container
	current  int      // in places; -1 before the first
	called   []string // what the menu calls the commands of the page on show
	quitting bool
	history  history
	cancel   []func() // what Close ends
	dirty    chan struct{}

	told map[string]bool // terms that a notice, or the first look, has told of; nil: not looked yet

	lock      lock
	assistant *assistant // while it is on show
	after     string     // the route to open when it is left
}

// place is a page with whether its content is there.
type place struct {
	page    kit.Page
	content fyne.CanvasObject
	stale   bool // the desk changed while it was hidden
}

// New makes the window and shows the first page, or the assistant where the
// profile is not connected yet.
func New(o Options) *Shell {
	byHand := o.Deliver != nil
	if !byHand {
		o.Deliver = fyne.Do
	}
	s := &Shell{o: o, current: -1, dirty: make(chan struct{}, 1)}
	s.window = o.App.NewWindow("Scranno")
	if o.Icon != nil {
		s.window.SetIcon(o.Icon)
	}
	s.window.Resize(fyne.NewSize(1180, 760))
	s.window.SetMaster()
	s.window.SetPadded(false)
	s.toasts = kit.NewToasts(o.Lang, s.later)
	s.status = kit.NewStatusLine(o.Lang, func() { s.Go("outbox") })
	work := kit.NewWorker(kit.WorkerOptions{Deliver: o.Deliver, Log: o.Log, OnTasks: s.status.SetTasks})
	s.host = &kit.Host{
		Lang: o.Lang, Work: work, Window: s.window, Now: o.Now,
		Go: s.Go, Back: s.back, Toast: s.toasts.Add, OpenURL: o.OpenURL, OpenFile: o.OpenFile, Changed: s.refreshStatus, Renamed: s.renamed, SignIn: s.welcome, Exports: o.Exports,
		Panes: maps.Clone(o.Panes), KeepPanes: s.keepPane,
	}
	for _, p := range s.areas() {
		s.places = append(s.places, place{page: p})
	}
	s.rail = kit.NewRail(railItems(o.Lang), func(id string) { s.Go(id) })
	s.palette = newPalette(s)
	s.body = container.NewStack()
	s.frame = kit.NewFrame(nil, s.status, s.rail, nil, s.body)
	s.toasts.Above(s.frame)
	s.buildLock()
	s.window.SetContent(container.NewStack(s.frame, s.toasts, s.lock.pane, newSensor(s.used), firstPaint(func() {
		if !byHand {
			go fyne.Do(s.start)
		}
	})))
	s.window.SetOnClosed(work.Close)
	s.window.SetCloseIntercept(func() { s.Quit() })
	s.window.Canvas().SetOnTypedKey(s.escape)
	s.watch()
	s.lock.after = o.Locks
	s.hide()
	s.relock()
	s.watchIdle()
	if byHand { // as in tests, where nothing is painted
		s.start()
	}
	return s
}

// later runs a func on the main goroutine after a while.
func (s *Shell) later(wait time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(wait, func() { s.o.Deliver(f) })
	return func() { t.Stop() }
}

// keepPane keeps a width for the next start.
func (s *Shell) keepPane(name string, to int) {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.Settings]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Settings, error) {
			return s.o.Desk.ChangeSettings(ctx, func(set *civic.Settings) error {
				if set.Panes == nil {
					set.Panes = map[string]int{}
				}
				set.Panes[name] = to
				return nil
			})
		},
		Done: func(_ civic.Settings, err error) {
			if err != nil {
				s.host.Fail(err)
			}
		},
	})
}

// escape closes the dialog on top where nothing in it has the keyboard.
func (s *Shell) escape(e *fyne.KeyEvent) {
	if s.lock.on {
		return
	}
	s.used()
	top := s.window.Canvas().Overlays().Top()
	switch {
	case e.Name != fyne.KeyEscape || top == nil:
	case s.palette.box.Visible():
		s.palette.box.Hide()
	default:
		top.Hide()
		// A hidden dialog of the toolkit stays on the stack and would take
		// every click and key.
		s.window.Canvas().Overlays().Remove(top)
	}
}

// Quit lets the pages save what is typed and then closes the window. Asked
// again while one still saves, it closes at once.
func (s *Shell) Quit() {
	open := 1
	done := func() {
		if open--; open == 0 {
			s.window.Close()
		}
	}
	if s.quitting {
		done()
		return
	}
	s.quitting = true
	for _, p := range s.places {
		if p.content != nil && p.page.Close != nil {
			open++
			p.page.Close(done)
		}
	}
	done()
}

// Window gives the window, to show it and to try it.
func (s *Shell) Window() fyne.Window { return s.window }

// Close ends the work in the background and waits for it.
func (s *Shell) Close() {
	for _, c := range s.cancel {
		c()
	}
	s.host.Work.Close()
}

func railItems(l *kit.Lang) []kit.RailItem {
	return []kit.RailItem{
		{ID: "today", Icon: "today", Label: l.T("nav.today")},
		{ID: "acts", Icon: "acts", Label: l.T("nav.acts")},
		{ID: "drafts", Icon: "drafts", Label: l.T("nav.drafts")},
		{ID: "spaces", Icon: "spaces", Label: l.T("nav.spaces")},
		{ID: "outbox", Icon: "outbox", Label: l.T("nav.outbox")},
		{ID: "settings", Icon: "settings", Label: l.T("nav.settings"), Foot: true},
	}
}

// start shows the first page; the assistant where nobody is connected.
func (s *Shell) start() {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.Profile]{
		Run: func(ctx context.Context, _ kit.Progress) (civic.Profile, error) { return s.o.Desk.Profile(ctx) },
		Done: func(p civic.Profile, err error) {
			if err == nil && p.Central == "" {
				if v, ok := s.here(); ok {
					s.after = v.route // the link that the program was started with
				}
				s.assist(p)
				return
			}
			if s.current < 0 && s.lock.route == "" {
				s.Go("today")
			}
		},
	})
	s.buildMenu()
}

// watch brings changes of the desk to the screen, a few times a second at most.
func (s *Shell) watch() {
	ctx, stop := context.WithCancel(context.Background())
	unsubscribe := s.o.Desk.Subscribe(func() {
		select {
		case s.dirty <- struct{}{}:
		default:
		}
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-s.dirty:
				s.o.Deliver(s.changed)
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(250 * time.Millisecond):
			}
		}
	}()
	go s.o.Desk.Watch(ctx, func(civic.SyncState) {
		select {
		case s.dirty <- struct{}{}:
		default:
		}
	})
	s.cancel = append(s.cancel, func() { unsubscribe(); stop(); <-done })
}

// changed reloads the page on show and notes the others as stale.
func (s *Shell) changed() {
	for i := range s.places {
		p := &s.places[i]
		if p.content == nil || p.page.Reload == nil {
			continue
		}
		if i == s.current {
			p.page.Reload()
		} else {
			p.stale = true
		}
	}
	s.refreshStatus()
	s.relock()
}

// refreshStatus reads the state behind the status line and the badges.
func (s *Shell) refreshStatus() {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.Status]{
		Slot: "shell.status",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Status, error) { return s.read(ctx) },
		Done: func(st civic.Status, err error) {
			if err != nil {
				s.status.Set(kit.Status{Link: kit.LinkTrouble})
				return
			}
			s.showStatus(st)
		},
	})
}

// read gives the desk's state. What waits is counted as "In uscita" lists it:
// without the marks of what was read.
func (s *Shell) read(ctx context.Context) (civic.Status, error) {
	st, err := s.o.Desk.Status(ctx)
	if err != nil {
		return st, err
	}
	queue, err := s.o.Desk.Outbox(ctx)
	if err != nil {
		return st, err
	}
	st.Pending, st.Refused = 0, 0
	for _, q := range queue {
		switch {
		case q.Command.Name == civic.CmdRead:
		case q.State == civic.QueueRefused:
			st.Refused++
		case q.State != civic.QueueHeld:
			st.Pending++
		}
	}
	return st, nil
}

func (s *Shell) showStatus(st civic.Status) {
	v := kit.Status{Link: kit.LinkOffline, Waiting: st.Pending, Refused: st.Refused}
	switch {
	case st.Busy:
		v.Link = kit.LinkSyncing
	case civic.Is(st.Err, civic.Unauthenticated):
		v.Link = kit.LinkSignedOut
	case st.Err != nil && !civic.Is(st.Err, civic.Offline):
		v.Link = kit.LinkTrouble
	case st.Online:
		v.Link = kit.LinkOnline
	}
	if !st.Synced.IsZero() {
		v.LastSync = s.o.Lang.Ago(st.Synced, s.o.Now())
	}
	s.status.Set(v)
	s.rail.SetBadge("outbox", st.Pending+st.Refused, st.Refused > 0)
	s.readTerms()
}
