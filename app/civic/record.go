package civic

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"time"
)

// RecordKind names what a record is. Unknown kinds are kept raw.
type RecordKind string

// The kinds of this version.
const (
	KindAct         RecordKind = "act"
	KindRevision    RecordKind = "revision"  // a former text of an act
	KindActEvent    RecordKind = "act_event" // a fact of its life in council
	KindTally       RecordKind = "tally"     // public figures, by the central alone
	KindSpace       RecordKind = "space"
	KindThread      RecordKind = "thread"
	KindPost        RecordKind = "post"
	KindPerson      RecordKind = "person"      // oneself, in user/<id>
	KindMandate     RecordKind = "mandate"     // in user/<id>
	KindRole        RecordKind = "role"        // in user/<id>
	KindName        RecordKind = "name"        // the public name of an author, in people/public
	KindUseful      RecordKind = "useful"      // one's own mark, in user/<id>
	KindRead        RecordKind = "read"        // one's own read ranges, in user/<id>
	KindAcceptance  RecordKind = "acceptance"  // of the notice, in user/<id>
	KindCase        RecordKind = "case"        // a moderator's decision, in desk/<scope>
	KindDraft       RecordKind = "draft"       // a sealed draft, in user/<id> or group/<id>
	KindDeviceKey   RecordKind = "device_key"  // the public half of a device's keys, in user/<id>
	KindCommitment  RecordKind = "commitment"  // what became of a point of an act
	KindSponsorship RecordKind = "sponsorship" // a colleague's support for an act
	KindCall        RecordKind = "call"        // an invitation upon an act, in public/<region>
	KindQuiet       RecordKind = "quiet"       // a territory's election silences, in public/<region>
	KindGroup       RecordKind = "group"       // in group/<id>, like the five after it but the membership
	KindGroupMember RecordKind = "group_member"
	KindMembership  RecordKind = "group_membership" // in user/<id>
	KindGroupInvite RecordKind = "group_invitation"
	KindGroupKey    RecordKind = "group_key"
	KindGroupMark   RecordKind = "group_mark" // sealed
	KindRedaction   RecordKind = "redaction"  // what must be read nowhere any more, by ids and hashes
)

// Record is one thing that replicates. Its key is (channel, id); an id is live
// in one channel only.
type Record struct {
	Kind    RecordKind
	ID      ID
	Channel Channel
	Version int64 // of the id, rising with every change in any channel
	Born    int64 // seq of its arrival in this channel; 0 while only pending
	Author  ID
	Created time.Time
	Updated time.Time
	Body    json.RawMessage // canonical bytes made by the central; nil when deleted
	Deleted bool
}

// Parent is what the record hangs on: the act of a revision, event, tally,
// commitment, invitation or thread, the thread of a post; empty for all else. Stores keep it beside the
// record so that what hangs on an act can move with it.
func (r Record) Parent() ID {
	if parentField(r.Kind) == "" {
		return ""
	}
	return ParentIn(r.Kind, string(r.Body))
}

// ParentIn is Parent of a record of that kind and body.
func ParentIn(kind RecordKind, body string) ID {
	name, parent := parentField(kind), ""
	if name == "" {
		return ""
	}
	EachField(body, func(key, value string) bool {
		if key == name {
			parent, _ = TextOf(value)
		}
		return key != name
	})
	if kind == KindDraft && parent != "" {
		return GroupTextsID(ID(parent))
	}
	return ID(parent)
}

func parentField(kind RecordKind) string {
	switch kind {
	case KindRevision, KindActEvent, KindThread, KindCommitment, KindSponsorship, KindCall:
		return "act"
	case KindPost:
		return "thread"
	case KindTally:
		return "of"
	case KindGroupMember, KindGroupInvite, KindGroupKey, KindDraft:
		return "group"
	case KindGroupMark:
		return "draft"
	case KindMembership:
		return "person"
	}
	return ""
}

// Digest is the record's part in its channel's sum: the first eight bytes of
// SHA-256 over kind, id, version and the hash of the body's bytes.
func (r Record) Digest() uint64 {
	body := sha256.Sum256(r.Body)
	var room [160]byte // longer names grow out of it
	b := append(append(room[:0], r.Kind...), 0)
	b = append(append(b, r.ID...), 0)
	b = append(strconv.AppendInt(b, r.Version, 10), 0)
	sum := sha256.Sum256(append(b, body[:]...))
	return binary.BigEndian.Uint64(sum[:])
}
