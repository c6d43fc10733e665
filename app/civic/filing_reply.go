package civic

import (
	"cmp"
	"slices"
)

// ReplyKind is what happened to a request for access after it was filed.
type ReplyKind string

// The kinds.
const (
	AccessGiven    ReplyKind = "given"
	AccessRefused  ReplyKind = "refused"
	AccessReminded ReplyKind = "reminded" // the person asked again
)

// ReplyKinds lists them in the order of screens.
func ReplyKinds() []ReplyKind { return []ReplyKind{AccessGiven, AccessRefused, AccessReminded} }

// Reply is a dated fact of a request for access. It stands beside the draft and
// never leaves the device: what is asked may be secret.
// Law: TUEL art. 43 c. 2.
type Reply struct {
	Kind ReplyKind `json:"kind"`
	On   Date      `json:"on"`
}

// Replied adds a fact to those of a request that was filed. Invalid: it is no
// request for access, was not filed, or the day is none, lies before the filing
// or after today.
func (d Draft) Replied(r Reply, today Date) ([]Reply, error) {
	const op = "draft.reply"
	switch {
	case d.Plain == nil || d.Plain.Kind != AccessRequest || d.FiledOn == "":
		return d.Replies, NewError(Invalid, op, "filing.no_request")
	case !slices.Contains(ReplyKinds(), r.Kind):
		return d.Replies, NewError(Invalid, op, "invalid.outcome")
	case r.On == "" || !r.On.Valid() || r.On < d.FiledOn || r.On > today.Plus(1):
		return d.Replies, NewError(Invalid, op, "invalid.date")
	case slices.Contains(d.Replies, r):
		return d.Replies, nil
	case len(d.Replies) >= MaxList:
		return d.Replies, NewError(TooLarge, op, "council.too_many")
	}
	out := append(slices.Clone(d.Replies), r)
	slices.SortStableFunc(out, func(a, b Reply) int { return cmp.Compare(a.On, b.On) })
	return out, nil
}
