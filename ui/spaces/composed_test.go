package spaces_test

import (
	"testing"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

func TestWhatIsBeingWrittenOutlivesTheProgram(t *testing.T) {
	d := council()
	s := inThread(t, d)
	s.Write(composer, "Una frase lasciata a metà")
	s.Until("it is kept", func() bool { return d.composed["t1"].Text == "Una frase lasciata a metà" })

	again := inThread(t, d) // the program was killed and begun anew
	again.Until("it is back", func() bool { return again.Field(composer).Text == "Una frase lasciata a metà" })
	again.Press("Pubblica l’intervento")
	again.Until("it is kept no longer", func() bool { return d.composed["t1"].Empty() })
	if uitest.Field(again.Canvas, composer).Text != "" {
		t.Error("what was sent is still being written")
	}
}

func TestFilesOfWhatIsBeingWrittenOutliveTheProgram(t *testing.T) {
	d := council()
	d.composed = map[civic.ID]civic.Composed{"t1": {Text: "Ecco la pianta.", Attachments: []civic.Attachment{plan()}}}
	s := inThread(t, d) // the program begun anew
	s.UntilSees("pianta.pdf · 2 MB")
	s.Press("Pubblica l’intervento")
	s.Until("the post with its file", d.did("post t1: Ecco la pianta. [pianta.pdf] ()"))
	s.Until("nothing is being written", func() bool { return d.composed["t1"].Empty() })

	d.composed["t1"] = civic.Composed{Attachments: []civic.Attachment{plan()}}
	again := inThread(t, d)
	again.UntilSees("pianta.pdf · 2 MB") // a file without words is kept too
	again.Press("pianta.pdf · 2 MB")     // and is taken off again
	again.Until("it is kept no longer", func() bool { return d.composed["t1"].Empty() })
}

func TestAConversationThatIsBegunOutlivesTheProgram(t *testing.T) {
	d := council()
	s := show(t, d)
	s.UntilSees("Scuola")
	s.Run("thread.new")
	s.Until("the form", func() bool { return uitest.Field(s.Canvas, "Primo intervento") != nil })
	s.Write("Titolo della discussione", "Piste")
	s.Write("Primo intervento", "Da dove si comincia?")
	s.Until("it is kept", func() bool { return d.composed["s1"].Text == "Da dove si comincia?" })

	kept := d.composed["s1"]
	kept.Attachments = []civic.Attachment{plan()}
	d.composed["s1"] = kept
	again := show(t, d)
	again.UntilSees("Scuola")
	again.Run("thread.new")
	again.UntilSees("pianta.pdf · 2 MB")
	if text := again.Field("Titolo della discussione").Text; text != "Piste" {
		t.Errorf("the title became %q", text)
	}
	again.Press("Apri la discussione")
	again.Until("the opening with its file", d.did("open s1: Piste / Da dove si comincia? [pianta.pdf]"))
	again.Until("nothing is begun", func() bool { return d.composed["s1"].Empty() })
}
