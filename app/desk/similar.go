package desk

import (
	"cmp"
	"context"
	"slices"

	"scranno/app/civic"
	"scranno/app/drafting"
)

const (
	// measured is how many acts are measured for one answer, the most promising.
	measured = 80
	// othersDrafts is with how many of one's own drafts a text is compared, the
	// last touched first.
	othersDrafts = 60
)

// Bond tells how an act that is like a text belongs to it.
type Bond string

// The bonds. Unbound is an act that others wrote by themselves.
const (
	Unbound    Bond = ""
	OwnAct     Bond = "own"     // the same person published it
	ParentAct  Bond = "parent"  // the text was made of it
	ChildAct   Bond = "child"   // it was made of the act that is asked about
	SiblingAct Bond = "sibling" // both were made of the same act
)

// SimilarAct is an act of the library that is like a text.
type SimilarAct struct {
	Act      civic.ActHit
	Overlap  float64 // 0.5 to 1, as search.Shingles.Overlap measures it
	Likeness drafting.Likeness
	Bond     Bond
	Content  civic.Content // to be compared with
}

// SimilarDraft is a draft of one's own that is like a text.
type SimilarDraft struct {
	ID       civic.ID
	Subject  string
	Overlap  float64
	Likeness drafting.Likeness
}

// Similar is what is like a text, the most like first.
type Similar struct {
	Acts   []SimilarAct
	Drafts []SimilarDraft
	Bodies int  // how many councils other than the text's have such an act
	Voted  int  // of how many of these it is known how the vote ended
	Short  bool // the text is too short to say
	Due    int  // acts of the library that were not looked at yet: PrepareSimilar
}

// self is what a text is already, and is not told of it.
type self struct {
	draft, act civic.ID
	lineage    *civic.Lineage
	body       civic.BodyCode
	author     civic.ID
}

// SimilarToDraft finds what is like a draft as it is being written: c, or what is
// saved of it where c is nil.
func (d *Desk) SimilarToDraft(ctx context.Context, id civic.ID, c *civic.Content) (Similar, error) {
	x, err := d.open(ctx, id)
	if err != nil {
		return Similar{}, err
	}
	if c == nil {
		c = x.Plain
	}
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return Similar{}, err
	}
	act := x.Act
	if act == "" {
		act = x.Revises
	}
	return d.similar(ctx, *c, self{draft: id, act: act, lineage: c.Lineage, body: c.Body, author: p.Person})
}

// SimilarToAct finds what is like an act of the library.
func (d *Desk) SimilarToAct(ctx context.Context, id civic.ID) (Similar, error) {
	v, err := d.o.Store.Act(ctx, id)
	if err != nil {
		return Similar{}, err
	}
	p, err := d.o.Store.Profile(ctx)
	if err != nil {
		return Similar{}, err
	}
	return d.similar(ctx, v.Act.Content, self{act: id, lineage: v.Act.Lineage, body: v.Act.Body, author: p.Person})
}

// PrepareSimilar looks at acts that came since it was last called, some at a
// time; more: there are others. It may go on in the background for as long as it
// takes, and nothing else waits for it.
func (d *Desk) PrepareSimilar(ctx context.Context) (more bool, err error) {
	return d.o.Store.SketchSome(ctx)
}

func (d *Desk) similar(ctx context.Context, c civic.Content, me self) (Similar, error) {
	var out Similar
	with := drafting.NewComparer(c)
	if !with.Enough() {
		return Similar{Short: true}, nil
	}
	found, due, err := d.o.Store.Candidates(ctx, with.Shingles(), measured)
	if err != nil {
		return out, err
	}
	out.Due = due
	for _, x := range found {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if x.Hit.ID == me.act {
			continue
		}
		o := with.Overlap(x.Content)
		if l := drafting.LikenessOf(o); l != drafting.Unlike {
			out.Acts = append(out.Acts, SimilarAct{Act: x.Hit, Overlap: o, Likeness: l, Bond: me.bond(x), Content: x.Content})
		}
	}
	slices.SortStableFunc(out.Acts, func(a, b SimilarAct) int { return cmp.Compare(b.Overlap, a.Overlap) })
	out.count(me.body)
	out.Drafts, err = d.similarDrafts(ctx, with, me)
	return out, err
}

func (s self) bond(x civic.Candidate) Bond {
	its := x.Content.Lineage
	switch {
	case s.lineage != nil && s.lineage.Parent == x.Hit.ID:
		return ParentAct
	case its != nil && s.act != "" && its.Parent == s.act:
		return ChildAct
	case its != nil && s.lineage != nil && its.Parent == s.lineage.Parent:
		return SiblingAct
	case x.Hit.Author != "" && x.Hit.Author == s.author:
		return OwnAct
	}
	return Unbound
}

// count counts the other councils, and those whose vote is known.
func (s *Similar) count(own civic.BodyCode) {
	bodies := map[civic.BodyCode]bool{} // whether it has voted
	for _, x := range s.Acts {
		if x.Act.Body == own || x.Act.Body == "" {
			continue
		}
		bodies[x.Act.Body] = bodies[x.Act.Body] || voted(x.Act.Outcome)
	}
	for _, v := range bodies {
		s.Bodies++
		if v {
			s.Voted++
		}
	}
}

// voted tells whether an outcome is that of a vote.
func voted(o civic.Outcome) bool {
	switch o {
	case civic.Approved, civic.ApprovedAmended, civic.ApprovedInParts, civic.Rejected:
		return true
	}
	return false
}

// similarDrafts compares a text with one's own drafts that have not become acts:
// those are in the library.
func (d *Desk) similarDrafts(ctx context.Context, with *drafting.Comparer, me self) ([]SimilarDraft, error) {
	all, err := d.o.Store.DraftLines(ctx)
	if err != nil {
		return nil, err
	}
	var out []SimilarDraft
	looked := 0
	for _, x := range all {
		if x.ID == me.draft || x.Plain == nil || x.Act != "" || x.Revises != "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if looked++; looked > othersDrafts {
			break
		}
		if x, err = d.o.Store.Draft(ctx, x.ID); civic.Is(err, civic.NotFound) {
			continue // it went meanwhile
		}
		if err != nil || x.Plain == nil {
			return nil, err
		}
		o := with.Overlap(*x.Plain)
		if l := drafting.LikenessOf(o); l != drafting.Unlike {
			out = append(out, SimilarDraft{ID: x.ID, Subject: x.Plain.Subject, Overlap: o, Likeness: l})
		}
	}
	slices.SortStableFunc(out, func(a, b SimilarDraft) int { return cmp.Compare(b.Overlap, a.Overlap) })
	return out, nil
}
