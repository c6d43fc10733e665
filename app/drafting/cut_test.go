package drafting_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func ids(i int) civic.ID { return civic.DerivedID("clause", fmt.Sprint(i)) }

const motion = `Premesso che:
- davanti alle scuole del paese transitano ogni mattina centinaia di auto;
- il Comune ha aderito al piano della mobilità dolce;

Considerato che la sperimentazione di altri Comuni ha dato buoni esiti;

Visto l'art. 7 del Codice della strada;

Tutto ciò premesso,

il Consiglio comunale impegna il Sindaco e la Giunta a:

1. avviare entro sei mesi una sperimentazione;
2. riferire al Consiglio.

Distinti saluti`

func TestCutFindsTheSections(t *testing.T) {
	want := []struct {
		section civic.Section
		opener  string
		text    string
	}{
		{civic.Recital, "Premesso che:", ""},
		{civic.Recital, "-", "davanti alle scuole del paese transitano ogni mattina centinaia di auto;"},
		{civic.Recital, "-", "il Comune ha aderito al piano della mobilità dolce;"},
		{civic.Recital, "Considerato che", "la sperimentazione di altri Comuni ha dato buoni esiti;"},
		{civic.CitationS, "Visto", "l'art. 7 del Codice della strada;"},
		{civic.Hinge, "Tutto ciò premesso,", ""},
		{civic.Operative, "il Consiglio comunale impegna il Sindaco e la Giunta a:", ""},
		{civic.Operative, "1.", "avviare entro sei mesi una sperimentazione;"},
		{civic.Operative, "2.", "riferire al Consiglio."},
		{civic.Closing, "", "Distinti saluti"},
	}
	got := drafting.Cut(motion, ids)
	if len(got) != len(want) {
		t.Fatalf("%d clauses, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		g := got[i]
		if g.Section != w.section || g.Opener != w.opener || g.Text != w.text {
			t.Errorf("%d: %s %q %q, want %s %q %q", i, g.Section, g.Opener, g.Text, w.section, w.opener, w.text)
		}
	}
	if drafting.Join(got) != motion {
		t.Errorf("not the same text back:\n%q", drafting.Join(got))
	}
}

func TestWhatIsAFormula(t *testing.T) {
	yes := []string{
		"impegna il Sindaco e la Giunta a provvedere",
		"IMPEGNA IL SINDACO E LA GIUNTA",
		"Tutto ciò premesso si interroga la Giunta per sapere",
		"il sottoscritto consigliere comunale interroga il Sindaco per sapere se",
		"CHIEDE AL SINDACO",
		"si chiede alla Giunta quanto segue:",
		"interpella il Presidente della Provincia per conoscere",
		"il Consiglio comunale delibera",
		"invita il Sindaco a",
		"**si interroga la Giunta provinciale per sapere:**",
		"il Consiglio esprime la sfiducia nei confronti del Sindaco",
	}
	no := []string{
		"chiede da anni una risposta e la attende.",
		"Chiede inoltre il quotidiano locale più chiarezza sul bilancio.",
		"impegnati a coprire una gestione inadeguata",
		"A norma di regolamento si chiede risposta scritta.",
		"La Giunta si è impegnata a farlo.",
		"invita a riflettere il fatto che",
		"per sapere meglio",
	}
	operative := func(s string) bool {
		return drafting.Cut(s, ids)[0].Section == civic.Operative
	}
	for _, s := range yes {
		if !operative(s) {
			t.Errorf("not seen as a formula: %q", s)
		}
	}
	for _, s := range no {
		if operative(s) {
			t.Errorf("taken for a formula: %q", s)
		}
	}
}

func TestArticlesAndBareNumbers(t *testing.T) {
	for _, tc := range []struct {
		text string
		want []civic.Section
	}{
		{"Art. 1 - Oggetto\n\n1. Il regolamento disciplina.\n\nArt. 2\n\n1. Si applica.", []civic.Section{civic.Article, civic.Article, civic.Article, civic.Article}},
		{"Il ponte è chiuso.\n\n1. se ne è a conoscenza;\n\n2. quando riapre.", []civic.Section{civic.Intro, civic.Operative, civic.Operative}},
		{"Il bilancio dell'art. 7 è chiaro.", []civic.Section{civic.Intro}},
	} {
		var got []civic.Section
		for _, c := range drafting.Cut(tc.text, ids) {
			got = append(got, c.Section)
		}
		if fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%q: %v, want %v", tc.text, got, tc.want)
		}
	}
}

func TestCutLosesNothing(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"premesso che", " ", "\n", "\n\n", "  \n \n", "\t", "1. ", "a) ", "- ", "Art. 3", ":", "impegna il Sindaco", "\u00ad\n\n", "è", "**",
			"tutto ciò premesso", "per sapere:", "\u2028", "\u00a0", "🏛", "x", strings.Repeat("parola ", 1500), strings.Repeat(" ", 2500), "1.testo",
		}),
		rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		text := civic.CleanText(strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), ""))
		clauses := drafting.Cut(text, ids)
		if got := drafting.Join(clauses); got != text {
			t.Fatalf("lost:\n%q\n%q", text, got)
		}
		for _, c := range clauses {
			if !c.Section.Valid() || len(c.Sep) > civic.MaxLine || strings.ContainsAny(c.Opener, "\n\t") {
				t.Fatalf("clause %+v", c)
			}
		}
	})
}

func FuzzCut(f *testing.F) {
	f.Add(motion)
	f.Add("\u00ad\n\n1. \xff")
	f.Fuzz(func(t *testing.T, s string) {
		s = civic.CleanText(s)
		if got := drafting.Join(drafting.Cut(s, ids)); got != s {
			t.Fatalf("%q != %q", got, s)
		}
	})
}

func BenchmarkCut(b *testing.B) {
	text := strings.Repeat(motion+"\n\n", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		drafting.Cut(text, ids)
	}
}
