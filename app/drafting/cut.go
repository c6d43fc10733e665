package drafting

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// usualGap is what stands between two clauses where nothing else is said.
const usualGap = "\n\n"

// maxCut is the length in bytes beyond which a clause is cut at the next line
// end: an editor's block stays quick below about ten thousand.
const maxCut = 8_000

// maxOpener is the longest cue, in bytes; a longer one stays in the text.
const maxOpener = 400

// maxGap is how much white space one clause carries after itself, in bytes.
const maxGap = 1_000

// Cut splits the text of an act into clauses. Join gives the very same text
// back. The id of each clause comes from ids, called with its place.
func Cut(text string, ids func(i int) civic.ID) []civic.Clause {
	lines := logicalLines(text)
	marks := markLines(lines)
	var out []civic.Clause
	add := func(c civic.Clause) {
		c.ID = ids(len(out))
		out = append(out, c)
	}
	if lead := leading(text); lead > 0 {
		add(civic.Clause{Section: civic.Intro, Sep: text[:min(lead, maxGap)]})
		spill(text[:lead], add)
	}
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && !marks[j].starts && lines[j].end-lines[i].start < maxCut {
			j++
		}
		next := len(text)
		if j < len(lines) {
			next = lines[j].start
		}
		end := lines[j-1].end
		gap := text[end:next]
		c := clauseOf(text[lines[i].start:end], marks[i])
		if gap != usualGap || j == len(lines) {
			c.Sep = gap[:min(len(gap), maxGap)]
		}
		add(c)
		spill(gap, add)
		i = j
	}
	return out
}

// spill keeps the part of a gap that is longer than a clause may carry.
func spill(gap string, add func(civic.Clause)) {
	for len(gap) > maxGap {
		gap = gap[maxGap:]
		add(civic.Clause{Section: civic.Intro, Sep: gap[:min(len(gap), maxGap)]})
	}
}

// Opens tells whether a line that stands alone begins a part of an act: a recital, a
// citation, what leads to what is asked, or what is asked.
func Opens(text string) bool {
	switch readCue(strings.TrimSpace(text)).cue {
	case recitalCue, citationCue, hingeCue, formulaCue:
		return true
	}
	return false
}

// Join writes clauses back as text.
func Join(clauses []civic.Clause) string {
	var b strings.Builder
	for i, c := range clauses {
		b.WriteString(c.Opener)
		if c.Opener != "" && c.Text != "" {
			b.WriteByte(' ')
		}
		b.WriteString(c.Text)
		switch {
		case c.Sep != "":
			b.WriteString(c.Sep)
		case i < len(clauses)-1:
			b.WriteString(usualGap)
		}
	}
	return b.String()
}

func leading(text string) int {
	return len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
}

// clauseOf divides a clause's source into opener and text. Where they are not
// one space apart the white space stays with the text, and where nothing
// stands between them there is no opener, so that Join loses nothing.
func clauseOf(source string, m mark) civic.Clause {
	c := civic.Clause{Section: m.section, Text: source}
	if m.opener == 0 || m.opener > min(len(source), maxOpener) || strings.ContainsAny(source[:m.opener], "\n\r\t\u2028\u2029\u0085\v\f") {
		return c
	}
	rest := source[m.opener:]
	switch {
	case rest == "":
		c.Opener, c.Text = source, ""
	case rest[0] == ' ' && len(rest) > 1:
		c.Opener, c.Text = source[:m.opener], rest[1:]
	}
	return c
}

// line is a logical line of the source: a line that ends in a soft hyphen goes
// on in the next one that is not blank.
type line struct {
	start, end int    // in the source, without the white space around
	view       string // what the cues are looked for in
}

func logicalLines(text string) []line {
	var out []line
	open := false
	for at := 0; at < len(text); {
		stop := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			stop = at + i
		}
		raw := text[at:stop]
		trimmed := strings.TrimLeftFunc(raw, unicode.IsSpace)
		start := at + len(raw) - len(trimmed)
		trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace)
		at = stop + 1
		if trimmed == "" {
			continue
		}
		end := start + len(trimmed)
		if open {
			last := &out[len(out)-1]
			last.end = end
			last.view += trimmed
		} else {
			out = append(out, line{start: start, end: end, view: trimmed})
		}
		last := &out[len(out)-1]
		open = strings.HasSuffix(last.view, "\u00ad")
		last.view = strings.TrimSuffix(last.view, "\u00ad")
	}
	return out
}

// words gives the first n words of a line in lower case without accents, and
// for each the byte at which it ends in the view. Marks of a converted file
// (* _ # and quotation marks) count as nothing.
func words(view string, n int) []word {
	out := make([]word, 0, n)
	i := 0
	for i < len(view) && len(out) < n {
		r, size := utf8.DecodeRuneInString(view[i:])
		if !wordRune(r) {
			i += size
			continue
		}
		start := i
		var b strings.Builder
		for i < len(view) {
			r, size = utf8.DecodeRuneInString(view[i:])
			if r == '\u00ad' {
				i += size
				continue
			}
			if !wordRune(r) {
				break
			}
			b.WriteRune(fold(r))
			i += size
		}
		out = append(out, word{text: b.String(), start: start, end: i})
	}
	return out
}

type word struct {
	text       string
	start, end int
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func fold(r rune) rune {
	r = unicode.ToLower(r)
	switch r {
	case 'à', 'á':
		return 'a'
	case 'è', 'é':
		return 'e'
	case 'ì', 'í':
		return 'i'
	case 'ò', 'ó':
		return 'o'
	case 'ù', 'ú':
		return 'u'
	}
	return r
}
