package civic

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// Channel is what replicates together: whoever may read it reads all of it.
type Channel string

// Channels of people and the prefixes of the others.
const (
	PeoplePublic      Channel = "people/public"
	PeopleMembers     Channel = "people/members"
	PeopleCouncillors Channel = "people/councillors"
	PublicNational    Channel = "public/national"
)

// ActChannel is where an act first accepted in that year lives, for ever.
func ActChannel(v Visibility, r Region, year int) Channel {
	family := "acts"
	if v == Councillors {
		family = "councillors"
	}
	return Channel(family + "/" + string(r) + "/" + strconv.Itoa(year))
}

// TalkChannel holds threads and posts on public acts of a region.
func TalkChannel(r Region) Channel { return Channel("talk/" + string(r)) }

// PublicChannel holds spaces, news and notices of a region.
func PublicChannel(r Region) Channel { return Channel("public/" + string(r)) }

// SpaceChannel holds a space's own threads and posts.
func SpaceChannel(id ID) Channel { return Channel("space/" + string(id)) }

// UserChannel holds a person's own things.
func UserChannel(id ID) Channel { return Channel("user/" + string(id)) }

// DeskChannel holds the cases of those who moderate a scope.
func DeskChannel(s Scope) Channel { return Channel("desk/" + string(s)) }

// Family is the channel's first part.
func (c Channel) Family() string {
	f, _, _ := strings.Cut(string(c), "/")
	return f
}

// Rest is what follows the family.
func (c Channel) Rest() string {
	_, r, _ := strings.Cut(string(c), "/")
	return r
}

// Region is the territory of an acts, councillors, talk or public channel.
func (c Channel) Region() Region {
	switch c.Family() {
	case "acts", "councillors":
		r, _, _ := strings.Cut(c.Rest(), "/")
		return Region(r)
	case "talk", "public":
		return Region(c.Rest())
	}
	return ""
}

// Year is the year of an acts or councillors channel, else 0.
func (c Channel) Year() int {
	switch c.Family() {
	case "acts", "councillors":
		_, y, _ := strings.Cut(c.Rest(), "/")
		n, err := strconv.Atoi(y)
		if err == nil && n >= 1800 && n <= 2200 && len(y) == 4 {
			return n
		}
	}
	return 0
}

// Valid tells whether the channel has the form of one in the list.
func (c Channel) Valid() bool {
	if len(c) > 80 {
		return false
	}
	switch c.Family() {
	case "acts", "councillors":
		return c.Region().Valid() && c.Year() != 0
	case "talk", "public":
		return c.Region().Valid()
	case "people":
		return c == PeoplePublic || c == PeopleMembers || c == PeopleCouncillors
	case "space", "group", "user":
		return ID(c.Rest()).Valid()
	case "desk":
		return Scope(c.Rest()).Valid()
	}
	return false
}

// Public tells whether the channel's form alone opens it to everyone. A space
// may be open too: MayRead knows.
func (c Channel) Public() bool {
	switch c.Family() {
	case "acts", "talk", "public":
		return c.Valid()
	}
	return c == PeoplePublic
}

// MayRead decides who may read a channel, for feed, search and joining alike.
// A nil actor is someone not signed in. Absent and forbidden are both false.
func MayRead(ctx context.Context, w World, actor *Actor, c Channel) (bool, error) {
	if !c.Valid() {
		return false, nil
	}
	if c.Public() {
		return true, nil
	}
	if c.Family() == "space" {
		s, err := spaceOf(ctx, w, ID(c.Rest()))
		if Is(err, NotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		return s.Readable(actor, ID(c.Rest())), nil
	}
	if actor == nil || actor.Disabled {
		return false, nil
	}
	switch c.Family() {
	case "user":
		return c == UserChannel(actor.Person), nil
	case "group":
		_, out, err := seatOf(ctx, w, ID(c.Rest()), actor.Person)
		return out == nil && err == nil, err
	case "people":
		return c == PeopleMembers || actor.Councillor(), nil
	case "councillors":
		return actor.Councillor(), nil
	case "desk":
		s := Scope(c.Rest())
		return actor.HasRole(RoleModerator, s) || actor.HasRole(RoleEditor, s), nil
	}
	return false, nil
}

func spaceOf(ctx context.Context, w World, id ID) (Space, error) {
	rec, err := w.Record(ctx, id)
	if err != nil {
		return Space{}, err
	}
	var s Space
	if rec.Kind != KindSpace {
		return s, NewError(NotFound, "space.read", "")
	}
	if err := json.Unmarshal(rec.Body, &s); err != nil {
		return s, WrapError(Damaged, "space.decode", err)
	}
	return s, nil
}
