package houserules_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"scranno/app/houserules"
)

// root is the repository seen from this folder.
const root = "../.."

func TestTheHouseKeepsItsRules(t *testing.T) {
	tree, err := houserules.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range houserules.Check(houserules.House(), tree) {
		t.Error(v)
	}
}

func TestThePlanHasNoCircle(t *testing.T) {
	floors, err := houserules.Floors(houserules.House())
	if err != nil {
		t.Fatal(err)
	}
	if floors["app/civic"] != 0 {
		t.Errorf("civic stands on floor %d, it belongs on the ground", floors["app/civic"])
	}
	if top := floors["cmd/scranno-sim"]; top > 8 {
		t.Errorf("the house has %d floors, nine are the most", top+1)
	}
}

func TestEveryExceptionSaysWhyAndIsNeeded(t *testing.T) {
	tree, err := houserules.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	plan := houserules.House()
	exceptions := plan.Exceptions
	plan.Exceptions = nil
	found := houserules.Check(plan, tree)
	for _, e := range exceptions {
		if e.Reason == "" {
			t.Errorf("the exception of %s from %s has no reason", e.Where, e.Rule)
		}
		needed := false
		for _, v := range found {
			needed = needed || v.Rule == e.Rule && v.Where == e.Where
		}
		if !needed {
			t.Errorf("the exception of %s from %s is not needed any more", e.Where, e.Rule)
		}
	}
}

// The C library under modernc's SQLite must be the one it was made with.
func TestLibcIsTheOneThatSQLiteNames(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-m", "-json", "modernc.org/sqlite")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var module struct{ GoMod string }
	if err := json.Unmarshal(out, &module); err != nil {
		t.Fatal(err)
	}
	versions := map[string]string{}
	for _, name := range []string{module.GoMod, filepath.Join(root, "go.mod")} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if versions[name], err = houserules.Required(data, "modernc.org/libc"); err != nil {
			t.Fatal(err)
		}
	}
	if theirs, ours := versions[module.GoMod], versions[filepath.Join(root, "go.mod")]; theirs != ours {
		t.Errorf("go.mod has modernc.org/libc %s, its SQLite was made with %s", ours, theirs)
	}
}
