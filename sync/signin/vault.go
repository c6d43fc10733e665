package signin

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"

	"scranno/app/civic"
)

const (
	accountFile = "signin.json" // who is signed in, and where; nothing secret
	tokensFile  = "tokens.json" // the tokens, where there is no keychain
	service     = "scranno"     // the name of our entries in the keychain
	maxSecret   = 2_000         // bytes: the least that keychains of all systems take
)

// Keychain keeps secrets in the system's own place.
type Keychain interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// SystemKeychain is the keychain of the person's session; nil where there can be
// none. On Linux it is reached by the session's bus: looking for it where there
// is no bus would start one, which nobody ends.
func SystemKeychain() Keychain {
	if runtime.GOOS != "darwin" && runtime.GOOS != "windows" && !sessionBus(os.Getenv) {
		return nil
	}
	return system{}
}

func sessionBus(env func(string) string) bool {
	if env("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	folder := env("XDG_RUNTIME_DIR")
	if folder == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(folder, "bus"))
	return err == nil
}

type system struct{}

func (system) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (system) Set(service, user, secret string) error   { return keyring.Set(service, user, secret) }
func (system) Delete(service, user string) error        { return keyring.Delete(service, user) }

// account is what is known of a sign-in beside its tokens.
type account struct {
	Central    string   `json:"central"`
	TokenURL   string   `json:"tokenUrl"`
	RevokeURL  string   `json:"revokeUrl,omitempty"`
	Person     civic.ID `json:"person"`
	Name       string   `json:"name"`
	Device     civic.ID `json:"device"`
	SignedIn   bool     `json:"signedIn"`
	Expired    bool     `json:"expired,omitempty"`
	Keychain   bool     `json:"keychain,omitempty"`
	Generation int64    `json:"generation"` // rises with each change of the tokens
}

// tokens are the secrets. The former refresh token is kept: a central put back
// from a backup may know no other.
type tokens struct {
	Access  string    `json:"access,omitempty"`
	Until   time.Time `json:"until,omitzero"` // of the access token, by this machine's clock
	Refresh string    `json:"refresh"`
	Former  string    `json:"former,omitempty"`
}

// vault keeps both in a profile's folder and in the keychain.
type vault struct {
	home     string
	keychain Keychain
}

func (v vault) path(name string) string { return filepath.Join(v.home, name) }

// entry names the secret in the keychain: one for each folder and device.
func (v vault) entry(a account) string { return string(a.Device) + "@" + a.Central }

// account reads who is signed in; the zero value where nobody ever was.
func (v vault) account() (account, error) {
	var a account
	err := readJSON(v.path(accountFile), &a)
	if errors.Is(err, fs.ErrNotExist) {
		return account{}, nil
	}
	return a, err
}

func (v vault) tokens(a account) (tokens, error) {
	var t tokens
	if !a.Keychain {
		return t, readJSON(v.path(tokensFile), &t)
	}
	if v.keychain == nil {
		return t, civic.NewError(civic.Unauthenticated, "signin.keychain", "signin.keychain_closed")
	}
	secret, err := v.keychain.Get(service, v.entry(a))
	if err != nil {
		return t, &civic.Error{Kind: civic.Unauthenticated, Op: "signin.keychain", Key: "signin.keychain_closed", Err: err}
	}
	return t, civic.WrapError(civic.Damaged, "signin.keychain", json.Unmarshal([]byte(secret), &t))
}

// save keeps the tokens first and then who they belong to: were the second
// lost, the first serve nobody.
func (v vault) save(a account, t tokens) (account, error) {
	a.Keychain = v.intoKeychain(a, t)
	if a.Keychain {
		if err := remove(v.path(tokensFile)); err != nil {
			return a, err
		}
	} else if err := writeJSON(v.path(tokensFile), t); err != nil {
		return a, err
	}
	return a, writeJSON(v.path(accountFile), a)
}

func (v vault) intoKeychain(a account, t tokens) bool {
	if v.keychain == nil {
		return false
	}
	secret, err := json.Marshal(t)
	if err == nil && len(secret) > maxSecret {
		t.Access, t.Until = "", time.Time{} // renewed by each process for itself
		secret, err = json.Marshal(t)
	}
	return err == nil && len(secret) <= maxSecret && v.keychain.Set(service, v.entry(a), string(secret)) == nil
}

// forget drops the tokens and keeps who they were of.
func (v vault) forget(a account) error {
	if a.Keychain && v.keychain != nil {
		if err := v.keychain.Delete(service, v.entry(a)); err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return civic.WrapError(civic.Internal, "signin.keychain", err)
		}
	}
	a.Keychain = false
	return errors.Join(remove(v.path(tokensFile)), writeJSON(v.path(accountFile), a))
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return civic.WrapError(civic.Internal, "signin.remove", err)
	}
	return nil
}

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path) //nolint:gosec // a fixed name in the profile's folder
	if err != nil {
		return civic.WrapError(civic.Internal, "signin.read", err)
	}
	return civic.WrapError(civic.Damaged, "signin.read", json.Unmarshal(data, v))
}

// writeJSON replaces a file whole, readable by its owner alone.
func writeJSON(path string, v any) error {
	const op = "signin.write"
	data, err := json.Marshal(v)
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return civic.WrapError(civic.Internal, op, errors.Join(err, remove(f.Name())))
	}
	return nil
}
