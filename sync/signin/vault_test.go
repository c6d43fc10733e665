package signin

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNoBusIsStartedToLookForAKeychain(t *testing.T) {
	with := t.TempDir()
	if err := os.WriteFile(filepath.Join(with, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		env  map[string]string
		want bool
	}{
		"no session":       {nil, false},
		"a bus that is up": {map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=x"}, true},
		"a folder with it": {map[string]string{"XDG_RUNTIME_DIR": with}, true},
		"a folder without": {map[string]string{"XDG_RUNTIME_DIR": t.TempDir()}, false},
	} {
		if got := sessionBus(func(k string) string { return tc.env[k] }); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
