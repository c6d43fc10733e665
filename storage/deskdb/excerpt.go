package deskdb

import (
	"bytes"
	"encoding/json"
	"strings"

	"scranno/app/search"
)

// excerptHead is how much of an act is looked at first, in bytes: most acts say
// early what they are about, and a list of results is made at every key.
const excerptHead = 2_500

// excerpt finds where a query's words stand together: near the beginning, or
// else anywhere.
func excerpt(m *search.Matcher, text string) string {
	if len(text) > excerptHead {
		if i := strings.IndexByte(text[excerptHead:], ' '); i >= 0 {
			if s, found := m.Snippet(text[:excerptHead+i], excerptRunes); len(found) > 0 {
				return s
			}
		}
	}
	s, _ := m.Snippet(text, excerptRunes)
	return s
}

// clauseTexts writes the openers and texts of an act's clauses, with a space
// after each. It reads the canonical body without decoding the rest of it: a
// list of results does this for every row while one types. A body of a form it
// does not know gives what it found.
func clauseTexts(body []byte, out *strings.Builder) {
	_, rest, ok := bytes.Cut(body, []byte(`"clauses":[`))
	if !ok {
		return
	}
	var key []byte
	for depth := 1; depth > 0 && len(rest) > 0; {
		switch rest[0] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '"':
			n := quoted(rest)
			if n == 0 {
				return
			}
			token := rest[:n]
			rest = rest[n:]
			if len(rest) > 0 && rest[0] == ':' {
				key = token
				break
			}
			if k := string(key); k == `"opener"` || k == `"text"` {
				writeString(token, out)
			}
			key = nil
			continue
		}
		rest = rest[1:]
	}
}

// quoted gives the length of the JSON string at the start of b; 0 where it has
// no end.
func quoted(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

func writeString(token []byte, out *strings.Builder) {
	if len(token) == 2 {
		return
	}
	if bytes.IndexByte(token, '\\') < 0 {
		out.Write(token[1 : len(token)-1])
	} else {
		var s string
		if json.Unmarshal(token, &s) != nil {
			return
		}
		out.WriteString(s)
	}
	out.WriteByte(' ')
}
