package norms

import "scranno/app/civic"

// dates are those of acts that texts often cite by the year alone. Every one is
// certain; an act that is not here is linked by its year.
var dates = [...]act{
	{LegislativeDec, "1993-02-12", "39", ""},
	{LegislativeDec, "1998-03-31", "112", ""},
	{LegislativeDec, "2001-03-26", "151", ""},
	{LegislativeDec, "2006-04-12", "163", ""},
	{LegislativeDec, "2009-10-27", "150", ""},
	{LegislativeDec, "2011-06-23", "118", ""},
	{LegislativeDec, "2011-09-06", "149", ""},
	{LegislativeDec, "2012-12-31", "235", ""},
	{LegislativeDec, "2013-04-08", "39", ""},
	{LegislativeDec, "2016-04-18", "50", ""},
	{LegislativeDec, "2022-12-23", "201", ""},
	{LegislativeDec, "2023-03-10", "24", ""},
	{Law, "1942-08-17", "1150", ""},
	{Law, "1978-05-22", "194", ""},
	{Law, "1983-05-04", "184", ""},
	{Law, "1989-01-09", "13", ""},
	{Law, "1990-06-08", "142", ""},
	{Law, "1990-08-07", "241", ""},
	{Law, "1991-08-14", "281", ""},
	{Law, "1991-12-06", "394", ""},
	{Law, "1992-02-05", "104", ""},
	{Law, "1992-02-11", "157", ""},
	{Law, "1995-10-26", "447", ""},
	{Law, "1999-03-12", "68", ""},
	{Law, "2000-02-22", "28", ""},
	{Law, "2000-11-08", "328", ""},
	{Law, "2001-02-22", "36", ""},
	{Law, "2003-06-05", "131", ""},
	{Law, "2009-06-18", "69", ""},
	{Law, "2012-11-06", "190", ""},
	{Law, "2014-04-07", "56", ""},
	{Law, "2015-08-07", "124", ""},
	{Law, "2016-05-20", "76", ""},
	{Law, "2016-06-22", "112", ""},
	{Law, "2016-08-19", "166", ""},
	{Law, "2017-10-06", "158", ""},
	{Law, "2017-12-22", "219", ""},
	{Law, "2018-12-30", "145", ""},
	{Law, "2019-12-27", "160", ""},
	{Law, "2020-12-30", "178", ""},
	{Law, "2021-12-30", "234", ""},
	{Law, "2022-12-29", "197", ""},
	{Law, "2023-12-30", "213", ""},
	{Law, "2024-12-30", "207", ""},
	{Constitutional, "2001-10-18", "3", ""},
	{DecreeLaw, "2010-05-31", "78", ""},
	{DecreeLaw, "2012-07-06", "95", ""},
	{DecreeLaw, "2012-10-10", "174", ""},
	{DecreeLaw, "2014-06-24", "90", ""},
	{DecreeLaw, "2020-03-17", "18", ""},
	{DecreeLaw, "2020-05-19", "34", ""},
	{DecreeLaw, "2020-07-16", "76", ""},
	{DecreeLaw, "2021-05-31", "77", ""},
	{PresidentDecree, "1972-08-31", "670", ""},
	{PresidentDecree, "1972-10-26", "633", ""},
	{PresidentDecree, "1977-07-24", "616", ""},
	{PresidentDecree, "2006-04-12", "184", ""},
	{PresidentDecree, "2013-04-16", "62", ""},
}

// knownDate is the day of an act of which only the year was given; empty: not
// known.
func knownDate(n Norm) civic.Date {
	for _, list := range [...][]act{named[:], dates[:]} {
		for k := range list {
			a := &list[k]
			if a.number == n.Number && a.kind == n.Type && a.date != "" && a.date.Year() == n.Year {
				if a.norm().Authority == n.Authority {
					return a.date
				}
			}
		}
	}
	return ""
}

// nameOf is the popular name of an act; "": it has none.
func nameOf(n Norm) string {
	for k := range named {
		if named[k].name != "" && named[k].norm().same(n) {
			return named[k].name
		}
	}
	return ""
}
