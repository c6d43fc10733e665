package centraldb

import (
	"context"
	"maps"
	"slices"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

const oldRemovals = `SELECT n, channel, seq FROM record WHERE deleted > 0 AND seq > 0 AND updated < $1
		ORDER BY updated, n LIMIT $2`

// Settle takes removals older than the given time out of what is sent, raises
// the horizon of their channels and has the segments that hold what they
// removed sealed again: else it would come back. At most limit at a time; it
// gives how many it was. Their ids stay what they were.
func (d *DB) Settle(ctx context.Context, before time.Time, limit int) (int, error) {
	count, stale := 0, int64(0)
	err := d.sql.Update(ctx, func(tx *sqldb.Tx) error {
		gone := map[civic.Channel][]removal{}
		var ch civic.Channel
		var r removal
		err := tx.Each(ctx, oldRemovals, []any{stamp(before), limit}, []any{&r.n, &ch, &r.seq}, func() error {
			gone[ch] = append(gone[ch], r)
			count++
			return nil
		})
		for _, ch := range slices.Sorted(maps.Keys(gone)) {
			if err != nil {
				return err
			}
			var n int64
			n, err = settleChannel(ctx, tx, ch, gone[ch])
			stale += n
		}
		return err
	})
	if err == nil && stale > 0 {
		d.resealed.Add(1)
	}
	return count, err
}

// removal is a row of record that says that something went.
type removal struct{ n, seq int64 }

// settleChannel gives how many segments are to be sealed again: those that hold
// the removals, and those that hold what is not the newest of its record.
func settleChannel(ctx context.Context, tx *sqldb.Tx, ch civic.Channel, gone []removal) (int64, error) {
	horizon := int64(0)
	for _, r := range gone {
		horizon = max(horizon, r.seq)
	}
	// The channel's row first: whoever erases marks segments after taking it.
	if _, err := tx.Exec(ctx, `UPDATE channel SET horizon = $2 WHERE id = $1 AND horizon < $2`, ch, horizon); err != nil {
		return 0, err
	}
	for _, r := range gone {
		if _, err := tx.Exec(ctx, `UPDATE record SET seq = -n WHERE n = $1 AND seq = $2`, r.n, r.seq); err != nil {
			return 0, err
		}
	}
	const stale = `UPDATE segment SET stale = 1, hash = '', data = NULL WHERE channel = $1 AND lo < $2 AND hash <> ''
		AND ops > (SELECT count(*) FROM record WHERE record.channel = segment.channel
			AND record.seq > segment.lo AND record.seq <= segment.hi)`
	return tx.Exec(ctx, stale, ch, horizon)
}
