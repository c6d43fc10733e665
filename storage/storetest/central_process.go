package storetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"scranno/app/central"
	"scranno/app/civic"
)

// pusherEnv tells a test binary that it is a replica which pushes until it is
// killed; its value is "address person device first-number".
const pusherEnv = "SCRANNO_TEST_PUSHER"

// Pushing tells whether this process is such a replica, after having been one.
func Pushing(open OpenAt) bool {
	words := strings.Fields(os.Getenv(pusherEnv))
	if len(words) != 4 {
		return false
	}
	// It ends when it is killed, or by an error that its test sees as silence.
	fmt.Fprintln(os.Stderr, pushOn(context.Background(), open, words, os.Stdout))
	return true
}

func pushOn(ctx context.Context, open OpenAt, words []string, out io.Writer) error {
	store, err := open(ctx, words[0], time.Now)
	if err != nil {
		return err
	}
	service, err := central.New(store, central.Options{})
	if err != nil {
		return err
	}
	who := central.Caller{Person: civic.ID(words[1]), Device: civic.ID(words[2])}
	first, err := strconv.ParseInt(words[3], 10, 64)
	if err != nil {
		return err
	}
	for n := first; ; n++ {
		c, err := numberedCommand(who, n)
		if err != nil {
			return err
		}
		answers, err := service.Push(ctx, who, pushed(c))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, n, answers[0].State); err != nil {
			return err
		}
	}
}

// numberedCommand publishes an act that is the same for the same number.
func numberedCommand(who central.Caller, n int64) (civic.Command, error) {
	id := func(what string) civic.ID {
		one := civic.DerivedID(what, strconv.FormatInt(n, 10))
		return one[:14] + "7" + one[15:]
	}
	args, err := civic.CanonicalOf(civic.PublishArgs{
		ID: id("act"), Visibility: civic.Everyone, Licence: civic.LicenceCCBY, Content: civic.Content{
			Kind: civic.Motion, Level: civic.Municipal, Body: valchiara, Region: "08", Subject: "Pensiline", Date: "2025-03-01",
			Clauses: []civic.Clause{{ID: id("clause"), Section: civic.Operative, Text: "a coprire i parcheggi"}},
		},
	})
	return civic.Command{ID: id("command"), Device: who.Device, N: n, Name: civic.CmdPublish, Args: args}, err
}

// KilledInMidPush has replicas of their own processes push beside each other, ends
// them by SIGKILL while they do, and brings every command again by another: what
// was acknowledged is there with the same place, and nothing is there twice.
func KilledInMidPush(t *testing.T, open OpenCentral, address func(dir string) string) {
	s := newStage(t, open)
	who := s.people().giulia
	program, err := os.Executable()
	s.check(err)
	const rounds, processes, each = 3, 2, 15
	highest := make([]int64, processes)
	acknowledged := map[int64]bool{}
	var mu sync.Mutex
	for range rounds {
		var all sync.WaitGroup
		for k := range processes {
			all.Go(func() {
				first := int64(1+k*1_000_000) + highest[k]
				cmd := exec.Command(program) //nolint:gosec // the tests' own program
				cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %s %s %d", pusherEnv, address(s.dir), who.Person, who.Device, first))
				out, err := cmd.StdoutPipe()
				if err == nil {
					err = cmd.Start()
				}
				if err != nil {
					t.Error(err)
					return
				}
				lines := bufio.NewScanner(out)
				for read := 0; read < each && lines.Scan(); read++ {
					n, state := int64(0), ""
					if _, err := fmt.Sscan(lines.Text(), &n, &state); err != nil || state != string(civic.AnswerReceipt) {
						t.Errorf("%q, %v", lines.Text(), err)
					}
					mu.Lock()
					acknowledged[n] = true
					mu.Unlock()
					highest[k] = n - int64(k*1_000_000)
				}
				_ = cmd.Process.Kill() // in the middle of a push, as a rule
				_ = cmd.Wait()
			})
		}
		all.Wait()
	}
	seqs := map[int64]bool{}
	for n := range acknowledged {
		c, err := numberedCommand(who, n)
		s.check(err)
		s.live(civic.Concerns(c))
		seqs[s.accept(who, c).Effects[0].Seq] = true
	}
	heads, err := s.store.Heads(s.ctx())
	s.check(err)
	h := heads[civic.ActChannel(civic.Everyone, "08", s.now().Year())]
	h2 := heads[civic.ActChannel(civic.Everyone, "08", time.Now().Year())]
	total := h.Count + h2.Count
	if len(acknowledged) != rounds*processes*each || len(seqs) != len(acknowledged) || total < int64(len(seqs)) || total > int64(len(seqs)+rounds*processes) {
		t.Errorf("%d acknowledged, %d numbers, %d acts", len(acknowledged), len(seqs), total)
	}
	s.check(s.store.Check(s.ctx()))
}
