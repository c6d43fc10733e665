package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const nbsp = '\u00a0'

// tidy composes the characters and keeps together what Italian typography
// keeps together: "art. 42", "n. 267", "€ 77.000", "comma 3". It changes no
// visible character; quotation marks are typeset's.
func tidy(s string) string {
	s = norm.NFC.String(s)
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		if r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f' {
			return -1
		}
		return r
	}, s)
	if !strings.Contains(s, " ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	start := 0 // of the word now being read
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' {
			continue
		}
		b.WriteString(s[start:i])
		if i+1 < len(s) && s[i+1] != ' ' && (holds(s[start:i]) && followsNumber(s[i+1:], s[start:i]) || counted(s[start:i], s[i+1:])) {
			b.WriteRune(nbsp)
		} else {
			b.WriteByte(' ')
		}
		start = i + 1
	}
	b.WriteString(s[start:])
	return b.String()
}

// bare is a word without what stands before it: "dell'art." is "art.".
func bare(w string) string {
	if i := strings.LastIndexAny(w, "'’"); i >= 0 {
		w = strings.TrimPrefix(w[i:], "’")
	}
	return strings.ToLower(strings.TrimLeft(w, "(«\"“'"))
}

// holds tells whether a word wants the next one beside it.
func holds(w string) bool {
	switch bare(w) {
	case "art.", "artt.", "n.", "nn.", "c.", "co.", "comma", "commi", "lett.", "p.", "pag.", "pagg.", "€", "l.", "d.lgs.", "dpr", "d.p.r.", "d.l.", "d.m.", "cap.", "all.", "via", "dott.", "sig.", "prof.", "ing.", "avv.", "cons.", "prot.",
		"d.", "lgs.", "p.zza", "p.za", "v.le":
		return true
	}
	return false
}

// counted tells what goes with the number before it: "1.200,00 €", "art. 5 bis",
// "150 mila".
func counted(w, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(w)
	if !unicode.IsDigit(last) {
		return false
	}
	next, _, _ := strings.Cut(rest, " ")
	switch strings.ToLower(strings.TrimRight(next, ".,;:)»\"”")) {
	case "€", "%", "bis", "ter", "quater", "quinquies", "mila", "milioni", "miliardi", "km", "mq":
		return true
	}
	return false
}

func followsNumber(rest, w string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsDigit(r) {
		return true
	}
	switch bare(w) {
	case "lett.", "dott.", "sig.", "prof.", "ing.", "avv.", "cons.":
		return unicode.IsLetter(r)
	case "d.lgs.", "lgs.", "l.", "prot.", "d.l.", "d.m.":
		return r == 'n'
	case "d.":
		next := strings.ToLower(rest)
		return strings.HasPrefix(next, "lgs.") || strings.HasPrefix(next, "l.") || strings.HasPrefix(next, "p.r.") || strings.HasPrefix(next, "p.c.m.") || strings.HasPrefix(next, "m.")
	case "p.zza", "p.za", "v.le":
		return unicode.IsLetter(r)
	}
	return false
}

// reflow gives the paragraphs of a clause's text. A line that does not end a
// sentence goes on in the next, whatever blank lines a converter put between.
func reflow(text string) []string {
	var out []string
	var cur strings.Builder
	flush := func() {
		if p := strings.Join(strings.FieldsFunc(cur.String(), breakingSpace), " "); p != "" {
			out = append(out, tidy(p))
		}
		cur.Reset()
	}
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		if cur.Len() > 0 {
			if before, ok := strings.CutSuffix(cur.String(), "\u00ad"); ok {
				cur.Reset()
				cur.WriteString(before)
			} else if endsSentence(cur.String()) {
				flush()
			} else {
				cur.WriteByte(' ')
			}
		}
		cur.WriteString(l)
	}
	flush()
	return out
}

func breakingSpace(r rune) bool {
	return unicode.IsSpace(r) && r != nbsp && r != '\u202f' && r != '\u2007'
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " *_»\"”)")
	if s == "" {
		return true
	}
	switch s[len(s)-1] {
	case '.', ';', ':', '?', '!', '-':
		return true
	}
	return false
}
