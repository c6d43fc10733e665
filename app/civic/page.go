package civic

import "time"

// Op is one change of a channel as it travels: what a record became at a seq.
// Every operation can be applied alone.
type Op struct {
	Record       // Deleted: a removal, without a body
	Seq    int64 // its number in the channel
	Erase  bool  // a removal that passes the bin by
}

// Unopened is the tail of a channel that a desk has just joined: the answer
// gives it the head and fills from there downwards.
const Unopened int64 = -1

// Want is what a desk lacks of one channel: all above Tail, and of the past
// the range (From, To] while there is one to fill.
type Want struct {
	Channel Channel
	Tail    int64
	From    int64
	To      int64
}

// Head is what a channel is at the central.
type Head struct {
	Channel Channel
	Head    int64  // last seq given
	Count   int64  // live records
	Sum     uint64 // of their digests, mod 2^64
	Sealed  int64  // all up to it is in segments, but for gaps
	Horizon int64  // whose tail lies below may have missed removals: it walks again
}

// Cursor is where a desk stands in one channel once a page is applied.
type Cursor struct {
	Channel Channel
	Tail    int64
	From    int64 // the range (From, To] is still to fill; From = To: nothing
	To      int64
}

// Page is an answer of the feed, applied in one local transaction or not at
// all.
type Page struct {
	Epoch   string
	Now     time.Time // by the central's clock
	Lost    []Channel // believed only under one's own token and in one's epoch
	Heads   []Head    // of the channels that moved, and of those just joined
	Ops     []Op
	Cursors []Cursor
	Pins    []Pinned // of the pins asked after, those that changed or are gone
	More    bool     // ask again at once
}

// Answer is what the central says of one pushed command.
type Answer struct {
	ID      ID
	State   AnswerState
	Receipt *Receipt // with AnswerReceipt
	Reason  Reason   // with AnswerLater: what it waits for
}

// AnswerState is the form of an answer.
type AnswerState string

// The forms of an answer.
const (
	AnswerReceipt  AnswerState = "receipt"
	AnswerDeferred AnswerState = "deferred" // its "after" has no receipt yet, or its rule crashed
	AnswerLater    AnswerState = "later"    // offered again after a restore, and not possible yet
)

// Hello is what a central says of itself before anything else.
type Hello struct {
	Epoch      string    `json:"epoch"`
	Now        time.Time `json:"now"`
	Version    string    `json:"version"`
	Schemas    [2]int    `json:"schemas"` // of commands: the oldest whose desk may pull, and the newest accepted
	Issuer     string    `json:"issuer"`
	Name       string    `json:"name"`
	Controller string    `json:"controller"` // data controller, as text
	Contact    string    `json:"contact"`
	Notice     string    `json:"notice"` // version of the privacy notice
	NoticeURL  string    `json:"noticeUrl"`
	MaxPush    int       `json:"maxPush"`
	MaxArgs    int       `json:"maxArgs"`
}
