package civic

import "time"

// CallView is an invitation as a list shows it, with its act where this copy
// holds it.
type CallView struct {
	ID      ID
	Call    Call
	Author  ID
	Version int64
	Opened  time.Time
	Pending bool
	Mine    bool
	Act     *ActHit // nil: not here
	// Followed is why it concerns the person: the author, the act, its body or its
	// theme is followed. Empty: nothing of it.
	Followed FollowKind
	Hidden   bool // the person put it away
	// Silence is the election silence that holds it back today; nil: none.
	Silence *Silence
}

// CallQuery narrows a list of invitations. Empty fields do not.
type CallQuery struct {
	ID  ID
	Act ID
}
