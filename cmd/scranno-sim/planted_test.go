//go:build planted

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"scranno/app/civic"
)

// catcher is a layer of tests that should fail under a planted bug.
type catcher struct {
	room string // of the module, where the test is
	run  string // as for go test -run
}

// catchers says for each bug who catches it, each of them by itself. A bug that is
// built into no line of code, or a test that passes with it, fails here.
func catchers() map[civic.Bug][]catcher {
	return map[civic.Bug][]catcher{
		civic.BugNaiveReader:    {{"storage/centraldb", "TestANaiveReaderLosesLateCommits"}},
		civic.BugLaterEdit:      {{"storage/deskdb", "TestAReceiptLeavesTheLaterEditWaiting"}},
		civic.BugCursorFirst:    {{"storage/deskdb", "TestPowerCut"}},
		civic.BugLooseReceipt:   {{"storage/centraldb", "TestExam$/(PushIsOnce|GroupsThatFail|GivenUp|OutagesAreNoCrashes)"}},
		civic.BugDropOn401:      {{"sync/client", "."}},
		civic.BugPoison:         {{"storage/centraldb", "TestExam$/PoisonDoesNotJam"}},
		civic.BugClientClock:    {{"app/civic", "."}, {"storage/centraldb", "TestExam$/RefusalsHaveReasons"}},
		civic.BugEpochIgnored:   {{"sync/client", "."}, {"cmd/scranno-sim", "^TestRestoredCentral$"}},
		civic.BugPartAttachment: {{"storage/blobs", "."}},
		civic.BugEvictUnsent:    {{"storage/deskdb", "Lost|Stranded|Unsent|Permission|Leaving"}},
		civic.BugMissedEvent:    {{"cmd/scranno-sim", "^TestWhatMoved"}},
		civic.BugBatchKey:       {{"storage/centraldb", "TestExam$/(PushIsOnce|CloneIsTold)"}, {"cmd/scranno-sim", "^TestCopiedProfile$"}},
		civic.BugStrictRotation: {{"sync/issuer", "."}},
		civic.BugRemoveAnywhere: {{"storage/deskdb", "TestARemovalIsOfItsChannelAlone"}},
		civic.BugHeadsStay:      {{"storage/centraldb", "TestNoNumberIsGivenTwice"}, {"storage/centraldb", "TestExam$/RestoreAndAgain"}},
		civic.BugLowNumberClone: {{"storage/centraldb", "TestExam$/(PushIsOnce|CloneIsTold|AfterIsKept|NumbersAreOnesOwn)"}},
		civic.BugLossGuessed:    {{"sync/client", "."}},
		civic.BugEncodedAnew:    {{"storage/deskdb", "TestBodiesAreSummedAsTheyCame"}},
		civic.BugShownTwice:     {{"storage/deskdb", "^TestActTravelsThereAndBack$"}},
		civic.BugCutPageApplied: {{"sync/wire", "."}},
	}
}

// budget is how long a test may look for one bug.
const budget = 2 * time.Minute

func TestPlantedBugsAreCaught(t *testing.T) {
	dir := t.TempDir()
	all, sound := catchers(), map[catcher]bool{}
	var table strings.Builder
	table.WriteString("\nbug                 caught by\n")
	for _, bug := range civic.Bugs() {
		var by []string
		for _, c := range all[bug] {
			if len(by) > 0 && testing.Short() {
				break
			}
			name, err := caught(t, dir, bug, c, sound)
			if err != nil {
				t.Fatal(err)
			}
			if name == "" {
				name = "NOTHING"
				t.Errorf("%s %s does not catch %s", c.room, c.run, bug)
			}
			by = append(by, c.room+": "+name)
		}
		if len(by) == 0 {
			t.Errorf("nobody is to catch %s", bug)
		}
		table.WriteString(pad(string(bug), 20) + strings.Join(by, "; ") + "\n")
	}
	t.Log(table.String())
}

func pad(s string, to int) string { return s + strings.Repeat(" ", max(1, to-len(s))) }

// caught runs the catcher's tests in a build with the bugs, first with none
// planted, so that a test which fails anyway catches nothing, and gives the name
// of the first test that fails with it; empty when all pass.
func caught(t *testing.T, dir string, bug civic.Bug, c catcher, sound map[catcher]bool) (string, error) {
	t.Helper()
	program := filepath.Join(dir, strings.ReplaceAll(c.room, "/", "-")+".test")
	if _, err := os.Stat(program); errors.Is(err, os.ErrNotExist) {
		out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-tags", "planted", "-o", program, "scranno/"+c.room).CombinedOutput()
		if err != nil {
			t.Logf("%s", out)
			return "", err
		}
	}
	if !sound[c] {
		if name, err := firstFailure(t, program, "", c); err != nil || name != "" {
			return "", errors.Join(err, errors.New(c.room+" "+c.run+" fails with nothing planted: "+name))
		}
		sound[c] = true
	}
	return firstFailure(t, program, bug, c)
}

func firstFailure(t *testing.T, program string, bug civic.Bug, c catcher) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), budget)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-test.run", c.run, "-test.failfast", "-test.timeout", budget.String())
	cmd.Dir = filepath.Join("..", "..", filepath.FromSlash(c.room))
	cmd.Env = append(os.Environ(), "SCRANNO_PLANTED="+string(bug))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return "", nil
	case !errors.As(err, &exit):
		return "", err
	}
	for line := range strings.Lines(out.String()) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "--- FAIL: "); ok {
			name, _, _ = strings.Cut(name, " ")
			return name, nil
		}
	}
	if strings.Contains(out.String(), "panic: test timed out") || strings.Contains(out.String(), "panic:") {
		return "(panic)", nil
	}
	return "", errors.New(c.room + ": " + out.String())
}
