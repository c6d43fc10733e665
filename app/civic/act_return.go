package civic

import (
	"context"
	"encoding/json"
	"time"
)

// ReturnReason is the closed list for which a moderator may return an act:
// never an opinion.
type ReturnReason string

// The reasons of a return.
const (
	ReturnPersonalData ReturnReason = "personal_data"
	ReturnLanguage     ReturnReason = "language"
	ReturnDuplicate    ReturnReason = "duplicate"
	ReturnNotAnAct     ReturnReason = "not_an_act"
	ReturnMistake      ReturnReason = "mistake"
)

// ReturnReasons lists them in the order of screens.
func ReturnReasons() []ReturnReason {
	return []ReturnReason{ReturnPersonalData, ReturnLanguage, ReturnDuplicate, ReturnNotAnAct, ReturnMistake}
}

// Valid tells whether r is in the closed list.
func (r ReturnReason) Valid() bool {
	for _, x := range ReturnReasons() {
		if x == r {
			return true
		}
	}
	return false
}

// ReturnArgs are the arguments of "act.return".
type ReturnArgs struct {
	Act    ID           `json:"act"`
	Reason ReturnReason `json:"reason"`
	Note   string       `json:"note,omitempty"`
}

// Case is a moderator's decision as other moderators of the scope see it: the
// body of a record "case" in desk/<scope>. It holds no text of the act.
type Case struct {
	About      ID           `json:"about"`
	Act        ID           `json:"act,omitempty"` // that the invitation is about; empty: an act was decided on
	Body       BodyCode     `json:"body"`
	Reason     ReturnReason `json:"reason"`
	Note       string       `json:"note,omitempty"`
	By         ID           `json:"by"`
	At         time.Time    `json:"at"`
	Reinstated time.Time    `json:"reinstated,omitzero"`
}

// Out tells whether what the moderator took out is still out: taken out again, it
// is later than when it was put back.
func (c Case) Out() bool { return c.Reinstated.Before(c.At) }

// A moderator of the act's territory who sits in no council of it may return
// it, for one of the closed reasons. It moves to its author with all that
// hangs on it.
func decideReturn(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ReturnArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.Reason.Valid() {
		return Decision{}, NewError(Invalid, "act.return", "invalid.reason")
	}
	if err := checkText("act.return", "note", a.Note, MaxLine); err != nil {
		return Decision{}, err
	}
	rec, act, refused, err := moderated(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if act.Returned != nil {
		return refuse(ReasonReturned), nil
	}
	ret := Return{Reason: a.Reason, Note: a.Note, At: now}
	to := returnedTo(rec, act.Region)
	effects := []Effect{{
		Kind: KindAct, ID: rec.ID, Channel: to,
		Fields: Fields{"returned": rawOf(ret), "home": rawOf(rec.Channel)},
	}}
	moved, err := moveHanging(ctx, w, rec.ID, func(Record) Channel { return to })
	if err != nil {
		return Decision{}, err
	}
	note := Case{About: rec.ID, Body: act.Body, Reason: a.Reason, Note: a.Note, By: c.Author, At: now}
	effects = append(append(effects, moved...), Effect{
		Kind: KindCase, ID: caseID(rec.ID), Channel: DeskChannel(RegionScope(act.Region)), Fields: fieldsOf(note),
	})
	return Decision{Effects: effects}, nil
}

// returnedTo is where what is taken out goes: to its author or, where an
// administrator brought it in without one, to who moderates the region.
func returnedTo(rec Record, r Region) Channel {
	if rec.Author == "" {
		return DeskChannel(RegionScope(r))
	}
	return UserChannel(rec.Author)
}

// Reinstating puts a returned act back where it was, under the same rights.
func decideReinstate(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ActArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, act, refused, err := moderated(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if act.Returned == nil || !act.Home.Valid() {
		return refuse(ReasonGone), nil
	}
	effects := []Effect{{
		Kind: KindAct, ID: rec.ID, Channel: act.Home,
		Fields: Fields{"returned": json.RawMessage("null"), "home": json.RawMessage("null")},
	}}
	moved, err := moveHanging(ctx, w, rec.ID, func(r Record) Channel { return audienceOf(act, r) })
	if err != nil {
		return Decision{}, err
	}
	effects = append(append(effects, moved...), Effect{
		Kind: KindCase, ID: caseID(rec.ID), Channel: DeskChannel(RegionScope(act.Region)),
		Fields: Fields{"reinstated": rawOf(now)},
	})
	return Decision{Effects: effects}, nil
}

func caseID(act ID) ID { return DerivedID("case", string(act)) }

// moderated finds an act, live or returned, for a person who may moderate it.
// To anyone else it is what it would be for a reader.
func moderated(ctx context.Context, w World, person, id ID) (Record, Act, *Refusal, error) {
	rec, act, refused, err := liveAct(ctx, w, id)
	if err != nil || refused != nil && refused.Reason != ReasonReturned {
		return rec, act, refused, err
	}
	r, err := mayModerate(ctx, w, person, act)
	switch {
	case err != nil:
		return rec, act, nil, err
	case r == "":
		return rec, act, nil, nil
	case r == ReasonNotModerator:
		if _, _, hidden, err := shownAct(ctx, w, person, id); err != nil || hidden != nil && hidden.Reason == ReasonGone {
			return rec, act, hidden, err
		}
	}
	return rec, act, &Refusal{Reason: r}, nil
}

func mayModerate(ctx context.Context, w World, person ID, act Act) (Reason, error) {
	actor, err := w.Actor(ctx, person)
	if err != nil {
		return "", err
	}
	if !actor.HasRole(RoleModerator, act.Territory()...) {
		return ReasonNotModerator, nil
	}
	if actor.CouncillorOf(act.Body) {
		return ReasonOwnCouncil, nil
	}
	return "", nil
}

// audienceOf is where a thing that hangs on an act lives: talk for threads and
// posts of a public act, that of whom it goes to for an invitation, the act's own
// channel for all else.
func audienceOf(act Act, r Record) Channel {
	if act.Visibility == Everyone && (r.Kind == KindThread || r.Kind == KindPost) {
		return TalkChannel(act.Region)
	}
	if r.Kind == KindCall {
		if c, err := DecodeBody[Call](r); err == nil && addressed(c.To) {
			return c.Home()
		}
	}
	return act.Home
}

func moveHanging(ctx context.Context, w World, act ID, to func(Record) Channel) ([]Effect, error) {
	below, err := hanging(ctx, w, act)
	if err != nil {
		return nil, err
	}
	effects, aside := make([]Effect, 0, len(below)), setAside(below)
	for _, r := range below {
		if aside[r.ID] {
			continue
		}
		effects = append(effects, Effect{Kind: r.Kind, ID: r.ID, Channel: to(r)})
	}
	return effects, nil
}

// rawOf encodes a civic value as a field.
func rawOf(v any) json.RawMessage {
	raw, err := encode(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return raw
}
