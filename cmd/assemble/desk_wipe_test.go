package assemble_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"scranno/app/civic"
	"scranno/cmd/assemble"
)

// still gives the files under a folder that hold one of the words.
func still(t *testing.T, folder string, words ...string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Type()&fs.ModeSocket != 0 {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(raw, []byte(w)) {
				found = append(found, filepath.Base(path)+": "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func leave(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("Fontanelle"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRemovingTheDataLeavesNothingUnnamed(t *testing.T) {
	p := serving(t)
	around := t.TempDir()
	home := filepath.Join(around, "profilo")
	set, err := assemble.OpenDesk(t.Context(), assemble.DeskOptions{Home: home, NoKeychain: true, Now: p.now})
	if err != nil {
		t.Fatal(err)
	}
	d := set.Desk
	ctx := t.Context()
	if _, err := d.Connect(ctx, p.url, civic.SignInHow{Email: "giulia@esempio.it", Password: testPassword}); err != nil {
		t.Fatal(err)
	}
	a := &at{DeskSet: set, t: t}
	a.sync()
	a.publish("Fontanelle", civic.Everyone, a.write("pianta.pdf", []byte("%PDF-1.4 pianta")))
	if _, err := d.NewDraft(ctx, civic.Content{Kind: civic.Motion, Subject: "Mai pubblicata"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ChangeSettings(ctx, func(s *civic.Settings) error { s.Theme = "dark"; return nil }); err != nil {
		t.Fatal(err)
	}
	lost, err := d.Parting(ctx)
	if err != nil || lost.Drafts != 1 || lost.Waiting != 1 || lost.None() {
		t.Errorf("what would be lost: %+v %v", lost, err)
	}
	if _, err := assemble.Wipe(ctx, assemble.WipeOptions{Home: home, NoKeychain: true}); !civic.Is(err, civic.Busy) {
		t.Fatalf("a profile in use was removed: %v", err)
	}
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	write := func(path string) { leave(t, path) }
	exports := filepath.Join(around, "Documenti", "Scranno")
	write(filepath.Join(home, "scranno.db.damaged-20261123-090000.000"))
	write(filepath.Join(home, ".journal-123"))
	write(filepath.Join(home, "tokens.json.456"))
	write(filepath.Join(home, "window.sock.99"))
	write(filepath.Join(home, "exports", "atto.pdf"))
	write(filepath.Join(exports, "atto.pdf"))
	write(filepath.Join(around, "Documenti", "altrove.pdf"))
	mine := filepath.Join(home, "le mie note.txt")
	write(mine)

	w, err := assemble.Wipe(ctx, assemble.WipeOptions{Home: home, NoKeychain: true, Also: []string{exports}})
	if err != nil || w.Keychain || !slices.Equal(w.Left, []string{mine}) {
		t.Fatalf("%+v %v", w, err)
	}
	var left []string
	if err := filepath.WalkDir(around, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			left = append(left, path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.Join(around, "Documenti", "altrove.pdf"), mine}; !slices.Equal(left, want) {
		t.Errorf("left %v", left)
	}
	if err := os.Remove(mine); err != nil {
		t.Fatal(err)
	}
	if w, err = assemble.Wipe(ctx, assemble.WipeOptions{Home: home, NoKeychain: true}); err != nil || len(w.Left) != 0 {
		t.Errorf("%+v %v", w, err)
	}
	if _, err := os.Stat(home); !os.IsNotExist(err) {
		t.Errorf("the empty folder is still there: %v", err)
	}
	// What is gone is gone: the same folder is a profile of nobody.
	if _, err := assemble.Wipe(ctx, assemble.WipeOptions{Home: home, NoKeychain: true}); err != nil {
		t.Errorf("removing it again: %v", err)
	}
}

// Another person who signs in on a profile is refused, and leaves nothing of
// theirs beside it; their own profile holds nothing of the first one's.
func TestOnePersonsDataNeverStandsUnderAnother(t *testing.T) {
	p := serving(t)
	giulia := p.desk("giulia")
	if _, err := giulia.Desk.NewDraft(t.Context(), civic.Content{Kind: civic.Motion, Subject: "Zibellino segreto"}); err != nil {
		t.Fatal(err)
	}
	giulia.publish("Quarzoide mai spedito", civic.Councillors)
	how := civic.SignInHow{Email: "marco@esempio.it", Password: testPassword}
	if _, err := giulia.Desk.Connect(t.Context(), p.url, how); !civic.Is(err, civic.Conflict) {
		t.Fatalf("another one came in: %v", err)
	}
	marco := p.desk("marco")
	if found := still(t, giulia.Home, "marco@esempio.it"); len(found) != 0 {
		t.Errorf("under giulia: %v", found)
	}
	if found := still(t, marco.Home, "Zibellino", "Quarzoide", "giulia@esempio.it"); len(found) != 0 {
		t.Errorf("under marco: %v", found)
	}
	if _, err := giulia.Desk.Connect(t.Context(), p.url, civic.SignInHow{Email: "giulia@esempio.it", Password: testPassword}); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	if len(p.ofAuthor(p.people["marco"])) != 0 {
		t.Error("what one wrote went out under the other's name")
	}
}

// ofAuthor lists the acts that someone published, as the central has them.
func (p *place) ofAuthor(person civic.ID) []civic.ActHit {
	p.t.Helper()
	r, err := p.Service.Search(context.Background(), callerOf(p.people["giulia"]), civic.ActQuery{Author: person, Limit: 10})
	if err != nil {
		p.t.Fatal(err)
	}
	return r.Hits
}

// What is found at the central is read here, stays without a line, and goes
// with the right to it.
func TestAFoundActIsKept(t *testing.T) {
	p := serving(t)
	giulia, marco := p.desk("giulia"), p.desk("marco")
	if err := marco.Desk.Keep(t.Context(), []civic.Region{"12"}, 1); err != nil {
		t.Fatal(err)
	}
	act := giulia.publish("Funivia del quarzoide", civic.Councillors)
	giulia.settle()
	marco.sync()
	if _, err := marco.Desk.Act(t.Context(), act); !civic.Is(err, civic.NotFound) {
		t.Fatalf("it is kept already: %v", err)
	}
	r, err := marco.Desk.SearchCentral(t.Context(), civic.ActQuery{Text: "funivia"})
	if err != nil || len(r.Hits) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	v, err := marco.Desk.FetchAct(t.Context(), r.Hits[0].ID)
	if err != nil || v.Act.Subject != "Funivia del quarzoide" {
		t.Fatalf("%+v %v", v, err)
	}
	if r, err := marco.Desk.Acts(t.Context(), civic.ActQuery{Text: "funivia"}); err != nil || r.Total != 1 {
		t.Errorf("not found here: %+v %v", r, err)
	}
	if _, err := giulia.Desk.WithdrawAct(t.Context(), act); err != nil {
		t.Fatal(err)
	}
	giulia.settle()
	marco.sync()
	marco.sync()
	if _, err := marco.Desk.Act(t.Context(), act); !civic.Is(err, civic.NotFound) {
		t.Errorf("withdrawn and still here: %v", err)
	}
	if found := still(t, marco.Home, "quarzoide"); len(found) != 0 {
		t.Errorf("its words are still here: %v", found)
	}
}
