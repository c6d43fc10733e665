package settings_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
	"scranno/ui/settings"
	"scranno/ui/uitest"
)

type desktop struct {
	profile  civic.Profile
	actor    civic.Actor
	unknown  bool // the actor is not known yet
	signed   civic.SignInState
	channels []civic.ChannelState
	found    []civic.Finding
	settings civic.Settings
	lost     desk.Parting
	pins     []civic.PinState
	ring     ring
	devices  []civic.Device
	away     error // the central cannot be reached
	fail     error // of the next change
	done     []string
}

func (d *desktop) Profile(context.Context) (civic.Profile, error) { return d.profile, nil }

func (d *desktop) Actor(context.Context) (civic.Actor, error) {
	if d.unknown {
		return civic.Actor{}, civic.NewError(civic.Unknown, "test", "")
	}
	return d.actor, nil
}

func (d *desktop) SignedIn(context.Context) (civic.SignInState, error) { return d.signed, nil }

func (d *desktop) Disconnect(context.Context) error {
	d.signed = civic.SignInState{}
	return d.note("disconnect")
}

func (d *desktop) Channels(context.Context) ([]civic.ChannelState, error) { return d.channels, nil }

func (d *desktop) Keep(_ context.Context, regions []civic.Region, years int) error {
	d.profile.Regions, d.profile.Years = regions, years
	return d.note(fmt.Sprint("keep ", regions, " ", years))
}

func (d *desktop) Doctor(context.Context) ([]civic.Finding, error) { return d.found, nil }

func (d *desktop) Settings(context.Context) (civic.Settings, error) { return d.settings, nil }

func (d *desktop) ChangeSettings(_ context.Context, change func(*civic.Settings) error) (civic.Settings, error) {
	if err := change(&d.settings); err != nil {
		return d.settings, err
	}
	return d.settings, d.note(fmt.Sprint("save ", d.settings))
}

func (d *desktop) Devices(context.Context) ([]civic.Device, error) {
	return slices.Clone(d.devices), d.away
}

func (d *desktop) ShutOut(_ context.Context, id civic.ID) ([]civic.Device, error) {
	for i := range d.devices {
		if d.devices[i].ID == id {
			d.devices[i].Revoked = uitest.Noon
		}
	}
	return slices.Clone(d.devices), d.note(fmt.Sprint("shut out ", id))
}

func (d *desktop) Parting(context.Context) (desk.Parting, error) { return d.lost, nil }

func (d *desktop) Pins(context.Context) ([]civic.PinState, error) { return d.pins, nil }

func (d *desktop) Unpin(_ context.Context, act civic.ID) error {
	d.pins = nil
	return d.note("unpin " + string(act))
}

func (d *desktop) Sweep(_ context.Context, c civic.Channel) error {
	d.channels[0].Held = 0
	return d.note("sweep " + string(c))
}

func (d *desktop) KeepSwept(_ context.Context, c civic.Channel) error {
	d.channels[0].Held = 0
	return d.note("keep " + string(c))
}

func (d *desktop) SetLock(_ context.Context, minutes int, former, word string) error {
	return d.note(fmt.Sprint("lock ", minutes, " ", former, ">", word))
}

func (d *desktop) TellAllCalls(_ context.Context, on bool) error {
	d.profile.AllCalls = on
	return nil
}

func (d *desktop) FetchRule(_ context.Context, rule civic.FetchRule) error {
	d.profile.Files = rule
	return d.note(fmt.Sprint("files ", rule.UpTo>>20, " ", rule.Metered))
}

func (d *desktop) note(what string) error {
	err := d.fail
	if d.fail = nil; err == nil {
		d.done = append(d.done, what)
	}
	return err
}

func (d *desktop) did(what string) func() bool {
	return func() bool { return slices.Contains(d.done, what) }
}

// program remembers what the screen asked of it.
type program struct {
	looks            []civic.Settings
	connected, wiped int
	exports          bool // went too
}

func councillor() *desktop {
	return &desktop{
		profile: civic.Profile{
			Central: "https://c.example.it", Person: "p", Regions: []civic.Region{"08"}, Years: 5,
			Hello: &civic.Hello{Controller: "Unione dei Borghi", Contact: "dati@example.it"},
		},
		actor: civic.Actor{
			Name:     "Ada Neri",
			Mandates: []civic.Mandate{{Office: "Consigliera", BodyName: "Borgo Lieto", Region: "08", Group: "Lista Ponte"}},
			Roles:    []civic.Role{{Name: civic.RoleModerator, Scope: "region:08"}},
		},
		signed:   civic.SignInState{SignedIn: true},
		channels: []civic.ChannelState{{Channel: "acts/08/2026", Count: 1200, Bytes: 3 << 20, Complete: true}},
	}
}

func show(t *testing.T, d *desktop) (*uitest.Screen, *program) {
	s, p := uitest.NewScreen(t), &program{}
	s.Show(settings.New(d, s.Host, settings.Program{
		Look:    func(set civic.Settings) { p.looks = append(p.looks, set) },
		Connect: func() { p.connected++ }, Wipe: func(exports bool) { p.wiped, p.exports = p.wiped+1, exports },
		Exports: "Documenti/Scranno",
		Home:    "casa/scranno", Credit: "Istat", Languages: []string{"it", "en"},
	}))
	return s, p
}

// choice finds the choice that shows a value now.
func choice(t *testing.T, s *uitest.Screen, now string) *kit.Select {
	t.Helper()
	var found *kit.Select
	s.Each(func(o fyne.CanvasObject) {
		if x, ok := o.(*kit.Select); ok && x.Selected == now {
			found = x
		}
	})
	if found == nil {
		t.Fatalf("no choice shows %q: %s", now, uitest.Words(s.Canvas))
	}
	return found
}

func tick(t *testing.T, s *uitest.Screen, label string) {
	t.Helper()
	var found fyne.Tappable
	s.Each(func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *widget.Check:
			if x.Text == label {
				found = x
			}
		case *kit.Check:
			if x.Text == label {
				found = x
			}
		}
	})
	if found == nil {
		t.Fatalf("no box %q", label)
	}
	test.Tap(found)
}

func TestEachSectionIsInTheListAndOpens(t *testing.T) {
	s, _ := show(t, councillor())
	s.UntilSees("Nome: Ada Neri")
	s.Page.Focus()
	for _, sees := range []string{"Non so qual è il tuo Consiglio", "c.example.it", "non ha ancora una chiave", "1.200 elementi", "è a consumo", "Mostra in Oggi tutti gli inviti", "Dimensione del testo", "Nasconde soltanto", "casa/scranno", "È tutto a posto", "licenza EUPL"} {
		s.Keys(fyne.KeyDown)
		s.UntilSees(sees)
	}
	s.Sees("Elenco dei Comuni: Istat", civic.Version)
}

func TestWhichInvitationsOneIsToldOf(t *testing.T) {
	d := councillor()
	s, _ := show(t, d)
	s.Page.Open("notices")
	s.UntilSees("solo gli inviti che riguardano ciò che segui")
	tick(t, s, "Mostra in Oggi tutti gli inviti rivolti al mio Consiglio")
	s.Press("Salva")
	s.Until("it is kept", func() bool { return d.profile.AllCalls })
	s.Press("Vedi gli inviti")
	if got := s.Routes; len(got) != 1 || got[0] != "calls" {
		t.Errorf("went to %v", got)
	}
}

func TestWhoOneIs(t *testing.T) {
	s, _ := show(t, councillor())
	s.UntilSees("Nome: Ada Neri", "Consigliera, Borgo Lieto (Emilia-Romagna) · Lista Ponte", "Moderatore")
}

func TestAMandateNobodyVerifiedIsSaid(t *testing.T) {
	d := councillor()
	d.actor, d.unknown = civic.Actor{}, true
	s, _ := show(t, d)
	s.UntilSees("Nessun mandato verificato")
}

func TestNotConnectedOffersTheAssistant(t *testing.T) {
	s, p := show(t, &desktop{})
	s.UntilSees("Non sei collegato a nessun servizio")
	s.Press("Collega un servizio…")
	s.Page.Open("account")
	s.UntilSees("Collega un servizio…")
	s.Press("Collega un servizio…")
	if p.connected != 2 {
		t.Errorf("the assistant was opened %d times", p.connected)
	}
}

func TestComingBackShowsTheNewState(t *testing.T) {
	d := &desktop{}
	s, _ := show(t, d)
	s.UntilSees("Non sei collegato")
	*d = *councillor()
	s.Page.Shown()
	s.UntilSees("Nome: Ada Neri")
}

func TestSigningOutAsksFirst(t *testing.T) {
	d := councillor()
	s, p := show(t, d)
	s.Page.Open("account")
	s.UntilSees("https://c.example.it", "Titolare dei dati: Unione dei Borghi", "in un file che solo il tuo utente può leggere")
	s.Press("Esci dall’account")
	s.Sees("Uscire dall’account?", "restano su questo computer")
	if len(d.done) > 0 {
		t.Fatalf("done without consent: %v", d.done)
	}
	s.Press("Esci dall’account")
	s.UntilSees("Devi accedere di nuovo")
	s.Press("Accedi")
	if p.connected != 1 {
		t.Error("the assistant was not opened")
	}
}

func TestWhatIsKeptOffline(t *testing.T) {
	d := councillor()
	d.channels = append(d.channels, civic.ChannelState{Channel: "acts/09/2026"})
	s, _ := show(t, d)
	s.Page.Open("offline")
	s.UntilSees("1.200 elementi")
	s.SeesNot("Tutto è arrivato")
	tick(t, s, "Toscana")
	choice(t, s, "5").SetSelected("2")
	s.Press("Salva")
	s.Until("the choice", d.did("keep [08 09] 2"))
	s.Until("a word about it", func() bool { return len(s.Toasts) > 0 })
	s.Until("word to the shell", func() bool { return s.Changed > 0 })
}

func TestTheLookChangesAtOnceAndIsKept(t *testing.T) {
	d := councillor()
	s, p := show(t, d)
	s.Page.Open("appearance")
	s.UntilSees("Dimensione del testo")
	choice(t, s, "Come il sistema").SetSelected("Scuro")
	s.Until("the look", func() bool { return len(p.looks) == 1 })
	choice(t, s, "100 %").SetSelected("150 %")
	s.Until("the size", func() bool { return len(p.looks) == 2 })
	choice(t, s, "Italiano").SetSelected("English")
	s.Until("the language", func() bool { return len(p.looks) == 3 })
	want := civic.Settings{Theme: string(kit.Dark), TextSize: 150, Language: "en"}
	if !reflect.DeepEqual(d.settings, want) || !reflect.DeepEqual(p.looks[2], want) {
		t.Errorf("kept %+v, applied %+v", d.settings, p.looks[2])
	}
}

func TestALookThatCannotBeKeptIsSaid(t *testing.T) {
	d := councillor()
	s, p := show(t, d)
	s.Page.Open("appearance")
	s.UntilSees("Dimensione del testo")
	d.fail = civic.NewError(civic.Busy, "test", "")
	choice(t, s, "Come il sistema").SetSelected("Scuro")
	s.Until("the trouble", func() bool { return len(s.Toasts) > 0 })
	if len(p.looks) > 0 {
		t.Error("the look changed all the same")
	}
}

func TestTheFolderOpensAndTheDataGoOnlyWhenAsked(t *testing.T) {
	d := councillor()
	d.lost = desk.Parting{Drafts: 2, Waiting: 1}
	d.found = []civic.Finding{{Code: "doctor.disk_open", Severity: civic.Hint}}
	s, p := show(t, d)
	s.Page.Open("data")
	s.UntilSees("Cartella: casa/scranno")
	s.Press("Apri la cartella")
	if !slices.Equal(s.Opened, []string{"casa/scranno"}) {
		t.Errorf("opened %v", s.Opened)
	}
	s.Sees("Il disco di questo computer non è cifrato")
	s.Press("Rimuovi i dati da questo computer")
	s.Sees("Non si può annullare", "2 bozze sono solo su questo computer", "Un tuo testo non è ancora arrivato", "i file esportati altrove")
	s.Press("Annulla")
	s.Press("Rimuovi i dati da questo computer")
	tick(t, s, "Togli anche i documenti esportati in Documenti/Scranno")
	s.Press("Continua…")
	s.Sees("Rimuovere davvero tutto?")
	if p.wiped != 0 {
		t.Fatal("removed when asked once")
	}
	s.Press("Rimuovi tutto")
	if p.wiped != 1 || !p.exports {
		t.Error("not removed")
	}
}

func TestPinsAreListedAndLetGo(t *testing.T) {
	d := councillor()
	d.pins = []civic.PinState{{ID: "a1", Why: civic.PinRead, Subject: "Funivia", Bytes: 4096}}
	s, _ := show(t, d)
	s.Page.Open("offline")
	s.UntilSees("Un atto tenuto oltre alle regioni scelte", "Funivia", "aperto dal servizio")
	s.Press("Non tenere più")
	s.Until("it is let go", d.did("unpin a1"))
	s.UntilSees("restano anche senza rete")
}

func TestAGreatRemovalIsAskedAbout(t *testing.T) {
	d := councillor()
	d.channels[0].Held = 900
	s, _ := show(t, d)
	s.Page.Open("offline")
	s.UntilSees("Il servizio non ha più 900 elementi su 1.200 di atti, Emilia-Romagna 2026")
	s.Press("Lascia andare")
	s.Sees("900 elementi lasceranno questo computer")
	s.Press("Annulla")
	if len(d.done) != 0 {
		t.Fatalf("done without consent: %v", d.done)
	}
	s.Press("Tieni")
	s.Until("they are kept", d.did("keep acts/08/2026"))
	d.channels[0].Held = 900
	s.Page.Open("profile")
	s.Page.Open("offline")
	s.UntilSees("900 elementi")
	s.Press("Lascia andare")
	s.Press("Lascia andare")
	s.Until("they go", d.did("sweep acts/08/2026"))
}

func TestTheLockIsSetWithTheSameWordsTwice(t *testing.T) {
	d := councillor()
	s, _ := show(t, d)
	s.Page.Open("lock")
	s.UntilSees("Nasconde soltanto, non cifra")
	choice(t, s, "Mai").SetSelected("15 minuti senza uso")
	var fields []*kit.Field
	s.Each(func(o fyne.CanvasObject) {
		if f, ok := o.(*kit.Field); ok {
			fields = append(fields, f)
		}
	})
	if len(fields) != 2 {
		t.Fatalf("%d fields", len(fields))
	}
	fields[0].SetText("1234")
	fields[1].SetText("1235")
	s.Press("Salva")
	if len(d.done) != 0 || !slices.Contains(s.Toasts, "I due codici non sono uguali.") {
		t.Fatalf("%v %v", d.done, s.Toasts)
	}
	fields[1].SetText("1234")
	s.Press("Salva")
	s.Until("it is set", d.did("lock 15 >1234"))
}

func TestDiagnosisSaysWhatIsNotSound(t *testing.T) {
	d := councillor()
	d.found = []civic.Finding{{Code: "doctor.signed_out", Severity: civic.Warning}}
	s, _ := show(t, d)
	s.Page.Open("diagnostics")
	s.UntilSees(s.Host.Lang.T("finding.doctor.signed_out"))
	d.found = nil
	s.Press("Controlla di nuovo")
	s.UntilSees("È tutto a posto")
}

func TestWhichFilesComeByThemselves(t *testing.T) {
	d := councillor()
	d.profile.Files = civic.FetchRule{UpTo: 2 << 20} // chosen in a terminal
	s, _ := show(t, d)
	s.Page.Open("files")
	s.UntilSees("Da soli fino a 2 MB", "è a consumo")
	s.Each(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Select:
			o.SetSelected("Da soli fino a 5 MB")
		case *kit.Select:
			o.SetSelected("Da soli fino a 5 MB")
		case *widget.Check:
			o.SetChecked(true)
		}
	})
	s.Press("Salva")
	s.Until("the rule", d.did("files 5 true"))
}
