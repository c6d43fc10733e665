package council

import (
	"io"
	"log/slog"
	"time"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Options is what the room is made of. Store, Now and Rand are needed.
type Options struct {
	Store  Store
	Reader Reader // with Files: papers can be added; nil: they cannot
	Files  Files
	// Bodies gives the gazetteer; nil: no body is known by its code.
	Bodies func() (*drafting.Gazetteer, error)
	Log    *slog.Logger
	Now    func() time.Time
	Rand   io.Reader
	// Changed is called after every change of what is shown; nil: nobody asks.
	Changed func()
}

// Council is one person's own council at work. Its methods may be called from
// any goroutine.
type Council struct{ o Options }

// New makes it.
func New(o Options) (*Council, error) {
	if o.Store == nil || o.Now == nil || o.Rand == nil {
		return nil, civic.NewError(civic.Internal, "council.new", "")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Changed == nil {
		o.Changed = func() {}
	}
	return &Council{o: o}, nil
}

func (c *Council) now() time.Time { return civic.Stamp(c.o.Now()) }

func (c *Council) newID() (civic.ID, error) {
	id, err := civic.NewID(c.o.Now(), c.o.Rand)
	return id, civic.WrapError(civic.Internal, "council.id", err)
}

// after tells who listens of a change that went well.
func (c *Council) after(err error) error {
	if err == nil {
		c.o.Changed()
	}
	return err
}
