package sqldb

import (
	"errors"
	"os"
	"path/filepath"

	"scranno/app/civic"
)

// FileLock is held until Close or the end of the process, however it ends: the
// kernel keeps it, no file's content does.
type FileLock struct{ f *os.File }

// Lock takes the lock named by path for this process alone; Busy when another
// has it, also shared. The file stays empty and stays there.
func Lock(path string) (*FileLock, error) { return lock(path, true) }

// LockShared takes the lock together with others who share it; Busy when one
// has it alone.
func LockShared(path string) (*FileLock, error) { return lock(path, false) }

func lock(path string, alone bool) (*FileLock, error) {
	const op = "sqldb.lock"
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, FileError(op, err)
	}
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, FileError(op, err)
	}
	held, err := flock(f, alone)
	if held {
		return &FileLock{f: f}, nil
	}
	kind := civic.Busy
	if err != nil {
		kind = civic.Internal
	}
	return nil, &civic.Error{Kind: kind, Op: op, Err: errors.Join(err, f.Close())}
}

// Close gives the lock back.
func (l *FileLock) Close() error { return civic.WrapError(civic.Internal, "sqldb.unlock", l.f.Close()) }
