package deskdb

import (
	"context"
	"maps"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

const (
	factFacets    = "facets" // version of the rules that marks and counts were made by
	facetsVersion = 1
	// mostMarks bounds how many marks wait in memory.
	mostMarks = 4_096
)

// listed is what of an act's row its mark, and the acts that it came from, follow
// from.
type listed struct {
	kind, level, region, body, date, outcome, themes, lineage string
	reuses                                                    int64
	due, passed, taken                                        bool
}

// passes tells whether the act counts as approved for those above it.
func (l *listed) passes() bool {
	switch civic.Outcome(l.outcome) {
	case civic.Approved, civic.ApprovedAmended, civic.ApprovedInParts:
		return l.kind != string(civic.Amendment)
	}
	return false
}

// marking is what of facets and counts waits until the transaction's end.
type marking struct {
	marks  map[int64]mark   // whole ones
	holds  map[int64]uint32 // of acts whose mark is else the same
	values map[string]uint32
	kin    kinChanges
}

// markAct lets the mark of an act wait.
func (w *work) markAct(ctx context.Context, num int64, l *listed) error {
	m := mark{atDay: l.holds()}
	for i, v := range l.values() {
		var err error
		if m[i], err = w.valueNum(ctx, v); err != nil {
			return err
		}
	}
	w.putMark(num, m)
	if len(w.marking.marks) < mostMarks {
		return nil
	}
	return w.writeMarks(ctx)
}

// values are what its mark has numbers for.
func (l *listed) values() [atDay]string {
	return [...]string{atKind: l.kind, atLevel: l.level, atRegion: l.region, atBody: l.body, atOutcome: l.outcome, atThemes: l.themes}
}

// holds is the last word of its mark.
func (l *listed) holds() uint32 {
	return dayCode(civic.Date(l.date))<<dayShift | markHere | holdsOf(l.passed, l.taken || l.reuses > 0)
}

func (w *work) putMark(num int64, m mark) {
	if w.marking.marks == nil {
		w.marking.marks = map[int64]mark{}
	}
	w.marking.marks[num] = m
	delete(w.marking.holds, num)
}

func holdsOf(passed, reused bool) (bits uint32) {
	if passed {
		bits |= markPassed
	}
	if reused {
		bits |= markReused
	}
	return bits
}

// hold lets it wait what holds of an act now.
func (w *work) hold(num int64, bits uint32) {
	if m, waits := w.marking.marks[num]; waits {
		m[atDay] = m[atDay]&^(markPassed|markReused) | bits
		w.marking.marks[num] = m
		return
	}
	if w.marking.holds == nil {
		w.marking.holds = map[int64]uint32{}
	}
	w.marking.holds[num] = bits
}

// valueNum gives the number of a word or code, for ever the same.
func (w *work) valueNum(ctx context.Context, value string) (uint32, error) {
	if value == "" {
		return 0, nil
	}
	if n, known := w.s.valueNum(value); known {
		return n, nil
	}
	if n, known := w.marking.values[value]; known {
		return n, nil
	}
	var n int64
	err := w.Get(ctx, `SELECT num FROM facet_value WHERE value = $1`, []any{value}, &n)
	if civic.Is(err, civic.NotFound) {
		n, err = w.Insert(ctx, `INSERT INTO facet_value (value) VALUES ($1)`, value)
	}
	if err != nil {
		return 0, err
	}
	if w.marking.values == nil {
		w.marking.values = map[string]uint32{}
	}
	w.marking.values[value] = uint32(n) //nolint:gosec // counted from one, not four thousand million
	return uint32(n), nil               //nolint:gosec // the same
}

// valueNum looks among what this process has learned.
func (s *Store) valueNum(value string) (uint32, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, known := s.values[value]
	return n, known
}

// learnValues keeps what a transaction that stands has learned.
func (s *Store) learnValues(fresh map[string]uint32) {
	if len(fresh) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values == nil {
		s.values = map[string]uint32{}
	}
	maps.Copy(s.values, fresh)
}

// writeMarks writes what waits, row by row.
func (w *work) writeMarks(ctx context.Context) error {
	if len(w.marking.marks)+len(w.marking.holds) == 0 {
		return nil
	}
	nums := slices.AppendSeq(make([]int64, 0, len(w.marking.marks)+len(w.marking.holds)), maps.Keys(w.marking.marks))
	nums = slices.AppendSeq(nums, maps.Keys(w.marking.holds))
	slices.Sort(nums)
	for len(nums) > 0 {
		row := nums[0] / perFacet
		n := 1
		for n < len(nums) && nums[n]/perFacet == row {
			n++
		}
		if err := w.writeMarkRow(ctx, row, nums[:n]); err != nil {
			return err
		}
		nums = nums[n:]
	}
	clear(w.marking.marks)
	clear(w.marking.holds)
	return nil
}

func (w *work) writeMarkRow(ctx context.Context, row int64, nums []int64) error {
	var data []byte
	err := w.Get(ctx, `SELECT data FROM facet WHERE num = $1`, []any{row}, &data)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	if len(data) != perFacet*markSize {
		data = make([]byte, perFacet*markSize)
	}
	for _, num := range nums {
		at := data[num%perFacet*markSize:]
		m, whole := w.marking.marks[num]
		if !whole {
			m.read(at)
			m[atDay] = m[atDay]&^(markPassed|markReused) | w.marking.holds[num]
		}
		m.write(at)
	}
	_, err = w.Exec(ctx, `INSERT INTO facet (num, data) VALUES ($1, $2) ON CONFLICT (num) DO UPDATE SET data = excluded.data`, row, data)
	return err
}

// refreshFacets makes marks and counts of all acts where they were made by other
// rules, or never.
func (s *Store) refreshFacets(ctx context.Context) error {
	var made int64
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		made, err = fact(ctx, tx, factFacets)
		return err
	})
	if err != nil || made == facetsVersion {
		return err
	}
	return s.write(ctx, func(w *work) error {
		if err := w.fillFacets(ctx); err != nil {
			return err
		}
		return setFact(ctx, w.Tx, factFacets, facetsVersion)
	})
}

func (w *work) fillFacets(ctx context.Context) error {
	if err := w.dropFacets(ctx); err != nil {
		return err
	}
	const due = `UPDATE act SET due = NOT due WHERE due <> (id IN (SELECT parent FROM live
		WHERE shelf = 1 AND kind = 'commitment' AND coalesce(body ->> 'due', '') <> ''))`
	if _, err := w.Exec(ctx, due); err != nil {
		return err
	}
	if err := w.recountAll(ctx); err != nil {
		return err
	}
	var num int64
	var l listed
	dest := append([]any{&num}, l.dest()...)
	return w.Each(ctx, `SELECT num, `+listedColumns+` FROM act ORDER BY num`, nil, dest, func() error {
		return w.markAct(ctx, num, &l)
	})
}

const listedColumns = `kind, level, region, body, date, outcome, themes, lineage, reuses, due, passed > 0, taken`

func (l *listed) dest() []any {
	return []any{
		&l.kind, &l.level, &l.region, &l.body, &l.date, &l.outcome, &l.themes, &l.lineage, &l.reuses, &l.due, &l.passed, &l.taken,
	}
}

// dropFacets forgets all marks; the numbers of values stay.
func (w *work) dropFacets(ctx context.Context) error {
	w.marking.marks, w.marking.holds = nil, nil
	_, err := w.Exec(ctx, `DELETE FROM facet`)
	return err
}
