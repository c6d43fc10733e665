package signin

import (
	"context"
	"errors"
	"io/fs"

	"github.com/zalando/go-keyring"

	"scranno/app/civic"
)

// Files lists the names of the files that this room keeps in a profile's home; a
// star at the end stands for anything.
func Files() []string {
	return []string{accountFile, accountFile + ".*", tokensFile, tokensFile + ".*", secretFile, secretFile + ".*"}
}

// Forget signs out and removes every secret of this profile, those in the
// keychain too. What could be removed is, whatever else fails; the error says
// that something is left.
func (s *SignIn) Forget(ctx context.Context) error {
	const op = "signin.forget"
	err := s.SignOut(ctx)
	var x secret
	switch rerr := readJSON(s.vault.path(secretFile), &x); {
	case errors.Is(rerr, fs.ErrNotExist):
	case rerr != nil:
		err = errors.Join(err, rerr)
	case x.Kept && s.vault.keychain == nil:
		err = errors.Join(err, civic.NewError(civic.Unauthenticated, op, "signin.keychain_closed"))
	case x.Kept:
		if derr := s.vault.keychain.Delete(service, x.Name); derr != nil && !errors.Is(derr, keyring.ErrNotFound) {
			err = errors.Join(err, civic.WrapError(civic.Internal, op, derr))
		}
	}
	for _, name := range []string{secretFile, tokensFile, accountFile} {
		err = errors.Join(err, remove(s.vault.path(name)))
	}
	return err
}
