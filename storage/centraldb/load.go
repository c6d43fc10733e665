package centraldb

import (
	"context"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Load tells of this database on its server how long the oldest transaction has
// been open, whoever's it is, and how many wait for a lock. Of other roles'
// transactions the server says nothing unless ours may read its statistics
// (pg_read_all_stats). Forbidden: the data are in a file.
func (d *DB) Load(ctx context.Context) (oldest time.Duration, waiting int, err error) {
	if !d.server() {
		return 0, 0, civic.NewError(civic.Forbidden, "centraldb.load", "")
	}
	const query = `SELECT
		(SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8 FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type IS DISTINCT FROM 'autovacuum worker'),
		(SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.datname = current_database() AND NOT l.granted)`
	var seconds float64
	err = d.sql.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, query, nil, &seconds, &waiting) })
	return time.Duration(seconds * float64(time.Second)), waiting, err
}
