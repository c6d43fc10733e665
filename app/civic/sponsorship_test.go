package civic_test

import (
	"testing"

	"scranno/app/civic"
)

// A colleague of the same council supports an act as it reads; a later text shows
// that it was another one; it is taken back, and goes with the act.
func TestSponsorship(t *testing.T) {
	w := newWorld(t)
	author, colleague := w.person("Giulia Conti", valchiara, "08"), w.person("Luca Neri", valchiara, "08")
	stranger := w.person("Ada Riva", "demo:909001", "09")
	id := uid("act", "1")
	w.run(civic.CmdPublish, author, 0, publish(id))
	read := func() civic.Act {
		t.Helper()
		a, err := civic.DecodeBody[civic.Act](w.records[id])
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	on := civic.SponsorArgs{Act: id, On: true, Text: civic.TextHash(read().Content)}
	for who, want := range map[civic.ID]civic.Reason{author: civic.ReasonNotYourCouncil, stranger: civic.ReasonNotYourCouncil, colleague: ""} {
		if got := w.run(civic.CmdSponsor, who, 0, on); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	at := civic.SponsorshipID(colleague, id)
	s, err := civic.DecodeBody[civic.Sponsorship](w.records[at])
	if err != nil || s.Name != "Luca Neri" || s.Text != on.Text || w.records[at].Channel != w.records[id].Channel {
		t.Fatalf("%+v %v", s, err)
	}
	changed := motion("Altro oggetto")
	if got := w.run(civic.CmdRevise, author, w.records[id].Version, civic.ReviseArgs{Act: id, Content: changed}); got != "" {
		t.Fatal(got)
	}
	if civic.TextHash(read().Content) == s.Text {
		t.Error("another text has the same hash")
	}
	if got := w.run(civic.CmdSponsor, colleague, 0, on); got != civic.ReasonConflict {
		t.Errorf("of a text that is no more: %q", got)
	}
	if got := w.run(civic.CmdSponsor, colleague, 0, civic.SponsorArgs{Act: id}); got != "" || !w.records[at].Deleted {
		t.Errorf("taken back: %q", got)
	}
	on.Text = civic.TextHash(read().Content)
	if got := w.run(civic.CmdSponsor, colleague, 0, on); got != "" || w.records[at].Deleted {
		t.Errorf("again: %q", got)
	}
	w.run(civic.CmdWithdraw, author, 0, civic.ActArgs{Act: id})
	if !w.records[at].Deleted {
		t.Error("it outlives the act")
	}
}

// What nobody reads as text does not count.
func TestTextHash(t *testing.T) {
	a := motion("Oggetto")
	b := motion("Oggetto")
	b.Clauses[0].ID, b.Protocol, b.Themes = uid("other"), "12/2026", nil
	if civic.TextHash(a) != civic.TextHash(b) {
		t.Error("ids, protocol and themes are no text")
	}
	b.Clauses[0].Text += "."
	if civic.TextHash(a) == civic.TextHash(b) {
		t.Error("a sign more is another text")
	}
}
