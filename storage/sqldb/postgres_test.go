package sqldb_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
	"scranno/storage/storetest"
)

func steps() fstest.MapFS {
	return fstest.MapFS{
		"00001_first.sql": {Data: []byte("-- +goose Up\nCREATE TABLE thing(id TEXT PRIMARY KEY, n BIGINT NOT NULL);\n")},
	}
}

func openServer(t *testing.T, address string, o sqldb.Options) *sqldb.DB {
	t.Helper()
	db, err := sqldb.OpenPostgres(t.Context(), address, o)
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

func onServer(t *testing.T) (*sqldb.DB, string) {
	t.Helper()
	address := storetest.PostgresDatabase(t)
	db := openServer(t, address, sqldb.Options{Busy: 200 * time.Millisecond})
	// Replicas that start at once do not stand in each other's way.
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := db.Migrate(t.Context(), steps(), sqldb.Postgres); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return db, address
}

func TestServerTransactions(t *testing.T) {
	db, _ := onServer(t)
	ctx := t.Context()
	planned := errors.New("planned")
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := put(ctx, tx, "a", 1); err != nil {
			return err
		}
		err := tx.Savepoint(ctx, func() error {
			if err := put(ctx, tx, "b", 2); err != nil {
				return err
			}
			return put(ctx, tx, "a", 3) // taken: the engine ends the savepoint with it
		})
		if !civic.Is(err, civic.Conflict) {
			t.Errorf("%v", err)
		}
		return put(ctx, tx, "c", 4)
	})
	if err != nil || count(t, db) != 2 {
		t.Fatalf("%d, %v", count(t, db), err)
	}
	err = db.Update(ctx, func(tx *sqldb.Tx) error {
		return errors.Join(put(ctx, tx, "d", 1), planned)
	})
	if !errors.Is(err, planned) || count(t, db) != 2 {
		t.Errorf("%v", err)
	}
	err = db.View(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "d", 1) })
	if !civic.Is(err, civic.Forbidden) {
		t.Errorf("a reader wrote: %v", err)
	}
	if err := db.Migrate(ctx, fstest.MapFS{}, sqldb.SQLite); err == nil {
		t.Error("the wrong engine's steps were run")
	}
}

// One picture: what others commit meanwhile is not in it.
func TestServerReadersSeeOnePicture(t *testing.T) {
	db, _ := onServer(t)
	ctx := t.Context()
	err := db.View(ctx, func(tx *sqldb.Tx) error {
		var n int64
		if err := tx.Get(ctx, "SELECT count(*) FROM thing", nil, &n); err != nil {
			return err
		}
		if err := db.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "a", 1) }); err != nil {
			return err
		}
		if err := tx.Get(ctx, "SELECT count(*) FROM thing", nil, &n); err != nil {
			return err
		}
		if n != 0 {
			t.Error("the picture moved")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Two that wait for each other: the engine gives one of them up, and it runs
// again from the start.
func TestServerRunsAgainAfterADeadlock(t *testing.T) {
	address := storetest.PostgresDatabase(t)
	storetest.Psql(t, address, "CREATE TABLE thing(id TEXT PRIMARY KEY, n BIGINT NOT NULL); INSERT INTO thing VALUES ('a', 0), ('b', 0)")
	db := openServer(t, address, sqldb.Options{Busy: 20 * time.Second})
	ctx := t.Context()
	var met sync.WaitGroup
	met.Add(2)
	runs := make([]int, 2)
	var both sync.WaitGroup
	for i, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		both.Go(func() {
			err := db.Update(ctx, func(tx *sqldb.Tx) error {
				runs[i]++
				for k, id := range order {
					if _, err := tx.Exec(ctx, "UPDATE thing SET n = n + 1 WHERE id = $1", id); err != nil {
						return err
					}
					if k == 0 && runs[i] == 1 {
						met.Done()
						met.Wait()
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if got := storetest.Psql(t, address, "SELECT string_agg(n::text, ',') FROM thing"); got != "2,2" || runs[0]+runs[1] < 3 {
		t.Errorf("%s after %v runs", got, runs)
	}
}

// A place that another keeps: told as Busy within the bound, and readers pass.
func TestServerDoesNotWaitForEver(t *testing.T) {
	db, _ := onServer(t)
	ctx := t.Context()
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "a", 1) }); err != nil {
		t.Fatal(err)
	}
	add := func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE thing SET n = n + 1 WHERE id = 'a'")
		return err
	}
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := add(tx); err != nil {
			return err
		}
		if err := db.Update(ctx, add); !civic.Is(err, civic.Busy) {
			t.Errorf("%v", err)
		}
		if count(t, db) != 1 {
			t.Error("a reader waited")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestServerLineCut(t *testing.T) {
	db, address := onServer(t)
	ctx := t.Context()
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := put(ctx, tx, "a", 1); err != nil {
			return err
		}
		storetest.Psql(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")
		return put(ctx, tx, "b", 1)
	})
	if !civic.Is(err, civic.Busy) {
		t.Errorf("%v", err)
	}
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "c", 1) }); err != nil {
		t.Errorf("the next one: %v", err)
	}
	if count(t, db) != 1 {
		t.Error("the first one stands")
	}
}

func TestServerListens(t *testing.T) {
	db, address := onServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan string, 10)
	var done sync.WaitGroup
	done.Go(func() {
		if err := db.Listen(ctx, "Moved!", func(p string) { heard <- p }); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	if got := <-heard; got != "" {
		t.Fatal(got)
	}
	if err := db.Notify(ctx, "Moved!", "acts/08/2025 7"); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "acts/08/2025 7" {
		t.Fatal(got)
	}
	storetest.Psql(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
	if got := <-heard; got != "" {
		t.Fatal(got) // it stands again
	}
	cancel()
	done.Wait()
}

// Nothing that is said of a connection names who signs in, nor with what.
func TestServerErrorsKeepSecrets(t *testing.T) {
	address := storetest.PostgresDatabase(t)
	ctx := t.Context()
	db := openServer(t, strings.Replace(address, "scranno@", "scranno:parolachiave@", 1), sqldb.Options{})
	if strings.Contains(db.Path(), "parolachiave") || strings.Contains(db.Path(), "scranno@") {
		t.Error(db.Path())
	}
	for _, wrong := range []string{
		"postgres://pippo:parolachiave@127.0.0.1:1/x?connect_timeout=1",
		"postgres://pippo:parolachiave@%zz/x",
		strings.Replace(address, "/scranno_test", "/altro", 1),
	} {
		_, err := sqldb.OpenPostgres(ctx, wrong, sqldb.Options{})
		if err == nil || strings.Contains(err.Error(), "parolachiave") || strings.Contains(err.Error(), "pippo") {
			t.Errorf("%v", err)
		}
	}
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "SELECT 'parolachiave'::bigint")
		return err
	})
	if err == nil || strings.Contains(err.Error(), "parolachiave") {
		t.Errorf("%v", err)
	}
}
