package search_test

import (
	"fmt"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/search"
)

func shingles(pieces ...search.Piece) search.Shingles { return search.NewShingler().Shingles(pieces) }

func numbered(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "parola%d ", i)
	}
	return b.String()
}

func TestOverlapOfTexts(t *testing.T) {
	text := func(from, to int) search.Shingles { return shingles(search.Piece{Text: numbered(from, to)}) }
	for _, c := range []struct {
		what     string
		a, b     search.Shingles
		from, to float64
	}{
		{"the same", text(0, 200), text(0, 200), 1, 1},
		{"nothing in common", text(0, 200), text(300, 500), 0, 0},
		{"half of each", text(0, 204), text(100, 304), 0.49, 0.51},
		{"the beginning of a longer one", text(0, 104), text(0, 204), 1, 1},
		{"a tenth of a long one", text(0, 104), text(0, 1004), 0.29, 0.31},
		{"too short to say", text(0, 20), text(0, 200), 0, 0},
	} {
		if got := c.a.Overlap(c.b); got < c.from || got > c.to {
			t.Errorf("%s: %.3f", c.what, got)
		}
		if a, b := c.a.Overlap(c.b), c.b.Overlap(c.a); a != b {
			t.Errorf("%s: %.3f one way, %.3f the other", c.what, a, b)
		}
	}
}

func TestOperativePartCountsDouble(t *testing.T) {
	act := func(recital, operative string) search.Shingles {
		return shingles(search.ActPieces(civic.Content{Clauses: []civic.Clause{
			{Section: civic.Recital, Opener: "premesso che", Text: recital}, {Section: civic.Operative, Opener: "1.", Text: operative},
		}})...)
	}
	asked := act(numbered(0, 100), numbered(1000, 1100))
	sameRequest := asked.Overlap(act(numbered(200, 300), numbered(1000, 1100)))
	sameReasons := asked.Overlap(act(numbered(0, 100), numbered(1200, 1300)))
	if sameRequest < 1.8*sameReasons {
		t.Errorf("the same request %.2f, the same reasons %.2f", sameRequest, sameReasons)
	}
}

func TestShinglesReadAsIndexesDo(t *testing.T) {
	a := shingles(search.Piece{Text: "La Giunta comunale non può più attendere: è l’ora della verità " + numbered(0, 60)})
	b := shingles(search.Piece{Text: "la giunta"}, search.Piece{Text: "comunale NON PUÒ\npiù attendere — è l'ora della verita " + numbered(0, 60)})
	if a.Overlap(b) != 1 {
		t.Errorf("overlap %.2f", a.Overlap(b))
	}
}

// TestSketchGuessesTheOverlap: the guess is near enough that no act worth showing
// is passed over.
func TestSketchGuessesTheOverlap(t *testing.T) {
	for seed := range 300 {
		from := seed * 10_000
		n := 80 + seed*7
		a := shingles(search.Piece{Text: numbered(from, from+n)})
		for _, share := range []float64{0.3, 0.5, 0.8, 1} {
			k := int(float64(n) * share)
			b := shingles(search.Piece{Text: numbered(from, from+k) + numbered(from+5000, from+5000+n-k)})
			s := b.Sketch()
			if got, want := a.Probe().Overlap(&s), a.Overlap(b); want >= 0.5 && got < 0.2 {
				t.Errorf("%d words, %.1f the same: guessed %.2f of %.2f", n, share, got, want)
			}
		}
	}
}

func FuzzShingles(f *testing.F) {
	f.Add("premesso che la rete idrica perde acqua", "impegna il Sindaco e la Giunta")
	f.Add(strings.Repeat("a ", 3000), "\xff\xfe\u0301")
	f.Fuzz(func(t *testing.T, a, b string) {
		x := shingles(search.Piece{Text: a}, search.Piece{Text: b, Double: true})
		if !x.Enough() {
			return
		}
		if got := x.Overlap(x); got != 1 {
			t.Errorf("like itself %.2f", got)
		}
		s := x.Sketch()
		if got := x.Probe().Overlap(&s); got < 0.5 {
			t.Errorf("its own sketch %.2f", got)
		}
	})
}

func BenchmarkShingles(b *testing.B) {
	text := numbered(0, 1000)
	s := search.NewShingler()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Shingles([]search.Piece{{Text: text}})
	}
}

func BenchmarkProbe(b *testing.B) {
	p := shingles(search.Piece{Text: numbered(0, 1000)}).Probe()
	s := shingles(search.Piece{Text: numbered(5000, 6000)}).Sketch()
	for b.Loop() {
		p.Overlap(&s)
	}
}
