package desk

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"filippo.io/age"

	"scranno/app/civic"
)

// identity is the secret half of a key: what opens, and what proves who sealed.
type identity struct {
	id   civic.ID
	open *age.X25519Identity
	sign ed25519.PrivateKey
}

// secretText is an identity as the vault keeps it.
type secretText struct {
	ID   civic.ID `json:"id"`
	Open string   `json:"open"`
	Seed []byte   `json:"seed"`
}

func (i *identity) text() (string, error) {
	raw, err := json.Marshal(secretText{ID: i.id, Open: i.open.String(), Seed: i.sign.Seed()})
	return string(raw), civic.WrapError(civic.Internal, "desk.keys", err)
}

func identityOf(text string) (*identity, error) {
	const op = "desk.keys"
	var s secretText
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, civic.WrapError(civic.Damaged, op, err)
	}
	open, err := age.ParseX25519Identity(s.Open)
	if err != nil {
		return nil, civic.WrapError(civic.Damaged, op, err)
	}
	if len(s.Seed) != ed25519.SeedSize || !s.ID.Valid() {
		return nil, civic.NewError(civic.Damaged, op, "")
	}
	return &identity{id: s.ID, open: open, sign: ed25519.NewKeyFromSeed(s.Seed)}, nil
}

func (i *identity) public() civic.DeviceKey {
	return civic.DeviceKey{Recipient: i.open.Recipient().String(), Verify: i.sign.Public().(ed25519.PublicKey)}
}

// What a key may say of another one.
const (
	saysMine = "is mine"
	saysGone = "is no longer mine"
)

// claim is what is said of a key.
type claim struct {
	says       string
	person, id civic.ID
	key        civic.DeviceKey
}

func (c claim) text() []byte {
	return []byte(strings.Join([]string{
		"scranno key 1", c.says, string(c.person), string(c.id), c.key.Recipient,
		base64.StdEncoding.EncodeToString(c.key.Verify),
	}, "\n"))
}

func (i *identity) cert(c claim) civic.KeyCert {
	return civic.KeyCert{By: i.id, Sig: ed25519.Sign(i.sign, c.text())}
}

// provedBy tells whether a key signed the claim.
func (c claim) provedBy(by civic.DeviceKey, cert civic.KeyCert) bool {
	return len(by.Verify) == ed25519.PublicKeySize && ed25519.Verify(by.Verify, c.text(), cert.Sig)
}

// alphabet has no letter that is read as a digit, nor U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeBytes     = 10 // of the code of a key: nobody finds another key with the same 80 bits
	recoveryBytes = 15 // of the recovery code: 120 bits, all of them secret
)

// codeOf is what a person compares: 16 signs that stand for a whole key.
func codeOf(person, id civic.ID, k civic.DeviceKey) string {
	sum := sha256.Sum256(claim{"code", person, id, k}.text())
	return spell(sum[:codeBytes])
}

// spell writes bytes in groups of four signs.
func spell(raw []byte) string {
	var b strings.Builder
	buffer, bits, n := 0, 0, 0
	for _, c := range raw {
		buffer, bits = buffer<<8|int(c), bits+8
		for bits >= 5 {
			if n > 0 && n%4 == 0 {
				b.WriteByte('-')
			}
			b.WriteByte(alphabet[buffer>>(bits-5)&31])
			bits -= 5
			n++
		}
		buffer &= 1<<bits - 1
	}
	return b.String()
}

// typedCode is a code as a person types it, in the form of spell.
func typedCode(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToUpper(s) {
		switch r {
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(alphabet, r) {
			continue
		}
		if n > 0 && n%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// recoveryOf makes the identity that a recovery code stands for.
func recoveryOf(code string, person civic.ID) (*identity, error) {
	const op = "desk.recovery"
	salt := []byte("scranno recovery 1 " + string(person))
	open, err := hkdf.Key(sha256.New, []byte(typedCode(code)), salt, "open", 32)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	seed, err := hkdf.Key(sha256.New, []byte(typedCode(code)), salt, "sign", ed25519.SeedSize)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	id, err := age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", open)))
	if err != nil {
		return nil, civic.WrapError(civic.Internal, op, err)
	}
	return &identity{open: id, sign: ed25519.NewKeyFromSeed(seed)}, nil
}

// bech32 writes bytes as BIP 173 does, which is how age writes its keys.
func bech32(prefix string, data []byte) string {
	const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	var values []byte
	buffer, bits := 0, 0
	for _, c := range data {
		buffer, bits = buffer<<8|int(c), bits+8
		for bits >= 5 {
			values = append(values, byte(buffer>>(bits-5)&31))
			bits -= 5
		}
		buffer &= 1<<bits - 1
	}
	if bits > 0 {
		values = append(values, byte(buffer<<(5-bits)&31))
	}
	var in []byte
	for i := range len(prefix) {
		in = append(in, prefix[i]>>5)
	}
	in = append(in, 0)
	for i := range len(prefix) {
		in = append(in, prefix[i]&31)
	}
	in = append(append(in, values...), 0, 0, 0, 0, 0, 0)
	sum := polymod(in) ^ 1
	for i := range 6 {
		values = append(values, byte(sum>>(5*(5-i))&31))
	}
	out := []byte(prefix + "1")
	for _, v := range values {
		out = append(out, charset[v])
	}
	return string(out)
}

func polymod(values []byte) uint32 {
	generator := [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3}
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range generator {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}
