package kit_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"scranno/ui/kit"
)

// screen stands for the main goroutine: deliveries wait until they are run.
type screen struct {
	mu    sync.Mutex
	queue []func()
	bell  chan struct{}
}

func newScreen() *screen { return &screen{bell: make(chan struct{}, 100)} }

func (s *screen) deliver(f func()) {
	s.mu.Lock()
	s.queue = append(s.queue, f)
	s.mu.Unlock()
	s.bell <- struct{}{}
}

// run waits for one delivery and runs it.
func (s *screen) run() {
	<-s.bell
	s.mu.Lock()
	f := s.queue[0]
	s.queue = s.queue[1:]
	s.mu.Unlock()
	f()
}

func TestWorkComesBackOnce(t *testing.T) {
	s := newScreen()
	w := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	got := 0
	kit.Do(t.Context(), w, kit.Job[int]{
		Run:  func(context.Context, kit.Progress) (int, error) { return 7, nil },
		Done: func(n int, err error) { got += n },
	})
	s.run()
	w.Close()
	if got != 7 {
		t.Errorf("got %d", got)
	}
}

func TestOnlyTheNewestOfASlotIsTold(t *testing.T) {
	s := newScreen()
	w := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	var told []string
	search := func(query string, wait <-chan struct{}) {
		kit.Do(t.Context(), w, kit.Job[string]{
			Slot: "search",
			Run: func(ctx context.Context, _ kit.Progress) (string, error) {
				<-wait
				return query, nil
			},
			Done: func(q string, err error) { told = append(told, q) },
		})
	}
	first, now := make(chan struct{}), make(chan struct{})
	close(now)
	search("e", first)
	search("en", now)
	s.run()
	close(first) // the older answer comes last
	s.run()
	w.Close()
	if len(told) != 1 || told[0] != "en" {
		t.Errorf("told %q", told)
	}
}

func TestAResultThatWasOnItsWayIsDroppedWhenANewerSearchBegins(t *testing.T) {
	s := newScreen()
	w := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	var told []string
	job := func(q string) kit.Job[string] {
		return kit.Job[string]{
			Slot: "search", Run: func(context.Context, kit.Progress) (string, error) { return q, nil },
			Done: func(q string, _ error) { told = append(told, q) },
		}
	}
	kit.Do(t.Context(), w, job("old"))
	<-s.bell
	s.bell <- struct{}{} // delivered, not yet run
	kit.Do(t.Context(), w, job("new"))
	s.run()
	s.run()
	w.Close()
	if len(told) != 1 || told[0] != "new" {
		t.Errorf("told %q", told)
	}
}

func TestCancelledWorkIsNotTold(t *testing.T) {
	s := newScreen()
	w := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	told := false
	cancel := kit.Do(t.Context(), w, kit.Job[int]{
		Run:  func(ctx context.Context, _ kit.Progress) (int, error) { <-ctx.Done(); return 0, ctx.Err() },
		Done: func(int, error) { told = true },
	})
	cancel()
	s.run()
	w.Close()
	if told {
		t.Error("cancelled work was told")
	}
}

func TestAPanicIsAnError(t *testing.T) {
	s := newScreen()
	w := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver})
	var got error
	kit.Do(t.Context(), w, kit.Job[int]{
		Run:  func(context.Context, kit.Progress) (int, error) { panic("bad act") },
		Done: func(_ int, err error) { got = err },
	})
	s.run()
	w.Close()
	if got == nil {
		t.Error("no error")
	}
}

func TestTitledWorkShowsItsProgressAndEnds(t *testing.T) {
	s := newScreen()
	var seen [][]kit.Task
	w := kit.NewWorker(kit.WorkerOptions{Deliver: s.deliver, OnTasks: func(l []kit.Task) { seen = append(seen, l) }})
	kit.Do(t.Context(), w, kit.Job[int]{
		Title: "Scarico",
		Run: func(_ context.Context, p kit.Progress) (int, error) {
			p(10, 10)
			return 0, errors.New("x")
		},
	})
	s.run()
	s.run()
	w.Close()
	if len(seen) != 3 || len(seen[0]) != 1 || seen[1][0].Done != 10 || len(seen[2]) != 0 {
		t.Errorf("seen %+v", seen)
	}
}

func TestCloseWaitsAndRefusesMore(t *testing.T) {
	w := kit.NewWorker(kit.WorkerOptions{Deliver: func(func()) {}})
	ended := false
	kit.Do(t.Context(), w, kit.Job[int]{Run: func(ctx context.Context, _ kit.Progress) (int, error) {
		<-ctx.Done()
		ended = true
		return 0, nil
	}})
	w.Close()
	if !ended {
		t.Error("Close did not wait")
	}
	ran := false
	kit.Do(t.Context(), w, kit.Job[int]{Run: func(context.Context, kit.Progress) (int, error) { ran = true; return 0, nil }})
	w.Close()
	if ran {
		t.Error("work began after Close")
	}
}
