package intake_test

import (
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
)

// cutPaper is a paper and what is to come out of it.
type cutPaper struct {
	name, text, subject, body string
	first                     string // of the text that is left
	signed                    []string
}

// Papers as councils write them, in what they were once cut wrongly.
func TestHeadsOfPapers(t *testing.T) {
	cutAs(t, []cutPaper{
		{
			name:    "the council right below the subject",
			text:    "OGGETTO: ADESIONE ALLA CARTA\nDELLE AUTONOMIE\nIL CONSIGLIO DELL'UNIONE\nVisti:\n- lo Statuto;\nDELIBERA\n1. di aderire alla Carta.",
			subject: "ADESIONE ALLA CARTA DELLE AUTONOMIE", first: "IL CONSIGLIO DELL'UNIONE",
		},
		{
			name:    "a recital right below the subject",
			text:    "COMUNE DI RE\nOggetto: sentieri del Comune\nPremesso che i sentieri sono chiusi;\nimpegna il Sindaco\n1. ad aprirli.",
			subject: "sentieri del Comune", body: "RE", first: "Premesso che",
		},
		{
			name:    "a subject of two lines, broken behind an abbreviation",
			text:    "COMUNE DI RE\nOGGETTO: INTERROGAZIONE AI SENSI DELL'ART.\n43 DEL TUEL SULLA DELIBERA DI GIUNTA\nVisto lo Statuto;\ninterroga il Sindaco\n1. per sapere.",
			subject: "INTERROGAZIONE AI SENSI DELL'ART. 43 DEL TUEL SULLA DELIBERA DI GIUNTA", body: "RE", first: "Visto",
		},
		{
			name:    "a subject that is a sentence",
			text:    "COMUNE DI RE\nOggetto: stato della strada.\nIl 4 gennaio una frana l'ha chiusa.\nInterroga il Sindaco\n1. per sapere.",
			subject: "stato della strada.", body: "RE", first: "Il 4 gennaio",
		},
		{
			name:    "an amendment without a subject",
			text:    "EMENDAMENTO N. 3 alla proposta di deliberazione n. 12\nAll'articolo 5, comma 2, sostituire le parole \"due\" con le parole \"tre\".\nSopprimere il comma 4.",
			subject: "EMENDAMENTO N. 3 alla proposta di deliberazione n. 12", first: "EMENDAMENTO N. 3",
		},
		{
			name:    "the article is the name's",
			text:    "Comune dell'Aquila\nOggetto: scuole provvisorie\n\nPremesso che le scuole sono provvisorie;\nimpegna il Sindaco\n1. a ricostruirle.",
			subject: "scuole provvisorie", body: "L'Aquila", first: "Premesso che",
		},
		{
			name:    "a province with an article",
			text:    "PROVINCIA DELLA SPEZIA\nOggetto: strada provinciale\n\nPremesso che è chiusa;\nimpegna il Presidente\n1. a riaprirla.",
			subject: "strada provinciale", body: "Provincia di La SPEZIA", first: "Premesso che",
		},
		{
			name:    "the capital, and names in one line",
			text:    "ROMA CAPITALE\nOggetto: nidi chiusi\n\nPremesso che i nidi sono chiusi;\nimpegna il Sindaco\n1. a riaprirli.\nRoma, 7 aprile 2026\nAda Neri, Ivo Bianchi e Carlo De’ Verdi",
			subject: "nidi chiusi", body: "Roma", first: "Premesso che", signed: []string{"Ada Neri", "Ivo Bianchi", "Carlo De’ Verdi"},
		},
		{
			name:    "only the mayor's town",
			text:    "Oggetto: acque di balneazione\nAl Sindaco di Anzio\n\nPremesso che il bagno è vietato;\ninterroga il Sindaco\n1. per sapere perché.",
			subject: "acque di balneazione", body: "Anzio", first: "Premesso che",
		},
		{
			name:    "numbers of pages",
			text:    "COMUNE DI NE\nOggetto: strada di Reppia\n\nPremesso che è chiusa;\nPag. 1 di 2\nimpegna il Sindaco\n1. a riaprirla.\nPagina 2\n2. a riferirne.",
			subject: "strada di Reppia", body: "NE", first: "Premesso che",
		},
	})
}

// A paper without a line of the subject: what is above its text goes only where the
// act has a field for all of it.
func TestHeadsWithoutASubject(t *testing.T) {
	cutAs(t, []cutPaper{
		{
			name:    "no line of the subject",
			text:    "COMUNE DI LU\n(Provincia di Alessandria)\n\nMOZIONE\n\nRiapertura della strada per la frazione\n\nPremesso che la strada è chiusa;\n\nimpegna il Sindaco\n\n1. a riaprirla.",
			subject: "Riapertura della strada per la frazione", body: "LU", first: "Premesso che",
		},
		{
			name:    "a title that says what it is, and who decides",
			text:    "COMUNE DI LU\n\nMozione sulla riapertura della strada per la frazione\n\nIL CONSIGLIO COMUNALE\n\nPremesso che la strada è chiusa;\n\nimpegna il Sindaco\n\n1. a riaprirla.",
			subject: "Mozione sulla riapertura della strada per la frazione", body: "LU", first: "IL CONSIGLIO COMUNALE",
		},
		{
			name:    "a head that says what no field holds stays",
			text:    "COMUNE DI LU\n\nMOZIONE N. 12\n\nRiapertura della strada per la frazione\n\nPremesso che la strada è chiusa;\n\nimpegna il Sindaco\n\n1. a riaprirla.",
			subject: "Riapertura della strada per la frazione", body: "LU", first: "COMUNE DI LU",
		},
		{
			name:    "a sentence about the body stays",
			text:    "Comune di Lu chiuso al traffico\n\nRiapertura della strada per la frazione\n\nPremesso che la strada è chiusa;\n\nimpegna il Sindaco\n\n1. a riaprirla.",
			subject: "Riapertura della strada per la frazione", body: "Lu chiuso al traffico", first: "Comune di Lu chiuso",
		},
	})
}

func cutAs(t *testing.T, papers []cutPaper) {
	t.Helper()
	for _, x := range papers {
		p, err := apart().Paper(t.Context(), civic.LocalFile{Name: "carta.txt", Type: civic.TypeText, Data: []byte(x.text)}, ids)
		if err != nil {
			t.Fatal(x.name, err)
		}
		c := p.Content
		var all []string
		for _, l := range c.Clauses {
			all = append(all, strings.TrimSpace(l.Opener+" "+l.Text))
		}
		text := strings.Join(all, "\n")
		if c.Subject != x.subject || p.BodySaid != x.body || !strings.HasPrefix(text, x.first) || strings.Contains(text, "Pag") {
			t.Errorf("%s: %q of %q, text %q", x.name, c.Subject, p.BodySaid, text)
		}
		var signed []string
		for _, s := range c.Signatories {
			signed = append(signed, s.Name)
		}
		if !slices.Equal(signed, x.signed) {
			t.Errorf("%s: signed by %q", x.name, signed)
		}
	}
}
