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

func TestMain(m *testing.M) {
	if storetest.Pushing(at) {
		return
	}
	os.Exit(storetest.Main(m))
}

func at(ctx context.Context, address string, now func() time.Time) (storetest.CentralStore, error) {
	return centraldb.Open(ctx, address, centraldb.Options{Now: now})
}

func TestExam(t *testing.T) {
	storetest.Central(t, storetest.InFiles(func(ctx context.Context, dir string, now func() time.Time) (storetest.CentralStore, error) {
		return centraldb.Open(ctx, filepath.Join(dir, "central.db"), centraldb.Options{Now: now})
	}))
}

func TestExamOnPostgres(t *testing.T) {
	storetest.Central(t, storetest.OnPostgres(t, at))
}

// A pooler may give each transaction to another connection of the server.
func TestExamBehindAPooler(t *testing.T) {
	storetest.Central(t, storetest.OnPostgres(t, func(ctx context.Context, address string, now func() time.Time) (storetest.CentralStore, error) {
		return at(ctx, address+"&pooler=transaction", now)
	}))
}

func TestReplicasOnPostgres(t *testing.T) {
	open, address := storetest.DatabaseEach(t, at)
	storetest.Replicas(t, open, address)
}

func TestReplicasKilledInMidPush(t *testing.T) {
	open, address := storetest.DatabaseEach(t, at)
	storetest.KilledInMidPush(t, open, address)
}
