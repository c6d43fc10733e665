package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"scranno/app/civic"
)

// pdfOfPages is a PDF as an office's program writes it: lines by "TJ" in a font of
// its own numbering, with a table that says what the codes mean. wide: codes of two
// bytes. stamp: what each page draws by a form. The checksum in the trailer looks like
// a number.
func pdfOfPages(wide bool, stamp string, pages ...string) []byte {
	codes, table, width := map[rune]int{}, "", ""
	code := func(r rune) int {
		if codes[r] == 0 {
			codes[r] = len(codes) + 1
			table += fmt.Sprintf("<%0*X> <%04X>\n", map[bool]int{true: 4, false: 2}[wide], codes[r], r)
			width += "500 "
		}
		return codes[r]
	}
	for _, r := range "abcdefghin" { // the tenth is what a line feed would be
		code(r)
	}
	var kids string
	objects := make([]string, 6)
	for _, page := range pages {
		var b strings.Builder
		for i, l := range strings.Split(page, "\n") {
			var hex strings.Builder
			for _, r := range l {
				fmt.Fprintf(&hex, "%0*X", map[bool]int{true: 4, false: 2}[wide], code(r))
			}
			if l != "" {
				fmt.Fprintf(&b, "BT /F1 10 Tf 1 0 0 1 72 %d Tm [<%s>] TJ ET\n", 780-14*i, hex.String())
			}
		}
		b.WriteString("/S Do\n")
		kids += fmt.Sprintf("%d 0 R ", len(objects)+1)
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /S 6 0 R >> >> >>", len(objects)+2),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", b.Len(), b.String()))
	}
	cmap := "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
	font := fmt.Sprintf("<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 1 /LastChar %d /Widths [%s] /ToUnicode 4 0 R >>", len(codes), width)
	if wide {
		cmap = strings.Replace(cmap, "<00> <FF>", "<0000> <FFFF>", 1)
		font = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 4 0 R >>"
	}
	cmap += fmt.Sprintf("%d beginbfchar\n%sendbfchar endcmap", len(codes), table)
	objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(pages))
	objects[2] = font
	objects[3] = fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(cmap), cmap)
	objects[4] = fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [1 [%s]] >>", width)
	objects[5] = fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length %d >>\nstream\n%s\nendstream", len(stamp), stamp)
	return pdfFile(objects, "\n/DocChecksum /98765432109876543210ABCDEF012345\n")
}

// The text is that of the paper: no letter more, lines joined where the paper broke
// them and nowhere else, nothing of the head and the foot of the pages.
func TestPagesOfAnOfficesProgram(t *testing.T) {
	first := "Gruppo consiliare, pagina 1\n\n" +
		"Il verde di via Roma e di viale dei Tigli manca di cura da mesi e i vicini se ne lamentano. Le\n" +
		"siepi coprono i cartelli. Il Comune ha chiesto un preventivo ai sensi dell'art. 50, comma 1-\n" +
		"bis, del codice, e la ditta che aveva il servizio nello scorso anno ha rinunciato a presen-\n" +
		"tarlo\n" +
		"Altra riga breve\n" +
		"e la spesa, che il bilancio dello scorso anno aveva previsto per intero, non fu mai iscritta e\n\n" +
		"Comune di Prova, tel. 0123\n1 / 2"
	second := "Gruppo consiliare, pagina 2\n\nnemmeno richiesta dagli uffici.\n\n\n\n\n\n\nComune di Prova, tel. 0123\n2 / 2"
	for _, wide := range []bool{false, true} {
		c, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypePDF, Data: pdfOfPages(wide, "", first, second)}, ids)
		if err != nil {
			t.Errorf("wide %v: %v", wide, err)
			continue
		}
		got := textOf(c)
		for _, want := range []string{
			"se ne lamentano. Le siepi coprono i cartelli. Il Comune ha chiesto", "comma 1-bis, del codice", "a presentarlo\n", "Altra riga breve\n",
			"non fu mai iscritta e nemmeno richiesta dagli uffici.",
		} {
			if !strings.Contains(got+"\n", want) {
				t.Errorf("wide %v: no %q in\n%s", wide, want, got)
			}
		}
		if strings.Contains(got, "Gruppo consiliare") || strings.Contains(got, "tel.") || strings.Contains(got, "/ 2") {
			t.Errorf("wide %v: head or foot in\n%s", wide, got)
		}
	}
}

// Capital letters, days and compounds break where the paper means it.
func TestLinesOfAnActInCapitals(t *testing.T) {
	data := pdfOfPages(false, "", "PREMESSO CHE LA BIBLIOTECA DEL CORSO È CHIUSA DAL MESE DI\n"+
		"MAGGIO E CHE LA STRADA DA MASSA-CARRARA E DALLA VALLE DI MASSA-\nCARRARA NON È PIÙ APERTA AL TRAFFICO DOPO LA FRANA DEL 30-\n"+
		"04-2026;\nTUTTO CIÒ PREMESSO IL CONSIGLIO COMUNALE DELLA CITTÀ DI PROVA\nIMPEGNA LA GIUNTA A RIAPRIRLA IN TEMPI CHE SIANO BREVI E CERTI.\n"+
		"Prova, 3 marzo 2026")
	c, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypePDF, Data: data}, ids)
	got := textOf(c)
	for _, want := range []string{"DAL MESE DI MAGGIO", "DI MASSA-CARRARA NON", "DEL 30-04-2026;\n", "CITTÀ DI PROVA\n", "CERTI.\n"} {
		if err != nil || !strings.Contains(got, want) {
			t.Errorf("%v: no %q in\n%s", err, want, got)
		}
	}
}

// TestAStampIsText reads what a page draws by a form of its own.
func TestAStampIsText(t *testing.T) {
	data := pdfOfPages(false, "BT /F1 10 Tf 1 0 0 1 72 700 Tm <0102> Tj ET", "Testo della mozione sulle piste che mancano da anni lungo la strada della stazione, e che i\nciclabili percorsi aspettano.")
	c, err := apart().Text(t.Context(), civic.LocalFile{Type: civic.TypePDF, Data: data}, ids)
	if got := textOf(c); err != nil || !strings.Contains(got, "ab") || !strings.Contains(got, "ciclabili") {
		t.Errorf("%v\n%s", err, got)
	}
}
