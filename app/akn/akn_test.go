package akn_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"scranno/app/akn"
	"scranno/app/civic"
	"scranno/app/samples"
)

func ids(i int) civic.ID { return civic.DerivedID("akn", fmt.Sprint(i)) }

func written(t rapid.TB, c civic.Content) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := akn.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// clause draws a clause of any form, as messy as people write.
func clause(t *rapid.T, i int) civic.Clause {
	word := rapid.SampledFrom([]string{
		"premesso che", "visto", "1.", "2)", "a)", "–", "Art. 1.", "Art. 2-bis", "impegna il Sindaco e la Giunta a:", "", "",
		"l’art. 42, comma 2, del d.lgs. 18 agosto 2000, n. 267", "riga una\nriga due", " spazi  doppi ", "<b>&\"'", "testo",
		"la legge 7 agosto 1990, n. 241", "\t", "\n", "art. 3 Cost.", "Re, Ne e Lu", "😀",
	})
	c := civic.Clause{
		ID: civic.DerivedID("clause", fmt.Sprint(i)), Section: rapid.SampledFrom(civic.Sections()).Draw(t, "section"),
		Opener: word.Draw(t, "opener"), Text: strings.Join(rapid.SliceOfN(word, 0, 3).Draw(t, "text"), " "),
	}
	if rapid.Bool().Draw(t, "reused") {
		c.Origins, c.Sep = []civic.ID{civic.DerivedID("origin")}, "\n\n"
	}
	return c
}

func act(t *rapid.T) civic.Content {
	c := civic.Content{
		Kind: rapid.SampledFrom(civic.ActKinds()).Draw(t, "kind"), Level: civic.Municipal, Body: "demo:908001", BodyName: "Borgo Lieto & C.",
		Region: "08", Subject: rapid.SampledFrom([]string{"Zone 30", "", " due  spazi "}).Draw(t, "subject"),
		Date: rapid.SampledFrom([]civic.Date{"", "2026-03-12"}).Draw(t, "date"), Place: rapid.SampledFrom([]string{"", "Borgo Lieto"}).Draw(t, "place"),
		Protocol: rapid.SampledFrom([]string{"", "41/2026", "—"}).Draw(t, "protocol"), Addressees: []string{"il Sindaco e la Giunta"},
	}
	if rapid.Bool().Draw(t, "signed") {
		c.Signatories = []civic.Signatory{{Name: "Ada Neri", Group: "Lista Ponte"}, {Name: "Bruno Sala"}}
		c.Themes = []civic.Theme{"school"}
		c.Lineage = &civic.Lineage{Parent: civic.DerivedID("parent"), Revision: 3, Mode: civic.Adapted}
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "clauses") {
		c.Clauses = append(c.Clauses, clause(t, i))
	}
	return c
}

// What is written is read as it was, and written again the same.
func TestWrittenAndReadIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := act(t)
		first := written(t, c)
		got, err := akn.Read(first, ids)
		if err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		if !reflect.DeepEqual(got, c) {
			t.Fatalf("read %+v\nnot  %+v\n%s", got, c, first)
		}
		if again := written(t, got); !bytes.Equal(again, first) {
			t.Fatalf("written again:\n%s\nnot\n%s", again, first)
		}
	})
}

func TestWhatIsWrittenValidates(t *testing.T) {
	dir := t.TempDir()
	var files []string
	draw := rapid.Custom(act)
	for i := range 300 {
		path := filepath.Join(dir, fmt.Sprintf("%03d.xml", i))
		if err := os.WriteFile(path, written(t, draw.Example(i)), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	samples.Validate(t, files)
}

// The Senate's way: ids without an e, the draft's namespace, indented text.
const senate = `<?xml version="1.0" encoding="UTF-8"?>
<an:akomaNtoso xmlns:an="http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD03">
 <an:bill name="ddl">
  <an:meta><an:identification source="#sr"><an:FRBRWork><an:FRBRthis value="x"/><an:FRBRdate date="2018-03-23" name=""/></an:FRBRWork></an:identification></an:meta>
  <an:preface><an:p><an:docType>DISEGNO DI LEGGE</an:docType></an:p>
   <an:p>d’iniziativa del senatore <an:docProponent>NERI</an:docProponent></an:p>
   <an:p><an:docTitle>Disposizioni in materia di
      biblioteche</an:docTitle></an:p></an:preface>
  <an:body>
   <an:article id="art1"><an:num>Art. 1.</an:num><an:heading>(Finalità)</an:heading>
    <an:paragraph id="art1-com1"><an:num>1.</an:num><an:content><an:p>La Repubblica promuove la
       <an:ref href="#">lettura</an:ref>.</an:p></an:content></an:paragraph>
    <an:paragraph><an:num>2.</an:num><an:list><an:intro><an:p>A tal fine:</an:p></an:intro>
      <an:point><an:num>a)</an:num><an:content><an:p>apre sale;</an:p></an:content></an:point>
      <an:point><an:num>b)</an:num><an:content><an:p>presta libri.</an:p></an:content></an:point></an:list></an:paragraph>
   </an:article>
  </an:body>
 </an:bill>
</an:akomaNtoso>`

func TestOthersFilesAreRead(t *testing.T) {
	c, err := akn.Read([]byte(senate), ids)
	if err != nil {
		t.Fatal(err)
	}
	if c.Kind != civic.Bill || c.Subject != "Disposizioni in materia di biblioteche" || c.Date != "2018-03-23" ||
		len(c.Signatories) != 1 || c.Signatories[0].Name != "NERI" {
		t.Errorf("%+v", c)
	}
	var got []string
	for _, x := range c.Clauses {
		got = append(got, string(x.Section)+"|"+x.Opener+"|"+x.Text)
	}
	want := []string{
		"article|Art. 1.|(Finalità)", "article|1.|La Repubblica promuove la lettura.", "article|2.|", "article||A tal fine:",
		"article|a)|apre sale;", "article|b)|presta libri.",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestWhatIsNoAkomaNtosoIsSaid(t *testing.T) {
	for _, text := range []string{"", "testo", "<html/>", "<akomaNtoso>", "<akomaNtoso/>", strings.Repeat("<akomaNtoso>", 300)} {
		if _, err := akn.Read([]byte(text), ids); !civic.Is(err, civic.Invalid) {
			t.Errorf("%.30q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(senate))
	f.Add([]byte(`<akomaNtoso><doc name="x"><mainBody><p/></mainBody></doc></akomaNtoso>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := akn.Read(data, ids)
		if err != nil {
			return
		}
		if _, err := akn.Read(written(t, c), ids); err != nil {
			t.Errorf("written from what was read: %v", err)
		}
	})
}
