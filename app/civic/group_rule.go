package civic

import (
	"context"
	"slices"
	"strings"
	"time"
)

// groupRule gives the rule of a command of groups.
func groupRule(name CommandName) rule {
	switch name {
	case CmdGroup:
		return decideGroup
	case CmdRenameGroup:
		return decideRenameGroup
	case CmdInvite:
		return decideInvite
	case CmdUninvite:
		return decideUninvite
	case CmdJoinGroup:
		return decideJoinGroup
	case CmdLeaveGroup:
		return decideLeaveGroup
	case CmdGroupKey:
		return decideGroupKey
	case CmdGroupSeal:
		return decideGroupSeal
	case CmdGroupDrop:
		return decideGroupDrop
	case CmdGroupMark:
		return decideGroupMark
	}
	return nil
}

// groupConcerns is Concerns of the commands of groups.
func groupConcerns(c Command) ID {
	var a struct {
		ID     ID     `json:"id"`
		Group  ID     `json:"group"`
		Person ID     `json:"person"`
		Key    ID     `json:"key"`
		Draft  ID     `json:"draft"`
		Code   string `json:"code"`
	}
	if c.Decode(&a) != nil {
		return ""
	}
	switch c.Name {
	case CmdJoinGroup:
		return InvitationID(a.Code)
	case CmdLeaveGroup:
		return MemberID(a.Group, a.Person)
	case CmdGroupKey:
		return GroupKeyID(a.Group, a.Person, a.Key)
	case CmdGroupMark:
		return GroupMarkID(c.Author, a.Draft)
	}
	return a.ID
}

// seatOf gives a person's seat in a group. A group that is not there, and one
// that they are not in, are the same refusal.
func seatOf(ctx context.Context, w World, group, person ID) (GroupMember, *Refusal, error) {
	gone := &Refusal{Reason: ReasonGone}
	if !group.Valid() {
		return GroupMember{}, gone, nil
	}
	rec, err := w.Record(ctx, MemberID(group, person))
	if Is(err, NotFound) || err == nil && (rec.Kind != KindGroupMember || rec.Channel != GroupChannel(group)) {
		return GroupMember{}, gone, nil
	}
	if err != nil {
		return GroupMember{}, nil, err
	}
	m, err := DecodeBody[GroupMember](rec)
	return m, nil, err
}

// groupOf gives a group that its member asks about.
func groupOf(ctx context.Context, w World, id ID) (Group, *Refusal, error) {
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) || err == nil && rec.Kind != KindGroup {
		return Group{}, &Refusal{Reason: ReasonGone}, nil
	}
	if err != nil {
		return Group{}, nil, err
	}
	g, err := DecodeBody[Group](rec)
	return g, nil, err
}

func checkGroup(op string, a GroupArgs) error {
	if !a.ID.Valid() {
		return NewError(Invalid, op, "invalid.id")
	}
	if strings.TrimSpace(a.Name) == "" {
		return NewError(Invalid, op, "invalid.name")
	}
	return checkLine(op, "name", a.Name, MaxName)
}

// seat is a person's place in a group, on both sides: among its members, and
// among what is the person's own.
func seat(m GroupMember, name string) []Effect {
	own := Membership{Group: m.Group, Person: m.Person, Name: name, Part: m.Part}
	return []Effect{
		{Kind: KindGroupMember, ID: MemberID(m.Group, m.Person), Channel: GroupChannel(m.Group), Fields: fieldsOf(m)},
		{Kind: KindMembership, ID: MembershipID(m.Group, m.Person), Channel: UserChannel(m.Person), Fields: fieldsOf(own)},
	}
}

// sits makes a member of a person: by the name and the office that they have now.
func sits(a Actor, group ID, part GroupPart) GroupMember {
	m := GroupMember{Group: group, Person: a.Person, Name: a.Name, Part: part}
	if n := len(a.Mandates); n > 0 {
		m.Office = a.Mandates[n-1].Title()
	}
	return m
}

// seatsLeft tells whether a person may be in one group more.
func seatsLeft(ctx context.Context, w World, person ID) (bool, error) {
	own, err := w.Children(ctx, person)
	n := 0
	for _, r := range own {
		if r.Kind == KindMembership {
			n++
		}
	}
	return n < MaxGroupsOf, err
}

// Whoever holds a verified mandate makes a group, and is its owner.
func decideGroup(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a GroupArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := checkGroup("group.create", a); err != nil {
		return Decision{}, err
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return Decision{}, err
	}
	if !actor.Councillor() {
		return refuse(ReasonNotCouncillor), nil
	}
	if used, err := taken(ctx, w, a.ID); err != nil || used {
		return refuse(ReasonDuplicate), err
	}
	if left, err := seatsLeft(ctx, w, c.Author); err != nil || !left {
		return refuse(ReasonGroupFull), err
	}
	return Decision{Effects: append(
		[]Effect{{Kind: KindGroup, ID: a.ID, Channel: GroupChannel(a.ID), Fields: fieldsOf(Group{Name: a.Name})}},
		seat(sits(actor, a.ID, PartOwner), a.Name)...,
	)}, nil
}

func decideRenameGroup(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a GroupArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := checkGroup("group.rename", a); err != nil {
		return Decision{}, err
	}
	me, refused, err := seatOf(ctx, w, a.ID, c.Author)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if me.Part != PartOwner {
		return refuse(ReasonGroupPart), nil
	}
	all, err := circleOf(ctx, w, a.ID)
	if err != nil {
		return Decision{}, err
	}
	effects := []Effect{{Kind: KindGroup, ID: a.ID, Channel: GroupChannel(a.ID), Fields: fieldsOf(Group{Name: a.Name})}}
	for _, m := range all.members {
		effects = append(effects, seat(m.GroupMember, a.Name)[1])
	}
	return Decision{Effects: effects}, nil
}

// circle is what hangs on a group but its texts.
type circle struct {
	members     []standing // the longest first
	keys        []GroupKey
	invitations []openSeat
}

type standing struct {
	GroupMember
	since time.Time
}

type openSeat struct {
	GroupInvitation
	id ID
}

func circleOf(ctx context.Context, w World, group ID) (circle, error) {
	var out circle
	all, err := w.Children(ctx, group)
	for _, r := range all {
		if err != nil {
			break
		}
		switch r.Kind {
		case KindGroupMember:
			m := standing{since: r.Created}
			m.GroupMember, err = DecodeBody[GroupMember](r)
			out.members = append(out.members, m)
		case KindGroupKey:
			var k GroupKey
			k, err = DecodeBody[GroupKey](r)
			out.keys = append(out.keys, k)
		case KindGroupInvite:
			i := openSeat{id: r.ID}
			i.GroupInvitation, err = DecodeBody[GroupInvitation](r)
			out.invitations = append(out.invitations, i)
		}
	}
	slices.SortFunc(out.members, func(a, b standing) int {
		if d := a.since.Compare(b.since); d != 0 {
			return d
		}
		return strings.Compare(string(a.Person), string(b.Person))
	})
	return out, err
}

func erasing(kind RecordKind, id ID, ch Channel) Effect {
	return Effect{Kind: kind, ID: id, Channel: ch, Remove: true, Erase: true}
}
