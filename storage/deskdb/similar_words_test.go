package deskdb_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

func TestOwnWordsSurviveADamagedFile(t *testing.T) {
	f := newFixture(t)
	for _, w := range []string{"zimarra", "bicchierario", "bicchierario"} {
		f.ok(f.s.AddWord(t.Context(), w, f.c.now))
	}
	f.ok(f.s.AddWord(t.Context(), "per sbaglio", f.c.now))
	f.ok(f.s.RemoveWord(t.Context(), "per sbaglio"))
	if err := f.s.RemoveWord(t.Context(), "mai detta"); !civic.Is(err, civic.NotFound) {
		t.Fatalf("removing what is not there: %v", err)
	}
	want := []string{"bicchierario", "zimarra"}
	if got, err := f.s.OwnWords(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Fatalf("%v %v", got, err)
	}
	f.ok(f.s.Close())
	f.ok(os.WriteFile(filepath.Join(f.home, deskdb.FileName), []byte("no database any more, for sure"), 0o600))
	f.open()
	if got, err := f.s.OwnWords(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Fatalf("from the journal: %v %v", got, err)
	}
}

func TestUsualCountsActsByStem(t *testing.T) {
	f := newFixture(t)
	f.pull(100)
	f.publish("Acqua", "la mozione sulla rete idrica")
	f.publish("Scuole", "le mozioni approvate")
	got, err := f.s.Usual(t.Context(), []string{"mozione", "mostruosità", "idriche", "la"})
	if err != nil || !slices.Equal(got, []int64{2, 0, 1, 0}) {
		t.Fatalf("%v %v", got, err)
	}
}
