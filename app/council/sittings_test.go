package council_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
)

const convocation = `COMUNE DI VALCHIARA
Prot. n. 1234 del 2 maggio 2026

Oggetto: convocazione del Consiglio comunale in seduta straordinaria, prima convocazione

La S.V. è invitata alla seduta del Consiglio comunale che si terrà il giorno
12 maggio 2026 alle ore 20.30 presso la sala consiliare di piazza della Fonte, per trattare il seguente

ORDINE DEL GIORNO

1. Approvazione dei verbali della seduta precedente;
2) Mozione sugli alberi lungo la ciclabile
   presentata dalla consigliera Verdi;
3 - Variazione al bilancio di previsione
2026/2028

La seduta sarà trasmessa su https://diretta.example.it/valchiara.
Cordiali saluti

Il Presidente del Consiglio`

func TestAConvocationIsCut(t *testing.T) {
	f := begin(t)
	mine := civic.DerivedID("mine")
	f.s.acts[mine] = civic.ActView{Act: civic.Act{Content: civic.Content{Kind: civic.Motion, Subject: "Alberi lungo la ciclabile"}}}
	s, err := f.ReadConvocation(t.Context(), convocation, "")
	f.ok(err)
	if s.Body != valchiara || s.BodyName != "Valchiara" || s.Organ != "Consiglio comunale" || s.Kind != civic.SittingExtraordinary || s.Call != 1 {
		t.Errorf("%+v", s)
	}
	if want := time.Date(2026, 5, 12, 20, 30, 0, 0, time.UTC); !s.At.Equal(want) {
		t.Errorf("when: %v", s.At)
	}
	if s.Place != "la sala consiliare di piazza della Fonte" || s.Link != "https://diretta.example.it/valchiara" {
		t.Errorf("where: %q %q", s.Place, s.Link)
	}
	var got []string
	for _, it := range s.Items {
		got = append(got, it.Number+" "+it.Subject)
	}
	want := "1 Approvazione dei verbali della seduta precedente|2 Mozione sugli alberi lungo la ciclabile presentata dalla consigliera Verdi|3 Variazione al bilancio di previsione 2026/2028"
	if strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
	if s.Items[1].Act != mine || !s.Items[1].Mine || s.Items[0].Mine || s.Items[2].Mine {
		t.Errorf("my act: %+v", s.Items)
	}
}

func TestAnAgendaInOneParagraph(t *testing.T) {
	f := begin(t)
	s, err := f.ReadConvocation(t.Context(), "Il Consiglio è convocato il 3 giugno alle ore 18 con il seguente o.d.g.: 1) Comunicazioni del Sindaco; 2) Rendiconto 2025; 3) Interrogazioni.", "")
	f.ok(err)
	if len(s.Items) != 3 || s.Items[1].Subject != "Rendiconto 2025" || s.At.Month() != time.June || s.At.Year() != 2026 || s.At.Hour() != 18 {
		t.Errorf("%+v", s)
	}
}

// What stands below the agenda is no part of its last item.
func TestTheLastItemEndsWhereTheAgendaDoes(t *testing.T) {
	f := begin(t)
	head := "Il Consiglio comunale è convocato il 12 maggio 2026 alle ore 20.30.\n\n1. Comunicazioni\n2. Mozione sugli alberi"
	first := time.Date(2026, 5, 12, 20, 30, 0, 0, time.UTC)
	second, amend := first.Add(24*time.Hour), time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)
	for below, want := range map[string][2]time.Time{
		".\nIn seconda convocazione il 13 maggio 2026 alle ore 20.30.\nGli emendamenti vanno presentati entro le ore 12 del 10 maggio 2026.":   {second, amend},
		". In seconda convocazione il 13 maggio, stessa ora. Gli emendamenti vanno presentati entro le ore 12:00 del 10 maggio.":               {second, amend},
		"\n\nGli emendamenti vanno presentati entro le ore 12 del 10/05/2026.\nIn seconda convocazione il 13/05/2026 alle ore 20,30":           {second, amend},
		"\nGli emendamenti devono essere depositati\nalmeno 24 ore prima della seduta, termine perentorio":                                     {{}, first.Add(-24 * time.Hour)},
		"\nIn seconda convocazione in data da destinarsi.\nGli emendamenti vanno presentati entro il 10 maggio.":                               {},
		"\nGli emendamenti vanno presentati entro le ore 12 del 10 maggio o le ore 9 dell'11 maggio.":                                          {},
		";\nIn seconda convocazione il 13 maggio 2026 alle ore 20.30\nGli emendamenti vanno presentati\nentro le ore 12.00 del 10 maggio 2026": {second, amend},
	} {
		s, err := f.ReadConvocation(t.Context(), head+below, valchiara)
		f.ok(err)
		if len(s.Items) != 2 || s.Items[1].Subject != "Mozione sugli alberi" {
			t.Errorf("%q: %+v", below, s.Items)
		}
		if !s.At.Equal(first) || !s.Second.Equal(want[0]) || !s.AmendBy.Equal(want[1]) || s.Call == 2 {
			t.Errorf("%q: call %d at %v, second %v, amendments %v", below, s.Call, s.At, s.Second, s.AmendBy)
		}
	}
	s, err := f.ReadConvocation(t.Context(), "Prot. 1 del 2 maggio 2026\nIl Consiglio si riunisce in seconda convocazione il 13 maggio 2026 alle ore 20.30.\n1. Comunicazioni", valchiara)
	f.ok(err)
	if s.Call != 2 || !s.At.Equal(second) || !s.Second.IsZero() {
		t.Errorf("a second call alone: %+v", s)
	}
	s, err = f.ReadConvocation(t.Context(), "Il 3 giugno alle ore 18, o.d.g.: 1) Rendiconto; 2) Interrogazioni. In seconda convocazione il 4 giugno alle ore 19.", valchiara)
	f.ok(err)
	if len(s.Items) != 2 || s.Items[1].Subject != "Interrogazioni" || s.Second.Day() != 4 {
		t.Errorf("in one paragraph: %+v", s)
	}
}

// Nothing is refused: prose without numbers has no items.
func TestProseIsNoAgenda(t *testing.T) {
	f := begin(t)
	s, err := f.ReadConvocation(t.Context(), "12 maggio: ci si vede in Comune.\n30 persone al massimo.", valchiara)
	f.ok(err)
	if len(s.Items) != 0 || s.At.Day() != 12 {
		t.Errorf("%+v", s)
	}
}

func (f *fixture) sitting() civic.Sitting {
	f.Helper()
	s, err := f.ReadConvocation(f.Context(), convocation, "")
	f.ok(err)
	s, err = f.AddSitting(f.Context(), s)
	f.ok(err)
	return s
}

// A year that no sitting is in is told from a day that is missing.
func TestTheYearOfASitting(t *testing.T) {
	f := begin(t)
	for year, want := range map[int]string{0: "sitting.year", 9999: "sitting.year", 2201: "sitting.year", 2200: "", 1900: ""} {
		_, err := f.AddSitting(t.Context(), civic.Sitting{At: time.Date(year, 5, 12, 20, 30, 0, 0, time.UTC)})
		var e *civic.Error
		switch ok := errors.As(err, &e); {
		case want == "" && err != nil, want != "" && (!ok || e.Key != want):
			t.Errorf("%d: %v", year, err)
		case want != "" && (e.Params["first"] != "1900" || e.Params["last"] != "2200"):
			t.Errorf("%d: %v", year, e.Params)
		}
	}
}

func TestTheNextSitting(t *testing.T) {
	f := begin(t)
	if _, err := f.Next(t.Context()); !civic.Is(err, civic.NotFound) {
		t.Errorf("none: %v", err)
	}
	s := f.sitting()
	later, err := f.AddSitting(t.Context(), civic.Sitting{At: noon.AddDate(0, 2, 0)})
	f.ok(err)
	if later.Body != valchiara || later.Organ != "Consiglio comunale" {
		t.Errorf("of one's own council: %+v", later)
	}
	next, err := f.Next(t.Context())
	f.ok(err)
	if next.ID != s.ID {
		t.Errorf("%v", next.At)
	}
	f.now = s.At.Add(time.Hour) // it is on
	if next, err = f.Next(t.Context()); err != nil || next.ID != s.ID {
		t.Errorf("%v %v", next.At, err)
	}
	f.now = s.At.Add(12 * time.Hour)
	if next, err = f.Next(t.Context()); err != nil || next.ID != later.ID {
		t.Errorf("%v %v", next.At, err)
	}
}

// The last time for amendments is the council's rule, or what was entered; never
// a term of a law.
func TestTheTermForAmendments(t *testing.T) {
	f := begin(t)
	s := f.sitting()
	v, err := f.Sitting(t.Context(), s.ID)
	f.ok(err)
	if !v.Amend.At.IsZero() {
		t.Errorf("without a rule: %+v", v.Amend)
	}
	p, err := f.Profile(t.Context(), valchiara)
	f.ok(err)
	p.Rules = append(p.Rules, civic.CouncilRule{Name: civic.RuleAmendHours, Value: 24, Source: "Regolamento, art. 41"})
	_, err = f.Keep(t.Context(), p)
	f.ok(err)
	v, err = f.Sitting(t.Context(), s.ID)
	f.ok(err)
	if !v.Amend.At.Equal(s.At.Add(-24*time.Hour)) || v.Amend.Source != "Regolamento, art. 41" {
		t.Errorf("%+v", v.Amend)
	}
	by := s.At.Add(-time.Hour)
	_, err = f.ChangeSitting(t.Context(), s.ID, func(s *civic.Sitting) error { s.AmendBy = by; return nil })
	f.ok(err)
	if v, err = f.Sitting(t.Context(), s.ID); err != nil || !v.Amend.At.Equal(by) || v.Amend.Source != "" {
		t.Errorf("%+v %v", v.Amend, err)
	}
}

func TestItemsAreKeptMovedAndTakenBack(t *testing.T) {
	f := begin(t)
	s := f.sitting()
	s, id, err := f.KeepItem(t.Context(), s.ID, civic.SittingItem{Subject: "Question time"})
	f.ok(err)
	if s.Item(id).Number != "4" {
		t.Errorf("%+v", s.Item(id))
	}
	s, err = f.MoveItem(t.Context(), s.ID, id, -3)
	f.ok(err)
	if s.Items[0].ID != id {
		t.Errorf("%+v", s.Items)
	}
	was := s
	s, err = f.DropItem(t.Context(), s.ID, id)
	f.ok(err)
	if s.Item(id) != nil {
		t.Error("it stayed")
	}
	s, err = f.Revert(t.Context(), was)
	f.ok(err)
	if s.Item(id) == nil || s.Items[0].ID != id {
		t.Errorf("%+v", s.Items)
	}
	if _, err := f.Revert(t.Context(), was); !civic.Is(err, civic.Conflict) {
		t.Errorf("reverted twice: %v", err)
	}
	if _, _, err := f.KeepItem(t.Context(), s.ID, civic.SittingItem{}); !civic.Is(err, civic.Invalid) {
		t.Errorf("without a subject: %v", err)
	}
}

func TestTheOutcomeIsOfferedAsAnEvent(t *testing.T) {
	f := begin(t)
	act := civic.DerivedID("act")
	s := f.sitting()
	it := s.Items[1]
	if _, err := f.EventOf(s, it.ID); !civic.Is(err, civic.NotFound) {
		t.Errorf("without act and outcome: %v", err)
	}
	it.Act, it.Outcome, it.Votes = act, civic.Approved, &civic.Votes{For: 9, Against: 4, Abstained: 1}
	s, _, err := f.KeepItem(t.Context(), s.ID, it)
	f.ok(err)
	e, err := f.EventOf(s, it.ID)
	f.ok(err)
	if e.Act != act || e.Type != civic.OutcomeEvent || e.Outcome != civic.Approved || e.Date != "2026-05-12" || e.Votes.For != 9 {
		t.Errorf("%+v", e)
	}
	s, err = f.ToldOutcome(t.Context(), s.ID, it.ID)
	f.ok(err)
	it = *s.Item(it.ID)
	it.Outcome = civic.AnsweredOral
	s, _, err = f.KeepItem(t.Context(), s.ID, it)
	f.ok(err)
	if e, err = f.EventOf(s, it.ID); err != nil || e.Type != civic.Answered || s.Item(it.ID).Told {
		t.Errorf("another outcome is told anew: %+v %v", e, err)
	}
}

const paperOne = "PREMESSO CHE\n\nla ciclabile lungo il torrente è senza ombra per due chilometri;\n\nil bilancio prevede dodicimila euro per il verde pubblico;\n\nDELIBERA\n\n1. di piantare cento alberi di specie locali entro la primavera;\n\n2. di affidare la cura degli alberi al servizio del verde."

// A note follows its clause into a new version: unchanged, reworded, moved and
// split; and says when its words are gone.
func TestNotesSurviveANewVersion(t *testing.T) {
	f := begin(t)
	s := f.sitting()
	item := s.Items[1].ID
	s, paper, err := f.AddPaper(t.Context(), s.ID, item, paperOne)
	f.ok(err)
	text, err := f.Clauses(t.Context(), s.ID, item, paper)
	f.ok(err)
	note := func(part, said string) civic.ID {
		t.Helper()
		for _, cl := range text {
			if strings.Contains(cl.Text, part) {
				_, id, err := f.KeepNote(t.Context(), s.ID, civic.SittingNote{Item: item, Paper: paper, Clause: cl.ID, Text: said})
				f.ok(err)
				return id
			}
		}
		t.Fatalf("no clause has %q", part)
		return ""
	}
	trees, money, care := note("cento alberi", "quali specie?"), note("dodicimila", "capitolo?"), note("servizio del verde", "chi paga l’acqua?")
	next := "PREMESSO CHE\n\nla ciclabile lungo il torrente è senza ombra per due chilometri;\n\nDELIBERA\n\n1. di chiedere prima un parere al servizio del verde della Provincia;\n\n2. di piantare centocinquanta alberi di specie locali entro la primavera;\n\n3. di affidare la cura degli alberi al servizio del verde."
	s, err = f.ReplacePaper(t.Context(), s.ID, paper, next)
	f.ok(err)
	text, err = f.Clauses(t.Context(), s.ID, item, paper)
	f.ok(err)
	under := func(id civic.ID) (string, bool) {
		for _, n := range s.Notes {
			if n.ID != id {
				continue
			}
			for _, cl := range text {
				if cl.ID == n.Clause {
					return cl.Text, n.Lost
				}
			}
			return "", n.Lost
		}
		return "", false
	}
	if at, lost := under(trees); !strings.Contains(at, "centocinquanta") || lost {
		t.Errorf("reworded and moved: %q %v", at, lost)
	}
	if at, lost := under(care); !strings.Contains(at, "affidare la cura") || lost {
		t.Errorf("moved: %q %v", at, lost)
	}
	if _, lost := under(money); !lost {
		t.Error("of a clause that is gone")
	}
	if p := s.Item(item).Papers[0]; len(p.Former) != 1 {
		t.Errorf("the former file: %+v", p)
	}
	// The clause comes back: so does its note.
	s, err = f.ReplacePaper(t.Context(), s.ID, paper, paperOne)
	f.ok(err)
	text, err = f.Clauses(t.Context(), s.ID, item, paper)
	f.ok(err)
	if at, lost := under(money); !strings.Contains(at, "dodicimila") || lost {
		t.Errorf("back again: %q %v", at, lost)
	}
	s, err = f.DropPaper(t.Context(), s.ID, paper)
	f.ok(err)
	if len(s.Notes) != 3 || s.Notes[0].Quote == "" || s.Notes[0].Paper != "" {
		t.Errorf("without the paper: %+v", s.Notes)
	}
}

func TestNotesOnAnActOfTheLibrary(t *testing.T) {
	f := begin(t)
	act, clause := civic.DerivedID("act"), civic.DerivedID("clause")
	v := civic.ActView{}
	v.Act.Clauses = []civic.Clause{{ID: clause, Section: civic.Operative, Text: "piantare cento alberi lungo la ciclabile del torrente"}}
	f.s.acts[act] = v
	s := f.sitting()
	it := s.Items[1]
	it.Act = act
	s, _, err := f.KeepItem(t.Context(), s.ID, it)
	f.ok(err)
	_, id, err := f.KeepNote(t.Context(), s.ID, civic.SittingNote{Item: it.ID, Clause: clause, Text: "bene"})
	f.ok(err)
	// The act is revised: the clause has another id and almost the same words.
	v.Act.Clauses = []civic.Clause{{ID: civic.DerivedID("other"), Section: civic.Operative, Text: "piantare duecento alberi lungo la ciclabile del torrente"}}
	f.s.acts[act] = v
	view, err := f.Sitting(t.Context(), s.ID)
	f.ok(err)
	if n := view.Notes[0]; n.Clause != civic.DerivedID("other") || n.Lost {
		t.Errorf("%+v", n)
	}
	v.Act.Clauses = nil
	f.s.acts[act] = v
	if view, err = f.Sitting(t.Context(), s.ID); err != nil || !view.Notes[0].Lost {
		t.Errorf("%+v %v", view.Notes, err)
	}
	if _, _, err = f.KeepNote(t.Context(), s.ID, civic.SittingNote{ID: id, Text: "  "}); err != nil {
		t.Error(err)
	}
	if view, err = f.Sitting(t.Context(), s.ID); err != nil || len(view.Notes) != 0 {
		t.Errorf("an empty note goes: %+v %v", view.Notes, err)
	}
}
