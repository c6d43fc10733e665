package central

import (
	"context"
	"time"

	"scranno/app/civic"
)

// publicFamilies are the channels of acts that everyone may read.
func publicFamilies() []string { return []string{"acts"} }

// Search answers a query over the acts that the caller may read.
func (s *Service) Search(ctx context.Context, who Caller, q civic.ActQuery) (civic.ActResult, error) {
	if len(q.Text) > civic.MaxLine {
		return civic.ActResult{}, civic.NewError(civic.TooLarge, "central.search", "invalid.too_long", "field", "text")
	}
	families := publicFamilies()
	if who.Person != "" {
		actor, err := s.Actor(ctx, who.Person)
		if err != nil {
			return civic.ActResult{}, err
		}
		if actor.Councillor() {
			families = append(families, "councillors")
		}
	}
	return s.store.Acts(ctx, q, families, time.Time{}, "")
}

// PublicActs lists the newest acts that public pages may show.
func (s *Service) PublicActs(ctx context.Context, limit int) ([]civic.ActHit, error) {
	q := civic.ActQuery{Limit: limit, Newest: true}
	res, err := s.store.Acts(ctx, q, publicFamilies(), s.now().Add(-civic.UndoWindow), "")
	return res.Hits, err
}

// PublicAct gives an act as a public page shows it: without threads, and nothing
// that is not public. NotFound also within the time in which its author may take
// it back.
func (s *Service) PublicAct(ctx context.Context, id civic.ID) (civic.ActView, error) {
	var v civic.ActView
	now := s.now()
	err := s.store.View(ctx, now, func(w civic.World) error {
		var err error
		v, err = publicView(ctx, w, id, now)
		return err
	})
	if err != nil {
		return civic.ActView{}, err
	}
	res, err := s.store.Acts(ctx, civic.ActQuery{}, publicFamilies(), now.Add(-civic.UndoWindow), id)
	if err != nil {
		return civic.ActView{}, err
	}
	v.Children = res.Hits
	if l := v.Act.Lineage; l != nil {
		if v.Parent, err = s.publicHit(ctx, l.Parent); err != nil {
			return civic.ActView{}, err
		}
	}
	return v, nil
}

func publicView(ctx context.Context, w civic.World, id civic.ID, now time.Time) (civic.ActView, error) {
	v := civic.ActView{}
	rec, act, err := shownAct(ctx, w, id, now)
	if err != nil {
		return v, err
	}
	v.Record, v.Act = rec, act
	below, err := w.Children(ctx, id)
	if err != nil {
		return v, err
	}
	var events []civic.ActEvent
	for _, r := range below {
		switch r.Kind {
		case civic.KindActEvent:
			e, err := civic.DecodeBody[civic.ActEvent](r)
			if err != nil {
				return v, err
			}
			events = append(events, e)
			v.Events = append(v.Events, civic.EventView{ID: r.ID, Event: e, Author: r.Author})
		case civic.KindCommitment:
			c, err := civic.DecodeBody[civic.Commitment](r)
			if err != nil {
				return v, err
			}
			v.Points = append(v.Points, civic.CommitmentView{Commitment: c, Version: r.Version})
		case civic.KindCall:
			c, err := civic.DecodeBody[civic.Call](r)
			if err != nil {
				return v, err
			}
			if c.Returned != nil {
				continue
			}
			v.Calls = append(v.Calls, civic.CallView{ID: r.ID, Call: c, Author: r.Author, Version: r.Version, Opened: r.Created})
		case civic.KindTally:
			if v.Tally, err = civic.DecodeBody[civic.Tally](r); err != nil {
				return v, err
			}
		case civic.KindRevision:
			rev, err := civic.DecodeBody[civic.Revision](r)
			if err != nil {
				return v, err
			}
			v.Revisions = append(v.Revisions, civic.RevisionView{ID: r.ID, Revision: rev})
		}
	}
	if err := silence(ctx, w, &v, civic.DateOf(now.UTC())); err != nil {
		return v, err
	}
	v.Outcome = civic.OutcomeOf(act, events)
	v.Author, err = nameOf(ctx, w, rec.Author)
	return v, err
}

// silence marks the invitations that an election silence holds back, in their
// territory or in that of the act.
func silence(ctx context.Context, w civic.World, v *civic.ActView, day civic.Date) error {
	for i := range v.Calls {
		s, on, err := civic.Silenced(ctx, w, day, v.Calls[i].Call.To, v.Act.Region)
		if err != nil {
			return err
		}
		if on {
			v.Calls[i].Silence = &s
		}
	}
	return nil
}

// shownAct finds an act that a public page may show.
func shownAct(ctx context.Context, w civic.World, id civic.ID, now time.Time) (civic.Record, civic.Act, error) {
	rec, err := w.Record(ctx, id)
	if err != nil {
		return rec, civic.Act{}, err
	}
	if rec.Kind != civic.KindAct || rec.Channel.Family() != "acts" {
		return rec, civic.Act{}, civic.NewError(civic.NotFound, "central.act", "")
	}
	act, err := civic.DecodeBody[civic.Act](rec)
	if err == nil && !act.Shown(now) {
		err = civic.NewError(civic.NotFound, "central.act", "")
	}
	return rec, act, err
}

// publicHit gives an act in a line; nil when no public page shows it.
func (s *Service) publicHit(ctx context.Context, id civic.ID) (*civic.ActHit, error) {
	var hit *civic.ActHit
	now := s.now()
	err := s.store.View(ctx, now, func(w civic.World) error {
		rec, act, err := shownAct(ctx, w, id, now)
		if civic.Is(err, civic.NotFound) {
			return nil
		}
		hit = &civic.ActHit{
			ID: rec.ID, Kind: act.Kind, Subkind: act.Subkind, Level: act.Level, Subject: act.Subject, Body: act.Body,
			BodyName: act.BodyName, Region: act.Region, Date: act.Date, Themes: act.Themes, Author: rec.Author,
		}
		return err
	})
	return hit, err
}

// nameOf is the public name of an author; empty for imported acts.
func nameOf(ctx context.Context, w civic.World, person civic.ID) (string, error) {
	if person == "" {
		return "", nil
	}
	rec, err := w.Record(ctx, civic.NameID(person))
	if civic.Is(err, civic.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	n, err := civic.DecodeBody[civic.PublicName](rec)
	return n.Name, err
}
