package centraldb_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
	"scranno/storage/sqldb"
	"scranno/storage/storetest"
)

func openAt(t *testing.T, address string) *centraldb.DB {
	t.Helper()
	db, err := centraldb.Open(t.Context(), address, centraldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// numbered is a log that gives numbers and is read by them.
type numbered interface {
	// write adds an entry and calls hold when it has its number, or as late as it
	// can, before it commits.
	write(ctx context.Context, name string, hold func()) error
	// read gives the names above a number, and the last number.
	read(ctx context.Context, after int64) (names []string, last int64, err error)
}

// naive takes numbers from a sequence: the reader that everybody writes first.
type naive struct{ db *sqldb.DB }

func (n naive) write(ctx context.Context, name string, hold func()) error {
	return n.db.Update(ctx, func(tx *sqldb.Tx) error {
		var seq int64
		err := tx.Get(ctx, `INSERT INTO naive (name) VALUES ($1) RETURNING seq`, []any{name}, &seq)
		hold()
		return err
	})
}

func (n naive) read(ctx context.Context, after int64) (names []string, last int64, err error) {
	last = after
	var name string
	err = n.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Each(ctx, `SELECT seq, name FROM naive WHERE seq > $1 ORDER BY seq`, []any{after}, []any{&last, &name}, func() error {
			names = append(names, name)
			return nil
		})
	})
	return names, last, err
}

// ours is the central's ledger: its transaction is held where its effects are
// made; that a number once taken holds its channel is the exam's matter.
type ours struct{ db *centraldb.DB }

func (o ours) write(ctx context.Context, name string, hold func()) error {
	return o.db.Update(ctx, time.Now(), func(l centraldb.Ledger) error {
		_, err := l.Apply(ctx, "", []civic.Effect{{
			Kind: "thing", ID: civic.DerivedID("late", name), Channel: "talk/08", Fields: civic.Fields{"v": []byte(`"` + name + `"`)},
		}})
		hold()
		return err
	})
}

func (o ours) read(ctx context.Context, after int64) (names []string, last int64, err error) {
	want := civic.Want{Channel: "talk/08", Tail: after}
	open := func(context.Context, civic.World, civic.Channel) (bool, error) { return true, nil }
	page, err := o.db.Feed(ctx, time.Now(), civic.FeedQuery{Wants: []civic.Want{want}, MaxBytes: 1 << 20, Heads: true}, open)
	if err != nil {
		return nil, 0, err
	}
	for _, op := range page.Ops {
		names = append(names, strings.Trim(string(op.Body), `{"v:}`))
	}
	return names, page.Cursors[0].Tail, nil
}

// lost runs writers of which some are held at their commit while others go on and
// a reader follows, and gives what the reader never saw.
func lost(t *testing.T, log numbered) []string {
	t.Helper()
	ctx := t.Context()
	var seen, all []string
	cursor := int64(0)
	follow := func() {
		names, last, err := log.read(ctx, cursor)
		if err != nil {
			t.Fatal(err)
		}
		seen, cursor = append(seen, names...), last
	}
	for turn := range 5 {
		held, letGo := make(chan struct{}), make(chan struct{})
		var late sync.WaitGroup
		name := fmt.Sprint("late", turn)
		late.Go(func() {
			first := sync.OnceFunc(func() { close(held) })
			if err := log.write(ctx, name, func() { first(); <-letGo }); err != nil {
				t.Error(err)
			}
		})
		<-held
		quick := fmt.Sprint("quick", turn)
		if err := log.write(ctx, quick, func() {}); err != nil {
			t.Fatal(err)
		}
		follow()
		close(letGo)
		late.Wait()
		follow()
		all = append(all, name, quick)
	}
	return slices.DeleteFunc(all, func(name string) bool { return slices.Contains(seen, name) })
}

// The same schedule loses every late commit to a reader of plain sequence numbers,
// and none to ours.
func TestANaiveReaderLosesLateCommits(t *testing.T) {
	address := storetest.PostgresDatabase(t)
	log := numbered(ours{openAt(t, address)})
	storetest.Psql(t, address, `CREATE TABLE naive (seq BIGSERIAL PRIMARY KEY, name TEXT NOT NULL)`)
	db, err := sqldb.OpenPostgres(t.Context(), address, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if civic.Planted(civic.BugNaiveReader) {
		log = naive{db}
	}
	if missing := lost(t, log); len(missing) > 0 {
		t.Errorf("lost: %v", missing)
	}
	if missing := lost(t, naive{db}); len(missing) != 5 {
		t.Errorf("the naive reader lost %v: this test would not see a fault", missing)
	}
}

// A server's database put back by its own tools, then an epoch begun by hand: no
// number is given twice.
func TestEpochByHandOnPostgres(t *testing.T) {
	ctx := t.Context()
	address, backup := storetest.PostgresDatabase(t), storetest.PostgresDatabase(t)
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	old, young := civic.TalkChannel("08"), civic.TalkChannel("09")
	highest := map[civic.Channel]int64{}
	work := func(epoch string, channels ...civic.Channel) {
		t.Helper()
		db, err := centraldb.Open(ctx, address, centraldb.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if epoch != "" {
			if err := db.NewEpoch(ctx, epoch, now); err != nil {
				t.Fatal(err)
			}
			if got, _, err := db.Epoch(ctx); err != nil || got != epoch {
				t.Fatalf("%s, %v", got, err)
			}
		}
		for _, ch := range channels {
			if ref := write(ctx, t, db, ch, "in "+epoch); ref.Seq <= highest[ch] {
				t.Errorf("number %d of %s again, after %d", ref.Seq, ch, highest[ch])
			} else {
				highest[ch] = ref.Seq
			}
		}
		if err := db.Check(ctx); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	work("", old, old)
	storetest.CopyPostgres(t, address, backup)
	work("", old, young, young)
	storetest.CopyPostgres(t, backup, address)
	work("two", young, old, young)
}

// What cannot be done for a server is refused, and its tools are named.
func TestPostgresHasToolsOfItsOwn(t *testing.T) {
	db := openAt(t, storetest.PostgresDatabase(t))
	if err := db.Backup(t.Context(), t.TempDir()+"/copy.db"); !civic.Is(err, civic.Forbidden) {
		t.Errorf("%v", err)
	}
	if behind, err := db.Guard(t.Context(), t.TempDir()+"/heads", "two", time.Now()); behind || err != nil {
		t.Errorf("%v, %v", behind, err)
	}
}

// The index of a server finds what the file's finds.
func TestIndexOfPostgres(t *testing.T) {
	ctx := t.Context()
	address := storetest.PostgresDatabase(t)
	db := openAt(t, address)
	fill(t, db, 0, 30)
	file := openAt(t, filepath.Join(t.TempDir(), "central.db"))
	fill(t, file, 0, 30)
	for _, query := range []string{
		"", "numero 7", "parchegg", "parcheggi", `"atto numero" 12`, "atto -scuola", "scuola | nulla ", "nulla", `a'b|\\&:*(`,
		`"consiglio comunale"`, "numero 1", "impegnare",
	} {
		q := civic.ActQuery{Text: query, Facets: true, Limit: 5, Kinds: []civic.ActKind{civic.Motion}}
		here, err1 := file.Acts(ctx, q, []string{"acts"}, time.Time{}, "")
		there, err2 := db.Acts(ctx, q, []string{"acts"}, time.Time{}, "")
		if err := errors.Join(err1, err2); err != nil || here.Total != there.Total || fmt.Sprint(here.Facets) != fmt.Sprint(there.Facets) {
			t.Errorf("%q: %d in the file, %d on the server, %v", query, here.Total, there.Total, err)
		}
	}
	if _, err := db.Acts(ctx, civic.ActQuery{Author: "a\x00\xff", Since: "\x00"}, []string{"acts"}, time.Time{}, ""); err != nil {
		t.Error(err)
	}
	storetest.Psql(t, address, `UPDATE meta SET analyser = 0; DELETE FROM found`)
	again := openAt(t, address)
	if res, err := again.Acts(ctx, civic.ActQuery{Text: "numero"}, []string{"acts"}, time.Time{}, ""); err != nil || res.Total != 30 {
		t.Errorf("%d found, %v", res.Total, err)
	}
}

// Whoever leaves a transaction open shows, and so does who waits behind it.
func TestLoadTellsOfOpenTransactions(t *testing.T) {
	ctx := t.Context()
	address := storetest.PostgresDatabase(t)
	db := openAt(t, address)
	write(ctx, t, db, civic.TalkChannel("08"), "something")
	if _, waiting, err := db.Load(ctx); err != nil || waiting != 0 {
		t.Fatal(waiting, err)
	}
	other, err := sqldb.OpenPostgres(ctx, address, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}()
	holds, letGo := make(chan struct{}), make(chan struct{})
	var both sync.WaitGroup
	both.Go(func() {
		err := other.Update(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE channel SET head = head`)
			close(holds)
			<-letGo
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-holds
	both.Go(func() {
		_ = other.Update(ctx, func(tx *sqldb.Tx) error { // Busy, unless it is let go before
			_, err := tx.Exec(ctx, `UPDATE channel SET head = head`)
			return err
		})
	})
	for limit := time.Now().Add(20 * time.Second); ; {
		oldest, waiting, err := db.Load(ctx)
		if err != nil || time.Now().After(limit) {
			t.Fatalf("open for %s, %d wait, %v", oldest, waiting, err)
		}
		if oldest > 0 && waiting > 0 {
			break
		}
	}
	close(letGo)
	both.Wait()
	if _, waiting, err := db.Load(ctx); err != nil || waiting != 0 {
		t.Errorf("%d wait for nobody, %v", waiting, err)
	}
	if _, _, err := openAt(t, filepath.Join(t.TempDir(), "central.db")).Load(ctx); !civic.Is(err, civic.Forbidden) {
		t.Errorf("a file: %v", err)
	}
}
