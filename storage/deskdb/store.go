package deskdb

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// FileName is the database in a profile's home.
const FileName = "scranno.db"

// A first sync appends: the writer need not keep many pages (KiB), and an act is
// written in half as many steps where its pages are twice as large (bytes).
const (
	writerCache = 2_048
	pageSize    = 8_192
)

//go:embed migrations/*.sql
var files embed.FS

// Options say how a profile's home is opened.
type Options struct {
	Home     string // the profile's own folder; made where it is not there
	ReadOnly bool   // read what is there and change nothing
	Log      *slog.Logger
	Now      func() time.Time // for the names of files set aside; nil: time.Now
	Beside   []string         // other rooms' files in the home, whose rights are looked after too, as Matches takes them
}

// Store is one profile's copy. Its methods may be called from any goroutine and
// from more than one process.
type Store struct {
	db      *sqldb.DB
	home    string
	beside  []string
	log     *slog.Logger
	here    *sqldb.FileLock // shared, as long as the store is open
	journal *journal        // nil when read-only

	words   *lexicon
	mu      sync.Mutex
	salvage Salvage
	values  map[string]uint32 // numbers of words and codes, as facet_value has them
}

// Salvage says what opening found.
type Salvage struct {
	Unclean  bool   // the last program did not close the file
	SetAside string // the name given to a damaged file; empty: it was sound
	Missing  bool   // there was a journal and no file
	Drafts   int    // brought back from the journal
	Commands int
	Mended   []string // files that others could read, and can no longer
}

// Open opens or makes the copy in a home. A damaged file is set aside and made
// anew: drafts and outbox come back from the journal, the rest is fetched again.
// NotFound: read-only and there is nothing to read.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{home: o.Home, beside: o.Beside, log: o.Log, words: newLexicon()}
	if o.ReadOnly {
		return s, s.openToRead(ctx)
	}
	// Alone: nobody else has the file open, so that an unclosed one is a sign.
	alone, err := sqldb.Lock(s.lockPath())
	if err != nil && !civic.Is(err, civic.Busy) {
		return nil, err
	}
	if err := s.open(ctx, alone != nil, o.Now); err != nil {
		if alone != nil {
			err = errors.Join(err, alone.Close())
		}
		return nil, err
	}
	if alone != nil {
		if err := alone.Close(); err != nil {
			return nil, errors.Join(err, s.db.Close())
		}
	}
	if s.here, err = sqldb.LockShared(s.lockPath()); err != nil && !civic.Is(err, civic.Busy) {
		return nil, errors.Join(err, s.db.Close())
	}
	return s, nil
}

func (s *Store) lockPath() string { return filepath.Join(s.home, "scranno.lock") }

// open opens the file, makes sure that it is sound where this process is alone
// with it, and opens the journal.
func (s *Store) open(ctx context.Context, alone bool, now func() time.Time) error {
	var err error
	if s.salvage.Mended, err = mendRights(s.home, s.beside); err != nil {
		s.log.Warn("rights of files could not be mended", "err", err)
	}
	if s.salvage.Missing, err = missing(s.home); err != nil {
		return err
	}
	err = s.openFile(ctx, alone)
	if alone && civic.Is(err, civic.Internal) && s.unsound(ctx) {
		err = civic.WrapError(civic.Damaged, "deskdb.open", err)
	}
	if civic.Is(err, civic.Damaged) && alone {
		s.log.Warn("the store is damaged and set aside", "err", err)
		if s.salvage.SetAside, err = setAside(filepath.Join(s.home, FileName), now()); err != nil {
			return err
		}
		err = s.openFile(ctx, false)
	}
	if err != nil {
		return err
	}
	if err := s.openJournal(ctx, alone); err != nil {
		return errors.Join(err, s.db.Close())
	}
	if err := errors.Join(s.refreshIndex(ctx), s.refreshSketches(ctx), s.refreshFacets(ctx)); err != nil {
		return errors.Join(err, s.journal.close(), s.db.Close())
	}
	return nil
}

// unsound tells whether the file's pages are at fault where opening it failed
// without saying so: a page of the schema may be read as something else.
func (s *Store) unsound(ctx context.Context) bool {
	db, err := sqldb.Open(ctx, filepath.Join(s.home, FileName), sqldb.Options{ReadOnly: true})
	if err == nil {
		err = errors.Join(db.QuickCheck(ctx), db.Close())
	}
	return civic.Is(err, civic.Damaged)
}

// openToRead opens what is there; a file that was never finished has nothing to
// read.
func (s *Store) openToRead(ctx context.Context) error {
	db, err := sqldb.Open(ctx, filepath.Join(s.home, FileName), sqldb.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	s.db = db
	var n int
	const whole = `SELECT count(*) FROM sqlite_schema WHERE name = 'profile'`
	err = db.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, whole, nil, &n) })
	if err == nil && n == 0 {
		err = civic.NewError(civic.NotFound, "deskdb.open", "")
	}
	if err == nil {
		err = s.current(ctx)
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

// current refuses to read what an older program left: the steps up to this one
// could not be made, and without them much cannot even be asked for.
func (s *Store) current(ctx context.Context) error {
	steps, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.open", err)
	}
	var at int
	const made = `SELECT COALESCE(max(version_id), 0) FROM goose_db_version WHERE is_applied`
	err = s.db.View(ctx, func(tx *sqldb.Tx) error { return tx.Get(ctx, made, nil, &at) })
	for _, step := range steps {
		number, _, _ := strings.Cut(path.Base(step), "_")
		if n, nerr := strconv.Atoi(number); err == nil && nerr == nil && n > at {
			err = civic.NewError(civic.Forbidden, "deskdb.open", "")
		}
	}
	return err
}

func (s *Store) openFile(ctx context.Context, alone bool) error {
	db, err := sqldb.Open(ctx, filepath.Join(s.home, FileName), sqldb.Options{Durable: true, Readers: 6, WriterCache: writerCache, PageSize: pageSize})
	if err != nil {
		return err
	}
	s.db = db
	if err := s.prepare(ctx, alone); err != nil {
		return errors.Join(err, db.Close())
	}
	if alone {
		// That the file is open stands in the file itself: a log that is lost takes
		// along what it holds, and must not take along that it was there.
		if _, err := db.Truncate(ctx); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return nil
}

func (s *Store) prepare(ctx context.Context, alone bool) error {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.open", err)
	}
	if err := s.db.Migrate(ctx, sub, sqldb.SQLite); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		open, err := fact(ctx, tx, factOpen)
		if err != nil {
			return err
		}
		if alone && open != 0 {
			s.salvage.Unclean = true
			if err := s.db.QuickCheck(ctx); err != nil {
				return err
			}
			if err := verifySums(ctx, tx); err != nil {
				return err
			}
			if err := uncheck(ctx, tx); err != nil {
				return err
			}
		}
		return setFact(ctx, tx, factOpen, 1)
	})
}

// Opened says what opening found and did.
func (s *Store) Opened() Salvage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.salvage
}

// LockSync gives this process the right to sync this profile, until release.
// Busy: another one has it.
func (s *Store) LockSync() (release func() error, err error) {
	l, err := sqldb.Lock(filepath.Join(s.home, "scranno.sync"))
	if err != nil {
		return nil, err
	}
	return l.Close, nil
}

// DataVersion changes when another process has written; writes of this one do
// not count.
func (s *Store) DataVersion(ctx context.Context) (int64, error) { return s.db.DataVersion(ctx) }

// Close writes what is left of the journal and closes the file.
func (s *Store) Close() error {
	if s.journal == nil {
		return s.db.Close()
	}
	errs := []error{s.journal.close()}
	if s.here != nil {
		errs = append(errs, s.here.Close())
	}
	// The last one out says that all is well.
	alone, err := sqldb.Lock(s.lockPath())
	if err == nil {
		ctx := context.Background()
		errs = append(errs, s.db.Update(ctx, func(tx *sqldb.Tx) error { return setFact(ctx, tx, factOpen, 0) }))
	} else if !civic.Is(err, civic.Busy) {
		errs = append(errs, err)
	}
	errs = append(errs, s.db.Close())
	if alone != nil {
		errs = append(errs, alone.Close())
	}
	return errors.Join(errs...)
}

// Facts of the file.
const (
	factOpen     = "open"     // 1 while a program has it open
	factNumber   = "number"   // last n given to a command
	factWalk     = "walk"     // last walk begun
	factDay      = "day"      // last day counted, days since 1970 by the central's clock
	factAnalyser = "analyser" // version of the rules that the index was made by
	factErase    = "erase"    // where erased words may still be: erasedPosts, erasedActs, erasedRows
)

func fact(ctx context.Context, tx *sqldb.Tx, name string) (int64, error) {
	var v int64
	err := tx.Get(ctx, `SELECT value FROM fact WHERE name = $1`, []any{name}, &v)
	if civic.Is(err, civic.NotFound) {
		return 0, nil
	}
	return v, err
}

func setFact(ctx context.Context, tx *sqldb.Tx, name string, v int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, v)
	return err
}

// nextFact adds one to a counter and gives it.
func nextFact(ctx context.Context, tx *sqldb.Tx, name string) (int64, error) {
	v, err := fact(ctx, tx, name)
	if err != nil {
		return 0, err
	}
	return v + 1, setFact(ctx, tx, name, v+1)
}

// work is a writing transaction with what must go into the journal once it is
// committed.
type work struct {
	*sqldb.Tx
	s      *Store
	notes  []note
	drops  []note // journalled before the commit
	urgent bool   // on the disk before the caller goes on

	anew bool // no former line of the journal may be read any more

	reworded rewording // rows of the index that wait for the end
	marking  marking   // marks and counts that do
}

// write runs fn in a writing transaction, then journals. A journal that cannot
// be written is told in the log: the database has the change.
func (s *Store) write(ctx context.Context, fn func(w *work) error) error {
	w := &work{s: s}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		w.Tx = tx
		if err := fn(w); err != nil {
			return err
		}
		if err := errors.Join(w.writeWords(ctx), w.writeMarks(ctx)); err != nil {
			return err
		}
		if w.anew {
			return s.rewriteJournal(ctx, tx) // it knows what was dropped, too
		}
		return s.journal.append(w.drops, true)
	})
	if err != nil {
		return err
	}
	s.learnValues(w.marking.values)
	if err := s.journal.append(w.notes, w.urgent); err != nil {
		s.log.Error("the journal could not be written", "err", err)
	}
	return nil
}
