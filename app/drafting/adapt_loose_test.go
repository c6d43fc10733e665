package drafting_test

import (
	"testing"

	"scranno/app/civic"
)

// TestLooseFormsBecomeGaps holds days, sums, streets and names in the forms that
// other councils' papers have.
func TestLooseFormsBecomeGaps(t *testing.T) {
	g := gazetteer(t)
	for _, x := range []struct{ from, text, want string }{
		{"Anzio", "il 21 novembre ’25 e il 3 nov. 2023", "il [data] e il [data]"},
		{"Aldino", "Aldein, am 4. Februar 2026, Provincia autonoma di Bolzano", "Lecco, am [data], Provincia di Lecco"},
		{"Anzio", "franata a marzo 2025; nel maggio 1925; il 25 aprile; 5 marche 2025", "franata a [data]; nel maggio 1925; il 25 aprile; 5 marche 2025"},
		{"Anzio", "€. 350.000, €/anno 1.200, 3.000.000 di euro", "€. [importo], €/anno [importo], [importo] di euro"},
		{"Anzio", "spesi diecimila euro e due milioni di euro, Euro 12.500,00 (dodicimilacinquecento/00); sei volte mille", "spesi [importo] euro e [importo] di euro, Euro [importo] ([importo]); sei volte mille"},
		{"Anzio", "in viale Zanardelli, 27/A e in Riviera Mallozzi, 12", "in [via] e in [via]"},
		{"Bra", "il passaggio di strada Orti; la strada per Alba; vicolo del Forno, snc", "il passaggio di [via]; la strada per Alba; [via]"},
		{"Bolzano", "in via Resia/Reschenstraße a Bolzano", "in [via] a Lecco"},
		{"Roma", "il Sindaco di Roma, Romano Quirinetti, ha annunciato", "il Sindaco di Lecco, [nome], ha annunciato"},
		{"Roma", "il consigliere comunale Oreste Ghidella; il notaio Ildo Vannucchi", "il consigliere comunale [nome]; il notaio [nome]"},
		{"Roma", "il Presidente della Provincia Oronzo Macchitella", "il Presidente della Provincia [nome]"},
		{"Roma", "IL SINDACO PIETRO BIONDINI E LA GIUNTA", "IL SINDACO [nome] E LA GIUNTA"},
		{"Roma", "il Sindaco, Giunta e Consiglio; il Presidente, Commissione Bilancio", "il Sindaco, Giunta e Consiglio; il Presidente, Commissione Bilancio"},
	} {
		if got := adaptClauses(g, placeOf(t, g, x.from), placeOf(t, g, "Lecco"), civic.CouncilProfile{}, x.text); got != x.want {
			t.Errorf("%s: %s, want %s", x.from, got, x.want)
		}
	}
}
