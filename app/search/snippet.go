package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const ellipsis = '…'

// Snippet returns the piece of text, at most maxRunes long, where most of what the
// query asks for stands together, and the matches in it (bytes of the snippet).
// Where nothing matches it is the beginning. Cut ends show an ellipsis; runs of
// spaces and controls become one space; the result is valid UTF-8. A rune is never
// parted from its combining marks.
func (m *Matcher) Snippet(text string, maxRunes int) (string, []Span) {
	if maxRunes <= 0 {
		return "", nil
	}
	hits := m.find(text)
	from, to := 0, len(text)
	if utf8.RuneCountInString(text) > maxRunes {
		budget := max(maxRunes-2, 0) // an ellipsis at either end
		from, to = window(text, densest(text, hits, budget), budget)
		if from >= to {
			return string(ellipsis), nil
		}
	}
	return render(text, from, to, hits)
}

// densest returns the span from the first to the last match of the best group that
// fits the budget: most different terms, then most matches, then the earliest.
func densest(text string, hits []hit, budget int) Span {
	best, bestScore := Span{}, 0
	counts := map[int]int{}
	first, runes := 0, 0
	for i, h := range hits {
		if i > 0 {
			runes += utf8.RuneCountInString(text[hits[i-1].End:h.Start])
		}
		runes += utf8.RuneCountInString(text[h.Start:h.End])
		counts[h.term]++
		for first < i && runes > budget {
			runes -= utf8.RuneCountInString(text[hits[first].Start:hits[first+1].Start])
			if counts[hits[first].term]--; counts[hits[first].term] == 0 {
				delete(counts, hits[first].term)
			}
			first++
		}
		if score := len(counts)<<16 + i - first + 1; score > bestScore {
			best, bestScore = Span{hits[first].Start, h.End}, score
		}
	}
	return best
}

// window widens a span to the budget, a third of the room before it and the rest
// after it, and trims the ends to whole words where there are any.
func window(text string, core Span, budget int) (from, to int) {
	room := max(budget-utf8.RuneCountInString(text[core.Start:core.End]), 0)
	from = back(text, core.Start, room/3)
	if from > 0 {
		from = wordAfter(text, from, core.Start)
	}
	for from < len(text) {
		r, size := utf8.DecodeRuneInString(text[from:])
		if !isGap(r) {
			break
		}
		from += size
	}
	to = forth(text, from, budget)
	if to < len(text) {
		to = wordBefore(text, to, max(core.End, from))
	}
	return from, to
}

// back returns the offset n runes before i, or 0.
func back(text string, i, n int) int {
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	return i
}

// forth returns the offset n runes after i, or the end.
func forth(text string, i, n int) int {
	for ; n > 0 && i < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return i
}

// wordAfter returns where the first whole word begins in text[i:limit], or the
// next place where the text may be cut.
func wordAfter(text string, i, limit int) int {
	for j := i; j < limit; {
		r, size := utf8.DecodeRuneInString(text[j:])
		j += size
		if isGap(r) && mayCut(text, j) {
			return j
		}
	}
	for i < limit && !mayCut(text, i) {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return i
}

// wordBefore returns where the last whole word ends in text[limit:i], or the last
// place where the text may be cut, if need be before limit.
func wordBefore(text string, i, limit int) int {
	for j := i; j > limit; {
		if r, _ := utf8.DecodeRuneInString(text[j:]); isGap(r) {
			return j
		}
		_, size := utf8.DecodeLastRuneInString(text[:j])
		j -= size
	}
	for i > 0 && !mayCut(text, i) {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	return i
}

// mayCut reports whether text may be cut before offset i: not before a mark, a
// joiner or a skin tone, not after a joiner, not inside a pair that makes a flag.
func mayCut(text string, i int) bool {
	if i <= 0 || i >= len(text) {
		return true
	}
	const joiner = '\u200d'
	next, _ := utf8.DecodeRuneInString(text[i:])
	last, _ := utf8.DecodeLastRuneInString(text[:i])
	isFlag := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	switch {
	case unicode.Is(unicode.M, next), next == joiner, last == joiner:
		return false
	case next >= 0x1F3FB && next <= 0x1F3FF:
		return false
	}
	return !isFlag(next) || !isFlag(last)
}

func isInk(r rune) bool { return !isGap(r) }

// render writes text[from:to] clean, with the matches where they come to stand.
func render(text string, from, to int, hits []hit) (string, []Span) {
	for len(hits) > 0 && hits[0].End <= from {
		hits = hits[1:]
	}
	var b strings.Builder
	var spans []Span
	if strings.ContainsFunc(text[:from], isInk) {
		b.WriteRune(ellipsis)
	}
	gap, open := false, -1
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if isGap(r) {
			gap = true
		} else {
			if gap && i > from && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			if len(hits) > 0 && open < 0 && i >= hits[0].Start {
				open = b.Len()
			}
			b.WriteRune(r)
		}
		i += size
		if len(hits) > 0 && open >= 0 && (i >= hits[0].End || i >= to) {
			spans = append(spans, Span{open, b.Len()})
			hits, open = hits[1:], -1
		}
	}
	if strings.ContainsFunc(text[to:], isInk) {
		b.WriteRune(ellipsis)
	}
	return b.String(), spans
}
