package civic

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Sponsorship is a councillor's support for an act of a colleague's, as it reads
// now: the body of a record of kind "sponsorship". It is no signature: for the
// filing each signatory signs by hand or digitally.
// Law: CAD (d.lgs. 82/2005) art. 65.
type Sponsorship struct {
	Act    ID     `json:"act"`
	Text   string `json:"text"` // TextHash of what was supported
	Name   string `json:"name"` // set by the rule, as is the office
	Office string `json:"office,omitempty"`
}

// SponsorArgs are the arguments of "act.sponsor". On says whether one supports
// the act or takes that back; Text is the TextHash of what one has read.
type SponsorArgs struct {
	Act  ID     `json:"act"`
	On   bool   `json:"on"`
	Text string `json:"text,omitempty"`
}

// SponsorshipID is the id of a person's support for an act.
func SponsorshipID(person, act ID) ID { return DerivedID("sponsorship", string(person), string(act)) }

// TextHash names what an act says: its kind, its subject, to whom it goes and its
// clauses, without their ids. Where it changes, who supported the act supported
// another text.
func TextHash(c Content) string {
	type clause struct {
		Section Section `json:"section"`
		Opener  string  `json:"opener"`
		Text    string  `json:"text"`
	}
	said := struct {
		Kind       ActKind  `json:"kind"`
		Subkind    string   `json:"subkind"`
		Subject    string   `json:"subject"`
		Addressees []string `json:"addressees"`
		Clauses    []clause `json:"clauses"`
	}{c.Kind, c.Subkind, c.Subject, c.Addressees, make([]clause, len(c.Clauses))}
	for i, x := range c.Clauses {
		said.Clauses[i] = clause{x.Section, x.Opener, x.Text}
	}
	raw, err := CanonicalOf(said)
	if err != nil {
		return "" // of no text; strings alone always encode
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// A verified councillor of the act's own body supports it, upon the text that
// they have read. Its author signs it anyway.
func decideSponsor(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a SponsorArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.Act.Valid() || a.On && len(a.Text) != hex.EncodedLen(sha256.Size) {
		return Decision{}, NewError(Invalid, "act.sponsor", "invalid.id")
	}
	id := SponsorshipID(c.Author, a.Act)
	if !a.On {
		old, err := w.Record(ctx, id)
		if Is(err, NotFound) {
			return Decision{}, nil
		}
		if err != nil {
			return Decision{}, err
		}
		return Decision{Effects: []Effect{{Kind: KindSponsorship, ID: id, Channel: old.Channel, Remove: true, Erase: true}}}, nil
	}
	rec, act, refused, err := shownAct(ctx, w, c.Author, a.Act)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return Decision{}, err
	}
	mandate, ok := actor.MandateIn(act.Body)
	switch {
	case !ok || rec.Author == c.Author:
		return refuse(ReasonNotYourCouncil), nil
	case TextHash(act.Content) != a.Text:
		return refuse(ReasonConflict), nil
	}
	return Decision{Effects: []Effect{{
		Kind: KindSponsorship, ID: id, Channel: rec.Channel,
		Fields: fieldsOf(Sponsorship{Act: a.Act, Text: a.Text, Name: actor.Name, Office: mandate.Office}),
	}}}, nil
}

// SponsorView is a sponsorship with its id.
type SponsorView struct {
	ID      ID
	Person  ID
	Support Sponsorship
	Stale   bool // the act reads otherwise now
	Since   time.Time
	Pending bool
}
