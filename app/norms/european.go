package norms

// The years in which a regulation's year came behind its number.
const (
	firstUnionYear = 1952
	yearFirst      = 2015
)

// european reads a regulation, directive or decision of the Union or of the
// Communities.
func (z *scanner) european(i int) (Norm, int) {
	n := Norm{Authority: Union}
	var e int
	switch z.byteAt(i) | 0x20 {
	case 'r':
		n.Type, e = Regulation, z.anyPhrase(i, "regolamento", "regolamenti", "reg.")
	case 'd':
		if n.Type, e = Directive, z.anyPhrase(i, "direttiva", "direttive", "dir."); e == 0 {
			n.Type, e = EUDecision, z.phrase(i, "decisione")
		}
	}
	if e == 0 {
		return n, 0
	}
	k, marked := z.gap(e), false
	for range 6 {
		f := z.anyPhrase(k, "delegato", "delegata", "di esecuzione", "europeo", "europea", "comunitario", "comunitaria",
			"del parlamento europeo e del consiglio", "del consiglio", "della commissione", "dell'unione europea")
		if f == 0 {
			f = z.marker(k)
			marked = marked || f > 0
		} else {
			marked = marked || z.anyPhrase(k, "europe", "europeo", "europea", "comunitario", "comunitaria", "dell'unione europea") > 0
		}
		if f == 0 {
			break
		}
		k = z.gap(f)
	}
	k, labelled := z.label(k)
	a, f := z.digits(k, 4)
	if f == k || z.byteAt(f) != '/' {
		return n, 0
	}
	b, g := z.digits(z.gap(f+1), 5)
	if g == z.gap(f+1) {
		return n, 0
	}
	end := g
	if z.byteAt(g) == '/' {
		if m := z.community(z.gap(g + 1)); m > 0 {
			marked, end = true, m
		}
	} else if m := z.marker(z.gap(g)); m > 0 && !marked {
		marked, end = true, m
	}
	n.Year, n.Number = unionYear(n.Type, a, b, labelled)
	if n.Year == 0 || !marked && (n.Type == EUDecision || n.Year < yearFirst || a < yearFirst) {
		return n, 0
	}
	if n.Type == Regulation {
		n.Date = knownDate(n)
	}
	return n, end
}

// community passes "UE", "CE", "CEE", "Euratom".
func (z *scanner) community(i int) int {
	return z.anyPhrase(i, "ue", "cee", "ceca", "ce", "euratom", "eu", "u.e.", "c.e.")
}

// marker passes "(UE)", "UE", "(CE, Euratom)".
func (z *scanner) marker(i int) int {
	open := z.byteAt(i) == '('
	if open {
		i = z.gap(i + 1)
	}
	e := z.community(i)
	if e == 0 {
		return 0
	}
	if z.byteAt(e) == ',' {
		if f := z.community(z.gap(e + 1)); f > 0 {
			e = f
		}
	}
	if open {
		if e = z.gap(e); z.byteAt(e) != ')' {
			return 0
		}
		return e + 1
	}
	return e
}

// unionYear tells the year of an act of the Union from its number: directives
// have the year first, regulations only since 2015.
func unionYear(t Type, a, b int, labelled bool) (year int, number string) {
	old := b >= firstUnionYear && b < yearFirst
	whole := b >= firstUnionYear && b <= lastYear
	switch {
	case t != Regulation && a >= firstUnionYear && a <= lastYear:
		return a, itoa(b)
	case t != Regulation && a > 50 && a < 100 && !whole:
		return 1900 + a, itoa(b)
	case a >= yearFirst && a <= lastYear && (!labelled || !old):
		return a, itoa(b)
	case whole:
		return b, itoa(a)
	case t == Regulation && b > 50 && b < 100:
		return 1900 + b, itoa(a)
	}
	return 0, ""
}
