package centraldb

import (
	"context"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// foreignEvery is how often the file is looked at for what other processes
// wrote: one number, read from memory.
const foreignEvery = 500 * time.Millisecond

// Standing is where channels are. It is an alias of its form, the same that the
// service declares.
type Standing = struct {
	Epoch string
	Heads map[civic.Channel]int64
}

// Standing gives, of one picture, the epoch and the last seq of those channels
// that may allows; of others it says nothing.
func (d *DB) Standing(ctx context.Context, now time.Time, channels []civic.Channel,
	may func(ctx context.Context, w civic.World, ch civic.Channel) (bool, error),
) (Standing, error) {
	out := Standing{Heads: make(map[civic.Channel]int64, len(channels))}
	err := d.sql.View(ctx, func(tx *sqldb.Tx) error {
		w := &world{tx: tx, now: civic.Stamp(now)}
		var err error
		if out.Epoch, _, err = epochOf(ctx, tx); err != nil {
			return err
		}
		for _, ch := range channels {
			ok, err := may(ctx, w, ch)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			h, err := headOf(ctx, w, ch)
			if err != nil {
				return err
			}
			out.Heads[ch] = h.Head
		}
		return nil
	})
	return out, err
}

// hints are those who are told of commits.
type hints struct {
	mu   sync.Mutex // over what follows; held for memory alone
	told map[*func(civic.Channel, int64)]struct{}
}

func (h *hints) add(f *func(civic.Channel, int64)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.told == nil {
		h.told = map[*func(civic.Channel, int64)]struct{}{}
	}
	h.told[f] = struct{}{}
}

func (h *hints) remove(f *func(civic.Channel, int64)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.told, f)
}

// committed tells what a commit moved.
func (h *hints) committed(heads map[civic.Channel]head) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for f := range h.told {
		for ch, at := range heads {
			(*f)(ch, at.seq)
		}
	}
}

// Moves calls moved for each channel that a commit of this process moves, once
// it is durable, until end is called.
func (d *DB) Moves(moved func(ch civic.Channel, seq int64)) (end func()) {
	d.hints.add(&moved)
	return func() { d.hints.remove(&moved) }
}

// Others calls wrote when another process wrote, until ctx ends or the file
// fails.
func (d *DB) Others(ctx context.Context, _ func(ch civic.Channel, seq int64), wrote func()) error {
	return d.foreign(ctx, wrote)
}

// foreign looks at the file's version.
func (d *DB) foreign(ctx context.Context, foreign func()) error {
	was, err := d.DataVersion(ctx)
	if err != nil {
		return err
	}
	t := time.NewTicker(foreignEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		}
		is, err := d.DataVersion(ctx)
		if err != nil {
			return err
		}
		if is != was {
			was = is
			foreign()
		}
	}
}
