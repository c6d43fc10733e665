package drafting

import (
	"strconv"
	"strings"

	"scranno/app/civic"
)

// noun names a clause with its article.
type noun struct {
	word string
	she  bool
	elid bool // its article is elided
}

func (n noun) the() string {
	switch {
	case n.elid:
		return "l'" + n.word
	case n.she:
		return "la " + n.word
	}
	return "il " + n.word
}

func (n noun) at() string {
	switch {
	case n.elid:
		return "all'" + n.word
	case n.she:
		return "alla " + n.word
	}
	return "al " + n.word
}

func (n noun) ended(stem string) string {
	if n.she {
		return stem + "a"
	}
	return stem + "o"
}

func (n noun) from(he, she string) string {
	if n.she {
		return she
	}
	return he
}

// nounsOf names each clause of a text so that no two have one name. Where a name
// would be of several, it says under which words the clause stands, then with
// which it begins; alike also in that, they are counted.
func nounsOf(list []civic.Clause) []noun {
	out := make([]noun, len(list))
	for i := range list {
		out[i] = nounOf(list, i)
	}
	lists := map[int]bool{} // where one name of a list is another's too, all of the list are told apart
	for _, i := range sharing(out) {
		lists[leadAt(list, i)] = true
	}
	for i := range list {
		if at := leadAt(list, i); at >= 0 && lists[at] {
			out[i].word = underWhat(list, i, out[i].word)
		}
	}
	for _, i := range sharing(out) {
		if w := firstWords(wordsOf(list[i])); w != "" {
			out[i].word += " che comincia con " + quoted(w)
		}
	}
	for _, i := range sharing(out) {
		out[i] = noun{word: ordinal(i+1) + " paragrafo del testo"}
	}
	return out
}

// sharing lists the places whose name is another's too.
func sharing(names []noun) []int {
	count := map[string]int{}
	for _, n := range names {
		count[n.word]++
	}
	var out []int
	for i, n := range names {
		if count[n.word] > 1 {
			out = append(out, i)
		}
	}
	return out
}

// leadAt is the clause that a point's list hangs from; -1 where there is none.
func leadAt(list []civic.Clause, i int) int {
	at := i
	for at >= 0 && IsPoint(list[at]) {
		at--
	}
	if at == i {
		return -1
	}
	return at
}

// underWhat adds to a point's name the words that its list hangs from.
func underWhat(list []civic.Clause, i int, word string) string {
	lead := func(k int) string {
		if IsPoint(list[k]) {
			return ""
		}
		if o := strings.TrimRight(strings.TrimSpace(list[k].Opener), ":;,. "); o != "" {
			return o
		}
		return firstWords(list[k].Text)
	}
	at := leadAt(list, i)
	if lead(at) == "" {
		return word
	}
	nth, all := 0, 0
	for k := range list {
		if lead(k) != lead(at) {
			continue
		}
		if all++; k <= at {
			nth++
		}
	}
	which := "capoverso"
	if all > 1 {
		which = ordinal(nth) + " capoverso"
	}
	return strings.TrimSuffix(word, " "+partOf(list[i].Section)) + " del " + which + " " + quoted(lead(at))
}

func firstWords(text string) string {
	const most = 5
	w := strings.Fields(text)
	return strings.TrimRight(strings.Join(w[:min(most, len(w))], " "), ":;,.")
}

// nounOf names a clause by its place in the text.
func nounOf(list []civic.Clause, i int) noun {
	c := list[i]
	if l, ok := ParseLabel(c.Opener); ok {
		return pointNoun(list, i, l)
	}
	switch c.Section {
	case civic.Hinge:
		return noun{word: "frase che introduce il dispositivo", she: true}
	case civic.Article:
		if n, ok := articleNumber(c.Opener); ok {
			return noun{word: "articolo " + n, elid: true}
		}
	case civic.Operative:
		if i == 0 || list[i-1].Section != civic.Operative {
			return noun{word: "alinea del dispositivo", elid: true}
		}
	}
	n := 0
	for k := i; k >= 0; k-- { // citations often stand between two recitals
		if list[k].Section == c.Section && !IsPoint(list[k]) {
			n++
		}
	}
	for k := i; c.Section == civic.Article && k >= 0; k-- {
		if a, ok := articleNumber(list[k].Opener); ok {
			n = 0
			for j := k + 1; j <= i; j++ {
				if !IsPoint(list[j]) {
					n++
				}
			}
			return noun{word: ordinal(n) + " capoverso dell'articolo " + a}
		}
	}
	return noun{word: ordinal(n) + " capoverso " + partOf(c.Section)}
}

func pointNoun(list []civic.Clause, i int, l Label) noun {
	above := ""
	for k := i - 1; k >= 0 && list[k].Section == list[i].Section; k-- {
		up, ok := ParseLabel(list[k].Opener)
		if a, article := articleNumber(list[k].Opener); article {
			above += " dell'articolo " + a
			break
		}
		if ok && up.Top() && !l.Top() && above == "" {
			above = " del punto " + strconv.Itoa(up.Number)
			if list[i].Section != civic.Article {
				break
			}
		}
	}
	if above == "" && list[i].Section != civic.Operative && list[i].Section != civic.Article {
		above = " " + partOf(list[i].Section)
	}
	switch {
	case l.Dash != "":
		n := 1
		for k := i - 1; k >= 0; k-- {
			if x, ok := ParseLabel(list[k].Opener); !ok || x.Dash == "" {
				break
			}
			n++
		}
		return noun{word: ordinal(n) + " trattino" + above}
	case l.Letter:
		return noun{word: "lettera " + strings.TrimSuffix(l.String(), l.Stop) + ")" + above, she: true}
	case list[i].Section == civic.Article:
		return noun{word: "comma " + strings.TrimSuffix(l.String(), l.Stop) + above}
	}
	if len(l.Above) > 0 {
		above = ""
	}
	return noun{word: "punto " + strings.TrimSuffix(l.String(), l.Stop) + above}
}

// articleNumber reads "Art. 3." or "Articolo 12-bis".
func articleNumber(opener string) (string, bool) {
	for _, p := range []string{"Art. ", "Articolo ", "ART. ", "ARTICOLO "} {
		if rest, ok := strings.CutPrefix(opener, p); ok {
			word, _, _ := strings.Cut(rest, " ")
			return strings.TrimRight(word, ".):"), word != ""
		}
	}
	return "", false
}

func partOf(s civic.Section) string {
	switch s {
	case civic.Recital:
		return "delle premesse"
	case civic.CitationS:
		return "dei richiami"
	case civic.Operative:
		return "del dispositivo"
	case civic.Closing:
		return "della chiusura"
	case civic.Article:
		return "dell'articolato"
	}
	return "dell'introduzione"
}

func ordinal(n int) string {
	words := []string{"primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"}
	if n >= 1 && n <= len(words) {
		return words[n-1]
	}
	return strconv.Itoa(n) + "°"
}
