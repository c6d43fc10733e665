package deskdb

import (
	"context"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// The counts of an act a as one asks for them of all acts: what is stored with
// each must be the same.
const (
	passedAsked = `(WITH RECURSIVE down(id) AS (SELECT a.id UNION SELECT k.id FROM down d JOIN act k ON k.lineage = d.id AND k.lineage <> '')
		SELECT count(DISTINCT k.body) FROM down d JOIN act k ON k.id = d.id WHERE k.body <> a.body AND ` + passesSQL + `)`
	nearAsked  = `(SELECT count(DISTINCT k.body) FROM act k WHERE k.lineage = a.id AND k.lineage <> '' AND k.body <> a.body AND ` + passesSQL + `)`
	takenAsked = `EXISTS (SELECT 1 FROM act k WHERE k.lineage = a.id AND k.lineage <> '' AND k.kind <> 'amendment' AND k.body <> a.body)`
	dueAsked   = `EXISTS (SELECT 1 FROM live l WHERE l.parent = a.id AND l.kind = 'commitment' AND coalesce(l.body ->> 'due', '') <> '')`
)

// checkFacets tells by Damaged that marks or counts are not what the acts say.
func checkFacets(ctx context.Context, tx *sqldb.Tx) error {
	wrong := civic.NewError(civic.Damaged, "deskdb.facets", "")
	var n int
	err := tx.Get(ctx, `SELECT count(*) FROM act a WHERE a.passed <> `+passedAsked+` OR a.near <> `+nearAsked+`
		OR a.taken <> `+takenAsked+` OR a.due <> `+dueAsked, nil, &n)
	if err != nil {
		return err
	}
	if n > 0 {
		return wrong
	}
	marks := map[int64]mark{}
	if err := eachMark(ctx, tx, func(num int64, m *mark) { marks[num] = *m }); err != nil {
		return err
	}
	values := map[string]uint32{}
	var value string
	var num uint32
	if err := tx.Each(ctx, `SELECT value, num FROM facet_value`, nil, []any{&value, &num}, func() error {
		values[value] = num
		return nil
	}); err != nil {
		return err
	}
	var act int64
	var l listed
	err = tx.Each(ctx, `SELECT num, `+listedColumns+` FROM act`, nil, append([]any{&act}, l.dest()...), func() error {
		m, there := marks[act]
		delete(marks, act)
		for i, v := range l.values() {
			there = there && m[i] == values[v]
		}
		if !there || m[atDay] != l.holds() {
			return wrong
		}
		return nil
	})
	if err == nil && len(marks) > 0 {
		return wrong
	}
	return err
}
