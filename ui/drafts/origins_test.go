package drafts

import (
	"slices"
	"testing"

	"scranno/app/civic"
)

// A redaction finds every piece of a clause that was cut or joined here.
func TestOriginsFollowWhatIsCutAndJoined(t *testing.T) {
	first, second := clause(civic.Recital, "", "uno due tre"), clause(civic.Recital, "", "quattro")
	first.Origins = []civic.ID{civic.DerivedID("far")}
	s := sheetOf(first, second)
	one, two := s.rows[0].ID, s.rows[1].ID
	follows := func(row int, ids ...civic.ID) {
		t.Helper()
		keys := s.rows[row].Keys()
		for _, id := range ids {
			if !slices.Contains(keys, civic.ClauseKey(id)) {
				t.Errorf("row %d, %q, does not follow from %s", row, s.rows[row].Text, id)
			}
		}
	}
	s.split(0, 4)
	if len(s.rows) != 3 || s.rows[0].ID != one || s.rows[1].ID == one {
		t.Fatalf("%+v", s.rows)
	}
	follows(0, one, civic.DerivedID("far"))
	follows(1, one, civic.DerivedID("far"))
	s.join(2)
	follows(1, one, two, civic.DerivedID("far"))
	s.join(1)
	follows(0, one, two, civic.DerivedID("far"))
	if slices.Contains(s.rows[0].Origins, "") {
		t.Errorf("%v", s.rows[0].Origins)
	}
	s.split(0, 0) // what was written keeps its name
	if s.rows[1].ID != one || len(s.rows[0].Origins) != 0 {
		t.Errorf("%+v", s.rows)
	}
}
