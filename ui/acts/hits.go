package acts

import (
	"context"
	"strings"

	"scranno/app/civic"
	"scranno/app/desk"
	"scranno/ui/kit"
)

const (
	pageSize = 100
	// largestPage bounds one question to the desk when a long list is read again.
	largestPage = 500
	snippetSize = 170
)

// hit is an act of the list with what the search marks in it.
type hit struct {
	civic.ActHit
	marks        []kit.Span // in the subject
	snippet      string
	snippetMarks []kit.Span
	away         bool // found at the central, not kept on this desk
}

// row is a line of the list: a heading, or an act.
type row struct {
	heading string
	hit     hit
}

// found is a stretch of a result.
type found struct {
	hits   []hit
	total  int
	status civic.Status // only where the library is empty
}

// dress finds what to mark in each act.
func dress(d Library, text string, acts []civic.ActHit, away bool) []hit {
	out := make([]hit, len(acts))
	for i, a := range acts {
		h := hit{ActHit: a, away: away}
		if text != "" {
			h.marks = marked(d.Highlights(text, a.Subject))
			s, spans := d.Snippet(text, strings.Join(strings.Fields(a.Excerpt), " "), snippetSize)
			h.snippet, h.snippetMarks = s, marked(spans)
		}
		out[i] = h
	}
	return out
}

func marked(spans []desk.Span) []kit.Span {
	out := make([]kit.Span, len(spans))
	for i, s := range spans {
		out[i] = kit.Span{From: s.From, To: s.To, Kind: kit.Marked}
	}
	return out
}

// collect reads a stretch of a result, and the desk's state where there is
// nothing at all.
func collect(ctx context.Context, d Library, q query, offset, limit int) (found, error) {
	var f found
	for {
		want := min(limit-len(f.hits), largestPage)
		res, err := d.Acts(ctx, q.ask(offset+len(f.hits), want))
		if err != nil {
			return f, err
		}
		f.total = res.Total
		f.hits = append(f.hits, dress(d, q.Text, res.Hits, false)...)
		if len(res.Hits) < want || len(f.hits) >= limit {
			break
		}
	}
	if f.total == 0 && q.open() {
		st, err := d.Status(ctx)
		if err != nil {
			return f, err
		}
		f.status = st
	}
	return f, nil
}
