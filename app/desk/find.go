package desk

import "scranno/app/search"

// Match is a name that fits what is typed: its place in the list, and the
// stretches of it that fit, in bytes.
type Match struct {
	Index int
	Spans []Span
}

// Span is a stretch of a text in bytes, half open.
type Span struct{ From, To int }

// Fuzzy gives the names that hold the letters of what is typed, best first.
func (d *Desk) Fuzzy(typed string, names []string) []Match {
	found := search.Fuzzy(typed, names)
	out := make([]Match, len(found))
	for i, m := range found {
		out[i] = Match{Index: m.Index, Spans: stretches(m.Spans)}
	}
	return out
}

// Highlights gives the stretches of a text that a query finds, for a list or a
// reader to mark.
func (d *Desk) Highlights(query, text string) []Span {
	return stretches(search.Parse(query).Matcher().Highlights(text))
}

// Snippet gives the stretch of a text where a query is found most, of at most
// so many characters, with what to mark in it.
func (d *Desk) Snippet(query, text string, characters int) (string, []Span) {
	s, spans := search.Parse(query).Matcher().Snippet(text, characters)
	return s, stretches(spans)
}

func stretches(spans []search.Span) []Span {
	out := make([]Span, len(spans))
	for i, s := range spans {
		out[i] = Span{From: s.Start, To: s.End}
	}
	return out
}
