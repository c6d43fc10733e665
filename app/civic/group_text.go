package civic

import (
	"context"
	"slices"
	"time"
)

// A member puts the key of a device of their own, and vouches for another
// member's by adding to its certificates: by keys that they have there
// themselves, and by nothing else. Who put a key alone revokes it.
func decideGroupKey(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a GroupKeyArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.Person.Valid() || !a.Key.Valid() {
		return Decision{}, NewError(Invalid, "group.key", "invalid.id")
	}
	if err := a.Device.validate(); err != nil {
		return Decision{}, err
	}
	if _, refused, err := seatOf(ctx, w, a.Group, c.Author); err != nil || refused != nil {
		return refusedBy(refused), err
	}
	rec, err := w.Record(ctx, GroupKeyID(a.Group, a.Person, a.Key))
	switch {
	case Is(err, NotFound), Is(err, Unknown):
		return firstKey(ctx, w, c.Author, a)
	case err != nil:
		return Decision{}, err
	}
	there, err := DecodeBody[GroupKey](rec)
	if err != nil {
		return Decision{}, err
	}
	if !there.Device.same(a.Device) {
		return refuse(ReasonMisuse), nil
	}
	next := there.Device.joined(a.Device)
	if a.Person != c.Author {
		if ok, err := ownCerts(ctx, w, c.Author, a, there.Device.Certs); err != nil || !ok {
			return refuse(ReasonNotYours), err
		}
		certs := next.Certs
		next = there.Device
		next.Certs = certs
	}
	return Decision{Effects: []Effect{{
		Kind: KindGroupKey, ID: rec.ID, Channel: rec.Channel, Fields: Fields{"device": rawOf(next)},
	}}}, nil
}

// firstKey puts a key that the group has not yet: one's own.
func firstKey(ctx context.Context, w World, author ID, a GroupKeyArgs) (Decision, error) {
	if a.Person != author {
		return refuse(ReasonGone), nil
	}
	all, err := circleOf(ctx, w, a.Group)
	if err != nil {
		return Decision{}, err
	}
	own, used := 0, 0
	for _, k := range all.keys {
		if k.Person != author {
			continue
		}
		own++
		if k.Device.Revoked == nil {
			used++
		}
	}
	if used >= MaxKeysOf || own >= 4*MaxKeysOf {
		return refuse(ReasonGroupFull), nil
	}
	return Decision{Effects: []Effect{{
		Kind: KindGroupKey, ID: GroupKeyID(a.Group, author, a.Key), Channel: GroupChannel(a.Group),
		Fields: fieldsOf(GroupKey{Group: a.Group, Person: author, Key: a.Key, Device: a.Device}),
	}}}, nil
}

// ownCerts tells whether all that a member adds to another's key is by keys of
// their own.
func ownCerts(ctx context.Context, w World, author ID, a GroupKeyArgs, there []KeyCert) (bool, error) {
	for _, cert := range a.Device.Certs {
		if slices.ContainsFunc(there, func(x KeyCert) bool { return x.By == cert.By && string(x.Sig) == string(cert.Sig) }) {
			continue
		}
		_, err := w.Record(ctx, GroupKeyID(a.Group, author, cert.By))
		if Is(err, NotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// A draft that members share is sealed as one's own is: nothing inside is looked
// at, and it stands upon the version that it follows.
func decideGroupSeal(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a GroupSealArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	s := SealArgs{ID: a.ID, Sealed: a.Sealed}
	if err := checkSealed("group.seal", s, MaxGroupKeys); err != nil {
		return Decision{}, err
	}
	if _, refused, err := seatOf(ctx, w, a.Group, c.Author); err != nil || refused != nil {
		return refusedBy(refused), err
	}
	s.Sealed.Group = a.Group
	return sealIn(ctx, w, c, GroupChannel(a.Group), s)
}

// Whoever is in the group may end the sharing of a draft: the text stays on each
// desk that has it.
func decideGroupDrop(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a GroupDropArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, "group.drop", "invalid.id")
	}
	text, refused, err := groupText(ctx, w, c.Author, a.Group, a.ID)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	effects, err := dropText(ctx, w, text)
	return Decision{Effects: effects}, err
}

// groupText gives a draft that is shared in a group of the person's.
func groupText(ctx context.Context, w World, person, group, id ID) (Record, *Refusal, error) {
	if _, refused, err := seatOf(ctx, w, group, person); err != nil || refused != nil {
		return Record{}, refused, err
	}
	rec, err := w.Record(ctx, id)
	if Is(err, NotFound) || err == nil && (rec.Kind != KindDraft || rec.Channel != GroupChannel(group)) {
		return Record{}, &Refusal{Reason: ReasonGone}, nil
	}
	return rec, nil, err
}

// What a member says of a draft is their own and sealed; the last word stands.
func decideGroupMark(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a GroupMarkArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	const op = "group.mark"
	switch {
	case len(a.Sealed.Attachments) > 0:
		return Decision{}, NewError(Invalid, op, "invalid.sealed")
	case len(a.Sealed.Data) > MaxMark:
		return Decision{}, NewError(TooLarge, op, "invalid.too_long", "field", "text")
	}
	if err := checkSealed(op, SealArgs{ID: a.Draft, Sealed: a.Sealed}, MaxGroupKeys); err != nil {
		return Decision{}, err
	}
	text, refused, err := groupText(ctx, w, c.Author, a.Group, a.Draft)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	a.Sealed.Group = a.Group
	return Decision{Effects: []Effect{{
		Kind: KindGroupMark, ID: GroupMarkID(c.Author, text.ID), Channel: text.Channel,
		Fields: fieldsOf(GroupMark{Group: a.Group, Draft: text.ID, Person: c.Author, Sealed: a.Sealed}),
	}}}, nil
}
