package client

import (
	"context"
	cryptorand "crypto/rand"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// Store is the desk's copy and outbox. Each method is one transaction that has
// happened whole, or not at all when it gives an error.
type Store interface {
	Profile(ctx context.Context) (civic.Profile, error)
	// ChangeProfile changes it in one transaction; what change leaves as it was
	// is not written.
	ChangeProfile(ctx context.Context, change func(*civic.Profile) error) error
	// Wants gives every channel kept; Tail is civic.Unopened for one just joined.
	Wants(ctx context.Context) ([]civic.Want, error)
	// AskPins gives the acts kept outside the channels, to ask after.
	AskPins(ctx context.Context) ([]civic.Pin, error)
	// ApplyPage applies records, overlay, index and cursors together.
	ApplyPage(ctx context.Context, page civic.Page, now time.Time) (applied int, err error)
	// Outgoing gives waiting commands in order, marked as sending and committed
	// before it returns.
	Outgoing(ctx context.Context, limit int) ([]civic.Command, error)
	Answered(ctx context.Context, answers []civic.Answer, now time.Time) (accepted, refused int, err error)
	// Unsent makes all that is sending wait again; nothing is dropped.
	Unsent(ctx context.Context, kind civic.ErrorKind, now time.Time) error
	// NewDevice renumbers what waits for a new device, and keeps the ids.
	NewDevice(ctx context.Context, device civic.ID) error
	// NewEpoch takes up another epoch of the central: every channel starts a
	// walk, and what was acknowledged lately is offered again.
	NewEpoch(ctx context.Context, epoch string, now time.Time) error
	Pending(ctx context.Context) (waiting, refused int, err error)
}

// SignIn says whether the person's token is there, and makes the transport that
// carries it. That transport sends nothing without a token: it fails with
// civic.Unauthenticated.
type SignIn interface {
	Transport(base http.RoundTripper) http.RoundTripper
	State(ctx context.Context) (civic.SignInState, error)
}

// Options are what a Client is made from. Only Store is required.
type Options struct {
	Store     Store
	SignIn    SignIn // nil: nobody is ever signed in
	Files     Files  // with Blobs: attachments travel; nil: they do not
	Blobs     Blobs
	Transport http.RoundTripper // nil: NewTransport
	// Metered tells whether the line is paid by what passes: then no file comes
	// unasked. nil: nobody knows.
	Metered func(ctx context.Context) bool
	// Lock waits until no other process syncs this profile, and gives the
	// function that lets the next one in; nil: there is no other.
	Lock   func(ctx context.Context) (release func(), err error)
	Log    *slog.Logger                                  // nil: silent
	Now    func() time.Time                              // nil: time.Now
	Rand   io.Reader                                     // for device ids; nil: crypto/rand
	Jitter func(longest time.Duration) (d time.Duration) // 0 ≤ d < longest; nil: evenly spread
}

// Client is the engine. It is safe for concurrent use; one sync runs at a time.
type Client struct {
	store  Store
	signIn SignIn
	files  Files // nil: attachments do not travel
	blobs  Blobs
	line   func(context.Context) bool // tells a metered one; nil: nobody knows
	lock   func(context.Context) (func(), error)
	log    *slog.Logger
	now    func() time.Time
	rand   io.Reader
	jitter func(time.Duration) time.Duration

	signed *resty.Client // carries the token
	bare   *resty.Client
	zstd   sync.Pool
	// packers compress what is sent.
	packers sync.Pool

	gate      chan struct{} // holds one token: who has it syncs
	nudges    chan struct{}
	pageBytes atomic.Int64 // what the next page should not exceed; shrinks on lines that cut
	piece     atomic.Int64 // what the next piece of a file should not exceed
	doubts    atomic.Bool  // the central may be of another version than it said
}

// New makes an engine.
func New(o Options) (*Client, error) {
	if o.Store == nil {
		return nil, civic.NewError(civic.Internal, "client.new", "")
	}
	c := &Client{
		store: o.Store, signIn: o.SignIn, files: o.Files, blobs: o.Blobs, line: o.Metered, lock: o.Lock, log: o.Log, now: o.Now, rand: o.Rand, jitter: o.Jitter,
		gate: make(chan struct{}, 1), nudges: make(chan struct{}, 1),
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.rand == nil {
		c.rand = cryptorand.Reader
	}
	if c.jitter == nil {
		c.jitter = func(longest time.Duration) time.Duration { return rand.N(max(longest, 1)) } //nolint:gosec // spreads requests in time
	}
	base := o.Transport
	if base == nil {
		base = NewTransport()
	}
	c.bare = newHTTP(base, c.log)
	if o.SignIn != nil {
		c.signed = newHTTP(o.SignIn.Transport(base), c.log)
	}
	c.pageBytes.Store(firstPage)
	c.piece.Store(firstPiece)
	return c, nil
}

// Sync pushes what waits and pulls what is lacking until there is neither. What
// could be done before a failure stays done, and is in the result. Errors:
// Offline, Unauthenticated, Busy, TooOld, and those of the store.
func (c *Client) Sync(ctx context.Context, progress func(civic.Progress)) (civic.SyncResult, error) {
	release, err := c.enter(ctx)
	if err != nil {
		return civic.SyncResult{}, err
	}
	defer release()
	if progress == nil {
		progress = func(civic.Progress) {}
	}
	r := newRun(c, progress)
	err = r.all(ctx)
	var countErr error
	r.result.Pending, _, countErr = c.store.Pending(context.WithoutCancel(ctx))
	if err == nil {
		err = countErr
	}
	if err != nil {
		r.result.Complete = false
	}
	return r.result, err
}

// Search asks the central's whole library: what is not kept here. Nothing of
// the question is logged.
func (c *Client) Search(ctx context.Context, q civic.ActQuery) (civic.ActResult, error) {
	at, err := c.standing(ctx)
	if err != nil {
		return civic.ActResult{}, err
	}
	var out wire.SearchAnswer
	ask := call{path: wire.PathSearch, body: wire.NewSearchRequest(q), signed: at.signed, timeout: shortWait}
	if err := c.askJSON(ctx, at.base, ask, &out); err != nil {
		return civic.ActResult{}, err
	}
	return out.Civic(), nil
}

// standing is whose this desk is, at which central, and whether requests may
// carry the person's token.
type standing struct {
	profile civic.Profile
	base    string
	signed  bool
}

func (c *Client) standing(ctx context.Context) (s standing, err error) {
	if s.profile, err = c.store.Profile(ctx); err != nil {
		return s, err
	}
	if s.base, err = address(s.profile.Central); err != nil {
		return s, err
	}
	s.signed, err = c.signedIn(ctx, s.profile.Person)
	return s, err
}

// Reach asks the central whether it answers, and exchanges nothing.
func (c *Client) Reach(ctx context.Context) error {
	profile, err := c.store.Profile(ctx)
	if err != nil {
		return err
	}
	base, err := address(profile.Central)
	if err != nil {
		return err
	}
	_, err = c.hello(ctx, base)
	return err
}

// hello asks what the central is; anything else that answers is Offline.
func (c *Client) hello(ctx context.Context, base string) (civic.Hello, error) {
	var h civic.Hello
	err := c.askJSON(ctx, base, call{path: wire.PathHello, timeout: shortWait}, &h)
	if err == nil && (h.Epoch == "" || h.Now.IsZero()) {
		err = civic.NewError(civic.Offline, "client.hello", "")
	}
	return h, err
}

// Nudge wakes Watch: something waits to be sent, or the network may be back.
// It never blocks.
func (c *Client) Nudge() {
	select {
	case c.nudges <- struct{}{}:
	default:
	}
}

// enter waits for its turn in this process and then among processes.
func (c *Client) enter(ctx context.Context) (func(), error) {
	select {
	case c.gate <- struct{}{}:
	case <-ctx.Done():
		return nil, civic.WrapError(civic.Busy, "sync.enter", ctx.Err())
	}
	if c.lock == nil {
		return func() { <-c.gate }, nil
	}
	unlock, err := c.lock(ctx)
	if err != nil {
		<-c.gate
		return nil, err
	}
	return func() {
		unlock()
		<-c.gate
	}, nil
}

// signedIn tells whether the profile's own person is signed in: another one's
// token must not carry this queue.
func (c *Client) signedIn(ctx context.Context, person civic.ID) (bool, error) {
	if c.signed == nil {
		return false, nil
	}
	state, err := c.signIn.State(ctx)
	return state.SignedIn && !state.Expired && (state.Person == "" || state.Person == person), err
}
