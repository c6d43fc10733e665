package sqldb

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"scranno/app/civic"
)

// Backoff of a listener whose connection was lost.
const (
	listenFirst = 100 * time.Millisecond
	listenMost  = 15 * time.Second
)

// Listen calls fn with what other programs tell on a channel, until the context
// ends, from a connection of its own that it makes again when it is lost. What
// was told in between is lost: a hint, never the only word. It is called with an
// empty payload whenever a connection stands, so that fn looks for itself.
// Forbidden: this engine has no such thing, or a pooler keeps it away.
func (d *DB) Listen(ctx context.Context, channel string, fn func(payload string)) error {
	if d.engine != Postgres || d.pooled {
		return civic.NewError(civic.Forbidden, "sqldb.listen", "")
	}
	wait := listenFirst
	for ctx.Err() == nil {
		err := d.alone(ctx, func(conn *pgx.Conn) error {
			if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
				return err
			}
			wait = listenFirst
			fn("")
			for {
				n, err := conn.WaitForNotification(ctx)
				if err != nil {
					return err
				}
				fn(n.Payload)
			}
		})
		if err == nil || ctx.Err() != nil {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait/2 + rand.N(wait/2)): //nolint:gosec // spreads out, hides nothing
		}
		wait = min(2*wait, listenMost)
	}
	return ctx.Err()
}

// Notify tells who listens, outside any transaction: payload has at most 8,000
// bytes and is no secret. Forbidden: this engine has no such thing.
func (d *DB) Notify(ctx context.Context, channel, payload string) error {
	const op = "sqldb.notify"
	if d.engine != Postgres || d.writer == nil {
		return civic.NewError(civic.Forbidden, op, "")
	}
	_, err := d.writer.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, payload)
	return Error(op, err)
}
