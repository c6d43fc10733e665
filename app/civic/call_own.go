package civic

import (
	"context"
	"strings"
	"time"
)

// EditCallArgs are the arguments of "call.edit": all of what may be changed.
type EditCallArgs struct {
	ID    ID     `json:"id"`
	Until Date   `json:"until"`
	Note  string `json:"note"`
}

// CloseCallArgs are the arguments of "call.close". Of a debate a synthesis is
// told; told again, it is corrected.
type CloseCallArgs struct {
	ID        ID     `json:"id"`
	Synthesis string `json:"synthesis,omitempty"`
}

// CallArgs are the arguments of "call.withdraw".
type CallArgs struct {
	ID ID `json:"id"`
}

// ownCall finds an invitation of the author's, who may still make such a one.
func ownCall(ctx context.Context, w World, c Command, id ID) (Record, Call, *Refusal, error) {
	rec, refused, err := writtenBy(ctx, w, c, KindCall, id)
	if err != nil || refused != nil {
		return rec, Call{}, refused, err
	}
	call, err := DecodeBody[Call](rec)
	if err != nil {
		return rec, call, nil, err
	}
	if call.Returned != nil {
		return rec, call, &Refusal{Reason: ReasonReturned}, nil
	}
	if _, _, refused, err := shownAct(ctx, w, c.Author, call.Act); err != nil || refused != nil {
		return rec, call, refused, err
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return rec, call, nil, err
	}
	switch {
	case !actor.Invites(call.To):
		return rec, call, &Refusal{Reason: ReasonCannotInvite}, nil
	case rec.Version != c.Base:
		return rec, call, &Refusal{Reason: ReasonConflict}, nil
	}
	return rec, call, nil, nil
}

// One's own invitation can be corrected upon the version that was read. One that
// is closed keeps its day.
func decideEditCall(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a EditCallArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, former, refused, err := ownCall(ctx, w, c, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	call, err := former.Corrected(a, now)
	if err != nil {
		return Decision{}, err
	}
	return changedCall(rec, former, call), nil
}

// Corrected is the invitation as its author would have it now.
func (c Call) Corrected(a EditCallArgs, now time.Time) (Call, error) {
	next := c
	next.Until, next.Note, next.Edited = a.Until, a.Note, now
	if err := next.Validate(); err != nil || next.Until == c.Until {
		return next, err
	}
	if !c.Closed.IsZero() {
		return next, NewError(Invalid, "call.edit", "invalid.call_closed")
	}
	return next, next.Timely(now)
}

// Ended is the invitation closed with a synthesis, or with another one.
func (c Call) Ended(synthesis string, now time.Time) (Call, error) {
	next := c
	next.Synthesis = synthesis
	if next.Type == CallDebate && strings.TrimSpace(synthesis) == "" {
		return next, NewError(Invalid, "call.close", "invalid.call_synthesis")
	}
	if next.Closed.IsZero() {
		next.Closed = now
	} else {
		next.Edited = now
	}
	return next, next.Validate()
}

// Who made an invitation closes it, before its day or after.
func decideCloseCall(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a CloseCallArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, former, refused, err := ownCall(ctx, w, c, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	call, err := former.Ended(a.Synthesis, now)
	if err != nil {
		return Decision{}, err
	}
	return changedCall(rec, former, call), nil
}

func changedCall(rec Record, former, call Call) Decision {
	return Decision{Effects: []Effect{{Kind: KindCall, ID: rec.ID, Channel: rec.Channel, Fields: replaceFields(former, call)}}}
}

// One's own invitation can always be taken back. Its thread goes with it while
// nobody else has written there; what others said stays.
func decideWithdrawCall(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a CallArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, refused, err := writtenBy(ctx, w, c, KindCall, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	d := Decision{Effects: []Effect{{Kind: KindCall, ID: rec.ID, Channel: rec.Channel, Remove: true, Erase: true}}}
	call, err := DecodeBody[Call](rec)
	if err != nil || call.Thread == "" {
		return d, err
	}
	raw, err := encode(ThreadArgs{Thread: call.Thread})
	if err != nil {
		return Decision{}, err
	}
	talk, err := decideWithdrawThread(ctx, w, Command{ID: c.ID, Name: CmdWithdrawTalk, Args: raw, Author: c.Author}, now)
	if Is(err, Unknown) { // a copy without the thread draws the rest
		return d, nil
	}
	d.Effects = append(d.Effects, talk.Effects...)
	return d, err
}
