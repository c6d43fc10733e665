package desk

import (
	"context"
	"errors"
	"time"

	"scranno/app/civic"
)

// Profile gives who is at this desk and at which central.
func (d *Desk) Profile(ctx context.Context) (civic.Profile, error) { return d.o.Store.Profile(ctx) }

// Actor gives what this copy knows of one's own roles and mandates. Unknown
// before the first sync.
func (d *Desk) Actor(ctx context.Context) (civic.Actor, error) {
	p, err := d.me(ctx)
	if err != nil {
		return civic.Actor{}, err
	}
	var a civic.Actor
	err = d.o.Store.Look(ctx, func(ctx context.Context, w civic.World) (err error) {
		a, err = w.Actor(ctx, p.Person)
		return err
	})
	return a, err
}

// Status gives the desk's whole state.
func (d *Desk) Status(ctx context.Context) (civic.Status, error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return civic.Status{}, err
	}
	ch, err := d.o.Store.Channels(ctx)
	if err != nil {
		return civic.Status{}, err
	}
	waiting, refused, err := d.o.Store.Pending(ctx)
	if err != nil {
		return civic.Status{}, err
	}
	d.mu.Lock()
	st := d.state
	d.mu.Unlock()
	st.Pending, st.Refused, st.Synced = waiting, refused, p.Synced
	return civic.Status{Profile: p, SyncState: st, Channels: ch}, nil
}

// Connect signs in at a central and joins the first channels. A profile is one
// person at one central: another one is refused as a Conflict.
func (d *Desk) Connect(ctx context.Context, url string, how civic.SignInHow) (civic.Identity, error) {
	const op = "desk.connect"
	if d.o.SignIn == nil {
		return civic.Identity{}, civic.NewError(civic.Offline, op, "")
	}
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return civic.Identity{}, err
	}
	if p.Person != "" && p.Central != "" && p.Central != url {
		return civic.Identity{}, civic.NewError(civic.Conflict, op, "desk.other_central")
	}
	if how.Device == "" {
		if how.Device = p.Device; how.Device == "" {
			if how.Device, err = d.newID(); err != nil {
				return civic.Identity{}, err
			}
		}
	}
	if how.DeviceName == "" {
		how.DeviceName = d.o.DeviceName
	}
	who, err := d.o.SignIn.Connect(ctx, url, how)
	if err != nil {
		return civic.Identity{}, err
	}
	if p.Person != "" && p.Person != who.Person {
		// Their token must not stay beside this person's queue.
		err := d.o.SignIn.SignOut(ctx)
		return civic.Identity{}, errors.Join(civic.NewError(civic.Conflict, op, "desk.other_person"), err)
	}
	err = d.o.Store.ChangeProfile(ctx, func(p *civic.Profile) error {
		p.Central, p.Person, p.Name, p.Device = url, who.Person, who.Name, who.Device
		return nil
	})
	if err != nil {
		return civic.Identity{}, err
	}
	if _, err := d.tend(ctx); err != nil {
		return civic.Identity{}, err
	}
	d.Nudge()
	d.changed()
	return who, nil
}

// Disconnect signs out. The copy, the drafts and what waits stay on this
// computer; the same person may connect again.
func (d *Desk) Disconnect(ctx context.Context) error {
	if d.o.SignIn == nil {
		return nil
	}
	return d.after(d.o.SignIn.SignOut(ctx))
}

// SignedIn tells whether tokens are there and where they are kept.
func (d *Desk) SignedIn(ctx context.Context) (civic.SignInState, error) {
	if d.o.SignIn == nil {
		return civic.SignInState{}, nil
	}
	return d.o.SignIn.State(ctx)
}

// maxRounds bounds how often one sync may discover channels to join: a new
// mandate opens channels, whose spaces open others.
const maxRounds = 3

// Sync exchanges with the central until nothing moves, joining the channels
// that become readable on the way. progress may be nil.
func (d *Desk) Sync(ctx context.Context, progress func(civic.Progress)) (civic.SyncResult, error) {
	if d.o.Engine == nil {
		return civic.SyncResult{}, civic.NewError(civic.Forbidden, "desk.sync", "disk.denied")
	}
	if progress == nil {
		progress = func(civic.Progress) {}
	}
	if _, err := d.turn(ctx); err != nil {
		return civic.SyncResult{}, err
	}
	var sum civic.SyncResult
	var err error
	for range maxRounds {
		var r civic.SyncResult
		r, err = d.o.Engine.Sync(ctx, progress)
		sum.Pulled, sum.Pushed, sum.Refused = sum.Pulled+r.Pulled, sum.Pushed+r.Pushed, sum.Refused+r.Refused
		sum.Pending, sum.Complete = r.Pending, r.Complete
		if err != nil {
			break
		}
		joined, terr := d.turn(ctx)
		if terr != nil {
			return sum, terr
		}
		if joined == 0 {
			break
		}
	}
	d.setState(civic.SyncState{Online: err == nil, Err: err, Synced: d.now()})
	d.changed()
	return sum, err
}

// besideEvery is how often it is looked whether another program has written.
const besideEvery = 2 * time.Second

// lookBeside tells the subscribers of what another program, such as the one in a
// terminal, does to the same profile.
func (d *Desk) lookBeside(ctx context.Context) {
	last, _ := d.o.Store.DataVersion(ctx) // unknown: the first look that succeeds tells
	for tick := time.NewTicker(besideEvery); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		now, err := d.o.Store.DataVersion(ctx)
		if err == nil && now != last {
			last = now
			d.changed()
		}
	}
}

// Watch keeps the desk in step with the central until ctx ends. changed gets
// every new state; subscribers are told too.
func (d *Desk) Watch(ctx context.Context, changed func(civic.SyncState)) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.lookBeside(ctx)
	}()
	defer func() { stop(); <-done }()
	if d.o.Engine == nil {
		<-ctx.Done()
		return
	}
	followed := 0 // syncs in a row that followed from what the last one opened
	d.o.Engine.Watch(ctx, func(s civic.SyncState) {
		if !s.Busy {
			joined, err := d.turn(ctx)
			if err != nil && ctx.Err() == nil {
				d.o.Log.Warn("channels could not be joined", "err", err)
			}
			// A channel that this copy believes to be open and the central does
			// not comes back each time: that waits for the next turn.
			if joined == 0 {
				followed = 0
			} else if followed++; followed < maxRounds {
				d.o.Engine.Nudge()
			}
		}
		d.setState(s)
		if changed != nil {
			changed(s)
		}
		d.changed()
	})
}

func (d *Desk) setState(s civic.SyncState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s.Err != nil {
		s.Synced = d.state.Synced
	}
	d.state = s
}

// Nudge asks for a sync soon; it never waits.
func (d *Desk) Nudge() {
	if d.o.Engine != nil {
		d.o.Engine.Nudge()
	}
}

// SearchCentral asks the central for acts that are not kept here.
func (d *Desk) SearchCentral(ctx context.Context, q civic.ActQuery) (civic.ActResult, error) {
	if d.o.Engine == nil {
		return civic.ActResult{}, civic.NewError(civic.Offline, "desk.search_central", "")
	}
	return d.o.Engine.Search(ctx, q)
}

// Doctor looks for what is not sound: in the file, in the channels, in the
// outbox and in the sign-in.
func (d *Desk) Doctor(ctx context.Context) ([]civic.Finding, error) {
	found, err := d.o.Store.Doctor(ctx)
	if err != nil {
		return nil, err
	}
	if d.o.Machine != nil {
		found = append(found, d.o.Machine(ctx)...)
	}
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return nil, err
	}
	if p.Person == "" {
		return append(found, civic.Finding{Code: "doctor.not_connected", Severity: civic.Hint}), nil
	}
	sealed, err := d.sealedFindings(ctx)
	if err != nil {
		return nil, err
	}
	found = append(found, sealed...)
	st, err := d.SignedIn(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case d.o.SignIn == nil: // a copy that can only be read keeps no keys: nothing is known of them
	case !st.SignedIn, st.Expired:
		found = append(found, civic.Finding{Code: "doctor.signed_out", Severity: civic.Warning})
	case !st.Keychain:
		found = append(found, civic.Finding{Code: "doctor.no_keychain", Severity: civic.Hint})
	}
	if ahead := p.Server.Sub(d.now()); !p.Synced.IsZero() && ahead > time.Hour {
		found = append(found, civic.Finding{Code: "doctor.clock", Severity: civic.Hint})
	}
	return found, nil
}

// AcceptNotice records that the person has read the privacy notice that the
// central names.
func (d *Desk) AcceptNotice(ctx context.Context, version string) (civic.Queued, error) {
	q, err := d.do(ctx, civic.CmdNotice, civic.NoticeArgs{Version: version}, target{})
	if err != nil {
		return q, err
	}
	return q, d.after(d.o.Store.ChangeProfile(ctx, func(p *civic.Profile) error {
		p.Notice = version
		return nil
	}))
}

// Settings gives the settings that are read before a store opens.
func (d *Desk) Settings(ctx context.Context) (civic.Settings, error) {
	if d.o.Settings == nil {
		return civic.Settings{}, nil
	}
	return d.o.Settings.Load(ctx)
}

// ChangeSettings changes what change sees and gives what stands then. One change
// at a time, so that none is written over; an error of change leaves all as it is.
func (d *Desk) ChangeSettings(ctx context.Context, change func(*civic.Settings) error) (civic.Settings, error) {
	const op = "desk.settings"
	if d.o.Settings == nil {
		return civic.Settings{}, civic.NewError(civic.Internal, op, "")
	}
	d.settings.Lock()
	defer d.settings.Unlock()
	s, err := d.o.Settings.Load(ctx)
	if err != nil {
		return s, err
	}
	if err := change(&s); err != nil {
		return s, err
	}
	if s.TextSize != 0 && (s.TextSize < 90 || s.TextSize > 200) {
		return s, civic.NewError(civic.Invalid, op, "desk.text_size")
	}
	return s, d.after(d.o.Settings.Save(ctx, s))
}
