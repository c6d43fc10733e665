package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// fate is what befalls a central: it is killed and started, backed up and put
// back, and people are added beside it.
type fate struct {
	play
	central  *service
	rng      *rand.Rand
	backups  []string
	restores atomic.Int32
	added    int
	clocks   []clock // of the central and of all desks; none: nobody has one of their own
	jumps    int
	sleeps   int
}

// strike goes on until it is told to stop; it leaves the central running.
func (f *fate) strike(ctx context.Context, stop <-chan struct{}) error {
	lasting := context.WithoutCancel(ctx)
	for {
		select {
		case <-stop:
			return nil
		case <-ctx.Done():
			return nil
		case <-time.After(time.Duration(100+f.rng.IntN(1_900)) * time.Millisecond):
		}
		var err error
		if len(f.clocks) > 0 && f.rng.IntN(2) == 0 {
			f.jumps++
			err = jump(f.rng, f.clocks)
		}
		if err != nil {
			return err
		}
		switch f.rng.IntN(9) {
		case 0:
			f.added++
			err = f.central.beside(lasting, "user", "add", "--email", fmt.Sprintf("nuova%d@esempio.it", f.added), "--name", "Nuova")
			if f.restores.Load() > 0 && err != nil && strings.Contains(err.Error(), "ha già un accesso") {
				err = nil // the restore brought an older state back
			}
		case 1:
			err = f.keep(lasting)
		case 2, 3:
			err = f.restore(lasting)
		case 4:
			f.sleeps++
			err = f.central.sleep(time.Duration(200+f.rng.IntN(2_800))*time.Millisecond, 8*time.Hour)
		default:
			f.central.kill()
			down := time.NewTimer(time.Duration(f.rng.IntN(400)) * time.Millisecond)
			<-down.C
			err = f.central.start(lasting)
		}
		if err != nil {
			return err
		}
	}
}

// keep makes a backup beside the serving central.
func (f *fate) keep(ctx context.Context) error {
	path := filepath.Join(f.dir, fmt.Sprintf("backup%d.db", len(f.backups)))
	if err := f.central.beside(ctx, "backup", path); err != nil {
		return err
	}
	f.backups = append(f.backups, path)
	return nil
}

// restore puts one of the backups back: by the central's own command, or as an
// administrator does who copies files.
func (f *fate) restore(ctx context.Context) error {
	if len(f.backups) == 0 {
		return f.keep(ctx)
	}
	path := f.backups[f.rng.IntN(len(f.backups))]
	f.central.kill()
	var err error
	if f.rng.IntN(2) == 0 {
		how := []string{"restore", path}
		if len(f.clocks) > 0 {
			how = append(how, "--force") // by a clock that is a year ahead the backup is old, and is refused
		}
		err = f.central.beside(ctx, how...)
	} else {
		err = putBack(f.central.data, path)
	}
	if err != nil {
		return err
	}
	f.restores.Add(1)
	return f.central.start(ctx)
}

// putBack copies a backup over a central's database, behind its back.
func putBack(data, backup string) error {
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Remove(filepath.Join(data, "central.db"+end)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	in, err := os.Open(backup) //nolint:gosec // made by this program
	if err != nil {
		return err
	}
	out, err := os.Create(filepath.Join(data, "central.db")) //nolint:gosec // the play's own folder
	if err == nil {
		_, err = io.Copy(out, in)
		err = errors.Join(err, out.Close())
	}
	return errors.Join(err, in.Close())
}

// filesHolding lists the files below the folders in which a word stands, in
// either case.
func filesHolding(word string, folders ...string) (out []string, err error) {
	for _, folder := range folders {
		err = errors.Join(err, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !d.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(path) //nolint:gosec // the play's own folder
			if err == nil && bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(word))) {
				out = append(out, path)
			}
			return err
		}))
	}
	return out, err
}
