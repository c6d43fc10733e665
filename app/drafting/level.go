package drafting

import (
	"slices"
	"strings"

	"scranno/app/civic"
)

// executives are who an act is addressed to in its formula, the longest first.
var executives = []string{
	"il presidente della regione e la giunta regionale", "il presidente della provincia e la giunta", "il presidente e la giunta dell'unione",
	"il presidente e la giunta regionale", "il presidente della giunta regionale", "il presidente del consiglio dei ministri", "il presidente e la giunta provinciale",
	"il sindaco e la giunta comunale", "la sindaca e la giunta comunale", "il sindaco, la giunta", "il sindaco e l'amministrazione comunale", "il presidente della provincia",
	"il presidente della regione", "l'amministrazione comunale", "l'amministrazione regionale", "l'amministrazione provinciale", "la sindaca e la giunta",
	"il presidente del municipio", "il presidente della circoscrizione", "il presidente del quartiere", "il presidente del libero consorzio", "il presidente e la giunta", "la giunta provinciale", "il sindaco metropolitano", "la giunta regionale", "la commissione europea",
	"la giunta comunale", "il sindaco e la giunta", "l'amministrazione", "il governo regionale", "il presidente", "la commissione", "il consiglio europeo",
	"il ministro", "la ministra", "il governo", "il sindaco", "la sindaca", "la giunta",
}

// relevel rewrites formula, addressees and the council's name for a body of
// another level. What was asked of a government is asked of the council's own
// executive, that it press for it; the other way it is asked directly.
func relevel(c *civic.Content, from, to civic.Body) {
	verb, _ := Verb(c.Kind)
	own := strings.Join(executiveOf(to), " e ")
	for i := range c.Clauses {
		cl := &c.Clauses[i]
		if own, ok := headed(cl.Text, from, to); ok && cl.Opener == "" {
			cl.Text = own
			continue
		}
		if cl.Section == civic.Operative || cl.Section == civic.Hinge {
			cl.Opener = councilNamed(cl.Opener, to)
		}
		if cl.Section == civic.Hinge {
			cl.Text = councilNamed(cl.Text, to)
		}
		if cl.Section != civic.Operative || verb == "" || from.Level == to.Level && sortOf(from) == sortOf(to) {
			continue
		}
		if next, ok := readdressed(cl.Opener, c.Kind, own, presses(from, to)); ok {
			cl.Opener = next
		} else if next, ok := readdressed(cl.Text, c.Kind, own, presses(from, to)); ok && cl.Opener == "" {
			cl.Text = next
		}
	}
}

// headed gives the own organ for that of the source where it stands alone at the
// head of an act, as "La Camera," or "Il Consiglio regionale della Toscana,".
func headed(text string, from, to civic.Body) (string, bool) {
	if reach(from.Level) <= reach(to.Level) { // upwards it is offered with the other organs
		return "", false
	}
	said := strings.TrimRight(text, " ,:;")
	low := strings.ToLower(strings.ReplaceAll(said, "’", "'"))
	for _, w := range assemblies {
		tail, ok := strings.CutPrefix(low, w)
		ofTerritory := strings.HasPrefix(tail, " d") && len(strings.Fields(tail)) <= 4 && reach(from.Level) < reach(civic.National)
		if !ok || tail != "" && !ofTerritory {
			continue
		}
		own, _, _ := councilOf(to)
		if own == "" {
			return "", false
		}
		if upper(said) {
			own = strings.ToUpper(own)
		}
		return strings.ToUpper(own[:1]) + own[1:] + text[len(said):], true
	}
	return "", false
}

// assemblies are the organs in whose name acts of the wider levels speak.
var assemblies = []string{
	"la camera dei deputati", "la camera", "il senato della repubblica", "il senato", "il parlamento europeo",
	"l'assemblea legislativa", "l'assemblea regionale", "il consiglio regionale", "il consiglio provinciale", "il consiglio metropolitano",
}

// presses tells whether a body can only press for what was asked of the other.
func presses(from, to civic.Body) bool {
	return reach(from.Level) > reach(to.Level) && reach(from.Level) >= reach(civic.Regional)
}

// reach orders levels by how far they decide; on screen none stands above.
func reach(l civic.Level) int { return slices.Index(civic.Levels(), l) }

// readdressed writes a formula for other addressees: "impegna il Governo a" is
// "impegna il Sindaco e la Giunta a sollecitare il Governo a".
func readdressed(opener string, kind civic.ActKind, own string, press bool) (string, bool) {
	low := strings.ToLower(strings.ReplaceAll(opener, "’", "'"))
	if len(low) != len(strings.ReplaceAll(opener, "’", "'")) {
		return "", false
	}
	opener = strings.ReplaceAll(opener, "’", "'")
	at, verb := formulaVerb(low)
	if at < 0 {
		return "", false
	}
	who, from := "", -1
	for _, e := range executives {
		if i := strings.Index(low[at:], " "+e); i >= 0 && wordEnds(low, at+i+1+len(e)) && i < len(verb)+24 {
			who, from = opener[at+i+1:at+i+1+len(e)], at+i+1
			break
		}
	}
	if from < 0 {
		return "", false
	}
	rest := opener[from+len(who):]
	if upper(opener[at:from]) {
		own = strings.ToUpper(own)
	}
	if asked, ok := strings.CutPrefix(rest, " a sollecitare "+own); ok { // what was pressed for is ours to do
		return opener[:from] + own + asked, true
	}
	if !press {
		return opener[:from] + own + rest, true
	}
	to := " a sollecitare "
	switch {
	case kind == civic.Question || kind == civic.Interpellation:
		return opener[:from] + own + inquiry(rest, who), true
	case upper(opener[at:from]):
		to = strings.ToUpper(to)
	}
	return opener[:from] + own + to + who + rest, true
}

// inquiry turns a question to a government into one about what is asked of it.
func inquiry(rest, who string) string {
	for _, p := range []string{"per sapere", "per conoscere"} {
		if i := strings.Index(rest, p); i >= 0 {
			return rest[:i+len(p)] + " se intendano chiedere " + dative(who) + strings.TrimPrefix(rest[i+len(p):], " se")
		}
	}
	return rest
}

// dative writes "al Governo" for "il Governo".
func dative(who string) string {
	article, rest, ok := strings.Cut(who, " ")
	if !ok {
		if after, cut := strings.CutPrefix(who, "l'"); cut {
			return "all'" + after
		}
		return "a " + who
	}
	switch strings.ToLower(article) {
	case "il":
		return "al " + strings.Replace(rest, " e la ", " e alla ", 1)
	case "la":
		return "alla " + rest
	}
	return "a " + who
}

func formulaVerb(low string) (at int, verb string) {
	for _, v := range []string{"impegna", "invita", "interroga", "interpella", "chiede"} {
		if i := strings.Index(low, v); i >= 0 && wordStarts(low, i) {
			return i, v
		}
	}
	return -1, ""
}

func wordStarts(s string, i int) bool { return i == 0 || !wordRune(rune(s[i-1])) }

func wordEnds(s string, i int) bool { return i >= len(s) || s[i] < 0x80 && !wordRune(rune(s[i])) }

// councilNamed puts the council's own name where another's stood.
func councilNamed(s string, to civic.Body) string {
	own := councilName(to)
	low := strings.ToLower(s)
	if own == "" {
		return chamberNamed(s, low, to)
	}
	for _, w := range []string{"consiglio comunale", "consiglio regionale", "consiglio provinciale", "consiglio metropolitano"} {
		i := strings.Index(low, w)
		if i < 0 || len(low) != len(s) || !strings.HasPrefix(own, "Consiglio") {
			continue
		}
		name := own
		switch old := s[i : i+len(w)]; {
		case upper(old):
			name = strings.ToUpper(name)
		case strings.ToLower(old) == old:
			name = strings.ToLower(name)
		}
		return s[:i] + name + s[i+len(w):]
	}
	return s
}

// chamberNamed does it where the organ has another article too: "la Camera".
func chamberNamed(s, low string, to civic.Body) string {
	own, _, _ := councilOf(to)
	for _, w := range []string{"il consiglio comunale", "il consiglio regionale", "il consiglio provinciale", "il consiglio metropolitano"} {
		i := strings.Index(low, w)
		if i < 0 || len(low) != len(s) || !wordStarts(low, i) || !wordEnds(low, i+len(w)) {
			continue
		}
		if s[i] == 'I' {
			own = strings.ToUpper(own[:1]) + own[1:]
		}
		return s[:i] + own + s[i+len(w):]
	}
	return s
}

// councilName is the organ that votes on a body's acts.
func councilName(b civic.Body) string {
	switch {
	case sortOf(b) == "metropolitan_city":
		return "Consiglio metropolitano"
	case sortOf(b) == "district", sortOf(b) == "union":
		return ""
	case b.Level == civic.Municipal:
		return "Consiglio comunale"
	case b.Level == civic.Provincial:
		return "Consiglio provinciale"
	case b.Level == civic.Regional:
		return "Consiglio regionale"
	}
	return ""
}
