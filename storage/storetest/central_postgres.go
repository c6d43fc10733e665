package storetest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// addressFile holds the address of a folder's database.
const addressFile = "address"

// emptyTables leaves the schema and takes all that is in it: a new database for
// each case of a property would take minutes.
const emptyTables = `DO $$ DECLARE name text; BEGIN
	FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'goose_db_version' LOOP
		EXECUTE 'DELETE FROM ' || quote_ident(name);
	END LOOP;
END $$`

// OnPostgres is how the exam comes by stores on a server: each folder has a
// schema of its own in a database that goes with the test. A database for each
// would take ten times as long to make.
func OnPostgres(t *testing.T, open func(ctx context.Context, address string, now func() time.Time) (CentralStore, error)) OpenCentral {
	t.Helper()
	database := PostgresDatabase(t)
	addressOf := func(dir string) string {
		raw, err := os.ReadFile(filepath.Clean(filepath.Join(dir, addressFile)))
		if err == nil {
			return string(raw)
		}
		address := PostgresSchema(t, database)
		keep(t, dir, address)
		return address
	}
	return OpenCentral{
		Open: func(ctx context.Context, dir string, now func() time.Time) (CentralStore, error) {
			return open(ctx, addressOf(dir), now)
		},
		Blank: func(t testing.TB, dir string) string {
			Psql(t, addressOf(dir), emptyTables)
			return dir
		},
		Contents: func(t testing.TB, dir string) map[string][]byte {
			out, err := exec.Command(tool("pg_dump"), "--data-only", "--schema="+schemaOf(t, addressOf(dir)), addressOf(dir)).Output()
			if err != nil {
				t.Fatal(err)
			}
			return map[string][]byte{"the database": out}
		},
	}
}

func keep(t testing.TB, dir, address string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, addressFile), []byte(address), 0o600); err != nil {
		t.Fatal(err)
	}
}
