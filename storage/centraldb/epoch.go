package centraldb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// restored is how far a new epoch moves every head, so that no number is given
// twice.
const restored = int64(1) << 32

// Epoch gives the present epoch and when it began.
func (d *DB) Epoch(ctx context.Context) (id string, began time.Time, err error) {
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error {
		id, began, err = epochOf(ctx, tx)
		return err
	})
	return id, began, err
}

func epochOf(ctx context.Context, tx *sqldb.Tx) (string, time.Time, error) {
	var id string
	var began int64
	err := tx.Get(ctx, `SELECT epoch, began FROM meta`, nil, &id, &began)
	return id, moment(began), err
}

// NewEpoch begins the given epoch: what a restore does to the file that it has
// put back. Every head moves forward, past what was given before and lost, and
// all public figures are counted again.
func (d *DB) NewEpoch(ctx context.Context, id string, now time.Time) error {
	d.mu.Lock()
	kept := d.kept
	d.mu.Unlock()
	var next witness
	err := d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		var base, changes int64
		// On a server this waits for every writer, and no other begins meanwhile.
		if err := tx.Get(ctx, `SELECT base, changes FROM meta`+d.forUpdate(""), nil, &base, &changes); err != nil {
			return err
		}
		next = witness{changes: max(changes, kept.changes) + 1, base: max(base, kept.base) + restored}
		if civic.Planted(civic.BugHeadsStay) {
			next.base = base
		}
		const set = `UPDATE meta SET epoch = $1, began = $2, marker = '', changes = $3, base = $4`
		if _, err := tx.Exec(ctx, set, id, stamp(now), next.changes, next.base); err != nil {
			return err
		}
		shift := next.base - base
		if _, err := tx.Exec(ctx, `UPDATE channel SET head = head + $1`, shift); err != nil {
			return err
		}
		return markAllTallies(ctx, tx)
	})
	if err != nil {
		return err
	}
	return d.writeGuard(next)
}

// witness is what the guard remembers of a file.
type witness struct {
	changes int64 // made in it so far
	base    int64 // of its epoch's numbers
}

// Guard begins the given epoch when the file has gone back behind the service's
// back, and tells so. Two witnesses stand in the file at path, beside the
// database: the count of changes, written after every commit and before its
// answer leaves, and the file's own identity, which a copy does not have. From
// then on this DB keeps the count. A server's database has no such guard.
func (d *DB) Guard(ctx context.Context, path, id string, now time.Time) (bool, error) {
	const op = "centraldb.guard"
	if d.server() {
		return false, nil // whoever puts a server's database back says so: epoch --new
	}
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return false, civic.WrapError(civic.Internal, op, err)
	}
	// Read before the database: another process may be writing both.
	kept, known := readGuard(f)
	var present witness
	var marker string
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT changes, base, marker FROM meta`, nil, &present.changes, &present.base, &marker)
	})
	if err != nil {
		_ = f.Close()
		return false, err
	}
	d.mu.Lock()
	d.heads, d.kept = f, kept
	d.mu.Unlock()
	here, err := d.markerOf(path)
	if err != nil {
		return false, err
	}
	// A database that had a guard and finds none that can be read may have gone
	// back: better one epoch too many.
	behind := kept.changes > present.changes || marker != "" && (!known || here != "" && marker != here)
	if behind {
		err = d.NewEpoch(ctx, id, now)
	} else {
		err = d.writeGuard(present)
	}
	if err != nil {
		return behind, err
	}
	return behind, d.saveMarker(ctx, here)
}

// markerOf gives the identity of the marker beside the guard, a file written
// once and then left alone: whoever puts a folder back from a copy makes it
// another file.
func (d *DB) markerOf(path string) (string, error) {
	f, err := os.OpenFile(filepath.Clean(path+".mark"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", civic.WrapError(civic.Internal, "centraldb.guard", err)
	}
	if err := f.Close(); err != nil {
		return "", civic.WrapError(civic.Internal, "centraldb.guard", err)
	}
	return sqldb.FileIdentity(path + ".mark")
}

func (d *DB) saveMarker(ctx context.Context, here string) error {
	return d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE meta SET marker = $1 WHERE marker <> $1`, here)
		return err
	})
}

// guardLine has a fixed length: it is written in place, in one piece.
const guardLine = "changes %020d base %020d\n"

func (d *DB) writeGuard(w witness) error {
	if w.changes == 0 {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.heads == nil || w.changes <= d.counted {
		return nil
	}
	if _, err := d.heads.WriteAt(fmt.Appendf(nil, guardLine, w.changes, w.base), 0); err != nil {
		return civic.WrapError(civic.Internal, "centraldb.guard", err)
	}
	d.counted = w.changes
	return nil
}

// readGuard gives what is kept there; false when there is nothing that can be
// read.
func readGuard(f *os.File) (witness, bool) {
	buf := make([]byte, len(fmt.Sprintf(guardLine, 0, 0)))
	n, _ := f.ReadAt(buf, 0) // a new file is empty
	var w witness
	if _, err := fmt.Sscanf(strings.TrimSpace(string(buf[:n])), "changes %d base %d", &w.changes, &w.base); err != nil {
		return witness{}, false
	}
	return w, w.changes >= 0 && w.base >= 0
}
