package client

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	fillBytes   = 4 << 20          // of segments in one local transaction
	tailBytes   = 24 << 20         // filled before the tails are looked at again,
	tailEvery   = 10 * time.Second // or so long
	maxGone     = 5                // manifests of a channel that changed while it was read
	waitHere    = 15 * time.Second // the longest Retry-After that a fill waits for itself
	maxWaits    = 20
	segmentWait = 2 * time.Minute
)

// errGone is a segment that its manifest has no more.
var errGone = civic.NewError(civic.Gone, "client.segment", "")

// fill takes what is sealed of the channels that have a range to fill, in their
// order, the newest first. While one page is applied the next is fetched, and no
// more than that. It tells whether the feed has to be asked again: there was
// something, or time has passed.
func (r *run) fill(ctx context.Context) (again bool, err error) {
	wants, err := r.wants(ctx)
	if err != nil {
		return false, err
	}
	wants = slices.DeleteFunc(wants, func(w civic.Want) bool { return w.From >= w.To })
	if len(wants) == 0 {
		return false, nil
	}
	within, cancel := context.WithCancel(ctx)
	look := time.NewTimer(tailEvery)
	pages := make(chan civic.Page)
	f := &fill{r: r, look: look.C, out: pages}
	var fetching sync.WaitGroup
	fetching.Go(func() {
		defer close(pages)
		f.err = f.run(within, wants)
	})
	left := map[civic.Channel]int64{}
	for _, w := range wants {
		left[w.Channel] = min(w.To-w.From, r.counts[w.Channel])
	}
	for page := range pages {
		if err != nil {
			continue // until it has noticed
		}
		var applied int
		applied, err = r.c.store.ApplyPage(ctx, page, r.c.now())
		r.result.Pulled += applied
		if err != nil {
			cancel()
			continue
		}
		total := int64(r.result.Pulled)
		for _, c := range page.Cursors {
			left[c.Channel] = min(left[c.Channel], c.To-c.From)
		}
		for _, n := range left {
			total += n
		}
		r.progress(civic.Progress{Step: "status.syncing", Done: int64(r.result.Pulled), Total: total})
	}
	cancel()
	look.Stop()
	fetching.Wait()
	if err == nil {
		err = f.err
	}
	return true, err
}

// fill fetches, and makes pages of, what is sealed of one channel after the
// other. It runs beside those who apply them.
type fill struct {
	r    *run
	want civic.Want // how the channel will stand
	page civic.Page // being made
	size int64      // of it
	out  chan<- civic.Page
	look <-chan time.Time
	done int64 // bytes since the tails were looked at
	due  bool  // the feed is to be asked before anything else
	err  error // read when it has ended
}

// run gives what was made of a page also when the rest failed: a cut must not
// cost what came before it.
func (f *fill) run(ctx context.Context, wants []civic.Want) error {
	var err error
	for _, w := range wants {
		f.want = w
		if err = f.channel(ctx); err != nil || f.due {
			break
		}
	}
	return errors.Join(err, f.flush(ctx))
}

// channel fills one channel's range, as far as the feed need not be asked.
func (f *fill) channel(ctx context.Context) error {
	for f.want.From < f.want.To && !f.due {
		m, err := f.r.manifest(ctx, f.want.Channel, f.want.To)
		switch {
		case civic.Is(err, civic.NotFound):
			f.r.absent[f.want.Channel] = true // the next sync hears of it
			return nil
		case err != nil:
			return err
		case m.Epoch != f.r.profile.Epoch:
			// Either the central's is another one now, as the feed will tell, or
			// this is an old answer that something in between has kept.
			if f.doubt() {
				f.due = true
				return nil
			}
			m.Segments, m.More = nil, false
		}
		if err := f.parts(ctx, partsOf(f.want, m)); err != nil {
			return err
		}
	}
	return nil
}

// doubt counts the manifests of a channel that did not hold in this sync; it
// tells whether another may be asked for.
func (f *fill) doubt() bool {
	f.r.gone[f.want.Channel]++
	return f.trusts()
}

func (f *fill) trusts() bool { return f.r.gone[f.want.Channel] < maxGone }

// parts fills the parts in their order. Where the manifest is not to be trusted
// the feed brings what it has not.
func (f *fill) parts(ctx context.Context, parts []part) error {
	for _, p := range parts {
		var err error
		var ops []civic.Op
		byFeed := p.sealed.Channel == ""
		if p.sealed.Hash != "" {
			ops, err = f.r.segment(ctx, p.sealed)
			if errors.Is(err, errGone) && f.trusts() {
				f.doubt()
				return nil // ask for the manifest again
			}
			if errors.Is(err, errUnsound) || errors.Is(err, errGone) {
				byFeed, err = true, nil
			}
		}
		switch {
		case err != nil:
		case byFeed:
			err = f.byFeed(ctx, p.from)
		default:
			ops = slices.DeleteFunc(ops, func(o civic.Op) bool { return o.Seq <= p.from || o.Seq > p.to })
			err = f.add(ctx, ops, p.sealed.Size, civic.Cursor{Tail: f.want.Tail, To: p.from})
		}
		if err != nil || f.due {
			return err
		}
	}
	return nil
}

// add puts operations into the page, after which the channel stands at a cursor.
func (f *fill) add(ctx context.Context, ops []civic.Op, size int64, at civic.Cursor) error {
	at.Channel, at.From = f.want.Channel, f.want.From
	if at.To = max(at.To, at.From); at.To == at.From {
		at.From, at.To = 0, 0
	}
	f.want.Tail, f.want.From, f.want.To = at.Tail, at.From, at.To
	if n := len(f.page.Cursors); n > 0 && f.page.Cursors[n-1].Channel == at.Channel {
		f.page.Cursors = f.page.Cursors[:n-1]
	}
	f.page.Cursors, f.page.Ops = append(f.page.Cursors, at), append(f.page.Ops, ops...)
	f.size += size
	f.done += size
	select {
	case <-f.look:
		f.due = true
	default:
		f.due = f.due || f.done >= tailBytes
	}
	if f.size < fillBytes {
		return nil
	}
	return f.flush(ctx)
}

// flush hands the page over to be applied.
func (f *fill) flush(ctx context.Context) error {
	if len(f.page.Cursors) == 0 {
		return nil
	}
	page := f.page
	page.Epoch, page.Now, page.More = f.r.profile.Epoch, f.r.server, true
	f.page, f.size = civic.Page{}, 0
	select {
	case f.out <- page:
		return nil
	case <-ctx.Done():
		return civic.WrapError(civic.Offline, "client.fill", ctx.Err())
	}
}

// part is a range to fill, the newest first: by a segment, or where there is
// none by the feed.
type part struct {
	from, to int64
	sealed   civic.Segment // without channel: by the feed
}

// partsOf cuts what a manifest tells out of a range.
func partsOf(w civic.Want, m civic.Manifest) []part {
	var out []part
	at := w.To
	gap := func(down int64) {
		if down = max(down, w.From); down < at {
			out = append(out, part{from: down, to: at})
			at = down
		}
	}
	for _, s := range m.Segments {
		if s.From >= at || at <= w.From {
			continue
		}
		gap(s.To)
		low := max(s.From, w.From)
		if low < at {
			out = append(out, part{from: low, to: at, sealed: s})
			at = low
		}
	}
	if !m.More {
		gap(w.From)
	}
	return out
}

// byFeed fills the upper part of the range, down to a seq, with what is not
// sealed there at present.
func (f *fill) byFeed(ctx context.Context, down int64) error {
	for f.want.To > down && !f.due {
		ask := civic.Want{Channel: f.want.Channel, Tail: f.want.Tail, From: down, To: f.want.To}
		page, err := f.r.page(ctx, []civic.Want{ask}, false)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(page.Cursors, func(c civic.Cursor) bool { return c.Channel == ask.Channel })
		if page.Epoch != f.r.profile.Epoch || i < 0 || page.Cursors[i].To >= f.want.To {
			f.due = true // it has something else to say
			return nil
		}
		f.r.server = page.Now
		size := int64(0)
		for i := range page.Ops {
			size += int64(len(page.Ops[i].Body))
		}
		at := civic.Cursor{Tail: page.Cursors[i].Tail, To: max(page.Cursors[i].To, down)}
		if err := f.add(ctx, page.Ops, size, at); err != nil {
			return err
		}
	}
	return nil
}

// errUnsound is a segment that did not come whole, or not as it was promised.
var errUnsound = errors.New("a segment that cannot be used")

// segment fetches a segment and makes sure that it is the one that the manifest
// spoke of. errUnsound: the feed must do.
func (r *run) segment(ctx context.Context, s civic.Segment) ([]civic.Op, error) {
	for try, waits := 0, 0; ; {
		var content []byte
		q := call{
			path: wire.SegmentPath(s), signed: r.signed && !s.Channel.Public(), timeout: segmentWait,
			accept: wire.TypeSegment, fresh: try > 0,
		}
		err := r.c.ask(ctx, r.base, q, func(body io.Reader) (err error) {
			content, err = readAll(body, s.Size)
			return err
		})
		if err == nil {
			ops, bad := wire.ReadSegment(s, content)
			if bad == nil {
				return ops, nil
			}
			err = &cutError{bad}
		}
		if civic.Is(err, civic.Gone) {
			return nil, errGone
		}
		if again, werr := r.waited(ctx, err, &waits); again || werr != nil {
			if werr != nil {
				return nil, werr
			}
			continue
		}
		if _, cut := errors.AsType[*cutError](err); !cut || ctx.Err() != nil {
			return nil, err
		}
		r.c.pageBytes.Store(max(r.c.pageBytes.Load()/2, smallestPage))
		if try++; try > 1 {
			r.c.log.Warn("a segment could not be used", "kind", string(civic.KindOf(err)))
			return nil, errUnsound
		}
	}
}

// waited waits where the central asks for a short pause.
func (r *run) waited(ctx context.Context, err error, waits *int) (again bool, _ error) {
	w, ok := errors.AsType[*waitError](err)
	if !ok || w.after > waitHere || *waits >= maxWaits {
		return false, nil
	}
	*waits++
	if !pauseFor(ctx, w.after+r.c.jitter(time.Second)) {
		return false, civic.WrapError(civic.Offline, "client.wait", ctx.Err())
	}
	return true, nil
}

// readAll reads a content of known size and nothing beyond it.
func readAll(r io.Reader, size int64) ([]byte, error) {
	if size <= 0 || size > wire.MaxSegment {
		return nil, civic.NewError(civic.Offline, "client.segment", "")
	}
	content := make([]byte, size)
	if _, err := io.ReadFull(r, content); err != nil {
		return nil, civic.WrapError(civic.Offline, "client.segment", err)
	}
	var more [1]byte
	if n, err := io.ReadFull(r, more[:]); n > 0 || err != io.EOF {
		return nil, civic.NewError(civic.Offline, "client.segment", "")
	}
	return content, nil
}

// manifest asks what is sealed of a channel at or below a seq, past any cache.
func (r *run) manifest(ctx context.Context, ch civic.Channel, below int64) (civic.Manifest, error) {
	for waits := 0; ; {
		var m civic.Manifest
		q := call{path: wire.ManifestPath(ch, below), signed: r.signed && !ch.Public(), timeout: shortWait, fresh: true}
		err := r.c.ask(ctx, r.base, q, func(body io.Reader) error {
			data, err := io.ReadAll(io.LimitReader(body, wire.MaxAnswer))
			if err == nil {
				m, err = wire.DecodeManifest(data, ch)
			}
			return err
		})
		if again, werr := r.waited(ctx, err, &waits); again || werr != nil {
			if werr != nil {
				return m, werr
			}
			continue
		}
		return m, err
	}
}
