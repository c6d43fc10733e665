package central

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"sync"
	"time"

	"scranno/app/civic"
)

// Caller is who asks, as the token says. A zero Person is not signed in.
type Caller struct {
	Person civic.ID
	Device civic.ID
}

// Token is what a good access token says.
type Token struct {
	Caller
	Until time.Time // when it ends
}

// Options say what the central says of itself and where it takes time from.
type Options struct {
	Log        *slog.Logger
	Now        func() time.Time // nil: time.Now
	Rand       io.Reader        // nil: crypto/rand
	Name       string           // of the service
	Controller string           // data controller, as text
	Contact    string
	Notice     string // version of the privacy notice
	NoticeURL  string
	PublicURL  string
	Directory  civic.Directory // bodies known beforehand; may be nil
	Sealer     Sealer          // nil: nothing is sealed
	Oldest     int             // schema of the oldest desk that may pull; 0: 1
	Blobs      Blobs           // attachments; nil: none are taken

	List   RedactionList                   // outside the store; nil: none is kept
	Copies func(ctx context.Context) error // takes what is listed out of copies beside the store; may be nil
}

// Service is the central. It may be used by many goroutines.
type Service struct {
	store Store
	o     Options
	log   *slog.Logger

	jobs chan *job
	hub  *hub
	gate gate

	sealing sealNotes
	rights  rights
	vault   vault

	let chan struct{} // something was erased that may have named a file

	mu    sync.Mutex
	stop  context.CancelFunc // not nil while the background runs
	ended chan struct{}      // closed when it has stopped; nil before Start
	owed  []civic.Command    // their attempts are to be taken back
	done  sync.WaitGroup
}

// How often the background does what, by the central's clock.
const (
	tallyEvery    = 5 * time.Minute
	purgeEvery    = time.Hour
	keepArguments = 30 * 24 * time.Hour
	// againFor is how long after a new epoch a command offered again may wait
	// for what may itself come back.
	againFor = 30 * 24 * time.Hour
)

// New makes a service over a store. Without Start it works too, one push at a
// time: what the administrator's commands need.
func New(store Store, o Options) (*Service, error) {
	if store == nil {
		return nil, civic.NewError(civic.Internal, "central.new", "")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{store: store, o: o, log: o.Log, jobs: make(chan *job, maxGroup), hub: newHub(), let: make(chan struct{}, 1)}, nil
}

// Start begins the background: groups of commands, public figures, purges. It
// ends with Close or with ctx.
func (s *Service) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop != nil {
		return nil
	}
	if err := s.store.MarkAllTallies(ctx); err != nil {
		return err
	}
	ctx, s.stop = context.WithCancel(ctx)
	ended := make(chan struct{})
	s.ended = ended
	s.done.Go(func() {
		defer close(ended)
		s.commitGroups(ctx)
	})
	s.done.Go(func() { s.keepHouse(ctx) })
	s.done.Go(func() { s.keepSealed(ctx) })
	s.done.Go(func() { s.passHints(ctx) })
	s.done.Go(func() { s.takeHints(ctx) })
	s.done.Go(func() { s.keepFiles(ctx) })
	return nil
}

// Close ends the background and waits for the commit that is under way.
func (s *Service) Close() error {
	s.mu.Lock()
	stop := s.stop
	s.stop = nil
	s.mu.Unlock()
	if stop != nil {
		stop()
		s.done.Wait()
	}
	return nil
}

// keepHouse does what is due by the clock. A failure is told and tried again at
// the next turn.
func (s *Service) keepHouse(ctx context.Context) {
	tally := time.NewTicker(tallyEvery)
	defer tally.Stop()
	purge := time.NewTicker(purgeEvery)
	defer purge.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-tally.C:
			if err = s.FlushTallies(ctx); err == nil {
				err = s.store.Sweep(ctx)
			}
		case <-purge.C:
			err = s.store.Purge(ctx, s.now().Add(-keepArguments))
		}
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "upkeep failed", "kind", string(civic.KindOf(err)), "error", err)
		}
	}
}

func (s *Service) now() time.Time { return civic.Stamp(s.o.Now()) }

func (s *Service) newID() (civic.ID, error) {
	id, err := civic.NewID(s.o.Now(), s.o.Rand)
	return id, civic.WrapError(civic.Internal, "central.id", err)
}

// GuardEpoch must run before serving: it begins a new epoch when the store has
// gone back in time behind the service's back, and has the store keep the file
// at path from then on, so that the next start can tell.
func (s *Service) GuardEpoch(ctx context.Context, path string) (changed bool, err error) {
	id, err := s.newID()
	if err != nil {
		return false, err
	}
	changed, err = s.store.Guard(ctx, path, string(id), s.now())
	if changed {
		s.log.WarnContext(ctx, "the database is older than this service remembers: a new epoch begins")
	}
	return changed, err
}

// Hello tells what the central is.
func (s *Service) Hello(ctx context.Context) (civic.Hello, error) {
	epoch, _, err := s.store.Epoch(ctx)
	if err != nil {
		return civic.Hello{}, err
	}
	return civic.Hello{
		Epoch: epoch, Now: s.now(), Version: civic.Version, Schemas: [2]int{s.oldest(), civic.SchemaVersion},
		Issuer: s.o.PublicURL, Name: s.o.Name, Controller: s.o.Controller, Contact: s.o.Contact,
		Notice: s.o.Notice, NoticeURL: s.o.NoticeURL, MaxPush: civic.MaxPush, MaxArgs: civic.MaxArgs,
	}, nil
}

// Secret was made with the store and is the same on every machine that serves
// it. It never leaves the central.
func (s *Service) Secret(ctx context.Context) (string, error) { return s.store.Secret(ctx) }

// DataVersion changes when another process wrote to the store.
func (s *Service) DataVersion(ctx context.Context) (int64, error) { return s.store.DataVersion(ctx) }

// Backup writes a sound copy of the store while the service goes on.
func (s *Service) Backup(ctx context.Context, path string) error { return s.store.Backup(ctx, path) }

// Check reads the whole store; Damaged when something in it does not agree.
func (s *Service) Check(ctx context.Context) error { return s.store.Check(ctx) }
