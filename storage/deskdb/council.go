package deskdb

import (
	"context"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// Councils lists the profiles of councils, by body.
func (s *Store) Councils(ctx context.Context) ([]civic.CouncilProfile, error) {
	var out []civic.CouncilProfile
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = councils(ctx, tx, ``)
		return err
	})
	return out, err
}

// Council gives the profile of one body.
func (s *Store) Council(ctx context.Context, body civic.BodyCode) (civic.CouncilProfile, error) {
	var out []civic.CouncilProfile
	err := s.db.View(ctx, func(tx *sqldb.Tx) (err error) {
		out, err = councils(ctx, tx, `WHERE body = $1`, string(body))
		return err
	})
	if err == nil && len(out) == 0 {
		err = civic.NewError(civic.NotFound, "deskdb.council", "")
	}
	if err != nil {
		return civic.CouncilProfile{}, err
	}
	return out[0], nil
}

func councils(ctx context.Context, tx *sqldb.Tx, where string, args ...any) ([]civic.CouncilProfile, error) {
	var out []civic.CouncilProfile
	var raw []byte
	err := tx.Each(ctx, `SELECT profile FROM council `+where+` ORDER BY body`, args, []any{&raw}, func() error {
		var p civic.CouncilProfile
		if err := json.Unmarshal(raw, &p); err != nil {
			return civic.WrapError(civic.Damaged, "deskdb.council", err)
		}
		out = append(out, p)
		return nil
	})
	return out, err
}

// KeepCouncil writes a profile whole.
func (s *Store) KeepCouncil(ctx context.Context, p civic.CouncilProfile) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		return w.putCouncil(ctx, p)
	})
}

func (w *work) putCouncil(ctx context.Context, p civic.CouncilProfile) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return civic.WrapError(civic.Internal, "deskdb.encode", err)
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO council (body, profile) VALUES ($1, $2)`, string(p.Body), string(raw))
	w.note(note{Council: &p})
	return err
}

// DropCouncil forgets the profile of a body.
func (s *Store) DropCouncil(ctx context.Context, body civic.BodyCode) error {
	return s.write(ctx, func(w *work) error {
		n, err := w.Exec(ctx, `DELETE FROM council WHERE body = $1`, string(body))
		if err == nil && n == 0 {
			return civic.NewError(civic.NotFound, "deskdb.council", "")
		}
		w.note(note{CouncilGone: body})
		return err
	})
}

// councilKept is what the journal has of the person's council.
type councilKept struct {
	profiles map[civic.BodyCode]*civic.CouncilProfile
	sittings map[civic.ID]*sittingNote
	papers   map[civic.ID]*paperNote
}

// gatherCouncil takes the lines about the council out of a journal.
func gatherCouncil(notes []note) councilKept {
	k := councilKept{
		profiles: map[civic.BodyCode]*civic.CouncilProfile{}, sittings: map[civic.ID]*sittingNote{}, papers: map[civic.ID]*paperNote{},
	}
	for _, n := range notes {
		switch {
		case n.Council != nil:
			k.profiles[n.Council.Body] = n.Council
		case n.CouncilGone != "":
			delete(k.profiles, n.CouncilGone)
		case n.Sitting != nil:
			k.sittings[n.Sitting.Sitting.ID] = n.Sitting
		case n.SittingGone != "":
			delete(k.sittings, n.SittingGone)
		case n.Paper != nil:
			k.papers[n.Paper.ID] = n.Paper
		}
	}
	return k
}

// mergeCouncil brings back what only the journal has, or has in a later state.
func (w *work) mergeCouncil(ctx context.Context, notes []note) error {
	k := gatherCouncil(notes)
	for _, p := range k.profiles {
		have, err := councils(ctx, w.Tx, `WHERE body = $1`, string(p.Body))
		if err != nil {
			return err
		}
		if len(have) > 0 && !have[0].Updated.Before(p.Updated) {
			continue
		}
		if err := w.putCouncil(ctx, *p); err != nil {
			return err
		}
	}
	for _, x := range k.sittings {
		have, _, err := sittingOf(ctx, w.Tx, x.Sitting.ID)
		if err != nil && !civic.Is(err, civic.NotFound) {
			return err
		}
		if err == nil && have.Revision >= x.Sitting.Revision {
			continue
		}
		if err := w.putSitting(ctx, x.Sitting, x.Binned); err != nil {
			return err
		}
	}
	for _, p := range k.papers {
		if k.sittings[p.Sitting] == nil {
			continue // its sitting is gone
		}
		if err := w.putPaper(ctx, *p); err != nil {
			return err
		}
	}
	return nil
}

// councilNotes adds the council to a snapshot for the journal.
func councilNotes(ctx context.Context, tx *sqldb.Tx, notes []note) ([]note, error) {
	all, err := councils(ctx, tx, ``)
	if err != nil {
		return nil, err
	}
	for i := range all {
		notes = append(notes, note{Council: &all[i]})
	}
	err = eachSitting(ctx, tx, ``, nil, func(x civic.Sitting, binned int64) {
		notes = append(notes, note{Sitting: &sittingNote{Sitting: x, Binned: binned}})
	})
	if err != nil {
		return nil, err
	}
	var p paperNote
	var raw []byte
	err = tx.Each(ctx, `SELECT id, sitting, clauses FROM sitting_paper`, nil, []any{&p.ID, &p.Sitting, &raw}, func() error {
		x := p
		if err := json.Unmarshal(raw, &x.Text); err != nil {
			return civic.WrapError(civic.Damaged, "deskdb.paper", err)
		}
		notes = append(notes, note{Paper: &x})
		return nil
	})
	return notes, err
}
