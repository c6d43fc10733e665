package assemble

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
	"scranno/app/drafting"
	"scranno/app/pdf"
	"scranno/storage/blobs"
	"scranno/storage/centraldb"
	"scranno/storage/sqldb"
	"scranno/sync/issuer"
	"scranno/sync/server"
	"scranno/sync/web"
)

// Names in a central's data folder.
const (
	centralFile = "central.db"
	headsFile   = "heads" // the witness that a database went back in time
	serveLock   = "serve.lock"
	openLock    = "open.lock" // shared by who has the database open
	former      = ".before-restore"
	blobsFolder = "blobs" // attachments, by hash; so called in a profile too
)

// CentralOptions say which data folder is opened and what the central says of
// itself.
type CentralOptions struct {
	Data       string // folder; empty: DefaultData
	Database   string // postgres:// address; empty: a file in the folder
	Log        *slog.Logger
	Now        func() time.Time // nil: time.Now
	PublicURL  string           // as desks reach it, without a slash at the end
	Name       string
	Controller string // data controller
	Contact    string
	Notice     string // version of the privacy notice
	NoticeURL  string
	Proxies    []netip.Prefix // whose X-Forwarded-For is believed
	Rates      server.Rates   // zero: the defaults
}

// CentralSet is an open data folder.
type CentralSet struct {
	Service *central.Service
	Data    string

	o       CentralOptions
	secret  string
	db      *centraldb.DB
	opened  *sqldb.FileLock // nil on a server
	serving *sqldb.FileLock // nil while this set only administers, and on a server
}

// DefaultData is the data folder where none is named: "scranno-central" in the
// system's folder for programs' data of this person.
func DefaultData() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", civic.WrapError(civic.Internal, "assemble.data", err)
	}
	return filepath.Join(dir, "scranno-central"), nil
}

func dataOf(data string) (string, error) {
	if data == "" {
		return DefaultData()
	}
	abs, err := filepath.Abs(data)
	return abs, civic.WrapError(civic.Invalid, "assemble.data", err)
}

// OpenCentral opens a data folder, making it where there is none. It may be
// open in several programs at once; one alone may Start, unless the database is on
// a server: then many serve, each with a data folder of its own.
func OpenCentral(ctx context.Context, o CentralOptions) (*CentralSet, error) {
	data, err := dataOf(o.Data)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	if o.Name == "" {
		o.Name = "Scranno"
	}
	if o.Notice == "" {
		o.Notice = "1"
	}
	if o.NoticeURL == "" && o.PublicURL != "" {
		o.NoticeURL = o.PublicURL + "/informativa"
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, civic.WrapError(civic.Internal, "assemble.data", err)
	}
	if err := closeToOthers(data); err != nil {
		o.Log.Warn("others may enter the data folder, and it could not be closed to them")
	}
	c := &CentralSet{Data: data, o: o}
	if err := c.openDatabase(ctx); err != nil {
		return nil, err
	}
	c.Service, err = central.New(c.db, central.Options{
		Log: o.Log, Now: o.Now, Rand: rand.Reader, Name: o.Name, Controller: o.Controller, Contact: o.Contact,
		Notice: o.Notice, NoticeURL: o.NoticeURL, PublicURL: o.PublicURL, Directory: newDirectory(), Sealer: server.NewSealer(),
		List: c.list(), Blobs: blobs.New(c.path(blobsFolder)), Copies: c.mendFormer,
	})
	if err == nil {
		c.secret, err = c.Service.Secret(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, c.closeDatabase())
	}
	return c, nil
}

// closeToOthers takes from a folder that was there already what others may do in
// it: who can write there can put another database in the place of ours. A group
// may still look.
func closeToOthers(data string) error {
	const others = 0o027
	info, err := os.Stat(data)
	if err != nil || info.Mode().Perm()&others == 0 {
		return err
	}
	return os.Chmod(data, info.Mode().Perm()&^others)
}

// openDatabase opens the file, which no restore may replace meanwhile, or the
// server's database.
func (c *CentralSet) openDatabase(ctx context.Context) (err error) {
	place := c.o.Database
	if place == "" {
		place = c.path(centralFile)
		if c.opened, err = lockedAs(sqldb.LockShared, c.path(openLock)); err != nil {
			return err
		}
	}
	c.db, err = centraldb.Open(ctx, place, centraldb.Options{Now: c.o.Now})
	if err != nil && c.opened != nil {
		err = errors.Join(err, c.opened.Close())
	}
	return err
}

func (c *CentralSet) closeDatabase() error {
	err := c.db.Close()
	if c.opened != nil {
		err = errors.Join(err, c.opened.Close())
	}
	return err
}

// lockedAs takes a lock; Busy (ErrInUse) when another program has it.
func lockedAs(lock func(path string) (*sqldb.FileLock, error), path string) (*sqldb.FileLock, error) {
	l, err := lock(path)
	if civic.Is(err, civic.Busy) {
		return nil, civic.WrapError(civic.Busy, "assemble.lock", ErrInUse)
	}
	return l, err
}

func (c *CentralSet) path(name string) string { return filepath.Join(c.Data, name) }

// Start takes the folder for serving, sees whether the database went back in
// time, and begins the background. Busy: another program serves it.
func (c *CentralSet) Start(ctx context.Context) error {
	if c.o.Database == "" {
		lock, err := lockedAs(sqldb.Lock, c.path(serveLock))
		if err != nil {
			return err
		}
		c.serving = lock
	}
	back, err := c.Service.GuardEpoch(ctx, c.path(headsFile))
	if err != nil {
		return err
	}
	if _, err := c.Service.MendRedactions(ctx); err != nil {
		return err
	}
	if back {
		// Files put back one by one may not belong together.
		if err := c.Service.Check(ctx); err != nil {
			return fmt.Errorf("%w: %w", ErrMixed, err)
		}
	}
	return c.Service.Start(ctx)
}

// Handler is the whole central as HTTP.
func (c *CentralSet) Handler() (http.Handler, error) {
	sign, err := issuer.New(issuer.Options{
		Accounts: c.Service, URL: c.o.PublicURL, Name: c.o.Name, Secret: c.secret, Log: c.o.Log, Now: c.o.Now,
	})
	if err != nil {
		return nil, err
	}
	pages, err := web.New(web.Options{Library: c.Service, Exporter: publicForms{pdf.NewExporter()}, URL: c.o.PublicURL, Log: c.o.Log})
	if err != nil {
		return nil, err
	}
	var load server.Load
	if c.o.Database != "" {
		load = c.db.Load
	}
	s, err := server.New(server.Options{
		Load:    load,
		Service: c.Service, Files: c.Service, Verifier: sign, Issuer: sign.Handler(), Web: pages.Handler(), Log: c.o.Log,
		Proxies: c.o.Proxies, Rates: c.o.Rates, Secure: strings.HasPrefix(c.o.PublicURL, "https://"),
	})
	if err != nil {
		return nil, err
	}
	return s.Handler(), nil
}

// Close ends the background and closes the folder.
func (c *CentralSet) Close() error {
	err := errors.Join(c.Service.Close(), c.closeDatabase())
	if c.serving != nil {
		err = errors.Join(err, c.serving.Close())
	}
	return err
}

// directory reads the gazetteer when it is first asked.
type directory struct {
	load func() (*drafting.Gazetteer, error)
}

func newDirectory() directory {
	return directory{load: sync.OnceValues(func() (*drafting.Gazetteer, error) { return drafting.NewGazetteer() })}
}

// Body finds a body of the gazetteer.
func (d directory) Body(code civic.BodyCode) (civic.Body, error) {
	g, err := d.load()
	if err != nil {
		return civic.Body{}, err
	}
	return g.Body(code)
}

// Interfaces that are declared by who needs them, and met here.
var (
	_ central.Store  = (*centraldb.DB)(nil)
	_ server.Service = (*central.Service)(nil)

	_ server.BlobService = (*central.Service)(nil)
	_ central.Blobs      = (*blobs.Folder)(nil)
	_ server.Verifier    = (*issuer.Issuer)(nil)
	_ issuer.Accounts    = (*central.Service)(nil)
	_ web.Library        = (*central.Service)(nil)
	_ web.Exporter       = publicForms{}
)
