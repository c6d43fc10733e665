package deskdb

import (
	"context"
	"encoding/json"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

const (
	// versionEvery is how long one writes before the text is kept once more.
	versionEvery = 5 * time.Minute
	// versionsKept is how many of these a draft has; named and stale ones stay.
	versionsKept = 30
)

func (w *work) putVersion(ctx context.Context, v civic.DraftVersion) error {
	text, _, err := w.clean(ctx, &v.Content)
	if err != nil {
		return err
	}
	v.Content, v.Num = *text, 0
	raw, err := json.Marshal(v.Content)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.version", err)
	}
	_, err = w.Exec(ctx, `INSERT INTO version (draft, revision, name, stale, saved, content) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(v.Draft), v.Revision, v.Name, v.Stale, milli(v.Saved), string(raw))
	w.note(note{Version: &v})
	return err
}

// keepFormer keeps the text that is about to be replaced, now and then.
func (w *work) keepFormer(ctx context.Context, d civic.Draft, now time.Time) error {
	var last int64
	if err := w.Get(ctx, `SELECT coalesce(max(saved), 0) FROM version WHERE draft = $1`, []any{string(d.ID)}, &last); err != nil {
		return err
	}
	if age := now.Sub(moment(max(last, milli(d.Created)))); age >= 0 && age < versionEvery {
		return nil
	}
	if err := w.putVersion(ctx, civic.DraftVersion{Draft: d.ID, Revision: d.Revision, Saved: now, Content: *d.Plain}); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `DELETE FROM version WHERE draft = $1 AND name = '' AND stale = 0 AND num NOT IN
		(SELECT num FROM version WHERE draft = $1 AND name = '' AND stale = 0 ORDER BY num DESC LIMIT $2)`, string(d.ID), versionsKept)
	return err
}

// NameVersion keeps the present text under a name.
func (s *Store) NameVersion(ctx context.Context, id civic.ID, name string, now time.Time) (civic.DraftVersion, error) {
	var v civic.DraftVersion
	err := s.write(ctx, func(w *work) error {
		w.urgent = true
		d, binned, err := draftOf(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		if binned > 0 || d.Plain == nil {
			return civic.NewError(civic.NotFound, "deskdb.version", "")
		}
		v = civic.DraftVersion{Draft: id, Revision: d.Revision, Name: name, Saved: now, Content: *d.Plain}
		if err := w.putVersion(ctx, v); err != nil {
			return err
		}
		return w.Get(ctx, `SELECT max(num) FROM version WHERE draft = $1`, []any{string(id)}, &v.Num)
	})
	return v, err
}

// Versions lists the former texts of a draft, the newest first.
func (s *Store) Versions(ctx context.Context, id civic.ID) ([]civic.DraftVersion, error) {
	var out []civic.DraftVersion
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = versions(ctx, tx, `WHERE draft = $1 ORDER BY num DESC`, string(id))
		return err
	})
	return out, err
}

func versions(ctx context.Context, tx *sqldb.Tx, where string, args ...any) ([]civic.DraftVersion, error) {
	var out []civic.DraftVersion
	var v civic.DraftVersion
	var saved int64
	var raw []byte
	err := tx.Each(ctx, `SELECT num, draft, revision, name, stale, saved, content FROM version `+where, args,
		[]any{&v.Num, &v.Draft, &v.Revision, &v.Name, &v.Stale, &saved, &raw}, func() error {
			x := v
			x.Saved = moment(saved)
			if err := json.Unmarshal(raw, &x.Content); err != nil {
				return civic.WrapError(civic.Damaged, "deskdb.version", err)
			}
			out = append(out, x)
			return nil
		})
	return out, err
}
