package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func gazetteer(t testing.TB) *drafting.Gazetteer {
	t.Helper()
	g, err := drafting.NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func placeOf(t testing.TB, g *drafting.Gazetteer, name string) drafting.Place {
	t.Helper()
	for _, b := range g.Find(name, 200) {
		if strings.EqualFold(b.Name, name) && (b.Kind == "municipality" || !strings.EqualFold(b.Name, name)) {
			return g.Place(b)
		}
	}
	t.Fatalf("no body %s", name)
	return drafting.Place{}
}

func adaptText(g *drafting.Gazetteer, from, to drafting.Place, text string) string {
	c := civic.Content{Kind: civic.Motion, Subject: text, Date: "2024-03-12", Signatories: []civic.Signatory{{Name: "Marta Bellandi", Group: "Insieme per il paese"}}}
	return g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids}).Content.Subject
}

// TestAdaptWords holds single passages, by source and destination.
func TestAdaptWords(t *testing.T) {
	g := gazetteer(t)
	for _, x := range []struct{ from, to, text, want string }{
		{"Roma", "Modena", "la Romagna e il Comune di Roma", "la Romagna e il Comune di Modena"},
		{"Roma", "Modena", "Emilia-Romagna, Romano e romani, linea Roma-Lido, a Roma e ROMA", "Emilia-Romagna, Romano e romani, linea Roma-Lido, a Modena e MODENA"},
		{"Roma", "L'Aquila", "il Comune di Roma, a Roma, da Roma, in Roma", "il Comune dell'Aquila, all'Aquila, dall'Aquila, nell'Aquila"},
		{"L'Aquila", "Forlì", "Comune dell'Aquila, COMUNE DELL'AQUILA, de L'Aquila, all’Aquila e L'Aquila; un'aquila", "Comune di Forlì, COMUNE DI FORLÌ, di Forlì, a Forlì e Forlì; un'aquila"},
		{"Forlì", "La Spezia", "COMUNE DI FORLI' e Comune di Forlì", "COMUNE DELLA SPEZIA e Comune della Spezia"},
		{"La Spezia", "Ancona", "alla Spezia, a La Spezia, della Spezia", "ad Ancona, ad Ancona, di Ancona"},
		{"Ancona", "Pesaro", "ad Ancona, d'Ancona, Senigallia ed Ancona", "a Pesaro, di Pesaro, Senigallia e Pesaro"},
		{"Aldino", "Bressanone", "Comune di Aldino/Aldein, Gemeinde Aldein, Aldino - Aldein", "Comune di Bressanone/Brixen, Gemeinde Brixen, Bressanone/Brixen"},
		{"Re", "Ne", "il Comune di Re ricorda il Re d'Italia; a Re, via Re Umberto; tre re", "il Comune di Ne ricorda il Re d'Italia; a Ne, [via]; tre re"},
		{"Ne", "Lu e Cuccaro Monferrato", "Ne consegue che il Comune di Ne se ne occupa", "Ne consegue che il Comune di Lu e Cuccaro Monferrato se ne occupa"},
		{"Sale", "Prato", "Il prezzo del sale. Sale la spesa del Comune di Sale. Vicini a Sale", "Il prezzo del sale. Sale la spesa del Comune di Prato. Vicini a Prato"},
		{"Cerro Maggiore", "Bene Vagienna", "Cerro Maggiore", "Bene Vagienna"},
		{"Carpi", "Bologna", "Carpi (MO), in provincia di Modena, Prefettura di Modena", "Bologna (BO), in città metropolitana di Bologna, Prefettura di Bologna"},
		{"Carpi", "Milano", "la Regione Emilia-Romagna, in Emilia-Romagna, dell'Emilia-Romagna, l'Emilia-Romagna", "la Regione Lombardia, in Lombardia, della Lombardia, la Lombardia"},
		{"Milano", "Frosinone", "in Lombardia e nella Lombardia", "nel Lazio e nel Lazio"},
		{"Carpi", "Prato", "l.r. Emilia-Romagna 24/2017 e legge 7 agosto 1990, n. 241", "l.r. Emilia-Romagna 24/2017 e legge 7 agosto 1990, n. 241"},
		{"Carpi", "Prato", "del 12 marzo 2024, prot. n. 1234/2024, € 77.000,00 e 5 milioni di euro", "del [data], prot. n. [protocollo], € [importo] e [importo] di euro"},
		{"Carpi", "Prato", "delibera di Giunta comunale n. 45 del 3/2/2023; 25 aprile 1945; D.Lgs. 18 agosto 2000, n. 267", "delibera di Giunta comunale n. [numero] del [data]; 25 aprile 1945; D.Lgs. 18 agosto 2000, n. 267"},
		{"Carpi", "Prato", "in via Garibaldi, 12 e in piazza dei Martiri; via PEC; in via prioritaria", "in [via] e in [via]; via PEC; in via prioritaria"},
		{"Carpi", "Prato", "la consigliera Bellandi, Marta Bellandi, il Sindaco Aldo Serretti e l'Assessore ai Lavori pubblici", "la consigliera [nome], [nome], il Sindaco [nome] e l'Assessore ai Lavori pubblici"},
		{"Carpi", "Prato", "il protocollo n. 2 del trattato; VIA e VAS; prot. n. 12/2024", "il protocollo n. 2 del trattato; VIA e VAS; prot. n. [protocollo]"},
		{"Carpi", "Prato", "www.comune.carpi.mo.it e protocollo@comune.carpi.it", "[indirizzo] e [indirizzo]"},
		{"Carpi", "Prato", "Tribunale di Carpi", "Tribunale di [Comune]"},
		{"Reggio nell'Emilia", "Prato", "Reggio Emilia e Reggio nell'Emilia, Reggio Calabria", "Prato e Prato, Reggio Calabria"},
		{"Pavia", "Prato", "Pavia di Udine e Pavia", "Pavia di Udine e Prato"},
		{"San Giovanni in Persiceto", "Prato", "S. Giovanni in Persiceto, SAN GIOVANNI IN PERSICETO", "Prato, PRATO"},
	} {
		if got := adaptText(g, placeOf(t, g, x.from), placeOf(t, g, x.to), x.text); got != x.want {
			t.Errorf("%s to %s:\n%s\n%s, want\n%s", x.from, x.to, x.text, got, x.want)
		}
	}
}
