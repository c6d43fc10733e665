package deskdb_test

import (
	"errors"
	"path/filepath"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
)

// Acts are found by the norms that they cite, however they cite them, alone and
// with other words; what cites them no more is not found.
func TestActsByNorm(t *testing.T) {
	texts := []string{
		"Mozione sugli asili|visto l'art. 42, comma 2, lett. a), del d.lgs. 18 agosto 2000, n. 267",
		"Accesso agli atti|ai sensi dell'art. 43 del TUEL e della L. 241/90",
		"Bilancio e asili|il decreto legislativo n. 267 del 2000, artt. 42 e 44",
		"Foreste|la l.r. 24/2017 sugli asili",
		"Nidi|senza norme",
	}
	s := library(t, texts, 2)
	for query, want := range map[string][]int{
		`norma:"dlgs 267/2000"`:                      {0, 1, 2},
		`norma:"dlgs 267/2000 art 42"`:               {0, 2},
		`norma:"art. 42, comma 2, TUEL"`:             {0},
		`norma:stato:legge:1990;241`:                 {1},
		`norma:"art. 42 TUEL" asili`:                 {0, 2},
		`asili -norma:TUEL`:                          {3},
		`norma:"L. 241/1990" | norma:"l.r. 24/2017"`: {1, 3},
		`norma:"d.lgs. 50/2016"`:                     {},
	} {
		got, err := s.Acts(t.Context(), civic.ActQuery{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		found := map[civic.ID]bool{}
		for _, h := range got.Hits {
			found[h.ID] = true
		}
		if got.Total != len(want) || len(found) != len(want) {
			t.Errorf("%s: %d acts, want %d", query, got.Total, len(want))
		}
		for _, i := range want {
			if !found[actID(i)] {
				t.Errorf("%s: %q is not found", query, texts[i])
			}
		}
	}
}

// The index of a desk that knew nothing of norms is made again when it is opened.
func TestNormsOfAnOlderIndex(t *testing.T) {
	home := t.TempDir()
	open := func() *deskdb.Store {
		s, err := deskdb.Open(t.Context(), deskdb.Options{Home: home})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	fillLibrary(t, s, []string{"Mozione|visto l'art. 42 del TUEL"}, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(home, deskdb.FileName)
	db, err := sqldb.Open(t.Context(), file, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *sqldb.Tx) error {
		for _, q := range []string{`INSERT INTO act_text(act_text) VALUES ('delete-all')`, `UPDATE fact SET value = 1 WHERE name = 'analyser'`} {
			if _, err := tx.Exec(t.Context(), q); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s = open()
	got, err := s.Acts(t.Context(), civic.ActQuery{Text: `norma:"art. 42 TUEL"`})
	if err := errors.Join(err, s.Close()); err != nil || got.Total != 1 {
		t.Errorf("%d acts, %v", got.Total, err)
	}
}
