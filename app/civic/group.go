package civic

import "time"

// Limits on groups.
const (
	MaxGroupMembers = 40
	MaxGroupsOf     = 50  // of one person
	MaxInvitations  = 20  // open ones of a group
	MaxKeysOf       = 8   // of one member in a group
	MaxGroupKeys    = 320 // that one body is sealed to
	MaxMark         = 100_000
	InvitationDays  = 14
	proofBytes      = 32
)

// ParamBy is who was first, of a publication that a desk shows as a second one.
const ParamBy = "by"

// GroupPart is what a member of a group may do with its texts.
type GroupPart string

// The parts.
const (
	PartOwner        GroupPart = "owner"        // made the group: removes members, renames it
	PartMember       GroupPart = "member"       // a councillor: writes, invites, publishes
	PartCollaborator GroupPart = "collaborator" // prepares; a councillor confirms what leaves
)

// Valid tells whether p is one of the parts.
func (p GroupPart) Valid() bool {
	return p == PartOwner || p == PartMember || p == PartCollaborator
}

// Group is a small circle that prepares texts together: the body of the record
// "group" in group/<id>. The central knows its name and who is in it; its
// texts travel sealed to its members' keys.
type Group struct {
	Name string `json:"name"`
}

// GroupMember is who is in a group: the body of a record "group_member" in
// group/<id>. The name and the office are set by the rule.
type GroupMember struct {
	Group  ID        `json:"group"`
	Person ID        `json:"person"`
	Name   string    `json:"name"`
	Office string    `json:"office,omitempty"`
	Part   GroupPart `json:"part"`
	By     ID        `json:"by,omitempty"` // who invited them
}

// Membership is a group that a person is in: the body of a record
// "group_membership" in user/<id>, by which their desks know of the channel.
type Membership struct {
	Group  ID        `json:"group"`
	Person ID        `json:"person"`
	Name   string    `json:"name"`
	Part   GroupPart `json:"part"`
}

// GroupInvitation is an open seat of a group: the body of a record
// "group_invitation" in group/<id>. Its id derives from what the invited person
// proves to have; the code itself goes from person to person and is never seen
// by the central. Proof is an HMAC of the inviter's key under the code: who has
// the code believes that key.
type GroupInvitation struct {
	Group   ID        `json:"group"`
	By      ID        `json:"by"`
	Key     ID        `json:"key"` // of the inviter
	Proof   []byte    `json:"proof"`
	Part    GroupPart `json:"part"`
	Expires time.Time `json:"expires"`
}

// GroupKey is a member's device in a group: the body of a record "group_key" in
// group/<id>. Proof is an HMAC of it under the code of the invitation with which
// the member came, for the inviter; the others believe it by the Certs of keys
// that they believe. The central only carries it.
type GroupKey struct {
	Group  ID        `json:"group"`
	Person ID        `json:"person"`
	Key    ID        `json:"key"` // the device key's own id
	Device DeviceKey `json:"device"`
	Proof  []byte    `json:"proof,omitempty"`
	Invite ID        `json:"invite,omitempty"` // the invitation that Proof is of

	// What the invitation said of its inviter, copied by the rule when it was used:
	// who has the code believes that key.
	By      ID     `json:"by,omitempty"`
	ByKey   ID     `json:"byKey,omitempty"`
	ByProof []byte `json:"byProof,omitempty"`
}

// GroupMark is what a member says of a shared draft: that they have seen it,
// that they support its text. It is the body of a record "group_mark" in
// group/<id>; what it says is sealed.
type GroupMark struct {
	Group  ID         `json:"group"`
	Draft  ID         `json:"draft"` // the record of the sealed draft
	Person ID         `json:"person"`
	Sealed SealedBody `json:"sealed"`
}

// MemberID is the id of a person's seat in a group.
func MemberID(group, person ID) ID { return DerivedID("group_member", string(group), string(person)) }

// MembershipID is the id of the same seat among the person's own things.
func MembershipID(group, person ID) ID {
	return DerivedID("group_membership", string(group), string(person))
}

// InvitationID is the id of the invitation whose code gives that proof.
func InvitationID(proof string) ID { return DerivedID("group_invitation", proof) }

// GroupKeyID is the id of a person's device key in a group. The person is a part
// of it: nobody can occupy the id of another's key.
func GroupKeyID(group, person, key ID) ID {
	return DerivedID("group_key", string(group), string(person), string(key))
}

// GroupTextsID is what the sealed drafts of a group hang on. They are listed
// apart from its seats and keys, for they are large.
func GroupTextsID(group ID) ID { return DerivedID("group_texts", string(group)) }

// GroupMarkID is the id of what a person says of a group's draft.
func GroupMarkID(person, draft ID) ID { return DerivedID("group_mark", string(person), string(draft)) }

// GroupChannel holds a group's members, keys and sealed drafts.
func GroupChannel(id ID) Channel { return Channel("group/" + string(id)) }

// GroupArgs are the arguments of "group.create" and "group.rename".
type GroupArgs struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// InviteArgs are the arguments of "group.invite": ID is InvitationID of the
// proof that the code gives.
type InviteArgs struct {
	Group ID        `json:"group"`
	ID    ID        `json:"id"`
	Key   ID        `json:"key"`
	Proof []byte    `json:"proof"`
	Part  GroupPart `json:"part"`
}

// UninviteArgs are the arguments of "group.uninvite".
type UninviteArgs struct {
	Group ID `json:"group"`
	ID    ID `json:"id"`
}

// JoinArgs are the arguments of "group.join": Code is the proof that one has the
// code of the invitation, the rest is the device's key with its HMAC.
type JoinArgs struct {
	Code   string    `json:"code"` // lower-case hex of SHA-256, 64 signs
	Key    ID        `json:"key"`
	Device DeviceKey `json:"device"`
	Proof  []byte    `json:"proof"`
}

// LeaveArgs are the arguments of "group.leave": oneself, or, by the owner,
// another member.
type LeaveArgs struct {
	Group  ID `json:"group"`
	Person ID `json:"person"`
}

// GroupKeyArgs are the arguments of "group.key": the own device's key, or
// another member's with one's certificate added.
type GroupKeyArgs struct {
	Group  ID        `json:"group"`
	Person ID        `json:"person"`
	Key    ID        `json:"key"`
	Device DeviceKey `json:"device"`
}

// GroupSealArgs are the arguments of "group.seal"; the command's base is the
// version of the record that the text was joined with, 0 for a new one.
type GroupSealArgs struct {
	Group  ID         `json:"group"`
	ID     ID         `json:"id"`
	Sealed SealedBody `json:"sealed"`
}

// GroupDropArgs are the arguments of "group.drop": the draft is shared no longer.
type GroupDropArgs struct {
	Group ID `json:"group"`
	ID    ID `json:"id"`
}

// GroupMarkArgs are the arguments of "group.mark".
type GroupMarkArgs struct {
	Group  ID         `json:"group"`
	Draft  ID         `json:"draft"`
	Sealed SealedBody `json:"sealed"`
}

// GroupCode is the code of an invitation as the desk keeps it that gave it out,
// or on which it was typed, until it is used or expired. It never leaves the
// device but from mouth to ear.
type GroupCode struct {
	Invite ID        `json:"invite"` // InvitationID of what the code gives
	Code   string    `json:"code"`
	Group  ID        `json:"group,omitempty"` // empty: typed here, of a group not known yet
	Part   GroupPart `json:"part,omitempty"`
	At     time.Time `json:"at"`
}
