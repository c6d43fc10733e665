package centraldb_test

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
)

// The same backup put back twice: no number is given again, not even in a
// channel that the backup does not know.
func TestNoNumberIsGivenTwice(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	path, backup, guard := filepath.Join(dir, "central.db"), filepath.Join(dir, "backup.db"), filepath.Join(dir, "heads")
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	old, young := civic.TalkChannel("08"), civic.TalkChannel("09")
	highest := map[civic.Channel]int64{}
	var db *centraldb.DB
	start := func(epoch string, behind bool) {
		t.Helper()
		var err error
		if db, err = centraldb.Open(ctx, path, centraldb.Options{}); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Guard(ctx, guard, epoch, now); err != nil || got != behind {
			t.Fatalf("epoch %s: %v, %v", epoch, got, err)
		}
	}
	post := func(text string, channels ...civic.Channel) {
		t.Helper()
		for _, ch := range channels {
			ref := write(ctx, t, db, ch, text)
			if ref.Seq <= highest[ch] {
				t.Errorf("%s: %s has number %d, and %d was given", text, ch, ref.Seq, highest[ch])
			}
			highest[ch] = ref.Seq
		}
	}
	start("one", false)
	post("before", old, old)
	if err := db.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	post("after", old, young, young, young)
	for _, epoch := range []string{"two", "three", "four"} {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		putBack(t, backup, path)
		start(epoch, true)
		post("in "+epoch, young, old, young)
		if err := db.Check(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func write(ctx context.Context, t *testing.T, db *centraldb.DB, ch civic.Channel, text string) civic.EffectRef {
	t.Helper()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	id, err := civic.NewID(now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var refs []civic.EffectRef
	err = db.Update(ctx, now, func(l centraldb.Ledger) (err error) {
		refs, err = l.Apply(ctx, "", []civic.Effect{{
			Kind: civic.KindPost, ID: id, Channel: ch,
			Fields: civic.Fields{"text": []byte(`"` + text + `"`)},
		}})
		return err
	})
	if err != nil || len(refs) != 1 {
		t.Fatalf("%v, %v", refs, err)
	}
	return refs[0]
}

func putBack(t *testing.T, from, to string) {
	t.Helper()
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(to + tail); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
