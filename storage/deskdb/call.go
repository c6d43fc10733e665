package deskdb

import (
	"context"
	"encoding/json"
	"slices"

	"scranno/app/civic"
)

// followedCall says why an invitation concerns the person: of those that follow
// from what they follow the nearest one.
const followedCall = `CASE
	WHEN EXISTS (SELECT 1 FROM follow f WHERE f.what = 'author' AND f.target = live.author) THEN 'author'
	WHEN EXISTS (SELECT 1 FROM follow f WHERE f.what = 'act' AND f.target = live.parent) THEN 'act'
	WHEN EXISTS (SELECT 1 FROM follow f WHERE f.what = 'body' AND f.target = (SELECT body FROM act a WHERE a.id = live.parent)) THEN 'body'
	WHEN EXISTS (SELECT 1 FROM follow f JOIN act a ON a.id = live.parent WHERE f.what = 'theme' AND instr(a.themes, ' ' || f.target || ' ') > 0) THEN 'theme'
	ELSE '' END`

// Calls lists the invitations that are here, the last opened first.
func (s *Store) Calls(ctx context.Context, q civic.CallQuery) ([]civic.CallView, error) {
	var out []civic.CallView
	err := s.read(ctx, func(r *reader) (err error) {
		if out, err = r.calls(ctx, q); err != nil {
			return err
		}
		return r.actsOf(ctx, out)
	})
	return out, err
}

// calls reads them without their acts.
func (r *reader) calls(ctx context.Context, q civic.CallQuery) ([]civic.CallView, error) {
	where, args := `shelf = 1`, []any(nil)
	switch {
	case q.ID != "":
		where, args = `id = $1`, []any{string(q.ID)}
	case q.Act != "":
		where, args = `parent = $1`, []any{string(q.Act)}
	}
	var out []civic.CallView
	var x scanned
	var v civic.CallView
	var waits bool
	err := r.tx.Each(ctx, `SELECT `+liveColumns+`, EXISTS (SELECT 1 FROM waits w WHERE w.record = live.id),
		EXISTS (SELECT 1 FROM call_hidden h WHERE h.id = live.id), `+followedCall+` FROM live WHERE kind = 'call' AND `+where, args,
		append(x.destLive(), &waits, &v.Hidden, &v.Followed), func() error {
			c := v
			if json.Unmarshal(x.body, &c.Call) != nil {
				return nil // of a form that this version cannot read
			}
			rec := x.record()
			c.ID, c.Author, c.Version, c.Opened = rec.ID, rec.Author, rec.Version, rec.Created
			c.Pending, c.Mine = x.pending || waits, r.me != "" && rec.Author == r.me
			out = append(out, c)
			return nil
		})
	slices.SortStableFunc(out, func(a, b civic.CallView) int { return b.Opened.Compare(a.Opened) })
	return out, err
}

// actsOf adds the acts that are here.
func (r *reader) actsOf(ctx context.Context, all []civic.CallView) error {
	known := map[civic.ID]*civic.ActHit{}
	for i, c := range all {
		hit, asked := known[c.Call.Act]
		if !asked {
			found, err := hits(ctx, r.tx, `SELECT `+hitColumns+` FROM act a WHERE a.id = ?`, []any{string(c.Call.Act)})
			if err != nil {
				return err
			}
			if len(found) > 0 {
				hit = &found[0]
			}
			known[c.Call.Act] = hit
		}
		all[i].Act = hit
	}
	return nil
}

// HideCall puts an invitation away, or shows it again.
func (s *Store) HideCall(ctx context.Context, id civic.ID, on bool) error {
	return s.write(ctx, func(w *work) error {
		q := `DELETE FROM call_hidden WHERE id = $1`
		if on {
			q = `INSERT OR IGNORE INTO call_hidden (id) VALUES ($1)`
		}
		_, err := w.Exec(ctx, q, string(id))
		return err
	})
}

// Cases lists what moderators decided in the territories that the person
// moderates.
func (s *Store) Cases(ctx context.Context) ([]civic.Case, error) {
	var out []civic.Case
	err := s.read(ctx, func(r *reader) error {
		recs, err := records(ctx, r.tx, `SELECT `+recordColumns+` FROM live WHERE kind = 'case'
			AND channel IN (SELECT name FROM channel WHERE name >= 'desk/' AND name < 'desk0')`)
		for _, rec := range recs {
			if c, err := civic.DecodeBody[civic.Case](rec); err == nil { // else of a form that this version cannot read
				out = append(out, c)
			}
		}
		return err
	})
	return out, err
}
