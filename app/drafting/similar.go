package drafting

import (
	"scranno/app/civic"
	"scranno/app/search"
)

// How much two acts must have in common, as search.Shingles.Overlap measures it.
const (
	NearDuplicate = 0.8 // one is nearly the other
	Variant       = 0.5 // one was made of the other, or both of a third
)

// Likeness tells how alike two acts are.
type Likeness string

// The likenesses. Unlike is nothing to speak of.
const (
	Unlike        Likeness = ""
	VariantOf     Likeness = "variant"
	NearlyTheSame Likeness = "near_duplicate"
)

// LikenessOf names an overlap.
func LikenessOf(overlap float64) Likeness {
	switch {
	case overlap >= NearDuplicate:
		return NearlyTheSame
	case overlap >= Variant:
		return VariantOf
	}
	return Unlike
}

// Comparer measures one act against others. It is for one goroutine at a time.
type Comparer struct {
	s    *search.Shingler
	mine search.Shingles
}

// NewComparer makes a comparer of an act.
func NewComparer(c civic.Content) *Comparer {
	s := search.NewShingler()
	return &Comparer{s: s, mine: s.Shingles(search.ActPieces(c))}
}

// Enough tells whether the act has text enough to be compared.
func (c *Comparer) Enough() bool { return c.mine.Enough() }

// Shingles are the act's words, as an index is asked for acts like it.
func (c *Comparer) Shingles() search.Shingles { return c.mine }

// Overlap says how much of their words the act and another have in common.
func (c *Comparer) Overlap(other civic.Content) float64 {
	return c.mine.Overlap(c.s.Shingles(search.ActPieces(other)))
}
