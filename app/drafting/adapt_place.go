package drafting

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"scranno/app/civic"
)

// Place is a body with the names around it; what is not known is empty.
type Place struct {
	Body         civic.Body
	Province     string // "Modena"
	ProvinceName string // "Provincia di Modena", "Città metropolitana di Bologna"
	RegionName   string // "Emilia-Romagna"
}

// municipality gives the town's names, where the body is one or a part of one.
func (p Place) municipality() (name, other string) {
	if town, _, part := strings.Cut(p.Body.Name, " – "); part && sortOf(p.Body) == "district" {
		return town, ""
	}
	if p.Body.Level != civic.Municipal || p.Body.Kind != "municipality" && p.Body.Kind != "" {
		return "", ""
	}
	return p.Body.Name, p.Body.OtherName
}

// Place gives a body with its province and region.
func (g *Gazetteer) Place(b civic.Body) Place {
	p := Place{Body: b}
	if r, ok := g.byCode[civic.BodyCode("reg:"+string(b.Region))]; ok {
		p.RegionName = strings.TrimPrefix(r.Name, "Regione ")
	} else if name, ok := strings.CutPrefix(b.Name, "Regione "); ok && b.Level == civic.Regional {
		p.RegionName = name // one that the gazetteer was not given
	}
	if own, ok := g.provinces[b.Province]; ok && b.Province != "" {
		p.ProvinceName = own.Name
	} else if b.Level == civic.Provincial {
		p.ProvinceName = b.Name
	}
	_, p.Province, _ = strings.Cut(p.ProvinceName, " di ")
	return p
}

// townForm is one way of writing a town's name.
type townForm struct {
	words   []string // in lower case
	article string   // "l" or "la", that melts with a preposition before it
	half    half
	name    string // of the town, as in the gazetteer
	common  bool   // also a word of the language
	marked  bool   // ends in an accent or an apostrophe: "FORLI'", "Vo'"
}

// half says which language of a name is meant.
type half int

const (
	firstHalf half = iota
	otherHalf
	bothHalves
)

// townForms gives the ways of writing a town's name, the longest first.
func (g *Gazetteer) townForms(name, other string) []townForm {
	var out []townForm
	add := func(text string, h half) {
		if text == "" {
			return
		}
		last, _ := utf8.DecodeLastRuneInString(text)
		f := townForm{half: h, name: name, marked: last == '\'' || last != fold(last)}
		for _, t := range units(text) {
			f.words = append(f.words, t.low)
		}
		if len(f.words) > 1 && (f.words[0] == "l" || f.words[0] == "la") {
			f.article, f.words = f.words[0], f.words[1:]
		}
		f.common = f.article == "" && len(f.words) == 1 && g.common()[bare(f.words[0])]
		out = append(out, f)
	}
	if other != "" && other != name {
		add(name+" "+other, bothHalves)
		add(other+" "+name, bothHalves)
	}
	for i, n := range []string{name, other} {
		h := half(i)
		add(n, h)
		for _, short := range shortNames(n) {
			add(short, h)
		}
	}
	slices.SortStableFunc(out, func(a, b townForm) int { return len(b.words) - len(a.words) })
	return out
}

// shortNames gives the other ways in which a name is commonly written.
func shortNames(name string) []string {
	var out []string
	for _, x := range [][2]string{{"San ", "S. "}, {"Santa ", "S. "}, {"Sant'", "S. "}, {"Santo ", "S. "}} {
		if rest, ok := strings.CutPrefix(name, x[0]); ok {
			out = append(out, x[1]+rest)
		}
	}
	switch name {
	case "Reggio nell'Emilia":
		out = append(out, "Reggio Emilia")
	case "Reggio Calabria", "Reggio di Calabria":
		out = append(out, "Reggio Calabria", "Reggio di Calabria")
	case "Roma":
		out = append(out, "Roma Capitale")
	}
	if short, ok := strings.CutSuffix(name, " sulla strada del vino"); ok {
		out = append(out, short)
	}
	return out
}

// derived is what the gazetteer works out once, when it is first asked.
type derived struct {
	common func() map[string]bool
	longer func() map[string][][]string
	firsts func() map[string][]townForm
}

func (g *Gazetteer) derive() {
	g.derived = derived{
		common: sync.OnceValue(func() map[string]bool {
			all := strings.Fields(commonNames)
			out := make(map[string]bool, len(all))
			for _, w := range all {
				out[bare(w)] = true
			}
			return out
		}),
		longer: sync.OnceValue(g.namesByWord),
		firsts: sync.OnceValue(g.formsByWord),
	}
}

func (g *Gazetteer) common() map[string]bool { return g.derived.common() }

// namesByWord gives, under each of its words, every name of more words than one.
func (g *Gazetteer) namesByWord() map[string][][]string {
	out := map[string][][]string{}
	for _, n := range g.names {
		if g.byCode[n.code].Kind != "municipality" {
			continue
		}
		if words := strings.Fields(n.folded); len(words) > 1 {
			for _, w := range words {
				out[w] = append(out[w], words)
			}
		}
	}
	return out
}

// formsByWord gives every municipality's forms under their first word.
func (g *Gazetteer) formsByWord() map[string][]townForm {
	out := map[string][]townForm{}
	for _, b := range g.byCode {
		if b.Kind != "municipality" {
			continue
		}
		for _, f := range g.townForms(b.Name, b.OtherName) {
			w := bare(f.words[0])
			out[w] = append(out[w], f)
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b townForm) int {
			if d := len(b.words) - len(a.words); d != 0 {
				return d
			}
			return strings.Compare(a.name, b.name)
		})
	}
	return out
}
