package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// group is a clause of the base with what was split off it, or joined to it, on
// either side: its text is merged as one run of sentences.
type group struct {
	base []string // keys, the first one is the group's name
	x, y []string // the same stretch on each side
}

// groups finds the clauses that one side split or joined while the other changed
// them too, and settles those whose sentences can be joined.
func (j *join) groups(m *merging) {
	byKey := map[string]*group{}
	var names []string
	get := func(key string) *group {
		if byKey[key] == nil {
			byKey[key] = &group{base: []string{key}}
			names = append(names, key)
		}
		return byKey[key]
	}
	for _, s := range []side{j.x, j.y} {
		j.splits(s, get)
		j.joins(s, get)
	}
	for _, name := range names {
		g := byKey[name]
		g.x, g.y = j.stretch(j.x, g), j.stretch(j.y, g)
		if slices.ContainsFunc(slices.Concat(g.base, g.x, g.y), func(k string) bool { return j.settled[k] }) {
			continue
		}
		if !together(g.x, g.y, j.y) || !together(g.y, g.x, j.x) {
			continue // words that one side carried elsewhere are not lost here
		}
		if j.changed(j.x, g.x, g) && j.changed(j.y, g.y, g) {
			j.mergeGroup(m, g)
		}
	}
}

// splits looks for new clauses with words that stood in the one before them.
func (j *join) splits(s side, get func(string) *group) {
	from := ""
	for _, k := range s.keys {
		if j.o.has(k) {
			from = k
			continue
		}
		if from == "" || j.o.at[from].Text == s.at[from].Text {
			continue
		}
		if takenOver(s.at[k].Text, j.o.at[from].Text, s.at[from].Text) {
			get(from)
		}
	}
}

// joins looks for clauses that are gone and whose words stand in the one before.
func (j *join) joins(s side, get func(string) *group) {
	into := ""
	for _, k := range j.o.keys {
		if s.has(k) {
			into = k
			continue
		}
		if into != "" && takenOver(j.o.at[k].Text, s.at[into].Text, j.o.at[into].Text) {
			if g := get(into); !slices.Contains(g.base, k) {
				g.base = append(g.base, k)
			}
		}
	}
}

// takenOver tells whether a sentence of the text is in one place and not in the
// other.
func takenOver(text, is, isNot string) bool {
	return slices.ContainsFunc(sentences(text), func(t token) bool {
		return t.text != "" && strings.Contains(is, t.text) && !strings.Contains(isNot, t.text)
	})
}

// stretch gives the clauses of a group on a side, with the new ones that follow
// each of its own.
func (j *join) stretch(s side, g *group) []string {
	var out []string
	in := false
	for _, k := range s.keys {
		if j.o.has(k) {
			in = slices.Contains(g.base, k)
		}
		if in {
			out = append(out, k)
		}
	}
	return out
}

func (j *join) changed(s side, keys []string, g *group) bool {
	return !slices.Equal(keys, g.base) ||
		slices.ContainsFunc(g.base, func(k string) bool { return s.at[k].Text != j.o.at[k].Text })
}

// together tells whether what one side has in the stretch stands nowhere else on
// the other.
func together(keys, others []string, other side) bool {
	return !slices.ContainsFunc(keys, func(k string) bool { return other.has(k) && !slices.Contains(others, k) })
}

func (j *join) mergeGroup(m *merging, g *group) {
	stream := func(s side, keys []string) []token {
		var out []token
		for _, k := range keys {
			out = append(out, token{start: k})
			out = append(out, sentences(s.at[k].Text)...)
		}
		return out
	}
	out, kept, ok := mergeTokens(stream(j.o, g.base), stream(j.x, g.x), stream(j.y, g.y))
	if !ok || len(out) == 0 || out[0].start == "" {
		return
	}
	made := map[string]civic.Clause{}
	for i := 0; i < len(out); {
		key, to := out[i].start, i+1
		for to < len(out) && out[to].start == "" {
			to++
		}
		c, ok := j.frame(key)
		if _, twice := made[key]; !ok || twice {
			return
		}
		c.Text = strings.TrimRight(textOf(out[i+1:to]), " ")
		made[key] = c
		i = to
	}
	for _, k := range slices.Concat(g.base, g.x, g.y) {
		j.settled[k] = true
	}
	for k, c := range made {
		j.result[k] = []civic.Clause{c}
	}
	if kept {
		m.doubt(civic.Doubt{Kind: civic.DoubtKept, Clause: made[out[0].start].ID, From: m.a, Other: m.b})
	}
}

// frame is a clause of a group but for its text.
func (j *join) frame(key string) (civic.Clause, bool) {
	o, inO := j.o.at[key]
	x, inX := j.x.at[key]
	y, inY := j.y.at[key]
	switch {
	case inO && inX && inY:
		return mergeFrame(o, x, y)
	case inX && inY:
		return mergeFrame(civic.Clause{ID: x.ID, Section: x.Section}, x, y)
	case inX:
		return x, true
	case inY:
		return y, true
	}
	return o, inO
}
