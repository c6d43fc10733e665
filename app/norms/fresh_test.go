package norms_test

import (
	"strings"
	"testing"

	"scranno/app/norms"
)

// TestCitationsOfOtherHands holds forms that papers of other councils have.
func TestCitationsOfOtherHands(t *testing.T) {
	for text, want := range map[string]string{
		"secondo l'art. 16, commi 1 e 3, del T.U. enti locali":                                             "stato:decreto.legislativo:2000;267~art16-com1,art16-com3",
		"l'art. 42, comma 2, lettera a), del Testo unico 18 agosto 2000, n. 267":                           "stato:decreto.legislativo:2000;267~art42-com2-leta",
		"il testo unico del 1° gennaio 1999, n. 12345":                                                     "",
		"la legge Regione Toscana 25 marzo 2015 n. 35":                                                     "regione.toscana:legge:2015;35",
		"la legge della Regione Umbria 18 novembre 1998, n. 37":                                            "regione.umbria:legge:1998;37",
		"l'art. 23 bis della legge reg. Puglia 25/2018":                                                    "regione.puglia:legge:2018;25~art23bis",
		"la L.R.T. 10 novembre 2014, n. 65":                                                                "regione.toscana:legge:2014;65",
		"il D.Lgs. 152/2006 e s.m.i., art. 183, comma 1":                                                   "stato:decreto.legislativo:2006;152~art183-com1",
		"il d.lgs. 1 agosto 2003, n. 259 (telecomunicazioni), art. 44":                                     "stato:decreto.legislativo:2003;259~art44",
		"il d.lgs. 33/2013 (trasparenza), e la legge 241/1990":                                             "stato:decreto.legislativo:2013;33 stato:legge:1990;241",
		"la legge 5 febbraio 1992, n. 104, e la regione Lazio":                                             "stato:legge:1992;104",
		"gli articoli 2 e 3 della legge 241/1990 e successive modificazioni, la legge 7 marzo 1986, n. 65": "stato:legge:1990;241~art2,art3 stato:legge:1986;65",
	} {
		var got []string
		for _, c := range norms.Find(text, norms.Place{}) {
			got = append(got, c.Key())
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q: %q, want %q", text, g, want)
		}
	}
}
