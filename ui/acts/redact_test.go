package acts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/ui/kit"
)

// button finds a button on the topmost dialog.
func (s *stage) button(text string) *kit.Button {
	s.t.Helper()
	var found *kit.Button
	top := s.p.h.Window.Canvas().Overlays().Top()
	for _, o := range test.LaidOutObjects(top) {
		if b, ok := o.(*kit.Button); ok && b.Text == text && b.Visible() {
			found = b
		}
	}
	if found == nil {
		s.t.Fatalf("there is no button %q", text)
	}
	return found
}

func TestRedactionIsChosenSeenAndAskedTwice(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Act.Clauses = append(v.Act.Clauses, civic.Clause{ID: civic.DerivedID("secret"), Section: civic.Recital, Text: "il signor Pincopallo"})
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	if s.can("acts.redact") {
		t.Error("who does not moderate is offered to redact")
	}
	s.d.with(func() { s.d.can.Redact = true })
	s.p.reload()
	s.until(func() bool { return s.can("acts.redact") })
	r := newRedaction(s.p, s.p.reader.known.view)
	l := s.p.h.Lang
	if got := r.submit(); got != l.T("acts.redact_missing") {
		t.Errorf("without a reason: %q", got)
	}
	r.reason.SetSelectedIndex(0)
	if got := r.submit(); got != l.T("acts.redact_none") {
		t.Errorf("nothing chosen: %q", got)
	}
	i := slices.IndexFunc(r.picks.Options, func(o string) bool { return strings.Contains(o, "Pincopallo") })
	r.picks.SetSelected([]string{r.picks.Options[i]})
	if got := r.submit(); got != "" {
		t.Fatalf("%q", got)
	}
	if slices.ContainsFunc(s.d.done, func(x string) bool { return strings.HasPrefix(x, "redact") }) {
		t.Fatal("it was redacted without being asked twice")
	}
	top := s.p.h.Window.Canvas().Overlays().Top()
	if !s.shows(top, civic.Obscured) || s.shows(top, "Pincopallo") {
		t.Error("the preview is not what will remain")
	}
	test.Tap(s.button(l.T("acts.redact_do")))
	s.until(func() (ok bool) {
		s.d.with(func() { ok = slices.Contains(s.d.done, "redact 1 0 personal_data") })
		return ok
	})
}

func TestWhatModerationDidIsSaid(t *testing.T) {
	d := library(1)
	v := d.views[actID(0)]
	v.Act.Redacted = &civic.RedactionNote{Reason: civic.RedactSecrecy, At: now().Add(-time.Hour)}
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	var shown bool
	for _, o := range s.p.reader.banners() {
		shown = shown || s.shows(o, "Notizie coperte da segreto")
	}
	if !shown {
		t.Error("the act does not say that a part of it was redacted")
	}
}

func TestAFreshPublicationSaysThatItCanBeUndone(t *testing.T) {
	d := library(1)
	d.can.Withdraw = true
	v := d.views[actID(0)]
	v.Act.Published = now().Add(-5 * time.Minute)
	d.views[actID(0)] = v
	s := newStage(t, d, wide())
	s.read(actID(0))
	var said fyne.CanvasObject
	for _, o := range s.p.reader.banners() {
		if s.shows(o, "puoi ancora annullare") {
			said = o
		}
	}
	if said == nil {
		t.Fatal("it is not said")
	}
	s.p.undo()
	test.Tap(s.button(s.p.h.Lang.T("acts.undo_publish")))
	s.until(func() (ok bool) {
		s.d.with(func() { ok = slices.Contains(s.d.done, "undo") })
		return ok
	})
}
