package spaces_test

import (
	"testing"

	"scranno/ui/uitest"
)

func TestWhatIsBeingWrittenOutlivesTheProgram(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Write(composer, "Una frase lasciata a metà")
	s.Until("it is kept", func() bool { return d.composed["t1"][0] == "Una frase lasciata a metà" })

	again := inThread(t, d) // the program was killed and begun anew
	again.Until("it is back", func() bool { return again.Field(composer).Text == "Una frase lasciata a metà" })
	again.Press("Pubblica l’intervento")
	again.Until("it is kept no longer", func() bool { return d.composed["t1"][0] == "" })
	if uitest.Field(again.Canvas, composer).Text != "" {
		t.Error("what was sent is still being written")
	}
}
