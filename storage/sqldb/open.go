package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"scranno/app/civic"
)

// Options say how a file is opened.
type Options struct {
	// ReadOnly opens what is there and never writes; Update is then refused.
	ReadOnly bool
	// Durable makes each commit wait for the disk (synchronous=FULL): what was
	// acknowledged survives a power cut. Without it (NORMAL) a power cut may undo
	// the last commits, never damage the file; a killed process loses nothing in
	// either case. The central is durable, its word being final. A desk may be
	// quicker where it keeps a journal of its own beside the file.
	// A server always waits.
	Durable bool
	// Readers is how many may read at once; 0: four, eight of a server, which lets
	// as many write.
	Readers int
	// WriterCache is how many KiB of pages the writer keeps; 0: 16,384. The memory
	// that they take is twice as much.
	WriterCache int
	// PageSize is the size of the pages of a new file, in bytes; 0: SQLite's 4,096.
	PageSize int
	// Busy is how long a writer waits for another process; 0: ten seconds, two for
	// each lock of a server.
	Busy time.Duration
}

// DB is one open file, or one database of a server.
type DB struct {
	engine Dialect
	path   string
	busy   time.Duration
	writer *sql.DB // one connection; nil when read-only
	reader *sql.DB
	still  bool // nobody can write the file: it is read without a log
	server *pgx.ConnConfig
	pooled bool // a pooler stands between: nothing outlives a transaction
}

const (
	driver = "sqlite"
	// SQLite itself waits half a second for a lock; Update asks again until its
	// own patience or its context ends.
	busyPragma = "busy_timeout(500)"
)

// Open opens or creates the file at path, and its folder, for their owner only.
// A file that is no sound database is Damaged; a missing one that is to be read
// only is NotFound.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	const op = "sqldb.open"
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	if err := prepareFile(path, o.ReadOnly); err != nil {
		return nil, err
	}
	d := &DB{engine: SQLite, path: path, busy: o.Busy}
	if d.busy <= 0 {
		d.busy = 10 * time.Second
	}
	if !o.ReadOnly {
		if d.writer, err = openPool(ctx, writerDSN(path, o), 1); err != nil {
			return nil, err
		}
	}
	readers := o.Readers
	if readers <= 0 {
		readers = 4
	}
	if o.ReadOnly {
		d.reader, d.still, err = openReader(ctx, path, readers)
	} else {
		d.reader, err = openPool(ctx, readerDSN(path, false), readers)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func prepareFile(path string, readOnly bool) error {
	const op = "sqldb.file"
	if readOnly {
		if _, err := os.Stat(path); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return civic.WrapError(civic.NotFound, op, err)
			}
			return FileError(op, err)
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return FileError(op, err)
	}
	// SQLite gives its other files (-wal, -shm) the rights of this one.
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return FileError(op, err)
	}
	return FileError(op, f.Close())
}

func openPool(ctx context.Context, dsn string, conns int) (*sql.DB, error) {
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, Error("sqldb.open", err)
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(Error("sqldb.open", err), pool.Close())
	}
	return pool, nil
}

// openReader opens what is only to be read. Reading beside a writer takes a
// place in the log's index, which a folder without rights or without room does
// not give: where there is no log, the file is read as it stands.
func openReader(ctx context.Context, path string, conns int) (pool *sql.DB, still bool, err error) {
	const probe = "SELECT count(*) FROM sqlite_schema"
	for _, dsn := range []string{readerDSN(path, true), readerDSN(path, true) + "&immutable=1"} {
		var n int
		again, aerr := openPool(ctx, dsn, conns)
		if aerr == nil {
			if aerr = Error("sqldb.open", again.QueryRowContext(ctx, probe).Scan(&n)); aerr == nil {
				return again, still, nil
			}
			aerr = errors.Join(aerr, again.Close())
		}
		if !still {
			err = aerr
		}
		if still = !hasLog(path); !still || civic.Is(err, civic.Damaged) {
			break
		}
	}
	return nil, false, err
}

func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist)
}

// writerDSN: secure_delete writes zeros over what is removed, temp_store keeps
// sorted rows out of the system's temporary folder. The driver sorts the pragmas,
// and the journal's fixes the size of the pages: it comes by a key of its own,
// which is applied after them.
func writerDSN(path string, o Options) string {
	if o.WriterCache <= 0 {
		o.WriterCache = 16_384
	}
	if o.PageSize <= 0 {
		o.PageSize = 4_096
	}
	sync := "synchronous(NORMAL)"
	if o.Durable {
		sync = "synchronous(FULL)"
	}
	return dsn(path, url.Values{
		"mode":       {"rwc"},
		"_txlock":    {"immediate"},
		"_defensive": {"1"},
		"_dqs":       {"0"},

		"_journal_mode": {"WAL"},
		"_pragma": {
			busyPragma, fmt.Sprintf("page_size(%d)", o.PageSize), sync, "foreign_keys(ON)", "secure_delete(ON)",
			"temp_store(MEMORY)", fmt.Sprintf("cache_size(-%d)", o.WriterCache), "journal_size_limit(67108864)",
		},
	})
}

// pagesDSN is of a writer that may write whole pages, which _defensive forbids.
func pagesDSN(path string) string {
	return dsn(path, url.Values{
		"mode": {"rw"}, "_txlock": {"immediate"}, "_journal_mode": {"WAL"},
		"_pragma": {busyPragma, "synchronous(FULL)", "secure_delete(ON)", "temp_store(MEMORY)", "cache_size(-4096)"},
	})
}

func readerDSN(path string, readOnly bool) string {
	mode := "rw" // a reader of a WAL takes part in its index
	if readOnly {
		mode = "ro"
	}
	return dsn(path, url.Values{
		"mode":       {mode},
		"_txlock":    {"deferred"},
		"_defensive": {"1"},
		"_dqs":       {"0"},
		"_pragma":    {busyPragma, "query_only(ON)", "temp_store(MEMORY)", "cache_size(-16384)"},
	})
}

func dsn(path string, v url.Values) string {
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: v.Encode()}
	return u.String()
}

// Path is the file's absolute path, or the server's address without who signs in.
func (d *DB) Path() string { return d.path }

// Close closes the file. What was committed stays.
func (d *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{d.reader, d.writer} { // the writer last: it folds the WAL into the file
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return Error("sqldb.close", errors.Join(errs...))
}
