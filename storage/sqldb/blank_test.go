package sqldb

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A row that SQLite moved stands twice in the file; once it is removed, one copy is
// left, until the unused parts of pages are blanked. Nothing else changes.
func TestBlankLeavesNothingOfWhatWasRemoved(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := Open(ctx, path, Options{PageSize: 8192})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	rng := rand.New(rand.NewPCG(1, 2))
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(db.Update(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE x (id TEXT PRIMARY KEY, n INTEGER, body TEXT) WITHOUT ROWID`); err != nil {
			return err
		}
		for n := range 3_000 {
			body := fmt.Sprintf("segreto %d %s", n, strings.Repeat("x", rng.IntN(1_500)))
			if n%50 == 0 {
				body += strings.Repeat("lungo", 6_000) // over several pages
			}
			if _, err := tx.Exec(ctx, `INSERT INTO x VALUES ($1, $2, $3)`, fmt.Sprintf("%08x", rng.Uint32()), n, body); err != nil {
				return err
			}
		}
		return nil
	}))
	ok(db.Update(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `UPDATE x SET body = 'oscurato' WHERE n % 3 = 0`)
		return err
	}))
	sum := func() (n, size int64) {
		ok(db.View(ctx, func(tx *Tx) error {
			return tx.Get(ctx, `SELECT count(*), sum(length(body) * n) FROM x`, nil, &n, &size)
		}))
		return n, size
	}
	left := func() int {
		if done, err := db.Truncate(ctx); err != nil || !done {
			t.Fatal(done, err)
		}
		data, err := os.ReadFile(path) //nolint:gosec // the test's own file
		ok(err)
		found := 0
		for n := 0; n < 3_000; n += 3 {
			if bytes.Contains(data, fmt.Appendf(nil, "segreto %d ", n)) {
				found++
			}
		}
		return found
	}
	if left() == 0 {
		t.Fatal("SQLite leaves nothing: Blank is not needed")
	}
	rows, size := sum()
	ok(db.Blank(ctx))
	if n := left(); n != 0 {
		t.Errorf("%d rows are still in the file", n)
	}
	if r, s := sum(); r != rows || s != size {
		t.Errorf("%d rows of %d, %d of %d", r, rows, s, size)
	}
	ok(db.FullCheck(ctx))
}

func BenchmarkBlank(b *testing.B) {
	ctx := b.Context()
	db, err := Open(ctx, filepath.Join(b.TempDir(), "a.db"), Options{PageSize: 8192})
	if err == nil {
		err = db.Update(ctx, func(tx *Tx) error {
			_, err := tx.Exec(ctx, `CREATE TABLE x AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
				SELECT i, hex(randomblob(2500)) AS body FROM n`)
			return err
		})
	}
	if err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(db.Path())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	for b.Loop() {
		if err := db.Blank(ctx); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}
