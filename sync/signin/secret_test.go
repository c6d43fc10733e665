package signin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"scranno/app/civic"
)

// ring is a keychain in memory; shut, it answers nothing.
type ring struct {
	held map[string]string
	shut bool
}

func (r *ring) Get(_, user string) (string, error) {
	v, ok := r.held[user]
	if r.shut || !ok {
		return "", errors.New("no")
	}
	return v, nil
}

func (r *ring) Set(_, user, secret string) error {
	if r.shut {
		return errors.New("no")
	}
	r.held[user] = secret
	return nil
}

func (r *ring) Delete(_, user string) error {
	delete(r.held, user)
	return nil
}

func TestTheSecretOfADevice(t *testing.T) {
	for name, tc := range map[string]struct {
		ring   Keychain
		inFile bool
	}{
		"keychain":    {&ring{held: map[string]string{}}, false},
		"shut":        {&ring{held: map[string]string{}, shut: true}, true},
		"no keychain": {nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			s, err := New(Options{Home: home, Keychain: tc.ring})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Secret(t.Context()); !civic.Is(err, civic.NotFound) {
				t.Fatalf("before any: %v", err)
			}
			if err := s.KeepSecret(t.Context(), "AGE-SECRET"); err != nil {
				t.Fatal(err)
			}
			if err := s.KeepSecret(t.Context(), "another"); !civic.Is(err, civic.Conflict) {
				t.Errorf("a second one: %v", err)
			}
			if v, err := s.Secret(t.Context()); err != nil || v != "AGE-SECRET" {
				t.Errorf("%q, %v", v, err)
			}
			path := filepath.Join(home, "keys.json")
			raw, err := os.ReadFile(path)
			if err != nil || strings.Contains(string(raw), "AGE-SECRET") != tc.inFile {
				t.Errorf("%s, %v", raw, err)
			}
			if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", st.Mode(), err)
			}
		})
	}
	r := &ring{held: map[string]string{}}
	s, err := New(Options{Home: t.TempDir(), Keychain: r})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.KeepSecret(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	r.shut = true
	if _, err := s.Secret(t.Context()); !civic.Is(err, civic.Unauthenticated) {
		t.Errorf("a closed keychain: %v", err)
	}
}
