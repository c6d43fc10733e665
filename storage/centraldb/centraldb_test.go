package centraldb_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
	"scranno/storage/sqldb"
)

// An index that another version of the analyser made is made again at the next
// opening, and the file of a later program is left alone.
func TestOpeningWhatOthersWrote(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "central.db")
	db, err := centraldb.Open(ctx, path, centraldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, db, 0, 3)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	change(ctx, t, path, `UPDATE meta SET analyser = 0`, `INSERT INTO found (found) VALUES ('delete-all')`)
	if db, err = centraldb.Open(ctx, path, centraldb.Options{}); err != nil {
		t.Fatal(err)
	}
	res, err := db.Acts(ctx, civic.ActQuery{Text: "numero"}, []string{"acts"}, time.Time{}, "")
	if err != nil || res.Total != 3 {
		t.Fatalf("%d found, %v", res.Total, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	change(ctx, t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	if _, err := centraldb.Open(ctx, path, centraldb.Options{}); !civic.Is(err, civic.TooOld) {
		t.Fatalf("a later program's file: %v", err)
	}
}

// A count that does not agree with the records is found.
func TestCheckFindsAWrongCount(t *testing.T) {
	ctx := t.Context()
	for _, fault := range []string{
		`UPDATE channel SET count = count + 1`,
		`UPDATE channel SET sum = sum + 1`,
		`DELETE FROM channel`,
		`UPDATE record SET body = replace(body, 'scuola', 'squola')`,
	} {
		path := filepath.Join(t.TempDir(), "central.db")
		db, err := centraldb.Open(ctx, path, centraldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		fill(t, db, 0, 3)
		if err := db.Check(ctx); err != nil {
			t.Fatal(err)
		}
		change(ctx, t, path, fault)
		if err := db.Check(ctx); !civic.Is(err, civic.Damaged) {
			t.Errorf("%s: %v", fault, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// change writes behind the store's back.
func change(ctx context.Context, t *testing.T, path string, statements ...string) {
	t.Helper()
	raw, err := sqldb.Open(ctx, path, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Update(ctx, func(tx *sqldb.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
}
