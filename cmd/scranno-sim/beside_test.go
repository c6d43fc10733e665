package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// People are added, 5,000 acts imported and a backup made beside a central that
// serves, while a desk writes: nothing is refused or lost, and the desk sees it
// all without a restart.
func TestCommandsBesideAServingCentral(t *testing.T) {
	imported := 5_000
	if raceDetector {
		imported = 500
	}
	dir, bin := t.TempDir(), programs(t)
	address, err := freeAddress(t.Context())
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	central := &service{bin: bin, data: filepath.Join(dir, "central"), address: address}
	must(central.start(t.Context()))
	defer central.kill()
	desks, err := play{seed: 1, bin: bin, dir: dir}.signIn(t.Context(), central)
	must(err)
	w := desks[0]
	var lines bytes.Buffer
	must(world(t.Context(), streams{out: &lines, err: &lines}, []string{"--acts", fmt.Sprint(imported), "--seed", "7"}))
	file := filepath.Join(dir, "atti.jsonl")
	must(os.WriteFile(file, lines.Bytes(), 0o600))

	var beside sync.WaitGroup
	errs := make([]error, 3)
	beside.Go(func() { errs[0] = central.beside(t.Context(), "import", "acts", file) })
	beside.Go(func() { errs[1] = central.beside(t.Context(), "backup", filepath.Join(dir, "backup.db")) })
	beside.Go(func() {
		for n := range 5 {
			if errs[2] == nil {
				errs[2] = central.beside(t.Context(), "user", "add", "--email", fmt.Sprintf("nuova%d@esempio.it", n), "--name", "Nuova")
			}
		}
	})
	for n := range 10 {
		if err := w.must(t.Context(), fmt.Sprintf("Rispondo: accanto%d", n), nil, "post", w.thread); err != nil {
			t.Error(err)
		}
	}
	beside.Wait()
	for _, err := range errs {
		must(err)
	}
	for _, at := range desks[:2] {
		must(at.must(t.Context(), "", nil, "sync"))
		must(at.must(t.Context(), "", nil, "sync"))
	}
	kept, err := keptOf(lines.String())
	must(err)
	if got := w.total(t); kept == 0 || got < kept {
		t.Errorf("%d acts, and %d were imported into the years that are kept", got, kept)
	}
	must(play{}.sameCounts(t.Context(), desks[:2]))
	for n := range 10 {
		for _, at := range desks[:2] {
			if k, err := at.postsNamed(t.Context(), w.thread, fmt.Sprintf("accanto%d", n)); err != nil || k != 1 {
				t.Errorf("the post %d stands %d times, %v", n, k, err)
			}
		}
	}
	var box struct {
		Commands []struct{ Name, State string }
	}
	must(w.must(t.Context(), "", &box, "outbox", "list"))
	if len(box.Commands) != 0 {
		t.Errorf("left: %+v", box.Commands)
	}
	must(central.stop())
	must(central.beside(t.Context(), "check"))
	if in, err := filesHolding("goroutine ", central.data+".log"); err != nil || len(in) > 0 {
		t.Errorf("the central's log: %s %v", strings.Join(in, " "), err)
	}
}

// keptOf counts the lines of this and the last two years, which a desk keeps.
func keptOf(lines string) (int, error) {
	kept := 0
	for line := range strings.Lines(lines) {
		var act struct{ Date string }
		if err := decode([]byte(line), &act); err != nil {
			return 0, err
		}
		if act.Date >= fmt.Sprint(time.Now().Year()-2) {
			kept++
		}
	}
	return kept, nil
}

func (w *writer) total(t *testing.T) int {
	t.Helper()
	var list struct{ Total int }
	if err := w.must(t.Context(), "", &list, "acts", "--limit", "1"); err != nil {
		t.Fatal(err)
	}
	return list.Total
}
