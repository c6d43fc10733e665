package deskdb_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs fewer histories than rapid would, because each has a file of
// its own; -rapid.checks asks for more. The same program is the one that is
// killed on purpose.
func TestMain(m *testing.M) {
	if os.Getenv("DESKDB_CHILD_HOME") != "" {
		os.Exit(asChild())
	}
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	flag.Parse()
	os.Exit(m.Run())
}
