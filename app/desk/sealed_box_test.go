package desk

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"scranno/app/civic"
)

var when = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func someone(t testing.TB) *identity {
	t.Helper()
	open, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	_, sign, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id, err := civic.NewID(when, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &identity{id: id, open: open, sign: sign}
}

func trusted(all ...*identity) map[civic.ID]civic.TrustedKey {
	out := map[civic.ID]civic.TrustedKey{}
	for _, i := range all {
		out[i.id] = civic.TrustedKey{ID: i.id, Key: i.public(), At: when}
	}
	return out
}

func TestSealsOpenForTheirKeysAlone(t *testing.T) {
	a, b, other := someone(t), someone(t), someone(t)
	text := sealedText{ID: a.id, Version: 3, Keys: []civic.ID{a.id, b.id}, Draft: json.RawMessage(`{"plain":{"subject":"Strade"}}`)}
	body, err := seal(text, a, recipients(trusted(a, b)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(body.Data), "Strade") || len(body.Keys) != 2 {
		t.Errorf("%d keys", len(body.Keys))
	}
	got, err := unseal(body.Data, []*identity{b}, trusted(a, b))
	if err != nil || got.Version != 3 || string(got.Draft) != string(text.Draft) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := unseal(body.Data, []*identity{other}, trusted(a, b, other)); !civic.Is(err, civic.NotFound) {
		t.Errorf("another key: %v", err)
	}
	// Anybody may seal to a public key: only a believed one is heard.
	if _, err := unseal(body.Data, []*identity{b}, trusted(b)); !civic.Is(err, civic.Forbidden) {
		t.Errorf("from a key that nobody confirmed: %v", err)
	}
	revoked := trusted(a, b)
	k := revoked[a.id]
	k.Revoked = true
	revoked[a.id] = k
	if _, err := unseal(body.Data, []*identity{b}, revoked); !civic.Is(err, civic.Forbidden) {
		t.Errorf("from a revoked key: %v", err)
	}
	forged := *other
	forged.id = a.id // says that it is a
	body, err = seal(text, &forged, recipients(trusted(b)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unseal(body.Data, []*identity{b}, trusted(a, b)); !civic.Is(err, civic.Forbidden) {
		t.Errorf("under another's name: %v", err)
	}
	if _, err := unseal([]byte("age-encryption.org/v1\n"), []*identity{b}, trusted(a)); err == nil {
		t.Error("garbage opened")
	}
}

func TestSizesTellLittle(t *testing.T) {
	a := someone(t)
	sizes := map[int]bool{}
	for n := range 60 {
		text := sealedText{ID: a.id, Draft: json.RawMessage(`"` + strings.Repeat("x", 40*n) + `"`)}
		body, err := seal(text, a, recipients(trusted(a)))
		if err != nil {
			t.Fatal(err)
		}
		sizes[len(body.Data)] = true
	}
	if len(sizes) != 1 {
		t.Errorf("%d sizes for drafts that fit one bucket", len(sizes))
	}
	last := 0
	for n := 1; n < 1<<20; n += 997 {
		b := bucket(n)
		if b < n || b > max(leastBucket, n+n/4+1) || b < last {
			t.Fatalf("%d goes into %d", n, b)
		}
		last = b
	}
}

func TestCodes(t *testing.T) {
	a := someone(t)
	person := someone(t).id
	code := codeOf(person, a.id, a.public())
	if len(code) != 19 || typedCode(strings.ToLower(strings.ReplaceAll(code, "-", " "))) != code {
		t.Errorf("%q, %q", code, typedCode(code))
	}
	if typedCode("oIl1") != "0111" {
		t.Errorf("%q", typedCode("oIl1"))
	}
	if codeOf(a.id, a.id, a.public()) == code || codeOf(person, a.id, someone(t).public()) == code {
		t.Error("another key has the same code")
	}
	raw := make([]byte, recoveryBytes)
	if _, err := rand.Read(raw); err != nil {
		t.Fatal(err)
	}
	recovery := spell(raw)
	if len(strings.ReplaceAll(recovery, "-", "")) != 24 {
		t.Errorf("%q", recovery)
	}
	x, err := recoveryOf(recovery, person)
	if err != nil {
		t.Fatal(err)
	}
	y, err := recoveryOf(strings.ToLower(recovery), person)
	if err != nil || x.open.String() != y.open.String() || !x.sign.Equal(y.sign) {
		t.Error("the same code gives another key")
	}
	z, err := recoveryOf(recovery, a.id)
	if err != nil || x.open.String() == z.open.String() {
		t.Error("another person's code opens too")
	}
}

func TestClaimsAreNotForged(t *testing.T) {
	a, b, other := someone(t), someone(t), someone(t)
	person := someone(t).id
	c := claim{saysMine, person, b.id, b.public()}
	believed := trusted(a)
	for name, tc := range map[string]struct {
		cert civic.KeyCert
		c    claim
		want bool
	}{
		"by a believed key": {a.cert(c), c, true},
		"by another":        {other.cert(c), c, false},
		"in another's name": {civic.KeyCert{By: a.id, Sig: other.cert(c).Sig}, c, false},
		"for itself":        {b.cert(c), c, false},
		"of another person": {a.cert(claim{saysMine, other.id, b.id, b.public()}), c, false},
		"of another key":    {a.cert(claim{saysMine, person, b.id, other.public()}), c, false},
		"of something else": {a.cert(claim{saysGone, person, b.id, b.public()}), c, false},
	} {
		if got := vouched(believed, tc.cert, tc.c); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestUnknownFieldsTravelOn(t *testing.T) {
	a := someone(t)
	former := json.RawMessage(`{"id":"x","later":{"a":1},"plain":{"subject":"Prima","mood":"buono","place":"Qui"}}`)
	x := civic.Draft{ID: a.id, Plain: &civic.Content{Kind: civic.Motion, Subject: "Dopo"}}
	raw, err := withUnknown(former, x)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID    civic.ID
		Later map[string]int
		Plain map[string]any
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != a.id || got.Later["a"] != 1 || got.Plain["mood"] != "buono" || got.Plain["subject"] != "Dopo" || got.Plain["place"] != nil {
		t.Errorf("%s", raw)
	}
}
