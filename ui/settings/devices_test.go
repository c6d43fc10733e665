package settings_test

import (
	"slices"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/ui/uitest"
)

func TestALostComputerIsShutOutAfterAsking(t *testing.T) {
	d := councillor()
	d.profile.Device = "here"
	d.devices = []civic.Device{
		{ID: "here", Name: "Scranno su Linux", Seen: uitest.Noon},
		{ID: "lost", Name: "Portatile", Seen: uitest.Noon.Add(-72 * time.Hour)},
	}
	s, _ := show(t, d)
	s.Page.Open("account")
	s.UntilSees("Scranno su Linux · questo computer", "Portatile · visto il")
	s.Press("Escludi")
	s.UntilSees("Escludere Portatile?")
	if len(d.done) != 0 {
		t.Fatalf("before the answer: %v", d.done)
	}
	s.Press("Escludi")
	s.UntilSees("Portatile · escluso il")
	if !slices.Equal(d.done, []string{"shut out lost"}) {
		t.Errorf("%v", d.done)
	}
}

func TestWithoutANetworkTheAccountIsStillShown(t *testing.T) {
	d := councillor()
	d.away = civic.NewError(civic.Offline, "test", "")
	s, _ := show(t, d)
	s.Page.Open("account")
	s.UntilSees("Unione dei Borghi", "serve la rete")
}
