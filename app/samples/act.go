package samples

import (
	"fmt"
	"strconv"

	"scranno/app/civic"
)

// Act is a motion with cues, dashes, so many points that have points of their
// own, numbers that nobody counts, two signatories and an attachment.
func Act(points int) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", BodyName: "Valchiara", Region: "08",
		Heading: "Gruppo consiliare Insieme per Valchiara", Subject: "Istituzione di strade scolastiche",
		Addressees: []string{"il Sindaco e la Giunta"}, Place: "Valchiara", Date: "2026-12-01",
		Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme per Valchiara"}, {Name: "Ugo Sarti"}},
		Attachments: []civic.Attachment{{Name: "planimetria.pdf"}},
	}
	add := func(s civic.Section, opener, text string) {
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("c", fmt.Sprint(len(c.Clauses))), Section: s, Opener: opener, Text: text})
	}
	add(civic.Recital, "premesso che", "davanti alle scuole transitano centinaia di veicoli;")
	add(civic.Recital, "–", "la velocità è troppa;")
	add(civic.Recital, "–", "i marciapiedi sono stretti;")
	add(civic.CitationS, "visto", "l'art. 7 del Codice della strada;")
	add(civic.Hinge, "tutto ciò premesso", "")
	add(civic.Operative, "impegna il Sindaco e la Giunta a:", "")
	for i := range points {
		add(civic.Operative, strconv.Itoa(i+1)+".", "avviare la sperimentazione entro sei mesi, riferendo al Consiglio sull'esito e sulle spese sostenute;")
		add(civic.Operative, "a)", "davanti alla scuola «Fermi»;")
		add(civic.Operative, "b)", "davanti alla scuola del centro.\n\nUn secondo capoverso.")
	}
	add(civic.Operative, "9.", "un punto con un numero suo;")
	add(civic.Operative, "01.", "e uno con un'etichetta che nessuno conta.")
	return c
}
