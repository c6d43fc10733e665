package signin

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"

	"scranno/app/civic"
)

// secretFile says where the profile's own secret is; where there is no keychain
// it holds it.
const secretFile = "keys.json"

// secret is that file. Name is the entry's own: the folder may move, and the
// device may be numbered anew.
type secret struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
	Kept  bool   `json:"keychain,omitempty"`
}

// Secret gives what KeepSecret kept: the keys of this device, which no central
// ever sees. NotFound: nothing was kept. Unauthenticated: the keychain is
// closed.
func (s *SignIn) Secret(context.Context) (string, error) {
	const op = "signin.secret"
	var x secret
	err := readJSON(s.vault.path(secretFile), &x)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", civic.NewError(civic.NotFound, op, "")
	case err != nil:
		return "", err
	case !x.Kept:
		return x.Value, nil
	case s.vault.keychain == nil:
		return "", civic.NewError(civic.Unauthenticated, op, "signin.keychain_closed")
	}
	v, err := s.vault.keychain.Get(service, x.Name)
	if err != nil {
		return "", &civic.Error{Kind: civic.Unauthenticated, Op: op, Key: "signin.keychain_closed", Err: err}
	}
	return v, nil
}

// KeepSecret keeps a secret of this profile in the keychain, or where there is
// none in a file that only the person can read. It never replaces one: Conflict.
func (s *SignIn) KeepSecret(ctx context.Context, value string) error {
	const op = "signin.keep_secret"
	release, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	if _, err := s.Secret(ctx); !civic.Is(err, civic.NotFound) {
		return civic.NewError(civic.Conflict, op, "")
	}
	if len(value) > maxSecret {
		return civic.NewError(civic.TooLarge, op, "")
	}
	var name [16]byte
	if _, err := rand.Read(name[:]); err != nil {
		return civic.WrapError(civic.Internal, op, err)
	}
	x := secret{Name: "keys:" + hex.EncodeToString(name[:]), Value: value}
	if s.vault.keychain != nil && s.vault.keychain.Set(service, x.Name, value) == nil {
		x.Kept, x.Value = true, ""
	}
	return writeJSON(s.vault.path(secretFile), x)
}
