package civic

import (
	"context"
	"slices"
	"strings"
	"time"
)

// CallType is what an invitation asks of councils.
type CallType string

// The types.
const (
	CallReuse  CallType = "reuse"  // to adapt the act and bring it to one's own council
	CallDebate CallType = "debate" // to say what one thinks, in a thread on the act
)

// CallTypes lists them in the order of screens.
func CallTypes() []CallType { return []CallType{CallReuse, CallDebate} }

// Valid tells whether t is one of the types.
func (t CallType) Valid() bool { return slices.Contains(CallTypes(), t) }

// Call is an invitation that a representative of another level puts before
// councils, upon a public act: the body of a record "call" in the public channel
// of whom it goes to. Who took it up is derived, never written here.
type Call struct {
	Act       ID        `json:"act"`
	Type      CallType  `json:"type"`
	To        Region    `json:"to"` // the councils of a region, or NationWide: all
	Until     Date      `json:"until"`
	Note      string    `json:"note"`
	Thread    ID        `json:"thread,omitempty"` // of a debate
	Name      string    `json:"name"`             // set by the rule, as is the office
	Office    string    `json:"office,omitempty"`
	Edited    time.Time `json:"edited,omitzero"`
	Synthesis string    `json:"synthesis,omitempty"`
	Closed    time.Time `json:"closed,omitzero"`
	Returned  *Return   `json:"returned,omitempty"` // a moderator took it out
}

// Home is the channel in which the invitation lives.
func (c Call) Home() Channel { return PublicChannel(c.To) }

// CallState is where an invitation stands on a day.
type CallState string

// The states. Its day over, an invitation has ended by itself; who made it may
// still close it with a synthesis.
const (
	CallOpen   CallState = "open"
	CallEnded  CallState = "ended"
	CallClosed CallState = "closed"
	// CallReturned: a moderator took it out; its author alone still sees it.
	CallReturned CallState = "returned"
)

// State tells where the invitation stands; its last day still counts.
func (c Call) State(today Date) CallState {
	switch {
	case c.Returned != nil:
		return CallReturned
	case !c.Closed.IsZero():
		return CallClosed
	case c.Until < today:
		return CallEnded
	}
	return CallOpen
}

// MaxCallDays bounds how far ahead an invitation may reach.
const MaxCallDays = 731

// Validate checks the invitation's own form.
func (c Call) Validate() error {
	const op = "call.validate"
	switch {
	case !c.Act.Valid(), c.Thread != "" && !c.Thread.Valid():
		return NewError(Invalid, op, "invalid.id")
	case !c.Type.Valid():
		return NewError(Invalid, op, "invalid.call_type")
	case !addressed(c.To):
		return NewError(Invalid, op, "invalid.call_to")
	case c.Until == "" || !c.Until.Valid():
		return NewError(Invalid, op, "invalid.date")
	case strings.TrimSpace(c.Note) == "":
		return NewError(Invalid, op, "invalid.call_note")
	}
	if err := checkText(op, "note", c.Note, MaxPost); err != nil {
		return err
	}
	return checkText(op, "synthesis", c.Synthesis, MaxPost)
}

// addressed tells whether there are councils in the territory.
func addressed(r Region) bool { return r.Valid() && r != Europe && r != Foreign }

// Timely checks the last day of an invitation that is made now: not past, a day
// of margin being for time zones, and within MaxCallDays.
func (c Call) Timely(now time.Time) error {
	now = now.UTC()
	if c.Until < DateOf(now.AddDate(0, 0, -1)) || c.Until > DateOf(now.AddDate(0, 0, MaxCallDays)) {
		return NewError(Invalid, "call.until", "invalid.call_until")
	}
	return nil
}

// InvitesTo lists the territories whose councils the person may invite, the
// widest first; empty: none. A representative does so within the scope of the
// role; who holds a verified mandate of a region in that region; of parliament,
// government or the European Parliament everywhere.
func (a Actor) InvitesTo() []Region {
	if a.Disabled {
		return nil
	}
	var out []Region
	add := func(r Region) {
		if addressed(r) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	for _, m := range a.Mandates {
		switch m.Level {
		case National, European:
			add(NationWide)
		case Regional:
			add(m.Region)
		}
	}
	for _, r := range a.Roles {
		if r.Name == RoleRepresentative {
			add(r.Scope.councils())
		}
	}
	if slices.Contains(out, NationWide) {
		return append([]Region{NationWide}, Regions()...)
	}
	slices.Sort(out)
	return out
}

// councils is the territory that a scope covers; empty: none that can be told.
func (s Scope) councils() Region {
	kind, value, _ := strings.Cut(string(s), ":")
	switch kind {
	case "all":
		return NationWide
	case "region":
		return Region(value)
	case "body":
		switch c := BodyCode(value); c.Scheme() {
		case "it", "eu":
			return NationWide
		case "reg":
			return Region(strings.TrimPrefix(value, "reg:"))
		}
	}
	return ""
}

// Invites tells whether the person may invite the councils of the territory.
func (a Actor) Invites(to Region) bool {
	all := a.InvitesTo()
	return slices.Contains(all, to) || to == ExampleRegion && slices.Contains(all, NationWide)
}

// inviting is the office in which the person invites; empty: a role without one.
func (a Actor) inviting() string {
	for _, level := range []Level{European, National, Regional} {
		for _, m := range a.Mandates {
			if m.Level == level {
				return m.Title()
			}
		}
	}
	return ""
}

// OpenCallArgs are the arguments of "call.open". A debate opens a thread on the
// act, whose first post is the note.
type OpenCallArgs struct {
	ID     ID       `json:"id"`
	Act    ID       `json:"act"`
	Type   CallType `json:"type"`
	To     Region   `json:"to"`
	Until  Date     `json:"until"`
	Note   string   `json:"note"`
	Thread ID       `json:"thread,omitempty"`
	Post   ID       `json:"post,omitempty"`
	Title  string   `json:"title,omitempty"` // of the thread
}

// Validate checks the arguments' own form.
func (a OpenCallArgs) Validate() error {
	const op = "call.open"
	if err := a.call().Validate(); err != nil {
		return err
	}
	if a.Type == CallReuse {
		if a.Thread+a.Post != "" || a.Title != "" {
			return NewError(Invalid, op, "invalid.call_type")
		}
		return nil
	}
	if !a.Thread.Valid() || !a.Post.Valid() || a.ID == a.Thread || a.ID == a.Post || a.Thread == a.Post {
		return NewError(Invalid, op, "invalid.id")
	}
	if strings.TrimSpace(a.Title) == "" {
		return NewError(Invalid, op, "invalid.title_missing")
	}
	return checkLine(op, "title", a.Title, MaxTitle)
}

func (a OpenCallArgs) call() Call {
	return Call{Act: a.Act, Type: a.Type, To: a.To, Until: a.Until, Note: a.Note, Thread: a.Thread}
}

// An invitation is upon an act that everyone may read. One person has one open
// invitation of a type upon an act.
func decideOpenCall(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a OpenCallArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, "call.open", "invalid.id")
	}
	if err := a.Validate(); err != nil {
		return Decision{}, err
	}
	call := a.call()
	if !c.Again { // what a restored central forgot was in time when it was made
		if err := call.Timely(now); err != nil {
			return Decision{}, err
		}
	}
	rec, act, refused, err := shownAct(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return Decision{}, err
	}
	switch {
	case !actor.Invites(a.To):
		return refuse(ReasonCannotInvite), nil
	case act.Visibility != Everyone:
		return Decision{}, NewError(Invalid, "call.open", "invalid.call_act")
	}
	if silent, err := heldBack(ctx, w, c, a.To, now); err != nil || silent != nil {
		return refusedBy(silent), err
	}
	if twice, err := calledAlready(ctx, w, c.Author, call, DateOf(now.UTC())); err != nil || twice {
		return refuse(ReasonDuplicate), err
	}
	for _, id := range []ID{a.ID, a.Thread, a.Post} {
		if id == "" {
			continue
		}
		if used, err := taken(ctx, w, id); err != nil || used {
			return refuse(ReasonDuplicate), err
		}
	}
	call.Name, call.Office = actor.Name, actor.inviting()
	effects := []Effect{{Kind: KindCall, ID: a.ID, Channel: call.Home(), Fields: fieldsOf(call)}}
	if a.Type == CallDebate {
		act.Home = rec.Channel
		talk := audienceOf(act, Record{Kind: KindThread})
		effects = append(effects,
			Effect{Kind: KindThread, ID: a.Thread, Channel: talk, Fields: fieldsOf(Thread{Act: a.Act, Title: a.Title})},
			Effect{Kind: KindPost, ID: a.Post, Channel: talk, Fields: fieldsOf(Post{Thread: a.Thread, Text: a.Note})})
	}
	return Decision{Effects: effects}, nil
}

// calledAlready tells whether the person has such an invitation open upon the
// act, to the same councils.
func calledAlready(ctx context.Context, w World, person ID, call Call, today Date) (bool, error) {
	below, err := w.Children(ctx, call.Act)
	if err != nil {
		return false, err
	}
	for _, r := range below {
		if r.Kind != KindCall || r.Author != person {
			continue
		}
		other, err := DecodeBody[Call](r)
		if err != nil {
			return false, err
		}
		if other.Type == call.Type && other.To == call.To && other.State(today) == CallOpen {
			return true, nil
		}
	}
	return false, nil
}
