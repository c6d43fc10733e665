package desk

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"scranno/app/civic"
)

// What the code of an invitation proves of a key.
const (
	saysInvites = "invites to the group "
	saysComes   = "comes by invitation"
)

// What a key may say of another one in a group; its id follows.
const (
	saysMember = "is of the group "
	saysLeft   = "is no longer of the group "
)

// newCode makes the code of an invitation, as it is said and typed.
func newCode(rand io.Reader) (string, error) {
	raw := make([]byte, codeBytes)
	if _, err := io.ReadFull(rand, raw); err != nil {
		return "", civic.WrapError(civic.Internal, "desk.invite", err)
	}
	return spell(raw), nil
}

// joinProof is what the central sees of a code: whoever shows it has the code.
func joinProof(code string) string {
	sum := sha256.Sum256([]byte("scranno invite join 1\n" + code))
	return hex.EncodeToString(sum[:])
}

// proof tells to who has the code that the claim is of someone who has it.
func (c claim) proof(code string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, []byte(code), nil, "scranno invite mac 1", sha256.Size)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, "desk.invite", err)
	}
	h := hmac.New(sha256.New, key)
	h.Write(c.text())
	return h.Sum(nil), nil
}

func (c claim) hasProof(code string, proof []byte) bool {
	want, err := c.proof(code)
	return err == nil && hmac.Equal(want, proof)
}

// keptCodes is how long a code is kept: somebody may use it offline and be heard
// of long after.
const keptCodes = 90 * 24 * time.Hour
