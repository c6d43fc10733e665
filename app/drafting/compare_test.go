package drafting_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// told writes pieces as one reads them: [-gone-]{+come+}.
func told(pieces []drafting.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Change {
		case drafting.Removed:
			b.WriteString("[-" + p.Text + "-]")
		case drafting.Added:
			b.WriteString("{+" + p.Text + "+}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWordsCompared(t *testing.T) {
	rows := []struct{ before, after, want string }{
		{"", "", ""},
		{"a", "", "[-a-]"},
		{"", "a", "{+a+}"},
		{"entro trenta giorni", "entro sessanta giorni", "entro [-trenta-]{+sessanta+} giorni"},
		{"dell'arte e del gioco", "dell'arte e del bel gioco", "dell'arte e del {+bel +}gioco"},
		{"uno due tre", "quattro cinque tre", "[-uno due-]{+quattro cinque+} tre"},
		{"perché sì", "perché no", "perché [-sì-]{+no+}"},
		{"a, b", "a; b", "a[-,-]{+;+} b"},
	}
	for _, r := range rows {
		if got := told(drafting.CompareWords(r.before, r.after)); got != r.want {
			t.Errorf("%q to %q: %s", r.before, r.after, got)
		}
	}
}

func TestPiecesGiveBothTextsBack(t *testing.T) {
	word := rapid.SampledFrom([]string{"il", "Sindaco", "la", "Giunta", " ", ", ", "\n", "è", "«", "»", "dell'", "2", "😀", ""})
	rapid.Check(t, func(t *rapid.T) {
		x := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "x"), "")
		y := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "y"), "")
		var before, after string
		for _, p := range drafting.CompareWords(x, y) {
			if p.Change != drafting.Added {
				before += p.Text
			}
			if p.Change != drafting.Removed {
				after += p.Text
			}
		}
		if before != x || after != y {
			t.Fatalf("%q and %q came back as %q and %q", x, y, before, after)
		}
	})
}

func TestClausesCompared(t *testing.T) {
	before := content(
		civic.Clause{ID: "a", Section: civic.Recital, Opener: "premesso che", Text: "piove"},
		civic.Clause{ID: "b", Section: civic.Recital, Text: "e tira vento"},
		civic.Clause{ID: "c", Section: civic.Operative, Opener: "1.", Text: "a coprire la piazza"},
		civic.Clause{ID: "d", Section: civic.Operative, Opener: "2.", Text: "a riferire"},
	)
	after := content(
		civic.Clause{ID: "a", Section: civic.Recital, Opener: "considerato che", Text: "piove"},
		civic.Clause{ID: "x", Section: civic.Operative, Opener: "1.", Text: "ad ascoltare il quartiere"},
		civic.Clause{ID: "c", Section: civic.Operative, Opener: "2.", Text: "a coprire la piazza"},
		civic.Clause{ID: "d", Section: civic.Operative, Opener: "3.", Text: "a riferire in Consiglio"},
	)
	after.Subject = "Altra cosa"
	got := drafting.Compare(before, after)
	var all []string
	for _, c := range got.Clauses {
		all = append(all, string(c.Change)+": "+told(c.Pieces))
	}
	want := []string{
		"changed: [-premesso-]{+considerato+} che piove", "removed: [-e tira vento-]", "added: {+ad ascoltare il quartiere+}",
		"kept: a coprire la piazza", "changed: a riferire{+ in Consiglio+}",
	}
	if strings.Join(all, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(all, "\n"))
	}
	if got.Kept != 1 || got.Changed != 2 || got.Added != 1 || got.Removed != 1 || len(got.Fields) != 1 || got.Fields[0].Field != "subject" {
		t.Errorf("%+v", got)
	}
}

func TestAMovedClauseIsFoundByWhatItWasTakenFrom(t *testing.T) {
	before := content(point("a", "1.", "uno"), point("b", "2.", "due"), point("c", "3.", "tre"))
	after := content(point("z", "1.", "tre", "c"), point("x", "2.", "uno", "a"), point("y", "3.", "due e mezzo", "b"))
	got := drafting.Compare(before, after)
	if c := got.Clauses[0]; !c.Moved || c.Before.ID != "c" {
		t.Errorf("%+v", c)
	}
	if got.Added+got.Removed != 0 || got.Changed != 2 {
		t.Errorf("%+v", got)
	}
}

func TestLongTextsAreComparedInTime(t *testing.T) {
	x, y := strings.Repeat("una cosa e ", 30_000), strings.Repeat("altre due ", 30_000)
	if got := drafting.CompareWords(x, y); len(got) == 0 {
		t.Error("nothing")
	}
}

func content(clauses ...civic.Clause) civic.Content {
	return civic.Content{Kind: civic.Motion, Level: civic.Municipal, Subject: "Piazza", Clauses: clauses}
}

func point(id civic.ID, label, text string, origins ...civic.ID) civic.Clause {
	return civic.Clause{ID: id, Section: civic.Operative, Opener: label, Text: text, Origins: origins}
}

func TestLabels(t *testing.T) {
	for _, s := range []string{"1.", "12)", "a)", "z.", "–", "1.2.", "1.2", "3.1)", "2.a)", "1.1.1."} {
		l, ok := drafting.ParseLabel(s)
		if !ok || l.String() != s {
			t.Errorf("%q read as %+v, %v", s, l, ok)
		}
	}
	for _, s := range []string{"", "premesso che", "1", "Art. 1.", "ab)", "0.", "1..", ".", "1000.", "a"} {
		if l, ok := drafting.ParseLabel(s); ok {
			t.Errorf("%q is a label: %+v", s, l)
		}
	}
}

func TestPointsAreCounted(t *testing.T) {
	labels := func(list []civic.Clause) string {
		var out []string
		for _, c := range list {
			out = append(out, c.Opener)
		}
		return strings.Join(out, " ")
	}
	make := func(s string) []civic.Clause {
		var out []civic.Clause
		for _, w := range strings.Fields(s) {
			out = append(out, civic.Clause{Section: civic.Operative, Opener: w})
		}
		return out
	}
	rows := []struct {
		in, out string
		ordered bool
	}{
		{"1. 2. 3.", "1. 2. 3.", true},
		{"2. 1. 3.", "1. 2. 3.", false},
		{"1. a) b) 2. a)", "1. a) b) 2. a)", true},
		{"1. b) a) 3. c)", "1. a) b) 2. a)", false},
		{"1. 1.1. 1.3. 4. 1.2.", "1. 1.1. 1.2. 2. 2.1.", false},
		{"1. – – 2.", "1. – – 2.", true},
		{"a) c)", "a) b)", false},
	}
	for _, r := range rows {
		list := make(r.in)
		if _, ok := drafting.Ordered(list); ok != r.ordered {
			t.Errorf("%s: ordered %v", r.in, ok)
		}
		drafting.Renumber(list, 1)
		if got := labels(list); got != r.out {
			t.Errorf("%s became %s", r.in, got)
		}
	}
}
