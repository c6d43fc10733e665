package outbox_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/outbox"
	"scranno/ui/uitest"
)

// desktop is the queue in memory; it answers as the desk does.
type desktop struct {
	queue, history []civic.Queued
	given          desk.Given
	fail           error // of the next reading
	nudged         int
	done           []string
	left           []civic.Stranded
	spaces         []civic.SpaceHit
}

func (d *desktop) Stranded(context.Context) ([]civic.Stranded, error) {
	return slices.Clone(d.left), nil
}

func (d *desktop) Resend(_ context.Context, id civic.ID) (civic.Queued, error) {
	d.done = append(d.done, "resend "+string(id))
	d.left = slices.DeleteFunc(d.left, func(x civic.Stranded) bool { return x.ID == id })
	q := queued(id+"-again", civic.CmdPost, civic.QueueWaiting, "Mensa")
	d.queue = append(d.queue, q)
	return q, nil
}

func (d *desktop) DropStranded(_ context.Context, id civic.ID) error {
	d.done = append(d.done, "drop "+string(id))
	d.left = slices.DeleteFunc(d.left, func(x civic.Stranded) bool { return x.ID == id })
	return nil
}

func (d *desktop) Elsewhere(_ context.Context, id civic.ID) (desk.Given, error) {
	d.done = append(d.done, "elsewhere "+string(id))
	return d.given, nil
}

func (d *desktop) Spaces(context.Context) ([]civic.SpaceHit, error) { return d.spaces, nil }

func (d *desktop) Outbox(context.Context) ([]civic.Queued, error) {
	err := d.fail
	d.fail = nil
	return slices.Clone(d.queue), err
}

func (d *desktop) History(context.Context, int) ([]civic.Queued, error) { return d.history, nil }

func (d *desktop) find(id civic.ID) *civic.Queued {
	for i := range d.queue {
		if d.queue[i].Command.ID == id {
			return &d.queue[i]
		}
	}
	return &civic.Queued{}
}

func (d *desktop) Retry(_ context.Context, id civic.ID) (civic.Queued, error) {
	d.done = append(d.done, "retry "+string(id))
	q := d.find(id)
	q.Command.ID, q.State = id+"-again", civic.QueueWaiting
	return *q, nil
}

func (d *desktop) Cancel(_ context.Context, id civic.ID) (civic.Queued, error) {
	d.done = append(d.done, "cancel "+string(id))
	d.queue = slices.DeleteFunc(d.queue, func(q civic.Queued) bool { return q.Command.ID == id })
	return civic.Queued{}, nil
}

func (d *desktop) Edit(_ context.Context, id civic.ID) (desk.Given, error) {
	d.done = append(d.done, "edit "+string(id))
	d.queue = slices.DeleteFunc(d.queue, func(q civic.Queued) bool { return q.Command.ID == id })
	return d.given, nil
}

func (d *desktop) Release(_ context.Context, id civic.ID) error {
	d.done = append(d.done, "release "+string(id))
	d.find(id).State = civic.QueueWaiting
	return nil
}

func (d *desktop) Nudge() { d.nudged++ }

func queued(id civic.ID, name civic.CommandName, state civic.CommandState, subject string) civic.Queued {
	return civic.Queued{
		Command: civic.Command{ID: id, Name: name}, State: state, Subject: subject, Queued: uitest.Noon.Add(-time.Hour),
	}
}

func refused() civic.Queued {
	q := queued("r1", civic.CmdPublish, civic.QueueRefused, "Piste ciclabili")
	q.Reason = civic.ReasonNotCouncillor
	return q
}

func show(t *testing.T, d *desktop) *uitest.Screen {
	s := uitest.NewScreen(t)
	s.Show(outbox.New(d, s.Host))
	return s
}

func TestNothingWaits(t *testing.T) {
	s := show(t, &desktop{queue: []civic.Queued{queued("m", civic.CmdRead, civic.QueueWaiting, "")}})
	s.UntilSees("Non c’è nulla in attesa")
	s.SeesNot("Segno di lettura")
	if s.Run("outbox.retry") {
		t.Error("there is nothing to retry")
	}
}

func TestEachStateInWords(t *testing.T) {
	tried := queued("w2", civic.CmdPost, civic.QueueWaiting, "Orari della biblioteca")
	tried.Last = civic.Offline
	s := show(t, &desktop{
		queue: []civic.Queued{
			queued("w1", civic.CmdPublish, civic.QueueWaiting, "Palestra"), tried,
			queued("s", civic.CmdPost, civic.QueueSending, "Mensa"),
			queued("h", civic.CmdPublish, civic.QueueHeld, "Parcheggi"), refused(),
		},
		history: []civic.Queued{queued("d", civic.CmdPost, civic.QueueDone, "Verde")},
	})
	s.UntilSees("Palestra", "Orari della biblioteca", "Mensa", "Parcheggi", "Piste ciclabili", "Verde")
	s.Sees("Da sistemare", "In attesa", "Già arrivate", "in attesa di rete dal 12/03 11:00", "in partenza",
		"in attesa del deposito in Comune", "arrivato, scritto il 12/03 11:00", "non accettato")
	s.Tap("Orari della biblioteca")
	s.Sees("Ultimo tentativo")
	s.Tap("Parcheggi")
	s.Sees("Parte quando segni la bozza come depositata")
}

func TestTheRefusedOneComesFirstWithItsReasonAndWaysOn(t *testing.T) {
	s := show(t, &desktop{queue: []civic.Queued{queued("w", civic.CmdPost, civic.QueueWaiting, "Mensa"), refused()}})
	s.UntilSees("Serve un mandato verificato")
	s.Sees("Il testo è al sicuro")
	for _, b := range []string{"Modifica", "Riprova", "Elimina"} {
		if uitest.Button(s.Canvas, b) == nil {
			t.Errorf("no button %s", b)
		}
	}
}

func TestRetryPutsItBackIntoTheQueue(t *testing.T) {
	d := &desktop{queue: []civic.Queued{refused()}}
	s := show(t, d)
	s.UntilSees("Da sistemare")
	s.Press("Riprova")
	s.UntilSees("in attesa di rete")
	s.SeesNot("Da sistemare")
	if !slices.Equal(d.done, []string{"retry r1"}) || !slices.Equal(s.Toasts, []string{"Rimesso in coda."}) || s.Changed == 0 {
		t.Errorf("done %v, said %v, told %d times", d.done, s.Toasts, s.Changed)
	}
}

func TestEditGoesToTheDraft(t *testing.T) {
	d := &desktop{queue: []civic.Queued{refused()}, given: desk.Given{Draft: &civic.Draft{ID: "d7"}}}
	s := show(t, d)
	s.UntilSees("Da sistemare")
	s.Press("Modifica")
	s.UntilSees("Non c’è nulla in attesa")
	if !slices.Equal(s.Routes, []string{"drafts/d7"}) {
		t.Errorf("went to %v", s.Routes)
	}
}

func TestEditBringsAPostBackToItsConversation(t *testing.T) {
	d := &desktop{
		queue: []civic.Queued{queued("p", civic.CmdPost, civic.QueueWaiting, "Mensa")},
		given: desk.Given{Text: "Sono d’accordo", Thread: "t1", Reply: "p0"},
	}
	s := show(t, d)
	s.UntilSees("Mensa")
	s.Press("Modifica")
	s.Until("the conversation", func() bool { return slices.Equal(s.Routes, []string{"spaces/thread/t1"}) })
	text, _ := s.Host.Take("compose:t1")
	reply, _ := s.Host.Take("reply:t1")
	if text != "Sono d’accordo" || reply != "p0" {
		t.Errorf("left %q, answering %q", text, reply)
	}
}

func TestEditBringsAConversationBackToItsForm(t *testing.T) {
	d := &desktop{
		queue: []civic.Queued{queued("p", civic.CmdOpenThread, civic.QueueWaiting, "Mensa")},
		given: desk.Given{Title: "Mensa", Text: "Parliamone", Space: "s1"},
	}
	s := show(t, d)
	s.UntilSees("Mensa")
	s.Press("Modifica")
	s.Until("the space", func() bool { return slices.Equal(s.Routes, []string{"spaces/s1"}) })
	if text, _ := s.Host.Take("open:s1"); text != "Mensa\nParliamone" {
		t.Errorf("left %q", text)
	}
}

func TestRemoveAsksFirst(t *testing.T) {
	d := &desktop{queue: []civic.Queued{refused()}}
	s := show(t, d)
	s.UntilSees("Da sistemare")
	s.Press("Elimina")
	s.Sees("Togliere dalla coda?", "Il testo di un atto resta tra le bozze")
	s.Press("Annulla")
	if len(d.done) != 0 {
		t.Fatalf("done without consent: %v", d.done)
	}
	s.Press("Elimina")
	s.Press("Togli dalla coda")
	s.UntilSees("Non c’è nulla in attesa")
	if !slices.Equal(d.done, []string{"cancel r1"}) {
		t.Errorf("done %v", d.done)
	}
}

func TestADecisionIsLeftByEnterAndEsc(t *testing.T) {
	d := &desktop{queue: []civic.Queued{refused()}}
	s := show(t, d)
	s.UntilSees("Da sistemare")
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} {
		s.Press("Elimina")
		s.Keys(key)
		s.SeesNot("Togliere dalla coda?")
	}
	if len(d.done) > 0 {
		t.Errorf("done without consent: %v", d.done)
	}
}

func TestTheHeldOneIsLetGoAndTheWaitingOneIsTriedNow(t *testing.T) {
	d := &desktop{queue: []civic.Queued{queued("h", civic.CmdPublish, civic.QueueHeld, "Parcheggi")}}
	s := show(t, d)
	s.UntilSees("Parcheggi")
	s.Press("Pubblica adesso")
	s.UntilSees("in attesa di rete")
	s.Press("Prova adesso")
	if d.nudged != 1 || !slices.Equal(d.done, []string{"release h"}) {
		t.Errorf("nudged %d, done %v", d.nudged, d.done)
	}
}

func TestReloadKeepsTheChoice(t *testing.T) {
	d := &desktop{queue: []civic.Queued{
		queued("a", civic.CmdPost, civic.QueueWaiting, "Prima"), queued("b", civic.CmdPost, civic.QueueSending, "Seconda"),
	}}
	s := show(t, d)
	s.UntilSees("Prima")
	s.Page.Focus()
	s.Keys(fyne.KeyDown)
	d.queue = append([]civic.Queued{refused()}, d.queue...)
	s.Page.Reload()
	s.UntilSees("Da sistemare")
	if uitest.Button(s.Canvas, "Riprova") != nil {
		t.Error("the choice moved to the refused one")
	}
	if !s.Run("outbox.cancel") {
		t.Fatal("the chosen one cannot be removed")
	}
	s.Press("Togli dalla coda")
	s.Until("the removal", func() bool { return len(d.done) > 0 })
	if d.done[0] != "cancel b" {
		t.Errorf("done %v", d.done)
	}
}

func TestATroubleIsToldAndGoesAway(t *testing.T) {
	d := &desktop{queue: []civic.Queued{refused()}, fail: civic.NewError(civic.Busy, "test", "")}
	s := show(t, d)
	s.Until("the trouble", func() bool {
		return uitest.Button(s.Canvas, "Riprova") != nil && !uitest.Sees(s.Canvas, "Da sistemare")
	})
	s.Press("Riprova")
	s.UntilSees("Da sistemare", "Piste ciclabili")
}

// Who came second hears who was first, and goes to that act.
func TestAnotherOfTheGroupWasFirst(t *testing.T) {
	q := refused()
	q.Command.Args = []byte(`{"id":"a1"}`)
	q.Reason, q.Params = civic.ReasonDuplicate, map[string]string{civic.ParamBy: "Berto Bianchi"}
	d := &desktop{queue: []civic.Queued{q}}
	s := show(t, d)
	s.UntilSees("Berto Bianchi l’ha già pubblicata", "già pubblicata", "l’atto è uno solo", "Ho capito")
	s.SeesNot("Riprova", "Modifica")
	if s.Run("outbox.retry") || s.Run("outbox.edit") {
		t.Error("it is tried once more")
	}
	if !s.Run("outbox.act") || !slices.Contains(s.Routes, "acts/a1") {
		t.Errorf("it leads to %q", s.Routes)
	}
}

// An invitation that waits for an election silence says until when; it is changed or
// taken out, not hurried.
func TestAnInvitationOnHold(t *testing.T) {
	q := queued("i", civic.CmdOpenCall, civic.QueueHeld, "Comunità energetiche")
	q.Reason, q.Params = civic.ReasonQuiet, map[string]string{civic.ParamRegion: "08", civic.ParamUntil: "2026-04-26"}
	act := civic.DerivedID("act")
	d := &desktop{queue: []civic.Queued{q}, given: desk.Given{Text: "Portatela.", Invite: &civic.OpenCallArgs{Act: act, Note: "Portatela."}}}
	s := show(t, d)
	s.UntilSees("Comunità energetiche")
	s.Sees("Periodo elettorale (Emilia-Romagna): parte da solo dopo il 26 aprile 2026", "Modifica", "Togli dalla coda")
	if s.Run("outbox.release") || uitest.Sees(s.Canvas, "Pubblica ora") {
		t.Error("it can be hurried")
	}
	s.Press("Modifica")
	s.Until("the act is opened", func() bool { return len(s.Routes) == 1 })
	text, _ := s.Host.Take("invite:" + string(act))
	if s.Routes[0] != "acts/"+string(act) || !strings.Contains(text, "Portatela.") {
		t.Errorf("went to %v with %q", s.Routes, text)
	}
}

// A new form of one's own invitation goes back to its page.
func TestACorrectedInvitationComesBack(t *testing.T) {
	q := queued("i", civic.CmdCloseCall, civic.QueueRefused, "Comunità energetiche")
	q.Reason = civic.ReasonConflict
	s := show(t, &desktop{queue: []civic.Queued{q}, given: desk.Given{Text: "S", Call: &desk.GivenCall{ID: "c1", Text: "SINTESI", Closing: true}}})
	s.UntilSees("Comunità energetiche")
	s.Press("Modifica")
	s.Until("its page is opened", func() bool { return len(s.Routes) == 1 })
	text, _ := s.Host.Take("call:c1")
	if s.Routes[0] != "calls/c1" || !strings.Contains(text, "SINTESI") {
		t.Errorf("went to %v with %q", s.Routes, text)
	}
}
