package norms

// form is what stands at the head of an act: what it will be once its number is
// read behind it.
type form struct {
	kind     Type
	province bool // of a region or of a province: Place says which
	local    bool
	whose    string // its authority, where the form itself says it
	dateOnly bool   // its date is enough
	plural   bool   // "leggi n. 1/2000 e n. 2/2001"
	describe int    // bytes of a description that may stand before the number
	strict   bool   // nothing but a number with its whole year counts
}

// short are the abbreviations, of those that begin alike the longest first.
var short = [...]struct {
	letters string
	form    form
}{
	{"dlgsvo", form{kind: LegislativeDec}},
	{"dlegvo", form{kind: LegislativeDec}},
	{"dlegsl", form{kind: LegislativeDec}},
	{"ddlgs", form{kind: LegislativeDec, plural: true}},
	{"dlgs", form{kind: LegislativeDec}},
	{"dlvo", form{kind: LegislativeDec}},
	{"dleg", form{kind: LegislativeDec}},
	{"dpcm", form{kind: PremierDecree, dateOnly: true}},
	{"dpgp", form{kind: LocalBoardDecree, local: true, province: true, dateOnly: true}},
	{"dpgr", form{kind: LocalBoardDecree, local: true, dateOnly: true}},
	{"dpreg", form{kind: LocalDecree, local: true, dateOnly: true}},
	{"dpp", form{kind: LocalDecree, local: true, province: true, dateOnly: true}},
	{"dpr", form{kind: PresidentDecree, dateOnly: true}},
	{"dm", form{kind: MinisterDecree, dateOnly: true}},
	{"dl", form{kind: DecreeLaw}},
	{"rdl", form{kind: RoyalDecreeLaw}},
	{"rd", form{kind: RoyalDecree}},
	{"lcost", form{kind: Constitutional}},
	{"lrt", form{kind: Law, local: true, whose: "regione.toscana"}},
	{"lr", form{kind: Law, local: true}},
	{"lp", form{kind: Law, local: true, province: true}},
}

// act reads an act of law that begins at i. leaned: a part stands before it.
func (z *scanner) act(i int, leaned bool) (n Norm, f form, end int) {
	switch z.byteAt(i) | 0x20 {
	case 'l':
		f, end = z.lawHead(i)
	case 'd':
		f, end = z.decreeHead(i)
	case 'r':
		f, end = z.royalHead(i)
	case 'c':
		if n, end = z.constitution(i, leaned); end > 0 {
			return n, f, end
		}
	}
	if end > 0 {
		if n, end = z.tail(f, end); end > 0 {
			return n, f, end
		}
	}
	if n, end = z.european(i); end > 0 {
		return n, f, end
	}
	if n, end = z.byAlias(i, leaned); end > 0 {
		n, end = z.restated(n, end)
	}
	return n, f, end
}

// restated passes the number that follows a popular name: "Codice della strada
// (d.lgs. 30 aprile 1992, n. 285)" is one citation.
func (z *scanner) restated(n Norm, i int) (Norm, int) {
	k := i
	if n.Authority != State {
		_, k = z.placeName(i)
	}
	k = z.gap(k)
	open := z.byteAt(k) == '('
	switch {
	case open || z.byteAt(k) == ',':
		k = z.gap(k + 1)
	case z.dash(k) > 0:
		k = z.gap(z.dash(k))
	default:
		return n, i
	}
	if e := z.anyPhrase(k, "di cui al", "di cui alla", "approvato con", "cioè", "ossia"); e > 0 {
		k = z.gap(e)
	}
	if o, _, end := z.numbered(k); end > 0 && o.same(n) {
		if open {
			end = z.closing(end)
		}
		return o, end
	}
	return n, i
}

func (z *scanner) shortHead(i int) (form, int) {
	first := lower(z.byteAt(i))
	for k := range short {
		s := &short[k]
		if s.letters[0] != first {
			continue
		}
		if e := z.abbreviation(i, s.letters); e > 0 && z.apostrophe(e) == 0 {
			return s.form, e
		}
	}
	return form{}, 0
}

// lawHead reads "legge", with what says whose it is, and "l.".
func (z *scanner) lawHead(i int) (f form, end int) {
	if f, end = z.shortHead(i); end > 0 {
		return f, end
	}
	end = z.phrase(i, "legge")
	if end == 0 {
		if end = z.phrase(i, "leggi"); end > 0 {
			f.plural = true
		}
	}
	f.kind = Law
	if end == 0 {
		if z.byteAt(i+1) == '.' {
			return f, i + 2
		}
		if z.byteAt(i) == 'L' && !z.letterAt(i+1) && z.apostrophe(i+1) == 0 {
			f.strict = true
			return f, i + 1
		}
		return f, 0
	}
	f.describe = 90
	for {
		k := z.gap(end)
		if e := z.anyPhrase(k, "quadro", "delega", "nazionale", "statale", "ordinaria", "dello stato", "fondamentale"); e > 0 {
			end = e
			continue
		}
		switch {
		case z.anyPhrase(k, "reg.") > 0:
			f.local, f.province, end = true, false, k+len("reg.")
		case z.anyPhrase(k, "prov.") > 0:
			f.local, f.province, end = true, true, k+len("prov.")
		case z.anyPhrase(k, "regione", "della regione") > 0: // "legge Regione Toscana 25 marzo 2015, n. 35"
			f.local, f.province = true, false
			return f, end
		case z.anyPhrase(k, "provincia autonoma", "della provincia autonoma") > 0:
			f.local, f.province = true, true
			return f, end
		case z.anyPhrase(k, "regionale", "regionali") > 0:
			f.local, f.province, end = true, false, z.wordEnd(k)
		case z.anyPhrase(k, "provinciale", "provinciali") > 0:
			f.local, f.province, end = true, true, z.wordEnd(k)
		case z.anyPhrase(k, "costituzionale", "costituzionali") > 0:
			f.kind, end = Constitutional, z.wordEnd(k)
		default:
			return f, end
		}
	}
}

// decreeHead reads the decrees.
func (z *scanner) decreeHead(i int) (f form, end int) {
	if f, end = z.shortHead(i); end > 0 {
		return f, end
	}
	if end = z.phrase(i, "decreto"); end == 0 {
		if end = z.phrase(i, "decreti"); end == 0 {
			return f, 0
		}
		f.plural = true
	}
	k := z.gap(end)
	if e := z.anyPhrase(k, "legislativo", "legislativi"); e > 0 {
		f.kind = LegislativeDec
		return f, e
	}
	if d := z.dash(k); d > 0 {
		k = z.gap(d)
	}
	if e := z.phrase(k, "legge"); e > 0 {
		f.kind = DecreeLaw
		return f, e
	}
	f.dateOnly = true
	if e := z.anyPhrase(k, "ministeriale", "ministeriali", "interministeriale"); e > 0 {
		f.kind = MinisterDecree
		return f, e
	}
	if e := z.anyPhrase(k, "del ministro", "del ministero", "della ministra", "dei ministri"); e > 0 {
		f.kind, f.describe = MinisterDecree, 110
		return f, e
	}
	if date, _, e := z.date(k); date != "" { // "decreto 24 gennaio 2023 del Ministro"
		if z.anyPhrase(z.gap(e), "del ministro", "del ministero", "della ministra") > 0 {
			f.kind = MinisterDecree
			return f, k
		}
		return f, 0
	}
	p := z.phrase(k, "del presidente")
	if p == 0 {
		return f, 0
	}
	k = z.gap(p)
	for _, one := range [...]struct {
		words    string
		kind     Type
		province bool
	}{
		{"della repubblica", PresidentDecree, false},
		{"del consiglio dei ministri", PremierDecree, false},
		{"della giunta provinciale", LocalBoardDecree, true},
		{"della giunta regionale", LocalBoardDecree, false},
		{"della provincia", LocalDecree, true},
		{"della regione", LocalDecree, false},
	} {
		if e := z.phrase(k, one.words); e > 0 {
			f.kind, f.province = one.kind, one.province
			f.local = one.kind == LocalDecree || one.kind == LocalBoardDecree
			return f, e
		}
	}
	return f, 0
}

func (z *scanner) royalHead(i int) (f form, end int) {
	if e := z.phrase(i, "regio decreto"); e > 0 {
		k := z.gap(e)
		if d := z.dash(k); d > 0 {
			k = z.gap(d)
		}
		if g := z.phrase(k, "legge"); g > 0 {
			return form{kind: RoyalDecreeLaw}, g
		}
		return form{kind: RoyalDecree}, e
	}
	return z.shortHead(i)
}

// tail reads what tells the act from others of its form.
func (z *scanner) tail(f form, i int) (Norm, int) {
	n := Norm{Authority: State, Type: f.kind}
	if f.local {
		if n.Authority = z.place.lawgiver(f.province); f.whose != "" {
			n.Authority = f.whose
		}
		if whose, e := z.placeName(i); whose != "" {
			n.Authority, i = whose, e
		}
	}
	r, e := z.reference(i)
	if r.number == "" && r.date == "" && f.describe > 0 {
		r, e = z.described(i, f.describe)
	}
	if f.strict && (r.number == "" || r.year == 0) {
		return n, 0
	}
	if n = z.complete(n, r, f.dateOnly); n.Type == "" {
		return n, 0
	}
	if f.local {
		if whose, g := z.placeName(e); whose != "" && z.whose(e) {
			n.Authority, e = whose, g
		}
	}
	return n, e
}

// whose tells whether the name of a place behind a number says whose law it is.
func (z *scanner) whose(i int) bool {
	k := z.gap(i)
	return z.byteAt(k) == '(' || z.anyPhrase(k, "della regione", "regione", "della provincia", "provincia") > 0
}

// complete makes a norm of what was read; one without a type: it is none.
func (z *scanner) complete(n Norm, r reference, dateOnly bool) Norm {
	n.Number, n.Year, n.Date = r.number, r.year, r.date
	switch {
	case r.number == "" && (r.date == "" || !dateOnly):
		return Norm{}
	case r.year == 0:
		for k := len(z.out) - 1; k >= 0 && k >= len(z.out)-maxParts; k-- {
			if o := z.out[k].Norm; o.Authority == n.Authority && o.Type == n.Type && o.Number == n.Number {
				return o
			}
		}
		return Norm{}
	}
	if n.Date == "" {
		n.Date = knownDate(n)
	}
	return n
}

// described looks for the number behind a description: "legge provinciale sul
// volontariato sociale n. 8 del 1992".
func (z *scanner) described(i, most int) (reference, int) {
	for k := i; k < len(z.s) && k-i < most; {
		switch c := z.s[k]; {
		case c == '(' || c == '.' || c == ';' || c == ':' || c == ')' || c == '"':
			return reference{}, i
		case c == ',' && most < 100: // ministries have commas in their names
			return reference{}, i
		case classes[c]&isDigit != 0:
			if date, y, e := z.date(k); date != "" {
				return z.dated(reference{date: date, year: y}, e)
			}
			return reference{}, i
		case classes[c]&isLetter != 0:
			if l, there := z.label(k); there && l > k {
				if r, e := z.reference(k); r.year > 0 {
					return r, e
				}
				return reference{}, i
			}
			if h, _ := z.articleHead(k); h > 0 || z.anyPhrase(k, "legge", "decreto") > 0 {
				return reference{}, i
			}
			k = z.wordEnd(k)
		default:
			k++
		}
	}
	return reference{}, i
}

// another reads the next act behind a plural head: "leggi n. 1/2000 e n. 2/2001".
func (z *scanner) another(n Norm, f form, i int) (next Norm, start, end int) {
	k, _ := z.separator(i)
	if k == 0 {
		return n, 0, 0
	}
	r, e := z.reference(k)
	if r.number == "" || r.year == 0 {
		return n, 0, 0
	}
	return z.complete(Norm{Authority: n.Authority, Type: f.kind}, r, false), k, e
}
