package norms

import "scranno/app/civic"

// alias is a popular name of an act. exact: its letters' case counts, for short
// names; leaned: it counts behind a part alone ("art. 97 Cost.").
type alias struct {
	words  string // lower case, or as written where exact
	key    int    // in known
	exact  bool
	leaned bool
}

// act is one whose date is certain. name is how it is called beside its number.
type act struct {
	kind   Type
	date   civic.Date
	number string
	name   string
}

// named are the acts that have popular names.
var named = [...]act{
	0:  {LegislativeDec, "2000-08-18", "267", "TUEL"},
	1:  {LegislativeDec, "2005-03-07", "82", "CAD"},
	2:  {LegislativeDec, "2023-03-31", "36", "Codice dei contratti pubblici"},
	3:  {LegislativeDec, "2003-06-30", "196", "Codice privacy"},
	4:  {LegislativeDec, "1992-04-30", "285", "Codice della strada"},
	5:  {PresidentDecree, "1992-12-16", "495", ""},
	6:  {RoyalDecree, "1942-03-16", "262", "codice civile"},
	7:  {RoyalDecree, "1930-10-19", "1398", "codice penale"},
	8:  {RoyalDecree, "1940-10-28", "1443", "codice di procedura civile"},
	9:  {PresidentDecree, "1988-09-22", "447", "codice di procedura penale"},
	10: {LegislativeDec, "2010-07-02", "104", "codice del processo amministrativo"},
	11: {LegislativeDec, "2006-04-03", "152", "Codice dell’ambiente"},
	12: {LegislativeDec, "2004-01-22", "42", "Codice dei beni culturali"},
	13: {LegislativeDec, "2017-07-03", "117", "Codice del Terzo settore"},
	14: {LegislativeDec, "2005-09-06", "206", "Codice del consumo"},
	15: {LegislativeDec, "2011-09-06", "159", "Codice antimafia"},
	16: {LegislativeDec, "2018-01-02", "1", "Codice della protezione civile"},
	17: {LegislativeDec, "2003-08-01", "259", "Codice delle comunicazioni elettroniche"},
	18: {LegislativeDec, "2006-04-11", "198", "Codice delle pari opportunità"},
	19: {PresidentDecree, "2001-06-06", "380", "Testo unico edilizia"},
	20: {LegislativeDec, "2008-04-09", "81", "Testo unico sicurezza sul lavoro"},
	21: {LegislativeDec, "2001-03-30", "165", "Testo unico sul pubblico impiego"},
	22: {LegislativeDec, "1998-07-25", "286", "Testo unico immigrazione"},
	23: {PresidentDecree, "2001-06-08", "327", "Testo unico espropri"},
	24: {PresidentDecree, "2000-12-28", "445", "Testo unico sulla documentazione amministrativa"},
	25: {LegislativeDec, "2016-08-19", "175", "Testo unico società partecipate"},
	26: {Law, "1970-05-20", "300", "Statuto dei lavoratori"},
	27: {Law, "2000-07-27", "212", "Statuto del contribuente"},
	28: {PresidentDecree, "1986-12-22", "917", "TUIR"},
	29: {RoyalDecree, "1931-06-18", "773", "TULPS"},
	30: {LegislativeDec, "2019-01-12", "14", "Codice della crisi d’impresa"},
	31: {LegislativeDec, "2013-03-14", "33", "Decreto trasparenza"},
	32: {Regulation, "2016-04-27", "679", "GDPR"},
	33: {Regulation, "2014-07-23", "910", "eIDAS"},
	34: {Regulation, "2024-06-13", "1689", "AI Act"},
	35: {Constitution, "", "", ""},
	36: {FunctioningEU, "", "", ""},
	37: {TreatyEU, "", "", ""},
	38: {LegislativeDec, "1993-09-01", "385", "Testo unico bancario"},
	39: {LegislativeDec, "1998-02-24", "58", "Testo unico della finanza"},
	40: {LegislativeDec, "2010-03-15", "66", "Codice dell’ordinamento militare"},
	41: {RoyalDecree, "1942-03-30", "327", "codice della navigazione"},
	42: {LegislativeDec, "2005-09-07", "209", "Codice delle assicurazioni private"},
	43: {PresidentDecree, "1990-10-09", "309", "Testo unico stupefacenti"},
}

// localCode is how texts of Trentino-Alto Adige call their law on local bodies.
var localCode = Norm{Authority: trentinoSouth, Type: Law, Date: "2018-05-03", Year: 2018, Number: "2"}

// aliases are looked for by their first letter; of those that begin alike the
// longest comes first.
var aliases = [...]alias{
	{"testo unico delle leggi sull'ordinamento degli enti locali", 0, false, false},
	{"testo unico sull'ordinamento degli enti locali", 0, false, false},
	{"testo unico degli enti locali", 0, false, false},
	{"testo unico enti locali", 0, false, false},
	{"t.u. degli enti locali", 0, false, false},
	{"t.u. enti locali", 0, false, false},
	{"TUEL", 0, true, false},
	{"T.U.E.L.", 0, true, false},
	{"Tuel", 0, true, false},
	{"codice dell'amministrazione digitale", 1, false, false},
	{"CAD", 1, true, false},
	{"codice dei contratti pubblici", 2, false, false},
	{"codice dei contratti", 2, false, false},
	{"codice appalti", 2, false, false},
	{"codice degli appalti", 2, false, false},
	{"codice in materia di protezione dei dati personali", 3, false, false},
	{"codice della privacy", 3, false, false},
	{"codice privacy", 3, false, false},
	{"regolamento di esecuzione e di attuazione del nuovo codice della strada", 5, false, false},
	{"regolamento di esecuzione e di attuazione del codice della strada", 5, false, false},
	{"regolamento di esecuzione del nuovo codice della strada", 5, false, false},
	{"regolamento di esecuzione del codice della strada", 5, false, false},
	{"nuovo codice della strada", 4, false, false},
	{"codice della strada", 4, false, false},
	{"codice civile", 6, false, false},
	{"cod. civ.", 6, false, false},
	{"c.c.", 6, false, true},
	{"codice di procedura civile", 8, false, false},
	{"c.p.c.", 8, false, true},
	{"codice di procedura penale", 9, false, false},
	{"c.p.p.", 9, false, true},
	{"codice penale", 7, false, false},
	{"cod. pen.", 7, false, false},
	{"c.p.a.", 10, false, true},
	{"c.p.", 7, false, true},
	{"codice del processo amministrativo", 10, false, false},
	{"codice dell'ambiente", 11, false, false},
	{"testo unico ambientale", 11, false, false},
	{"testo unico dell'ambiente", 11, false, false},
	{"codice dei beni culturali e del paesaggio", 12, false, false},
	{"codice dei beni culturali", 12, false, false},
	{"codice del terzo settore", 13, false, false},
	{"codice del consumo", 14, false, false},
	{"codice antimafia", 15, false, false},
	{"codice della protezione civile", 16, false, false},
	{"codice delle comunicazioni elettroniche", 17, false, false},
	{"codice delle pari opportunità", 18, false, false},
	{"testo unico dell'edilizia", 19, false, false},
	{"testo unico in materia edilizia", 19, false, false},
	{"testo unico edilizia", 19, false, false},
	{"testo unico sulla sicurezza sul lavoro", 20, false, false},
	{"testo unico sulla salute e sicurezza sul lavoro", 20, false, false},
	{"testo unico sicurezza sul lavoro", 20, false, false},
	{"testo unico sul pubblico impiego", 21, false, false},
	{"testo unico del pubblico impiego", 21, false, false},
	{"testo unico pubblico impiego", 21, false, false},
	{"testo unico sull'immigrazione", 22, false, false},
	{"testo unico immigrazione", 22, false, false},
	{"testo unico espropri", 23, false, false},
	{"testo unico sugli espropri", 23, false, false},
	{"testo unico sulla documentazione amministrativa", 24, false, false},
	{"testo unico in materia di documentazione amministrativa", 24, false, false},
	{"testo unico in materia di società a partecipazione pubblica", 25, false, false},
	{"testo unico società partecipate", 25, false, false},
	{"TUSP", 25, true, false},
	{"statuto dei lavoratori", 26, false, false},
	{"statuto dei diritti del contribuente", 27, false, false},
	{"statuto del contribuente", 27, false, false},
	{"testo unico delle imposte sui redditi", 28, false, false},
	{"TUIR", 28, true, false},
	{"T.U.I.R.", 28, true, false},
	{"testo unico delle leggi di pubblica sicurezza", 29, false, false},
	{"TULPS", 29, true, false},
	{"T.U.L.P.S.", 29, true, false},
	{"codice della crisi d'impresa e dell'insolvenza", 30, false, false},
	{"codice della crisi d'impresa", 30, false, false},
	{"decreto trasparenza", 31, false, false},
	{"regolamento generale sulla protezione dei dati", 32, false, false},
	{"GDPR", 32, true, false},
	{"RGPD", 32, true, false},
	{"eIDAS", 33, true, false},
	{"AI Act", 34, true, false},
	{"Cost.", 35, true, true},
	{"cost.", 35, true, true},
	{"trattato sul funzionamento dell'unione europea", 36, false, false},
	{"TFUE", 36, true, false},
	{"T.F.U.E.", 36, true, false},
	{"trattato sull'unione europea", 37, false, false},
	{"TUE", 37, true, true},
	{"testo unico bancario", 38, false, false},
	{"testo unico della finanza", 39, false, false},
	{"codice dell'ordinamento militare", 40, false, false},
	{"codice della navigazione", 41, false, false},
	{"codice delle assicurazioni private", 42, false, false},
	{"codice delle assicurazioni", 42, false, false},
	{"testo unico stupefacenti", 43, false, false},
	{"testo unico sugli stupefacenti", 43, false, false},
}

// aliasesBy are the places in aliases by the first letter.
var aliasesBy = func() (t [256][]int) {
	for k, a := range aliases {
		t[lower(a.words[0])] = append(t[lower(a.words[0])], k)
	}
	return t
}()

func (a act) norm() Norm {
	n := Norm{Authority: State, Type: a.kind, Date: a.date, Number: a.number}
	if a.date != "" {
		n.Year = a.date.Year()
	}
	switch a.kind {
	case Regulation, Directive, EUDecision, FunctioningEU, TreatyEU:
		n.Authority = Union
	}
	return n
}

// unified reads "testo unico 18 agosto 2000, n. 267": which act it is its date and
// number say, where one of the named ones has them.
func (z *scanner) unified(i int) (Norm, int) {
	e := z.anyPhrase(i, "testo unico", "t.u.")
	if e == 0 {
		return Norm{}, 0
	}
	r, e := z.reference(z.gap(e))
	if r.number == "" || r.year == 0 {
		return Norm{}, 0
	}
	for _, a := range named {
		if a.number == r.number && a.date != "" && a.date.Year() == r.year && (r.date == "" || r.date == a.date) && a.kind != Regulation {
			return a.norm(), e
		}
	}
	return Norm{}, 0
}

// contracts is the code of public contracts that held on a day.
func contracts(day civic.Date) Norm {
	now := named[2].norm()
	if day == "" {
		return now
	}
	for {
		old, ok := formerOf(now)
		if !ok || day >= old.From {
			return now
		}
		now = old.Norm
	}
}

// byAlias reads a popular name at i; leaned: a part stands before it.
func (z *scanner) byAlias(i int, leaned bool) (Norm, int) {
	first, second := lower(z.byteAt(i)), lower(z.byteAt(i+1))
	for _, k := range aliasesBy[first] {
		a := &aliases[k]
		if lower(a.words[1]) != second || a.leaned && !leaned {
			continue
		}
		e := 0
		if a.exact {
			if len(z.s)-i >= len(a.words) && z.s[i:i+len(a.words)] == a.words && !z.letterAt(i+len(a.words)) {
				e = i + len(a.words)
			}
		} else {
			e = z.phrase(i, a.words)
		}
		if e == 0 {
			continue
		}
		if a.key == 2 {
			return contracts(z.place.Date), e
		}
		return named[a.key].norm(), e
	}
	if first == 't' {
		return z.unified(i)
	}
	if z.place.Region == regionOfProvinces && first == 'c' {
		if e := z.phrase(i, "cel"); e > 0 && z.s[i:i+3] == "CEL" {
			return localCode, e
		}
		if e := z.phrase(i, "codice degli enti locali"); e > 0 {
			return localCode, e
		}
	}
	return Norm{}, 0
}

// constitution reads the Constitution's name, which is a common word too: it
// counts behind a part, and with a capital letter behind an article unless the
// founding of something follows.
func (z *scanner) constitution(i int, leaned bool) (Norm, int) {
	e := z.phrase(i, "costituzione")
	if e == 0 {
		return Norm{}, 0
	}
	if f := z.anyPhrase(z.gap(e), "della repubblica italiana", "della repubblica", "italiana", "repubblicana"); f > 0 {
		return named[35].norm(), f
	}
	if z.s[i] != 'C' {
		if leaned {
			return named[35].norm(), e
		}
		return Norm{}, 0
	}
	k := z.gap(e)
	if z.anyPhrase(k, "di", "del", "della", "dei", "delle", "degli", "dello", "dell'", "d'", "in") > 0 {
		return Norm{}, 0
	}
	if leaned {
		return named[35].norm(), e
	}
	from, to := z.wordBefore(i)
	switch w := z.s[from:to]; {
	case w == "la", w == "La", w == "della", w == "dalla", w == "alla", w == "nella", w == "sulla", w == "Carta", w == "Nostra", w == "nostra":
		return named[35].norm(), e
	}
	return Norm{}, 0
}
