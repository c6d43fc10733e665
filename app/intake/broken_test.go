package intake_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
	"scranno/app/intake"
	"scranno/app/samples"
)

// textFile reads a text as a file of that name.
func textFile(t *testing.T, name, text string) civic.Content {
	t.Helper()
	c, err := intake.Reader{}.Text(t.Context(), civic.LocalFile{Name: name, Type: civic.TypeText, Data: []byte(text)}, ids)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

const narrow = `COMUNE DI VALCHIARA
OGGETTO: piste ciclabili tra la stazione e le scuole, e messa in sicurez-
za degli attraversamenti

Premesso che le vie del centro sono strette e che chi va a scuola in bici-
cletta non ha uno spazio suo, come il Consiglio ha detto più volte negli
ultimi anni;
considerato che la legge chiede ai Comuni di avere un piano e che il no-
stro non è aggiornato da tempo, tanto che gli uffici ne lamentano l'assenza
IMPEGNA IL SINDACO E LA GIUNTA
1. a disegnare entro l'anno le corsie lungo le vie che portano alle scuole
   e alla stazione;
2. a riferire in Consiglio.
Valchiara, 12 marzo 2026
Ada Verdi
`

// TestLinesBrokenAtAWidthAreSentencesAgain: a text of an old program or of a mail,
// also with an empty line after each; one whose lines are its paragraphs stays.
func TestLinesBrokenAtAWidthAreSentencesAgain(t *testing.T) {
	for name, text := range map[string]string{"narrow": narrow, "double": strings.ReplaceAll(narrow, "\n", "\n\n")} {
		c := textFile(t, "atto.txt", text)
		got := textOf(c)
		for _, want := range []string{
			"chi va a scuola in bicicletta non ha uno spazio suo, come il Consiglio ha detto più volte negli ultimi anni;",
			"e che il nostro non è aggiornato da tempo", "le corsie lungo le vie che portano alle scuole e alla stazione;",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got)
			}
		}
		if c.Subject != "piste ciclabili tra la stazione e le scuole, e messa in sicurezza degli attraversamenti" {
			t.Errorf("%s: subject %q", name, c.Subject)
		}
		points := 0
		for _, x := range c.Clauses {
			if x.Section == civic.Operative && strings.HasSuffix(x.Opener, ".") {
				points++
			}
		}
		if points != 2 || strings.Contains(got, "l'assenza IMPEGNA") {
			t.Errorf("%s: %d points\n%s", name, points, got)
		}
	}
	const whole = "Premesso che le vie sono strette\nConsiderato che è urgente\nil Consiglio ascolta\nAda Verdi\nGuido Tassi\n"
	if got := textOf(textFile(t, "atto.txt", whole)); strings.Contains(got, "strette Considerato") || strings.Contains(got, "urgente il") || strings.Contains(got, "Verdi Guido") {
		t.Errorf("lines that are whole were joined:\n%s", got)
	}
}

// TestRealTextsAreSentencesAgain: questions that were taken out of a PDF, with an
// empty line after each of its lines.
func TestRealTextsAreSentencesAgain(t *testing.T) {
	goesOn := func(lines []string) (broken int) {
		for i := 0; i+1 < len(lines); i++ {
			first, _ := utf8.DecodeRuneInString(lines[i+1])
			last, _ := utf8.DecodeLastRuneInString(lines[i])
			if unicode.IsLower(first) && !strings.ContainsRune(".;:!?,", last) && len(lines[i]) > 40 {
				broken++
			}
		}
		return broken
	}
	full := func(s string) (out []string) {
		for _, l := range strings.Split(s, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				out = append(out, l)
			}
		}
		return out
	}
	before, after, lost := 0, 0, 0
	for _, q := range samples.Questions(t) {
		if len(q.Text) < 200 {
			continue
		}
		c, err := intake.Reader{}.Text(t.Context(), civic.LocalFile{Name: "domanda.txt", Type: civic.TypeText, Data: []byte(q.Text)}, ids)
		if err != nil {
			t.Fatal(err)
		}
		was, now := full(q.Text), full(textOf(c))
		before += goesOn(was)
		after += goesOn(now)
		if len(strings.Fields(textOf(c)))*10 < len(strings.Fields(q.Text))*8 {
			lost++
		}
	}
	t.Logf("sentences broken by a line's end: %d, %d after; texts that lost a fifth of their words: %d", before, after, lost)
	if before == 0 || after*20 > before || lost > 3 {
		t.Errorf("%d of %d are still broken, %d lost words", after, before, lost)
	}
}

const web = `<!DOCTYPE html><html><head><title>no</title><style>p{}</style></head><body><nav>menu</nav>
<h1>OGGETTO: verde di quartiere</h1><p>Premesso&nbsp;che il <b>verde</b>
 è di tutti;<p>considerato che <a href="https://example.it">la legge</a> lo dice<br>
<p><strong>impegna il Sindaco e la Giunta</strong></p><ol><li>a piantare <i>cento</i> alberi;</li><li>a curarli:<ul><li>d'estate;<li>d'inverno.</ul></ol>
<script>var x = "<p>no</p>";</script><table><tr><td>Anno</td><td>2026</td></tr></table></body></html>`

// TestAWebPageComesInWithoutItsMarks: its blocks are paragraphs, its lists have
// numbers and dashes, what is not on show stays out.
func TestAWebPageComesInWithoutItsMarks(t *testing.T) {
	for _, name := range []string{"atto.html", "atto.htm.txt", "atto.txt"} {
		c := textFile(t, name, web)
		got := textOf(c)
		if c.Subject != "verde di quartiere" || strings.ContainsAny(got, "<>{}") || strings.Contains(got, "menu") || strings.Contains(got, "no") && strings.Contains(got, "var x") {
			t.Errorf("%s: %q\n%s", name, c.Subject, got)
		}
		for _, want := range []string{"Premesso che il verde è di tutti;", "la legge lo dice\n", "1. a piantare cento alberi;", "2. a curarli:", "- d'estate;", "- d'inverno.", "Anno\t2026"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got)
			}
		}
	}
	for _, ill := range []string{"<html>", "<html><p", "<html><ol><li><ol><li></ul></p>", "<html><script>", "<html></script></ul>testo"} {
		textFile(t, "x.html", ill)
	}
}

const lists = `# Verde e ombra

> Testo citato.

* a piantare [cento alberi](https://example.it);
+ a curarli ` + "`sempre`" + `;

---

| Anno | Alberi |
|------|--------|
| 2026 | 100    |

![mappa](mappa.png)
<!-- nota -->
`

func TestMarkdownListsAndTablesComeInClean(t *testing.T) {
	got := textOf(textFile(t, "atto.md", lists))
	for _, want := range []string{"Testo citato.", "- a piantare cento alberi;", "- a curarli sempre;", "2026 | 100"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, mark := range []string{"> ", "* a", "](", "---", "`", "mappa", "nota", "|--"} {
		if strings.Contains(got, mark) {
			t.Errorf("%q is left in\n%s", mark, got)
		}
	}
}
