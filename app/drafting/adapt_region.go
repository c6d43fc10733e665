package drafting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// regionArticle gives the article that a region's name has.
func regionArticle(name string) string {
	switch name {
	case "Abruzzo", "Emilia-Romagna", "Umbria":
		return "l'"
	case "Marche":
		return "le"
	case "Piemonte", "Veneto", "Lazio", "Molise", "Friuli-Venezia Giulia", "Trentino-Alto Adige":
		return "il"
	}
	return "la"
}

// withArticle is the article that a word holds, melted with a preposition or
// alone: "della" is "di" with one.
func withArticle(low string) (base string, ok bool) {
	for _, x := range [][2]string{{"d", "di"}, {"", "a"}, {"d", "da"}, {"n", "in"}, {"s", "su"}} {
		rest, cut := strings.CutPrefix(low, x[0])
		if !cut {
			continue
		}
		stem := map[string]string{"di": "e", "a": "a", "da": "a", "in": "e", "su": "u"}[x[1]]
		if rest, cut = strings.CutPrefix(rest, stem); cut && slices.Contains([]string{"l", "ll", "lla", "llo", "i", "gli", "lle"}, rest) {
			return x[1], true
		}
	}
	return "", slices.Contains([]string{"il", "lo", "la", "l", "i", "gli", "le"}, low)
}

// melt writes a preposition with an article.
func melt(base, article string) string {
	if base == "" {
		return article
	}
	stem := map[string]string{"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}[base]
	switch article {
	case "il":
		return stem + "l"
	case "l'":
		return stem + "ll'"
	}
	return stem + "l" + article
}

func firstName(both string) string {
	name, _, _ := strings.Cut(both, "/")
	return name
}

// region tells whether the source's region is named at word i, and writes the
// other one in its place, with the article that goes with it.
func (a *adapter) region(r unitText, i int) (swap, bool) {
	if a.from.RegionName == "" || a.from.RegionName == a.to.RegionName || !r.ts[i].cap {
		return swap{}, false
	}
	for _, f := range a.regions {
		j, ok := r.spells(i, f)
		if !ok || !r.apart(i, j) || !a.knownRegion() && !r.regionBefore(i) {
			continue
		}
		h := swap{from: r.ts[i].start, to: r.ts[j-1].end, last: j, kind: GapRegion}
		h.was = r.s[h.from:h.to]
		name := firstName(a.to.RegionName)
		if name == "" {
			h.now = GapRegion.Label()
			return h, true
		}
		h.filled = true
		lead := ""
		before := r.low(i - 1)
		base, article := withArticle(before)
		switch {
		case !r.close(i) && !r.elided(i):
		case before == "in" || article && base == "in":
			h.from, lead = r.ts[i-1].start, "in "
			if name == "Lazio" || name == "Marche" {
				lead = melt("in", regionArticle(name)) + " "
			}
		case article:
			h.from, lead = r.ts[i-1].start, melt(base, regionArticle(name))
			if !strings.HasSuffix(lead, "'") {
				lead += " "
			}
		}
		if lead != "" && unicode.IsUpper(leadRune(r.s[h.from:])) {
			c, size := utf8.DecodeRuneInString(lead)
			lead = string(unicode.ToUpper(c)) + lead[size:]
		}
		h.now = lead + name
		if r.ts[i].upper {
			h.now = strings.ToUpper(h.now)
		}
		return h, true
	}
	return swap{}, false
}

// knownRegion tells whether the source's region is one of Italy's, whose names are
// no words of the language.
func (a *adapter) knownRegion() bool {
	_, ok := a.g.byCode[civic.BodyCode("reg:"+string(a.from.Body.Region))]
	return ok
}

// regionBefore tells whether the words before say that a region is named at i.
func (r unitText) regionBefore(i int) bool {
	low := r.low(i - 1)
	_, article := withArticle(low)
	return (r.close(i) || r.elided(i)) && (low == "regione" || low == "in" || article)
}

// provinceHolders are the offices that sit in a province's town.
var provinceHolders = []string{"prefettura", "prefetto", "questura", "questore"}

// province tells whether the source's province is named at word i, by its own
// noun or by an office of it.
func (a *adapter) province(r unitText, i int) (swap, bool) {
	if a.from.Province == "" || a.from.Province == a.to.Province {
		return swap{}, false
	}
	low, k := r.low(i), i+1
	holder := slices.Contains(provinceHolders, low)
	switch {
	case low == "città" && r.low(i+1) == "metropolitana":
		k = i + 2
	case low == "provincia", low == "prov", holder:
	default:
		return swap{}, false
	}
	if r.low(k) == "autonoma" {
		k++
	}
	for k < len(r.ts) && k < i+5 && slices.Contains([]string{"di", "d", "del", "dell", "della", "l", "la"}, r.low(k)) {
		k++
	}
	if k == i+1 && low != "provincia" || k >= len(r.ts) {
		return swap{}, false
	}
	for _, f := range a.provinces {
		j, ok := r.spells(k, f)
		if !ok || !r.apart(k, j) {
			continue
		}
		h := swap{from: r.ts[i].start, to: r.ts[j-1].end, last: j, kind: GapProvince}
		h.was, h.filled = r.s[h.from:h.to], a.to.ProvinceName != ""
		word := r.s[h.from:r.ts[i].end]
		switch {
		case !h.filled && holder:
			h.now = word + " di " + GapProvince.Label()
		case !h.filled:
			h.now = GapProvince.Label()
		case holder:
			h.now = word + " " + townWritten("di", a.to.Province)
		default:
			kind, _, _ := strings.Cut(a.to.ProvinceName, " di ")
			if !r.ts[i].cap {
				kind = strings.ToLower(kind[:1]) + kind[1:]
			}
			h.now = kind + " " + townWritten("di", a.to.Province)
		}
		if r.ts[i].upper && r.ts[k].upper {
			h.now = strings.ToUpper(h.now)
		}
		return h, true
	}
	return swap{}, false
}

// townWritten writes a name behind a preposition.
func townWritten(base, name string) string {
	return townHit{base: base, lead: base}.written(firstName(name), "", "")
}
