package acts

import (
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/document"
	"scranno/ui/kit"
)

// textBuilder joins lines whose first words stand out.
type textBuilder struct {
	b     strings.Builder
	spans []kit.Span
}

func (t *textBuilder) line(strong, rest string) {
	if t.b.Len() > 0 {
		t.b.WriteByte('\n')
	}
	from := t.b.Len()
	t.b.WriteString(strong)
	if strong != "" {
		t.spans = append(t.spans, kit.Span{From: from, To: t.b.Len(), Kind: kit.Strong})
	}
	t.b.WriteString(rest)
}

// fact is a line with its label; nothing where there is nothing to say.
func (t *textBuilder) fact(label, value string) {
	if value != "" {
		t.line(label+": ", value)
	}
}

// facts is what a reader is told of an act above its text.
func facts(l *kit.Lang, v civic.ActView, now time.Time) kit.Block {
	a := v.Act
	var t textBuilder
	t.line(l.T("act.kind."+string(a.Kind)), " · "+joined(" · ", a.BodyName, l.T("act.level."+string(a.Level)), dayOf(l, v)))
	t.fact(l.T("field.outcome"), outcomeLine(l, v))
	t.fact(l.T("field.protocol"), a.Protocol)
	t.fact(l.T("field.signatories"), signatories(a.Signatories))
	t.fact(l.T("sponsor.all"), sponsorLine(l, v.Sponsors))
	var themes []string
	for _, x := range a.Themes {
		themes = append(themes, l.T("theme."+string(x)))
	}
	t.fact(l.T("field.themes"), strings.Join(themes, ", "))
	t.fact(l.T("field.published"), publication(l, v, now))
	t.fact(l.T("field.source"), a.Source)
	var use []string
	if n := reuses(v); n > 0 {
		text := l.N("act.reused", n)
		if v.Passed > 0 {
			text += ", " + passedIn(l, int(v.Passed), int(v.Near))
		}
		use = append(use, text)
	}
	if n := v.Tally.Useful; n > 0 {
		use = append(use, l.N("act.useful_count", int(n)))
	}
	if len(use) > 0 {
		t.line("", strings.Join(use, " · "))
	}
	if a.Body.Scheme() == "demo" {
		t.line("", l.T("act.example_help"))
	}
	t.norms(l, a.Content)
	return kit.Block{ID: "facts", Role: kit.BlockSmall, Text: t.b.String(), Spans: t.spans}
}

// dayOf is the act's own day; of an act that bears none, that of its filing.
func dayOf(l *kit.Lang, v civic.ActView) string {
	if v.Act.Date != "" {
		return l.Day(v.Act.Date)
	}
	events := make([]civic.ActEvent, len(v.Events))
	for i, e := range v.Events {
		events[i] = e.Event
	}
	if filed := civic.LifeOf(v.Act, events, "").Filed; filed != "" {
		return l.T("acts.filed_on", "date", l.Day(filed))
	}
	return l.Day("")
}

// reuses counts the councils that took an act up, by the central's count or by
// what is here.
func reuses(v civic.ActView) int {
	bodies := map[civic.BodyCode]bool{}
	for _, c := range v.Children {
		if c.Body == v.Act.Body || c.Kind == civic.Amendment {
			continue
		}
		bodies[c.Body] = true
	}
	return max(len(bodies), int(v.Tally.Reuses))
}

func joined(sep string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

func signatories(list []civic.Signatory) string {
	var names []string
	for _, s := range list {
		name := s.Name
		if s.Group != "" {
			name += " (" + s.Group + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// outcomeLine is the outcome with the figures of its vote.
func outcomeLine(l *kit.Lang, v civic.ActView) string {
	if v.Outcome == "" || v.Outcome == civic.NoOutcome {
		return ""
	}
	text := l.T("act.outcome." + string(v.Outcome))
	for i := len(v.Events) - 1; i >= 0; i-- {
		if e := v.Events[i].Event; e.Outcome == v.Outcome {
			text = outcomeWords(l, e)
			if e.Votes != nil {
				text += " (" + votes(l, *e.Votes) + ")"
			}
			return text + ", " + l.Day(e.Date)
		}
	}
	return text
}

// outcomeWords is an event's outcome with the way in which it was reached.
func outcomeWords(l *kit.Lang, e civic.ActEvent) string {
	text := l.T("act.outcome." + string(e.Outcome))
	if how := e.How(); how != "" {
		text += " " + l.T("act.manner."+string(how))
	}
	return text
}

func votes(l *kit.Lang, v civic.Votes) string {
	return l.N("act.votes_for", v.For) + ", " + l.N("act.votes_against", v.Against) + ", " + l.N("act.votes_abstained", v.Abstained)
}

// publication says when, by whom, for whom and under which licence.
func publication(l *kit.Lang, v civic.ActView, now time.Time) string {
	a := v.Act
	var parts []string
	if !a.Published.IsZero() && !v.Pending {
		parts = append(parts, l.Date(a.Published.In(now.Location())))
	}
	if v.Author != "" {
		parts = append(parts, l.T("acts.by", "name", v.Author))
	}
	switch a.Visibility {
	case civic.Councillors:
		parts = append(parts, l.T("act.visibility.councillors"))
	case civic.Everyone:
		if a.Licence == civic.LicenceCCBY {
			parts = append(parts, l.T("acts.licence"))
		}
	}
	return strings.Join(parts, " · ")
}

// pageOf makes the blocks of a text, with what a search marks in them.
func pageOf(l *kit.Lang, d Library, c civic.Content, query string) []kit.Block {
	blocks := kit.BlocksOf(document.Build(c), l.T("reader.signatories"))
	if len(c.Clauses) == 0 {
		blocks = append(blocks, kit.Block{Role: kit.BlockText, Text: l.T("act.no_text")})
	}
	linkNorms(c, blocks)
	if query == "" {
		return blocks
	}
	for i := range blocks {
		blocks[i].Spans = append(blocks[i].Spans, marked(d.Highlights(query, blocks[i].Text))...)
	}
	return blocks
}

// plain is the whole text of an act, a blank line between blocks.
func plain(blocks []kit.Block) string {
	parts := make([]string, 0, len(blocks))
	for _, b := range blocks {
		parts = append(parts, joined(" ", b.Marker, b.Text))
	}
	return strings.Join(parts, "\n\n") + "\n"
}
