package drafting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"scranno/app/civic"
)

// AmendOp is what one amendment does.
type AmendOp string

// The operations.
const (
	AmendWords   AmendOp = "words"   // Old becomes New within a clause
	AmendClause  AmendOp = "clause"  // a clause is replaced whole
	AmendRemove  AmendOp = "remove"  // a clause goes
	AmendInsert  AmendOp = "insert"  // clauses come behind one
	AmendMove    AmendOp = "move"    // a clause goes behind another one
	AmendSubject AmendOp = "subject" // the subject is replaced
)

// Amend is one change of a text. All changes of a list speak of the text as it
// was before any of them.
type Amend struct {
	Op     AmendOp        `json:"op"`
	Clause civic.ID       `json:"clause,omitempty"` // of the text; for AmendInsert the one before, empty: at the beginning
	After  civic.ID       `json:"after,omitempty"`  // AmendMove: the one before; empty: at the beginning
	Old    string         `json:"old,omitempty"`    // stands once in the clause
	New    string         `json:"new,omitempty"`
	Put    []civic.Clause `json:"put,omitempty"`
}

// Amendments gives the changes that make the edited text of the base.
func Amendments(base, edited civic.Content) []Amend {
	var out []Amend
	if base.Subject != edited.Subject {
		out = append(out, Amend{Op: AmendSubject, Old: base.Subject, New: edited.Subject})
	}
	p := pairClauses(base.Clauses, edited.Clauses)
	for j, i := range p.from {
		if i < 0 {
			continue
		}
		was, c := base.Clauses[i], edited.Clauses[j]
		if was.Section != c.Section || IsPoint(was) != IsPoint(c) {
			p.from[j], p.to[i] = -1, -1 // another kind of clause in its place
		}
	}
	p.moved = p.outOfOrder()
	a := amending{base: base.Clauses, edited: edited.Clauses, p: p}
	a.runs()
	for i, c := range base.Clauses {
		switch {
		case a.gone[i]:
			out = append(out, Amend{Op: AmendRemove, Clause: c.ID})
		default:
			out = append(out, changeOf(c, edited.Clauses[p.to[i]])...)
		}
		if to, ok := a.shifted[i]; ok {
			out = append(out, Amend{Op: AmendMove, Clause: c.ID, After: to})
		}
	}
	return append(out, a.inserted...)
}

// amending finds what comes, goes and moves.
type amending struct {
	base, edited []civic.Clause
	p            pairing
	gone         map[int]bool     // of the base
	shifted      map[int]civic.ID // of the base: what each now follows
	inserted     []Amend
}

// runs looks at what stands between clauses that kept their order. One clause
// that moved there alone is moved; else what moved goes and comes again.
func (a *amending) runs() {
	a.gone, a.shifted = map[int]bool{}, map[int]civic.ID{}
	for i, j := range a.p.to {
		if j < 0 {
			a.gone[i] = true
		}
	}
	anchor := civic.ID("")
	for j := 0; j < len(a.edited); {
		if i := a.p.from[j]; i >= 0 && !a.p.moved[i] {
			anchor = a.base[i].ID
			j++
			continue
		}
		from := j
		for j < len(a.edited) && (a.p.from[j] < 0 || a.p.moved[a.p.from[j]]) {
			j++
		}
		if i := a.p.from[from]; j == from+1 && i >= 0 {
			a.shifted[i] = anchor
			continue
		}
		put := slices.Clone(a.edited[from:j])
		for k := from; k < j; k++ {
			if i := a.p.from[k]; i >= 0 {
				a.gone[i] = true
			}
		}
		a.inserted = append(a.inserted, Amend{Op: AmendInsert, Clause: anchor, Put: put})
	}
}

const (
	mostWordChanges = 4   // in one clause; with more it is replaced
	mostReplaced    = 0.6 // share of a clause's text from which it is replaced
	fewWords        = 2   // between two changes that then are one
	anchorWords     = 3   // before words that are inserted
)

// changeOf gives the changes within a clause.
func changeOf(was, c civic.Clause) []Amend {
	before, after := wordsOf(was), wordsOf(c)
	if before == after {
		return nil
	}
	whole := []Amend{{Op: AmendClause, Clause: was.ID, Put: []civic.Clause{c}}}
	places := rewordingsOf(CompareWords(before, after))
	replaced := 0
	for _, s := range places {
		replaced += s.hi - s.lo
	}
	if before == "" || after == "" || len(places) > mostWordChanges || len(strings.Fields(before)) > 2 && float64(replaced) > mostReplaced*float64(len(before)) {
		return whole
	}
	var out []Amend
	for k, s := range places {
		from, to := 0, len(before)
		if k > 0 {
			from = places[k-1].hi
		}
		if k+1 < len(places) {
			to = places[k+1].lo
		}
		if s = s.widen(before, from, to); once(before, before[s.lo:s.hi]) == 0 {
			return whole
		}
		places[k] = s
		out = append(out, Amend{Op: AmendWords, Clause: was.ID, Old: before[s.lo:s.hi], New: s.put})
	}
	return out
}

// rewording is a change of a text: bytes that others take the place of.
type rewording struct {
	lo, hi int
	put    string
}

// rewordingsOf gives the changes of a comparison; those that few words part are one.
func rewordingsOf(pieces []Piece) []rewording {
	var out []rewording
	at := 0
	for i, p := range pieces {
		switch p.Change {
		case Removed:
			out = append(out, rewording{lo: at, hi: at + len(p.Text)})
			at += len(p.Text)
		case Added:
			if i == 0 || pieces[i-1].Change != Removed {
				out = append(out, rewording{lo: at, hi: at})
			}
			out[len(out)-1].put = p.Text
		default:
			at += len(p.Text)
		}
	}
	text := textBefore(pieces)
	joined := out[:0]
	for _, s := range out {
		if n := len(joined); n > 0 {
			between := text[joined[n-1].hi:s.lo]
			if len(strings.Fields(between)) <= fewWords {
				joined[n-1].put += between + s.put
				joined[n-1].hi = s.hi
				continue
			}
		}
		joined = append(joined, s)
	}
	return joined
}

func textBefore(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Change != Added {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// widen takes in words around a change, within bounds, until what it replaces
// stands once in the text. Words that are inserted follow some that are there.
func (s rewording) widen(text string, from, to int) rewording {
	least := 0
	if s.lo == s.hi {
		least = anchorWords
	}
	for n := 0; n < 40; n++ {
		if n >= least && once(text, text[s.lo:s.hi]) == 1 && strings.TrimSpace(text[s.lo:s.hi]) != "" {
			return s
		}
		switch {
		case s.lo > from:
			lo := wordBefore(text, s.lo, from)
			s.put, s.lo = text[lo:s.lo]+s.put, lo
		case s.hi < to && (n < least || once(text, text[s.lo:s.hi]) != 1 || strings.TrimSpace(text[s.lo:s.hi]) == ""):
			hi := wordAfter(text, s.hi, to)
			s.put, s.hi = s.put+text[s.hi:hi], hi
		}
	}
	if once(text, text[s.lo:s.hi]) != 1 {
		s.lo, s.hi = 0, 0 // it cannot be told apart
	}
	return s
}

// once counts where a text stands in another, up to two; none for nothing.
func once(text, part string) int {
	if part == "" {
		return 0
	}
	i := strings.Index(text, part)
	if i < 0 {
		return 0
	}
	if strings.Contains(text[i+1:], part) {
		return 2
	}
	return 1
}

// wordBefore is where the word before a place begins.
func wordBefore(text string, at, least int) int {
	head := strings.TrimRightFunc(text[least:at], unicode.IsSpace)
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i >= 0 {
		_, size := utf8.DecodeRuneInString(head[i:])
		return least + i + size
	}
	return least
}

// wordAfter is where the word behind a place ends.
func wordAfter(text string, at, most int) int {
	rest := text[at:most]
	start := len(rest) - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
	if i := strings.IndexFunc(rest[start:], unicode.IsSpace); i >= 0 {
		return at + start + i
	}
	return most
}
