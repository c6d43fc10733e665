package agenda_test

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/agenda"
	"scranno/ui/uitest"
)

// room is a council that keeps one sitting and remembers what it was asked.
type room struct {
	sittings []civic.Sitting
	amend    council.Term
	text     []civic.Clause
	own      []council.Own
	events   []civic.ActEvent
	odd      []civic.Oddity
	done     []string
	fail     error
}

const (
	sitting = civic.ID("00000000-0000-7000-8000-000000000001")
	first   = civic.ID("00000000-0000-7000-8000-000000000002")
	second  = civic.ID("00000000-0000-7000-8000-000000000003")
	paper   = civic.ID("00000000-0000-7000-8000-000000000004")
	clause  = civic.ID("00000000-0000-7000-8000-000000000005")
	act     = civic.ID("00000000-0000-7000-8000-000000000006")
)

func ready() *room {
	return &room{
		sittings: []civic.Sitting{{
			ID: sitting, Revision: 1, Body: "demo:908001", BodyName: "Valchiara", Organ: "Consiglio comunale", At: uitest.Noon.AddDate(0, 0, 3),
			Kind: civic.SittingUrgent, Call: 2, Place: "Sala della Fonte", Link: "https://diretta.example.it/",
			Items: []civic.SittingItem{
				{ID: first, Number: "1", Subject: "Verbali della seduta precedente"},
				{ID: second, Number: "2", Subject: "Alberi lungo la ciclabile", Mine: true, Act: act, Papers: []civic.SittingPaper{{ID: paper, Name: "proposta.pdf", Text: "testo"}}},
			},
			Notes: []civic.SittingNote{{ID: "n", Item: second, Paper: paper, Clause: clause, Quote: "piantare cento alberi", Text: "Quali specie?"}},
		}},
		amend: council.Term{At: uitest.Noon.AddDate(0, 0, 2), Source: "Regolamento, art. 41"},
		text:  []civic.Clause{{ID: clause, Section: civic.Operative, Opener: "1.", Text: "piantare cento alberi"}},
		own:   []council.Own{{Act: act, Kind: civic.Motion, Subject: "Alberi lungo la ciclabile"}},
	}
}

func (r *room) did(what string) error {
	err := r.fail
	if r.fail = nil; err == nil {
		r.done = append(r.done, what)
	}
	return err
}

func (r *room) one() *civic.Sitting { return &r.sittings[0] }

func (r *room) Sittings(context.Context) ([]civic.Sitting, error) {
	return slices.Clone(r.sittings), r.fail
}

func (r *room) Sitting(context.Context, civic.ID) (council.SittingView, error) {
	return council.SittingView{Sitting: *r.one(), Amend: r.amend}, nil
}

func (r *room) ReadConvocation(_ context.Context, text string, _ civic.BodyCode) (civic.Sitting, error) {
	return civic.Sitting{
		Organ: "Consiglio comunale", At: time.Date(2026, 5, 12, 20, 30, 0, 0, time.Local), Items: []civic.SittingItem{{Subject: text}},
	}, r.did("read")
}

func (r *room) ReadConvocationFile(ctx context.Context, path string, b civic.BodyCode) (civic.Sitting, error) {
	return r.ReadConvocation(ctx, path, b)
}

func (r *room) AddSitting(_ context.Context, s civic.Sitting) (civic.Sitting, error) {
	if err := r.did("add " + s.At.Format("02/01 15:04") + " " + s.Organ); err != nil {
		return s, err
	}
	s.ID = sitting
	r.sittings = []civic.Sitting{s}
	return s, nil
}

func (r *room) ChangeSitting(_ context.Context, _ civic.ID, change func(*civic.Sitting) error) (civic.Sitting, error) {
	err := change(r.one())
	return *r.one(), err
}

func (r *room) Revert(_ context.Context, was civic.Sitting) (civic.Sitting, error) {
	*r.one() = was
	return was, r.did("revert")
}

func (r *room) BinSitting(context.Context, civic.ID) error {
	r.sittings = nil
	return r.did("bin")
}

func (r *room) RestoreSitting(context.Context, civic.ID) error { return r.did("restore") }

func (r *room) KeepItem(_ context.Context, _ civic.ID, it civic.SittingItem) (civic.Sitting, civic.ID, error) {
	r.one().Items = slices.Clone(r.one().Items)
	if have := r.one().Item(it.ID); have != nil {
		*have = it
	} else {
		it.ID = "new"
		r.one().Items = append(r.one().Items, it)
	}
	return *r.one(), it.ID, r.did("item " + it.Subject + " " + string(it.Outcome))
}

func (r *room) DropItem(_ context.Context, _, item civic.ID) (civic.Sitting, error) {
	r.one().Items = slices.DeleteFunc(slices.Clone(r.one().Items), func(x civic.SittingItem) bool { return x.ID == item })
	return *r.one(), r.did("drop item")
}

func (r *room) MoveItem(_ context.Context, _, _ civic.ID, by int) (civic.Sitting, error) {
	if by > 0 {
		return *r.one(), r.did("down")
	}
	return *r.one(), r.did("up")
}

func (r *room) Mine(context.Context, civic.BodyCode) ([]council.Own, error) { return r.own, nil }

func (r *room) EventOf(s civic.Sitting, item civic.ID) (civic.ActEvent, error) {
	return civic.ActEvent{Act: s.Item(item).Act, Outcome: s.Item(item).Outcome}, nil
}

func (r *room) ToldOutcome(_ context.Context, _, item civic.ID) (civic.Sitting, error) {
	r.one().Item(item).Told = true
	return *r.one(), r.did("told")
}

func (r *room) AddPaper(context.Context, civic.ID, civic.ID, string) (civic.Sitting, civic.ID, error) {
	return *r.one(), "", r.did("paper")
}

func (r *room) ReplacePaper(context.Context, civic.ID, civic.ID, string) (civic.Sitting, error) {
	return *r.one(), r.did("version")
}

func (r *room) DropPaper(context.Context, civic.ID, civic.ID) (civic.Sitting, error) {
	return *r.one(), r.did("drop paper")
}

func (r *room) SetMinutes(context.Context, civic.ID, string) (civic.Sitting, error) {
	return *r.one(), r.did("minutes")
}

func (r *room) Clauses(context.Context, civic.ID, civic.ID, civic.ID) ([]civic.Clause, error) {
	return r.text, nil
}

func (r *room) KeepNote(_ context.Context, _ civic.ID, n civic.SittingNote) (civic.Sitting, civic.ID, error) {
	r.one().Notes = append(slices.Clone(r.one().Notes), n)
	return *r.one(), "note", r.did("note " + string(n.Clause) + " " + n.Text)
}

func (r *room) DropNote(context.Context, civic.ID, civic.ID) (civic.Sitting, error) {
	return *r.one(), r.did("drop note")
}

// The desk's part.

func (r *room) RecordEvent(_ context.Context, e civic.ActEvent) (civic.Queued, error) {
	r.events = append(r.events, e)
	return civic.Queued{}, nil
}

func (r *room) Odd(context.Context, civic.ActEvent, civic.ID) ([]civic.Oddity, error) {
	return r.odd, nil
}

func (r *room) Files(_ context.Context, list []civic.Attachment) ([]civic.FileView, error) {
	out := make([]civic.FileView, len(list))
	for i, a := range list {
		out[i] = civic.FileView{Attachment: a, State: civic.FileHere}
	}
	return out, nil
}

func (r *room) Fetch(context.Context, civic.ID, civic.Attachment, func(civic.Progress)) error {
	return nil
}

func (r *room) CopyFile(_ context.Context, _ civic.Attachment, w io.Writer) error {
	_, err := w.Write([]byte("x"))
	return err
}

func show(t *testing.T, r *room) *uitest.Screen {
	s := uitest.NewScreen(t)
	s.Show(agenda.New(r, r, s.Host))
	return s
}

func (r *room) has(what string) func() bool {
	return func() bool { return slices.Contains(r.done, what) }
}

func TestASittingIsShownWithAllThatHangsOnIt(t *testing.T) {
	s := show(t, ready())
	s.UntilSees("Consiglio comunale · Valchiara", "in arrivo", "Urgente", "Seconda convocazione", "Sala della Fonte",
		"Emendamenti entro 14 marzo 2026, ore 12:00 (Regolamento, art. 41)", "Ordine del giorno", "1. Verbali della seduta precedente",
		"2. Alberi lungo la ciclabile", "tuo", "proposta.pdf", "Quali specie?", "Su: «piantare cento alberi»")
	s.Press("Apri la diretta")
	if !slices.Equal(s.Opened, []string{"https://diretta.example.it/"}) {
		t.Errorf("opened %v", s.Opened)
	}
}

func TestWithoutSittingsItSaysHowToBegin(t *testing.T) {
	r := ready()
	r.sittings = nil
	s := show(t, r)
	s.UntilSees("Ancora nessuna seduta")
	if !s.Run("sitting.paste") || s.Run("sitting.edit") {
		t.Error("what can be done")
	}
	s.Write("Incolla qui il testo della convocazione, con i punti numerati", "Bilancio")
	s.Press("Leggi")
	s.UntilSees("1 punto all’ordine del giorno")
	s.Press("Salva")
	s.Until("the sitting", r.has("add 12/05 20:30 Consiglio comunale"))
	s.UntilSees("Bilancio")
}

func TestWhatIsNoDayIsSaidAndNothingIsLost(t *testing.T) {
	r := ready()
	s := show(t, r)
	s.UntilSees("Sala della Fonte")
	s.Run("sitting.new")
	s.UntilSees("ordinaria, urgente…", "prima o seconda")
	s.Write("Consiglio comunale, commissione…", "Prima commissione")
	s.Write("gg/mm/aaaa", "domani")
	r.fail = civic.NewError(civic.Invalid, "test", "sitting.when_missing")
	s.Press("Salva")
	s.Until("the trouble", func() bool { return len(s.Toasts) > 0 })
	if got := s.Field("Consiglio comunale, commissione…").Text; got != "Prima commissione" {
		t.Errorf("what was typed is %q", got)
	}
}

func TestANoteOnAClauseByKeyboard(t *testing.T) {
	r := ready()
	s := show(t, r)
	s.UntilSees("proposta.pdf")
	s.Page.Focus()
	s.Keys(fyne.KeyReturn)                                // into the sitting
	s.Keys(fyne.KeyDown, fyne.KeyDown)                    // the paper
	s.Keys(fyne.KeyReturn)                                // is read
	s.UntilSees("Torna alla seduta", "1. piantare cento") // clause by clause
	s.Keys(fyne.KeyReturn)
	s.UntilSees("Lo vedi solo tu")
	s.Write("Che cosa vuoi ricordare?", "entro quando?")
	s.Press("Salva")
	s.Until("the note", r.has("note "+string(clause)+" entro quando?"))
	s.UntilSees("entro quando?", "Torna alla seduta")
	s.Page.Focus()
	s.Press("Torna alla seduta")
	s.UntilSees("Sala della Fonte")
}

func TestTheOutcomeIsRecordedByConsentAlone(t *testing.T) {
	r := ready()
	r.one().Items[1].Outcome = civic.Approved
	s := show(t, r)
	s.UntilSees("Alberi lungo la ciclabile")
	s.Tap("2. Alberi lungo la ciclabile")
	s.Tap("2. Alberi lungo la ciclabile")
	s.UntilSees("Punto all’ordine del giorno")
	s.Press("Salva")
	s.UntilSees("Registrare l’esito nella storia dell’atto?")
	if len(r.events) > 0 {
		t.Fatal("recorded without consent")
	}
	s.Press("Registra l’esito")
	s.Until("the event", r.has("told"))
	if len(r.events) != 1 || r.events[0].Act != act || r.events[0].Outcome != civic.Approved {
		t.Errorf("%+v", r.events)
	}
}

func TestWhatIsTakenOutComesBack(t *testing.T) {
	r := ready()
	s := show(t, r)
	s.UntilSees("Verbali della seduta")
	s.Tap("1. Verbali della seduta precedente")
	if !s.Run("sitting.remove") {
		t.Fatal("cannot be taken out")
	}
	s.Until("it is out", func() bool { return !uitest.Sees(s.Canvas, "Verbali della seduta") })
	if !slices.Equal(s.Toasts, []string{"Tolto"}) {
		t.Errorf("%v", s.Toasts)
	}
	if !s.Run("sitting.delete") {
		t.Fatal("cannot be deleted")
	}
	s.UntilSees("Ancora nessuna seduta")
}
