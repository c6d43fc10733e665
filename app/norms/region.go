package norms

import "scranno/app/civic"

// region is a lawgiver: its name in texts, in every usual spelling, and in keys.
type region struct {
	code      civic.Region
	authority string
	name      string // as labels write it
	spelled   []string
}

// regionOfProvinces is where provinces make laws.
const regionOfProvinces civic.Region = "04"

var regions = [...]region{
	{"01", "regione.piemonte", "Piemonte", []string{"piemonte"}},
	{"02", "regione.valle.aosta", "Valle d’Aosta", []string{"valle d'aosta", "autonoma valle d'aosta"}},
	{"03", "regione.lombardia", "Lombardia", []string{"lombardia"}},
	{"04", trentinoSouth, "Trentino-Alto Adige", []string{
		"trentino-alto adige", "trentino–alto adige", "trentino alto adige", "trentino - alto adige",
		"autonoma trentino-alto adige", "autonoma trentino alto adige", "taa",
	}},
	{"05", "regione.veneto", "Veneto", []string{"veneto", "del veneto"}},
	{"06", "regione.friuli.venezia.giulia", "Friuli-Venezia Giulia", []string{
		"friuli-venezia giulia", "friuli venezia giulia", "autonoma friuli venezia giulia", "fvg",
	}},
	{"07", "regione.liguria", "Liguria", []string{"liguria"}},
	{"08", "regione.emilia.romagna", "Emilia-Romagna", []string{"emilia-romagna", "emilia romagna"}},
	{"09", "regione.toscana", "Toscana", []string{"toscana"}},
	{"10", "regione.umbria", "Umbria", []string{"umbria"}},
	{"11", "regione.marche", "Marche", []string{"marche"}},
	{"12", "regione.lazio", "Lazio", []string{"lazio"}},
	{"13", "regione.abruzzo", "Abruzzo", []string{"abruzzo"}},
	{"14", "regione.molise", "Molise", []string{"molise"}},
	{"15", "regione.campania", "Campania", []string{"campania"}},
	{"16", "regione.puglia", "Puglia", []string{"puglia"}},
	{"17", "regione.basilicata", "Basilicata", []string{"basilicata"}},
	{"18", "regione.calabria", "Calabria", []string{"calabria"}},
	{"19", "regione.sicilia", "Sicilia", []string{"sicilia", "siciliana"}},
	{"20", "regione.sardegna", "Sardegna", []string{"sardegna", "autonoma della sardegna"}},
}

func regionByCode(code civic.Region) (region, bool) {
	for _, r := range regions {
		if r.code == code {
			return r, true
		}
	}
	return region{}, false
}

// authorityName is an authority as a label names it, "" where the type says it.
func authorityName(authority string) string {
	switch authority {
	case trento:
		return "Provincia di Trento"
	case bolzano:
		return "Provincia di Bolzano"
	}
	for _, r := range regions {
		if r.authority == authority {
			return r.name
		}
	}
	return ""
}

// placeName reads a region's or a province's name at i, with what introduces it.
func (z *scanner) placeName(i int) (authority string, end int) {
	k := z.gap(i)
	if z.byteAt(k) == '(' {
		k = z.gap(k + 1)
	}
	if e := z.anyPhrase(k, "della", "dell'", "delle", "del", "di"); e > 0 {
		k = z.gap(e)
	}
	named := false
	for _, w := range [...]string{"regione autonoma", "regione", "provincia autonoma", "provincia"} {
		if e := z.phrase(k, w); e > 0 {
			k, named = z.gap(e), true
			break
		}
	}
	if named {
		if e := z.anyPhrase(k, "della", "dell'", "di"); e > 0 {
			k = z.gap(e)
		}
	}
	if e := z.phrase(k, "trento"); e > 0 {
		return trento, z.closing(e)
	}
	if e := z.phrase(k, "bolzano"); e > 0 {
		return bolzano, z.closing(e)
	}
	for _, r := range regions {
		for _, s := range r.spelled {
			if e := z.phrase(k, s); e > 0 {
				return r.authority, z.closing(e)
			}
		}
	}
	return "", i
}

// closing passes a bracket that ends the name of a place.
func (z *scanner) closing(e int) int {
	if z.byteAt(e) == ')' {
		return e + 1
	}
	return e
}
