package norms_test

import (
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/norms"
)

// BenchmarkFind reads real questions and answers; MB/s is the figure.
func BenchmarkFind(b *testing.B) {
	var all strings.Builder
	for _, q := range realQuestions(b) {
		all.WriteString(q["question"])
		all.WriteString(q["answer"])
	}
	text := all.String()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		norms.Find(text, norms.Place{Region: "04", Body: "prov:022"})
	}
}

// hostile are texts made to be looked at again and again.
func hostile() map[string]string {
	out := map[string]string{}
	for name, one := range map[string]string{
		"parts": "art. 1, comma 2, lett. a), ", "laws": "legge provinciale sul volontariato ", "lists": "artt. 1, 2, 3 e 4 e ",
		"far": "art. 1 della legge di cui, ", "letters": "l. d. c. ", "words": "dl dpr art comma ", "dashes": "art. 1 - legge - ",
		"titles": "l. 1/2000, in materia di dl dl dl dl dl dl dl dl dl ", "plural": "leggi n. 1/2000 e n. 2/2001, ",
		"gaps": "art. \n\n_**_\n 1 ", "ministers": "decreto del Ministro di legge l. ", "numbers": "l. 1 l. 2 ", "letter": "lett. a), ",
		"again": "legge 1 del 2000, legge 7, ",
	} {
		out[name] = strings.Repeat(one, 1+(1<<18)/len(one))
	}
	return out
}

func BenchmarkHostile(b *testing.B) {
	for name, text := range hostile() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				norms.Find(text, norms.Place{Region: "04"})
			}
		})
	}
}

// FuzzFind: any text is read to its end, in order, and what is found stands in it.
func FuzzFind(f *testing.F) {
	f.Add("l'art. 42, comma 2, lett. a), del d.lgs. 18 agosto 2000, n. 267 (TUEL)", "04", "prov:022")
	f.Add("leggi regionali 1 e 2 del 20; il secondo comma dell’art. 3-bis, artt. 1-99 l.p. 7/97\xff\xe2\x80", "04", "istat:021008")
	f.Add("decreto del Ministro, legge provinciale sul n. 1/2000 direttiva 92/43/CEE reg. (UE", "", "")
	f.Fuzz(func(t *testing.T, text, region, body string) {
		last := 0
		for _, c := range norms.Find(text, norms.Place{Region: civic.Region(region), Body: civic.BodyCode(body)}) {
			if c.Start < last || c.Start >= c.End || c.End > len(text) || c.ActStart < c.Start || c.ActEnd > c.End {
				t.Fatalf("%q: %d-%d behind %d, act %d-%d", text, c.Start, c.End, last, c.ActStart, c.ActEnd)
			}
			last = c.End
			if c.Norm.Type == "" || c.Key() == "" || len(c.Parts) > 128 {
				t.Fatalf("%q: %+v", text, c)
			}
		}
	})
}
