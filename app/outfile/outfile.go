package outfile

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// stale is the age of a file that no program is still writing.
const stale = time.Hour

// unfinished is the name of a file that is being written.
var unfinished = regexp.MustCompile(`^\.scranno-[0-9]+$`)

// File is one that is being written.
type File struct{ f *os.File }

// Begin begins a file in a folder that is there.
func Begin(dir string) (*File, error) {
	Sweep(dir, time.Now().Add(-stale))
	f, err := os.CreateTemp(dir, ".scranno-*")
	if err != nil {
		return nil, err
	}
	return &File{f}, nil
}

// Write is io.Writer.
func (x *File) Write(b []byte) (int, error) { return x.f.Write(b) }

// End puts the file in its place, over what is there, for those whom the mode lets
// read. Where that fails nothing is left of it.
func (x *File) End(mode os.FileMode, path string) error {
	err := errors.Join(x.f.Chmod(mode), x.f.Sync(), x.f.Close())
	if err == nil {
		err = os.Rename(x.f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(x.f.Name()))
	}
	return nil
}

// Drop gives the file up.
func (x *File) Drop() error { return errors.Join(x.f.Close(), os.Remove(x.f.Name())) }

// Sweep takes away what programs that were killed left in a folder, where it was
// last written before a time. What cannot be taken away stays: it harms nobody.
func Sweep(dir string, before time.Time) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range list {
		if !e.Type().IsRegular() || !unfinished.MatchString(e.Name()) {
			continue
		}
		if at, err := e.Info(); err == nil && at.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(dir, e.Name())) // another's, or gone
		}
	}
}
