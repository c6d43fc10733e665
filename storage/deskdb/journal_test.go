package deskdb

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"scranno/storage/sqldb"
)

// A program that is killed while it writes the journal anew leaves words behind
// that may have to be read nowhere any more.
func TestAJournalLeftUnfinishedIsTakenAway(t *testing.T) {
	home := filepath.Join(t.TempDir(), "Scranno [1]")
	left := filepath.Join(home, ".journal-42")
	leave := func() {
		t.Helper()
		if err := errors.Join(os.MkdirAll(home, 0o700), os.WriteFile(left, []byte("some words"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	gone := func(when string) {
		t.Helper()
		if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: it is still there (%v)", when, err)
		}
	}
	leave()
	s, err := Open(t.Context(), Options{Home: home})
	if err != nil {
		t.Fatal(err)
	}
	gone("opened alone")
	leave()
	err = s.db.Update(t.Context(), func(tx *sqldb.Tx) error { return s.rewriteJournal(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
	gone("rewritten by another program")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A journal that was cut, mixed up or written by others is read line by line:
// what is whole comes back, the rest is counted.
func FuzzJournal(f *testing.F) {
	line := func(raw string) []byte { return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE([]byte(raw)), raw) }
	f.Add(append(line(`{"profile":{"central":"http://x"}}`), line(`{"draft":{"draft":{"id":"a"},"binned":3}}`)...))
	f.Add(line(`{"command":{"ID":"a"},"gone":"b"}`)[:30])
	f.Add([]byte("00000000 \n\n zz\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), JournalName)
		if err := os.WriteFile(path, append(data, append([]byte("\n"), line(`{"landed":"last"}`)...)...), 0o600); err != nil {
			t.Fatal(err)
		}
		notes, _, err := readJournal(path)
		if err != nil || len(notes) == 0 || notes[len(notes)-1].Landed != "last" {
			t.Fatalf("the line after is lost: %v", err)
		}
		gather(notes)
		var b bytes.Buffer
		if err := encodeNotes(&b, notes); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		again, bad, err := readJournal(path)
		if err != nil || bad != 0 || len(again) != len(notes) {
			t.Fatalf("%d lines became %d, %d bad: %v", len(notes), len(again), bad, err)
		}
	})
}
