package desk

import (
	"context"
	"slices"
	"strconv"

	"scranno/app/civic"
)

// believeMembers looks at the keys of a group. Believed are the person's own
// ones, those that came by a code which was given out or typed on this desk, and
// those that a believed one vouches for. A further key of a person who has one
// there only that person vouches for: no member can slip one in under another's
// name.
func (t *tending) believeMembers(ctx context.Context) error {
	if err := t.knownMembers(ctx); err != nil {
		return err
	}
	codes, err := t.d.o.Store.Codes(ctx)
	if err != nil {
		return err
	}
	if err := t.byCode(ctx, codes); err != nil {
		return err
	}
	for again := true; again; {
		again = false
		for _, k := range t.circle.keys {
			more, err := t.weigh(ctx, k)
			if err != nil {
				return err
			}
			again = again || more
		}
	}
	return nil
}

// knownMembers begins with what is believed already.
func (t *tending) knownMembers(ctx context.Context) error {
	all, err := t.d.o.Store.BelievedKeys(ctx)
	if err != nil {
		return err
	}
	t.believed = map[civic.ID]civic.TrustedKey{}
	for _, k := range all {
		if k.Group == t.circle.id {
			t.believed[k.ID] = k
		}
	}
	for id, k := range t.mine {
		k.Group, k.Person = t.circle.id, t.profile.Person
		t.believed[id] = k
	}
	return nil
}

// byCode believes the keys that the codes of invitations prove: of who came by
// one that was given out here, of who gave out the one that was typed here.
func (t *tending) byCode(ctx context.Context, codes []civic.GroupCode) error {
	for _, c := range codes {
		for _, k := range t.circle.keys {
			var found *civic.GroupKey
			switch {
			case k.Invite != c.Invite:
			case c.Group == t.circle.id && t.claimOf(saysComes, k).hasProof(c.Code, k.Proof):
				found = &k
			case c.Group == "" && k.Person == t.profile.Person:
				found = t.inviter(k, c.Code)
			}
			if found == nil {
				continue
			}
			if err := t.believeKey(ctx, *found, ""); err != nil {
				return err
			}
			if err := t.d.o.Store.DropCodes(ctx, c.Invite); err != nil {
				return err
			}
		}
	}
	return nil
}

// claimOf says of a member's key.
func (t *tending) claimOf(says string, k civic.GroupKey) claim {
	if says != saysComes {
		says += string(t.circle.id)
	}
	return claim{says, k.Person, k.Key, k.Device}
}

// inviter finds the key that the code which was typed here proves.
func (t *tending) inviter(own civic.GroupKey, code string) *civic.GroupKey {
	for _, k := range t.circle.keys {
		if k.Person == own.By && k.Key == own.ByKey && t.claimOf(saysInvites, k).hasProof(code, own.ByProof) {
			return &k
		}
	}
	return nil
}

func (t *tending) believeKey(ctx context.Context, k civic.GroupKey, by civic.ID) error {
	if x, known := t.believed[k.Key]; known && (x.Person == t.profile.Person || !x.Revoked && x.Person == k.Person) {
		return nil
	}
	bare := k.Device
	bare.Certs, bare.Revoked = nil, nil
	x := civic.TrustedKey{ID: k.Key, Group: t.circle.id, Person: k.Person, Key: bare, By: by, At: t.d.now()}
	t.believed[k.Key] = x
	return t.d.o.Store.Believe(ctx, []civic.TrustedKey{x})
}

// weigh looks at what believed keys say of one. It tells whether that changed
// anything.
func (t *tending) weigh(ctx context.Context, k civic.GroupKey) (bool, error) {
	if x, known := t.believed[k.Key]; known {
		if x.Revoked || x.Person != k.Person || k.Device.Revoked == nil || !t.mayRevoke(k) {
			return false, nil
		}
		x.Revoked = true
		t.believed[k.Key] = x
		return true, t.d.o.Store.Believe(ctx, []civic.TrustedKey{x})
	}
	if k.Device.Revoked != nil {
		return false, nil
	}
	for _, c := range k.Device.Certs {
		by := t.believed[c.By]
		if by.Person != k.Person && (k.Device.Recovery || t.hasKey(k.Person)) {
			continue
		}
		if vouched(t.believed, c, t.claimOf(saysMember, k)) {
			return true, t.believeKey(ctx, k, c.By)
		}
	}
	return false, nil
}

// mayRevoke tells whether a key of the same person, or of the group's owner, says
// that the key is gone.
func (t *tending) mayRevoke(k civic.GroupKey) bool {
	by := t.believed[k.Device.Revoked.By]
	return (by.Person == k.Person || by.Person == t.circle.owner) && vouched(t.believed, *k.Device.Revoked, t.claimOf(saysLeft, k))
}

// hasKey tells whether a person has a believed key in the group now.
func (t *tending) hasKey(person civic.ID) bool {
	for id, k := range t.believed {
		if k.Person == person && !k.Revoked && (t.circle.live[id] || person == t.profile.Person) {
			return true
		}
	}
	return false
}

// tellKeys puts the person's own keys into the group, and says there whom this
// desk believes, where the others need that: who came by a code of it, and, so
// that nobody depends on who has left, all to the owner and the owner to all.
func (t *tending) tellKeys(ctx context.Context) error {
	there := map[civic.ID]civic.GroupKey{}
	for _, k := range t.circle.keys {
		if k.Person == t.profile.Person {
			there[k.Key] = k
		}
	}
	for _, id := range sortedKeys(t.mine) {
		if err := t.tellOwn(ctx, t.mine[id], there); err != nil {
			return err
		}
	}
	if _, here := there[t.own.id]; !here {
		return nil // first the key that signs
	}
	owns := t.circle.owner == t.profile.Person
	for _, k := range t.circle.keys {
		x, known := t.believed[k.Key]
		_, in := t.circle.members[k.Person]
		if !known || !in || x.Revoked || x.Person != k.Person || k.Person == t.profile.Person {
			continue
		}
		if x.By != "" && !owns && k.Person != t.circle.owner || t.certByMine(k) {
			continue
		}
		k.Device.Certs = append(k.Device.Certs, t.own.cert(t.claimOf(saysMember, k)))
		if err := t.tell(ctx, k, "vouch"); err != nil {
			return err
		}
	}
	return nil
}

// tellOwn puts one of the person's own keys, vouches for it, or says that it is
// gone.
func (t *tending) tellOwn(ctx context.Context, x civic.TrustedKey, there map[civic.ID]civic.GroupKey) error {
	k, known := there[x.ID]
	if !known {
		k = civic.GroupKey{Group: t.circle.id, Person: t.profile.Person, Key: x.ID, Device: x.Key}
		k.Device.Certs, k.Device.Revoked = nil, nil
	}
	switch {
	case x.Revoked && known && k.Device.Revoked == nil && x.ID != t.own.id:
		gone := t.own.cert(t.claimOf(saysLeft, k))
		k.Device.Revoked = &gone
		return t.tell(ctx, k, "gone")
	case x.Revoked:
		return nil
	case x.ID != t.own.id && !t.certByMine(k):
		k.Device.Certs = append(k.Device.Certs, t.own.cert(t.claimOf(saysMember, k)))
		return t.tell(ctx, k, "mine")
	case x.ID == t.own.id && !t.certByMine(k) && len(t.open) > 1: // by the recovery code
		k.Device.Certs = append(k.Device.Certs, t.open[1].cert(t.claimOf(saysMember, k)))
		return t.tell(ctx, k, "recovered")
	case !known:
		return t.tell(ctx, k, "own")
	}
	return nil
}

// certByMine tells whether a key of the person's own vouches for that one.
func (t *tending) certByMine(k civic.GroupKey) bool {
	return slices.ContainsFunc(k.Device.Certs, func(c civic.KeyCert) bool {
		return vouched(t.mine, c, t.claimOf(saysMember, k))
	})
}

// tell says it once: what is refused is not said again and again.
func (t *tending) tell(ctx context.Context, k civic.GroupKey, what string) error {
	once := t.profile.Epoch + what + string(civic.GroupKeyID(k.Group, k.Person, k.Key)) + strconv.FormatInt(t.circle.seat.born, 10)
	if t.d.told[once] {
		return nil
	}
	waits, err := t.waiting(ctx, civic.CmdGroupKey, civic.GroupKeyID(k.Group, k.Person, k.Key))
	if err != nil || waits {
		return err
	}
	t.d.told[once] = true
	args := civic.GroupKeyArgs{Group: k.Group, Person: k.Person, Key: k.Key, Device: k.Device}
	if _, err := t.d.do(ctx, civic.CmdGroupKey, args, target{}); err != nil {
		if civic.KindOf(err) == civic.Internal || ctx.Err() != nil {
			return err
		}
		t.d.o.Log.Warn("a key could not be told to a group", "kind", string(civic.KindOf(err)))
		return nil
	}
	t.sent++
	return nil
}

// waiting tells whether such a command about the record has not been accepted.
func (t *tending) waiting(ctx context.Context, name civic.CommandName, record civic.ID) (bool, error) {
	all, err := t.d.o.Store.Outbox(ctx)
	for _, q := range all {
		if q.Command.Name == name && civic.Concerns(q.Command) == record {
			return true, err
		}
	}
	return false, err
}
