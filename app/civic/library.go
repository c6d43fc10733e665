package civic

import (
	"slices"
	"time"
)

// ActQuery asks a library for acts. Empty fields do not narrow. Text is what a
// person typed, in the query language of the search room.
type ActQuery struct {
	Text     string
	Kinds    []ActKind
	Levels   []Level
	Regions  []Region
	Bodies   []BodyCode
	Themes   []Theme
	Outcomes []Outcome
	Uses     []Use // all of them hold
	Since    Date
	Until    Date
	Author   ID
	Limit    int
	Offset   int
	Newest   bool // newest first even with a text; without a text always so
	Reused   bool // the most often reused first
	Useful   bool // those that were most often marked useful first
	Facets   bool // count facets too
}

// Use is what became of an act, for narrowing a list.
type Use string

// The uses.
const (
	UseReused  Use = "reused"  // taken up by another body
	UsePassed  Use = "passed"  // and approved there, or in what came from that
	UseDecided Use = "decided" // its own council has said what it says of it
)

// Uses lists them.
func Uses() []Use { return []Use{UseReused, UsePassed, UseDecided} }

// FinalOutcomes lists those that leave the council nothing to say.
func FinalOutcomes() []Outcome {
	return slices.DeleteFunc(Outcomes(), func(o Outcome) bool { return !o.Final() })
}

// ActHit is an act as a list shows it.
type ActHit struct {
	ID       ID
	Kind     ActKind
	Subkind  string
	Level    Level
	Subject  string
	Body     BodyCode
	BodyName string
	Region   Region
	Date     Date
	Outcome  Outcome
	Themes   []Theme
	Author   ID
	Reuses   int64
	Passed   int64 // other bodies where what came from it, over any steps, was approved, of what is here
	Near     int64 // of those, where that came from it straight
	Useful   int64
	Pending  bool   // drawn from a waiting command
	Excerpt  string // text to make a snippet from; only with a query text
}

// FacetCount is how many acts of the result have a value.
type FacetCount struct {
	Value string
	Count int
}

// ActResult is a page of hits with the size of the whole.
type ActResult struct {
	Total  int
	Hits   []ActHit
	Facets map[string][]FacetCount // by "kind", "level", "region", "body", "theme", "outcome", "year", "use"
}

// ActView is an act with all that hangs on it, as one reads it.
type ActView struct {
	Record    Record
	Act       Act
	Outcome   Outcome
	Events    []EventView
	Points    []CommitmentView // what was told of its points, as it is kept; PointsOf puts them in the act's order
	Calls     []CallView       // invitations upon it, the last opened first
	Sponsors  []SponsorView    // colleagues who support it, the first one first
	Revisions []RevisionView
	Threads   []ThreadHit
	Tally     Tally
	Useful    bool // one's own mark
	Author    string
	Pending   bool
	Children  []ActHit // acts whose lineage names this one
	Passed    int64    // as in ActHit
	Near      int64
	Parent    *ActHit // where this copy holds it
}

// EventView is an event with its id, and who told of it when.
type EventView struct {
	ID      ID
	Event   ActEvent
	Author  ID
	By      string // the author's public name; empty: imported, or not known here
	Version int64
	Told    time.Time
	Pending bool
}

// KinAct is an act of a line: one came from the other.
type KinAct struct {
	ActHit
	Act     Act
	Version int64
	Depth   int // 0: the first that is known here
}

// RevisionView is a former text with its id.
type RevisionView struct {
	ID       ID
	Revision Revision
}

// SpaceHit is a space as a list shows it.
type SpaceHit struct {
	ID      ID
	Space   Space
	Joined  bool // its channel is kept on this desk
	Threads int
	Unread  int
}

// ThreadHit is a thread as a list shows it, by its last post.
type ThreadHit struct {
	ID      ID
	Thread  Thread
	Channel Channel
	Author  string
	Posts   int
	Unread  int
	Last    time.Time
	Pending bool
}

// PostView is a post as a conversation shows it, in order of born with one's
// own pending ones last.
type PostView struct {
	ID       ID
	Post     Post
	AuthorID ID
	Author   string
	Office   string
	Body     string // of the office; empty: none, or not told
	Version  int64
	Born     int64
	Created  time.Time
	Pending  bool
	Mine     bool
}

// CommandState is where a command of the outbox stands.
type CommandState string

// The states of a command in the outbox.
const (
	QueueHeld     CommandState = "held"    // waits for the filing, by the person's wish
	QueueWaiting  CommandState = "waiting" // for the network, or for its turn
	QueueSending  CommandState = "sending" // committed before the request leaves
	QueueSettling CommandState = "settled" // accepted; its effects have not come back yet
	QueueRefused  CommandState = "refused" // with a reason, until the person decides
	QueueDone     CommandState = "done"
)

// Queued is a command of the outbox with where it stands.
type Queued struct {
	Command Command
	State   CommandState
	Queued  time.Time
	Subject string // of the act or thread that it concerns, for the screen
	Draft   ID     // that it publishes; empty: none
	Reason  Reason
	Params  map[string]string
	Tries   int
	Last    ErrorKind // of the last failed try
	Epoch   string    // of the receipt
	Drawing Drawing
}

// Profile is one person at one central on one device.
type Profile struct {
	Central string // base URL; empty: not connected
	Person  ID
	Name    string
	Device  ID
	Epoch   string
	Notice  string    // version shown and accepted
	Synced  time.Time // last complete sync
	Server  time.Time // last server time seen
	Checked time.Time // server time at which all counts were last compared
	Hello   *Hello
	Regions []Region // kept offline
	Years   int      // how many years of acts are kept; 0: the default
	Small   bool     // no regions are none: the whole country grew too large
	Files   FetchRule
	// AllCalls: the person wants to be told of invitations that concern nothing
	// they follow.
	AllCalls bool
}

// ChannelState is how one channel stands on this desk.
type ChannelState struct {
	Channel  Channel
	Count    int64
	Complete bool
	Tail     int64
	Bytes    int64
	Total    int64 // live records at the central, as far as it has told
	Held     int64 // records that a sweep would take and the person is asked about
}
