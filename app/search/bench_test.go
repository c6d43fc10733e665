package search_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"scranno/app/search"
)

// texts writes acts of 6 kB whose words are as unequal as in life: a few make most
// of the text, thousands occur once.
func texts(n int) []string {
	r := rand.New(rand.NewPCG(7, 7))
	common := strings.Fields("di il la che e in per del della le con si delle dell'acqua nel è alla più consiglio comunale sindaco giunta mozione impegna città attività scuola premesso considerato")
	parts := strings.Fields("ba re ti co mu zio ne la stra per gli to men da sci ven lo ri")
	rare := make([]string, 30_000)
	for i := range rare {
		for range 2 + r.IntN(4) {
			rare[i] += parts[r.IntN(len(parts))]
		}
	}
	all := append(common, rare...)
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for b.Len() < 6000 {
			b.WriteString(all[int(math.Exp(r.Float64()*math.Log(float64(len(all)))))-1])
			b.WriteString([]string{" ", " ", " ", ", ", "\n"}[r.IntN(5)])
		}
		out[i] = b.String()
	}
	return out
}

func BenchmarkIndex(b *testing.B) {
	set := texts(200)
	size := 0
	for _, t := range set {
		size += len(t)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	a := search.NewAnalyser()
	for b.Loop() {
		for _, t := range set {
			a.Index("Mozione sulla scuola", t)
		}
	}
}

func BenchmarkIndexFirstTime(b *testing.B) {
	set := texts(200)
	size := 0
	for _, t := range set {
		size += len(t)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		a := search.NewAnalyser()
		for _, t := range set {
			a.Index("Mozione sulla scuola", t)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		search.Parse(`barriere "edifici scolastici" -mensa regolament`).FTS5(search.Columns{})
	}
}

func BenchmarkSnippet(b *testing.B) {
	text := texts(1)[0]
	m := search.Parse("consiglio mozione scuol").Matcher()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		m.Snippet(text, 160)
	}
}
