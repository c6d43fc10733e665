package deskdb

import (
	"context"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// SaveProfile replaces the profile.
func (s *Store) SaveProfile(ctx context.Context, p civic.Profile) error {
	return s.ChangeProfile(ctx, func(q *civic.Profile) error {
		*q = p
		return nil
	})
}

// Shown gives every record that the screen shows, as often as it does.
func (s *Store) Shown(ctx context.Context) (map[civic.ID][]civic.Record, error) {
	out := map[civic.ID][]civic.Record{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		recs, err := records(ctx, tx, `SELECT `+recordColumns+` FROM live`)
		for _, r := range recs {
			out[r.ID] = append(out[r.ID], r)
		}
		return err
	})
	return out, err
}

// Overlaid counts what is drawn and not confirmed.
func (s *Store) Overlaid(ctx context.Context) (n int, err error) {
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT (SELECT count(*) FROM overlay) + (SELECT count(*) FROM waits)`, nil, &n)
	})
	return n, err
}

// Sums gives each channel's own count and sum, read again from the rows.
func (s *Store) Sums(ctx context.Context) (map[civic.Channel][2]int64, error) {
	out := map[civic.Channel][2]int64{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		all, err := channels(ctx, tx, kept)
		if err != nil {
			return err
		}
		for _, c := range all {
			recs, err := records(ctx, tx, `SELECT `+recordColumns+` FROM known WHERE channel = $1`, string(c.name))
			if err != nil {
				return err
			}
			t := [2]int64{}
			for _, r := range recs {
				t[0]++
				t[1] += int64(r.Digest())
			}
			out[c.name] = t
			if t[0] != c.count || t[1] != c.sum {
				return civic.NewError(civic.Damaged, "test", string(c.name))
			}
		}
		return nil
	})
	return out, err
}

// Listed gives the ids in the list of acts.
func (s *Store) Listed(ctx context.Context) (map[civic.ID]bool, error) {
	out := map[civic.ID]bool{}
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var id civic.ID
		return tx.Each(ctx, `SELECT id FROM act`, nil, []any{&id}, func() error {
			out[id] = true
			return nil
		})
	})
	return out, err
}

// Check runs every integrity check.
func (s *Store) Check(ctx context.Context) error {
	if err := s.db.FullCheck(ctx); err != nil {
		return err
	}
	if err := s.CheckFacets(ctx); err != nil {
		return err
	}
	return s.checkIndex(ctx)
}

// CheckFacets compares marks and counts with the acts' rows.
func (s *Store) CheckFacets(ctx context.Context) error {
	return s.db.View(ctx, func(tx *sqldb.Tx) error { return checkFacets(ctx, tx) })
}

// Grouped counts facets and total by asking for each of all rows.
func (s *Store) Grouped(ctx context.Context, q civic.ActQuery) (total int, out map[string][]civic.FacetCount, err error) {
	out = map[string][]civic.FacetCount{}
	f := newFilter(q)
	but := func(facet string) filter {
		g := filter{match: f.match}
		for _, p := range f.parts {
			if facet == "" || p.facet != facet {
				g.parts = append(g.parts, p)
			}
		}
		return g
	}
	var c civic.FacetCount
	group := func(tx *sqldb.Tx, name, column string) error {
		g := but(name)
		from, args := g.from()
		return tx.Each(ctx, `SELECT `+column+` AS v, count(*) AS n`+from+` GROUP BY v ORDER BY n DESC, v`, args, []any{&c.Value, &c.Count}, func() error {
			if c.Value != "" {
				out[name] = append(out[name], c)
			}
			return nil
		})
	}
	err = s.db.View(ctx, func(tx *sqldb.Tx) error {
		for name, column := range map[string]string{
			"kind": "a.kind", "level": "a.level", "region": "a.region", "body": "a.body", "outcome": "a.outcome",
			"year": "substr(a.date, 1, 4)", "theme": "a.themes",
		} {
			if err := group(tx, name, column); err != nil {
				return err
			}
			if name == "theme" {
				out[name] = splitThemes(out[name])
			}
			out[name] = out[name][:min(len(out[name]), facetValues)]
		}
		for _, u := range civic.Uses() {
			g := but("")
			g.parts = append(g.parts, part{sql: useSQL(u)})
			from, args := g.from()
			c.Value = string(u)
			if err := tx.Get(ctx, `SELECT count(*)`+from, args, &c.Count); err != nil {
				return err
			}
			if c.Count > 0 {
				out["use"] = append(out["use"], c)
			}
		}
		from, args := f.from()
		return tx.Get(ctx, `SELECT count(*)`+from, args, &total)
	})
	return total, out, err
}

// ForgetFacets leaves marks and counts as a former version did.
func (s *Store) ForgetFacets(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		for _, q := range []string{`DELETE FROM facet`, `DELETE FROM facet_value`, `UPDATE act SET passed = 0, near = 0, taken = 0, due = 0`} {
			if _, err := tx.Exec(ctx, q); err != nil {
				return err
			}
		}
		return setFact(ctx, tx, factFacets, 0)
	})
}

// Miscount spoils a count.
func (s *Store) Miscount(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE act SET near = near + 1 WHERE num = (SELECT max(num) FROM act)`)
		return err
	})
}

// DayCode is how marks write a day.
func DayCode(d civic.Date) uint32 { return dayCode(d) }
