package civic

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// CallReturnReasons is the closed list for which a moderator may take out an
// invitation, in the order of screens: never an opinion.
func CallReturnReasons() []ReturnReason {
	return []ReturnReason{ReturnPersonalData, ReturnLanguage, ReturnDuplicate, ReturnMistake}
}

// ReturnCallArgs are the arguments of "call.return".
type ReturnCallArgs struct {
	ID     ID           `json:"id"`
	Reason ReturnReason `json:"reason"`
	Note   string       `json:"note,omitempty"`
}

// A moderator of the territory that an invitation goes to, who sits in no council
// with its author, may take it out by itself. It moves to its author with the words
// that the author said with it; what others said stays, as does the act.
func decideReturnCall(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ReturnCallArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "call.return"
	if !slices.Contains(CallReturnReasons(), a.Reason) {
		return Decision{}, NewError(Invalid, op, "invalid.reason")
	}
	if err := checkText(op, "note", a.Note, MaxLine); err != nil {
		return Decision{}, err
	}
	rec, call, refused, err := moderatedCall(ctx, w, c.Author, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if call.Returned != nil || rec.Channel != call.Home() { // or its act was
		return refuse(ReasonReturned), nil
	}
	to := returnedTo(rec, call.To)
	effects := []Effect{{
		Kind: KindCall, ID: rec.ID, Channel: to, Fields: Fields{"returned": rawOf(Return{Reason: a.Reason, Note: a.Note, At: now})},
	}}
	said, err := saidWith(ctx, w, rec, call)
	if err != nil {
		return Decision{}, err
	}
	for _, r := range said {
		effects = append(effects, Effect{Kind: r.Kind, ID: r.ID, Channel: to})
	}
	note := Case{About: rec.ID, Act: call.Act, Reason: a.Reason, Note: a.Note, By: c.Author, At: now}
	return Decision{Effects: append(effects, Effect{
		Kind: KindCase, ID: caseID(rec.ID), Channel: DeskChannel(RegionScope(call.To)), Fields: fieldsOf(note),
	})}, nil
}

// Putting an invitation back where it was, under the same rights, while its act is
// there.
func decideReinstateCall(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a CallArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, call, refused, err := moderatedCall(ctx, w, c.Author, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if call.Returned == nil {
		return refuse(ReasonGone), nil
	}
	at, act, refused, err := liveAct(ctx, w, call.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	act.Home = at.Channel
	effects := []Effect{{Kind: KindCall, ID: rec.ID, Channel: call.Home(), Fields: Fields{"returned": json.RawMessage("null")}}}
	below, err := conversation(ctx, w, call.Thread)
	if err != nil {
		return Decision{}, err
	}
	for _, r := range below {
		if r.Channel == rec.Channel {
			effects = append(effects, Effect{Kind: r.Kind, ID: r.ID, Channel: audienceOf(act, r)})
		}
	}
	return Decision{Effects: append(effects, Effect{
		Kind: KindCase, ID: caseID(rec.ID), Channel: DeskChannel(RegionScope(call.To)), Fields: Fields{"reinstated": rawOf(now)},
	})}, nil
}

// moderatedCall finds an invitation for a person who may moderate it. To anyone
// else it is what it would be for a reader.
func moderatedCall(ctx context.Context, w World, person, id ID) (Record, Call, *Refusal, error) {
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) || err == nil && rec.Kind != KindCall {
		return rec, Call{}, &Refusal{Reason: ReasonGone}, nil
	}
	if err != nil {
		return rec, Call{}, nil, err
	}
	call, err := DecodeBody[Call](rec)
	if err != nil {
		return rec, call, nil, err
	}
	actor, err := w.Actor(ctx, person)
	if err != nil {
		return rec, call, nil, err
	}
	if !actor.HasRole(RoleModerator, RegionScope(call.To)) {
		if ok, err := MayRead(ctx, w, &actor, rec.Channel); err != nil || !ok {
			return rec, call, &Refusal{Reason: ReasonGone}, err
		}
		return rec, call, &Refusal{Reason: ReasonNotModerator}, nil
	}
	own, err := sameCouncil(ctx, w, actor, rec.Author)
	if err != nil || !own {
		return rec, call, nil, err
	}
	return rec, call, &Refusal{Reason: ReasonOwnCouncil}, nil
}

// sameCouncil tells whether two people sit in a body together, or are one. A copy
// that does not know the other cannot tell: the central does.
func sameCouncil(ctx context.Context, w World, a Actor, other ID) (bool, error) {
	if other == "" || other == a.Person {
		return other != "", nil
	}
	b, err := w.Actor(ctx, other)
	if Is(err, Unknown) || Is(err, NotFound) {
		return false, nil
	}
	return slices.ContainsFunc(b.Mandates, func(m Mandate) bool { return a.CouncillorOf(m.Body) }), err
}

// conversation gives a thread with its posts, those that are there.
func conversation(ctx context.Context, w World, thread ID) ([]Record, error) {
	if thread == "" {
		return nil, nil
	}
	posts, err := w.Children(ctx, thread)
	if err != nil {
		return nil, err
	}
	rec, err := w.Record(ctx, thread)
	if Is(err, NotFound) || Is(err, Unknown) {
		return posts, nil
	}
	return append([]Record{rec}, posts...), err
}

// saidWith is what goes with an invitation that is taken out: its thread while
// nobody else has written there, else the words with which its author began it.
func saidWith(ctx context.Context, w World, rec Record, call Call) ([]Record, error) {
	all, err := conversation(ctx, w, call.Thread)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(r Record) bool { return r.Author != rec.Author }) {
		return all, nil
	}
	first := -1
	for i, r := range all {
		if r.Kind == KindPost && r.Author == rec.Author && (first < 0 || r.Created.Before(all[first].Created)) {
			first = i
		}
	}
	if first < 0 {
		return nil, nil
	}
	return all[first : first+1], nil
}

// setAside are the records that hang on an act and were taken out by themselves:
// they stay where they are when the act goes or comes back.
func setAside(below []Record) map[ID]bool {
	out := map[ID]bool{}
	for _, r := range below {
		if r.Kind != KindCall {
			continue
		}
		call, err := DecodeBody[Call](r)
		if err != nil || call.Returned == nil {
			continue
		}
		out[r.ID] = true
		for _, x := range below {
			if call.Thread != "" && (x.ID == call.Thread || x.Parent() == call.Thread) && x.Channel == r.Channel {
				out[x.ID] = true
			}
		}
	}
	return out
}
