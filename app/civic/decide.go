package civic

import (
	"context"
	"errors"
	"time"
)

// World is what a rule may look at: the central's state inside a transaction,
// or the desk's copy with what is pending drawn upon it.
type World interface {
	// Record gives the live record with this id. NotFound: there is none;
	// Unknown: this copy does not hold enough to tell.
	Record(ctx context.Context, id ID) (Record, error)
	// Children gives the live records whose Parent is the given id.
	Children(ctx context.Context, parent ID) ([]Record, error)
	// Actor gives what rules need to know of a person.
	Actor(ctx context.Context, person ID) (Actor, error)
}

// Effect is a change to one record. Where Channel differs from the record's,
// the record moves: a removal there and an arrival here.
type Effect struct {
	Kind    RecordKind
	ID      ID
	Channel Channel
	Remove  bool // the record goes
	Erase   bool // it goes past the bin, and its bytes with it
	Forget  bool // its former text must survive nowhere: no sealed segment, no bin, no kept argument
	Fields  Fields
}

// Refusal says why a command does not run.
type Refusal struct {
	Reason Reason
	Params map[string]string
}

// Decision is what a rule answers: effects, or a refusal.
type Decision struct {
	Effects   []Effect
	Refusal   *Refusal
	Redaction *Redaction        // what the central spreads and lists; nil for nearly all
	Params    map[string]string // of the receipt, beside what the effects say
}

type rule func(ctx context.Context, w World, c Command, now time.Time) (Decision, error)

func ruleOf(name CommandName) rule {
	switch name {
	case CmdPublish:
		return decidePublish
	case CmdRevise:
		return decideRevise
	case CmdWithdraw:
		return decideWithdraw
	case CmdUndo:
		return decideUndo
	case CmdRedact:
		return decideRedact
	case CmdReturn:
		return decideReturn
	case CmdReinstate:
		return decideReinstate
	case CmdActEvent:
		return decideActEvent
	case CmdEditEvent:
		return decideEditEvent
	case CmdDropEvent:
		return decideDropEvent
	case CmdCommitment:
		return decideCommitment
	case CmdSponsor:
		return decideSponsor
	case CmdUseful:
		return decideUseful
	case CmdOpenThread:
		return decideOpenThread
	case CmdWithdrawTalk:
		return decideWithdrawThread
	case CmdPost:
		return decidePost
	case CmdEditPost:
		return decideEditPost
	case CmdWithdrawPost:
		return decideWithdrawPost
	case CmdRead:
		return decideRead
	case CmdNotice:
		return decideNotice
	case CmdSealDraft:
		return decideSeal
	case CmdDropDraft:
		return decideDropDraft
	case CmdKey:
		return decideKey
	case CmdDropKey:
		return decideDropKey
	case CmdOpenCall:
		return decideOpenCall
	case CmdEditCall:
		return decideEditCall
	case CmdCloseCall:
		return decideCloseCall
	case CmdWithdrawCall:
		return decideWithdrawCall
	case CmdReturnCall:
		return decideReturnCall
	case CmdBringCall:
		return decideReinstateCall
	}
	return groupRule(name)
}

// Decide runs the rule of the command. Ill-formed arguments come back as a
// refusal; an error of kind Unknown says that this copy lacks what the rule
// needs; any other error is a failure of the world.
func Decide(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	r := ruleOf(c.Name)
	if r == nil {
		return refuse(ReasonUnknownCommand), nil
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return Decision{}, err
	}
	if actor.Disabled {
		return refuse(ReasonDisabled), nil
	}
	d, err := r(ctx, w, c, Stamp(now))
	if Is(err, Invalid) || Is(err, TooLarge) {
		return Decision{Refusal: invalidRefusal(err)}, nil
	}
	return d, err
}

// Check runs what a rule can tell of the arguments alone, before a command
// enters the outbox.
func Check(c Command) error {
	if !c.ID.Valid() {
		return NewError(Invalid, "command.check", "invalid.id")
	}
	if ruleOf(c.Name) == nil {
		return NewError(Invalid, "command.check", "invalid.command")
	}
	if len(c.Args) > MaxArgs {
		return NewError(TooLarge, "command.check", "invalid.too_long", "field", "args")
	}
	return nil
}

func refuse(r Reason) Decision { return Decision{Refusal: &Refusal{Reason: r}} }

func refusedBy(r *Refusal) Decision { return Decision{Refusal: r} }

func invalidRefusal(err error) *Refusal {
	r := &Refusal{Reason: ReasonInvalid, Params: map[string]string{}}
	if e, ok := errors.AsType[*Error](err); ok {
		for k, v := range e.Params {
			r.Params[k] = v
		}
		r.Params["detail"] = e.Key
	}
	return r
}

// Apply gives the record that an effect makes of the present one; prev is nil
// where there is none. Version and born are the store's to set on the central;
// the desk, which draws ahead of it, adds one.
func (e Effect) Apply(prev *Record, author ID, now time.Time) (Record, error) {
	now = Stamp(now)
	next := Record{Kind: e.Kind, ID: e.ID, Channel: e.Channel, Author: author, Created: now, Updated: now, Version: 1}
	var body []byte
	if prev != nil {
		next.Author, next.Created, next.Version, next.Kind = prev.Author, prev.Created, prev.Version+1, prev.Kind
		if prev.Channel == e.Channel {
			next.Born = prev.Born
		}
		if prev.Deleted {
			next.Author, next.Created = author, now
		} else {
			body = prev.Body
		}
	}
	if e.Remove {
		next.Deleted = true
		return next, nil
	}
	merged, err := Merge(body, e.Fields)
	if err != nil {
		return Record{}, err
	}
	next.Body = merged
	return next, nil
}

// taken tells whether a new thing may not have the id: a live record has it, or
// it is a derived one. Those are kept for what the program itself makes, once
// per pair, and who knows the pair could otherwise occupy them beforehand.
func taken(ctx context.Context, w World, id ID) (bool, error) {
	if id.derived() {
		return true, nil
	}
	_, err := w.Record(ctx, id)
	switch {
	case err == nil:
		return true, nil
	case Is(err, NotFound), Is(err, Unknown):
		return false, nil
	}
	return false, err
}

// hanging gives all that hangs on an act: revisions, events, tallies, invitations, threads
// and the posts of its threads.
func hanging(ctx context.Context, w World, act ID) ([]Record, error) {
	direct, err := w.Children(ctx, act)
	if err != nil {
		return nil, err
	}
	all := direct
	for _, r := range direct {
		if r.Kind != KindThread {
			continue
		}
		posts, err := w.Children(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, posts...)
	}
	return all, nil
}

// Tallied lists the acts whose public figures a command touches. It is the part
// that the central settles: it alone counts.
func Tallied(c Command) []ID {
	switch c.Name {
	case CmdUseful:
		var a UsefulArgs
		if c.Decode(&a) == nil && a.Act.Valid() {
			return []ID{a.Act}
		}
	case CmdPublish:
		var a PublishArgs
		if c.Decode(&a) == nil && a.Content.Lineage != nil {
			return []ID{a.Content.Lineage.Parent}
		}
	}
	return nil
}
