package shell

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/ui/kit"
)

// teller is an application that keeps the notices it was given.
type teller struct {
	fyne.App
	told []*fyne.Notification
}

func (a *teller) SendNotification(n *fyne.Notification) { a.told = append(a.told, n) }

// What becomes due while the program runs is told once, in fixed words: never
// with a text of others.
func TestANoticeHasFixedWordsAndACount(t *testing.T) {
	app := &teller{App: test.NewTempApp(t)}
	lang, err := kit.NewLang("it")
	if err != nil {
		t.Fatal(err)
	}
	s := &Shell{o: Options{App: app, Lang: lang}, rail: kit.NewRail(railItems(lang), func(string) {})}
	term := func(act string, state civic.ClockState, left int) council.DeadlineView {
		d := council.DeadlineView{Left: left}
		d.Kind, d.Act, d.Subject, d.State = civic.ClockAnswer, civic.ID(act), "$(calc.exe) testo d’altri", state
		return d
	}
	s.showTerms([]council.DeadlineView{term("a", civic.ClockOverdue, -2)})
	if len(app.told) != 0 {
		t.Fatalf("the first look, which the window shows, is told: %+v", app.told[0])
	}
	next := []council.DeadlineView{term("a", civic.ClockOverdue, -3), term("b", civic.ClockRunning, 3), term("c", civic.ClockRunning, 4)}
	s.showTerms(next)
	s.showTerms(next)
	if len(app.told) != 1 || app.told[0].Title != "Scranno" || app.told[0].Content != "Una scadenza è vicina o passata." {
		t.Fatalf("%+v", app.told)
	}
}
