package drafting

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"slices"

	"scranno/app/civic"
)

// The sides of a merge, as its doubts name them.
const (
	SideA = "a"
	SideB = "b"
)

// Merge joins two texts that were both written upon base. What one side alone
// changed is taken; where both changed the same clause, their sentences are
// joined; a sentence that both changed is never mixed: both clauses stay, one
// after the other. No sentence that a side still has is lost, unless the other
// took it out and nobody changed it. The same two texts give the same result
// whichever comes first. The doubts say what the person should look at.
func Merge(base, a, b civic.Content) (civic.Content, []civic.Doubt) {
	switch {
	case reflect.DeepEqual(a, b), reflect.DeepEqual(b, base):
		return a, nil
	case reflect.DeepEqual(a, base):
		return b, nil
	}
	m := &merging{a: SideA, b: SideB}
	if later(a, b) {
		a, b, m.a, m.b = b, a, SideB, SideA
	}
	out := m.heading(base, a, b)
	out.Clauses = m.clauses(base.Clauses, a.Clauses, b.Clauses)
	return out, m.doubts
}

// later puts the two sides into an order that does not hang on who asks.
func later(a, b civic.Content) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Compare(x, y) > 0
}

// merging is one merge at work; a and b are the names of its sides.
type merging struct {
	a, b   string
	doubts []civic.Doubt
}

func (m *merging) doubt(d civic.Doubt) { m.doubts = append(m.doubts, d) }

// side is one text as a merge sees it: its clauses by key. A key names the same
// clause in all three texts.
type side struct {
	keys []string
	at   map[string]civic.Clause
}

func (s side) has(key string) bool {
	_, ok := s.at[key]
	return ok
}

func (m *merging) clauses(base, a, b []civic.Clause) []civic.Clause {
	switch {
	case reflect.DeepEqual(a, b), reflect.DeepEqual(b, base):
		return a
	case reflect.DeepEqual(a, base):
		return b
	}
	o := keyed(base, side{}, base)
	x := keyed(base, o, a)
	y := keyed(base, o, b)
	y = x.unify(o, y)
	j := newJoin(o, x, y)
	j.groups(m)
	j.carve(x, y)
	j.carve(y, x)
	for _, key := range union(o.keys, x.keys, y.keys) {
		if !j.settled[key] {
			j.settle(m, key)
		}
	}
	out := make([]civic.Clause, 0, len(x.keys)+len(y.keys))
	for _, key := range order(o.keys, x.keys, y.keys, func(k string) bool { return len(j.result[k]) > 0 }) {
		out = append(out, j.result[key]...)
	}
	if counted(a) && counted(b) {
		count(out)
	}
	return out
}

// keyed names the clauses of a text by those of the base: by id, then by their
// words; what is new is named by its own id.
func keyed(base []civic.Clause, o side, text []civic.Clause) side {
	s := side{at: make(map[string]civic.Clause, len(text))}
	names := make([]string, len(text))
	free := map[string][]string{} // keys of the base that no id took, by words
	ids := make(map[civic.ID]bool, len(text))
	for _, c := range text {
		ids[c.ID] = true
	}
	for _, c := range base {
		if !ids[c.ID] && c.Text != "" {
			w := c.Opener + "\x00" + c.Text
			free[w] = append(free[w], string(c.ID))
		}
	}
	for i, c := range text {
		key := cmp.Or(string(c.ID), "?")
		if w := c.Opener + "\x00" + c.Text; o.at != nil && !o.has(key) && len(free[w]) > 0 {
			key, free[w] = free[w][0], free[w][1:]
		}
		for s.has(key) {
			key += "'" // an id that stands twice
		}
		names[i], s.at[key] = key, c
	}
	s.keys = names
	return s
}

// unify gives a clause that both sides wrote new, in the same words, one key.
func (s side) unify(o, other side) side {
	free := map[string][]string{}
	for _, k := range s.keys {
		if c := s.at[k]; !o.has(k) && !other.has(k) && c.Text != "" {
			w := c.Opener + "\x00" + c.Text
			free[w] = append(free[w], k)
		}
	}
	out := side{keys: slices.Clone(other.keys), at: make(map[string]civic.Clause, len(other.at))}
	for i, k := range other.keys {
		c := other.at[k]
		if w := c.Opener + "\x00" + c.Text; !o.has(k) && !s.has(k) && len(free[w]) > 0 {
			out.keys[i], free[w] = free[w][0], free[w][1:]
		}
		out.at[out.keys[i]] = c
	}
	return out
}

func union(lists ...[]string) []string {
	seen := map[string]bool{}
	var out []string
	for _, l := range lists {
		for _, k := range l {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	return out
}

// order joins the orders of two sides. The first one leads; what only the
// second has, or only the second moved, stands behind what it follows there.
func order(o, a, b []string, lives func(string) bool) []string {
	inA, inB := places(a), places(b)
	movedA, movedB := moved(o, a, inA), moved(o, b, inB)
	next := map[string]string{} // a chain; "" is before the first
	last := ""
	for _, k := range a {
		_, both := inB[k]
		if !lives(k) || both && movedB[k] && !movedA[k] {
			continue
		}
		next[last] = k
		last = k
	}
	placed := map[string]bool{}
	for k := next[""]; k != ""; k = next[k] {
		placed[k] = true
	}
	before := ""
	for _, k := range b {
		if !lives(k) {
			continue
		}
		if !placed[k] {
			next[k], next[before] = next[before], k
			placed[k] = true
		}
		before = k
	}
	out := make([]string, 0, len(placed))
	for k := next[""]; k != ""; k = next[k] {
		out = append(out, k)
	}
	return out
}

func places(keys []string) map[string]int {
	at := make(map[string]int, len(keys))
	for i, k := range keys {
		at[k] = i
	}
	return at
}

// moved tells which keys of the base stand elsewhere: those outside the longest
// stretch that kept its order.
func moved(o, keys []string, at map[string]int) map[string]bool {
	var kept []string
	for _, k := range o {
		if _, ok := at[k]; ok {
			kept = append(kept, k)
		}
	}
	out := make(map[string]bool, len(kept))
	for _, k := range kept {
		out[k] = true
	}
	// The longest rising run of places, by patience: tails[i] ends one of i+1.
	tails, back := []int{}, make([]int, len(kept))
	for i, k := range kept {
		p, _ := slices.BinarySearchFunc(tails, at[k], func(j, want int) int { return at[kept[j]] - want })
		back[i] = -1
		if p > 0 {
			back[i] = tails[p-1]
		}
		if p == len(tails) {
			tails = append(tails, i)
		} else {
			tails[p] = i
		}
	}
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = back[i] {
			delete(out, kept[i])
		}
	}
	return out
}
