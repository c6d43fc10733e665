package sqldb

import (
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"scranno/app/civic"
)

// What PostgreSQL's codes mean here. See its manual, appendix A.
const (
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
)

// givenUp tells an error by which the engine asks for the whole transaction once
// more.
func givenUp(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == pgSerialization || e.Code == pgDeadlock)
}

// postgresKind gives the kind of a driver's error; false when it is none of
// PostgreSQL's.
func postgresKind(err error) (civic.ErrorKind, bool) {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return kindOfCode(e.Code), true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return civic.Offline, true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return civic.Busy, true
	}
	switch {
	case errors.Is(err, sqldriver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed), pgconn.SafeToRetry(err):
		// The line was cut: whether a commit held is known to its receipt.
		return civic.Busy, true
	}
	return "", false
}

func kindOfCode(code string) civic.ErrorKind {
	switch code {
	case "23505":
		return civic.Conflict
	case pgSerialization, pgDeadlock, "55P03", "57014", "25P03":
		// Also a lock, a statement or a pause that took too long.
		return civic.Busy
	case "57P01", "57P02", "57P03": // the server goes, or is not there yet
		return civic.Busy
	case "42501", "28000", "28P01", "25006":
		return civic.Forbidden
	case "3D000":
		return civic.NotFound
	case "54000", "22001":
		return civic.TooLarge
	case "XX001", "XX002":
		return civic.Damaged
	}
	switch {
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"): // the line, or its resources
		return civic.Busy
	}
	return civic.Internal
}

// quiet hides the address in what the driver says of a connection that failed:
// it names the user and the database.
type quiet struct{ err error }

func (q quiet) Error() string {
	if e, ok := errors.AsType[*pgconn.PgError](q.err); ok {
		return "the database refused the connection (" + e.Code + ")"
	}
	return "the database does not answer"
}

func (q quiet) Unwrap() error { return q.err }

// refused is an error of the server without its message, which may quote values.
type refused struct{ err *pgconn.PgError }

func plainly(e *pgconn.PgError) error { return refused{e} }

func (r refused) Error() string {
	text := "the database refused (" + r.err.Code
	for _, name := range []string{r.err.TableName, r.err.ConstraintName, r.err.ColumnName} {
		if name != "" {
			text += " " + name
		}
	}
	if strings.HasPrefix(r.err.Code, "42") { // a statement that is wrong in itself quotes no value
		text += ": " + r.err.Message
	}
	return text + ")"
}

func (r refused) Unwrap() error { return r.err }
