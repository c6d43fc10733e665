package blobs

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
)

// Old lists the hashes of the files, whole or in parts, none of which was
// written to since the given time.
func (f *Folder) Old(ctx context.Context, before time.Time) ([]string, error) {
	const op = "blobs.old"
	folders, err := os.ReadDir(f.root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileError(op, err)
	}
	old := map[string]bool{}
	for _, folder := range folders {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !folder.IsDir() {
			continue
		}
		entries, err := os.ReadDir(filepath.Join(f.root, folder.Name()))
		if err != nil {
			return nil, fileError(op, err)
		}
		for _, e := range entries {
			hash, _, _ := strings.Cut(e.Name(), ".")
			info, err := e.Info()
			if err != nil || !civic.ValidHash(hash) {
				continue // gone meanwhile, or none of ours
			}
			was, seen := old[hash]
			old[hash] = info.ModTime().Before(before) && (was || !seen)
		}
	}
	var out []string
	for hash, is := range old {
		if is {
			out = append(out, hash)
		}
	}
	slices.Sort(out)
	return out, nil
}
