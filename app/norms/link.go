package norms

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	resolver = "https://www.normattiva.it/uri-res/N2Ls?"
	eurLex   = "https://eur-lex.europa.eu/legal-content/IT/TXT/?uri=CELEX:"
)

// annexes are the acts whose articles are those of an annex, which a link names;
// none: the annex has no number that is certain, so that the link opens the act.
var annexes = map[string]string{
	"stato:regio.decreto:1942;262":                 ":2",
	"stato:regio.decreto:1930;1398":                ":1",
	"stato:regio.decreto:1940;1443":                ":1",
	"stato:decreto.presidente.repubblica:1988;447": "none",
	"stato:decreto.legislativo:2010;104":           "none",
	"stato:regio.decreto:1942;327":                 "none",
}

// URN is the uniform name of a State's act, as Normattiva resolves it (the syntax
// of the circular AIPA/CR/35), with an article where it is not empty. "": there
// is none that is sure, as for laws of regions.
func (n Norm) URN(article string) string {
	if n.Authority != State {
		return ""
	}
	when := string(n.Date)
	if when == "" {
		when = strconv.Itoa(n.Year)
	}
	urn := "urn:nir:stato:" + string(n.Type) + ":" + when + ";" + n.Number
	switch n.Type {
	case Constitution:
		urn = "urn:nir:stato:costituzione:1947-12-27"
	case PremierDecree:
		urn = "urn:nir:presidente.consiglio.ministri:decreto:" + when + ";" + n.Number
	case MinisterDecree:
		return ""
	}
	if n.Number == "" && n.Type != Constitution {
		return ""
	}
	annex := annexes[n.Key()]
	if annex == "none" || article == "" {
		return urn
	}
	return urn + annex + "~art" + article
}

// Site is where a norm is read.
type Site string

// The sites that links lead to.
const (
	Nowhere    Site = ""
	Normattiva Site = "Normattiva"
	EURLex     Site = "EUR-Lex"
)

// Link is the address at which the citation is read, at its first article, and
// the site; both empty where no address is sure.
func (c Citation) Link() (string, Site) {
	article := ""
	if len(c.Parts) > 0 {
		article = c.Parts[0].Article
	}
	if urn := c.Norm.URN(article); urn != "" {
		return resolver + urn, Normattiva
	}
	if id := c.Norm.celex(); id != "" {
		return eurLex + id, EURLex
	}
	return "", Nowhere
}

// celex is the number of an act of the Union in EUR-Lex.
func (n Norm) celex() string {
	letter := ""
	switch n.Type {
	case Regulation:
		letter = "R"
	case Directive:
		letter = "L"
	case EUDecision:
		letter = "D"
	case FunctioningEU:
		return "12016E/TXT"
	case TreatyEU:
		return "12016M/TXT"
	default:
		return ""
	}
	number, err := strconv.Atoi(n.Number)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("3%d%s%04d", n.Year, letter, number)
}

// gapForArticle stands where an article must be looked up again. Its brackets
// make it a gap that nobody publishes by mistake.
const gapForArticle = "art. [articolo da verificare]"

// Replace gives the text with a citation's act put in the place of its own. The
// articles of another act are others: those that are named become a gap to fill.
func Replace(text string, c Citation, successor Norm) string {
	act := successor.Label()
	if c.partEnd <= c.partStart {
		return text[:c.ActStart] + act + text[c.ActEnd:]
	}
	if c.partStart < c.ActStart {
		between := text[min(c.partEnd, c.ActStart):c.ActStart]
		if c.partEnd > c.ActEnd { // parts on both sides
			return text[:c.partStart] + gapForArticle + " del " + act + text[c.partEnd:]
		}
		between = " " + strings.TrimLeft(between, ", ")
		return text[:c.partStart] + gapForArticle + between + act + text[c.ActEnd:]
	}
	return text[:c.ActStart] + act + text[c.ActEnd:c.partStart] + gapForArticle + text[c.partEnd:]
}
