package deskdb

import (
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// away is what has to hold for an act k to count as taken up from another one: it
// is of another body, and no amendment to it.
const (
	approvals = `IN ('approved', 'approved_amended', 'approved_in_parts')`

	// passedColumns are the bodies where what came from an act a was approved: over
	// all steps, and straight from it.
	passedColumns = `(WITH RECURSIVE down(id) AS (SELECT a.id UNION SELECT k.id FROM down d JOIN act k ON k.lineage = d.id AND k.lineage <> '')
		SELECT count(DISTINCT k.body) FROM down d JOIN act k ON k.id = d.id
		WHERE k.body <> a.body AND k.kind <> 'amendment' AND k.outcome ` + approvals + `),
		(SELECT count(DISTINCT k.body) FROM act k WHERE k.lineage = a.id AND k.lineage <> ''
		AND k.body <> a.body AND k.kind <> 'amendment' AND k.outcome ` + approvals + `)`

	// passedAway are the acts above what was approved, read once: from there up.
	passedAway = `a.id IN (WITH RECURSIVE up(id, body) AS (
		SELECT k.lineage, k.body FROM act k WHERE k.lineage <> '' AND k.kind <> 'amendment' AND k.outcome ` + approvals + `
		UNION SELECT p.lineage, u.body FROM up u JOIN act p ON p.id = u.id WHERE p.lineage <> '')
		SELECT u.id FROM up u JOIN act x ON x.id = u.id WHERE x.body <> u.body)`

	reusedAway = `(a.reuses > 0 OR a.id IN (SELECT k.lineage FROM act k JOIN act x ON x.id = k.lineage
		WHERE k.lineage <> '' AND k.kind <> 'amendment' AND x.body <> k.body))`
)

// useSQL is what has to hold of an act a.
func useSQL(u civic.Use) string {
	switch u {
	case civic.UseReused:
		return reusedAway
	case civic.UsePassed:
		return passedAway
	case civic.UseDecided:
		list := ""
		for _, o := range civic.FinalOutcomes() {
			list += ", '" + string(o) + "'"
		}
		return "a.outcome IN (" + list[2:] + ")"
	}
	return "FALSE"
}

// uses counts the acts of the result of which each use holds: they are no values
// of one thing, so what is chosen narrows the others too.
func (f *filter) uses(ctx context.Context, tx *sqldb.Tx) ([]civic.FacetCount, error) {
	var out []civic.FacetCount
	for _, u := range civic.Uses() {
		with := filter{match: f.match, parts: append(slices.Clone(f.parts), part{sql: useSQL(u)})}
		query, args := with.total()
		c := civic.FacetCount{Value: string(u)}
		if err := tx.Get(ctx, query, args, &c.Count); err != nil {
			return nil, err
		}
		if c.Count > 0 {
			out = append(out, c)
		}
	}
	return out, nil
}
