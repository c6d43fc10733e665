package centraldb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
	"scranno/storage/centraldb"
	"scranno/storage/storetest"
)

// onBoth runs a benchmark in a file and on a server, side by side.
func onBoth(b *testing.B, run func(b *testing.B, place string)) {
	b.Run("file", func(b *testing.B) { run(b, filepath.Join(b.TempDir(), "central.db")) })
	b.Run("server", func(b *testing.B) { run(b, storetest.PostgresDatabase(b)) })
}

// shelf is a central with n acts of about six kilobytes in it.
func shelf(b *testing.B, place string, n int) *centraldb.DB {
	b.Helper()
	db, err := centraldb.Open(b.Context(), place, centraldb.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	fill(b, db, 0, n)
	return db
}

func fill(b testing.TB, db *centraldb.DB, from, to int) {
	b.Helper()
	words := strings.Fields("premesso che il consiglio comunale impegna sindaco giunta parcheggio scuola strada verde acqua energia bilancio tributi")
	err := db.Update(b.Context(), time.Now(), func(l centraldb.Ledger) error {
		for i := from; i < to; i++ {
			var text strings.Builder
			for k := range 800 {
				text.WriteString(words[(i*7+k*k)%len(words)])
				text.WriteByte(' ')
			}
			act := civic.Act{Visibility: civic.Everyone, Published: time.Now(), Content: civic.Content{
				Kind: civic.Motion, Level: civic.Municipal, Body: "demo:908001", Region: "08",
				Subject: fmt.Sprintf("Atto numero %d", i), Date: "2025-03-01",
				Clauses: []civic.Clause{{ID: civic.DerivedID("clause", fmt.Sprint(i)), Section: civic.Intro, Text: text.String()}},
			}}
			if _, err := l.Apply(b.Context(), "", []civic.Effect{{
				Kind: civic.KindAct, ID: civic.DerivedID("act", fmt.Sprint(i)), Channel: "acts/08/2025", Fields: fieldsOf(b, act),
			}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func fieldsOf(b testing.TB, v any) civic.Fields {
	b.Helper()
	raw, err := civic.CanonicalOf(v)
	if err != nil {
		b.Fatal(err)
	}
	f := civic.Fields{}
	if err := json.Unmarshal(raw, &f); err != nil {
		b.Fatal(err)
	}
	return f
}

func BenchmarkWriteActs(b *testing.B) {
	onBoth(b, func(b *testing.B, place string) {
		db := shelf(b, place, 0)
		b.ResetTimer()
		for i := 0; b.Loop(); i++ {
			fill(b, db, i*100, i*100+100)
		}
	})
}

// A commit of one small record: what a push costs at least.
func BenchmarkWriteOne(b *testing.B) {
	onBoth(b, func(b *testing.B, place string) {
		db := shelf(b, place, 0)
		b.ResetTimer()
		for i := 0; b.Loop(); i++ {
			err := db.Update(b.Context(), time.Now(), func(l centraldb.Ledger) error {
				_, err := l.Apply(b.Context(), "", []civic.Effect{{
					Kind: "thing", ID: civic.DerivedID("one", fmt.Sprint(i)), Channel: "talk/08", Fields: civic.Fields{"v": []byte("1")},
				}})
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkFeedThousandActs(b *testing.B) {
	onBoth(b, func(b *testing.B, place string) {
		db := shelf(b, place, 1_000)
		open := func(context.Context, civic.World, civic.Channel) (bool, error) { return true, nil }
		b.ResetTimer()
		for b.Loop() {
			want := civic.Want{Channel: "acts/08/2025", Tail: 0}
			for {
				page, err := db.Feed(b.Context(), time.Now(), civic.FeedQuery{Wants: []civic.Want{want}, MaxBytes: 1 << 20}, open)
				if err != nil {
					b.Fatal(err)
				}
				want.Tail = page.Cursors[0].Tail
				if !page.More {
					break
				}
			}
		}
	})
}

func BenchmarkSearchFiveThousandActs(b *testing.B) {
	onBoth(b, func(b *testing.B, place string) {
		db := shelf(b, place, 5_000)
		b.ResetTimer()
		for b.Loop() {
			q := civic.ActQuery{Text: "atto scuola", Limit: 20}
			if _, err := db.Acts(b.Context(), q, []string{"acts"}, time.Time{}, ""); err != nil {
				b.Fatal(err)
			}
		}
	})
}
