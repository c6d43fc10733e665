package issuer

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"scranno/app/civic"
)

// Bounds of a password, in characters and bytes.
const (
	MinPassword = 10
	MaxPassword = 1_000
)

// Cost of a hash: 19 MiB, two passes. Stored in each hash, so that it can rise.
const (
	argonMemory = 19 * 1024
	argonPasses = 2
	argonLanes  = 1
	argonKey    = 32
	argonSalt   = 16
)

// ErrPassword is a password that is too short, too long or no text.
var ErrPassword = errors.New("a password has at least ten characters")

// CheckPassword tells whether a new password may be taken.
func CheckPassword(password string) error {
	if utf8.RuneCountInString(password) < MinPassword || len(password) > MaxPassword || !utf8.ValidString(password) {
		return civic.WrapError(civic.Invalid, "password.check", ErrPassword)
	}
	return nil
}

// HashPassword makes an argon2id hash in the PHC form.
func HashPassword(password string) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", civic.WrapError(civic.Internal, "password.hash", err)
	}
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, argonKey)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, argonMemory, argonPasses, argonLanes, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// VerifyPassword tells whether the password is the one of the hash. An empty
// or ill-formed hash takes as long as a wrong password.
func VerifyPassword(hash, password string) bool {
	salt, want, memory, passes, lanes, ok := parseHash(hash)
	if !ok {
		salt, want = make([]byte, argonSalt), make([]byte, argonKey)
		memory, passes, lanes = argonMemory, argonPasses, argonLanes
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && ok
}

func parseHash(hash string) (salt, key []byte, memory, passes uint32, lanes uint8, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return nil, nil, 0, 0, 0, false
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return nil, nil, 0, 0, 0, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return nil, nil, 0, 0, 0, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return nil, nil, 0, 0, 0, false
	}
	key, err = base64.RawStdEncoding.DecodeString(parts[5])
	const mostMemory, mostPasses = 1 << 20, 16 // a hash must not exhaust the machine
	if err != nil || len(key) < 16 || memory > mostMemory || passes < 1 || passes > mostPasses || lanes < 1 {
		return nil, nil, 0, 0, 0, false
	}
	return salt, key, memory, passes, lanes, true
}

// NewToken makes a secret of 256 bits as text that fits in an address.
func NewToken() (string, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", civic.WrapError(civic.Internal, "token.new", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// TokenHash is how a token is kept.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
