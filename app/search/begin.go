package search

import "unicode/utf8"

const (
	beginRunes = 4   // of a word that is being typed, until it is looked for as it stands
	beginMark  = "·" // no word has it: it divides words
	beginBits  = 11
)

// IndexBegins is Index, with the beginnings of the words at the end of Subject
// and of Text, each once: what Columns.Begins asks for the first letters typed.
// FTS5's own prefix index lists every place of every word and cost three times
// as much.
func (a *Analyser) IndexBegins(subject string, text ...string) Row {
	r := a.Index(subject, text...)
	a.row.Subject = a.appendBegins(r.Subject, r.Subject)
	a.row.Text = a.appendBegins(r.Text, r.Text, r.Folded)
	return a.row
}

// begun is a set of beginnings: small words in a table, by their bytes.
type begun struct {
	table []uint32
	used  []uint32 // places of table in use
}

// add reports whether the beginning is new. What does not fit counts as new.
func (s *begun) add(begin []byte) bool {
	if len(begin) > 4 {
		return true // not of plain letters: rare in Italian
	}
	if s.table == nil {
		s.table = make([]uint32, 1<<beginBits)
	}
	key := uint32(0)
	for _, c := range begin {
		key = key<<8 | uint32(c)
	}
	const last = 1<<beginBits - 1
	for at := key * 2654435769 >> (32 - beginBits); ; at = (at + 1) & last {
		switch s.table[at] {
		case key:
			return false
		case 0:
			if len(s.used) > last/4*3 {
				return true
			}
			s.table[at] = key
			s.used = append(s.used, at)
			return true
		}
	}
}

func (s *begun) clear() {
	for _, at := range s.used {
		s.table[at] = 0
	}
	s.used = s.used[:0]
}

// appendBegins appends the marked beginnings of the words in the rows to dst.
func (a *Analyser) appendBegins(dst []byte, rows ...[]byte) []byte {
	a.begun.clear()
	for _, row := range rows {
		for i := 0; i < len(row); {
			end, runes := i, 0
			for end < len(row) && row[end] != ' ' && runes < beginRunes {
				_, size := utf8.DecodeRune(row[end:])
				end += size
				runes++
			}
			if runes >= minPrefix && a.begun.add(row[i:end]) {
				if len(dst) > 0 {
					dst = append(dst, ' ')
				}
				dst = append(append(dst, beginMark...), row[i:end]...)
			}
			for end < len(row) && row[end] != ' ' {
				end++
			}
			i = end + 1
		}
	}
	return dst
}

// begin writes the phrase of the first letters of a word.
func (w *fts5Writer) begin(word string) {
	n := utf8.RuneCountInString(word)
	switch {
	case !w.begins || n > beginRunes:
		w.b.WriteString(`("` + word + `" *`)
	case n == beginRunes:
		w.b.WriteString(`("` + beginMark + word + `"`)
	default:
		w.b.WriteString(`("` + beginMark + word + `" *`)
	}
}
