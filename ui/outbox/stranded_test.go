package outbox_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/outbox"
	"scranno/ui/uitest"
)

func leftPost(open bool) civic.Stranded {
	return civic.Stranded{
		ID: "l1", What: civic.StrandedCommand, Channel: civic.SpaceChannel("s0"), Open: open,
		Command: civic.Command{Name: civic.CmdPost}, Text: "Le mie parole mai partite", Lost: uitest.Noon.Add(-24 * time.Hour),
	}
}

func TestWhatWasNotSentIsReadWhole(t *testing.T) {
	s := show(t, &desktop{left: []civic.Stranded{leftPost(false)}, queue: []civic.Queued{queued("w", civic.CmdPost, civic.QueueWaiting, "Mensa")}})
	s.UntilSees("Non inviati", "Le mie parole mai partite")
	s.Sees("comunità non più disponibile", "le tue parole restano qui", "In attesa")
	if uitest.Button(s.Canvas, "Pubblica di nuovo") != nil || s.Run("unsent.again") {
		t.Error("it can be published where it cannot go")
	}
	s.Press("Copia il testo")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Le mie parole mai partite" {
		t.Errorf("copied %q", got)
	}
}

func TestARegainedPlaceTakesItAgain(t *testing.T) {
	d := &desktop{left: []civic.Stranded{leftPost(true)}}
	s := show(t, d)
	s.UntilSees("di nuovo disponibile")
	s.Press("Pubblica di nuovo")
	s.UntilSees("in attesa di rete")
	s.SeesNot("Non inviati")
	if !slices.Equal(d.done, []string{"resend l1"}) {
		t.Errorf("done %v", d.done)
	}
}

func TestItIsWrittenInAnotherCommunity(t *testing.T) {
	d := &desktop{
		left: []civic.Stranded{leftPost(false)}, given: desk.Given{Text: "Le mie parole mai partite"},
		spaces: []civic.SpaceHit{
			{ID: "s1", Space: civic.Space{Title: "Non tenuta"}}, {ID: "s2", Joined: true, Space: civic.Space{Title: "Rete idrica"}},
		},
	}
	s := show(t, d)
	s.UntilSees("Le mie parole mai partite")
	s.Press("Pubblica altrove…")
	s.UntilSees("In quale comunità?")
	s.Press("Scrivi lì")
	s.Until("the community", func() bool { return slices.Equal(s.Routes, []string{"spaces/s2"}) })
	if text, _ := s.Host.Take("open:s2"); text != "\nLe mie parole mai partite" {
		t.Errorf("left %q", text)
	}
	if len(d.left) != 1 {
		t.Error("it was thrown away on the way")
	}
}

func TestThrowingAwayAsksFirst(t *testing.T) {
	d := &desktop{left: []civic.Stranded{leftPost(false)}}
	s := show(t, d)
	s.UntilSees("Le mie parole mai partite")
	s.Press("Butta via")
	s.Sees("non si può recuperare")
	s.Press("Annulla")
	if len(d.done) != 0 {
		t.Fatalf("done without consent: %v", d.done)
	}
	if !s.Run("unsent.drop") {
		t.Fatal("no command for it")
	}
	s.Press("Butta via")
	s.UntilSees("Non c’è nulla in attesa")
}

// basket is a bin in memory.
type basket struct {
	all   []civic.Binned
	given desk.Given
}

func (b *basket) Binned(context.Context) ([]civic.Binned, error) { return slices.Clone(b.all), nil }

func (b *basket) RestoreBinned(context.Context, int64) (desk.Given, error) {
	return b.given, nil
}

func (b *basket) DropBinned(_ context.Context, num int64) error {
	b.all = slices.DeleteFunc(b.all, func(x civic.Binned) bool { return x.Num == num })
	return nil
}

func (b *basket) EmptyBin(context.Context) error {
	b.all = nil
	return nil
}

func TestTheBin(t *testing.T) {
	b := &basket{given: desk.Given{Draft: &civic.Draft{ID: "d9"}}, all: []civic.Binned{
		{Num: 2, Kind: civic.KindAct, Title: "Piste ciclabili", Text: "il testo intero", Left: 29},
		{Num: 1, Name: civic.CmdPost, Mine: true, Text: "ripensamento", Left: 1},
	}}
	s := uitest.NewScreen(t)
	s.Show(outbox.NewBin(b, s.Host))
	s.UntilSees("Atto «Piste ciclabili»", "il testo intero", "resta ancora 29 giorni", "resta ancora 1 giorno")
	s.Sees("Il servizio non ha più questo elemento")
	s.Press("Recupera una copia")
	s.Until("the draft", func() bool { return slices.Equal(s.Routes, []string{"drafts/d9"}) })
	if !s.Run("bin.empty") {
		t.Fatal("the bin cannot be emptied")
	}
	s.Sees("2 elementi spariranno per sempre")
	s.Press("Svuota il cestino")
	s.UntilSees("Il cestino è vuoto")
}
