package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// Family reads where acts come from and what came from them.
type Family interface {
	// Kin gives the acts of one line that are here: from the first known ancestor
	// down, at most limit of them, each after the one that it came from. NotFound.
	Kin(ctx context.Context, act civic.ID, limit int) ([]civic.KinAct, error)
	// ParentSeen gives up to which version of its parent the person has looked,
	// for a draft or an act; 0: never.
	ParentSeen(ctx context.Context, child civic.ID) (int64, error)
	SeeParent(ctx context.Context, child civic.ID, version int64) error
}

// maxKin bounds how many acts of one line are shown.
const maxKin = 400

// Kin is an act of a line with what it did with the text that it came from.
type Kin struct {
	civic.ActHit
	Depth    int
	Parent   civic.ID // empty: nobody's
	Mode     civic.ReuseMode
	Self     bool // the act that was asked for
	Compared bool // the parent is here
	drafting.KinChanges
}

// Kinship is the line of an act as far as this desk knows it.
type Kinship struct {
	Tree     []Kin // from the first known ancestor, each after its parent
	Bodies   int   // that reused the act asked for or what came from it, its own not counted
	Approved int   // of those, where it was approved
	Near     int   // of those, where it came from the act asked for straight
	Away     int   // acts that came from it by the central's count and are not here
	// Origin is the act that the first one came from, where it is not here.
	Origin *civic.Lineage
	More   bool // there are more than are shown
}

// Kinship gives the line of an act, with what is here alone.
func (d *Desk) Kinship(ctx context.Context, act civic.ID) (Kinship, error) {
	all, err := d.o.Store.Kin(ctx, act, maxKin)
	if err != nil {
		return Kinship{}, err
	}
	return kinship(ctx, all, act)
}

// kinship compares each act with the one that it came from, which takes a while
// where there are hundreds: the context ends it.
func kinship(ctx context.Context, all []civic.KinAct, act civic.ID) (Kinship, error) {
	k := Kinship{More: len(all) >= maxKin}
	at, read := map[civic.ID]int{}, map[int]*drafting.KinParent{}
	for i, x := range all {
		if err := ctx.Err(); err != nil {
			return Kinship{}, err
		}
		at[x.ID] = i
		n := Kin{ActHit: x.ActHit, Depth: x.Depth, Self: x.ID == act}
		if l := x.Act.Lineage; l != nil {
			n.Parent, n.Mode = l.Parent, l.Mode
			if p, ok := at[l.Parent]; ok && x.Depth > 0 && l.Mode != civic.Amends {
				if read[p] == nil {
					read[p] = drafting.NewKinParent(all[p].Act.Content)
				}
				n.Compared, n.KinChanges = true, read[p].Compare(x.Act.Content)
			} else if i == 0 {
				k.Origin = l
			}
		}
		k.Tree = append(k.Tree, n)
	}
	k.count(act)
	return k, nil
}

// count says how many bodies took the act up.
func (k *Kinship) count(act civic.ID) {
	i := slices.IndexFunc(k.Tree, func(n Kin) bool { return n.ID == act })
	if i < 0 {
		return
	}
	own, direct := k.Tree[i], 0
	bodies, passed, near := map[civic.BodyCode]bool{}, map[civic.BodyCode]bool{}, map[civic.BodyCode]bool{}
	for _, n := range k.Tree[i+1:] {
		if n.Depth <= own.Depth {
			break
		}
		if n.Parent == act {
			direct++
		}
		if n.Body != own.Body && n.reused() {
			bodies[n.Body] = true
			if Passed(n.Outcome) {
				passed[n.Body] = true
				near[n.Body] = near[n.Body] || n.Parent == act
			}
		}
	}
	k.Bodies, k.Approved, k.Away = len(bodies), len(passed), max(0, int(own.Reuses)-direct)
	for _, straight := range near {
		if straight {
			k.Near++
		}
	}
}

// Passed tells whether an outcome is an approval.
func Passed(o civic.Outcome) bool {
	return o == civic.Approved || o == civic.ApprovedAmended || o == civic.ApprovedInParts
}

// reused tells whether the act took up the one that it came from: an amendment,
// or what asks after an act, does not.
func (n Kin) reused() bool {
	return n.Mode != "" && n.Mode != civic.Amends && n.Mode != civic.FollowUp
}

// KinRegion is a region with the acts of a line there.
type KinRegion struct {
	Region   civic.Region
	Acts     []Kin
	Approved int // reuses; the act asked for is none of its own
}

// ByRegion gives the line as a table: the regions with the most acts first.
func (k Kinship) ByRegion() []KinRegion {
	var out []KinRegion
	for _, n := range k.Tree {
		i := slices.IndexFunc(out, func(r KinRegion) bool { return r.Region == n.Region })
		if i < 0 {
			i, out = len(out), append(out, KinRegion{Region: n.Region})
		}
		out[i].Acts = append(out[i].Acts, n)
		if n.reused() && !n.Self && Passed(n.Outcome) {
			out[i].Approved++
		}
	}
	slices.SortStableFunc(out, func(a, b KinRegion) int {
		if d := len(b.Acts) - len(a.Acts); d != 0 {
			return d
		}
		return cmp.Compare(a.Region, b.Region)
	})
	for _, r := range out {
		slices.SortStableFunc(r.Acts, func(a, b Kin) int { return strings.Compare(a.BodyName, b.BodyName) })
	}
	return out
}
