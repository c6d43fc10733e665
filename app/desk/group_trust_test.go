package desk

import (
	"context"
	"testing"
	"time"

	"scranno/app/civic"
)

// trustStore keeps what is believed, in memory.
type trustStore struct {
	Store
	believed []civic.TrustedKey
	codes    []civic.GroupCode
}

func (s *trustStore) Believe(_ context.Context, keys []civic.TrustedKey, _ ...civic.ID) error {
	s.believed = append(s.believed, keys...)
	return nil
}

func (s *trustStore) BelievedKeys(context.Context) ([]civic.TrustedKey, error) {
	return s.believed, nil
}

func (s *trustStore) Codes(context.Context) ([]civic.GroupCode, error) { return s.codes, nil }

func (s *trustStore) DropCodes(context.Context, ...civic.ID) error { s.codes = nil; return nil }

// table is a group as one device sees it.
type table struct {
	*tending
	t     *testing.T
	store *trustStore
	me    *identity
}

func newTable(t *testing.T) *table {
	t.Helper()
	s := &trustStore{}
	d := &Desk{o: Options{Store: s, Now: func() time.Time { return when }}}
	me := someone(t)
	mine := trusted(me)
	return &table{t: t, store: s, me: me, tending: &tending{
		d: d, profile: civic.Profile{Person: "io"}, own: me, mine: mine,
		circle: &circle{id: "gruppo", owner: "capo", live: map[civic.ID]bool{}, members: map[civic.ID]civic.GroupMember{
			"io": {Person: "io"}, "capo": {Person: "capo"}, "altra": {Person: "altra"}, "terzo": {Person: "terzo"},
		}},
	}}
}

// put puts a key of a person's into the group, with the word of others on it.
func (b *table) put(person civic.ID, who *identity, by ...*identity) *civic.GroupKey {
	k := civic.GroupKey{Group: "gruppo", Person: person, Key: who.id, Device: who.public()}
	for _, i := range by {
		k.Device.Certs = append(k.Device.Certs, i.cert(b.claimOf(saysMember, k)))
	}
	b.circle.keys = append(b.circle.keys, k)
	b.circle.live[who.id] = true
	return &b.circle.keys[len(b.circle.keys)-1]
}

func (b *table) believes(who *identity) bool {
	b.t.Helper()
	if err := b.believeMembers(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	k, ok := b.believed[who.id]
	if ok && !k.Revoked {
		for _, r := range b.circleKeys() {
			if r.ID == who.id {
				return true
			}
		}
		b.t.Error("believed, and nothing is sealed to it")
	}
	return false
}

func TestAFurtherKeyIsVouchedForByItsPerson(t *testing.T) {
	b := newTable(t)
	first, second, slipped, stranger := someone(t), someone(t), someone(t), someone(t)
	insider := someone(t)
	b.put("terzo", insider, b.me)
	b.put("altra", first, insider)
	b.put("altra", slipped, insider)
	b.put("altra", second, first)
	b.put("altra", stranger, stranger)
	for who, want := range map[*identity]bool{insider: true, first: true, second: true, slipped: false, stranger: false} {
		if got := b.believes(who); got != want {
			t.Errorf("believed: %v, want %v", got, want)
		}
	}
	// One under the person's own name is believed among their own devices or not at
	// all.
	planted := someone(t)
	b.put("io", planted, insider, first)
	if b.believes(planted) {
		t.Error("another's word on an own key was taken")
	}
}

func TestARecoveryKeyIsItsPersonsWord(t *testing.T) {
	b := newTable(t)
	insider, recovery := someone(t), someone(t)
	b.put("terzo", insider, b.me)
	k := civic.GroupKey{Group: "gruppo", Person: "altra", Key: recovery.id, Device: recovery.public()}
	k.Device.Recovery = true
	k.Device.Certs = []civic.KeyCert{insider.cert(b.claimOf(saysMember, k))}
	b.circle.keys = append(b.circle.keys, k)
	b.circle.live[recovery.id] = true
	if b.believes(recovery) {
		t.Error("another vouched for a recovery key")
	}
}

func TestWhoRevokesAKeyOfAGroup(t *testing.T) {
	for name, tc := range map[string]struct {
		by   civic.ID
		want bool // still believed
	}{"itself": {"altra", false}, "the owner": {"capo", false}, "another": {"terzo", true}} {
		b := newTable(t)
		all := map[civic.ID]*identity{"altra": someone(t), "capo": someone(t), "terzo": someone(t)}
		for person, i := range all {
			b.put(person, i, b.me)
		}
		lost := someone(t)
		k := b.put("altra", lost, all["altra"])
		if !b.believes(lost) {
			t.Fatal("not believed")
		}
		gone := all[tc.by].cert(b.claimOf(saysLeft, *k))
		k.Device.Revoked = &gone
		if got := b.believes(lost); got != tc.want {
			t.Errorf("%s: believed %v", name, got)
		}
	}
}

func TestACodeProvesOneKeyOfOnePerson(t *testing.T) {
	code, err := newCode(fixedRand{})
	if err != nil {
		t.Fatal(err)
	}
	if code != typedCode(code) || len(code) != 19 {
		t.Fatalf("%q", code)
	}
	comer := someone(t)
	made := civic.GroupKey{Group: "gruppo", Person: "altra", Key: comer.id, Device: comer.public(), Invite: civic.InvitationID(joinProof(code))}
	for name, tc := range map[string]struct {
		change func(k *civic.GroupKey)
		want   bool
	}{
		"as it was sent":      {func(*civic.GroupKey) {}, true},
		"another person's":    {func(k *civic.GroupKey) { k.Person = "terzo" }, false},
		"another key":         {func(k *civic.GroupKey) { k.Device.Recipient = someone(t).public().Recipient }, false},
		"another signer":      {func(k *civic.GroupKey) { k.Device.Verify = someone(t).public().Verify }, false},
		"of another code":     {func(k *civic.GroupKey) { k.Invite = civic.InvitationID("x") }, false},
		"with no proof of it": {func(k *civic.GroupKey) { k.Proof = nil }, false},
	} {
		b := newTable(t)
		k := made
		k.Proof, err = b.claimOf(saysComes, k).proof(code)
		if err != nil {
			t.Fatal(err)
		}
		tc.change(&k)
		b.circle.keys, b.circle.live[k.Key] = []civic.GroupKey{k}, true
		b.store.codes = []civic.GroupCode{{Invite: made.Invite, Code: code, Group: "gruppo"}}
		if got := b.believes(comer); got != tc.want {
			t.Errorf("%s: believed %v", name, got)
		}
	}
}

// The inviter is believed by the code alone, in the group that it is of.
func TestTheCodeProvesItsInviter(t *testing.T) {
	code, err := newCode(fixedRand{})
	if err != nil {
		t.Fatal(err)
	}
	inviter, other := someone(t), someone(t)
	proof, err := claim{saysInvites + "gruppo", "capo", inviter.id, inviter.public()}.proof(code)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		group civic.ID
		key   *identity
		want  bool
	}{"as it was": {"gruppo", inviter, true}, "another key": {"gruppo", other, false}, "another group": {"altro", inviter, false}} {
		b := newTable(t)
		b.circle.id = tc.group
		k := b.put("capo", tc.key)
		k.Key = inviter.id
		b.circle.live[inviter.id] = true
		mine := b.put("io", b.me)
		mine.Invite, mine.By, mine.ByKey, mine.ByProof = civic.InvitationID(joinProof(code)), "capo", inviter.id, proof
		b.store.codes = []civic.GroupCode{{Invite: mine.Invite, Code: code}}
		if got := b.believes(inviter); got != tc.want {
			t.Errorf("%s: believed %v", name, got)
		}
	}
}

// fixedRand gives always the same bytes.
type fixedRand struct{}

func (fixedRand) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i*37 + 11)
	}
	return len(p), nil
}
