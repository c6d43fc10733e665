package uitest

import (
	"testing"
	"time"
)

// patience is how long a condition may take before the test gives up on it.
const patience = time.Minute

// Loop stands for the main goroutine, and where the test wishes for those of the
// work too: what is delivered waits until the test runs it.
type Loop struct {
	t     testing.TB
	queue chan func()
}

// NewLoop makes a loop; Deliver goes to a kit.Worker.
func NewLoop(t testing.TB) *Loop {
	return &Loop{t: t, queue: make(chan func(), 4096)}
}

// Deliver takes a call from any goroutine.
func (l *Loop) Deliver(f func()) { l.queue <- f }

// Drain runs all that was delivered and what that delivers.
func (l *Loop) Drain() {
	for {
		select {
		case f := <-l.queue:
			f()
		default:
			return
		}
	}
}

// Until runs what is delivered, as it comes, until the condition holds. What
// names the condition for who reads the failure.
func (l *Loop) Until(what string, holds func() bool) {
	l.t.Helper()
	giveUp := time.NewTimer(patience)
	defer giveUp.Stop()
	for !holds() {
		select {
		case f := <-l.queue:
			f()
		case <-giveUp.C:
			l.t.Fatalf("waited in vain: %s", what)
		}
	}
}
