package norms

import (
	"strconv"
	"strings"

	"scranno/app/civic"
)

// Version names the rules by which texts become citations. A store keeps it
// beside its index and indexes again when it differs.
const Version = 2

// Type is the kind of an act of law, in the words of URN NIR.
type Type string

// The types that are recognised.
const (
	Law              Type = "legge"
	Constitutional   Type = "legge.costituzionale"
	LegislativeDec   Type = "decreto.legislativo"
	DecreeLaw        Type = "decreto.legge"
	PresidentDecree  Type = "decreto.presidente.repubblica"
	PremierDecree    Type = "decreto.presidente.consiglio.ministri"
	MinisterDecree   Type = "decreto.ministeriale"
	RoyalDecree      Type = "regio.decreto"
	RoyalDecreeLaw   Type = "regio.decreto.legge"
	LocalDecree      Type = "decreto.presidente"        // of a region or an autonomous province
	LocalBoardDecree Type = "decreto.presidente.giunta" // of its board
	Constitution     Type = "costituzione"
	Regulation       Type = "regolamento"
	Directive        Type = "direttiva"
	EUDecision       Type = "decisione"
	FunctioningEU    Type = "trattato.funzionamento"
	TreatyEU         Type = "trattato.unione"
)

// The authorities that are no region.
const (
	State         = "stato"
	Union         = "unione.europea"
	SomeRegion    = "regione"   // the text does not say which
	SomeProvince  = "provincia" // of Trento or of Bolzano
	trento        = "provincia.trento"
	bolzano       = "provincia.bolzano"
	regionPrefix  = "regione."
	trentinoSouth = "regione.trentino.alto.adige"
)

// Norm is an act of law as a text cites it.
type Norm struct {
	Authority string
	Type      Type
	Date      civic.Date // empty: the text gives the year alone and the act is not among those known
	Year      int        // 0 for the Constitution and the treaties
	Number    string     // empty for a decree that is cited by its date alone
}

// Key is the norm's one spelling: "stato:decreto.legislativo:2000;267". It has
// the year even where the date is known, so that all citations of an act meet.
func (n Norm) Key() string {
	key := n.Authority + ":" + string(n.Type)
	switch {
	case n.Year == 0:
		return key
	case n.Number == "":
		return key + ":" + string(n.Date)
	}
	return key + ":" + strconv.Itoa(n.Year) + ";" + n.Number
}

// same tells whether two citations are of one act.
func (n Norm) same(o Norm) bool {
	return n.Authority == o.Authority && n.Type == o.Type && n.Year == o.Year && n.Number == o.Number &&
		(n.Number != "" || n.Date == o.Date)
}

// Part is a piece of an act: each field is empty where the citation names none.
type Part struct {
	Article, Comma, Letter string // "42", "5bis", "a"
}

// Key is the part as it follows a norm's key: "art42-com2-leta".
func (p Part) Key() string {
	var b strings.Builder
	for _, one := range [...]struct{ name, value string }{{"art", p.Article}, {"com", p.Comma}, {"let", p.Letter}} {
		if one.value == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(one.name + one.value)
	}
	return b.String()
}

// Citation is a place of a text that cites a norm. All offsets are bytes.
type Citation struct {
	Start, End       int // the whole citation
	ActStart, ActEnd int // the words that name the act
	Norm             Norm
	Parts            []Part // empty: the act as a whole

	partStart, partEnd int // the words that name the parts; equal: there are none
}

// Key is the norm's key with its parts: "stato:legge:1990;241~art3,art5".
func (c Citation) Key() string {
	key := c.Norm.Key()
	for i, p := range c.Parts {
		key += map[bool]string{true: "~", false: ","}[i == 0] + p.Key()
	}
	return key
}

// Place is what is known of the act whose text is read: whose laws it means by
// "legge regionale", and when a popular name meant what.
type Place struct {
	Region civic.Region
	Body   civic.BodyCode
	Date   civic.Date
}

// lawgiver is the region's or province's authority for a law without a name.
func (p Place) lawgiver(province bool) string {
	if !province {
		if r, ok := regionByCode(p.Region); ok {
			return r.authority
		}
		return SomeRegion
	}
	switch _, digits, _ := strings.Cut(string(p.Body), ":"); {
	case p.Region != regionOfProvinces:
	case strings.HasPrefix(digits, "022"):
		return trento
	case strings.HasPrefix(digits, "021"):
		return bolzano
	}
	return SomeProvince
}
