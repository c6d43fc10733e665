package council_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"scranno/app/civic"
	"scranno/app/council"
)

// TestSittingsStandInTheCalendar with their hour, updated when they move and called
// off when they are put away; private notes stay out of it.
func TestSittingsStandInTheCalendar(t *testing.T) {
	f := begin(t)
	words := council.CalendarWords{
		Name: "Scranno", Title: func(council.DeadlineView) string { return "" }, Text: func(council.DeadlineView) string { return "" },
		Sitting: func(s civic.Sitting, second bool) (string, string) {
			return council.SittingWords(s, second, "seconda convocazione", "punti")
		},
	}
	read := func() map[string]map[ics.ComponentProperty]string {
		t.Helper()
		raw, err := f.Calendar(t.Context(), words)
		f.ok(err)
		if bytes.Contains(raw, []byte("segreto")) {
			t.Error("a note is in the calendar")
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(raw))
		f.ok(err)
		out := map[string]map[ics.ComponentProperty]string{}
		for _, e := range cal.Events() {
			out[e.Id()] = map[ics.ComponentProperty]string{}
			for _, p := range []ics.ComponentProperty{
				ics.ComponentPropertyDtStart, ics.ComponentPropertySequence, ics.ComponentPropertyStatus, ics.ComponentPropertySummary,
				ics.ComponentPropertyLocation, ics.ComponentPropertyDescription,
			} {
				if x := e.GetProperty(p); x != nil {
					out[e.Id()][p] = x.Value
				}
			}
		}
		return out
	}
	at := time.Date(2026, 6, 12, 18, 30, 0, 0, time.UTC)
	s, err := f.AddSitting(t.Context(), civic.Sitting{
		At: at, Second: at.AddDate(0, 0, 1), Place: "Sala della Fonte", Items: []civic.SittingItem{{Number: "1.", Subject: "Verbali"}},
	})
	f.ok(err)
	_, _, err = f.KeepNote(t.Context(), s.ID, civic.SittingNote{Text: "segreto"})
	f.ok(err)
	one, two := "sitting-"+string(s.ID)+"@scranno", "sitting-"+string(s.ID)+"-2@scranno"
	got := read()
	e := got[one]
	if e[ics.ComponentPropertyDtStart] != "20260612T183000Z" || e[ics.ComponentPropertySequence] != "0" || e[ics.ComponentPropertyStatus] != "CONFIRMED" ||
		e[ics.ComponentPropertyLocation] != "Sala della Fonte" || e[ics.ComponentPropertyDescription] == "" {
		t.Errorf("%v", e)
	}
	if e := got[two]; e[ics.ComponentPropertyDtStart] != "20260613T183000Z" || e[ics.ComponentPropertySummary] == got[one][ics.ComponentPropertySummary] {
		t.Errorf("the second convocation: %v", e)
	}
	if again := read(); again[one][ics.ComponentPropertySequence] != "0" {
		t.Errorf("nothing changed, and it says %v", again[one])
	}
	_, err = f.ChangeSitting(t.Context(), s.ID, func(x *civic.Sitting) error {
		x.At, x.Second = at.Add(time.Hour), time.Time{}
		return nil
	})
	f.ok(err)
	got = read()
	if got[one][ics.ComponentPropertyDtStart] != "20260612T193000Z" || got[one][ics.ComponentPropertySequence] != "1" || got[two][ics.ComponentPropertyStatus] != "CANCELLED" {
		t.Errorf("moved: %v", got)
	}
	f.ok(f.BinSitting(t.Context(), s.ID))
	if got = read(); got[one][ics.ComponentPropertyStatus] != "CANCELLED" || got[one][ics.ComponentPropertySequence] != "2" {
		t.Errorf("put away: %v", got[one])
	}
	f.ok(f.RestoreSitting(t.Context(), s.ID))
	if got = read(); got[one][ics.ComponentPropertyStatus] != "CONFIRMED" || got[one][ics.ComponentPropertySequence] != "3" {
		t.Errorf("taken back: %v", got[one])
	}
}

func (s *cabinet) Terms(context.Context) ([]civic.Term, error) {
	return slices.Collect(maps.Values(s.terms)), nil
}

func (s *cabinet) KeepTerms(_ context.Context, all []civic.Term) error {
	if s.terms == nil {
		s.terms = map[string]civic.Term{}
	}
	for _, t := range all {
		s.terms[t.Key] = t
	}
	return nil
}

func (s *cabinet) Follows(context.Context) ([]civic.FollowView, error) { return nil, nil }

func (s *cabinet) Due(context.Context, civic.ID, civic.BodyCode) ([]civic.ID, error) {
	return nil, nil
}

func (s *cabinet) Lives(context.Context, []civic.ID) ([]civic.ActView, error) { return nil, nil }
