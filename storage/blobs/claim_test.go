package blobs_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/blobs"
)

// slow appends from another process while it is read.
type slow struct {
	*bytes.Reader
	meanwhile func()
}

func (s *slow) Read(p []byte) (int, error) {
	if s.meanwhile != nil {
		s.meanwhile()
		s.meanwhile = nil
	}
	return s.Reader.Read(p)
}

// Two replicas on one folder do not write to the same part at once, and a claim
// of one that died does not stand for ever.
func TestTwoProcessesAtOnePart(t *testing.T) {
	root := t.TempDir()
	one, two := blobs.New(root), blobs.New(root)
	data := []byte("%PDF-1.7 prova")
	sum := sha256.Sum256(data)
	p := civic.FilePart{Hash: hex.EncodeToString(sum[:]), Size: int64(len(data))}
	in := &slow{Reader: bytes.NewReader(data), meanwhile: func() {
		if _, _, err := two.Append(t.Context(), p, bytes.NewReader(data)); !civic.Is(err, civic.Conflict) {
			t.Errorf("both write: %v", err)
		}
	}}
	if _, whole, err := one.Append(t.Context(), p, in); err != nil || !whole {
		t.Fatal(whole, err)
	}
	left, err := os.ReadDir(filepath.Join(root, "parts"))
	if err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}

	data[0] = '#'
	sum = sha256.Sum256(data)
	p.Hash = hex.EncodeToString(sum[:])
	claim := filepath.Join(root, "parts", p.Hash+".claim")
	if err := os.WriteFile(claim, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := two.Append(t.Context(), p, bytes.NewReader(data)); !civic.Is(err, civic.Conflict) {
		t.Errorf("a claim does not hold: %v", err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(claim, old, old); err != nil {
		t.Fatal(err)
	}
	if _, whole, err := two.Append(t.Context(), p, bytes.NewReader(data)); err != nil || !whole {
		t.Errorf("a dead claim stands: %v", err)
	}
}
