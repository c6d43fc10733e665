package civic

import "time"

// DraftState is where a draft stands.
type DraftState string

// The states of a draft.
const (
	DraftOpen      DraftState = "open"
	DraftSubmitted DraftState = "submitted" // its publication waits or was accepted
	DraftFiled     DraftState = "filed"     // left for the council
	DraftKept      DraftState = "kept"      // an act for oneself alone: never published
)

// DoubtKind is what a merge did not decide.
type DoubtKind string

// The doubts of a merge.
const (
	DoubtBoth  DoubtKind = "both"  // both wrote the same sentence anew: both clauses stand
	DoubtKept  DoubtKind = "kept"  // changed on one side, taken out on the other: it stayed
	DoubtField DoubtKind = "field" // of the heading: one value stands, the other is here
)

// Doubt is something in a merged draft that the person should look at. Nothing
// of either text is lost.
type Doubt struct {
	Kind   DoubtKind `json:"kind"`
	Clause ID        `json:"clause,omitempty"`
	Beside ID        `json:"beside,omitempty"` // the clause after it, that holds the other text
	Field  string    `json:"field,omitempty"`  // its name in Content's JSON
	Value  string    `json:"value,omitempty"`  // what the other side has there
	From   string    `json:"from,omitempty"`   // whose the text is that stands in Clause, or in the field
	Other  string    `json:"other,omitempty"`  // whose the other is
	At     time.Time `json:"at,omitzero"`
}

// Same tells whether two doubts are about the same thing.
func (x Doubt) Same(y Doubt) bool {
	return x.Kind == y.Kind && x.Clause == y.Clause && x.Beside == y.Beside && x.Field == y.Field && x.Value == y.Value
}

// Standing gives the doubts that a text still holds: where a clause was taken out
// since, or one of two forms of it, nothing is left to decide.
func Standing(all []Doubt, clauses []Clause) []Doubt {
	there := map[ID]bool{}
	for _, c := range clauses {
		there[c.ID] = true
	}
	var out []Doubt
	for _, x := range all {
		if (x.Clause == "" || there[x.Clause]) && (x.Beside == "" || there[x.Beside]) {
			out = append(out, x)
		}
	}
	return out
}

// SealedBody is a body that only the person's own devices can open. Rules and
// stores carry it and never look into it.
type SealedBody struct {
	Keys []string `json:"keys"`
	Data []byte   `json:"data"`
	// Attachments are the files that it names inside. None is written as null: a
	// later seal without files names none.
	Attachments []SealedFile `json:"attachments"`
	// Group is where it is shared; empty among one's own devices. The rule sets it.
	Group ID `json:"group,omitempty"`
}

// Draft is an act in the making. It is the desk's own and no record: it stays
// on the device. Exactly one of Plain and Sealed is set.
type Draft struct {
	ID       ID           `json:"id"`
	State    DraftState   `json:"state"`
	Revision int64        `json:"revision"` // rises with every saved change
	Created  time.Time    `json:"created"`
	Updated  time.Time    `json:"updated"`
	Revises  ID           `json:"revises,omitempty"` // the published act that it is a new text of
	Base     int64        `json:"base,omitempty"`    // that act's version
	Act      ID           `json:"act,omitempty"`     // the act it was published as
	Protocol string       `json:"protocol,omitempty"`
	FiledOn  Date         `json:"filedOn,omitempty"`
	Papers   []FiledPaper `json:"papers,omitempty"`  // of the filing: they stay on this device
	Replies  []Reply      `json:"replies,omitempty"` // to a request for access, in the order of their days
	Beside   ID           `json:"beside,omitempty"`  // the act whose newer text it came back from, by a conflict
	Plain    *Content     `json:"plain,omitempty"`
	Sealed   *SealedBody  `json:"sealed,omitempty"`
	Doubts   []Doubt      `json:"doubts,omitempty"` // of the last merges, until the person has looked

	As  ID   `json:"as,omitempty"`  // the id that its act will have, whoever of a group publishes it
	Ask *Ask `json:"ask,omitempty"` // who is asked to confirm it

	Obscured *RedactionNote `json:"obscured,omitempty"` // a passage was taken out, until the person has read it
}

// Ask is a prepared text put before the councillor who confirms what leaves.
type Ask struct {
	By   ID        `json:"by"` // who asks
	Name string    `json:"name"`
	To   ID        `json:"to"`
	Text string    `json:"text"` // TextHash of what was put before them
	At   time.Time `json:"at"`
	Done time.Time `json:"done,omitzero"` // when they confirmed that text
}

// DraftVersion is a text that a draft once had. Those without a name are made
// while one writes and are the first to go.
type DraftVersion struct {
	Num      int64     `json:"num,omitempty"` // its number on this device, from 1
	Draft    ID        `json:"draft"`
	Revision int64     `json:"revision"` // of the draft, that had this text
	Name     string    `json:"name,omitempty"`
	Stale    bool      `json:"stale,omitempty"` // came late, upon a revision that had moved on: kept, not taken
	Saved    time.Time `json:"saved"`
	Content  Content   `json:"content"`
}
