package sqldb_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

func open(t *testing.T, path string, o sqldb.Options) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func migrations() fstest.MapFS {
	return fstest.MapFS{
		"00001_first.sql": {Data: []byte("-- +goose Up\nCREATE TABLE thing(id TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;\n")},
	}
}

func withTable(t *testing.T) (*sqldb.DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sub dir?", "a#b.db")
	db := open(t, path, sqldb.Options{Durable: true})
	for range 2 { // twice is once
		if err := db.Migrate(t.Context(), migrations(), sqldb.SQLite); err != nil {
			t.Fatal(err)
		}
	}
	return db, path
}

func put(ctx context.Context, tx *sqldb.Tx, id civic.ID, n int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO thing(id, n) VALUES($1, $2)", id, n)
	return err
}

func count(t *testing.T, db *sqldb.DB) (n int64) {
	t.Helper()
	err := db.View(t.Context(), func(tx *sqldb.Tx) error {
		return tx.Get(t.Context(), "SELECT count(*) FROM thing", nil, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPragmasReachEveryConnection(t *testing.T) {
	db, path := withTable(t)
	ctx := t.Context()
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "500",
	}
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		for name, value := range want {
			var got string
			if err := tx.Get(ctx, "PRAGMA "+name, nil, &got); err != nil {
				return err
			}
			if got != value {
				t.Errorf("%s = %s, want %s", name, got, value)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(f), info.Mode().Perm())
		}
	}
}

func TestUpdateIsWholeOrNothing(t *testing.T) {
	db, _ := withTable(t)
	ctx, cancel := context.WithCancel(t.Context())
	boom := errors.New("boom")
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return errors.Join(put(ctx, tx, "a", 1), boom) }); !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		defer cancel()
		return put(ctx, tx, "b", 1)
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = db.Update(t.Context(), func(tx *sqldb.Tx) error {
			_ = put(t.Context(), tx, "c", 1)
			panic("rule")
		})
	}()
	if n := count(t, db); n != 0 {
		t.Fatalf("%d rows were written", n)
	}
}

func TestSavepointUndoesItsOwn(t *testing.T) {
	db, _ := withTable(t)
	ctx := t.Context()
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := put(ctx, tx, "a", 1); err != nil {
			return err
		}
		err := tx.Savepoint(ctx, func() error {
			if err := put(ctx, tx, "b", 1); err != nil {
				return err
			}
			return put(ctx, tx, "a", 2)
		})
		if !civic.Is(err, civic.Conflict) {
			t.Errorf("taken key gave %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = tx.Savepoint(ctx, func() error {
				_ = put(ctx, tx, "c", 1)
				panic("rule")
			})
		}()
		return tx.Savepoint(ctx, func() error { return put(ctx, tx, "d", 1) })
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, db); n != 2 {
		t.Fatalf("%d rows, want a and d", n)
	}
}

func TestErrorsHaveKinds(t *testing.T) {
	db, path := withTable(t)
	ctx := t.Context()
	var n int64
	err := db.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, "SELECT n FROM thing WHERE id = $1", []any{"no"}, &n) })
	if !civic.Is(err, civic.NotFound) {
		t.Errorf("no row: %v", err)
	}
	if err := db.View(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "a", 1) }); !civic.Is(err, civic.Forbidden) {
		t.Errorf("write in a view: %v", err)
	}
	ro := open(t, path, sqldb.Options{ReadOnly: true})
	if err := ro.Update(ctx, func(*sqldb.Tx) error { return nil }); !civic.Is(err, civic.Forbidden) {
		t.Errorf("read-only update: %v", err)
	}
	if _, err := sqldb.Open(ctx, path+".none", sqldb.Options{ReadOnly: true}); !civic.Is(err, civic.NotFound) {
		t.Errorf("missing file: %v", err)
	}
	bad := filepath.Join(t.TempDir(), "bad.db")
	if err := os.WriteFile(bad, make([]byte, 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqldb.Open(ctx, bad, sqldb.Options{}); !civic.Is(err, civic.Damaged) {
		t.Errorf("no database: %v", err)
	}
	var second sqldb.Options
	second.Busy = 1
	other := open(t, path, second)
	err = db.Update(ctx, func(*sqldb.Tx) error {
		err := other.Update(ctx, func(*sqldb.Tx) error { return nil })
		if !civic.Is(err, civic.Busy) {
			t.Errorf("second writer: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	db, _ := withTable(t)
	later := migrations()
	later["00002_later.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE later(id TEXT) STRICT;\n")}
	if err := db.Migrate(t.Context(), later, sqldb.SQLite); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), migrations(), sqldb.SQLite); !civic.Is(err, civic.TooOld) {
		t.Fatalf("got %v", err)
	}
}

func TestBackupCheckAndVersion(t *testing.T) {
	db, path := withTable(t)
	ctx := t.Context()
	before, err := db.DataVersion(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "a", 7) }); err != nil {
		t.Fatal(err)
	}
	if v, err := db.DataVersion(ctx); err != nil || v != before {
		t.Fatalf("own write moved the version: %d to %d, %v", before, v, err)
	}
	other := open(t, path, sqldb.Options{})
	if err := other.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "b", 7) }); err != nil {
		t.Fatal(err)
	}
	if v, err := db.DataVersion(ctx); err != nil || v == before {
		t.Fatalf("another's write was not seen: %d, %v", v, err)
	}
	copyPath := filepath.Join(t.TempDir(), "new", "copy.db")
	if err := db.Backup(ctx, copyPath); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(ctx, copyPath); !civic.Is(err, civic.Conflict) {
		t.Fatalf("a backup was written over: %v", err)
	}
	info, err := os.Stat(copyPath)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	back := open(t, copyPath, sqldb.Options{})
	if n := count(t, back); n != 2 {
		t.Fatalf("%d rows in the copy", n)
	}
	if err := errors.Join(back.QuickCheck(ctx), back.FullCheck(ctx)); err != nil {
		t.Fatal(err)
	}
	if ok, err := db.Truncate(ctx); err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() != 0 {
		t.Fatalf("the log has %d bytes, %v", info.Size(), err)
	}
}

func TestErasedBytesAreGone(t *testing.T) {
	db, path := withTable(t)
	ctx := t.Context()
	const secret = "parola-da-cancellare"
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, secret, 1) }); err != nil {
		t.Fatal(err)
	}
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM thing")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Truncate(ctx); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if containsText(raw, secret) {
			t.Errorf("the words are still in %s", filepath.Base(f))
		}
	}
}

func containsText(raw []byte, s string) bool {
	for i := 0; i+len(s) <= len(raw); i++ {
		if string(raw[i:i+len(s)]) == s {
			return true
		}
	}
	return false
}

func TestLocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d", "lock")
	one, err := sqldb.Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqldb.Lock(path); !civic.Is(err, civic.Busy) {
		t.Fatalf("taken twice: %v", err)
	}
	if _, err := sqldb.LockShared(path); !civic.Is(err, civic.Busy) {
		t.Fatalf("shared beside alone: %v", err)
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := sqldb.LockShared(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := sqldb.LockShared(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqldb.Lock(path); !civic.Is(err, civic.Busy) {
		t.Fatalf("alone beside shared: %v", err)
	}
	if err := errors.Join(a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
}
