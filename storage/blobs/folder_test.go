package blobs_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"scranno/app/civic"
	"scranno/storage/blobs"
)

const (
	ada = civic.ID("01890000-0000-7000-8000-000000000001")
	bea = civic.ID("01890000-0000-7000-8000-000000000002")
)

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func some(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i * 7 >> 3)
	}
	return out
}

func read(t *testing.T, f *blobs.Folder, hash string) []byte {
	t.Helper()
	r, size, err := f.Open(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil || int64(len(data)) != size {
		t.Fatalf("%d of %d: %v", len(data), size, err)
	}
	return data
}

// Cut after every byte, a file is gone on with from where it was, and is never
// whole before its end.
func TestCutAtEveryByte(t *testing.T) {
	data := some(300)
	hash := hashOf(data)
	f := blobs.New(t.TempDir())
	ctx := t.Context()
	for i := range data {
		p := civic.FilePart{Hash: hash, Owner: ada, Size: int64(len(data)), Offset: int64(i)}
		cut := io.MultiReader(bytes.NewReader(data[i:i+1]), iotest.ErrReader(io.ErrUnexpectedEOF))
		if _, whole, err := f.Append(ctx, p, cut); whole || !civic.Is(err, civic.Offline) {
			t.Fatal(i, whole, err)
		}
		held, whole, err := f.Held(ctx, hash, ada)
		if err != nil || whole || held != int64(i+1) {
			t.Fatal(i, held, whole, err)
		}
		if _, _, err := f.Open(ctx, hash); !civic.Is(err, civic.NotFound) {
			t.Fatal("a part was given as the whole")
		}
	}
	p := civic.FilePart{Hash: hash, Owner: ada, Size: int64(len(data)), Offset: int64(len(data))}
	if _, whole, err := f.Append(ctx, p, strings.NewReader("")); err != nil || !whole {
		t.Fatal(whole, err)
	}
	if !bytes.Equal(read(t, f, hash), data) {
		t.Fatal("other bytes came out")
	}
}

func TestWrongBytesAreDropped(t *testing.T) {
	data := some(5_000)
	hash := hashOf(data)
	f := blobs.New(t.TempDir())
	wrong := bytes.Clone(data)
	wrong[2_500] ^= 1
	p := civic.FilePart{Hash: hash, Size: int64(len(data))}
	if _, whole, err := f.Append(t.Context(), p, bytes.NewReader(wrong)); whole || !civic.Is(err, civic.Invalid) {
		t.Fatal(whole, err)
	}
	if held, whole, err := f.Held(t.Context(), hash, ""); held != 0 || whole || err != nil {
		t.Fatal(held, whole, err)
	}
	if _, whole, err := f.Append(t.Context(), p, bytes.NewReader(data)); !whole || err != nil {
		t.Fatal(whole, err)
	}
}

func TestOffsetsAndSizesAreHeldTo(t *testing.T) {
	data := some(100)
	hash := hashOf(data)
	f := blobs.New(t.TempDir())
	ctx := t.Context()
	p := civic.FilePart{Hash: hash, Owner: ada, Size: 100}
	if held, _, err := f.Append(ctx, p, bytes.NewReader(data[:40])); held != 40 || err != nil {
		t.Fatal(held, err)
	}
	// The same bytes again, as a proxy repeats them; bytes after a hole; too many.
	if held, _, err := f.Append(ctx, p, bytes.NewReader(data[:40])); held != 40 || !civic.Is(err, civic.Conflict) {
		t.Fatal(held, err)
	}
	p.Offset = 60
	if held, _, err := f.Append(ctx, p, bytes.NewReader(data[60:])); held != 40 || !civic.Is(err, civic.Conflict) {
		t.Fatal(held, err)
	}
	p.Offset = 40
	if _, whole, err := f.Append(ctx, p, bytes.NewReader(some(61))); whole || !civic.Is(err, civic.TooLarge) {
		t.Fatal(whole, err)
	}
	// Another's part is another's.
	if held, whole, err := f.Held(ctx, hash, bea); held != 0 || whole || err != nil {
		t.Fatal(held, whole, err)
	}
	for _, bad := range []civic.FilePart{
		{Hash: "../../etc/passwd", Size: 1},
		{Hash: hash, Size: 0},
		{Hash: hash, Size: civic.MaxBlob + 1},
		{Hash: hash, Owner: "../x", Size: 1},
		{Hash: hash, Size: 1, Offset: -1},
	} {
		if _, _, err := f.Append(ctx, bad, bytes.NewReader(data)); !civic.Is(err, civic.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestTwoBringTheSameFile(t *testing.T) {
	data := some(200_000)
	hash := hashOf(data)
	root := t.TempDir()
	f := blobs.New(root)
	var all sync.WaitGroup
	for _, who := range []civic.ID{ada, bea, ""} {
		all.Go(func() {
			p := civic.FilePart{Hash: hash, Owner: who, Size: int64(len(data))}
			if _, whole, err := f.Append(t.Context(), p, bytes.NewReader(data)); err != nil || !whole {
				t.Error(whole, err)
			}
		})
	}
	all.Wait()
	if !bytes.Equal(read(t, f, hash), data) {
		t.Fatal("other bytes came out")
	}
	left, err := os.ReadDir(filepath.Join(root, "parts"))
	if err != nil || len(left) != 0 {
		t.Fatal(left, err)
	}
}

func TestRemoveTakesPartsToo(t *testing.T) {
	data := some(1_000)
	hash := hashOf(data)
	root := t.TempDir()
	f := blobs.New(root)
	ctx := t.Context()
	for _, who := range []civic.ID{ada, bea} {
		if _, _, err := f.Append(ctx, civic.FilePart{Hash: hash, Owner: who, Size: 1_000}, bytes.NewReader(data[:10])); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Append(ctx, civic.FilePart{Hash: hash, Size: 1_000}, bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Remove(ctx, hash), f.Remove(ctx, hash)); err != nil {
		t.Fatal(err)
	}
	files := 0
	if err := filepath.WalkDir(root, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	}); err != nil || files != 0 {
		t.Fatal(files, err)
	}
}

func TestOthersCannotRead(t *testing.T) {
	data := some(10)
	root := filepath.Join(t.TempDir(), "blobs")
	f := blobs.New(root)
	if _, _, err := f.Append(t.Context(), civic.FilePart{Hash: hashOf(data), Size: 10}, bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	if err := filepath.WalkDir(root, func(_ string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("mode %v", info.Mode())
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
