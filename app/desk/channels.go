package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"scranno/app/civic"
)

// defaultYears is how many years of acts a desk keeps unless told otherwise.
const defaultYears = 3

// maxYears bounds what Keep accepts.
const maxYears = 30

// Channels says how each kept channel stands.
func (d *Desk) Channels(ctx context.Context) ([]civic.ChannelState, error) {
	return d.o.Store.Channels(ctx)
}

// Keep chooses the regions and the number of years kept offline; no regions
// means all of them. What falls out of the choice leaves this computer.
func (d *Desk) Keep(ctx context.Context, regions []civic.Region, years int) error {
	const op = "desk.keep"
	for _, r := range regions {
		if !r.Valid() {
			return civic.NewError(civic.Invalid, op, "invalid.region")
		}
	}
	if years < 0 || years > maxYears {
		return civic.NewError(civic.Invalid, op, "invalid.range")
	}
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return err
	}
	before := chosen(p, d.clock(p))
	p.Regions, p.Years = regions, years
	if err := d.o.Store.SaveProfile(ctx, p); err != nil {
		return err
	}
	after := map[civic.Channel]bool{}
	for _, c := range chosen(p, d.clock(p)) {
		after[c] = true
	}
	gone := slices.DeleteFunc(before, func(c civic.Channel) bool { return after[c] })
	if err := d.o.Store.Leave(ctx, gone...); err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	// A choice is by hand: it also brings back what was left before.
	if _, err := d.o.Store.Join(ctx, chosen(p, d.clock(p)), true); err != nil {
		return err
	}
	d.Nudge()
	d.changed()
	return nil
}

// Join keeps one more channel.
func (d *Desk) Join(ctx context.Context, c civic.Channel) error {
	if !c.Valid() {
		return civic.NewError(civic.NotFound, "desk.join", "")
	}
	if _, err := d.o.Store.Join(ctx, []civic.Channel{c}, true); err != nil {
		return err
	}
	d.Nudge()
	d.changed()
	return nil
}

// Leave drops a channel from this computer.
func (d *Desk) Leave(ctx context.Context, c civic.Channel) error {
	return d.after(d.o.Store.Leave(ctx, c))
}

// Sweep lets go what the central no longer has in a channel, after the person
// was asked.
func (d *Desk) Sweep(ctx context.Context, c civic.Channel) error {
	return d.after(d.o.Store.Sweep(ctx, c, d.now()))
}

// clock is the moment by the central's clock where it is known: the year of a
// channel must not hang on a wrong clock.
func (d *Desk) clock(p civic.Profile) time.Time {
	if !p.Server.IsZero() {
		return p.Server
	}
	return d.now()
}

// tend joins what this person should keep by now: their regions' new year, the
// channels of a new role, the spaces that were announced. It leaves nothing:
// losing a channel is the central's word.
func (d *Desk) tend(ctx context.Context) (int, error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Central == "" {
		return 0, err
	}
	want := chosen(p, d.clock(p))
	var actor *civic.Actor
	if p.Person != "" {
		err := d.o.Store.Look(ctx, func(ctx context.Context, w civic.World) error {
			a, err := w.Actor(ctx, p.Person)
			if err == nil {
				actor = &a
			}
			return err
		})
		// Roles of a form that this version cannot read open nothing, and keep
		// nothing else from coming.
		if err != nil && !civic.Is(err, civic.Unknown) && !civic.Is(err, civic.Damaged) {
			return 0, err
		}
		want = append(want, civic.UserChannel(p.Person), civic.PeopleMembers)
	}
	if actor != nil {
		want = append(want, ofRoles(p, *actor, d.clock(p))...)
	}
	spaces, err := d.o.Store.Announced(ctx)
	if err != nil {
		return 0, err
	}
	for _, s := range spaces {
		if !s.Joined && !s.Space.Archived && s.Space.Readable(actor, s.ID) {
			want = append(want, civic.SpaceChannel(s.ID))
		}
	}
	return d.o.Store.Join(ctx, want, false)
}

// kept lists the territories of a profile.
func kept(p civic.Profile) []civic.Region {
	if len(p.Regions) > 0 {
		return append([]civic.Region{civic.NationWide, civic.Europe}, p.Regions...)
	}
	return append([]civic.Region{civic.NationWide, civic.Europe, civic.ExampleRegion}, civic.Regions()...)
}

func yearsOf(p civic.Profile, now time.Time) []int {
	n := p.Years
	if n == 0 {
		n = defaultYears
	}
	out := make([]int, 0, n)
	for y := range n {
		out = append(out, now.UTC().Year()-y)
	}
	return out
}

// chosen lists the public channels that a profile keeps.
func chosen(p civic.Profile, now time.Time) []civic.Channel {
	var out []civic.Channel
	for _, r := range kept(p) {
		for _, y := range yearsOf(p, now) {
			out = append(out, civic.ActChannel(civic.Everyone, r, y))
		}
	}
	out = append(out, civic.PeoplePublic)
	for _, r := range kept(p) {
		out = append(out, civic.TalkChannel(r), civic.PublicChannel(r))
	}
	return out
}

// ofRoles lists what a person's mandates and roles open.
func ofRoles(p civic.Profile, a civic.Actor, now time.Time) []civic.Channel {
	var out []civic.Channel
	if a.Councillor() {
		out = append(out, civic.PeopleCouncillors)
		for _, r := range kept(p) {
			for _, y := range yearsOf(p, now) {
				out = append(out, civic.ActChannel(civic.Councillors, r, y))
			}
		}
	}
	for _, r := range a.Roles {
		switch {
		case r.Name == civic.RoleModerator || r.Name == civic.RoleEditor:
			out = append(out, civic.DeskChannel(r.Scope))
			if r.Scope == civic.ScopeAll {
				for _, region := range kept(p) {
					out = append(out, civic.DeskChannel(civic.RegionScope(region)))
				}
			}
		}
		// Not every role in a space opens it: what the central would not give must
		// not be asked for again and again.
		if id := spaceOf(r.Scope); id != "" && (civic.Space{Access: civic.AccessListed}).Readable(&a, id) {
			out = append(out, civic.SpaceChannel(id))
		}
	}
	return out
}

func spaceOf(s civic.Scope) civic.ID {
	const prefix = "space:"
	if len(s) > len(prefix) && s[:len(prefix)] == prefix {
		return civic.ID(s[len(prefix):])
	}
	return ""
}

func encode(v any) (json.RawMessage, error) { return civic.CanonicalOf(v) }
