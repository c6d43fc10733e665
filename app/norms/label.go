package norms

import (
	"strconv"
	"strings"

	"scranno/app/civic"
)

// abbreviated is how labels write a type.
var abbreviated = map[Type]string{
	Law: "l.", Constitutional: "l. cost.", LegislativeDec: "d.lgs.", DecreeLaw: "d.l.", PresidentDecree: "d.P.R.",
	PremierDecree: "d.P.C.M.", MinisterDecree: "d.m.", RoyalDecree: "r.d.", RoyalDecreeLaw: "r.d.l.",
	LocalDecree: "d.P.P.", LocalBoardDecree: "d.P.G.P.", Regulation: "regolamento", Directive: "direttiva",
	EUDecision: "decisione", Constitution: "Costituzione", FunctioningEU: "TFUE", TreatyEU: "TUE",
}

// Label is the norm as one writes it: "d.lgs. 18 agosto 2000, n. 267", with the
// year alone where the day is not known. It stands in a sentence as it is.
func (n Norm) Label() string {
	switch n.Type {
	case Constitution, FunctioningEU, TreatyEU:
		return abbreviated[n.Type]
	case Regulation, Directive, EUDecision:
		return n.unionLabel()
	}
	if code := n.code(); code != "" {
		return code
	}
	return n.numbered()
}

// code is the name of an act that nobody cites by its number: "codice civile".
func (n Norm) code() string {
	if name := nameOf(n); strings.HasPrefix(name, "codice ") {
		return name
	}
	return ""
}

// numbered is the label with date and number.
func (n Norm) numbered() string {
	short := abbreviated[n.Type]
	switch province := strings.HasPrefix(n.Authority, SomeProvince); {
	case n.Authority == State:
	case n.Type == Law && province:
		short = "l.p."
	case n.Type == Law:
		short = "l.r."
	case n.Type == LocalDecree && !province:
		short = "d.P.Reg."
	case n.Type == LocalBoardDecree && !province:
		short = "d.P.G.R."
	}
	switch {
	case n.Number == "":
		short += " " + longDate(n.Date)
	case n.Date == "":
		short += " " + n.Number + "/" + strconv.Itoa(n.Year)
		if strings.Contains(n.Number, "-") {
			short = abbreviated[n.Type] + " n. " + n.Number + "/Leg del " + strconv.Itoa(n.Year)
		}
	default:
		short += " " + longDate(n.Date) + ", n. " + n.Number
	}
	return short
}

// unionLabel: the Communities became the Union with what was made since 2010, and
// the Economic Community the Community with what was made since 1994.
func (n Norm) unionLabel() string {
	year, community := strconv.Itoa(n.Year), "UE"
	switch {
	case n.Year < 1994:
		community = "CEE"
	case n.Year < 2010:
		community = "CE"
	}
	short := abbreviated[n.Type]
	if n.Type == Regulation || n.Year >= yearFirst {
		if n.Type == Regulation && n.Year < yearFirst {
			return short + " (" + community + ") n. " + n.Number + "/" + year
		}
		return short + " (" + community + ") " + year + "/" + n.Number
	}
	if n.Year < 1999 {
		year = year[2:]
	}
	return short + " " + year + "/" + n.Number + "/" + community
}

func longDate(d civic.Date) string {
	s := string(d)
	if len(s) != len("2000-08-18") {
		return s
	}
	month, _ := strconv.Atoi(s[5:7])
	day, _ := strconv.Atoi(s[8:])
	if month < 1 || month > len(months) {
		return s
	}
	ordinal := ""
	if day == 1 {
		ordinal = "°"
	}
	return strconv.Itoa(day) + ordinal + " " + months[month-1] + " " + s[:4]
}

// Name is how the norm is called beside its number, or whose it is: "TUEL",
// "Provincia di Trento"; "" where there is nothing to add.
func (n Norm) Name() string {
	if n.code() != "" {
		return n.numbered()
	}
	if name := nameOf(n); name != "" {
		return name
	}
	return authorityName(n.Authority)
}

// Label is the part as one writes it: "art. 42, comma 2, lett. a)".
func (p Part) Label() string {
	var list []string
	if p.Article != "" {
		list = append(list, "art. "+spaced(p.Article))
	}
	if p.Comma != "" {
		list = append(list, "comma "+spaced(p.Comma))
	}
	if p.Letter != "" {
		list = append(list, "lett. "+spaced(p.Letter)+")")
	}
	return strings.Join(list, ", ")
}

// spaced divides a number from its suffix: "5bis" is "5-bis".
func spaced(s string) string {
	for _, suffix := range suffixes {
		if head, found := strings.CutSuffix(s, suffix); found && head != "" {
			return head + "-" + suffix
		}
	}
	return s
}

// Label is the whole citation: "artt. 3 e 5, l. 7 agosto 1990, n. 241".
func (c Citation) Label() string {
	if len(c.Parts) == 0 {
		return c.Norm.Label()
	}
	link := ", "
	switch {
	case c.Norm.Type == Constitution:
		link = " della "
	case c.Norm.Type == FunctioningEU || c.Norm.Type == TreatyEU:
		link = " "
	case c.Norm.code() != "":
		link = " del "
	}
	return c.partsLabel() + link + c.Norm.Label()
}

// partsLabel joins parts of whole articles and names the others one by one.
func (c Citation) partsLabel() string {
	whole := len(c.Parts) > 1
	for _, p := range c.Parts {
		whole = whole && p.Comma == "" && p.Letter == ""
	}
	list := make([]string, len(c.Parts))
	for k, p := range c.Parts {
		if list[k] = p.Label(); whole {
			list[k] = spaced(p.Article)
		}
	}
	text := strings.Join(list[:len(list)-1], ", ")
	if text != "" {
		text += " e "
	}
	text += list[len(list)-1]
	if whole {
		return "artt. " + text
	}
	return text
}
