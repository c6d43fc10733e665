package deskdb

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Due lists the acts of a person, and of a body, of which a point has a day by
// which it is carried out, as the screen shows them. Empty: of none.
func (s *Store) Due(ctx context.Context, author civic.ID, body civic.BodyCode) ([]civic.ID, error) {
	var out []civic.ID
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var id civic.ID
		return tx.Each(ctx, `SELECT id FROM act INDEXED BY act_due WHERE due = 1 AND (author = $1 AND author <> '' OR body = $2 AND body <> '')`,
			[]any{string(author), string(body)}, []any{&id}, func() error {
				out = append(out, id)
				return nil
			})
	})
	return out, err
}

// Lives reads acts with their events and points alone, in one look; those that are
// not here are left out.
func (s *Store) Lives(ctx context.Context, ids []civic.ID) ([]civic.ActView, error) {
	out := make([]civic.ActView, 0, len(ids))
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		for _, id := range ids {
			v, err := life(ctx, tx, id)
			if civic.Is(err, civic.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

func life(ctx context.Context, tx *sqldb.Tx, id civic.ID) (civic.ActView, error) {
	var v civic.ActView
	var x scanned
	err := tx.Get(ctx, `SELECT `+liveColumns+` FROM live WHERE id = $1 AND kind = 'act' LIMIT 1`, []any{string(id)}, x.destLive()...)
	if err != nil {
		return v, err
	}
	v.Record, v.Pending = x.record(), x.pending
	if v.Act, err = decodeAct(v.Record.Body); err != nil {
		return v, err
	}
	err = tx.Each(ctx, `SELECT `+liveColumns+` FROM live WHERE parent = $1 AND kind IN ('act_event', 'commitment') ORDER BY pending, born, ord`,
		[]any{string(id)}, x.destLive(), func() error {
			rec := x.record()
			if x.r.Kind == civic.KindCommitment {
				p := civic.CommitmentView{Version: rec.Version, Pending: x.pending}
				if json.Unmarshal(x.body, &p.Commitment) == nil {
					v.Points = append(v.Points, p)
				}
				return nil
			}
			e := civic.EventView{ID: rec.ID, Author: rec.Author, Version: rec.Version, Told: rec.Created, Pending: x.pending}
			if json.Unmarshal(x.body, &e.Event) == nil {
				v.Events = append(v.Events, e)
			}
			return nil
		})
	return v, err
}
