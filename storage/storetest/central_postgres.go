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

// OpenAt opens the store at an address.
type OpenAt func(ctx context.Context, address string, now func() time.Time) (CentralStore, error)

// OnPostgres is how the exam comes by stores on a server: each folder has a
// schema of its own in a database that goes with the test. A database for each
// would take ten times as long to make.
func OnPostgres(t *testing.T, open OpenAt) OpenCentral {
	t.Helper()
	database := PostgresDatabase(t)
	addressOf := addressBook(t, func() string { return PostgresSchema(t, database) })
	return OpenCentral{
		Open: func(ctx context.Context, dir string, now func() time.Time) (CentralStore, error) {
			return open(ctx, addressOf(dir), now)
		},
		Blank: func(t testing.TB, dir string) string {
			Psql(t, addressOf(dir), emptyTables)
			return dir
		},
		Contents: func(t testing.TB, dir string) map[string][]byte {
			address := addressOf(dir)
			out, err := exec.Command(tool("pg_dump"), "--data-only", "--schema="+schemaOf(t, address), address).Output() //nolint:gosec // the tests' own program
			if err != nil {
				t.Fatal(err)
			}
			return map[string][]byte{"the database": out}
		},
	}
}

// DatabaseEach is the same with a database for each folder, whose address it
// tells: what looks at the server as a whole must not see others' work.
func DatabaseEach(t *testing.T, open OpenAt) (OpenCentral, func(dir string) string) {
	t.Helper()
	o := OnPostgres(t, open)
	addressOf := addressBook(t, func() string { return PostgresDatabase(t) })
	o.Open = func(ctx context.Context, dir string, now func() time.Time) (CentralStore, error) {
		return open(ctx, addressOf(dir), now)
	}
	return o, addressOf
}

// addressBook gives each folder the address that fresh made for it.
func addressBook(t testing.TB, fresh func() string) func(dir string) string {
	return func(dir string) string {
		path := filepath.Join(dir, addressFile)
		if raw, err := os.ReadFile(filepath.Clean(path)); err == nil {
			return string(raw)
		}
		address := fresh()
		if err := os.WriteFile(path, []byte(address), 0o600); err != nil {
			t.Fatal(err)
		}
		return address
	}
}
