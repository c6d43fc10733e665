package drafting

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// Rewrite is an organ of the level that a text came from, as a clause names it,
// and the one that stands for it on the text's own level. It is offered, never made unasked.
type Rewrite struct {
	Clause civic.ID `json:"clause"`
	From   int      `json:"from"` // bytes of the clause's text
	To     int      `json:"to"`
	Was    string   `json:"was"`
	Now    string   `json:"now"`
}

// Rewrites finds, in a text that goes to a body that decides for more people, the
// organs of the body that it came from.
func Rewrites(c civic.Content, from, to civic.Body) []Rewrite {
	if reach(to.Level) <= reach(from.Level) || from.Level != civic.Municipal && from.Level != civic.Provincial {
		return nil
	}
	known := organsOf(to)
	var out []Rewrite
	for _, cl := range c.Clauses {
		r := unitsOf(cl.Text)
		for i := 0; i < len(r.ts); i++ {
			x, last, ok := r.organ(i, from, known)
			if !ok {
				continue
			}
			x.Clause = cl.ID
			out = append(out, x)
			i = last - 1
		}
	}
	return out
}

// TakeRewrites puts the chosen rewrites into a text; one whose passage is not there
// any more is left.
func TakeRewrites(c civic.Content, chosen []Rewrite) civic.Content {
	c.Clauses = slices.Clone(c.Clauses)
	chosen = slices.Clone(chosen)
	slices.SortStableFunc(chosen, func(a, b Rewrite) int { return cmp.Compare(b.From, a.From) }) // from behind: places stay true
	for _, x := range chosen {
		for i := range c.Clauses {
			cl := &c.Clauses[i]
			if cl.ID == x.Clause && x.From >= 0 && x.From <= x.To && x.To <= len(cl.Text) && cl.Text[x.From:x.To] == x.Was {
				cl.Text = cl.Text[:x.From] + x.Now + cl.Text[x.To:]
			}
		}
	}
	return c
}

// organs are the names of a body's organs, each with whether it takes a feminine
// article.
type organs struct {
	council, head, junta, office string
	her                          map[string]bool
	alone                        bool // the head and the junta are one organ
}

func organsOf(b civic.Body) organs {
	o := organs{her: map[string]bool{}}
	council, _, _ := councilOf(b)
	article, name, _ := strings.Cut(council, " ")
	o.council = name
	o.her[name] = article == "la"
	switch {
	case b.Level == civic.Regional:
		o.head, o.junta, o.office = "Presidente della Regione", "Giunta regionale", "Amministrazione regionale"
	case sortOf(b) == "metropolitan_city":
		o.head, o.junta, o.office, o.alone = "Sindaco metropolitano", "Sindaco metropolitano", "Amministrazione metropolitana", true
	case b.Level == civic.Provincial && b.Region.OrdinaryStatute():
		o.head, o.junta, o.office, o.alone = "Presidente della Provincia", "Presidente della Provincia", "Amministrazione provinciale", true
	case b.Level == civic.Provincial:
		o.head, o.junta, o.office = "Presidente della Provincia", "Giunta provinciale", "Amministrazione provinciale"
	case b.Level == civic.European:
		o.head, o.junta, o.office, o.alone = "Commissione europea", "Commissione europea", "Commissione europea", true
		o.her["Commissione europea"] = true
	default:
		o.head, o.junta, o.office, o.alone = "Governo", "Governo", "Governo", true
	}
	for _, name := range []string{o.junta, o.office} {
		o.her[name] = o.her[name] || strings.HasPrefix(name, "Giunta") || strings.HasPrefix(name, "Amministrazione")
	}
	return o
}

// organ tells whether an organ of the source's level is named at word i, what
// stands for it, and the word after it.
func (r unitText) organ(i int, from civic.Body, to organs) (x Rewrite, last int, ok bool) {
	own := " comunale comunali municipale "
	if from.Level == civic.Provincial {
		own = " provinciale metropolitano metropolitana "
	}
	adjective := func(k int) bool { return r.close(k) && strings.Contains(own, " "+r.low(k)+" ") }
	now, last := "", i+1
	switch low := r.low(i); {
	case low == "consiglio" && adjective(i+1):
		now, last = to.council, i+2
	case low == "giunta" && adjective(i+1):
		now, last = to.junta, i+2
	case low == "amministrazione" && adjective(i+1):
		now, last = to.office, i+2
	case from.Level == civic.Municipal && (low == "sindaco" || low == "sindaca") && !adjective(i+1) && r.low(i+1) != "metropolitano":
		now, last = r.head(i, to, adjective)
	case from.Level == civic.Provincial && low == "presidente" && r.low(i+1) == "della" && r.low(i+2) == "provincia":
		now, last = to.head, i+3
	}
	if now == "" || !r.apart(i, last) {
		return x, 0, false
	}
	x.From, x.To = r.ts[i].start, r.ts[last-1].end
	if tail := r.s[x.To:]; strings.HasPrefix(tail, " di "+GapTown.Label()) {
		x.To += len(" di " + GapTown.Label())
	} else if (r.low(last) == "di" || r.low(last) == "dell") && r.close(last) && r.capital(last+1) {
		return x, 0, false // of a town that is meant
	}
	x.Now = likeCase(now, r.s[x.From:r.ts[last-1].end])
	r.takeArticle(i, to.her[now], &x)
	x.Was = r.s[x.From:x.To]
	return x, last, x.Was != x.Now
}

// head gives what stands for a mayor, and for "the mayor and the junta".
func (r unitText) head(i int, to organs, adjective func(int) bool) (now string, last int) {
	k := i + 1
	if r.low(k) == "e" && r.close(k) {
		k++
		if a := r.low(k); a == "la" || strings.HasSuffix(a, "lla") {
			k++
		}
	}
	if k == i+1 || r.low(k) != "giunta" {
		return to.head, i + 1
	}
	last = k + 1
	if adjective(last) {
		last++
	}
	if to.alone {
		return to.head, last
	}
	return "Presidente" + r.s[r.ts[i].end:r.ts[k].start] + to.junta, last
}

// bothGenders are the articles and the prepositions that hold one.
var bothGenders = [][3]string{
	{"il", "la", "l"}, {"del", "della", "dell"}, {"al", "alla", "all"}, {"dal", "dalla", "dall"}, {"nel", "nella", "nell"}, {"sul", "sulla", "sull"},
}

// takeArticle takes the article before the organ into the rewrite, where another
// one goes before the new name.
func (r unitText) takeArticle(i int, her bool, x *Rewrite) {
	if i == 0 || !r.close(i) && !r.elided(i) {
		return
	}
	for _, g := range bothGenders {
		at := slices.Index(g[:], r.low(i-1))
		if at < 0 {
			continue
		}
		first, _ := utf8.DecodeRuneInString(x.Now)
		want, after := g[0], " "
		switch {
		case her && strings.ContainsRune("AEIOUaeiou", first):
			want, after = g[2], "'"
		case her:
			want = g[1]
		}
		if want == g[at] {
			return
		}
		x.Now = likeCase(want, r.s[r.ts[i-1].start:r.ts[i-1].end]) + after + x.Now
		x.From = r.ts[i-1].start
		return
	}
}

// likeCase writes a name in the case that another one stands in.
func likeCase(name, as string) string {
	first, size := utf8.DecodeRuneInString(as)
	switch {
	case upper(as) && len(as) > 2:
		return strings.ToUpper(name)
	case unicode.IsLower(first):
		low := strings.ToLower(name)
		return strings.NewReplacer("della regione", "della Regione", "della provincia", "della Provincia", "governo", "Governo").Replace(low)
	case size < len(as) && len(name) > 0:
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return name
}
