package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// ID is a UUID in its canonical lower-case text. It names one thing for ever
// and says nothing about order: never sort by it.
type ID string

// NewID makes a UUIDv7 from the given time and random source.
func NewID(now time.Time, entropy io.Reader) (ID, error) {
	var b [16]byte
	if _, err := io.ReadFull(entropy, b[6:]); err != nil {
		return "", fmt.Errorf("id: %w", err)
	}
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	return idOf(b, 7), nil
}

// DerivedID makes the same UUIDv8 from the same parts, so that things that
// exist once per pair (a person's mark on an act) need no search.
func DerivedID(parts ...string) ID {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return idOf([16]byte(sum[:16]), 8)
}

func idOf(b [16]byte, version byte) ID {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
	var t [36]byte
	hex.Encode(t[0:8], b[0:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:36], b[10:16])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
	return ID(t[:])
}

// derived tells whether DerivedID made the id.
func (id ID) derived() bool { return len(id) == 36 && id[14] == '8' }

// Valid tells whether the id has the form of a UUID in lower case.
func (id ID) Valid() bool {
	if len(id) != 36 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
		default:
			return false
		}
	}
	return true
}

// ParseID accepts a UUID in either case.
func ParseID(s string) (ID, error) {
	id := ID(strings.ToLower(strings.TrimSpace(s)))
	if !id.Valid() {
		return "", NewError(Invalid, "id.parse", "invalid.id")
	}
	return id, nil
}
