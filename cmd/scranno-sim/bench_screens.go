package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"scranno/app/civic"
	"scranno/app/council"
	"scranno/cmd/assemble"
)

const (
	screenRuns = 9
	// aGlance is how long a screen may take among as many acts as there may be.
	aGlance = "≤ 100 ms"
	// facetsReach is what counts, terms and what was approved elsewhere are held to.
	facetsReach = "≤ 60 ms"
)

// screen is what one screen asks, as it asks it.
type screen struct {
	name  string
	limit string
	ask   func(ctx context.Context) error
}

// screens measures what each screen that looks through the library asks, in
// libraries of different sizes: the ratio is what it grew by.
func (b *bencher) screens(ctx context.Context) error {
	first := map[string]float64{}
	for _, n := range b.records {
		if err := b.screensAt(ctx, n, first); err != nil {
			return err
		}
	}
	return nil
}

func (b *bencher) screensAt(ctx context.Context, n int, first map[string]float64) (err error) {
	home := b.path("screens-" + strconv.Itoa(n))
	shelf, err := fillScreens(ctx, home, n)
	if err != nil {
		return err
	}
	set, err := assemble.OpenDesk(ctx, assemble.DeskOptions{Home: home, NoKeychain: true, Log: slog.New(slog.DiscardHandler), Now: shelf.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	if err := shelf.add(ctx, set); err != nil {
		return err
	}
	for _, x := range append(listScreens(set), shelf.otherScreens(set)...) {
		wall, cpu, err := timeScreen(ctx, x)
		if err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
		m := measure{what: fmt.Sprintf("%s, of %d acts", x.name, n), ours: ms(wall) + ", CPU " + ms(cpu), limit: x.limit}
		if was, known := first[x.name]; known {
			m.floor, m.ratio = ms(was), cpu/was
		} else {
			first[x.name] = cpu
		}
		b.add(m)
	}
	return nil
}

// timeScreen gives the median time and processor's time, in milliseconds, after
// one that warms.
func timeScreen(ctx context.Context, x screen) (wall, cpu float64, err error) {
	var walls, cpus []float64
	for i := range screenRuns + 1 {
		start, before := time.Now(), ownCPU()
		if err := x.ask(ctx); err != nil {
			return 0, 0, err
		}
		if i > 0 {
			walls = append(walls, float64(time.Since(start).Microseconds())/1000)
			cpus = append(cpus, (ownCPU()-before)*1000)
		}
	}
	return median(walls), median(cpus), nil
}

var errNothingFound = errors.New("the screen shows nothing")

// listScreens are the lists of acts, each filter and order of them.
func listScreens(set *assemble.DeskSet) []screen {
	all := func(q civic.ActQuery) func(context.Context) error {
		return func(ctx context.Context) error {
			found, err := set.Desk.Acts(ctx, q)
			if err == nil && found.Total == 0 {
				err = errNothingFound
			}
			return err
		}
	}
	q := func(change func(q *civic.ActQuery)) func(context.Context) error {
		x := civic.ActQuery{}
		change(&x)
		return all(x)
	}
	const bologna = civic.BodyCode("istat:037006")
	return []screen{
		{"Atti, newest", aGlance, all(civic.ActQuery{})},
		{"Atti, the thousandth row", aGlance, q(func(q *civic.ActQuery) { q.Offset = 1_000 })},
		{"Atti, the last rows", "", q(func(q *civic.ActQuery) { q.Offset = 4_900 })},
		{"Atti, counts of all facets", facetsReach, q(func(q *civic.ActQuery) { q.Facets = true })},
		{"Atti, counts with two choices", facetsReach, q(func(q *civic.ActQuery) {
			q.Facets, q.Kinds, q.Outcomes = true, []civic.ActKind{civic.Motion}, []civic.Outcome{civic.Approved}
		})},
		{"Atti, counts with a word", aGlance, q(func(q *civic.ActQuery) { q.Facets, q.Text = true, "scuola" })},
		{"Atti, of a kind", aGlance, q(func(q *civic.ActQuery) { q.Kinds = []civic.ActKind{civic.Question} })},
		{"Atti, of a region", aGlance, q(func(q *civic.ActQuery) { q.Regions = []civic.Region{"08"} })},
		{"Atti, of a council", aGlance, q(func(q *civic.ActQuery) { q.Bodies = []civic.BodyCode{bologna} })},
		{"Atti, of a theme", aGlance, q(func(q *civic.ActQuery) { q.Themes = civic.Themes()[:2] })},
		{"Atti, of an outcome", aGlance, q(func(q *civic.ActQuery) { q.Outcomes = []civic.Outcome{civic.Rejected} })},
		{"Atti, of a year", aGlance, q(func(q *civic.ActQuery) { q.Since, q.Until = "2023-01-01", "2023-12-31" })},
		{"Atti, of a year and a theme", aGlance, q(func(q *civic.ActQuery) {
			q.Since, q.Until, q.Themes = "2023-01-01", "2023-12-31", civic.Themes()[1:2]
		})},
		{"Atti, by a person", aGlance, q(func(q *civic.ActQuery) { q.Author = screenMe })},
		{"Atti, most useful", aGlance, q(func(q *civic.ActQuery) { q.Useful = true })},
		{"Atti, most reused", aGlance, q(func(q *civic.ActQuery) { q.Reused = true })},
		{"Atti, reused elsewhere", aGlance, q(func(q *civic.ActQuery) { q.Uses, q.Reused = []civic.Use{civic.UseReused}, true })},
		{"Atti, approved elsewhere", facetsReach, q(func(q *civic.ActQuery) { q.Uses, q.Reused = []civic.Use{civic.UsePassed}, true })},
		{"Atti, decided", aGlance, q(func(q *civic.ActQuery) { q.Uses = []civic.Use{civic.UseDecided} })},
		{"search, two words", aGlance, q(func(q *civic.ActQuery) { q.Text = "mensa scuola" })},
		{"search, a word and a region", aGlance, q(func(q *civic.ActQuery) { q.Text, q.Regions = "scuola", []civic.Region{"08"} })},
		{"search, newest with a word", aGlance, q(func(q *civic.ActQuery) { q.Text, q.Newest = "scuola", true })},
		{"search, the acts that cite an article", aGlance, q(func(q *civic.ActQuery) { q.Text = "art. 42 d.lgs. 267/2000" })},
		{"palette, while typing", aGlance, func(ctx context.Context) error {
			if _, err := set.Desk.DraftLines(ctx); err != nil {
				return err
			}
			_, err := set.Desk.Acts(ctx, civic.ActQuery{Text: "scuol", Limit: 8})
			return err
		}},
		{"search, words that begin with two letters", aGlance, func(ctx context.Context) error { _, err := set.Desk.Suggest(ctx, "co"); return err }},
		{"search, words that begin with five letters", aGlance, func(ctx context.Context) error { _, err := set.Desk.Suggest(ctx, "scuol"); return err }},
	}
}

// otherScreens are those of one act, of what is one's own, and of the day.
func (s *screenShelf) otherScreens(set *assemble.DeskSet) []screen {
	some := func(n int, err error) error {
		if err == nil && n == 0 {
			err = errNothingFound
		}
		return err
	}
	return []screen{
		{"an act with 2,000 that came from it", aGlance, func(ctx context.Context) error {
			v, err := set.Desk.Act(ctx, s.root)
			return some(len(v.Children), err)
		}},
		{"Derivazioni of 2,000", "", func(ctx context.Context) error {
			k, err := set.Desk.Kinship(ctx, s.root)
			return some(len(k.Tree), err)
		}},
		{"Storia of an act with 200 events", aGlance, func(ctx context.Context) error {
			v, err := set.Desk.Act(ctx, s.told)
			return some(len(v.Events), err)
		}},
		{"Simili of an act", "≤ 50 ms, ≤ 200 ms", func(ctx context.Context) error { _, err := set.Desk.SimilarToAct(ctx, s.told); return err }},
		{"Bozze, 2,000 of them", aGlance, func(ctx context.Context) error {
			all, err := set.Desk.Drafts(ctx)
			if err == nil {
				_, err = set.Desk.Barred(ctx)
			}
			return some(len(all), err)
		}},
		{"Scadenze", facetsReach, func(ctx context.Context) error {
			all, _, err := set.Council.Deadlines(ctx, council.DeadlineQuery{})
			return some(len(all), err)
		}},
		{"Scadenze, of one's council too", facetsReach, func(ctx context.Context) error {
			all, _, err := set.Council.Deadlines(ctx, council.DeadlineQuery{Home: true})
			return some(len(all), err)
		}},
		{"Novità, 5,000 of them", aGlance, func(ctx context.Context) error {
			all, err := set.Council.News(ctx, 100)
			return some(len(all), err)
		}},
		{"what one follows, 100 councils", aGlance, func(ctx context.Context) error {
			all, err := set.Council.Follows(ctx)
			return some(len(all), err)
		}},
		{"Oggi, the rest of it", aGlance, func(ctx context.Context) error { return today(ctx, set) }},
		{"groups, 40 members", aGlance, func(ctx context.Context) error {
			all, err := set.Desk.Groups(ctx)
			return some(len(all), err)
		}},
		{"Inviti", aGlance, func(ctx context.Context) error { _, err := set.Desk.Calls(ctx, civic.CallQuery{}); return err }},
	}
}

// today asks what the screen of the day asks beside news and terms.
func today(ctx context.Context, set *assemble.DeskSet) error {
	_, err1 := set.Desk.Invitations(ctx)
	_, err2 := set.Desk.Outbox(ctx)
	_, err3 := set.Desk.DraftLines(ctx)
	_, err4 := set.Desk.Groups(ctx)
	_, err5 := set.Desk.GroupDrafts(ctx)
	spaces, err6 := set.Desk.Spaces(ctx)
	_, err7 := set.Desk.Acts(ctx, civic.ActQuery{Limit: 12, Newest: true})
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7); err != nil {
		return err
	}
	for s := range slices.Values(spaces) {
		if _, err := set.Desk.Threads(ctx, s.ID); err != nil {
			return err
		}
	}
	return nil
}
