package storetest

import (
	"strings"
	"testing"

	"scranno/app/civic"
)

// An id that was once one thing is never another, whoever asks; its author may
// give it back to the same thing.
func centralTaken(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	act := s.published(f.giulia, valchiara, "Pensiline")
	thread := s.id()
	s.accept(f.luca, s.command(f.luca, civic.CmdOpenThread, civic.OpenThreadArgs{
		ID: thread, Act: s.published(f.giulia, valchiara, "Panchine"), Title: "Domanda", Post: s.id(), Text: "Quante?",
	}))
	s.accept(f.giulia, s.command(f.giulia, civic.CmdWithdraw, civic.ActArgs{Act: act}))
	s.refused(f.luca, s.command(f.luca, civic.CmdPost, civic.PostArgs{ID: act, Thread: thread, Text: "Sono un atto?"}), civic.ReasonDuplicate)
	s.refused(f.marco, s.publish(f.marco, act, s.content(fontelieta, "Altrove")), civic.ReasonDuplicate)
	s.gone(act)
	s.accept(f.giulia, s.publish(f.giulia, act, s.content(valchiara, "Pensiline, di nuovo")))
	if rec := s.live(act); rec.Kind != civic.KindAct || rec.Author != f.giulia.Person {
		t.Fatalf("%+v", rec)
	}
	s.check(s.Check(s.ctx()))
}

// With the numbers of another person's desk one could make it believe that it
// was cloned.
func centralForeignNumbers(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	f := s.people()
	s.check(s.TouchDevice(s.ctx(), civic.Device{ID: f.giulia.Device, Person: f.giulia.Person}))
	c := s.publish(f.marco, s.id(), s.content(fontelieta, "Pensiline"))
	c.Device, c.N = f.giulia.Device, 1
	if _, err := s.Push(s.ctx(), f.marco, pushed(c)); !civic.Is(err, civic.Conflict) {
		t.Fatal(err)
	}
	own := s.publish(f.giulia, s.id(), s.content(valchiara, "Pensiline"))
	own.N = 1
	s.accept(f.giulia, own)
}

// A command that is too large is refused by itself: what is pushed with it goes.
func centralTooLarge(t *testing.T, open OpenCentral) {
	s := newStage(t, open)
	who := s.people().giulia
	content := s.content(valchiara, "Pensiline")
	content.Heading = strings.Repeat("x", civic.MaxArgs)
	answers := s.push(who, s.publish(who, s.id(), content), s.publish(who, s.id(), s.content(valchiara, "Panchine")))
	for i, want := range []civic.ReceiptOutcome{civic.Refused, civic.Accepted} {
		if r := answers[i].Receipt; r == nil || r.Outcome != want {
			t.Errorf("%d: %+v", i, answers[i])
		}
	}
	a := s.push(who, s.command(who, "no.such", content))[0]
	if a.Receipt == nil || a.Receipt.Reason != civic.ReasonUnknownCommand {
		t.Errorf("%+v", a)
	}
}
