package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

func TestTheFirstPageIsToday(t *testing.T) {
	g := atHome(t)
	g.title("Oggi")
	g.sees("Atti", "Bozze", "Comunità", "In uscita", "Impostazioni")
}

func TestThePlacesOfTheMenu(t *testing.T) {
	g := atHome(t)
	for _, place := range []string{"Atti", "Comunità", "In uscita", "Impostazioni", "Oggi"} {
		g.menu(place)
		g.title(place)
	}
}

// The menu bar lists what there is to do with what is open, and calls it so.
func TestTheMenuBarFollowsWhatIsOpen(t *testing.T) {
	g := atHome(t)
	g.menu("Bozze")
	g.title("Bozze")
	publish := func() (found bool) {
		for _, m := range g.shell.Window().MainMenu().Items {
			for _, i := range m.Items {
				if i.ChildMenu != nil {
					for _, x := range i.ChildMenu.Items {
						found = found || x.Label == g.word("cmd.publish")
					}
				}
			}
		}
		return found
	}
	if !publish() {
		t.Fatal("the menu has no publishing")
	}
	g.store.with(func() { g.store.kind = civic.AccessRequest })
	g.shell.Go("spaces")
	g.shell.Go("drafts/" + string(someAct))
	if err := g.desk.Join(t.Context(), "acts/08/2026"); err != nil { // any change
		t.Fatal(err)
	}
	g.sees(g.word("drafts.stays_text"))
	if publish() {
		t.Error("a request that never leaves is offered for publishing")
	}
}

func TestNoTwoShortcutsOfAPageAreTheSame(t *testing.T) {
	g := atHome(t)
	for _, place := range []string{"Oggi", "Atti", "Bozze", "Comunità", "In uscita", "Impostazioni"} {
		g.menu(place)
		g.title(place)
		seen := map[desktop.CustomShortcut]string{}
		for _, m := range g.shell.Window().MainMenu().Items {
			for _, i := range m.Items {
				s, ok := i.Shortcut.(*desktop.CustomShortcut)
				if !ok {
					continue
				}
				if other, twice := seen[*s]; twice && other != i.Label {
					t.Errorf("%s: %v is for %q and for %q", place, *s, other, i.Label)
				}
				if s.Modifier == 0 {
					t.Errorf("%s: %q has a key without a modifier, which the toolkit never hands to menus", place, i.Label)
				}
				seen[*s] = i.Label
			}
		}
	}
}

func TestBackAndForwardWithTheirState(t *testing.T) {
	g := atHome(t)
	g.shell.Go("spaces/thread/" + string(someThread))
	g.sees("Chi ha un regolamento?")
	g.menu("In uscita")
	g.title("In uscita")
	g.menu("Indietro")
	g.title("Comunità")
	g.sees("Chi ha un regolamento?")
	g.menu("Indietro")
	g.title("Oggi")
	g.menu("Indietro") // nothing before it
	g.title("Oggi")
	g.menu("Avanti")
	g.menu("Avanti")
	g.title("In uscita")
	g.menu("Indietro")
	g.menu("Impostazioni")
	g.menu("Avanti") // a new way was taken: there is nothing ahead
	g.title("Impostazioni")
}

func TestAnUnknownRouteChangesNothing(t *testing.T) {
	g := atHome(t)
	g.shell.Go("nowhere/1")
	g.title("Oggi")
	g.menu("Indietro")
	g.title("Oggi")
}

func TestShortcutsOfTheMenuRestUnderADialog(t *testing.T) {
	g := atHome(t)
	d := dialog.NewCustom("Domanda", "Chiudi", widget.NewLabel("Che fare?"), g.shell.Window())
	d.Show()
	g.menu("In uscita")
	g.menu("Cerca un comando o una cosa…")
	if title := g.shell.Window().Title(); title != "Scranno – Oggi" || len(g.canvas.Overlays().List()) != 1 {
		t.Errorf("under a dialog the menu went to %q or opened the palette", title)
	}
	d.Hide()
	g.menu("In uscita")
	g.title("In uscita")
}

func TestEscClosesADialogThatHasNotTheKeyboard(t *testing.T) {
	g := atHome(t)
	esc := &fyne.KeyEvent{Name: fyne.KeyEscape}
	g.canvas.OnTypedKey()(esc) // nothing is open
	dialog.NewCustom("Domanda", "Chiudi", widget.NewLabel("Che fare?"), g.shell.Window()).Show()
	g.canvas.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyDown})
	if !uitest.SeesOnTop(g.canvas, "Che fare?") {
		t.Fatal("another key closed it")
	}
	g.canvas.OnTypedKey()(esc)
	if uitest.Sees(g.canvas, "Che fare?") || g.canvas.Overlays().Top() != nil {
		t.Error("it is still open")
	}
	g.menu("In uscita")
	g.title("In uscita")
}

// typed replaces the text of the field that has the focus.
func (g *stage) typed(text string) {
	g.t.Helper()
	e, ok := g.canvas.Focused().(interface{ SetText(string) })
	if !ok {
		g.t.Fatalf("the keyboard is at %T, not in a field", g.canvas.Focused())
	}
	e.SetText(text)
}

func TestThePaletteFindsCommandsAndThings(t *testing.T) {
	for _, find := range []struct{ typed, sees, place string }{
		{"impost", "Impostazioni", "Impostazioni"},
		{"l'ultima azione", "Annulla l’ultima azione", "Oggi"},
		{"rotatorie", "Illuminazione delle rotatorie", "Atti"},
		{"cestino", "Cestino", "Cestino"},
		{"diagnosi", "Diagnosi", "Impostazioni"},
		{"aspetto", "Aspetto", "Impostazioni"},
		{"il mio consiglio", "Il mio Consiglio", "Impostazioni"},
		{"blocco dello", "Blocco dello schermo", "Impostazioni"},
		{"scuol", "Scuola", "Comunità"},
	} {
		g := atHome(t)
		g.menu("Cerca un comando o una cosa…")
		g.typed(find.typed)
		g.Until(find.sees+" in the palette", func() bool { return uitest.SeesOnTop(g.canvas, find.sees) })
		uitest.Keys(t, g.canvas, fyne.KeyReturn)
		g.title(find.place)
		if len(g.canvas.Overlays().List()) > 0 {
			t.Error("the palette is still open")
		}
	}
}

func TestThePaletteGoesFromSectionToSection(t *testing.T) {
	g := atHome(t)
	for _, section := range []struct{ typed, sees string }{
		{"aspetto", "Dimensione del testo"}, {"blocco dello", "Nuovo codice"}, {"aspetto", "Dimensione del testo"},
	} {
		g.menu("Cerca un comando o una cosa…")
		g.typed(section.typed)
		uitest.Keys(t, g.canvas, fyne.KeyReturn)
		g.title("Impostazioni")
		g.Until(section.sees, func() bool { return uitest.Sees(g.canvas, section.sees) })
	}
}

func TestThePalettePutsScatteredLettersLast(t *testing.T) {
	g := atHome(t)
	g.store.with(func() { g.store.acts[0].Subject = "Scale mobili" })
	g.menu("Cerca un comando o una cosa…")
	g.typed("scale") // also scattered in the draft «paleStra ComunALE»
	g.Until("both", func() bool {
		return uitest.SeesOnTop(g.canvas, "Scale mobili") && uitest.SeesOnTop(g.canvas, "Palestra comunale")
	})
	uitest.Keys(t, g.canvas, fyne.KeyReturn)
	g.title("Atti")
}

func TestThePaletteForgetsWhatNoLongerFits(t *testing.T) {
	g := atHome(t)
	g.menu("Cerca un comando o una cosa…")
	g.typed("rotatorie")
	g.Until("the act", func() bool { return uitest.SeesOnTop(g.canvas, "Illuminazione") })
	g.typed("")
	if uitest.SeesOnTop(g.canvas, "Illuminazione") {
		t.Error("an act for nothing typed")
	}
	g.typed("zzzz")
	g.Until("that nothing fits", func() bool { return uitest.SeesOnTop(g.canvas, "Nulla corrisponde.") })
	g.menu("Cerca un comando o una cosa…") // its own shortcut closes it
	if len(g.canvas.Overlays().List()) > 0 {
		t.Error("the palette is still open")
	}
}

func TestBadgesCountWhatTheOutboxLists(t *testing.T) {
	g := atHome(t)
	g.store.with(func() {
		g.store.queue = []civic.Queued{
			{Command: civic.Command{ID: "a", Name: civic.CmdRead}, State: civic.QueueWaiting},
			{Command: civic.Command{ID: "b", Name: civic.CmdPost}, State: civic.QueueWaiting},
			{Command: civic.Command{ID: "c", Name: civic.CmdPublish}, State: civic.QueueHeld},
			{Command: civic.Command{ID: "d", Name: civic.CmdPublish}, State: civic.QueueRefused},
		}
	})
	if err := g.desk.Join(t.Context(), "acts/08/2026"); err != nil { // any change
		t.Fatal(err)
	}
	g.sees("2 in uscita")
}

func TestWhatTheDeskChangesIsShownWhereOneIs(t *testing.T) {
	g := atHome(t)
	g.store.with(func() { g.store.acts[0].Subject = "Nuovo oggetto" })
	if err := g.desk.Join(t.Context(), "acts/08/2026"); err != nil {
		t.Fatal(err)
	}
	g.sees("Nuovo oggetto")
}

func TestSynchronisingByHand(t *testing.T) {
	g := atHome(t)
	g.menu("Sincronizza adesso")
	g.sees(g.word("sync.done"))
	g.central.breaks(civic.NewError(civic.Offline, "test", ""))
	g.menu("Sincronizza adesso")
	g.sees(g.word("error.offline"))
	g.central.breaks(civic.NewError(civic.Unauthenticated, "test", ""))
	g.menu("Sincronizza adesso")
	g.sees(g.word("error.unauthenticated"))
	uitest.Tap(t, g.canvas, g.word("button.sign_in"))
	g.title(g.word("welcome.title.2"))
}

func TestTheThemeGoesRoundAndIsKept(t *testing.T) {
	g := atHome(t)
	for i, want := range []string{"light", "dark"} {
		g.menu("Cambia tema")
		g.Until("the look", func() bool { return len(g.looks) == i+1 })
		if g.looks[i].Theme != want {
			t.Errorf("step %d: %q", i, g.looks[i].Theme)
		}
	}
	if s, err := g.desk.Settings(t.Context()); err != nil || s.Theme != "dark" {
		t.Errorf("kept %v, %v", s, err)
	}
}

func TestWhatIsTypedNeverGoesToAPageOutOfSight(t *testing.T) {
	g := atHome(t)
	g.menu("Cerca")
	g.title("Atti")
	before := g.canvas.Focused()
	g.menu("In uscita")
	if g.canvas.Focused() == before {
		t.Error("the search of the acts still has the keyboard")
	}
}

func TestLinksOpenWhatTheyName(t *testing.T) {
	g := atHome(t)
	g.shell.Follow("scranno://thread/" + string(someThread))
	g.sees("Chi ha un regolamento?")
	for _, link := range []string{
		"", "scranno://act/../../etc", "scranno://settings/data", "https://example.it/act/" + string(someAct), "scranno://act/", "::",
	} {
		g.shell.Follow(link)
		g.title("Comunità")
	}
	g.shell.Follow("scranno://act/" + string(someAct))
	g.title("Atti")
	g.shell.Follow("scranno://space/" + string(someSpace))
	g.title("Comunità")
}

func TestSearchGoesToTheActs(t *testing.T) {
	g := atHome(t)
	g.menu("Cerca")
	g.title("Atti")
	if _, ok := g.canvas.Focused().(interface{ SelectedText() string }); !ok {
		t.Errorf("the keyboard is at %T, not in a field", g.canvas.Focused())
	}
}

// TestThePaletteLeadsToTheGroupsFromEverywhere looks for them on another page,
// and on the page that lists the command itself.
func TestThePaletteLeadsToTheGroupsFromEverywhere(t *testing.T) {
	g := atHome(t)
	g.menu("Cerca un comando o una cosa…")
	g.typed("gruppi di lav")
	g.Until("the command", func() bool { return uitest.SeesOnTop(g.canvas, "Gruppi di lavoro") })
	uitest.Keys(t, g.canvas, fyne.KeyReturn)
	g.title("Bozze")
}
