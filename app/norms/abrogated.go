package norms

import "scranno/app/civic"

// Abrogation says that a norm is in force no more, and what took its place.
type Abrogation struct {
	Norm      Norm
	Successor Norm       // the one in force today
	From      civic.Date // the day from which the norm is not in force
}

// abrogations: what was abrogated, from when, and by what. Only what is certain
// and whole is here: an act of which a part lives on is not.
var abrogations = [...]struct {
	old, next act
	from      civic.Date
}{
	{act{Law, "1994-02-11", "109", ""}, act{LegislativeDec, "2006-04-12", "163", ""}, "2006-07-01"},
	{act{LegislativeDec, "2006-04-12", "163", ""}, act{LegislativeDec, "2016-04-18", "50", ""}, "2016-04-19"},
	{act{LegislativeDec, "2016-04-18", "50", ""}, named[2], "2023-07-01"},
	{act{Law, "1990-06-08", "142", ""}, named[0], "2000-10-13"},
	{act{LegislativeDec, "1995-02-25", "77", ""}, named[0], "2000-10-13"},
	{act{LegislativeDec, "1993-02-03", "29", ""}, named[21], "2001-05-24"},
	{act{Law, "1996-12-31", "675", ""}, named[3], "2004-01-01"},
	{act{Directive, "1995-10-24", "46", ""}, named[32], "2018-05-25"},
	{act{Directive, "2004-03-31", "18", ""}, act{Directive, "2014-02-26", "24", ""}, "2016-04-18"},
	{act{Directive, "2004-03-31", "17", ""}, act{Directive, "2014-02-26", "25", ""}, "2016-04-18"},
	{act{Directive, "1999-12-13", "93", ""}, named[33], "2016-07-01"},
	{act{LegislativeDec, "1997-02-05", "22", ""}, named[11], "2006-04-29"},
	{act{LegislativeDec, "1994-09-19", "626", ""}, named[20], "2008-05-15"},
	{act{LegislativeDec, "1996-08-14", "494", ""}, named[20], "2008-05-15"},
	{act{LegislativeDec, "1999-10-29", "490", ""}, named[12], "2004-05-01"},
	{act{Law, "1968-01-04", "15", ""}, named[24], "2001-03-07"},
	{act{Law, "1992-02-24", "225", ""}, named[16], "2018-02-06"},
	{act{Law, "1991-08-11", "266", ""}, named[13], "2017-08-03"},
	{act{Law, "2000-12-07", "383", ""}, named[13], "2017-08-03"},
}

// formerOf is the abrogation that a norm took the place of, for the codes of
// contracts, where each followed one.
func formerOf(n Norm) (Abrogation, bool) {
	for k := range abrogations {
		if a := &abrogations[k]; a.next.norm().same(n) {
			return Abrogation{Norm: a.old.norm(), Successor: n, From: a.from}, true
		}
	}
	return Abrogation{}, false
}

// AbrogatedOn tells whether a norm was in force no more on a day, by this room's
// table; an empty day means today. What followed is the last of the chain.
func AbrogatedOn(n Norm, day civic.Date) (Abrogation, bool) {
	out := Abrogation{Norm: n}
	for next := n; ; {
		found := false
		for k := range abrogations {
			a := &abrogations[k]
			if a.old.norm().same(next) && (day == "" || day >= a.from) {
				if out.From == "" {
					out.From = a.from
				}
				next, found = a.next.norm(), true
				break
			}
		}
		if !found {
			out.Successor = next
			return out, out.From != ""
		}
	}
}
