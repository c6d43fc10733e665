//go:build !windows

package blobs

import (
	"errors"
	"os"
)

// syncDir makes a rename in the folder last.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // a folder of this room
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
