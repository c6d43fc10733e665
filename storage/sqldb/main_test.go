package sqldb_test

import (
	"os"
	"testing"

	"scranno/storage/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
