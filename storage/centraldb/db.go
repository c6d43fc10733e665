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

//go:embed migrations/sqlite/*.sql migrations/postgres/*.sql
var migrations embed.FS

// Options say how the central's data are opened. The zero value serves.
type Options struct {
	Now func() time.Time // nil: time.Now
}

// DB is the central's file, or its database on a server. It may be used by many
// goroutines, by the administrator's commands beside the service, and on a server
// by several services at once.
type DB struct {
	sql *sqldb.DB
	now func() time.Time

	analysing sync.Mutex // over the analyser
	analyser  *search.Analyser

	hints hints

	commits  atomic.Int64 // of this process that changed records
	resealed atomic.Int64 // times that segments changed

	mu      sync.Mutex // over what follows
	heads   *os.File   // nil before Guard
	counted int64      // the changes last written there
	kept    witness    // as found there
}

// Open opens or makes the file at place, or opens the database at a postgres://
// address, and brings it to this program's schema. TooOld: a later program wrote
// it. Damaged: it is no sound database. Offline: the server does not answer.
func Open(ctx context.Context, place string, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	open := sqldb.Open
	if sqldb.IsURL(place) {
		open = sqldb.OpenPostgres
	}
	file, err := open(ctx, place, sqldb.Options{Durable: true})
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
	dir, err := fs.Sub(migrations, "migrations/"+string(d.sql.Engine()))
	if err != nil {
		return civic.WrapError(civic.Internal, "centraldb.open", err)
	}
	if err := d.sql.Migrate(ctx, dir, d.sql.Engine()); err != nil {
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
		_, err := tx.Exec(ctx, insert, rand.Text(), id, stamp(d.now()), search.IndexVersion)
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

// server tells whether a server keeps the data, and others may write at once.
func (d *DB) server() bool { return d.sql.Engine() == sqldb.Postgres }

// forUpdate ends a query that holds the rows it reads until the transaction ends.
// With "NO KEY " those who only lean on the row are not kept out. A file needs
// none: one transaction writes at a time.
func (d *DB) forUpdate(how string) string {
	if d.server() {
		return ` FOR ` + how + `UPDATE`
	}
	return ""
}

// Path is the file's path, or the server's address without who signs in.
func (d *DB) Path() string { return d.sql.Path() }

// DataVersion changes when another process has written: to the file, or, on a
// server, when anyone has written to a channel.
func (d *DB) DataVersion(ctx context.Context) (int64, error) {
	if !d.server() {
		return d.sql.DataVersion(ctx)
	}
	var v int64
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		// Heads only rise; the sum is folded so that no epoch can overflow it.
		return tx.Get(ctx, `SELECT COALESCE(sum(head % 1000000007), 0)::bigint FROM channel`, nil, &v)
	})
	return v, err
}

// Backup writes a sound copy to a path that is not there yet, while others
// write. Forbidden (sqldb.ErrOwnTools): a server has tools of its own for that.
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
