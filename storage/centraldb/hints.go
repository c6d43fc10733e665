package centraldb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
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

// hints are those who are told of commits, and what other processes are still
// to be told.
type hints struct {
	origin string // of this process, among those of one database

	mu      sync.Mutex // over what follows; held for memory alone
	channel string     // empty: not asked for yet
	told    map[*func(civic.Channel, int64)]struct{}
	pending map[civic.Channel]int64
	sending bool
	sends   sync.WaitGroup
}

// movedChannel is the engine's channel on which the processes of one central tell
// each other what they moved: other centrals may be in the same database, each
// in a schema of its own.
func (d *DB) movedChannel(ctx context.Context) (string, error) {
	h := &d.hints
	h.mu.Lock()
	name := h.channel
	h.mu.Unlock()
	if name != "" {
		return name, nil
	}
	secret, err := d.Secret(ctx)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte("moved\x00" + secret))
	name = "scranno_moved_" + hex.EncodeToString(sum[:8])
	h.mu.Lock()
	h.channel = name
	h.mu.Unlock()
	return name, nil
}

const (
	maxNotice  = 7_900            // bytes of one notice: the engine takes 8,000
	noticeTime = 10 * time.Second // to send one; a hint that is later helps nobody
)

// committed tells what a commit moved: in this process at once, elsewhere by
// notices outside the transaction, several commits in one where they come fast.
func (d *DB) committed(heads map[civic.Channel]head) {
	if len(heads) == 0 {
		return
	}
	h := &d.hints
	h.mu.Lock()
	defer h.mu.Unlock()
	for f := range h.told {
		for ch, at := range heads {
			(*f)(ch, at.seq)
		}
	}
	if d.sql.Engine() != sqldb.Postgres {
		return
	}
	if h.pending == nil {
		h.pending = map[civic.Channel]int64{}
	}
	for ch, at := range heads {
		h.pending[ch] = max(h.pending[ch], at.seq)
	}
	if !h.sending {
		h.sending = true
		h.sends.Go(d.notify)
	}
}

// notify sends what is pending until nothing is. What does not go out is not
// sent again: those who listen look for themselves when their line is back.
func (d *DB) notify() {
	h := &d.hints
	for {
		h.mu.Lock()
		heads := h.pending
		h.pending = nil
		if len(heads) == 0 {
			h.sending = false
			h.mu.Unlock()
			return
		}
		h.mu.Unlock()
		ctx, cancel := context.WithTimeout(context.Background(), noticeTime)
		if channel, err := d.movedChannel(ctx); err == nil {
			_ = d.sql.Notify(ctx, channel, h.notice(heads)) // a hint, never the only word
		}
		cancel()
	}
}

// notice is who moved what; without the what where it is too much.
func (h *hints) notice(heads map[civic.Channel]int64) string {
	data, err := json.Marshal(heads)
	if err != nil || len(h.origin)+1+len(data) > maxNotice {
		data = nil
	}
	return h.origin + " " + string(data)
}

// read gives what another process moved; all is false where it does not say all
// of it. Its own notices say nothing to a process.
func (h *hints) read(notice string) (heads map[civic.Channel]int64, all bool) {
	origin, data, _ := strings.Cut(notice, " ")
	if origin == h.origin && origin != "" {
		return nil, true
	}
	if json.Unmarshal([]byte(data), &heads) != nil {
		return nil, false
	}
	return heads, true
}

// Moves calls moved for each channel that a commit of this process moves, once
// it is durable, until end is called.
func (d *DB) Moves(moved func(ch civic.Channel, seq int64)) (end func()) {
	h := &d.hints
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.told == nil {
		h.told = map[*func(civic.Channel, int64)]struct{}{}
	}
	h.told[&moved] = struct{}{}
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.told, &moved)
	}
}

// Others tells what other processes wrote until ctx ends or the store fails: by
// moved, or by wrote where it is not known what.
func (d *DB) Others(ctx context.Context, moved func(ch civic.Channel, seq int64), wrote func()) error {
	if d.sql.Engine() != sqldb.Postgres {
		return d.foreign(ctx, wrote)
	}
	channel, err := d.movedChannel(ctx)
	if err != nil {
		return err
	}
	err = d.sql.Listen(ctx, channel, func(notice string) {
		heads, all := d.hints.read(notice)
		for ch, seq := range heads {
			moved(ch, seq)
		}
		if !all {
			wrote()
		}
	})
	if civic.Is(err, civic.Forbidden) { // behind a pooler
		return d.foreign(ctx, wrote)
	}
	return err
}

// foreign looks at the version.
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
