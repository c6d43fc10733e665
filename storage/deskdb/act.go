package deskdb

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

func sortCounts(c []civic.FacetCount) {
	slices.SortStableFunc(c, func(a, b civic.FacetCount) int { return cmp.Compare(b.Count, a.Count) })
}

// Act gives an act with all that hangs on it, as the screen shows it.
func (s *Store) Act(ctx context.Context, id civic.ID) (civic.ActView, error) {
	var v civic.ActView
	err := s.db.View(ctx, func(tx *sqldb.Tx) error {
		p, err := profile(ctx, tx)
		if err != nil {
			return err
		}
		r := reader{tx: tx, me: p.Person}
		v, err = r.act(ctx, id)
		return err
	})
	return v, err
}

// reader reads views inside one transaction.
type reader struct {
	tx    *sqldb.Tx
	me    civic.ID
	names map[civic.ID]civic.PublicName
	drawn *bool // whether anything is drawn upon the copy; nil: not asked yet
}

func (r *reader) act(ctx context.Context, id civic.ID) (civic.ActView, error) {
	var v civic.ActView
	var x scanned
	err := r.tx.Get(ctx, `SELECT `+liveColumns+` FROM live WHERE id = $1 AND kind = 'act' LIMIT 1`, []any{string(id)}, x.destLive()...)
	if err != nil {
		return v, err
	}
	v.Record, v.Pending = x.record(), x.pending
	if v.Act, err = decodeAct(v.Record.Body); err != nil {
		return v, err
	}
	if !v.Pending {
		if err := r.tx.Get(ctx, `SELECT count(*) > 0 FROM waits WHERE record = $1`, []any{string(id)}, &v.Pending); err != nil {
			return v, err
		}
	}
	if err := r.hanging(ctx, &v); err != nil {
		return v, err
	}
	if v.Calls, err = r.calls(ctx, civic.CallQuery{Act: id}); err != nil {
		return v, err
	}
	events := make([]civic.ActEvent, len(v.Events))
	for i, e := range v.Events {
		events[i] = e.Event
	}
	v.Outcome = civic.OutcomeOf(v.Act, events)
	name, err := r.name(ctx, v.Record.Author)
	if err != nil {
		return v, err
	}
	v.Author = name.Name
	if r.me != "" {
		if err := r.tx.Get(ctx, `SELECT count(*) > 0 FROM live WHERE id = $1`, []any{string(civic.UsefulID(r.me, id))}, &v.Useful); err != nil {
			return v, err
		}
	}
	err = r.family(ctx, &v)
	return v, err
}

// hanging reads events, revisions, figures and threads of an act.
func (r *reader) hanging(ctx context.Context, v *civic.ActView) error {
	var x scanned
	var threads []scanned
	err := r.tx.Each(ctx, `SELECT `+liveColumns+` FROM live WHERE parent = $1 ORDER BY pending, born, ord`, []any{string(v.Record.ID)},
		x.destLive(), func() error {
			switch x.r.Kind {
			case civic.KindActEvent:
				rec := x.record()
				e := civic.EventView{ID: rec.ID, Author: rec.Author, Version: rec.Version, Told: rec.Created, Pending: x.pending}
				if json.Unmarshal(x.body, &e.Event) == nil {
					v.Events = append(v.Events, e)
				}
			case civic.KindCommitment:
				p := civic.CommitmentView{Version: x.r.Version, Pending: x.pending}
				if json.Unmarshal(x.body, &p.Commitment) == nil {
					v.Points = append(v.Points, p)
				}
			case civic.KindSponsorship:
				s := civic.SponsorView{ID: x.r.ID, Person: x.r.Author, Since: x.record().Created, Pending: x.pending}
				if json.Unmarshal(x.body, &s.Support) == nil {
					s.Stale = s.Support.Text != civic.TextHash(v.Act.Content)
					v.Sponsors = append(v.Sponsors, s)
				}
			case civic.KindRevision:
				n := civic.RevisionView{ID: x.r.ID}
				if json.Unmarshal(x.body, &n.Revision) == nil {
					v.Revisions = append(v.Revisions, n)
				}
			case civic.KindTally:
				v.Tally = readTally(x.body)
			case civic.KindThread:
				threads = append(threads, x)
			}
			return nil
		})
	if err != nil {
		return err
	}
	for i := range v.Events {
		name, err := r.name(ctx, v.Events[i].Author)
		if err != nil {
			return err
		}
		v.Events[i].By = name.Name
	}
	slices.SortStableFunc(v.Events, func(a, b civic.EventView) int { return cmp.Compare(a.Event.Date, b.Event.Date) })
	slices.SortStableFunc(v.Revisions, func(a, b civic.RevisionView) int {
		return cmp.Compare(b.Revision.Version, a.Revision.Version)
	})
	v.Threads, err = r.threadHits(ctx, threads)
	return err
}

// readTally reads figures; of a form that this version cannot read they are
// none.
func readTally(body []byte) civic.Tally {
	var t civic.Tally
	if json.Unmarshal(body, &t) != nil {
		return civic.Tally{}
	}
	return t
}

// family finds the act that this one came from and those that came from it.
func (r *reader) family(ctx context.Context, v *civic.ActView) error {
	var err error
	v.Children, err = hits(ctx, r.tx, `SELECT `+hitColumns+` FROM act a WHERE a.lineage = ? AND a.lineage <> ''
		ORDER BY a.date DESC, a.born DESC`, []any{string(v.Record.ID)})
	if err != nil {
		return err
	}
	own, err := hits(ctx, r.tx, `SELECT `+hitColumns+` FROM act a WHERE a.id = ?`, []any{string(v.Record.ID)})
	if len(own) > 0 {
		v.Passed, v.Near = own[0].Passed, own[0].Near
	}
	if err != nil || v.Act.Lineage == nil {
		return err
	}
	parents, err := hits(ctx, r.tx, `SELECT `+hitColumns+` FROM act a WHERE a.id = ?`, []any{string(v.Act.Lineage.Parent)})
	if len(parents) > 0 {
		v.Parent = &parents[0]
	}
	return err
}

// name gives the public name of a person; empty where this copy has none.
func (r *reader) name(ctx context.Context, person civic.ID) (civic.PublicName, error) {
	if n, ok := r.names[person]; ok {
		return n, nil
	}
	n := civic.PublicName{Person: person}
	var body []byte
	err := r.tx.Get(ctx, `SELECT body FROM live WHERE id = $1 LIMIT 1`, []any{string(civic.NameID(person))}, &body)
	switch {
	case err == nil:
		if json.Unmarshal(body, &n) != nil { // of a form that this version cannot read
			n = civic.PublicName{Person: person}
		}
	case civic.Is(err, civic.NotFound):
		if person == r.me {
			p, err := profile(ctx, r.tx)
			if err != nil {
				return n, err
			}
			n.Name = p.Name
		}
	default:
		return n, err
	}
	if r.names == nil {
		r.names = map[civic.ID]civic.PublicName{}
	}
	r.names[person] = n
	return n, nil
}
