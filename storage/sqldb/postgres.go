package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"scranno/app/civic"
)

// How long PostgreSQL lets one of our statements do what. A lock that is not had
// in time is Busy: who asks comes again, and nobody else waits behind it. A
// program that hangs, or whose machine is gone, gives its locks back.
const (
	lockPatience      = 2 * time.Second
	statementPatience = 30 * time.Second
	idlePatience      = 30 * time.Second
)

// IsURL tells a PostgreSQL address from the path of a file.
func IsURL(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// poolerParam is the part of an address that says that a pooler stands between.
const poolerParam = "pooler"

// takePooler takes it out of the address: it is for us, not for the server.
func takePooler(c *pgx.ConnConfig) (bool, error) {
	how := c.RuntimeParams[poolerParam]
	delete(c.RuntimeParams, poolerParam)
	if how != "" && how != "transaction" {
		return false, civic.WrapError(civic.Invalid, "sqldb.open", ErrAddress)
	}
	return how != "", nil
}

// OpenPostgres opens the database at a postgres:// address. With
// "pooler=transaction" among its parameters nothing is asked of a connection
// that outlives a transaction: a pooler may give each to another one. What the address
// leaves out is taken from the system's PG* variables and the password file of
// PostgreSQL's own tools. Invalid: it is no such address. Offline: the server
// does not answer. Errors and Path never hold the password.
func OpenPostgres(ctx context.Context, address string, o Options) (*DB, error) {
	const op = "sqldb.open"
	if !IsURL(address) {
		return nil, civic.WrapError(civic.Invalid, op, ErrAddress)
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The driver's words may hold parts of the address.
		return nil, civic.WrapError(civic.Invalid, op, ErrAddress)
	}
	pooled, err := takePooler(config)
	if err != nil {
		return nil, err
	}
	d := &DB{engine: Postgres, path: placeOf(config), busy: o.Busy, server: config, pooled: pooled}
	if d.busy <= 0 {
		d.busy = lockPatience
	}
	conns := o.Readers
	if conns <= 0 {
		conns = 8
	}
	d.reader = pool(d.session(d.busy, true), conns)
	if !o.ReadOnly {
		d.writer = pool(d.session(d.busy, false), conns)
	}
	var utf8 bool
	err = d.reader.QueryRowContext(ctx, "SELECT pg_encoding_to_char(encoding) = 'UTF8' FROM pg_database WHERE datname = current_database()").Scan(&utf8)
	if err == nil && !utf8 {
		err = civic.WrapError(civic.Invalid, op, errors.New("the database is not in UTF8"))
	}
	if err != nil {
		return nil, errors.Join(Error(op, err), d.Close())
	}
	return d, nil
}

func placeOf(c *pgx.ConnConfig) string {
	u := url.URL{Scheme: "postgres", Host: c.Host + ":" + strconv.Itoa(int(c.Port)), Path: "/" + c.Database}
	return u.String()
}

// session says what holds in every connection. A commit waits for the disk, and
// for the standbys that the server's own settings name, whatever its default is.
// What a pooler would lose is said in each transaction instead.
func (d *DB) session(lock time.Duration, readOnly bool) *pgx.ConnConfig {
	out := d.server.Copy()
	if out.ConnectTimeout == 0 {
		out.ConnectTimeout = 5 * time.Second
	}
	out.RuntimeParams["application_name"] = "scranno"
	if d.pooled {
		out.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe // no statement keeps a name
		return out
	}
	set := func(name, value string) {
		out.RuntimeParams[name] = value
	}
	for _, s := range limits(lock) {
		set(s.name, s.value)
	}
	set("timezone", "UTC")
	set("tcp_keepalives_idle", "15")
	set("tcp_keepalives_interval", "5")
	set("tcp_keepalives_count", "3")
	if readOnly {
		set("default_transaction_read_only", "on")
	}
	return out
}

type setting struct{ name, value string }

// limits are what a transaction must not run without.
func limits(lock time.Duration) []setting {
	return []setting{
		{"synchronous_commit", "on"},
		{"lock_timeout", ms(lock)},
		{"statement_timeout", ms(statementPatience)},
		{"idle_in_transaction_session_timeout", ms(idlePatience)},
	}
}

// begun says in a transaction what its connection cannot keep.
func (d *DB) begun(ctx context.Context, tx *sql.Tx) error {
	if !d.pooled {
		return nil
	}
	var text strings.Builder
	for _, s := range limits(d.busy) {
		text.WriteString("SET LOCAL " + s.name + " = '" + s.value + "';")
	}
	_, err := tx.ExecContext(ctx, text.String())
	return err
}

func ms(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

func pool(c *pgx.ConnConfig, conns int) *sql.DB {
	p := stdlib.OpenDB(*c)
	p.SetMaxOpenConns(conns)
	p.SetMaxIdleConns(conns)
	p.SetConnMaxIdleTime(5 * time.Minute)
	return p
}

// Engine tells which engine keeps the data.
func (d *DB) Engine() Dialect { return d.engine }

// maxTries is how often a transaction runs that the engine itself gave up: a
// deadlock, or a conflict of two that cannot both stand.
const maxTries = 5

// updatePostgres runs fn at READ COMMITTED, again from the start where the engine
// gave the transaction up.
func (d *DB) updatePostgres(ctx context.Context, fn func(tx *Tx) error) error {
	const op = "sqldb.update"
	for try := 1; ; try++ {
		again, err := d.updateOnce(ctx, fn)
		if !again || try == maxTries || ctx.Err() != nil {
			return Error(op, err)
		}
	}
}

func (d *DB) updateOnce(ctx context.Context, fn func(tx *Tx) error) (again bool, err error) {
	// Not watched: ending it in the middle of a statement would cost the
	// connection, and Update looks at the context before it commits.
	raw, err := d.writer.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return false, err
	}
	defer func() { _ = raw.Rollback() }() // without effect once committed
	if err := d.begun(ctx, raw); err != nil {
		return false, err
	}
	tx := &Tx{tx: raw, write: true, plain: true}
	if err := fn(tx); err != nil {
		return tx.givenUp || givenUp(err), err
	}
	if tx.givenUp {
		return true, civic.NewError(civic.Busy, "sqldb.update", "")
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	err = raw.Commit()
	return givenUp(err), err
}

// legible gives the arguments as a server takes them: it refuses texts that are not
// UTF-8 or hold a zero byte, which whoever asks may send. What is looked for under
// such a name is not there.
func legible(args []any) []any {
	out := slices.Clone(args)
	for i, a := range out {
		if v := reflect.ValueOf(a); v.Kind() == reflect.String {
			text := v.String()
			if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
				text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
			}
			out[i] = text
		}
	}
	return out
}

// Direct runs one statement outside any transaction, without a limit of time:
// what the engine does not let run inside one.
func (d *DB) Direct(ctx context.Context, statement string) error {
	const op = "sqldb.direct"
	if d.engine != Postgres || d.writer == nil {
		return civic.NewError(civic.Forbidden, op, "")
	}
	return d.alone(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statement)
		return Error(op, err)
	})
}

// alone runs fn with a connection of its own, without limits of time.
func (d *DB) alone(ctx context.Context, fn func(conn *pgx.Conn) error) error {
	config := d.session(0, false)
	if !d.pooled {
		config.RuntimeParams["statement_timeout"] = "0"
		config.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return Error("sqldb.connect", err)
	}
	err = fn(conn)
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = conn.Close(closing) // it was ours alone, and what ran has been told
	return err
}
