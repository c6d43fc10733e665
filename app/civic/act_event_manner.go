package civic

import "slices"

// Manner is how an act came to its outcome: one and the same outcome is reached
// in several ways, which councils tell apart.
type Manner string

// The manners.
const (
	Unanimously    Manner = "unanimously"
	ByMajority     Manner = "by_majority"
	ToCommittee    Manner = "to_committee"
	ToSitting      Manner = "to_sitting" // to another sitting
	TermEnded      Manner = "term_ended"
	ProposerAbsent Manner = "proposer_absent"
)

// MannersOf lists how an act can come to the outcome, in the order of screens;
// none where there is one way alone.
func MannersOf(o Outcome) []Manner {
	switch o {
	case Approved, ApprovedAmended, ApprovedInParts, Rejected:
		return []Manner{Unanimously, ByMajority}
	case Postponed:
		return []Manner{ToCommittee, ToSitting}
	case Lapsed:
		return []Manner{TermEnded, ProposerAbsent}
	}
	return nil
}

// Manners lists them all.
func Manners() []Manner {
	return []Manner{Unanimously, ByMajority, ToCommittee, ToSitting, TermEnded, ProposerAbsent}
}

// How tells in which way the outcome was reached: as it was told, else as the
// figures of the vote have it. Where somebody abstained and nobody was against,
// councils differ in what they call it: the figures alone do not tell.
func (e ActEvent) How() Manner {
	if e.Manner != "" {
		return e.Manner
	}
	v := e.Votes
	switch {
	case v == nil || e.Outcome != Approved && e.Outcome != ApprovedAmended && e.Outcome != ApprovedInParts:
		return ""
	case v.For > 0 && v.Against == 0 && v.Abstained == 0:
		return Unanimously
	case v.For > v.Against && v.Against > 0:
		return ByMajority
	}
	return ""
}

// HasSitting tells whether the event names a sitting that it puts the act
// before: the one convened, or the one it was postponed to.
func (e ActEvent) HasSitting() bool {
	return e.Type == OutcomeEvent && (e.Outcome == Convened || e.Outcome == Postponed && e.Manner != ToCommittee)
}

// Enforcement tells whether the type is of a deliberation's coming into force.
// That it is enforceable and that it was declared so at once, by a vote of its
// own, are different things; their days are told, never computed.
// Law: TUEL art. 124, art. 134 c. 3 and 4.
func (t ActEventType) Enforcement() bool {
	return t == OnNoticeboard || t == EnforceableNow || t == Enforceable
}

// checkManner checks what is said of the way and of the sitting.
func (e ActEvent) checkManner(op string) error {
	switch {
	case e.Manner != "" && !slices.Contains(MannersOf(e.Outcome), e.Manner):
		return NewError(Invalid, op, "invalid.manner")
	case !e.Sitting.Valid() || e.Sitting != "" && !e.HasSitting():
		return NewError(Invalid, op, "invalid.sitting_day")
	}
	return nil
}
