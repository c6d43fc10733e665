package deskdb_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs fewer histories than rapid would, because each has a file of
// its own; -rapid.checks asks for more.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	flag.Parse()
	os.Exit(m.Run())
}
