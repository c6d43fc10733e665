package assemble

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
)

// DefaultHome is the profile's folder where none is named: "scranno" in the
// system's folder for programs' data of this person.
func DefaultHome() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", civic.WrapError(civic.Internal, "assemble.home", err)
	}
	return filepath.Join(dir, "scranno"), nil
}

func homeOf(home string) (string, error) {
	if home == "" {
		return DefaultHome()
	}
	abs, err := filepath.Abs(home)
	return abs, civic.WrapError(civic.Invalid, "assemble.home", err)
}

// CentralURL completes an address as a person types it: without a scheme it is
// https, or http on this machine; a final slash goes. What it is worth is said
// by whoever connects to it.
func CentralURL(typed string) string {
	s := strings.TrimRight(strings.TrimSpace(typed), "/")
	if s == "" || strings.Contains(s, "://") {
		return s
	}
	for _, here := range []string{"localhost", "127.0.0.1", "[::1]"} {
		if s == here || strings.HasPrefix(s, here+":") || strings.HasPrefix(s, here+"/") {
			return "http://" + s
		}
	}
	return "https://" + s
}

const (
	lockEvery = 50 * time.Millisecond
	lockWait  = 15 * time.Second
)

// fileLock gives a way to take the lock of that name in a folder, which fails
// at once as Busy while another process has it.
func fileLock(home, name string) func() (func() error, error) {
	return func() (func() error, error) {
		l, err := sqldb.Lock(filepath.Join(home, name))
		if err != nil {
			return nil, err
		}
		return l.Close, nil
	}
}

// waitingLock waits for a lock that fails at once while it is taken: until it
// is free, the context ends, or so long that who has it must be stuck.
func waitingLock(try func() (func() error, error), log *slog.Logger) func(ctx context.Context) (func(), error) {
	return func(ctx context.Context) (func(), error) {
		giveUp := time.NewTimer(lockWait)
		defer giveUp.Stop()
		tick := time.NewTicker(lockEvery)
		defer tick.Stop()
		for {
			release, err := try()
			if err == nil {
				return func() {
					if err := release(); err != nil {
						log.Warn("a lock could not be given back", "err", err)
					}
				}, nil
			}
			if !civic.Is(err, civic.Busy) {
				return nil, err
			}
			select {
			case <-tick.C:
			case <-giveUp.C:
				return nil, err
			case <-ctx.Done():
				return nil, errors.Join(err, ctx.Err())
			}
		}
	}
}

// LoadSettings reads the settings of a profile whose store is not open.
func LoadSettings(ctx context.Context, home string) (civic.Settings, error) {
	dir, err := homeOf(home)
	if err != nil {
		return civic.Settings{}, err
	}
	return deskdb.SettingsFile{Home: dir}.Load(ctx)
}
