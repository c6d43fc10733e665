package drafting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func council() civic.Content {
	return civic.Content{
		Kind: civic.Motion, Level: civic.Municipal, Subject: "Piazza coperta", Clauses: []civic.Clause{
			{ID: "r1", Section: civic.Recital, Opener: "premesso che", Text: "la piazza si allaga"},
			{ID: "r2", Section: civic.Recital, Text: "i banchi restano vuoti"},
			{ID: "f", Section: civic.Operative, Opener: "impegna il Sindaco e la Giunta a:"},
			{ID: "p1", Section: civic.Operative, Opener: "1.", Text: "coprire la piazza entro trenta giorni;"},
			{ID: "p2", Section: civic.Operative, Opener: "2.", Text: "ascoltare i commercianti e i residenti del quartiere;"},
			{ID: "a", Section: civic.Operative, Opener: "a)", Text: "prima dei lavori;"},
			{ID: "p3", Section: civic.Operative, Opener: "3.", Text: "riferire in Consiglio."},
		},
	}
}

func TestTheWordsOfAmendments(t *testing.T) {
	at := func(c *civic.Content, id civic.ID) *civic.Clause {
		i := slices.IndexFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == id })
		return &c.Clauses[i]
	}
	drop := func(c *civic.Content, id civic.ID) {
		c.Clauses = slices.DeleteFunc(c.Clauses, func(x civic.Clause) bool { return x.ID == id })
	}
	rows := []struct {
		name string
		edit func(c *civic.Content)
		want string
		kind string
	}{
		{
			"words", func(c *civic.Content) { at(c, "p1").Text = "coprire la piazza entro sessanta giorni;" },
			"Al punto 1, la parola «trenta» è sostituita dalla seguente: «sessanta»", drafting.Modifying,
		},
		{
			"words that come", func(c *civic.Content) {
				at(c, "p2").Text = "ascoltare i commercianti e i residenti più anziani del quartiere;"
			},
			"Al punto 2, dopo le parole «e i residenti» sono inserite le seguenti parole: «più anziani»", drafting.Additive,
		},
		{
			"words in the end", func(c *civic.Content) { at(c, "r2").Text += " per mesi" },
			"Al secondo capoverso delle premesse sono aggiunte, in fine, le seguenti parole: «per mesi»", drafting.Additive,
		},
		{
			"words that go", func(c *civic.Content) { at(c, "p2").Text = "ascoltare i commercianti del quartiere;" },
			"Al punto 2, le parole «e i residenti» sono soppresse", drafting.Suppressive,
		},
		{"a point goes", func(c *civic.Content) { drop(c, "p3") }, "Il punto 3 è soppresso", drafting.Suppressive},
		{"a letter goes", func(c *civic.Content) { drop(c, "a") }, "La lettera a) del punto 2 è soppressa", drafting.Suppressive},
		{"a point comes", func(c *civic.Content) {
			c.Clauses = slices.Insert(c.Clauses, 4, civic.Clause{ID: "n", Section: civic.Operative, Opener: "2.", Text: "trovare le risorse;"})
		}, "Dopo il punto 1 è inserito il seguente punto: «trovare le risorse;»", drafting.Additive},
		{"a last point comes", func(c *civic.Content) {
			c.Clauses = append(c.Clauses, civic.Clause{ID: "n", Section: civic.Operative, Opener: "4.", Text: "trovare le risorse."})
		}, "Dopo il punto 3 è aggiunto il seguente punto: «trovare le risorse.»", drafting.Additive},
		{
			"a point is another", func(c *civic.Content) { at(c, "p3").Text = "pubblicare ogni atto sul sito del Comune." },
			"Il punto 3 è sostituito dal seguente: «pubblicare ogni atto sul sito del Comune.»", drafting.Substitutive,
		},
		{"a point moves", func(c *civic.Content) {
			p := *at(c, "p1")
			drop(c, "p1")
			c.Clauses = append(c.Clauses, p)
		}, "Il punto 1 è collocato dopo il punto 3", drafting.Modifying},
		{
			"the formula", func(c *civic.Content) { at(c, "f").Opener = "invita il Sindaco e la Giunta a:" },
			"All'alinea del dispositivo, la parola «impegna» è sostituita dalla seguente: «invita»", drafting.Modifying,
		},
		{
			"the subject", func(c *civic.Content) { c.Subject = "Piazza al coperto" },
			"L'oggetto è sostituito dal seguente: «Piazza al coperto»", drafting.Substitutive,
		},
		{"at the beginning", func(c *civic.Content) {
			c.Clauses = slices.Insert(c.Clauses, 0, civic.Clause{ID: "n", Section: civic.Recital, Opener: "visto", Text: "lo Statuto"})
		}, "All'inizio del testo è inserito il seguente capoverso: «visto lo Statuto»", drafting.Additive},
	}
	for _, r := range rows {
		edited := council()
		r.edit(&edited)
		list := drafting.Amendments(council(), edited)
		if len(list) != 1 {
			t.Errorf("%s: %+v", r.name, list)
			continue
		}
		if got := drafting.AmendText(council(), list[0]); got != r.want {
			t.Errorf("%s: %s", r.name, got)
		}
		if got := drafting.AmendmentKind(civic.Motion, list); got != r.kind {
			t.Errorf("%s: %s", r.name, got)
		}
	}
}

func TestAnAmendmentIsWrittenFromTheCopy(t *testing.T) {
	act := council()
	edited := drafting.CopyToAmend(act, "act", 7, ids)
	if !drafting.Amending(edited) || edited.Clauses[3].Origins[0] != "p1" {
		t.Fatalf("%+v", edited)
	}
	if _, err := drafting.AmendmentOf(act, edited, ids); !civic.Is(err, civic.Invalid) {
		t.Errorf("nothing was changed: %v", err)
	}
	edited.Clauses[3].Text = "coprire la piazza entro sessanta giorni;"
	edited.Clauses = edited.Clauses[:6]
	got, err := drafting.AmendmentOf(act, edited, ids)
	if err != nil {
		t.Fatal(err)
	}
	if drafting.Amending(got) || got.Kind != civic.Amendment || got.Subkind != drafting.Modifying || got.Subject != "Emendamento alla mozione «Piazza coperta»" {
		t.Errorf("%+v", got)
	}
	if l := got.Lineage; l == nil || l.Parent != "act" || l.Revision != 7 || l.Mode != civic.Amends {
		t.Errorf("%+v", l)
	}
	want := "Alla mozione «Piazza coperta» sono apportate le seguenti modifiche:\n\n" +
		"1. Al punto 1, la parola «trenta» è sostituita dalla seguente: «sessanta»;\n\n2. Il punto 3 è soppresso."
	if text := drafting.Join(got.Clauses); text != want {
		t.Errorf("%s", text)
	}
	if !slices.Equal(got.Addressees, []string{"il Presidente del Consiglio comunale"}) {
		t.Errorf("addressed to %v", got.Addressees)
	}
	if o := got.Clauses[1].Origins; len(o) == 0 || o[0] != "p1" {
		t.Errorf("what is quoted of a clause follows it: %v", o)
	}
	sub := drafting.CopyToAmend(got, "amendment", 1, ids)
	sub.Clauses[1].Text = strings.Replace(sub.Clauses[1].Text, "sessanta", "novanta", 1)
	if got, err = drafting.AmendmentOf(got, sub, ids); err != nil || got.Subkind != "subemendamento modificativo" || !strings.HasPrefix(got.Subject, "Subemendamento all'emendamento alla mozione") {
		t.Errorf("%q %q %v", got.Subkind, got.Subject, err)
	}
}

// TestAnAmendmentOfAnObscuredPointIsRead follows none of its words: it has none.
func TestAnAmendmentOfAnObscuredPointIsRead(t *testing.T) {
	act := council()
	last := &act.Clauses[len(act.Clauses)-1]
	last.Text = civic.Obscured
	for name, edit := range map[string]func(c *civic.Content){
		"taken out": func(c *civic.Content) { c.Clauses = c.Clauses[:len(c.Clauses)-1] },
		"replaced":  func(c *civic.Content) { c.Clauses[len(c.Clauses)-1].Text = "riferire al Consiglio." },
	} {
		edited := drafting.CopyToAmend(act, "act", 7, ids)
		edit(&edited)
		got, err := drafting.AmendmentOf(act, edited, ids)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, c := range got.Clauses {
			if slices.Contains(c.Origins, last.ID) {
				t.Errorf("%s: %q would be obscured too", name, c.Text)
			}
		}
	}
}

func TestEachPartOfAnActHasANameOfItsOwn(t *testing.T) {
	act := council()
	row := func(id civic.ID, s civic.Section, opener, text string) civic.Clause {
		return civic.Clause{ID: id, Section: s, Opener: opener, Text: text}
	}
	act.Clauses = []civic.Clause{
		row("a", civic.Recital, "premesso che", ""), row("a1", civic.Recital, "–", "piove;"), row("a2", civic.Recital, "–", "la piazza si allaga;"),
		row("v", civic.CitationS, "visto", "lo Statuto;"),
		row("b", civic.Recital, "considerato che", ""), row("b1", civic.Recital, "–", "piove;"),
		row("c", civic.Recital, "considerato che", ""), row("c1", civic.Recital, "–", "i banchi restano vuoti;"),
		row("f", civic.Operative, "impegna il Sindaco a:", ""), row("f1", civic.Operative, "1.", "coprire la piazza;"),
		row("g", civic.Operative, "invita la Giunta a:", ""), row("g1", civic.Operative, "1.", "riferire."),
	}
	for id, want := range map[civic.ID]string{
		"a2": "Il secondo trattino del capoverso «premesso che» è soppresso",
		"a1": "Il primo trattino del capoverso «premesso che» è soppresso",
		"b1": "Il primo trattino del primo capoverso «considerato che» è soppresso",
		"c1": "Il primo trattino del secondo capoverso «considerato che» è soppresso",
		"c":  "Il terzo capoverso delle premesse è soppresso",
		"f1": "Il punto 1 del capoverso «impegna il Sindaco a» è soppresso",
		"g1": "Il punto 1 del capoverso «invita la Giunta a» è soppresso",
	} {
		if got := drafting.AmendText(act, drafting.Amend{Op: drafting.AmendRemove, Clause: id}); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}

// said is what a text says, without the numbers of its points.
func said(c civic.Content) string {
	var b strings.Builder
	b.WriteString(c.Subject)
	for _, x := range c.Clauses {
		text := x.Text
		if x.Opener != "" && !drafting.IsPoint(x) {
			text = strings.TrimRight(x.Opener+" "+x.Text, " ")
		}
		fmt.Fprintf(&b, "\n%s|%v|%s", x.Section, drafting.IsPoint(x), text)
	}
	return b.String()
}

func TestAmendmentsMeanWhatWasEdited(t *testing.T) {
	word := rapid.SampledFrom([]string{"il", "la", "piazza", "entro", "trenta", "giorni,", "e", "Sindaco", "«atto»", "perché", "strada;", "n."})
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 14).Draw(t, "words"), " ")
	})
	clause := rapid.Custom(func(t *rapid.T) civic.Clause {
		return civic.Clause{
			Section: rapid.SampledFrom([]civic.Section{civic.Recital, civic.Operative, civic.Intro}).Draw(t, "section"),
			Opener:  rapid.SampledFrom([]string{"", "1.", "a)", "premesso che", "–"}).Draw(t, "opener"), Text: text.Draw(t, "text"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		base := civic.Content{Kind: civic.Motion, Subject: "Prima", Clauses: rapid.SliceOfN(clause, 0, 9).Draw(t, "base")}
		for i := range base.Clauses {
			base.Clauses[i].ID = civic.ID(fmt.Sprintf("b%d", i))
		}
		edited := base
		edited.Clauses = slices.Clone(base.Clauses)
		for range rapid.IntRange(0, 6).Draw(t, "edits") {
			n := len(edited.Clauses)
			at := 0
			if n > 0 {
				at = rapid.IntRange(0, n-1).Draw(t, "at")
			}
			switch op := rapid.IntRange(0, 6).Draw(t, "op"); {
			case op == 0:
				c := clause.Draw(t, "new")
				c.ID = civic.ID(fmt.Sprintf("n%d", rapid.IntRange(0, 1<<30).Draw(t, "id")))
				edited.Clauses = slices.Insert(edited.Clauses, at, c)
			case n == 0:
				edited.Subject = "Dopo"
			case op == 1:
				edited.Clauses = slices.Delete(edited.Clauses, at, at+1)
			case op == 2:
				to := rapid.IntRange(0, n-1).Draw(t, "to")
				c := edited.Clauses[at]
				edited.Clauses = slices.Insert(slices.Delete(edited.Clauses, at, at+1), to, c)
			case op == 3:
				edited.Clauses[at] = civic.Clause{ID: edited.Clauses[at].ID, Section: clause.Draw(t, "cast").Section, Opener: edited.Clauses[at].Opener, Text: edited.Clauses[at].Text}
			default:
				w := strings.Split(edited.Clauses[at].Text, " ")
				k := rapid.IntRange(0, len(w)-1).Draw(t, "word")
				w = slices.Replace(w, k, min(len(w), k+rapid.IntRange(0, 2).Draw(t, "gone")), rapid.SliceOfN(word, 0, 2).Draw(t, "come")...)
				edited.Clauses[at].Text = strings.Join(w, " ")
			}
		}
		named := map[string]civic.ID{}
		for _, c := range base.Clauses {
			words := drafting.AmendText(base, drafting.Amend{Op: drafting.AmendRemove, Clause: c.ID})
			if other, taken := named[words]; taken {
				t.Fatalf("%q is said of %s and of %s", words, other, c.ID)
			}
			named[words] = c.ID
		}
		list := drafting.Amendments(base, edited)
		got, err := drafting.ApplyAmendments(base, list)
		if err != nil {
			t.Fatalf("%v: %+v", err, list)
		}
		if said(got) != said(edited) {
			t.Fatalf("%+v\ngave\n%s\nfor\n%s", list, said(got), said(edited))
		}
		for _, a := range list {
			if drafting.AmendText(base, a) == "" {
				t.Fatalf("no words for %+v", a)
			}
		}
	})
}
