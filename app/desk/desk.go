package desk

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/app/spelling"
)

// Options is what a desk is made of. Store, Check, Now and Rand are needed;
// without an Engine and a SignIn the desk works and never connects.
type Options struct {
	Store    Store
	Settings SettingsStore
	Engine   Engine
	SignIn   SignIn
	Exporter Exporter
	Blobs    Blobs // with Intake: files can be attached; nil: they cannot
	Intake   Intake
	Carrier  Carrier // nil: no file is fetched
	// Check says what is missing in a draft.
	Check      func(ctx context.Context, c civic.Content) ([]civic.Finding, error)
	Council    OwnCouncil                            // nil: no act can be made for one's own council
	Bodies     func() (*drafting.Gazetteer, error)   // nil: the same
	Machine    func(context.Context) []civic.Finding // what to say of the computer; nil: nothing
	Log        *slog.Logger
	Now        func() time.Time
	Rand       io.Reader
	Vault      Vault  // nil: no draft leaves this device
	DeviceName string // as the central lists it: "Terminale", "Scranno"
}

// Desk is one profile at work. Its methods may be called from any goroutine.
type Desk struct {
	o Options

	mu     sync.Mutex // guards what follows
	subs   map[int]func()
	next   int
	state  civic.SyncState
	own    *identity // this device's keys, once read
	helper *identity // of a recovery code that was typed; never kept
	later  bool      // a nudge is under way

	sealing  sync.Mutex          // one look at what is sealed at a time; guards what follows
	told     map[string]bool     // what was said of keys in groups
	opened   map[string]openMark // marks of groups, by the hash of what is sealed
	settings sync.Mutex          // one change of the settings at a time

	arms       armsKept
	dictionary func() (*spelling.Dictionary, error) // read once, when first asked for
}

// New makes a desk.
func New(o Options) (*Desk, error) {
	if o.Store == nil || o.Check == nil || o.Now == nil || o.Rand == nil {
		return nil, civic.NewError(civic.Internal, "desk.new", "")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{o: o, subs: map[int]func(){}, told: map[string]bool{}, opened: map[string]openMark{}, dictionary: sync.OnceValues(spelling.Load)}, nil
}

// Subscribe calls fn after every change of what the desk shows, from whatever
// goroutine made it. fn must be quick and must not call Subscribe.
func (d *Desk) Subscribe(fn func()) (cancel func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := d.next
	d.next++
	d.subs[id] = fn
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.subs, id)
	}
}

func (d *Desk) changed() {
	d.mu.Lock()
	all := make([]func(), 0, len(d.subs))
	for _, fn := range d.subs {
		all = append(all, fn)
	}
	d.mu.Unlock()
	for _, fn := range all {
		fn()
	}
}

// after tells the subscribers of a change that went well.
func (d *Desk) after(err error) error {
	if err == nil {
		d.changed()
	}
	return err
}

// toSend is after for what the engine should look at now.
func (d *Desk) toSend(err error) error {
	if err == nil {
		d.Nudge()
	}
	return d.after(err)
}

func (d *Desk) now() time.Time { return civic.Stamp(d.o.Now()) }

func (d *Desk) newID() (civic.ID, error) {
	id, err := civic.NewID(d.o.Now(), d.o.Rand)
	return id, civic.WrapError(civic.Internal, "desk.id", err)
}

// me gives the profile of a person who has connected at least once.
func (d *Desk) me(ctx context.Context) (civic.Profile, error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return p, err
	}
	if p.Person == "" {
		return p, civic.NewError(civic.Unauthenticated, "desk.person", "desk.not_connected")
	}
	return p, nil
}
