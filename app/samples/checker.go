package samples

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Checker finds one of the outside checkers. Where it is missing the test is
// skipped, but not in CI.
func Checker(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", name)
		}
		t.Skipf("%s is missing", name)
	}
	return path
}

// Schema is where the official schema of Akoma Ntoso stands, which is not part of
// the project.
func Schema(t testing.TB) string {
	t.Helper()
	path, err := filepath.Abs(data("akn", "akomantoso30.xsd"))
	if err == nil {
		_, err = os.Stat(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the schema of Akoma Ntoso is not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Validate holds files against the official schema.
func Validate(t testing.TB, files []string) {
	t.Helper()
	lint := Checker(t, "xmllint")
	args := append([]string{"--noout", "--nonet", "--schema", Schema(t)}, files...)
	out, err := exec.CommandContext(t.Context(), lint, args...).CombinedOutput() //nolint:gosec // the test's own files
	if err == nil {
		return
	}
	var bad []string
	for l := range strings.Lines(string(out)) {
		if !strings.HasSuffix(l, " validates\n") {
			bad = append(bad, l)
		}
	}
	t.Fatalf("%v\n%s", err, strings.Join(bad[:min(len(bad), 20)], ""))
}
