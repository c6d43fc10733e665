package settings_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"scranno/app/civic"
	"scranno/ui/settings"
	"scranno/ui/uitest"
)

// chamber keeps one council profile.
type chamber struct {
	kept civic.CouncilProfile
	done []string
	fail error
}

func (c *chamber) Home(context.Context) (civic.BodyCode, error) {
	if c.kept.Body == "" {
		return "", civic.NewError(civic.NotFound, "test", "")
	}
	return c.kept.Body, nil
}

func (c *chamber) Profile(_ context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	if c.kept.Body == body {
		return c.kept, nil
	}
	return civic.CouncilProfile{Format: civic.CouncilFormat, Body: body, Name: "Valchiara", Base: civic.BaseTUEL}, nil
}

func (c *chamber) Keep(_ context.Context, p civic.CouncilProfile) (civic.CouncilProfile, error) {
	if err := p.Validate(); err != nil {
		return p, err
	}
	c.kept = p
	c.done = append(c.done, "keep")
	return p, c.fail
}

func (c *chamber) Reset(_ context.Context, _ civic.BodyCode, base string) (civic.CouncilProfile, error) {
	c.done = append(c.done, "reset "+base)
	return c.kept, nil
}

func (c *chamber) SetArms(_ context.Context, _ civic.BodyCode, path string) (civic.CouncilProfile, error) {
	c.kept.Arms = nil
	c.done = append(c.done, "arms "+path)
	return c.kept, nil
}

func (c *chamber) ImportFile(context.Context, string) (civic.CouncilProfile, error) {
	return c.kept, nil
}

func (c *chamber) Export(context.Context, civic.BodyCode) ([]byte, error) {
	return []byte(`{"format":1}`), nil
}

func (c *chamber) FindBodies(_ context.Context, typed string, _ int) ([]civic.Body, error) {
	if !strings.HasPrefix("valchiara", strings.ToLower(typed)) {
		return nil, nil
	}
	return []civic.Body{{Name: "Valchiara", Province: "PR", Codes: []civic.DatedCode{{Code: "demo:908001"}}}}, nil
}

func (c *chamber) did(what string) func() bool {
	return func() bool { return slices.Contains(c.done, what) }
}

func full() *chamber {
	return &chamber{kept: civic.CouncilProfile{
		Format: civic.CouncilFormat, Base: civic.BaseTUEL, Body: "demo:908001", Name: "Valchiara", Region: "08", Patron: "06-24", Seats: 12,
		Offices: []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Enzo Neri"}},
		Rules: []civic.CouncilRule{
			{Name: civic.RuleAnswerDays, Kinds: []civic.ActKind{civic.Question}, Value: 30, Source: "TUEL, art. 43, c. 3", Law: true},
			{Name: civic.RuleSignatures, Kinds: []civic.ActKind{civic.SessionRequest}, Value: 1, Of: 5, Source: "TUEL, art. 39, c. 2", Law: true},
		},
	}}
}

func showCouncil(t *testing.T, c *chamber) *uitest.Screen {
	s := uitest.NewScreen(t)
	s.Show(settings.New(councillor(), s.Host, settings.Program{Exports: t.TempDir(), Council: c}))
	s.Page.Open("council")
	return s
}

func TestTheCouncilIsShownWithItsArticles(t *testing.T) {
	s := showCouncil(t, full())
	s.UntilSees("Valchiara · Profilo di partenza: TUEL (statuto ordinario)", "24/06", "Enzo Neri",
		"Giorni per la risposta: 30 · Interrogazione · TUEL, art. 43, c. 3",
		"Firme necessarie: 1/5 dei consiglieri assegnati · Richiesta di convocazione · TUEL, art. 39, c. 2")
}

func TestTheCouncilIsChangedAndKept(t *testing.T) {
	c := full()
	s := showCouncil(t, c)
	s.UntilSees("Enzo Neri")
	s.Write("In cima alle bozze nuove per questo Consiglio", "Gruppo Insieme")
	s.Write("Giorno e mese, per esempio 24/06", "4/10")
	s.Write("Senza contare il Sindaco", "16")
	s.Press("Salva")
	s.Until("it is kept", c.did("keep"))
	if c.kept.Heading != "Gruppo Insieme" || c.kept.Patron != "10-04" || c.kept.Seats != 16 || c.kept.Holder(civic.OfficeMayor) != "Enzo Neri" {
		t.Errorf("%+v", c.kept)
	}
	s.UntilSees("04/10")
	s.Write("Giorno e mese, per esempio 24/06", "fine giugno")
	s.Press("Salva")
	s.Until("the trouble", func() bool {
		return slices.ContainsFunc(s.Toasts, func(x string) bool { return strings.Contains(x, "giorno del patrono") })
	})
	if c.kept.Patron != "10-04" {
		t.Errorf("%q was kept", c.kept.Patron)
	}
}

func TestARuleIsAddedWithItsArticle(t *testing.T) {
	c := full()
	s := showCouncil(t, c)
	s.UntilSees("Aggiungi una regola…")
	s.Press("Aggiungi una regola…")
	s.Write("Un numero; per le firme anche una parte, come 1/5", "3")
	s.Write("Per esempio: Regolamento del Consiglio, art. 12", "Regolamento, art. 12")
	s.Press("Aggiungi")
	s.UntilSees("Firme necessarie: 3 · Tutti i tipi · Regolamento, art. 12")
	s.Press("Riparti dal profilo da compilare")
	s.Sees("Le regole scritte qui si perdono")
	s.Press("Riparti")
	s.Until("the blank one", c.did("reset blank"))
}

func TestTheProfileGoesIntoAFile(t *testing.T) {
	c := full()
	s := showCouncil(t, c)
	s.UntilSees("Esporta il profilo")
	s.Press("Esporta il profilo")
	s.Until("word about it", func() bool { return len(s.Toasts) > 0 })
	all, err := os.ReadDir(s.Host.Exports)
	if err != nil || len(all) != 1 || !strings.HasSuffix(all[0].Name(), ".json") {
		t.Errorf("%v %v", all, err)
	}
}

func TestWithoutACouncilOneChoosesTheBody(t *testing.T) {
	c := &chamber{}
	s := showCouncil(t, c)
	s.UntilSees("Scegli il tuo Comune")
	s.Write("Comincia a scrivere il nome del Comune o dell’ente", "valc")
	s.UntilSees("Valchiara (PR)")
	s.Press("Valchiara (PR)")
	s.Until("it is kept", c.did("keep"))
	s.UntilSees("Consiglieri assegnati")
}
