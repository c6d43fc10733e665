package shell_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

// firstRun is a shell whose profile knows no central.
func firstRun(t *testing.T) *stage {
	t.Helper()
	g := open(t, civic.Profile{})
	g.title("Benvenuto in Scranno")
	return g
}

// submit types into what has the focus and presses Enter.
func (g *stage) submit(text string) {
	g.t.Helper()
	e, ok := g.canvas.Focused().(*widget.Entry)
	if !ok {
		g.t.Fatalf("the keyboard is at %T, not in a field", g.canvas.Focused())
	}
	e.SetText(text)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func ticked(g *stage) []string {
	var out []string
	uitest.Each(g.canvas, func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Check); ok && c.Checked {
			out = append(out, c.Text)
		}
	})
	return out
}

func TestTheFirstRunByKeyboardAlone(t *testing.T) {
	g := firstRun(t)
	g.central.learns = func() {
		g.store.with(func() {
			g.store.actor = civic.Actor{Person: me, Mandates: []civic.Mandate{{Region: "08"}}}
		})
	}
	g.submit("c.example.it")
	g.title("Accedi")
	g.submit("ada@example.it")
	g.submit("parola d’ordine")
	g.title("Che cosa vuoi avere con te")
	g.Until("the proposal", func() bool { return slices.Equal(ticked(g), []string{"Emilia-Romagna"}) })
	if g.central.url != "https://c.example.it" || g.central.how.Email != "ada@example.it" || g.central.how.Password != "parola d’ordine" {
		t.Errorf("signed in at %q as %+v", g.central.url, g.central.how)
	}
	uitest.Keys(t, g.canvas, fyne.KeyReturn)
	g.title("Oggi")
	g.sees("Illuminazione delle rotatorie", "Impostazioni")
	if p, _ := g.store.Profile(t.Context()); !slices.Equal(p.Regions, []civic.Region{"08"}) || p.Central != "https://c.example.it" {
		t.Errorf("kept %+v", p)
	}
}

func TestAnAddressThatIsNoneIsSaidUnderTheField(t *testing.T) {
	g := firstRun(t)
	g.submit("http://")
	g.sees("L’indirizzo non è completo")
	g.title("Benvenuto in Scranno")
	g.submit("c.example.it")
	g.title("Accedi")
	if uitest.Sees(g.canvas, "L’indirizzo non è completo") {
		t.Error("the trouble of the step before is still there")
	}
}

func TestWrongPasswordsAndNoNetworkAreSaidUnderTheFields(t *testing.T) {
	g := firstRun(t)
	g.submit("c.example.it")
	g.title("Accedi")
	g.press("Accedi")
	g.sees("Scrivi e-mail e password")
	g.submit("ada@example.it")
	g.central.breaks(civic.NewError(civic.Offline, "test", ""))
	g.submit("parola")
	g.sees(g.word("error.offline"))
	g.title("Accedi")
	if f := uitest.Field(g.canvas, ""); f.Text != "ada@example.it" {
		t.Errorf("the e-mail became %q", f.Text)
	}
	g.press("Accedi")
	g.title("Che cosa vuoi avere con te")
	if uitest.Sees(g.canvas, g.word("error.offline")) {
		t.Error("the trouble of the step before is still there")
	}
}

func TestSigningInByTheBrowser(t *testing.T) {
	g := firstRun(t)
	g.submit("c.example.it")
	g.press("Accedi con il browser")
	g.title("Che cosa vuoi avere con te")
	if !slices.Equal(g.opened, []string{"https://c.example.it/login"}) {
		t.Errorf("opened %v", g.opened)
	}
}

func TestAChoiceMadeBeforeTheFirstSyncStays(t *testing.T) {
	g := firstRun(t)
	synced := make(chan struct{})
	g.central.learns = func() {
		<-synced
		g.store.with(func() { g.store.actor = civic.Actor{Person: me, Mandates: []civic.Mandate{{Region: "08"}}} })
	}
	g.submit("c.example.it")
	g.submit("ada@example.it")
	g.submit("parola")
	g.title("Che cosa vuoi avere con te")
	uitest.Each(g.canvas, func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Check); ok && c.Text == "Toscana" {
			test.Tap(c)
		}
	})
	close(synced)
	g.Until("the end of the sync", func() bool { return g.central.synced() == 1 && !uitest.Sees(g.canvas, g.word("work.sync")) })
	if got := ticked(g); !slices.Equal(got, []string{"Toscana"}) {
		t.Errorf("chosen %v", got)
	}
}

func TestWhoBeginsBeforeTheFirstSyncIsOverKeepsTheOwnRegionLater(t *testing.T) {
	g := firstRun(t)
	synced := make(chan struct{})
	g.central.learns = func() {
		<-synced
		g.store.with(func() { g.store.actor = civic.Actor{Person: me, Mandates: []civic.Mandate{{Region: "08"}}} })
	}
	g.submit("c.example.it")
	g.submit("ada@example.it")
	g.submit("parola")
	g.title("Che cosa vuoi avere con te")
	uitest.Keys(t, g.canvas, fyne.KeyReturn)
	g.title("Oggi")
	close(synced)
	g.Until("the own region", func() bool {
		p, _ := g.store.Profile(t.Context())
		return slices.Equal(p.Regions, []civic.Region{"08"})
	})
	g.title("Oggi")
}

func TestLaterLeavesEverythingUsable(t *testing.T) {
	g := firstRun(t)
	g.menu("In uscita") // shortcuts do not go past the assistant
	g.title("Benvenuto in Scranno")
	g.press("Più tardi")
	g.title("Oggi")
	g.menu("In uscita")
	g.title("In uscita")
	g.sees("Impostazioni")
}

func TestALinkWaitsUntilTheAssistantIsLeft(t *testing.T) {
	g := firstRun(t)
	g.shell.Follow("scranno://thread/" + string(someThread))
	g.title("Benvenuto in Scranno")
	g.press("Più tardi")
	g.title("Comunità")
	g.sees("Chi ha un regolamento?")
}

func TestSigningInAgainBeginsAtTheSecondStep(t *testing.T) {
	g := atHome(t)
	g.shell.Go("settings/account")
	g.sees("Servizio: https://c.example.it")
	g.store.with(func() {
		g.store.profile.Central, g.store.profile.Regions, g.store.profile.Years = "", []civic.Region{"09"}, 5
	})
	g.shell.Go("settings/profile")
	g.sees("Collega un servizio…")
	g.store.with(func() { g.store.profile.Central = "https://c.example.it" })
	g.press("Collega un servizio…")
	g.title("Accedi")
	g.press("Indietro")
	g.title("Benvenuto in Scranno")
	if f := uitest.Field(g.canvas, "https://"); f.Text != "https://c.example.it" {
		t.Errorf("the address is %q", f.Text)
	}
	g.press("Avanti")
	g.submit("ada@example.it")
	g.submit("parola")
	g.title("Oggi") // without asking for the regions again
	g.sees("Illuminazione delle rotatorie")
	if p, _ := g.store.Profile(t.Context()); !slices.Equal(p.Regions, []civic.Region{"09"}) || p.Years != 5 {
		t.Errorf("the choice of before became %+v", p)
	}
}
