package centraldb_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"scranno/storage/centraldb"
	"scranno/storage/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestExam(t *testing.T) {
	storetest.Central(t, storetest.InFiles(func(ctx context.Context, dir string, now func() time.Time) (storetest.CentralStore, error) {
		return centraldb.Open(ctx, filepath.Join(dir, "central.db"), centraldb.Options{Now: now})
	}))
}

func TestExamOnPostgres(t *testing.T) {
	storetest.Central(t, storetest.OnPostgres(t, func(ctx context.Context, address string, now func() time.Time) (storetest.CentralStore, error) {
		return centraldb.Open(ctx, address, centraldb.Options{Now: now})
	}))
}

func TestReplicasOnPostgres(t *testing.T) {
	open, address := storetest.DatabaseEach(t, func(ctx context.Context, address string, now func() time.Time) (storetest.CentralStore, error) {
		return centraldb.Open(ctx, address, centraldb.Options{Now: now})
	})
	storetest.Replicas(t, open, address)
}
