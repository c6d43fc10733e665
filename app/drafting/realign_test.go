package drafting_test

import (
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func TestRealignKeepsTheIdsOfWhatStayed(t *testing.T) {
	old := []civic.Clause{
		clause("1", "le vie davanti alle scuole sono pericolose per i bambini;"),
		clause("2", "il traffico cresce ogni anno;"),
		clause("3", "altri Comuni hanno provato con successo;"),
	}
	fresh := func(text string) civic.Clause { return clause("new "+text, text) }
	edited := []civic.Clause{
		fresh("prima di tutto una cosa nuova;"),
		fresh("le vie davanti alle scuole sono molto pericolose per i bambini e le bambine;"),
		fresh("il traffico cresce ogni anno;"),
		fresh("altri Comuni hanno provato, e con successo;"),
	}
	got := drafting.Realign(old, edited)
	want := []civic.ID{edited[0].ID, old[0].ID, old[1].ID, old[2].ID}
	for i := range got {
		if got[i].ID != want[i] || got[i].Text != edited[i].Text {
			t.Errorf("clause %d: %s %q", i, got[i].ID, got[i].Text)
		}
	}
}

// What was moved and changed at once is the same clause; a sentence that is only a
// little like another is a new one.
func TestRealignFollowsWhatWasCarriedElsewhere(t *testing.T) {
	point := func(id civic.ID, text string) civic.Clause {
		return civic.Clause{ID: id, Section: civic.Operative, Text: text}
	}
	old := []civic.Clause{
		point("a", "a provare il nuovo orario della biblioteca."), point("b", "a riferire in Consiglio entro giugno."), point("c", "a ricordarsene ogni anno."),
	}
	got := drafting.Realign(old, []civic.Clause{
		point("1", "a riferire in Consiglio entro giugno. E poi a settembre."), point("2", "a provare il nuovo orario della biblioteca."),
		point("3", "a vendere il palazzo."), point("4", "a ricordarsene ogni anno."),
	})
	for i, want := range []civic.ID{"b", "a", "3", "c"} {
		if got[i].ID != want {
			t.Errorf("%q is %s, not %s", got[i].Text, got[i].ID, want)
		}
	}
}
