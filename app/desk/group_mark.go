package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
)

// DraftMark is what a member says of a shared draft.
type DraftMark struct {
	Person    civic.ID
	Name      string
	Office    string
	Part      civic.GroupPart // empty: no member any more
	Me        bool
	Seen      time.Time
	SeenNow   bool      // the text as it stands
	Joined    time.Time // zero: they have not said that they support it
	Stale     bool      // what they support is a former text
	Confirmed time.Time // zero: they have not
	Agreed    bool      // what they confirmed is the text as it stands
}

// markText is a mark inside its seal: it says of texts by their TextHash.
type markText struct {
	Draft       civic.ID  `json:"draft"` // the record
	Seen        string    `json:"seen,omitempty"`
	SeenAt      time.Time `json:"seenAt,omitzero"`
	Joined      string    `json:"joined,omitempty"`
	JoinedAt    time.Time `json:"joinedAt,omitzero"`
	Confirmed   string    `json:"confirmed,omitempty"`
	ConfirmedAt time.Time `json:"confirmedAt,omitzero"`
}

// openMark is a mark that was opened, with the key that signed it.
type openMark struct {
	markText
	by civic.ID
}

// mostOpened bounds how many opened marks are kept in memory.
const mostOpened = 20_000

// readMark opens a mark. One that its member did not sign says nothing.
func (t *tending) readMark(r civic.Record) (markText, bool) {
	m, err := civic.DecodeBody[civic.GroupMark](r)
	if err != nil || m.Group != t.group() || r.ID != civic.GroupMarkID(m.Person, m.Draft) {
		return markText{}, false
	}
	hash := hashOf(m.Sealed.Data)
	x, known := t.d.opened[hash]
	if !known {
		text, err := unseal(m.Sealed.Data, t.open, t.believed)
		if err != nil || text.ID != r.ID || text.Group != m.Group || text.Mark == nil {
			return markText{}, false
		}
		if len(t.d.opened) >= mostOpened {
			clear(t.d.opened)
		}
		x = openMark{*text.Mark, text.by}
		t.d.opened[hash] = x
	}
	by := t.believed[x.by]
	return x.markText, x.Draft == m.Draft && by.Person == m.Person && !by.Revoked
}

// DraftMarks tells what the members of a group have said of a draft, the person's
// own mark first, then by name.
func (d *Desk) DraftMarks(ctx context.Context, draft civic.ID) ([]DraftMark, error) {
	x, err := d.open(ctx, draft)
	if err != nil {
		return nil, err
	}
	row, seat, err := d.inGroup(ctx, draft)
	if civic.Is(err, civic.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []DraftMark
	err = d.reading(ctx, func(t *tending, drawn []civic.Record) error {
		if err := t.aside(ctx, seat, drawn); err != nil {
			return err
		}
		out = t.marksOf(row.Record, civic.TextHash(*x.Plain), drawn)
		return nil
	})
	return out, err
}

// reading looks at what is sealed and changes nothing.
func (d *Desk) reading(ctx context.Context, fn func(t *tending, drawn []civic.Record) error) error {
	d.sealing.Lock()
	defer d.sealing.Unlock()
	t := &tending{d: d, rows: map[civic.ID]*civic.SharedDraft{}}
	var err error
	if t.profile, err = d.me(ctx); err != nil {
		return err
	}
	if t.mine, err = d.believed(ctx); err != nil {
		return err
	}
	own, err := d.identity(ctx)
	if err != nil {
		return err
	}
	t.own, t.open = own, d.opens(own)
	drawn, err := d.o.Store.DrawnGroups(ctx)
	if err != nil {
		return err
	}
	return fn(t, drawn)
}

// opens gives what opens seals here.
func (d *Desk) opens(own *identity) []*identity {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.helper != nil {
		return []*identity{own, d.helper}
	}
	return []*identity{own}
}

// aside looks at one group with what is believed already.
func (t *tending) aside(ctx context.Context, s groupSeat, drawn []civic.Record) error {
	t.circle = &circle{id: s.Group, seat: s, members: map[civic.ID]civic.GroupMember{}, live: map[civic.ID]bool{}}
	t.circle.read(nil, drawn, t.profile.Person)
	return t.knownMembers(ctx)
}

func (t *tending) marksOf(record civic.ID, now string, drawn []civic.Record) []DraftMark {
	var out []DraftMark
	for _, r := range drawn {
		if r.Kind != civic.KindGroupMark || r.Parent() != record {
			continue
		}
		m, ok := t.readMark(r)
		if !ok {
			continue
		}
		for _, who := range t.circle.members {
			if r.ID != civic.GroupMarkID(who.Person, record) {
				continue
			}
			out = append(out, DraftMark{
				Person: who.Person, Name: who.Name, Office: who.Office, Part: who.Part, Me: who.Person == t.profile.Person,
				Seen: m.SeenAt, SeenNow: m.Seen == now, Joined: m.JoinedAt, Stale: m.Joined != "" && m.Joined != now,
				Confirmed: m.ConfirmedAt, Agreed: m.Confirmed == now,
			})
		}
	}
	slices.SortFunc(out, func(a, b DraftMark) int {
		if a.Me != b.Me {
			if a.Me {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name+string(a.Person), b.Name+string(b.Person))
	})
	return out
}

// GroupDrafts tells of the drafts that are shared in groups, by draft; of those
// too whose sharing ended and that the person has not heard of.
func (d *Desk) GroupDrafts(ctx context.Context) (map[civic.ID]GroupDraft, error) {
	out := map[civic.ID]GroupDraft{}
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r civic.SharedDraft) bool { return r.Group == "" || r.State == civic.ShareOff })
	if len(rows) == 0 {
		return out, nil
	}
	err = d.reading(ctx, func(t *tending, drawn []civic.Record) error {
		for _, row := range rows {
			x, err := d.o.Store.Draft(ctx, row.Draft)
			if civic.Is(err, civic.NotFound) || err == nil && x.Plain == nil {
				continue
			}
			if err != nil {
				return err
			}
			if out[row.Draft], err = t.describe(ctx, row, x, drawn); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (t *tending) describe(ctx context.Context, row civic.SharedDraft, x civic.Draft, drawn []civic.Record) (GroupDraft, error) {
	v := GroupDraft{Group: row.Group, By: row.By, At: row.At, Ended: row.State == civic.ShareEnded, Unread: row.Unread || row.Foreign}
	seat := groupSeat{Membership: civic.Membership{Group: row.Group}}
	for _, s := range seatsOf(drawn, t.profile.Person) {
		if s.Group == row.Group {
			seat = s
		}
	}
	v.Name, v.Part = seat.Name, seat.Part
	v.Returning = !v.Ended && seat.Name == "" && row.Epoch != "" && row.Epoch != t.profile.Epoch
	if t.circle == nil || t.circle.id != row.Group {
		if err := t.aside(ctx, seat, drawn); err != nil {
			return v, err
		}
	}
	v.ByName = t.circle.members[row.By].Name
	var err error
	if v.Out, err = t.out(ctx, row, x); err != nil {
		return v, err
	}
	for _, m := range t.marksOf(row.Record, civic.TextHash(*x.Plain), drawn) {
		switch {
		case m.Me:
			v.Mine = m
		case m.SeenNow:
			v.Seen++
		}
		if !m.Joined.IsZero() && !m.Stale {
			v.Joined++
		}
	}
	return v, nil
}

// SawDraft says to the group that the person has seen the text as it stands, once
// a text.
func (d *Desk) SawDraft(ctx context.Context, draft civic.ID) error {
	return d.mark(ctx, draft, func(m *markText, text string) bool {
		if m.Seen == text {
			return false
		}
		m.Seen, m.SeenAt = text, d.now()
		return true
	})
}

// JoinDraft says to the group that the person supports the text as it stands, or
// takes that back. It is no signature.
func (d *Desk) JoinDraft(ctx context.Context, draft civic.ID, on bool) error {
	if err := d.prepares(ctx, "desk.join", draft); err != nil {
		return err
	}
	return d.mark(ctx, draft, func(m *markText, text string) bool {
		switch {
		case on && m.Joined == text, !on && m.Joined == "":
			return false
		case on:
			m.Joined, m.JoinedAt = text, d.now()
			m.Seen, m.SeenAt = text, d.now()
		default:
			m.Joined, m.JoinedAt = "", time.Time{}
		}
		return true
	})
}

// mark changes what the person says of a group's draft.
func (d *Desk) mark(ctx context.Context, draft civic.ID, change func(m *markText, text string) bool) error {
	x, err := d.open(ctx, draft)
	if err != nil {
		return err
	}
	row, seat, err := d.inGroup(ctx, draft)
	if err != nil {
		return err
	}
	d.sealing.Lock()
	defer d.sealing.Unlock()
	t := &tending{d: d, rows: map[civic.ID]*civic.SharedDraft{}}
	if _, err := t.begin(ctx); err != nil {
		return err
	}
	if t.own == nil {
		return civic.NewError(civic.Forbidden, "desk.mark", "keys.excluded")
	}
	drawn, err := d.o.Store.DrawnGroups(ctx)
	if err != nil {
		return err
	}
	g, _, err := t.enter(ctx, seat, drawn)
	if err != nil {
		return err
	}
	m := markText{Draft: row.Record}
	for _, r := range g.circle.marks {
		if r.ID != civic.GroupMarkID(t.profile.Person, row.Record) {
			continue
		}
		if former, ok := g.readMark(r); ok {
			m = former
		}
	}
	if !change(&m, civic.TextHash(*x.Plain)) {
		return nil
	}
	return g.putMark(ctx, m)
}

// putMark seals a mark and queues it, in the place of one that has not left.
func (t *tending) putMark(ctx context.Context, m markText) error {
	text := sealedText{
		ID: civic.GroupMarkID(t.profile.Person, m.Draft), Version: 1, Keys: t.toIDs(), Device: t.name(), Group: t.group(),
		Who: t.profile.Person, At: t.d.now(), Mark: &m,
	}
	body, err := seal(text, t.own, t.to)
	if err != nil {
		return err
	}
	if _, err := t.d.o.Store.DropSeals(ctx, text.ID); err != nil {
		return err
	}
	_, err = t.d.do(ctx, civic.CmdGroupMark, civic.GroupMarkArgs{Group: t.group(), Draft: m.Draft, Sealed: body}, target{})
	return err
}

// markAgain seals the person's own marks anew, where the group has other keys
// than they were sealed to.
func (t *tending) markAgain(ctx context.Context) error {
	if !t.ready {
		return nil
	}
	for _, r := range t.circle.marks {
		m, ok := t.readMark(r)
		row := t.rows[m.Draft]
		if !ok || row == nil || row.State != civic.ShareOn {
			continue
		}
		body, err := civic.DecodeBody[civic.GroupMark](r)
		if err != nil || !t.ringMoved(strings.Join(body.Sealed.Keys, " ")) {
			continue
		}
		once := "mark" + string(r.ID) + t.ringNamed(t.toIDs())
		if t.d.told[once] {
			continue
		}
		t.d.told[once] = true
		if err := t.putMark(ctx, m); err != nil {
			return err
		}
		t.sent++
	}
	return nil
}
