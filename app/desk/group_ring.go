package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"scranno/app/civic"
)

// circle is a group as this desk sees it: who is in it, by which keys, and its
// records.
type circle struct {
	id      civic.ID
	seat    groupSeat
	members map[civic.ID]civic.GroupMember
	owner   civic.ID
	keys    []civic.GroupKey  // the oldest first
	live    map[civic.ID]bool // keys that are there now
	marks   []civic.Record    // the person's own
}

// groupSeat is a group that the person is in.
type groupSeat struct {
	civic.Membership
	born int64 // 0: only asked for
}

func (t *tending) group() civic.ID {
	if t.circle == nil {
		return ""
	}
	return t.circle.id
}

// seatsOf lists the groups that the person is in, or has asked to be in.
func seatsOf(drawn []civic.Record, person civic.ID) []groupSeat {
	var out []groupSeat
	for _, r := range drawn {
		if r.Kind != civic.KindMembership {
			continue
		}
		m, err := civic.DecodeBody[civic.Membership](r)
		if err == nil && r.ID == civic.MembershipID(m.Group, person) && m.Group.Valid() {
			out = append(out, groupSeat{m, r.Born})
		}
	}
	return out
}

// groupChannels lists the channels of the groups that the person is in by the
// central's word: what it would not give must not be asked for.
func (d *Desk) groupChannels(ctx context.Context, person civic.ID) ([]civic.Channel, error) {
	drawn, err := d.o.Store.DrawnGroups(ctx)
	var out []civic.Channel
	for _, s := range seatsOf(drawn, person) {
		if s.born != 0 {
			out = append(out, civic.GroupChannel(s.Group))
		}
	}
	return out, err
}

// lookGroups does in each group what is done among the own devices. What one
// group holds stops no other.
func (t *tending) lookGroups(ctx context.Context, only *civic.ID) error {
	drawn, err := t.d.o.Store.DrawnGroups(ctx)
	if err != nil {
		return err
	}
	seats := seatsOf(drawn, t.profile.Person)
	for _, s := range seats {
		if only != nil && *only != s.Group {
			continue
		}
		g, records, err := t.enter(ctx, s, drawn)
		if err == nil {
			err = g.look(ctx, records)
		}
		if err == nil {
			err = g.markAgain(ctx)
		}
		t.sent += g.sent
		if err := t.passable(err); err != nil {
			return err
		}
	}
	return t.endLost(ctx, seats)
}

// enter makes the look at one group: whose keys are believed there, and which of
// them what is sealed is for.
func (t *tending) enter(ctx context.Context, s groupSeat, drawn []civic.Record) (*tending, []civic.Record, error) {
	g := *t
	g.sent, g.circle = 0, &circle{id: s.Group, seat: s, members: map[civic.ID]civic.GroupMember{}, live: map[civic.ID]bool{}}
	records, err := t.d.o.Store.GroupRecords(ctx, s.Group)
	if err != nil {
		return &g, nil, err
	}
	g.circle.read(records, drawn, t.profile.Person)
	if g.ready, err = t.whole(ctx, s); err != nil {
		return &g, nil, err
	}
	if err := g.believeMembers(ctx); err != nil {
		return &g, nil, err
	}
	g.to = g.circleKeys()
	if g.ready {
		err = g.tellKeys(ctx)
	}
	return &g, records, err
}

func (c *circle) read(records, drawn []civic.Record, person civic.ID) {
	for _, r := range slices.Concat(records, drawn) {
		switch r.Kind {
		case civic.KindGroupMember:
			m, err := civic.DecodeBody[civic.GroupMember](r)
			if err == nil && m.Group == c.id && r.ID == civic.MemberID(c.id, m.Person) {
				c.members[m.Person] = m
			}
		case civic.KindGroupKey:
			k, err := civic.DecodeBody[civic.GroupKey](r)
			if err == nil && k.Group == c.id && r.ID == civic.GroupKeyID(c.id, k.Person, k.Key) {
				c.keys = append(c.keys, k)
				c.live[k.Key] = true
			}
		case civic.KindGroupMark:
			m, err := civic.DecodeBody[civic.GroupMark](r)
			if err == nil && m.Group == c.id && m.Person == person && r.ID == civic.GroupMarkID(person, m.Draft) {
				c.marks = append(c.marks, r)
			}
		}
	}
	for _, m := range c.members {
		if m.Part == civic.PartOwner {
			c.owner = m.Person
		}
	}
}

// whole tells whether all of a group has come: before that one would seal for too
// few. A group that is only asked for has nobody else.
func (t *tending) whole(ctx context.Context, s groupSeat) (bool, error) {
	if s.born == 0 {
		return true, nil
	}
	return t.here(ctx, civic.GroupChannel(s.Group))
}

// here tells whether a channel has come to its end once.
func (t *tending) here(ctx context.Context, name civic.Channel) (bool, error) {
	all, err := t.d.o.Store.Channels(ctx)
	return slices.ContainsFunc(all, func(c civic.ChannelState) bool { return c.Channel == name && c.Complete }), err
}

// settled tells that nothing of a channel is on its way. One that never came has
// nothing that could be of another time.
func (t *tending) settled(ctx context.Context, name civic.Channel) (bool, error) {
	all, err := t.d.o.Store.Channels(ctx)
	return !slices.ContainsFunc(all, func(c civic.ChannelState) bool { return c.Channel == name && !c.Complete }), err
}

// circleKeys are the keys that are sealed to in a group: the person's own, and
// those of the other members that are believed.
func (t *tending) circleKeys() []civic.TrustedKey {
	out := recipients(t.mine)
	for _, id := range sortedKeys(t.believed) {
		k := t.believed[id]
		_, in := t.circle.members[k.Person]
		if !k.Revoked && in && k.Person != t.profile.Person && t.circle.live[id] {
			out = append(out, k)
		}
	}
	return out
}

func (t *tending) toIDs() []civic.ID {
	ids := make([]civic.ID, len(t.to))
	for i, k := range t.to {
		ids[i] = k.ID
	}
	return ids
}

// ringNamed is how a shared draft remembers which keys it was sealed to. In a
// group not all desks believe the same keys at a time, so they are remembered
// themselves.
func (t *tending) ringNamed(keys []civic.ID) string {
	if t.circle == nil {
		return ringOf(keys)
	}
	keys = slices.Clone(keys)
	slices.Sort(keys)
	words := make([]string, len(keys))
	for i, k := range keys {
		words[i] = string(k)
	}
	return strings.Join(words, " ")
}

// ringMoved tells whether what was sealed to those keys must be sealed anew: in a
// group, where one is missing that is believed here, or one is there that no
// member has. A key that only others believe is theirs to seal to.
func (t *tending) ringMoved(ring string) bool {
	if t.circle == nil {
		return ring != ringOf(t.toIDs())
	}
	had := strings.Fields(ring)
	for _, k := range t.to {
		if !slices.Contains(had, string(k.ID)) {
			return true
		}
	}
	return slices.ContainsFunc(had, func(id string) bool {
		k, known := t.believed[civic.ID(id)]
		return known && k.Revoked || !t.circle.holds(civic.ID(id)) && !slices.ContainsFunc(t.to, func(k civic.TrustedKey) bool { return k.ID == civic.ID(id) })
	})
}

// holds tells whether a member has that key in the group.
func (c *circle) holds(key civic.ID) bool {
	return slices.ContainsFunc(c.keys, func(k civic.GroupKey) bool {
		_, in := c.members[k.Person]
		return in && k.Key == key
	})
}

// ringOfOthers tells whether a draft is sealed to more keys than are believed
// here: then its files stay as those sealed them who believe them.
func (t *tending) ringOfOthers(row *civic.SharedDraft) bool {
	return t.circle != nil && !t.ringMoved(row.Ring) && row.Ring != t.ringNamed(t.toIDs())
}

// nameOf is whose changes a text holds: in a group the person's, by the key that
// signed it.
func (t *tending) nameOf(text sealedText) string {
	if t.circle == nil {
		return text.Device
	}
	if m, in := t.circle.members[t.believed[text.by].Person]; in {
		return m.Name
	}
	return text.Device
}

// rowOf finds what is remembered of a record. A group's draft that had ended here
// and is there again goes on, unless it was written on meanwhile: then that stays
// the person's own, and what comes is another draft.
func (t *tending) rowOf(ctx context.Context, record civic.ID) (*civic.SharedDraft, error) {
	row := t.rows[record]
	if row == nil || t.circle == nil || row.Group != t.circle.id || row.State != civic.ShareEnded {
		return row, nil
	}
	x, err := t.d.o.Store.Draft(ctx, row.Draft)
	if err != nil && !civic.Is(err, civic.NotFound) {
		return nil, err
	}
	if err == nil && x.Plain != nil {
		same, err := t.asSent(row, &x)
		if err != nil {
			return nil, err
		}
		if same {
			row.State = civic.ShareOn
			return row, t.d.o.Store.SaveShared(ctx, *row)
		}
	}
	return nil, nil
}

// groupRow begins to remember a draft that came from a group. It is one that is
// here already only where a device of the person's own shared it there: nobody
// else can have a private text of theirs go to a group by knowing its id.
func (t *tending) groupRow(ctx context.Context, record, draft, by civic.ID) (*civic.SharedDraft, error) {
	own := t.believed[by].Person == t.profile.Person
	if t.rows[record] != nil { // it ended here and was written on
		return t.newDraft(ctx, record)
	}
	for _, x := range t.rows {
		if x.Draft != draft {
			continue
		}
		if own && x.State != civic.ShareOn {
			return t.moveRow(x, record), nil
		}
		return t.newDraft(ctx, record)
	}
	_, err := t.d.o.Store.Draft(ctx, draft)
	switch {
	case err == nil && !own:
		return t.newDraft(ctx, record)
	case err != nil && !civic.Is(err, civic.NotFound):
		return nil, err
	}
	return t.newRow(draft, record), nil
}

// newDraft begins to remember a draft that came from a group beside what is here:
// under an id that no draft here has, the same on every try.
func (t *tending) newDraft(ctx context.Context, record civic.ID) (*civic.SharedDraft, error) {
	for n := 0; ; n++ {
		parts := []string{"group_draft", string(record)}
		if n > 0 {
			parts = append(parts, strconv.Itoa(n))
		}
		id := civic.DerivedID(parts...)
		_, err := t.d.o.Store.Draft(ctx, id)
		if civic.Is(err, civic.NotFound) {
			return t.newRow(id, record), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// endLost lets go the drafts of groups that the person is no longer in: their
// texts stay here. Where a central that was put back forgot the seat, and this desk
// still offers again what gave it, the drafts wait for it.
func (t *tending) endLost(ctx context.Context, seats []groupSeat) error {
	if known, err := t.here(ctx, civic.UserChannel(t.profile.Person)); err != nil || !known {
		return err // of which groups one is, has still to come
	}
	for _, row := range t.rows {
		if row.Group == "" || row.State != civic.ShareOn || slices.ContainsFunc(seats, func(s groupSeat) bool { return s.Group == row.Group }) {
			continue
		}
		if back, err := t.returning(ctx, row); err != nil || back {
			if err != nil {
				return err
			}
			continue
		}
		row.State, row.Files = civic.ShareEnded, nil
		if _, err := t.d.o.Store.DropSeals(ctx, row.Record); err != nil {
			return err
		}
		if err := t.d.o.Store.SaveShared(ctx, *row); err != nil {
			return err
		}
		t.d.changed()
	}
	return nil
}

// returning tells whether a draft's group may be back: a central that was put back
// has not said yet what became of how the person came into their groups. A code
// does not tell which group it opens.
func (t *tending) returning(ctx context.Context, row *civic.SharedDraft) (bool, error) {
	if row.Epoch == t.profile.Epoch {
		return false, nil // the seat was lost to this central
	}
	all, err := t.d.o.Store.Outbox(ctx)
	return slices.ContainsFunc(all, func(q civic.Queued) bool {
		return q.Command.Again && q.State != civic.QueueRefused &&
			(q.Command.Name == civic.CmdJoinGroup || q.Command.Name == civic.CmdGroup && civic.Concerns(q.Command) == row.Group)
	}), err
}

// published gives the TextHash of the act that two members published apart, so
// that both desks agree on whose text it has.
func (t *tending) published(ctx context.Context, here, came civic.Draft) (string, error) {
	if t.circle == nil || here.State != civic.DraftSubmitted || here.Act == "" || here.Act != came.Act {
		return "", nil
	}
	v, err := t.d.o.Store.Act(ctx, here.Act)
	if civic.Is(err, civic.NotFound) {
		return "", nil
	}
	return civic.TextHash(v.Act.Content), err
}
