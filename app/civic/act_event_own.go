package civic

import (
	"context"
	"time"
)

// DropEventArgs are the arguments of "act.event_drop".
type DropEventArgs struct {
	ID ID `json:"id"`
}

// One's own event can be corrected, upon the version that was read, by who may
// still record one there. It stays an event of the same act.
func decideEditEvent(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ActEventArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := a.Event.Validate(); err != nil {
		return Decision{}, err
	}
	rec, refused, err := writtenBy(ctx, w, c, KindActEvent, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	former, err := DecodeBody[ActEvent](rec)
	if err != nil {
		return Decision{}, err
	}
	if former.Act != a.Event.Act {
		return Decision{}, NewError(Invalid, "act.event_edit", "invalid.id")
	}
	_, act, refused, err := told(ctx, w, c.Author, former.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if err := a.Event.TellableFor(former, act.Kind, now); err != nil {
		return Decision{}, err
	}
	if rec.Version != c.Base {
		return refuse(ReasonConflict), nil
	}
	return Decision{Effects: []Effect{{
		Kind: KindActEvent, ID: a.ID, Channel: rec.Channel, Fields: replaceFields(former, a.Event),
	}}}, nil
}

// TellableFor is Tellable for an event that is corrected: what it said before
// may stay.
func (e ActEvent) TellableFor(former ActEvent, k ActKind, now time.Time) error {
	if e.Date == former.Date && e.Type == former.Type {
		e.Date = ""
	}
	if e.Outcome == former.Outcome {
		e.Outcome = ""
	}
	return e.Tellable(k, now)
}

// One's own event can be taken back also from where one may no longer read.
func decideDropEvent(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a DropEventArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, refused, err := writtenBy(ctx, w, c, KindActEvent, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	return Decision{Effects: []Effect{{Kind: KindActEvent, ID: a.ID, Channel: rec.Channel, Remove: true, Erase: true}}}, nil
}

// told finds an act of whose life in its council the person may tell: its
// author, a verified councillor of the same body, and who moderates or edits
// there.
func told(ctx context.Context, w World, person, id ID) (Record, Act, *Refusal, error) {
	rec, act, refused, err := shownAct(ctx, w, person, id)
	if err != nil || refused != nil {
		return rec, act, refused, err
	}
	actor, err := w.Actor(ctx, person)
	if err != nil {
		return rec, act, nil, err
	}
	may := rec.Author == person || actor.CouncillorOf(act.Body) ||
		actor.HasRole(RoleEditor, act.Territory()...) || actor.HasRole(RoleModerator, act.Territory()...)
	if !may {
		return rec, act, &Refusal{Reason: ReasonNotYourCouncil}, nil
	}
	return rec, act, nil, nil
}
