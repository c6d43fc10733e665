package drafting_test

import (
	"errors"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/app/drafting"
)

const file = `---
kind: motion
subject: Strade scolastiche: avvio della sperimentazione
body: demo:908001
addressees: il Sindaco; la Giunta
themes: school; mobility
signatories: Giulia Conti (Insieme per Valchiara); Ugo Sarti
---

Premesso che le vie sono pericolose;

impegna il Sindaco e la Giunta a provvedere.
`

func TestFileThereAndBack(t *testing.T) {
	c, err := drafting.ParseFile(file, ids)
	if err != nil {
		t.Fatal(err)
	}
	if c.Kind != civic.Motion || c.Subject != "Strade scolastiche: avvio della sperimentazione" || len(c.Addressees) != 2 ||
		len(c.Themes) != 2 || len(c.Signatories) != 2 || c.Signatories[0].Group != "Insieme per Valchiara" {
		t.Errorf("%+v", c)
	}
	if got := drafting.FormatFile(c); got != file {
		t.Errorf("written back:\n%s", got)
	}
}

func TestFileInItalianAndWithoutFrontMatter(t *testing.T) {
	c, err := drafting.ParseFile("---\ntipo: interrogazione\noggetto: Ponti\nente: 037006\n---\nSi chiede alla Giunta se", ids)
	if err != nil || c.Kind != civic.Question || c.Body != "istat:037006" {
		t.Errorf("%+v, %v", c, err)
	}
	c, err = drafting.ParseFile("Solo testo\n---\nancora", ids)
	if err != nil || c.Subject != "" || drafting.Join(c.Clauses) != "Solo testo\n---\nancora" {
		t.Errorf("%+v, %v", c, err)
	}
}

// Who forgets the closing line must not publish the keys as text.
func TestFrontMatterWithoutAnEnd(t *testing.T) {
	for _, open := range []string{"---\nkind: motion\n\nPremesso che", "---", "---\n", "--- \n\n--\n"} {
		_, err := drafting.ParseFile(open, ids)
		e, ok := errors.AsType[*civic.Error](err)
		if !ok || e.Kind != civic.Invalid || e.Params["line"] != "1" {
			t.Errorf("%q: %v", open, err)
		}
	}
	c, err := drafting.ParseFile("--- \r\nkind: motion\r\n---\t\r\nPremesso che piove", ids)
	if err != nil || c.Kind != civic.Motion || drafting.Join(c.Clauses) != "Premesso che piove" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestFileErrorsNameTheLine(t *testing.T) {
	for _, bad := range []string{"kind: poem", "colour: red", "no colon here", "themes: x", "date: 31/12/2026", "body: nowhere"} {
		_, err := drafting.ParseFile("---\nsubject: x\n"+bad+"\n---\ntext", ids)
		e, ok := errors.AsType[*civic.Error](err)
		if !ok || e.Kind != civic.Invalid || !strings.Contains(bad, e.Params["field"]) || e.Params["line"] != "3" {
			t.Errorf("%q: %+v", bad, err)
		}
	}
}

func TestCheck(t *testing.T) {
	c, err := drafting.ParseFile(file, ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range drafting.Check(complete(c), drafting.Context{}) {
		if f.Severity != civic.Hint {
			t.Errorf("on a complete draft: %+v", f)
		}
	}
	c = complete(c)
	c.Clauses[0].Text = "le vie di [Comune] sono pericolose;"
	c.Subject = ""
	codes := map[string]civic.Severity{}
	for _, f := range drafting.Check(c, drafting.Context{}) {
		codes[f.Code] = f.Severity
	}
	if codes["placeholder"] != civic.Blocking || codes["subject_missing"] != civic.Blocking {
		t.Errorf("%v", codes)
	}
}

func complete(c civic.Content) civic.Content {
	c.Level, c.Region, c.BodyName = civic.Municipal, "08", "Valchiara"
	return c
}

func TestGazetteer(t *testing.T) {
	g, err := drafting.NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	for code, name := range map[civic.BodyCode]string{"istat:037006": "Bologna", "prov:022": "Provincia di Trento", "reg:08": "Regione Emilia-Romagna", "it:senato": "Senato della Repubblica", "x:karlsruhe": "karlsruhe"} {
		b, err := g.Body(code)
		if err != nil || b.Name != name || b.Code() != code {
			t.Errorf("%s: %+v, %v", code, b, err)
		}
	}
	if _, err := g.Body("istat:999999"); !civic.Is(err, civic.NotFound) {
		t.Errorf("an unknown code: %v", err)
	}
	for typed, want := range map[string]string{"bolog": "Bologna", "l'aquila": "L'Aquila", "laquila": "", "aldein": "Aldino", "reggio nell": "Reggio nell'Emilia"} {
		got := g.Find(typed, 5)
		if want == "" && len(got) == 0 {
			continue
		}
		if len(got) == 0 || got[0].Name != want {
			t.Errorf("%q: %+v", typed, got)
		}
	}
}

func TestAddresseesFollowTheLevel(t *testing.T) {
	for _, tc := range []struct {
		b    civic.Body
		want string
	}{
		{civic.Body{Level: civic.Municipal, Region: "08", Kind: "municipality"}, "il Sindaco e la Giunta"},
		{civic.Body{Level: civic.Municipal, Region: "15", Kind: "district"}, "il Presidente del Municipio"},
		{civic.Body{Level: civic.Provincial, Region: "08"}, "il Presidente della Provincia"},
		{civic.Body{Level: civic.Provincial, Region: "04"}, "il Presidente della Provincia e la Giunta"},
		{civic.Body{Level: civic.Regional, Region: "08"}, "il Presidente e la Giunta regionale"},
		{civic.Body{Level: civic.National, Region: civic.NationWide}, "il Governo"},
	} {
		if got := drafting.Addressees(civic.Motion, tc.b); len(got) != 1 || got[0] != tc.want {
			t.Errorf("%+v: %v", tc.b, got)
		}
	}
}
