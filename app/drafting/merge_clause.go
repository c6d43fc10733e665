package drafting

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"scranno/app/civic"
)

// join decides clause by clause what stands in the merged text.
type join struct {
	o, x, y side
	result  map[string][]civic.Clause
	settled map[string]bool
}

func newJoin(o, x, y side) *join {
	return &join{o: o, x: x, y: y, result: map[string][]civic.Clause{}, settled: map[string]bool{}}
}

// settle decides one clause.
func (j *join) settle(m *merging, key string) {
	var o *civic.Clause
	if c, ok := j.o.at[key]; ok {
		o = &c
	}
	x, inX := j.x.at[key]
	y, inY := j.y.at[key]
	switch {
	case inX && inY:
		j.both(m, key, o, x, y)
	case inX:
		if j.one(key, o, x) {
			m.doubt(civic.Doubt{Kind: civic.DoubtKept, Clause: x.ID, From: m.a, Other: m.b})
		}
	case inY:
		if j.one(key, o, y) {
			m.doubt(civic.Doubt{Kind: civic.DoubtKept, Clause: y.ID, From: m.b, Other: m.a})
		}
	}
}

// one keeps what only one side has, unless the other took it out and it is as it
// was: an edit wins over a deletion, which is told.
func (j *join) one(key string, o *civic.Clause, c civic.Clause) (won bool) {
	if o != nil && untouched(*o, c) {
		return false
	}
	j.result[key] = []civic.Clause{c}
	return o != nil
}

// untouched tells whether the words are the base's; the number of a point
// changes when others come or go.
func untouched(o, c civic.Clause) bool {
	_, wasPoint := pointOf(o.Opener)
	_, point := pointOf(c.Opener)
	return o.Text == c.Text && (o.Opener == c.Opener || wasPoint && point)
}

// both joins what both sides have; o is nil where the base had it not.
func (j *join) both(m *merging, key string, o *civic.Clause, x, y civic.Clause) {
	known := o != nil
	if !known {
		o = &civic.Clause{ID: x.ID, Section: x.Section}
	}
	c, kept, ok := mergeClause(*o, x, y)
	if ok && (known || told(x.Opener, x.Text) == told(y.Opener, y.Text)) {
		if kept {
			m.doubt(civic.Doubt{Kind: civic.DoubtKept, Clause: c.ID, From: m.a, Other: m.b})
		}
		j.result[key] = []civic.Clause{c}
		return
	}
	first, second, from, other := x, y, m.a, m.b
	if told(y.Opener, y.Text) < told(x.Opener, x.Text) {
		first, second, from, other = y, x, m.b, m.a
	}
	first.ID = pick(o.ID, x.ID, y.ID)
	second.ID = civic.DerivedID("merge", string(first.ID), told(second.Opener, second.Text))
	second.Origins = civic.Clause{ID: first.ID, Origins: second.Origins}.Split() // a redaction follows both texts
	m.doubt(civic.Doubt{Kind: civic.DoubtBoth, Clause: first.ID, Beside: second.ID, From: from, Other: other})
	j.result[key] = []civic.Clause{first}
	if twin := string(second.ID); !j.x.has(twin) && !j.y.has(twin) {
		j.result[key] = append(j.result[key], second) // else it is there from a merge before
	}
}

// told is what two clauses are told apart by; the number of a point is none.
func told(opener, text string) string {
	if _, point := pointOf(opener); point {
		opener = ""
	}
	return opener + "\x00" + text
}

// pick takes the changed one of two values; of two changed ones the lesser.
func pick[T cmp.Ordered](o, x, y T) T {
	v, ok := pick3(o, x, y)
	if !ok {
		return min(x, y)
	}
	return v
}

func pick3[T comparable](o, x, y T) (T, bool) {
	switch {
	case x == y, y == o:
		return x, true
	case x == o:
		return y, true
	}
	return o, false
}

// mergeClause joins two forms of a clause; kept tells that a sentence stayed
// which one side had taken out. Not ok: both changed the same sentence.
func mergeClause(o, x, y civic.Clause) (c civic.Clause, kept, ok bool) {
	switch {
	case reflect.DeepEqual(x, y), reflect.DeepEqual(y, o):
		return x, false, true
	case reflect.DeepEqual(x, o):
		return y, false, true
	}
	if c, ok = mergeFrame(o, x, y); !ok {
		return c, false, false
	}
	if c.Text, ok = pick3(o.Text, x.Text, y.Text); ok {
		return c, false, true
	}
	out, kept, ok := mergeTokens(sentences(o.Text), sentences(x.Text), sentences(y.Text))
	c.Text = textOf(out)
	return c, kept, ok
}

// mergeFrame joins what a clause has beside its text.
func mergeFrame(o, x, y civic.Clause) (civic.Clause, bool) {
	c := civic.Clause{ID: pick(o.ID, x.ID, y.ID), Section: pick(o.Section, x.Section, y.Section)}
	var ok bool
	if c.Opener, ok = pick3(o.Opener, x.Opener, y.Opener); !ok {
		px, isX := pointOf(x.Opener)
		py, isY := pointOf(y.Opener)
		if !isX || !isY {
			return c, false
		}
		if c.Opener = x.Opener; cmp.Or(cmp.Compare(px, py), cmp.Compare(x.Opener, y.Opener)) < 0 {
			c.Opener = y.Opener
		}
	}
	if c.Sep, ok = pick3(o.Sep, x.Sep, y.Sep); !ok {
		c.Sep = max(x.Sep, y.Sep)
	}
	switch {
	case slices.Equal(x.Origins, y.Origins), slices.Equal(y.Origins, o.Origins):
		c.Origins = x.Origins
	case slices.Equal(x.Origins, o.Origins):
		c.Origins = y.Origins
	default:
		c.Origins = slices.Concat(x.Origins, y.Origins)
		slices.Sort(c.Origins)
		c.Origins = slices.Compact(c.Origins)
	}
	return c, true
}

// pointOf reads the number of a point: "3." or "3)".
func pointOf(opener string) (int, bool) {
	head, ok := strings.CutSuffix(opener, ".")
	if !ok {
		if head, ok = strings.CutSuffix(opener, ")"); !ok {
			return 0, false
		}
	}
	n, err := strconv.Atoi(head)
	return n, err == nil && n > 0 && n < 1000 && head[0] != '+'
}

// counted tells whether the numbered points of each stretch follow each other.
func counted(clauses []civic.Clause) bool {
	want, section := 0, civic.Section("")
	for _, c := range clauses {
		if c.Section != section {
			want, section = 0, c.Section
		}
		n, point := pointOf(c.Opener)
		if !point {
			continue
		}
		if want != 0 && n != want {
			return false
		}
		want = n + 1
	}
	return true
}

// count numbers the points of each stretch anew, from its least number.
func count(clauses []civic.Clause) {
	for from := 0; from < len(clauses); {
		to, least := from, 0
		for ; to < len(clauses) && clauses[to].Section == clauses[from].Section; to++ {
			if n, point := pointOf(clauses[to].Opener); point && (least == 0 || n < least) {
				least = n
			}
		}
		for i := from; i < to; i++ {
			if _, point := pointOf(clauses[i].Opener); point {
				stop := clauses[i].Opener[len(clauses[i].Opener)-1:]
				clauses[i].Opener = strconv.Itoa(least) + stop
				least++
			}
		}
		from = to
	}
}
