package civic

import (
	"context"
	"time"
)

// MaxPins is how many pins a desk keeps, so that each pull asks after all of
// them.
const MaxPins = 200

// Pin is an act that a desk keeps outside the channels, as it asks after it. A
// version of 0 asks for the copy itself; Channel may then be empty.
type Pin struct {
	Channel Channel
	ID      ID
	Version int64
	Sum     uint64 // of the digests of the act and of what hangs on it
}

// Pinned says that a pin changed, with all of it as it is now, or that it is
// gone: absent and forbidden are the same. A pin that is as it was is not named.
type Pinned struct {
	ID      ID
	Gone    bool
	Records []Record // the act first, then its events and figures
}

// PinReason is why a desk keeps a pin.
type PinReason string

// The reasons of pins. Those that were only read go first when there are too
// many.
const (
	PinRead   PinReason = "read"   // found at the central and opened
	PinReused PinReason = "reused" // a draft was made of it
	PinByHand PinReason = "hand"   // the person wants it here
)

// PinState is a pin as the settings list it.
type PinState struct {
	ID      ID
	Why     PinReason
	Subject string // empty: the copy has not come yet
	Body    string // name of the council
	Pinned  time.Time
	Bytes   int64
	Kept    bool // a channel that is kept here holds it too
}

// Hangs tells whether a record of that kind goes with the act that it hangs on
// where the act alone is kept. Former texts do not: they have no bound.
func Hangs(k RecordKind) bool {
	return k == KindActEvent || k == KindTally || k == KindCommitment || k == KindSponsorship
}

// Gather gives an act with all that goes with it, as it is now. NotFound: there
// is no such act.
func Gather(ctx context.Context, w World, id ID) ([]Record, error) {
	act, err := w.Record(ctx, id)
	if err != nil {
		return nil, err
	}
	if act.Kind != KindAct {
		return nil, NewError(NotFound, "pin.gather", "")
	}
	all, err := w.Children(ctx, id)
	if err != nil {
		return nil, err
	}
	out := []Record{act}
	for _, r := range all {
		if !r.Deleted && r.Channel == act.Channel && Hangs(r.Kind) {
			out = append(out, r)
		}
	}
	return out, nil
}

// SumOf is the sum of the digests of records, as of those of a channel.
func SumOf(all []Record) uint64 {
	var sum uint64
	for _, r := range all {
		sum += r.Digest()
	}
	return sum
}
