package client

import (
	"context"
	"slices"
	"time"

	"scranno/app/civic"
)

const (
	maxRounds  = 5 // of push and pull in one sync
	maxEpochs  = 3 // changes of epoch in one sync
	maxDevices = 3 // number spaces given up in one sync
)

// run is one sync.
type run struct {
	c        *Client
	progress func(civic.Progress)
	base     string // of the central
	profile  civic.Profile
	signed   bool // requests carry the person's token
	maxPush  int
	epochs   int
	devices  int
	old      error     // this program may not pull; nil: it may
	server   time.Time // the central's, of the last page
	check    bool      // counts and sums are compared with the next pages
	checked  bool
	counts   map[civic.Channel]int64 // of live records, as last told
	gone     map[civic.Channel]int   // manifests that did not hold
	pins     []civic.Pin             // to ask after with the next page
	aside    map[civic.ID]bool       // commands that will not leave in this sync
	absent   map[civic.Channel]bool  // channels that the central did not know for this reader
	stuck    map[civic.ID]bool       // commands whose file cannot be sent in this sync
	bytes    int64                   // of files that this sync has carried
	result   civic.SyncResult
}

func newRun(c *Client, progress func(civic.Progress)) *run {
	return &run{
		c: c, progress: progress, aside: map[civic.ID]bool{}, stuck: map[civic.ID]bool{},
		absent: map[civic.Channel]bool{}, counts: map[civic.Channel]int64{}, gone: map[civic.Channel]int{},
	}
}

func (r *run) all(ctx context.Context) error {
	var err error
	if r.profile, err = r.c.store.Profile(ctx); err != nil {
		return err
	}
	if r.base, err = address(r.profile.Central); err != nil {
		return err
	}
	// What a former process was sending when it died waits again: the lock
	// says that nobody else sends now.
	if err := r.c.store.Unsent(ctx, "", r.c.now()); err != nil {
		return err
	}
	if r.signed, err = r.c.signedIn(ctx, r.profile.Person); err != nil {
		return err
	}
	if err := r.greet(ctx); err != nil {
		return err
	}
	if err := r.rounds(ctx); err != nil {
		r.c.doubts.Store(doubtful(err))
		return err
	}
	r.keepFiles(ctx)
	return r.saveSynced(ctx)
}

// greet asks what the central is where that is not known, not of today, or in
// doubt; else a sync without news is one request.
func (r *run) greet(ctx context.Context) error {
	p := &r.profile
	r.server = p.Server
	r.check = p.Checked.IsZero() || day(p.Checked) != day(p.Server)
	doubt := r.c.doubts.Swap(false)
	if doubt || p.Hello == nil || p.Epoch == "" || day(p.Hello.Now) != day(p.Server) {
		return r.hello(ctx)
	}
	r.heard(p.Hello)
	return nil
}

// heard takes up what the central says of itself. One too old for it may still
// send what it has.
func (r *run) heard(h *civic.Hello) {
	r.old = nil
	if h.Schemas[0] > civic.SchemaVersion {
		r.old = civic.NewError(civic.TooOld, "client.hello", "", "version", h.Version)
	}
	r.maxPush = civic.MaxPush
	if h.MaxPush > 0 {
		r.maxPush = min(h.MaxPush, civic.MaxPush)
	}
}

func day(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// doubtful tells the failures that another version on the other end would give.
func doubtful(err error) bool {
	switch civic.KindOf(err) {
	case civic.TooOld, civic.Invalid, civic.TooLarge, civic.NotFound, civic.Unknown, civic.Conflict:
		return true
	}
	return false
}

// rounds pushes and pulls until neither finds anything. A token that no longer
// holds stops what is private, not what is public.
func (r *run) rounds(ctx context.Context) error {
	var unsent error
	for round := range maxRounds {
		moved := round == 0
		if r.signed && unsent == nil && r.profile.Person != "" {
			n, err := r.pushAll(ctx)
			moved = moved || n > 0
			switch {
			case civic.Is(err, civic.Unauthenticated):
				r.signed, unsent = false, err
			case err != nil && !kept(err):
				return err
			case err != nil:
				unsent = err
			}
		}
		if !moved {
			break
		}
		if r.old != nil {
			return r.old
		}
		err := r.pull(ctx)
		if civic.Is(err, civic.Unauthenticated) && r.signed {
			r.signed, unsent = false, err
			err = r.pull(ctx)
		}
		if err != nil {
			return err
		}
	}
	if unsent != nil {
		return unsent
	}
	if !r.signed && r.profile.Person != "" {
		return civic.NewError(civic.Unauthenticated, "sync", "")
	}
	return nil
}

// kept tells whether a failed push leaves the line good for a pull: the central
// answered, and did not ask to be left alone.
func kept(err error) bool {
	switch civic.KindOf(err) {
	case civic.Invalid, civic.TooLarge, civic.Forbidden, civic.Conflict, civic.Internal, civic.Unknown:
		return true
	}
	return false
}

func (r *run) hello(ctx context.Context) error {
	h, err := r.c.hello(ctx, r.base)
	if err != nil {
		return err
	}
	r.heard(&h)
	r.server = h.Now
	if err := r.updateProfile(ctx, func(p *civic.Profile) bool {
		p.Hello, p.Server = &h, h.Now
		return true
	}); err != nil {
		return err
	}
	return r.takeEpoch(ctx, h.Epoch, h.Now)
}

func (r *run) takeEpoch(ctx context.Context, epoch string, server time.Time) error {
	if epoch == r.profile.Epoch {
		return nil
	}
	if civic.Planted(civic.BugEpochIgnored) && r.profile.Epoch != "" {
		r.profile.Epoch = epoch
		return nil
	}
	if r.epochs++; r.epochs > maxEpochs {
		return civic.NewError(civic.Busy, "client.epoch", "")
	}
	if err := r.c.store.NewEpoch(ctx, epoch, server); err != nil {
		return err
	}
	r.profile.Epoch = epoch
	clear(r.aside)
	clear(r.absent)
	r.c.log.Info("the central is of another epoch")
	return nil
}

// updateProfile reads, changes and writes the profile at once, so that what the
// person chose meanwhile is not written over. change tells whether to write.
func (r *run) updateProfile(ctx context.Context, change func(*civic.Profile) bool) error {
	return r.c.store.ChangeProfile(ctx, func(p *civic.Profile) error {
		if p.Central != r.profile.Central || p.Person != r.profile.Person {
			return civic.NewError(civic.Conflict, "client.profile", "")
		}
		if was := *p; !change(p) {
			*p = was
		}
		return nil
	})
}

func (r *run) saveSynced(ctx context.Context) error {
	r.result.Complete = true
	return r.updateProfile(ctx, func(p *civic.Profile) bool {
		p.Synced = civic.Stamp(r.c.now())
		if r.checked {
			p.Checked = r.server
		}
		return true
	})
}

// wants gives what this request may ask for. Without the token private channels
// are left out: their absence must never look like a loss. Someone who never
// signed in asks for spaces too, of which some are public.
func (r *run) wants(ctx context.Context) ([]civic.Want, error) {
	all, err := r.c.store.Wants(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(w civic.Want) bool {
		if r.absent[w.Channel] {
			return true
		}
		return !r.signed && !w.Channel.Public() && (r.profile.Person != "" || w.Channel.Family() != "space")
	}), err
}
