package search

import (
	"slices"

	"scranno/app/civic"
)

const (
	// ShingleWords is how many words in a row make a shingle.
	ShingleWords = 5
	// ShingleVersion names the rules by which texts become shingles. A store
	// keeps it beside its sketches and makes them again when it differs.
	ShingleVersion = 1
	// SketchSize is how many shingles stand for a text in an index.
	SketchSize = 32
	// maxShingles bounds what is taken of one text: about 130 pages.
	maxShingles = 50_000
	// leastShingles is how many elements a text must have to be compared: of a few
	// words nothing can be said.
	leastShingles = 40
	// longerShare keeps a short text that stands in a long one from counting as
	// its likeness: at least this part of the longer one is what is measured by.
	longerShare = 3
	// again is joined to the second element of a shingle that counts double.
	again = 0x9e3779b97f4a7c15
)

// Piece is a part of a text; one that counts double weighs twice in what two
// texts have in common.
type Piece struct {
	Text   string
	Double bool
}

// Shingles is a text as the set of its runs of five words, hashed: sorted, each
// once, twice where it counts double. Words are compared without accents and
// case; stop words count.
type Shingles []uint64

// Shingler makes shingles, of any number of texts, for one goroutine at a time.
type Shingler struct {
	a *Analyser
}

// NewShingler returns a shingler.
func NewShingler() *Shingler { return &Shingler{a: newAnalyser(smallBits)} }

// Shingles reads a text that comes in pieces, one after the other. A run of words
// belongs to the piece that its last word stands in.
func (s *Shingler) Shingles(pieces []Piece) Shingles {
	var out Shingles
	var run [ShingleWords]uint64
	n := 0
	for _, p := range pieces {
		for pos := 0; len(out) < maxShingles; {
			w, ok := s.a.next(p.Text, pos)
			if !ok {
				break
			}
			pos = w.end
			copy(run[:], run[1:])
			run[ShingleWords-1] = hashWord(w.folded)
			if n++; n < ShingleWords {
				continue
			}
			h := join(run)
			out = append(out, h)
			if p.Double {
				out = append(out, mix(h^again))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ActPieces are the words of an act in their order, as similar acts are looked
// for: the subject, then openers and texts. The operative part counts double.
func ActPieces(c civic.Content) []Piece {
	out := make([]Piece, 0, 1+2*len(c.Clauses))
	out = append(out, Piece{Text: c.Subject})
	for _, x := range c.Clauses {
		if x.Text == civic.Obscured {
			continue
		}
		double := x.Section == civic.Operative || x.Section == civic.Article
		out = append(out, Piece{Text: x.Opener, Double: double}, Piece{Text: x.Text, Double: double})
	}
	return out
}

// Enough tells whether there is enough text to compare it with others.
func (s Shingles) Enough() bool { return len(s) >= leastShingles }

// Overlap says how much of their words two texts have in common, 0 to 1: the
// elements that both have, as a share of those of the shorter text, or of a
// third of the longer one's where that is more. 0 where one of them is too short
// to say.
//
// The share is of the shorter one because who writes has not finished, and who
// reuses an act adds to it. In real papers the share of both together leaves out
// texts that were only added to, and the share of the shorter alone finds
// letterheads; a third of the longer parts them.
func (s Shingles) Overlap(other Shingles) float64 {
	if !s.Enough() || !other.Enough() {
		return 0
	}
	return share(s.Common(other), len(s), len(other))
}

func share(common, a, b int) float64 {
	return min(1, float64(common)/float64(max(min(a, b), max(a, b)/longerShare, 1)))
}

// Common counts the elements that two texts share.
func (s Shingles) Common(other Shingles) int {
	n := 0
	for i, j := 0, 0; i < len(s) && j < len(other); {
		switch {
		case s[i] < other[j]:
			i++
		case s[i] > other[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// Sketch is the least elements of a text, which stand for all of them: of two
// texts the share of the one's sketch that the other has is, on the average, the
// share of all its elements. The upper halves of the hashes will do. Unused
// places are 0 and stand at the end.
type Sketch [SketchSize]uint32

// Sketch gives the sketch of the text.
func (s Shingles) Sketch() Sketch {
	var out Sketch
	n := 0
	for _, h := range s {
		v := upper(h)
		if n > 0 && out[n-1] == v {
			continue
		}
		if n == SketchSize {
			break
		}
		out[n] = v
		n++
	}
	return out
}

// upper is the half of a hash that a sketch keeps; 0 means none.
func upper(h uint64) uint32 { return max(1, uint32(h>>32)) }

// Probe looks sketches up in a text.
type Probe struct {
	size int
	bits [1 << 12]uint64 // a filter: most elements are not there
	all  []uint32
}

// Probe makes the text ready to be compared with many sketches.
func (s Shingles) Probe() *Probe {
	p := &Probe{size: len(s), all: make([]uint32, len(s))}
	for i, h := range s {
		v := upper(h)
		p.all[i] = v
		p.bits[v>>6&(1<<12-1)] |= 1 << (v & 63)
	}
	return p
}

// Overlap guesses the overlap of the text with the one behind a sketch; within
// a tenth or so. 0 where they share none of the sketch.
func (p *Probe) Overlap(s *Sketch) float64 {
	hits, n := 0, 0
	for _, v := range s {
		if v == 0 {
			break
		}
		n++
		if p.bits[v>>6&(1<<12-1)]>>(v&63)&1 == 0 {
			continue
		}
		if _, found := slices.BinarySearch(p.all, v); found {
			hits++
		}
	}
	if hits == 0 {
		return 0
	}
	size := n
	if n == SketchSize { // how dense the least ones lie tells how many there are
		size = max(n, int(float64(n-1)/float64(s[n-1])*(1<<32)))
	}
	return share(size*hits/n, p.size, size)
}

func hashWord(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h
}

func join(run [ShingleWords]uint64) uint64 {
	h := uint64(0)
	for _, w := range run {
		h = h*0xff51afd7ed558ccd + w
	}
	return mix(h)
}

// mix spreads a hash over all its bits, so that the least ones are a fair choice.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
