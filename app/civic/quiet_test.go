package civic_test

import (
	"testing"

	"scranno/app/civic"
)

func (w *world) quiet(r civic.Region, windows ...civic.QuietWindow) {
	w.t.Helper()
	w.put(civic.KindQuiet, civic.QuietID(r), civic.PublicChannel(r), "", civic.Quiet{Region: r, Windows: windows})
}

// While a territory is silent nobody invites its councils; elsewhere they do, and
// what people say and publish goes on.
func TestAnElectionSilenceHoldsInvitations(t *testing.T) {
	day := civic.DateOf(now)
	holds := civic.QuietWindow{From: day.Plus(-3), To: day.Plus(20), Why: "elezioni regionali"}
	for name, tc := range map[string]struct {
		where civic.Region
		when  civic.QuietWindow
		to    civic.Region
		want  civic.Reason
	}{
		"there":          {"08", holds, "08", civic.ReasonQuiet},
		"everywhere":     {civic.NationWide, holds, "08", civic.ReasonQuiet},
		"its first day":  {"08", civic.QuietWindow{From: day, To: day.Plus(1)}, "08", civic.ReasonQuiet},
		"its last day":   {"08", civic.QuietWindow{From: day.Plus(-9), To: day}, "08", civic.ReasonQuiet},
		"elsewhere":      {"09", holds, "08", ""},
		"to all":         {"08", holds, civic.NationWide, ""},
		"not yet":        {"08", civic.QuietWindow{From: day.Plus(1), To: day.Plus(9)}, "08", ""},
		"over yesterday": {"08", civic.QuietWindow{From: day.Plus(-9), To: day.Plus(-1)}, "08", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			act := uid("act", "1")
			author := w.person("Giulia Conti", valchiara, "08")
			deputy := w.deputy("Ada Neri", civic.National, civic.NationWide)
			w.quiet(tc.where, tc.when)
			w.run(civic.CmdPublish, author, 0, publish(act))
			c := command(t, civic.CmdOpenCall, deputy, 0, reuseCall(uid("call"), act, tc.to))
			d, err := civic.Decide(t.Context(), w, c, now)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.run(civic.CmdOpenCall, deputy, 0, reuseCall(uid("call"), act, tc.to)); got != tc.want {
				t.Fatalf("answered %q", got)
			}
			if tc.want == "" {
				return
			}
			c.Again = true
			if again, err := civic.Decide(t.Context(), w, c, now); err != nil || again.Refusal != nil {
				t.Errorf("what a restored central forgot waits: %+v, %v", again.Refusal, err)
			}
			if p := d.Refusal.Params; p[civic.ParamUntil] != string(tc.when.To) || p[civic.ParamRegion] != string(tc.where) {
				t.Errorf("it does not say until when, and where: %v", p)
			}
		})
	}
}

// What is declared is sound, and one that begins on the same day gives way.
func TestQuietWindows(t *testing.T) {
	q := civic.Quiet{Region: "08"}.With(civic.QuietWindow{From: "2027-03-01", To: "2027-04-01"}).
		With(civic.QuietWindow{From: "2026-03-01", To: "2026-04-01"}).
		With(civic.QuietWindow{From: "2027-03-01", To: "2027-05-01", Why: " elezioni "})
	if err := q.Validate(); err != nil || len(q.Windows) != 2 || q.Windows[1].To != "2027-05-01" || q.Windows[1].Why != "elezioni" {
		t.Errorf("%+v: %v", q, err)
	}
	if q = q.Without("2027-03-01"); len(q.Windows) != 1 {
		t.Errorf("%+v", q)
	}
	for _, w := range []civic.QuietWindow{
		{From: "2027-03-02", To: "2027-03-01"},
		{From: "", To: "2027-03-01"},
		{From: "2027-03-01"},
		{From: "2027-03-01", To: "2029-03-01"},
		{From: "2027-03-01", To: "2027-02-30"},
		{From: "2027-03-01", To: "2027-04-01", Why: "a\nb"},
	} {
		if err := (civic.Quiet{Region: "08"}).With(w).Validate(); !civic.Is(err, civic.Invalid) {
			t.Errorf("%+v is declared: %v", w, err)
		}
	}
	if err := (civic.Quiet{Region: civic.Europe}).Validate(); !civic.Is(err, civic.Invalid) {
		t.Errorf("a territory without councils: %v", err)
	}
	all := []civic.Quiet{
		{Region: "08", Windows: []civic.QuietWindow{{From: "2027-03-01", To: "2027-04-01"}, {From: "2027-03-20", To: "2027-05-01"}}},
		{Region: civic.NationWide, Windows: []civic.QuietWindow{{From: "2027-04-20", To: "2027-04-25"}}},
	}
	for day, want := range map[civic.Date]civic.Date{"2027-03-25": "2027-05-01", "2027-05-02": "", "2027-02-28": ""} {
		if s, on := civic.SilentOn(all, day, "08"); s.To != want || on != (want != "") {
			t.Errorf("on %s until %q, not %q", day, s.To, want)
		}
	}
	if s, on := civic.SilentOn(all, "2027-04-22", "05"); !on || s.Region != civic.NationWide {
		t.Errorf("%+v", s)
	}
}
