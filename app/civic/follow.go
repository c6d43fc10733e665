package civic

import "time"

// FollowKind is what one may follow. Follows are a person's own and seen by
// nobody else: they stay on the device.
type FollowKind string

// What can be followed.
const (
	FollowAct   FollowKind = "act"
	FollowTheme FollowKind = "theme"
	FollowBody  FollowKind = "body" // a town, or any other body
	// FollowAuthor is a representative whose invitations one wants to see; of
	// nothing else that they do.
	FollowAuthor FollowKind = "author"
)

// Follow is one thing that the person follows.
type Follow struct {
	What   FollowKind `json:"what"`
	Target string     `json:"target"`
	Since  time.Time  `json:"since"`
}

// MaxFollows bounds how many things one follows.
const MaxFollows = 1_000

// Validate checks the follow's own form.
func (f Follow) Validate() error {
	ok := false
	switch f.What {
	case FollowAct, FollowAuthor:
		ok = ID(f.Target).Valid()
	case FollowTheme:
		ok = Theme(f.Target).Valid()
	case FollowBody:
		ok = BodyCode(f.Target).Valid()
	}
	if !ok {
		return NewError(Invalid, "follow.validate", "invalid.follow")
	}
	return nil
}

// FollowView is a follow with the words that a person knows it by.
type FollowView struct {
	Follow
	Name string // subject of the act, name of the body or of the author; empty for a theme, or where this copy has none
}

// NewsKind is what is new.
type NewsKind string

// The kinds of news.
const (
	NewsEvent      NewsKind = "event"      // of an act that one wrote or follows, or an outcome in a town one follows
	NewsRevision   NewsKind = "revision"   // a new text of such an act, or of the parent of one's own
	NewsReuse      NewsKind = "reuse"      // such an act was taken up elsewhere
	NewsCommitment NewsKind = "commitment" // a point of such an act
	NewsAct        NewsKind = "act"        // published in a town or on a theme that one follows
	NewsAnswer     NewsKind = "answer"     // somebody wrote where one asked, or on one's act
)

// News is something that changed since the person last looked.
type News struct {
	ID       ID // of the record that arrived
	Kind     NewsKind
	Act      ID
	ActKind  ActKind
	Subject  string
	BodyName string
	Thread   ID        // of an answer
	Event    *ActEvent // of an event
	Point    *Commitment
	Mine     bool  // about an act of one's own
	Theme    Theme // that it is there for; empty: not for a theme
	At       time.Time
}
