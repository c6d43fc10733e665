package civic

import (
	"slices"
	"strings"
)

// SignaturesOn counts the signatures of an act that count towards those which it
// needs: on a motion of no confidence the mayor's is none.
// Law: d.lgs. 267/2000 (TUEL) art. 52 c. 2.
func (p CouncilProfile) SignaturesOn(c Content) int {
	n := len(c.Signatories)
	if c.Kind == Motion && SameSubkind(c.Subkind, SubkindNoConfidence) {
		for _, s := range c.Signatories {
			if p.mayor(s.Name) {
				n--
			}
		}
	}
	return n
}

// AskedByMayor tells whether the mayor, or the president of the province, signed a
// request for a sitting, which then needs nobody else.
// Law: d.lgs. 267/2000 (TUEL) art. 39 c. 2.
func (p CouncilProfile) AskedByMayor(c Content) bool {
	return c.Kind == SessionRequest && slices.ContainsFunc(c.Signatories, func(s Signatory) bool { return p.mayor(s.Name) })
}

// mayor tells whether a name, as it stands on an act, is that of who holds the
// office, whichever of first and last name comes first.
func (p CouncilProfile) mayor(name string) bool {
	holder := bareName(p.Holder(OfficeMayor))
	return len(holder) > 0 && slices.Equal(holder, bareName(name))
}

// bareName gives the words of a name in one order, without the titles before it.
func bareName(s string) []string {
	out := slices.DeleteFunc(strings.Fields(strings.ToLower(s)), func(w string) bool {
		switch strings.TrimSuffix(w, ".") {
		case "il", "la", "sindaco", "sindaca", "presidente", "signor", "signora", "sig", "sig.ra", "on",
			"dott", "dott.ssa", "dottor", "dottoressa", "prof", "prof.ssa", "professor", "professoressa",
			"avv", "avvocato", "avvocata", "ing", "arch", "geom", "rag":
			return true
		}
		return false
	})
	slices.Sort(out)
	return out
}
