package civic

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on every input, in bytes of UTF-8 unless said otherwise. They bound
// what one command may carry; the central enforces them, the desk shows them.
const (
	MaxSubject   = 1_000
	MaxName      = 200
	MaxLine      = 2_000
	MaxClause    = 64_000
	MaxClauses   = 5_000   // rows
	MaxActText   = 900_000 // all clauses of an act together
	MaxPost      = 20_000
	MaxTitle     = 300
	MaxList      = 200       // signatories, addressees, themes, roles
	MaxArgs      = 1_500_000 // a command's arguments
	MaxPush      = 50        // commands in one push
	MaxReadSpans = 500       // ranges in one read mark
)

// TooManyClauses refuses a text of more rows than an act may have.
func TooManyClauses(op string) error {
	return NewError(TooLarge, op, "invalid.too_many_clauses", "field", "clause", "limit", strconv.Itoa(MaxClauses))
}

// checkLine accepts one line of text without control characters.
func checkLine(op, field, s string, limit int) error {
	if err := checkText(op, field, s, limit); err != nil {
		return err
	}
	if strings.ContainsAny(s, "\n\r\t\u2028\u2029") {
		return NewError(Invalid, op, "invalid.line", "field", field)
	}
	return nil
}

// checkText accepts valid UTF-8 within the limit, without NUL, control or
// direction-override characters: what a screen shows is what is there.
func checkText(op, field, s string, limit int) error {
	if len(s) > limit {
		return NewError(TooLarge, op, "invalid.too_long_most", "field", field, "most", strconv.Itoa(limit))
	}
	if !utf8.ValidString(s) {
		return NewError(Invalid, op, "invalid.encoding", "field", field)
	}
	for _, r := range s {
		if r == '\n' || r == '\t' {
			continue
		}
		if unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff' {
			return NewError(Invalid, op, "invalid.control", "field", field)
		}
	}
	return nil
}

// terminalForm is what colours or moves a terminal: CSI and OSC sequences, whole.
// Source: ECMA-48, 5.4 and 8.3.89.
var terminalForm = regexp.MustCompile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\))")

// CleanText makes a text acceptable to the checks without losing a visible
// character: line ends become \n, invalid bytes the replacement character, and
// control and direction-override characters go.
func CleanText(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.ContainsRune(s, '\x1b') {
		s = terminalForm.ReplaceAllString(s, "")
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n", "\u0085", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}
