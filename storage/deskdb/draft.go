package deskdb

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"time"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

const draftColumns = `id, state, revision, created, updated, revises, base, act, protocol, filed_on, beside, plain, sealed, binned, obscured, doubts, papers, act_as, ask, replies`

// draftRow is a row of the table as it is scanned.
type draftRow struct {
	d                civic.Draft
	created, updated int64
	plain, sealed    []byte
	binned           int64
	obscured, doubts []byte
	papers, ask      []byte
	replies          []byte
}

func (x *draftRow) dest() []any {
	return []any{
		&x.d.ID, &x.d.State, &x.d.Revision, &x.created, &x.updated, &x.d.Revises, &x.d.Base, &x.d.Act, &x.d.Protocol,
		&x.d.FiledOn, &x.d.Beside, &x.plain, &x.sealed, &x.binned, &x.obscured, &x.doubts, &x.papers, &x.d.As, &x.ask, &x.replies,
	}
}

func (x *draftRow) draft() (civic.Draft, error) {
	d := x.d
	d.Created, d.Updated = moment(x.created), moment(x.updated)
	if x.plain != nil {
		d.Plain = new(civic.Content)
		if err := decodeText(x.plain, d.Plain, &d.Plain.Clauses); err != nil {
			return d, civic.WrapError(civic.Damaged, "deskdb.draft", err)
		}
	}
	if len(x.obscured) > 0 {
		d.Obscured = new(civic.RedactionNote)
		if err := json.Unmarshal(x.obscured, d.Obscured); err != nil {
			return d, civic.WrapError(civic.Damaged, "deskdb.draft", err)
		}
	}
	if x.sealed != nil {
		d.Sealed = new(civic.SealedBody)
		if err := json.Unmarshal(x.sealed, d.Sealed); err != nil {
			return d, civic.WrapError(civic.Damaged, "deskdb.draft", err)
		}
	}
	d.Papers, d.Doubts, d.Ask, d.Replies = nil, nil, nil, nil
	if len(x.replies) > 0 {
		if err := json.Unmarshal(x.replies, &d.Replies); err != nil {
			return d, civic.WrapError(civic.Damaged, "deskdb.draft", err)
		}
	}
	if len(x.ask) > 0 {
		d.Ask = new(civic.Ask)
		if err := json.Unmarshal(x.ask, d.Ask); err != nil {
			return d, civic.WrapError(civic.Damaged, "deskdb.draft", err)
		}
	}
	if len(x.papers) > 0 {
		if err := json.Unmarshal(x.papers, &d.Papers); err != nil {
			return d, civic.WrapError(civic.Damaged, "deskdb.draft", err)
		}
	}
	if len(x.doubts) > 0 {
		return d, civic.WrapError(civic.Damaged, "deskdb.draft", json.Unmarshal(x.doubts, &d.Doubts))
	}
	return d, nil
}

func draftOf(ctx context.Context, tx *sqldb.Tx, id civic.ID) (civic.Draft, int64, error) {
	var x draftRow
	err := tx.Get(ctx, `SELECT `+draftColumns+` FROM draft WHERE id = $1`, []any{string(id)}, x.dest()...)
	if err != nil {
		return civic.Draft{}, 0, err
	}
	d, err := x.draft()
	return d, x.binned, err
}

// putDraft writes a draft whole, without what moderation took out, and journals
// it.
func (w *work) putDraft(ctx context.Context, d civic.Draft, binned int64) error {
	text, taken, err := w.clean(ctx, d.Plain)
	if err != nil {
		return err
	}
	if d.Plain = text; taken != nil {
		d.Obscured = taken
	}
	plain, err := jsonOrNil(d.Plain)
	if err != nil {
		return err
	}
	sealed, err := jsonOrNil(d.Sealed)
	if err != nil {
		return err
	}
	var beside [5]string
	for i, v := range []any{d.Obscured, d.Doubts, d.Papers, d.Ask, d.Replies} {
		if beside[i], err = jsonOrEmpty(v); err != nil {
			return err
		}
	}
	_, err = w.Exec(ctx, `INSERT OR REPLACE INTO draft (`+draftColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		string(d.ID), string(d.State), d.Revision, milli(d.Created), milli(d.Updated), string(d.Revises), d.Base, string(d.Act),
		d.Protocol, string(d.FiledOn), string(d.Beside), plain, sealed, binned,
		beside[0], beside[1], beside[2], string(d.As), beside[3], beside[4])
	w.note(note{Draft: &draftNote{Draft: d, Binned: binned}})
	return err
}

// jsonOrEmpty writes what stands beside a draft; nothing as no text.
func jsonOrEmpty(v any) (string, error) {
	if x := reflect.ValueOf(v); x.IsNil() || x.Kind() == reflect.Slice && x.Len() == 0 {
		return "", nil
	}
	raw, err := json.Marshal(v)
	return string(raw), civic.WrapError(civic.Internal, "deskdb.encode", err)
}

func jsonOrNil[T any](v *T) (any, error) {
	if v == nil {
		return nil, nil
	}
	raw, err := json.Marshal(v)
	return string(raw), civic.WrapError(civic.Internal, "deskdb.encode", err)
}

// AddDraft keeps a new draft.
func (s *Store) AddDraft(ctx context.Context, d civic.Draft) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		var n int
		if err := w.Get(ctx, `SELECT count(*) FROM draft WHERE id = $1`, []any{string(d.ID)}, &n); err != nil {
			return err
		}
		if n > 0 {
			return civic.NewError(civic.Conflict, "deskdb.draft", "")
		}
		return w.putDraft(ctx, d, 0)
	})
}

// Drafts lists the drafts in use, the last touched first.
func (s *Store) Drafts(ctx context.Context) ([]civic.Draft, error) {
	return s.drafts(ctx, `WHERE binned = 0 ORDER BY updated DESC, created DESC`)
}

// DraftLines lists drafts as Drafts does, without the clauses of their texts.
func (s *Store) DraftLines(ctx context.Context) ([]civic.Draft, error) {
	return s.draftLines(ctx, `WHERE binned = 0 ORDER BY updated DESC, created DESC`)
}

// FiledLines lists those alone that have a day of filing.
func (s *Store) FiledLines(ctx context.Context) ([]civic.Draft, error) {
	return s.draftLines(ctx, `WHERE binned = 0 AND filed_on <> '' ORDER BY updated DESC, created DESC`)
}

func (s *Store) draftLines(ctx context.Context, where string) ([]civic.Draft, error) {
	var out []civic.Draft
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var x draftRow
		return tx.Each(ctx, `SELECT `+draftColumns+` FROM draft `+where, nil, x.dest(), func() error {
			if before, _, after, found := civic.CutField(string(x.plain), "clauses"); found {
				x.plain = []byte(before + "null" + after)
			}
			d, err := x.draft()
			out = append(out, d)
			return err
		})
	})
	return out, err
}

// BinnedDrafts lists those in the bin.
func (s *Store) BinnedDrafts(ctx context.Context) ([]civic.Draft, error) {
	return s.drafts(ctx, `WHERE binned > 0 ORDER BY updated DESC, created DESC`)
}

func (s *Store) drafts(ctx context.Context, where string) ([]civic.Draft, error) {
	var out []civic.Draft
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var x draftRow
		return tx.Each(ctx, `SELECT `+draftColumns+` FROM draft `+where, nil, x.dest(), func() error {
			d, err := x.draft()
			out = append(out, d)
			return err
		})
	})
	return out, err
}

// Draft gives a draft in use.
func (s *Store) Draft(ctx context.Context, id civic.ID) (civic.Draft, error) {
	var d civic.Draft
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		var binned int64
		var err error
		if d, binned, err = draftOf(ctx, tx, id); err == nil && binned > 0 {
			err = civic.NewError(civic.NotFound, "deskdb.draft", "")
		}
		return err
	})
	return d, err
}

// SaveDraft replaces the text upon the base revision; else it keeps this text as
// a stale version, commits that, and gives a Conflict.
func (s *Store) SaveDraft(
	ctx context.Context, id civic.ID, base int64, c civic.Content, now time.Time,
) (civic.Draft, error) {
	var d civic.Draft
	stale := false
	err := s.write(ctx, func(w *work) error {
		var binned int64
		var err error
		if d, binned, err = draftOf(ctx, w.Tx, id); err != nil {
			return err
		}
		if binned > 0 || d.Plain == nil {
			return civic.NewError(civic.NotFound, "deskdb.draft", "")
		}
		if d.Revision != base {
			same, err := sameContent(*d.Plain, c)
			if stale = !same; err != nil || same {
				return err // the same save came twice
			}
			w.urgent = true
			return w.putVersion(ctx, civic.DraftVersion{Draft: id, Revision: base, Stale: true, Saved: now, Content: c})
		}
		if err := w.keepFormer(ctx, d, now); err != nil {
			return err
		}
		d.Plain, d.Updated = &c, now
		d.Revision++
		return w.putDraft(ctx, d, 0)
	})
	if err == nil && stale {
		err = civic.NewError(civic.Conflict, "deskdb.save_draft", "draft.stale")
	}
	return d, err
}

// sameContent compares all that one may have written, not the words alone.
func sameContent(a, b civic.Content) (bool, error) {
	x, err := civic.CanonicalOf(a)
	if err != nil {
		return false, err
	}
	y, err := civic.CanonicalOf(b)
	return bytes.Equal(x, y), err
}

// ChangeDraft changes what is not text.
func (s *Store) ChangeDraft(
	ctx context.Context, id civic.ID, now time.Time, change func(*civic.Draft) error,
) (civic.Draft, error) {
	var d civic.Draft
	err := s.write(ctx, func(w *work) (err error) {
		w.urgent = true
		d, err = w.changeDraft(ctx, id, now, change)
		return err
	})
	return d, err
}

func (w *work) changeDraft(
	ctx context.Context, id civic.ID, now time.Time, change func(*civic.Draft) error,
) (civic.Draft, error) {
	d, binned, err := draftOf(ctx, w.Tx, id)
	if err != nil {
		return d, err
	}
	if err := change(&d); err != nil {
		return d, err
	}
	d.Updated = now
	return d, w.putDraft(ctx, d, binned)
}

// BinDraft puts a draft into the bin.
func (s *Store) BinDraft(ctx context.Context, id civic.ID, now time.Time) error {
	return s.moveDraft(ctx, id, 1, now)
}

// RestoreDraft takes it out.
func (s *Store) RestoreDraft(ctx context.Context, id civic.ID, now time.Time) error {
	return s.moveDraft(ctx, id, 0, now)
}

func (s *Store) moveDraft(ctx context.Context, id civic.ID, binned int64, now time.Time) error {
	return s.write(ctx, func(w *work) error {
		w.urgent = true
		d, was, err := draftOf(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		if (was > 0) == (binned > 0) {
			return civic.NewError(civic.NotFound, "deskdb.draft", "")
		}
		d.Updated = now
		return w.putDraft(ctx, d, binned)
	})
}

// reopen makes the draft of a publication that will not run one to work on
// again. By a conflict it stands beside the act's newer text; where there is no
// draft the text becomes one.
func (w *work) reopen(ctx context.Context, q queued, now time.Time, conflict bool) error {
	if q.Name != civic.CmdPublish && q.Name != civic.CmdRevise {
		return nil
	}
	var a struct {
		Act     civic.ID      `json:"act"`
		Content civic.Content `json:"content"`
	}
	if json.Unmarshal(q.Args, &a) != nil {
		return nil // nothing that a person could write on
	}
	beside := civic.ID("")
	if conflict && q.Name == civic.CmdRevise {
		beside = a.Act
	}
	if q.Draft != "" {
		_, err := w.changeDraft(ctx, q.Draft, now, func(d *civic.Draft) error {
			if q.Reason == civic.ReasonDuplicate && q.Name == civic.CmdPublish && d.As != "" && d.As == d.Act {
				return nil // another of the group was first: it is the same act
			}
			if d.State = civic.DraftOpen; d.FiledOn != "" {
				d.State = civic.DraftFiled
			}
			d.Act, d.Beside = "", beside
			return nil
		})
		if !civic.Is(err, civic.NotFound) {
			return err
		}
	}
	if beside == "" {
		return nil
	}
	w.urgent = true
	return w.putDraft(ctx, civic.Draft{
		ID: civic.DerivedID("beside", string(q.ID)), State: civic.DraftOpen, Revision: 1, Created: now, Updated: now,
		Revises: a.Act, Base: q.Base, Beside: beside, Plain: &a.Content,
	}, 0)
}

// backToDraft opens the draft of an act that was withdrawn.
func (w *work) backToDraft(ctx context.Context, act civic.ID, now time.Time) error {
	var id civic.ID
	err := w.Get(ctx, `SELECT id FROM draft WHERE act = $1 AND act <> '' AND state = 'submitted' LIMIT 1`, []any{string(act)}, &id)
	if civic.Is(err, civic.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = w.changeDraft(ctx, id, now, func(d *civic.Draft) error {
		d.State, d.Act = civic.DraftOpen, ""
		return nil
	})
	return err
}
