package centraldb

import (
	"path/filepath"
	"strings"
	"testing"

	"scranno/storage/sqldb"
)

// What every pull and every page of a fill asks is looked up, never searched
// for: its cost follows what changed, not what there is.
func TestPullsScanNothing(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "central.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, row := range []struct {
		query string
		args  []any
	}{
		{above, []any{"acts/08/2025", 1, 2, 3}},
		{below, []any{"acts/08/2025", 1, 2, 3}},
		{`SELECT head, count, sum, sealed, horizon FROM channel WHERE id = $1`, []any{"acts/08/2025"}},
		{fewCount, []any{"acts/08/2025", 1, 2, 3}},
		{segmentPage, []any{"acts/08/2025", 1, 2}},
		{segmentBytes, []any{"acts/08/2025", 2, 1, "a"}},
		{segmentCount, []any{"acts/08/2025", 2, 1, "a"}},
		{markSegment, []any{"acts/08/2025", 2}},
		{oldRemovals, []any{1, 2}},
		{staleSegments, nil},
	} {
		var plan []string
		var detail string
		var skip [3]int
		err := db.sql.View(t.Context(), func(tx *sqldb.Tx) error {
			return tx.Each(t.Context(), "EXPLAIN QUERY PLAN "+row.query, row.args, []any{&skip[0], &skip[1], &skip[2], &detail}, func() error {
				plan = append(plan, detail)
				return nil
			})
		})
		if err != nil || len(plan) == 0 {
			t.Fatalf("%s: %v", row.query, err)
		}
		for _, step := range plan {
			scan := strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "INDEX segment_stale") &&
				!strings.Contains(step, "few") && !strings.Contains(step, "subquery")
			if scan || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s\nis answered by %v", row.query, plan)
			}
		}
	}
}
