package main

import (
	"flag"
	"os"
	"strconv"
	"testing"
)

// TestMain sets how many histories each test of the bubble runs, unless the
// command line says: -rapid.checks=N, of all lanes together. A failure prints its
// seed, so no file of it is left in the tree.
func TestMain(m *testing.M) {
	flag.Parse()
	histories := 60
	if raceDetector {
		histories = 6
	}
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if given["rapid.checks"] {
		n, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
		if err != nil {
			os.Exit(2)
		}
		histories = n
	}
	set := map[string]string{"rapid.checks": strconv.Itoa((histories + lanes() - 1) / lanes())}
	if !given["rapid.nofailfile"] {
		set["rapid.nofailfile"] = "true"
	}
	for name, value := range set {
		if flag.Set(name, value) != nil {
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}
