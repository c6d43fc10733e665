package blobs

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"scranno/app/civic"
)

// claimed is how long a claim holds whose process has gone without giving it
// back; longer than any request lasts.
const claimed = 15 * time.Minute

// claim keeps other processes from a part until the given func is called, by a
// file that only one of them can make. Conflict ("attach.offset"): another
// writes to the part now; where it ends is to be asked again.
func claim(path string) (release func() error, err error) {
	const op = "blobs.claim"
	path += ".claim"
	for again := true; ; again = false {
		out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the name is a hash
		if err == nil {
			if err := out.Close(); err != nil {
				return nil, errors.Join(fileError(op, err), fileError(op, os.Remove(path)))
			}
			return func() error {
				if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return fileError(op, err)
				}
				return nil
			}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fileError(op, err)
		}
		info, err := os.Stat(path)
		if !again || err == nil && time.Since(info.ModTime()) < claimed {
			return nil, civic.NewError(civic.Conflict, op, "attach.offset")
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fileError(op, err)
		}
	}
}
