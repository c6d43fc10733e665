package assemble

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"scranno/app/civic"
	"scranno/storage/deskdb"
)

// A profile that a newer program wrote is refused in words, also by programs
// that would read a folder which cannot be written, and is left as it was.
func TestAProfileOfANewerProgramIsRefused(t *testing.T) {
	home := t.TempDir()
	set, err := OpenDesk(t.Context(), DeskOptions{Home: home, NoKeychain: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(home, deskdb.FileName)
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		set, err := OpenDesk(t.Context(), DeskOptions{Home: home, NoKeychain: true, ReadOnlyOK: readOnly})
		if !civic.Is(err, civic.TooOld) {
			t.Errorf("reading allowed %v: %v", readOnly, err)
		}
		if err == nil {
			_ = set.Close()
		}
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the profile was changed (%v)", err)
	}
}
