package centraldb

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"

	"scranno/app/civic"
)

// On a server several transactions write to a channel at once, and its next
// number is known only to the one that holds the channel's row until it commits.
// That row is taken last of all. Until then changes are numbered above a start
// that is far beyond every head and this transaction's own; at the end they are
// counted on from the head.
const (
	farBeyond = int64(1) << 62
	ownRange  = 20 // bits: changes of one channel in one transaction
	manyOwn   = 40 // bits: starts
)

// newStart draws the start of a transaction. Two that draw the same one would, if
// they also wrote to one channel, wait for each other; nothing would be wrong.
func newStart() int64 {
	return farBeyond + rand.Int64N(1<<manyOwn)<<ownRange //nolint:gosec // hides nothing
}

// waitingLine is a line of the log that waits for its number.
type waitingLine struct {
	record civic.Record
	seq    int64
	op     string
}

// number takes the channels' rows, in the order of their names, and gives every
// change its number.
func (l *ledger) number(ctx context.Context) error {
	before := map[civic.Channel]int64{}
	for _, ch := range slices.Sorted(maps.Keys(l.heads)) {
		h, err := l.takeRow(ctx, ch)
		if err != nil {
			return err
		}
		before[ch] = h.seq
		moved := l.heads[ch]
		last := moved.seq
		moved = head{seq: h.seq + last - l.start, count: h.count + moved.count, sum: h.sum + moved.sum}
		const put = `UPDATE channel SET head = $2, count = $3, sum = $4 WHERE id = $1`
		if _, err := l.tx.Exec(ctx, put, ch, moved.seq, moved.count, int64(moved.sum)); err != nil { //nolint:gosec // wraps on purpose
			return err
		}
		const renumber = `UPDATE record SET seq = seq + $2, born = CASE WHEN born > $3 THEN born + $2 ELSE born END
			WHERE channel = $1 AND seq > $3 AND seq <= $4`
		if _, err := l.tx.Exec(ctx, renumber, ch, h.seq-l.start, l.start, last); err != nil {
			return err
		}
		l.heads[ch] = moved
	}
	final := func(ch civic.Channel, seq int64) int64 {
		if seq > farBeyond {
			return before[ch] + seq - l.start
		}
		return seq
	}
	for _, w := range l.lines {
		w.record.Born = final(w.record.Channel, w.record.Born)
		if err := l.insertLine(ctx, w.record, final(w.record.Channel, w.seq), w.op); err != nil {
			return err
		}
	}
	settle := func(refs []civic.EffectRef) {
		for i, r := range refs {
			refs[i].Seq = final(r.Channel, r.Seq)
		}
	}
	for _, refs := range l.refs {
		settle(refs)
	}
	for _, r := range l.kept {
		settle(r.Effects)
		effects, err := json.Marshal(r.Effects)
		if err != nil {
			return civic.WrapError(civic.Internal, "centraldb.receipt", err)
		}
		if _, err := l.tx.Exec(ctx, `UPDATE receipt SET effects = $2 WHERE id = $1`, r.ID, string(effects)); err != nil {
			return err
		}
	}
	return nil
}

// takeRow holds a channel's row, making it where there is none.
func (l *ledger) takeRow(ctx context.Context, ch civic.Channel) (head, error) {
	const take = `SELECT head, count, sum FROM channel WHERE id = $1 FOR UPDATE`
	const make = `INSERT INTO channel (id, head, count, sum) SELECT $1, base, 0, 0 FROM meta ON CONFLICT (id) DO NOTHING`
	var h head
	var sum int64
	err := l.tx.Get(ctx, take, []any{ch}, &h.seq, &h.count, &sum)
	if civic.Is(err, civic.NotFound) {
		if _, err := l.tx.Exec(ctx, make, ch); err != nil {
			return h, err
		}
		err = l.tx.Get(ctx, take, []any{ch}, &h.seq, &h.count, &sum)
	}
	h.sum = uint64(sum) //nolint:gosec // stored with its sign
	return h, err
}
