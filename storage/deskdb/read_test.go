package deskdb_test

import (
	"path/filepath"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
)

// What a full disk left unfinished has nothing to read.
func TestAnUnfinishedFileIsNotRead(t *testing.T) {
	home := t.TempDir()
	db, err := sqldb.Open(t.Context(), filepath.Join(home, deskdb.FileName), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := deskdb.Open(t.Context(), deskdb.Options{Home: home, ReadOnly: true}); !civic.Is(err, civic.NotFound) {
		t.Fatal(err)
	}
	s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
