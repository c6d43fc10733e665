package civic_test

import (
	"slices"
	"testing"

	"scranno/app/civic"
)

// TestOneOutcomeIsReachedInSeveralWays: as it is told, or as the figures have it.
func TestOneOutcomeIsReachedInSeveralWays(t *testing.T) {
	voted := func(o civic.Outcome, m civic.Manner, v *civic.Votes) civic.ActEvent {
		return civic.ActEvent{Act: uid("act"), Type: civic.OutcomeEvent, Date: "2026-02-01", Outcome: o, Manner: m, Votes: v}
	}
	for _, tc := range []struct {
		name string
		e    civic.ActEvent
		want civic.Manner
	}{
		{"told", voted(civic.Approved, civic.ByMajority, nil), civic.ByMajority},
		{"told against the figures", voted(civic.Approved, civic.Unanimously, &civic.Votes{For: 10, Abstained: 2}), civic.Unanimously},
		{"all for it", voted(civic.ApprovedAmended, "", &civic.Votes{For: 15}), civic.Unanimously},
		{"some against", voted(civic.Approved, "", &civic.Votes{For: 9, Against: 4, Abstained: 1}), civic.ByMajority},
		{"some abstained", voted(civic.Approved, "", &civic.Votes{For: 9, Abstained: 1}), ""},
		{"no figures", voted(civic.Approved, "", nil), ""},
		{"postponed", voted(civic.Postponed, civic.ToCommittee, nil), civic.ToCommittee},
		{"lapsed", voted(civic.Lapsed, civic.TermEnded, nil), civic.TermEnded},
	} {
		if got := tc.e.How(); got != tc.want || tc.e.Validate() != nil {
			t.Errorf("%s: %q, want %q; %v", tc.name, got, tc.want, tc.e.Validate())
		}
	}
	for _, bad := range []civic.ActEvent{
		voted(civic.Approved, civic.ToCommittee, nil), voted(civic.Postponed, civic.Unanimously, nil),
		{Act: uid("act"), Type: civic.Filed, Date: "2026-02-01", Manner: civic.Unanimously},
		{Act: uid("act"), Type: civic.OutcomeEvent, Date: "2026-02-01", Outcome: civic.Rejected, Sitting: "2026-03-01"},
		{Act: uid("act"), Type: civic.OutcomeEvent, Date: "2026-02-01", Outcome: civic.Convened, Sitting: "domani"},
	} {
		if bad.Validate() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	for _, o := range civic.Outcomes() {
		for _, m := range civic.MannersOf(o) {
			if !slices.Contains(civic.Manners(), m) {
				t.Errorf("%s is not among the manners", m)
			}
		}
	}
}

// TestADeliberationComesIntoForce by days that are told: it is enforceable, or was
// declared so at once by a vote of its own. It stays approved, by its own vote.
// Law: TUEL art. 124, art. 134 c. 3 and 4.
func TestADeliberationComesIntoForce(t *testing.T) {
	a := civic.Act{Content: civic.Content{Kind: civic.Deliberation, Date: "2026-01-01"}}
	events := []civic.ActEvent{
		{Act: uid("act"), Type: civic.OutcomeEvent, Date: "2026-02-01", Outcome: civic.Approved, Votes: &civic.Votes{For: 9, Against: 4}},
		{Act: uid("act"), Type: civic.EnforceableNow, Date: "2026-02-01", Votes: &civic.Votes{For: 13}},
		{Act: uid("act"), Type: civic.OnNoticeboard, Date: "2026-02-05"},
		{Act: uid("act"), Type: civic.Enforceable, Date: "2026-02-16"},
	}
	l := civic.LifeOf(a, events, "2026-11-23")
	if l.State != civic.StateDecided || l.Since != "2026-02-01" || l.Votes.For != 9 || len(l.Odd) != 0 {
		t.Errorf("%+v", l)
	}
	if l := civic.LifeOf(a, events[1:2], "2026-11-23"); len(l.Odd) != 1 || l.Odd[0].Why != civic.OddNotApproved {
		t.Errorf("in force without a vote: %v", l.Odd)
	}
	a.Kind = civic.Motion
	if odd := civic.OddWith(a, events[:1], events[3], "2026-11-23"); !slices.Contains(odd, civic.OddKind) {
		t.Errorf("a motion in force: %v", odd)
	}
	if slices.ContainsFunc(civic.ActEventTypesOf(civic.Motion), civic.ActEventType.Enforcement) ||
		!slices.Contains(civic.ActEventTypesOf(civic.Deliberation), civic.EnforceableNow) {
		t.Error("only a deliberation comes into force")
	}
}
