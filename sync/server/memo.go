package server

import (
	"slices"
	"sync"
	"time"

	"scranno/app/civic"
)

// After an outage desks come back together and lack the same things: a page
// that was made for one is kept, as it was sent, for those that come just
// behind. Whether somebody may read the channels, and where they are now, is
// asked for each; the page holds for exactly the same cursors and heads.
const (
	memoFor   = 10 * time.Second // the page says the time: it may be that old
	memoLeast = 32 << 10         // bytes of operations: less is made anew as fast
	memoBytes = 64 << 20         // kept in all
)

// lack is a channel of which a page has something: what the desk wants of it,
// and where it is.
type lack struct {
	civic.Want
	head int64
}

// memo is an answer that was sent.
type memo struct {
	epoch, form string
	most        int
	schema      int
	sealed      bool
	lacks       []lack
	body        []byte
	ops         int
	at          time.Time
}

// place is where memos are looked for: a channel and a cursor that lags.
type place struct {
	channel civic.Channel
	tail    int64
}

// memos are the answers of the last moments.
type memos struct {
	mu    sync.Mutex
	at    map[place][]*memo
	bytes int
}

// likely tells whether there is an answer that may fit: whoever lacks nothing is
// not asked anything more.
func (m *memos) likely(wants []civic.Want) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.at) == 0 {
		return false
	}
	return slices.ContainsFunc(wants, func(w civic.Want) bool { return len(m.at[place{w.Channel, w.Tail}]) > 0 })
}

// find gives the answer to the same question, asked of the same heads.
func (m *memos) find(q memo, now time.Time) (body []byte, ops int, ok bool) {
	if len(q.lacks) == 0 {
		return nil, 0, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, have := range m.at[place{q.lacks[0].Channel, q.lacks[0].Tail}] {
		age := now.Sub(have.at)
		if have.epoch == q.epoch && have.form == q.form && have.most == q.most && have.schema == q.schema && have.sealed == q.sealed &&
			age >= 0 && age < memoFor && slices.Equal(have.lacks, q.lacks) {
			return have.body, have.ops, true
		}
	}
	return nil, 0, false
}

func (m *memos) put(one *memo) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for where, all := range m.at {
		all = slices.DeleteFunc(all, func(old *memo) bool {
			gone := one.at.Sub(old.at) >= memoFor
			if gone {
				m.bytes -= len(old.body)
			}
			return gone
		})
		if m.at[where] = all; len(all) == 0 {
			delete(m.at, where)
		}
	}
	if m.at == nil || m.bytes+len(one.body) > memoBytes {
		m.at, m.bytes = map[place][]*memo{}, 0
	}
	where := place{one.lacks[0].Channel, one.lacks[0].Tail}
	m.at[where] = append(m.at[where], one)
	m.bytes += len(one.body)
}

// lacking gives those of the wants of which there is something to send; false:
// one of the channels is not to be read, and that is to be told.
func lacking(wants []civic.Want, heads map[civic.Channel]int64) ([]lack, bool) {
	var out []lack
	for _, w := range wants {
		head, ok := heads[w.Channel]
		if !ok {
			return nil, false
		}
		if w.Tail != head || w.From < w.To {
			out = append(out, lack{w, head})
		}
	}
	return out, true
}

// headsOf gives the heads that a page tells, by channel; what it does not tell
// has not moved.
func headsOf(page civic.Page, wants []civic.Want) map[civic.Channel]int64 {
	out := make(map[civic.Channel]int64, len(wants))
	for _, w := range wants {
		out[w.Channel] = w.Tail
	}
	for _, h := range page.Heads {
		out[h.Channel] = h.Head
	}
	return out
}
