package sqldb

import (
	"context"
	"database/sql"
	"errors"

	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"scranno/app/civic"
)

// Error gives a driver's error its kind. An error of civic and the end of a
// context pass as they are; no row is NotFound; a taken key is Conflict.
func Error(op string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*civic.Error](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &civic.Error{Kind: kindOf(err), Op: op, Err: err}
}

func kindOf(err error) civic.ErrorKind {
	if errors.Is(err, sql.ErrNoRows) {
		return civic.NotFound
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return civic.Internal
	}
	switch e.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
		return civic.Conflict
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_FULL:
		// A full disk is like a busy one: nothing was written, later it may be.
		return civic.Busy
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return civic.Damaged
	case lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_AUTH:
		return civic.Forbidden
	case lib.SQLITE_TOOBIG:
		return civic.TooLarge
	}
	return civic.Internal
}
