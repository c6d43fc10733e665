package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// carve looks for new clauses of a side with sentences that it took out of a clause
// of the base, wherever it put them: what the other side did to these sentences is
// done there, and the clause is merged without them. Only a sentence that stands
// once in the base and once on the side is known for certain.
func (j *join) carve(s, other side) {
	var was, is map[string]int
	sure := func(t token) bool { return t.text != "" && was[t.text] == 1 && is[t.text] == 1 }
	for _, n := range s.keys {
		if j.o.has(n) || other.has(n) || j.settled[n] {
			continue
		}
		if was == nil {
			was, is = j.o.tally(), s.tally()
		}
		part := sentences(s.at[n].Text)
		known := slices.IndexFunc(part, sure)
		if known < 0 {
			continue
		}
		key := j.home(part[known].text, s, other)
		if key == "" {
			continue
		}
		if put, ok := j.carved(key, part, other, sure); ok {
			c := s.at[n]
			c.Text = textOf(put)
			j.result[n], j.settled[n] = []civic.Clause{c}, true
		}
	}
}

// tally tells how often each sentence stands in a text.
func (s side) tally() map[string]int {
	out := map[string]int{}
	for _, c := range s.at {
		for _, t := range sentences(c.Text) {
			out[t.text]++
		}
	}
	return out
}

// home gives the clause of the base that a sentence was taken out of, where both
// sides still have it and the other one changed it; empty: none.
func (j *join) home(sentence string, s, other side) string {
	for _, k := range j.o.keys {
		o := j.o.at[k]
		if !slices.ContainsFunc(sentences(o.Text), func(t token) bool { return t.text == sentence }) {
			continue
		}
		if s.has(k) && other.has(k) && !j.settled[k] && other.at[k].Text != o.Text {
			return k
		}
		break
	}
	return ""
}

// carved takes the stretch that the part shares with a clause of the base out of
// the base and out of the other side, and gives the part as the other side has it.
// Not ok, and nothing changed: the other side changed the stretch together with
// what stands around it, or took all of it out.
func (j *join) carved(key string, part []token, other side, sure func(token) bool) ([]token, bool) {
	o, t := sentences(j.o.at[key].Text), sentences(other.at[key].Text)
	if len(o)*max(len(t), len(part)) > maxTable {
		return nil, false
	}
	at, lo, size := shared(o, part, sure)
	hs := hunks(o, t)
	if size == 0 || slices.ContainsFunc(hs, func(h hunk) bool { return h.astride(lo, lo+size) }) {
		return nil, false
	}
	own, rest := parted(o, t, hs, [2]int{lo, lo + size})
	if len(own) == 0 {
		return nil, false
	}
	own[len(own)-1].space = part[at+size-1].space
	without := func(c civic.Clause, rest []token) civic.Clause {
		c.Text = strings.TrimRight(textOf(rest), " ")
		return c
	}
	j.o.at[key] = without(j.o.at[key], slices.Concat(o[:lo], o[lo+size:]))
	other.at[key] = without(other.at[key], rest)
	return slices.Concat(part[:at], own, part[at+size:]), true
}

// shared gives the longest stretch that two texts have in common for certain,
// where it begins in the part and in the base.
func shared(o, part []token, sure func(token) bool) (at, lo, size int) {
	for i := range part {
		for k := range o {
			n := 0
			for i+n < len(part) && k+n < len(o) && part[i+n].same(o[k+n]) && sure(o[k+n]) {
				n++
			}
			if n > size {
				at, lo, size = i, k, n
			}
		}
	}
	return at, lo, size
}

// astride tells whether a change puts something in the place of sentences within
// a stretch and of others around it.
func (h hunk) astride(lo, hi int) bool {
	return len(h.put) > 0 && h.lo < hi && h.hi > lo && (h.lo < lo || h.hi > hi)
}

// parted gives what a changed text t has of a stretch of the base, and what it has
// beside. What is new at either end stays beside.
func parted(o, t []token, hs []hunk, stretch [2]int) (own, rest []token) {
	at, in := 0, 0
	keep := func(to int) {
		for ; at < to; at, in = at+1, in+1 {
			if stretch[0] <= at && at < stretch[1] {
				own = append(own, t[in])
			} else {
				rest = append(rest, t[in])
			}
		}
	}
	for _, h := range hs {
		keep(h.lo)
		if h.lo < stretch[1] && h.hi > stretch[0] || stretch[0] < h.lo && h.lo < stretch[1] {
			own = append(own, h.put...)
		} else {
			rest = append(rest, h.put...)
		}
		at, in = max(at, h.hi), in+len(h.put)
	}
	keep(len(o))
	return own, rest
}
