package civic

// Segment is a sealed part of a channel: what the records changed in (From, To]
// were when it was made. It never changes; another takes its place. Its hash is
// its name.
type Segment struct {
	Channel Channel
	From    int64
	To      int64
	Hash    string // SHA-256 of its content, in hex; empty: nothing is left in the range
	Ops     int
	Size    int64 // bytes of its content, before compression
}

// SealedSegment is a segment with its compressed content.
type SealedSegment struct {
	Segment
	Data []byte
}

// Manifest lists a channel's segments, the newest first. Between two there may
// be a gap, for a while: what lies there comes by the feed.
type Manifest struct {
	Epoch    string
	Channel  Channel
	Segments []Segment
	More     bool // older ones follow
}

// Bounds of a segment and of a page of a manifest.
const (
	MaxSegmentOps   = 1_000
	MaxSegmentBytes = 512 << 10 // before compression; a single larger record has one of its own
	ManifestPage    = 64
)

// FeedQuery asks a store for a page of the feed.
type FeedQuery struct {
	Wants    []Want
	MaxBytes int
	Sealed   bool // what is sealed is left to segments
	Heads    bool // heads of channels that did not move, too
}
