package document

import "strings"

// box is painted where the fonts have no glyph for a character.
const box = '□'

// atom is a piece of text that is never divided by a space: a word of one
// face, with what it takes on the line.
type atom struct {
	text  string
	font  Font
	width float64
	space float64 // that follows; 0 where the next atom touches it
}

type line struct {
	atoms []atom
	width float64
	last  bool // of its paragraph: never stretched
	// broken: its last word was divided at a syllable; parted: anywhere.
	broken, parted bool
}

// setter breaks text into lines. It notes the characters that no face shows.
type setter struct {
	m       *Metrics
	missing map[rune]bool
	order   []rune
	err     error
}

func (s *setter) measure(f Font, size float64, text string) float64 {
	if s.err != nil {
		return 0
	}
	w, _, err := s.m.width(f, size, text)
	if err != nil {
		s.err = err
	}
	return w
}

// showable replaces what the face cannot show by a box, noting it.
func (s *setter) showable(f Font, text string) string {
	if _, has, err := s.m.width(f, 1, text); err != nil || has {
		if err != nil && s.err == nil {
			s.err = err
		}
		return text
	}
	return strings.Map(func(r rune) rune {
		if _, has, err := s.m.width(f, 1, string(r)); err != nil || has {
			return r
		}
		if !s.missing[r] {
			s.missing[r] = true
			s.order = append(s.order, r)
		}
		return box
	}, text)
}

// plain takes out the hyphens that a word processor hid inside words, and gives
// the common sign for those that the faces do not have.
var plain = strings.NewReplacer("\u00ad", "", "\u2010", "-", "\u2011", "-")

// atoms splits spans at their spaces.
func (s *setter) atoms(spans []Span, size float64) []atom {
	var out []atom
	for _, sp := range spans {
		text := s.showable(sp.Font, plain.Replace(sp.Text))
		space := s.measure(sp.Font, size, " ")
		for {
			w, rest, found := strings.Cut(text, " ")
			if w != "" {
				a := atom{text: strings.ReplaceAll(w, string(nbsp), " "), font: sp.Font, width: s.measure(sp.Font, size, w)}
				if found {
					a.space = space
				}
				out = append(out, a)
			} else if found && len(out) > 0 {
				out[len(out)-1].space = space
			}
			if !found {
				break
			}
			text = rest
		}
	}
	return out
}

// lines fills lines of the given width. Words are broken at syllables where the
// text is justified; a title's never are, unless one is wider than the line.
func (s *setter) lines(spans []Span, size, width float64, syllables bool) []line {
	queue := s.atoms(spans, size)
	var out []line
	var cur line
	gap := 0.0
	end := func(last bool) {
		if len(cur.atoms) > 0 {
			cur.last = last
			out = append(out, cur)
		}
		cur, gap = line{}, 0
	}
	for len(queue) > 0 && s.err == nil {
		a := queue[0]
		if cur.width+gap+a.width <= width {
			cur.width += gap + a.width
			cur.atoms = append(cur.atoms, a)
			gap = a.space
			queue = queue[1:]
			continue
		}
		room := width - cur.width - gap
		alone := len(cur.atoms) == 0
		ends := len(queue) == 1 && !alone // the rest of its word would be all of the paragraph's last line
		head, tail, ok := s.divide(a, size, room, splitting{syllables: syllables && !ladder(out) && !ends, alone: alone})
		switch {
		case ok:
			queue[0] = tail
			cur.parted = true
			cur.broken = len(a.text) <= longest
		case len(cur.atoms) == 0: // wider than the line by less than one can cut
			head, queue = a, queue[1:]
			ok = true
		}
		if ok {
			cur.width += gap + head.width
			cur.atoms = append(cur.atoms, head)
		}
		end(false)
	}
	end(true)
	return out
}

// ladder tells whether the last two lines end with a divided word: a third
// would not.
func ladder(lines []line) bool {
	n := len(lines)
	return n >= 2 && lines[n-1].broken && lines[n-2].broken
}

// softHyphen is painted as a hyphen and read as none.
// Source: ISO 32000-1:2008, 14.8.2.2.3.
const softHyphen = "\u00ad"

// longest is the length, in bytes, up to which a piece of text without spaces
// is looked at as a word.
const longest = 120

// splitting says where a word may be broken: at syllables, and anywhere when it
// stands alone on its line and is wider than it.
type splitting struct{ syllables, alone bool }

// divide breaks a word so that its head fits into the room.
func (s *setter) divide(a atom, size, room float64, how splitting) (head, tail atom, ok bool) {
	if len(a.text) <= longest {
		letters := []rune(a.text)
		lead := 0
		for lead < len(letters) && strings.ContainsRune("(«\"“'", letters[lead]) {
			lead++
		}
		core := strings.TrimRight(string(letters[lead:]), ".,;:!?)»\"”")
		var places []int
		if how.syllables {
			places = Hyphenate(core)
		}
		for i := len(places) - 1; i >= 0; i-- {
			at := lead + places[i]
			h := string(letters[:at]) + softHyphen
			if w := s.measure(a.font, size, h); w <= room {
				t := string(letters[at:])
				return atom{text: h, font: a.font, width: w},
					atom{text: t, font: a.font, width: s.measure(a.font, size, t), space: a.space}, true
			}
		}
	}
	if !how.alone {
		return a, a, false
	}
	return s.cut(a, size, room)
}

// cut breaks a text anywhere, taking at least one character; an address after
// one of its signs, where that leaves no more than a third of the room.
func (s *setter) cut(a atom, size, room float64) (head, tail atom, ok bool) {
	w, good, goodWidth := 0.0, 0, 0.0
	for at, r := range a.text {
		next := w + s.measure(a.font, size, string(r))
		if next > room && at > 0 {
			if goodWidth > room*2/3 {
				at, w = good, goodWidth
			}
			return atom{text: a.text[:at], font: a.font, width: w},
				atom{text: a.text[at:], font: a.font, width: a.width - w, space: a.space}, true
		}
		w = next
		if strings.ContainsRune("/-_.?&=@", r) {
			good, goodWidth = at+len(string(r)), w
		}
	}
	return a, a, false
}
