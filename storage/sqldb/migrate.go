package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"

	"scranno/app/civic"
)

// Dialect names the engine whose migrations are run.
type Dialect string

// The engines: a file, and a server.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Migrate brings the schema to the newest of the numbered files in fsys. A
// schema newer than all of them is TooOld: it was written by a later program.
// Two processes may ask at once; one waits for the other.
func (d *DB) Migrate(ctx context.Context, fsys fs.FS, dialect Dialect) error {
	const op = "sqldb.migrate"
	if dialect != d.engine {
		return civic.NewError(civic.Internal, op, "")
	}
	if d.writer == nil {
		return civic.NewError(civic.Forbidden, op, "")
	}
	if d.engine == Postgres {
		return d.migratePostgres(ctx, fsys)
	}
	lock, err := d.migrationLock(ctx)
	if err != nil {
		return err
	}
	return errors.Join(up(ctx, goose.DialectSQLite3, d.writer, fsys), lock.Close())
}

// up runs the steps that are missing.
func up(ctx context.Context, dialect goose.Dialect, pool *sql.DB, fsys fs.FS) error {
	const op = "sqldb.migrate"
	p, err := goose.NewProvider(dialect, pool, fsys, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	current, target, err := p.GetVersions(ctx)
	switch {
	case err != nil:
	case current > target:
		err = civic.NewError(civic.TooOld, op, "")
	case current < target:
		_, err = p.Up(ctx)
	}
	return Error(op, err)
}

// migrationKey names the lock of programs that start at once. Only their comfort
// rests on it: each step is a transaction of its own.
const migrationKey = 0x5c7a4430

func (d *DB) migratePostgres(ctx context.Context, fsys fs.FS) error {
	return d.alone(ctx, func(conn *pgx.Conn) error {
		// Steps may take longer than a statement otherwise may.
		config := d.session(d.busy, false)
		if !d.pooled { // a pooler would give the key to somebody else
			if err := waitForKey(ctx, conn); err != nil {
				return err
			}
			config.RuntimeParams["statement_timeout"] = "0"
		}
		steps := pool(config, 1)
		return errors.Join(up(ctx, goose.DialectPostgres, steps, fsys), Error("sqldb.migrate", steps.Close()))
	})
}

// waitForKey waits for a minute at most, by the server's clock: what it waits for
// is another program's, or in another schema.
func waitForKey(ctx context.Context, conn *pgx.Conn) error {
	for _, q := range []string{
		"SET lock_timeout = '60s'",
		"SELECT pg_advisory_lock(" + strconv.Itoa(migrationKey) + ")",
	} {
		if _, err := conn.Exec(ctx, q); err != nil {
			return Error("sqldb.migrate", err)
		}
	}
	return nil
}

func (d *DB) migrationLock(ctx context.Context) (*FileLock, error) {
	for deadline := time.Now().Add(time.Minute); ; {
		lock, err := Lock(d.path + ".migrate")
		if err == nil || !civic.Is(err, civic.Busy) || !time.Now().Before(deadline) {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
