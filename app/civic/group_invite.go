package civic

import (
	"context"
	"slices"
	"time"
)

// Who used an invitation in time may bring it again to a central that was put back
// to before. An ended one stays for that: the latest of a group whatever the clock
// says, which may have been years ahead for an hour, the others for some days.
const (
	keptInvitations    = 20
	keptInvitationDays = 30
)

// An invitation is an open seat: who shows to have its code takes it. Those that
// ended long ago go with the next one that is made.
func decideInvite(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a InviteArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "group.invite"
	switch {
	case !a.ID.Valid() || !a.ID.derived() || !a.Key.Valid():
		return Decision{}, NewError(Invalid, op, "invalid.id")
	case len(a.Proof) != proofBytes || a.Part != PartMember && a.Part != PartCollaborator:
		return Decision{}, NewError(Invalid, op, "invalid.invitation")
	}
	me, refused, err := seatOf(ctx, w, a.Group, c.Author)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if me.Part == PartCollaborator {
		return refuse(ReasonGroupPart), nil
	}
	all, err := circleOf(ctx, w, a.Group)
	if err != nil {
		return Decision{}, err
	}
	var ended []openSeat
	open := 0
	for _, i := range all.invitations {
		switch {
		case i.id == a.ID:
			return refuse(ReasonDuplicate), nil
		case now.Before(i.Expires):
			open++
		default:
			ended = append(ended, i)
		}
	}
	if open >= MaxInvitations || len(all.members) >= MaxGroupMembers {
		return refuse(ReasonGroupFull), nil
	}
	if _, err := w.Record(ctx, a.ID); err == nil {
		return refuse(ReasonDuplicate), nil
	} else if !Is(err, NotFound) && !Is(err, Unknown) {
		return Decision{}, err
	}
	return Decision{Effects: append(outdated(ended, GroupChannel(a.Group), now), Effect{
		Kind: KindGroupInvite, ID: a.ID, Channel: GroupChannel(a.Group), Fields: fieldsOf(GroupInvitation{
			Group: a.Group, By: c.Author, Key: a.Key, Proof: a.Proof, Part: a.Part, Expires: now.AddDate(0, 0, InvitationDays),
		}),
	})}, nil
}

// outdated erases the ended invitations that nobody can have used in time.
func outdated(ended []openSeat, ch Channel, now time.Time) (out []Effect) {
	slices.SortStableFunc(ended, func(a, b openSeat) int { return b.Expires.Compare(a.Expires) })
	for _, i := range ended[min(len(ended), keptInvitations):] {
		if !now.Before(i.Expires.AddDate(0, 0, keptInvitationDays)) {
			out = append(out, erasing(KindGroupInvite, i.id, ch))
		}
	}
	return out
}

func decideUninvite(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a UninviteArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, "group.uninvite", "invalid.id")
	}
	me, refused, err := seatOf(ctx, w, a.Group, c.Author)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	rec, err := w.Record(ctx, a.ID)
	if Is(err, NotFound) || err == nil && (rec.Kind != KindGroupInvite || rec.Channel != GroupChannel(a.Group)) {
		return refuse(ReasonGone), nil
	}
	if err != nil {
		return Decision{}, err
	}
	inv, err := DecodeBody[GroupInvitation](rec)
	if err != nil {
		return Decision{}, err
	}
	if inv.By != c.Author && me.Part != PartOwner {
		return refuse(ReasonGroupPart), nil
	}
	return Decision{Effects: []Effect{erasing(KindGroupInvite, a.ID, rec.Channel)}}, nil
}

// Parameters of receipts of groups.
const ParamGroup = "group" // that was joined

// Who has the code takes the seat that it opens, once. Whether a code never was,
// was used or has ended is not told. Who is in the group already leaves the seat
// to another.
func decideJoinGroup(ctx context.Context, w World, c Command, now time.Time) (Decision, error) {
	var a JoinArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "group.join"
	switch {
	case !ValidHash(a.Code) || len(a.Proof) != proofBytes || a.Device.Revoked != nil:
		return Decision{}, NewError(Invalid, op, "invalid.invitation")
	case !a.Key.Valid():
		return Decision{}, NewError(Invalid, op, "invalid.id")
	}
	if err := a.Device.validate(); err != nil {
		return Decision{}, err
	}
	id := InvitationID(a.Code)
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) || err == nil && rec.Kind != KindGroupInvite {
		return refuse(ReasonNoInvitation), nil
	}
	if err != nil {
		return Decision{}, err
	}
	inv, err := DecodeBody[GroupInvitation](rec)
	if err != nil {
		return Decision{}, err
	}
	g, gone, err := groupOf(ctx, w, inv.Group)
	if err != nil {
		return Decision{}, err
	}
	// What a restored central forgot was in time when it was made.
	if gone != nil || !c.Again && !now.Before(inv.Expires) {
		return refuse(ReasonNoInvitation), nil
	}
	told := map[string]string{ParamGroup: string(inv.Group)}
	if _, out, err := seatOf(ctx, w, inv.Group, c.Author); err != nil || out == nil {
		return Decision{Params: told}, err
	}
	if full, err := joinFull(ctx, w, inv.Group, c.Author); err != nil || full {
		return refuse(ReasonGroupFull), err
	}
	actor, err := w.Actor(ctx, c.Author)
	if err != nil {
		return Decision{}, err
	}
	// Without a verified mandate one prepares, whatever the invitation says.
	if !actor.Councillor() {
		inv.Part = PartCollaborator
	}
	m := sits(actor, inv.Group, inv.Part)
	m.By = inv.By
	effects := append(seat(m, g.Name), erasing(KindGroupInvite, id, rec.Channel), Effect{
		Kind: KindGroupKey, ID: GroupKeyID(inv.Group, c.Author, a.Key), Channel: rec.Channel,
		Fields: fieldsOf(GroupKey{
			Group: inv.Group, Person: c.Author, Key: a.Key, Device: a.Device, Proof: a.Proof, Invite: id,
			By: inv.By, ByKey: inv.Key, ByProof: inv.Proof,
		}),
	})
	return Decision{Effects: effects, Params: told}, nil
}

func joinFull(ctx context.Context, w World, group, person ID) (bool, error) {
	left, err := seatsLeft(ctx, w, person)
	if err != nil || !left {
		return true, err
	}
	all, err := circleOf(ctx, w, group)
	return len(all.members) >= MaxGroupMembers, err
}
