package drafting_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/civic"
	"scranno/app/drafting"
)

func clause(id, text string) civic.Clause {
	return civic.Clause{ID: civic.DerivedID("c", id), Section: civic.Recital, Text: text}
}

func act(clauses ...civic.Clause) civic.Content {
	return civic.Content{Kind: civic.Motion, Level: civic.Municipal, Subject: "Oggetto", Clauses: clauses}
}

func texts(c civic.Content) []string {
	var out []string
	for _, x := range c.Clauses {
		out = append(out, strings.TrimSpace(x.Opener+" "+x.Text))
	}
	return out
}

// mergeCase is two texts upon a base, and what comes of them.
type mergeCase struct {
	base, a, b []civic.Clause
	want       []string
	doubts     int
}

func mergeCases() map[string]mergeCase {
	one, two := clause("1", "Uno. Due. Tre."), clause("2", "Quattro. Cinque.")
	return map[string]mergeCase{
		"disjoint": {
			[]civic.Clause{one, two},
			[]civic.Clause{with(one, "Uno nuovo. Due. Tre."), two},
			[]civic.Clause{one, with(two, "Quattro. Cinque e mezzo.")},
			[]string{"Uno nuovo. Due. Tre.", "Quattro. Cinque e mezzo."},
			0,
		},
		"sentences of one clause": {
			[]civic.Clause{one},
			[]civic.Clause{with(one, "Uno Alfa. Due. Tre.")},
			[]civic.Clause{with(one, "Uno. Due. Tre Beta.")},
			[]string{"Uno Alfa. Due. Tre Beta."},
			0,
		},
		"adjacent sentences": {
			[]civic.Clause{one},
			[]civic.Clause{with(one, "Uno Alfa. Due. Tre.")},
			[]civic.Clause{with(one, "Uno. Due Beta. Tre.")},
			[]string{"Uno Alfa. Due Beta. Tre."},
			0,
		},
		"sentences that end in a number or a bracket": {
			[]civic.Clause{with(one, "Entro il 2026. Si veda la legge (art. 5).")},
			[]civic.Clause{with(one, "Entro il 2026. Si veda la legge (art. 5). Seguono i fondi.")},
			[]civic.Clause{with(one, "Entro il 2026. Costa 30%. Si veda la legge (art. 5).")},
			[]string{"Entro il 2026. Costa 30%. Si veda la legge (art. 5). Seguono i fondi."},
			0,
		},
		"the number of a point is no sentence": {
			[]civic.Clause{with(one, "1. A posare panchine.")},
			[]civic.Clause{with(one, "2. A posare panchine.")},
			[]civic.Clause{with(one, "3. A posare panchine.")},
			[]string{"2. A posare panchine.", "3. A posare panchine."},
			1,
		},
		"both go on writing": {
			[]civic.Clause{one},
			[]civic.Clause{with(one, "Uno. Due. Tre. Altro.")},
			[]civic.Clause{with(one, "Uno. Due. Tre. Diverso.")},
			[]string{"Uno. Due. Tre. Altro. Diverso."},
			0,
		},
		"the same sentence": {
			[]civic.Clause{one},
			[]civic.Clause{with(one, "Uno. Due Alfa. Tre.")},
			[]civic.Clause{with(one, "Uno. Due Beta. Tre.")},
			[]string{"Uno. Due Alfa. Tre.", "Uno. Due Beta. Tre."},
			1,
		},
		"identical edits": {
			[]civic.Clause{one, two},
			[]civic.Clause{with(one, "Uno."), two, clause("n1", "Nuovo.")},
			[]civic.Clause{with(one, "Uno."), two, clause("n2", "Nuovo.")},
			[]string{"Uno.", "Quattro. Cinque.", "Nuovo."},
			0,
		},
		"insertions at one place": {
			[]civic.Clause{one, two},
			[]civic.Clause{one, clause("a", "A."), two},
			[]civic.Clause{one, clause("b", "B."), two},
			nil, 0,
		},
	}
}

// takenCases take clauses out, move, split and join them.
func takenCases() map[string]mergeCase {
	one, two := clause("1", "Uno. Due. Tre."), clause("2", "Quattro. Cinque.")
	three := clause("3", "Sei.")
	return map[string]mergeCase{
		"deletion against edit": {
			[]civic.Clause{one, two},
			[]civic.Clause{one},
			[]civic.Clause{one, with(two, "Quattro. Cinque e mezzo.")},
			[]string{"Uno. Due. Tre.", "Quattro. Cinque e mezzo."},
			1,
		},
		"deletion": {
			[]civic.Clause{one, two, three},
			[]civic.Clause{one, three},
			[]civic.Clause{with(one, "Uno!"), two, three},
			[]string{"Uno!", "Sei."},
			0,
		},
		"a move and an edit": {
			[]civic.Clause{one, two, three},
			[]civic.Clause{three, one, two},
			[]civic.Clause{one, with(two, "Quattro e mezzo."), three},
			[]string{"Sei.", "Uno. Due. Tre.", "Quattro e mezzo."},
			0,
		},
		"a split and an edit of the second half": {
			[]civic.Clause{one, two},
			[]civic.Clause{with(one, "Uno."), clause("n", "Due. Tre."), two},
			[]civic.Clause{with(one, "Uno. Due. Tre Beta."), two},
			[]string{"Uno.", "Due. Tre Beta.", "Quattro. Cinque."},
			0,
		},
		"a half carried away and an edit of it": {
			[]civic.Clause{one, two, three},
			[]civic.Clause{with(one, "Uno."), two, three, clause("n", "Due. Tre.")},
			[]civic.Clause{with(one, "Uno. Due. Tre Beta."), two, three},
			[]string{"Uno.", "Quattro. Cinque.", "Sei.", "Due. Tre Beta."},
			0,
		},
		"a half carried away, added to, and edits of both halves": {
			[]civic.Clause{one, two, three},
			[]civic.Clause{with(one, "Uno."), two, clause("n", "Ancora. Due. Tre. Infine."), three},
			[]civic.Clause{with(one, "Prima. Uno. Due Beta. E mezzo. Tre."), three},
			[]string{"Prima. Uno.", "Ancora. Due Beta. E mezzo. Tre. Infine.", "Sei."},
			0,
		},
		"a half carried away and changed together with the other half": {
			[]civic.Clause{one, two},
			[]civic.Clause{with(one, "Uno."), two, clause("n", "Due. Tre.")},
			[]civic.Clause{with(one, "Uno e due. Tre."), two},
			[]string{"Uno e due. Tre.", "Uno.", "Quattro. Cinque.", "Due. Tre."},
			1,
		},
		"a join and an edit of the second": {
			[]civic.Clause{one, two, three},
			[]civic.Clause{with(one, "Uno. Due. Tre. Quattro. Cinque."), three},
			[]civic.Clause{one, with(two, "Quattro. Cinque e mezzo."), three},
			[]string{"Uno. Due. Tre. Quattro. Cinque e mezzo.", "Sei."},
			0,
		},
	}
}

// with gives a clause other words.
func with(c civic.Clause, text string) civic.Clause {
	c.Text = text
	return c
}

func TestMergeOfClauses(t *testing.T) {
	all := mergeCases()
	maps.Copy(all, takenCases())
	for name, tc := range all {
		t.Run(name, func(t *testing.T) {
			got, doubts := drafting.Merge(act(tc.base...), act(tc.a...), act(tc.b...))
			if tc.want != nil && !slices.Equal(texts(got), tc.want) {
				t.Errorf("got %q", texts(got))
			}
			if len(doubts) != tc.doubts {
				t.Errorf("doubts: %+v", doubts)
			}
			if tc.want == nil && len(got.Clauses) != 4 {
				t.Errorf("got %q", texts(got))
			}
		})
	}
}

func TestMergeNumbersPointsAnew(t *testing.T) {
	point := func(id string, n int, text string) civic.Clause {
		return civic.Clause{ID: civic.DerivedID("p", id), Section: civic.Operative, Opener: fmt.Sprintf("%d.", n), Text: text}
	}
	base := act(point("1", 1, "a provare;"), point("2", 2, "a riferire."))
	a := act(point("1", 1, "a provare;"), point("x", 2, "a misurare;"), point("2", 3, "a riferire."))
	b := act(point("y", 1, "a chiedere;"), point("1", 2, "a provare;"), point("2", 3, "a riferire."))
	got, doubts := drafting.Merge(base, a, b)
	want := []string{"1. a chiedere;", "2. a provare;", "3. a misurare;", "4. a riferire."}
	if !slices.Equal(texts(got), want) || len(doubts) != 0 {
		t.Errorf("%q, %v", texts(got), doubts)
	}
}

func TestMergeOfHeadings(t *testing.T) {
	base := act(clause("1", "Uno."))
	base.Addressees = []string{"Il Sindaco"}
	a, b := base, base
	a.Subject, a.Place, a.Addressees = "Strade A", "Valchiara", []string{"Il Sindaco", "La Giunta"}
	b.Subject, b.Term, b.Addressees = "Strade B", "2024", []string{"Il Presidente", "Il Sindaco"}
	got, doubts := drafting.Merge(base, a, b)
	if got.Subject != "Strade A" || got.Place != "Valchiara" || got.Term != "2024" {
		t.Errorf("%+v", got)
	}
	if !slices.Equal(got.Addressees, []string{"Il Presidente", "Il Sindaco", "La Giunta"}) {
		t.Errorf("%q", got.Addressees)
	}
	if len(doubts) != 1 || doubts[0].Value != "Strade B" || doubts[0].Field != "subject" || doubts[0].From != drafting.SideA {
		t.Errorf("%+v", doubts)
	}
}

// edited changes a text at random: sentences, clauses, splits, joins and moves.
func edited(t *rapid.T, c civic.Content, who string, moves bool) civic.Content {
	c.Clauses = slices.Clone(c.Clauses)
	word := rapid.StringMatching(`[A-Z][a-z]{1,5}`)
	n := 0
	for range rapid.IntRange(0, 5).Draw(t, who+"edits") {
		n++
		if len(c.Clauses) == 0 {
			c.Clauses = append(c.Clauses, clause(who+fmt.Sprint(n), word.Draw(t, "w")+"."))
			continue
		}
		i := rapid.IntRange(0, len(c.Clauses)-1).Draw(t, "i")
		parts := strings.SplitAfter(c.Clauses[i].Text, ". ")
		at := rapid.IntRange(0, len(parts)-1).Draw(t, "at")
		kinds := 7
		if moves {
			kinds = 9
		}
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			parts[at] = word.Draw(t, "w") + " " + parts[at]
			c.Clauses[i].Text = strings.Join(parts, "")
		case 1:
			c.Clauses[i].Text = strings.Join(slices.Insert(parts, at, word.Draw(t, "w")+". "), "")
		case 2:
			c.Clauses[i].Text = strings.Join(slices.Delete(parts, at, at+1), "")
		case 3:
			c.Clauses = slices.Delete(c.Clauses, i, i+1)
		case 4:
			c.Clauses = slices.Insert(c.Clauses, i, clause(who+fmt.Sprint(n), word.Draw(t, "w")+"."))
		case 5: // split
			second := clause(who+fmt.Sprint(n), strings.Join(parts[at:], ""))
			c.Clauses[i].Text = strings.TrimSpace(strings.Join(parts[:at], ""))
			c.Clauses = slices.Insert(c.Clauses, i+1, second)
		case 6: // join
			if i > 0 {
				c.Clauses[i-1].Text += " " + c.Clauses[i].Text
				c.Clauses = slices.Delete(c.Clauses, i, i+1)
			}
		case 7: // move
			x := c.Clauses[i]
			c.Clauses = slices.Delete(c.Clauses, i, i+1)
			c.Clauses = slices.Insert(c.Clauses, rapid.IntRange(0, len(c.Clauses)).Draw(t, "to"), x)
		case 8: // a part is carried away
			part := clause(who+fmt.Sprint(n), strings.TrimSpace(strings.Join(parts[at:], "")))
			c.Clauses[i].Text = strings.TrimSpace(strings.Join(parts[:at], ""))
			c.Clauses = slices.Insert(c.Clauses, rapid.IntRange(0, len(c.Clauses)).Draw(t, "to"), part)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "subject") == 0 {
		c.Subject = word.Draw(t, "s")
	}
	return c
}

func someAct(t *rapid.T) civic.Content {
	var list []civic.Clause
	for i := range rapid.IntRange(0, 5).Draw(t, "clauses") {
		var parts []string
		for range rapid.IntRange(1, 4).Draw(t, "sentences") {
			parts = append(parts, rapid.StringMatching(`[A-Z][a-z]{1,5}\.`).Draw(t, "sentence"))
		}
		list = append(list, clause(fmt.Sprint(i), strings.Join(parts, " ")))
	}
	return act(list...)
}

func TestMergeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := someAct(t)
		a, b := edited(t, base, "a", true), edited(t, base, "b", true)
		for _, law := range []struct {
			name            string
			base, a, b, out civic.Content
		}{{"a alone", base, a, base, a}, {"b alone", base, base, b, b}, {"the same", base, a, a, a}} {
			if got, _ := drafting.Merge(law.base, law.a, law.b); !reflect.DeepEqual(got, law.out) {
				t.Fatalf("%s: %q", law.name, texts(got))
			}
		}
		ab, da := drafting.Merge(base, a, b)
		ba, db := drafting.Merge(base, b, a)
		if !reflect.DeepEqual(ab, ba) || len(da) != len(db) {
			t.Fatalf("not symmetric: %q, %q", texts(ab), texts(ba))
		}
		again, _ := drafting.Merge(b, ab, b)
		if !reflect.DeepEqual(again, ab) {
			t.Fatalf("once more: %q, %q", texts(ab), texts(again))
		}
	})
}

// A sentence that both put in, at different places, stands once.
func TestMergePutsNoSentenceTwice(t *testing.T) {
	base, other := act(clause("1", "Uno.")), act(clause("1", "Due."))
	for _, x := range []struct {
		name    string
		base    civic.Content
		a, b, o string
	}{
		{"before and behind", base, "Nuova. Uno.", "Uno. Nuova.", "Nuova. Uno."},
		{"in another order", other, "Nuova. Due. Altra.", "Altra. Due. Nuova.", "Altra. Nuova. Due."},
		{"one wrote it twice", base, "Eco. Uno. Eco.", "Uno. Eco.", "Eco. Uno. Eco."},
	} {
		got, doubts := drafting.Merge(x.base, act(clause("1", x.a)), act(clause("1", x.b)))
		if len(got.Clauses) != 1 || got.Clauses[0].Text != x.o || len(doubts) != 0 {
			t.Errorf("%s: %q, %+v", x.name, texts(got), doubts)
		}
	}
}

// Two desks join the same two sentences in the same order, whatever else is in
// their texts.
func TestMergeHasOneOrder(t *testing.T) {
	base := act(clause("1", "Uno."), clause("2", "Due."))
	for _, first := range []string{"Alfa.", "Zeta."} {
		got, _ := drafting.Merge(base, act(clause("1", "Uno."), clause("2", "Due. Mela.")), act(clause("1", first), clause("2", "Due. Pera.")))
		if got.Clauses[1].Text != "Due. Mela. Pera." {
			t.Errorf("below %s: %q", first, got.Clauses[1].Text)
		}
	}
}

// sentencesOf parts a text as its writer would.
func sentencesOf(c civic.Content) []string {
	var out []string
	for _, x := range c.Clauses {
		for _, s := range strings.SplitAfter(x.Text, ".") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

func TestMergeLosesNoSentence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := someAct(t)
		a, b := edited(t, base, "a", true), edited(t, base, "b", true)
		m, _ := drafting.Merge(base, a, b)
		ids := map[civic.ID]bool{}
		for _, c := range m.Clauses {
			if ids[c.ID] {
				t.Fatalf("an id stands twice: %q", texts(m))
			}
			ids[c.ID] = true
		}
		was := sentencesOf(base)
		all := strings.Join(texts(m), " ")
		for i, s := range []civic.Content{a, b} {
			other := []civic.Content{b, a}[i]
			for _, line := range sentencesOf(s) {
				old := slices.Contains(was, line)
				if old && (!slices.Contains(sentencesOf(other), line) || strings.Count(strings.Join(was, " "), line) > 1) {
					continue // the other took it out, wrote it anew, or took out another one like it
				}
				if !strings.Contains(all, strings.TrimSuffix(line, ".")) {
					t.Fatalf("%q is lost: base %q a %q b %q: %q", line, texts(base), texts(a), texts(b), texts(m))
				}
			}
		}
	})
}

// A part that one side carried away stands once, with what the other did to it.
func TestMergeOfAPartCarriedAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2, 6).Draw(t, "sentences")
		var parts []string
		for i := range size {
			parts = append(parts, fmt.Sprintf("Frase %d.", i))
		}
		whole := func(p []string) string { return strings.Join(p, " ") }
		one, two, three := clause("1", whole(parts)), clause("2", "Altro."), clause("3", "Ancora.")
		cut := rapid.IntRange(1, size-1).Draw(t, "cut")
		part := clause("n", whole(parts[cut:]))
		list := []civic.Clause{with(one, whole(parts[:cut])), two, three}
		a := act(slices.Insert(list, rapid.IntRange(0, 3).Draw(t, "to"), part)...)
		changed := slices.Clone(parts)
		at := rapid.IntRange(0, size-1).Draw(t, "at")
		changed[at] = "Frase nuova."
		got, doubts := drafting.Merge(act(one, two, three), a, act(with(one, whole(changed)), two, three))
		want := slices.Concat(changed, []string{"Altro.", "Ancora."})
		if s := sentencesOf(got); len(doubts) != 0 || len(s) != len(want) || len(got.Clauses) != 4 {
			t.Fatalf("%q, %+v", texts(got), doubts)
		}
		for _, s := range want {
			if strings.Count(whole(texts(got)), s) != 1 {
				t.Fatalf("%q stands not once: %q", s, texts(got))
			}
		}
	})
}

func BenchmarkMerge200Clauses(b *testing.B) {
	var list []civic.Clause
	for i := range 200 {
		list = append(list, clause(fmt.Sprint(i), strings.Repeat(fmt.Sprintf("La frase numero %d parla di strade. ", i), 12)))
	}
	base := act(list...)
	x, y := act(slices.Clone(list)...), act(slices.Clone(list)...)
	for i := range 200 {
		if i%2 == 0 {
			x.Clauses[i].Text = "Prima. " + x.Clauses[i].Text
		}
		if i%3 == 0 {
			y.Clauses[i].Text += "Dopo."
		}
	}
	for b.Loop() {
		drafting.Merge(base, x, y)
	}
}

// What two texts have in common is a base upon which nothing of either is lost.
func TestMergeUponWhatTwoTextsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := someAct(t)
		a, b := edited(t, base, "a", true), edited(t, base, "b", true)
		common := drafting.Common(a, b)
		if turned := drafting.Common(b, a); !reflect.DeepEqual(turned, common) {
			t.Fatalf("%+v, and the other way round %+v", common, turned)
		}
		out, _ := drafting.Merge(common, a, b)
		all := strings.Join(sentencesOf(out), "\n")
		for _, x := range append(sentencesOf(a), sentencesOf(b)...) {
			if !strings.Contains(all, x) {
				t.Fatalf("%q is lost:\n%s", x, all)
			}
		}
	})
	shared := act(clause("1", "Uno. Due."), clause("2", "Tre."))
	a := act(clause("1", "Uno. Di casa. Due."), clause("2", "Tre."))
	b := act(clause("1", "Uno. Due. Di ufficio."), clause("2", "Tre."))
	if got := texts(drafting.Common(a, b)); !reflect.DeepEqual(got, texts(shared)) {
		t.Errorf("%q", got)
	}
}
