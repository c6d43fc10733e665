package deskdb_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// What moderation takes out goes from what a private note quotes; the note stays.
func TestANoteForgetsWhatIsObscured(t *testing.T) {
	f := newFixture(t)
	act, clause := f.private()
	s := civic.Sitting{
		ID: f.id(), Revision: 1, Body: "demo:908001", Organ: "Consiglio comunale", At: f.c.now,
		Items: []civic.SittingItem{{ID: f.id(), Subject: "Acqua", Act: act}},
	}
	s.Notes = []civic.SittingNote{{ID: f.id(), Item: s.Items[0].ID, Clause: clause.ID, Quote: clause.Text, Text: "chiedere"}}
	f.ok(f.s.AddSitting(t.Context(), s))
	f.obscure(clause)
	quoted := func() string {
		got, err := f.s.Sitting(t.Context(), s.ID)
		f.ok(err)
		if len(got.Notes) != 1 || got.Notes[0].Text != "chiedere" {
			t.Errorf("%+v", got.Notes)
		}
		return got.Notes[0].Quote
	}
	if q := quoted(); q != "" {
		t.Errorf("still quoted: %q", q)
	}
	// Nor do the words come back by a change that was made from the former text.
	_, err := f.s.ChangeSitting(t.Context(), s.ID, f.c.now, func(x *civic.Sitting) error {
		x.Notes = s.Notes
		return nil
	})
	f.ok(err)
	if q := quoted(); q != "" {
		t.Errorf("quoted again: %q", q)
	}
	f.ok(f.s.Close())
	raw, err := os.ReadFile(filepath.Join(f.home, deskdb.JournalName))
	f.ok(err)
	if bytes.Contains(raw, []byte("signor Bianchi")) {
		t.Error("the journal still has the words")
	}
	f.open()
}

func TestASittingGoesThirtyDaysAfterItWasPutAway(t *testing.T) {
	f := newFixture(t)
	add := func() civic.ID {
		s := civic.Sitting{ID: f.id(), Revision: 1, Body: "demo:908001", Organ: "Consiglio comunale", At: f.c.now}
		f.ok(f.s.AddSitting(t.Context(), s))
		f.ok(f.s.KeepPaperText(t.Context(), s.ID, s.ID, []civic.Clause{{ID: s.ID, Text: "carta"}}))
		f.ok(f.s.BinSitting(t.Context(), s.ID, f.c.now))
		return s.ID
	}
	old := add()
	f.c.now = f.c.now.Add(31 * 24 * time.Hour)
	add()
	if err := f.s.RestoreSitting(t.Context(), old); !civic.Is(err, civic.NotFound) {
		t.Errorf("it can be taken back: %v", err)
	}
	if _, err := f.s.PaperText(t.Context(), old); !civic.Is(err, civic.NotFound) {
		t.Errorf("its paper stays: %v", err)
	}
}
