package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"scranno/app/civic"
)

// GroupView is a group of the person's, as a screen shows it.
type GroupView struct {
	ID          civic.ID // empty: a code was typed, and its group is not known yet
	Name        string
	Part        civic.GroupPart // the person's own
	Members     []GroupMemberView
	Invitations []InvitationView // open ones
	Drafts      int              // shared there and readable here
	Unread      int              // shared there and not readable here yet
	Unconfirmed int              // members whom nothing is sealed to yet
	Pending     bool             // asked for and not confirmed by the central
	Code        string           // of a pending one: what was typed
}

// GroupMemberView is a member of a group.
type GroupMemberView struct {
	Person   civic.ID
	Name     string
	Office   string
	Part     civic.GroupPart
	Me       bool
	Believed bool // what is sealed here is sealed to at least one of their keys
	Since    time.Time
}

// InvitationView is an open invitation to a group.
type InvitationView struct {
	ID      civic.ID
	Code    string // only where this desk made it
	Part    civic.GroupPart
	By      string
	ByMe    bool
	Expires time.Time
}

// Groups lists the groups that the person is in, by name, those that wait for the
// central too.
func (d *Desk) Groups(ctx context.Context) ([]GroupView, error) {
	p, err := d.o.Store.Profile(ctx)
	if err != nil || p.Person == "" {
		return nil, err
	}
	drawn, err := d.o.Store.DrawnGroups(ctx)
	if err != nil {
		return nil, err
	}
	codes, err := d.o.Store.Codes(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := d.o.Store.BelievedKeys(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := d.o.Store.SharedDrafts(ctx)
	if err != nil {
		return nil, err
	}
	var out []GroupView
	for _, s := range seatsOf(drawn, p.Person) {
		v := GroupView{ID: s.Group, Name: s.Name, Part: s.Part, Pending: s.born == 0}
		v.read(drawn)
		v.believe(keys, p.Person)
		v.invited(drawn, codes, d.clock(p))
		if err := d.countTexts(ctx, &v, rows); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b GroupView) int { return strings.Compare(a.Name, b.Name) })
	typed, err := d.typedCodes(ctx, codes)
	return append(out, typed...), err
}

// typedCodes gives the groups that the person asked to join and has not heard of.
func (d *Desk) typedCodes(ctx context.Context, codes []civic.GroupCode) ([]GroupView, error) {
	waiting, err := d.o.Store.Outbox(ctx)
	var out []GroupView
	for _, c := range codes {
		if c.Group == "" && slices.ContainsFunc(waiting, func(q civic.Queued) bool {
			return q.Command.Name == civic.CmdJoinGroup && civic.Concerns(q.Command) == c.Invite && q.State != civic.QueueRefused
		}) {
			out = append(out, GroupView{Pending: true, Code: c.Code})
		}
	}
	return out, err
}

// read takes the group's name and its members.
func (v *GroupView) read(drawn []civic.Record) {
	for _, r := range drawn {
		switch r.Kind {
		case civic.KindGroup:
			if g, err := civic.DecodeBody[civic.Group](r); err == nil && r.ID == v.ID {
				v.Name = g.Name
			}
		case civic.KindGroupMember:
			m, err := civic.DecodeBody[civic.GroupMember](r)
			if err == nil && m.Group == v.ID && r.ID == civic.MemberID(v.ID, m.Person) {
				v.Members = append(v.Members, GroupMemberView{Person: m.Person, Name: m.Name, Office: m.Office, Part: m.Part, Since: r.Created})
			}
		}
	}
}

// invited lists the open invitations.
func (v *GroupView) invited(drawn []civic.Record, codes []civic.GroupCode, now time.Time) {
	for _, r := range drawn {
		i, err := civic.DecodeBody[civic.GroupInvitation](r)
		if r.Kind != civic.KindGroupInvite || err != nil || i.Group != v.ID || !now.Before(i.Expires) {
			continue
		}
		x := InvitationView{ID: r.ID, Part: i.Part, Expires: i.Expires}
		for _, m := range v.Members {
			if m.Person == i.By {
				x.By, x.ByMe = m.Name, m.Me
			}
		}
		for _, c := range codes {
			if c.Invite == r.ID {
				x.Code = c.Code
			}
		}
		v.Invitations = append(v.Invitations, x)
	}
}

// believe marks the members whom this desk seals to.
func (v *GroupView) believe(keys []civic.TrustedKey, me civic.ID) {
	for i := range v.Members {
		m := &v.Members[i]
		m.Me = m.Person == me
		m.Believed = m.Me || slices.ContainsFunc(keys, func(k civic.TrustedKey) bool {
			return k.Group == v.ID && k.Person == m.Person && !k.Revoked
		})
		if !m.Believed {
			v.Unconfirmed++
		}
	}
}

func (d *Desk) countTexts(ctx context.Context, v *GroupView, rows []civic.SharedDraft) error {
	known := map[civic.ID]bool{}
	for _, r := range rows {
		known[r.Record] = true
		if r.Group == v.ID && r.State == civic.ShareOn {
			v.Drafts++
		}
	}
	records, err := d.o.Store.GroupRecords(ctx, v.ID)
	for _, r := range records {
		if r.Kind == civic.KindDraft && !r.Deleted && !known[r.ID] {
			v.Unread++
		}
	}
	return err
}

// CreateGroup makes a group, whose owner the person is.
func (d *Desk) CreateGroup(ctx context.Context, name string) (civic.ID, error) {
	if _, err := d.ensureIdentity(ctx, ""); err != nil {
		return "", err
	}
	id, err := d.newID()
	if err != nil {
		return "", err
	}
	name = strings.TrimSpace(civic.CleanText(name))
	if _, err := d.do(ctx, civic.CmdGroup, civic.GroupArgs{ID: id, Name: name}, target{subject: name}); err != nil {
		return "", err
	}
	return id, d.toSend(d.tendSealed(ctx))
}

// RenameGroup gives a group another name.
func (d *Desk) RenameGroup(ctx context.Context, id civic.ID, name string) error {
	name = strings.TrimSpace(civic.CleanText(name))
	_, err := d.do(ctx, civic.CmdRenameGroup, civic.GroupArgs{ID: id, Name: name}, target{subject: name})
	return err
}

// InviteToGroup opens a seat in a group and gives its code, for the person who is
// invited: it is good once, for fourteen days. Who has the code knows by it that
// this desk's key is of the group, and this desk that theirs is.
func (d *Desk) InviteToGroup(ctx context.Context, group civic.ID, part civic.GroupPart) (code string, err error) {
	p, err := d.me(ctx)
	if err != nil {
		return "", err
	}
	own, err := d.ensureIdentity(ctx, "")
	if err != nil {
		return "", err
	}
	seat, err := d.seat(ctx, group)
	if err != nil {
		return "", err
	}
	if err := d.tendSealed(ctx); err != nil { // the key is there before anybody looks for it
		return "", err
	}
	if code, err = newCode(d.o.Rand); err != nil {
		return "", err
	}
	proof, err := claim{saysInvites + string(group), p.Person, own.id, own.public()}.proof(code)
	if err != nil {
		return "", err
	}
	args := civic.InviteArgs{Group: group, ID: civic.InvitationID(joinProof(code)), Key: own.id, Proof: proof, Part: part}
	if err := d.o.Store.KeepCode(ctx, civic.GroupCode{Invite: args.ID, Code: code, Group: group, Part: part, At: d.now()}); err != nil {
		return "", err
	}
	if _, err = d.do(ctx, civic.CmdInvite, args, target{subject: seat.Name}); err != nil {
		return "", err
	}
	return code, nil
}

// CancelInvitation closes an open seat: its code is good no longer.
func (d *Desk) CancelInvitation(ctx context.Context, group, invitation civic.ID) error {
	seat, err := d.seat(ctx, group)
	if err != nil {
		return err
	}
	if _, err := d.do(ctx, civic.CmdUninvite, civic.UninviteArgs{Group: group, ID: invitation}, target{subject: seat.Name}); err != nil {
		return err
	}
	return d.o.Store.DropCodes(ctx, invitation)
}

// JoinGroup asks for the seat that a code opens. It may wait for the line:
// whether the code is good only the central can tell. Invalid: it has not the
// form of a code.
func (d *Desk) JoinGroup(ctx context.Context, code string) error {
	p, err := d.me(ctx)
	if err != nil {
		return err
	}
	if code = typedCode(code); len(code) != len(spell(make([]byte, codeBytes))) {
		return civic.NewError(civic.Invalid, "desk.join_group", "group.code_form")
	}
	own, err := d.ensureIdentity(ctx, "")
	if err != nil {
		return err
	}
	believed, err := d.believed(ctx)
	if err != nil {
		return err
	}
	k := believed[own.id].Key
	proof, err := claim{saysComes, p.Person, own.id, k}.proof(code)
	if err != nil {
		return err
	}
	args := civic.JoinArgs{Code: joinProof(code), Key: own.id, Device: k, Proof: proof}
	if err := d.dropOldCodes(ctx); err != nil {
		return err
	}
	if err := d.o.Store.KeepCode(ctx, civic.GroupCode{Invite: civic.InvitationID(args.Code), Code: code, At: d.now()}); err != nil {
		return err
	}
	_, err = d.do(ctx, civic.CmdJoinGroup, args, target{})
	return err
}

func (d *Desk) dropOldCodes(ctx context.Context) error {
	codes, err := d.o.Store.Codes(ctx)
	if err != nil {
		return err
	}
	var old []civic.ID
	for _, c := range codes {
		if d.now().Sub(c.At) > keptCodes {
			old = append(old, c.Invite)
		}
	}
	return d.o.Store.DropCodes(ctx, old...)
}

// LeaveGroup takes the person out of a group. The texts that were shared there
// stay on this desk, as their own.
func (d *Desk) LeaveGroup(ctx context.Context, group civic.ID) error {
	p, err := d.me(ctx)
	if err != nil {
		return err
	}
	return d.RemoveFromGroup(ctx, group, p.Person)
}

// RemoveFromGroup takes a member out of a group: what is sealed from then on they
// cannot open; what they had they keep.
func (d *Desk) RemoveFromGroup(ctx context.Context, group, person civic.ID) error {
	seat, err := d.seat(ctx, group)
	if err != nil {
		return err
	}
	if _, err := d.do(ctx, civic.CmdLeaveGroup, civic.LeaveArgs{Group: group, Person: person}, target{subject: seat.Name}); err != nil {
		return err
	}
	return d.toSend(d.tendSealed(ctx))
}

// seat gives the person's own seat in a group. NotFound: they have none.
func (d *Desk) seat(ctx context.Context, group civic.ID) (groupSeat, error) {
	p, err := d.me(ctx)
	if err != nil {
		return groupSeat{}, err
	}
	drawn, err := d.o.Store.DrawnGroups(ctx)
	if err != nil {
		return groupSeat{}, err
	}
	for _, s := range seatsOf(drawn, p.Person) {
		if s.Group == group {
			return s, nil
		}
	}
	return groupSeat{}, civic.NewError(civic.NotFound, "desk.group", "group.not_member")
}
