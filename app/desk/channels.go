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
	return d.keep(ctx, func(p *civic.Profile) { p.Regions, p.Years, p.Small = regions, years, false })
}

// keep changes what the profile keeps. Councillors' channels of a region go and
// come with its public ones.
func (d *Desk) keep(ctx context.Context, change func(*civic.Profile)) error {
	actor, err := d.actor(ctx)
	if err != nil {
		return err
	}
	var before, after []civic.Channel
	err = d.o.Store.ChangeProfile(ctx, func(p *civic.Profile) error {
		before = ofTerritory(*p, actor, d.clock(*p))
		change(p)
		after = ofTerritory(*p, actor, d.clock(*p))
		return nil
	})
	if err != nil {
		return err
	}
	gone := slices.DeleteFunc(before, func(c civic.Channel) bool { return slices.Contains(after, c) })
	if err := d.o.Store.Leave(ctx, gone...); err != nil && !civic.Is(err, civic.NotFound) {
		return err
	}
	// A choice is by hand: it also brings back what was left before.
	_, err = d.o.Store.Join(ctx, after, true)
	return d.toSend(err)
}

// ofTerritory lists what a profile keeps because of its regions and years.
func ofTerritory(p civic.Profile, a *civic.Actor, now time.Time) []civic.Channel {
	out := chosen(p, now)
	if a != nil {
		out = append(out, ofMandate(p, *a, now)...)
	}
	return out
}

// actor is oneself, as far as this copy knows; nil where it does not, or cannot
// read the form: that opens nothing, and keeps nothing else from coming.
func (d *Desk) actor(ctx context.Context) (*civic.Actor, error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return nil, err
	}
	var actor *civic.Actor
	err = d.o.Store.Look(ctx, func(ctx context.Context, w civic.World) error {
		a, err := w.Actor(ctx, p.Person)
		if err == nil {
			actor = &a
		}
		return err
	})
	if civic.Is(err, civic.Unknown) || civic.Is(err, civic.Damaged) {
		err = nil
	}
	return actor, err
}

// smallEnough is how many bytes of public acts a desk keeps by itself.
const smallEnough = 200 << 20

// shrink gives up the whole country, where nobody chose it and it has grown too
// large: one's own regions, the national and the European acts stay. The rest
// is found at the central.
func (d *Desk) shrink(ctx context.Context, p civic.Profile, a *civic.Actor) error {
	if len(p.Regions) > 0 || p.Years != 0 || p.Small {
		return nil
	}
	all, err := d.o.Store.Channels(ctx)
	if err != nil || weight(all) <= smallEnough {
		return err
	}
	return d.keep(ctx, func(p *civic.Profile) {
		p.Small = true
		if a == nil {
			return
		}
		for _, m := range a.Mandates {
			if m.Region != "" && !slices.Contains(p.Regions, m.Region) {
				p.Regions = append(p.Regions, m.Region)
			}
		}
	})
}

// weight estimates what the public acts come to once all of them are here: those
// still to come are as large as those that came.
func weight(all []civic.ChannelState) int64 {
	var bytes, here, total int64
	for _, c := range all {
		if c.Channel.Family() != "acts" {
			continue
		}
		bytes, here, total = bytes+c.Bytes, here+c.Count, total+max(c.Total, c.Count)
	}
	if here == 0 {
		return 0
	}
	return int64(float64(bytes) / float64(here) * float64(total))
}

// Join keeps one more channel.
func (d *Desk) Join(ctx context.Context, c civic.Channel) error {
	if !c.Valid() {
		return civic.NewError(civic.NotFound, "desk.join", "")
	}
	_, err := d.o.Store.Join(ctx, []civic.Channel{c}, true)
	return d.toSend(err)
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
	actor, err := d.actor(ctx)
	if err != nil {
		return 0, err
	}
	if err := d.shrink(ctx, p, actor); err != nil {
		return 0, err
	}
	if p, err = d.o.Store.Profile(ctx); err != nil {
		return 0, err
	}
	want := chosen(p, d.clock(p))
	if p.Person != "" {
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
	if p.Person != "" {
		groups, err := d.groupChannels(ctx, p.Person)
		if err != nil {
			return 0, err
		}
		want = append(want, groups...)
	}
	return d.o.Store.Join(ctx, want, false)
}

// kept lists the territories of a profile.
func kept(p civic.Profile) []civic.Region {
	if len(p.Regions) > 0 || p.Small {
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

// ofMandate lists the councillors' channels of the territories of a profile.
func ofMandate(p civic.Profile, a civic.Actor, now time.Time) []civic.Channel {
	if !a.Councillor() {
		return nil
	}
	var out []civic.Channel
	for _, r := range kept(p) {
		for _, y := range yearsOf(p, now) {
			out = append(out, civic.ActChannel(civic.Councillors, r, y))
		}
	}
	return out
}

// ofRoles lists what a person's mandates and roles open.
func ofRoles(p civic.Profile, a civic.Actor, now time.Time) []civic.Channel {
	out := ofMandate(p, a, now)
	if a.Councillor() {
		out = append(out, civic.PeopleCouncillors)
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
