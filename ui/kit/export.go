package kit

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"scranno/app/civic"
	"scranno/app/outfile"
)

// WriteExport writes a file into the folder of exports under a name that
// nothing has yet, whole or not at all, and gives its path. ext has its dot.
func WriteExport(dir, name, ext string, write func(io.Writer) error) (path string, err error) {
	const op = "kit.export"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	f, err := outfile.Begin(dir)
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	b := bufio.NewWriter(f)
	if err := errors.Join(write(b), b.Flush()); err != nil {
		return "", errors.Join(err, f.Drop())
	}
	for n := 1; n < 1000; n++ {
		path = filepath.Join(dir, name+ext)
		if n > 1 {
			path = filepath.Join(dir, name+" ("+strconv.Itoa(n)+")"+ext)
		}
		// Taking the name first keeps a file that is already there.
		taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			err = taken.Close()
		}
		if err != nil {
			return "", civic.WrapError(civic.Internal, op, errors.Join(err, f.Drop()))
		}
		if err := f.End(0o600, path); err != nil {
			return "", civic.WrapError(civic.Internal, op, errors.Join(err, os.Remove(path)))
		}
		return path, nil
	}
	return "", errors.Join(civic.NewError(civic.Conflict, op, "drafts.folder_full"), f.Drop())
}
