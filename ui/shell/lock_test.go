package shell_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"scranno/ui/shell"
	"scranno/ui/uitest"
)

// locked is a window with a lock of a quarter of an hour.
func locked(t *testing.T) *stage {
	t.Helper()
	g := atHome(t)
	if err := g.desk.SetLock(t.Context(), 15, "", "quattro"); err != nil {
		t.Fatal(err)
	}
	g.Until("the choice is read", g.shell.LocksAfter)
	return g
}

func TestAWindowLeftAloneHidesItself(t *testing.T) {
	g := locked(t)
	g.sees("Illuminazione delle rotatorie")
	g.ahead.Store(int64(14 * time.Minute))
	g.shell.Idle()
	if g.shell.Locked() {
		t.Fatal("hidden too early")
	}
	g.ahead.Store(int64(16 * time.Minute))
	dialog.NewCustom("Domanda", "Chiudi", widget.NewLabel("Che fare?"), g.shell.Window()).Show()
	g.shell.Idle()
	if !g.shell.Locked() || uitest.Sees(g.canvas, "Illuminazione delle rotatorie") || uitest.Sees(g.canvas, "Che fare?") {
		t.Fatalf("still in sight: %s", uitest.Words(g.canvas))
	}
	if n := len(g.shell.Window().MainMenu().Items); n != 0 || g.shell.Window().Title() != "Scranno" {
		t.Errorf("%d menus, title %q", n, g.shell.Window().Title())
	}
	// A link that comes meanwhile waits; changes bring nothing back.
	g.shell.Go("outbox")
	g.Drain()
	if uitest.Sees(g.canvas, "Illuminazione") {
		t.Error("the page is back without the code")
	}
	uitest.Write(t, g.canvas, "Scrivi il codice", "cinque")
	uitest.Press(t, g.canvas, "Sblocca")
	g.sees("Il codice non è giusto")
	uitest.Write(t, g.canvas, "Scrivi il codice", "quattro")
	uitest.Press(t, g.canvas, "Sblocca")
	g.Until("the window is back", func() bool { return !g.shell.Locked() })
	if !uitest.Sees(g.canvas, "Che fare?") {
		t.Error("the dialog did not come back")
	}
	g.title("In uscita")
}

// Closing the window and starting the program again does not pass the lock, nor
// does a link, nor a dialog that work opens meanwhile.
func TestTheLockOutlivesTheWindow(t *testing.T) {
	g := open(t, connected(), func(g *stage, o *shell.Options) {
		if err := g.desk.SetLock(t.Context(), 15, "", "quattro"); err != nil {
			t.Fatal(err)
		}
		o.Locks = 15 * time.Minute
	})
	if !g.shell.Locked() {
		t.Fatal("it began in sight")
	}
	g.shell.Follow("scranno://act/" + string(someAct))
	dialog.NewCustom("Domanda", "Chiudi", widget.NewLabel("Che fare?"), g.shell.Window()).Show()
	g.shell.Idle()
	g.Drain()
	if !g.shell.Locked() || uitest.Sees(g.canvas, "Illuminazione delle rotatorie") || uitest.Sees(g.canvas, "Che fare?") ||
		g.shell.Window().Title() != "Scranno" || len(g.shell.Window().MainMenu().Items) != 0 {
		t.Fatalf("in sight: %s, title %q", uitest.Words(g.canvas), g.shell.Window().Title())
	}
	uitest.Write(t, g.canvas, "Scrivi il codice", "quattro")
	uitest.Press(t, g.canvas, "Sblocca")
	g.Until("the window is back", func() bool { return !g.shell.Locked() })
	if !uitest.Sees(g.canvas, "Che fare?") {
		t.Error("the dialog did not come back")
	}
	g.sees("Illuminazione delle rotatorie")
}

func TestWithoutALockNothingIsHidden(t *testing.T) {
	g := atHome(t)
	g.ahead.Store(int64(24 * time.Hour))
	g.shell.Idle()
	if g.shell.Locked() {
		t.Error("hidden without a code to bring it back")
	}
}
