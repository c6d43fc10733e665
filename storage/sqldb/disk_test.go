package sqldb_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

func TestAFullDiskIsNamed(t *testing.T) {
	db, _ := withTable(t)
	ctx := t.Context()
	err := db.Update(ctx, func(tx *sqldb.Tx) error {
		var pages int64
		if err := tx.Get(ctx, "PRAGMA max_page_count(4)", nil, &pages); err != nil {
			return err
		}
		for i := range 1_000 {
			if err := put(ctx, tx, civic.ID(strings.Repeat("a", 4_000)+fmt.Sprint(i)), 1); err != nil {
				return err
			}
		}
		return nil
	})
	e, ok := errors.AsType[*civic.Error](err)
	if !ok || e.Kind != civic.Busy || e.Key != "disk.full" || !errors.Is(err, sqldb.ErrFull) {
		t.Errorf("%v", err)
	}
}

func TestErrorsOfTheSystemHaveKinds(t *testing.T) {
	for cause, want := range map[error]civic.ErrorKind{
		syscall.ENOSPC: civic.Busy, syscall.EROFS: civic.Forbidden, syscall.EACCES: civic.Forbidden, syscall.EIO: civic.Internal,
	} {
		err := sqldb.FileError("test", &fs.PathError{Op: "open", Path: "x", Err: cause})
		if !civic.Is(err, want) || !errors.Is(err, cause) {
			t.Errorf("%v: %v", cause, err)
		}
	}
	if err := sqldb.FileError("test", nil); err != nil {
		t.Error(err)
	}
}

// A folder that takes no new files is read all the same, unless there is a log
// that would be passed over.
func TestReadingWhereNothingCanBeWritten(t *testing.T) {
	db, path := withTable(t)
	ctx := t.Context()
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return put(ctx, tx, "a", 1) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// In the place of the log's index: it can be neither opened nor made.
	if err := os.Symlink(path+"-shm", path+"-shm"); err != nil {
		t.Fatal(err)
	}
	ro := open(t, path, sqldb.Options{ReadOnly: true})
	var n int64
	err := ro.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, "SELECT n FROM thing WHERE id = $1", []any{"a"}, &n) })
	if err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if err := errors.Join(ro.QuickCheck(ctx), ro.Close()); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(path+"-wal", make([]byte, 64), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqldb.Open(ctx, path, sqldb.Options{ReadOnly: true}); err == nil {
		t.Error("a log was passed over")
	}
}
