package centraldb

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"scranno/app/civic"
	"scranno/app/search"
	"scranno/storage/sqldb"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// Options say how the central's file is opened. The zero value serves.
type Options struct {
	Now func() time.Time // nil: time.Now
}

// DB is the central's file. It may be used by many goroutines, and by the
// administrator's commands beside the service.
type DB struct {
	sql      *sqldb.DB
	now      func() time.Time
	analyser *search.Analyser // used inside write transactions only, of which there is one

	hints hints

	commits  atomic.Int64 // of this process that changed records
	resealed atomic.Int64 // times that segments changed

	mu      sync.Mutex // over what follows
	heads   *os.File   // nil before Guard
	counted int64      // the changes last written there
	kept    witness    // as found there
}

// Open opens or makes the file at path and brings it to this program's schema.
// TooOld: a later program wrote it. Damaged: it is no sound database.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	file, err := sqldb.Open(ctx, path, sqldb.Options{Durable: true})
	if err != nil {
		return nil, err
	}
	d := &DB{sql: file, now: o.Now, analyser: search.NewAnalyser(), hints: hints{origin: rand.Text()}}
	if err := d.prepare(ctx); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return d, nil
}

func (d *DB) prepare(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.open", err)
	}
	if err := d.sql.Migrate(ctx, dir, sqldb.SQLite); err != nil {
		return err
	}
	if err := d.firstEpoch(ctx); err != nil {
		return err
	}
	if err := d.keysAgain(ctx); err != nil {
		return err
	}
	return d.indexAgain(ctx)
}

func (d *DB) firstEpoch(ctx context.Context) error {
	if _, _, err := d.Epoch(ctx); !civic.Is(err, civic.NotFound) {
		return err
	}
	id, err := civic.NewID(d.now(), rand.Reader)
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.epoch", err)
	}
	const insert = `INSERT INTO meta (one, secret, epoch, began, changes, marker, analyser, sweep)
		VALUES (1, $1, $2, $3, 0, '', $4, 0) ON CONFLICT (one) DO NOTHING`
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insert, rand.Text(), id, stamp(d.now()), search.AnalyserVersion)
		return err
	})
}

// Close closes the file.
func (d *DB) Close() error {
	d.hints.sends.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	var err error
	if d.heads != nil {
		err = d.heads.Close()
		d.heads = nil
	}
	return errors.Join(err, d.sql.Close())
}

// Path is the file's path.
func (d *DB) Path() string { return d.sql.Path() }

// DataVersion changes when another process has written to the file.
func (d *DB) DataVersion(ctx context.Context) (int64, error) { return d.sql.DataVersion(ctx) }

// Backup writes a sound copy to a path that is not there yet, while others
// write.
func (d *DB) Backup(ctx context.Context, path string) error { return d.sql.Backup(ctx, path) }

// stamp is a time as it is stored; the zero time is 0.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment reads a stamp back.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
