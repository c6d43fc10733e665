//go:build !windows

package blobs_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"scranno/app/civic"
	"scranno/storage/blobs"
)

// A disk without room: this test runs itself under a limit of file size. What
// fitted is kept and gone on with when there is room.
func TestFullDisk(t *testing.T) {
	data := some(300_000)
	p := civic.FilePart{Hash: hashOf(data), Owner: ada, Size: int64(len(data))}
	if root := os.Getenv("SCRANNO_BLOBS"); root != "" {
		full := syscall.Rlimit{Cur: 100_000, Max: 100_000}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
			t.Fatal(err)
		}
		held, whole, err := blobs.New(root).Append(t.Context(), p, bytes.NewReader(data))
		if held != 100_000 || whole || !civic.Is(err, civic.Busy) {
			t.Fatal(held, whole, err)
		}
		return
	}
	root := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestFullDisk$") //nolint:gosec // this very test
	cmd.Env = append(os.Environ(), "SCRANNO_BLOBS="+root)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	f := blobs.New(root)
	held, whole, err := f.Held(t.Context(), p.Hash, ada)
	if held != 100_000 || whole || err != nil {
		t.Fatal(held, whole, err)
	}
	p.Offset = held
	if _, whole, err = f.Append(t.Context(), p, bytes.NewReader(data[held:])); !whole || err != nil {
		t.Fatal(whole, err)
	}
}
