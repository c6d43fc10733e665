package assemble

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
	"scranno/storage/sqldb"
)

// oldBackup is the age from which restoring loses what desks no longer offer
// again.
const oldBackup = 30 * 24 * time.Hour

// RestoreCentral puts a backup in the place of a data folder's database and
// begins a new epoch, so that desks offer again what the backup does not have.
// The former database stays beside it. Nothing is changed when the backup is
// not sound (Damaged), is no central's (ErrNotBackup), is older than thirty days
// and force is not set (ErrOldBackup), or a program has the folder open (ErrInUse).
// A server's database is put back by the server's tools (ErrOwnTools).
func RestoreCentral(ctx context.Context, o CentralOptions, backup string, force bool) (err error) {
	const op = "assemble.restore"
	if o.Database != "" {
		return civic.WrapError(civic.Forbidden, op, ErrOwnTools)
	}
	data, err := dataOf(o.Data)
	if err != nil {
		return err
	}
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	info, err := os.Stat(backup)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return civic.WrapError(civic.NotFound, op, err)
	case err == nil && !info.Mode().IsRegular():
		return civic.WrapError(civic.NotFound, op, ErrNotBackup)
	case err != nil:
		return civic.WrapError(civic.Internal, op, err)
	case !force && now().Sub(info.ModTime()) > oldBackup:
		return civic.WrapError(civic.Conflict, op, ErrOldBackup)
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	c := &CentralSet{Data: data}
	// Not only who serves: a command that is at work would write on in the file that
	// is put aside.
	for _, name := range []string{serveLock, openLock} {
		lock, lerr := lockedAs(sqldb.Lock, c.path(name))
		if lerr != nil {
			return lerr
		}
		defer func() { err = errors.Join(err, lock.Close()) }()
	}
	next := c.path(centralFile + ".new")
	if err := errors.Join(removeDatabase(next), copyDatabase(backup, next)); err != nil {
		return errors.Join(err, removeDatabase(next))
	}
	if err := c.sound(ctx, next, now); err != nil {
		return errors.Join(err, removeDatabase(next))
	}
	if err := c.swap(next); err != nil {
		return err
	}
	// What the programs that opened it left beside it.
	return errors.Join(removeDatabase(next), c.newEpoch(ctx, now))
}

// sound opens a database, brings it to this program's schema, reads it all and
// takes out of it what the folder's list of redactions has. A file that is no
// central's is ErrNotBackup.
func (c *CentralSet) sound(ctx context.Context, path string, now func() time.Time) error {
	if err := centraldb.Is(ctx, path); err != nil {
		return fmt.Errorf("%w: %w", ErrNotBackup, err)
	}
	db, err := centraldb.Open(ctx, path, centraldb.Options{})
	if err != nil {
		return err
	}
	err = db.Check(ctx)
	if err == nil {
		err = c.mend(ctx, db, now)
	}
	return errors.Join(err, db.Close())
}

// swap puts the new database in the place of the present one, which is kept. At
// no moment is there none: a program that found none would begin an empty one.
func (c *CentralSet) swap(next string) error {
	const op = "assemble.restore"
	here := c.path(centralFile)
	if err := removeDatabase(here + former); err != nil {
		return err
	}
	for _, tail := range []string{"", "-wal"} {
		err := os.Link(here+tail, here+former+tail)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			err = copyFile(here+tail, here+former+tail) // a file system without links
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	// The log goes before the database that it belongs to: it must never stand
	// beside the new one.
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Remove(here + tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return civic.WrapError(civic.Internal, op, err)
		}
	}
	return civic.WrapError(civic.Internal, op, os.Rename(next, here))
}

// NewEpoch begins a new epoch by hand: for a database that was put back by other
// means than RestoreCentral. What the folder's list of redactions has is taken out
// of it first.
func (c *CentralSet) NewEpoch(ctx context.Context) error {
	if _, err := c.Service.MendRedactions(ctx); err != nil {
		return err
	}
	if c.o.Database == "" {
		return c.beginEpoch(ctx, c.db, c.o.Now)
	}
	id, err := civic.NewID(c.o.Now(), rand.Reader)
	if err != nil {
		return civic.WrapError(civic.Internal, "assemble.epoch", err)
	}
	return c.db.NewEpoch(ctx, string(id), c.o.Now())
}

func (c *CentralSet) newEpoch(ctx context.Context, now func() time.Time) (err error) {
	db, err := centraldb.Open(ctx, c.path(centralFile), centraldb.Options{Now: now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return c.beginEpoch(ctx, db, now)
}

func (c *CentralSet) beginEpoch(ctx context.Context, db *centraldb.DB, now func() time.Time) error {
	id, err := civic.NewID(now(), rand.Reader)
	if err != nil {
		return civic.WrapError(civic.Internal, "assemble.restore", err)
	}
	began, err := db.Guard(ctx, c.path(headsFile), string(id), now())
	if err != nil || began {
		return err
	}
	return db.NewEpoch(ctx, string(id), now())
}

// removeDatabase removes a database file with what stands beside it.
func removeDatabase(path string) error {
	for _, tail := range []string{"-wal", "-shm", ".migrate", ""} {
		if err := os.Remove(path + tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return civic.WrapError(civic.Internal, "assemble.restore", err)
		}
	}
	return nil
}

// copyDatabase copies a database with what was not folded into it yet: the
// backup may be a folder's own file.
func copyDatabase(from, to string) error {
	if err := copyFile(from, to); err != nil {
		return err
	}
	err := copyFile(from+"-wal", to+"-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// copyFile copies a file so that it is on the disk when it gives nil.
func copyFile(from, to string) (err error) {
	const op = "assemble.copy"
	in, err := os.Open(from) // #nosec G304 -- the administrator names it
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- in the data folder
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	_, err = io.Copy(out, in)
	return civic.WrapError(civic.Internal, op, errors.Join(err, out.Sync(), out.Close()))
}
