package civic

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Limits on what travels sealed.
const (
	MaxSealed   = 1_000_000 // bytes of a sealed body
	MaxKeyCerts = 50        // who vouches for one key
	maxKeyText  = 200
	verifyBytes = 32
	sigBytes    = 64
)

// DeviceKey is the public half of a device's keys: the body of a record
// "device_key" in user/<id>. The central only carries it: a desk believes a key
// that its person confirmed, or that a believed one vouches for.
type DeviceKey struct {
	Recipient string    `json:"recipient"` // what bodies are sealed to: an age X25519 recipient
	Verify    []byte    `json:"verify"`    // Ed25519: proves who sealed
	Name      string    `json:"name,omitempty"`
	Recovery  bool      `json:"recovery,omitempty"` // of the recovery code; no device has it
	Made      time.Time `json:"made,omitzero"`
	Certs     []KeyCert `json:"certs,omitempty"`
	Revoked   *KeyCert  `json:"revoked,omitempty"` // a believed key says that it is no longer the person's
}

// KeyCert is one key's signed word on another.
type KeyCert struct {
	By  ID     `json:"by"`
	Sig []byte `json:"sig"`
}

func (c KeyCert) valid() bool { return c.By.Valid() && len(c.Sig) == sigBytes }

func (k DeviceKey) validate() error {
	const op = "key.put"
	switch {
	case !strings.HasPrefix(k.Recipient, "age1") || len(k.Recipient) > maxKeyText || !plain(k.Recipient):
		return NewError(Invalid, op, "invalid.key")
	case len(k.Verify) != verifyBytes:
		return NewError(Invalid, op, "invalid.key")
	case len(k.Certs) > MaxKeyCerts:
		return NewError(TooLarge, op, "invalid.too_many", "field", "certs")
	case slices.ContainsFunc(k.Certs, func(c KeyCert) bool { return !c.valid() }):
		return NewError(Invalid, op, "invalid.key")
	case k.Revoked != nil && !k.Revoked.valid():
		return NewError(Invalid, op, "invalid.key")
	}
	return checkLine(op, "name", k.Name, MaxName)
}

// KeyArgs are the arguments of "key.put".
type KeyArgs struct {
	ID  ID        `json:"id"`
	Key DeviceKey `json:"key"`
}

// SealArgs are the arguments of "draft.seal"; the command's base is the version
// of the record that the text was joined with, 0 for a new one.
type SealArgs struct {
	ID     ID         `json:"id"`
	Sealed SealedBody `json:"sealed"`
}

// IDArgs are the arguments of commands on one's own record that need nothing
// else: "draft.drop", "key.drop".
type IDArgs struct {
	ID ID `json:"id"`
}

// A key stands as it was first put; only who vouches for it, and that it was
// revoked, is added. What is revoked stays so.
func decideKey(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a KeyArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, "key.put", "invalid.id")
	}
	if err := a.Key.validate(); err != nil {
		return Decision{}, err
	}
	rec, refused, err := recordIn(ctx, w, UserChannel(c.Author), a.ID, KindDeviceKey)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	key := a.Key
	if rec != nil {
		old, err := DecodeBody[DeviceKey](*rec)
		if err != nil {
			return Decision{}, err
		}
		if !old.same(key) {
			return refuse(ReasonMisuse), nil
		}
		key = old.joined(key)
	}
	return Decision{Effects: []Effect{{
		Kind: KindDeviceKey, ID: a.ID, Channel: UserChannel(c.Author), Fields: fieldsOf(key),
	}}}, nil
}

// same tells whether both are one key, whoever vouches for it.
func (k DeviceKey) same(x DeviceKey) bool {
	return k.Recipient == x.Recipient && bytes.Equal(k.Verify, x.Verify) && k.Recovery == x.Recovery
}

// joined is the key as its person puts it again: x, with who vouched for k before.
func (k DeviceKey) joined(x DeviceKey) DeviceKey {
	x.Certs = joinCerts(k.Certs, x.Certs)
	if k.Revoked != nil {
		x.Revoked = k.Revoked
	}
	return x
}

// joinCerts adds more to what is there, one of each key. Where there are too many
// those that came first stay: who comes later cannot crowd them out.
func joinCerts(there, more []KeyCert) []KeyCert {
	out := slices.Clone(there)
	for _, c := range more {
		i := slices.IndexFunc(out, func(x KeyCert) bool { return x.By == c.By })
		switch {
		case i >= 0:
			out[i] = c
		case len(out) < MaxKeyCerts:
			out = append(out, c)
		}
	}
	return out
}

func decideDropKey(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	return dropOwn(ctx, w, c, KindDeviceKey)
}

func decideDropDraft(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	return dropOwn(ctx, w, c, KindDraft)
}

func dropOwn(ctx context.Context, w World, c Command, kind RecordKind) (Decision, error) {
	var a IDArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if !a.ID.Valid() {
		return Decision{}, NewError(Invalid, string(c.Name), "invalid.id")
	}
	rec, refused, err := recordIn(ctx, w, UserChannel(c.Author), a.ID, kind)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	if rec == nil {
		return refuse(ReasonGone), nil
	}
	return Decision{Effects: []Effect{{Kind: kind, ID: a.ID, Channel: rec.Channel, Remove: true, Erase: true}}}, nil
}

// A sealed draft is a body that nobody here can read: the rule looks at its size,
// its owner and the version it follows, and at nothing inside.
func decideSeal(ctx context.Context, w World, c Command, _ time.Time) (Decision, error) {
	var a SealArgs
	if err := c.Decode(&a); err != nil {
		return Decision{}, err
	}
	if err := checkSealed("draft.seal", a, MaxKeyCerts); err != nil {
		return Decision{}, err
	}
	a.Sealed.Group = ""
	return sealIn(ctx, w, c, UserChannel(c.Author), a)
}

func checkSealed(op string, a SealArgs, keys int) error {
	switch {
	case !a.ID.Valid():
		return NewError(Invalid, op, "invalid.id")
	case len(a.Sealed.Data) == 0 || len(a.Sealed.Keys) == 0:
		return NewError(Invalid, op, "invalid.sealed")
	case len(a.Sealed.Data) > MaxSealed || len(a.Sealed.Keys) > keys:
		return NewError(TooLarge, op, "invalid.too_long", "field", "text")
	case slices.ContainsFunc(a.Sealed.Keys, func(k string) bool { return !ID(k).Valid() }):
		return NewError(Invalid, op, "invalid.sealed")
	}
	return checkSealedFiles(op, a.Sealed.Attachments)
}

// sealIn puts a sealed draft in a channel, upon the version that it follows.
func sealIn(ctx context.Context, w World, c Command, ch Channel, a SealArgs) (Decision, error) {
	rec, refused, err := recordIn(ctx, w, ch, a.ID, KindDraft)
	if err != nil || refused != nil {
		return refusedBy(refused), err
	}
	switch {
	case rec == nil && c.Base != 0:
		return refuse(ReasonGone), nil
	case rec != nil && rec.Version != c.Base:
		return refuse(ReasonConflict), nil
	}
	return Decision{Effects: []Effect{{Kind: KindDraft, ID: a.ID, Channel: ch, Fields: fieldsOf(a.Sealed)}}}, nil
}

// recordIn gives a record of a channel; nil where the id is free. An id that
// names anything else is refused as taken, whatever it names.
func recordIn(ctx context.Context, w World, ch Channel, id ID, kind RecordKind) (*Record, *Refusal, error) {
	if id.derived() {
		return nil, &Refusal{Reason: ReasonDuplicate}, nil
	}
	rec, err := w.Record(ctx, id)
	switch {
	case Is(err, NotFound), Is(err, Unknown):
		return nil, nil, nil
	case err != nil:
		return nil, nil, err
	case rec.Kind != kind || rec.Channel != ch:
		return nil, &Refusal{Reason: ReasonDuplicate}, nil
	}
	return &rec, nil, nil
}

// TrustedKey is a key that this desk believes, or believed. It is the desk's
// own: nothing that arrives by the feed writes it.
type TrustedKey struct {
	ID      ID        `json:"id"`               // of its record
	Group   ID        `json:"group,omitempty"`  // believed there; empty: one of the person's own
	Person  ID        `json:"person,omitempty"` // whose it is, in a group
	Key     DeviceKey `json:"key"`
	By      ID        `json:"by,omitempty"` // the key that vouched for it; empty: the person did, on this desk
	At      time.Time `json:"at"`
	Revoked bool      `json:"revoked,omitempty"`
}

// ShareState is how a draft stands towards the person's other devices.
type ShareState string

// The states of a shared draft.
const (
	ShareOn    ShareState = "on"
	ShareEnded ShareState = "ended" // another device ended it: this copy stays
	ShareOff   ShareState = "off"   // ended here
)

// SharedDraft is what a desk remembers of a draft that its person's other
// devices have too.
type SharedDraft struct {
	Draft    ID
	Record   ID // unrelated to the draft's id and to any act's
	Group    ID // whose members have it; empty: the person's own devices
	State    ShareState
	Over     int64           // version of the record that was last met; 0: none
	Seen     int64           // highest version that stood inside a seal
	Hash     string          // of the sealed bytes that Base came from
	Base     json.RawMessage // the draft as it stood there, with fields that this version does not know
	Line     []string        // hashes of what Base descends from, the newest last
	Past     []string        // those of versions that were not known where it was published: what they say stands beside
	Sent     json.RawMessage // what was last sealed here and has not come back
	SentHash string
	SentAs   int64  // the version inside it
	Ring     string // hash of the keys that it was last sealed to; in a group those keys
	Epoch    string
	Files    []SharedFile // as they travel, of the draft's files that do
	Old      bool         // the central served a version older than one that was seen here
	Unread   bool         // the newest version cannot be opened here
	Foreign  bool         // it bears no seal of a believed key
	By       ID           // in a group, who last changed the text that was met
	At       time.Time    // when that was
}
