package signin

import (
	"os"
	"testing"
)

func TestForgettingLeavesNoSecret(t *testing.T) {
	for name, k := range map[string]*ring{"keychain": {held: map[string]string{}}, "no keychain": nil} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			o := Options{Home: home}
			if k != nil {
				o.Keychain = k
			}
			s, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.KeepSecret(t.Context(), "AGE-SECRET"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.vault.save(account{Central: "http://localhost", SignedIn: false}, tokens{Refresh: "segreto"}); err != nil {
				t.Fatal(err)
			}
			if k != nil {
				delete(k.held, "@http://localhost") // signed out already; its entry went then
			}
			if err := s.Forget(t.Context()); err != nil {
				t.Fatal(err)
			}
			all, err := os.ReadDir(home)
			if err != nil || len(all) != 0 || k != nil && len(k.held) != 0 {
				t.Errorf("left %v %v %v", all, k, err)
			}
			if err := s.Forget(t.Context()); err != nil {
				t.Errorf("again: %v", err)
			}
		})
	}
}
