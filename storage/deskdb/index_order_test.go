package deskdb_test

import (
	"testing"

	"scranno/app/civic"
)

// More changes than wait at once, out of the order of their rows, among new posts:
// the index has each text as it stands and no former one.
func TestChangedTextsAreFoundAsTheyStand(t *testing.T) {
	const n = 600 // more than wait at once
	f := newFixture(t)
	ch := f.foreignPosts(n)
	f.pull(2 * n)
	post := func(i int, text string) {
		f.c.put(civic.KindPost, civic.DerivedID("po", string(rune(i))), ch, civic.DerivedID("person", "bruno"),
			civic.Post{Thread: civic.DerivedID("th"), Text: text})
	}
	for i := range n {
		if at := (i * 37) % n; at < 30 {
			post(at, "lampioni")
		} else {
			post(at, "siepi")
		}
	}
	for i := range 10 {
		post(n+i, "panchine")
	}
	f.pull(4 * n)
	post(n+3, "fontane") // new on the page before
	post(5, "fontane")
	f.pull(4 * n)
	for word, want := range map[string]int{"testo": 0, "lampioni": 29, "panchine": 9, "fontane": 2} {
		hits, err := f.s.FindPosts(t.Context(), word, 50)
		f.ok(err)
		if len(hits) != want {
			t.Errorf("%q stands in %d posts, not in %d", word, len(hits), want)
		}
	}
	f.sumsAgree()
}
