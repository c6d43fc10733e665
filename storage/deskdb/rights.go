package deskdb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"scranno/storage/sqldb"
)

// Names of the files that a profile's home is made of; those of other rooms are
// theirs. A name that ends with a star stands for all that begin so.
var ownFiles = []string{
	FileName, FileName + "-wal", FileName + "-shm", FileName + "-journal", FileName + ".*",
	JournalName, unfinished, SettingsName, ".settings-*", "scranno.lock", "scranno.sync",
}

// OwnFiles lists the names of the files that this room keeps in a home.
func OwnFiles() []string { return append([]string(nil), ownFiles...) }

// mendRights makes the home, our files and those beside them their owner's alone, and gives the
// names of those that were open to others. Windows keeps rights elsewhere: there
// the person's own folder is theirs.
func mendRights(home string, beside []string) ([]string, error) {
	if runtime.GOOS == "windows" {
		return nil, nil
	}
	const op = "deskdb.rights"
	all, err := os.ReadDir(home)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, sqldb.FileError(op, err)
	}
	var mended []string
	mend := func(path, name string, mode fs.FileMode) error {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil
		}
		if err != nil {
			return sqldb.FileError(op, err)
		}
		if info.Mode().Perm()&0o077 == 0 {
			return nil
		}
		if !info.IsDir() { // a folder that others may list is no file that they could read
			mended = append(mended, name)
		}
		return sqldb.FileError(op, os.Chmod(path, mode))
	}
	if err := mend(home, filepath.Base(home), 0o700); err != nil {
		return mended, err
	}
	for _, e := range all {
		if e.IsDir() || !Matches(ownFiles, e.Name()) && !Matches(beside, e.Name()) {
			continue
		}
		if err := mend(filepath.Join(home, e.Name()), e.Name(), 0o600); err != nil {
			return mended, err
		}
	}
	return mended, nil
}

// Matches tells whether one of the names, a star at the end standing for
// anything, is the given one.
func Matches(names []string, name string) bool {
	for _, n := range names {
		if begin, some := strings.CutSuffix(n, "*"); n == name || some && strings.HasPrefix(name, begin) {
			return true
		}
	}
	return false
}
