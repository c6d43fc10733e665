package norms_test

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/norms"
)

var showHeld = flag.Bool("held", false, "list what was missed in the texts that are held out")

func keysOf(text string, place norms.Place) []string {
	var out []string
	for _, c := range norms.Find(text, place) {
		out = append(out, c.Key())
	}
	return out
}

// Every usual way to cite, as councillors write it.
func TestFind(t *testing.T) {
	for _, one := range []struct{ text, want string }{
		{"ai sensi del D.Lgs. 82/2005", "stato:decreto.legislativo:2005;82"},
		{"la l. 241/90 e il DPR 445/2000", "stato:legge:1990;241 stato:decreto.presidente.repubblica:2000;445"},
		{"decreto legislativo 18 agosto 2000, n. 267", "stato:decreto.legislativo:2000;267"},
		{"art. 42, comma 2, lett. a), del d.lgs. 18 agosto 2000 n. 267", "stato:decreto.legislativo:2000;267~art42-com2-leta"},
		{"il comma 3 dell'art. 43 del TUEL", "stato:decreto.legislativo:2000;267~art43-com3"},
		{"gli artt. 3, 5 e 7 della legge n. 241 del 1990", "stato:legge:1990;241~art3,art5,art7"},
		{"gli articoli da 10 a 12 del d.P.R. n. 445/2000", "stato:decreto.presidente.repubblica:2000;445~art10,art11,art12"},
		{"artt. 10-12 d.lgs. 33/2013", "stato:decreto.legislativo:2013;33~art10,art11,art12"},
		{"d.l. 18/2020 convertito in legge 27/2020", "stato:decreto.legge:2020;18 stato:legge:2020;27"},
		{"il reg. (UE) 2016/679 e la direttiva 2014/24/UE", "unione.europea:regolamento:2016;679 unione.europea:direttiva:2014;24"},
		{"Regolamento (UE) n. 1303/2013", "unione.europea:regolamento:2013;1303"},
		{"regolamento UE 679/2016", "unione.europea:regolamento:2016;679"},
		{"direttiva 92/43/CEE", "unione.europea:direttiva:1992;43"},
		{"l'art. 97 Cost. e l'articolo 118 della Costituzione", "stato:costituzione~art97 stato:costituzione~art118"},
		{"la Costituzione garantisce; la Costituzione di un gruppo", "stato:costituzione"},
		{"art. 2043 c.c. e art. 323 c.p.", "stato:regio.decreto:1942;262~art2043 stato:regio.decreto:1930;1398~art323"},
		{"L.R. Toscana n. 65/2014", "regione.toscana:legge:2014;65"},
		{"legge regionale della Lombardia 11 marzo 2005, n. 12", "regione.lombardia:legge:2005;12"},
		{"l.r. 24/2017 (Emilia-Romagna)", "regione.emilia.romagna:legge:2017;24"},
		{"L.R. 5/2010", "regione:legge:2010;5"},
		{"legge provinciale n. 5 del 2006 e l.p. 7/1997", "provincia:legge:2006;5 provincia:legge:1997;7"},
		{"il GDPR, il CAD e il Codice della strada", "unione.europea:regolamento:2016;679 stato:decreto.legislativo:2005;82 stato:decreto.legislativo:1992;285"},
		{"art. 1, commi 1, 3 e 5-bis, della L. 190/2012", "stato:legge:2012;190~art1-com1,art1-com3,art1-com5bis"},
		{"l'articolo 42,\ncomma 2,  **lettera** b) del _decreto\nlegislativo_ 18 agosto\n2000, n.\n267", "stato:decreto.legislativo:2000;267~art42-com2-letb"},
		{"leggi n. 241/1990 e n. 104/1992", "stato:legge:1990;241 stato:legge:1992;104"},
		{"il secondo comma dell'art. 52 del TUEL", "stato:decreto.legislativo:2000;267~art52-com2"},
		{"la lettera a) del comma 2 dell'articolo 42 del TUEL", "stato:decreto.legislativo:2000;267~art42-com2-leta"},
		{"L. 241/1990, art. 3 e poi altro", "stato:legge:1990;241~art3"},
		{"L. 241/1990, art. 3 del d.lgs. 33/2013", "stato:legge:1990;241 stato:decreto.legislativo:2013;33~art3"},
		{"la legge 5 febbraio 1992, n. 104; della legge 104 si dirà", "stato:legge:1992;104 stato:legge:1992;104"},
		{"il R.D. 18 giugno 1931, n. 773", "stato:regio.decreto:1931;773"},
		{"legge costituzionale 18 ottobre 2001, n. 3", "stato:legge.costituzionale:2001;3"},
		{"LEGGE 7 AGOSTO 1990, N. 241", "stato:legge:1990;241"},
		{"l’art. 10, c. 1 e 2, D. Lgs n. 267/00", "stato:decreto.legislativo:2000;267~art10-com1,art10-com2"},
		{"la L197/2022 e il DPR445/2000", "stato:legge:2022;197 stato:decreto.presidente.repubblica:2000;445"},
		{"il decreto 24 gennaio 2023 del Ministro della salute", "stato:decreto.ministeriale:2023-01-24"},
		{"decreto del Ministro dell’interno 4 maggio 2001, n. 9", "stato:decreto.ministeriale:2001;9"},
		{"il Codice della strada (d.lgs. 30 aprile 1992, n. 285), art. 7", "stato:decreto.legislativo:1992;285~art7"},
		{"gli articoli 3, comma 1, e 5 della l. 241/1990", "stato:legge:1990;241~art3-com1,art5"},
		{"l'art. 9 della nostra Costituzione", "stato:costituzione~art9"},
		{"il decreto del Sindaco n. 5 del 2020, il Regolamento comunale n. 12/2019, la direttiva 5/2020", ""},
		{"c.p. 38122, tel. 0461 227340, co. 3, L. 10.000, l. 5 e 6, D.L. e S.S. 45 bis", ""},
		{"la strada provinciale n. 14/2020, la L.P. dei boschi, LR, il DM e il DPR", ""},
		{"entro il 5/2020 si rifà l'art. 3 del bando; legge e ordine; 18 agosto 2000, n. 267", ""},
		{"art. 13 del regolamento comunale, art. 5 dello statuto", ""},
		{"via Legge 12, l. 3, il 5/2020, art. 3 e il comma 2", ""},
		{"il Consiglio di legge approva la legge", ""},
		{"delibera n. 241/1990 e determina 50/2016", ""},
	} {
		if got := strings.Join(keysOf(one.text, norms.Place{}), " "); got != one.want {
			t.Errorf("%q: %q, want %q", one.text, got, one.want)
		}
	}
}

// What a citation is called and where it is read.
func TestLabelAndLink(t *testing.T) {
	const nir = "https://www.normattiva.it/uri-res/N2Ls?urn:nir:"
	const lex = "https://eur-lex.europa.eu/legal-content/IT/TXT/?uri=CELEX:"
	for _, one := range []struct{ text, label, link string }{
		{"art. 42, c. 2, lett. a) TUEL", "art. 42, comma 2, lett. a), d.lgs. 18 agosto 2000, n. 267", nir + "stato:decreto.legislativo:2000-08-18;267~art42"},
		{"artt. 3 e 10-bis l. 241/90", "artt. 3 e 10-bis, l. 7 agosto 1990, n. 241", nir + "stato:legge:1990-08-07;241~art3"},
		{"legge 12/2017", "l. 12/2017", nir + "stato:legge:2017;12"},
		{"art. 97 Cost.", "art. 97 della Costituzione", nir + "stato:costituzione:1947-12-27~art97"},
		{"art. 2043 c.c.", "art. 2043 del codice civile", nir + "stato:regio.decreto:1942-03-16;262:2~art2043"},
		{"GDPR", "regolamento (UE) 2016/679", lex + "32016R0679"},
		{"direttiva 92/43/CEE", "direttiva 92/43/CEE", lex + "31992L0043"},
		{"direttiva 2014/24/UE", "direttiva 2014/24/UE", lex + "32014L0024"},
		{"L.R. Toscana 65/2014", "l.r. 65/2014", ""},
		{"DPCM 3.12.2013, art. 20", "art. 20, d.P.C.M. 3 dicembre 2013", ""},
		{"legge provinciale 1° luglio 2011, n. 9", "l.p. 1° luglio 2011, n. 9", ""},
		{"D.P.P. n. 11-69/Leg del 2011", "d.P.P. n. 11-69/Leg del 2011", ""},
	} {
		c := norms.Find(one.text, norms.Place{})
		if len(c) != 1 {
			t.Errorf("%q: %d citations", one.text, len(c))
			continue
		}
		link, _ := c[0].Link()
		if c[0].Label() != one.label || link != one.link {
			t.Errorf("%q: %q %q", one.text, c[0].Label(), link)
		}
		if again, ok := norms.ParseKey(c[0].Key()); !ok || again.Key() != c[0].Key() {
			t.Errorf("%q: key %q is read as %q", one.text, c[0].Key(), again.Key())
		}
	}
}

// A law without a name is that of the act's own region or province.
func TestPlace(t *testing.T) {
	for _, one := range []struct {
		place norms.Place
		want  string
	}{
		{norms.Place{Region: "08"}, "regione.emilia.romagna:legge:2017;24 provincia:legge:2011;9"},
		{norms.Place{Region: "04", Body: "istat:022205"}, "regione.trentino.alto.adige:legge:2017;24 provincia.trento:legge:2011;9"},
		{norms.Place{Region: "04", Body: "prov:021"}, "regione.trentino.alto.adige:legge:2017;24 provincia.bolzano:legge:2011;9"},
	} {
		if got := strings.Join(keysOf("l.r. 24/2017, l.p. 9/2011", one.place), " "); got != one.want {
			t.Errorf("%+v: %s", one.place, got)
		}
	}
	old := norms.Find("il Codice dei contratti pubblici", norms.Place{Date: "2020-05-01"})
	if len(old) != 1 || old[0].Norm.Key() != "stato:decreto.legislativo:2016;50" {
		t.Errorf("the code of contracts in 2020: %+v", old)
	}
}

// What is abrogated, since when, by what; and how its place is taken in a text.
func TestAbrogated(t *testing.T) {
	for _, one := range []struct{ text, day, from, want string }{
		{"ai sensi del d.lgs. 163/2006", "", "2016-04-19", "ai sensi del d.lgs. 31 marzo 2023, n. 36"},
		{"ai sensi del d.lgs. 163/2006", "2018-01-01", "2016-04-19", "ai sensi del d.lgs. 18 aprile 2016, n. 50"},
		{"visto l'art. 36, comma 2, del d.lgs. 50/2016.", "", "2023-07-01", "visto l'art. [articolo da verificare] del d.lgs. 31 marzo 2023, n. 36."},
		{"il d.lgs. 50/2016, art. 36, dispone", "", "2023-07-01", "il d.lgs. 31 marzo 2023, n. 36, art. [articolo da verificare], dispone"},
		{"il d.lgs. 50/2016", "2023-06-30", "", ""},
		{"il d.lgs. 267/2000", "", "", ""},
	} {
		c := norms.Find(one.text, norms.Place{})[0]
		a, ok := norms.AbrogatedOn(c.Norm, civic.Date(one.day))
		if string(a.From) != one.from || ok != (one.from != "") {
			t.Errorf("%q on %q: %+v", one.text, one.day, a)
			continue
		}
		if ok && norms.Replace(one.text, c, a.Successor) != one.want {
			t.Errorf("%q: %q", one.text, norms.Replace(one.text, c, a.Successor))
		}
	}
}

// What acts are asked by meets the words of the acts that cite it.
func TestWords(t *testing.T) {
	have := norms.Words("l'art. 42, comma 2, lett. b), del TUEL e la l.p. 9/2011", norms.Place{Region: "04", Body: "prov:022"}, nil)
	for query, want := range map[string]bool{
		"dlgs 267/2000": true, "dlgs 267/2000 art 42": true, "tuel art. 42 comma 2": true, "art. 42 TUEL": true,
		"stato:decreto.legislativo:2000;267~art42": true, "art. 43 TUEL": false, "l.p. 9/2011": true, "LP 9/2011": true,
		"legge provinciale di Bolzano 9/2011": false, "provincia.trento:legge:2011;9": true, "l. 241/1990": false,
	} {
		asked := norms.Query(query)
		found := len(asked) > 0
		for _, w := range asked {
			found = found && slices.Contains(have, w)
		}
		if found != want || len(asked) == 0 {
			t.Errorf("%q asks for %v, found %v in %v", query, asked, found, have)
		}
	}
	if norms.Query("asilo nido") != nil {
		t.Error("words are taken for a norm")
	}
}
