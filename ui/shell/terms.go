package shell

import (
	"context"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// nearDays is from how many days on a term that is near is counted.
const nearDays = 3

// readTerms counts the terms that are near or have passed, for the rail.
func (s *Shell) readTerms() {
	c := s.o.Council
	if c == nil {
		return
	}
	kit.Do(context.Background(), s.host.Work, kit.Job[[]council.DeadlineView]{
		Slot: "shell.terms",
		Run: func(ctx context.Context, _ kit.Progress) ([]council.DeadlineView, error) {
			all, _, err := c.Deadlines(ctx, council.DeadlineQuery{})
			return all, err
		},
		Done: func(all []council.DeadlineView, err error) {
			if err == nil { // the screen that lists them says what is wrong
				s.showTerms(all)
			}
		},
	})
}

// showTerms puts the count on the rail. What became near or passed while the
// program runs is told once outside the window too: in fixed words and a count,
// never with a text of others.
func (s *Shell) showTerms(all []council.DeadlineView) {
	near, passed, fresh := 0, false, 0
	first := s.told == nil
	if first {
		s.told = map[string]bool{}
	}
	for _, d := range all {
		if d.State != civic.ClockOverdue && (d.State != civic.ClockRunning || d.Left > nearDays || d.Kind == civic.ClockDebateAfter) {
			continue
		}
		near++
		passed = passed || d.State == civic.ClockOverdue
		if key := d.Key() + string(d.State); !s.told[key] {
			s.told[key] = true
			fresh++
		}
	}
	s.rail.SetBadge("today", near, passed)
	if fresh > 0 && !first && !s.lock.on {
		s.o.App.SendNotification(fyne.NewNotification("Scranno", s.o.Lang.N("deadline.notice", fresh)))
	}
}
