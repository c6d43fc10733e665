package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"scranno/sync/faultlink"
)

// play is the kill play: two people at two desks write acts and posts, and a
// moderator takes words out of some, while their terminals and the central are
// killed at moments drawn from the seed, the line breaks, and the central is put
// back from backups. Like careful people they look before they do something
// again. They may make a group and write in its drafts apart. Afterwards all heals,
// and each act and each post must stand exactly once on every desk, what was taken
// out must be in no file, a group's texts must be one, and the central's files
// must have no word of those that nobody published.
type play struct {
	seed  uint64
	bin   string // folder of the programs
	dir   string // for data and homes
	lasts time.Duration

	clocks bool // the programs have clocks of their own, which jump
	group  bool // the people make a group
}

type report struct {
	Acts, Posts, DeskKills, CentralKills, Restores, Taken, Broken, Jumps, Sleeps int
	Typed, Kept                                                                  int // sentences in a group's drafts, and its drafts that nobody published
}

func (r report) String() string {
	return fmt.Sprintf("%d acts and %d posts, each once, through %d kills of desks and %d of the central, %d restores, %d broken lines, %d sleeps and %d jumps of clocks; the words of %d acts are nowhere; in a group %d sentences, none lost, and %d drafts that the central cannot read",
		r.Acts, r.Posts, r.DeskKills, r.CentralKills, r.Restores, r.Broken, r.Sleeps, r.Jumps, r.Taken, r.Typed, r.Kept)
}

// The demo world's two councillors of different towns, and its moderator.
func people() []string {
	return []string{"giulia.conti@esempio.it", "marco.ferri@esempio.it", "anna.villa@esempio.it"}
}

func (p play) run(ctx context.Context) (r report, err error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return r, err
	}
	box, err := faultlink.Listen(ctx, "127.0.0.1:0", address, p.seed)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	central := &service{
		bin: p.bin, data: filepath.Join(p.dir, "central"), address: address, public: "http://" + box.Address(), clock: p.clock("central"),
	}
	if err := central.start(ctx); err != nil {
		return r, err
	}
	defer central.kill()
	desks, err := p.signIn(ctx, central)
	if err != nil {
		return r, err
	}
	box.Break()
	fate := &fate{play: p, central: central, rng: rand.New(rand.NewPCG(p.seed, 99))} //nolint:gosec // drawn to be repeated
	restored := func() bool { return fate.restores.Load() > 0 }
	desks[len(desks)-1].put = restored
	p.gather(desks, restored)
	if p.clocks {
		fate.clocks = []clock{central.clock}
		for _, w := range desks {
			fate.clocks = append(fate.clocks, w.clock)
		}
	}
	if err := p.act(ctx, fate, desks); err != nil {
		return r, err
	}
	r.Broken = box.Broken()
	box.Heal()
	for _, w := range desks {
		r.Acts, r.Posts, r.DeskKills = r.Acts+len(w.acts), r.Posts+len(w.posts), r.DeskKills+w.kills
	}
	r.CentralKills, r.Restores, r.Jumps, r.Sleeps = central.kills, int(fate.restores.Load()), fate.jumps, fate.sleeps
	if err := p.heal(ctx, desks); err != nil {
		return r, err
	}
	if err := p.judge(ctx, desks); err != nil {
		return r, err
	}
	if r.Typed, r.Kept, err = p.judgeCircle(ctx, desks); err != nil {
		return r, err
	}
	if err := central.stop(); err != nil {
		return r, err
	}
	if r.Taken, err = p.judgeTaken(ctx, desks); err != nil {
		return r, err
	}
	return r, central.beside(ctx, "check")
}

// clock gives the clock of the program that keeps its data there.
func (p play) clock(of string) clock {
	if !p.clocks {
		return clock{}
	}
	return clock{path: filepath.Join(p.dir, of+".clock")}
}

func (p play) signIn(ctx context.Context, central *service) ([]*writer, error) {
	var out []*writer
	for i, email := range people() {
		w := &writer{
			terminal: terminal{bin: p.bin, home: filepath.Join(p.dir, fmt.Sprint("home", i+1)), clock: p.clock(fmt.Sprint("home", i+1))},
			name:     fmt.Sprintf("s%dd%d", p.seed, i+1),
			rng:      rand.New(rand.NewPCG(p.seed, uint64(i+1))), //nolint:gosec // drawn to be repeated
		}
		word := central.accounts[email] + "\n"
		connect := func(ctx context.Context) (ended, error) {
			return w.run(ctx, 0, word, "connect", central.outside(), "--user", email, "--password-stdin")
		}
		if e, err := connect(ctx); err != nil || e.code != 0 {
			return nil, errors.Join(err, fmt.Errorf("%s cannot sign in: %s", w.name, e.errs))
		}
		// On a broken line this may fail; whoever needs it comes back to it.
		w.enter = func(ctx context.Context) error {
			_, err := connect(ctx)
			return err
		}
		if err := w.must(ctx, "", nil, "sync"); err != nil {
			return nil, err
		}
		if err := w.findThread(ctx); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// act lets everyone do their work, and fate its own, until the time is over.
func (p play) act(ctx context.Context, f *fate, desks []*writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := time.Now().Add(p.lasts)
	errs := make([]error, len(desks)+1)
	var wg, killing sync.WaitGroup
	for i, w := range desks {
		does := w.write
		if i == len(desks)-1 {
			does = func(ctx context.Context, n int) error {
				if p.group && w.rng.IntN(3) == 0 {
					return w.gather(ctx, n)
				}
				return w.moderate(ctx, p.seed)
			}
		}
		wg.Go(func() {
			for n := 0; errs[i] == nil && ctx.Err() == nil && time.Now().Before(over); n++ {
				if errs[i] = does(ctx, n); errs[i] != nil {
					cancel()
				}
			}
		})
	}
	stop := make(chan struct{})
	killing.Go(func() {
		if errs[len(desks)] = f.strike(ctx, stop); errs[len(desks)] != nil {
			cancel()
		}
	})
	wg.Wait()
	close(stop)
	killing.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return ctx.Err()
}

// heal has all desks sync in turn until nothing waits: what one brings back may
// stand on what another has still to bring. It goes on for some rounds, as a
// group's keys and texts go to and fro.
func (p play) heal(ctx context.Context, desks []*writer) error {
	const least, most = 4, 14
	for round := 0; ; round++ {
		var waits []string
		for _, w := range desks {
			box, err := w.healed(ctx, round)
			if err != nil {
				return err
			}
			for _, c := range box {
				waits = append(waits, fmt.Sprintf("%s: %+v", w.name, c))
			}
		}
		if len(waits) == 0 && round >= least {
			return nil
		}
		if round == most {
			return fmt.Errorf("the queues do not drain: %v", waits)
		}
	}
}

// errand is a command in the outbox of a desk.
type errand struct{ ID, Name, State, Reason string }

// healed syncs a desk, and tries again what came before the thing that it
// concerns was back. It gives what is still in its outbox.
func (w *writer) healed(ctx context.Context, round int) ([]errand, error) {
	err := w.must(ctx, "", nil, "sync")
	if err != nil && w.signedOut(ctx) { // the central knows of no such session: it was put back to before
		if err := w.enter(ctx); err != nil {
			return nil, err
		}
		err = w.must(ctx, "", nil, "sync")
	}
	if err != nil {
		return nil, err
	}
	var box struct{ Commands []errand }
	if err := w.must(ctx, "", &box, "outbox", "list"); err != nil {
		return nil, err
	}
	for _, c := range box.Commands {
		mends := w.put != nil && w.put() || strings.HasPrefix(c.Name, "group.") && w.restored()
		if c.State != "refused" || !mends {
			continue
		}
		what := "retry"
		if round > 5 { // asked again and again, it was done by the first: judgeTaken looks
			what = "cancel"
		}
		if err := w.bear(ctx, false, "", "outbox", what, c.ID); err != nil {
			return nil, err
		}
	}
	return box.Commands, nil
}

// collaboratorEnd is how the name of the desk ends whose person only prepares.
const collaboratorEnd = "d3"

// gather makes the desks of the play a group in the making.
func (p play) gather(desks []*writer, restored func() bool) {
	circle := &gathering{codes: map[string]string{}, lacks: map[string]bool{}}
	for i, w := range desks {
		w.circle, w.restored = circle, restored
		if p.group {
			w.group, w.host, w.gave = p.groupName(), i == 0, map[string]bool{}
		}
	}
}

// judge looks at all desks: everything that was written is there, once.
func (p play) judge(ctx context.Context, desks []*writer) error {
	for _, at := range desks {
		for _, by := range desks {
			for _, marker := range by.acts {
				n, err := at.actsNamed(ctx, marker)
				if err != nil {
					return err
				}
				if n == 0 && p.clocks {
					if kept, err := at.keepsYearOf(ctx, by, marker); err != nil {
						return err
					} else if !kept {
						continue
					}
				}
				if n != 1 {
					return fmt.Errorf("on %s the act %s stands %d times", at.name, marker, n)
				}
			}
			for _, marker := range by.posts {
				n, err := at.postsNamed(ctx, by.thread, marker)
				if err != nil {
					return err
				}
				if n != 1 {
					return fmt.Errorf("on %s the post %s stands %d times", at.name, marker, n)
				}
			}
		}
		if err := at.sound(ctx); err != nil {
			return err
		}
	}
	return p.sameCounts(ctx, desks)
}

// keepsYearOf tells whether a desk keeps the acts of the year in which, by the
// central's wrong clock, another one's was published.
func (w *writer) keepsYearOf(ctx context.Context, by *writer, marker string) (bool, error) {
	var list struct{ Acts []struct{ Date string } }
	if err := by.must(ctx, "", &list, "acts", marker); err != nil {
		return false, err
	}
	var st struct{ Channels []struct{ ID string } }
	if err := w.must(ctx, "", &st, "status"); err != nil || len(list.Acts) == 0 {
		return true, err
	}
	year, _, _ := strings.Cut(list.Acts[0].Date, "-")
	for _, c := range st.Channels {
		if strings.HasPrefix(c.ID, "acts/") && strings.HasSuffix(c.ID, "/"+year) {
			return true, nil
		}
	}
	return false, nil
}

// judgeTaken looks for the words that the moderator took out, byte by byte; the
// programs have ended.
func (p play) judgeTaken(ctx context.Context, desks []*writer) (int, error) {
	anna := desks[len(desks)-1]
	for _, marker := range anna.taken {
		for _, at := range desks {
			text, err := at.textOf(ctx, marker)
			if err != nil {
				return 0, err
			}
			if strings.Contains(text, wordOf(marker)) {
				return 0, fmt.Errorf("on %s the words of %s still stand", at.name, marker)
			}
		}
		in, err := filesHolding(wordOf(marker), filepath.Join(p.dir, "central"), desks[0].home, desks[1].home, anna.home)
		if err != nil {
			return 0, err
		}
		if len(in) > 0 {
			return 0, fmt.Errorf("the words of %s are still in %v", marker, in)
		}
	}
	return len(anna.taken), nil
}

// sameCounts compares what the desks hold of the channels that all may read.
func (p play) sameCounts(ctx context.Context, desks []*writer) error {
	var first map[string]int64
	for _, w := range desks {
		var st struct {
			Channels []struct {
				ID       string
				Count    int64
				Complete bool
			}
		}
		if err := w.must(ctx, "", &st, "status"); err != nil {
			return err
		}
		counts := map[string]int64{}
		for _, c := range st.Channels {
			if family, _, _ := strings.Cut(c.ID, "/"); family == "acts" || family == "talk" || family == "public" {
				counts[c.ID] = c.Count
			}
			if !c.Complete {
				return fmt.Errorf("on %s the channel %s is not complete", w.name, c.ID)
			}
		}
		if first == nil {
			first = counts
		}
		for id, n := range counts {
			if _, kept := first[id]; first[id] != n && (kept || !p.clocks) { // by wrong clocks not all keep the same years
				return fmt.Errorf("%s holds %d of %s, the first desk %d", w.name, n, id, first[id])
			}
		}
	}
	return nil
}

func decode(data []byte, v any) error {
	if v == nil {
		return nil
	}
	return json.Unmarshal(data, v)
}
