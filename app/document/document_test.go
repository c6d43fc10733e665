package document_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/app/samples"
)

func act(paragraphs int) civic.Content {
	c := civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", BodyName: "Valchiara", Region: "08",
		Heading: "Gruppo consiliare Insieme per Valchiara", Subject: "Istituzione di strade scolastiche negli orari di entrata e di uscita",
		Addressees: []string{"il Sindaco e la Giunta"}, Place: "Valchiara", Date: "2026-12-01",
		Signatories: []civic.Signatory{{Name: "Giulia Conti", Group: "Insieme per Valchiara"}, {Name: "Ugo Sarti"}},
	}
	add := func(s civic.Section, opener, text string) {
		c.Clauses = append(c.Clauses, civic.Clause{ID: civic.DerivedID("c", fmt.Sprint(len(c.Clauses))), Section: s, Opener: opener, Text: text})
	}
	for i := range paragraphs {
		add(civic.Recital, "premesso che", fmt.Sprintf("%d: davanti alle scuole primarie, ai sensi dell'art. 7 del Codice della strada, transitano centinaia di veicoli con grave pericolosità per l'incolumità dei bambini;", i))
	}
	add(civic.Hinge, "tutto ciò premesso", "")
	add(civic.Operative, "impegna il Sindaco e la Giunta a:", "")
	add(civic.Operative, "1.", "avviare la sperimentazione entro sei mesi;")
	add(civic.Operative, "2.", "riferirne al Consiglio.")
	return c
}

func layout(t interface{ Fatal(...any) }, c civic.Content) document.Pages {
	p, err := document.Layout(document.Build(c))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// text gives a page's words with the hyphens of broken lines taken out.
func text(p document.Pages) string {
	var b strings.Builder
	for _, page := range p.Pages {
		y := 0.0
		for _, x := range page.Texts {
			if x.Y != y && b.Len() > 0 {
				s := b.String()
				if strings.HasSuffix(s, "\u00ad") {
					b.Reset()
					b.WriteString(strings.TrimSuffix(s, "\u00ad"))
				} else {
					b.WriteByte(' ')
				}
			}
			y = x.Y
			b.WriteString(x.Value)
		}
	}
	return b.String()
}

func TestEveryWordStandsOnThePaperInOrder(t *testing.T) {
	for _, n := range []int{1, 9, 40, 300} {
		c := act(n)
		got := strings.Fields(text(layout(t, c)))
		var want []string
		for _, cl := range c.Clauses {
			want = append(want, strings.Fields(strings.ReplaceAll(cl.Opener+" "+cl.Text, "'", "’"))...)
		}
		i := 0
		for _, w := range got {
			if i < len(want) && w == want[i] {
				i++
			}
		}
		if i < len(want) {
			t.Errorf("%d clauses: lost from %q on", n, want[i:min(i+8, len(want))])
		}
	}
}

func TestNothingLeavesTheSheet(t *testing.T) {
	m := document.NewMetrics()
	rapid.Check(t, func(t *rapid.T) {
		c := act(rapid.IntRange(0, 30).Draw(t, "n"))
		c.Subject = rapid.String().Draw(t, "subject")
		for i := range c.Clauses {
			c.Clauses[i].Text = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
				strings.Repeat("x", 300), strings.Repeat("parola ", 900), "🏛\U0010ffff", "a\u00adb\nc", "\x00\x01", "مرحبا", strings.Repeat("è", 500),
			})).Draw(t, "text")
		}
		p, err := m.Layout(document.Build(c))
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range p.Pages {
			for _, x := range page.Texts {
				if x.X < 60 || x.X > p.Width-50 || x.Y < 40 || x.Y > p.Height-30 {
					t.Fatalf("%q at %.0f, %.0f", x.Value, x.X, x.Y)
				}
				if strings.ContainsFunc(x.Value, func(r rune) bool { return r > 0xffff }) {
					t.Fatalf("a rune that painters cannot take: %q", x.Value)
				}
			}
		}
	})
}

func TestSignaturesNeverStandAlone(t *testing.T) {
	for n := range 40 {
		c := act(n)
		p := layout(t, c)
		last := p.Pages[len(p.Pages)-1]
		first := last.Texts[0].Value
		if strings.HasPrefix(first, "Giulia") || strings.HasPrefix(first, "Valchiara,") {
			t.Errorf("%d clauses: the last page begins with %q", n, first)
		}
		if len(p.Pages) > 0 && !strings.HasSuffix(text(p), fmt.Sprintf("Pagina %d di %d", len(p.Pages), len(p.Pages))) {
			t.Errorf("%d clauses: no folio at the end", n)
		}
	}
}

func TestSignersStayTogether(t *testing.T) {
	for signers := range 12 {
		for n := range 20 {
			c := act(n)
			c.Signatories = make([]civic.Signatory, signers)
			for i := range c.Signatories {
				c.Signatories[i] = civic.Signatory{Name: fmt.Sprintf("Consigliere%d", i), Group: "Gruppo"}
			}
			sheets := 0
			for _, page := range layout(t, c).Pages {
				first := page.Texts[0].Value
				if n := len(page.Rules); n > 0 {
					sheets++
					if n == 1 && signers > 1 {
						t.Errorf("%d signers, %d clauses: one stands alone", signers, n)
					}
				}
				if sheets == 1 && strings.HasPrefix(first, "Consigliere") {
					t.Errorf("%d signers, %d clauses: no word of the act above them", signers, n)
				}
			}
			if signers <= 5 && sheets > 1 {
				t.Errorf("%d signers, %d clauses: on %d sheets", signers, n, sheets)
			}
		}
	}
}

func TestNoWordIsDividedBetweenSheets(t *testing.T) {
	for n := range 40 {
		c := act(n % 4)
		c.Clauses = append(c.Clauses, civic.Clause{Section: civic.Intro, Text: strings.Repeat("amministrazione comunale ", 30*n+700) + "."})
		p := layout(t, c)
		for _, page := range p.Pages {
			body := page.Texts[:len(page.Texts)-4]
			if last := body[len(body)-1].Value; strings.HasSuffix(last, "-") {
				t.Errorf("a sheet ends with %q", last)
			}
		}
	}
}

func TestHeadingsStandAboveTheirText(t *testing.T) {
	for n := range 30 {
		c := act(n % 10)
		for i := range 20 {
			c.Clauses = append(c.Clauses,
				civic.Clause{Section: civic.Article, Opener: fmt.Sprintf("Art. %d", i), Text: "- Rubrica"},
				civic.Clause{Section: civic.Article, Opener: "1.", Text: "Il Comune promuove:"},
				civic.Clause{Section: civic.Article, Opener: "a)", Text: strings.Repeat("le iniziative dei cittadini ", n%7+1)},
				civic.Clause{Section: civic.Recital, Opener: "visto", Text: "che:"})
		}
		p := layout(t, c)
		for _, page := range p.Pages[:len(p.Pages)-1] {
			body := page.Texts[:len(page.Texts)-4] // without the folio
			if last := body[len(body)-1].Value; last == "Rubrica" || strings.HasSuffix(last, ":") {
				t.Errorf("a sheet ends with %q", last)
			}
		}
	}
}

func TestPartsOfARegulationAreHeadings(t *testing.T) {
	c := act(0)
	c.Clauses = []civic.Clause{
		{Section: civic.Article, Text: "Capo I - Disposizioni generali"},
		{Section: civic.Operative, Opener: "Art. 1", Text: "- Oggetto"},
		{Section: civic.Article, Text: "Titolo di studio richiesto: nessuno."},
	}
	d := document.Build(c)
	var got []document.Role
	for _, b := range d.Blocks {
		if b.Role == document.Article || b.Role == document.Paragraph {
			got = append(got, b.Role)
		}
	}
	if want := []document.Role{document.Article, document.Article, document.Paragraph}; !slices.Equal(got, want) {
		t.Errorf("roles %v, want %v", got, want)
	}
}

func TestLettersStandInsideNumbers(t *testing.T) {
	c := act(0)
	c.Clauses = []civic.Clause{
		{Section: civic.Recital, Opener: "a)", Text: "uno"},
		{Section: civic.Operative, Opener: "1.", Text: "due"},
		{Section: civic.Operative, Opener: "a)", Text: "tre"},
		{Section: civic.Operative, Opener: "2.", Text: "quattro"},
	}
	x := map[string]float64{}
	for _, w := range layout(t, c).Pages[0].Texts {
		x[w.Value] = w.X
	}
	if x["uno"] != x["due"] || x["tre"] <= x["due"] || x["quattro"] != x["due"] {
		t.Errorf("words at %v", x)
	}
}

func TestWhatCannotBeShownIsNamed(t *testing.T) {
	c := act(1)
	c.Clauses[0].Text = "un simbolo 🏛 e basta"
	p := layout(t, c)
	if !slices.Equal(p.Missing, []rune{'🏛'}) || !strings.Contains(text(p), "U+1F3DB") {
		t.Errorf("missing %q, %s", p.Missing, text(p))
	}
}

// TestNoLastLineOfSyllables sets a paragraph in many lengths: its last line is
// never the rest of a divided word.
func TestNoLastLineOfSyllables(t *testing.T) {
	for n := range 40 {
		c := act(1)
		c.Clauses[0].Text = strings.Repeat("i", n) + " la Convenzione di Istanbul, ratificata con la legge, obbliga alla tutela e alla collaborazione;"
		for _, page := range layout(t, c).Pages {
			before := ""
			for i, x := range page.Texts {
				if strings.HasSuffix(before, "\u00ad") && strings.HasSuffix(x.Value, ";") && (i+1 == len(page.Texts) || page.Texts[i+1].Y != x.Y) && !strings.Contains(x.Value, " ") {
					t.Errorf("%d letters more: %q stands alone behind %q", n, x.Value, before)
				}
				before = x.Value
			}
		}
	}
}

// TestWhatStaysTogether holds the spaces that do not break, as ~.
func TestWhatStaysTogether(t *testing.T) {
	for text, want := range map[string]string{
		"ai sensi dell'art. 134 del d. lgs. n. 267/2000":       "ai sensi dell’art.~134 del d.~lgs.~n.~267/2000",
		"artt. 5 e 5 bis, per 1.200.000,00 € e 4,2 milioni":    "artt.~5 e 5~bis, per 1.200.000,00~€ e 4,2~milioni",
		"in P.zza Peretti, sul 20 % delle 3 vie della d. ssa.": "in P.zza~Peretti, sul 20~% delle 3 vie della d. ssa.",
	} {
		c := act(1)
		c.Clauses[0].Opener, c.Clauses[0].Text = "", text
		found := false
		for _, b := range document.Build(c).Blocks {
			found = found || strings.ReplaceAll(b.Text(), "\u00a0", "~") == want
		}
		if !found {
			t.Errorf("%q is not %q", text, want)
		}
	}
}

func TestHyphenation(t *testing.T) {
	for _, want := range []string{
		"spe-ri-men-ta-zio-ne", "am-mi-ni-stra-zio-ne", "pro-gram-ma-ti-ca", "com-mis-sio-ne", "con-si-glie-re", "bi-so-gno-so",
		"ac-qua-ti-co", "mac-chi-na", "at-tra-ver-so", "obiet-ti-vo", "con-cre-ta-men-te", "pe-ri-co-lo-si-tà", "dell'am-bien-te",
	} {
		word := []rune(strings.ReplaceAll(want, "-", ""))
		var b strings.Builder
		from := 0
		for _, at := range document.Hyphenate(string(word)) {
			b.WriteString(string(word[from:at]) + "-")
			from = at
		}
		b.WriteString(string(word[from:]))
		// The rule keeps three letters at the end and two at the start.
		got, full := b.String(), want
		if !refines(full, got) {
			t.Errorf("%s, want %s", got, full)
		}
	}
	for _, at := range document.Hyphenate("l'obiettivo") {
		if at == 3 {
			t.Error("l'o- stands at the end of a line")
		}
	}
	for _, s := range []string{"casa", "n.267/2000", "D.Lgs.", "IT60X0542811101"} {
		if p := document.Hyphenate(s); p != nil {
			t.Errorf("%s is broken at %v", s, p)
		}
	}
}

// refines tells whether every break of got is one of full, and at least half
// of full's are there.
func refines(full, got string) bool {
	i, kept := 0, 0
	for j := 0; j < len(got); j++ {
		switch {
		case i < len(full) && full[i] == got[j]:
			if got[j] == '-' {
				kept++
			}
			i++
		case i < len(full) && full[i] == '-':
			i++
			j--
		default:
			return false
		}
	}
	return kept*2 >= strings.Count(full, "-")
}

func TestAddressesAndDays(t *testing.T) {
	got := text(layout(t, act(1)))
	for _, want := range []string{"Al Sindaco e alla Giunta", "Valchiara, 1° dicembre 2026", "Consiglio comunale di Valchiara", "Oggetto: Istituzione"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if strings.Contains(got, "F.to") {
		t.Error("the paper pretends to be signed")
	}
}

func BenchmarkLayout(b *testing.B) {
	c := act(30)
	m := document.NewMetrics()
	for b.Loop() {
		if _, err := m.Layout(document.Build(c)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestManySignersStandTwoByTwo(t *testing.T) {
	for signers, columns := range map[int]int{1: 1, 4: 1, 5: 2, 13: 2} {
		c := act(2)
		c.Signatories = nil
		for i := range signers {
			c.Signatories = append(c.Signatories, civic.Signatory{Name: fmt.Sprintf("Consigliere%d", i), Group: strings.Repeat("Gruppo ", i%9)})
		}
		at, lines := map[float64]bool{}, map[float64]int{}
		total := 0
		for _, page := range layout(t, c).Pages {
			clear(lines)
			for _, r := range page.Rules {
				at[r.X] = true
				lines[r.Y]++
				total++
				if r.X+r.Width > 595.28-70.86 {
					t.Errorf("%d signers: a line leaves the margin", signers)
				}
			}
			if columns == 2 && len(lines) != (len(page.Rules)+1)/2 {
				t.Errorf("%d signers: the lines of a row are not level: %v", signers, page.Rules)
			}
		}
		if len(at) != columns || total != signers {
			t.Errorf("%d signers: %d lines in %d columns", signers, total, len(at))
		}
	}
}

func TestAddressesAreCutAtTheirSigns(t *testing.T) {
	c := act(0)
	c.Clauses[0].Text = "si veda https://www.comune.valchiara.example/amministrazione-trasparente/opere-pubbliche/atti-di-programmazione/2026/allegato.pdf in calce."
	for _, page := range layout(t, c).Pages {
		for _, x := range page.Texts {
			if strings.HasPrefix(x.Value, "https:") && !strings.HasSuffix(x.Value, "/") && !strings.HasSuffix(x.Value, "-") {
				t.Errorf("%q", x.Value)
			}
		}
	}
}

func TestTheHeadingHasItsLines(t *testing.T) {
	c := samples.Act(1)
	c.Heading = "Consiglio comunale di Valchiara\nInsieme per Valchiara"
	var got []string
	for _, b := range document.Build(c).Blocks[:3] {
		got = append(got, b.Text())
	}
	if want := "Consiglio comunale di Valchiara|Insieme per Valchiara|MOZIONE"; strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
	c.Heading = "Insieme"
	if b := document.Build(c).Blocks[1]; b.Role != document.BodyName || b.Text() != "Consiglio comunale di Valchiara" {
		t.Errorf("%+v", b)
	}
}
