package civic

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Outcome is how an act ended in its council.
type Outcome string

// The outcomes.
const (
	NoOutcome         Outcome = "none" // kinds that have none
	Pending           Outcome = "pending"
	Approved          Outcome = "approved"
	ApprovedAmended   Outcome = "approved_amended"
	ApprovedInParts   Outcome = "approved_in_parts"
	Rejected          Outcome = "rejected"
	WithdrawnThere    Outcome = "withdrawn" // in the council; not from the library
	Postponed         Outcome = "postponed"
	Lapsed            Outcome = "lapsed"
	Absorbed          Outcome = "absorbed"
	Precluded         Outcome = "precluded"
	Inadmissible      Outcome = "inadmissible"
	AnsweredWritten   Outcome = "answered_written"
	AnsweredOral      Outcome = "answered_oral"
	AnsweredCommittee Outcome = "answered_committee"
	NotAnswered       Outcome = "not_answered"
	Converted         Outcome = "converted" // turned into a motion
	Convened          Outcome = "convened"
	NotConvened       Outcome = "not_convened"
)

// Outcomes lists them in the order of facets.
func Outcomes() []Outcome {
	return []Outcome{
		Pending, Approved, ApprovedAmended, ApprovedInParts, Rejected, WithdrawnThere, Postponed,
		Lapsed, Absorbed, Precluded, Inadmissible, AnsweredWritten, AnsweredOral, AnsweredCommittee,
		NotAnswered, Converted, Convened, NotConvened, NoOutcome,
	}
}

// Valid tells whether o is one of the outcomes.
func (o Outcome) Valid() bool { return slices.Contains(Outcomes(), o) }

// ActEventType is what happened to an act in its council.
type ActEventType string

// The types. Only an OutcomeEvent or an Answered one changes the outcome.
const (
	Filed        ActEventType = "filed"
	Admitted     ActEventType = "admitted"
	NotAdmitted  ActEventType = "not_admitted"
	OnAgenda     ActEventType = "on_agenda"
	Discussed    ActEventType = "discussed"
	AmendedEvent ActEventType = "amended"
	OutcomeEvent ActEventType = "outcome"
	Answered     ActEventType = "answered"
	CarriedOut   ActEventType = "carried_out"
	Closed       ActEventType = "closed"

	OnNoticeboard  ActEventType = "on_noticeboard"  // published on the albo pretorio
	EnforceableNow ActEventType = "enforceable_now" // immediatamente eseguibile: a vote of its own
	Enforceable    ActEventType = "enforceable"     // esecutiva
)

// ActEventTypes lists the types in the order of an act's life.
func ActEventTypes() []ActEventType {
	return []ActEventType{
		Filed, Admitted, NotAdmitted, OnAgenda, Discussed, AmendedEvent, OutcomeEvent, EnforceableNow, OnNoticeboard,
		Enforceable, Answered, CarriedOut, Closed,
	}
}

// ActEventTypesOf lists what can happen to an act of the kind, in the order of an
// act's life.
func ActEventTypesOf(k ActKind) []ActEventType {
	return slices.DeleteFunc(ActEventTypes(), func(t ActEventType) bool { return t.Enforcement() && k != Deliberation })
}

// Valid tells whether t is one of the types.
func (t ActEventType) Valid() bool { return slices.Contains(ActEventTypes(), t) }

// maxVotes is more than any assembly has seats.
const maxVotes = 2000

// Votes are the figures of a vote; never the names.
type Votes struct {
	For       int `json:"for"`
	Against   int `json:"against"`
	Abstained int `json:"abstained"`
}

// ActEvent is a dated fact of an act's life in its council: the body of a
// record of kind "act_event".
type ActEvent struct {
	Act      ID           `json:"act"`
	Type     ActEventType `json:"type"`
	Date     Date         `json:"date"`
	Outcome  Outcome      `json:"outcome,omitempty"`
	Manner   Manner       `json:"manner,omitempty"`  // how the outcome was reached, where that is told
	Sitting  Date         `json:"sitting,omitempty"` // day of the sitting that was convened, or that the act was postponed to
	Votes    *Votes       `json:"votes,omitempty"`
	Asker    string       `json:"asker,omitempty"` // satisfied, partly, unsatisfied: of the answer
	Protocol string       `json:"protocol,omitempty"`
	Note     string       `json:"note,omitempty"`
	Source   string       `json:"source,omitempty"`
}

// Validate checks the event's own form.
func (e ActEvent) Validate() error {
	const op = "act_event.validate"
	switch {
	case !e.Act.Valid():
		return NewError(Invalid, op, "invalid.id")
	case !e.Type.Valid():
		return NewError(Invalid, op, "invalid.event_type")
	case e.Date == "" || !e.Date.Valid():
		return NewError(Invalid, op, "invalid.date")
	case e.Outcome != "" && !e.Outcome.Valid(), e.Type == OutcomeEvent && e.Outcome == "":
		return NewError(Invalid, op, "invalid.outcome")
	case e.Votes != nil && (min(e.Votes.For, e.Votes.Against, e.Votes.Abstained) < 0 || max(e.Votes.For, e.Votes.Against, e.Votes.Abstained) > maxVotes):
		return NewError(Invalid, op, "invalid.votes")
	case e.Asker != "" && e.Asker != "satisfied" && e.Asker != "partly" && e.Asker != "unsatisfied":
		return NewError(Invalid, op, "invalid.asker")
	}
	if err := e.checkManner(op); err != nil {
		return err
	}
	if err := checkLine(op, "protocol", e.Protocol, MaxName); err != nil {
		return err
	}
	if err := checkLine(op, "source", e.Source, MaxLine); err != nil {
		return err
	}
	return checkText(op, "note", e.Note, MaxPost)
}

// Tellable checks an event that somebody tells now of an act of the kind: what
// has happened has no day to come, a day of margin being for time zones, and the
// outcome is one that such acts have. What was told already stays as it is.
func (e ActEvent) Tellable(k ActKind, now time.Time) error {
	const op = "act_event.tell"
	switch {
	case e.Type != OnAgenda && e.Date > DateOf(now.UTC().AddDate(0, 0, 1)):
		return NewError(Invalid, op, "invalid.future")
	case !e.Outcome.fits(k):
		return NewError(Invalid, op, "invalid.outcome_kind")
	}
	return nil
}

// OutcomeOf derives the outcome of an act from its events; where none says it,
// from what was declared on import.
func OutcomeOf(a Act, events []ActEvent) Outcome {
	sorted := InOrder(events)
	out := a.Declared
	for _, e := range sorted {
		switch {
		case e.Outcome != "":
			out = e.Outcome
		case e.Type == NotAdmitted:
			out = Inadmissible
		case e.Type == Answered && answers(a.Kind):
			out = AnsweredWritten
		}
	}
	if out != "" {
		return out
	}
	if a.Kind == Document {
		return NoOutcome
	}
	return Pending
}

// ActEventArgs are the arguments of "act.event".
type ActEventArgs struct {
	ID    ID       `json:"id"`
	Event ActEvent `json:"event"`
}

// An event may be recorded by who may tell of the act's life.
func decideActEvent(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ActEventArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, "act.event", "invalid.id")
	}
	if err := a.Event.Validate(); err != nil {
		return Decision{}, err
	}
	rec, act, refused, err := told(ctx, w, c.Author, a.Event.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if err := a.Event.Tellable(act.Kind, now); err != nil {
		return Decision{}, err
	}
	if used, err := taken(ctx, w, a.ID); err != nil || used {
		return refuse(ReasonDuplicate), err
	}
	return Decision{Effects: []Effect{{
		Kind: KindActEvent, ID: a.ID, Channel: rec.Channel, Fields: fieldsOf(a.Event),
	}}}, nil
}

// Territory lists the scopes that cover the act, for roles.
func (a Act) Territory() []Scope {
	return []Scope{ScopeAll, RegionScope(a.Region), BodyScope(a.Body)}
}

// liveAct finds a live act that has not been returned.
func liveAct(ctx context.Context, w World, id ID) (Record, Act, *Refusal, error) {
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) {
		return Record{}, Act{}, &Refusal{Reason: ReasonGone}, nil
	}
	if err != nil {
		return Record{}, Act{}, nil, err
	}
	var act Act
	if rec.Kind != KindAct {
		return Record{}, Act{}, &Refusal{Reason: ReasonGone}, nil
	}
	if err := json.Unmarshal(rec.Body, &act); err != nil {
		return Record{}, Act{}, nil, WrapError(Damaged, "act.decode", err)
	}
	if act.Returned != nil {
		return rec, act, &Refusal{Reason: ReasonReturned}, nil
	}
	return rec, act, nil, nil
}

// shownAct is liveAct for somebody: an act that the person may not read is as
// absent as one that was never there, also after its return.
func shownAct(ctx context.Context, w World, person, id ID) (Record, Act, *Refusal, error) {
	rec, act, refused, err := liveAct(ctx, w, id)
	if err != nil || refused != nil && refused.Reason != ReasonReturned || rec.Author == person {
		return rec, act, refused, err
	}
	ch := rec.Channel
	if refused != nil {
		ch = act.Home
	}
	ok, err := mayReadFor(ctx, w, person, ch)
	if err != nil {
		return Record{}, Act{}, nil, err
	}
	if !ok {
		return Record{}, Act{}, &Refusal{Reason: ReasonGone}, nil
	}
	return rec, act, refused, nil
}
