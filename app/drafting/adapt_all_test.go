package drafting_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// adaptTemplates are texts of ours in which {…} stands for the source's forms.
// What is like a town and none stands there too.
func adaptTemplates() []string {
	return []string{
		`{COMUNE}
CONSIGLIO COMUNALE

OGGETTO: MOZIONE SULLA SICUREZZA DEI PERCORSI CASA-SCUOLA NEL {COMUNE}

premesso che il Comune {of} ha aderito alla rete regionale delle città sane;
considerato che i cittadini {of} e chi lavora {at} chiedono strade più sicure, e che {from} partono ogni giorno linee verso i centri vicini;
rilevato che {name} {sign} conta molte scuole e che l'amministrazione {of} ha un piano della mobilità dolce;
visto lo Statuto del Comune {of} e il decreto legislativo 18 agosto 2000, n. 267;
tutto ciò premesso
impegna il Sindaco e la Giunta a pubblicare entro sei mesi, sul sito del Comune {of}, l'elenco dei percorsi.
{name}, 12 marzo 2024`,
		`premesso che nel territorio del Comune {of}, in provincia {ofProvince}, la Romagna, i romani, il romanico, l'aquilone, un pratone e la linea Roma-Lido non si toccano;
che la giunta {of}, il consiglio comunale {of} e il sindaco {of} sono informati;
che tra i comuni {of} e quelli vicini vi è un accordo; che il pretore, la nevicata, il lume e la salentina restano come sono;
chiede al Comune {of} di rispondere.`,
		`Gemeinde {both}: premesso che il Comune di {both} ha due lingue; che la popolazione {of} le parla entrambe;
città {of}; città {of}, Comune {of}; municipio {of}: i residenti {of} attendono.`,
	}
}

// form writes a name behind a preposition as its own test: nothing of the code
// that is tried here.
func form(prep, name string) string {
	vowel := unicode.ToLower([]rune(norm.NFD.String(name))[0])
	switch {
	case strings.HasPrefix(name, "L'"):
		return map[string]string{"di": "dell'", "a": "all'", "da": "dall'"}[prep] + name[2:]
	case name == "La Spezia":
		return map[string]string{"di": "della ", "a": "alla ", "da": "dalla "}[prep] + "Spezia"
	case prep == "a" && vowel == 'a':
		return "ad " + name
	}
	return prep + " " + name
}

func fill(template string, p drafting.Place) string {
	name, both := p.Body.Name, p.Body.Name
	if p.Body.OtherName != "" {
		both += "/" + p.Body.OtherName
	}
	province := strings.ToLower(p.ProvinceName[:1]) + p.ProvinceName[1:]
	_, seat, _ := strings.Cut(strings.Replace(province, "/Vallée d'Aoste", "", 1), " di ")
	kind, _, _ := strings.Cut(province, " di ")
	return strings.NewReplacer(
		"{COMUNE}", "COMUNE "+strings.ToUpper(form("di", name)), "{of}", form("di", name), "{at}", form("a", name), "{from}", form("da", name),
		"{name}", name, "{sign}", "("+p.Body.Province+")", "provincia {ofProvince}", kind+" "+form("di", strings.Split(seat, "/")[0]), "{both}", both,
	).Replace(template)
}

// occurrences counts a name in a text, word by word, whatever the case and the
// accents: hyphens join words.
func occurrences(text, name string) int {
	return strings.Count(plainWords(text), strings.TrimSuffix(plainWords(name), " "))
}

func plainWords(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ") + " "
}

// TestAdaptEveryMunicipality takes each text from every municipality of Italy to
// another one: nothing of the source is left, and the words are those that one
// would have written there.
func TestAdaptEveryMunicipality(t *testing.T) {
	g := gazetteer(t)
	var all []drafting.Place
	for _, b := range g.Municipalities() {
		all = append(all, g.Place(b))
	}
	if len(all) < 7800 {
		t.Fatalf("%d municipalities", len(all))
	}
	left, wrong := 0, 0
	for i, from := range all {
		to := all[(i*37+11)%len(all)]
		for k, template := range adaptTemplates() {
			if k == 2 && (from.Body.OtherName == "" || to.Body.OtherName == "") && i%40 != 0 {
				continue
			}
			c := civic.Content{Kind: civic.Motion, Subject: "-", Date: "2024-03-12", Clauses: []civic.Clause{{ID: ids(0), Section: civic.Intro, Text: fill(template, from)}}}
			got := g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids}).Content.Clauses[0].Text
			want := strings.Replace(fill(template, to), "12 marzo 2024", "[data]", 1)
			for _, name := range []string{from.Body.Name, from.Body.OtherName} {
				if name != "" && occurrences(got, name) > occurrences(want, name) {
					if left++; left < 15 {
						t.Errorf("%s to %s, text %d: the source's name is left:\n%s", from.Body.Name, to.Body.Name, k, got)
					}
				}
			}
			if got != want {
				if wrong++; wrong < 15 {
					t.Errorf("%s to %s, text %d:\n%s", from.Body.Name, to.Body.Name, k, firstDifference(got, want))
				}
			}
		}
	}
	t.Logf("%d municipalities: %d texts with a name left, %d not as one would write them", len(all), left, wrong)
}

func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-40):min(len(s), i+60)] }
	return "got  …" + cut(got) + "…\nwant …" + cut(want) + "…"
}

// BenchmarkAdapt makes a text of some four kilobytes for another town, the
// gazetteer being there.
func BenchmarkAdapt(b *testing.B) {
	g := gazetteer(b)
	from, to := placeOf(b, g, "L'Aquila"), placeOf(b, g, "Reggio nell'Emilia")
	text := strings.Repeat(fill(adaptTemplates()[0], from)+"\n", 4)
	c := civic.Content{Kind: civic.Motion, Subject: "-", Date: "2024-03-12", Clauses: []civic.Clause{{ID: ids(0), Section: civic.Intro, Text: text}}}
	g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids})
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		g.Adapt(c, drafting.Adaptation{From: from, To: to, IDs: ids})
	}
}
