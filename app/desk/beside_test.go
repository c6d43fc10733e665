package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A window hears of what the terminal writes beside it.
func TestAnotherProgramsWritingIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		f.e.waits = true
		heard := 0
		defer f.Subscribe(func() { heard++ })()
		ctx, stop := context.WithCancel(t.Context())
		go f.Watch(ctx, nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		if heard != 0 {
			t.Errorf("told %d times of nothing", heard)
		}
		f.s.version.Add(1)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if heard != 1 {
			t.Errorf("told %d times of one change", heard)
		}
		stop()
		synctest.Wait()
	})
}
