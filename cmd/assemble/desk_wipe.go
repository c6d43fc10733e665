package assemble

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"scranno/app/civic"
	"scranno/storage/deskdb"
	"scranno/storage/sqldb"
	"scranno/sync/signin"
)

// exportsFolder is where a profile may keep what it wrote out.
const exportsFolder = "exports"

// ownFiles are all that a profile's home is made of: the copy, who is signed in,
// the locks, and the socket of an open window.
func ownFiles() []string {
	return slices.Concat(deskdb.OwnFiles(), signin.Files(), []string{"signin.lock", "window.sock", "window.sock.*"})
}

// ownFolders are removed whole.
func ownFolders() []string { return []string{blobsFolder, exportsFolder} }

// WipeOptions say what Wipe removes beside the profile.
type WipeOptions struct {
	Home       string // the profile's folder; empty: DefaultHome
	NoKeychain bool   // as the profile was opened
	// Also are folders to remove with all they hold, such as that of the exports.
	Also []string
	Log  *slog.Logger
}

// Wiped says what became of it.
type Wiped struct {
	Removed  []string // files and folders that are gone
	Left     []string // what stands where the profile was and is not ours, or could not be removed
	Keychain bool     // the tokens in the system's keychain could not be removed
}

// Wipe removes a profile from this computer: the copy with its log and index,
// drafts, outbox, journal, bin and attachments, what was set aside, settings and
// tokens. What it does not know it does not touch, and names. The profile must
// not be open: Busy.
func Wipe(ctx context.Context, o WipeOptions) (Wiped, error) {
	home, err := homeOf(o.Home)
	if err != nil {
		return Wiped{}, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	w := Wiped{}
	o.Also = slices.Concat(o.Also, windowFolders(home))
	if _, err := os.Stat(home); errors.Is(err, fs.ErrNotExist) {
		return w, w.also(o.Also)
	}
	lock, err := sqldb.Lock(filepath.Join(home, "scranno.lock"))
	if err != nil {
		return w, err
	}
	if err := forgetTokens(ctx, home, o); err != nil {
		o.Log.Warn("the tokens could not be removed from the keychain", "kind", civic.KindOf(err))
		w.Keychain = true
	}
	// Windows removes no open file; the lock has done its part.
	if err := lock.Close(); err != nil {
		return w, err
	}
	return w, errors.Join(w.home(home), w.also(o.Also))
}

// forgetTokens signs out: the central is told where it answers, and the tokens
// go from the keychain in any case.
func forgetTokens(ctx context.Context, home string, o WipeOptions) error {
	so := signin.Options{Home: home, Log: o.Log, Lock: waitingLock(fileLock(home, "signin.lock"), o.Log)}
	if !o.NoKeychain {
		so.Keychain = signin.SystemKeychain()
	}
	who, err := signin.New(so)
	if err != nil {
		return err
	}
	return who.Forget(ctx)
}

// home removes what is ours in the folder, and the folder where nothing else is
// in it.
func (w *Wiped) home(home string) error {
	all, err := os.ReadDir(home)
	if err != nil {
		return sqldb.FileError("assemble.wipe", err)
	}
	for _, e := range all {
		path := filepath.Join(home, e.Name())
		if e.IsDir() && slices.Contains(ownFolders(), e.Name()) || !e.IsDir() && deskdb.Matches(ownFiles(), e.Name()) {
			w.remove(path)
			continue
		}
		w.Left = append(w.Left, path)
	}
	if len(w.Left) == 0 {
		w.remove(home)
	}
	return nil
}

func (w *Wiped) also(folders []string) error {
	for _, f := range folders {
		if !filepath.IsAbs(f) || filepath.Dir(f) == f {
			return civic.NewError(civic.Invalid, "assemble.wipe", "")
		}
		if _, err := os.Lstat(f); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		w.remove(f)
	}
	return nil
}

// remove takes a file or a folder away, or names it as left.
func (w *Wiped) remove(path string) {
	if os.RemoveAll(path) != nil {
		w.Left = append(w.Left, path)
		return
	}
	w.Removed = append(w.Removed, path)
}

// windowID names the window program to the toolkit, which keeps a folder of its
// own for it.
const windowID = "it.scranno.Scranno"

// windowFolders are where the toolkit keeps what it remembers of the window. They
// are shared by all profiles, and go with the usual one.
func windowFolders(home string) []string {
	usual, err := DefaultHome()
	if err != nil || usual != home {
		return nil
	}
	var out []string
	for _, dir := range []func() (string, error){os.UserConfigDir, os.UserCacheDir} {
		if base, err := dir(); err == nil {
			out = append(out, filepath.Join(base, "fyne", windowID))
		}
	}
	if base, err := os.UserHomeDir(); err == nil && runtime.GOOS == "darwin" {
		out = append(out, filepath.Join(base, "Library", "Preferences", "fyne", windowID))
	}
	return out
}
