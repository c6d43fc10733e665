package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"
)

// errSyntax is any fault of form in a line; where it is does not matter, as no
// part of a faulty page is used.
var errSyntax = errors.New("not the JSON of a page")

// maxDepth bounds nesting, so that hostile input cannot exhaust the stack.
const maxDepth = 64

// scanner walks one line of JSON strictly, giving values as slices of it.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) peek() byte {
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\t' || s.b[s.i] == '\r') {
		s.i++
	}
}

func (s *scanner) take(c byte) bool {
	if s.peek() == c {
		s.i++
		return true
	}
	return false
}

// object calls field for each key with the scanner at its value, which field
// must consume.
func (s *scanner) object(field func(key []byte) error) error {
	return s.sequence('{', '}', func() error {
		key, err := s.text()
		if err != nil {
			return err
		}
		s.space()
		if !s.take(':') {
			return errSyntax
		}
		s.space()
		return field(key)
	})
}

// array calls item with the scanner at each element.
func (s *scanner) array(item func() error) error { return s.sequence('[', ']', item) }

func (s *scanner) sequence(open, end byte, item func() error) error {
	if !s.take(open) {
		return errSyntax
	}
	s.space()
	if s.take(end) {
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		s.space()
		switch {
		case s.take(end):
			return nil
		case s.take(','):
			s.space()
		default:
			return errSyntax
		}
	}
}

// text gives a string's value. It is a slice of the line where nothing in it
// is escaped.
func (s *scanner) text() ([]byte, error) {
	raw, escaped, err := s.quoted()
	if err != nil {
		return nil, err
	}
	if !escaped {
		return raw[1 : len(raw)-1], nil
	}
	var v string
	if json.Unmarshal(raw, &v) != nil {
		return nil, errSyntax
	}
	return []byte(v), nil
}

// quoted consumes a string with its quotes and tells whether it has escapes.
func (s *scanner) quoted() (raw []byte, escaped bool, err error) {
	if s.peek() != '"' {
		return nil, false, errSyntax
	}
	start := s.i
	b := s.b
	for i := start + 1; i < len(b); i++ {
		c := b[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		switch c {
		case '"':
			s.i = i + 1
			return b[start:s.i], escaped, nil
		case '\\':
			escaped, s.i = true, i
			if !s.escape() {
				return nil, false, errSyntax
			}
			i = s.i - 1
		default:
			return nil, false, errSyntax
		}
	}
	return nil, false, errSyntax
}

func (s *scanner) escape() bool {
	s.i++
	if s.i >= len(s.b) {
		return false
	}
	if s.b[s.i] != 'u' {
		ok := bytes.IndexByte([]byte(`"\/bfnrt`), s.b[s.i]) >= 0
		s.i++
		return ok
	}
	s.i++
	for range 4 {
		c := s.peek()
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
		s.i++
	}
	return true
}

// number gives a whole number.
func (s *scanner) number() (int64, error) {
	start := s.i
	s.take('-')
	for s.peek() >= '0' && s.peek() <= '9' {
		s.i++
	}
	n, err := strconv.ParseInt(string(s.b[start:s.i]), 10, 64)
	if err != nil {
		return 0, errSyntax
	}
	return n, nil
}

// boolean gives true or false.
func (s *scanner) boolean() (bool, error) {
	switch {
	case s.word("true"):
		return true, nil
	case s.word("false"):
		return false, nil
	}
	return false, errSyntax
}

func (s *scanner) word(w string) bool {
	if len(s.b)-s.i < len(w) || string(s.b[s.i:s.i+len(w)]) != w {
		return false
	}
	s.i += len(w)
	return true
}

// value consumes any value, checking its form, and gives its bytes.
func (s *scanner) value(depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errSyntax
	}
	start := s.i
	var err error
	switch c := s.peek(); {
	case c == '{':
		err = s.object(func([]byte) error { _, err := s.value(depth + 1); return err })
	case c == '[':
		err = s.array(func() error { _, err := s.value(depth + 1); return err })
	case c == '"':
		_, _, err = s.quoted()
	case c == '-' || c >= '0' && c <= '9':
		err = s.figure()
	case s.word("true") || s.word("false") || s.word("null"):
	default:
		err = errSyntax
	}
	if err != nil {
		return nil, err
	}
	return s.b[start:s.i], nil
}

// figure consumes a number of any form.
func (s *scanner) figure() error {
	s.take('-')
	if !s.take('0') && !s.digits() {
		return errSyntax
	}
	if s.take('.') && !s.digits() {
		return errSyntax
	}
	if s.take('e') || s.take('E') {
		if !s.take('+') {
			s.take('-')
		}
		if !s.digits() {
			return errSyntax
		}
	}
	return nil
}

func (s *scanner) digits() bool {
	start := s.i
	for s.peek() >= '0' && s.peek() <= '9' {
		s.i++
	}
	return s.i > start
}

// whole runs read over a line and asks that nothing follows.
func whole(line []byte, read func(s *scanner) error) error {
	if !utf8.Valid(line) {
		return errSyntax
	}
	s := scanner{b: line}
	if err := read(&s); err != nil {
		return err
	}
	s.space()
	if s.i != len(line) {
		return errSyntax
	}
	return nil
}
