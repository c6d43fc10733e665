package desk

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/bits"
	"time"

	"filippo.io/age"

	"scranno/app/civic"
)

// sealedText is what a seal holds: which record it is and what it follows, for
// which keys, and the draft with the fields that this version does not know.
type sealedText struct {
	ID      civic.ID           `json:"id"`
	Version int64              `json:"version"`
	Line    []string           `json:"line,omitempty"` // hashes of the sealed bytes that it descends from, the newest last
	Past    []string           `json:"past,omitempty"` // those of versions that were not known where it was published
	Keys    []civic.ID         `json:"keys"`
	Revoked []civic.ID         `json:"revoked,omitempty"`
	Device  string             `json:"device,omitempty"`
	Files   []civic.SharedFile `json:"files,omitempty"`
	Draft   json.RawMessage    `json:"draft"`

	Group civic.ID  `json:"group,omitempty"` // whose members it is for; empty: the own devices
	Who   civic.ID  `json:"who,omitempty"`   // in a group, who last changed the text
	At    time.Time `json:"at,omitzero"`     // when that was
	Mark  *markText `json:"mark,omitempty"`  // what a member says of a draft, in the place of one

	by civic.ID // the key that signed it
}

const (
	sealVersion = 1
	idBytes     = 36
	headBytes   = 1 + idBytes + ed25519.SignatureSize + 4
	maxOpened   = 8 << 20 // bytes of a text inside a seal
	mostLine    = 64
	leastBucket = 4 << 10
)

// seal encrypts a text to the keys and signs it with the device's own. Its size
// tells no more than which of a few buckets it fits.
func seal(t sealedText, own *identity, to []civic.TrustedKey) (civic.SealedBody, error) {
	const op = "desk.seal"
	raw, err := json.Marshal(t)
	if err != nil {
		return civic.SealedBody{}, civic.WrapError(civic.Internal, op, err)
	}
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return civic.SealedBody{}, civic.WrapError(civic.Internal, op, err)
	}
	if _, err := z.Write(raw); err != nil {
		return civic.SealedBody{}, civic.WrapError(civic.Internal, op, err)
	}
	if err := z.Close(); err != nil {
		return civic.SealedBody{}, civic.WrapError(civic.Internal, op, err)
	}
	plain := make([]byte, 0, bucket(headBytes+packed.Len()))
	plain = append(plain, sealVersion)
	plain = append(plain, own.id...)
	plain = append(plain, ed25519.Sign(own.sign, signed(own.id, packed.Bytes()))...)
	plain = binary.BigEndian.AppendUint32(plain, uint32(packed.Len()))
	plain = append(plain, packed.Bytes()...)
	plain = plain[:cap(plain)] // the rest is zero

	body := civic.SealedBody{}
	for _, f := range t.Files {
		body.Attachments = append(body.Attachments, f.SealedFile)
	}
	for _, k := range to {
		body.Keys = append(body.Keys, string(k.ID))
	}
	body.Data, err = encrypt(plain, to)
	if err == nil && len(body.Data) > civic.MaxSealed {
		return body, civic.NewError(civic.TooLarge, op, "invalid.too_long", "field", "text")
	}
	return body, err
}

func signed(by civic.ID, packed []byte) []byte {
	return append([]byte("scranno sealed 1\n"+string(by)+"\n"), packed...)
}

// encrypt seals bytes to the keys.
func encrypt(plain []byte, to []civic.TrustedKey) ([]byte, error) {
	const op = "desk.seal"
	var recipients []age.Recipient
	for _, k := range to {
		r, err := age.ParseX25519Recipient(k.Key.Recipient)
		if err != nil {
			return nil, civic.WrapError(civic.Damaged, op, err)
		}
		recipients = append(recipients, r)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipients...)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), civic.WrapError(civic.Internal, op, err)
}

// bucket gives the size that a text of n bytes is filled up to.
func bucket(n int) int {
	if n <= leastBucket {
		return leastBucket
	}
	step := 1 << (bits.Len(uint(n-1)) - 3)
	return (n + step - 1) / step * step
}

// unseal opens a body. NotFound: none of the identities opens it; Forbidden: no
// believed key signed it; Damaged: it is not what a desk of ours seals.
func unseal(data []byte, with []*identity, believed map[civic.ID]civic.TrustedKey) (sealedText, error) {
	const op = "desk.unseal"
	var t sealedText
	var ids []age.Identity
	for _, i := range with {
		ids = append(ids, i.open)
	}
	r, err := age.Decrypt(bytes.NewReader(data), ids...)
	if err != nil {
		return t, civic.WrapError(civic.NotFound, op, err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, civic.MaxSealed))
	if err != nil {
		return t, civic.WrapError(civic.Damaged, op, err)
	}
	if len(plain) < headBytes || plain[0] != sealVersion {
		return t, civic.NewError(civic.Damaged, op, "")
	}
	by := civic.ID(plain[1 : 1+idBytes])
	sig, rest := plain[1+idBytes:headBytes-4], plain[headBytes:]
	size := binary.BigEndian.Uint32(plain[headBytes-4 : headBytes])
	if uint64(size) > uint64(len(rest)) {
		return t, civic.NewError(civic.Damaged, op, "")
	}
	packed := rest[:size]
	k, ok := believed[by]
	if !ok || k.Revoked || !ed25519.Verify(k.Key.Verify, signed(by, packed), sig) {
		return t, civic.NewError(civic.Forbidden, op, "")
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxOpened))
	if err != nil {
		return t, civic.WrapError(civic.Damaged, op, err)
	}
	err = json.Unmarshal(raw, &t)
	t.by = by
	return t, civic.WrapError(civic.Damaged, op, err)
}

// hashOf names sealed bytes.
func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:12])
}
