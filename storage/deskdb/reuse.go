package deskdb

import (
	"context"
	"strings"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// maxAncestors bounds the way up: a lineage may name anything, also in a ring.
const maxAncestors = 50

// Kin gives the acts of one line that are here: from the first known ancestor
// down, at most limit of them, each after the one that it came from.
func (s *Store) Kin(ctx context.Context, act civic.ID, limit int) ([]civic.KinAct, error) {
	var out []civic.KinAct
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		root, err := rootOf(ctx, tx, act)
		if err != nil {
			return err
		}
		ids, depth, err := descent(ctx, tx, root, limit)
		if err != nil {
			return err
		}
		out, err = kinActs(ctx, tx, ids, depth)
		return err
	})
	return out, err
}

// rootOf goes up as far as the acts are here.
func rootOf(ctx context.Context, tx *sqldb.Tx, act civic.ID) (civic.ID, error) {
	seen := map[civic.ID]bool{}
	for range maxAncestors {
		seen[act] = true
		var parent civic.ID
		if err := tx.Get(ctx, `SELECT lineage FROM act WHERE id = $1`, []any{string(act)}, &parent); err != nil {
			return act, err
		}
		var here bool
		if err := tx.Get(ctx, `SELECT count(*) > 0 FROM act WHERE id = $1`, []any{string(parent)}, &here); err != nil {
			return act, err
		}
		if parent == "" || !here || seen[parent] {
			return act, nil
		}
		act = parent
	}
	return act, nil
}

// descent gives the acts below root as one reads a tree, with how deep each is.
func descent(ctx context.Context, tx *sqldb.Tx, root civic.ID, limit int) (ids []civic.ID, depth []int, err error) {
	seen := map[civic.ID]bool{}
	var down func(id civic.ID, at int) error
	down = func(id civic.ID, at int) error {
		if seen[id] || len(ids) >= limit || at > maxAncestors {
			return nil
		}
		seen[id] = true
		ids, depth = append(ids, id), append(depth, at)
		var below []civic.ID
		var child civic.ID
		err := tx.Each(ctx, `SELECT id FROM act WHERE lineage = $1 AND lineage <> '' ORDER BY date, born LIMIT $2`, []any{string(id), limit},
			[]any{&child}, func() error {
				below = append(below, child)
				return nil
			})
		for _, x := range below {
			if err == nil {
				err = down(x, at+1)
			}
		}
		return err
	}
	err = down(root, 0)
	return ids, depth, err
}

func kinActs(ctx context.Context, tx *sqldb.Tx, ids []civic.ID, depth []int) ([]civic.KinAct, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	at := make(map[civic.ID]int, len(ids))
	args := make([]any, len(ids))
	out := make([]civic.KinAct, len(ids))
	for i, id := range ids {
		at[id], args[i], out[i].Depth = i, string(id), depth[i]
	}
	in := `(?` + strings.Repeat(", ?", len(ids)-1) + `)`
	found, err := hits(ctx, tx, `SELECT `+hitColumns+` FROM act a WHERE a.id IN `+in, args)
	if err != nil {
		return nil, err
	}
	for _, h := range found {
		out[at[h.ID]].ActHit = h
	}
	var id civic.ID
	var version int64
	var body []byte
	err = tx.Each(ctx, `SELECT id, version, body FROM live WHERE kind = 'act' AND id IN `+in, args, []any{&id, &version, &body}, func() error {
		k := &out[at[id]]
		k.Version = version
		k.Act, err = decodeAct(body)
		return err
	})
	return out, err
}

// ParentSeen gives the version of its parent up to which the person has looked,
// for a draft or an act; 0: never.
func (s *Store) ParentSeen(ctx context.Context, child civic.ID) (int64, error) {
	var v int64
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		return tx.Get(ctx, `SELECT coalesce(max(version), 0) FROM parent_seen WHERE child = $1`, []any{string(child)}, &v)
	})
	return v, err
}

// SeeParent notes that the person has looked.
func (s *Store) SeeParent(ctx context.Context, child civic.ID, version int64) error {
	return s.write(ctx, func(w *work) error {
		_, err := w.Exec(ctx, `INSERT INTO parent_seen (child, version) VALUES ($1, $2)
			ON CONFLICT (child) DO UPDATE SET version = max(version, excluded.version)`, string(child), version)
		return err
	})
}
