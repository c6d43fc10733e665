package civic

import (
	"encoding/json"
	"strings"
)

// EachField gives the fields of a JSON object one by one, in their order, as
// slices of it: the key without its quotes and the value as it is written. It
// looks at no more than it must: body is JSON that was found sound when it
// arrived. False: it is no object, or fn said so.
func EachField(body string, fn func(key, value string) bool) bool {
	return eachField(body, func(key, value, _ string) bool { return fn(key, value) })
}

// CutField takes a field's value out of a JSON object and gives what stands
// before and after it. False: it is no object, or has no such field.
func CutField(body, name string) (before, value, after string, found bool) {
	eachField(body, func(key, v, rest string) bool {
		if key == name {
			before, value, after, found = body[:len(body)-len(rest)-len(v)], v, rest, true
		}
		return !found
	})
	return before, value, after, found
}

// eachField is EachField; rest is all that follows the value.
func eachField(body string, fn func(key, value, rest string) bool) bool {
	return eachPart(body, '{', '}', func(rest string) (string, bool) {
		n := valueEnd(rest)
		if n < 2 || rest[0] != '"' {
			return "", false
		}
		key := rest[1 : n-1]
		rest = skipSpace(rest[n:])
		if rest == "" || rest[0] != ':' {
			return "", false
		}
		rest = skipSpace(rest[1:])
		if n = valueEnd(rest); n == 0 {
			return "", false
		}
		return rest[n:], fn(key, rest[:n], rest[n:])
	})
}

// EachItem gives the elements of a JSON array, like EachField.
func EachItem(array string, fn func(value string) bool) bool {
	return eachPart(array, '[', ']', func(rest string) (string, bool) {
		n := valueEnd(rest)
		if n == 0 {
			return "", false
		}
		return rest[n:], fn(rest[:n])
	})
}

// TextOf gives the content of a JSON string as EachField gives it; a slice of it
// where nothing is escaped. A null is the empty text. False: it is no string.
func TextOf(value string) (string, bool) {
	switch {
	case value == "null":
		return "", true
	case len(value) < 2 || value[0] != '"':
		return "", false
	case strings.IndexByte(value, '\\') < 0:
		return value[1 : len(value)-1], true
	}
	var s string
	err := json.Unmarshal([]byte(value), &s)
	return s, err == nil
}

// eachPart walks what stands between open and end, divided by commas; part
// takes one off the front.
func eachPart(s string, open, end byte, part func(rest string) (string, bool)) bool {
	s = skipSpace(s)
	if s == "" || s[0] != open {
		return false
	}
	s = skipSpace(s[1:])
	if s != "" && s[0] == end {
		return true
	}
	for {
		rest, ok := part(s)
		if !ok {
			return false
		}
		rest = skipSpace(rest)
		if rest == "" {
			return false
		}
		if rest[0] == end {
			return true
		}
		if rest[0] != ',' {
			return false
		}
		s = skipSpace(rest[1:])
	}
}

// valueEnd gives the length of the JSON value at the start of s; 0: it has no
// end.
func valueEnd(s string) int {
	depth, i := 0, 0
	for i < len(s) {
		switch s[i] {
		case '"':
			n := stringEnd(s[i:])
			if n == 0 {
				return 0
			}
			i += n - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return 0
			}
		case ',', ':', ' ', '\n', '\t', '\r':
			if depth > 0 {
				i++
				continue
			}
			return i
		default: // numbers and names end before what cannot be in them
			i++
			if depth > 0 || i < len(s) && !endsName(s[i]) {
				continue
			}
			return i
		}
		i++
		if depth == 0 {
			return i
		}
	}
	return 0
}

func endsName(c byte) bool {
	switch c {
	case ',', ':', ' ', '\n', '\t', '\r', '}', ']':
		return true
	}
	return false
}

// stringEnd gives the length of the JSON string at the start of s.
func stringEnd(s string) int {
	for i := 1; i < len(s); {
		n := strings.IndexByte(s[i:], '"')
		if n < 0 {
			return 0
		}
		back := strings.IndexByte(s[i:i+n], '\\')
		if back < 0 {
			return i + n + 1
		}
		i += back + 2
	}
	return 0
}

func skipSpace(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\n' || s[0] == '\t' || s[0] == '\r') {
		s = s[1:]
	}
	return s
}
