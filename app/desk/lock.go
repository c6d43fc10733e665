package desk

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"scranno/app/civic"
)

// The lock hides the screen; it encrypts nothing. A PIN is short: what slows a
// guess down is how long each one takes (argon2id as OWASP asks of it: 19 MiB,
// two passes).
const (
	lockTime    = 2
	lockMemory  = 19 << 10 // KiB
	lockThreads = 1
	lockKey     = 32
	lockSalt    = 16
	minLockWord = 4 // characters
	maxLockWord = 200
)

// LockChoices are the minutes after which the window may lock; 0: never.
func LockChoices() []int { return []int{0, 5, 15, 30} }

// SetLock has the window hide itself after so many minutes without use, until
// the PIN or the words are typed. The former ones are needed to change or to
// lift a lock: Forbidden where they are wrong. 0 minutes lift it.
func (d *Desk) SetLock(ctx context.Context, minutes int, former, word string) error {
	const op = "desk.lock"
	_, err := d.ChangeSettings(ctx, func(s *civic.Settings) error {
		if !slices.Contains(LockChoices(), minutes) {
			return civic.NewError(civic.Invalid, op, "invalid.range")
		}
		if s.LockHash != "" && !unlocks(s.LockHash, former) {
			return civic.NewError(civic.Forbidden, op, "lock.wrong")
		}
		switch n := utf8.RuneCountInString(word); {
		case minutes == 0:
			s.LockAfter, s.LockHash = 0, ""
			return nil
		case n < minLockWord || n > maxLockWord:
			return civic.NewError(civic.Invalid, op, "lock.too_short")
		}
		salt := make([]byte, lockSalt)
		if _, err := io.ReadFull(d.o.Rand, salt); err != nil {
			return civic.WrapError(civic.Internal, op, err)
		}
		s.LockAfter, s.LockHash = minutes, lockHash(word, salt)
		return nil
	})
	return err
}

// Unlock tells whether these are the words of the lock; true where there is none.
func (d *Desk) Unlock(ctx context.Context, word string) (bool, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return false, err
	}
	return s.LockHash == "" || unlocks(s.LockHash, word), nil
}

func lockHash(word string, salt []byte) string {
	key := argon2.IDKey([]byte(word), salt, lockTime, lockMemory, lockThreads, lockKey)
	enc := base64.RawStdEncoding
	return strings.Join([]string{
		"argon2id", strconv.Itoa(lockTime), strconv.Itoa(lockMemory), strconv.Itoa(lockThreads), enc.EncodeToString(salt), enc.EncodeToString(key),
	}, "$")
}

// unlocks tells whether a hash is of the word. One that was altered opens
// nothing.
func unlocks(hash, word string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "argon2id" {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(lockHash(word, salt)), []byte(hash)) == 1
}
