package intake_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
)

// A paper without a line of its subject has a head and a foot too.
func TestAPaperWithoutASubjectLine(t *testing.T) {
	text := "PROVINCIA DI LECCE\nConsiglio provinciale\n\nMozione sulla manutenzione delle strade provinciali\n\n" +
		"Premesso\tche  le strade  sono dissestate da anni e non se ne ripara nessuna;\nimpegna il Presidente\n1.\ta ripararle.\n\n" +
		"Lecce, 5 giugno 2025\n\nI consiglieri proponenti\nIl Consigliere Ivo Neri (Gruppo misto)\nNorma Abrate\n"
	p, err := apart().Paper(t.Context(), civic.LocalFile{Name: "a.txt", Type: civic.TypeText, Data: []byte(text)}, ids)
	c := p.Content
	if err != nil || c.Subject != "Mozione sulla manutenzione delle strade provinciali" || p.BodySaid != "Provincia di LECCE" ||
		c.Place != "Lecce" || c.Date != "2025-06-05" ||
		!slices.Equal(c.Signatories, []civic.Signatory{{Name: "Ivo Neri", Group: "Gruppo misto"}, {Name: "Norma Abrate"}}) {
		t.Errorf("%v %q %q %q %q %v", err, c.Subject, p.BodySaid, c.Place, c.Date, c.Signatories)
	}
	recital := c.Clauses[slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.Section == civic.Recital })]
	last := c.Clauses[len(c.Clauses)-1]
	if recital.Opener != "Premesso che" || recital.Text != "le strade sono dissestate da anni e non se ne ripara nessuna;" || last.Opener != "1." || last.Text != "a ripararle." {
		t.Errorf("%+v %+v", recital, last)
	}
}

// TestPointsOfAPage reads lists whose points hold paragraphs.
func TestPointsOfAPage(t *testing.T) {
	page := "<html><body><p>Il Consiglio comunale impegna il Sindaco e la Giunta</p><ol><li><p>ad aprire uno sportello;</p></li><li><p>a finanziarlo.</p><p>Altro.</p></li></ol></body></html>"
	c, err := apart().Text(t.Context(), civic.LocalFile{Name: "a.html", Type: civic.TypeText, Data: []byte(page)}, ids)
	i := slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.Opener == "1." })
	if err != nil || i < 0 || c.Clauses[i].Text != "ad aprire uno sportello;" || c.Clauses[i+1].Opener != "2." || c.Clauses[i+1].Text != "a finanziarlo." {
		t.Errorf("%v %+v", err, c.Clauses)
	}
}

// A point that ends in a day is a point.
func TestAPointWithADayIsNoFoot(t *testing.T) {
	for text, place := range map[string]string{
		"Oggetto: tetti dei solai\n\nimpegna il Sindaco\n- a cercare i tetti dei solai comunali;\n- a costituire la comunità entro il 31/12/2026.\n\nIvo Neri\n": "",
		"Oggetto: tetti dei solai\n\nIMPEGNA IL SINDACO\nA CERCARE I TETTI DEI SOLAI COMUNALI.\nLI 22/01/2026":                                                   "",
		"Oggetto: tetti dei solai\n\nimpegna il Sindaco\na cercare i tetti dei solai comunali.\nSant’Angelo a Scala lì 22/01/2026":                               "Sant’Angelo a Scala",
	} {
		c, err := apart().Text(t.Context(), civic.LocalFile{Name: "a.txt", Type: civic.TypeText, Data: []byte(text)}, ids)
		if got := textOf(c); err != nil || c.Place != place || strings.Contains(text, "comunità") && (!strings.Contains(got, "comunità entro") || c.Date != "") ||
			!strings.Contains(text, "comunità") && c.Date != "2026-01-22" {
			t.Errorf("%v %q %q\n%s", err, c.Place, c.Date, got)
		}
	}
}
