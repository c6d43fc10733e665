package acts

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

// Of the fake's acts the second is like the first, and no other is like any.

func (d *fakeDesk) SimilarToAct(_ context.Context, id civic.ID) (desk.Similar, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if id != actID(0) {
		return desk.Similar{}, nil
	}
	return desk.Similar{Acts: []desk.SimilarAct{{Act: d.acts[1], Overlap: 0.91}}, Bodies: 1, Voted: 1}, nil
}

func (d *fakeDesk) PrepareSimilar(context.Context) (bool, error) { return false, nil }

func TestActsLikeTheOneThatIsRead(t *testing.T) {
	s := newStage(t, library(3), fyne.NewSize(1366, 768))
	s.read(actID(1))
	s.run("acts.similar")
	s.until(func() bool { return len(s.toasts) == 1 })
	if s.toasts[0] != "Nessun atto della biblioteca somiglia a questo." {
		t.Errorf("%q", s.toasts[0])
	}
	s.read(actID(0))
	s.run("acts.similar")
	s.until(func() bool { return s.h.Window.Canvas().Overlays().Top() != nil })
	list, ok := s.h.Window.Canvas().Focused().(*kit.KeyList)
	if !ok {
		t.Fatalf("the keyboard is on %T", s.h.Window.Canvas().Focused())
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.went) != 1 || s.went[0] != "acts/"+string(actID(1)) {
		t.Errorf("it went to %q", s.went)
	}
	if s.h.Window.Canvas().Overlays().Top() != nil {
		t.Error("the list stays open")
	}
}
