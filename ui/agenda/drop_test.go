package agenda_test

import (
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

// TestAFileThatIsDroppedIsReviewed: a convocation is read and shown before it is
// kept; over an item the person says what the file is.
func TestAFileThatIsDroppedIsReviewed(t *testing.T) {
	r := ready()
	r.sittings = nil
	s := show(t, r)
	s.UntilSees("Ancora nessuna seduta")
	if !s.Host.OnDrop([]string{"/a/convocazione.pdf"}) {
		t.Fatal("not taken")
	}
	s.UntilSees("1 punto all’ordine del giorno")
	if r.has("add 12/05 20:30 Consiglio comunale")() {
		t.Error("kept without being seen")
	}
	s.Press("Salva")
	s.Until("the sitting", r.has("add 12/05 20:30 Consiglio comunale"))

	r = ready()
	s = show(t, r)
	s.UntilSees("2. Alberi lungo la ciclabile")
	s.Tap("2. Alberi lungo la ciclabile")
	s.Host.OnDrop([]string{"/a/proposta.pdf"})
	s.UntilSees("Che cos’è questo documento?", "proposta.pdf", "Un documento del punto «Alberi lungo la ciclabile»", "Il verbale di questa seduta")
	if len(r.done) > 0 {
		t.Errorf("did %v", r.done)
	}
	s.Press("Va bene")
	s.Until("the paper", r.has("paper"))
	s.Page.Hidden()
	if s.Host.OnDrop != nil {
		t.Error("it takes files when it is not on show")
	}
}

// TestTheSecondConvocationIsTyped and kept with the sitting.
func TestTheSecondConvocationIsTyped(t *testing.T) {
	r := ready()
	r.one().Call = 1
	s := show(t, r)
	s.UntilSees("Sala della Fonte")
	s.Run("sitting.edit")
	s.UntilSees("Seconda convocazione (appello)")
	s.Write("gg/mm/aaaa, se c’è", "16/3/2026")
	s.Press("Salva")
	want := time.Date(2026, 3, 16, 0, 0, 0, 0, uitest.Noon.Location())
	s.Until("the day", func() bool { return r.one().Second.Equal(want) })
	if r.one().Kind != civic.SittingUrgent {
		t.Errorf("%+v", r.one())
	}
}

// TestWhatIsOddIsSaidBeforeAnOutcomeIsRecorded in the question itself.
func TestWhatIsOddIsSaidBeforeAnOutcomeIsRecorded(t *testing.T) {
	r := ready()
	r.one().Items[1].Outcome = civic.Approved
	r.odd = []civic.Oddity{civic.OddAfterEnd}
	s := show(t, r)
	s.UntilSees("Alberi lungo la ciclabile")
	s.Tap("2. Alberi lungo la ciclabile")
	s.Tap("2. Alberi lungo la ciclabile")
	s.UntilSees("Punto all’ordine del giorno")
	s.Press("Salva")
	s.UntilSees("L’atto aveva già un esito")
}
