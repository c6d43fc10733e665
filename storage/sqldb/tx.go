package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"scranno/app/civic"
)

// Tx is one transaction. A statement is compiled at its first use and reused
// until the end: a query is a constant, its values are arguments.
type Tx struct {
	tx    *sql.Tx
	write bool
	stmts map[string]compiled

	plain   bool // the driver keeps what it compiled by itself
	givenUp bool // the engine wants the whole transaction again
}

// Update runs fn in a transaction that writes: BEGIN IMMEDIATE in a file, READ
// COMMITTED on a server. It commits when fn gives nil and the context has not
// ended; else nothing was written. Busy: another kept the file, or a lock, longer
// than Options.Busy, or the line was cut: what was being committed then may hold.
// fn runs once in a file; on a server up to five times, so it sets what it gives
// anew at its beginning.
func (d *DB) Update(ctx context.Context, fn func(tx *Tx) error) error {
	const op = "sqldb.update"
	if d.writer == nil {
		return civic.NewError(civic.Forbidden, op, keyDenied)
	}
	if d.engine == Postgres {
		return d.updatePostgres(ctx, fn)
	}
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return Error(op, err)
	}
	defer func() { _ = conn.Close() }() // gives the connection back to the pool
	raw, err := d.begin(ctx, conn)
	if err != nil {
		return err
	}
	// Without effect once committed; it also ends a transaction that panicked.
	defer func() { _ = raw.Rollback() }()
	if err := fn(&Tx{tx: raw, write: true, stmts: map[string]compiled{}}); err != nil {
		return Error(op, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return Error(op, raw.Commit())
}

// begin takes the write lock. The transaction itself does not watch the
// context: database/sql would start a goroutine for it and the driver one for
// each statement, and Update looks at the context before it commits.
func (d *DB) begin(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	const op = "sqldb.begin"
	deadline := time.Now().Add(d.busy)
	for {
		tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil {
			return tx, nil
		}
		if err = Error(op, err); !civic.Is(err, civic.Busy) || !time.Now().Before(deadline) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// View runs fn upon one unchanging picture of the data (REPEATABLE READ on a
// server). It stops when the context ends.
func (d *DB) View(ctx context.Context, fn func(tx *Tx) error) error {
	const op = "sqldb.view"
	o := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	raw, err := d.reader.BeginTx(ctx, o)
	if err != nil {
		return Error(op, err)
	}
	defer func() { _ = raw.Rollback() }()
	if err := d.begun(ctx, raw); err != nil {
		return Error(op, err)
	}
	if err := fn(&Tx{tx: raw, stmts: map[string]compiled{}, plain: d.engine == Postgres}); err != nil {
		return Error(op, err)
	}
	return nil
}

// compiled is a statement ready to run. The transaction closes it.
type compiled struct {
	s     *sql.Stmt
	tx    *sql.Tx // in the place of s
	query string
}

func (c compiled) exec(ctx context.Context, args []any) (sql.Result, error) {
	if c.s == nil {
		return c.tx.ExecContext(ctx, c.query, legible(args)...)
	}
	return c.s.ExecContext(ctx, args...)
}

func (c compiled) rows(ctx context.Context, args []any) (*sql.Rows, error) {
	if c.s == nil {
		return c.tx.QueryContext(ctx, c.query, legible(args)...)
	}
	return c.s.QueryContext(ctx, args...)
}

func (c compiled) row(ctx context.Context, args []any) *sql.Row {
	if c.s == nil {
		return c.tx.QueryRowContext(ctx, c.query, legible(args)...)
	}
	return c.s.QueryRowContext(ctx, args...)
}

// error reads a statement's error.
func (t *Tx) error(op string, err error) error {
	if t.write && t.plain && givenUp(err) {
		t.givenUp = true
	}
	return Error(op, err)
}

// compile gives the statement and the context to run it with: a write is not
// watched, Update looks at the context once more before it commits.
func (t *Tx) compile(ctx context.Context, query string) (context.Context, compiled, error) {
	if err := ctx.Err(); err != nil {
		return ctx, compiled{}, err
	}
	if t.write {
		ctx = context.WithoutCancel(ctx)
	}
	if t.plain {
		return ctx, compiled{tx: t.tx, query: query}, nil
	}
	c, ok := t.stmts[query]
	if ok {
		return ctx, c, nil
	}
	var err error
	if c.s, err = t.tx.PrepareContext(ctx, query); err != nil {
		return ctx, c, Error("sqldb.prepare", err)
	}
	t.stmts[query] = c
	return ctx, c, nil
}

// Exec runs a statement and gives the number of rows that it changed.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, c, err := t.compile(ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := c.exec(ctx, args)
	if err != nil {
		return 0, t.error("sqldb.exec", err)
	}
	n, err := res.RowsAffected()
	return n, Error("sqldb.exec", err)
}

// Insert runs a statement and gives the rowid that it made. A server has none:
// there, and where both are served, RETURNING with Get.
func (t *Tx) Insert(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, c, err := t.compile(ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := c.exec(ctx, args)
	if err != nil {
		return 0, Error("sqldb.insert", err)
	}
	id, err := res.LastInsertId()
	return id, Error("sqldb.insert", err)
}

// Get scans the first row of a query into dest; NotFound when there is none.
func (t *Tx) Get(ctx context.Context, query string, args []any, dest ...any) error {
	ctx, c, err := t.compile(ctx, query)
	if err != nil {
		return err
	}
	return t.error("sqldb.get", c.row(ctx, args).Scan(dest...))
}

// Each scans every row of a query into dest, calling fn after each. It stops at
// the first error; ErrStop ends it without one. fn must not run the same query,
// and on a server none of this transaction: its line is taken until the last row.
func (t *Tx) Each(ctx context.Context, query string, args, dest []any, fn func() error) (err error) {
	ctx, c, err := t.compile(ctx, query)
	if err != nil {
		return err
	}
	rows, err := c.rows(ctx, args)
	if err != nil {
		return t.error("sqldb.each", err)
	}
	defer func() { err = errors.Join(err, Error("sqldb.each", rows.Close())) }()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return Error("sqldb.each", err)
		}
		if err := fn(); err != nil {
			if errors.Is(err, ErrStop) {
				return nil
			}
			return err
		}
	}
	return t.error("sqldb.each", rows.Err())
}

// ErrStop ends Each early; it is no failure.
var ErrStop = errors.New("stop")

// Savepoint runs fn so that its writes are undone when it fails, and the
// transaction goes on. An error of the file itself undoes and comes back too.
func (t *Tx) Savepoint(ctx context.Context, fn func() error) (err error) {
	if _, err := t.Exec(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	done := false
	defer func() {
		if done {
			return
		}
		// Also after a panic: the writes go, the panic goes on.
		back := context.WithoutCancel(ctx)
		_, e1 := t.Exec(back, "ROLLBACK TO one")
		_, e2 := t.Exec(back, "RELEASE one")
		err = errors.Join(err, e1, e2)
	}()
	if err := fn(); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, "RELEASE one"); err != nil {
		return err
	}
	done = true
	return nil
}
