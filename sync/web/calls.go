package web

import (
	"strings"

	"scranno/app/civic"
	"scranno/app/document"
)

// call is an invitation upon the act, as its page tells it.
type call struct {
	What      string
	Who       string
	Facts     string // to whom, until when, whether it is closed
	Note      []string
	Synthesis []string
}

func (w *Web) calls(all []civic.CallView) []call {
	out := make([]call, len(all))
	for i, v := range all {
		c := v.Call
		to, closed := w.text("call.to.", "national"), ""
		if c.To != civic.NationWide {
			to = w.text("region.", string(c.To))
		}
		if !c.Closed.IsZero() {
			closed = "chiuso il " + document.Day(civic.DateOf(c.Closed))
		}
		out[i] = call{
			What: w.text("call.type.", string(c.Type)), Who: joined(", ", c.Name, c.Office),
			Facts: joined(" · ", "Consigli invitati: "+to, "fino al "+document.Day(c.Until), closed),
			Note:  lines(c.Note), Synthesis: lines(c.Synthesis),
		}
	}
	return out
}

// lines are the paragraphs of a text.
func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
