package civic

import (
	"context"
	"slices"
	"time"
)

// One leaves a group; its owner also takes another out. With the seat go the
// keys that texts were sealed to, what the person said of drafts and the
// invitations that they gave: no code of theirs lets anyone in again. An owner
// who leaves hands the group on, and with the last one it ends.
func decideLeaveGroup(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a LeaveArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.Person.Valid() {
		return Decision{}, NewError(Invalid, "group.leave", "invalid.id")
	}
	me, refused, err := seatOf(ctx, w, a.Group, c.Author)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	leaving := me
	if a.Person != c.Author {
		if me.Part != PartOwner {
			return refuse(ReasonGroupPart), nil
		}
		if leaving, refused, err = seatOf(ctx, w, a.Group, a.Person); err != nil || refused != nil {
			return Decision{}, err // they are not in it: as it should be
		}
	}
	all, err := circleOf(ctx, w, a.Group)
	if err != nil {
		return Decision{}, err
	}
	texts, err := w.Children(ctx, GroupTextsID(a.Group))
	if err != nil {
		return Decision{}, err
	}
	all.members = slices.DeleteFunc(all.members, func(m standing) bool { return m.Person == a.Person })
	effects := all.without(leaving)
	if len(all.members) == 0 {
		return endGroup(ctx, w, a.Group, texts, effects)
	}
	for _, t := range texts {
		mark, err := w.Record(ctx, GroupMarkID(a.Person, t.ID))
		switch {
		case err == nil:
			effects = append(effects, erasing(KindGroupMark, mark.ID, mark.Channel))
		case !Is(err, NotFound) && !Is(err, Unknown):
			return Decision{}, err
		}
	}
	if leaving.Part == PartOwner {
		more, err := handOn(ctx, w, a.Group, all.members)
		return Decision{Effects: append(effects, more...)}, err
	}
	return Decision{Effects: effects}, nil
}

// without takes a person's seat away, with their keys and their invitations.
func (all circle) without(m GroupMember) []Effect {
	ch := GroupChannel(m.Group)
	out := []Effect{
		erasing(KindGroupMember, MemberID(m.Group, m.Person), ch),
		erasing(KindMembership, MembershipID(m.Group, m.Person), UserChannel(m.Person)),
	}
	for _, k := range all.keys {
		if k.Person == m.Person {
			out = append(out, erasing(KindGroupKey, GroupKeyID(m.Group, k.Person, k.Key), ch))
		}
	}
	for _, i := range all.invitations {
		if i.By == m.Person {
			out = append(out, erasing(KindGroupInvite, i.id, ch))
		}
	}
	return out
}

// handOn makes an owner of the member who is longest in the group. Among
// collaborators alone there is none: they go on writing, and let nobody in.
func handOn(ctx context.Context, w World, group ID, left []standing) ([]Effect, error) {
	i := slices.IndexFunc(left, func(m standing) bool { return m.Part == PartMember })
	if i < 0 {
		return nil, nil
	}
	g, gone, err := groupOf(ctx, w, group)
	if err != nil || gone != nil {
		return nil, err
	}
	heir := left[i].GroupMember
	heir.Part = PartOwner
	return seat(heir, g.Name), nil
}

// endGroup takes away all that is left of a group that nobody is in.
func endGroup(ctx context.Context, w World, group ID, texts []Record, effects []Effect) (Decision, error) {
	for _, t := range texts {
		more, err := dropText(ctx, w, t)
		if err != nil {
			return Decision{}, err
		}
		effects = append(effects, more...)
	}
	rest, err := w.Children(ctx, group)
	if err != nil {
		return Decision{}, err
	}
	for _, r := range rest {
		if !slices.ContainsFunc(effects, func(e Effect) bool { return e.ID == r.ID }) {
			effects = append(effects, erasing(r.Kind, r.ID, r.Channel))
		}
	}
	return Decision{Effects: append(effects, erasing(KindGroup, group, GroupChannel(group)))}, nil
}

// dropText takes a shared draft away, with what was said of it.
func dropText(ctx context.Context, w World, text Record) ([]Effect, error) {
	marks, err := w.Children(ctx, text.ID)
	out := []Effect{erasing(text.Kind, text.ID, text.Channel)}
	for _, m := range marks {
		out = append(out, erasing(m.Kind, m.ID, m.Channel))
	}
	return out, err
}
