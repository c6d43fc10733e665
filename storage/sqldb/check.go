package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"scranno/app/civic"
)

// QuickCheck reads the whole file and tells whether its pages are sound; else
// Damaged.
func (d *DB) QuickCheck(ctx context.Context) error { return d.check(ctx, "PRAGMA quick_check(1)") }

// FullCheck also compares every index with its table and every reference with
// what it names.
func (d *DB) FullCheck(ctx context.Context) error {
	if err := d.check(ctx, "PRAGMA integrity_check(1)"); err != nil {
		return err
	}
	return d.View(ctx, func(tx *Tx) error {
		var table, parent sql.NullString
		var row, key sql.NullInt64
		dest := []any{&table, &row, &parent, &key}
		return tx.Each(ctx, "PRAGMA foreign_key_check", nil, dest, func() error {
			return civic.NewError(civic.Damaged, "sqldb.foreign_key_check", "")
		})
	})
}

// check asks a connection of its own: FTS5 keeps the shape of an index in a
// connection, and calls an index that another one has merged damaged.
func (d *DB) check(ctx context.Context, pragma string) error {
	if d.engine != SQLite {
		return civic.NewError(civic.Forbidden, "sqldb.check", "")
	}
	name := readerDSN(d.path, d.writer == nil)
	if d.still {
		name += "&immutable=1"
	}
	pool, err := openPool(ctx, name, 1)
	if err != nil {
		return err
	}
	var line string // the first tells; ok stands alone
	err = pool.QueryRowContext(ctx, pragma).Scan(&line)
	if err == nil && line != "ok" {
		err = civic.WrapError(civic.Damaged, "sqldb.check", errors.New(line))
	}
	return Error("sqldb.check", errors.Join(err, pool.Close()))
}

// DataVersion changes when another process has written to the file; writes of
// this one do not count.
func (d *DB) DataVersion(ctx context.Context) (int64, error) {
	if d.engine != SQLite {
		return 0, civic.NewError(civic.Forbidden, "sqldb.data_version", "")
	}
	pool := d.writer
	if pool == nil {
		pool = d.reader
	}
	var v int64
	err := pool.QueryRowContext(ctx, "PRAGMA data_version").Scan(&v)
	return v, Error("sqldb.data_version", err)
}

// Truncate folds the log into the file and empties it, so that bytes that were
// erased are on the disk no more. False: a reader still looks at the log.
func (d *DB) Truncate(ctx context.Context) (bool, error) {
	const op = "sqldb.truncate"
	if d.writer == nil || d.engine != SQLite {
		return false, civic.NewError(civic.Forbidden, op, "")
	}
	var busy, log, moved int64
	err := d.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	return err == nil && busy == 0, Error(op, err)
}

// ErrOwnTools is what a server does with tools of its own: pg_dump and others.
var ErrOwnTools = errors.New("the database server's own tools do this")

// Backup writes a sound copy of the file as it is now to path, which must not
// be there yet. Writers go on meanwhile. The copy appears whole or not at all.
func (d *DB) Backup(ctx context.Context, path string) error {
	const op = "sqldb.backup"
	if d.engine != SQLite {
		return &civic.Error{Kind: civic.Forbidden, Op: op, Err: ErrOwnTools}
	}
	if _, err := os.Lstat(path); err == nil {
		return civic.NewError(civic.Conflict, op, "")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return FileError(op, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return FileError(op, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when all went well
	if err := errors.Join(d.vacuumInto(ctx, f.Name()), f.Sync(), f.Close()); err != nil {
		return Error(op, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return FileError(op, err)
	}
	return syncDir(filepath.Dir(path))
}

func (d *DB) vacuumInto(ctx context.Context, path string) error {
	pool, err := openPool(ctx, writerDSN(d.path, Options{}), 1)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO $1", path)
	return errors.Join(err, pool.Close())
}

func syncDir(path string) error {
	dir, err := os.Open(filepath.Clean(path))
	if err != nil {
		return civic.WrapError(civic.Internal, "sqldb.backup", err)
	}
	// Some file systems cannot sync a folder; the copy itself is on the disk.
	_ = dir.Sync()
	return civic.WrapError(civic.Internal, "sqldb.backup", dir.Close())
}
