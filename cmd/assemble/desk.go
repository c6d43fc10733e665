package assemble

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/app/desk"
	"scranno/app/drafting"
	"scranno/app/intake"
	"scranno/storage/blobs"
	"scranno/storage/deskdb"
	"scranno/sync/client"
	"scranno/sync/signin"
)

// DeskOptions say which profile is opened and how.
type DeskOptions struct {
	Home       string // the profile's folder; empty: DefaultHome
	Log        *slog.Logger
	ReadOnlyOK bool              // where the folder cannot be written, read what is there
	DeviceName string            // as the central lists this desk; empty: "Scranno"
	NoKeychain bool              // tokens go to a file even where there is a keychain
	Transport  http.RoundTripper // the network; nil: the real one
	Now        func() time.Time  // nil: time.Now
}

// DeskSet is an open profile.
type DeskSet struct {
	Desk     *desk.Desk
	Council  *council.Council
	Home     string
	ReadOnly bool           // nothing can be written or sent
	Why      error          // what stood against writing; nil unless ReadOnly
	Opened   deskdb.Salvage // what opening found
	// Bodies gives the gazetteer, read when it is first asked for.
	Bodies func() (*drafting.Gazetteer, error)

	store   *deskdb.Store
	engine  *client.Client  // nil when read-only
	network *http.Transport // nil where one was handed in
}

// Reach asks the central whether it answers, and exchanges nothing. Offline
// where it does not.
func (s *DeskSet) Reach(ctx context.Context) error {
	if s.engine == nil {
		return civic.NewError(civic.Offline, "desk.reach", "")
	}
	return s.engine.Reach(ctx)
}

// Close writes what is left and closes the profile's file.
func (s *DeskSet) Close() error {
	if s.network != nil {
		s.network.CloseIdleConnections()
	}
	return s.store.Close()
}

// OpenDesk opens a profile, making it where there is none. Errors: Busy when
// another program is changing it and does not let go, TooOld when a newer program
// wrote it, Damaged when it can be neither read nor made anew.
func OpenDesk(ctx context.Context, o DeskOptions) (*DeskSet, error) {
	home, err := homeOf(o.Home)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.DeviceName == "" {
		o.DeviceName = "Scranno"
	}
	s := &DeskSet{Home: home, Bodies: sync.OnceValues(func() (*drafting.Gazetteer, error) { return drafting.NewGazetteer() })}
	s.store, err = deskdb.Open(ctx, deskdb.Options{Home: home, Log: o.Log, Now: o.Now, Beside: ownFiles()})
	// What a newer program wrote is not even read: an older one would tell it wrong.
	if err != nil && o.ReadOnlyOK && !civic.Is(err, civic.TooOld) {
		var again error
		s.store, again = deskdb.Open(ctx, deskdb.Options{Home: home, Log: o.Log, Now: o.Now, ReadOnly: true})
		if again != nil {
			return nil, err
		}
		s.ReadOnly, s.Why, err = true, err, nil
	}
	if err != nil {
		return nil, err
	}
	s.Opened = s.store.Opened()
	if s.Council, err = s.council(o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.Desk, err = s.wire(o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// wire joins the desk to its store, engine, sign-in and exporters. A read-only
// desk has no engine: it could keep nothing of what it fetched.
func (s *DeskSet) wire(o DeskOptions) (*desk.Desk, error) {
	out := desk.Options{
		Store: s.store, Settings: deskdb.SettingsFile{Home: s.Home}, Exporter: exporters(), Check: s.Council.Check,
		Council: s.Council, Bodies: s.Bodies,
		Log: o.Log, Now: o.Now, Rand: rand.Reader, DeviceName: o.DeviceName,
		Machine: func(ctx context.Context) []civic.Finding { return machine(Disk(ctx, s.Home)) },
	}
	files := blobs.New(filepath.Join(s.Home, blobsFolder))
	out.Blobs, out.Intake = files, fileReader()
	if s.ReadOnly {
		return desk.New(out)
	}
	transport := o.Transport
	var metered func(context.Context) bool
	if transport == nil {
		s.network = client.NewTransport()
		transport, metered = s.network, client.MeteredLine
	}
	so := signin.Options{
		Home: s.Home, Transport: transport, Log: o.Log, Now: o.Now, Lock: waitingLock(fileLock(s.Home, "signin.lock"), o.Log),
	}
	if !o.NoKeychain {
		so.Keychain = signin.SystemKeychain()
	}
	who, err := signin.New(so)
	if err != nil {
		return nil, err
	}
	s.engine, err = client.New(client.Options{
		Store: s.store, Files: s.store, Blobs: files, SignIn: who, Transport: transport, Metered: metered, Log: o.Log, Now: o.Now, Lock: waitingLock(s.store.LockSync, o.Log),
	})
	if err != nil {
		return nil, err
	}
	out.SignIn, out.Engine, out.Carrier, out.Vault = who, s.engine, s.engine, who
	return desk.New(out)
}

// Interfaces that are declared by who needs them, and met here.
var (
	_ client.Store = (*deskdb.Store)(nil)
	_ client.Files = (*deskdb.Store)(nil)
	_ client.Blobs = (*blobs.Folder)(nil)
	_ desk.Carrier = (*client.Client)(nil)
	_ desk.Intake  = intake.Reader{}
	_ desk.Store   = (*deskdb.Store)(nil)
	_ desk.Engine  = (*client.Client)(nil)
	_ desk.SignIn  = (*signin.SignIn)(nil)
)
