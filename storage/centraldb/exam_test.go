package centraldb_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"scranno/storage/centraldb"
	"scranno/storage/storetest"
)

func TestExam(t *testing.T) {
	storetest.Central(t, func(ctx context.Context, dir string, now func() time.Time) (storetest.CentralStore, error) {
		return centraldb.Open(ctx, filepath.Join(dir, "central.db"), centraldb.Options{Now: now})
	})
}
