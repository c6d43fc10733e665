package civic

import (
	"time"
)

// ActKind is what an act is in its council. An act here is a councillor's
// paper, not an enacted law.
type ActKind string

// The kinds.
const (
	Motion         ActKind = "motion"
	Question       ActKind = "question"
	Interpellation ActKind = "interpellation"
	OrderOfTheDay  ActKind = "order_of_the_day"
	Resolution     ActKind = "resolution"
	Deliberation   ActKind = "deliberation"
	Amendment      ActKind = "amendment"
	Bill           ActKind = "bill"
	Petition       ActKind = "petition"
	SessionRequest ActKind = "session_request"
	AccessRequest  ActKind = "access_request"
	Document       ActKind = "document"
)

// ActKinds lists the kinds in the order of screens.
func ActKinds() []ActKind {
	return []ActKind{
		Motion, Question, Interpellation, OrderOfTheDay, Resolution, Deliberation,
		Amendment, Bill, Petition, SessionRequest, AccessRequest, Document,
	}
}

// Valid tells whether k is one of the kinds.
func (k ActKind) Valid() bool {
	for _, x := range ActKinds() {
		if x == k {
			return true
		}
	}
	return false
}

// Inspection tells whether the kind asks the executive for an answer.
func (k ActKind) Inspection() bool { return k == Question || k == Interpellation }

// Shareable tells whether acts of this kind may enter the library. A request
// for access never does: it may carry duties of secrecy.
// Law: TUEL art. 43 c. 2.
func (k ActKind) Shareable() bool { return k.Valid() && k != AccessRequest }

// Leaves tells whether a draft of this kind may leave the device other than as a
// filing, be it sealed.
func (k ActKind) Leaves() bool { return k != AccessRequest }

// Signatory is who signed, as written on the act: the group is a string of
// that act and no entity of ours.
type Signatory struct {
	Name  string `json:"name"`
	Group string `json:"group,omitempty"`
}

// ReuseMode says how an act came from another. It never changes once
// published.
type ReuseMode string

// The modes.
const (
	Copied    ReuseMode = "copied"
	Adapted   ReuseMode = "adapted"
	Inspired  ReuseMode = "inspired"
	FromLevel ReuseMode = "from_other_level"
	FollowUp  ReuseMode = "follow_up"
	Amends    ReuseMode = "amends"
)

// Valid tells whether m is one of the modes.
func (m ReuseMode) Valid() bool {
	switch m {
	case Copied, Adapted, Inspired, FromLevel, FollowUp, Amends:
		return true
	}
	return false
}

// Lineage is where an act comes from.
type Lineage struct {
	Parent   ID        `json:"parent"`
	Revision int64     `json:"revision,omitempty"` // the parent's version that was read
	Mode     ReuseMode `json:"mode"`

	Body     BodyCode `json:"body,omitempty"` // the parent's, as it was read
	BodyName string   `json:"bodyName,omitempty"`
	Level    Level    `json:"level,omitempty"`
}

// Content is the text of an act and what is written on it: what a draft holds,
// a revision keeps and a publication carries.
type Content struct {
	Kind        ActKind     `json:"kind"`
	Subkind     string      `json:"subkind,omitempty"`
	Level       Level       `json:"level"`
	Body        BodyCode    `json:"body,omitempty"`
	BodyName    string      `json:"bodyName,omitempty"`
	Region      Region      `json:"region,omitempty"`
	Organ       string      `json:"organ,omitempty"`
	Term        string      `json:"term,omitempty"`    // consiliatura
	Heading     string      `json:"heading,omitempty"` // of the group, on the paper
	Subject     string      `json:"subject"`           // oggetto, one line
	Addressees  []string    `json:"addressees,omitempty"`
	Clauses     []Clause    `json:"clauses"`
	Signatories []Signatory `json:"signatories,omitempty"`
	Place       string      `json:"place,omitempty"`
	Date        Date        `json:"date,omitempty"`
	Themes      []Theme     `json:"themes,omitempty"`
	Lineage     *Lineage    `json:"lineage,omitempty"`
	Protocol    string      `json:"protocol,omitempty"`
	Source      string      `json:"source,omitempty"` // where an imported act was published

	Attachments []Attachment `json:"attachments,omitempty"`
}

// Signers are the signatories that are taken in with an act that comes from
// elsewhere. A petition's are citizens: their names are never taken in.
func (c Content) Signers() []Signatory {
	if c.Kind == Petition {
		return nil
	}
	return c.Signatories
}

// Visibility is who may read a publication. Nothing is public by accident: it
// is an argument of the command.
type Visibility string

// The visibilities. OnlyMe and GroupOnly travel sealed, and not yet.
const (
	OnlyMe      Visibility = "private"
	GroupOnly   Visibility = "group"
	Councillors Visibility = "councillors"
	Everyone    Visibility = "public"
)

// LicenceCCBY is what an author grants by publishing for everyone.
const LicenceCCBY = "CC-BY-4.0"

// UndoWindow is how long after acceptance a publication can be taken back
// before it reaches public pages. The central's clock counts.
const UndoWindow = 10 * time.Minute

// Act is a published act: the body of a record of kind "act".
type Act struct {
	Content
	Visibility Visibility `json:"visibility"`
	Licence    string     `json:"licence,omitempty"`
	Published  time.Time  `json:"published"`         // first acceptance, by the central's clock
	Revised    time.Time  `json:"revised,omitzero"`  // last accepted revision of the text
	Declared   Outcome    `json:"outcome,omitempty"` // as imported; events, where there are any, win
	Home       Channel    `json:"home,omitempty"`    // where a returned act was
	Returned   *Return    `json:"returned,omitempty"`

	Redacted *RedactionNote `json:"redacted,omitempty"` // the last time that a passage was obscured
}

// Return is a moderator's decision to take an act out of the library.
type Return struct {
	Reason ReturnReason `json:"reason"`
	Note   string       `json:"note,omitempty"`
	At     time.Time    `json:"at"`
}

// Shown tells whether public pages may show the act at the given time.
func (a Act) Shown(now time.Time) bool {
	return a.Visibility == Everyone && a.Returned == nil && !now.Before(a.Published.Add(UndoWindow))
}
