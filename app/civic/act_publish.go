package civic

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// PublishArgs are the arguments of "act.publish".
type PublishArgs struct {
	ID         ID         `json:"id"`
	Content    Content    `json:"content"`
	Visibility Visibility `json:"visibility"`
	Licence    string     `json:"licence,omitempty"`
}

// ReviseArgs are the arguments of "act.revise"; the command's base is the
// version that the new text was written upon.
type ReviseArgs struct {
	Act     ID      `json:"act"`
	Content Content `json:"content"`
	Note    string  `json:"note,omitempty"`
}

// ActArgs are the arguments of commands on an act that need nothing else.
type ActArgs struct {
	Act ID `json:"act"`
}

// Revision is a former text of an act: the body of a record "revision".
type Revision struct {
	Act     ID        `json:"act"`
	Version int64     `json:"version"` // of the act, that had this text
	At      time.Time `json:"at"`      // when it was replaced
	Note    string    `json:"note,omitempty"`
	Content Content   `json:"content"`
}

// Validate checks the content's own form. It refuses what cannot be kept or
// shown; what is missing for filing is the drafting room's to say.
func (c Content) Validate() error {
	const op = "act.validate"
	switch {
	case !c.Kind.Valid():
		return NewError(Invalid, op, "invalid.kind")
	case !c.Level.Valid():
		return NewError(Invalid, op, "invalid.level")
	case !c.Body.Valid():
		return NewError(Invalid, op, "invalid.body_code")
	case !c.Region.Valid():
		return NewError(Invalid, op, "invalid.region")
	case !c.Date.Valid():
		return NewError(Invalid, op, "invalid.date")
	case strings.TrimSpace(c.Subject) == "":
		return NewError(Invalid, op, "invalid.subject_missing")
	}
	for _, list := range []struct {
		field      string
		size, most int
	}{
		{"signatories", len(c.Signatories), MaxList},
		{"addressees", len(c.Addressees), MaxList},
		{"themes", len(c.Themes), MaxList},
	} {
		if list.size > list.most {
			return NewError(TooLarge, op, "invalid.too_many", "field", list.field)
		}
	}
	if err := c.validateLines(op); err != nil {
		return err
	}
	if err := checkAttachments(op, c.Attachments); err != nil {
		return err
	}
	for _, t := range c.Themes {
		if !t.Valid() {
			return NewError(Invalid, op, "invalid.theme")
		}
	}
	if err := c.Lineage.validate(op); err != nil {
		return err
	}
	return c.validateClauses(op)
}

func (c Content) validateLines(op string) error {
	if err := checkLine(op, "subject", c.Subject, MaxSubject); err != nil {
		return err
	}
	lines := [][2]string{
		{"subkind", c.Subkind},
		{"bodyName", c.BodyName},
		{"organ", c.Organ},
		{"term", c.Term},
		{"place", c.Place},
		{"protocol", c.Protocol},
		{"source", c.Source},
	}
	for _, a := range c.Addressees {
		lines = append(lines, [2]string{"addressees", a})
	}
	for _, s := range c.Signatories {
		lines = append(lines, [2]string{"signatories", s.Name}, [2]string{"signatories", s.Group})
	}
	for _, f := range lines {
		if err := checkLine(op, f[0], f[1], MaxLine); err != nil {
			return err
		}
	}
	return checkText(op, "heading", c.Heading, MaxLine)
}

func (c Content) validateClauses(op string) error {
	if len(c.Clauses) > MaxClauses {
		return TooManyClauses(op)
	}
	total := 0
	seen := make(map[ID]bool, len(c.Clauses))
	for _, cl := range c.Clauses {
		if !cl.ID.Valid() || seen[cl.ID] {
			return NewError(Invalid, op, "invalid.clause_id")
		}
		seen[cl.ID] = true
		if !cl.Section.Valid() {
			return NewError(Invalid, op, "invalid.section")
		}
		if err := checkLine(op, "opener", cl.Opener, MaxLine); err != nil {
			return err
		}
		if err := checkText(op, "text", cl.Text, MaxClause); err != nil {
			return err
		}
		if err := checkText(op, "sep", cl.Sep, MaxLine); err != nil {
			return err
		}
		if len(cl.Origins) > MaxList {
			return NewError(TooLarge, op, "invalid.too_many", "field", "clause")
		}
		for _, o := range cl.Origins {
			if !o.Valid() {
				return NewError(Invalid, op, "invalid.clause_id")
			}
		}
		total += len(cl.Opener) + len(cl.Text) + len(cl.Sep)
	}
	if total > MaxActText {
		return NewError(TooLarge, op, "invalid.too_long", "field", "text")
	}
	return nil
}

// Publishing stands when the central accepts it, for a councillor with a
// verified mandate in the act's body; for everyone else it is refused.
func decidePublish(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a PublishArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, "act.publish", "invalid.id")
	}
	if err := a.Content.Validate(); err != nil {
		return Decision{}, err
	}
	if l := a.Content.Lineage; l != nil && l.Parent == a.ID {
		return Decision{}, NewError(Invalid, "act.publish", "invalid.lineage")
	}
	if r, ok := publishable(a); !ok {
		return refuse(r), nil
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return Decision{}, err
	}
	if !actor.Councillor() {
		return refuse(ReasonNotCouncillor), nil
	}
	m, ok := actor.MandateIn(a.Content.Body)
	if !ok {
		return refuse(ReasonNotYourBody), nil
	}
	if m.Level != a.Content.Level || m.Region != a.Content.Region {
		return refuse(ReasonMandateMismatch), nil
	}
	if used, err := taken(ctx, w, a.ID); err != nil || used {
		return refuse(ReasonDuplicate), err
	}
	act := Act{Content: a.Content, Visibility: a.Visibility, Licence: a.Licence, Published: now}
	act.BodyName = m.BodyName
	return Decision{Effects: []Effect{{
		Kind: KindAct, ID: a.ID, Channel: ActChannel(a.Visibility, m.Region, now.Year()), Fields: fieldsOf(act),
	}}}, nil
}

func publishable(a PublishArgs) (Reason, bool) {
	switch {
	case !a.Content.Kind.Shareable():
		return ReasonNotShareable, false
	case a.Visibility == OnlyMe || a.Visibility == GroupOnly:
		return ReasonNotYet, false
	case a.Visibility != Everyone && a.Visibility != Councillors:
		return ReasonInvalid, false
	case a.Visibility == Everyone && a.Licence != LicenceCCBY:
		return ReasonLicence, false
	}
	return "", true
}

// A revision keeps the former text as a record of its own; lineage, body and
// kind of publication stay as they were.
func decideRevise(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a ReviseArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := a.Content.Validate(); err != nil {
		return Decision{}, err
	}
	if err := checkText("act.revise", "note", a.Note, MaxLine); err != nil {
		return Decision{}, err
	}
	rec, act, refused, err := shownAct(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	switch {
	case rec.Author != c.Author:
		return refuse(ReasonNotYours), nil
	case rec.Version != c.Base && !Planted(BugClientClock):
		return refuse(ReasonConflict), nil
	case a.Content.Body != act.Body || a.Content.Region != act.Region || a.Content.Level != act.Level:
		return refuse(ReasonNotYourBody), nil
	case !a.Content.Kind.Shareable():
		return refuse(ReasonNotShareable), nil
	case !sameLineage(a.Content.Lineage, act.Lineage):
		return refuse(ReasonLineage), nil
	}
	former := Revision{Act: a.Act, Version: rec.Version, At: now, Note: a.Note, Content: act.Content}
	next := act
	next.Content, next.Revised = a.Content, now
	next.BodyName = act.BodyName
	return Decision{Effects: []Effect{
		{
			Kind: KindRevision, ID: DerivedID("revision", string(a.Act), string(c.ID)), Channel: rec.Channel,
			Fields: fieldsOf(former),
		},
		{Kind: KindAct, ID: a.Act, Channel: rec.Channel, Fields: replaceFields(act, next)},
	}}, nil
}

func (l *Lineage) validate(op string) error {
	if l == nil {
		return nil
	}
	if !l.Parent.Valid() || !l.Mode.Valid() || l.Revision < 0 || l.Body != "" && !l.Body.Valid() || l.Level != "" && !l.Level.Valid() {
		return NewError(Invalid, op, "invalid.lineage")
	}
	return checkLine(op, "bodyName", l.BodyName, MaxLine)
}

func sameLineage(a, b *Lineage) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// replaceFields sets the fields of next and removes those that only the former
// value had, leaving alone what neither type knows.
func replaceFields(former, next any) Fields {
	f := fieldsOf(next)
	for k := range fieldsOf(former) {
		if _, ok := f[k]; !ok {
			f[k] = json.RawMessage("null")
		}
	}
	return f
}

// Withdrawing takes the act and all that hangs on it out of every copy. Within
// UndoWindow of acceptance the same command is the undo of the publication.
func decideWithdraw(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a ActArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, _, refused, err := shownAct(ctx, w, c.Author, a.Act)
	if refused != nil && refused.Reason == ReasonReturned {
		refused = nil // one may withdraw what a moderator returned
	}
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if rec.Author != c.Author {
		return refuse(ReasonNotYours), nil
	}
	return takeOut(ctx, w, rec)
}

func takeOut(ctx context.Context, w World, rec Record) (Decision, error) {
	below, err := hanging(ctx, w, rec.ID)
	if err != nil {
		return Decision{}, err
	}
	effects := []Effect{{Kind: rec.Kind, ID: rec.ID, Channel: rec.Channel, Remove: true, Erase: true}}
	for _, r := range below {
		effects = append(effects, Effect{Kind: r.Kind, ID: r.ID, Channel: r.Channel, Remove: true, Erase: true})
	}
	return Decision{Effects: effects}, nil
}
