package client_test

import (
	"testing"

	"scranno/sync/client"
)

// Whether a line is metered is asked of whoever is there; nobody is no trouble.
func TestTheLineIsAskedWithoutAnswer(t *testing.T) {
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if client.MeteredLine(t.Context()) {
		t.Error("a line that nobody knows is metered")
	}
}
