package deskdb_test

import (
	"errors"
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

// What an older program left cannot be read by this one where its steps cannot be
// made: it says so at once, and not at each thing that is asked for.
func TestAnOlderFileIsNotReadWithoutItsSteps(t *testing.T) {
	home := t.TempDir()
	s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	read := func() error {
		s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home, ReadOnly: true})
		if err == nil {
			err = s.Close()
		}
		return err
	}
	if err := read(); err != nil {
		t.Fatal(err)
	}
	db, err := sqldb.Open(t.Context(), filepath.Join(home, deskdb.FileName), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), `DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
		return err
	})
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := read(); !civic.Is(err, civic.Forbidden) {
		t.Errorf("an older file: %v", err)
	}
}
