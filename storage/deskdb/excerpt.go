package deskdb

import (
	"strings"

	"scranno/app/civic"
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
// after each.
func clauseTexts(body string, out *strings.Builder) {
	_, list, _, _ := civic.CutField(body, "clauses")
	pieces, _ := clausePieces(list, nil)
	for _, p := range pieces {
		if p != "" {
			out.WriteString(p)
			out.WriteByte(' ')
		}
	}
}
