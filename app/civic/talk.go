package civic

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// Access is who may read a space.
type Access string

// The accesses of a space.
const (
	AccessPublic  Access = "public"
	AccessMembers Access = "members" // who is signed in
	AccessListed  Access = "listed"  // who holds a role in it
)

// Space is a community: the body of a record "space". Its record lives in
// public/<region> where it may be announced, in its own channel where it is
// listed.
type Space struct {
	Title    string `json:"title"`
	Summary  string `json:"summary,omitempty"`
	Access   Access `json:"access"`
	Region   Region `json:"region"`
	Parent   ID     `json:"parent,omitempty"`
	Archived bool   `json:"archived,omitempty"`
}

// Readable tells whether the actor may read the space with this id; a nil
// actor is someone not signed in.
func (s Space) Readable(actor *Actor, id ID) bool {
	if s.Access == AccessPublic {
		return true
	}
	if actor == nil || actor.Disabled {
		return false
	}
	if s.Access == AccessMembers {
		return true
	}
	for _, n := range []RoleName{RoleMember, RoleFacilitator, RoleModerator, RoleAdministrator} {
		if actor.HasRole(n, SpaceScope(id)) {
			return true
		}
	}
	return false
}

// HomeOf is the channel in which the record of the space with this id lives.
func (s Space) HomeOf(id ID) Channel {
	if s.Access == AccessListed {
		return SpaceChannel(id)
	}
	return PublicChannel(s.Region)
}

// Thread is a conversation in a space or on an act: the body of a record
// "thread".
type Thread struct {
	Space ID     `json:"space,omitempty"`
	Act   ID     `json:"act,omitempty"`
	Title string `json:"title"`
}

// Post is a contribution to a thread: the body of a record "post".
type Post struct {
	Thread  ID        `json:"thread"`
	Text    string    `json:"text"`
	ReplyTo ID        `json:"replyTo,omitempty"`
	Edited  time.Time `json:"edited,omitzero"`

	Attachments []Attachment `json:"attachments,omitempty"`
}

// OpenThreadArgs are the arguments of "thread.open": exactly one of Space and
// Act, and the first post.
type OpenThreadArgs struct {
	ID    ID     `json:"id"`
	Space ID     `json:"space,omitempty"`
	Act   ID     `json:"act,omitempty"`
	Title string `json:"title"`
	Post  ID     `json:"post"`
	Text  string `json:"text"`

	Attachments []Attachment `json:"attachments,omitempty"` // of the first post
}

// PostArgs are the arguments of "post.add".
type PostArgs struct {
	ID      ID     `json:"id"`
	Thread  ID     `json:"thread"`
	Text    string `json:"text"`
	ReplyTo ID     `json:"replyTo,omitempty"`

	Attachments []Attachment `json:"attachments,omitempty"`
}

// EditPostArgs are the arguments of "post.edit" and, without text, of
// "post.withdraw".
type EditPostArgs struct {
	Post ID     `json:"post"`
	Text string `json:"text,omitempty"`
}

func checkPost(op, text string) error {
	if strings.TrimSpace(text) == "" {
		return NewError(Invalid, op, "invalid.text_missing")
	}
	return checkText(op, "text", text, MaxPost)
}

func decideOpenThread(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a OpenThreadArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "thread.open"
	if !a.ID.Valid() || !a.Post.Valid() || a.ID == a.Post || (a.Space == "") == (a.Act == "") {
		return Decision{}, NewError(Invalid, op, "invalid.id")
	}
	if strings.TrimSpace(a.Title) == "" {
		return Decision{}, NewError(Invalid, op, "invalid.title_missing")
	}
	if err := checkLine(op, "title", a.Title, MaxTitle); err != nil {
		return Decision{}, err
	}
	if err := checkPost(op, a.Text); err != nil {
		return Decision{}, err
	}
	if err := checkAttachments(op, a.Attachments); err != nil {
		return Decision{}, err
	}
	ch, refused, err := threadChannel(ctx, w, c.Author, a)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if ok, err := mayReadFor(ctx, w, c.Author, ch); err != nil || !ok {
		return refuse(ReasonNotMember), err
	}
	for _, id := range []ID{a.ID, a.Post} {
		if used, err := taken(ctx, w, id); err != nil || used {
			return refuse(ReasonDuplicate), err
		}
	}
	return Decision{Effects: []Effect{
		{Kind: KindThread, ID: a.ID, Channel: ch, Fields: fieldsOf(Thread{Space: a.Space, Act: a.Act, Title: a.Title})},
		{Kind: KindPost, ID: a.Post, Channel: ch, Fields: fieldsOf(Post{Thread: a.ID, Text: a.Text, Attachments: a.Attachments})},
	}}, nil
}

func threadChannel(ctx context.Context, w World, person ID, a OpenThreadArgs) (Channel, *Refusal, error) {
	if a.Act != "" {
		rec, act, refused, err := shownAct(ctx, w, person, a.Act)
		if err != nil || refused != nil {
			return "", refused, err
		}
		act.Home = rec.Channel
		return audienceOf(act, Record{Kind: KindThread}), nil, nil
	}
	s, err := spaceOf(ctx, w, a.Space)
	if Is(err, NotFound) || s.Archived {
		return "", &Refusal{Reason: ReasonGone}, nil
	}
	return SpaceChannel(a.Space), nil, err
}

// shut is the reason why a person may not write in a conversation, or change
// what they said in one, that is not theirs to read. Who spoke there, or might
// read its act where it was, is told that it was returned; to others it was never
// there.
func shut(ctx context.Context, w World, person ID, rec Record) (Reason, error) {
	switch rec.Channel.Family() {
	case "user", "desk":
		if rec.Author == person {
			return ReasonReturned, nil
		}
	case "councillors":
		return ReasonGone, nil
	default:
		return ReasonNotMember, nil
	}
	t, err := DecodeBody[Thread](rec)
	if err != nil || t.Act == "" {
		return ReasonGone, err
	}
	_, _, refused, err := shownAct(ctx, w, person, t.Act)
	if refused == nil {
		return ReasonGone, err
	}
	return refused.Reason, err
}

// barred is why a person may not write there; empty: they may.
func barred(ctx context.Context, w World, person ID, rec Record) (Reason, error) {
	ok, err := mayReadFor(ctx, w, person, rec.Channel)
	if err != nil || ok {
		return "", err
	}
	return shut(ctx, w, person, rec)
}

// archived tells whether a conversation is in a space that is closed to new
// contributions. A copy that does not hold the space cannot tell: it is not.
func archived(ctx context.Context, w World, thread Record) (bool, error) {
	t, err := DecodeBody[Thread](thread)
	if err != nil || t.Space == "" {
		return false, err
	}
	s, err := spaceOf(ctx, w, t.Space)
	if Is(err, NotFound) || Is(err, Unknown) {
		return false, nil
	}
	return s.Archived, err
}

// astray tells whether a reply is to something else than a post of the thread.
// To one that is gone it stands: the text was written before it went.
func astray(ctx context.Context, w World, a PostArgs) (bool, error) {
	if a.ReplyTo == "" {
		return false, nil
	}
	rec, err := w.Record(ctx, a.ReplyTo)
	if Is(err, NotFound) || Is(err, Unknown) {
		return false, nil
	}
	return err == nil && (rec.Kind != KindPost || rec.Parent() != a.Thread), err
}

// shownThread gives a conversation that is there.
func shownThread(ctx context.Context, w World, id ID) (Record, *Refusal, error) {
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) || err == nil && rec.Kind != KindThread {
		return rec, &Refusal{Reason: ReasonGone}, nil
	}
	return rec, nil, err
}

func decidePost(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a PostArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "post.add"
	if !a.ID.Valid() || !a.Thread.Valid() || a.ReplyTo != "" && !a.ReplyTo.Valid() {
		return Decision{}, NewError(Invalid, op, "invalid.id")
	}
	if err := checkPost(op, a.Text); err != nil {
		return Decision{}, err
	}
	if err := checkAttachments(op, a.Attachments); err != nil {
		return Decision{}, err
	}
	rec, refused, err := shownThread(ctx, w, a.Thread)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if why, err := barred(ctx, w, c.Author, rec); err != nil || why != "" {
		return refuse(why), err
	}
	if closed, err := archived(ctx, w, rec); err != nil || closed {
		return refuse(ReasonGone), err
	}
	if wrong, err := astray(ctx, w, a); err != nil || wrong {
		return refuse(ReasonInvalid), err
	}
	if used, err := taken(ctx, w, a.ID); err != nil || used {
		return refuse(ReasonDuplicate), err
	}
	return Decision{Effects: []Effect{{
		Kind: KindPost, ID: a.ID, Channel: rec.Channel, Fields: fieldsOf(Post{Thread: a.Thread, Text: a.Text, ReplyTo: a.ReplyTo, Attachments: a.Attachments}),
	}}}, nil
}

// writtenBy finds a live record of that kind and of the command's author. Another
// person's is refused as gone where the author may not read it.
func writtenBy(ctx context.Context, w World, c Command, kind RecordKind, id ID) (Record, *Refusal, error) {
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) || err == nil && rec.Kind != kind {
		return Record{}, &Refusal{Reason: ReasonGone}, nil
	}
	if err != nil {
		return Record{}, nil, err
	}
	if rec.Author == c.Author {
		return rec, nil, nil
	}
	ok, err := mayReadFor(ctx, w, c.Author, rec.Channel)
	if err != nil {
		return Record{}, nil, err
	}
	if !ok {
		return Record{}, &Refusal{Reason: ReasonGone}, nil
	}
	return Record{}, &Refusal{Reason: ReasonNotYours}, nil
}

func decideEditPost(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a EditPostArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := checkPost("post.edit", a.Text); err != nil {
		return Decision{}, err
	}
	rec, refused, err := writtenBy(ctx, w, c, KindPost, a.Post)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if why, err := barred(ctx, w, c.Author, rec); err != nil || why != "" {
		return refuse(why), err
	}
	if rec.Version != c.Base {
		return refuse(ReasonConflict), nil
	}
	return Decision{Effects: []Effect{{
		Kind: KindPost, ID: a.Post, Channel: rec.Channel, Fields: Fields{"text": rawOf(a.Text), "edited": rawOf(now)},
	}}}, nil
}

// One's own words can be taken back also from where one may no longer read.
func decideWithdrawPost(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a EditPostArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	rec, refused, err := writtenBy(ctx, w, c, KindPost, a.Post)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	return Decision{Effects: []Effect{{Kind: KindPost, ID: a.Post, Channel: rec.Channel, Remove: true, Erase: true}}}, nil
}

// DecodeBody reads a record's body into a typed view.
func DecodeBody[T any](r Record) (T, error) {
	var v T
	if err := json.Unmarshal(r.Body, &v); err != nil {
		return v, WrapError(Damaged, "record.decode", err)
	}
	return v, nil
}
