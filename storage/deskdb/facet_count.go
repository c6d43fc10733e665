package deskdb

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// facetPlaces are the facets that are counted by value, by their place in a mark.
// That of days is counted by year.
func facetPlaces() map[string]int {
	return map[string]int{
		"kind": atKind, "level": atLevel, "region": atRegion, "body": atBody, "outcome": atOutcome, "theme": atThemes, "year": atDay,
	}
}

// nowhere is the place of a condition that belongs to no facet.
const nowhere = -1

// sieve finds the acts of a filter by their marks.
type sieve struct {
	among  numSet // the acts in question; where not narrowed, all
	narrow bool
	parts  []sievePart
	final  map[uint32]bool // outcomes that leave nothing to say
}

type sievePart struct {
	place int
	ok    func(m *mark) bool
}

// mostNums is up to how many acts of a result are known by their numbers.
const mostNums = 4_096

// counted is what a sieve found.
type counted struct {
	total  int64
	nums   []int64          // where they are at most mostNums
	values [markWords]tally // by facet: how often each value occurs
	uses   map[civic.Use]int64
}

// tally counts small numbers.
type tally []int64

func (t *tally) add(n uint32) {
	for int(n) >= len(*t) {
		*t = append(*t, make([]int64, len(*t)+64)...)
	}
	(*t)[n]++
}

// sieve makes the marks' side of a filter.
func (f *filter) sieve(ctx context.Context, tx *sqldb.Tx) (*sieve, error) {
	s := &sieve{}
	if err := f.among(ctx, tx, s); err != nil {
		return nil, err
	}
	var err error
	if s.final, err = numbersOf(ctx, tx, anys(civic.FinalOutcomes())); err != nil {
		return nil, err
	}
	for _, p := range f.parts {
		place, known := facetPlaces()[p.facet]
		if !known {
			place = nowhere
		}
		switch {
		case p.since != "":
			from := dayCode(p.since)
			s.parts = append(s.parts, sievePart{place, func(m *mark) bool { return m.day() >= from }})
		case p.until != "":
			to := dayCode(p.until)
			s.parts = append(s.parts, sievePart{place, func(m *mark) bool { return m.day() <= to }})
		case p.use != "":
			s.parts = append(s.parts, sievePart{place, s.holds(p.use)})
		case p.facet != "":
			wanted, err := f.wanted(ctx, tx, p)
			if err != nil {
				return nil, err
			}
			s.parts = append(s.parts, sievePart{place, func(m *mark) bool { return wanted[m[place]] }})
		}
	}
	return s, nil
}

// among narrows a sieve to what matches the words, and to what one person wrote.
func (f *filter) among(ctx context.Context, tx *sqldb.Tx, s *sieve) error {
	var num int64
	if f.match != "" {
		s.narrow = true
		err := tx.Each(ctx, `SELECT rowid FROM act_text WHERE act_text MATCH ?`, []any{f.match}, []any{&num}, func() error {
			s.among.add(num)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, p := range f.parts {
		if p.author == "" {
			continue
		}
		all, narrow := s.among, s.narrow
		s.among, s.narrow = nil, true
		err := tx.Each(ctx, `SELECT num FROM act WHERE author = ?`, []any{p.author}, []any{&num}, func() error {
			if !narrow || all.has(num) {
				s.among.add(num)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// holds tells of which acts a use holds.
func (s *sieve) holds(u civic.Use) func(m *mark) bool {
	switch u {
	case civic.UseReused:
		return func(m *mark) bool { return m.holds(markReused) }
	case civic.UsePassed:
		return func(m *mark) bool { return m.holds(markPassed) }
	case civic.UseDecided:
		return func(m *mark) bool { return s.final[m[atOutcome]] }
	}
	return func(*mark) bool { return false }
}

// wanted gives the numbers of the values that a part asks for: of themes, of each
// set that has one of them.
func (f *filter) wanted(ctx context.Context, tx *sqldb.Tx, p part) (map[uint32]bool, error) {
	if p.facet != "theme" {
		return numbersOf(ctx, tx, p.args)
	}
	out := map[uint32]bool{}
	for _, theme := range p.args {
		var n uint32
		err := tx.Each(ctx, `SELECT num FROM facet_value WHERE instr(value, ?) > 0`, []any{theme}, []any{&n}, func() error {
			out[n] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// numbersOf gives the numbers of values; one that no act ever had has none.
func numbersOf(ctx context.Context, tx *sqldb.Tx, values []any) (map[uint32]bool, error) {
	out := map[uint32]bool{}
	var n uint32
	err := tx.Each(ctx, `SELECT num FROM facet_value WHERE value IN (?`+strings.Repeat(", ?", len(values)-1)+`)`, values, []any{&n}, func() error {
		out[n] = true
		return nil
	})
	for _, v := range values {
		if v == "" {
			out[0] = true
		}
	}
	return out, err
}

// count walks through all marks once. An act that only one facet's own choice
// keeps out counts in that facet: it does not hide the other values.
func (s *sieve) count(ctx context.Context, tx *sqldb.Tx, facets bool) (*counted, error) {
	c := &counted{uses: map[civic.Use]int64{}}
	uses := map[civic.Use]func(*mark) bool{}
	for _, u := range civic.Uses() {
		uses[u] = s.holds(u)
	}
	err := eachMark(ctx, tx, func(num int64, m *mark) {
		if s.narrow && !s.among.has(num) {
			return
		}
		out, ok := s.keeps(m)
		if !ok || out != nowhere && !facets {
			return
		}
		if out != nowhere {
			c.values[out].add(m.value(out))
			return
		}
		if c.total++; c.total <= mostNums {
			c.nums = append(c.nums, num)
		}
		if !facets {
			return
		}
		for i := range c.values {
			c.values[i].add(m.value(i))
		}
		for u, holds := range uses {
			if holds(m) {
				c.uses[u]++
			}
		}
	})
	if c.total > mostNums {
		c.nums = nil
	}
	return c, err
}

// keeps tells whether an act passes; or else, whether all that keeps it out is of
// the facet at one place.
func (s *sieve) keeps(m *mark) (out int, ok bool) {
	out = nowhere
	for i := range s.parts {
		p := &s.parts[i]
		if p.ok(m) || p.place == out && out != nowhere {
			continue
		}
		if p.place == nowhere || out != nowhere {
			return nowhere, false
		}
		out = p.place
	}
	return out, true
}

// value is what a facet counts of an act.
func (m *mark) value(place int) uint32 {
	if place == atDay {
		return m.day() >> yearShift
	}
	return m[place]
}

// facets gives the counts as screens show them: most frequent first.
func (c *counted) facets(ctx context.Context, tx *sqldb.Tx) (map[string][]civic.FacetCount, error) {
	out := map[string][]civic.FacetCount{}
	for name, place := range facetPlaces() {
		all, err := c.values[place].counts(ctx, tx, name)
		if err != nil {
			return nil, err
		}
		out[name] = all[:min(len(all), facetValues)]
	}
	for _, u := range civic.Uses() {
		if n := c.uses[u]; n > 0 {
			out["use"] = append(out["use"], civic.FacetCount{Value: string(u), Count: int(n)})
		}
	}
	return out, nil
}

// counts names what was counted. What cannot be among the first is not looked up.
func (t tally) counts(ctx context.Context, tx *sqldb.Tx, name string) ([]civic.FacetCount, error) {
	least := int64(1)
	if name != "theme" {
		least = t.least()
	}
	var nums []uint32
	for n := range t {
		if n > 0 && t[n] >= least {
			nums = append(nums, uint32(n)) //nolint:gosec // a place in a list
		}
	}
	words := map[uint32]string{}
	var err error
	if name != "year" {
		if words, err = valuesOf(ctx, tx, nums); err != nil {
			return nil, err
		}
	}
	all := make([]civic.FacetCount, 0, len(nums))
	for _, n := range nums {
		word, known := words[n]
		if !known {
			word = strconv.Itoa(int(n))
		}
		all = append(all, civic.FacetCount{Value: word, Count: int(t[n])})
	}
	if name == "theme" {
		return splitThemes(all), nil
	}
	slices.SortFunc(all, func(a, b civic.FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return all, nil
}

// least is how often a value occurs at least to be among the first.
func (t tally) least() int64 {
	var all []int64
	for n, v := range t {
		if n > 0 && v > 0 {
			all = append(all, v)
		}
	}
	if len(all) <= facetValues {
		return 1
	}
	slices.SortFunc(all, func(a, b int64) int { return cmp.Compare(b, a) })
	return all[facetValues-1]
}

// list gives numbers as a list that SQL reads.
func list(nums []int64) (string, error) {
	raw, err := json.Marshal(nums)
	return string(raw), civic.WrapError(civic.Internal, "deskdb.list", err)
}
