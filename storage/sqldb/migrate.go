package sqldb

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"scranno/app/civic"
)

// Dialect names the engine whose migrations are run.
type Dialect string

// SQLite is the dialect of a file.
const SQLite Dialect = "sqlite"

// Migrate brings the schema to the newest of the numbered files in fsys. A
// schema newer than all of them is TooOld: it was written by a later program.
// Two processes may ask at once; one waits for the other.
func (d *DB) Migrate(ctx context.Context, fsys fs.FS, dialect Dialect) error {
	const op = "sqldb.migrate"
	if dialect != SQLite {
		return civic.NewError(civic.Internal, op, "")
	}
	if d.writer == nil {
		return civic.NewError(civic.Forbidden, op, "")
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, d.writer, fsys, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	lock, err := d.migrationLock(ctx)
	if err != nil {
		return err
	}
	current, target, err := p.GetVersions(ctx)
	switch {
	case err != nil:
	case current > target:
		err = civic.NewError(civic.TooOld, op, "")
	case current < target:
		_, err = p.Up(ctx)
	}
	return errors.Join(Error(op, err), lock.Close())
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
