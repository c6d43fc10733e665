package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"scranno/app/civic"
)

// ErrFull is a disk without room. Nothing was written; later it may be.
var ErrFull = errors.New("the disk is full")

// What stands against a server's database: its address is none, or nobody there
// lets this program in.
var (
	ErrAddress     = errors.New("the address of the database cannot be read")
	ErrUnreachable = errors.New("the database server cannot be reached")
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
	e := &civic.Error{Kind: kindOf(err), Op: op, Err: cause(err)}
	if errors.Is(e.Err, ErrFull) {
		e.Key = keyFull
	}
	return e
}

// Message keys of what stands against a file, whoever asks.
const (
	keyFull   = "disk.full"
	keyDenied = "disk.denied"
)

// FileError gives an error of the system its kind: a full disk is Busy (and
// ErrFull), missing rights are Forbidden, all else is Internal.
func FileError(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return &civic.Error{Kind: civic.Busy, Op: op, Key: keyFull, Err: fmt.Errorf("%w: %w", ErrFull, err)}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &civic.Error{Kind: civic.Forbidden, Op: op, Key: keyDenied, Err: err}
	}
	return civic.WrapError(civic.Internal, op, err)
}

// cause names what a person can mend: the disk's room, or their rights.
func cause(err error) error {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return fmt.Errorf("%w: %w", ErrUnreachable, quiet{err})
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		if p.Code == "53100" {
			return fmt.Errorf("%w: %w", ErrFull, plainly(p))
		}
		return plainly(p)
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	switch {
	case !ok:
	case full(e):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case e.Code()&0xff == lib.SQLITE_READONLY:
		return fmt.Errorf("%w: %w", fs.ErrPermission, err)
	}
	return err
}

// full: an index of the log that cannot grow is an error of its own.
func full(e *sqlite.Error) bool {
	return e.Code()&0xff == lib.SQLITE_FULL || e.Code() == lib.SQLITE_IOERR_SHMSIZE
}

func kindOf(err error) civic.ErrorKind {
	if errors.Is(err, sql.ErrNoRows) {
		return civic.NotFound
	}
	if kind, ok := postgresKind(err); ok {
		return kind
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return civic.Internal
	}
	switch e.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
		return civic.Conflict
	}
	if full(e) {
		return civic.Busy // like a file that another program keeps
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
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
