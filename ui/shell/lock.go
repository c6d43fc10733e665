package shell

import (
	"context"
	"image/color"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// lookEvery is how often it is looked whether the window was left alone.
const lookEvery = 10 * time.Second

// lock hides the window when nobody has used it for a while. It hides and does
// not encrypt; syncing goes on behind it.
type lock struct {
	after  time.Duration // 0: never
	last   time.Time     // when the window was last used
	on     bool
	pane   *fyne.Container
	word   *kit.Field
	wrong  *widget.Label
	asides []fyne.CanvasObject // dialogs that were open, the lowest first
	route  string              // a link that came meanwhile
	typed  string              // what the focused field held when last looked at
}

// sensor lies over the window, sees the mouse pass and takes nothing: the
// toolkit asks each thing under the mouse for its cursor, the topmost first.
type sensor struct {
	widget.BaseWidget
	moved func()
}

func newSensor(moved func()) *sensor {
	s := &sensor{moved: moved}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is for the toolkit: there is nothing to see.
func (s *sensor) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Cursor notes that the mouse moved.
func (s *sensor) Cursor() desktop.Cursor {
	s.moved()
	return desktop.DefaultCursor
}

// buildLock makes the pane that stands in the window's place.
func (s *Shell) buildLock() {
	l := s.o.Lang
	s.lock.word, s.lock.wrong = kit.NewField(), widget.NewLabel("")
	s.lock.word.Password = true
	s.lock.word.SetPlaceHolder(l.T("lock.type"))
	s.lock.word.OnSubmitted = func(string) { s.unlock() }
	title := widget.NewLabelWithStyle(l.T("lock.title"), fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
	hint := widget.NewLabel(l.T("lock.forgot"))
	hint.Wrapping = fyne.TextWrapWord
	s.lock.wrong.Importance = widget.DangerImportance
	column := container.NewVBox(title, s.lock.word, s.lock.wrong, kit.NewPrimaryButton(l.T("lock.open"), nil, s.unlock), hint)
	s.lock.pane = container.NewCenter(container.NewGridWrap(fyne.NewSize(420, 300), column))
	s.lock.pane.Hide()
	s.lock.last = s.o.Now()
}

// used notes that somebody is at the window.
func (s *Shell) used() { s.lock.last = s.o.Now() }

// LocksAfter is how long a window may be left alone; 0: there is no lock.
func LocksAfter(set civic.Settings) time.Duration {
	if set.LockHash == "" {
		return 0
	}
	return time.Duration(set.LockAfter) * time.Minute
}

// relock reads the choice again.
func (s *Shell) relock() {
	kit.Do(context.Background(), s.host.Work, kit.Job[civic.Settings]{
		Slot: "shell.lock",
		Run:  func(ctx context.Context, _ kit.Progress) (civic.Settings, error) { return s.o.Desk.Settings(ctx) },
		Done: func(set civic.Settings, err error) {
			if err == nil {
				s.lock.after = LocksAfter(set)
			}
		},
	})
}

// watchIdle looks now and then whether the window was left alone.
func (s *Shell) watchIdle() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for tick := time.NewTicker(lookEvery); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
				s.o.Deliver(s.idle)
			}
		}
	}()
	s.cancel = append(s.cancel, func() { stop(); <-done })
}

// idle hides the window when its time has come. Typing counts as use: what the
// focused field holds has changed.
func (s *Shell) idle() {
	if s.lock.on {
		s.putAside()
		return
	}
	if now := typedIn(s.window.Canvas().Focused()); now != s.lock.typed {
		s.lock.typed = now
		s.used()
	}
	if s.lock.after > 0 && s.o.Now().Sub(s.lock.last) >= s.lock.after {
		s.hide()
	}
}

// typedIn gives what a field holds, and where its caret is.
func typedIn(o fyne.Focusable) string {
	v := reflect.Indirect(reflect.ValueOf(o))
	if o == nil || v.Kind() != reflect.Struct {
		return ""
	}
	text := v.FieldByName("Text")
	if !text.IsValid() || text.Kind() != reflect.String {
		return ""
	}
	out := text.String()
	for _, name := range []string{"CursorRow", "CursorColumn"} {
		if f := v.FieldByName(name); f.IsValid() && f.CanInt() {
			out += "\x00" + string(rune(f.Int()))
		}
	}
	return out
}

// hide takes everything off the screen, open dialogs too, until the words are
// typed. Without a lock nothing happens.
func (s *Shell) hide() {
	if s.lock.on || s.lock.after == 0 || s.assistant != nil {
		return
	}
	s.lock.on = true
	s.putAside()
	s.frame.Hide()
	s.toasts.Hide()
	s.lock.pane.Show()
	s.window.SetMainMenu(fyne.NewMainMenu())
	s.window.SetTitle("Scranno")
	s.window.Canvas().Focus(s.lock.word)
}

// putAside takes the open dialogs off the screen, those too that work which
// ended meanwhile has opened.
func (s *Shell) putAside() {
	overlays := s.window.Canvas().Overlays()
	var open []fyne.CanvasObject
	for top := overlays.Top(); top != nil; top = overlays.Top() {
		overlays.Remove(top)
		open = append([]fyne.CanvasObject{top}, open...)
	}
	s.lock.asides = append(s.lock.asides, open...)
}

func (s *Shell) unlock() {
	word := s.lock.word.Text
	s.lock.word.SetText("")
	kit.Do(context.Background(), s.host.Work, kit.Job[bool]{
		Slot: "shell.unlock",
		Run:  func(ctx context.Context, _ kit.Progress) (bool, error) { return s.o.Desk.Unlock(ctx, word) },
		Done: func(ok bool, err error) {
			if err != nil || !ok {
				s.lock.wrong.SetText(s.o.Lang.T("lock.wrong"))
				return
			}
			s.lock.wrong.SetText("")
			s.reveal()
		},
	})
}

func (s *Shell) reveal() {
	if !s.lock.on {
		return
	}
	s.lock.on = false
	s.used()
	s.lock.pane.Hide()
	s.frame.Show()
	s.toasts.Show()
	for _, o := range s.lock.asides {
		s.window.Canvas().Overlays().Add(o)
	}
	s.lock.asides = nil
	s.buildMenu()
	s.title()
	if route := s.lock.route; route != "" {
		s.lock.route = ""
		s.Go(route)
	}
}
