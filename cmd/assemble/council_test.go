package assemble_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/cmd/assemble"
	"scranno/storage/deskdb"
)

func openHome(t *testing.T, home string) *assemble.DeskSet {
	t.Helper()
	set, err := assemble.OpenDesk(t.Context(), assemble.DeskOptions{Home: home, NoKeychain: true})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// councilAt keeps a profile, a sitting with a paper and notes, and gives it as it
// then is.
func councilAt(t *testing.T, set *assemble.DeskSet) (civic.CouncilProfile, civic.Sitting, []civic.Clause) {
	t.Helper()
	ctx, c := t.Context(), set.Council
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := c.Profile(ctx, "istat:037006")
	ok(err)
	p.Seats, p.Offices = 36, []civic.CouncilOffice{{Office: civic.OfficeMayor, Holder: "Enzo Neri"}}
	p, err = c.Keep(ctx, p)
	ok(err)
	s, err := c.AddSitting(ctx, civic.Sitting{At: time.Date(2031, 5, 12, 18, 30, 0, 0, time.UTC)})
	ok(err)
	_, item, err := c.KeepItem(ctx, s.ID, civic.SittingItem{Subject: "Alberi lungo la ciclabile"})
	ok(err)
	path := filepath.Join(t.TempDir(), "proposta.txt")
	ok(os.WriteFile(path, []byte("Premesso che la ciclabile è senza ombra;\n\nDELIBERA\n\n1. di piantare cento alberi."), 0o600))
	_, paper, err := c.AddPaper(ctx, s.ID, item, path)
	ok(err)
	text, err := c.Clauses(ctx, s.ID, item, paper)
	ok(err)
	if len(text) < 2 {
		t.Fatalf("%d clauses", len(text))
	}
	_, _, err = c.KeepNote(ctx, s.ID, civic.SittingNote{Item: item, Paper: paper, Clause: text[len(text)-1].ID, Text: "quali specie?"})
	ok(err)
	gone, err := c.AddSitting(ctx, civic.Sitting{At: s.At.AddDate(0, 1, 0)})
	ok(err)
	ok(c.BinSitting(ctx, gone.ID))
	v, err := c.Sitting(ctx, s.ID)
	ok(err)
	return p, v.Sitting, text
}

func sameCouncil(t *testing.T, set *assemble.DeskSet, p civic.CouncilProfile, s civic.Sitting, text []civic.Clause) {
	t.Helper()
	got, err := set.Council.Profile(t.Context(), p.Body)
	if err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("%+v, %v\nis not\n%+v", got, err, p)
	}
	all, err := set.Council.Sittings(t.Context())
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], s) {
		t.Errorf("%+v, %v\nis not\n%+v", all, err, s)
	}
	have, err := set.Council.Clauses(t.Context(), s.ID, s.Items[0].ID, s.Items[0].Papers[0].ID)
	if err != nil || !reflect.DeepEqual(have, text) {
		t.Errorf("the paper: %v %v", have, err)
	}
}

// A damaged database loses nothing of the person's council: the journal has it.
func TestTheCouncilComesBackFromTheJournal(t *testing.T) {
	home := t.TempDir()
	set := openHome(t, home)
	p, s, text := councilAt(t, set)
	sameCouncil(t, set, p, s, text)
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	set = openHome(t, home)
	sameCouncil(t, set, p, s, text)
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, deskdb.FileName), []byte(strings.Repeat("rotto ", 5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time from a journal that was written anew
		set = openHome(t, home)
		sameCouncil(t, set, p, s, text)
		if err := set.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(home, deskdb.FileName)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASittingIsPutAwayAndTakenBack(t *testing.T) {
	set := openHome(t, t.TempDir())
	t.Cleanup(func() {
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	})
	_, s, _ := councilAt(t, set)
	ctx, c := t.Context(), set.Council
	if err := c.BinSitting(ctx, s.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Sitting(ctx, s.ID); !civic.Is(err, civic.NotFound) {
		t.Errorf("in the bin: %v", err)
	}
	if _, err := c.MoveItem(ctx, s.ID, s.Items[0].ID, 0); !civic.Is(err, civic.NotFound) {
		t.Errorf("changed in the bin: %v", err)
	}
	if err := c.RestoreSitting(ctx, s.ID); err != nil {
		t.Fatal(err)
	}
	v, err := c.Sitting(ctx, s.ID)
	if err != nil || len(v.Notes) != 1 {
		t.Errorf("%+v %v", v, err)
	}
}
