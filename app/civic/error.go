package civic

import (
	"errors"
	"strings"
)

// ErrorKind is the vocabulary of failure, from the database to the screen. It
// crosses the network as text: kinds are added, never renamed or removed.
type ErrorKind string

// The kinds. What each asks of a person is in the locale, under "error.<kind>".
const (
	NotFound        ErrorKind = "not_found"       // absent, or not for this reader: the same answer
	Invalid         ErrorKind = "invalid"         // the input is not well formed
	Gone            ErrorKind = "gone"            // was there, and something else has taken its place
	Conflict        ErrorKind = "conflict"        // the base has moved on
	Forbidden       ErrorKind = "forbidden"       // known, and not allowed
	Unauthenticated ErrorKind = "unauthenticated" // sign in again
	Unknown         ErrorKind = "unknown"         // this copy cannot tell
	Offline         ErrorKind = "offline"         // the central did not answer
	TooOld          ErrorKind = "too_old"         // this program must be updated
	TooLarge        ErrorKind = "too_large"       // over a limit
	Busy            ErrorKind = "busy"            // try again later
	Damaged         ErrorKind = "damaged"         // a local file is not sound
	Internal        ErrorKind = "internal"        // a fault of the program
)

// Error says what failed, where, and what the person can do.
type Error struct {
	Kind   ErrorKind
	Op     string            // the use case or statement, for the log
	Key    string            // message key in the locale; empty: "error.<kind>"
	Hint   string            // message key of what to do next; may be empty
	Params map[string]string // parameters of both messages; never logged
	Err    error             // the cause
}

// NewError makes an error without a cause; params are pairs of name and value.
func NewError(kind ErrorKind, op, key string, params ...string) *Error {
	return &Error{Kind: kind, Op: op, Key: key, Params: pairs(params)}
}

// WrapError gives err a kind and an operation. A nil err gives nil.
func WrapError(kind ErrorKind, op string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: kind, Op: op, Err: err}
}

// Error is for logs and developers; it never holds the parameters.
func (e *Error) Error() string {
	parts := make([]string, 0, 4)
	for _, s := range []string{e.Op, string(e.Kind), e.Key} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf gives the kind of the outermost Error in err's chain; Internal for
// any other error, empty for nil.
func KindOf(err error) ErrorKind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is tells whether err is of the given kind.
func Is(err error, kind ErrorKind) bool { return err != nil && KindOf(err) == kind }

func pairs(kv []string) map[string]string {
	if len(kv) < 2 {
		return nil
	}
	m := make(map[string]string, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return m
}
