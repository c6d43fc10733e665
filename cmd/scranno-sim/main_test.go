package main

import (
	"flag"
	"os"
	"testing"
)

// TestMain sets how many histories each test of the bubble runs, unless the
// command line says: -rapid.checks=N. A failure prints its seed, so no file of
// it is left in the tree.
func TestMain(m *testing.M) {
	flag.Parse()
	histories := "60"
	if raceDetector {
		histories = "5"
	}
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range map[string]string{"rapid.checks": histories, "rapid.nofailfile": "true"} {
		if !given[name] && flag.Set(name, value) != nil {
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}
