package drafting_test

import (
	"strings"
	"testing"

	"scranno/app/drafting"
)

// TestCutOfUnusualPapers holds how texts of other hands are cut: each clause as its
// section's first letters, its opener and its words.
func TestCutOfUnusualPapers(t *testing.T) {
	for text, want := range map[string]string{
		"impegna il Sindaco e la Giunta\n1) a riferire.\n\nFermo, 20 febbraio 2026\n\nI consiglieri\nOmbretta Cascioli": "" +
			"op[impegna il Sindaco e la Giunta] op[1)]a riferire. cl[]Fermo, 20 febbraio 2026 cl[]I consiglieri cl[]Ombretta Cascioli",
		"impegna il Sindaco\n- ad agire.\nBra, 3 ottobre 2025 — Norma Abrate":           "op[impegna il Sindaco] op[-]ad agire. cl[]Bra, 3 ottobre 2025 — Norma Abrate",
		"impegna il Sindaco\n- ad agire.\nUlderico Bececco\nSibilla M. Meoni (Misto)":   "op[impegna il Sindaco] op[-]ad agire. cl[]Ulderico Bececco cl[]Sibilla M. Meoni (Misto)",
		"IMPEGNA\nIL SINDACO PIETRO NERI":                                               "op[IMPEGNA] op[]IL SINDACO PIETRO NERI",
		"interroga il Sindaco per sapere\nse sia vero;\nse costi;\nperché sia chiusa.":  "op[interroga il Sindaco per sapere] op[]se sia vero; op[]se costi; op[]perché sia chiusa.",
		"Premesso che il porto è chiuso;\nche la gara è deserta;\nVisto il parere;":     "re[Premesso che]il porto è chiuso; re[]che la gara è deserta; ci[Visto]il parere;",
		"chiede al Sindaco se\ni) sia nota;\nii) sia vera;\niii) sia utile.":            "op[chiede al Sindaco]se op[i)]sia nota; op[ii)]sia vera; op[iii)]sia utile.",
		"Premesso che\nI. l'Unione gestisce il servizio;\nII. la legge lo vuole;":       "re[Premesso che] re[I.]l'Unione gestisce il servizio; re[II.]la legge lo vuole;",
		"Premesso il caso;\nQuanto sopra premesso e visto,\nimpegna il Sindaco a fare.": "re[Premesso]il caso; hi[Quanto sopra premesso e visto,] op[impegna il Sindaco]a fare.",
		"sentiti i gruppi;\nesprime contrarietà al decreto e impegna il Sindaco\na trasmettere il testo.": "" +
			"re[sentiti]i gruppi; op[esprime contrarietà al decreto e impegna il Sindaco] op[]a trasmettere il testo.",
		"Visto l'art. 43;\nchiede di ottenere:\n1. copia del contratto.": "ci[Visto]l'art. 43; op[chiede di ottenere:] op[1.]copia del contratto.",
		"chiede di ottenere il contributo chi abbia i requisiti.":        "in[]chiede di ottenere il contributo chi abbia i requisiti.",
		"I. Rossi è un nome; V. Neri un altro.":                          "in[]I. Rossi è un nome; V. Neri un altro.",
	} {
		var got []string
		for _, c := range drafting.Cut(text, ids) {
			got = append(got, string(c.Section[:2])+"["+c.Opener+"]"+strings.ReplaceAll(c.Text, "\n", " "))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q:\n%s, want\n%s", text, g, want)
		}
	}
}
