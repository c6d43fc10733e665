package desk

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"encoding/binary"
	"testing"

	"filippo.io/age"

	"scranno/app/civic"
)

// A sealed body of anybody's making: unreadable, unbelieved or damaged, and what
// a believed key has signed is read within its bounds.
func FuzzSealed(f *testing.F) {
	own := someone(f)
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := z.Write([]byte(`{"id":"x","version":1,"keys":[],"draft":{}}`)); err != nil {
		f.Fatal(err)
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(packed.Bytes(), uint32(packed.Len()), true)
	f.Add([]byte("{}"), uint32(1<<31), true)
	f.Add([]byte("age-encryption.org/v1\n-> X25519 a\n"), uint32(0), false)
	f.Fuzz(func(t *testing.T, packed []byte, size uint32, signs bool) {
		if _, err := unseal(packed, []*identity{own}, trusted(own)); !civic.Is(err, civic.NotFound) {
			t.Fatalf("what nobody sealed: %v", err)
		}
		plain := append([]byte{sealVersion}, own.id...)
		signature := make([]byte, ed25519.SignatureSize)
		if signs {
			signature = ed25519.Sign(own.sign, signed(own.id, packed))
		}
		plain = binary.BigEndian.AppendUint32(append(plain, signature...), size)
		plain = append(plain, packed...)
		var out bytes.Buffer
		w, err := age.Encrypt(&out, own.open.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(plain); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		text, err := unseal(out.Bytes(), []*identity{own}, trusted(own))
		switch k := civic.KindOf(err); {
		case err != nil && k != civic.Forbidden && k != civic.Damaged:
			t.Fatal(err)
		case err == nil && (!signs || int(size) != len(packed)):
			t.Fatalf("believed without a signature: %+v", text)
		case len(text.Draft) > maxOpened:
			t.Fatalf("%d bytes", len(text.Draft))
		}
	})
}

// A code is typed by a person: whatever it is, it gives one identity or is
// refused.
func FuzzCodes(f *testing.F) {
	f.Add("ZM87-DY3E-3TEG-85K4")
	f.Add("o0il1 —\x00\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		once := typedCode(typed)
		if again := typedCode(once); again != once {
			t.Fatalf("%q is read as %q, then as %q", typed, once, again)
		}
		if _, err := recoveryOf(typed, "someone"); err != nil {
			t.Fatal(err)
		}
		_, _ = identityOf(typed) // what counts is that it ends
	})
}
