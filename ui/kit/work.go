package kit

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Task is work in progress, as the status line shows it. Total 0: no measure.
type Task struct {
	ID          int
	Title       string
	Done, Total int
	Cancel      context.CancelFunc
}

// Progress tells how far work has come. It may be called from any goroutine,
// as often as one likes.
type Progress func(done, total int)

// Worker takes work away from the screen and brings its results back to it, one
// delivery on the main goroutine each.
type Worker struct {
	start   func(func())
	deliver func(func())
	log     *slog.Logger
	onTasks func([]Task)
	now     func() time.Time

	mu     sync.Mutex
	wg     sync.WaitGroup
	closed bool
	next   int
	tasks  []*running
	slots  map[string]*running
}

type running struct {
	Task
	shown time.Time // last time its progress was told
}

// WorkerOptions may all be left empty.
type WorkerOptions struct {
	Start   func(func())     // begins work; nil: each on a goroutine of its own
	Deliver func(func())     // nil: fyne.Do
	Log     *slog.Logger     // nil: nothing is logged
	OnTasks func([]Task)     // on the main goroutine, when titled work begins, moves or ends
	Now     func() time.Time // nil: time.Now
}

// NewWorker makes a worker; Close it before the stores it reads are closed.
func NewWorker(o WorkerOptions) *Worker {
	w := &Worker{start: o.Start, deliver: o.Deliver, log: o.Log, onTasks: o.OnTasks, now: o.Now, slots: map[string]*running{}}
	if w.start == nil {
		w.start = func(run func()) { go run() }
	}
	if w.deliver == nil {
		w.deliver = fyne.Do
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	if w.now == nil {
		w.now = time.Now
	}
	return w
}

// Job is one piece of work with its result.
type Job[T any] struct {
	// Title is what the status line says of it; empty: short work, not shown.
	Title string
	// Slot, when not empty, names work of which only the newest counts, such as
	// a search while typing: starting it cancels the former, whose Done is not
	// called.
	Slot string
	// Run does the work on a goroutine of its own.
	Run func(context.Context, Progress) (T, error)
	// Done takes the result on the main goroutine; nil: nobody asks. It is not
	// called for work that was cancelled by its context, its slot or Close.
	Done func(T, error)
}

// Do starts a job and returns at once; call it on the main goroutine. The cancel function may be called any
// number of times, and need not be. A panic in Run becomes an error: one bad
// act must not take the window along.
func Do[T any](ctx context.Context, w *Worker, job Job[T]) context.CancelFunc {
	ctx, cancel := context.WithCancel(ctx)
	r, ok := w.begin(job.Title, job.Slot, cancel)
	if !ok {
		cancel()
		return cancel
	}
	w.start(func() {
		defer w.wg.Done()
		result, err := guard(func() (T, error) { return job.Run(ctx, w.progress(r)) })
		if err != nil && ctx.Err() == nil {
			w.log.Warn("work failed", "err", err)
		}
		w.deliver(func() {
			// Asked on the main goroutine, where a newer job of the slot starts.
			stale := ctx.Err() != nil
			cancel()
			w.end(r, job.Slot)
			if !stale && job.Done != nil {
				job.Done(result, err)
			}
		})
	})
	return cancel
}

func guard[T any](run func() (T, error)) (result T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kit: work panicked: %v", p)
		}
	}()
	return run()
}

// Close cancels all work and waits for its goroutines to end.
func (w *Worker) Close() {
	w.mu.Lock()
	w.closed = true
	for _, r := range w.tasks {
		r.Cancel()
	}
	w.mu.Unlock()
	w.wg.Wait()
}

// Deliver runs a func on the main goroutine, such as a part of what a job found.
// It may be called from any goroutine.
func (w *Worker) Deliver(f func()) { w.deliver(f) }

func (w *Worker) begin(title, slot string, cancel context.CancelFunc) (*running, bool) {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil, false
	}
	w.wg.Add(1)
	w.next++
	r := &running{Task: Task{ID: w.next, Title: title, Cancel: cancel}}
	w.tasks = append(w.tasks, r)
	if slot != "" {
		if old := w.slots[slot]; old != nil {
			old.Cancel()
		}
		w.slots[slot] = r
	}
	w.mu.Unlock()
	w.tell(r)
	return r, true
}

func (w *Worker) end(r *running, slot string) {
	w.mu.Lock()
	w.tasks = slices.DeleteFunc(w.tasks, func(t *running) bool { return t == r })
	if w.slots[slot] == r {
		delete(w.slots, slot)
	}
	w.mu.Unlock()
	w.tell(r)
}

// progress tells at most ten times a second: drawing more would slow the work.
func (w *Worker) progress(r *running) Progress {
	return func(done, total int) {
		w.mu.Lock()
		r.Done, r.Total = done, total
		now := w.now()
		quiet := w.closed || done != total && now.Sub(r.shown) < 100*time.Millisecond
		if !quiet {
			r.shown = now
		}
		w.mu.Unlock()
		if !quiet {
			w.deliver(func() { w.tell(r) })
		}
	}
}

// tell gives the present tasks to the status line, on the main goroutine.
func (w *Worker) tell(r *running) {
	if r.Title != "" && w.onTasks != nil {
		w.onTasks(w.titled())
	}
}

func (w *Worker) titled() []Task {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]Task, 0, len(w.tasks))
	for _, r := range w.tasks {
		if r.Title != "" {
			list = append(list, r.Task)
		}
	}
	return list
}
