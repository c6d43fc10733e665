package civic_test

import (
	"bytes"
	"testing"

	"scranno/app/civic"
)

func sealed(n byte) civic.SealedBody {
	return civic.SealedBody{Keys: []string{string(uid("key"))}, Data: bytes.Repeat([]byte{n}, 300)}
}

func TestSealedDraftsFollowTheirVersion(t *testing.T) {
	w := newWorld(t)
	p, other := w.person("Giulia Conti", valchiara, "08"), w.person("Luca Neri", "", "")
	id := uid("draft")
	for i, tc := range []struct {
		author civic.ID
		base   int64
		want   civic.Reason
	}{
		{p, 3, civic.ReasonGone},
		{p, 0, ""},
		{p, 0, civic.ReasonConflict},
		{p, 1, ""},
		{p, 1, civic.ReasonConflict},
		{other, 2, civic.ReasonDuplicate},
		{p, 2, ""},
	} {
		if r := w.run(civic.CmdSealDraft, tc.author, tc.base, civic.SealArgs{ID: id, Sealed: sealed(byte(i))}); r != tc.want {
			t.Errorf("step %d: %q, want %q", i, r, tc.want)
		}
	}
	if rec := w.records[id]; rec.Channel != civic.UserChannel(p) || rec.Version != 3 {
		t.Errorf("%+v", rec)
	}
	if r := w.run(civic.CmdDropDraft, other, 0, civic.IDArgs{ID: id}); r != civic.ReasonDuplicate {
		t.Errorf("another one's: %q", r)
	}
	if r := w.run(civic.CmdDropDraft, p, 0, civic.IDArgs{ID: id}); r != "" || !w.records[id].Deleted {
		t.Errorf("dropped: %q", r)
	}
	if r := w.run(civic.CmdSealDraft, p, 3, civic.SealArgs{ID: id, Sealed: sealed(9)}); r != civic.ReasonGone {
		t.Errorf("upon what is gone: %q", r)
	}
	for name, b := range map[string]civic.SealedBody{
		"nothing":     {},
		"no keys":     {Data: []byte("x")},
		"not a key":   {Keys: []string{"x"}, Data: []byte("x")},
		"beyond size": {Keys: sealed(0).Keys, Data: make([]byte, civic.MaxSealed+1)},
	} {
		if r := w.run(civic.CmdSealDraft, p, 0, civic.SealArgs{ID: uid("other"), Sealed: b}); r != civic.ReasonInvalid {
			t.Errorf("%s: %q", name, r)
		}
	}
}

func TestAKeyStandsAsItWasPut(t *testing.T) {
	w := newWorld(t)
	p, other := w.person("Giulia Conti", valchiara, "08"), w.person("Luca Neri", "", "")
	id := uid("key")
	key := civic.DeviceKey{Recipient: "age1xyz", Verify: make([]byte, 32), Name: "Portatile", Made: now}
	cert := func(by string) civic.KeyCert { return civic.KeyCert{By: uid("key", by), Sig: make([]byte, 64)} }
	put := func(who civic.ID, k civic.DeviceKey) civic.Reason {
		return w.run(civic.CmdKey, who, 0, civic.KeyArgs{ID: id, Key: k})
	}
	if r := put(p, key); r != "" {
		t.Fatal(r)
	}
	vouched, twice := key, key
	vouched.Certs = []civic.KeyCert{cert("a")}
	twice.Certs = []civic.KeyCert{cert("b")}
	revoked := key
	by := cert("a")
	revoked.Revoked = &by
	for _, k := range []civic.DeviceKey{vouched, twice, revoked, key} {
		if r := put(p, k); r != "" {
			t.Fatal(r)
		}
	}
	got, err := civic.DecodeBody[civic.DeviceKey](w.records[id])
	if err != nil || len(got.Certs) != 2 || got.Revoked == nil {
		t.Errorf("%+v, %v", got, err)
	}
	changed := key
	changed.Recipient = "age1abc"
	if r := put(p, changed); r != civic.ReasonMisuse {
		t.Errorf("another key under its name: %q", r)
	}
	if r := put(other, key); r != civic.ReasonDuplicate {
		t.Errorf("another person: %q", r)
	}
	for _, bad := range []civic.DeviceKey{{}, {Recipient: "age1x"}, {Recipient: "ssh-x", Verify: key.Verify}} {
		if r := w.run(civic.CmdKey, p, 0, civic.KeyArgs{ID: uid("k2"), Key: bad}); r != civic.ReasonInvalid {
			t.Errorf("%+v: %q", bad, r)
		}
	}
}
