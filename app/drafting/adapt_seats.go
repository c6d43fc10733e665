package drafting

import (
	"slices"
	"strconv"
	"strings"
)

// cardinals are the numbers from one to nineteen; tens from twenty on.
var (
	cardinals = strings.Fields(`uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove`)
	tens      = strings.Fields(`venti trenta quaranta cinquanta sessanta settanta ottanta novanta`)
)

// inWords writes a number from 1 to 99; empty beyond.
func inWords(n int) string {
	switch {
	case n < 1 || n > 99:
		return ""
	case n < 20:
		return cardinals[n-1]
	}
	ten, one := tens[n/10-2], n%10
	switch one {
	case 0:
		return ten
	case 1, 8:
		return ten[:len(ten)-1] + cardinals[one-1]
	case 3:
		return ten + "tré"
	}
	return ten + cardinals[one-1]
}

// articlesOf are the plural articles as they stand before a consonant and before
// a vowel.
var articlesOf = [][2]string{{"i", "gli"}, {"dei", "degli"}, {"ai", "agli"}, {"dai", "dagli"}, {"nei", "negli"}, {"sui", "sugli"}}

// assigned tells whether the number of the source's councillors stands at word i:
// "un quinto dei sedici consiglieri assegnati".
func (a *adapter) assigned(r unitText, i int) (swap, bool) {
	if r.low(i+1) != "consiglieri" || !slices.Contains([]string{"assegnati", "comunali", "regionali", "provinciali"}, r.low(i+2)) ||
		r.low(i+2) != "assegnati" && r.low(i+3) != "assegnati" {
		return swap{}, false
	}
	low := r.low(i)
	number := r.ts[i].digit
	for n := 1; n < 100 && !number; n++ {
		number = bare(low) == bare(inWords(n))
	}
	if !number {
		return swap{}, false
	}
	h := a.gapAt(r, i, i+1, GapNumber)
	if a.seats == 0 {
		h.now = articleBefore(r, i, "n", &h) + h.now
		return h, true
	}
	now := strconv.Itoa(a.seats)
	if words := inWords(a.seats); words != "" && !r.ts[i].digit {
		now = words
	}
	h.filled = true
	h.now = articleBefore(r, i, now, &h) + now
	if r.ts[i].upper && !r.ts[i].digit {
		h.now = strings.ToUpper(h.now)
	}
	return h, true
}

// articleBefore gives the article that goes before a word in the place of the one
// that stands there, and takes that one into the swap; empty where it can stay.
func articleBefore(r unitText, i int, word string, h *swap) string {
	low := r.low(i - 1)
	vowel := strings.ContainsRune("aeiou8", rune(word[0])) || word == "11"
	for _, x := range articlesOf {
		if !r.close(i) || low != x[0] && low != x[1] {
			continue
		}
		want := x[0]
		if vowel {
			want = x[1]
		}
		if want == low {
			return ""
		}
		h.from = r.ts[i-1].start
		h.was = r.s[h.from:h.to]
		if r.ts[i-1].cap {
			want = strings.ToUpper(want[:1]) + want[1:]
		}
		return want + " "
	}
	return ""
}
